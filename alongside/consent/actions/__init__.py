"""Verbs of consent."""

from alongside.consent.actions.agreeing import (
    OfStudy,
    Recipient,
    change_draft,
    choose,
    draft,
    give_copy,
    put_away,
    sign,
)
from alongside.consent.actions.asking import refuse_ask
from alongside.consent.actions.circle import assign_outside_worker, end_outside_worker, hold_still
from alongside.consent.actions.collective import end_collective, record_collective
from alongside.consent.actions.disclosing import IntoHerHands, To, add_step, disclose
from alongside.consent.actions.ending import lift, lifter, replace, withdraw
from alongside.consent.actions.forms import load_forms
from alongside.consent.actions.glass import (
    Opened,
    close_break_glass,
    open_break_glass,
    review_break_glass,
    tell_of_glass,
)
from alongside.consent.actions.her_words import add_comment, record_statement
from alongside.consent.actions.letters import (
    begin_letter,
    change_letter,
    put_letter_away,
    send_letter,
    snapshot,
    write_part,
)
from alongside.consent.actions.outside import Viewed, acknowledge, note_read, record_view, send_back
from alongside.consent.actions.papers import (
    add_paper_step,
    correct_legal_basis,
    record_legal_basis,
    take_back_legal_basis,
)
from alongside.consent.actions.reporting import add_report_step, begin_report, send_report
from alongside.consent.actions.same_person import agree_apart, agree_same, drop_same, say_apart, say_same, stay_same
from alongside.consent.actions.sealing import ask_to_open, leave_closed, open_seal, seal
from alongside.consent.actions.trying import Tried, trying

__all__ = [
    "IntoHerHands", "OfStudy", "Opened", "Recipient", "To", "Tried", "Viewed", "acknowledge", "add_comment",
    "add_paper_step", "add_report_step", "add_step", "agree_apart", "agree_same", "ask_to_open",
    "assign_outside_worker", "begin_letter", "begin_report", "change_draft", "change_letter", "choose",
    "close_break_glass", "correct_legal_basis", "disclose", "draft", "drop_same", "end_collective",
    "end_outside_worker", "give_copy", "hold_still", "leave_closed", "lift", "lifter", "load_forms",
    "note_read", "open_break_glass", "open_seal", "put_away", "put_letter_away", "record_collective",
    "record_legal_basis", "record_statement", "record_view", "refuse_ask", "replace", "review_break_glass",
    "say_apart", "say_same", "seal", "send_back", "send_letter", "send_report", "sign", "snapshot",
    "stay_same", "take_back_legal_basis", "tell_of_glass", "trying", "withdraw", "write_part",
]  # fmt: skip
