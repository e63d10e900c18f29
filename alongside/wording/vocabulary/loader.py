"""The term list as data (the *.toml files beside this module), read once, patterns compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Level = Literal["avoid", "caution", "ask"]
Language = Literal["en", "fr"]
LEVELS: tuple[Level, ...] = ("avoid", "caution", "ask")
LANGUAGES: tuple[Language, ...] = ("en", "fr")

_GROUP = re.compile(r"\{([A-Z][A-Z_]+)\}")
TONE = "tone"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the list.

    `pattern` finds it in a folded text; a hit is dropped when it overlaps a match of `unless`, or when its sentence
    holds `without` and not `despite`. `keys`: small-letter pieces of which at least one stands in every text with a hit
    (empty: unknown), so that most patterns need not run.
    """

    id: str
    language: Language
    group: str
    level: Level
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    without: re.Pattern[str] | None
    despite: re.Pattern[str] | None
    say: tuple[str, ...]
    why: str
    sources: tuple[str, ...]
    exceptions: str = ""
    keys: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole list: `terms` in order, `protected` names (agencies, laws, instruments), `sources` by short name."""

    terms: tuple[Term, ...]
    protected: re.Pattern[str]
    sources: dict[str, str]


class VocabularyError(ValueError):
    """The term list cannot be used; the message names the file and the entry."""


def _expand(pattern: str, groups: dict[str, str]) -> str:
    """Put shared word groups in the place of their names, e.g. {SUBSTANCE}."""
    for _ in range(5):
        grown = _GROUP.sub(lambda m: "(?:" + groups[m.group(1)] + ")", pattern)
        if grown == pattern:
            return pattern
        pattern = grown
    raise VocabularyError(f"word groups go round in a circle: {pattern[:60]}")


def _joined(patterns: list[str], groups: dict[str, str], flags: int = re.IGNORECASE) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(f"(?:{_expand(p, groups)})" for p in patterns), flags)


def _term(entry: dict[str, Any], groups: dict[str, str], where: str) -> Term:
    try:
        flags = 0 if entry.get("case_matters") else re.IGNORECASE
        pattern = _joined(entry["match"], groups, flags)
        if pattern is None or entry["level"] not in LEVELS or entry["language"] not in LANGUAGES:
            raise VocabularyError(f"{where}: {entry['id']}: needs match, a known level and a known language")
        return Term(
            id=entry["id"],
            language=entry["language"],
            group=entry["group"],
            level=entry["level"],
            pattern=pattern,
            unless=_joined(entry.get("unless", []), groups),
            without=_joined(entry.get("without", []), groups),
            despite=_joined(entry.get("despite", []), groups),
            say=tuple(entry["say"]),
            why=entry["why"],
            sources=tuple(entry.get("sources", [])),
            exceptions=entry.get("exceptions", ""),
            keys=required_pieces(pattern),
        )
    except (KeyError, re.error) as problem:
        raise VocabularyError(f"{where}: {entry.get('id', '?')}: {problem!r}") from problem


@cache
def vocabulary() -> Vocabulary:
    """The term list, read once for the life of the process."""
    here = files(__package__)
    shared = tomllib.loads((here / "shared.toml").read_text(encoding="utf-8"))
    groups: dict[str, str] = {name: words.replace("\n", "") for name, words in shared["groups"].items()}
    terms: list[Term] = []
    for folder in LANGUAGES:
        for file in sorted((here / folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".toml"):
                entries = tomllib.loads(file.read_text(encoding="utf-8"))["term"]
                terms += [_term(entry, groups, f"{folder}/{file.name}") for entry in entries]
    ids = [term.id for term in terms]
    if len(set(ids)) != len(ids):
        raise VocabularyError(f"an id is used twice: {sorted(i for i in set(ids) if ids.count(i) > 1)}")
    protected = _joined(shared["protected"], groups)
    if protected is None:
        raise VocabularyError("shared.toml: no protected names")
    return Vocabulary(tuple(terms), protected, dict(shared["sources"]))


# --- which pieces must stand in a text for a pattern to match at all


def required_pieces(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Small-letter pieces of which one must stand in any text that `pattern` matches; empty where none can be named."""
    try:
        from re import _parser as parser  # type: ignore[attr-defined]  # private, hence the fall-back

        pieces = _pieces(parser.parse(pattern.pattern, pattern.flags))
    except Exception:  # whatever a later Python changes there, only speed is lost
        return ()
    return tuple(sorted(pieces)) if pieces and min(map(len, pieces)) >= 2 else ()


def _score(pieces: frozenset[str] | None) -> tuple[int, int]:
    """The longer the shortest piece the better; then the fewer."""
    return (min(map(len, pieces)), -len(pieces)) if pieces else (0, 0)


def _pieces(parsed: Any) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    run = ""
    for op, argument in parsed:
        name = str(op)
        found: frozenset[str] | None = None
        if name == "LITERAL":
            run += chr(argument).lower()
            continue
        if run:
            best, run = max(best, frozenset([run]), key=_score), ""
        if name == "BRANCH":
            branches = [_pieces(branch) for branch in argument[1]]
            if all(branches):
                found = frozenset().union(*(b for b in branches if b))
        elif name == "SUBPATTERN":
            found = _pieces(argument[3])
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] >= 1:
            found = _pieces(argument[2])
        best = max(best, found, key=_score)
    return max(best, frozenset([run]), key=_score) if run else best
