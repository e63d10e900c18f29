"""Rules of child care: who may fetch, how many carers, which words do not belong in a child's day. Plain Python."""

from alongside.childcare.rules.fetching import Answer, Facts, may_fetch, plain_name
from alongside.childcare.rules.ratio import Band, Room, carers_needed, filled_up, months_old, overlaps, room_with
from alongside.childcare.rules.words import speaks_of

__all__ = [
    "Answer", "Band", "Facts", "Room", "carers_needed", "filled_up", "may_fetch", "months_old", "overlaps",
    "plain_name", "room_with", "speaks_of",
]  # fmt: skip
