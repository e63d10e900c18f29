"""The week of each colleague one can walk in as: meetings and sessions, going along, a note begun, messages."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.calendars.actions import write_down
from alongside.calendars.terms import AskedBy
from alongside.care.actions import keep_begun
from alongside.care.models import Promise
from alongside.care.terms import PromiseState
from alongside.families.models import Family, SafeWay, Woman
from alongside.recordkeeping.models import new_id
from alongside.reminders.actions import remind_of_promise, save_wish
from alongside.reminders.models import Heard, Message, Notice
from alongside.reminders.terms import CHOSEN, By, Kind, Meaning, NoticeKind, Others, State
from alongside.safekeeping.terms import Category
from alongside.services.actions import plan_series, plan_session
from alongside.services.models import Booking, Place, Presence, Session
from alongside.services.queries import places, series_sessions
from alongside.services.terms import Children, How
from alongside.stewardship.actions.agreeing import Stories
from alongside.stewardship.actions.her_copy import ask_for_copy
from alongside.stewardship.actions.hours import one_place_at_a_time
from alongside.stewardship.actions.reference import LEAD
from alongside.stewardship.demonstration.agreeing import Who
from alongside.stewardship.demonstration.plan import work_day
from alongside.stewardship.terms import CopyHow

SAMIRA, RENEE, GRACE = ("counsellor", 0), ("counsellor", 1), ("therapist", 0)
JOY, TANYA, HELENE = ("outreach", 0), ("peer", 0), ("intake", 0)
RUTH, MARIA = ("supervisor", 0), ("manager", 0)
MEI, IVY, OMAR, ROSA = ("nurse", 0), ("child_development", 0), ("clinic", 0), ("childminder", 0)
BEATRICE, YVETTE, INGRID = ("elder", 0), ("peer_supervisor", 0), ("comparison", 0)


class Held(NamedTuple):
    """A session with one family, ``ahead`` working days from today; with this ``child`` of hers, by name."""

    ahead: int
    service: str
    begins: time
    minutes: int
    there: tuple[Who, ...]
    story: str = ""
    child: str = ""
    room: str = ""
    agency: str = LEAD


class Along(NamedTuple):
    """An appointment elsewhere, and who of us goes along. ``child``: it is the child's."""

    ahead: int
    begins: time
    minutes: int
    story: str
    what: str
    place: str
    asked_by: AskedBy
    who: Who
    child: str = ""
    category: int | None = None
    travel: int = 20


SESSIONS = (
    Held(-4, "addiction_counselling", time(11), 50, (SAMIRA,), "T-09", room="Small room"),
    Held(-3, "parent_infant_therapy", time(14), 60, (GRACE,), "T-07", "Iris"),
    Held(-2, "home_visit", time(10), 75, (JOY,), "T-10"),
    Held(-1, "addiction_counselling", time(13, 30), 50, (SAMIRA,), "T-08", room="Small room"),
    Held(-1, "street_outreach", time(17), 120, (JOY,)),
    Held(1, "addiction_counselling", time(11), 50, (SAMIRA,), "T-09", room="Small room"),
    Held(1, "street_outreach", time(17), 120, (JOY, TANYA)),
    Held(1, "getting_to_know", time(13), 60, (HELENE,)),
    Held(2, "parent_infant_therapy", time(14), 60, (GRACE,), "T-07", "Félix"),
    Held(2, "addiction_counselling", time(10, 30), 50, (RENEE,), room="Small room"),
    Held(2, "together", time(13), 60, (SAMIRA, GRACE, RUTH), "foster", room="Garden room"),
    Held(3, "home_visit", time(13), 75, (JOY,), "T-10"),
    Held(3, "street_outreach", time(17), 120, (JOY,)),
    Held(3, "getting_to_know", time(10), 60, (HELENE,)),
    Held(4, "play_film", time(11), 45, (GRACE,), "long", "Rose"),
    Held(-1, "home_visit", time(14), 60, (MEI,), "T-07", "Iris"),
    Held(1, "home_visit", time(14), 60, (MEI,), "T-07", "Iris"),
    Held(4, "home_visit", time(14), 60, (MEI,), "T-07", "Félix"),
    Held(2, "child_counselling", time(13), 45, (IVY,), "T-08", "Théo"),
    Held(4, "yearly_assessment", time(13), 90, (OMAR, IVY), "T-08", "Théo"),
    Held(2, "early_childhood", time(15), 60, (ROSA,), "long", "Rose"),
    Held(-3, "elder_visit", time(10, 30), 60, (BEATRICE,), "T-10"),
    Held(1, "elder_visit", time(14, 30), 60, (BEATRICE,), "long"),
    Held(4, "cultural_activities", time(13, 30), 90, (BEATRICE,), "long", "Rose"),
    Held(2, "together", time(9, 30), 60, (YVETTE, TANYA)),
    Held(2, "getting_to_know", time(10), 60, (INGRID,), agency="comparison"),
)  # fmt: skip

