"""When she has used: which answer fits which step, and what it needs. Plain Python; nothing else asks here."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.care.terms import UsedState, UsedStep
from alongside.recordkeeping.rules import Decision

_USUAL = (UsedState.DONE, UsedState.NOT_NEEDED, UsedState.RATHER_NOT)
FITTING: Mapping[UsedStep, tuple[UsedState, ...]] = {
    UsedStep.MET: (UsedState.OPEN, UsedState.DONE, UsedState.LEAVE, UsedState.NOT_NEEDED),
    UsedStep.CHILDREN: _USUAL,
    UsedStep.TELL: (UsedState.NOTHING, UsedState.ASKING, UsedState.MUST),
    UsedStep.BESIDE: _USUAL,
    UsedStep.HELPED: _USUAL,
}
_IN_WORDS = frozenset({UsedStep.CHILDREN, UsedStep.HELPED})
_BY_SOMEBODY = frozenset({UsedStep.MET, UsedStep.BESIDE})


def check_answer(step: str, state: str, *, words: bool, somebody: bool) -> Decision:
    """Does ``state`` answer ``step``? ``words``: something is written; ``somebody``: a colleague is named."""
    if state not in FITTING[UsedStep(step)]:
        return Decision(False, "answer_unfit")
    if state != UsedState.DONE:
        return Decision(True)
    if step in _IN_WORDS and not words:
        return Decision(False, "words_needed")
    if step in _BY_SOMEBODY and not (words or somebody):
        return Decision(False, "who_was_there")
    return Decision(True)
