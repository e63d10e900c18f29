"""Conditions, read from a definition file (docs/reference/instrument-definitions.md shows their forms)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.instruments.rules import conditions as c
from alongside.instruments.rules.noting import Notes

NEVER = c.Compare(c.Fixed(0), "=", c.Fixed(1))
FORMS = "Say what is asked: “item”, “sum”, “count”, “scale”, “all”, “any” or “not”."
DEEPEST = 12  # nobody can follow a rule that goes deeper


def read_condition(value: Any, where: str, notes: Notes, depth: int = 0) -> c.Condition:
    """One condition; what is wrong is noted, and something that never holds is given in its place."""
    if not isinstance(value, Mapping):
        notes.add(where, "A condition is an object { … }. " + FORMS)
        return NEVER
    if depth > DEEPEST:
        notes.add(where, "This rule goes too deep for anybody to follow.")
        return NEVER
    for word, kind in (("all", c.AllOf), ("any", c.AnyOf)):
        if word in value:
            notes.only(value, [word], where)
            inside = notes.sequence(value[word], f"{where}.{word}")
            if not inside:
                notes.add(f"{where}.{word}", "At least one condition is expected here.")
                return NEVER
            return kind(
                tuple(read_condition(p, f"{where}.{word}[{n}]", notes, depth + 1) for n, p in enumerate(inside))
            )
    if "not" in value:
        notes.only(value, ["not"], where)
        return c.Not(read_condition(value["not"], f"{where}.not", notes, depth + 1))
    return _compare(value, where, notes)


def _compare(value: Mapping[str, Any], where: str, notes: Notes) -> c.Condition:
    asked = [word for word in ("item", "sum", "count", "scale") if word in value]
    if len(asked) != 1:
        notes.add(where, FORMS)
        return NEVER
    word = asked[0]
    notes.only(value, [word, "op", "value", "other", "other_sum"], where)
    left: c.Term
    if word == "count":
        left = _count(value["count"], f"{where}.count", notes)
    elif word == "sum":
        left = c.Sum(notes.texts(value["sum"], f"{where}.sum"))
    elif word == "scale":
        left = c.Scale(notes.text(value, "scale", where, needed=True))
    else:
        left = c.Item(notes.text(value, "item", where, needed=True))
    right: c.Term
    if "other" in value:
        right = c.Item(notes.text(value, "other", where, needed=True))
    elif "other_sum" in value:
        right = c.Sum(notes.texts(value["other_sum"], f"{where}.other_sum"))
    else:
        right = c.Fixed(notes.number(value, "value", where))
    return c.Compare(left, read_op(value, where, notes), right)


def _count(value: Any, where: str, notes: Notes) -> c.Count:
    value = notes.mapping(value, where)
    notes.only(value, ["items", "op", "value", "except"], where)
    but = notes.mapping(value.get("except") or {}, f"{where}.except")
    return c.Count(
        notes.texts(value.get("items"), f"{where}.items"),
        read_check(value, where, notes),
        {
            name: read_check(notes.mapping(one, f"{where}.except"), f"{where}.except", notes)
            for name, one in but.items()
        },
    )


def read_op(value: Mapping[str, Any], where: str, notes: Notes) -> str:
    """A comparison sign."""
    op = value.get("op")
    if not isinstance(op, str) or op not in c.COMPARE:
        notes.add(f"{where}.op", f"One of {' '.join(c.COMPARE)} is expected.")
        return "="
    return op


def read_check(value: Mapping[str, Any], where: str, notes: Notes) -> c.Check:
    """A comparison with a number."""
    return c.Check(read_op(value, where, notes), notes.number(value, "value", where))
