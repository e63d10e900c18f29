"""The one door of the practice programme: how some women came, what they told, who waits, words left at the door."""

from __future__ import annotations

import random
import uuid
from datetime import date, datetime, timedelta

from alongside.agencies.models import Agency
from alongside.enrolment.models import Enrolment, StateChange, TeamMember
from alongside.enrolment.terms import State
from alongside.families.models import Woman
from alongside.intake.catalogue import part as part_of
from alongside.intake.catalogue import shipped
from alongside.intake.models import Conversation, Door, FirstContact, Knock, Offer, Told, Welcome
from alongside.intake.terms import How, Meanwhile, Reply, Standing, ToldBy, Wanted, WhoFor
from alongside.recordkeeping.models import new_id

MOST = 24  # families
# Who told us, how, where, and what was said.
CAME: tuple[tuple[ToldBy, How, str, str], ...] = (
    (ToldBy.HERSELF, How.CALL, "", "A friend said you do not shout."),
    (ToldBy.STREET, How.STREET, "by the library", "She asked for gloves, and whether we have tea."),
    (ToldBy.WARD, How.WARD, "the maternity ward", "She would like to talk with somebody before she goes home."),
    (ToldBy.FAMILY, How.CAME_BY, "", "My sister is too shy to ask. May she come on Friday?"),
    (ToldBy.HEALTH, How.CALL, "", "She said yes to a call in the morning."),
    (ToldBy.HERSELF, How.TEXT, "", "Is this for moms like me?"),
)
# (part, question, what she said): three talks, in an order of her own.
TALKS: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (("why", "my_why", "I want to be the one who picks him up from school."), ("why", "proud", "I bake. Ask anybody.")),
    (
        ("parent", "being_parent", "Loud, and I would not swap it."),
        ("parent", "for_us", "One whole Sunday in the park."),
    ),
    (("in_the_way", "barriers", "The last bus goes at six."), ("everyday", "need_now", "Boots for the small one.")),
)
TICKS = {"barriers": ["transport", "hours"]}
AT_THE_DOOR = (
    ("Robin", Reply.TEXT, "+1 416 555 0142", "after four", "Somebody gave me your card. My girl is two."),
    ("", Reply.I_COME, "", "", "I come by on Thursday. Is there soup?"),
)  # fmt: skip


def load_arrivals(*, agency: Agency, counsellor: uuid.UUID, on: date, seed: int, by: uuid.UUID, at: datetime) -> None:
    """How the families of ``counsellor`` came, as far as ``MOST``; two words at the door (as the loader)."""
    rng = random.Random(f"{seed} arrivals")
    Door.objects.create(
        agency=agency, who_for=list(WhoFor.values), child_under=6, answer_days=2, recorded_by=by, recorded_at=at
    )
    families = (
        TeamMember.objects.filter(colleague_id=counsellor).order_by("family_id").values_list("family_id", flat=True)
    )
    women = {each.person_id: each for each in Woman.objects.filter(family_id__in=list(dict.fromkeys(families))[:MOST])}
    states: dict[uuid.UUID, list[StateChange]] = {}
    for row in StateChange.objects.filter(person_id__in=women).order_by("from_on", "recorded_at"):
        states.setdefault(row.person_id, []).append(row)
    for began in Enrolment.objects.filter(person_id__in=women).order_by("first_contact_on", "id"):
        _came(women[began.person_id], began, states.get(began.person_id, []), rng, counsellor, on, at)
    for n, (called, how, value, times, words) in enumerate(AT_THE_DOOR):
        Knock.objects.create(
            agency=agency, came_at=at - timedelta(hours=5 + 20 * n), called=called, by=how.value, value=value,
            good_times=times, words=words, language="en", source="card" if n == 0 else "",
        )  # fmt: skip


def _came(
    woman: Woman, began: Enrolment, states: list[StateChange], rng: random.Random, counsellor: uuid.UUID, on: date,
    at: datetime,
) -> None:  # fmt: skip
    first = began.first_contact_on
    stamp = {"family_id": woman.family_id, "woman_id": woman.pk, "recorded_by": counsellor, "recorded_at": at}
    told_by, how, place, words = rng.choice(CAME)
    FirstContact.objects.create(on=first, told_by=told_by.value, how=how.value, place=place, words=words, **stamp)
    active = next((row.from_on for row in states if row.state == State.ACTIVE), None)
    met = next((row.from_on for row in states if row.state == State.GETTING_TO_KNOW), active)
    if active is None:
        what = rng.choice([Meanwhile.FOOD, Meanwhile.CALL, Meanwhile.DROP_IN])
        wanted = rng.choice([Wanted.YES, Wanted.YES, Wanted.NOT_NOW])
        offered = min(on, first + timedelta(days=2))
        Offer.objects.create(on=offered, what=what.value, wanted=wanted.value, **stamp)
    else:
        Welcome.objects.create(on=min(on, active), colleague_id=counsellor, **stamp)
    if met is not None:
        _talked(stamp, met, rng, on)


def _talked(stamp: dict[str, object], met: date, rng: random.Random, on: date) -> None:
    talks = rng.sample(TALKS, k=rng.randint(1, len(TALKS)))
    for n, talk in enumerate(talks):
        day = met + timedelta(days=9 * n)
        if day > on:
            return
        how = rng.choice([How.CAME_BY, How.HOME, How.CALL])
        held = Conversation.objects.create(on=day, how=how.value, **stamp)
        for code, question, words in talk:
            part = part_of(code)
            if part is not None:
                Told.objects.create(
                    id=new_id(), category=int(part.category), conversation=held, part=code, question=question,
                    edition=shipped()[0], on=day, standing=Standing.SAID.value, words=words,
                    picked=TICKS.get(question, []), **stamp,
                )  # fmt: skip
