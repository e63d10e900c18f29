"""What can only close, closes only: the properties of the rules (consent/tests/test_properties.py), asked of the database.

Random families; each asker looks before and after one thing happens. A refusal, being kept out, taking back, naming more
people in a note, or a right that ends never shows anybody a row that she did not see before; taking back ends at the next
statement what rested on it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg.types.range import DateRange

from alongside.project import roles
from tests.cast import CAST
from tests.databases import Cluster
from tests.wall.test_same_decision import ZONE
from tests.wall.worlds import CATEGORIES, CLASSES, Home, Worlds

NAME = f"alongside_only_closes_{os.getpid()}"
HOMES = 24


@pytest.fixture(scope="module")
def worlds(cluster: Cluster, template: str) -> Iterator[Worlds]:
    cluster.clone(template, NAME)
    with cluster.admin(NAME) as admin:
        now = datetime.now(UTC)
        made = Worlds(admin, 77, now.astimezone(ZONE).date(), now)
        made.people_of_agencies(CAST["LEAD"])
        for _ in range(HOMES):
            made.home()
        made.write()
        yield made
    cluster.drop(NAME)


def sight(admin: psycopg.Connection, home: Home) -> dict[uuid.UUID, set[uuid.UUID]]:
    """What each asker sees of this family now; the same transaction, so that everything can be taken back."""
    seen = {}
    for who in home.askers:
        admin.execute("select set_config('alongside.token', %s, true)", [who.token])
        admin.execute(f"set local role {roles.APP}")
        seen[who.id] = {id for (id,) in admin.execute("select id from care_contact where family_id = %s", [home.id])}
        admin.execute("reset role")
    return seen


def refuse(worlds: Worlds, home: Home) -> None:
    """Somebody who may says no to a person, an agency or a class, in some kinds of record."""
    pick = worlds.random.choice
    admin, subject = worlds.db, pick([home.woman, *home.children])
    kind = pick(["agency", "colleague", "class"])
    named = pick([who for who in home.askers if who.agency])
    form = worlds.id()
    admin.execute(
        "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
        " colleague_id, recipient_class, purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
        " values (%s, %s, %s, %s, 'deny', (select id from consent_form limit 1), %s, %s, %s, %s, 'care', %s, '',"
        " now() - interval '1 minute', 'typed', 'x', '', 1)",
        [form, worlds.id(), home.id, pick([home.woman, home.woman, subject]), kind, named.agency if kind == "agency" else None,
         named.id if kind == "colleague" else None, pick(CLASSES) if kind == "class" else "", DateRange(None, None)],
    )  # fmt: skip
    for category in worlds.random.sample(CATEGORIES, 8):
        admin.execute(
            "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
            " values (%s, %s, %s, %s, %s, %s)", [worlds.id(), worlds.id(), home.id, form, subject, category],
        )  # fmt: skip


def keep_out(worlds: Worlds, home: Home) -> None:
    who = worlds.random.choice(home.askers)
    worlds.db.execute(
        "insert into safekeeping_exclusion (id, principal, family, since) values (%s, %s, %s, now() - interval '1 second')",
        [worlds.id(), who.id, home.id],
    )  # fmt: skip


def take_back(worlds: Worlds, home: Home) -> None:
    worlds.db.execute(
        "update consent_consent set withdrawn_at = statement_timestamp() where withdrawn_at is null and effect = 'permit'"
        " and family_id = %s", [home.id],
    )  # fmt: skip


def name_more_people(worlds: Worlds, home: Home) -> None:
    worlds.db.execute(
        "update care_contact set about = about || %s::uuid[] where about is not null and family_id = %s",
        [worlds.random.sample([home.woman, *home.children, *home.carers], 2), home.id],
    )  # fmt: skip


def say_nothing_of_whom(worlds: Worlds, home: Home) -> None:
    worlds.db.execute("update care_contact set about = null where family_id = %s", [home.id])


def end_what_outside_workers_do(worlds: Worlds, home: Home) -> None:
    worlds.db.execute("delete from consent_outsideworker where family_id = %s", [home.id])


def switch_off(worlds: Worlds, home: Home) -> None:
    who = worlds.random.choice(home.askers)
    worlds.db.execute("update safekeeping_principal set active = false where id = %s", [who.id])


CLOSES: dict[Callable[[Worlds, Home], None], str] = {
    refuse: "adding a refusal", keep_out: "keeping somebody out", take_back: "taking everything back",
    name_more_people: "naming more people", say_nothing_of_whom: "not saying whom it is about",
    end_what_outside_workers_do: "ending who works with them", switch_off: "switching an account off",
}  # fmt: skip


@pytest.mark.parametrize("happens", CLOSES, ids=CLOSES.values())
def test_what_can_only_close_closes_only(worlds: Worlds, happens: Callable[[Worlds, Home], None]) -> None:
    fewer = 0
    for home in worlds.homes:
        with worlds.db.transaction(force_rollback=True):
            before = sight(worlds.db, home)
            happens(worlds, home)
            after = sight(worlds.db, home)
        for who in after:
            assert after[who] <= before[who], (home.id, who)
        fewer += before != after
    assert fewer > HOMES / 10  # it did close something


def test_keeping_somebody_out_and_taking_back_leave_nothing(worlds: Worlds) -> None:
    """Being kept out goes before everything, also before an emergency; what was agreed to ends at the next statement."""
    ended = 0
    for home in worlds.homes:
        with worlds.db.transaction(force_rollback=True):
            before = sight(worlds.db, home)
            for who in home.askers:
                worlds.db.execute(
                    "insert into safekeeping_exclusion (id, principal, family, since) values (gen_random_uuid(), %s, %s,"
                    " now() - interval '1 second')", [who.id, home.id],
                )  # fmt: skip
            assert not any(sight(worlds.db, home).values())
        with worlds.db.transaction(force_rollback=True):
            take_back(worlds, home)
            after = sight(worlds.db, home)
        for who in home.askers:
            if who.agency and who.agency != CAST["LEAD"]:
                assert after[who.id] == set()
                ended += bool(before[who.id])
    assert ended > HOMES / 10
