"""Named questions about services: what is offered, when it is, who of us is there, who comes."""

from alongside.services.queries.catalogue import Offered, every_service, name_in_file, places, service
from alongside.services.queries.coming import (
    Come,
    Comes,
    booking,
    coming_of,
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
)

__all__ = [
    "Come", "Comes", "Offered", "at_the_same_time", "booking", "coming_of", "every_service", "in_hospital",
    "in_the_same_room", "name_in_file", "places", "series", "series_sessions", "service", "session", "sessions_between",
    "taken_seats", "who_comes",
]  # fmt: skip
