"""Verbs of consent."""

from alongside.consent.actions.agreeing import (
    Recipient,
    change_draft,
    choose,
    draft,
    give_copy,
    lift,
    put_away,
    replace,
    sign,
    withdraw,
)
from alongside.consent.actions.forms import load_forms
from alongside.consent.actions.outside import Viewed, acknowledge, note_read, record_view, send_back

__all__ = [
    "Recipient", "Viewed", "acknowledge", "change_draft", "choose", "draft", "give_copy", "lift", "load_forms",
    "note_read", "put_away", "record_view", "replace", "send_back", "sign", "withdraw",
]  # fmt: skip
