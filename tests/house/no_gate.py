"""Finds code that could make something depend on use, tests, readiness or attendance (T-11, E-02, E-21).

Two questions are asked of every module of the programme:

1. *May this place know of it at all?* Returns to use and use patterns are written by two verbs, read by two questions
   and the timeline, and shown by their form and the timeline's words. Every other mention is found.
2. *Does a place that may know decide by it?* Even there, a mention (or a name that was given its value) inside a
   condition, a comparison, a filter, or an argument of a rule is found.

Names alone are compared, so it is a net with small holes, not a proof; ``test_no_gate.py`` also asks the database.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = frozenset(
    {
        "ReturnToUse",
        "UsePattern",
        "ReturnKind",
        "record_return",
        "record_pattern",
        "returns_of",
        "patterns_of",
        "Presence",
        "UsedAnswer",
        "AskedToday",
    }
)
ATTRIBUTES = NAMES | {"returns", "return_to_use", "use_patterns", "used_answers"}
TEXTS = re.compile(
    r"enrolment_returntouse|enrolment_usepattern|care_usedanswer|care_askedtoday|\breturns__|\breturntouse\b"
    r"|\busepattern\b|\busedanswer\b|\baskedtoday\b",
    re.I,
)
KEYWORDS = re.compile(r"(^|__)(returns|returntouse|usepattern|usedanswer|used_answers|askedtoday)(__|$)")

# Words for which there is no field, choice, name or parameter anywhere.
NO_SUCH_THING = re.compile(
    r"toxicolog|(^|[_\W])urine|drug[_ ]?(test|screen)|breathaly|sobriet|sober|abstinen|attendance|readiness"
    r"|no[_ ]?show|non[_ -]?complian|dropped[_ ]out",
    re.I,
)

EVERYWHERE = "*"
# Which places may know of it, and why.
MAY_KNOW: dict[str, frozenset[str]] = {
    "enrolment/models.py": frozenset({"ReturnToUse", "UsePattern"}),  # the event itself
    "enrolment/terms.py": frozenset({"ReturnKind"}),  # its words
    "enrolment/actions/__init__.py": frozenset({"__all__"}),  # names the verbs
    "enrolment/actions/events.py": frozenset({"record_return", "record_pattern"}),  # writing it down
    "enrolment/queries.py": frozenset({"returns_of", "patterns_of"}),  # reading it with her
    "services/models.py": frozenset({"Presence"}),  # how somebody was there
    "services/queries/coming.py": frozenset({"Comes", "coming_of", "_comes", "_known"}),  # reading it, asking about it
    "programmes/queries/given.py": frozenset({"_was"}),  # how much of a programme was given, read where it was said
    "care/queries/timeline.py": frozenset({"_ARMS"}),  # showing it among everything else
    # Being beside her then: its own modules, which write down what was said to it and offer to meet her. What they decide
    # is whether her people are kindly reminded of her, and nothing of hers (tests/wall/test_used.py tells it whole).
    "care/models/used.py": frozenset({EVERYWHERE}),
    "care/actions/used.py": frozenset({EVERYWHERE}),
    "care/queries/used.py": frozenset({EVERYWHERE}),
    "care/models/__init__.py": frozenset({"__all__"}),
    "pages/worker/used.py": frozenset({EVERYWHERE}),  # its page
    "pages/worker/presented/used.py": frozenset({EVERYWHERE}),  # its words
    "pages/worker/presented/story.py": frozenset({"_TITLES"}),  # its words on the timeline
    "stewardship/rules/mother_and_child.py": frozenset({"FIELDS"}),  # whose side each field is on
    "pages/worker/her.py": frozenset({"_told"}),  # reading it where she told it
    "pages/worker/presented/her.py": frozenset({"returned", "pattern"}),  # its words there
    "pages/worker/writing/being_with.py": frozenset(
        {"ReturnForm", "return_add", "PatternForm", "pattern_add"}  # its forms
    ),
    "stewardship/queries/her_sources.py": frozenset({"SOURCES"}),  # giving it to her, with everything else of hers
    "stewardship/actions/writing.py": frozenset({"TABLES"}),  # copying a made-up programme
    "stewardship/demonstration/": frozenset({EVERYWHERE}),  # inventing one
    "stewardship/actions/sessions.py": frozenset({EVERYWHERE}),  # and who came to a group
    "stewardship/actions/week.py": frozenset({EVERYWHERE}),  # and to a talk this week
}
# The list of words must be able to name what it advises against, and the shelf what its questionnaires measure.
NO_WORDS_IN = ("wording/", "pages/worker/presented/constructs.py", "pages/worker/presented/plain.py")

_DECIDING_CALLS = frozenset(
    {"filter", "exclude", "Q", "require", "decide", "Decision", "allowed_transition", "may_come_back", "any", "all"}
)


@dataclass(frozen=True)
class Found:
    """One place that should not be."""

    path: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.why}"


def search(package: Path) -> list[Found]:
    """Everything found in the modules under ``package`` (tests and migrations left out)."""
    found: list[Found] = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if "/tests/" in f"/{name}" or "/migrations/" in f"/{name}":
            continue
        tree = ast.parse(path.read_text())
        found += _knowing(name, tree)
        if not name.startswith(NO_WORDS_IN):
            found += _words(name, tree)
    return found


def _knowing(name: str, tree: ast.Module) -> Iterator[Found]:
    allowed = MAY_KNOW.get(name) or next(
        (who for p, who in MAY_KNOW.items() if p[-1] == "/" and name.startswith(p)), None
    )
    aliases = _aliases(tree)
    for statement in tree.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            if allowed is None and any(a.name in NAMES for a in statement.names):
                yield Found(name, statement.lineno, "brings in what must decide nothing")
            continue
        mentions = [n for n in ast.walk(statement) if _mentions(n, aliases)]
        if not mentions:
            continue
        if allowed is None or not (EVERYWHERE in allowed or _owners(statement) & allowed):
            yield Found(name, mentions[0].lineno, "knows of a return to use, and need not")
        elif EVERYWHERE not in allowed:
            yield from _deciding(name, statement, aliases)


def _aliases(tree: ast.Module) -> frozenset[str]:
    """Names under which this module knows them ("import ReturnToUse as Event")."""
    imports = (n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom)))
    return NAMES | {a.asname for i in imports for a in i.names if a.name in NAMES and a.asname}


def _owners(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {t.id for t in targets if isinstance(t, ast.Name)}


def _mentions(node: ast.AST, names: frozenset[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Attribute):
        return node.attr in ATTRIBUTES
    if isinstance(node, ast.keyword):
        return bool(node.arg and KEYWORDS.search(node.arg))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(TEXTS.search(node.value)) or node.value in ATTRIBUTES
    return False


def _deciding(name: str, statement: ast.stmt, aliases: frozenset[str]) -> Iterator[Found]:
    """Conditions, comparisons, filters and rules that look at it, also through a name that was given its value."""
    known = set(aliases)
    grew = True
    while grew:
        grew = False
        for node in ast.walk(statement):
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For)):
                value = node.iter if isinstance(node, ast.For) else node.value
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                new = {t.id for t in targets if isinstance(t, ast.Name)} - known
                if new and value is not None and _within(value, frozenset(known)):
                    known |= new
                    grew = True
    for node in ast.walk(statement):
        for place in _conditions(node):
            if _within(place, frozenset(known)):
                yield Found(name, getattr(place, "lineno", statement.lineno), "decides by a return to use")


def _within(tree: ast.AST, names: frozenset[str]) -> bool:
    return any(_mentions(node, names) for node in ast.walk(tree))


def _conditions(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)):
        return [node.test]
    if isinstance(node, ast.comprehension):
        return list(node.ifs)
    if isinstance(node, (ast.Compare, ast.BoolOp)):
        return [node]
    if isinstance(node, ast.Match):
        return [node.subject]
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in _DECIDING_CALLS:
            return [*node.args, *node.keywords]
    return []


def _words(name: str, tree: ast.Module) -> Iterator[Found]:
    """Names, parameters, fields, choices and texts for what does not exist here; docstrings may say so."""
    docstrings = {id(d) for n in ast.walk(tree) if (d := _docstring(n)) is not None}
    for node in ast.walk(tree):
        for text in _texts(node):
            if NO_SUCH_THING.search(text) and id(node) not in docstrings:
                yield Found(name, getattr(node, "lineno", 1), f"there is no such thing as {text[:40]!r}")


def _docstring(node: ast.AST) -> ast.Constant | None:
    if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) or not node.body:
        return None
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return first.value
    return None


def _texts(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    fields = ("id", "attr", "arg", "name")
    return [value for f in fields if isinstance(value := getattr(node, f, None), str)]
