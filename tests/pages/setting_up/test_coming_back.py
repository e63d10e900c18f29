"""Whoever worked here before is brought back, and not added twice."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.accounts import queries
from alongside.accounts.models import Colleague, ProposedRole, Role
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.accounts.keeping import FROM, NOOR
from tests.pages.setting_up.codes import CHOOSE, give, has_sign_in, into, told
from tests.pages.signing_in import PASSWORD, signed_in

pytestmark = pytest.mark.usefixtures("real")

DAY = {"on_day": "2", "on_month": "3", "on_year": "2026"}


def test_whoever_worked_here_before_is_brought_back_and_not_added_twice(own: str, cluster: Cluster) -> None:
    user = has_sign_in("W2")
    with cluster.admin(own) as admin:
        held = "select count(*) from safekeeping_cell where principal = %s and valid @> clock_timestamp()"
        assert admin.execute(held, [CAST["W2"]]).fetchone()[0] > 0
    assert client_as("ADM").post(reverse("colleague_left", args=[CAST["W2"]]), DAY).status_code == 302
    assert "Willa, counsellor" in client_as("ADM").get("/team/").text.split("Worked here before")[1]

    page = client_as("ADM").post(reverse("colleague_add"), {**NOOR, "email": user.email.upper()})
    back = reverse("colleague_back", args=[CAST["W2"]])
    assert page.status_code == 200 and "worked here before signs in with this address" in page.text
    assert f'href="{back}"' in page.text and "Bring back Willa, counsellor" in page.text

    typed = told(client_as("ADM").post(back, {"role": "peer", **FROM}))
    with acting_as("ADM"):
        who = Colleague.objects.get(id=CAST["W2"])
        assert who.left_on is None
        assert [part.name for part in queries.roles_on(who.id, timezone.localdate())] == ["peer"]
    with cluster.admin(own) as admin:
        assert admin.execute(held, [CAST["W2"]]).fetchone() == (0,)  # let into no file by it
    assert Client().post("/account/login/", {"login": user.email, "password": PASSWORD}).status_code == 200  # no more
    browser, _page = give(user.email, typed, CHOOSE)
    assert signed_in(into(browser).cookies[settings.TOKEN_COOKIE].value)
    assert client_as("ADM").get(back).status_code == 404  # she is here


def test_an_address_of_somebody_who_works_here_is_only_taken(own: str) -> None:
    user = has_sign_in("W2")
    page = client_as("ADM").post(reverse("colleague_add"), {**NOOR, "email": user.email})
    assert "this one is taken" in page.text and "Bring back" not in page.text


def test_an_address_of_another_agency_tells_nothing_of_whose_it_is(own: str, cluster: Cluster) -> None:
    user = has_sign_in("SITE2")
    with cluster.admin(own) as admin:
        admin.execute("update safekeeping_principal set active = false where id = %s", [CAST["SITE2"]])
    page = client_as("ADM").post(reverse("colleague_add"), {**NOOR, "email": user.email})
    assert "this one is taken" in page.text and "Bring back" not in page.text


def test_a_wide_part_of_somebody_who_is_back_waits_for_a_second_person(own: str) -> None:
    has_sign_in("SUP")
    client_as("ADM").post(reverse("colleague_left", args=[CAST["SUP"]]), DAY)
    page = client_as("ADM").post(reverse("colleague_back", args=[CAST["SUP"]]), {"role": "supervisor", **FROM})
    assert told(page) and "begins when a second person" in page.text
    with acting_as("ADM"):
        assert not Role.objects.filter(colleague_id=CAST["SUP"], during__contains=timezone.localdate()).exists()
        assert ProposedRole.objects.get(colleague_id=CAST["SUP"], settled_at=None).name == "supervisor"


@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "SITE2", "CW1", None])
def test_nobody_else_brings_somebody_back(own: str, who: str | None) -> None:
    client_as("ADM").post(reverse("colleague_left", args=[CAST["W2"]]), DAY)
    for method in ("get", "post"):
        page = getattr(client_as(who), method)(reverse("colleague_back", args=[CAST["W2"]]), {"role": "peer", **FROM})
        assert page.status_code == (404 if who else 302)
