"""What stood before somebody changed it: who replaced it, when, and the words that went."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Manager
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.assessment.terms import Domain
from alongside.goals.terms import Counts, Lane
from alongside.pages.design.days import date_format
from alongside.recordkeeping.models import EarlierVersion

SIDE = ("strengths", "needs", "tool")
DAYS = {"born_on", "died_on", "told_on"}
CODES: dict[str, Any] = {"lane": Lane, "counts": Counts}  # choices that are kept by their code
# Questions in the words of the forms that ask them; what is not named here is no answer of anybody.
QUESTIONS: dict[str, dict[str, Any]] = {
    "families.person": {
        "name": gettext_lazy("Name, as used here"),
        "is_alias": gettext_lazy("This is a chosen name"),
        "pronouns": gettext_lazy("Pronouns"),
        "other_names": gettext_lazy("Other names"),
        "born_on": gettext_lazy("Birthday"),
        "languages": gettext_lazy("Languages"),
        "interpreter": gettext_lazy("Help with language"),
        "legal_name": gettext_lazy("Name on papers"),
        "died_on": gettext_lazy("Day of death"),
    },
    "families.pregnancy": {
        "birth_plan": gettext_lazy("What she would like for the birth"),
        "prenatal_provider": gettext_lazy("Who looks after the pregnancy"),
        "nutrition": gettext_lazy("Food and vitamins"),
        "agonist_treatment": gettext_lazy("Methadone, buprenorphine or another treatment"),
    },
    "families.woman": {"her_why": gettext_lazy("Why she comes, in her words")},
    "assessment.developmentalassessment": {
        "examiner": gettext_lazy("Who examined the child"),
        "examiner_is": gettext_lazy("Profession"),
        "strengths": gettext_lazy("What the child can do and enjoys"),
        "needs": gettext_lazy("What is still hard, or needs support"),
        "recommendations": gettext_lazy("What would help"),
        "her_view": gettext_lazy("How the mother sees it, in her words"),
        "domains": gettext_lazy("Each side of development"),
        "told_on": gettext_lazy("The day on which she heard it"),
    },
    "families.family": {"name": gettext_lazy("What she calls her family")},
    "goals.goal": {
        "her_words": gettext_lazy("What she wants, in her words"),
        "why": gettext_lazy("Why it matters, in her words"),
        "counts": gettext_lazy("Which change counts"),
        "at_zero": gettext_lazy("What 0 means to her"),
        "at_ten": gettext_lazy("What 10 means to her"),
        "lane": gettext_lazy("Lane"),
    },
}


@dataclass(frozen=True)
class EarlierShown:
    """One change: when, by whom ("" for somebody the asker does not know), and each answer that it replaced."""

    at: datetime
    who: str
    answers: list[tuple[str, str]]


def earlier(rows: Iterable[EarlierVersion], names: Mapping[uuid.UUID, str], now: Any) -> list[EarlierShown]:
    """Each change of ``now`` (the record as it stands), newest first, with only the answers that it replaced.

    ``rows`` may be about other records too, and come newest first. A form that was saved as it was replaced nothing and
    is not told.
    """
    about, found = now._meta.label_lower, []
    questions, stands = QUESTIONS[about].items(), _kept(now)
    for row in rows:
        if (row.about, row.target) != (about, now.pk):
            continue
        replaced = [(str(q), _said(n, row.held[n])) for n, q in questions if n in row.held and row.held[n] != stands[n]]
        stands |= row.held
        if replaced:
            found.append(EarlierShown(row.recorded_at, names.get(row.recorded_by, ""), replaced))
    return found


def stood(rows: Iterable[EarlierVersion], now: Any, at: datetime) -> dict[str, Any]:
    """The answers of ``now`` as they stood at ``at``: what was changed later is turned back (``rows``: see above)."""
    about, stands = now._meta.label_lower, _kept(now)
    for row in rows:
        if (row.about, row.target) == (about, now.pk) and row.recorded_at > at:
            stands |= row.held
    return stands


def _kept(record: Any) -> dict[str, Any]:
    """The record's answers as an earlier version keeps them: days as text."""
    values = {name: getattr(record, name) for name in QUESTIONS[record._meta.label_lower]}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Manager):  # rows of its own: the sides of a child's development
        return {
            row.domain: {"occasion": str(row.occasion_id or ""), **{name: getattr(row, name) for name in SIDE}}
            for row in value.all()
        }
    return value


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in CODES and value:
        value = [str(CODES[name](code).label) for code in ([value] if isinstance(value, str) else value)]
    if isinstance(value, list):
        value = ", ".join(value)
    if isinstance(value, dict):
        value = "\n".join(filter(None, (_side(code, told) for code, told in value.items())))
    if name in DAYS and value:
        value = date_format(parse_date(value), "DATE_FORMAT")
    return value or _("nothing written")


def _side(code: str, told: dict[str, str]) -> str:
    """One side of development in a line; "" when nothing was written about it."""
    words = "; ".join(told[name] for name in SIDE if told.get(name))
    return f"{capfirst(str(Domain(code).label))}: {words}" if words else ""
