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
from alongside.consent.queries.outside import (
    InMyCare,
    SharedWithMe,
    Unread,
    document,
    in_my_care,
    one_shared_with_me,
    pairs_with_me,
    sent_back_to,
    sent_by_me,
    shared_with_me,
    unread,
)

__all__ = [
    "InMyCare", "SharedWithMe", "Unread", "agreement", "agreements_of", "all_seen", "deciders", "document",
    "form_for", "in_my_care", "left_under", "noes_against", "one_shared_with_me", "outside_workers",
    "pairs_with_me", "sent_back_to", "sent_by_me", "shared_with_me", "unread",
]  # fmt: skip
