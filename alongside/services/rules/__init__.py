"""Rules of services: what is offered, who has to be there, when it is. Plain Python."""

from alongside.services.rules.kinds import Kind, problems, read
from alongside.services.rules.ways import LONGEST_WAY, check_way_in, is_link, opened_by
from alongside.services.rules.when import MOST_SESSIONS, as_known, check_minutes, days_of, instant, rooms_of, stretch
from alongside.services.rules.who import check_children, check_parts, missing

__all__ = [
    "LONGEST_WAY",
    "MOST_SESSIONS",
    "Kind",
    "Words",
    "as_known",
    "check_children",
    "check_minutes",
    "check_parts",
    "check_way_in",
    "days_of",
    "instant",
    "is_link",
    "missing",
    "opened_by",
    "problems",
    "read",
    "rooms_of",
    "stretch",
]  # fmt: skip
