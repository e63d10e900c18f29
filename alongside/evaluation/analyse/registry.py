"""What methods there are, what each may be asked, and how options that were typed become values."""

from __future__ import annotations

import csv
import importlib
import math
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.outcome import Outcome
    from alongside.evaluation.analyse.table import Table

SEED = 20260101  # used where nobody gives one, so that a second run says the same
KINDS = ("column", "columns", "number", "numbers", "integer", "choice", "text", "flag")


@dataclass(frozen=True)
class Option:
    """One option of a method, ``--name`` on the command line.

    ``kind``: column (a name), columns (names with commas between), number, numbers (with commas between), integer,
    choice (of ``choices``), text, flag. What is not given is ``default``; columns and numbers not given are ().
    """

    name: str
    help: str
    kind: str
    default: object = None
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Method:
    """What people can ask: a word, the question it answers, its options and what it does.

    ``run`` takes the table (None where ``reads_table`` is False) and the options (- turned to _, with ``seed``).
    ``example``: a call on a file of tests/data/evaluation. ``keys``: what each value of the JSON means.
    ``limits``: sentences for the reference page.
    """

    name: str
    summary: str
    options: tuple[Option, ...]
    run: Callable[[Table, SimpleNamespace], Outcome]
    example: str
    reads_table: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()


class Methods(Mapping[str, Method]):
    """The methods by name. A method's module is read when that method is asked for."""

    def __init__(self) -> None:
        self.found: dict[str, Method] = {}

    def names(self) -> list[str]:
        """Every name, sorted: the names of the modules of ``of``, with - for _."""
        folder = str(Path(__file__).with_name("of"))
        return sorted(each.name.replace("_", "-") for each in pkgutil.iter_modules([folder]) if each.name[0] != "_")

    def __getitem__(self, name: str) -> Method:
        if name not in self.found:
            if name not in self.names():
                raise KeyError(name)
            module = importlib.import_module(f"alongside.evaluation.analyse.of.{name.replace('-', '_')}")
            self.found[name] = module.METHOD
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names())

    def __len__(self) -> int:
        return len(self.names())


METHODS = Methods()


def parts(text: str) -> tuple[str, ...]:
    """What stands between commas; a name with a comma in it stands in quotes."""
    found = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(each.strip() for each in found if each.strip())


def number(name: str, text: object) -> float:
    """One number of an option, with a point or a comma. Raises Unfit where it is none."""
    try:
        value = float(str(text).strip().replace(",", "."))
    except ValueError as why:
        raise Unfit("bad_option", f"--{name} takes a number; “{text}” is none.") from why
    if math.isnan(value):
        raise Unfit("bad_option", f"--{name} takes a number; “{text}” is none.")
    return value


def _value(option: Option, given: Any) -> Any:
    if option.kind == "flag":
        return bool(given)
    if option.kind in ("columns", "numbers"):
        each = parts(given) if isinstance(given, str) else given if isinstance(given, list | tuple) else (given,)
        return tuple(number(option.name, one) if option.kind == "numbers" else str(one) for one in each)
    if option.kind == "number":
        return number(option.name, given)
    if option.kind == "integer":
        value = number(option.name, given)
        if value != int(value):
            raise Unfit("bad_option", f"--{option.name} takes a whole number; {given} is none.")
        return int(value)
    text = str(given).strip()
    if option.kind == "choice" and text not in option.choices:
        raise Unfit("bad_option", f"--{option.name} is one of: {', '.join(option.choices)}. “{text}” is none of them.")
    return text


def read_options(method: Method, given: Mapping[str, Any], seed: int | None = None) -> SimpleNamespace:
    """Options as a method takes them; - and _ are the same. Raises Unfit: unknown, missing, or no value of its kind."""
    asked = {name.replace("_", "-"): value for name, value in given.items() if value is not None}
    known = {option.name: option for option in method.options}
    strange = [name for name in asked if name not in known]
    if strange:
        raise Unfit("bad_option", f"`{method.name}` has no --{strange[0]}.", f"It has: --{', --'.join(known)}.")
    values: dict[str, Any] = {}
    for name, option in known.items():
        if name in asked and asked[name] not in ("", (), []):
            value = _value(option, asked[name])
        elif option.required:
            raise Unfit("option_needed", f"`{method.name}` needs --{name}: {option.help}")
        else:
            several = () if option.kind in ("columns", "numbers") else False if option.kind == "flag" else None
            value = several if option.default is None else option.default
        values[name.replace("-", "_")] = value
    return SimpleNamespace(**values, seed=SEED if seed is None else int(seed))
