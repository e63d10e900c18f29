"""Named questions of looking after a programme's records: imports, copies, breaches, was the ledger right."""

from alongside.stewardship.queries.audit import Forbidden, audit, lines_in_ledger, who_might_ask
from alongside.stewardship.queries.looks import WEEKS, Look, Looks, looks, own_street
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
    "WEEKS", "Forbidden", "Look", "Looks",
    "audit", "breach", "breaches", "brought_over", "copies_asked_for", "copies_of", "copy_asked_for",
    "known_here", "lines_in_ledger", "looks", "own_street", "seen", "who_might_ask",
]  # fmt: skip
