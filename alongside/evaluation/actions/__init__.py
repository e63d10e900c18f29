"""Verbs of studies."""

from alongside.evaluation.actions.bringing import bring_for_site, bring_in
from alongside.evaluation.actions.for_women import answer_for_women, take_back_from_women, write_for_women
from alongside.evaluation.actions.leaving import take_out
from alongside.evaluation.actions.own import add_own_arm
from alongside.evaluation.actions.planning import ask_run, freeze_plan, write_plan
from alongside.evaluation.actions.registering import answer_for_community, ask_site, begin_study, count_flow
from alongside.evaluation.actions.reporting import derive_tallies
from alongside.evaluation.actions.running import load_run, run_plan

__all__ = [
    "add_own_arm",
    "answer_for_community",
    "answer_for_women",
    "ask_run",
    "ask_site",
    "begin_study",
    "bring_for_site",
    "bring_in",
    "count_flow",
    "derive_tallies",
    "freeze_plan",
    "load_run",
    "run_plan",
    "take_back_from_women",
    "take_out",
    "write_for_women",
    "write_plan",
]
