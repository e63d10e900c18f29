"""Notes of contacts as they are read: what we wrote, her own words kept apart, and who wrote it down."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.care.models import Contact
from alongside.care.rules import days_late
from alongside.care.terms import Mode, Purpose, Reached
from alongside.consent.models import Statement
from alongside.pages.worker.presented.story import TOGETHER, Names
from alongside.safekeeping.queries import Me
from alongside.services.terms import Item


@dataclass(frozen=True)
class NoteShown:
    """One contact with its words."""

    url: str
    on: date
    title: str
    who: str
    lane: str
    worker: str
    present: str
    purpose: str
    note: str
    her_words: str
    helped: str
    between_you: str
    believed: bool
    given: str
    minutes: int | None
    recorded_by: str
    recorded_at: datetime
    days_late: int
    corrected: bool
    put_right: bool
    correct_url: str
    share_url: str
    said_url: str
    shared_on: date | None
    beside: tuple[Statement, ...]
    changes: tuple[Any, ...] = ()


def note(
    row: Contact, names: Names, workers: Mapping[uuid.UUID, str], me: Me, beside: Iterable[Statement] = (), *,
    knows_her: bool,
) -> NoteShown:  # fmt: skip
    """A contact in words, with links to put it right and to share it for somebody who may write about this.

    ``beside``: what she says to it herself; her words stand there as they are. ``knows_her``: the asker is let into her
    own record; whoever works with the children alone shares nothing with her.
    """
    who = names.dyads.get(row.subject) or names.people.get(row.subject, "")
    there = [names.people[id] for id in row.present if id in names.people]
    writes = decide(me, May.WRITE_IN_FAMILY) and me.may_write(row.category) and row.superseded_at is None
    return NoteShown(
        reverse("contact", args=[row.family_id, row.id]),
        row.on,
        title(row),
        who,
        TOGETHER if row.for_whom == "dyad" else row.for_whom,
        workers.get(row.worker, _("a colleague")),
        ", ".join(filter(None, (*there, row.also_present))),
        purpose(row),
        row.note,
        row.her_words,
        row.helped,
        row.between_you,
        row.believed,
        given(row),
        row.minutes,
        workers.get(row.recorded_by, _("a colleague")),
        row.recorded_at,
        late(row),
        row.corrects_id is not None,
        row.superseded_at is not None,
        reverse("contact_correct", args=[row.family_id, row.id]) if writes else "",
        reverse("contact_share", args=[row.family_id, row.id]) if writes and knows_her else "",
        reverse("contact_said", args=[row.family_id, row.id]) if writes else "",
        row.released_on,
        tuple(beside),
    )


def purpose(row: Contact) -> str:
    """What it was for: what was chosen, then words of the writer's own."""
    return " · ".join(
        filter(None, (capfirst(", ".join(str(Purpose(each).label) for each in row.purposes)), row.purpose))
    )


def given(row: Contact) -> str:
    """What was given: what was chosen, then words of the writer's own."""
    return ", ".join(filter(None, (*(str(Item(each).label) for each in row.given), row.items_given)))


def late(row: Contact) -> int:
    """After how many days it was written down, when that is worth knowing; of a later version its own day is said."""
    if row.corrects_id is not None:
        return 0
    return days_late(row.on, timezone.localdate(row.recorded_at), settings.NOTE_LATE_AFTER_DAYS)


def title(row: Contact) -> str:
    """How we were in touch; for a meeting that did not happen, just that."""
    mode = str(Mode(row.mode).label)
    if row.reached == Reached.MET:
        return _("In touch %(how)s") % {"how": mode}
    if row.reached == Reached.TRIED:
        return _("We tried to reach her %(how)s") % {"how": mode}
    return capfirst(str(Reached(row.reached).label))
