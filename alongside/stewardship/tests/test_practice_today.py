"""The practice programme as it is today: what is shared with people elsewhere, and that everybody finds work here."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from alongside.accounts.terms import PARTS
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
        ("advocate", 0, {"Corinne Blake"}, {"Corinne Blake"}),
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
    assert names_of(cluster, of_today, seen_by(cluster, of_today, "kin_carer", 0, needs)) == {"Noor"}
    assert seen_by(cluster, of_today, "foster_carer", 1, "select 1 from care_contact where for_whom <> 'child'") == []


def test_an_elder_finds_the_women_who_said_yes_and_what_is_about_culture(cluster: Cluster, of_today: str) -> None:
    people_seen = seen_by(cluster, of_today, "elder", 0, "select id from families_person")
    assert names_of(cluster, of_today, people_seen) == {"Delphine Archer", "Amina Clarke"}
    kinds = "select distinct category from care_contact union select category from care_promise"
    assert seen_by(cluster, of_today, "elder", 0, kinds) == [(12,)]
    said = "select how, answer from culture_culturaloffer o join families_person p on p.id = o.subject"
    assert ask(cluster, of_today, said + " where p.name = 'Joanne Petrov'") == [("asked", "not_now")]


# Who finds nothing here, as each of them is told: what was agreed is over, or nothing ever was.
FIND_NOBODY = {
    "Anita Rao", "Robin Hale (foster carer)", "Dean Mercer (former partner)", "Priya Nair", "Tess Morgan",
}  # fmt: skip
# Whose work has days with families in it, on the calendar of a worker or of a woman.
HAVE_DAYS = {
    "counsellor", "therapist", "child_care", "outreach", "peer", "intake", "supervisor", "manager", "mother",
    "nurse", "child_development", "clinic", "childminder", "elder", "peer_supervisor", "comparison", "pregnant",
    "mother_apart",
}  # fmt: skip
# Colleague, when, what: all that was arranged with her or that she said she would do, an hour for what has no end.
BUSY = """
with busy as (
  select w.colleague_id as who, s.during, s.service as what
    from services_sessionworker w join services_session s on s.id = w.session_id where s.off_at is null
  union all
  select goes_along_id, during, what from calendars_elsewhere where superseded_at is null and off_at is null
  union all
  select p.worker, tstzrange(b.at, b.at + interval '1 hour'), p.what from care_promise p,
         lateral (select (p."on" + p.at_time) at time zone 'America/Toronto' as at) b
   where p.at_time is not null and p.state = 'open' and p."on" < current_date + 14
  union all
  select x.who, m.during, 'supervision' from supervision_meeting m
    join supervision_supervision s on s.id = m.supervision_id,
         lateral (values (s.supervisor_id), (s.colleague_id)) x(who)
   where m.standing = 'planned')
"""


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


@pytest.fixture
def pages(of_today: str, django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The pages are asked of that database."""
    used = [connections[alias] for alias in ("default", "gate")]
    before = [each.settings_dict["NAME"] for each in used]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            for each in used:
                each.close()
                each.settings_dict["NAME"] = of_today
            yield
        finally:
            for each, name in zip(used, before, strict=True):
                each.close()
                each.settings_dict["NAME"] = name


def test_everybody_finds_a_week_of_work(cluster: Cluster, of_today: str, pages: None) -> None:
    """Of each person of the door: her Home tells of people or of work, and the next seven days hold something."""
    nobody, quiet, without = set(), set(), set()
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
    assert (nobody, quiet) == (FIND_NOBODY, set())
    assert without == {member.part for member in people.CAST} - HAVE_DAYS


# Who reads little of a family, and might be offered a way that is not theirs -> how many steps from Home are taken.
NARROW = {"peer": 3, "elder": 2, "childminder": 2}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d")
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')


def test_no_way_that_is_shown_is_closed(cluster: Cluster, of_today: str, pages: None) -> None:
    """One address of each kind: each link on the pages themselves opens something."""
    found = {}
    for part, steps in NARROW.items():
        browser = sent_in_as(cluster, of_today, next(member for member in people.CAST if member.part == part))
        kinds, step = set(), {"/": "the door"}
        for _ in range(steps + 1):
            shown: dict[str, str] = {}
            for address, where in step.items():
                answer = browser.get(address, follow=True)
                assert answer.status_code == 200, (part, address, where)
                if "text/html" in answer["Content-Type"]:
                    shown |= {html.unescape(link): address for link in LINK.findall(main_of(answer.text))}
            step = {}
            for link, where in shown.items():
                kind = ID.sub("*", link).split("?")[0]
                if kind not in kinds:
                    kinds.add(kind)
                    step[link] = where
        found[part] = len(kinds)
    assert min(found.values()) > 25, found


def test_each_part_has_somebody_to_walk_in_as() -> None:
    """Of every part that somebody signs in with: a child does not, born or expected."""
    assert {member.part for member in people.CAST} == set(PARTS) - set(people.NO_SIGN_IN)
    assert all(member.part in member.roles for member in people.CAST)


def test_nobody_is_at_two_places_at_one_hour(cluster: Cluster, of_today: str) -> None:
    twice = (
        BUSY + "select c.name, lower(a.during), a.what, b.what from busy a join busy b on a.who = b.who"
        " and a.during && b.during and (a.during, a.what) < (b.during, b.what)"
        " join accounts_colleague c on c.id = a.who order by 1, 2"
    )
    assert ask(cluster, of_today, twice) == []
    ((colleagues, things),) = ask(cluster, of_today, BUSY + "select count(distinct who), count(*) from busy")
    assert colleagues > 15 and things > 60


def main_of(text: str) -> str:
    """What stands on the page itself."""
    return text.split("<main", 1)[1].split("</main>", 1)[0]
