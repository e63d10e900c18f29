"""Courts' papers: all of them for whoever keeps privacy, those of one family for whoever reads such things of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from alongside.consent.models import Disclosure, LegalBasis, PaperStep
from alongside.consent.queries.desk import Line, lines


def _with_newer() -> QuerySet[LegalBasis]:
    """Each with ``newer``: the id of the one that stands in its place, or None."""
    newer = LegalBasis.objects.filter(replaces=OuterRef("pk")).values("pk")[:1]
    return LegalBasis.objects.select_related("agency").annotate(newer=Subquery(newer))


def papers(
    *, about: uuid.UUID | None = None, before: tuple[datetime, uuid.UUID] | None = None, size: int = 50
) -> list[LegalBasis]:  # fmt: skip
    """What was written down of courts' papers, the newest first, of each file she is let into; one statement.

    ``about`` is a file or a person of it. ``before`` is (when, id) of the last one shown.
    """
    rows = _with_newer()
    if about is not None:
        rows = rows.filter(Q(family_id=about) | Q(subject=about))
    if before is not None:
        at, id = before
        rows = rows.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, id__lt=id))
    return list(rows.order_by("-recorded_at", "-id")[:size])


def paper(id: uuid.UUID) -> LegalBasis:
    """One of them. Raises LegalBasis.DoesNotExist for one that is hidden or not there."""
    return _with_newer().get(pk=id)


def papers_of(family: uuid.UUID) -> list[LegalBasis]:
    """What was written down of courts' papers about this family and not taken back, the newest first; one statement."""
    found = LegalBasis.objects.filter(family_id=family, withdrawn_at=None).select_related("agency")
    return list(found.order_by("-recorded_at", "-id"))


def left_on(basis: LegalBasis) -> list[Line]:
    """What left resting on this paper, the newest first, without the words; three statements."""
    rows = Disclosure.objects.filter(family_id=basis.family_id, legal_basis=basis)
    return lines(rows.order_by("-recorded_at", "-id"))


def steps_of(basis: LegalBasis) -> list[PaperStep]:
    """What was done with this paper, in order; one statement."""
    return list(
        PaperStep.objects.filter(family_id=basis.family_id, legal_basis=basis).order_by("on", "recorded_at", "id")
    )


def file_of(person: uuid.UUID) -> uuid.UUID | None:
    """The file of this woman or child, if the asker keeps its privacy; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.file_of(%s::uuid)", [person])
        found: uuid.UUID | None = cursor.fetchone()[0]
    return found
