"""Verbs of assessment: measuring with care."""

from alongside.assessment.actions.answering import (
    Saved,
    confirm_answer,
    correct_answer,
    save_answer,
    told,
)
from alongside.assessment.actions.bringing import (
    Brought,
    bring_answers,
)
from alongside.assessment.actions.calling import (
    send_letters,
)
from alongside.assessment.actions.copies import release
from alongside.assessment.actions.development import (
    change_assessment,
    go_on_without_her,
    record_assessment,
    tell_mother,
)
from alongside.assessment.actions.growing import (
    correct_growth,
    record_growth,
)
from alongside.assessment.actions.late import Late, keep_late_answer
from alongside.assessment.actions.mailing import (
    Pack,
    letter_came_back,
    may_go_by_post,
    send_pack,
)
from alongside.assessment.actions.offering import (
    choose,
    later,
    offer,
    said_no,
)
from alongside.assessment.actions.planning import (
    CYCLE,
    PLANNING_SERVICE,
    Planned,
    let_go,
    load_cycle,
    note_anchor,
    plan,
    save_wave,
)
from alongside.assessment.actions.recording import (
    Row,
    not_available,
    record_many,
    record_occasion,
)
from alongside.assessment.actions.results import (
    record_anonymous,
    record_result,
)
from alongside.assessment.actions.scoring import (
    child_months,
    score_again,
)
from alongside.assessment.actions.seeing import (
    Coding,
    ask_second,
    rate_relationship,
    record_play,
    reflect,
    write_anchors,
)
from alongside.assessment.actions.sitting import (
    Started,
    begin_anew,
    confirm_earlier,
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
    "CYCLE",
    "PLANNING_SERVICE",
    "WATCH_SERVICE",
    "Brought",
    "Coding",
    "Late",
    "Pack",
    "Planned",
    "Row",
    "Saved",
    "Started",
    "ask_second",
    "begin_anew",
    "bring_answers",
    "change_assessment",
    "child_months",
    "choose",
    "close_alert",
    "confirm_answer",
    "confirm_earlier",
    "correct_answer",
    "correct_growth",
    "end_duty",
    "escalate",
    "finish",
    "follow_up",
    "give_back",
    "go_on_duty",
    "go_on_without_her",
    "hand_over",
    "keep_late_answer",
    "later",
    "let_go",
    "letter_came_back",
    "letter_went",
    "letters",
    "load_cycle",
    "may_go_by_post",
    "not_available",
    "note_anchor",
    "note_feeling",
    "offer",
    "pass_on",
    "pause",
    "plan",
    "rate_relationship",
    "record_anonymous",
    "record_assessment",
    "record_growth",
    "record_many",
    "record_occasion",
    "record_play",
    "record_result",
    "reflect",
    "release",
    "said_no",
    "save_answer",
    "save_wave",
    "score_again",
    "send_letters",
    "send_pack",
    "set_escalation",
    "set_protocol",
    "something_open",
    "start_sitting",
    "stop",
    "take_alert",
    "tell_mother",
    "told",
    "write_anchors",
]
