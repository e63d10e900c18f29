"""What waits on the first page: what came from outside, and what a woman has not been told yet, until she is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    Window,
)
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from alongside.consent.models import Disclosure, DisclosureStep, DutyReportStep, SentBack, SentBackStep
from alongside.consent.queries.outside import Unread
from alongside.consent.terms import Afterwards, DisclosureKind, Receipt, ReportStep, ToldBefore

CAME, LEFT, WORRY = "came", "left", "worry"
_COLUMNS = ("what", "of_family", "of", "called", "came_at", "hidden", "again", "among")


@dataclass(frozen=True)
class ToTell:
    """Something she does not know yet. ``line`` or ``report``: what it is. ``again_on``: when it is looked at again."""

    family: uuid.UUID
    at: datetime
    again_on: date | None
    line: uuid.UUID | None = None
    report: uuid.UUID | None = None


@dataclass(frozen=True)
class Waits:
    """What came and nobody here has read (the newest first); what she has not been told (by the day for it).

    ``more_unread`` and ``more_to_tell``: how many there are beyond these.
    """

    unread: tuple[Unread, ...]
    to_tell: tuple[ToTell, ...]
    more_unread: int
    more_to_tell: int


def waits(families: Iterable[uuid.UUID], size: int = 12, start: int = 0) -> Waits:
    """What waits for whoever works with these families, as far as she may read it; one statement.

    What she has not been told and has no day comes first; then by the day on which that is looked at again. Looks are
    not in it: nobody tells her of each. ``start``: how many are passed over; ``start + size`` rows of each are read.
    """
    wanted, most = list(families), start + size
    rows = list(_came(wanted)[:most].union(_left(wanted)[:most], _worries(wanted)[:most], all=True)) if wanted else []
    came = sorted((row for row in rows if row[0] == CAME), key=lambda row: (row[4], row[2]), reverse=True)
    tell = sorted(
        (_to_tell(*row[:-1]) for row in rows if row[0] != CAME),
        key=lambda each: (each.again_on or date.min, each.at, each.line or each.report),
    )
    all_of = {row[0]: row[-1] for row in rows}  # how many there are of each, beside every row of it
    came, tell = came[start:most], tell[start:most]
    return Waits(
        tuple(Unread(row[1], row[3], row[4]) for row in came), tuple(tell), all_of.get(CAME, 0) - start - len(came),
        all_of.get(LEFT, 0) + all_of.get(WORRY, 0) - start - len(tell),
    )  # fmt: skip


def _to_tell(
    what: str, family: uuid.UUID, of: uuid.UUID, _called: str, at: datetime, hidden: datetime | None, again: date | None
) -> ToTell:  # fmt: skip
    if what == LEFT:
        return ToTell(family, at, timezone.localdate(hidden) if hidden else None, line=of)
    return ToTell(family, at, again, report=of)


def _told(found: QuerySet[Any], what: str, of: str, called: Any, hidden: Any, again: Any) -> QuerySet[Any]:
    """As rows of ``_COLUMNS``, so that three tables are asked at once."""
    named: dict[str, Any] = {
        "what": Value(what, TextField()), "of_family": Cast("family_id", UUIDField()), "of": Cast(of, UUIDField()),
        "called": called, "came_at": Cast("recorded_at", DateTimeField()), "hidden": hidden, "again": again,
        "among": Window(Count("*")),
    }  # fmt: skip
    return found.annotate(**named).values_list(*_COLUMNS)


_NOBODY, _NO_TIME, _NO_DAY = Value("", TextField()), Cast(Value(None), DateTimeField()), Cast(Value(None), DateField())


def _came(wanted: list[uuid.UUID]) -> QuerySet[Any]:
    read = SentBackStep.objects.filter(sent_back=OuterRef("pk"), kind=Receipt.TEAM)
    found = SentBack.objects.filter(~Exists(read), family_id__in=wanted).order_by("-recorded_at", "-id")
    return _told(found, CAME, "id", Cast("agency__name", TextField()), _NO_TIME, _NO_DAY)


def _left(wanted: list[uuid.UUID]) -> QuerySet[Any]:
    """Lines of which she does not know. Of a concern that was reported, its steps say whether she does."""
    since = DisclosureStep.objects.filter(disclosure=OuterRef("pk"), kind=Afterwards.TOLD_HER)
    found = Disclosure.objects.filter(
        ~Exists(since), ~Q(kind=DisclosureKind.VIEW), family_id__in=wanted, told_before=ToldBefore.NOT_YET, report=None
    )
    hidden = Cast("hidden_until", DateTimeField())
    first = found.order_by(TruncDate("hidden_until").asc(nulls_first=True), "recorded_at", "id")
    return _told(first, LEFT, "id", _NOBODY, hidden, _NO_DAY)


def _worries(wanted: list[uuid.UUID]) -> QuerySet[Any]:
    """Concerns of which the last word is that she was not told."""
    later = DutyReportStep.objects.filter(
        Q(recorded_at__gt=OuterRef("recorded_at")) | Q(recorded_at=OuterRef("recorded_at"), id__gt=OuterRef("id")),
        report=OuterRef("report"), step__in=(ReportStep.TOLD_HER, ReportStep.NOT_TOLD),
    )  # fmt: skip
    found = DutyReportStep.objects.filter(~Exists(later), family_id__in=wanted, step=ReportStep.NOT_TOLD)
    again = Cast("again_on", DateField())
    return _told(
        found.order_by(F("again_on").asc(nulls_first=True), "recorded_at", "report_id"),
        WORRY,
        "report_id",
        _NOBODY,
        _NO_TIME,
        again,
    )
