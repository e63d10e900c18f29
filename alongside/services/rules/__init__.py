"""Rules of services: what is offered, who has to be there, when it is. Plain Python."""

from alongside.services.rules.kinds import Kind, problems, read
from alongside.services.rules.when import MOST_SESSIONS, as_known, check_minutes, days_of, instant, rooms_of, stretch
from alongside.services.rules.who import check_children, check_parts, missing

__all__ = [
    "MOST_SESSIONS", "Kind", "Words", "as_known", "check_children", "check_minutes", "check_parts", "days_of",
    "instant", "missing", "problems", "read", "rooms_of", "stretch",
]  # fmt: skip
