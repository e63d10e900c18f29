"""The database and the rules decide alike: what a person sees is what ``consent.rules`` permits, row by row.

Random families with everything that decides: teams, agreements and refusals in every state and to every kind of recipient,
rights over children that begin, end and come back, placements, children who come of age, emergencies, colleagues who are
kept out, notes that speak of others. Each asker looks at everything in one statement, in each shape of the policies.
"""

from __future__ import annotations

import importlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connections
from django.db.utils import ConnectionHandler
from psycopg import sql

from alongside.consent import rules
from alongside.consent.profiles import shipped
from alongside.consent.queries import Asker, closed_in, on_her_own_page, request_of, world_of
from alongside.project import roles
from alongside.safekeeping.terms import CLINICIANS, Kind
from tests.cast import CAST
from tests.databases import Cluster
from tests.wall.worlds import Home, Somebody, Worlds

pytestmark = pytest.mark.django_db(databases=["default"])
ZONE = ZoneInfo("America/Toronto")
# A situation is one question: may this asker have this record of this person today? ``benchmarks/same_decision.py`` asks more.
HOMES = int(
    os.environ.get("ALONGSIDE_SAME_HOMES", "45")
)  # times 12 askers and some 30 records, under each of three laws
SEED = int(os.environ.get("ALONGSIDE_SAME_SEED", "1000"))
LAWS = [("ontario", False), ("ontario", True), ("united-states", False)]
SHAPES = ["", roles.SMALL, roles.REPORT]
Note = tuple  # id, family, subject, category, about, released_on, recorded_at


@contextmanager
def as_the_loader(cluster: Cluster, name: str) -> Iterator[None]:
    """`default` is the loader's, in another database: it reads every world whole."""
    known = connections["default"]
    settings = dict(known.settings_dict)
    settings |= {"NAME": name, "USER": roles.LOADER, "PASSWORD": cluster.passwords[roles.LOADER]}
    other = ConnectionHandler({"default": settings})["default"]
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = known


def seen(page: psycopg.Connection, who: Somebody, families: list[uuid.UUID]) -> list[set[uuid.UUID]]:
    """What she sees of these families, in each shape of the policies."""
    found = []
    for shape in SHAPES:
        with page.transaction():
            page.execute("select set_config('alongside.token', %s, true)", [who.token])
            if shape:
                page.execute(sql.SQL("set local role {}").format(sql.Identifier(shape)))
            rows = page.execute("select id from care_contact where family_id = any(%s)", [families])
            found.append({id for (id,) in rows})
    return found


def permitted(
    home: Home, who: Somebody, world: rules.World, closed: dict[uuid.UUID, str], notes: list[Note], at: datetime
) -> set[uuid.UUID]:
    """What the rules let her see: for what she usually reads for, or in the emergency that she opened."""
    clinician = who.role in CLINICIANS
    asker = Asker(who.id, who.kind, who.reads, who.agency, who.person, clinician=clinician, proved=True)
    found = set()
    if who.kind == Kind.HERSELF:
        world = on_her_own_page(world, who.person or who.id)
    for id, _family, subject, category, about, released_on, recorded_at in notes:
        if who.kind == Kind.HERSELF and released_on is None:
            continue
        asked = {"subject": subject, "category": category, "about": about, "recorded_at": recorded_at, "at": at,
                 "named": [id], "closed": closed}  # fmt: skip
        # On a page of one's own the part narrows as everywhere; the rules know one mask for all of them.
        own_page = who.kind in (Kind.HERSELF, Kind.CARER)
        if rules.decide(request_of(asker, world, **asked), world).allowed and (
            not own_page or who.reads >> category & 1
        ):
            found.add(id)
            continue
        for colleague, whom, opens, opened in home.glass:
            if colleague == who.id and whom == subject and opens >> category & 1:
                emergency = request_of(
                    asker,
                    world,
                    **asked,
                    purpose="emergency",
                    reason="she was brought in unconscious",
                    glass_broken_at=opened,
                )
                if rules.decide(emergency, world).allowed:
                    found.add(id)
    return found


