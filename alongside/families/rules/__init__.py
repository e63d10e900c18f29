"""Rules of families: values and a day in, an answer out. Plain Python, no database, no clock."""

from alongside.families.rules.answers import Checked, allow, refuse
from alongside.families.rules.births import (
    check_birth,
    check_due,
    check_outcome_day,
    conceived_between,
    conceived_on,
    gestation_from,
    may_remind,
    possible_gestation,
)
from alongside.families.rules.contact import STALE_AFTER_DAYS, Sendable, check_way, names_somebody, safe_to_send
from alongside.families.rules.days import Age, add_months, age, corrected_age
from alongside.families.rules.numbers import one_number
from alongside.families.rules.people import (
    Birth,
    NewPerson,
    check_person,
    clean,
    days_alike,
    her_word,
    name_keys,
    sort_key,
)
from alongside.families.rules.spans import (
    Span,
    check_span,
    check_track,
    cumulative_days,
    holds_on,
    overlaps,
    span,
    without,
)

__all__ = [
    "STALE_AFTER_DAYS",
    "Age",
    "Birth",
    "Checked",
    "NewPerson",
    "Sendable",
    "Span",
    "add_months",
    "age",
    "allow",
    "check_birth",
    "check_due",
    "check_outcome_day",
    "check_person",
    "check_span",
    "check_track",
    "check_way",
    "clean",
    "conceived_between",
    "conceived_on",
    "corrected_age",
    "cumulative_days",
    "days_alike",
    "gestation_from",
    "her_word",
    "holds_on",
    "may_remind",
    "name_keys",
    "names_somebody",
    "one_number",
    "overlaps",
    "possible_gestation",
    "refuse",
    "safe_to_send",
    "sort_key",
    "span",
    "without",
]
