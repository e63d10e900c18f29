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
from alongside.consent.actions.her_words import add_comment, record_statement

__all__ = [
    "Recipient",
    "add_comment",
    "change_draft",
    "choose",
    "draft",
    "give_copy",
    "lift",
    "load_forms",
    "put_away",
    "record_statement",
    "replace",
    "sign",
    "withdraw",
]
