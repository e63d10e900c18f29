"""Verbs of goals: telling one, saying it anew, filing it elsewhere; steps, numbers, how it stands, talking it over."""

from alongside.goals.actions.going_on import add_step, put_rating_right, rate_goal, say_standing, settle_step, talk_over
from alongside.goals.actions.telling import file_anew, say_anew, tell_goal

__all__ = [
    "add_step", "file_anew", "put_rating_right", "rate_goal", "say_anew", "say_standing", "settle_step", "talk_over",
    "tell_goal",
]  # fmt: skip
