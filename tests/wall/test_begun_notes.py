"""The wall around a note that is being written: hers alone. To everybody else there is none, not even a number."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg import errors

from alongside.care import actions, queries
from alongside.care.models import BegunNote
from alongside.families.models import Family
from alongside.project import roles
from alongside.recordkeeping.models import Trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, STAFF, T0, acting_as, ident
from tests.cast.people import OUTSIDE
from tests.databases import Cluster
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA = CAST["ALDER"], CAST["ANA"]
EVERYBODY_ELSE = [*(who for who in STAFF if who != "W1"), *OUTSIDE, "p_ana", "p_fin", None]
SHAPES = ("", roles.SMALL, roles.REPORT)
TOKEN = "token of the night"


def keep(who: str = "W1", **more: object) -> BegunNote:
    given = {
        "id": ident("form 1"), "family": Family(id=ALDER), "category": C.SERVICE_USE, "typed": "note=half", "base_version": 0,
        "by": CAST[who], "at": T0, **more,
    }  # fmt: skip
    return actions.keep_begun(**given)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_else_reads_it_not_even_a_count(ask: Ask, who: str | None, shape: str) -> None:
    assert ask(who, "select count(*) from care_begunnote", take=shape) == [(0,)]


@pytest.mark.parametrize("shape", SHAPES)
def test_she_who_types_reads_it(ask: Ask, shape: str) -> None:
    [(typed,)] = ask("W1", "select typed from care_begunnote", take=shape)
    assert typed.startswith("note=SECRET")


def test_whoever_is_kept_out_or_off_the_team_loses_what_she_was_writing_too() -> None:
    with acting_as("PIT"):
        keep("PIT", id=ident("form PIT"))
        assert queries.begun_in(ALDER, CAST["PIT"]).count() == 1
    with acting_as("SUP"), connection.cursor() as cursor:
        cursor.execute("select safekeeping.keep_out(%s, %s, %s)", [uuid.uuid4(), CAST["PIT"], ALDER])
    with acting_as("PIT"):
        assert BegunNote.objects.count() == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            keep("PIT", id=ident("form PIT 2"))


@pytest.mark.parametrize("who", ["W2", "W3", "EVAL", "PRIV", "p_cal", "p_ana", "CW1"])
def test_who_is_not_let_in_begins_nothing(who: str) -> None:
    by = ANA if who == "p_ana" else CAST[who]
    with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
        keep("W1", by=by, id=ident(f"form {who}"))


def test_nobody_begins_changes_or_throws_away_in_anothers_name() -> None:
    with acting_as("SUP"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            keep("W1")
        with connection.cursor() as cursor:
            cursor.execute("update care_begunnote set typed = 'mine now', version = 9")
            assert cursor.rowcount == 0
            cursor.execute("delete from care_begunnote")
            assert cursor.rowcount == 0
        for change in ("recorded_by", "family_id", "contact_id"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"update care_begunnote set {change} = null")
    with acting_as("W1"):
        assert BegunNote.objects.get().typed.startswith("note=SECRET")


def test_an_id_that_is_anothers_tells_nothing() -> None:
    """The same form's number sent by a colleague: hers is kept under a number of its own, and the first stays."""
    with acting_as("SUP"):
        kept = keep("SUP", id=ident("begun 1"))
        assert kept.pk != ident("begun 1") and kept.typed == "note=half"
    with acting_as("W1"):
        assert BegunNote.objects.get(pk=ident("begun 1")).typed.startswith("note=SECRET")


def test_kept_anew_with_each_pause_and_on_two_devices_both_stay() -> None:
    with acting_as("W1"):
        first = keep()
        again = keep(typed="note=half+a+note", base_version=first.version)
        assert (again.pk, again.version) == (first.pk, 2)
        assert keep(typed="note=half+a+note", base_version=1).pk == first.pk  # its answer was lost on the way
        other = keep(typed="note=from+the+phone", base_version=1)
        assert other.pk != first.pk
        typed = {row.typed for row in queries.begun_in(ALDER, CAST["W1"])}
    assert {"note=half+a+note", "note=from+the+phone"} <= typed


