"""A definition file, read. Everything that is wrong with it is found in one go and said in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.instruments.rules import reading_parts as parts
from alongside.instruments.rules.definition import Definition, Gate, Item, Licence, Number
from alongside.instruments.rules.noting import Notes, Problem, is_number
from alongside.instruments.rules.reading_conditions import read_condition

FORMAT = "alongside-instrument/1"

TEXTS = [
    "code", "version", "language", "title", "citation", "respondent", "subject", "category", "recall", "stem",
    "instructions", "introduction",
]  # fmt: skip
ASIDE = [
    "schedule", "group", "text_status", "text_source", "response_form", "language_note", "age_range",
    "formula_confidence", "edition", "respondent_note", "minutes_basis", "use_note", "introduction_fr",
]  # fmt: skip
FLAGS = {
    "static": False, "groups_only": False, "anonymous": False, "opt_in": False, "default_enabled": True,
    "no_total": False,
}  # fmt: skip
OTHERS = [
    "constructs", "licence", "loinc", "options", "items", "extra_items", "gate", "skip_rules", "validators",
    "scales", "algorithms", "critical", "modes", "minutes", "child_age_months", "na_items", "norms",
    "reliability", "examples", "edge_examples", "formulas", "formula_examples",
]  # fmt: skip
KEYS = (*TEXTS, *ASIDE, *FLAGS, *OTHERS)
ITEM_KEYS = ["id", "text", "options", "number", "scored", "shown_if", "required_if", "mode", "note"]
TITLE = ""  # where _texts keeps the Questionnaire's title; no linkId is empty
LICENCE_TEXTS = ("shipped", "overlay", "score_only")


class Unreadable(Exception):
    """A document that is no definition; ``problems`` holds all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def read(document: Mapping[str, Any]) -> Definition:
    """The definition in ``document`` ({"format", "questionnaire", "scoring"}).

    Raises Unreadable with all problems of its shape. Whether it is also right (worked examples come out, every reversal
    is protected by one …) is asked with ``checking.problems``.
    """
    definition, found = parse(document)
    if found or definition is None:
        raise Unreadable(found)
    return definition


def parse(document: Any) -> tuple[Definition | None, list[Problem]]:
    """The definition (None when there is nothing to make one of) and everything wrong with its shape."""
    notes = Notes()
    if not isinstance(document, Mapping):
        return None, [Problem("", "A definition is one object with “format”, “questionnaire” and “scoring”.")]
    notes.only(document, ["format", "questionnaire", "scoring"], "")
    if document.get("format", FORMAT) != FORMAT:
        notes.add("format", f"“{FORMAT}” is expected, not {document.get('format')!r}.")
    scoring = document.get("scoring")
    if not isinstance(scoring, Mapping):
        notes.add("scoring", "The section that says how it is scored is missing.")
        return None, notes.found
    notes.only(scoring, KEYS, "scoring")
    try:
        made = _definition(scoring, _texts(document.get("questionnaire")), notes)
    except RecursionError:
        return None, [Problem("", "It is nested too deeply to be read.")]
    return made, notes.found


def _definition(scoring: Mapping[str, Any], texts: Mapping[str, str], notes: Notes) -> Definition:
    where = "scoring"
    options = parts.read_options(scoring.get("options"), f"{where}.options", notes)
    na = notes.mapping(scoring.get("na_items") or {}, f"{where}.na_items")
    items = [
        _item(one, f"{where}.{key}[{n}]", options, texts, na, key == "items", notes)
        for key in ("items", "extra_items")
        for n, one in enumerate(notes.sequence(scoring.get(key), f"{where}.{key}"))
    ]
    kept = tuple(item for item in items if item is not None)
    parts.unlike([item.id for item in kept], f"{where}.items", "item", notes)
    for name in na:
        if name not in {item.id for item in kept}:
            notes.add(f"{where}.na_items", f"There is no item {name}.")
    gate = _gate(scoring.get("gate"), texts, notes)
    scales = parts.read_scales(scoring.get("scales"), f"{where}.scales", notes)
    parts.unlike([scale.code for scale in scales], f"{where}.scales", "scale", notes)
    months = notes.sequence(scoring.get("child_age_months"), f"{where}.child_age_months")
    if months and not (len(months) == 2 and all(is_number(m) for m in months) and 0 <= months[0] <= months[1]):
        notes.add(f"{where}.child_age_months", "Two numbers are expected: from and to, in months.")
        months = []
    needed = ("code", "version", "title")
    once = {**_heads(texts), **scoring}  # the Questionnaire's words, which scoring need not repeat
    told: dict[str, Any] = {key: notes.text(once, key, where, needed=key in needed) for key in TEXTS}
    told["language"] = told["language"] or "en"
    told["subject"] = told["subject"] or "woman"
    flags: dict[str, Any] = {key: notes.flag(scoring, key, where, default) for key, default in FLAGS.items()}
    flags.pop("no_total")
    return Definition(
        **told,
        **flags,
        items=kept,
        scales=scales,
        gate=gate,
        constructs=notes.texts(scoring.get("constructs"), f"{where}.constructs"),
        modes=notes.texts(scoring.get("modes"), f"{where}.modes"),
        minutes=int(notes.number(scoring, "minutes", where)) if scoring.get("minutes") is not None else None,
        child_age_months=(int(months[0]), int(months[1])) if months else None,
        algorithms=parts.read_algorithms(scoring.get("algorithms"), f"{where}.algorithms", notes),
        critical=parts.read_critical(scoring.get("critical"), f"{where}.critical", notes),
        skips=parts.read_skips(scoring.get("skip_rules"), f"{where}.skip_rules", notes),
        validators=parts.read_validators(scoring.get("validators"), f"{where}.validators", notes),
        licence=_licence(scoring.get("licence"), told["citation"], notes),
        norms=tuple(notes.mapping(n, f"{where}.norms") for n in notes.sequence(scoring.get("norms"), f"{where}.norms")),
        reliability=tuple(
            notes.mapping(n, f"{where}.reliability")
            for n in notes.sequence(scoring.get("reliability"), f"{where}.reliability")
        ),
        examples=tuple(
            notes.mapping(one, f"{where}.{key}[{n}]")
            for key in ("examples", "edge_examples")
            for n, one in enumerate(notes.sequence(scoring.get(key), f"{where}.{key}"))
        ),
        source=scoring,
    )


