"""Templates as they are written: one TOML file each, its name is its id. What nobody knows is refused at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.evaluation.analyse.registry import KINDS, METHODS, Option

FOLDER = Path(__file__).parent
ID = re.compile(r"[A-Z]-\d\d[a-z]?")
PLACE = re.compile(r"\{([a-z0-9-]+)\}")
ABOUT = {
    "women": "Women: what changed",
    "mechanism": "How it comes about",
    "children": "Children",
    "service": "Use of services",
    "trials": "Trials and cost",
    "measurement": "Measuring",
    "system": "Relationships at every level",
}
TOP = {"id", "about", "title", "question", "shows", "limits", "role", "call"}
ROLE = {"name", "help", "kind", "required", "default", "choices"}
CALL = {"name", "each", "needs", "unless", "answers", "method", "options", "read"}


@dataclass(frozen=True)
class Call:
    """One call of a method, with roles in braces where columns will stand; see ``filling.fill``."""

    name: str
    method: str
    options: Mapping[str, Any]
    read: Mapping[str, Any] = field(default_factory=dict)
    each: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    answers: bool = False


@dataclass(frozen=True)
class Template:
    """A question that has its analysis: ``shows`` is what is looked for, ``limits`` what it cannot say.

    ``roles``: what columns and numbers it needs, as options of the command line.
    """

    id: str
    about: str
    title: str
    question: str
    shows: str
    limits: tuple[str, ...]
    roles: tuple[Option, ...]
    calls: tuple[Call, ...]

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods it calls, each once, in order."""
        return tuple(dict.fromkeys(call.method for call in self.calls))

    @property
    def reads_table(self) -> bool:
        """Does any of its methods need a file?"""
        return any(METHODS[method].reads_table for method in self.methods)


class Templates(Mapping[str, Template]):
    """The templates by id. A file is read when its template is asked for."""

    def __init__(self) -> None:
        self.found: dict[str, Template] = {}

    def ids(self) -> list[str]:
        """Every id, sorted."""
        return sorted(path.stem for path in FOLDER.glob("*.toml") if ID.fullmatch(path.stem))

    def __getitem__(self, id: str) -> Template:
        if id not in self.found:
            if id not in self.ids():
                raise KeyError(id)
            self.found[id] = read(FOLDER / f"{id}.toml")
        return self.found[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids())

    def __len__(self) -> int:
        return len(self.ids())


TEMPLATES = Templates()


def read(path: Path) -> Template:
    """One file as a template. Raises ValueError, naming the file and what is wrong in it."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))

    def wrong(what: str) -> ValueError:
        return ValueError(f"{path.name}: {what}")

    def known(words: Mapping[str, Any], allowed: set[str], where: str) -> None:
        if strange := sorted(set(words) - allowed):
            raise wrong(f"{where} holds “{strange[0]}”")

    known(written, TOP, "it")
    if written.get("id") != path.stem or written.get("about") not in ABOUT:
        raise wrong("its id is its file's name, and about is one of " + ", ".join(ABOUT))
    roles = []
    for role in written["role"]:
        known(role, ROLE, "a role")
        if role["kind"] not in KINDS:
            raise wrong(f"no kind is called {role['kind']}")
        roles.append(Option(**(role | {"choices": tuple(role.get("choices", ()))})))
    names = {role.name for role in roles}
    calls = []
    for each in written["call"]:
        known(each, CALL, each["name"])
        lists = {key: tuple(each.get(key, ())) for key in ("each", "needs", "unless")}
        call = Call(**(each | lists))
        if call.method not in METHODS.names():
            raise wrong(f"no method is called {call.method}")
        used = {*places(call.options), *places(call.read), *places(call.name), *(n for v in lists.values() for n in v)}
        if strange := sorted(used - names):
            raise wrong(f"{call.name}: no role is called {strange[0]}")
        calls.append(call)
    texts = {key: written[key] for key in ("id", "about", "title", "question", "shows")}
    return Template(**texts, limits=tuple(written["limits"]), roles=tuple(roles), calls=tuple(calls))


def places(value: Any) -> set[str]:
    """Roles that stand in braces anywhere in a value."""
    if isinstance(value, str):
        return set(PLACE.findall(value))
    if isinstance(value, Mapping):
        return {name for each in value.values() for name in places(each)}
    if isinstance(value, list | tuple):
        return {name for each in value for name in places(each)}
    return set()
