"""What can be recorded as a contact or a promise. Plain Python: values and a day in, answer out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from alongside.enrolment.rules import LONGEST_TEXT
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category

MOST_MINUTES = 24 * 60
SHORT_TEXT = 2_000  # characters of a purpose, a promise, a list of items
LONG_FIELDS = frozenset({"note", "her_words", "between_you"})

# How to reach her is seen by everybody who may have to (also a children's worker), so nothing that happened is filed
# under it; what belongs to a study is not a contact.
UNFIT = frozenset({Category.CONTACT, Category.RESEARCH})
FITTING = tuple(category for category in Category if category not in UNFIT)


def check_day(on: date, today: date) -> Decision:
    """A contact is recorded on its day or later; what is still to come is a promise."""
    return Decision(True) if on <= today else Decision(False, "in_future")


def check_category(category: int | None) -> Decision:
    """Every note says what it is about; the wall goes by it."""
    if category is None or category not in set(Category):
        return Decision(False, "category_needed")
    return Decision(False, "category_unfit") if category in UNFIT else Decision(True)


def check_sharing(*, category: int, about: Collection[object], hers: Collection[object], on_a_page: int) -> Decision:
    """May a note be shown on the woman's own page?

    ``about``: of whom it says something besides whom it is about; ``hers``: herself and the children for whom she
    decides; ``on_a_page``: bit mask of what a page may show, because somebody might see it over her shoulder.
    """
    if not on_a_page >> category & 1:
        return Decision(False, "not_on_a_page")
    return Decision(True) if set(about) <= set(hers) else Decision(False, "speaks_of_others")


def check_minutes(minutes: int | None) -> Decision:
    """A contact lasts between no time and a day."""
    return Decision(True) if minutes is None or 0 <= minutes <= MOST_MINUTES else Decision(False, "too_many_minutes")


def limit_of(field: str) -> int:
    """How many characters a field can keep in one piece."""
    return LONGEST_TEXT if field in LONG_FIELDS else SHORT_TEXT


def too_long(texts: Mapping[str, str]) -> str:
    """The first field whose text is longer than can be kept in one piece; "" when all fit."""
    return next((field for field, text in texts.items() if len(text) > limit_of(field)), "")


def belong(people: Collection[object], family: Collection[object]) -> Decision:
    """Everybody named is of this family."""
    return Decision(True) if set(people) <= set(family) else Decision(False, "not_of_this_family")


def notices(*, on: date, opened_on: date, reached: str, present: Collection[object]) -> list[str]:
    """What is worth a second look (codes of ``terms.Notice``); it is saved all the same."""
    found = []
    if on < opened_on:
        found.append("before_file")
    if reached == "met" and not present:
        found.append("nobody_present")
    return found


def may_settle(state: str) -> Decision:
    """Only an open promise is kept, changed or let go."""
    return Decision(True) if state == "open" else Decision(False, "already_settled")
