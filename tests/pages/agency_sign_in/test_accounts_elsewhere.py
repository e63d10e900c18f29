"""Keeping accounts of colleagues at other agencies."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client
from django.utils import timezone

from alongside.accounts.models import User
from alongside.agencies.models import Agency
from tests.agency_provider import Provider
from tests.cast import CAST, T0, ident
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.agency_sign_in.conftest import CORA
from tests.pages.agency_sign_in.doors import came_in, come, here, is_refused, written_for_good
from tests.pages.signing_in import PASSWORD, SECRET


def test_registering_somebody_at_her_agency(own: str, cluster: Cluster, provider: Provider) -> None:
    today = timezone.localdate()
    told = {
        "name": "Noor", "agency": str(CAST["CAS"]), "role": "child_welfare", "email": "noor@society.example.org", "how": "theirs",
        "from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year,
    }  # fmt: skip
    assert client_as("W1").get("/team/outside/").status_code == 404
    assert client_as("W1").post("/team/outside/add/", told).status_code == 404
    assert client_as("ADM").post("/team/outside/add/", told).status_code == 302
    shown = client_as("ADM").get("/team/outside/").text
    assert "Noor" in shown and "Child-welfare society" in shown
    provider.person("noor", email="noor@society.example.org", email_verified=True, amr=["mfa"])
    browser = Client()
    come(browser, "noor")
    assert came_in(browser)
    # A new sign-in of the agency: the number it gave her is forgotten, and her address decides once more.
    provider.person("noor-2", email="noor@society.example.org", email_verified=True, amr=["mfa"])
    browser = Client()
    assert is_refused(come(browser, "noor-2"), browser)
    with cluster.admin(own) as admin:
        (noor,) = admin.execute("select id from accounts_colleague where name = 'Noor'").fetchone()
    assert client_as("W1").post(f"/team/outside/{noor}/anew/", {"submission": ""}).status_code == 404
    assert client_as("ADM").post(f"/team/outside/{noor}/anew/", {"submission": ""}).status_code == 302
    browser = Client()
    come(browser, "noor-2")
    assert came_in(browser)


def test_whoever_signs_in_at_her_agency_is_given_no_code(own: str, cluster: Cluster, provider: Provider) -> None:
    """A code would shut her agency's sign-in until she had set a password here, and leave that beside it."""
    from django.db import ProgrammingError

    from alongside.accounts.actions import new_code
    from alongside.accounts.models import Colleague
    from tests.cast import acting_as

    written_for_good(cluster, own)
    browser, where = Client(), f"/team/outside/{CAST['CW1']}"
    come(browser)
    assert came_in(browser)
    shown = client_as("ADM").get("/team/outside/").text
    assert f"{where}/anew/" in shown and f"{where}/code/" not in shown
    for lost in ("both", "factor"):
        assert client_as("ADM").post(f"{where}/code/", {"submission": "", "lost": lost}).status_code == 404
        with acting_as("ADM"), pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
            new_code(
                colleague=Colleague.objects.get(id=CAST["CW1"]), new_password=lost == "both", by=CAST["ADM"], at=T0
            )
    held = "select awaits_code, password from accounts_user where email = %s"
    with cluster.admin(own) as admin:
        assert admin.execute(held, [CORA]).fetchone() == (False, "!")
    assert came_in(browser)
    again = Client()
    come(again)
    assert came_in(again)


def test_a_code_is_for_whoever_signs_in_here_and_letting_in_anew_is_not(own: str, cluster: Cluster) -> None:
    from django.contrib.auth.hashers import make_password

    written_for_good(cluster, own, password=make_password(PASSWORD))
    where = f"/team/outside/{CAST['CW1']}"
    shown = client_as("ADM").get("/team/outside/").text
    assert f"{where}/code/" in shown and f"{where}/anew/" not in shown
    assert client_as("ADM").post(f"{where}/anew/", {"submission": ""}).status_code == 404
    for _twice in range(2):  # also while the first one waits to be given
        page = client_as("ADM").post(f"{where}/code/", {"submission": "", "lost": "factor"})
        assert page.status_code == 200 and "<code>" in page.text
    with cluster.admin(own) as admin:
        assert admin.execute("select awaits_code from accounts_user where email = %s", [CORA]).fetchone() == (True,)


