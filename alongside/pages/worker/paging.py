"""How a long list goes on, part by part: from which place, and where the next begins. No name stands in an address."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.http import HttpRequest

Row = TypeVar("Row")
FURTHEST = 1_000_000  # rows that an address may pass over


def part(rows: Sequence[Row], size: int) -> tuple[Sequence[Row], Row | None]:
    """The first ``size`` of ``rows``, and the last of these where there are more: after it the next part begins.

    ``rows``: one more than are shown, where there are so many.
    """
    return rows[:size], rows[size - 1] if len(rows) > size else None


def id_asked(request: HttpRequest, name: str = "after") -> uuid.UUID | None:
    """``?after=ID``: the last of the part before; ``None`` for anything else."""
    return _id(request.GET.get(name, ""))


def place_asked(request: HttpRequest, name: str = "after") -> tuple[date, uuid.UUID] | None:
    """``?after=DAY.ID``, of a list by days; ``None`` for anything else."""
    day, _dot, id = request.GET.get(name, "").partition(".")
    try:
        return date.fromisoformat(day), uuid.UUID(id)
    except ValueError:
        return None


def past_asked(request: HttpRequest, name: str) -> int:
    """``?NAME=40``: how many come before, in a list whose rows have no number of their own; 0 for anything else."""
    told = request.GET.get(name, "")
    return min(int(told), FURTHEST) if told.isascii() and told.isdecimal() and len(told) < 10 else 0


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
