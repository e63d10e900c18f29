"""Who was in her life and where they lived, over the years: what counts, and what was put right."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alongside.families.models import HouseholdStay, Relationship
from alongside.pages.worker.days import Showing
from alongside.pages.worker.presented.tracks import StretchShown, TrackShown
from alongside.pages.worker.presented.words import name_of
from alongside.recordkeeping.terms import Source

Correct = Callable[[Any], str]
Names = Mapping[uuid.UUID, str]


def relationships(rows: Iterable[Relationship], asked: Showing, recorded: Names, correct: Correct) -> TrackShown:
    """Everybody who is or was in her life, and how safe she says they are."""

    def told(row: Relationship) -> tuple[str, str]:
        kind = _("%(kind)s of %(name)s") % {"kind": capfirst(row.get_kind_display()), "name": name_of(row.person)}
        return name_of(row.other), f"{kind} · {row.get_safety_display()}"

    return _track("around", _("People in her life"), rows, told, asked, recorded, correct)


def stays(rows: Iterable[HouseholdStay], asked: Showing, recorded: Names, correct: Correct) -> TrackShown:
    """Where each of them lives and lived; an address is there only if she wanted it to be."""

    def told(row: HouseholdStay) -> tuple[str, str]:
        place = row.household.name or _("a place without a name here")
        return name_of(row.person), ", ".join(filter(None, (place, row.household.address)))

    return _track("home", pgettext("where somebody lives", "Home"), rows, told, asked, recorded, correct)


def _track(
    track: str, heading: str, rows: Iterable[Any], told: Callable[[Any], tuple[str, str]], asked: Showing,
    recorded: Names, correct: Correct,
) -> TrackShown:  # fmt: skip
    stands, before = [], []
    for row in rows:
        first, until = row.during.lower, row.during.upper
        if not asked.had(row, first):
            continue
        words, more = told(row)
        put_right = row.superseded_at is not None and (asked.known_at is None or row.superseded_at <= asked.known_at)
        source = str(Source(row.source).label) if hasattr(row, "source") else ""
        holds = first <= asked.day and (until is None or asked.day < until)
        shown = StretchShown(
            words, more, "", first, until - timedelta(days=1) if until else None, until is None, holds, source,
            recorded.get(row.recorded_by, _("a colleague")), row.recorded_at,
            row.superseded_at if put_right else None, "" if put_right else correct(row),
        )  # fmt: skip
        (before if put_right else stands).append(shown)
    return TrackShown(track, heading, stands, before)
