"""A seat once, who came and left with whom, who may fetch on which day, a day told, what helps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.childcare import actions, queries
from alongside.childcare.actions import Somebody
from alongside.childcare.models import AtTheDoor, Fetcher, FetchToday, HelpPlan, LogEntry, Ratio
from alongside.childcare.queries import Fetching, There
from alongside.families.models import Child, DecisionRight, LegalStatus, LivingArrangement
from alongside.recordkeeping.models import Trail, new_id
from alongside.recordkeeping.rules import Refused
from alongside.services import actions as services
from alongside.services.models import Booking, Place, Session
from alongside.services.queries import session as session_of
from tests.cast import CAST, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
LEAD, ANA, DOT, CAL, FLO = Agency(id=CAST["LEAD"]), CAST["ANA"], CAST["DOT"], CAST["CAL"], CAST["FLO"]
NEXT_DOOR = ident("next door")


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def by(who: str = "CHC") -> dict[str, Any]:
    return {"by": CAST[who], "at": now()}


def child(key: str = "BEE") -> Child:
    return Child.objects.get(pk=CAST[key])


def day(**more: Any) -> Session:
    """A day of child care from five past midnight until one before it, with CHC there and two seats."""
    with acting_as("CHC"):
        given = {
            "agency": LEAD, "service": "child_care", "on": today(), "begins": time(0, 1), "minutes": 700,
            "there": [(CAST["CHC"], "child_care")], "children": "next_door", "minding": Place(id=NEXT_DOOR, seats=2),
            **by(), **more,
        }  # fmt: skip
        return services.plan_session(**given)


def comes(session: Session, *keys: str, who: str = "CHC") -> list[Booking]:
    with acting_as(who):
        return [
            row for key in keys for row in actions.give_days(child=child(key), sessions=[session], **by(who))
        ]  # fmt: skip


def there(session: Session, key: str = "BEE") -> There:
    [found] = [each for each in queries.children_there(session.pk) if each.child == CAST[key]]
    return found


def door(session: Session, what: str, who: str = "CHC", *, key: str = "BEE", **more: Any) -> None:
    with acting_as(who):
        booking = Booking.objects.get(session=session, person_id=CAST[key], stands=True).pk
        at = now()
        begins = session.during.lower + timedelta(seconds=1)
        given = {"at_time": begins if what == "came" else begins + timedelta(seconds=2), "person": ANA, **more}
        actions.note_door(session=session, booking=booking, what=what, at=at, **given)


def refused(because: str, verb: Any, *args: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as no, transaction.atomic():
        verb(*args, **more)
    assert no.value.because == because
    return no.value


def answers(key: str = "BEE", who: str = "CHC") -> dict[str, str]:
    with acting_as(who):
        return {each.name: each.answer.answer.value for each in queries.fetching_of(CAST[key], today())}


def test_no_seat_is_given_twice_neither_for_a_day_nor_beside_a_group() -> None:
    session = day()
    assert [row.seat for row in comes(session, "BEE", "BO")] == [1, 2]
    group = {"service": "play_group", "begins": time(0, 2), "minutes": 60, "there": [(CAST["W1"], "counsellor")]}
    beside = day(**group, without_why="Alone today.")
    no = refused("seat_taken", comes, beside, "BEE")
    assert no.detail["day"] == today()
    with acting_as("CHC"), pytest.raises(IntegrityError, match="services_booking_seat"), transaction.atomic():
        row = {"session": beside, "during": beside.during, "minding_id": NEXT_DOOR, "seat": 1}
        Booking.objects.create(family_id=CAST["ALDER"], person_id=CAST["BEE"], recorded_by=CAST["CHC"], **row)
    without = day(children="none", minding=None, begins=time(0, 3), minutes=5)
    refused("no_seats", comes, without, "BEE")


def test_regular_days_are_given_together_or_not_at_all() -> None:
    with acting_as("CHC"):
        series = services.plan_series(
            agency=LEAD, service="child_care", first_on=today() + timedelta(7), until_on=today() + timedelta(21),
            begins=time(9), minutes=180, there=[(CAST["CHC"], "child_care")], children="next_door",
            minding=Place(id=NEXT_DOOR, seats=1), **by(),
        )  # fmt: skip
        sessions = list(Session.objects.filter(series=series).order_by("during"))
        held = actions.give_days(child=child("BO"), sessions=sessions[1:2], **by())
        Place.objects.filter(pk=NEXT_DOOR).update(seats=1)
    assert len(held) == 1
    with acting_as("SUP"):
        Place.objects.filter(pk=NEXT_DOOR).update(seats=1)
    with acting_as("CHC"):
        sessions = list(Session.objects.filter(series=series).select_related("minding").order_by("during"))
        refused("seat_taken", actions.give_days, child=child(), sessions=sessions, **by())
        assert not Booking.objects.filter(session__in=sessions, person_id=CAST["BEE"]).exists()
        assert len(actions.give_days(child=child(), sessions=[sessions[0], sessions[2]], **by())) == 2


def test_came_with_and_left_with_stand_once_and_are_put_right_by_a_further_row() -> None:
    session = day()
    comes(session, "BEE")
    refused("not_come_yet", door, session, "left")
    door(session, "came")
    refused("said_meanwhile", door, session, "came", name="Dot", person=None)
    with acting_as("CHC"):
        seen = there(session)
        assert seen.here and seen.came is not None and seen.came.name == "Ana Alder"
    door(session, "came", was=seen.came.id, name="Aunt May", person=None)
    refused("left_before", door, session, "left", at_time=session.during.lower)
    id = new_id()
    door(session, "left", id=id)
    door(session, "left", id=id)  # sent twice
    refused("left_before", door, session, "came", was=there_now(session), at_time=now() - timedelta(seconds=1))
    with acting_as("CHC"):
        assert AtTheDoor.objects.filter(session=session).count() == 3
        assert not there(session).here
    with acting_as("PRIV"):
        lines = Trail.objects.filter(subject=CAST["BEE"], verb__in=["a child came", "a child left"])
        assert sorted(line.verb for line in lines) == ["a child came", "a child came", "a child left"]


def test_what_was_not_so_at_the_door_is_taken_back_and_can_be_noted_anew() -> None:
    session = day()
    [booking] = comes(session, "BEE")

    def not_so(what: str, was: Any) -> None:
        with acting_as("CHC"):
            actions.undo_door(session=session, booking=booking.pk, what=what, was=was, at=now())

    not_so("came", None)  # nothing stands: nothing is done
    door(session, "came")
    door(session, "left")
    with acting_as("CHC"):
        seen = there(session)
    assert seen.came and seen.left
    refused("said_meanwhile", not_so, "left", seen.came.id)
    refused("left_since", not_so, "came", seen.came.id)
    refused("unknown_choice", not_so, "slept", seen.came.id)
    not_so("left", seen.left.id)
    not_so("left", seen.left.id)  # a colleague did it too
    with acting_as("CHC"):
        assert there(session).here
    not_so("came", seen.came.id)
    with acting_as("CHC"):
        assert there(session).came is None
        assert queries.day_of(CAST["ALDER"], CAST["BEE"], today()).doors == ()
        assert AtTheDoor.objects.filter(session=session, superseded_at__isnull=False).count() == 2
    door(session, "came", person=None, name="Aunt May")
    door(session, "left")
    with acting_as("CHC"):
        seen = there(session)
        assert seen.came and seen.left and seen.came.name == "Aunt May" and not seen.here
    with acting_as("PRIV"):
        lines = Trail.objects.filter(subject=CAST["BEE"], verb__startswith="a child did not")
        assert sorted(line.verb for line in lines) == ["a child did not come", "a child did not leave"]


def test_a_room_counts_all_who_are_in_it_whichever_session_they_came_for() -> None:
    session = day(service="play_group", there=[(CAST["W1"], "counsellor")], without_why="Alone today.")
    comes(session, "BEE")
    hour = {"minutes": 60, "without_why": "Alone today."}
    [bo] = comes(day(**hour), "BO")  # child care with CHC, in the same room
    day(**hour, service="play_group", children="none", minding=None, there=[(CAST["PIT"], "therapist")])
    door(session, "came", "W1")
    door(bo.session, "came", key="BO", person=None, name="Flo")

    def counted(minutes: int, **more: Any) -> tuple[int, int, int]:
        with acting_as("W1"):
            row = session_of(session.pk)
            found = queries.room_now(row, row.during.lower + timedelta(minutes=minutes), **more)
            return found.stands.children, len(found.carers), len(found.shared_with)

    # While child care lasts there is a carer; afterwards nobody, and Bo is here still.
    assert (counted(30), counted(90), counted(-90)) == ((2, 1, 1), (2, 0, 0), (2, 1, 1))
    assert counted(30, but=bo.pk) == (1, 1, 1) and counted(30, but=bo.pk, more=[None])[0] == 2
    door(bo.session, "left", key="BO", person=FLO)
    assert counted(30) == (1, 1, 1)
    names = [SimpleNamespace(name=name) for name in ("Sam Lee", "Sam Lee", "Jo")]
    there_now = [SimpleNamespace(colleague_id=n, colleague=each, part="child_care") for n, each in enumerate(names)]
    room: Any = SimpleNamespace(there=[*there_now, there_now[0]])
    assert queries.carers([room]) == ("Sam Lee", "Sam Lee", "Jo")


def there_now(session: Session) -> Any:
    with acting_as("CHC"):
        return there(session).came.id  # type: ignore[union-attr]


def test_the_time_at_the_door_is_of_that_day_and_over() -> None:
    session = day()
    comes(session, "BEE")
    refused("not_that_day", door, session, "came", at_time=now() + timedelta(hours=2))
    refused("not_that_day", door, session, "came", at_time=now() - timedelta(days=2))
    refused("who_needed", door, session, "came", person=None, name="  ")
    later = day(on=today() + timedelta(days=1), begins=time(0, 30))
    comes(later, "BEE")
    refused("not_begun", door, later, "came", at_time=now())


def test_who_may_fetch_follows_what_is_so_that_day() -> None:
    assert answers() == {"Ana Alder": "yes", "Dot Alder": "yes", "Cal Ash": "no"}
    # Bo lives with Flo, by an order; his mother is asked about, with the sentence that everybody has.
    assert answers("BO") == {"Ana Alder": "ask", "Flo Field": "yes"}
    row = {"family_id": CAST["ALDER"], "child_id": CAST["BEE"], "during": (today(), None), "recorded_by": CAST["W1"]}
    with acting_as("W1"):
        LegalStatus.objects.create(kind="interim_care", **row)
    # Nobody decides any more who did; her mother's list waits for somebody to look.
    assert answers() == {"Ana Alder": "ask", "Dot Alder": "ask", "Cal Ash": "no"}
    with acting_as("W1"):
        DecisionRight.objects.create(topic="services", holder_id=ANA, **row)
    assert answers()["Dot Alder"] == "yes"  # said by whoever decides today
    with acting_as("W1"):
        LegalStatus.objects.filter(child_id=CAST["BEE"]).update(superseded_at=now())
    assert answers()["Ana Alder"] == "yes"
    with acting_as("W1"):
        LegalStatus.objects.create(kind="adopted", **row)
    assert answers() == {"Ana Alder": "ask", "Dot Alder": "ask", "Cal Ash": "no"}
    with acting_as("W1"):
        LegalStatus.objects.filter(child_id=CAST["BEE"]).update(superseded_at=now())
        LivingArrangement.objects.filter(child_id=CAST["BEE"]).update(superseded_at=now())
    assert answers()["Ana Alder"] == "ask"  # nobody has said where the child lives


def test_a_listed_person_whom_her_mother_calls_unsafe_is_asked_about_and_nothing_says_why() -> None:
    with acting_as("W1"):
        actions.end_bar(bar=queries.bars_of(CAST["ALDER"], CAST["BEE"], today())[0], **by("W1"))
        actions.let_fetch(child=child(), who=Somebody(CAL), said_by=ANA, from_on=today(), until_on=None, **by("W1"))
    with acting_as("CHC"):
        [cal] = [each for each in queries.fetching_of(CAST["BEE"], today()) if each.name == "Cal Ash"]
        [ana] = [each for each in queries.fetching_of(CAST["BO"], today()) if each.name == "Ana Alder"]
        assert cal.answer == ana.answer and cal.answer.answer.value == "ask"


def test_someone_not_allowed_is_refused_by_the_database_and_someone_allowed_fetches() -> None:
    session = day()
    comes(session, "BEE")
    door(session, "came")
    refused("fetch_no", door, session, "left", person=None, name="Uncle Ed")
    refused("fetch_no", door, session, "left", person=CAL)
    refused("fetch_no", door, session, "left", person=None, name="cal  ASH")
    with acting_as("CHC"):
        refused_words(session)
    with acting_as("SUP"):
        refused("fetch_barred", actions.let_today, child=child(), who=Somebody(CAL), why="He asked.", **by("SUP"))
        refused("fetch_barred", actions.let_today, child=child(), who=Somebody(name="Cal Ash"), why="!", **by("SUP"))
        refused("why_needed", actions.let_today, child=child(), who=Somebody(name="Uncle Ed"), why=" ", **by("SUP"))
        actions.let_today(child=child(), who=Somebody(name="Uncle Ed"), why="She called, we know him.", **by("SUP"))
    door(session, "left", person=None, name="uncle ed")
    with acting_as("CHC"):
        assert there(session).left.name == "uncle ed"  # type: ignore[union-attr]
    with acting_as("PRIV"):
        assert Trail.objects.filter(subject=CAST["BEE"], verb="fetching said yes to for a day").count() == 1


def refused_words(session: Session) -> None:
    """Nobody else's word counts, and nobody writes at the door but the wall's own verb."""
    from django.db import ProgrammingError

    assert not queries.may_say_today()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        actions.let_today(child=child(), who=Somebody(name="Uncle Ed"), why="I know him.", **by())
    row = {"family_id": CAST["ALDER"], "child_id": CAST["BEE"], "session": session, "what": "left", "name": "Uncle Ed"}
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AtTheDoor.objects.create(at=now(), recorded_by=CAST["CHC"], **row)


def test_a_list_has_days_and_an_end_and_says_who_said_so() -> None:
    soon = today() + timedelta(days=3)
    with acting_as("W1"):
        of = {"child": child(), "said_by": ANA, **by("W1")}
        row = actions.let_fetch(who=Somebody(name="Aunt May"), from_on=soon, until_on=soon + timedelta(days=1), **of)
        listed = queries.fetchers_of(CAST["ALDER"], CAST["BEE"], today())
        assert [each.name for each in listed] == ["Aunt May", "Dot Alder"]
        days = {"from_on": soon, "until_on": None}
        refused("who_says_needed", actions.let_fetch, who=Somebody(DOT), **days, **{**of, "said_by": None})
        refused("ends_before_starts", actions.let_fetch, who=Somebody(DOT), from_on=soon, until_on=soon, **of)
        refused("another_family", actions.let_fetch, who=Somebody(CAST["EVE"]), **days, **of)
    assert "Aunt May" not in answers()
    with acting_as("W1"):
        actions.end_fetcher(fetcher=Fetcher.objects.get(pk=ident("fetcher")), **by("W1"))
        actions.end_fetcher(fetcher=row, **by("W1"))
        assert queries.fetchers_of(CAST["ALDER"], CAST["BEE"], today()) == []
        id = new_id()
        for _twice in range(2):
            actions.let_fetch(who=Somebody(FLO), from_on=today(), until_on=None, id=id, **of)
        assert Fetcher.objects.filter(pk=id).count() == 1
    assert answers() == {"Ana Alder": "yes", "Cal Ash": "no", "Flo Field": "yes"}


def test_a_day_is_told_and_put_right_and_nothing_is_written_over() -> None:
    with acting_as("CHC"):
        of = {"child": child(), "on": today()}
        refused("day_words_needed", actions.tell, kind="ate", words=" ", **of, **by())
        refused("done_needed", actions.tell, kind="hurt", words="A bump.", done="Cold cloth.", **of, **by())
        refused("not_yet", actions.tell, child=child(), on=today() + timedelta(1), kind="ate", words="Soup.", **by())
        refused("unknown_choice", actions.tell, kind="test", words="x", **of, **by())
        row = actions.tell(kind="ate", words="Soup, twice.", at_time=time(11, 30), **of, **by())
        new = actions.correct_entry(row=row, kind="ate", words="Soup, three times.", **by())
        refused("said_meanwhile", actions.correct_entry, row=row, kind="ate", words="No soup.", **by())
        shown = queries.day_of(CAST["ALDER"], CAST["BEE"], today())
        assert [each.words for each in shown.entries] == ["Soup, three times."] and new.corrects_id == row.pk
        assert [each.words for each in queries.entry_versions(CAST["ALDER"], CAST["BEE"], today())] == ["Soup, twice."]
        then = queries.day_of(CAST["ALDER"], CAST["BEE"], today(), known_at=row.recorded_at)
        assert [each.words for each in then.entries] == ["Soup, twice."]
        assert queries.days_told(CAST["ALDER"], CAST["BEE"], today())[0] == today()
        with pytest.raises(IntegrityError, match="childcare_log_hurt"), transaction.atomic():
            LogEntry.objects.create(
                family_id=CAST["ALDER"],
                child=child(),
                on=today(),
                kind="hurt",
                words="A bump.",
                recorded_by=CAST["CHC"],
            )


def test_what_helps_follows_itself_and_the_second_of_two_is_told() -> None:
    with acting_as("CHC"):
        of = {"child": child(), "on": today(), "noticed": "Loud rooms are hard.", "change": "We go in first."}
        refused("help_changed", actions.say_what_helps, number=0, **of, **by())
        row = actions.say_what_helps(number=1, **of, **by())
        refused("help_changed", actions.say_what_helps, number=1, **of, **by())
        assert row.number == 2 and queries.help_plan(CAST["ALDER"], CAST["BEE"]) == row
        assert [each.number for each in queries.help_versions(CAST["ALDER"], CAST["BEE"])] == [2, 1]
        first = HelpPlan.objects.get(pk=ident("help"))
        assert first.superseded_at is not None and first.noticed == "SECRET doors frighten"
        told = {"child": child(), "on": today(), "asked": "An educator", "suggested": "A soft chair."}
        refused("who_needed", actions.note_consult, **{**told, "asked": ""}, **by())
        actions.note_consult(**told, **by())
        assert queries.consults_of(CAST["ALDER"], CAST["BEE"])[0].suggested == "A soft chair."


def test_a_number_of_carers_has_a_source_and_an_age_has_one() -> None:
    with acting_as("SUP"):
        of = {
            "agency": LEAD, "place": None, "from_months": 0, "until_months": 18, "children_per_carer": 3,
            "most_children": None, "source": "our licence", "checked_on": today(), "verified": True, **by("SUP"),
        }  # fmt: skip
        refused("ratio_source", actions.say_ratio, **{**of, "source": " "})
        refused("ratio_band", actions.say_ratio, **{**of, "until_months": 0})
        refused("ratio_number", actions.say_ratio, **{**of, "children_per_carer": 0})
        refused("not_yet", actions.say_ratio, **{**of, "checked_on": today() + timedelta(1)})
        row = actions.say_ratio(**of)
        refused("ratio_overlaps", actions.say_ratio, **{**of, "from_months": 12, "until_months": None})
        rows = queries.ratios_all(LEAD.pk)
        assert [band.children_per_carer for band in queries.ratios(rows, None)] == [3]
        assert [band.until_months for band in queries.ratios(rows, NEXT_DOOR)] == [72]  # the room's own number
        older = actions.say_ratio(**{**of, "from_months": 18, "until_months": None, "children_per_carer": 8})
        bands = queries.ratios(queries.ratios_all(LEAD.pk), NEXT_DOOR)
        assert [(band.from_months, band.until_months) for band in bands] == [(0, 72), (72, None)]
        actions.end_ratio(ratio=older, **by("SUP"))
        actions.end_ratio(ratio=row, **by("SUP"))
        assert Ratio.objects.filter(pk=row.pk).exists() and queries.ratios(queries.ratios_all(LEAD.pk), None) == []


def test_on_duty_counts_for_a_day_too() -> None:
    from alongside.assessment.actions import go_on_duty

    with acting_as("W1"):
        assert not queries.may_say_today()
    with acting_as("SUP"):
        hours = {"begins": now() - timedelta(hours=1), "ends": now() + timedelta(hours=1)}
        go_on_duty(agency=LEAD.pk, colleague=CAST["W1"], **hours, **by("SUP"))
    with acting_as("W1"):
        actions.let_today(child=child(), who=Somebody(FLO), why="She called.", **by("W1"))
        assert FetchToday.objects.filter(person_id=FLO).count() == 1
    found: dict[str, Fetching] = {}
    with acting_as("CHC"):
        found = {each.name: each for each in queries.fetching_of(CAST["BEE"], today())}
    assert found["Flo Field"].answer.why.value == "today"
