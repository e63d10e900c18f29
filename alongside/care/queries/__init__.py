"""Named questions about care: the timeline, contacts, promises, a worker's home."""

from alongside.care.queries.contacts import contacts_of, first_met, versions_of
from alongside.care.queries.home import HomeRow, home
from alongside.care.queries.promises import next_promises, open_promises, promises_of
from alongside.care.queries.timeline import Entry, timeline

__all__ = [
    "Entry", "HomeRow", "contacts_of", "first_met", "home", "next_promises", "open_promises", "promises_of", "timeline",
    "versions_of",
]  # fmt: skip
