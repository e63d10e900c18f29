"""What may be said to whom; letters and reports that are being written; concerns and their steps."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from alongside.agencies import queries as agencies
from alongside.consent import rules
from alongside.consent.models import Disclosure, DutyReport, DutyReportStep, Letter, LetterPart, SentBack
from alongside.consent.profiles import shipped
from alongside.consent.queries.same_person import on_her_own_page
from alongside.consent.queries.world import Asker, request_of
from alongside.families.models import Person
from alongside.families.terms import PersonKind
from alongside.safekeeping.terms import EVERYTHING, Category, Kind


def may_be_said(
    asker: Asker, world: rules.World, *, subject: uuid.UUID, categories: Iterable[int],
    about: Collection[uuid.UUID] = (), purpose: str, to: rules.Recipient | None, action: str = "disclose", at: datetime,
    part2: bool | None = None,
) -> dict[int, rules.Answer]:  # fmt: skip
    """The decision for each of these kinds of record, were ``asker`` to tell it to ``to`` now.

    ``part2``: whether 42 CFR Part 2 protects the words; None: they are ours alone.

    ``to`` None: into her own hands, because she asks for it (``purpose`` and ``action`` are then hers).
    """
    if to is None:
        return _into_her_hands(asker, world, subject=subject, categories=categories, about=about, at=at)
    return {
        int(category): rules.decide(
            request_of(
                asker, world, subject=subject, category=int(category), about=about, purpose=purpose, action=action,
                recipient=to, at=at, part2=part2,
            ),
            world,
        )
        for category in categories
    }  # fmt: skip


# What a decision about her own asking may rest on: it is about her, or about a child for whom she decides that day.
HERS = frozenset({"portal_self", "portal_child"})
_NOBODY = uuid.UUID(int=0)


def _into_her_hands(
    asker: Asker, world: rules.World, *, subject: uuid.UUID, categories: Iterable[int], about: Collection[uuid.UUID],
    at: datetime,
) -> dict[int, rules.Answer]:  # fmt: skip
    """May she have it, and may ``asker``, who writes it, read it? Both are asked; the first no holds.

    The record is the letter, written today: not one of a time in which somebody else decided for the child.
    """
    woman = _herself(world, subject)
    hers = on_her_own_page(world, woman)
    her_own = Asker(woman, Kind.HERSELF, EVERYTHING, person=woman)
    found = {}
    for category in categories:
        asked: dict[str, Any] = {
            "subject": subject,
            "category": int(category),
            "about": about,
            "at": at,
            "recorded_at": at,
        }
        answer = rules.decide(request_of(asker, world, **asked), world)
        if answer.allowed:
            answer = rules.decide(request_of(her_own, hers, **asked), hers)
        if answer.allowed and answer.because not in HERS:  # she looks after the child, and does not decide for it
            answer = rules.Answer(False, (rules.Reason("no_authority", subject),))
        found[int(category)] = answer
    return found


def decides_for(world: rules.World, *, woman: uuid.UUID, child: uuid.UUID, at: datetime) -> bool:
    """She decides for this child now, so that what is written about it today is hers to read; no statement."""
    her_own, world = Asker(woman, Kind.HERSELF, EVERYTHING, person=woman), on_her_own_page(world, woman)
    asked = request_of(her_own, world, subject=child, category=int(Category.CHILD_HEALTH_DEV), at=at, recorded_at=at)
    answer = rules.decide(asked, world)
    return answer.allowed and answer.because == "portal_child"


def _herself(world: rules.World, subject: uuid.UUID) -> uuid.UUID:
    """The woman who asks: of whom it is, or whose child. Nobody, where none is known."""
    pair = world.dyads.get(subject)
    if pair is not None and isinstance(pair[0], uuid.UUID):
        return pair[0]
    family = Person.objects.filter(pk=subject).values("family_id")
    women = Person.objects.filter(family_id__in=family, kind=PersonKind.WOMAN).order_by("recorded_at", "id")
    ids = list(women.values_list("id", flat=True))
    return subject if subject in ids else next(iter(ids), _NOBODY)


def law_here() -> rules.Profile | None:
    """The law of the programme; None before it has begun, or where its law is not known."""
    programme = agencies.programme()
    return shipped().get(programme.jurisdiction) if programme else None


def notice_of(answers: Iterable[rules.Answer], language: str) -> str:
    """What has to go along with what these answers let out, for whoever reads ``language``; "" for nothing."""
    law = law_here() if any(answer.notice for answer in answers) else None
    return law.notice_in(language) if law else ""


def notice_goes_with(categories: Iterable[int]) -> frozenset[int]:
    """Which of these kinds of record carry the notice of the law here, when they are shared. As the rules decide it."""
    law = law_here()
    if law is None:
        return frozenset()
    return frozenset(each for each in categories if rules.asks_for_notice(law, 1 << int(each), law.part2_own))


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


def part2_of(letter: Letter) -> bool | None:
    """Whether 42 CFR Part 2 protects words of it that came from elsewhere; None: it holds none. No statement then.

    What the asker does not see (any more) is protected: nobody can say that it is not.
    """
    if not letter.draws_on:
        return None
    free = SentBack.objects.filter(family_id=letter.family_id, part2=False).values_list("pk", flat=True)
    return protected_by(letter.draws_on, frozenset(free))


def protected_by(draws_on: Collection[uuid.UUID], free: Collection[uuid.UUID]) -> bool | None:
    """True: of what words came from elsewhere, something is not among what is ``free`` of that law."""
    return True if set(draws_on) - set(free) else None


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
