"""Questions that are offered, begun and answered as a browser does it, and what is kept of them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.test import Client

from alongside.assessment import actions, queries
from alongside.assessment.models import Alert, Answer
from alongside.families.models import Family
from tests.cast import CAST, T0, acting_as
from tests.client import client_as
from tests.pages.writing import send, url

F, ANA, BEE = CAST["ALDER"], CAST["ANA"], CAST["BEE"]
STAMP = {"by": CAST["W1"], "at": T0}


def offered(*codes: str, subject: uuid.UUID = ANA) -> list[str]:
    return offered_by("W1", *codes, subject=subject)


def offered_by(who: str, *codes: str, subject: uuid.UUID = ANA) -> list[str]:
    stamp = {"by": CAST[who], "at": T0}
    with acting_as(who):
        family = Family.objects.get(pk=F)
        return [
            str(actions.offer(family=family, subject=subject, instrument=code, met_on=date(2026, 2, 1), **stamp).pk)
            for code in codes
        ]


def begin(occasions: list[str], browser: Client | None = None, **fields: Any) -> tuple[Client, Any]:
    browser = browser or client_as("W1")
    sent = {"occasions": occasions, "mode": "tablet", "minutes": "15", "person_at_hand": "", "before": "", **fields}
    return browser, send(browser, url("sitting_begin", F), sent)


def handed(*codes: str) -> tuple[Client, list[str]]:
    """A device in her hands, and what lies open on it."""
    found = offered(*codes)
    browser, page = begin(found)
    assert page.status_code == 302 and page["Location"] == "/notes/"
    return browser, found


def answer(browser: Client, where: str, value: str, **more: Any) -> Any:
    return browser.post(where, {"answer": value, "key": str(uuid.uuid4()), **more})


def late(occasion: str) -> list[tuple[str, Any]]:
    """What came to an occasion when its questions had closed."""
    with acting_as("SUP"):
        return list(Answer.objects.filter(occasion_id=occasion, late=True).values_list("item", "value"))


def alerts(occasion: str) -> list[str]:
    """The questions of an occasion of which somebody is told now."""
    with acting_as("SUP"):
        return list(Alert.objects.filter(occasion_id=occasion, closed_at=None).values_list("item", flat=True))


def alert_of(occasion: str) -> uuid.UUID:
    with acting_as("SUP"):
        return Alert.objects.get(occasion_id=occasion).pk


def kept(occasion: str) -> dict[str, Any]:
    with acting_as("SUP"):  # her counsellor's session ended when she handed the device over
        return queries.standing(queries.answers_of([uuid.UUID(occasion)]))
