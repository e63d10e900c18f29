"""Named questions about care: the timeline, contacts, promises, a worker's home."""

from alongside.care.queries.contacts import contacts_of, first_met, versions_of
from alongside.care.queries.home import HomeRow, home
from alongside.care.queries.promises import next_promises, open_promises, promises_of
from alongside.care.queries.sharing import Shared, appointments_of, need, needs_of, shared
from alongside.care.queries.timeline import Entry, timeline

__all__ = [
    "Entry", "HomeRow", "Shared", "appointments_of", "contacts_of", "first_met", "home", "need", "needs_of",
    "next_promises", "open_promises", "promises_of", "shared", "timeline", "versions_of",
]  # fmt: skip