ALONG = (
    Along(1, time(14), 60, "T-10", "Blood work, and the result of last time", "the clinic by the station",
          AskedBy.HEALTH, JOY, category=int(Category.SERVICE_USE)),
    Along(2, time(10), 45, "T-07", "Eyes of the small brother", "the children’s hospital", AskedBy.HEALTH, GRACE,
          "Félix", travel=35),
    Along(2, time(16), 30, "T-09", "First talk with the new teacher", "the school", AskedBy.SCHOOL, TANYA,
          category=int(Category.PEER_SUPPORT)),
    Along(3, time(9, 30), 60, "T-08", "The last paper of the society", "the society", AskedBy.CHILD_WELFARE, SAMIRA,
          travel=40),
    Along(3, time(14), 60, "foster", "Keys of the new flat", "the housing office", AskedBy.HOUSING, MARIA),
    Along(4, time(11), 45, "long", "Talk at the ward, all together", "the hospital", AskedBy.HEALTH, RUTH),
)  # fmt: skip

# Whose note, in which story, what she had typed by now.
BEGUN = (
    (SAMIRA, "T-08", "She came early and helped with the soup. We talked about"),
    (GRACE, "T-07", "Tired, and proud. She showed me the"),
    (JOY, "T-10", "By the library again. She has the boots and"),
)

# She asked on her own page for a copy of what is written about her; it waits at the privacy desk.
COPY = ("T-09", "I would like to read it from the first day on, with Samira.", 3)


def load_week(known: Stories, *, lead: Agency, by: uuid.UUID, at: datetime) -> None:
    """A week of work around today (as the loader), of the stories that this programme holds."""
    at = min(at, known.at(0, 23))  # told of a day long ago: as of its evening
    with connection.cursor() as cursor:  # those who are there are written after the session itself
        cursor.execute("set constraints has_all deferred")
    rooms = {room.name: room for room in places()}
    for held in SESSIONS:
        if held.story in known.told or not held.story:
            _held(held, known, rooms, by, at)
    _women(known, lead, rooms["Garden room"], by, at)
    with connection.cursor() as cursor:
        cursor.execute("set constraints has_all immediate")
    for along in ALONG:
        if along.story in known.told:
            _along(along, known, at)
    one_place_at_a_time(known.day)
    for who, story, words in BEGUN:
        if story in known.told:
            _begun(known, who, story, words, at)
    _messages(known, at)
    story, words, ago = COPY
    if story in known.told:
        ask_for_copy(
            family=known.family(story), person=known.her(story), how=CopyHow.TOGETHER, words=words, by=known.her(story),
            at=known.at(ago),
        )  # fmt: skip


def _held(held: Held, known: Stories, rooms: dict[str, Place], by: uuid.UUID, at: datetime) -> None:
    on = work_day(known.day, held.ahead)
    session = plan_session(
        agency=known.agencies[held.agency], service=held.service, on=on, begins=held.begins, minutes=held.minutes,
        there=[(known.who(who), who[0]) for who in held.there], place=rooms.get(held.room),
        children=Children.HERE if held.child else Children.NONE, by=by, at=at,
    )  # fmt: skip
    if held.story:
        people = [known.her(held.story), *([known.person(held.story, held.child)] if held.child else [])]
        _come(session, known.family(held.story), people, known.who(held.there[0]), at)


def _come(session: Session, family: uuid.UUID, people: Sequence[uuid.UUID], by: uuid.UUID, at: datetime) -> None:
    """They mean to come; when it has been, they came."""
    begins, ends = session.during.lower, session.during.upper
    of = [{"id": new_id(), "family_id": family, "person_id": who, "session": session} for who in people]
    Booking.objects.bulk_create(
        Booking(
            **one, during=session.during, recorded_by=by, recorded_at=min(at, begins) - timedelta(days=3)
        ) for one in of
    )  # fmt: skip
    if ends < at:
        Presence.objects.bulk_create(
            Presence(
                **{**one, "id": new_id()}, on=timezone.localdate(begins), how=How.CAME, recorded_by=by,
                recorded_at=ends + timedelta(minutes=10),
            ) for one in of
        )  # fmt: skip


