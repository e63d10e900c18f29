"""Verbs of assessment: measuring with care."""

from alongside.assessment.actions.answering import Saved, confirm_answer, correct_answer, save_answer, told
from alongside.assessment.actions.calling import send_letters
from alongside.assessment.actions.mailing import Pack, letter_came_back, may_go_by_post, send_pack
from alongside.assessment.actions.offering import choose, later, offer, said_no
from alongside.assessment.actions.recording import Row, not_available, record_many, record_occasion
from alongside.assessment.actions.results import record_anonymous, record_result
from alongside.assessment.actions.scoring import child_months, score_again
from alongside.assessment.actions.sitting import (
    Started,
    finish,
    give_back,
    hand_over,
    note_feeling,
    pause,
    start_sitting,
    stop,
)
from alongside.assessment.actions.watching import (
    WATCH_SERVICE,
    close_alert,
    end_duty,
    escalate,
    follow_up,
    go_on_duty,
    letter_went,
    letters,
    pass_on,
    set_escalation,
    set_protocol,
    something_open,
    take_alert,
)

__all__ = [
    "WATCH_SERVICE",
    "Pack",
    "Row",
    "Saved",
    "Started",
    "child_months",
    "choose",
    "close_alert",
    "confirm_answer",
    "correct_answer",
    "end_duty",
    "escalate",
    "finish",
    "follow_up",
    "give_back",
    "go_on_duty",
    "hand_over",
    "later",
    "letter_came_back",
    "letter_went",
    "letters",
    "may_go_by_post",
    "not_available",
    "note_feeling",
    "offer",
    "pass_on",
    "pause",
    "record_anonymous",
    "record_many",
    "record_occasion",
    "record_result",
    "said_no",
    "save_answer",
    "score_again",
    "send_letters",
    "send_pack",
    "set_escalation",
    "set_protocol",
    "something_open",
    "start_sitting",
    "stop",
    "take_alert",
    "told",
]
