"""Notes of contacts as they are read: what we wrote, her own words kept apart, and who wrote it down."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.care.models import Contact
from alongside.care.terms import Mode, Reached
from alongside.consent.models import Statement
from alongside.pages.worker.presented.story import TOGETHER, Names
from alongside.safekeeping.queries import Me


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
    between_you: str
    believed: bool
    items_given: str
    minutes: int | None
    recorded_by: str
    recorded_at: datetime
    corrected: bool
    put_right: bool
    correct_url: str
    share_url: str
    said_url: str
    shared_on: date | None
    beside: tuple[Statement, ...]


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
        row.purpose,
        row.note,
        row.her_words,
        row.between_you,
        row.believed,
        row.items_given,
        row.minutes,
        workers.get(row.recorded_by, _("a colleague")),
        row.recorded_at,
        row.corrects_id is not None,
        row.superseded_at is not None,
        reverse("contact_correct", args=[row.family_id, row.id]) if writes else "",
        reverse("contact_share", args=[row.family_id, row.id]) if writes and knows_her else "",
        reverse("contact_said", args=[row.family_id, row.id]) if writes else "",
        row.released_on,
        tuple(beside),
    )


def title(row: Contact) -> str:
    """How we were in touch; for a meeting that did not happen, just that."""
    mode = str(Mode(row.mode).label)
    if row.reached == Reached.MET:
        return _("In touch %(how)s") % {"how": mode}
    if row.reached == Reached.TRIED:
        return _("We tried to reach her %(how)s") % {"how": mode}
    return capfirst(str(Reached(row.reached).label))
