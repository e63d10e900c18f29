"""Named questions about consent."""

from alongside.consent.queries.agreeing import (
    Left,
    agreement,
    agreements_of,
    all_seen,
    deciders,
    form_for,
    left_under,
    noes_against,
    outside_workers,
)

__all__ = [
    "Left",
    "agreement", "agreements_of", "all_seen", "deciders", "form_for", "left_under", "noes_against", "outside_workers",
]  # fmt: skip
