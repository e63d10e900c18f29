"""Verbs of the one door: a first contact, talking, taking back, telling on as a goal, offers, a welcome."""

from alongside.intake.actions.door import keep_door, leave_word, put_aside, take_in
from alongside.intake.actions.first import Heard, begin, hear_of
from alongside.intake.actions.talking import Said, say, take_back, talk, tell_on
from alongside.intake.actions.waiting import offer, welcome

__all__ = [
    "Heard", "Said", "begin", "hear_of", "keep_door", "leave_word", "offer", "put_aside", "say", "take_back", "take_in",
    "talk", "tell_on", "welcome",
]  # fmt: skip
