"""The practice programme as it is today: what is shared with people elsewhere, and that everybody finds work here."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from alongside.stewardship.demonstration import people
from alongside.stewardship.tests.test_loading import FAMILIES, FILES, GATE, LOAD, NAME, ask, run, seen_by
from tests.databases import Cluster


@pytest.fixture(scope="module")
def of_today(cluster: Cluster, empty_template: str) -> Iterator[str]:
    """The named stories as they are on the day of the test, which is what the wall goes by."""
    name = cluster.clone(empty_template, NAME + "_today")
    done = run(cluster, name, LOAD.replace(f"families={FAMILIES}, seed=1995, today=day", "families=12, seed=1995"))
    assert done.returncode == 0, done.stderr
    yield name
    cluster.drop(name)


def names_of(cluster: Cluster, database: str, ids: list[tuple]) -> set[str]:
    """The names of people, and of the two of a dyad with a plus."""
    people_of = (
        "select id, name from families_person union all select d.id, w.name || ' + ' || c.name from families_dyad d"
    )
    joined = " join families_person w on w.id = d.woman_id join families_person c on c.id = d.child_id"
    known = dict(ask(cluster, database, people_of + joined))
    return {known[id] for (id,) in ids}


@pytest.mark.parametrize(
    ("part", "number", "sure", "shared"),
    [
        ("child_welfare", 0, {"Marguerite Doyle"}, {"Marguerite Doyle", "Théo"}),
        ("child_welfare", 1, {"Joanne Petrov"}, {"Joanne Petrov"}),
        ("partner_staff", 0, {"Wren Larivière"}, {"Wren Larivière", "Iris", "Félix"}),
        ("prenatal_partner", 0, set(), set()),  # what was agreed with her hospital is over
    ],
)
def test_people_elsewhere_see_what_was_agreed_and_nobody_else(
    cluster: Cluster, of_today: str, part: str, number: int, sure: set[str], shared: set[str]
) -> None:
    """The two together is not among them: that line was taken back."""
    seen = seen_by(cluster, of_today, part, number, "select distinct subject from care_contact")
    assert sure <= names_of(cluster, of_today, seen) <= shared
    assert seen_by(cluster, of_today, part, number, FILES) == []
    assert seen_by(cluster, of_today, part, number, "select 1 from consent_consent") == []


def test_the_carer_of_today_sees_that_child_and_the_one_of_long_ago_nobody(cluster: Cluster, of_today: str) -> None:
    needs = "select distinct child_id from care_careneed"
    assert names_of(cluster, of_today, seen_by(cluster, of_today, "foster_carer", 1, needs)) == {"Milo"}
    assert seen_by(cluster, of_today, "foster_carer", 0, needs) == []
    assert seen_by(cluster, of_today, "foster_carer", 1, "select 1 from care_contact where for_whom <> 'child'") == []


# Who finds nothing here, as each of them is told: what was agreed is over, or nothing ever was.
FIND_NOBODY = {"Anita Rao", "Robin Hale (foster carer)", "Dean Mercer (former partner)"}
# Whose work has days with families in it, on the calendar of a worker or of a woman.
HAVE_DAYS = {
    "counsellor", "therapist", "child_care", "outreach", "peer", "intake", "supervisor", "manager", "mother",
}  # fmt: skip


def sent_in_as(cluster: Cluster, database: str, member: people.Member) -> Client:
    """A browser of this one of the cast, come in by the practice programme's door."""
    with cluster.as_role(GATE, database) as gate:
        known = {name: id for id, name, _ in gate.execute("select * from safekeeping.cast_of_practice()").fetchall()}
        token = secrets.token_hex(16)
        hashed = hashlib.sha256(token.encode()).digest()
        gate.execute("select safekeeping.walk_in(%s, %s::uuid)", [hashed, known[member.name]])
        gate.commit()
    browser = Client()
    browser.cookies[settings.TOKEN_COOKIE] = token
    return browser


def test_everybody_finds_a_week_of_work(
    cluster: Cluster, of_today: str, django_db_setup: None, django_db_blocker: object
) -> None:
    """Of each person of the door: her Home tells of people or of work, and the next seven days hold something."""
    used = [connections[alias] for alias in ("default", "gate")]
    before = [each.settings_dict["NAME"] for each in used]
    nobody, quiet, without = set(), set(), set()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            for each in used:
                each.close()
                each.settings_dict["NAME"] = of_today
            for member in people.CAST:
                browser = sent_in_as(cluster, of_today, member)
                home = browser.get("/", follow=True)
                assert home.status_code == 200, member.name
                if "<a " not in main_of(home.text) or "nothing here" in main_of(home.text):
                    nobody.add(member.name)
                days = browser.get("/my/times/" if member.kind == "herself" else "/calendar/")
                if days.status_code == 404:
                    without.add(member.part)
                elif not re.search(r"\d\d:\d\d–\d\d:\d\d", main_of(days.text)):
                    quiet.add(member.name)
        finally:
            for each, name in zip(used, before, strict=True):
                each.close()
                each.settings_dict["NAME"] = name
    assert (nobody, quiet) == (FIND_NOBODY, set())
    assert without == {member.part for member in people.CAST} - HAVE_DAYS


def main_of(text: str) -> str:
    """What stands on the page itself."""
    return text.split("<main", 1)[1].split("</main>", 1)[0]