def _item(
    one: Any, where: str, options: Any, texts: Mapping[str, str], na: Mapping[str, Any], scored: bool, notes: Notes
) -> Item | None:
    one = notes.mapping(one, where)
    notes.only(one, ITEM_KEYS, where)
    name = notes.text(one, "id", where, needed=True)
    if not name:
        return None
    own = parts.read_options(one["options"], f"{where}.options", notes) if one.get("options") is not None else options
    number = _number(one["number"], f"{where}.number", notes) if one.get("number") is not None else None
    if number and one.get("options") is not None:
        notes.add(where, "An item has options or a number, not both.")
    if not number and not own:
        notes.add(where, f"Item {name} has no options to choose from.")
    if name in na and not is_number(na[name]):
        notes.add("scoring.na_items", f"What “not applicable” counts on item {name} must be a number.")
    return Item(
        id=name,
        text=texts.get(name) or notes.text(one, "text", where),
        options=() if number else own,
        number=number,
        scored=notes.flag(one, "scored", where, scored),
        na_value=na[name] if is_number(na.get(name)) else None,
        shown_if=read_condition(one["shown_if"], f"{where}.shown_if", notes) if one.get("shown_if") else None,
        required_if=notes.text(one, "required_if", where),
        mode=notes.text(one, "mode", where),
    )


def _number(value: Any, where: str, notes: Notes) -> Number:
    value = notes.mapping(value, where)
    notes.only(value, ["min", "max", "step"], where)
    low, high = notes.number(value, "min", where), notes.number(value, "max", where)
    step = notes.number(value, "step", where, 1)
    if low > high or step <= 0:
        notes.add(where, "“min” must not be above “max”, and “step” must be above nought.")
        step = 1
    return Number(low, high, step)


def _gate(value: Any, texts: Mapping[str, str], notes: Notes) -> Gate | None:
    where = "scoring.gate"
    if value is None:
        return None
    value = notes.mapping(value, where)
    notes.only(value, ["id", "text", "options", "if_no", "stops", "implies"], where)
    name = notes.text(value, "id", where, needed=True) or "gate"
    options = parts.read_options(value.get("options"), f"{where}.options", notes)
    stops = tuple(one for one in notes.sequence(value.get("stops"), f"{where}.stops") if is_number(one))
    if not stops or not set(stops) <= {v for v, _ in options}:
        notes.add(f"{where}.stops", "List the answers, out of its options, that end the form.")
    item = Item(name, texts.get(name) or notes.text(value, "text", where), options, scored=False)
    return Gate(item, stops, notes.number(value, "implies", where, 0))


def _licence(value: Any, citation: str, notes: Notes) -> Licence:
    where = "scoring.licence"
    if value is None:
        notes.add(where, "It must be said who may use the words: “licence” is missing.")
        return Licence()
    value = notes.mapping(value, where)
    notes.only(value, ["class", "flags", "statement", "seen", "notice", "text"], where)
    text = value.get("text", "score_only")
    if text not in LICENCE_TEXTS:
        notes.add(f"{where}.text", f"One of {', '.join(LICENCE_TEXTS)} is expected.")
        text = "score_only"
    return Licence(
        kind=notes.text(value, "class", where, needed=True),
        flags=frozenset(notes.texts(value.get("flags"), f"{where}.flags")),
        statement=notes.text(value, "statement", where),
        notice=notes.text(value, "notice", where) or citation,
        text=text,
        seen=notes.flag(value, "seen", where, False),
    )


def _heads(texts: Mapping[str, str]) -> dict[str, str]:
    """Title, instructions and stem, where the Questionnaire has them."""
    heads = {"title": texts.get(TITLE), "instructions": texts.get("instructions"), "stem": texts.get("items")}
    return {key: text for key, text in heads.items() if text}


def _texts(questionnaire: Any) -> dict[str, str]:
    """Texts of a FHIR Questionnaire's items by linkId, also inside groups."""
    found: dict[str, str] = {}
    if isinstance(questionnaire, Mapping) and isinstance(questionnaire.get("title"), str):
        found[TITLE] = questionnaire["title"]
    waiting = [questionnaire]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Mapping):
            continue
        if isinstance(node.get("linkId"), str) and isinstance(node.get("text"), str):
            found[node["linkId"]] = node["text"]
        inside = node.get("item")
        waiting += inside if isinstance(inside, list) else []
    return found
