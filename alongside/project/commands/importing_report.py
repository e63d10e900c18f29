"""What `alongside import` tells: problems by file and line, second looks, and what was (or would be) brought over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.project.home import CannotContinue
from alongside.project.telling import console

if TYPE_CHECKING:
    from alongside.stewardship.rules.problems import Problem

MOST_PROBLEMS = 60  # on the screen; the report file holds all
MOST_LOOKS = 3  # of each kind


@dataclass
class Report:
    """Everything there is to tell. ``unit`` is family or person: what goes in wholly or not at all."""

    unit: tuple[str, str]
    problems: list[Problem] = field(default_factory=list)
    looks: list[Problem] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    brought: int = 0
    already: int = 0
    left_out: set[str] = field(default_factory=set)
    stopped: bool = False

    def tell(self, *, written: bool, file: Path | None) -> None:
        """Print the report and, with ``file``, write the whole of it there. Raises CannotContinue when that fails."""
        out = console()
        for line in self.lines(written=written, whole=False):
            out.print(line, markup=False)
        if file is None:
            return
        try:
            file.write_text("\n".join(self.lines(written=written, whole=True)) + "\n", encoding="utf-8")
        except OSError as why:
            raise CannotContinue(
                f"The report could not be written: {why.strerror}.", "Choose another file for --report."
            ) from why
        out.print(f"The whole report: {file}", markup=False)

    def lines(self, *, written: bool, whole: bool) -> Iterable[str]:
        """The report, line by line; ``whole``: without leaving anything out."""
        order: dict[str, int] = {}
        for problem in [*self.problems, *self.looks]:
            order.setdefault(problem.file, len(order))
        shown = sorted(self.problems, key=lambda p: (order[p.file], p.line))
        if shown:
            yield f"To mend ({len(shown)}):"
            yield from (f"  {problem}" for problem in (shown if whole else shown[:MOST_PROBLEMS]))
            if len(shown) > MOST_PROBLEMS and not whole:
                yield f"  … and {len(shown) - MOST_PROBLEMS} more; --report FILE writes them all."
            yield ""
        yield from self._second_looks(whole)
        yield from self._summary(written)

    def _second_looks(self, whole: bool) -> Iterable[str]:
        kinds: dict[str, list[Problem]] = {}
        for look in self.looks:
            kinds.setdefault(look.code, []).append(look)
        if kinds:
            yield f"Worth a second look, nothing is held up by it ({len(self.looks)}):"
            for same in kinds.values():
                yield from (f"  {look}" for look in (same if whole else same[:MOST_LOOKS]))
                if len(same) > MOST_LOOKS and not whole:
                    yield f"  … and {len(same) - MOST_LOOKS} more of this kind."
            yield ""

    def _summary(self, written: bool) -> Iterable[str]:
        if self.stopped:
            yield "Nothing was written. Please mend what is named above and try again."
            return
        verb = "Brought over" if written else "Would be brought over"
        details = ", ".join(f"{count:,} {name}" for name, count in self.rows.items() if count)
        yield f"{verb}: {self._count(self.brought)}" + (f" ({details})" if details else "") + "."
        if self.already:
            yield f"Already here, left as they are: {self._count(self.already)}."
        if self.left_out:
            names = sorted(self.left_out)
            some = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
            yield f"Left out wholly until mended: {self._count(len(names))} ({some})."
        if not written:
            yield "Nothing was written. The same command with --write brings them over."

    def _count(self, number: int) -> str:
        return f"{number:,} {self.unit[0] if number == 1 else self.unit[1]}"
