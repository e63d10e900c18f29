"""Named questions of looking after a programme's records: imports, copies, breaches, was the ledger right."""

from alongside.stewardship.queries.audit import Forbidden, audit, lines_in_ledger, who_might_ask
from alongside.stewardship.queries.records import (
    breach,
    breaches,
    brought_over,
    copies_asked_for,
    copies_of,
    copy_asked_for,
    known_here,
    seen,
)

__all__ = [
    "Forbidden", "audit", "breach", "breaches", "brought_over", "copies_asked_for", "copies_of", "copy_asked_for",
    "known_here", "lines_in_ledger", "seen", "who_might_ask",
]  # fmt: skip