def test_after_an_answer_that_was_lost_a_page_writes_over_its_own_and_over_no_other_pages() -> None:
    desk, phone = uuid.uuid4(), uuid.uuid4()
    with acting_as("W1"):
        first = keep(mark=desk)
        again = keep(mark=desk, typed="note=half+a+note")  # it never learned of its first version
        assert (again.pk, again.version) == (first.pk, 2)
        other = keep(mark=phone, typed="note=phone", base_version=1)
        more = keep(mark=phone, typed="note=phone+more", base_version=1)  # nor the phone of the number it was given
        assert other.pk == more.pk != first.pk
        typed = sorted(row.typed for row in queries.begun_in(ALDER, CAST["W1"]) if row.pk != ident("begun 1"))
        assert typed == ["note=half+a+note", "note=phone+more"]
        assert keep(mark=phone, typed="note=gone+on", base_version=2).pk == more.pk  # opened on the phone by its mark
    with acting_as("SUP"):  # whoever guesses a mark writes over nobody's words
        assert keep("SUP", mark=desk, id=ident("form SUP"), typed="note=mine").pk != first.pk
    with acting_as("W1"):
        assert BegunNote.objects.get(pk=first.pk).typed == "note=half+a+note"


@pytest.mark.parametrize(
    ("more", "because"), [({"typed": "x" * 1_000_001}, "too_long"), ({"category": C.CONTACT}, "category_unfit")]
)
def test_what_cannot_be_kept_keeps_what_was_there(more: dict[str, object], because: str) -> None:
    with acting_as("W1"):
        first = keep()
        with pytest.raises(Refused) as no:
            keep(base_version=1, **more)
        assert no.value.because == because and BegunNote.objects.get(pk=first.pk).version == 1


def test_the_trail_never_holds_a_word_of_it() -> None:
    with acting_as("W1"):
        row = keep(typed="note=SECRETWORD")
        actions.throw_away_begun(begun=row, by=CAST["W1"])
        assert not BegunNote.objects.filter(pk=row.pk).exists()
    with acting_as("PRIV"):
        lines = list(Trail.objects.filter(verb__contains="begun"))
        assert lines and not any("SECRETWORD" in str(line.detail) for line in lines)


# --- the nightly service


@pytest.fixture
def night(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    with cluster.as_role(roles.WORKER, database) as worker:
        worker.execute(
            "select safekeeping.open_service_session(%s, 'begun-notes')", [hashlib.sha256(TOKEN.encode()).digest()]
        )
        worker.execute("select set_config('alongside.token', %s, true)", [TOKEN])
        yield worker
        worker.rollback()


def test_what_was_left_is_forgotten_after_so_many_days_and_the_service_reads_none(night: psycopg.Connection) -> None:
    assert night.execute("select count(*) from care_begunnote").fetchone() == (0,)
    age = night.execute("select statement_timestamp() - %s", [T0]).fetchone()[0]  # type: ignore[index]
    assert night.execute("select safekeeping.forget_begun(%s)", [age.days + 2]).fetchone() == (0,)
    assert night.execute("select safekeeping.forget_begun(%s)", [age.days - 1]).fetchone() == (1,)
    assert night.execute("select safekeeping.forget_begun(1)").fetchone() == (0,)


@pytest.mark.parametrize("who", ["W1", "SUP", "ADM", "PRIV"])
def test_nobody_else_forgets_for_others(cluster: Cluster, database: str, who: str) -> None:
    with cluster.as_role(roles.APP, database) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute("select safekeeping.forget_begun(1)")


@pytest.mark.parametrize(("wanted", "kept"), [(14, 14), (0, 1), (-5, 1), (9999, 31)])
def test_never_longer_than_a_month(wanted: int, kept: int) -> None:
    from alongside.care.rules import days_kept

    assert days_kept(wanted) == kept
    assert timedelta(days=kept) <= timedelta(days=31)
