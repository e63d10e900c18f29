"""Would the tests of consent notice a mistake in its rules? Makes small mistakes on purpose, one at a time, and looks.

``python benchmarks/consent_mutations.py`` changes one thing in one module of ``alongside/consent/rules`` (a comparison, a
condition, a word, a row of a table, a statement left out), in a process of its own, and runs the room's tests against it
until one fails. A mistake that no test notices is a survivor: either a test is missing, or the change changes no answer,
and then ``benchmarks/consent_survivors.toml`` says why. Ends with 1 when there is one that nobody explained. Writes its
figures into ``docs/explanation/how-consent-is-checked.md`` between its markers.

No library: those there are change functions only, and here half of what decides stands in tables.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "alongside" / "consent" / "rules"
TESTS = ROOT / "alongside" / "consent" / "tests"
PAGE = ROOT / "docs" / "explanation" / "how-consent-is-checked.md"
EXPLAINED = ROOT / "benchmarks" / "consent_survivors.toml"
BEGIN, END = "<!-- mutations -->", "<!-- end of mutations -->"

# What decides, and what reads a question; not the words and not the values themselves.
MODULES = (
    "decide", "identities", "gates", "party", "directives", "guardianship", "legal", "emergency", "portal", "standing", "times", "request",
    "world", "vocabulary", "profile", "fields", "reading_world", "reading",
)  # fmt: skip
FIRST = (
    "test_flips",
    "test_flips_law",
    "test_flips_child",
    "test_flips_identities",
    "test_flips_refusals",
    "cases/test_cases",
    "cases/test_further",
    "test_obligations",
    "test_days",
    "test_profiles",
    "test_found_by_mistakes",
    "test_fields",
    "test_reading_worlds",
    "test_reading_questions",
)
LAST = ("test_reading", "test_properties")
LONGEST = 150  # seconds of work, twice what all tests take; a mistake that never ends is noticed too

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED = {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.LShift: ast.RShift,
           ast.RShift: ast.LShift, ast.Mult: ast.Add}  # fmt: skip
OTHER_NAMES = {"any": "all", "all": "any", "max": "min", "min": "max"}

Place = tuple[tuple[str, int | None], ...]  # from the top of a module: the names of fields, and which of a list


@dataclass(frozen=True)
class Mistake:
    """One change: where it is, what stood there, and what stands there now."""

    module: str
    line: int
    kind: str
    was: str
    now: str
    source: ast.Module
    place: Place
    changed: ast.AST | None

    @property
    def name(self) -> str:
        """How a survivor is called in the file that explains it: by its words, not its line."""
        return f"{self.module}: {self.was} -> {self.now}"

    @property
    def tree(self) -> ast.Module:
        """The changed module."""
        made = copy.deepcopy(self.source)
        _put(made, self.place, self.changed)
        return ast.fix_missing_locations(made)


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    """What could stand in the place of this node; `None` leaves it out (statements only)."""
    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            changed = copy.deepcopy(node)
            changed.ops[n] = COMPARED[type(op)]()
            yield "comparison", changed
    elif isinstance(node, ast.BoolOp):
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and/or", changed
        for n in range(len(node.values)):
            fewer = copy.deepcopy(node)
            del fewer.values[n]
            yield "condition left out", fewer if len(fewer.values) > 1 else fewer.values[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield "not left out", copy.deepcopy(node.operand)
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED:
        changed = copy.deepcopy(node)
        changed.op = COUNTED[type(node.op)]()
        yield "operator", changed
    elif isinstance(node, ast.Constant):
        yield from (("constant", ast.Constant(value)) for value in _other(node.value))
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in OTHER_NAMES:
        yield "any/all", ast.Name(OTHER_NAMES[node.id], ast.Load())
    elif isinstance(node, ast.IfExp):
        yield "condition", copy.deepcopy(node.body)
        yield "condition", copy.deepcopy(node.orelse)
    elif isinstance(node, ast.If | ast.While):
        for always in (True, False):
            changed = copy.deepcopy(node)
            changed.test = ast.Constant(always)
            yield "condition", changed
    elif isinstance(node, ast.comprehension) and node.ifs:
        changed = copy.deepcopy(node)
        changed.ifs = []
        yield "filter left out", changed
    elif isinstance(node, ast.Set | ast.Tuple | ast.List) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for n in range(len(node.elts)):
            fewer_elements = copy.deepcopy(node)
            del fewer_elements.elts[n]
            if fewer_elements.elts or not isinstance(node, ast.Set):
                yield "element left out", fewer_elements
    elif isinstance(node, ast.Dict):
        for n in range(len(node.keys)):
            fewer_entries = copy.deepcopy(node)
            del fewer_entries.keys[n], fewer_entries.values[n]
            yield "entry left out", fewer_entries
    elif isinstance(node, ast.Call):
        for n in range(len(node.keywords)):
            fewer_words = copy.deepcopy(node)
            del fewer_words.keywords[n]
            yield "argument left out", fewer_words
    elif isinstance(node, ast.Return) and node.value is not None:
        if not _empty(node.value):
            yield "nothing returned", ast.Return(ast.Constant(None))
        elif ast.unparse(node.value) != "False":  # that is turned round as a constant
            yield "something returned", ast.Return(ast.Constant("X"))
    elif isinstance(node, ast.Continue):
        yield "break", ast.Break()
    elif isinstance(node, ast.AugAssign | ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield "statement left out", None


def _empty(node: ast.expr) -> bool:
    """Is it nothing already, whichever kind of nothing?"""
    if isinstance(node, ast.Constant):
        return not node.value
    return isinstance(node, ast.List | ast.Tuple | ast.Set) and not node.elts


def _other(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, str) and value:
        return [value + "X"]
    return []


def mistakes(module: str) -> Iterator[Mistake]:
    """Every mistake this module can have, one at a time."""
    source = (RULES / f"{module}.py").read_text()
    tree = ast.parse(source)
    skipped = _untouched(tree)
    for path, node in _places(tree):
        if id(node) in skipped:
            continue
        for kind, changed in variants(node):
            was = (
                " ".join(ast.unparse(node).split())[:160]
                if not isinstance(node, ast.If | ast.While)
                else f"if {ast.unparse(node.test)}"
            )
            now = "" if changed is None else " ".join(ast.unparse(changed).split())[:160]
            if isinstance(node, ast.If | ast.While) and isinstance(changed, ast.If | ast.While):
                now = f"if {ast.unparse(changed.test)}"
            yield Mistake(module, getattr(node, "lineno", 0), kind, was, now, tree, path, changed)


def _untouched(tree: ast.Module) -> set[int]:
    """Docstrings, types and their names, imports, messages of errors and `__all__`: nothing in them decides."""
    found: set[int] = set()
    for node in ast.walk(tree):
        inner: list[ast.AST | None] = []
        if (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or isinstance(
            node, ast.Import | ast.ImportFrom | ast.Assert | ast.JoinedStr
        ):
            inner = [node]
        elif isinstance(node, ast.AnnAssign | ast.arg):
            inner = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            inner = [node.returns, *node.decorator_list]
            if node.name in ("in_words", "wrong", "_kind"):
                inner.append(node)
        elif isinstance(node, ast.ClassDef):
            inner = [*node.decorator_list, *node.bases]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "TypeVar":
            inner = [node]
        elif isinstance(node, ast.Raise):
            inner = [node.exc, node.cause]
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            inner = [node]
        found |= {id(below) for top in inner if top is not None for below in ast.walk(top)}
    return found


def _places(node: ast.AST, path: Place = ()) -> Iterator[tuple[Place, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield (*path, (name, None)), value
            yield from _places(value, (*path, (name, None)))
        elif isinstance(value, list):
            for n, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield (*path, (name, n)), each
                    yield from _places(each, (*path, (name, n)))


def _put(tree: ast.AST, path: Place, changed: ast.AST | None) -> None:
    for name, n in path[:-1]:
        tree = getattr(tree, name) if n is None else getattr(tree, name)[n]
    name, n = path[-1]
    if n is None:
        setattr(tree, name, changed)
    elif changed is None:
        getattr(tree, name)[n] = ast.Pass()
    else:
        getattr(tree, name)[n] = changed


class Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives out the changed module in the place of the one in the file."""

    def __init__(self, mistake: Mistake) -> None:
        self.name = f"alongside.consent.rules.{mistake.module}"
        self.code = compile(mistake.tree, f"<{mistake.module} with a mistake>", "exec")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The changed module, when it is asked for."""
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: Any) -> None:
        """Run it."""
        exec(self.code, module.__dict__)


def noticed(mistake: Mistake | None, suites: list[str]) -> str:
    """The outcome in a process of its own: "noticed", "survived" or "never ends".

    The tests that noticed come first in `suites` from then on: the next mistake is mostly one of theirs.
    """
    asked = tuple(suites)
    pid = os.fork()
    if pid == 0:
        try:
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, 1)
            os.dup2(devnull, 2)
            os._exit(_tested(mistake, asked))
        except BaseException:
            os._exit(len(asked) + 1)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == -signal.SIGXCPU:
        return "never ends"
    if 0 < code <= len(asked) and asked[code - 1] in FIRST:
        suites.sort(key=lambda name: name != asked[code - 1])
    return "survived" if code == 0 else "noticed"


def _tested(mistake: Mistake | None, suites: Sequence[str]) -> int:
    """0 when all pass, else which of them was the first to fail, counted from 1."""
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 5))

    if mistake is not None:
        sys.meta_path.insert(0, Planted(mistake))
    sys.dont_write_bytecode = True
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    plain = ["-x", "-q", "--noconftest", "--tb=no", "--assert=plain", "-W", "ignore", "--rootdir", str(ROOT)]
    plain += ["-o", "addopts="]
    for name in ("cacheprovider", "unraisableexception", "threadexception"):  # the last two look through all memory
        plain += ["-p", f"no:{name}"]
    for n, name in enumerate(suites, 1):  # most mistakes are noticed by the first, and the others are never read
        if pytest.main([*plain, str(TESTS / f"{name}.py")]):
            return n
    return 0


def warm_up() -> None:
    """Read everything the tests need and no mistake is planted in, once, before the first process is made."""
    import django.db.models
    import hypothesis.strategies
    import pytest
    import typer.main

    import alongside.accounts.terms
    import alongside.agencies.terms
    import tests.databases

    assert all(
        (
            django.db.models,
            hypothesis.strategies,
            pytest,
            typer.main,
            tests.databases,
            alongside.accounts.terms,
            alongside.agencies.terms,
        )
    )
    assert not [name for name in sys.modules if name.startswith("alongside.consent.rules")]
    gc.collect()
    gc.freeze()  # no child looks through all of this again


def main() -> None:
    """Plant, test, tell."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("modules", nargs="*", help="only these (without them, all; the page is written for all only)")
    ask.add_argument("--list", action="store_true", help="only count the mistakes")
    ask.add_argument("--quick", action="store_true", help="without random worlds: quicker, and may leave more")
    ask.add_argument("--jobs", type=int, default=1, help="so many at once")
    given = ask.parse_args()
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    wanted = given.modules or MODULES
    every = [mistake for module in wanted for mistake in mistakes(module)]
    print(f"{len(every)} mistakes in {len(wanted)} modules")
    if given.list:
        return
    warm_up()
    suites = [*FIRST, *LAST[:1]] if given.quick else [*FIRST, *LAST]
    if noticed(None, suites) != "survived":
        raise SystemExit("The tests do not pass without a mistake.")
    explained = tomllib.loads(EXPLAINED.read_text())["survivors"] if EXPLAINED.exists() else {}
    found: Counter[tuple[str, str]] = Counter()
    survivors: list[Mistake] = []
    outcomes = ThreadPoolExecutor(given.jobs).map(lambda mistake: noticed(mistake, suites), every)
    for n, (mistake, outcome) in enumerate(zip(every, outcomes, strict=True), 1):
        found[mistake.module, outcome] += 1
        if outcome == "survived":
            survivors.append(mistake)
            known = "explained" if mistake.name in explained else "SURVIVED"
            print(
                f"{known} {mistake.module}:{mistake.line} ({mistake.kind}) {mistake.was}  ->  {mistake.now}", flush=True
            )
        if n % 100 == 0:
            print(f"{n} of {len(every)}, {len(survivors)} survived", flush=True)
    page = render(wanted, found, survivors, explained)
    print(page)
    if not given.modules and not given.quick:
        before, rest = PAGE.read_text().split(BEGIN, 1)
        PAGE.write_text(before + BEGIN + "\n" + page + "\n" + END + rest.split(END, 1)[1])
    if any(mistake.name not in explained for mistake in survivors):
        raise SystemExit(1)


def render(
    modules: Sequence[str], found: Counter[tuple[str, str]], survivors: list[Mistake], explained: dict[str, str]
) -> str:
    """The figures as a page."""
    lines = ["| module | mistakes | noticed | never ended | not noticed |", "|---|---|---|---|---|"]
    for module in modules:
        row = [found[module, outcome] for outcome in ("noticed", "never ends", "survived")]
        lines.append(f"| `{module}` | {sum(row)} | {' | '.join(str(n) for n in row)} |")
    total = [sum(found[module, outcome] for module in modules) for outcome in ("noticed", "never ends", "survived")]
    lines.append(f"| together | {sum(total)} | {' | '.join(str(n) for n in total)} |")
    if survivors:
        lines += ["", "Not noticed, because no answer changes:", ""]
        told: dict[str, list[str]] = {}
        for mistake in survivors:
            told.setdefault(explained.get(mistake.name, "**not explained**"), []).append(mistake.name)
        for why, names in told.items():
            lines.append(f"- {why}")
            lines += [f"  - `{name.replace('|', '¦')}`" for name in dict.fromkeys(names)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
