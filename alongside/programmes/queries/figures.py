"""How much is given here, and how sessions kept to their marks: figures about us, for those who lead. No family, no
worker; small counts are not told. The database counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from alongside.programmes.rules import Share
from alongside.programmes.terms import SeenBy


@dataclass(frozen=True)
class Figures:
    """One plan, up to the first day of this month. ``None`` stands for a number that would say something of a few
    families (fewer than five of them)."""

    programme: str
    plan: str
    families: int | None
    over: int | None
    sessions: int | None
    minutes: int | None
    unsaid: int | None
    groups: int
    meetings: int


@dataclass(frozen=True)
class MarkFigure:
    """How often one mark of a plan was kept, as one kind of observer saw it, in sessions of five families at least or
    in meetings of groups."""

    programme: str
    plan: str
    share: Share


def given_here() -> list[Figures]:
    """``Figures`` of each plan that is given at the asker's agency, for whoever leads or reports; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.programmes_given()")
        return [Figures(*row) for row in cursor.fetchall()]


def marks_here() -> list[MarkFigure]:
    """``MarkFigure`` of each mark, for whoever leads or reports; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.programme_marks()")
        return [
            MarkFigure(programme, plan, Share(mark, SeenBy(seen_by), yes, partly, of))
            for programme, plan, mark, seen_by, yes, partly, of in cursor.fetchall()
        ]
