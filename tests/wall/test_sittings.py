"""A device in her hands: what its token can do, tried as an attacker would who holds the page's own database role."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import errors

from alongside.assessment import actions
from alongside.assessment.models import Occasion
from alongside.assessment.terms import Mode
from alongside.families.models import Family, Woman
from alongside.project import roles
from alongside.safekeeping.actions import acting, hashed, new_token
from tests.cast import CAST, T0, acting_as, token_of
from tests.databases import Cluster

pytestmark = pytest.mark.django_db(databases=["default", "loader"])
STAMP = {"by": CAST["W1"], "at": T0}
# What the device needs to show questions: what instruments are, what this site says of them, what she reads before
# a question. None of it is about anybody.
NOBODYS = {"instruments_definition", "instruments_siteuse", "instruments_overlay", "instruments_switch",
           "assessment_protocol", "agencies_programme", "consent_form"}  # fmt: skip
ITS_OWN = {"assessment_sitting", "assessment_sittingpart", "assessment_occasion", "assessment_occasionstep",
           "assessment_answer", "assessment_score"}  # fmt: skip


def begin(*codes: str) -> actions.Started:
    """Ana begins with these measures, with her counsellor."""
    family = Family.objects.get(pk=CAST["ALDER"])
    found = [
        actions.offer(family=family, subject=CAST["ANA"], instrument=code, met_on=date(2026, 2, 1), **STAMP).pk
        for code in codes
    ]
    return actions.start_sitting(
        family=family, woman=Woman.objects.get(pk=CAST["ANA"]), occasions=found, mode=Mode.TABLET,
        met_on=date(2026, 2, 1), **STAMP,
    )  # fmt: skip


def handed(*codes: str) -> tuple[actions.Started, str]:
    """A sitting on a device, and the device's token."""
    token = new_token()
    with acting_as("W1"):
        started = begin(*codes)
        for part in started.now:
            answered(started, part.pk)
        actions.hand_over(sitting=started.sitting, token_hash=hashed(token), **STAMP)
    return started, token


def answered(started: actions.Started, occasion: uuid.UUID, value: int = 1) -> None:
    actions.save_answer(occasion=occasion, item="1", value=value, key=uuid.uuid4(), sitting=started.sitting.pk, **STAMP)


def rows(query: str, *values: object) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@contextmanager
def not_allowed() -> Iterator[None]:
    with pytest.raises(Exception, match=r"row-level security|permission denied|not allowed"), transaction.atomic():
        yield


def tables() -> list[str]:
    """Every table with row-level security that the pages' role may select from."""
    found = rows(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'"
        " and c.relkind in ('r', 'p') and c.relrowsecurity and has_table_privilege(current_user, c.oid, 'select')"
        " order by 1"
    )
    return [name for (name,) in found]


def test_of_every_protected_table_it_reads_nothing_but_its_own() -> None:
    _started, token = handed("PHQ-9", "GAD-7")
    with acting(token):
        found = {name: rows(f'select count(*) from "{name}"')[0][0] for name in tables()}
    assert len(found) > 60
    assert {name for name, count in found.items() if count} <= NOBODYS | ITS_OWN
    assert {name: found[name] for name in sorted(ITS_OWN)} == {
        "assessment_answer": 2, "assessment_occasion": 2, "assessment_occasionstep": 4, "assessment_score": 0,
        "assessment_sitting": 1, "assessment_sittingpart": 2,
    }  # fmt: skip
    with acting_as("W1"):  # the same tables are not empty for her counsellor
        assert rows("select count(*) from families_person") != [(0,)]
        assert rows("select count(*) from accounts_colleague") != [(0,)]
        assert rows("select count(*) from agencies_agency") != [(0,)]


def test_it_finds_nobody_by_name_and_is_nobody_who_may() -> None:
    _started, token = handed("PHQ-9")
    with acting(token):
        assert rows("select * from safekeeping.find_people('alder', 10)") == []
        [(kind, abilities, categories, writes)] = rows(
            "select kind, abilities, categories, writes from safekeeping.whoami()"
        )
        assert (kind, abilities, categories, writes) == ("sitting", 0, 0, 0)
        for call in (
            "safekeeping.open_file(gen_random_uuid(), gen_random_uuid())",
            f"safekeeping.let_in(safekeeping.me(), '{CAST['ALDER']}', '{CAST['ALDER']}', 'file', 1, 1,"
            f" tstzrange(null, null), '{CAST['ALDER']}')",
            f"safekeeping.keep_out(gen_random_uuid(), '{CAST['W1']}', '{CAST['ALDER']}')",
            f"safekeeping.admit('{CAST['ALDER']}', '{CAST['BEE']}', 1)",
            "safekeeping.keep_capacity(gen_random_uuid(), safekeeping.me(), 1, 1, 1, tstzrange(null, null))",
            "safekeeping.open_sitting('x', safekeeping.me(), '1 hour')",
        ):
            with not_allowed():
                rows(f"select {call}")


