"""Every Questionnaire that comes along, and a response to each worked example, are right for others too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alongside.instruments.rules import score
from alongside.instruments.rules.definition import plain
from alongside.instruments.rules.fhir import (
    answers_of,
    every_item,
    problems_of_questionnaire,
    problems_of_response,
    response,
)
from tests.fhir.conftest import Resource, against_the_schema, altered, at_random, document, documents, every_response

Ask = Callable[[dict[str, Resource]], dict[str, Any]]


@pytest.fixture(scope="module")
def said(ask: Ask) -> dict[str, Any]:
    """What medplum, npm fhir and fhirpath.js say of all of it."""
    responses = {f"answered.{name}": given for name, _, _, given in [*every_response(), *at_random()]}
    return ask({name: doc["questionnaire"] for name, doc in documents().items()} | responses)


def test_medplum_and_npm_fhir_find_nothing(said: dict[str, Any]) -> None:
    assert len([name for name in said if name.startswith("answered.")]) >= 200
    assert {name: one for name, one in said.items() if one["medplum"] or one["fhir"]} == {}


def test_they_fit_the_schema_of_fhir_r4() -> None:
    found = {name: against_the_schema(doc["questionnaire"]) for name, doc in documents().items()}
    found |= {name: against_the_schema(given) for name, _, _, given in every_response()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_each_response_answers_its_questionnaire_and_comes_back_as_it_was() -> None:
    for name, definition, example, given in every_response():
        questionnaire = documents()[name.rsplit(".", 1)[0]]["questionnaire"]
        assert problems_of_questionnaire(questionnaire) == []
        assert problems_of_response(questionnaire, given) == [], name
        kept = {item: value for item, value in example["responses"].items() if value is not None}
        assert answers_of(questionnaire, given) == kept, name
        assert definition.code in questionnaire["url"]


def test_fhirpath_works_out_the_same_totals_and_none_while_an_answer_is_missing(said: dict[str, Any]) -> None:
    compared = empty = 0
    for name, definition, example, _ in [*every_response(), *at_random()]:
        given = example["responses"]
        for link, worked_out in said[f"answered.{name}"]["fhirpath"].items():
            scale = definition.scale(link.removeprefix("score."))
            if any(given.get(item) is None for item in scale.items):
                assert worked_out == [], f"{name} {link}: missing is never zero"
                empty += 1
            else:
                ours = score(definition, given).scales[scale.code].value
                assert worked_out == [plain(ours)], f"{name} {link}"
                compared += 1
    assert compared > 400
    assert empty > 10


def test_prefer_not_to_say_is_told_apart_from_not_asked(ask: Ask) -> None:
    asked = document("PHQ-9")["questionnaire"]
    given = response(
        asked, {"1": 2, "2": "prefer_not", "3": None}, status="in-progress", authored="2026-03-02T10:00:00Z"
    )
    assert [item["linkId"] for item in every_item(given)] == ["items", "1", "2"]
    assert answers_of(asked, given) == {"1": 2, "2": "prefer_not"}
    assert ask({"given": given})["given"] == {"medplum": [], "fhir": [], "fhirpath": {}}
    assert against_the_schema(given) == []


# Each fault is seen by somebody; the last column says by whom, so that a reader that sleeps is noticed.
FAULTS: list[tuple[str, str, Callable[[Resource], object], set[str]]] = [
    ("no status", "Questionnaire", lambda q: q.pop("status"), {"medplum", "fhir"}),
    ("a status there is not", "Questionnaire", lambda q: q.update(status="live"), {"fhir", "schema"}),
    ("a property there is not", "Questionnaire", lambda q: q.update(colour="red"), {"medplum", "fhir", "schema"}),
    ("a display item with items", "Questionnaire", lambda q: q["item"][0].update(type="display"), {"medplum"}),
    ("a weight that is text", "Questionnaire",
     lambda q: q["item"][0]["item"][0]["answerOption"][0]["extension"][0].update(valueDecimal="0"), {"medplum", "schema"}),
    ("an item without linkId", "Questionnaire", lambda q: q["item"][0].pop("linkId"), {"medplum", "fhir"}),
    ("a linkId twice", "Questionnaire", lambda q: q["item"][0]["item"][0].update(linkId="2"), {"ours"}),
    ("a condition on nothing", "Questionnaire", lambda q: q["item"][1]["enableWhen"][0].update(question="99"), {"ours"}),
    ("no status", "QuestionnaireResponse", lambda r: r.pop("status"), {"medplum", "fhir"}),
    ("a status there is not", "QuestionnaireResponse", lambda r: r.update(status="done"), {"fhir", "schema"}),
    ("a day that is none", "QuestionnaireResponse", lambda r: r.update(authored="yesterday"), {"medplum", "schema"}),
    ("an item and answers in one place", "QuestionnaireResponse",
     lambda r: r["item"][0].update(answer=[{"valueInteger": 1}]), {"medplum", "ours"}),
    ("an answer nobody offered", "QuestionnaireResponse",
     lambda r: r["item"][0]["item"][0]["answer"][0].update(valueCoding={"code": "4"}), {"ours"}),
    ("an answer of another kind", "QuestionnaireResponse",
     lambda r: r["item"][0]["item"][0].update(answer=[{"valueInteger": 1}]), {"ours"}),
    ("two answers where one is asked", "QuestionnaireResponse",
     lambda r: r["item"][0]["item"][0]["answer"].append(r["item"][0]["item"][1]["answer"][0]), {"ours"}),
    ("a question nobody asked", "QuestionnaireResponse", lambda r: r["item"][0]["item"][0].update(linkId="42"), {"ours"}),
    ("the same question twice", "QuestionnaireResponse",
     lambda r: r["item"][0]["item"].append(r["item"][0]["item"][0]), {"ours"}),
    ("another questionnaire", "QuestionnaireResponse",
     lambda r: r.update(questionnaire="https://alongside.example/Questionnaire/GAD-7|standard-2w"), {"ours"}),
]  # fmt: skip


def test_a_fault_does_not_go_by_unseen(ask: Ask) -> None:
    questionnaire = document("PHQ-9")["questionnaire"]
    answer = next(given for name, _, _, given in every_response() if name.startswith("phq-9"))
    whole = {"Questionnaire": questionnaire, "QuestionnaireResponse": answer}
    faulty = {f"{n:02}": altered(whole[kind], change) for n, (_, kind, change, _) in enumerate(FAULTS)}
    told = ask(faulty)
    for n, (fault, kind, _, by) in enumerate(FAULTS):
        resource = faulty[f"{n:02}"]
        seen = {reader for reader in ("medplum", "fhir") if told[f"{n:02}"][reader]}
        if against_the_schema(resource):
            seen.add("schema")
        if kind == "QuestionnaireResponse" and problems_of_response(questionnaire, resource):
            seen.add("ours")
        if kind == "Questionnaire" and "linkId" in resource["item"][0] and problems_of_questionnaire(resource):
            seen.add("ours")
        assert by <= seen, f"{kind}: {fault} was seen by {seen or 'nobody'}"
