"""Somebody on duty, an answer of which somebody is told, and what becomes of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from alongside.assessment import actions, queries
from alongside.assessment.models import Alert, Answer
from alongside.assessment.terms import Mode
from alongside.families.models import Family, Woman
from alongside.safekeeping.actions import acting, hashed, new_token
from tests.cast import CAST, acting_as, dyad

NOW = timezone.now()
MET = date(2026, 2, 1)
HOUR = timedelta(hours=1)
# instrument, subject, question, an answer that calls somebody, one that does not
WATCHED = [
    ("PHQ-9", CAST["ANA"], "9", 1, 0),
    ("CORE-10", CAST["ANA"], "6", 1, 0),
    ("PBQ", dyad("ANA", "BEE"), "18", 1, 0),
    ("PBQ", dyad("ANA", "BO"), "24", 4, 0),
]


def stamp(who: str) -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def on_duty(*who: str) -> None:
    with acting_as("SUP"):
        for each in who:
            actions.go_on_duty(
                agency=CAST["LEAD"], colleague=CAST[each], begins=NOW - HOUR, ends=NOW + HOUR, **stamp("SUP")
            )


def on_the_list(*who: str) -> None:
    with acting_as("SUP"):
        actions.set_escalation(agency=CAST["LEAD"], colleagues=[CAST[each] for each in who], **stamp("SUP"))


def begun(code: str = "PHQ-9", subject: uuid.UUID = CAST["ANA"], family: str = "ALDER", who: str = "W1") -> Any:
    with acting_as(who):
        held = Family.objects.get(pk=CAST[family])
        offered = actions.offer(family=held, subject=subject, instrument=code, met_on=MET, **stamp(who))
        return actions.start_sitting(
            family=held, woman=Woman.objects.get(family=held), occasions=[offered.pk], mode=Mode.TABLET, met_on=MET,
            **stamp(who),
        )  # fmt: skip


def give(started: Any, item: str, value: object, by: uuid.UUID | None = None, key: uuid.UUID | None = None) -> Answer:
    """Save an answer as whoever is signed in now."""
    return actions.save_answer(
        occasion=started.now[0].pk, item=item, value=value, key=key or uuid.uuid4(), sitting=started.sitting.pk,
        by=by or started.sitting.pk, at=timezone.now(),
    ).answer  # fmt: skip


@contextmanager
def device(started: Any, who: str = "W1") -> Iterator[None]:
    """A device in her hands."""
    token = new_token()
    with acting_as(who):
        actions.hand_over(sitting=started.sitting, token_hash=hashed(token), **stamp(who))
    with acting(token):
        yield


def raised(code: str = "PHQ-9", item: str = "9", value: int = 1, **more: Any) -> Alert:
    """A device in her hands says so on an incomplete form; the alert as somebody with every file sees it."""
    started = begun(code, **more)
    with device(started, more.get("who", "W1")):
        give(started, item, value)
    return the_alert()


def the_alert(who: str = "SUP") -> Alert:
    with acting_as(who):
        return Alert.objects.order_by("-recorded_at").first()


def verbs(alert: Alert, who: str = "SUP") -> list[str]:
    with acting_as(who):
        return [row.verb for row in queries.alert_steps([alert.pk])]


def told(alert: Alert) -> list[uuid.UUID]:
    with acting_as("SUP"):
        return [row.to for row in queries.alert_steps([alert.pk]) if row.to]


def _sql(call: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}")
