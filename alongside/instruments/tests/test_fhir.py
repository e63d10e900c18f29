"""Answers written in FHIR and read again. What programs of others think of it is asked in tests/fhir."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alongside.instruments.catalogue import shipped
from alongside.instruments.rules.fhir import (
    NotAnAnswer,
    answers_of,
    canonical,
    every_item,
    problems_of_questionnaire,
    problems_of_response,
    response,
)


def questionnaire(code: str) -> dict[str, Any]:
    documents = (json.loads(one.text()) for one in shipped())
    return next(doc["questionnaire"] for doc in documents if doc["scoring"]["code"] == code)


PHQ, KPCS, PSI, ASQ, AUDIT = map(questionnaire, ("PHQ-9", "KPCS", "PSI-4-SF", "ASQ-3", "AUDIT"))


def link_ids(given: dict[str, Any]) -> list[str]:
    return [item["linkId"] for item in every_item(given)]


def test_a_first_part_of_an_answer() -> None:
    given = response(PHQ, {"1": 2, "2": None}, status="in-progress", subject={"reference": "Patient/1"})
    assert given["questionnaire"] == canonical(PHQ) == "https://alongside.example/Questionnaire/PHQ-9|standard-2w"
    assert given["subject"] == {"reference": "Patient/1"}
    assert "authored" not in given
    assert link_ids(given) == ["items", "1"]
    assert given["item"][0]["item"][0]["answer"][0]["valueCoding"]["display"] == "More than half the days"


def test_nothing_answered_is_a_response_without_items() -> None:
    assert "item" not in response(PHQ, {}, status="in-progress")


def test_what_she_would_rather_not_say_has_no_answer_and_is_not_lost() -> None:
    given = response(PHQ, {"9": "prefer_not"})
    item = given["item"][0]["item"][0]
    assert "answer" not in item
    assert item["extension"][0]["valueCode"] == "asked-declined"
    assert answers_of(PHQ, given) == {"9": "prefer_not"}


def test_not_applicable_numbers_and_words_come_back_as_they_were() -> None:
    for asked, answers in [
        (KPCS, {"1": "NA", "2": 3, "9": "NA"}),
        (PSI, {"pd": 30, "pcdi": 22, "dc": 28, "total": 80}),
        (ASQ, {"form": 24, "communication": 50, "communication_result": "above"}),
    ]:
        given = response(asked, answers)
        assert answers_of(asked, given) == answers
        assert problems_of_response(asked, given) == []


def test_scores_stand_where_the_questionnaire_has_a_place_for_them() -> None:
    given = response(PHQ, {"1": 1}, scores={"total": 9.0, "of another instrument": 3})
    assert given["item"][-1] == {"linkId": "score.total", "text": "Total", "answer": [{"valueDecimal": 9}]}
    assert "score.total" not in link_ids(response(PHQ, {"1": 1}, scores={"total": None}))
    assert answers_of(PHQ, given) == {"1": 1}


def test_questions_in_groups_stay_in_their_groups() -> None:
    given = response(AUDIT, {"1": 2, "2": 1, "4": 3, "9": 0})
    assert link_ids(given) == ["items", "1", "items.2-8", "2", "items.4-8", "4", "9"]
    assert answers_of(AUDIT, given) == {"1": 2, "2": 1, "4": 3, "9": 0}


@pytest.mark.parametrize("value", [4, -1, 1.5, "often", True])
def test_an_answer_that_is_not_offered_is_refused(value: object) -> None:
    with pytest.raises(NotAnAnswer):
        response(PHQ, {"1": value})


@pytest.mark.parametrize("value", ["30", 30.5, True])
def test_a_number_is_a_number(value: object) -> None:
    with pytest.raises(NotAnAnswer):
        response(PSI, {"pd": value})


def test_a_question_that_is_not_asked_is_named() -> None:
    with pytest.raises(KeyError, match="42"):
        response(PHQ, {"42": 1})


def test_what_another_program_adds_does_not_matter() -> None:
    given = response(PHQ, {"1": 2})
    given["meta"] = {"tag": [{"code": "lformsVersion: 40.1.3"}]}
    given["item"][0]["item"][0]["answer"][0]["valueCoding"] = {"code": "2", "system": "https://elsewhere.example"}
    given["item"].append({"linkId": "unknown", "answer": [{"valueString": "x"}]})
    assert answers_of(PHQ, given) == {"1": 2}
    assert problems_of_response(PHQ, given) == ["linkId unknown is not asked here."]


def test_what_does_not_fit_is_named() -> None:
    given = response(PSI, {"pd": 30})
    given["item"][0]["item"][0]["answer"] = [{"valueInteger": 61}]
    assert problems_of_response(PSI, given) == ["61 is out of range for item pd."]
    given["item"][0]["item"][0]["answer"] = [{"valueString": "thirty"}]
    assert problems_of_response(PSI, given) == ["Item pd asks for valueInteger."]
    assert problems_of_response(PHQ, given)[0].startswith("It answers https://alongside.example/Questionnaire/PSI-4-SF")


def test_a_required_question_is_asked_for_when_the_form_is_complete() -> None:
    asked = json.loads(json.dumps(PHQ))
    asked["item"][0]["item"][2]["required"] = True
    assert problems_of_response(asked, response(asked, {"1": 0}, status="in-progress")) == []
    assert problems_of_response(asked, response(asked, {"1": 0})) == ["Item 3 is required."]


def test_a_linkid_twice_and_a_condition_on_nothing_are_found() -> None:
    asked = json.loads(json.dumps(PHQ))
    asked["item"][0]["item"][0]["linkId"] = "2"
    assert problems_of_questionnaire(asked) == [
        "linkId 2 stands more than once.", *["Item 10 depends on 1, which is not asked."] * 3,
    ]  # fmt: skip
