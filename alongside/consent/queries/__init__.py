"""Named questions about consent."""

from alongside.consent.queries.agreeing import (
    agreement,
    agreements_of,
    all_seen,
    deciders,
    form_for,
    left_under,
    noes_against,
    outside_workers,
)
from alongside.consent.queries.hers import comments, disclosed, emergencies, ledger, statements

__all__ = [
    "agreement",
    "agreements_of",
    "all_seen",
    "comments",
    "deciders",
    "disclosed",
    "emergencies",
    "form_for",
    "ledger",
    "left_under",
    "noes_against",
    "outside_workers",
    "statements",
]
