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
from alongside.consent.actions.trying import Tried, trying

__all__ = [
    "Recipient", "Tried", "change_draft", "choose", "draft", "give_copy", "lift", "load_forms", "put_away", "replace",
    "sign", "trying", "withdraw",
]  # fmt: skip
