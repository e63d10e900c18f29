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

from alongside.access.policy import May, decide
from alongside.access.scope import File
from alongside.care.models import Promise
from alongside.care.queries import Entry
from alongside.pages.worker.presented.words import day_words
from alongside.recordkeeping.models import SetAside
from alongside.safekeeping.queries import Me

WELCOME_DAYS = 30  # for so many days the page says welcome back


@dataclass(frozen=True)
class PromiseShown:
    """Something somebody said will happen."""

    day: str
    what: str
    time: str
    place: str
    who: str
    coming: bool
    settle: list[tuple[str, str]]


@dataclass(frozen=True)
class WaitingShown:
    """What somebody wrote while a colleague changed the same thing: both are kept until a person decides."""

    url: str
    what: str
    written_on: date


def promises(rows: Iterable[Promise], workers: Mapping[uuid.UUID, str], today: date, me: Me) -> list[PromiseShown]:
    """What is to come, the first day first; then what was planned, without a word about being late."""
    shown = []
    for row in rows:
        coming = row.on >= today
        words = day_words(row.on, today) if coming else _("Was planned for %(day)s") % {"day": day_words(row.on, today)}
        time = time_format(row.at_time, "H:i") if row.at_time else ""
        who = workers.get(row.worker, "")
        shown.append(PromiseShown(words, row.what, time, row.place, who, coming, _settle(row, me)))
    return sorted(shown, key=lambda each: not each.coming)


def _settle(row: Promise, me: Me) -> list[tuple[str, str]]:
    """What can be said about a promise: (address, words)."""
    if not (decide(me, May.WRITE_IN_FAMILY) and me.may_write(row.category)):
        return []
    to = {
        "promise_kept": _("It happened"),
        "promise_change": _("Another day"),
        "promise_let_go": _("Let it go"),
    }
    return [(reverse(name, args=[row.family_id, row.id]), words) for name, words in to.items()]


def waiting(rows: Iterable[SetAside], file: File, me: Me) -> list[WaitingShown]:
    """Versions that wait for a decision of somebody who may write both, the oldest first."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her):
        return []
    return [
        WaitingShown(reverse("two_versions", args=[file.id, row.id]), _about(row), timezone.localdate(row.recorded_at))
        for row in rows
        if me.may_write(row.category)
    ]


def _about(row: SetAside) -> str:
    about = {
        "families.person": _("Who somebody is: names, pronouns, birthday"),
        "families.safe_contact": _("How to reach her safely"),
        "families.pregnancy": _("Her pregnancy"),
        "families.woman": _("Why she comes"),
        "families.family": _("What she calls her family"),
        "assessment.developmentalassessment": _("How a child is growing and learning"),
    }
    return about.get(row.about, _("Something two people wrote at once"))


def welcome_back(entries: Sequence[Entry], day: date) -> date | None:
    """The day she came back, when that was not long before ``day``."""
    for entry in entries:
        if entry.kind == "welcome_back" and day - timedelta(days=WELCOME_DAYS) <= entry.on <= day:
            return entry.on
    return None