def test_a_second_sitting_sees_nothing_of_the_first() -> None:
    first, one = handed("PHQ-9")
    second, two = handed("GAD-7")
    with acting(two):
        assert [row.pk for row in Occasion.objects.all()] == [second.now[0].pk]
        with not_allowed():
            rows("select safekeeping.end_sitting(%s)", first.sitting.pk)
    with acting(one):
        assert [row.pk for row in Occasion.objects.all()] == [first.now[0].pk]


def test_it_writes_to_no_occasion_but_its_own() -> None:
    started, token = handed("PHQ-9")
    occasion = started.now[0]
    with acting_as("W1"):
        other = begin("GAD-7").now[0]
    insert = (
        "insert into assessment_answer (id, recorded_by, family_id, subject, category, occasion_id, item, standing,"
        " value, words, she_corrected, key) values (gen_random_uuid(), safekeeping.me(), %s, %s, %s, %s, '2',"
        " 'answered', 1, '', false, gen_random_uuid()) returning id"
    )
    with acting(token):
        assert rows(insert, CAST["ALDER"], CAST["ANA"], 4, occasion.pk)
        for family, subject, category, target in (
            (CAST["ALDER"], CAST["ANA"], 4, other.pk),  # another occasion of hers
            (CAST["BIRCH"], CAST["ANA"], 4, occasion.pk),  # as if it were another family's
            (CAST["ALDER"], CAST["BEE"], 4, occasion.pk),  # or her child's
            (CAST["ALDER"], CAST["ANA"], 1, occasion.pk),  # or of another kind, which more people read
        ):
            with not_allowed():
                rows(insert, family, subject, category, target)
        assert rows("update assessment_occasion set state = 'done' where id = %s returning id", other.pk) == []
        with not_allowed():
            rows("update assessment_occasion set sitting_id = null where id = %s returning id", occasion.pk)
        with not_allowed():
            rows("update assessment_answer set value = 3 returning id")
        with not_allowed():
            rows("insert into assessment_sitting (id, recorded_by, family_id, woman_id, mode, minutes, language, before,"
                 " after, \"end\") values (gen_random_uuid(), safekeeping.me(), %s, %s, 'tablet', 15, 'en', '', '', '')"
                 " returning id", CAST["ALDER"], CAST["ANA"])  # fmt: skip


def test_after_the_end_it_still_reads_and_takes_nothing_more() -> None:
    started, token = handed("PHQ-9")
    with acting(token):
        actions.finish(sitting=started.sitting, by=started.sitting.pk, at=T0)
        assert rows("select count(*) from assessment_answer") == [(1,)]
        assert rows("update assessment_occasion set note = 'x' returning id") == []
        assert rows("update assessment_answer set superseded_at = now() returning id") == []
        with not_allowed():
            rows("insert into assessment_occasionstep (id, recorded_by, family_id, subject, category, occasion_id, state,"
                 ' "on", words) values (gen_random_uuid(), safekeeping.me(), %s, %s, 4, %s, \'done\', now(), \'\')'
                 " returning id", CAST["ALDER"], CAST["ANA"], started.now[0].pk)  # fmt: skip


def live(token: str) -> bool:
    with acting(token):
        return rows("select safekeeping.me() is not null") == [(True,)]


def test_the_token_dies_when_it_is_given_back() -> None:
    started, token = handed("PHQ-9")
    assert live(token)
    with acting(token):
        actions.give_back(sitting=started.sitting, by=started.sitting.pk, at=T0)
    assert not live(token)


def test_the_worker_can_end_it_from_elsewhere_and_a_stranger_cannot() -> None:
    started, token = handed("PHQ-9")
    for who in ("W2", "CHC", "p_ana"):
        with acting_as(who), not_allowed():
            rows("select safekeeping.end_sitting(%s)", started.sitting.pk)
    assert live(token)
    with acting_as("W1"):
        actions.give_back(sitting=started.sitting, **STAMP)
    assert not live(token)


Ask = Callable[..., None]


