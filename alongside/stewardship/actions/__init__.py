"""Verbs over a whole programme: begin a real one, load the reference configuration, load a practice programme."""

from alongside.stewardship.actions.beginning import begin_programme
from alongside.stewardship.actions.breaches import add_breach_step, record_breach
from alongside.stewardship.actions.copying import APART, as_read, blank, give_copy, mark_for_copy, prepared
from alongside.stewardship.actions.demonstration import load_demonstration
from alongside.stewardship.actions.her_copy import answer_copy, ask_for_copy
from alongside.stewardship.actions.looks import answer_look, keep_own_street
from alongside.stewardship.actions.reference import load_reference

__all__ = [
    "APART", "add_breach_step", "answer_copy", "answer_look", "as_read", "ask_for_copy", "begin_programme",
    "blank", "give_copy", "keep_own_street", "load_demonstration", "load_reference", "mark_for_copy", "prepared",
    "record_breach",
]  # fmt: skip
