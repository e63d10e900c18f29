"""What a later version of a note changed: each answer as it was before and as it is now."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.care.models import Contact
from alongside.care.terms import Mode, Reached
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.presented import notes
from alongside.pages.worker.presented.story import Names
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class Change:
    """One answer of a note; "" where there was none."""

    label: str
    before: str
    now: str


def _there(row: Contact, names: Names) -> str:
    return ", ".join(filter(None, (*(names.people.get(id, _("somebody")) for id in row.present), row.also_present)))


_ANSWERS: tuple[tuple[object, Callable[[Contact, Names], str]], ...] = (
    (gettext_lazy("Whom was this for?"),
     lambda row, names: names.dyads.get(row.subject) or names.people.get(row.subject, "")),
    (gettext_lazy("The day"), lambda row, _names: date_format(row.on, "DATE_FORMAT")),
    (gettext_lazy("Time"), lambda row, _names: time_format(row.at_time, "H:i") if row.at_time else ""),
    (gettext_lazy("How, and where"), lambda row, _names: str(Mode(row.mode).label)),
    (gettext_lazy("Were you in touch?"), lambda row, _names: str(Reached(row.reached).label)),
    (gettext_lazy("What it was for"), lambda row, _names: notes.purpose(row)),
    (gettext_lazy("What happened"), lambda row, _names: row.note),
    (gettext_lazy("In her words"), lambda row, _names: row.her_words),
    (gettext_lazy("What helped"), lambda row, _names: row.helped),
    (gettext_lazy("What we saw between you two"), lambda row, _names: row.between_you),
    (gettext_lazy("She told us something hard. She was believed and supported."),
     lambda row, _names: _("Yes") if row.believed else ""),
    (gettext_lazy("What this is about"), lambda row, _names: str(KINDS.get(Category(row.category), ""))),
    (gettext_lazy("Who was there"), _there),
    (gettext_lazy("About how many minutes"), lambda row, _names: "" if row.minutes is None else str(row.minutes)),
    (gettext_lazy("Things given"), lambda row, _names: notes.given(row)),
)  # fmt: skip


def changes(versions: Iterable[Contact], names: Names) -> Mapping[uuid.UUID, tuple[Change, ...]]:
    """What each later version changed in the one that it put right, by its id; nothing of one hidden from the asker."""
    held = {row.pk: row for row in versions}
    found = {}
    for row in held.values():
        before = held.get(row.corrects_id) if row.corrects_id else None
        if before is not None:
            told = (Change(str(label), say(before, names), say(row, names)) for label, say in _ANSWERS)
            found[row.pk] = tuple(each for each in told if each.before != each.now)
    return found
