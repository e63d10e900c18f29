"""Is a definition right? Everything that stands in the way of publishing it, in plain words, for whoever writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from alongside.instruments.rules.checking_form import problems_of_questionnaire
from alongside.instruments.rules.checking_rules import problems_of_rules
from alongside.instruments.rules.definition import Definition, Scale
from alongside.instruments.rules.noting import Notes, Problem, is_number
from alongside.instruments.rules.reading import parse
from alongside.instruments.rules.scoring import score
from alongside.instruments.rules.words import nearest

MOST_BYTES = 1_000_000


def problems(document: Mapping[str, Any] | bytes | str) -> list[Problem]:
    """All that is wrong with a definition; nothing when it may be published.

    Of bytes or text, at most a million are read. Shape comes first: only when that is right, rules, the questionnaire
    and worked examples are gone through.
    """
    held: Any = document
    if isinstance(document, (bytes, str)):
        held, wrong = _loaded(document)
        if wrong:
            return wrong
    definition, found = parse(held)
    if found or definition is None:
        return found
    notes = Notes()
    problems_of_rules(definition, notes)
    problems_of_questionnaire(definition, held.get("questionnaire"), notes)
    if not notes.found:  # examples of a rule that cannot be would only say so again
        _examples(definition, notes)
    return notes.found


def too_big(size: int) -> Problem:
    """What is said of a file of ``size`` bytes."""
    return Problem("", f"This is {size / 1e6:.1f} MB. A definition is at most 1 MB. Is it the right file?")


class _Twice(ValueError):
    """A key that stands twice in one object: one of the two would be lost without a word."""


def _loaded(text: bytes | str) -> tuple[Any, list[Problem]]:
    if len(text) > MOST_BYTES:
        return {}, [too_big(len(text))]
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number), []
    except UnicodeDecodeError:
        return {}, [Problem("", "The letters cannot be read. Save the file as UTF-8, then try again.")]
    except json.JSONDecodeError as no:
        return {}, [Problem(f"line {no.lineno}, column {no.colno}", f"This is not JSON: {no.msg}.")]
    except RecursionError:
        return {}, [Problem("", "It is nested too deeply to be read.")]
    except ValueError as no:
        return {}, [Problem("", str(no))]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(f"“{next(n for n in names if names.count(n) > 1)}” stands twice in the same object.")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a number.")


def _examples(definition: Definition, notes: Notes) -> None:
    """Worked examples: there are some, they come out, and each reversal would be missed."""
    where = "scoring.examples"
    good = True
    for n, example in enumerate(definition.examples):
        name = str(example.get("name") or f"number {n + 1}")
        good &= _comes_out(definition, example, f"{where}: “{name}”", notes)
    if not definition.scales:
        return
    shown = {key for example in definition.examples for key in _expected(example)}
    for scale in definition.scales:
        typed = len(scale.items) == 1 and definition.item(scale.items[0]).number  # what is entered is the score
        if scale.code not in shown and not typed:
            notes.add(where, f"No worked example shows what “{scale.code}” comes to.")
    if not good:
        return
    for scale in definition.scales:
        for item, changed in _without(scale):
            other = replace(definition, scales=tuple(changed if s is scale else s for s in definition.scales))
            if all(_as_expected(other, example) for example in definition.examples):
                notes.add(
                    where,
                    f"No worked example would notice if item {item} were not turned round in “{scale.code}”. "
                    f"Add one in which item {item} is answered at one end and the others are not.",
                )


def _without(scale: Scale) -> list[tuple[str, Scale]]:
    """The scale with one reversal forgotten, each in turn (also a position map of its own, a favourable direction)."""
    found = [(item, replace(scale, reverse=scale.reverse - {item})) for item in scale.items if item in scale.reverse]
    for item in scale.items:
        turned = tuple(reversed(scale.maps.get(item, ())))
        if turned != scale.maps.get(item, ()):
            found.append((item, replace(scale, maps={**scale.maps, item: turned})))
        if scale.method == "percent_positive":
            found.append((item, replace(scale, positive_low=scale.positive_low ^ {item})))
    return found


def _expected(example: Mapping[str, Any]) -> Mapping[str, Any]:
    expected = example.get("expected")
    return expected if isinstance(expected, Mapping) else {}


def _as_expected(definition: Definition, example: Mapping[str, Any]) -> bool:
    got = score(definition, example["responses"], months=example.get("months")).flat()
    return all(same(got.get(key), value) for key, value in _expected(example).items())


def same(got: Any, expected: Any) -> bool:
    """Equal, and of one kind: true is not 1."""
    return bool(got == expected) and isinstance(got, bool) == isinstance(expected, bool)


def _comes_out(definition: Definition, example: Mapping[str, Any], where: str, notes: Notes) -> bool:
    notes.only(example, ["name", "scale", "responses", "expected", "months", "note"], where)
    responses, months = example.get("responses"), example.get("months")
    if not isinstance(responses, Mapping) or not _expected(example):
        notes.add(where, "A worked example has “responses” (item: answer) and “expected” (result: value).")
        return False
    if months is not None and not is_number(months):
        notes.add(where, "“months” is a number.")
        return False
    scores = score(definition, responses, months=months)
    got, good = scores.flat(), True
    for key, value in _expected(example).items():
        if same(got.get(key), value):
            continue
        good = False
        if key not in got and not scores.error:
            near = nearest(key, got)
            hint = f" Is “{near[0]}” meant?" if near else ""
            notes.add(where, f"“{key}” is no result of this instrument.{hint}")
        elif scores.error:
            notes.add(where, f"“{key}” should be {_told(value)}, but {scores.error}.")
        else:
            notes.add(where, f"“{key}” should be {_told(value)} and comes to {_told(got[key])}.")
    return good


def _told(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
