"""Which measures can be asked here, and what a definition means for an occasion."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from alongside.assessment.models import MeasureChoice
from alongside.assessment.terms import No, Respondent, ScoreSource
from alongside.instruments import queries as instruments
from alongside.instruments.models import Definition
from alongside.instruments.queries import OnShelf
from alongside.instruments.rules import Definition as Read
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

# The definition's respondent -> who answers, and whose picture it is.
ANSWERED_BY: dict[str, tuple[Respondent, ScoreSource]] = {
    "woman": (Respondent.HERSELF, ScoreSource.HER_REPORT),
    "caregiver": (Respondent.HERSELF, ScoreSource.HER_REPORT),
    "clinician": (Respondent.CLINICIAN, ScoreSource.CLINICIAN),
    "coder": (Respondent.CODER, ScoreSource.OBSERVED),
    "examiner": (Respondent.EXAMINER, ScoreSource.CLINICIAN),
}
SHE_ANSWERS = {"woman", "caregiver"}


def category_of(terms: Read) -> Category:
    """What an occasion with this instrument is about: decides who may read it."""
    return Category[terms.category.upper()]


def asked_here(code: str, *, any_state: bool = False) -> tuple[Definition, Read]:
    """The version of a measure that is asked today, with its words at hand, in few statements.

    ``any_state``: also one that is switched off or has no words here. Raises ``Refused`` (``measure_unknown``,
    ``not_asked_here``, ``no_words_here``).
    """
    row = instruments.published(code)
    if row is None:
        raise Refused(No.MEASURE_UNKNOWN, field="instrument")
    shelf = instruments.on_shelf(row)
    if not any_state:
        _may_be_asked(shelf)
    return row, shelf.terms


def _may_be_asked(shelf: OnShelf) -> None:
    if not shelf.asked or shelf.terms.anonymous or shelf.terms.respondent not in SHE_ANSWERS:
        raise Refused(No.NOT_ASKED_HERE, field="instrument")
    if not shelf.shown.with_words:
        raise Refused(No.NO_WORDS_HERE, field="instrument")


def she_can_answer(language: str = "en") -> list[OnShelf]:
    """Measures that can be offered to her here: switched on, licensed, with their words; by title."""
    return [
        each
        for each in instruments.catalogue(language)
        if each.asked and each.shown.with_words and not each.terms.anonymous and each.terms.respondent in SHE_ANSWERS
    ]


def entered_as_results(language: str = "en") -> list[OnShelf]:
    """Measures whose words stay with their publisher: what was found with them is typed in; by title."""
    return [each for each in instruments.catalogue(language) if each.asked and not each.shown.with_words]


def about_the_service(language: str = "en") -> OnShelf | None:
    """The questions about us that nobody's name goes with, when they are asked here."""
    found = (each for each in instruments.catalogue(language) if each.terms.anonymous)
    return next((each for each in found if each.asked and each.shown.with_words), None)


def said_yes(woman: uuid.UUID, codes: Iterable[str]) -> set[str]:
    """Those of ``codes`` that she last said yes to; one statement."""
    rows = MeasureChoice.objects.filter(woman_id=woman, instrument__in=list(codes))
    newest = rows.order_by("instrument", "-recorded_at", "-id").distinct("instrument")
    return {code for code, wants in newest.values_list("instrument", "wants") if wants}


def choices_of(woman: uuid.UUID) -> dict[str, MeasureChoice]:
    """What she last said to each measure."""
    rows = MeasureChoice.objects.filter(woman_id=woman).order_by("instrument", "-recorded_at", "-id")
    return {row.instrument: row for row in rows.distinct("instrument")}