def test_a_second_factor_here_is_begun_anew_with_her_agency_s_number(
    own: str,
    cluster: Cluster,
    provider: Provider,
    real: None,
) -> None:
    """Her agency asks for one factor, and the phone with the other one is gone."""
    written_for_good(cluster, own)
    inside = Client()
    come(inside)
    assert came_in(inside)
    TOTP.activate(User.objects.using("gate").get(email=CORA), SECRET)
    provider.lies(claims={"amr": ["pwd"]})
    assert come(Client()).redirect_chain[-1][0].startswith("/account/2fa/authenticate")
    assert client_as("ADM").post(f"/team/outside/{CAST['CW1']}/anew/", {"submission": ""}).status_code == 302
    assert not came_in(inside)
    browser = Client()
    assert come(browser).redirect_chain[-1][0].startswith("/account/2fa/totp/activate")
    assert not came_in(browser)


@here
def test_who_is_where_in_lists() -> None:
    """People at other agencies are in no list of ours; nobody of theirs sees anybody of ours."""
    from alongside.accounts.models import Colleague
    from alongside.accounts.queries import colleagues, outside
    from tests.cast import TODAY, acting_as

    with acting_as("W1"):
        assert {c.id for c in outside(TODAY)} == {CAST[k] for k in ("CW1", "CW2", "NUR", "DRX", "PO")}
        assert CAST["CW1"] not in {c.id for c in colleagues(TODAY)} and CAST["W2"] in {c.id for c in colleagues(TODAY)}
    with acting_as("CW1"):
        assert {c.id for c in Colleague.objects.all()} == {CAST["CW1"], CAST["CW2"]}
    with acting_as("SITE2"):
        assert {c.id for c in Colleague.objects.all()} == {CAST["SITE2"]}
    for who in ("p_cal", None):
        with acting_as(who):
            assert not Colleague.objects.exists()


@here
@pytest.mark.parametrize(("who", "kind", "agency"), [("ADM", "staff", "CAS"), ("ADM", "partner", "OTHER_SITE"), ("CW1", "partner", "CAS"), ("SITE2", "partner", "CAS")])  # fmt: skip
def test_whose_accounts_nobody_keeps(who: str, kind: str, agency: str) -> None:
    """Staff of another agency, partners of another place of ours; and nobody outside keeps any."""
    from django.db import ProgrammingError

    from alongside.accounts.actions import keep_principal
    from tests.cast import acting_as

    with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
        keep_principal(id=ident("new one"), account=None, agency=CAST[agency], kind=kind, name="Somebody")


@here
def test_somebody_outside_is_given_no_ability() -> None:
    from django.db import ProgrammingError, connection

    from tests.cast import acting_as

    with acting_as("ADM"):
        for abilities, fits in ((1 << 10, True), (1 << 0, False), (1 << 1, False), (1 << 6, False)):
            call = "select safekeeping.keep_capacity(%s, %s, %s::bigint, 0, 0, '[2026-01-01,)')"
            values = [ident(f"capacity {abilities}"), CAST["CW2"], abilities]
            if fits:
                with connection.cursor() as cursor:
                    cursor.execute(call, values)
            else:
                with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(call, values)


@here
def test_a_part_of_ours_is_not_registered_outside() -> None:
    from alongside.accounts.actions import register_outside
    from alongside.recordkeeping.rules import Refused
    from tests.cast import acting_as

    common = {"name": "X", "from_on": date(2026, 3, 1), "email": "x@example.org", "by": CAST["ADM"], "at": T0}
    with acting_as("ADM"):
        society, ours = Agency.objects.get(id=CAST["CAS"]), Agency.objects.get(id=CAST["LEAD"])
        for agency, role in ((society, "counsellor"), (ours, "child_welfare")):
            with pytest.raises(Refused, match="not_outside"):
                register_outside(agency=agency, role=role, **common)
