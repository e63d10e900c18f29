"""An answered instrument in FHIR R4 (QuestionnaireResponse), and back. Mappings in, mappings out; nothing is looked up.

The definition's Questionnaire is the map: ``linkId`` is the id of an item, the code of an answer is the value that is
stored. Scores are worked out by ``scoring.score``; here they are only written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from alongside.instruments.rules.definition import NOT_APPLICABLE, PREFER_NOT, plain

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
DECLINED = "asked-declined"  # "prefer not to say": asked, and she would rather not; what was not asked is left out
LEAST = "http://hl7.org/fhir/StructureDefinition/minValue"
MOST = "http://hl7.org/fhir/StructureDefinition/maxValue"
SCORE = "score."  # before a scale's code: the calculated items of a Questionnaire
NUMBERS = {"integer": "valueInteger", "decimal": "valueDecimal"}

Resource = Mapping[str, Any]


class NotAnAnswer(ValueError):
    """A value that its question does not offer."""


def canonical(questionnaire: Resource) -> str:
    """``url|version``: how a response names its Questionnaire."""
    return f"{questionnaire['url']}|{questionnaire['version']}"


def every_item(node: Resource) -> Iterator[Resource]:
    """Every item of a Questionnaire or of a response, in order, also inside groups."""
    for item in node.get("item", ()):
        yield item
        yield from every_item(item)


def response(
    questionnaire: Resource,
    answers: Mapping[str, object],
    *,
    status: str = "completed",
    authored: str = "",
    subject: Resource | None = None,
    author: Resource | None = None,
    source: Resource | None = None,
    scores: Mapping[str, float | None] | None = None,
    id: str = "",
) -> dict[str, Any]:
    """The QuestionnaireResponse of ``answers`` (item id: raw value, ``"NA"``, ``"prefer_not"`` or None).

    ``authored``: an ISO date-time with its zone. ``subject``, ``author``, ``source``: FHIR references, such as
    ``{"reference": "Patient/1"}``; an anonymous instrument gets none. ``scores``: scale code → value; a score that is
    None is left out. Raises NotAnAnswer for a value that its question does not offer, and KeyError for an answer to a
    question that the Questionnaire does not ask.
    """
    unknown = set(answers) - {item["linkId"] for item in every_item(questionnaire)}
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    made: dict[str, Any] = {"resourceType": "QuestionnaireResponse"}
    if id:
        made["id"] = id
    made |= {
        "language": questionnaire.get("language", "en"),
        "questionnaire": canonical(questionnaire),
        "status": status,
    }
    for key, value in (("subject", subject), ("authored", authored), ("author", author), ("source", source)):
        if value:
            made[key] = value
    given = {name: value for name, value in answers.items() if value is not None}
    given |= {SCORE + code: value for code, value in (scores or {}).items() if value is not None}
    items = [answered for item in questionnaire["item"] if (answered := _answered(item, given))]
    if items:
        made["item"] = items
    return made


def _answered(item: Resource, given: Mapping[str, object]) -> dict[str, Any] | None:
    """One item of the response; None when there is nothing to say."""
    made: dict[str, Any] = {"linkId": item["linkId"]}
    if "text" in item:
        made["text"] = item["text"]
    if item["type"] == "group":
        inside = [answered for one in item["item"] if (answered := _answered(one, given))]
        return {**made, "item": inside} if inside else None
    if item["linkId"] not in given:
        return None
    value = given[item["linkId"]]
    if value == PREFER_NOT:
        return {**made, "extension": [{"url": ABSENT, "valueCode": DECLINED}]}
    return {**made, "answer": [_answer(item, value)]}


def _answer(item: Resource, value: Any) -> dict[str, Any]:
    if item["type"] in NUMBERS:
        if isinstance(value, (str, bool)) or (item["type"] == "integer" and value != int(value)):
            raise NotAnAnswer(f"{value!r} is no {item['type']} (item {item['linkId']})")
        return {NUMBERS[item["type"]]: plain(value)}
    code = str(value) if isinstance(value, (str, bool)) else str(plain(value))
    for option in item["answerOption"]:
        if option["valueCoding"]["code"] == code:
            return {"valueCoding": option["valueCoding"]}
    raise NotAnAnswer(f"{value!r} is not among the answers of item {item['linkId']}")


def answers_of(questionnaire: Resource, given: Resource) -> dict[str, int | float | str]:
    """The raw answers in a response, also one from another program: ``{item id: value}``.

    What other programs add or leave out (texts, tags, weights, an id) does not matter; codes do. Calculated items are
    not read: scores are worked out here. Ask ``problems_of_response`` first.
    """
    asked = {item["linkId"]: item for item in every_item(questionnaire)}
    found: dict[str, int | float | str] = {}
    for item in every_item(given):
        name = item.get("linkId", "")
        if name not in asked or asked[name].get("readOnly"):
            continue
        if item.get("answer"):
            found[name] = _raw(item["answer"][0])
        elif any(e.get("url") == ABSENT and e.get("valueCode") == DECLINED for e in item.get("extension", ())):
            found[name] = PREFER_NOT
    return found


def _raw(answer: Resource) -> int | float | str:
    for key in NUMBERS.values():
        if key in answer:
            return plain(answer[key])
    code = str(answer["valueCoding"]["code"])
    try:
        return code if code == NOT_APPLICABLE else plain(float(code))
    except ValueError:
        return code


def problems_of_questionnaire(questionnaire: Resource) -> list[str]:
    """What validators of FHIR do not look at: a linkId twice (que-2), a condition that asks for no question."""
    names = [item["linkId"] for item in every_item(questionnaire)]
    found = [f"linkId {name} stands more than once." for name in sorted(set(names)) if names.count(name) > 1]
    for item in every_item(questionnaire):
        for condition in item.get("enableWhen", ()):
            if condition["question"] not in names:
                found.append(f"Item {item['linkId']} depends on {condition['question']}, which is not asked.")
    return found


def problems_of_response(questionnaire: Resource, given: Resource) -> list[str]:
    """What is wrong with a response as an answer to this Questionnaire, in plain words; empty when nothing is.

    Validators of FHIR look at each resource alone; this holds one against the other: canonical address, place of each
    linkId, kind of each answer, answers among the options and within bounds, required questions.
    """
    found = []
    if given.get("questionnaire") not in (canonical(questionnaire), questionnaire["url"]):
        found.append(f"It answers {given.get('questionnaire')}, not {canonical(questionnaire)}.")
    _compare(questionnaire, given, given.get("status") in ("completed", "amended"), found)
    return found


def _compare(asked: Resource, given: Resource, complete: bool, found: list[str]) -> None:
    here = {item["linkId"]: item for item in asked.get("item", ())}
    seen: set[str] = set()
    for item in given.get("item", ()):
        name = item.get("linkId")
        if name not in here:
            found.append(f"linkId {name} is not asked here.")
            continue
        if name in seen:
            found.append(f"linkId {name} stands more than once.")
        seen.add(name)
        question = here[name]
        if question["type"] in ("group", "display"):
            if item.get("answer"):
                found.append(f"{name} is no question and has an answer.")
            _compare(question, item, complete, found)
            continue
        if len(item.get("answer", ())) > 1 and not question.get("repeats"):
            found.append(f"Item {name} has more than one answer.")
        found += [said for answer in item.get("answer", ()) if (said := _unfit(question, answer))]
    if complete:
        found += [f"Item {n} is required." for n, q in here.items() if q.get("required") and n not in seen]


def _unfit(question: Resource, answer: Resource) -> str:
    """Why an answer does not fit its question; empty when it does."""
    name = question["linkId"]
    if question["type"] in NUMBERS:
        value = answer.get(NUMBERS[question["type"]])
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return f"Item {name} asks for {NUMBERS[question['type']]}."
        bounds = {e["url"]: e.get("valueInteger", e.get("valueDecimal")) for e in question.get("extension", ())}
        if value < bounds.get(LEAST, value) or value > bounds.get(MOST, value):
            return f"{value} is out of range for item {name}."
        return ""
    code = answer.get("valueCoding", {}).get("code")
    known = [option["valueCoding"]["code"] for option in question.get("answerOption", ())]
    return "" if code in known else f"{code!r} is not among the answers of item {name}."
