"""What may be shared, about whom, with whom, why: a pure function from a request and a world to an answer.

`decide(request, world)` is the whole of it. The world is handed over as a value (`World`), so that the same rules serve
a page, a command, a report of what would be shared, and a check of what was.
"""

from alongside.consent.rules.answer import Answer, Reason
from alongside.consent.rules.decide import asks_for_notice, decide
from alongside.consent.rules.profile import Profile
from alongside.consent.rules.request import About, Record, Request
from alongside.consent.rules.vocabulary import CATEGORIES, Action, Assurance, Purpose
from alongside.consent.rules.world import (
    Agency,
    Assignment,
    Capable,
    Collective,
    Directive,
    Exclusion,
    Guardianship,
    LegalBasis,
    Merge,
    Recipient,
    World,
)

__all__ = [
    "CATEGORIES",
    "About",
    "Action",
    "Agency",
    "Answer",
    "Assignment",
    "Assurance",
    "Capable",
    "Collective",
    "Directive",
    "Exclusion",
    "Guardianship",
    "LegalBasis",
    "Merge",
    "Profile",
    "Purpose",
    "Reason",
    "Recipient",
    "Record",
    "Request",
    "World",
    "asks_for_notice",
    "decide",
]
