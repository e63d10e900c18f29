"""Rules of the library: what a programme's plan says and comes to, and what is known about it. Plain Python."""

from alongside.library.rules.amounts import Lasts, Span
from alongside.library.rules.checklists import Checklist, Points
from alongside.library.rules.choosing import fits
from alongside.library.rules.dose import Dose, dose
from alongside.library.rules.effect import Effect, Estimate, estimate
from alongside.library.rules.evidence import Evidence, Finding, Rating, Source
from alongside.library.rules.noting import Problem
from alongside.library.rules.plan import Measure, Part, Programme, Session, Version
from alongside.library.rules.reading import Catalogue, read
from alongside.library.rules.sequence import comes_first, speaks_first

__all__ = [
    "Catalogue", "Checklist", "Dose", "Effect", "Estimate", "Evidence", "Finding", "Lasts", "Measure", "Part", "Points",
    "Problem", "Programme", "Rating", "Session", "Source", "Span", "Version", "Words", "comes_first", "dose",
    "estimate", "fits", "read", "speaks_first",
]  # fmt: skip
