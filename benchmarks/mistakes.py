"""Small mistakes made on purpose in the rules of consent, one at a time: ``benchmarks/consent_mutations.py`` plants them.

What could stand in the place of each comparison, condition, word, row of a table and statement, and a loader that gives out
the changed module in the place of the one in the file.
"""

from __future__ import annotations

import ast
import copy
import importlib.abc
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RULES = Path(__file__).resolve().parent.parent / "alongside" / "consent" / "rules"

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
