"""What is closed to everybody, as whoever keeps privacy reads of it: numbers, never what is in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst

from alongside.consent.models import Seal
from alongside.pages.worker.presented.looks import short


@dataclass(frozen=True)
class Closed:
    """One line of the list."""

    what: str
    number: str
    file: str
    why: str
    words: str
    at: datetime
    by: str
    asked_at: datetime | None
    asked_by: str
    asked_why: str
    own: bool
    ask_url: str
    agree_url: str
    leave_url: str


def closed(row: Seal, names: Mapping[uuid.UUID, str], me: uuid.UUID) -> Closed:
    """What it is, under which number, why, who closed it, and who says that it may be opened."""
    return Closed(
        capfirst(row.get_kind_display()), short(row.target), short(row.family_id), capfirst(row.get_why_display()),
        row.words, row.recorded_at, names.get(row.recorded_by, ""), row.asked_at,
        names.get(row.asked_by, "") if row.asked_by else "", row.asked_why, row.asked_by == me,
        *(reverse(name, args=[row.pk]) for name in ("opening_ask", "opening_agree", "opening_leave")),
    )  # fmt: skip
