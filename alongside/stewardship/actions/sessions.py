"""What takes place in the practice programme: two groups, rooms, who means to come, who came: ten families."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.care.models import Contact
from alongside.care.terms import Reached
from alongside.enrolment.models import TeamMember
from alongside.families.models import LivingArrangement, Person
from alongside.families.terms import ChildState, LivingKind
from alongside.recordkeeping.models import new_id
from alongside.services.actions import open_place, plan_series, plan_session
from alongside.services.models import Booking, Given, Place, Presence, Series, Session
from alongside.services.queries import series_sessions
from alongside.services.terms import Children, How, Item, Mode, Transport, WhyOff
from alongside.stewardship.demonstration.plan import work_day

MOST = 10  # families
SEATS = 6
AS_IN_LIFE = [How.CAME] * 5 + [How.BY_PHONE, How.DID_NOT_MEET]
FEW_WEEKS = 3  # before and after today
MISSED_LATELY = 4  # days
WAY_IN = "https://meet.example.org/an-evening-talk"


def load_sessions(
    *, agency: Agency, counsellor: uuid.UUID, therapist: uuid.UUID, child_care: uuid.UUID, on: date, seed: int,
    by: uuid.UUID, at: datetime,
) -> None:  # fmt: skip
    """Two groups with both facilitators around ``on``, one of them on that day (or the Monday after), and a quiet
    talk (as the loader)."""
    with connection.cursor() as cursor:  # those who are there are written after the session itself
        cursor.execute("set constraints has_all deferred")
    rooms = {"quiet": False, "adults_only": False, "seats": 0, "in_use": True}
    big = open_place(agency=agency, name="Garden room", by=by, at=at, **rooms)
    next_door = open_place(agency=agency, name="Play room", by=by, at=at, **{**rooms, "seats": SEATS})
    small = open_place(agency=agency, name="Small room", by=by, at=at, **{**rooms, "quiet": True, "adults_only": True})
    both = [(counsellor, "counsellor"), (therapist, "therapist")]
    rng = random.Random(f"{seed} sessions")
    families = _families(counsellor, on)
    before = work_day(on, -2)
    group = _series(agency, before, "mothers_group", time(13, 30), both, big, next_door, by=by, at=at)
    today = work_day(on, 0)
    three = [*both, (child_care, "child_care")]
    play = _series(agency, today, "play_group", time(12, 30), three, big, None, by=by, at=at)
    for held in (group, play):
        _people(held, families, rng, counsellor, at)
    _moved(play, after=at)
    plan_session(
        agency=agency, service="addiction_counselling", on=today, begins=time(15), minutes=50, there=both[:1],
        place=small, by=by, at=at,
    )  # fmt: skip
    plan_session(
        agency=agency, service="addiction_counselling", on=work_day(on, 1), begins=time(18), minutes=40, there=both[:1],
        mode=Mode.ONLINE, way_in=WAY_IN, by=by, at=at,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set constraints has_all immediate")


def _series(
    agency: Agency, near: date, service: str, begins: time, there: Sequence[tuple[uuid.UUID, str]], place: Place,
    minding: Place | None, *, by: uuid.UUID, at: datetime,
) -> Series:  # fmt: skip
    around = timedelta(weeks=FEW_WEEKS)
    return plan_series(
        agency=agency, service=service, first_on=near - around, until_on=near + around, begins=begins, minutes=90,
        there=there, place=place, children=Children.NEXT_DOOR if minding else Children.HERE, minding=minding, by=by,
        at=at,
    )  # fmt: skip


def _moved(series: Series, *, after: datetime) -> None:
    """One that is still to come takes place in the morning of its day and outside; who means to come is told so."""
    ahead = [each for each in series_sessions(series.pk, since=after) if each.during.lower > after + timedelta(days=6)]
    for row in ahead[:1]:
        was, room = row.during, row.place.name if row.place else ""
        during = DateTimeTZRange(*(each - timedelta(hours=2, minutes=30) for each in (was.lower, was.upper)))
        Session.objects.filter(pk=row.pk).update(
            during=during, place=None, earlier=[was], earlier_rooms=[room], moved_at=[after - timedelta(hours=3)],
            moved_why=WhyOff.ROOM, moved_words="We meet in the park across the road.",
        )  # fmt: skip
        Booking.objects.filter(session=row, stands=True).update(during=during)


def _families(counsellor: uuid.UUID, on: date) -> list[list[Person]]:
    """Women with whom she works and their children who live with them, a few families; not whom we missed lately."""
    lately = Contact.objects.filter(
        reached__startswith=Reached.DID_NOT_MEET, on__gte=on - timedelta(days=MISSED_LATELY)
    )
    ids = list(
        TeamMember.objects.filter(colleague_id=counsellor, during__endswith=None)
        .exclude(family_id__in=lately.values("family_id"))
        .order_by("recorded_at", "id").values_list("family_id", flat=True).distinct()[:MOST]
    )  # fmt: skip
    here = LivingArrangement.objects.filter(
        family_id__in=ids, kind=LivingKind.MOTHER, superseded_at=None, during__endswith=None
    )
    at_home = set(here.filter(child__state=ChildState.BORN).values_list("child_id", flat=True))
    people = Person.objects.filter(family_id__in=ids, died_on=None).order_by("-kind", "recorded_at", "id")
    held: dict[uuid.UUID, list[Person]] = {}
    for person in people:
        if person.kind == "woman" or person.id in at_home:
            held.setdefault(person.family_id, []).append(person)
    return [each for each in held.values() if each[0].kind == "woman"]


def _people(series: Series, families: list[list[Person]], rng: random.Random, by: uuid.UUID, at: datetime) -> None:
    """Who means to come, to about half of the sessions; how it was, where it has been."""
    bookings, there, given = [], [], []
    for session in series_sessions(series.pk):
        seats = list(range(1, session.minding.seats + 1 if session.minding else 1))
        for people in families:
            if rng.random() < 0.5:
                continue
            for person in people:
                row = _booking(session, person, seats, rng, by, at)
                if row is None:
                    continue
                bookings.append(row)
                if session.during.upper >= at:
                    continue
                woman = person.kind == "woman"
                there.append(Presence(how=rng.choice(AS_IN_LIFE) if woman else How.CAME, **_of(row, session)))
                if woman and rng.random() < 0.4:
                    items = sorted({rng.choice(Item.values), Item.FOOD.value})
                    given.append(Given(items=items, **_of(row, session)))
    Booking.objects.bulk_create(bookings)
    Presence.objects.bulk_create(there)
    Given.objects.bulk_create(given)


def _booking(
    session: Session, person: Person, seats: list[int], rng: random.Random, by: uuid.UUID, at: datetime
) -> Booking | None:  # fmt: skip
    """One line of the list; nothing for a child when every seat next door is taken."""
    row = Booking(
        id=new_id(), family_id=person.family_id, person=person, session=session, during=session.during, recorded_by=by,
        recorded_at=min(at, session.during.lower) - timedelta(days=3),
    )  # fmt: skip
    if person.kind == "child" and session.minding is not None:
        if not seats:
            return None
        row.minding, row.seat = session.minding, seats.pop(0)
    elif person.kind == "woman":
        row.transport = rng.choice(["", "", Transport.TAXI.value, Transport.FARE.value])
    return row


def _of(row: Booking, session: Session) -> dict[str, object]:
    return {
        "id": new_id(), "family_id": row.family_id, "person_id": row.person_id, "session": session,
        "on": timezone.localdate(session.during.lower), "recorded_by": row.recorded_by,
        "recorded_at": session.during.upper + timedelta(minutes=20),
    }  # fmt: skip
