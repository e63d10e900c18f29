"""What kind of answer a value is, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from alongside.assessment.models import Answer
from alongside.assessment.terms import AnswerStanding, No
from alongside.instruments.rules import NOT_APPLICABLE, PREFER_NOT, check_answer
from alongside.instruments.rules import Definition as Read
from alongside.instruments.rules.answers import cleaned
from alongside.recordkeeping.rules import Refused


@dataclass(frozen=True)
class Wanted:
    """A value that may be saved: what kind of answer, and its number or its words."""

    standing: AnswerStanding
    value: Decimal | None = None
    words: str = ""

    def __str__(self) -> str:
        return f"{self.standing}:{'' if self.value is None else self.value.normalize()}:{self.words}"

    def is_in(self, row: Answer) -> bool:
        """``row`` says the same."""
        return (row.standing, row.value, row.words) == (self.standing, self.value, self.words)


def read_answer(terms: Read, item: str, value: object) -> Wanted:
    """What kind of answer ``value`` is, with its number or its words. Raises ``Refused`` for one that cannot be."""
    if isinstance(value, (list, tuple)):
        if len({str(each) for each in value}) > 1:
            raise Refused(No.ASKED_TWICE, field=item, value=value)
        value = value[0] if value else None
    decision = check_answer(terms, item, value)
    if not decision:
        raise Refused(decision.because, field=item, value=value)
    if value == PREFER_NOT:
        return Wanted(AnswerStanding.PREFER_NOT)
    if isinstance(value, str) and value.strip() == NOT_APPLICABLE:
        return Wanted(AnswerStanding.NOT_APPLICABLE)
    found = cleaned(terms.item(item), value)
    if found is None:
        return Wanted(AnswerStanding.CLEARED)
    if isinstance(found, str):
        return Wanted(AnswerStanding.ANSWERED, None, found)
    return Wanted(AnswerStanding.ANSWERED, Decimal(str(found)).quantize(Decimal("0.0001")))
