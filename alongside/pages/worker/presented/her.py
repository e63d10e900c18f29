"""What she told us about herself, in her words where she gave them; each part only as far as the asker may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.enrolment.models import Ending, ReturnToUse, UsePattern
from alongside.families.models import Exposure, Pregnancy
from alongside.families.rules.days import TERM_DAYS
from alongside.families.terms import PregnancyOutcome
from alongside.pages.design.days import date_format
from alongside.pages.worker.presented.doing import Doing
from alongside.pages.worker.presented.earlier import EarlierShown

_CARE = ("prenatal_provider", "birth_plan", "nutrition", "agonist_treatment")


@dataclass(frozen=True)
class Said:
    """Something she told us: when, what, her own words, and answers under their questions (empty ones left out)."""

    title: str
    on: date | None
    last: date | None
    her_words: str
    answers: list[tuple[str, str]]
    doing: Sequence[Doing] = ()
    versions: Sequence[EarlierShown] = ()


def _answers(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(question, answer) for question, answer in pairs if answer]


def returned(row: ReturnToUse) -> Said:
    """A return to use, a near return, or how she kept her child safe: told, and nothing follows from it."""
    answers = _answers(
        (_("What"), row.substance),
        (_("What helped"), row.what_helped),
        (_("Who was with the child"), row.who_cared),
        (_("Support"), row.support),
        (_("Who was told, and whether she knew first"), row.told),
        (_("Next step"), row.next_step),
    )
    beside = Doing(reverse("used", args=[row.family_id, row.pk]), _("Being beside her then"))
    return Said(capfirst(str(row.get_kind_display())), row.on, row.until_on, row.her_words, answers, [beside])


def pattern(row: UsePattern) -> Said:
    """How she describes a stretch of time, and what using did for her."""
    last = row.during.upper - timedelta(days=1) if row.during.upper else None
    return Said(
        _("In her terms"), row.during.lower, last, row.her_words, _answers((_("What it did for her"), row.what_it_does))
    )


def ending(row: Ending) -> Said:
    """How a time with the programme ended; the door is open."""
    planned = {True: _("planned together"), False: _("not planned"), None: ""}[row.planned]
    answers = _answers(
        (_("How it came"), planned),
        (_("What she reached"), row.goals),
        (_("The children"), row.children),
        (_("The relationship"), row.relationship),
    )
    return Said(_("A time with us ended; the door is open"), row.on, None, row.her_words, answers)


def was_there(row: Pregnancy, day: date) -> bool:
    """It had begun by that day: 280 days before its due date, else when it was written down."""
    due_on = getattr(row, "due_on", None)
    began = due_on - timedelta(days=TERM_DAYS) if due_on else timezone.localdate(row.recorded_at)
    return began <= day or (row.outcome_on is not None and row.outcome_on <= day)


def pregnancy(
    row: Pregnancy,
    exposures: Iterable[Exposure],
    doing: Sequence[Doing] = (),
    versions: Sequence[EarlierShown] = (),
    *,
    stood: Mapping[str, Any] | None = None,
    day: date | None = None,
) -> Said:
    """A pregnancy with its newest due date; what it met is told by her and stays with the pregnancy.

    ``stood``, ``day``: its answers as they stood on a day; what came of it later is not told.
    """
    due_on = getattr(row, "due_on", None)
    due = date_format(due_on, "DATE_FORMAT") if due_on else ""
    met = "; ".join(_exposure(each) for each in exposures if each.pregnancy_id == row.id)
    held = stood or {name: getattr(row, name) for name in _CARE}
    answers = _answers(
        (_("Due"), due),
        (_("Prenatal care"), held["prenatal_provider"]),
        (_("Her plan for the birth"), held["birth_plan"]),
        (_("Food"), held["nutrition"]),
        (_("Treatment"), held["agonist_treatment"]),
        (_("What the pregnancy met, as she tells it"), met),
    )
    goes_on = day is not None and row.outcome_on is not None and row.outcome_on > day
    outcome = PregnancyOutcome.EXPECTING if goes_on else PregnancyOutcome(row.outcome)
    return Said(capfirst(str(outcome.label)), None if goes_on else row.outcome_on, None, "", answers, doing, versions)


def _exposure(row: Exposure) -> str:
    more = ", ".join(filter(None, (row.period, row.route, str(row.get_certainty_display()))))
    return f"{row.substance} ({more})"
