"""Programmes in the practice programme: one at home, one all done, one by two colleagues that rests, a group."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.enrolment.models import TeamMember
from alongside.families.models import Dyad
from alongside.families.terms import ChildState
from alongside.programmes.actions import (
    adapt_group,
    begin_delivery,
    begin_group,
    hold_session,
    mark_meeting,
    mark_session,
    name_meeting,
    say_turn,
)
from alongside.programmes.models import Delivery
from alongside.services.models import Booking, Series
from alongside.services.queries import series_sessions

HOME_VISITS = [
    ("feelings", "yes", "I did not shout on Sunday. I went to the window."),
    ("relationship", "yes", ""),
    ("relationship", "partly", "She laughed when I sang the silly song."),
    ("practical", "not_this_time", "The fridge was empty, so we did that."),
    ("relationship", "yes", "I know now when she is only tired."),
]
MOST_WITH_THE_GROUP = 3  # families


def load_programmes(
    *, agency: Agency, counsellor: uuid.UUID, therapist: uuid.UUID, on: date, at: datetime
) -> None:  # fmt: skip
    """Three families of the therapist's, and the mothers' group, which follows a plan (as the loader)."""
    pairs = _pairs(therapist)
    for pair, tell in zip(pairs, (_at_home, _all_done, _by_two), strict=False):
        tell(pair, counsellor, therapist, on, at)
    _group(agency, counsellor, on, at)


def _pairs(therapist: uuid.UUID) -> list[Dyad]:
    """One woman and one born child of each of a few families with which she works."""
    held = TeamMember.objects.filter(colleague_id=therapist, during__endswith=None)
    ids = list(held.order_by("recorded_at", "id").values_list("family_id", flat=True))
    dyads = Dyad.objects.filter(family_id__in=ids, child__state=ChildState.BORN).select_related("family")
    found: dict[uuid.UUID, Dyad] = {}
    for dyad in dyads.order_by("family__opened_on", "id"):
        found.setdefault(dyad.family_id, dyad)
    return list(found.values())[:3]


def _begin(
    pair: Dyad, programme: str, plan: str, begins: date, workers: Sequence[tuple[uuid.UUID, str]], her_words: str,
    at: datetime, *, two: bool = True,
) -> Delivery:  # fmt: skip
    return begin_delivery(
        family=pair.family, subject=pair.pk if two else pair.woman_id, for_whom="dyad" if two else "woman",
        programme=programme, plan=plan, begins_on=begins, setting="home", workers=workers, her_words=her_words,
        sure=True, by=workers[0][0], at=at,
    )  # fmt: skip


def _at_home(pair: Dyad, counsellor: uuid.UUID, therapist: uuid.UUID, on: date, at: datetime) -> None:
    """Parents under Pressure, half of it; one session left out, because she said so."""
    begins = on - timedelta(days=9 * len(HOME_VISITS) - 7)  # the last of them was two days ago
    held = _begin(pair, "pup", "10-visits", begins, [(therapist, "clinician")], "I want mornings without shouting.", at)
    for n, (about, kept, words) in enumerate(HOME_VISITS):
        hold_session(
            delivery=held, number=n + 1, on=begins + timedelta(days=9 * n), minutes=70 + 5 * n, setting="home",
            there=["woman", "child"] if n != 3 else ["woman"], led_by=[therapist], about=[about],
            marks=[kept, "yes", "yes", "yes", "yes" if n != 3 else "not_this_time"],
            her_words=words, by=therapist, at=at,
        )  # fmt: skip
    say_turn(
        delivery=held, what="left_out", on=on - timedelta(days=6), numbers=[9],
        why="She has done this with her own mother already.", by=therapist, at=at,
    )  # fmt: skip


def _all_done(pair: Dyad, counsellor: uuid.UUID, therapist: uuid.UUID, on: date, at: datetime) -> None:
    """Mothering from the Inside Out, all twelve, one of them twice; a colleague looked on once."""
    begins = on - timedelta(days=200)
    held = _begin(
        pair, "mio", "12-weeks", begins, [(therapist, "clinician")], "To understand what he wants.", at, two=False
    )
    for n in range(1, 13):
        row = hold_session(
            delivery=held, number=n, on=begins + timedelta(weeks=n), minutes=50, setting="here", there=["woman"],
            led_by=[therapist], marks=["yes" if n % 5 else "partly", "yes", "yes", "yes"], by=therapist, at=at,
        )  # fmt: skip
        if n == 6:
            mark_session(held=row, answers=["yes", "yes", "partly", "yes"], seen_by="observer", by=counsellor, at=at)
    hold_session(
        delivery=held, number=6, on=begins + timedelta(weeks=12, days=3), minutes=40, setting="phone", mode="phone",
        there=["woman"], led_by=[therapist], by=therapist, at=at,
    )  # fmt: skip
    say_turn(
        delivery=held, what="completed", on=begins + timedelta(weeks=13), her_words="I look at him differently.",
        by=therapist, at=at,
    )  # fmt: skip


def _by_two(pair: Dyad, counsellor: uuid.UUID, therapist: uuid.UUID, on: date, at: datetime) -> None:
    """NESST by two colleagues; it rests while she moves."""
    begins = on - timedelta(days=120)
    both = [(therapist, "clinician"), (counsellor, "recovery_specialist")]
    held = _begin(pair, "nesst", "weekly", begins, both, "That somebody comes to us.", at)
    for n in range(6):
        hold_session(
            delivery=held, number=n + 1, on=begins + timedelta(weeks=2 * n), minutes=60, setting="home",
            there=["woman", "child"], led_by=[therapist, counsellor], by=therapist, at=at,
        )  # fmt: skip
    say_turn(
        delivery=held, what="paused", on=on - timedelta(days=20), her_words="First the new flat.", by=counsellor, at=at
    )


def _group(agency: Agency, counsellor: uuid.UUID, on: date, at: datetime) -> None:
    """The mothers' group follows a plan; a few women who come agreed to it as their programme."""
    series = Series.objects.filter(agency=agency, service="mothers_group").order_by("recorded_at", "id").first()
    if series is None:
        return
    group = begin_group(
        agency=agency, series=series, programme="fir", plan="7-weeks",
        order_why="They asked for it, and most of them have been with us for long.", by=counsellor, at=at,
    )  # fmt: skip
    been = [each for each in series_sessions(series.pk) if timezone.localdate(each.during.lower) < on]
    for n, session in enumerate(been):
        row = name_meeting(group=group, session=session, number=n + 1, by=counsellor, at=at)
        mark_meeting(held=row, answers=["yes" if n else "partly"], by=counsellor, at=at)
    adapt_group(
        group=group, what="other_order", numbers=[6, 5], on=on - timedelta(days=3), by=counsellor, at=at,
        why="They asked to come to what children need at school first.",
    )  # fmt: skip
    women = Booking.objects.filter(session__series=series, person__kind="woman").select_related("family")
    with_us = {row.family_id: row for row in women.order_by("recorded_at", "id")}
    for come in list(with_us.values())[:MOST_WITH_THE_GROUP]:
        begin_delivery(
            family=come.family, subject=come.person_id, for_whom="woman", programme="", plan="", group=group,
            begins_on=series.first_on, setting="here", workers=[(counsellor, "facilitator")],
            her_words="To be with others who know.", by=counsellor, at=at,
        )  # fmt: skip
