"""Taking values out of a JSON object, one by one, so that what is wrong is said with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from alongside.consent.rules.times import day_begins, day_is_over
from alongside.consent.rules.vocabulary import CATEGORIES, Who
from alongside.safekeeping.terms import EVERYTHING

MANY = 8  # words of a vocabulary that a message lists


class NotUnderstood(ValueError):
    """Something in a request that cannot be read: the text says where and what."""


def word(given: str) -> str:
    """A word of the vocabulary, as it is spelled here: `Step-up` is `step_up`."""
    return given.strip().lower().replace("-", "_").replace(" ", "_")


class Fields:
    """The fields of one JSON object. Each is taken once; `done` says which ones nobody knows."""

    def __init__(self, data: Any, where: str, zone: ZoneInfo) -> None:
        if not isinstance(data, Mapping):
            raise NotUnderstood(f"{where}: an object with fields is needed, not {_kind(data)}")
        self.data, self.where, self.zone = data, where, zone
        self.taken: set[str] = set()

    def _take(self, name: str) -> Any:
        self.taken.add(name)
        return self.data.get(name)

    def wrong(self, name: str, what: str) -> NotUnderstood:
        """The complaint about one field."""
        return NotUnderstood(f"{self.where}.{name}: {what}")

    def done(self) -> None:
        """Every field has been asked for. Raises NotUnderstood for one that nobody knows."""
        strange = sorted(set(self.data) - self.taken)
        if strange:
            known = ", ".join(sorted(self.taken))
            raise NotUnderstood(f"{self.where}: “{strange[0]}” is not a field here. Fields are: {known}")

    def who(self, name: str) -> Who | None:
        """An id: text or a whole number; absent or empty is nobody."""
        return self._id(name, self._take(name))

    def _id(self, name: str, given: Any) -> Who | None:
        if given is None or given == "":
            return None
        if isinstance(given, bool) or not isinstance(given, str | int):
            raise self.wrong(name, f"an id is text or a whole number, not {_kind(given)}")
        return given

    def whos(self, *names: str) -> tuple[Who, ...]:
        """Ids from any of these fields, each one id or a list of ids."""
        found: list[Who] = []
        for name in names:
            given = self._take(name)
            for each in given if isinstance(given, list) else [given]:
                one = self._id(name, each)
                if one is not None:
                    found.append(one)
        return tuple(dict.fromkeys(found))

    def text(self, name: str) -> str:
        """Text; absent is empty."""
        given = self._take(name)
        if given is None:
            return ""
        if not isinstance(given, str):
            raise self.wrong(name, f"text is needed, not {_kind(given)}")
        return given

    def yes(self, name: str, otherwise: bool | None = False) -> bool | None:
        """`true` or `false`; absent is `otherwise`."""
        given = self._take(name)
        if given is None:
            return otherwise
        if not isinstance(given, bool):
            raise self.wrong(name, f"true or false is needed, not {_kind(given)}")
        return given

    def word_of(self, name: str, known: Collection[str], otherwise: str = "") -> str:
        """One word of a vocabulary."""
        given = self.text(name)
        return self._known(name, given, known) if given else otherwise

    def words(self, *names: str, known: Collection[str] | None = None) -> frozenset[str]:
        """Words from any of these fields, each one word or a list of words."""
        found = set()
        for name in names:
            given = self._take(name)
            if given is None:
                continue
            for each in given if isinstance(given, list) else [given]:
                if not isinstance(each, str):
                    raise self.wrong(name, f"a list of words is needed, not {_kind(each)}")
                found.add(word(each) if known is None else self._known(name, each, known))
        return frozenset(found)

    def _known(self, name: str, given: str, known: Collection[str]) -> str:
        if word(given) not in known:
            some = ", ".join(sorted(known)) if len(known) <= 2 * MANY else f"{', '.join(sorted(known)[:MANY])} …"
            raise self.wrong(name, f"“{given}” is not known. Known are: {some}")
        return word(given)

    def mask(self, name: str, otherwise: int) -> int:
        """Categories as a mask: a list of them, or `"all"`."""
        given = self.data.get(name)
        if given is None:
            self._take(name)
            return otherwise
        if given == "all":
            self._take(name)
            return EVERYTHING
        total = 0
        for each in self.words(name, known=CATEGORIES):
            total |= 1 << CATEGORIES[each]
        return total

    def moment(self, name: str, *, day_counts: bool = False) -> datetime | None:
        """A moment in UTC. A day is its first moment or, when `day_counts`, the moment it is over."""
        given = self._take(name)
        if given is None:
            return None
        if not isinstance(given, str):
            raise self.wrong(name, f"a day (2026-03-02) or a time with its offset is needed, not {_kind(given)}")
        try:
            if len(given) == 10:
                day = date.fromisoformat(given)
                if day_counts and day == date.max:
                    return None  # the last day there is: how many programs write that there is no end
                return day_is_over(day, self.zone) if day_counts else day_begins(day, self.zone)
            at = datetime.fromisoformat(given)
            if at.tzinfo is not None:
                return at.astimezone(UTC)
        except (ValueError, OverflowError) as why:
            raise self.wrong(name, f"“{given}” is not a day (2026-03-02) or a time (2026-03-02T10:00:00Z)") from why
        raise self.wrong(name, f"“{given}” does not say its offset; write 2026-03-02T10:00:00Z or …-05:00")

    def clock(self, name: str) -> datetime | None:
        """A moment on a clock, in UTC: a day alone will not do."""
        given = self.data.get(name)
        if isinstance(given, str) and len(given) == 10:
            raise self.wrong(name, f"“{given}” is a day; a time with its offset is needed: {given}T10:00:00Z")
        return self.moment(name)

    def day(self, name: str) -> date | None:
        """A day."""
        given = self._take(name)
        try:
            return None if given is None else date.fromisoformat(given)
        except (TypeError, ValueError) as why:
            raise self.wrong(name, f"“{given}” is not a day (2026-03-02)") from why

    def rows(self, *names: str) -> Iterator[Fields]:
        """The objects of a list, each with its place."""
        for name in names:
            given = self._take(name)
            if given is None:
                continue
            if not isinstance(given, list):
                raise self.wrong(name, f"a list is needed, not {_kind(given)}")
            for n, each in enumerate(given):
                yield Fields(each, f"{self.where}.{name}[{n}]", self.zone)

    def entries(self, name: str) -> Iterator[tuple[Any, Any]]:
        """Name and value of each entry of an object; a list of objects is read by their `id`."""
        given = self._take(name)
        if given is None:
            return
        if isinstance(given, list):
            given = dict(self._named(name, each) for each in given)
        if not isinstance(given, Mapping):
            raise self.wrong(name, f"an object is needed, not {_kind(given)}")
        for named, said in given.items():
            yield named, said
            if isinstance(named, str) and named.isdecimal() and str(int(named)) == named:
                yield int(named), said  # JSON has no names but text, and an id may be a whole number

    def _named(self, name: str, each: Any) -> tuple[Any, Any]:
        if not isinstance(each, Mapping):
            raise self.wrong(name, f"in a list, objects with an id are needed, not {_kind(each)}")
        named = self._id(name, each.get("id"))
        if named is None:
            raise self.wrong(name, "in a list, each object needs its id")
        return named, {field: given for field, given in each.items() if field != "id"}

    def inside(self, name: str, data: Any) -> Fields:
        """The fields of an object inside this one."""
        return Fields(data, f"{self.where}.{name}", self.zone)

    def raw(self, name: str) -> Any:
        """The value as it is, for a field that may be written in several ways."""
        return self._take(name)


def _kind(given: Any) -> str:
    names = {type(None): "nothing", bool: "yes or no", int: "a number", float: "a number", str: "text", list: "a list"}
    return names.get(type(given), "an object")
