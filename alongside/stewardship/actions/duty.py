"""Who is on duty in the practice programme, and one afternoon on which somebody was needed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from alongside.assessment.actions import set_escalation
from alongside.assessment.models import Alert, AlertStep, Answer, DutyShift, Occasion
from alongside.assessment.rules.watching import LONGEST_DUTY
from alongside.assessment.terms import AlertState, AlertVerb, Mode, OccasionState
from alongside.families.models import Person
from alongside.instruments import queries as instruments
from alongside.recordkeeping.models import new_id
from alongside.safekeeping.terms import Category

DAYS_AGO = 64
WHO = "Wren Larivière"  # the first named story
FOLLOWED_UP = (
    "She was still in the play room. We sat down with tea. She had slept two hours; the thoughts come at night, she has"
    " no plan and does not want to die. She wanted somebody to stay with the babies so that she can sleep."
)
CLOSED = (
    "Joy stays with the twins tonight and tomorrow night. We called her doctor together and have an appointment on"
    " Friday; Grace goes along. She has the night number on her fridge. Her counsellor knows, as she asked."
)


def load_duty(
    *, agency: uuid.UUID, on_duty: uuid.UUID, then: list[uuid.UUID], counsellor: uuid.UUID, by: uuid.UUID, at: datetime
) -> None:
    """Somebody is on duty for the time to come, others come after; and one closed story (as the loader)."""
    for first in (at - timedelta(days=DAYS_AGO + 1), at - timedelta(hours=1)):
        until = at - timedelta(hours=1) if first < at - timedelta(days=1) else at + LONGEST_DUTY - timedelta(days=2)
        DutyShift.objects.create(
            agency=agency,
            colleague_id=on_duty,
            during=TimestamptzRange(first, until),
            recorded_by=by,
            recorded_at=first,
        )
    set_escalation(agency=agency, colleagues=then, by=by, at=at)
    woman = Person.objects.filter(name=WHO, kind="woman", family__agency=agency).order_by("recorded_at").first()
    if woman is not None:
        _afternoon(agency, woman, on_duty, counsellor, timezone.localdate(at) - timedelta(days=DAYS_AGO))


def _afternoon(agency: uuid.UUID, woman: Person, told: uuid.UUID, counsellor: uuid.UUID, day: date) -> None:
    """An incomplete form on a device handed to her, and what came of it."""
    about: dict[str, Any] = {
        "family_id": woman.family_id, "subject": woman.id, "category": int(Category.MENTAL_HEALTH_TRAUMA),
    }  # fmt: skip

    def at(hour: int, minute: int) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    phq = instruments.published("PHQ-9")
    occasion = Occasion.objects.create(
        **about, instrument="PHQ-9", definition=phq, on=day, state=OccasionState.PARTLY, mode=Mode.TABLET,
        recorded_by=counsellor, recorded_at=at(14, 1),
    )  # fmt: skip
    answers = [
        Answer(**about, occasion=occasion, item=item, value=value, key=new_id(), recorded_by=counsellor,
               recorded_at=at(14, 3 + place), confirmed=True if item == "9" else None)
        for place, (item, value) in enumerate((("1", 2), ("2", 2), ("3", 3), ("9", 1)))
    ]  # fmt: skip
    Answer.objects.bulk_create(answers)
    alert = Alert.objects.create(
        **about, agency=agency, occasion=occasion, answer=answers[-1], item="9", confirmed=True,
        state=AlertState.CLOSED, with_colleague=told, answer_by=at(14, 21), closed_at=at(16, 40),
        recorded_by=counsellor, recorded_at=at(14, 6),
    )  # fmt: skip
    steps: list[tuple[AlertVerb, datetime, uuid.UUID, uuid.UUID | None, str]] = [
        (AlertVerb.RAISED, at(14, 6), counsellor, None, ""),
        (AlertVerb.TOLD, at(14, 6), counsellor, told, ""),
        (AlertVerb.CONFIRMED, at(14, 7), counsellor, None, ""),
        (AlertVerb.TAKEN, at(14, 9), told, None, ""),
        (AlertVerb.FOLLOWED_UP, at(15, 5), told, None, FOLLOWED_UP),
        (AlertVerb.CLOSED, at(16, 40), told, None, CLOSED),
    ]
    AlertStep.objects.bulk_create(
        AlertStep(**about, alert=alert, verb=verb, to=to, words=words, recorded_by=by, recorded_at=when)
        for verb, when, by, to, words in steps
    )
