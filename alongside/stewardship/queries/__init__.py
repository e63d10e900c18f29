"""Named questions of looking after a programme's records: imports, copies, breaches, was the ledger right."""

from alongside.stewardship.queries.audit import Forbidden, audit, lines_in_ledger, who_might_ask
from alongside.stewardship.queries.copying import (
    asked_in,
    asked_one,
    copies_given_to,
    days_for_a_copy,
    due_on,
    given_copy,
    given_for,
    marks_of,
    reasons_of,
)
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
    "WEEKS", "Forbidden", "Look", "Looks", "asked_in", "asked_one", "audit", "breach", "breaches", "brought_over",
    "copies_asked_for", "copies_given_to", "copies_of", "copy_asked_for", "days_for_a_copy", "due_on",
    "given_copy", "given_for",
    "known_here", "lines_in_ledger", "looks", "marks_of", "own_street", "reasons_of", "seen", "who_might_ask",
]  # fmt: skip
