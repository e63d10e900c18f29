"""What whoever looks after a child sees, and nothing else."""

from __future__ import annotations

import re
import uuid

from tests.cast import CAST
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.lives import appointment
from tests.pages.partner.shared import here, ledger, main, one


def test_a_foster_carer_sees_what_the_child_needs_and_each_look_is_a_line(own: str, cluster: Cluster) -> None:
    """B06: allergies, appointments; no name of the mother, no address, no kind of programme, no word about using."""
    with cluster.admin(own) as admin:
        appointment(admin, "BO")
    browser = client_as("p_foster")
    shown = main(browser.get("/caring/"))
    assert "Bo Alder" in shown and "Bee" not in shown
    page = browser.get(f"/caring/{CAST['BO']}/")
    assert "NEED no nuts for Bo" in main(page) and "NEED eyes of Bo are looked at" in main(page)
    for word in ("Ana", "SECRET", "Bee", "mother", "programme of", "substance", "using", "Dot"):
        assert word not in main(page), word
    [(subject, category, snapshot, notice, basis)] = ledger(cluster, own, "p_foster")
    assert (subject, category, notice, basis) == (CAST["BO"], 7, "", "caring")
    assert "NEED no nuts for Bo" in snapshot
    for other in ("BEE", "ANA", "FIN", "x"):
        gone = browser.get(f"/caring/{CAST[other]}/")
        assert gone.status_code == 404
    for who in ("p_cal", "p_dot", "CW1", "W1", "p_ana"):
        assert client_as(who).get(f"/caring/{CAST['BO']}/").status_code == 404


def test_when_the_child_moves_the_page_is_empty(own: str, cluster: Cluster) -> None:
    with cluster.admin(own) as admin:
        admin.execute(
            "update families_livingarrangement set during = daterange(lower(during), (now() at time zone 'America/Toronto')::date)"
            " where child_id = %s", [CAST["BO"]],
        )  # fmt: skip
    browser = client_as("p_foster")
    assert "There is nothing here to see" in browser.get("/caring/").text
    assert browser.get(f"/caring/{CAST['BO']}/").status_code == 404


def test_grandmother_is_family_and_carer(own: str, cluster: Cluster) -> None:
    """B08: while Bee lives with Dot she sees what Bee needs, and nothing that was seen between mother and child."""
    assert "There is nothing here to see" in client_as("p_dot").get("/caring/").text
    with cluster.admin(own) as admin:
        admin.execute(
            "update families_livingarrangement set carer_id = %s where child_id = %s", [CAST["DOT"], CAST["BEE"]]
        )
    browser = client_as("p_dot")
    page = browser.get(f"/caring/{CAST['BEE']}/")
    assert "NEED no nuts for Bee" in main(page)
    for word in ("SECRET", "Ana", "Cal", "Bo"):
        assert word not in main(page)
    assert browser.get(one("ANA")).status_code == 404 and browser.get(one("BEE")).status_code == 404


@here
def test_our_own_people_write_what_a_carer_has_to_know() -> None:
    add = f"/families/{CAST['ALDER']}/children/{CAST['BO']}/needs/add/"
    browser = client_as("CHC")
    given = {"kind": "feeding", "words": "NEED small pieces", "submission": str(uuid.uuid4())}
    assert browser.post(add, given).status_code == 302
    assert "NEED small pieces" in main(client_as("p_foster").get(f"/caring/{CAST['BO']}/"))
    page = browser.get(f"/families/{CAST['ALDER']}/children/{CAST['BO']}/")
    assert "NEED small pieces" in main(page)
    # Somebody's name among the words is asked about once.
    named = {"kind": "other", "words": "NEED Ana says he sleeps late", "submission": str(uuid.uuid4())}
    page = browser.post(add, named)
    assert page.status_code == 200 and "a carer will read them" in main(page)
    for url in re.findall(
        r'href="(/families/[^"]+/take-back/)"',
        client_as("CHC").get(f"/families/{CAST['ALDER']}/children/{CAST['BO']}/").text,
    ):
        assert client_as("W2").post(url, {"submission": ""}).status_code == 404
        assert browser.post(url, {"submission": str(uuid.uuid4())}).status_code == 302
    assert "NEED small pieces" not in main(client_as("p_foster").get(f"/caring/{CAST['BO']}/"))
    for who in ("PEER", "W2", "CW1", "p_foster", "p_ana"):
        assert client_as(who).get(add).status_code == 404
