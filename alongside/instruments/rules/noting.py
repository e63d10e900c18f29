"""What is wrong with a definition file, noted as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.instruments.rules.words import nearest


@dataclass(frozen=True)
class Problem:
    """Something to mend in a definition. ``where``: a path in the file such as ``scoring.scales[0].items``."""

    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says}" if self.where else self.says


@dataclass
class Notes:
    """Problems as they are found, and the small questions that find most of them."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, says: str) -> None:
        """Keep a problem."""
        self.found.append(Problem(where, says))

    def mapping(self, value: Any, where: str) -> Mapping[str, Any]:
        """``value`` when it is an object; else a problem and an empty one."""
        if isinstance(value, Mapping):
            return value
        self.add(where, "An object { … } is expected here.")
        return {}

    def sequence(self, value: Any, where: str) -> list[Any]:
        """``value`` when it is a list (nothing is an empty one); else a problem and an empty one."""
        if value is None:
            return []
        if isinstance(value, (list, tuple)):
            return list(value)
        self.add(where, "A list [ … ] is expected here.")
        return []

    def text(self, holder: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> str:
        """A text under ``key``."""
        value = holder.get(key)
        if value is None or value == "":
            if needed:
                self.add(where, f"“{key}” is missing.")
            return ""
        if not isinstance(value, str):
            self.add(f"{where}.{key}", "A text is expected here.")
            return ""
        return value

    def texts(self, value: Any, where: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self.sequence(value, where)
        for n, one in enumerate(found):
            if not isinstance(one, str):
                self.add(f"{where}[{n}]", "A text is expected here.")
        return tuple(one for one in found if isinstance(one, str))

    def number(self, holder: Mapping[str, Any], key: str, where: str, default: float | None = None) -> float:
        """A number under ``key``; without ``default`` it must be there."""
        value = holder.get(key, default)
        if not is_number(value):
            self.add(f"{where}.{key}", f"A number is expected here, not {value!r}." if key in holder else "is missing.")
            return default if default is not None else 0
        return value

    def flag(self, holder: Mapping[str, Any], key: str, where: str, default: bool) -> bool:
        """True or false under ``key``."""
        value = holder.get(key, default)
        if not isinstance(value, bool):
            self.add(f"{where}.{key}", "true or false is expected here.")
            return default
        return value

    def only(self, holder: Mapping[str, Any], known: tuple[str, ...] | list[str], where: str) -> None:
        """Every key must be one we know."""
        for key in holder:
            if key not in known:
                near = nearest(str(key), known)
                self.add(where, f"“{key}” is not known here." + (f" Is “{near[0]}” meant?" if near else ""))


def is_number(value: Any) -> bool:
    """Whether it is a finite number (true and false are not)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value - value == 0
