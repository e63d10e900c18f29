"""Whoever writes a definition is told in plain words what is not right yet, all of it at once."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from alongside.instruments.catalogue import shipped
from alongside.instruments.rules import Unreadable, read
from alongside.instruments.rules.checking import problems

YES_TO_1 = {"item": "1", "op": "=", "value": 1}


def small() -> dict[str, Any]:
    """A definition of four yes-or-no items and one that follows; item 2 is turned round. It is right."""
    yes_no = [{"valueCoding": {"code": str(n), "display": word}} for n, word in enumerate(("No", "Yes"))]
    questions = [
        {"linkId": str(n), "text": f"Question {n}", "type": "choice", "answerOption": yes_no} for n in range(1, 6)
    ]
    scoring = {
        "code": "OURS", "version": "1", "title": "Ours", "subject": "woman", "category": "service_use",
        "licence": {"class": "own", "text": "shipped"}, "options": [[0, "No"], [1, "Yes"]],
        "items": [{"id": str(n)} for n in range(1, 5)],
        "extra_items": [{"id": "5", "shown_if": YES_TO_1}],
        "critical": [{"item": "4", "op": "=", "value": 1, "label": "she asks for help today"}],
        "scales": [{
            "code": "total", "items": ["1", "2", "3", "4"], "method": "sum", "reverse": ["2"], "reverse_base": 1,
            "range": [0, 4], "direction": "higher_worse", "missing": {"max_missing": 1, "method": "prorate_sum"},
            "bands": [[0, 1, "few"], [2, 4, "more"]], "cutoffs": [{"op": ">=", "value": 2, "label": "look closer"}],
        }],
        "algorithms": [{
            "code": "pattern", "rule": "1 or 3", "otherwise": False,
            "results": [{"value": True, "when": {"any": [YES_TO_1, {"item": "3", "op": "=", "value": 1}]}}],
        }],
        "examples": [{
            "name": "one", "responses": {"1": 1, "2": 1, "3": 0, "4": 0},
            "expected": {"total": 1, "total.band": "few", "total.>=2": False, "pattern": True, "critical": []},
        }],
    }  # fmt: skip
    form = {"resourceType": "Questionnaire", "version": "1", "item": questions}
    return {"format": "alongside-instrument/1", "questionnaire": form, "scoring": scoring}


def said(document: Any) -> str:
    return "\n".join(str(problem) for problem in problems(document))


def test_what_is_right_has_no_problems() -> None:
    assert said(small()) == "" == said(json.dumps(small())) == said(b"\xef\xbb\xbf" + json.dumps(small()).encode())


@pytest.mark.parametrize("file", list(shipped()), ids=lambda file: file.path.stem)
def test_everything_that_comes_along_is_right(file: Any) -> None:
    assert said(file.path.read_bytes()) == ""


def change(path: str, value: Any) -> Callable[[dict], None]:
    """Put ``value`` at ``scales.0.reverse`` of the scoring section; a value of ``...`` takes it out."""

    def apply(document: dict) -> None:
        *way, last = path.split(".")
        node: Any = document["scoring"]
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        key = int(last) if isinstance(node, list) else last
        if value is ...:
            del node[key]
        else:
            node[key] = value

    return apply


WRONG = [
    # shape
    ("titel", "x", "“titel” is not known here. Is “title” meant?"),
    ("code", ..., "“code” is missing"),
    ("licence", ..., "who may use the words"),
    ("licence.text", "free", "One of shipped, overlay, score_only"),
    ("items.0", 7, "scoring.items[0]: An object { … } is expected here."),
    ("items", {"1": {}}, "A list [ … ] is expected here."),
    ("items.0.id", "2", "There is more than one item 2."),
    ("options", [[0, "No"], [0, "Yes"]], "Two options have the same value."),
    ("options", [0, 1], "An option is written [value, “label”]."),
    ("scales.0.method", "average", "One of sum, mean, max"),
    ("scales.0.reverse_base", ..., "“reverse_base” is missing"),
    ("scales.0.reverse_base", "one", "A number is expected here, not 'one'."),
    ("scales.0.missing", ..., "Say what becomes of the scale when answers are missing"),
    ("scales.0.missing", {"max_missing": 4, "method": "zero"}, "needs a “basis”"),
    ("scales.0.bands", [[0, 2, "few"], [2, 4, "more"]], "“few” and “more” overlap"),
    ("scales.0.cutoffs.0.op", "=>", "One of = != < <= > >= is expected."),
    ("scales.0.cutoffs.0.value", float("nan"), "A number is expected here"),
    ("algorithms.0.results.0.when", "1 or 3", "A condition is an object"),
    ("algorithms.0.results.0.when", {"itm": "1"}, "Say what is asked"),
    ("static", "yes", "true or false is expected here."),
    # rules that cannot be
    ("category", "gossip", "who may read the answers"),
    ("subject", "mother", "Who is it about?"),
    ("scales.0.items", ["1", "2", "3", "9"], "There is no item 9."),
    ("scales.0.reverse", ["5"], "Item 5 is reversed, but it is not part of this scale."),
    ("scales.0.reverse_base", 3, "does not turn the answers 0 to 1 round (item 2); 1 does."),
    ("scales.0.range", [0, 5], "“range” says 0 to 5, but its items come to 0 to 4."),
    ("scales.0.bands", [[0, 1, "few"], [3, 4, "more"]], "No band holds what lies between 1 and 3."),
    ("scales.0.bands", [[0, 1, "few"], [2, 3, "more"]], "The bands go from 0 to 3, values from 0 to 4."),
    ("scales.0.cutoffs.0.value", 5, "The cut-off >=5 divides nobody"),
    ("scales.0.missing.max_missing", 4, "“max_missing” must be from 1 to 3"),
    ("scales.0.missing.method", "none", "“max_missing” 1 does nothing"),
    ("scales.0.missing.method", "available", "“available” is for mean, percent_positive and max, not for sum."),
    ("scales.0.items", ["1", "2", "3"], "Item 4 is part of no scale."),
    ("skip_rules", [{"when": YES_TO_1, "skips": ["9"]}], "There is no item 9."),
    ("gate", {"id": "1", "text": "x", "options": [[0, "No"]], "stops": [0]}, "Its id is also that of an item."),
    ("gate", {"id": "0", "text": "x", "options": [[0, "No"]], "stops": [2]}, "List the answers, out of its options"),
    ("critical.0.value", 2, "No answer to item 4 is = 2."),
    ("critical.0.op", "<=", "Every answer to item 4 would call somebody."),
    ("critical.0.item", "9", "There is no item 9."),
    ("algorithms.0.code", "total", "“total” is the name of two results."),
    ("extra_items.0.shown_if", {"item": "5", "op": "=", "value": 1}, "Items 5 → 5 wait for each other in a circle"),
    ("extra_items.0.shown_if", {"item": "1", "op": "=", "value": 2}, "This rule can never hold, whatever is answered."),
    ("extra_items.0.shown_if", {"item": "1", "op": ">=", "value": 0}, "This rule always holds, whatever is answered."),
    ("extra_items.0.shown_if", {"scale": "total", "op": ">=", "value": 9}, "This rule can never hold"),
    ("extra_items.0.shown_if", {"scale": "sum", "op": ">=", "value": 1}, "There is no scale “sum”."),
    ("skip_rules", [{"when": {"item": "2", "op": "=", "value": 0}, "skips": ["2"]}], "Items 2 → 2 wait for each other"),
    ("validators", [{"rule": "r", "item": "9", "require": YES_TO_1}], "There is no item 9."),
    ("norms", [{"scale": "tota", "r": 1.2}], "There is no scale “tota”."),
    ("norms", [{"scale": "total", "r": 1.2}], "“r” is a number from 0 to below 1."),
    # examples
    ("examples", [], "No worked example shows what “total” comes to."),
    ("examples.0.expected.total", 2, "“total” should be 2 and comes to 1."),
    ("examples.0.expected.pattern", 1, "“pattern” should be 1 and comes to true."),
    ("examples.0.expected.totl", 2, "“totl” is no result of this instrument. Is “total” meant?"),
    ("examples.0.responses.1", 5, "invalid value 5 for item 1"),
    ("examples.0.responses", None, "A worked example has “responses”"),
    ("examples.0.responses", {"1": 0, "2": None, "3": 1, "4": 0}, "No worked example would notice if item 2 were not"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "says"), WRONG, ids=[f"{path}={str(value)[:20]}" for path, value, _ in WRONG]
)
def test_what_is_wrong_is_said(path: str, value: Any, says: str) -> None:
    document = small()
    if says.startswith("No worked example would notice"):  # the sum of those answered is the same either way round
        document["scoring"]["examples"][0]["expected"] = {"total": 1.33}
    change(path, value)(document)
    assert says in said(document)


def test_items_that_wait_for_each_other_are_named() -> None:
    document = small()
    for item, other in (("1", "2"), ("2", "3"), ("3", "1")):
        document["scoring"]["items"][int(item) - 1]["shown_if"] = {"item": other, "op": "=", "value": 1}
    assert "Items 1 → 2 → 3 → 1 wait for each other in a circle: none could ever be asked." in said(document)


def test_the_questionnaire_and_the_scoring_belong_together() -> None:
    def with_form(edit: Callable[[dict], None]) -> str:
        document = small()
        edit(document["questionnaire"])
        return said(document)

    assert "No question has the linkId 5." in with_form(lambda form: form["item"].pop())
    assert "The scoring knows no item 6." in with_form(
        lambda form: form["item"].append({**form["item"][0], "linkId": "6"})
    )
    assert "stands more than once" in with_form(lambda form: form["item"].append(form["item"][0]))
    assert "are not those of the scoring (0 and 1)" in with_form(lambda form: form["item"][0].pop("answerOption"))
    assert "It has no words." in with_form(lambda form: form["item"][0].pop("text"))
    assert "It is '2' here and '1' in the scoring." in with_form(lambda form: form.update(version="2"))
    assert "The questionnaire with the words is missing" in said({**small(), "questionnaire": None})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "This is not JSON"), (b"[", "line 1, column 2: This is not JSON"), (b"[]", "A definition is one object"),
        (b'"x"', "A definition is one object"), (b"\xff\xfe", "Save the file as UTF-8"),
        (b'{"scoring": {}, "scoring": {}}', "“scoring” stands twice"), (b'{"scoring": NaN}', "NaN is not a number"),
        (b"[" * 200_000, "nested too deeply"), (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "nested too deeply"),
        (b'{"scoring": 7}', "The section that says how it is scored is missing."),
    ],
)  # fmt: skip
def test_what_is_no_definition_is_answered_kindly(text: bytes, says: str) -> None:
    assert says in said(text)


def test_rules_nested_without_end_are_answered_too() -> None:
    document = small()
    deep: dict[str, Any] = YES_TO_1
    for _ in range(400):
        deep = {"not": deep}
    document["scoring"]["extra_items"][0]["shown_if"] = deep
    assert "goes too deep for anybody to follow" in said(document)


def test_ten_megabytes_are_refused_at_once() -> None:
    began = time.perf_counter()
    assert said(b" " * 10_000_000) == "This is 10.0 MB. A definition is at most 1 MB. Is it the right file?"
    assert time.perf_counter() - began < 0.5


def test_all_problems_are_said_at_once_and_reading_gives_them() -> None:
    document = small()
    del document["scoring"]["code"], document["scoring"]["title"], document["scoring"]["scales"][0]["reverse_base"]
    with pytest.raises(Unreadable) as raised:
        read(copy.deepcopy(document))
    assert len(raised.value.problems) == 3 == len(problems(document))
