"""Getting to know each other as her team sees it: cards in talks, what is known, what she said, how long she waited."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.accounts.terms import PARTS, RoleName
from alongside.families.models import Woman
from alongside.intake import rules
from alongside.intake.models import FirstContact, Offer, Told
from alongside.intake.queries import AtTheDoor, GettingToKnow, Waits, goal_id
from alongside.intake.rules import How
from alongside.intake.terms import Standing
from alongside.pages.design.days import date_format
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability, Category, Kind

STANDS: dict[How, Any] = {
    How.TALKED: gettext_lazy("talked about"),
    How.KNOWN: gettext_lazy("something is known already"),
    How.NOT_NOW: gettext_lazy("not now"),
    How.NEVER: gettext_lazy("she asked not to be asked"),
    How.OPEN: gettext_lazy("not yet"),
}
# Where a fact that is known elsewhere is changed, and what one has to be let write for it.
C = Category
CHANGED_AT: dict[str, tuple[str, tuple[Category, ...]]] = {
    "called": ("person_change", (C.CONTACT,)), "her_why": ("why_change", (C.SERVICE_USE,)),
    "children": ("child_add", (C.CONTACT, C.CHILD_HEALTH_DEV)),
    "pregnancy": ("pregnancy_add", (C.REPRODUCTIVE_STI, C.CHILD_HEALTH_DEV)),
    "safe_contact": ("safe_contact", (C.CONTACT,)), "home": ("stay_add", (C.IPV_SAFETY,)),
    "people": ("relationship_add", (C.IPV_SAFETY,)),
}  # fmt: skip


@dataclass(frozen=True)
class SaidShown:
    """Her words to one question: the newest, and what she said before."""

    asks: str
    on: date
    words: str
    picked: tuple[str, ...]
    still_right: date | None
    before: tuple[tuple[date, str], ...] = ()
    goal_url: str = ""
    goal_is_there: bool = False


@dataclass(frozen=True)
class KnownShown:
    """What another place of the file knows, and where it is changed."""

    asks: str
    lines: tuple[str, ...]
    change_url: str = ""


@dataclass(frozen=True)
class CardShown:
    """One part: how it stands, and what was said in it."""

    code: str
    name: str
    about: str
    stands: str
    often: str
    said: tuple[SaidShown, ...]
    url: str = ""
    short_url: str = ""


def language() -> str:
    """Of whoever reads."""
    return get_language() or "en"


def cards(
    found: GettingToKnow, me: Me, family: uuid.UUID, known: Iterable[str], *, goals: Iterable[uuid.UUID] = (),
    today: bool = True,
) -> list[CardShown]:  # fmt: skip
    """Every part that the reader's part reads, in the order of the file; hers is any other."""
    reads = [category for category in Category if me.reads(category)]
    there = set(goals)
    return [
        _card(card, found, me, family, there, today=today) for card in found.cards(reads, frozenset(known))
    ]  # fmt: skip


def _card(
    card: rules.Card, found: GettingToKnow, me: Me, family: uuid.UUID, goals: set[uuid.UUID], *, today: bool
) -> CardShown:  # fmt: skip
    part, writes = card.part, today and decide(me, May.WRITE_IN_FAMILY) and me.may_write(card.part.category)
    to = reverse("getting_to_know_talk", args=[family, part.code]) if writes else ""
    stands = str(STANDS[card.how])
    if card.last:
        day = date_format(card.last, "DATE_FORMAT")
        stands = _("%(how)s, last %(day)s") % {"how": stands, "day": day} if card.how == How.TALKED else stands
    often = ngettext("in %(n)s talk", "in %(n)s talks", card.times) % {"n": card.times} if card.times else ""
    return CardShown(
        code=part.code, name=part.name.said(language()), about=part.about.said(language()), stands=capfirst(stands),
        often=often, said=said(part, found, family, goals, writes=bool(writes)), url=to,
        short_url=f"{to}?short=1" if to and card.how == How.TALKED else "",
    )  # fmt: skip


def said(
    part: rules.Part, found: GettingToKnow, family: uuid.UUID, goals: set[uuid.UUID], *, writes: bool
) -> tuple[SaidShown, ...]:  # fmt: skip
    """What she said to each question of a part, in the order in which they stand there."""
    shown = []
    rows = found.of(part.code)
    for question in part.questions:
        mine = [row for row in rows if row.question == question.code]
        words = [row for row in mine if row.standing == Standing.SAID]
        still = next((row for row in mine if row.standing == Standing.STILL_RIGHT), None)
        if not words:
            continue
        first, *before = words
        to = reverse("told_as_goal", args=[family, first.pk]) if writes and question.goal else ""
        shown.append(
            SaidShown(
                asks=question.asks.said(language()), on=first.on, words=first.words, picked=picked(question, first),
                still_right=still.on if still and still.on >= first.on else None,
                before=tuple((row.on, in_words(question, row)) for row in before), goal_url=to,
                goal_is_there=goal_id(first.pk) in goals,
            )
        )  # fmt: skip
    return tuple(shown)


def picked(question: rules.Question, row: Told) -> tuple[str, ...]:
    """What she ticked, in words."""
    return tuple(each.words.said(language()) for each in question.choices if each.code in row.picked)


def in_words(question: rules.Question, row: Told) -> str:
    """Ticks and words in one text."""
    return " · ".join([*picked(question, row), *([row.words] if row.words else [])])


