"""Two people saved the same thing: the rows of the panel that puts both versions side by side. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """One answer in both versions, as readers see it."""

    label: str
    theirs: str
    yours: str

    @property
    def differs(self) -> bool:
        """True when the two versions do not say the same."""
        return self.theirs.strip() != self.yours.strip()


def side_by_side(yours: Iterable[tuple[str, str]], theirs: Mapping[str, str]) -> list[Side]:
    """Pair ``yours`` (``CalmForm.answers()``) with ``theirs`` (label to text), in the order of the form.

    Answers that only ``theirs`` holds come last, so that nothing is hidden.
    """
    mine = [(str(label), str(text)) for label, text in yours]
    rows = [Side(label, str(theirs.get(label, "")), text) for label, text in mine]
    known = {label for label, _text in mine}
    return rows + [Side(str(label), str(text), "") for label, text in theirs.items() if str(label) not in known]
