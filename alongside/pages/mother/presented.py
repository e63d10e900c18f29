"""A question, an answer, how far it is: in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from alongside.assessment import queries as assessment
from alongside.assessment import rules
from alongside.assessment.queries import Asked
from alongside.instruments import queries as instruments
from alongside.instruments.rules import NOT_APPLICABLE, PREFER_NOT, Definition
from alongside.instruments.rules.definition import Item


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One question as it is shown. ``statements``: what she counts for herself, where only the number is asked."""

    item: str
    stem: str
    text: str
    language: str
    options: tuple[Option, ...]
    number: Any
    written: str
    may_not_apply: bool
    chosen: str
    statements: tuple[str, ...]
    told: str
    place: int
    of: int
    minutes: int
    notice: str


@dataclass(frozen=True)
class Said:
    """A question with what she answered, in words; ``answer`` is "" for one that is not answered."""

    item: str
    text: str
    answer: str
    url: str


@dataclass(frozen=True)
class Worded:
    """A measure with the words that may be shown here, and the notice that goes with them."""

    asked: Asked
    terms: Definition
    notice: str

    @property
    def title(self) -> str:
        """What it is called."""
        return self.terms.title

    @property
    def introduction(self) -> str:
        """Our own words above older wording, in the language of the page where there is one."""
        french = str(self.terms.source.get("introduction_fr", ""))
        return french if french and _is_french() else self.terms.introduction


def _is_french() -> bool:
    return (get_language() or "").startswith("fr")


def in_words(asked: Asked) -> Worded:
    """A measure with its words, as this site may show them."""
    assert asked.occasion.definition_id is not None
    terms, shown = instruments.to_ask(asked.occasion.definition_id)
    return Worded(asked, terms, shown.notice)


def text_of(terms: Definition, item: Item) -> str:
    """The words of a question; its number where they may not be shown here."""
    return item.text or _("Question %(id)s") % {"id": item.id}


def question(worded: Worded, item: str, agency: Any, written: object = None) -> Question:
    """One question of a measure; ``written``: what was chosen just now and could not be saved."""
    asked, terms = worded.asked, worded.terms
    held, ids = terms.item(item), asked.items
    chosen = asked.answers.get(item) if written is None else written
    mark = "" if chosen is None else str(chosen)
    options = tuple(Option(str(value), label, str(value) == mark) for value, label in held.options)
    watched = any(critical.item == item for critical in terms.critical)
    alone = rules.asked_how(terms) == rules.TOTAL_ONLY
    return Question(
        item=item,
        stem="" if alone else terms.stem,
        text=text_of(terms, held),
        language=terms.language,
        options=options,
        number=held.number,
        written="" if mark in (PREFER_NOT, NOT_APPLICABLE) else mark,
        may_not_apply=held.na_value is not None,
        chosen=mark,
        statements=tuple(each.text for each in terms.items if not each.mode) if alone else (),
        told=told_before(agency, terms.code) if watched else "",
        place=ids.index(item) + 1 if item in ids else 0,
        of=len(ids),
        minutes=asked.minutes_left,
        notice=worded.notice,
    )


def told_before(agency: Any, instrument: str) -> str:
    """Who sees the answer and what happens next, before she is asked: the place's own words, else ours."""
    said = assessment.told_before(agency, instrument, get_language() or "en")
    return said or _(
        "If you tell us here that things are very hard, somebody of the team is told at once and will talk with you."
        " Nobody outside is told. You can also leave this question out."
    )


def answer_words(terms: Definition, item: str, value: object) -> str:
    """An answer as she gave it: the words of the option, never its number alone where it has words."""
    if value is None:
        return ""
    if value == PREFER_NOT:
        return _("I would rather not say")
    if value == NOT_APPLICABLE:
        return _("Does not apply")
    for each, label in terms.item(item).options:
        if each == value:
            return label or str(each)
    return str(localize(value))


def chosen_words(terms: Definition, item: str, given: Sequence[str]) -> str:
    """What was sent for a question, in the words of the measure where it has some."""
    if not given or item not in terms.every_item:
        return given[-1] if given else ""
    chosen = next((value for value, _label in terms.item(item).options if str(value) == given[-1]), given[-1])
    return answer_words(terms, item, chosen)


def kept_late(told: bool) -> str:
    """What became of an answer that came when the questions had closed, in one line."""
    if told:
        return _("Kept, though the questions had closed. Somebody of the team is told of it.")
    return _("Kept beside your other answers. The questions had closed.")


def said(worded: Worded, to: Any) -> list[Said]:
    """Her answers to the questions of a measure in their order; ``to(item)`` is where one can be changed."""
    asked, terms = worded.asked, worded.terms
    return [
        Said(item, text_of(terms, terms.item(item)), answer_words(terms, item, asked.answers.get(item)), to(item))
        for item in asked.items
    ]


def minutes_words(minutes: int) -> str:
    """About how long."""
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}


def how_much(parts: Sequence[Asked]) -> str:
    """What lies ahead, in one sentence."""
    left = sum(part.minutes_left for part in parts)
    groups = ngettext("%(n)d group of questions", "%(n)d groups of questions", len(parts)) % {"n": len(parts)}
    return f"{groups}, {minutes_words(left)}" if left else groups
