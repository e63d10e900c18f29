"""A hand-over step by step: planned with her, the three meet, a good-bye, a hello; and nobody pretends."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.continuity.models import Farewell
from alongside.continuity.queries import Steady
from alongside.continuity.terms import FarewellKind
from alongside.enrolment.models import HandOver


@dataclass(frozen=True)
class StepShown:
    """One step: what it is, the words, and what the asker can still do about it."""

    what: str
    words: str
    url: str
    does: str


@dataclass(frozen=True)
class HandOverShown:
    """A hand-over with its steps."""

    row: HandOver
    steps: tuple[StepShown, ...]


def hand_overs(
    rows: Iterable[HandOver], said: Mapping[uuid.UUID, Sequence[Farewell]], me: uuid.UUID, *, today: bool,
    arranges: bool,
) -> list[HandOverShown]:  # fmt: skip
    """Each hand-over with what was said around it, in the order of the rows.

    ``arranges``: she has a say about this team, and not by covering for somebody alone.
    """
    return [HandOverShown(row, tuple(_steps(row, said.get(row.pk, ()), me, today, arranges))) for row in rows]


def _steps(row: HandOver, said: Sequence[Farewell], me: uuid.UUID, today: bool, arranges: bool) -> Iterable[StepShown]:
    by_kind = {each.kind: each for each in said}

    def url(kind: FarewellKind, *mine: uuid.UUID) -> str:
        has_a_say = arranges or me in (row.from_colleague_id, row.to_colleague_id)
        may = today and (me in mine if mine else has_a_say)
        return reverse("farewell", args=[row.family_id, row.pk, kind.value]) if may else ""

    if row.met_together or FarewellKind.THREE in by_kind:
        yield StepShown(_("The three met."), "", "", "")
    else:
        yield StepShown(_("The three have not met yet."), "", url(FarewellKind.THREE), _("The three met"))
    goodbye, hello = by_kind.get(FarewellKind.GOODBYE), by_kind.get(FarewellKind.HELLO)
    if goodbye is not None:
        yield StepShown(_("%(name)s said good-bye.") % {"name": row.from_colleague.name}, goodbye.words, "", "")
    elif FarewellKind.NONE in by_kind:
        own = url(FarewellKind.GOODBYE, row.from_colleague_id)
        yield StepShown(_("There will be no good-bye."), "", own, _("Say good-bye after all"))
    else:
        waits = _("%(name)s has not said good-bye yet. It can wait.") % {"name": row.from_colleague.name}
        own = url(FarewellKind.GOODBYE, row.from_colleague_id)
        yield StepShown(waits, "", own or url(FarewellKind.NONE), _("Say good-bye") if own else _("There will be none"))
    if hello is not None:
        yield StepShown(_("%(name)s said hello.") % {"name": row.to_colleague.name}, hello.words, "", "")
    else:
        waits = _("%(name)s has not said hello yet.") % {"name": row.to_colleague.name}
        yield StepShown(waits, "", url(FarewellKind.HELLO, row.to_colleague_id), _("Say hello"))


@dataclass(frozen=True)
class FigureShown:
    """One figure about us: a number of a whole in words, and how long its bar is (of 200), or nothing to draw."""

    what: str
    told: str
    width: int | None


def figures(row: Steady) -> list[FigureShown]:
    """What one time of twelve months was like, as far as it is told."""
    average = _("too few to be told") if row.colleagues is None else str(row.colleagues)
    days = _("Days on which somebody was there while a key worker was away, for each family")
    return [
        _of(_("Meetings with the key worker"), row.with_key, row.meetings),
        FigureShown(_("Colleagues whom a family met, on the average"), average, None),
        _of(_("Families handed over with a good-bye and a hello"), row.with_both, row.hand_overs),
        _of(days, row.covered_days, row.away_days),
    ]


def _of(what: Any, part: int | None, whole: int | None) -> FigureShown:
    if part is None or not whole:
        return FigureShown(str(what), _("too few to be told"), None)
    told = _("%(part)s of %(whole)s") % {"part": part, "whole": whole}
    return FigureShown(str(what), told, round(200 * part / whole))