def _women(known: Stories, lead: Agency, room: Place, by: uuid.UUID, at: datetime) -> None:
    """An evening of women among themselves each week, with the peer supporter beside both facilitators."""
    first = work_day(known.day, 3) - timedelta(weeks=2)
    series = plan_series(
        agency=lead, service="womens_group", first_on=first, until_on=first + timedelta(weeks=4), begins=time(16, 30),
        minutes=75, there=[(known.who(who), who[0]) for who in (SAMIRA, GRACE, TANYA)], place=room, by=by, at=at,
    )  # fmt: skip
    for session in series_sessions(series.pk):
        for story in ("T-08", "T-09", "long"):
            if story in known.told:
                _come(session, known.family(story), [known.her(story)], known.who(SAMIRA), at)


def _along(along: Along, known: Stories, at: datetime) -> None:
    on = work_day(known.day, along.ahead)
    begins = timezone.make_aware(datetime.combine(on, along.begins))
    subject = known.person(along.story, along.child) if along.child else known.her(along.story)
    write_down(
        family=Family.objects.get(pk=known.family(along.story)), subject=subject,
        for_whom="child" if along.child else "woman", asked_by=along.asked_by, what=along.what, begins=begins,
        ends=begins + timedelta(minutes=along.minutes), place=along.place, travel=along.travel,
        goes_along=known.who(along.who), category=along.category, about=(), by=known.counsellor(along.story), at=at,
    )  # fmt: skip


def _begun(known: Stories, who: Who, story: str, words: str, at: datetime) -> None:
    """A note that she was writing when the bell rang, as her browser kept it."""
    category = int(Category.SERVICE_USE)
    typed = urlencode({"about": f"woman:{known.her(story)}", "category": category, "note": words})
    keep_begun(
        id=new_id(), family=Family.objects.get(pk=known.family(story)), category=category, typed=typed, base_version=0,
        by=known.who(who), at=at - timedelta(minutes=50),
    )  # fmt: skip


def _messages(known: Stories, at: datetime) -> None:
    """How two women want messages; what is to come, what arrived, and what one wrote back."""
    for story, words in (("T-08", "Tea at four"), ("T-10", "Coffee with Sam")):
        if story in known.told:
            _wished(known, story, words, at)
    if "T-10" in known.told:
        _wrote_back(known, at)
    with connection.cursor() as cursor:  # as the service does it, and the loader may
        cursor.execute("select safekeeping.plan_reminders('promise', %s, interval '3 days')", [at])


def _wished(known: Stories, story: str, words: str, at: datetime) -> None:
    """She wants a text message the day before and on the day, of the next things that were arranged with her."""
    woman, by = Woman.objects.get(pk=known.her(story)), known.counsellor(story)
    number = SafeWay.objects.filter(woman=woman, channel=By.TEXT).values_list("value", flat=True).first()
    if number is None:
        return
    wish = save_wish(
        woman=woman, way=By.TEXT, base_version=0, wanted=True, value=number, others=Others.ONLY_SHE,
        kinds=[kind.value for kind in CHOSEN], her_words=words, by=by, at=at - timedelta(days=30),
    )  # fmt: skip
    coming = Promise.objects.filter(
        family_id=woman.family_id, subject=woman.pk, state=PromiseState.OPEN, on__gt=known.day, at_time__isnull=False
    )
    for promise in coming.order_by("on", "id")[:2]:
        remind_of_promise(promise=promise, woman=woman, by=by, at=at - timedelta(days=1))
    for n, (kind, state) in enumerate(((Kind.BEFORE, State.ARRIVED), (Kind.TODAY, State.ARRIVED))):
        went = timezone.make_aware(datetime.combine(work_day(known.day, -2), time(10 + 2 * n)))
        Message.objects.create(
            family_id=woman.family_id, woman=woman, key=f"practice {story} {n}", kind=kind, by=By.TEXT,
            value=wish.value, not_before=went, state=state, tried=1, level=1, language="en", words=words,
            went_at=went, planned_at=went - timedelta(hours=20),
        )  # fmt: skip


def _wrote_back(known: Stories, at: datetime) -> None:
    """She would like another time: her team is told that, and nothing else happens by itself."""
    family, woman = known.family("T-10"), known.her("T-10")
    came = at - timedelta(hours=3)
    number = SafeWay.objects.filter(woman_id=woman, channel=By.TEXT).values_list("value", flat=True).first() or ""
    heard = Heard.objects.create(
        family_id=family, woman_id=woman, by=By.TEXT, value=number, words="another day please, the little one coughs",
        reference="practice 1", came_at=came, read_at=came, meanings=[Meaning.OTHER_TIME],
    )  # fmt: skip
    Notice.objects.create(family_id=family, woman_id=woman, kind=NoticeKind.OTHER_TIME, heard=heard, told_at=came)
