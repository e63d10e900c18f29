"""Before something leaves: did she know, and if not, why not? And before a concern is reported: was she told?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.recordkeeping.rules import Decision

LONGEST_HIDDEN = timedelta(days=31)  # a house rule: what is kept from her for her safety is looked at within a month


# Why somebody who writes did not tell her. (A look that rests on no signature has reasons of its own.)
WHY_NOT = frozenset({"not_safe", "not_reached", "law", "no_time"})


@dataclass(frozen=True)
class Told:
    """Whether she knew before (D-91): the codes of ``ToldBefore`` and ``WhyNotTold``.

    ``present``: she was there. ``hidden_until``: not on her page before, and ``hidden_why`` says what makes it unsafe.
    """

    before: str
    present: bool | None = None
    why_not: str = ""
    hidden_until: datetime | None = None
    hidden_why: str = ""


def may_leave(told: Told, now: datetime, *, look: bool = False) -> Decision:
    """Is it said whether she knew; and may it wait on her page? Only for her safety, and for a month at most.

    ``look``: somebody outside looked under an agreement; that it was agreed to is enough then, and for nothing else.
    """
    if told.before not in ("with_her", "told", "not_yet") and not (look and told.before == "agreed"):
        return Decision(False, "told_needed")
    if told.before == "not_yet" and told.why_not not in WHY_NOT:
        return Decision(False, "why_not_needed")
    if told.hidden_until is None:
        return Decision(True)
    if told.before != "not_yet" or told.why_not != "not_safe":
        return Decision(False, "hiding_is_for_safety")
    if not told.hidden_why.strip():
        return Decision(False, "until_needed")
    if not now < told.hidden_until <= now + LONGEST_HIDDEN:
        return Decision(False, "hiding_too_long")
    return Decision(True)


def may_be_handed_over(told: Told) -> Decision:
    """What goes into her own hands is read with her first, every word: nobody else does it for her."""
    return Decision(True) if told.before == "with_her" else Decision(False, "read_it_with_her")


def may_report(steps: Collection[str]) -> Decision:
    """May this be written down as reported? ``steps``: the codes of ``ReportStep`` written so far.

    Nothing holds up a report but two questions: is there a concern, and was she told (or why not)? Talking it over is
    shown and not asked for: the law wants the report at once.
    """
    if "reported" in steps:
        return Decision(False, "reported_already")
    if not {"told_her", "not_told"} & set(steps):
        return Decision(False, "say_if_told")
    return Decision(True)


def may_step(step: str, steps: Collection[str], words: str, why_not: str, again: bool) -> Decision:
    """May this step be written? Whoever does not tell her says why, and when it is looked at again."""
    if step == "not_told":
        if not why_not:
            return Decision(False, "why_not_needed")
        return Decision(True) if again else Decision(False, "again_needed")
    if step == "reported" and "reported" in steps:
        return Decision(False, "reported_already")
    return Decision(True) if words.strip() else Decision(False, "words_missing")


def is_whole(parts: Collection[tuple[str, str, str]], *, strengths_first: bool) -> Decision:
    """Is there something in it; and where there is something hard, is there something that goes well (E-11)?

    ``parts``: of each kind of record what goes well, what is hard, and what she says herself.
    """
    if not any(text.strip() for part in parts for text in part):
        return Decision(False, "nothing_said")
    hard, well = any(p[1].strip() for p in parts), any(p[0].strip() for p in parts)
    if strengths_first and hard and not well:
        return Decision(False, "letter_strengths_first")
    return Decision(True)
