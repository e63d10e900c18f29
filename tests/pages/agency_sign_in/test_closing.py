"""A door is shut, and somebody leaves."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from tests.agency_provider import Provider
from tests.cast import CAST
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.agency_sign_in.conftest import CORA
from tests.pages.agency_sign_in.doors import came_in, choose, come, is_refused, off, written_for_good
from tests.pages.signing_in import PASSWORD


def test_an_agency_s_door_is_shut_and_opened_again(own: str, cluster: Cluster, provider: Provider) -> None:
    written_for_good(cluster, own)
    browser, back = Client(), Client()
    come(browser)
    assert came_in(browser)
    on_the_way = choose(off(back), "cora")
    shut = f"/team/outside/agencies/{CAST['CAS']}/shut/"
    assert client_as("W1").post(shut, {"submission": ""}).status_code == 404
    assert came_in(browser)
    assert client_as("ADM").post(shut, {"submission": ""}).status_code == 302
    assert not came_in(browser)  # at the next statement
    assert "The society" not in Client().get("/account/agency/").text
    assert Client().post("/account/agency/society/").status_code == 404
    assert back.get(on_the_way).status_code == 404
    page = client_as("CW1").get("/")
    assert page.status_code == 302  # the cast's own session is over too
    assert client_as("ADM").post(f"/team/outside/agencies/{CAST['CAS']}/open/", {"submission": ""}).status_code == 302
    again = Client()
    come(again)
    assert came_in(again)
    assert not came_in(browser)


def test_a_shut_door_is_shut_for_passwords_too(own: str, cluster: Cluster) -> None:
    from django.contrib.auth.hashers import make_password

    written_for_good(cluster, own, password=make_password(PASSWORD))
    browser = Client()
    browser.post("/account/login/", {"login": CORA, "password": PASSWORD}, follow=True)
    assert came_in(browser)
    client_as("ADM").post(f"/team/outside/agencies/{CAST['CAS']}/shut/", {"submission": ""})
    browser = Client()
    browser.post("/account/login/", {"login": CORA, "password": PASSWORD}, follow=True)
    assert not came_in(browser)


def test_somebody_who_left_or_moved_comes_in_no_longer(own: str, cluster: Cluster, provider: Provider) -> None:
    written_for_good(cluster, own)
    browser = Client()
    come(browser)
    assert came_in(browser)
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    moved = {
        "agency": str(CAST["SHEL"]),
        "role": "partner_staff",
        "email": "cora@shelter.example.org",
        "how": "theirs",
        **day,
    }
    assert client_as("ADM").post(f"/team/outside/{CAST['CW1']}/moved/", moved).status_code == 302
    assert not came_in(browser)
    browser = Client()
    assert is_refused(come(browser), browser)
    with cluster.admin(own) as admin:
        found = admin.execute(
            "select p.agency, p.kind, p.active from safekeeping_principal p where p.name like 'Cora%' order by p.active"
        ).fetchall()
        cells = admin.execute(
            "select count(*) from safekeeping_cell c join safekeeping_principal p on p.id = c.principal"
            " where p.name like 'Cora%' and c.valid @> clock_timestamp()"
        ).fetchone()
    assert found == [(CAST["CAS"], "partner", False), (CAST["SHEL"], "partner", True)]
    assert cells == (0,)
