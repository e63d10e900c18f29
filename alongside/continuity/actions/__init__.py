"""Verbs of staying: waits and what happens meanwhile, how often we would like to meet, days away and cover."""

from alongside.continuity.actions.cover import (
    answer_cover,
    ask_cover,
    end_cover,
    go_away,
    hand_back,
    not_this_person,
    shorten,
    stay,
)
from alongside.continuity.actions.farewell import say_farewell
from alongside.continuity.actions.waiting import ask_for, keep_rhythm, step

__all__ = [
    "answer_cover", "ask_cover", "ask_for", "end_cover", "go_away", "hand_back", "keep_rhythm", "not_this_person",
    "say_farewell", "shorten", "stay", "step",
]  # fmt: skip
