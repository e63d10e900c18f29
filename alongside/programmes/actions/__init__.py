"""Verbs of programmes: beginning one, adapting it, writing down what was held, saying how it kept to its plan."""

from alongside.programmes.actions.giving import begin_delivery, end_worker, join_worker, say_turn
from alongside.programmes.actions.grouping import adapt_group, begin_group, mark_meeting, name_meeting
from alongside.programmes.actions.holding import hold_session, mark_session, put_session_right, say_after

__all__ = [
    "adapt_group", "begin_delivery", "begin_group", "end_worker", "hold_session", "join_worker", "mark_meeting",
    "mark_session", "name_meeting", "put_session_right", "say_after", "say_turn",
]  # fmt: skip
