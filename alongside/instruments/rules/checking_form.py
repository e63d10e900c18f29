"""Do the questionnaire (words, in FHIR's shape) and the scoring (values) of a definition belong together?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from alongside.instruments.rules.definition import NOT_APPLICABLE, Definition, Item, plain
from alongside.instruments.rules.noting import Notes
from alongside.instruments.rules.words import listed

NO_QUESTION = ("group", "display")


def problems_of_questionnaire(definition: Definition, questionnaire: Any, notes: Notes) -> None:
    """Note where the two do not fit. Whether it is valid FHIR is asked elsewhere, by validators made for it."""
    if not isinstance(questionnaire, Mapping) or questionnaire.get("resourceType") != "Questionnaire":
        notes.add("questionnaire", "The questionnaire with the words is missing (a FHIR R4 Questionnaire).")
        return
    asked = list(_asked(questionnaire))
    ids = [str(item.get("linkId")) for item in asked]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        notes.add("questionnaire", f"The linkId {listed(twice)} stands more than once.")
    missing = [name for name in definition.every_item if name not in ids]
    if missing:
        notes.add("questionnaire", f"No question has the linkId {listed(missing)}.")
    more = [name for name in ids if name not in definition.every_item]
    if more:
        notes.add("questionnaire", f"The scoring knows no item {listed(more)}.")
    for one in asked:
        item = definition.every_item.get(str(one.get("linkId")))
        if item:
            _question(item, one, notes)
    version = questionnaire.get("version")
    if version is not None and version != definition.version:
        notes.add("questionnaire.version", f"It is {version!r} here and {definition.version!r} in the scoring.")


def _asked(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Questions, in order, also inside groups; neither explanations nor totals that are only shown."""
    items = node.get("item")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, Mapping):
            if item.get("type") not in NO_QUESTION and not item.get("readOnly"):
                yield item
            yield from _asked(item)


def _question(item: Item, one: Mapping[str, Any], notes: Notes) -> None:
    where = f"questionnaire item {item.id}"
    if not one.get("text"):
        notes.add(where, "It has no words.")
    options = one.get("answerOption")
    if item.number:
        if options:
            notes.add(where, "It is typed as a number in the scoring and chosen here.")
        return
    codes = [_code(option) for option in options] if isinstance(options, list) else []
    wanted = [_as_code(value) for value, _ in item.options]
    if codes not in (wanted, [*wanted, NOT_APPLICABLE] if item.na_value is not None else wanted):
        said = listed(wanted)
        notes.add(where, f"Its answers here ({listed(codes) or 'none'}) are not those of the scoring ({said}).")


def _code(option: Any) -> str:
    option = option if isinstance(option, Mapping) else {}
    coding = option.get("valueCoding")
    if isinstance(coding, Mapping):
        return str(coding.get("code"))
    return str(option.get("valueInteger", option.get("valueString", "?")))


def _as_code(value: Any) -> str:
    return value if isinstance(value, str) else str(plain(value))
