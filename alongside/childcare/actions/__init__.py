"""Verbs of child care: noting who brought and fetched a child, saying who may, telling a day, saying what helps."""

from alongside.childcare.actions.day import correct_entry, tell
from alongside.childcare.actions.door import note_door, undo_door
from alongside.childcare.actions.fetching import Somebody, bar_fetching, end_bar, end_fetcher, let_fetch, let_today
from alongside.childcare.actions.helping import note_consult, say_what_helps
from alongside.childcare.actions.places import give_days
from alongside.childcare.actions.ratios import end_ratio, say_ratio

__all__ = [
    "Somebody", "bar_fetching", "correct_entry", "end_bar", "end_fetcher", "end_ratio", "give_days", "let_fetch",
    "let_today", "note_consult", "note_door", "say_ratio", "say_what_helps", "tell", "undo_door",
]  # fmt: skip
