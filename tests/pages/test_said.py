"""What methods say is said in French too: every sentence, title, head and label of every method."""

from __future__ import annotations

import ast
import contextlib
import json
import re
import shlex
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from alongside.evaluation.analyse import calling, registry
from alongside.evaluation.analyse.calling import Called, call
from alongside.evaluation.analyse.figure import each
from alongside.evaluation.analyse.outcome import Outcome, plain
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.registry import METHODS
from alongside.evaluation.analyse.saying import Sentence, in_french, sentences_in
from alongside.pages.design.drawing_words import LABELS
from alongside.pages.design.drawings import drawn
from alongside.pages.design.result_words import SIGN, WORDS
from alongside.pages.design.said import Tongue
from alongside.project.command import main
from tests.databases import ROOT

ANALYSE = Path(registry.__file__).parent
DATA = ROOT / "tests" / "data"


def worked(name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Called, set[str]]:
    """The method's worked example through the command, and what its file and options call things."""
    found: list[tuple[Called, Any]] = []

    def kept(method: str, file: Any = None, **options: Any) -> Called:
        reading = options.get("reading") or {}
        found.append((call(method, file, **options), read_table(file, **reading) if file else None))
        return found[-1][0]

    monkeypatch.setattr(calling, "call", kept)
    words = shlex.split(METHODS[name].example)[1:]
    paths = {word: next(p for p in (DATA / "evaluation" / word, DATA / word) if p.exists())
             for word in words if word.endswith(".csv")}  # fmt: skip
    with contextlib.suppress(SystemExit):
        main([str(paths.get(word, word)) for word in words])
    [(called, table)] = found
    given = [
        each for value in vars(called.options).values() for each in (value if isinstance(value, tuple) else [value])
    ]
    names = {text.strip() for each in given for text in re.split(r"[,;:=]", str(each))}
    if table is not None:
        names |= {*table.names, *(cell for column in table.names for cell in table.labels(column) if cell)}
    return called, names


def told(outcome: Outcome) -> Iterator[str]:
    """Every text of ours that a page shows of it, but the cells of tables."""
    yield from (outcome.sentence, *outcome.notes)
    for part in outcome.tables:
        yield from (part.title, *part.columns)
    for drawing in each(outcome.drawing) if outcome.drawing else []:
        yield from (drawing.title, drawing.x_label, drawing.y_label, *(words for *_, words in drawing.paths))
        for one in drawing.series:
            yield from (one.name, one.panel, *(x for x in one.x if isinstance(x, str)))


def ours(text: str, names: set[str]) -> bool:
    """Something is left of it when what the file calls things is taken out."""
    for name in sorted((name for name in names if name), key=len, reverse=True):
        text = text.replace(name, " ")
    return bool(re.search(r"[^\W\d_]", text))


def test_every_method_speaks_french(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    missing = []
    for name in METHODS:
        called, names = worked(name, monkeypatch)
        outcome = called.outcome
        if name in IN_ENGLISH:
            with override("fr-ca"):
                assert all(Tongue().of(str(text)).lang == "en" for text in (outcome.sentence, *outcome.notes)), name
            continue
        assert all(isinstance(text, Sentence) for text in (outcome.sentence, *outcome.notes)), name
        kept = json.loads(json.dumps(sentences_in(outcome.sentence, *outcome.notes, *outcome.tables, outcome.drawing)))
        with override("fr-ca"):
            tongue = Tongue(kept)
            for text in told(outcome):
                said = tongue.of(text)
                if ours(text, names) and (said.lang or re.search(r"(?<![\w.-])\d*\.\d", said.text)):
                    missing.append(f"{name}: {text} → {said.text}")
            # The same text without what it was made of, as results of before kept it, is English and says so.
            assert Tongue().of(str(outcome.sentence)).lang == "en", name
            if outcome.drawing:
                page = drawn(json.loads(json.dumps(plain(outcome.drawing))), "s", "u", words=tongue.words())
                assert page.count("<svg") == 2 and escape(tongue.of(outcome.drawing.title).text) in page, name
        with override("en"):
            shown = [Tongue(kept).of(text).text.replace("Worse", "Deteriorated") for text in told(outcome)]
            assert shown == list(told(outcome)), name
    assert not missing


# Whose sentences are English still; each says so on a French page.
IN_ENGLISH = {"ancova", "compare", "counts", "cutoff", "equivalence", "gee", "mixed", "ordinal", "paired", "retention"}


def constants(node: ast.AST | None) -> Iterator[str]:
    """Texts that are written out in an argument; one that is put together there is marked."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield f"put together: {ast.unparse(node)}"
    elif isinstance(node, ast.Tuple | ast.List):
        for one in node.elts:
            yield from constants(one)
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


# Which arguments of each are words of ours, by place and by name.
WHERE: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Drawing": ((1, 3, 4), ("title", "x_label", "y_label")),
    "Series": ((0,), ("name",)),
    "Part": ((0, 1), ("title", "columns")),
}


def test_no_title_head_or_label_is_written_that_has_no_french() -> None:
    """In all of the code, also where no worked example leads."""
    missing = []
    for path in sorted(ANALYSE.rglob("*.py")):
        if path.stem in IN_ENGLISH:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            places, keywords = WHERE.get(node.func.id, ((), ()))
            given = [node.args[n] for n in places if n < len(node.args)]
            given += [each.value for each in node.keywords if each.arg in keywords]
            for text in (text for one in given for text in constants(one)):
                if text and text not in LABELS and text not in WORDS and not re.fullmatch(SIGN, text):
                    missing.append(f"{path.name}: {text}")
            if node.func.id == "Sentence":
                assert isinstance(node.args[0], ast.Constant) or path.name == "saying.py", f"{path.name}: {node.lineno}"
    assert not missing


def test_a_sentence_is_a_text_that_knows_what_it_was_made_of() -> None:
    said = Sentence(
        "{n} of “{names:and}”: {much:short}; {p:p}", n=3, names=["a{b}", Sentence("c")], much=1234.5, p=0.0004
    )
    assert said == "3 of “a{b} and c”: 1,234; p < .001" and json.loads(json.dumps({"s": said})) == {"s": str(said)}
    assert sentences_in([plain(said)])[str(said)]["values"]["names"][1] == {"template": "c", "values": {}}
    assert [in_french(each) for each in ("-1,234.5", ".05", "12.5%", "1e-05")] == [
        "-1\u00a0234,5", "0,05", "12,5\u00a0%", "1e-05",
    ]  # fmt: skip
    with override("fr-ca"):
        nothing = Sentence("What goes with {outcome}", outcome="<c>")
        assert Tongue({}, own={"arm"}).of("arm").text == "arm" and Tongue().of("arm").text == "bras"
        tongue = Tongue(sentences_in(nothing))
        assert tongue.of(nothing).text == "Ce qui va avec <c>"
        assert "&lt;c&gt;" in tongue.of(nothing).__html__() and tongue.cell(0.5).text == "0,5"
        assert tongue.cell(True).text == "oui" and tongue.cell(None).text == "–"
        # One that a later version says otherwise, or that lacks a value, stays as it was.
        for odd in ({"template": "Once {a}.", "values": {"a": 1}}, {"template": nothing.template, "values": {}}):
            assert Tongue({"Once 1.": odd}).of("Once 1.").lang == "en"
