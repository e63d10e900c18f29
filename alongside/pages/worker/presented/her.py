"""What she told us about herself, in her words where she gave them; each part only as far as the asker may read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.enrolment.models import Ending, ReturnToUse, UsePattern
from alongside.families.models import Exposure, Pregnancy
from alongside.pages.design.days import date_format
from alongside.pages.worker.presented.doing import Doing
from alongside.pages.worker.presented.earlier import EarlierShown


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
    return Said(capfirst(str(row.get_kind_display())), row.on, row.until_on, row.her_words, answers)


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


def pregnancy(
    row: Pregnancy,
    exposures: Iterable[Exposure],
    doing: Sequence[Doing] = (),
    versions: Sequence[EarlierShown] = (),
) -> Said:
    """A pregnancy with its newest due date; what it met is told by her and stays with the pregnancy."""
    due_on = getattr(row, "due_on", None)
    due = date_format(due_on, "DATE_FORMAT") if due_on else ""
    met = "; ".join(_exposure(each) for each in exposures if each.pregnancy_id == row.id)
    answers = _answers(
        (_("Due"), due),
        (_("Prenatal care"), row.prenatal_provider),
        (_("Her plan for the birth"), row.birth_plan),
        (_("Food"), row.nutrition),
        (_("Treatment"), row.agonist_treatment),
        (_("What the pregnancy met, as she tells it"), met),
    )
    return Said(capfirst(str(row.get_outcome_display())), row.outcome_on, None, "", answers, doing, versions)


def _exposure(row: Exposure) -> str:
    more = ", ".join(filter(None, (row.period, row.route, str(row.get_certainty_display()))))
    return f"{row.substance} ({more})"