def _session(cluster: Cluster, database: str, change: str) -> bool:
    """Whether a session of a sitting, made with its row, lives when ``change`` has been done to it."""
    sitting, token = uuid.uuid4(), new_token()
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        admin.execute("insert into safekeeping_principal (id, agency, kind, name, active, recorded_at)"
                      " values (%s, %s, 'sitting', '', true, now())", [sitting, CAST["LEAD"]])  # fmt: skip
        admin.execute("insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)"
                      " values (%s, %s, 0, 0, 0, tstzrange(now() - interval '1 day', null))", [sitting, sitting])  # fmt: skip
        admin.execute(
            "insert into safekeeping_session (token_hash, principal, opened_at, last_seen_at, idle_limit, expires_at,"
            " second_factor, purpose) values (%s, %s, now(), now(), '1 hour', now() + interval '4 hours', false, 'sitting')",
            [hashlib.sha256(token.encode()).digest(), sitting],
        )  # fmt: skip
        if change:
            admin.execute(f"update safekeeping_session set {change} where principal = %s", [sitting])  # type: ignore[arg-type]
        admin.execute("select set_config('alongside.token', %s, true)", [token])
        return admin.execute("select safekeeping.me() is not null").fetchone() == (True,)


@pytest.mark.parametrize(
    ("change", "lives"),
    [
        ("", True),
        ("last_seen_at = now() - interval '59 minutes'", True),
        ("last_seen_at = now() - interval '61 minutes'", False),
        ("expires_at = now() - interval '1 second'", False),
        ("ended_at = now()", False),
    ],
)
def test_the_token_dies_by_itself(cluster: Cluster, database: str, change: str, lives: bool) -> None:
    assert _session(cluster, database, change) is lives


def test_it_lasts_four_hours_at_most_whatever_is_asked_for() -> None:
    with acting_as("W1"):
        started = begin("PHQ-9")
        [(hours,)] = rows(
            "select extract(epoch from safekeeping.open_sitting(%s, %s, '3 days') - clock_timestamp()) / 3600",
            hashed(new_token()), started.sitting.pk,
        )  # fmt: skip
    assert 3.9 < hours <= 4


def test_only_whoever_began_it_hands_the_device_over() -> None:
    with acting_as("W1"):
        started = begin("PHQ-9")
    for who in ("W2", "PIT", "SUP", "CHC", "p_ana", "ADM"):
        with acting_as(who), not_allowed():
            rows("select safekeeping.open_sitting(%s, %s, '1 hour')", hashed(new_token()), started.sitting.pk)


@pytest.mark.parametrize("whose", ["DIR", "p_ana"])
def test_a_sitting_that_takes_somebodys_id_opens_no_door_as_her(cluster: Cluster, database: str, whose: str) -> None:
    """Else whoever may begin a sitting could make a token of anybody she likes."""
    stolen = CAST["DIR"] if whose == "DIR" else _herself(cluster, database)
    with cluster.as_role(roles.APP, database) as app:
        app.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        app.execute(
            "insert into assessment_sitting (id, recorded_by, family_id, woman_id, mode, minutes, language, before,"
            " after, \"end\") values (%s, safekeeping.me(), %s, %s, 'tablet', 15, 'en', '', '', '')",
            [stolen, CAST["ALDER"], CAST["ANA"]],
        )
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute("select safekeeping.open_sitting('x', %s, '1 hour')", [stolen])


def _herself(cluster: Cluster, database: str) -> uuid.UUID:
    with cluster.admin(database) as admin:
        row = admin.execute("select id from safekeeping_principal where kind = 'herself' limit 1").fetchone()
    assert row is not None
    return row[0]


def test_nobody_walks_in_as_a_sitting(cluster: Cluster, database: str) -> None:
    """The practice programme's door lists people; the gate opens sessions for people."""
    sitting = uuid.uuid4()
    with cluster.admin(database) as admin:
        admin.execute("insert into safekeeping_principal (id, agency, kind, name, active, recorded_at)"
                      " values (%s, %s, 'sitting', '', true, now())", [sitting, CAST["LEAD"]])  # fmt: skip
    try:
        with cluster.as_role(roles.GATE, database) as gate:
            assert gate.execute(
                "select count(*) from safekeeping.cast_of_practice() where id = %s", [sitting]
            ).fetchone() == (0,)
            with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
                gate.execute("select safekeeping.walk_in('x', %s)", [sitting])
    finally:
        with cluster.admin(database) as admin:
            admin.execute("delete from safekeeping_principal where id = %s", [sitting])
