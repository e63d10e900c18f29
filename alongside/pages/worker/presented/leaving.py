"""What is written to somebody outside and what left, in words for the team."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alongside.consent import rules
from alongside.consent.models import Disclosure, DisclosureStep, Letter, LetterPart
from alongside.consent.rules.words import REASONS
from alongside.consent.terms import Afterwards, Basis, LetterKind, Purpose, ToldBefore, WhyNotTold
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.presented.story import Names
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category
from alongside.wording import rules as wording


def about_words(called: Names, subject: uuid.UUID) -> str:
    """The woman, the child or the two together, by name."""
    return called.people.get(subject) or called.dyads.get(subject, "")


def to_words(letter: Letter) -> str:
    """Who receives it; whom it is for, when she takes it along."""
    if letter.agency is None:
        return letter.for_whom
    return f"{letter.colleague.name}, {letter.agency.name}" if letter.colleague else letter.agency.name


def into_her_hands(name: str) -> str:
    """Where something went that she takes along herself."""
    return _("Into her own hands, for %(name)s") % {"name": name}


def went_to(row: Disclosure) -> str:
    """Who received it; or that she took it along, and for whom."""
    return into_her_hands(row.recipient) if row.basis == Basis.HER_REQUEST else row.recipient


@dataclass(frozen=True)
class LetterShown:
    """One letter, report or talk in the list."""

    url: str
    title: str
    kind: str
    to: str
    about: str
    at: datetime
    state: str


def letter(row: Letter, called: Names, until: datetime | None = None) -> LetterShown:
    """As it stood ``until`` then (None: now)."""
    sent = row.sent_at if until is None or (row.sent_at and row.sent_at <= until) else None
    talk, hers = row.kind == LetterKind.TALK, row.agency is None
    state = (_("said") if talk else _("given to her") if hers else _("sent")) if sent else _("being written")
    return LetterShown(
        reverse("leaving_letter", args=[row.family_id, row.pk]), row.title, str(LetterKind(row.kind).label),
        into_her_hands(row.for_whom) if hers else to_words(row), about_words(called, row.subject),
        sent or row.recorded_at, state,
    )  # fmt: skip


@dataclass(frozen=True)
class LineShown:
    """One line of what left."""

    url: str
    at: datetime
    to: str
    how: str
    why: str
    about: str
    told: str
    hidden_until: datetime | None


def told_words(row: Disclosure) -> str:
    """Whether she knew before, and if not, why not."""
    if row.agreed_at is not None and row.told_before == ToldBefore.AGREED:
        return _("agreed to on %(day)s") % {"day": date_format(timezone.localdate(row.agreed_at))}
    told = str(ToldBefore(row.told_before).label)
    return f"{told}: {WhyNotTold(row.why_not).label}" if row.why_not else told


def line(row: Disclosure, called: Names) -> LineShown:
    """To whom, how, resting on what, and whether she knew."""
    return LineShown(
        reverse("leaving_line", args=[row.family_id, row.pk]), row.recorded_at, went_to(row),
        str(row.get_kind_display()), str(row.get_basis_display()), about_words(called, row.subject), told_words(row),
        row.hidden_until,
    )  # fmt: skip


@dataclass(frozen=True)
class StepShown:
    """What came after."""

    at: datetime
    what: str
    words: str
    hers: bool


def step(row: DisclosureStep) -> StepShown:
    """One of them."""
    return StepShown(row.recorded_at, str(row.get_kind_display()), row.words, row.kind == Afterwards.HER_COMMENT)


@dataclass(frozen=True)
class KindShown:
    """A kind of record: may it be said, why (not), is something written about it, and where it is written."""

    category: int
    label: str
    allowed: bool
    why: str
    written: bool
    url: str


def kinds(
    held: Letter, answers: Mapping[int, rules.Answer], parts: Iterable[LetterPart], me: Me,
    papers: Mapping[object, str] | None = None,
) -> list[KindShown]:  # fmt: skip
    """Every kind that this part writes; first what may be said. ``papers``: what a court ordered, in words, by id."""
    written = {part.category for part in parts if said(part)}
    found = [
        KindShown(
            category, str(KINDS[Category(category)]), answer.allowed, _why(answer, papers or {}), category in written,
            reverse("leaving_write", args=[held.family_id, held.pk, category]),
        )
        for category, answer in answers.items()
        if me.may_write(category) and Category(category) in KINDS
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.allowed, each.category))


def _why(answer: rules.Answer, papers: Mapping[object, str]) -> str:
    told = _(REASONS[answer.because])
    return f"{told} ({papers[answer.basis]})" if answer.basis in papers else told


def said(part: LetterPart) -> bool:
    """Something is written in it."""
    return any((part.strengths.strip(), part.concerns.strip(), part.her_words.strip()))


@dataclass(frozen=True)
class SectionShown:
    """A section of the letter: its heading, and what each kind of record says."""

    heading: str
    texts: tuple[str, ...]
    hers: bool = False


def sections(parts: Iterable[LetterPart], language: str) -> list[SectionShown]:
    """The letter as it reads: all that goes well, then what is hard and what helps, then her own words."""
    held = list(parts)
    with translation.override(language):
        found = [
            SectionShown(_("What goes well"), tuple(p.strengths for p in held if p.strengths.strip())),
            SectionShown(_("What is hard, and what helps"), tuple(p.concerns for p in held if p.concerns.strip())),
            SectionShown(_("In her own words"), tuple(p.her_words for p in held if p.her_words.strip()), hers=True),
        ]
    return [each for each in found if each.texts]


def findings(parts: Iterable[LetterPart], language: str) -> list[wording.Finding]:
    """Words that could be said another way; her own are left as they are."""
    spoken: wording.Language | None = "fr" if language[:2] == "fr" else "en"
    found: dict[tuple[str, str], wording.Finding] = {}
    for part in parts:
        for text in (part.strengths, part.concerns):
            for each in wording.check(text, audience="woman", language=spoken):
                if each.level != "ask" and each.suggestions:
                    found.setdefault((each.term, each.text.casefold()), each)
    return list(found.values())


def what_for(letter: Letter) -> str:
    """Its purpose in words."""
    return str(Purpose(letter.purpose).label)