def known(part: rules.Part, held: Mapping[str, list[Any]], woman: Woman, me: Me) -> list[KnownShown]:
    """What the file knows already of what this part would ask; with the way to change it for those who may."""
    return [
        KnownShown(
            question.asks.said(language()), tuple(_lines(question.fact, held[question.fact])),
            _changed_at(question.fact, woman, me),
        )
        for question in part.questions
        if question.fact in held
    ]  # fmt: skip


def _changed_at(fact: str, woman: Woman, me: Me) -> str:
    form, writes = CHANGED_AT[fact]
    return reverse(form, args=[woman.family_id, woman.pk]) if all(me.may_write(each) for each in writes) else ""


def _lines(fact: str, held: list[Any]) -> list[str]:
    """A fact in a few lines. How to reach her says only that it is known: a screen can be looked at."""
    if fact == "children":
        return [each.person.name or _("No name given") for each in held]
    if fact == "pregnancy":
        return [_due(each) for each in held]
    if fact == "safe_contact":
        return [
            _("Written down, last checked %(day)s") % {"day": date_format(each.checked_on, "DATE_FORMAT")}
            for each in held
        ]
    if fact == "home":
        return [each.household.name or _("A home is written down") for each in held]
    if fact == "people":
        unnamed = _("No name given")
        return [f"{each.other.name or unnamed} · {each.get_kind_display()}" for each in held]
    return [str(each) for each in held]


def _due(pregnancy: Any) -> str:
    if pregnancy.due_on is None:
        return _("A child is expected")
    return _("A child is expected, about %(day)s") % {"day": date_format(pregnancy.due_on, "DATE_FORMAT")}


def who_reads(category: Category) -> str:
    """Parts of our own people who read this kind, in words; from the same table as the wall's."""
    parts = [
        str(role.label)
        for role in RoleName
        if PARTS[role].kind == Kind.STAFF
        and PARTS[role].abilities >> Ability.WORK_WITH_FAMILIES & 1
        and PARTS[role].reads >> category & 1
    ]
    return ", ".join(parts)


@dataclass(frozen=True)
class WaitShown:
    """How long it took or takes, in plain words."""

    first: date
    met: str
    welcomed: str
    waits: bool


def wait(found: rules.Wait) -> WaitShown:
    """From the first contact to the first talk, and to the welcome."""
    if found.met or found.welcomed:
        met = ngettext("We met after %(n)s day.", "We met after %(n)s days.", found.to_meet)
    else:
        met = ngettext("Not met yet: %(n)s day so far.", "Not met yet: %(n)s days so far.", found.to_meet)
    if found.welcomed:
        told = ngettext("Welcomed after %(n)s day.", "Welcomed after %(n)s days.", found.to_welcome)
    else:
        told = ngettext("Not welcomed yet: %(n)s day so far.", "Not welcomed yet: %(n)s days so far.", found.to_welcome)
    return WaitShown(found.first, met % {"n": found.to_meet}, told % {"n": found.to_welcome}, found.waits)


@dataclass(frozen=True)
class WaitsShown:
    """One line of who waits."""

    family: uuid.UUID
    name: str
    wait: WaitShown
    offered: str


def waiting(rows: Iterable[Waits]) -> list[WaitsShown]:
    """Lines in the order in which they came."""
    return [
        WaitsShown(row.family, row.name or _("No name given"), wait(row.wait), _offered(row)) for row in rows
    ]  # fmt: skip


def _offered(row: Waits) -> str:
    if not row.offered_on:
        return ""
    what = Offer(what=row.offered).get_what_display()
    return _("Offered meanwhile: %(what)s, %(day)s") % {"what": what, "day": date_format(row.offered_on, "DATE_FORMAT")}


def first_contact(row: FirstContact) -> str:
    """From whom, how and where."""
    whom = row.get_told_by_display() + (f" ({row.teller})" if row.teller else "")
    return " · ".join(capfirst(each) for each in (whom, row.get_how_display(), row.place) if each)


@dataclass(frozen=True)
class AtTheDoorShown:
    """Of the page for everybody: who waits for an answer, until when we said it comes, that it took nothing more."""

    waiting: str
    soon: str
    full: str

    def __bool__(self) -> bool:
        return bool(self.waiting or self.full)


def at_the_door(found: AtTheDoor, now: datetime) -> AtTheDoorShown:
    """In words; nothing for nothing. A door that is full opens by itself: it says so while it may still be closed."""
    waits = soon = full = ""
    if found.first is not None:
        waits = ngettext(
            "%(n)d person wrote on the page for everybody and has no answer yet.",
            "%(n)d people wrote on the page for everybody and have no answer yet.", found.waiting,
        ) % {"n": found.waiting}  # fmt: skip
        came = timezone.localdate(found.first)
        if rules.answer_now(came, found.answer_days, timezone.localdate(now)):
            soon = ngettext(
                "The first of it came on %(day)s. We say that we answer within %(n)d day: please take it up now.",
                "The first of it came on %(day)s. We say that we answer within %(n)d days: please take it up now.",
                found.answer_days,
            ) % {"n": found.answer_days, "day": date_format(came, "j F")}  # fmt: skip
    if found.full_at is not None:
        if now - found.full_at < timedelta(hours=1):
            full = _(
                "So much came within an hour that the page for everybody takes nothing at the moment. It asks people to"
                " call, and opens again by itself."
            )
        else:
            full = _(
                "On %(when)s so much came within an hour that the page for everybody took nothing for a while. It asked"
                " people to call. It is open again."
            ) % {"when": date_format(timezone.localtime(found.full_at), "DATETIME_FORMAT")}
    return AtTheDoorShown(waits, soon, full)
