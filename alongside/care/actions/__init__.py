"""Verbs of care: contacts, promises, and noting that a file has become quiet."""

from alongside.care.actions.contacts import correct_contact, record_contact, share_contact
from alongside.care.actions.needs import take_back_need, write_need
from alongside.care.actions.promises import change_promise, keep_promise, let_go_promise, promise
from alongside.care.actions.quiet import note_quiet

__all__ = [
    "change_promise", "correct_contact", "keep_promise", "let_go_promise", "note_quiet", "promise",
    "record_contact", "share_contact", "take_back_need", "write_need",
]  # fmt: skip
