"""Verbs of assessment: measuring with care."""

from alongside.assessment.actions.answering import Saved, confirm_answer, correct_answer, save_answer, told
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

__all__ = [
    "Pack",
    "Row",
    "Saved",
    "Started",
    "child_months",
    "choose",
    "confirm_answer",
    "correct_answer",
    "finish",
    "give_back",
    "hand_over",
    "later",
    "letter_came_back",
    "may_go_by_post",
    "not_available",
    "note_feeling",
    "offer",
    "pause",
    "record_anonymous",
    "record_many",
    "record_occasion",
    "record_result",
    "said_no",
    "save_answer",
    "score_again",
    "send_pack",
    "start_sitting",
    "stop",
    "told",
]
