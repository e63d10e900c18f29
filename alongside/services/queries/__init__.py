"""Named questions about services: what is offered, when it is, who of us is there, who comes."""

from alongside.services.queries.catalogue import Offered, every_service, name_in_file, places, service
from alongside.services.queries.coming import (
    NAMES_FOR,
    Come,
    Comes,
    booking,
    children_in_hospital,
    coming_of,
    could_have_come,
    in_hospital,
    taken_seats,
    who_comes,
)
from alongside.services.queries.sessions import (
    at_the_same_time,
    in_the_same_room,
    series,
    series_sessions,
    session,
    sessions_between,
    there_at,
)

__all__ = [
    "NAMES_FOR", "Come", "Comes", "Offered", "at_the_same_time", "booking", "children_in_hospital", "coming_of",
    "could_have_come", "every_service", "in_hospital", "in_the_same_room", "name_in_file", "places", "series",
    "series_sessions", "service", "session", "sessions_between", "taken_seats", "there_at", "who_comes",
]  # fmt: skip