class Compared:
    """One database of random homes, and what it and the rules say."""

    def __init__(self, cluster: Cluster, name: str, worlds: Worlds, law: int) -> None:
        self.cluster, self.name, self.worlds, self.law = cluster, name, worlds, law

    def disagreements(self, homes: list[Home]) -> tuple[int, int, list[str]]:
        """How many situations were compared, in how many of them it was a yes, and where the two differ."""
        families = [home.id for home in homes]
        with self.cluster.admin(self.name) as admin:
            notes: dict[uuid.UUID, list[Note]] = {family: [] for family in families}
            for row in admin.execute(
                "select id, family_id, subject, category, about, released_on, recorded_at from care_contact"
                " where family_id = any(%s)", [families]
            ):  # fmt: skip
                notes[row[1]].append(row)
        at = datetime.now(UTC)
        with as_the_loader(self.cluster, self.name):
            known = {home.id: world_of(home.id) for home in homes}
            closed = {home.id: closed_in(home.id) for home in homes}
        situations = sum(len(notes[home.id]) * len(home.askers) for home in homes)
        shown, wrong = 0, []
        mine: dict[Somebody, list[Home]] = {}
        for home in homes:
            for who in home.askers:
                mine.setdefault(who, []).append(home)
        with self.cluster.admin(self.name) as admin:
            off = {id for (id,) in admin.execute("select id from safekeeping_principal where not active")}
        page = self.cluster.as_role(roles.APP, self.name)
        for who, hers in mine.items():
            expected = set().union(
                *(permitted(home, who, known[home.id], closed[home.id], notes[home.id], at) for home in hers)
            )
            expected = set() if who.id in off else expected
            shown += len(expected)
            # Whoever works with several families looks at all at once; a woman at her own, and at somebody else's.
            looked = families if who.agency else [hers[0].id, homes[0].id]
            first, *others = seen(page, who, looked)
            if any(other != first for other in others):
                wrong.append(f"shapes differ for {who}")
            wrong += [f"only the rules let {who} see {id}" for id in expected - first]
            wrong += [f"only the database lets {who} see {id}" for id in first - expected]
        page.close()
        return situations, shown, wrong


@pytest.fixture(params=range(len(LAWS)), ids=["ontario", "ontario with implied consent", "united-states"])
def compared(request: pytest.FixtureRequest, cluster: Cluster, template: str) -> Iterator[Compared]:
    law, implied = LAWS[request.param]
    name = f"alongside_same_{request.param}"
    cluster.clone(template, name)
    with cluster.admin(name) as admin:
        admin.execute("update agencies_programme set jurisdiction = %s, implied_consent = %s", [law, implied])
        now = datetime.now(UTC)
        worlds = Worlds(admin, SEED + request.param, now.astimezone(ZONE).date(), now)
        worlds.people_of_agencies(CAST["LEAD"])
        for _ in range(HOMES):
            worlds.home()
        worlds.write()
        yield Compared(cluster, name, worlds, request.param)
    cluster.drop(name)


def test_the_database_decides_by_the_figures_of_the_profiles() -> None:
    law = importlib.import_module("alongside.consent.migrations.0004_compile").LAW
    profiles = {profile.name: profile for profile in shipped().values()}
    assert {
        name: (p.own_age, p.implied, p.not_implied, p.custodians, p.expiry_needed, p.separate)
        for name, p in profiles.items()
    } == {
        name: (age, implied, never, set(who), end, alone)
        for name, (age, implied, never, who, end, alone) in law.items()
    }


def test_what_is_seen_is_what_is_permitted(compared: Compared) -> None:
    homes = compared.worlds.homes
    situations, shown, wrong = compared.disagreements(homes)
    assert wrong[:20] == []
    assert situations >= 5_000  # under each of three laws
    assert shown > situations / 20  # not everything is closed
    # Life goes on, and the database follows it without being told.
    changed = homes[: HOMES // 2]
    for home in changed:
        for _ in range(4):
            compared.worlds.change(home)
    after, _shown, wrong = compared.disagreements(changed)
    print(f"\n{situations + after} situations, {shown} of the first {situations} permitted, under {LAWS[compared.law]}")  # noqa: T201  (benchmarks/same_decision.py reads it)
    assert wrong[:20] == []
