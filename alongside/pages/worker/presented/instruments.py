"""An instrument in plain words: what it measures, who answers, whether and why it is shown here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.families.terms import language_words
from alongside.instruments.models import Definition as Row
from alongside.instruments.queries import OnShelf, Shown
from alongside.instruments.rules.definition import Definition, Item
from alongside.instruments.terms import How, State, WhyNot
from alongside.pages.worker.presented.constructs import CONSTRUCTS

RESPONDENTS: dict[str, Any] = {
    "woman": gettext_lazy("she answers"),
    "caregiver": gettext_lazy("the person caring for the child answers"),
    "clinician": gettext_lazy("a worker rates or asks"),
    "coder": gettext_lazy("a trained coder rates"),
    "examiner": gettext_lazy("an examiner tests"),
}
SUBJECTS: dict[str, Any] = {
    "woman": gettext_lazy("about her"),
    "child": gettext_lazy("about one child"),
    "dyad": gettext_lazy("about her and one child together"),
    "service": gettext_lazy("about us"),
}
STATES: dict[str, Any] = {
    How.SHIPPED: gettext_lazy("with its words"),
    How.OVERLAY: gettext_lazy("with words you have permission for"),
    How.SCORE_ONLY: gettext_lazy("results only"),
    How.REFUSED: gettext_lazy("not used here"),
}


@dataclass(frozen=True)
class Listed:
    """One line of the catalogue."""

    id: Any
    title: str
    language: str
    facts: str
    state: Any
    aside: str


@dataclass(frozen=True)
class Group:
    """Instruments that measure the same: those asked with their questions, and the others."""

    heading: str
    asked: tuple[Listed, ...]
    others: tuple[Listed, ...]


def grouped(shelf: Iterable[OnShelf]) -> list[Group]:
    """The catalogue by what is measured, by name; an instrument that measures several stands with the first."""
    found: dict[str, list[OnShelf]] = {}
    for each in shelf:
        found.setdefault(construct(each.terms), []).append(each)
    return [
        Group(
            heading,
            tuple(listed(each) for each in rows if each.asked and each.shown.with_words),
            tuple(listed(each) for each in rows if not (each.asked and each.shown.with_words)),
        )
        for heading, rows in sorted(found.items(), key=lambda pair: pair[0].casefold())
    ]


def construct(terms: Definition) -> str:
    """What it measures first of all, in the reader's language where we know the word."""
    first = terms.constructs[0] if terms.constructs else ""
    return capfirst(str(CONSTRUCTS.get(first, first))) if first else _("Other")


def listed(each: OnShelf) -> Listed:
    """One line: who answers about whom, how long it takes, how it is shown, whether it is asked here."""
    aside = _("asked here") if each.asked else _("not asked here")
    row = each.row
    return Listed(row.id, row.title, row.language, " · ".join(facts(each.terms)), STATES[each.shown.how], aside)


def facts(terms: Definition) -> list[str]:
    """Who answers, about whom, how long it takes, which ages, what it looks back on."""
    found = [str(RESPONDENTS.get(terms.respondent, terms.respondent)), str(SUBJECTS.get(terms.subject, terms.subject))]
    if terms.minutes:
        found.append(ngettext("about %(n)d minute", "about %(n)d minutes", terms.minutes) % {"n": terms.minutes})
    if terms.child_age_months:
        low, high = terms.child_age_months
        found.append(_("child from %(from)d to %(to)d months") % {"from": low, "to": high})
    if terms.opt_in:
        found.append(_("only when she wants it, never by default"))
    return [capfirst(found[0]), *found[1:]] if found[0] else found[1:]


def why(shown: Shown, terms: Definition) -> str:
    """Why it is not used here, or why without its words; "" when there is nothing to explain."""
    if not shown.allowed:
        return str(WhyNot(shown.because).label)
    if shown.how != How.SCORE_ONLY:
        return ""
    if terms.licence.text == "overlay":
        return _("Its words need a permission. A site that has it can add them; until then results are entered.")
    return _("Its words belong to its publisher. It is filled in on the publisher's form; results are entered here.")


@dataclass(frozen=True)
class VersionShown:
    """A version of an instrument, where it stands and in which language it is."""

    row: Row
    state: Any
    language: str


def versions(rows: Iterable[Row]) -> list[VersionShown]:
    """All versions of an instrument."""
    return [VersionShown(row, State(row.state).label, language_words([row.language])) for row in rows]


def critical(terms: Definition) -> list[tuple[str, str]]:
    """Answers that a person hears of at once: the question (its id, when a draft has none), and what it is."""
    asked = {name: item.text or name for name, item in terms.every_item.items()}
    return [(asked.get(each.item, each.item), each.label) for each in terms.critical]


def questions(terms: Definition) -> list[Item]:
    """Questions in the order in which they are asked, the gate first."""
    return list(terms.every_item.values())
