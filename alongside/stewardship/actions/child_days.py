"""A week of child care in the practice programme: who came, with whom, how the day was, who may fetch, what helps."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.childcare.models import AtTheDoor, Consult, Fetcher, HelpPlan, LogEntry, Ratio
from alongside.childcare.terms import DoorKind, LogKind
from alongside.enrolment.models import TeamMember
from alongside.families.models import Dyad, LivingArrangement, Person
from alongside.families.terms import ChildState, LivingKind
from alongside.recordkeeping.models import new_id
from alongside.services.actions import plan_session
from alongside.services.models import Booking, Place, Session
from alongside.services.queries import places
from alongside.services.terms import Children
from alongside.stewardship.demonstration.plan import work_day

MOST = 5  # children
BEFORE, AFTER = 5, 4  # working days around today
BEGINS, MINUTES = time(9), 180
AUNTS = ("Rose", "Odile", "Marjolaine", "Winnie")
TOLD = (
    (LogKind.ATE, "Two bowls of soup, and bread with butter."),
    (LogKind.ATE, "Ate little today; drank well."),
    (LogKind.SLEPT, "Fell asleep to the song about the boat, 50 minutes."),
    (LogKind.NAPPY, "Changed twice, all well."),
    (LogKind.PLAYED, "Poured water from cup to cup for half an hour."),
    (LogKind.PLAYED, "Built a house of cushions and let everybody in."),
    (LogKind.MOOD, "A bit quiet at first, then laughing."),
    (LogKind.LOVELY, "Waved at the bus, and the driver waved back."),
    (LogKind.LOVELY, "Said “again!” eleven times to the same book."),
)
HURT = (
    "A small bump on the forehead at the shelf.",
    "A cold cloth, a cuddle; played on.",
    "Whoever fetched, at the door",
)
HELPS = (
    (
        "Loud moments are hard, above all just before lunch.",
        "We go in ahead of the others, and the headphones are at hand.",
    ),
    ("Goodbyes need time.", "The same colleague at the window each morning, and a photo in the pocket."),
)


def load_child_care(
    *, agency: Agency, child_care: uuid.UUID, first: uuid.UUID | None, on: date, seed: int, by: uuid.UUID, at: datetime
) -> None:
    """Days of child care around today, with children on whose team she is, ``first`` among them (as the loader)."""
    with connection.cursor() as cursor:  # those who are there are written after the session itself
        cursor.execute("set constraints has_all deferred")
    rng = random.Random(f"{seed} child care")
    room = next(each for each in places() if each.seats)
    children = _children(child_care, first)
    mothers = {
        row.child_id: row.woman.person
        for row in Dyad.objects.filter(child_id__in=[each.pk for each in children]).select_related("woman__person")
    }
    for n in range(-BEFORE, AFTER + 1):
        day = work_day(on, n)
        session = plan_session(
            agency=agency, service="child_care", on=day, begins=BEGINS, minutes=MINUTES, by=by, at=at,
            there=[(child_care, "child_care")], children=Children.NEXT_DOOR, minding=room,
        )  # fmt: skip
        _day(session, room, [each for each in children if rng.random() < 0.8], mothers, rng, child_care, at)
    _around(children, mothers, rng, child_care, on, at)
    Ratio.objects.create(
        id=new_id(), agency=agency, from_months=0, until_months=72, children_per_carer=4,
        source="made up for the practice programme; no law says so", checked_on=on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set constraints has_all immediate")


def _children(child_care: uuid.UUID, first: uuid.UUID | None) -> list[Person]:
    """A few children on whose team she is and who live with their mothers: that one first, then the youngest."""
    team = TeamMember.objects.filter(Q(during__upper_inf=True), colleague_id=child_care)
    living = LivingArrangement.objects.filter(
        Q(during__upper_inf=True), family_id__in=team.values("family_id"), kind=LivingKind.MOTHER, superseded_at=None,
        child__state=ChildState.BORN,
    )  # fmt: skip
    found = Person.objects.filter(pk__in=living.values("child_id"), died_on=None, born_on__isnull=False)
    return sorted(found.order_by("-born_on", "id"), key=lambda child: child.pk != first)[:MOST]


def _day(
    session: Session, room: Place, children: Sequence[Person], mothers: dict[uuid.UUID, Person], rng: random.Random,
    by: uuid.UUID, at: datetime,
) -> None:  # fmt: skip
    begins, ends = session.during.lower, session.during.upper
    on = timezone.localdate(begins)
    bookings, doors, told = [], [], []
    for seat, child in enumerate(children, start=1):
        of = {"family_id": child.family_id, "recorded_by": by}
        bookings.append(
            Booking(
                id=new_id(),
                person=child,
                session=session,
                during=session.during,
                minding=room,
                seat=seat,
                recorded_at=min(at, begins) - timedelta(days=2),
                **of,
            )
        )
        mother = mothers.get(child.pk)
        for what, when in ((DoorKind.CAME, begins), (DoorKind.LEFT, ends)):
            moment = when + timedelta(minutes=rng.randint(1, 12) * (1 if what == DoorKind.CAME else -1))
            if mother is not None and moment < at:
                doors.append(
                    AtTheDoor(
                        id=new_id(),
                        child_id=child.pk,
                        session=session,
                        what=what,
                        at=moment,
                        person=mother,
                        name=mother.name,
                        recorded_at=moment,
                        **of,
                    )
                )
        if begins > at:
            continue
        for kind, words in rng.sample(TOLD, 3):
            when = begins + timedelta(minutes=rng.randint(10, MINUTES - 15))
            told.append(_told(child, on, when, kind, words, by=by))
        if rng.random() < 0.1:
            words, done, whom = HURT
            told.append(_told(child, on, ends, LogKind.HURT, words, done=done, told=whom, by=by))
    Booking.objects.bulk_create(bookings)
    AtTheDoor.objects.bulk_create(doors)
    LogEntry.objects.bulk_create([row for row in told if row.recorded_at <= at])


def _told(
    child: Person, on: date, when: datetime, kind: str, words: str, *, by: uuid.UUID, done: str = "", told: str = ""
) -> LogEntry:  # fmt: skip
    return LogEntry(
        id=new_id(), family_id=child.family_id, child_id=child.pk, on=on, at_time=timezone.localtime(when).time(),
        kind=kind, words=words, done=done, told=told, recorded_by=by, recorded_at=when,
    )  # fmt: skip


def _around(
    children: Sequence[Person], mothers: dict[uuid.UUID, Person], rng: random.Random, by: uuid.UUID, on: date,
    at: datetime,
) -> None:  # fmt: skip
    """Who else may fetch, as the mother said; what helps two of them, and whom we asked."""
    for child in children:
        of = {"family_id": child.family_id, "child_id": child.pk, "recorded_by": by, "recorded_at": at}
        if (mother := mothers.get(child.pk)) is not None and rng.random() < 0.8:
            Fetcher.objects.create(
                id=new_id(), name=f"Aunt {rng.choice(AUNTS)}", known_by="was here with her mother before",
                said_by=mother, during=(on - timedelta(days=40), None), **of,
            )  # fmt: skip
    for child, (noticed, change) in zip(children, HELPS, strict=False):
        of = {"family_id": child.family_id, "child_id": child.pk, "recorded_by": by, "recorded_at": at}
        day = on - timedelta(days=9)
        HelpPlan.objects.create(id=new_id(), number=1, on=day, noticed=noticed, change=change, **of)
        Consult.objects.create(
            id=new_id(), on=day, asked="An early childhood educator", question="What would make mornings easier?",
            suggested="One face, one place, the same song.", **of,
        )  # fmt: skip
