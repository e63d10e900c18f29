"""Everything on a family's page, put together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from alongside.care.models import Promise
from alongside.care.queries import Entry
from alongside.pages.worker.presented.words import day_words
from alongside.recordkeeping.models import SetAside

WELCOME_DAYS = 30  # for so many days the page says welcome back


@dataclass(frozen=True)
class PromiseShown:
    """Something somebody said will happen."""

    day: str
    what: str
    time: str
    who: str
    coming: bool
    id: uuid.UUID


@dataclass(frozen=True)
class WaitingShown:
    """What somebody wrote while a colleague changed the same thing: both are kept until a person decides."""

    url: str
    what: str
    written_on: date


def promises(rows: Iterable[Promise], workers: Mapping[uuid.UUID, str], today: date) -> list[PromiseShown]:
    """Open promises, the first day first. One whose day has come says so, and nothing about being late."""
    shown = []
    for row in rows:
        coming = row.on >= today
        words = day_words(row.on, today) if coming else _("Was planned for %(day)s") % {"day": day_words(row.on, today)}
        time = time_format(row.at_time, "H:i") if row.at_time else ""
        shown.append(PromiseShown(words, row.what, time, workers.get(row.worker, ""), coming, row.id))
    return shown


def waiting(rows: Iterable[SetAside], family: uuid.UUID) -> list[WaitingShown]:
    """Versions that wait for a decision, the oldest first."""
    return [
        WaitingShown(reverse("two_versions", args=[family, row.id]), _about(row), timezone.localdate(row.recorded_at))
        for row in rows
    ]


def _about(row: SetAside) -> str:
    about = {
        "families.person": _("Who somebody is: names, pronouns, birthday"),
        "families.safe_contact": _("How to reach her safely"),
        "families.pregnancy": _("Her pregnancy"),
    }
    return about.get(row.about, _("Something two people wrote at once"))


def welcome_back(entries: Sequence[Entry], day: date) -> date | None:
    """The day she came back, when that was not long before ``day``."""
    for entry in entries:
        if entry.kind == "welcome_back" and day - timedelta(days=WELCOME_DAYS) <= entry.on <= day:
            return entry.on
    return None
