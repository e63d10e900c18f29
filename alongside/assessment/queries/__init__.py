"""Named questions of assessment."""

from alongside.assessment.queries.measures import (
    about_the_service,
    asked_here,
    category_of,
    choices_of,
    entered_as_results,
    said_yes,
    she_can_answer,
)
from alongside.assessment.queries.occasions import Key, known_keys, occasions_of, series
from alongside.assessment.queries.sittings import (
    Asked,
    answered,
    answers_of,
    asked,
    mailing,
    occasion,
    open_occasions,
    parts,
    sitting,
    standing,
    steps_of,
    told_before,
    versions_of,
)

__all__ = [
    "Asked",
    "Key",
    "about_the_service",
    "answered",
    "answers_of",
    "asked",
    "asked_here",
    "category_of",
    "choices_of",
    "entered_as_results",
    "known_keys",
    "mailing",
    "occasion",
    "occasions_of",
    "open_occasions",
    "parts",
    "said_yes",
    "series",
    "she_can_answer",
    "sitting",
    "standing",
    "steps_of",
    "told_before",
    "versions_of",
]
