"""The wall around who comes: the team reads its own families', those who are there a name, and nobody else anything."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.consent import actions as consent
from alongside.consent.actions import Recipient, seal
from alongside.families.models import Family
from alongside.project import roles
from alongside.recordkeeping.models import Trail
from alongside.safekeeping.terms import Category as C
from alongside.services import actions, queries
from alongside.services.models import Booking, Given, Presence, Series, Session, SessionWorker
from tests.cast import CAST, T0, acting_as, ident
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER = CAST["ANA"], CAST["BEE"], Family(id=CAST["ALDER"])
HERS = ("services_booking", "services_presence", "services_given")
SHARED = ("services_session", "services_sessionworker", "services_series")
# Off the team, kept out, the ex-partner, carers, partners with whom she agreed on other things, parts without families.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", None,
]  # fmt: skip
# Sessions name nobody; still only our own who work with families read when something is.
NO_SESSIONS = [who for who in NOBODY if who not in ("W2", "W3")]


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in HERS:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)


def test_sessions_are_for_our_own_who_work_with_families(ask: Ask) -> None:
    for who in NO_SESSIONS:
        for table in SHARED:
            assert ask(who, f"select count(*) from {table}") == [(0,)], (who, table)
    for who in ("W2", "CHC", "SUP", "PEER"):
        assert ask(who, "select count(*) from services_session") == [(1,)]


def test_who_reads_what_of_her_file(ask: Ask) -> None:
    for who in ("W1", "PIT", "SUP"):
        assert [ask(who, f"select count(*) from {table}") for table in HERS] == [[(2,)], [(2,)], [(1,)]]
    assert [ask("CHC", f"select count(*) from {table}") for table in HERS] == [[(1,)], [(1,)], [(0,)]]  # the children's
    # She herself: her own, and of a child for whom she decides; not what nobody should see over her shoulder.
    assert ask("p_ana", "select count(*) from services_booking") in ([(1,)], [(2,)])
    assert ask("p_ana", "select count(*) from services_session") == [(1,)]
    assert ask("p_ana", "select count(*) from services_sessionworker") == [(2,)]


def soon(who: str = "W1", **more: Any) -> tuple[Session, list[Booking]]:
    """A group of today with W1 and W2, to which Ana and Bee mean to come."""
    with acting_as(who):
        given = {
            "agency": Agency(id=CAST["LEAD"]), "service": "mothers_group", "on": timezone.localdate(), "begins": time(0, 5),
            "minutes": 60, "there": [(CAST["W1"], "counsellor"), (CAST["W2"], "counsellor")], "children": "here",
            "without_why": "She is away.", "by": CAST[who], "at": timezone.now(), **more,
        }  # fmt: skip
        session = actions.plan_session(**given)
        people = {"family": ALDER, "people": [ANA, BEE], "by": CAST["W1"], "at": timezone.now()}
        return session, actions.book(sessions=[session], **people)


def names(who: str, session: Session) -> list[str]:
    with acting_as(who):
        return [each.name for each in queries.who_comes(session.pk)]


def test_those_who_are_there_read_a_name_and_nothing_else_and_each_look_stands_in_the_trail() -> None:
    session, _rows = soon()
    assert names("W2", session) == names("W1", session) == ["Ana Alder", "Bee Alder"]
    for who in (
        "PIT",
        "SUP",
        "CHC",
        "ADM",
        "PRIV",
        "p_ana",
        "p_cal",
        "CW1",
        "SITE2",
    ):  # not there, whatever else they read
        assert names(who, session) == [], who
    with acting_as("W2"):
        [first, *_] = queries.who_comes(session.pk)
        assert (first.kind, first.how, first.items) == ("woman", "", ())
        with connection.cursor() as cursor:
            for table in (*HERS, "families_person", "families_family"):
                column = "id" if table == "families_family" else "family_id"
                cursor.execute(f"select count(*) from {table} where {column} = %s", [ALDER.pk])
                assert cursor.fetchone() == (0,), table
            for secret in ("safekeeping.coming(%s)", "safekeeping.session_has_all(%s)"):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    cursor.execute(f"select * from {secret}", [session.pk])
    with acting_as("PRIV"):
        looks = Trail.objects.filter(verb="looked at who comes", principal=CAST["W2"])
        assert {line.subject for line in looks} == {ANA, BEE} and {line.family for line in looks} == {ALDER.pk}


def test_only_around_the_day_and_only_while_she_is_there() -> None:
    far, _rows = soon(on=timezone.localdate() + timedelta(days=20))
    past, _more = soon(on=timezone.localdate() - timedelta(days=40))
    assert names("W2", far) == names("W2", past) == []
    near, _third = soon(on=timezone.localdate() + timedelta(days=5))
    assert names("W2", near) != []
    with acting_as("W1"):
        [w2] = SessionWorker.objects.filter(session=near, colleague_id=CAST["W2"])
        actions.end_worker(worker=w2, by=CAST["W1"], at=timezone.now())
    assert names("W2", near) == []


def test_nobody_lets_herself_in_as_one_of_those_who_are_there() -> None:
    session, rows = soon()
    row = {"session_id": session.pk, "colleague_id": CAST["PIT"], "part": "therapist", "recorded_at": timezone.now()}
    with acting_as("PIT"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        SessionWorker.objects.create(recorded_by=CAST["PIT"], **row)
    with acting_as("PIT"):
        assert Session.objects.filter(pk=session.pk).update(off_at=timezone.now()) == 0
        for who in ("PIT", "CHC"):
            with acting_as(who), pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                said = [actions.Noted(rows[0].pk, "came")]
                actions.note_who_came(session=session, rows=said, at=timezone.now())
    with acting_as("W1"):
        for model in (Presence, Given):  # said by the wall's own verb alone
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.create(
                    family=ALDER, person_id=ANA, session=session, on=T0.date(), recorded_by=CAST["W1"],
                    **({"how": "came"} if model is Presence else {"items": ["food"]}),
                )  # fmt: skip
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Presence.objects.filter(session=session).update(how="came")
    with acting_as("SUP"):  # whoever arranges teams may say who is there
        more = {"colleague": CAST["PIT"], "part": "therapist", "by": CAST["SUP"], "at": timezone.now()}
        actions.add_worker(session=session, **more)
    assert names("PIT", session) == ["Ana Alder", "Bee Alder"]


def test_kept_out_kept_from_her_and_sealed_are_not_told() -> None:
    there = [(CAST["W1"], "counsellor"), (CAST["W3"], "counsellor")]
    session, rows = soon(there=there)  # W3 is the ex-partner's sister
    assert names("W3", session) == []
    with acting_as("W3"):
        with connection.cursor() as cursor:
            told = json.dumps([{"booking": str(rows[0].pk), "how": "came", "items": [], "was": ""}])
            ask = "select count(*) from safekeeping.note_presences(%s::uuid, %s::jsonb, now(), current_date)"
            cursor.execute(ask, [session.pk, told])
            assert cursor.fetchone() == (0,)
    other, _rows = soon(begins=time(3))
    with acting_as("PRIV"):
        seal(target=BEE, why="adoption", words="adopted", by=CAST["PRIV"], at=timezone.now())
    assert names("W2", other) == names("W1", other) == ["Ana Alder"]
    with acting_as("W1"):
        assert set(Booking.objects.values_list("person_id", flat=True)) == {ANA}


def test_what_is_kept_from_her_of_what_was_given_is_neither_told_nor_changed() -> None:
    session, rows = soon()
    stamp: dict[str, Any] = {"by": CAST["W1"], "at": timezone.now()}
    with acting_as("W1"):
        said = [actions.Noted(row.pk, "came", ("food",)) for row in rows]
        assert actions.note_who_came(session=session, rows=said, at=stamp["at"]) == []
        no = consent.draft(
            family=ALDER.pk, giver=ANA, kind="keeping_from", language="en", recipient=Recipient(colleague=CAST["W2"]),
            purpose="", last_day=None, **stamp,
        )  # fmt: skip
        consent.choose(consent=no, base_version=no.version, subject=ANA, categories=(C.MONEY_HOUSING,), **stamp)
        no.refresh_from_db()
        consent.sign(consent=no, how="typed", signature="Ana", explained="read together", **stamp)
        given = {row.person_id: row.pk for row in Given.objects.filter(session=session)}
        noted = {row.person_id: row.pk for row in Presence.objects.filter(session=session)}
    with acting_as("W2"):
        shown = [(each.how, each.given, each.items) for each in queries.who_comes(session.pk)]
        assert shown == [("came", None, ()), ("came", given[BEE], ("food",))]
        more = [actions.Noted(rows[0].pk, "by_phone", ("fare",), was=noted[ANA])]
        assert actions.note_who_came(session=session, rows=more, at=timezone.now()) == []
    with acting_as("W1"):
        assert [(row.pk, row.items) for row in Given.objects.filter(person_id=ANA, session=session)] == [
            (given[ANA], ["food"])
        ]
        assert Presence.objects.get(session=session, person_id=ANA, superseded_at=None).how == "by_phone"


def test_nobody_books_for_another_family_or_into_another_house() -> None:
    session, _rows = soon()
    row: dict[str, Any] = {"session": session, "during": session.during, "recorded_at": timezone.now()}
    for who, family, person in (
        ("W2", ALDER.pk, ANA),  # not let in
        ("W1", ALDER.pk, CAST["EVE"]),  # somebody of another file
        ("SITE2", CAST["ELM"], CAST["OLA"]),  # another agency's session
    ):
        with acting_as(who), pytest.raises(Exception) as no, transaction.atomic():
            Booking.objects.create(family_id=family, person_id=person, recorded_by=CAST[who], **row)
        assert "row-level security" in str(no.value) or "services_booking_off" in str(no.value), who
    with acting_as("W2"):
        assert queries.taken_seats([session.pk]) == {}
    with acting_as("SITE2"):
        assert queries.taken_seats([ident("session")]) == {}
    with acting_as("PEER"):
        assert queries.taken_seats([ident("session")]) == {ident("session"): {1}}  # a number, whoever has it


def test_no_planning_for_another_agency_or_in_another_name() -> None:
    at: datetime = timezone.now()
    row = {"service": "x", "during": (at, at + timedelta(hours=1)), "recorded_at": T0}
    series = {"service": "x", "first_on": at.date(), "until_on": at.date(), "begins": time(9), "minutes": 5}
    for who, agency, by in (("W1", "OTHER_SITE", "W1"), ("W1", "LEAD", "W2"), ("EVAL", "LEAD", "EVAL")):
        for model, more in ((Session, row), (Series, {**series, "recorded_at": T0})):
            with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.create(id=uuid.uuid4(), agency_id=CAST[agency], recorded_by=CAST[by], **more)
