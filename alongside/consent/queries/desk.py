"""The ledger of the whole programme, for whoever keeps privacy: what left, to whom and why; never the words."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.consent.models import Disclosure, DisclosureStep
from alongside.consent.queries.leaving import law_here
from alongside.consent.terms import Basis
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class Line:
    """One line with the kinds of record that left, and what came after it (codes of ``Afterwards``).

    ``in_force``: the agreement it rests on stood when it left. Looked up for an accounting only.
    """

    row: Disclosure
    kinds: tuple[Category, ...]
    after: tuple[str, ...]
    in_force: bool = False


def whole_ledger(
    *, about: uuid.UUID | None = None, agency: uuid.UUID | None = None, since: date | None = None,
    until: date | None = None, before: tuple[datetime, uuid.UUID] | None = None, size: int = 50,
) -> list[Line]:  # fmt: skip
    """Everything that left, the newest first, of every file whose privacy the asker keeps; three statements.

    ``about`` is a file or a person of it (with the two together); ``since`` and ``until`` are whole days of the
    programme. ``before`` is (when, id) of the last line shown.
    """
    rows = Disclosure.objects.all()
    if about is not None:
        rows = rows.filter(Q(family_id=about) | Q(subject=about))
    if agency is not None:
        rows = rows.filter(agency_id=agency)
    if since is not None:
        rows = rows.filter(recorded_at__gte=_begins(since))
    if until is not None:
        rows = rows.filter(recorded_at__lt=_begins(until + timedelta(days=1)))
    if before is not None:
        at, id = before
        rows = rows.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, id__lt=id))
    return lines(rows.order_by("-recorded_at", "-id")[:size])


@dataclass(frozen=True)
class Accounting:
    """What left about one person, the oldest first, and how much of it is not told to her yet, for her safety.

    ``to_herself``: what went into her own hands belongs to it, as the law here asks.
    """

    lines: tuple[Line, ...]
    waiting: int
    to_herself: bool = True


def accounting(person: uuid.UUID, *, since: date, until: date, at: datetime) -> Accounting:
    """Everything that left about this person (alone, or together with a child or the mother); five statements.

    What went into her own hands is in it where the law here asks for that (45 CFR 164.528(a)(1)(ii) does not); in the
    ledger it always is. The copy of her file that she asked for is no line (decision 24). What waits for her safety is
    counted and not in it: it is a document for her. Raises Disclosure.DoesNotExist for somebody whose privacy the asker
    does not keep.
    """
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.subjects_of(%s::uuid)", [person])
        subjects = cursor.fetchone()[0]
    if not subjects:
        raise Disclosure.DoesNotExist
    rows = Disclosure.objects.filter(
        subject__in=subjects, recorded_at__gte=_begins(since), recorded_at__lt=_begins(until + timedelta(days=1))
    )
    law = law_here()
    to_herself = law is None or law.accounting_to_herself
    if not to_herself:
        rows = rows.exclude(basis=Basis.HER_REQUEST)
    found = lines(rows.order_by("recorded_at", "id"))
    told = tuple(line for line in found if line.row.hidden_until is None or line.row.hidden_until <= at)
    stood = _in_force([line.row.pk for line in told])
    shown = tuple(replace(line, in_force=line.row.pk in stood) for line in told)
    return Accounting(shown, len(found) - len(told), to_herself)


def _in_force(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select line from safekeeping.left_while_in_force(%s::uuid[])", [list(ids)])
        return {line for (line,) in cursor.fetchall()}


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def lines(rows: QuerySet[Disclosure]) -> list[Line]:
    """These lines of the ledger with their kinds of record and what came after; three statements."""
    held = list(rows)
    ids = [row.pk for row in held]
    kinds, after = _kinds(ids), _after(ids)
    return [Line(row, kinds.get(row.pk, ()), after.get(row.pk, ())) for row in held]


def _kinds(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Category, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select line, kinds from safekeeping.kinds_that_left(%s::uuid[])", [list(ids)])
        return {line: tuple(map(Category, kinds)) for line, kinds in cursor.fetchall()}


def _after(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    steps = DisclosureStep.objects.filter(disclosure_id__in=ids).order_by("recorded_at", "id")
    for line, kind in steps.values_list("disclosure_id", "kind"):
        found[line] = (*found.get(line, ()), kind)
    return found
