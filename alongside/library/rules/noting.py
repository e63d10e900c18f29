"""Reading a table of a file, with everything that is wrong with it noted under its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from alongside.library.rules.amounts import WEEKS_IN, Lasts, Span
from alongside.recordkeeping.rules import Words


@dataclass(frozen=True)
class Problem:
    """Something to mend. ``where``: the file and the place in it."""

    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"


class Table:
    """One table of a file. What is taken out of it is remembered, so that ``done`` can say what nobody knows."""

    def __init__(self, held: Any, where: str, found: list[Problem]) -> None:
        self.held: Mapping[str, Any] = held if isinstance(held, Mapping) else {}
        self.where, self.found, self._taken = where, found, set[str]()
        if not isinstance(held, Mapping):
            self.no("", "a table is expected here.")

    def no(self, key: str, says: str) -> None:
        """Note a problem with ``key``."""
        self.found.append(Problem(f"{self.where}.{key}" if key else self.where, says))

    def take(self, key: str) -> Any:
        """What stands under ``key``; None when nothing does."""
        self._taken.add(key)
        return self.held.get(key)

    def done(self) -> None:
        """Every key must have been one we know."""
        for key in self.held:
            if key not in self._taken:
                self.no(key, "is not known here.")

    def text(self, key: str, *, needed: bool = True) -> str:
        """A text."""
        value = self.take(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if needed or value is not None:
            self.no(key, "a text is expected here.")
        return ""

    def words(self, key: str, *, needed: bool = False) -> Words | None:
        """A text in both languages: { en = "…", fr = "…" }."""
        value = self.take(key)
        if value is None and not needed:
            return None
        return both(value) or self._no_words(key)

    def _no_words(self, key: str) -> Words | None:
        self.no(key, "a text in both languages is expected here: { en = “…”, fr = “…” }.")
        return None

    def needed_words(self, key: str) -> Words:
        """A text in both languages that must be there."""
        return self.words(key, needed=True) or Words("", "")

    def several_words(self, key: str) -> tuple[Words, ...]:
        """A list of texts, each in both languages."""
        value = self.take(key)
        found = tuple(both(each) for each in value) if isinstance(value, list) else ()
        if (value is not None and not isinstance(value, list)) or None in found:
            self.no(key, "a list of texts in both languages is expected here.")
        return tuple(each for each in found if each is not None)

    def one_of(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """One of a few codes; without ``default`` it must be there."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if value not in known:
            self.no(key, f"one of these is expected here: {', '.join(known)}.")
            return default or next(iter(known))
        return str(value)

    def several(self, key: str, known: Collection[str] = (), *, needed: bool = False) -> tuple[str, ...]:
        """A list of codes; ``known``: which there are."""
        value = self.take(key)
        if value is None and not needed:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            self.no(key, "a list of words is expected here.")
            return ()
        for each in value:
            if known and each not in known:
                self.no(key, f"“{each}” is none of these: {', '.join(known)}.")
        return tuple(value)

    def whole(self, key: str, default: int | None = None) -> int | None:
        """A whole number, not below nought."""
        value = self.take(key)
        if value is None:
            return default
        if not _whole(value):
            self.no(key, "a whole number is expected here.")
            return default
        return int(value)

    def number(self, key: str) -> float | None:
        """A number."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
            self.no(key, "a number is expected here.")
            return None
        return float(value)

    def flag(self, key: str) -> bool:
        """true or false; false unless it is there."""
        value = self.take(key)
        if value not in (None, True, False):
            self.no(key, "true or false is expected here.")
        return value is True

    def pair(self, key: str) -> tuple[int, int] | None:
        """Two whole numbers, the lower first."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2 or not all(map(_whole, value)):
            self.no(key, "two whole numbers are expected here: [1, 2].")
            return None
        return int(value[0]), int(value[1])

    def span(self, key: str) -> Span | None:
        """A whole number, or from and to: 90, [60, 90]."""
        if isinstance(self.held.get(key), list):
            found = self.pair(key)
            if found is not None and found[0] > found[1]:
                self.no(key, "the lower number comes first.")
            return Span(*found) if found is not None else None
        value = self.whole(key)
        return Span(value, value) if value is not None else None

    def lasts(self, key: str) -> Lasts | None:
        """How long: { weeks = 20 }, { months = [3, 6] }, { years = 1 }."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, Mapping) or len(value) != 1 or next(iter(value)) not in WEEKS_IN:
            self.no(key, "weeks, months or years are expected here: { weeks = 20 }.")
            return None
        inner = Table(value, f"{self.where}.{key}", self.found)
        unit = next(iter(value))
        span = inner.span(unit)
        return Lasts(span, unit) if span is not None else None

    def tables(self, key: str) -> Iterator[Table]:
        """Each table of a list of them."""
        value = self.take(key)
        if value is not None and not isinstance(value, list):
            self.no(key, "a list of tables is expected here.")
            return
        for n, each in enumerate(value or ()):
            yield Table(each, f"{self.where}.{key}[{n}]", self.found)

    def table(self, key: str) -> Table | None:
        """A table inside this one."""
        value = self.take(key)
        return None if value is None else Table(value, f"{self.where}.{key}", self.found)


def both(value: Any) -> Words | None:
    """``value`` as a text in both languages; None when it is none."""
    if not isinstance(value, Mapping) or set(value) != {"en", "fr"}:
        return None
    if not all(isinstance(each, str) and each.strip() for each in value.values()):
        return None
    return Words(value["en"].strip(), value["fr"].strip())


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
