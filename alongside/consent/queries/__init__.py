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
from alongside.consent.queries.glass import find_in_emergency, may_break_glass, open_now, waiting_for_review
from alongside.consent.queries.hers import comments, disclosed, emergencies, ledger, statements
from alongside.consent.queries.world import Asker, asker_of, request_of, standing_purpose, world_of

__all__ = [
    "Asker", "agreement", "agreements_of", "all_seen", "asker_of", "comments", "deciders", "disclosed",
    "emergencies", "find_in_emergency", "form_for", "ledger", "left_under", "may_break_glass", "noes_against",
    "open_now", "outside_workers", "request_of", "standing_purpose", "statements", "waiting_for_review",
    "world_of",
]  # fmt: skip
