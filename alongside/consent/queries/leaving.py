"""What may be said to whom; letters and reports that are being written; concerns and their steps."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from alongside.agencies import queries as agencies
from alongside.consent import rules
from alongside.consent.models import Disclosure, DutyReport, DutyReportStep, Letter, LetterPart
from alongside.consent.profiles import shipped
from alongside.consent.queries.world import Asker, request_of


def may_be_said(
    asker: Asker, world: rules.World, *, subject: uuid.UUID, categories: Iterable[int],
    about: Collection[uuid.UUID] = (), purpose: str, to: rules.Recipient, action: str = "disclose", at: datetime,
) -> dict[int, rules.Answer]:  # fmt: skip
    """The decision for each of these kinds of record, were ``asker`` to tell it to ``to`` now."""
    return {
        int(category): rules.decide(
            request_of(
                asker, world, subject=subject, category=int(category), about=about, purpose=purpose, action=action,
                recipient=to, at=at,
            ),
            world,
        )
        for category in categories
    }  # fmt: skip


def law_here() -> rules.Profile | None:
    """The law of the programme; None before it has begun, or where its law is not known."""
    programme = agencies.programme()
    return shipped().get(programme.jurisdiction) if programme else None


def notice_of(answers: Iterable[rules.Answer], language: str) -> str:
    """What has to go along with what these answers let out, for whoever reads ``language``; "" for nothing."""
    law = law_here() if any(answer.notice for answer in answers) else None
    return law.notice_in(language) if law else ""


def notice_languages() -> dict[str, str]:
    """{paragraph of a notice: the language in which it is written}, for whoever reads it aloud to her."""
    laws = shipped().values()
    return {each.notice: "en" for each in laws} | {
        paragraph: language
        for each in laws
        for language, paragraphs in each.notices.items()
        for paragraph in paragraphs
        if paragraph != each.notice
    }


def _whole(found: QuerySet[Letter]) -> QuerySet[Letter]:
    parts = LetterPart.objects.order_by("category")
    lines = Disclosure.objects.order_by("recorded_at", "id").prefetch_related("steps")
    return found.select_related("agency", "colleague").prefetch_related(
        Prefetch("parts", parts), Prefetch("lines", lines)
    )


def letters_of(family: uuid.UUID, size: int = 50, until: datetime | None = None) -> list[Letter]:
    """What is written and what has left, the newest first, what was put away not; one statement.

    ``until``: only what was begun by then.
    """
    found = Letter.objects.filter(family_id=family, put_away_at=None).select_related("agency", "colleague")
    if until is not None:
        found = found.filter(recorded_at__lte=until)
    return list(found.order_by("-recorded_at", "-id")[:size])


def letter(family: uuid.UUID, id: uuid.UUID) -> Letter:
    """One of them with its parts and its lines of the ledger, in four statements.

    Raises Letter.DoesNotExist for one that is hidden, of another family, or not there.
    """
    return _whole(Letter.objects.filter(family_id=family)).get(pk=id)


def reports_of(family: uuid.UUID, until: datetime | None = None) -> list[DutyReport]:
    """Concerns of this family with their steps in order, the newest concern first; two statements.

    ``until``: only what was written by then.
    """
    steps, found = DutyReportStep.objects.order_by("recorded_at", "id"), DutyReport.objects.filter(family_id=family)
    if until is not None:
        steps, found = steps.filter(recorded_at__lte=until), found.filter(recorded_at__lte=until)
    return list(
        found.select_related("child__person").prefetch_related(Prefetch("steps", steps)).order_by("-recorded_at", "-id")
    )


def report(family: uuid.UUID, id: uuid.UUID) -> DutyReport:
    """One concern with its steps. Raises DutyReport.DoesNotExist for one that is hidden or not there."""
    found = DutyReport.objects.filter(family_id=family).select_related("child__person")
    return found.prefetch_related(Prefetch("steps", DutyReportStep.objects.order_by("recorded_at", "id"))).get(pk=id)
