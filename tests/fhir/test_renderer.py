"""A renderer that others wrote (LHC-Forms, US National Library of Medicine) shows our Questionnaires in a browser."""

from __future__ import annotations

import copy
import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from alongside.instruments.rules import read, score
from alongside.instruments.rules.fhir import answers_of, every_item, problems_of_response, response
from tests.fhir.conftest import MODULES, Resource, against_the_schema, document, installed

HOST = "http://forms.example/"  # answered from the disk; nothing is asked of any network
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
# zone.min.js comes first: without it the renderer fails on its first form.
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A form</title>
<link href="/webcomponent/styles.css" rel="stylesheet"><div id="f"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script><script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/R4/lformsFHIR.min.js"></script></html>"""
SHOTS = os.environ.get("ALONGSIDE_SCREENSHOTS", "")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page with LHC-Forms in it."""
    installed()
    root = MODULES / "lforms" / "dist" / "lforms"

    def from_disk(route: Route) -> None:
        asked = route.request.url.removeprefix(HOST).split("?")[0]
        path = root / asked
        if not asked:
            route.fulfill(content_type="text/html", body=PAGE)
        elif path.is_file():
            route.fulfill(content_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream", path=path)
        else:
            route.fulfill(status=404)

    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/*", from_disk)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(HOST)
    yield page
    page.close()
    assert wrong == []


def with_radio_buttons(questionnaire: Resource) -> Resource:
    """A copy whose answers are all to be seen at once."""
    shown = copy.deepcopy(questionnaire)
    for item in every_item(shown):
        if item["type"] == "choice":
            control = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "radio-button"}]}
            item.setdefault("extension", []).append({"url": CONTROL, "valueCodeableConcept": control})
    return shown


def show(page: Page, questionnaire: Resource) -> None:
    page.evaluate(
        "async q => { await LForms.Util.addFormToPage(q, 'f', {fhirVersion: 'R4'}); }",
        with_radio_buttons(questionnaire),
    )
    page.wait_for_selector("input[type=radio]")


def choose(page: Page, question: str, answer: str) -> None:
    row = page.locator("lhc-item", has=page.get_by_text(question, exact=True)).last
    row.locator("label").filter(has_text=answer).first.click()


def taken(page: Page) -> Resource:
    return page.evaluate("() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', 'f')")


def test_phq_9_is_shown_answered_and_summed_by_another_program(page: Page) -> None:
    doc = document("PHQ-9")
    questionnaire = doc["questionnaire"]
    show(page, questionnaire)
    assert page.get_by_text("Over the last 2 weeks, how often").first.is_visible()
    assert page.locator("input[type=radio]:visible").count() == 36  # the question on difficulty waits
    values = [1, 2, 3, 2, 1, 0, 1, 0, 0]
    labels = [label for _, label in read(doc).item("1").options]
    items = [item for item in every_item(questionnaire) if item["linkId"] in "123456789"]
    for item, value in zip(items[:-1], values[:-1], strict=True):
        choose(page, item["text"], labels[value])
    assert not any(item["linkId"] == "score.total" and item.get("answer") for item in every_item(taken(page)))
    choose(page, items[-1]["text"], labels[values[-1]])
    page.wait_for_function(
        "() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', 'f').item"
        ".some(i => i.linkId === 'score.total' && i.answer)"
    )
    assert page.locator("input[type=radio]:visible").count() == 40
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "phq-9-in-lhc-forms.png", full_page=True)
    given = taken(page)
    assert next(item for item in given["item"] if item["linkId"] == "score.total")["answer"] == [{"valueDecimal": 10}]
    assert page.evaluate("() => LForms.Util.checkValidity('f')") is None

    answers = answers_of(questionnaire, given)
    assert answers == {str(n): value for n, value in enumerate(values, 1)}
    assert score(read(doc), answers).scales["total"].value == 10
    assert problems_of_response(questionnaire, given) == []
    assert against_the_schema(given) == []


def test_a_response_of_ours_opens_in_it(page: Page) -> None:
    questionnaire = document("PHQ-9")["questionnaire"]
    answers = {str(n): n % 4 for n in range(1, 10)} | {"10": 2}
    ours = response(questionnaire, answers, authored="2026-03-02T10:00:00Z", scores={"total": 13})
    page.evaluate(
        """async ([q, r]) => {
            const form = LForms.Util.convertFHIRQuestionnaireToLForms(q, 'R4');
            const filled = LForms.Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', r, form, 'R4');
            await LForms.Util.addFormToPage(filled, 'f', {fhirVersion: 'R4'});
        }""",
        [with_radio_buttons(questionnaire), ours],
    )
    page.wait_for_selector("input[type=radio]")
    assert answers_of(questionnaire, taken(page)) == answers


def test_questions_that_need_not_be_asked_are_not_shown(page: Page) -> None:
    show(page, document("AUDIT")["questionnaire"])
    first, second = "How often do you have a drink containing alcohol?", "How many drinks containing alcohol"
    choose(page, first, "Monthly or less")
    page.get_by_text(second).first.wait_for(state="visible")
    choose(page, first, "Never")
    page.get_by_text(second).first.wait_for(state="hidden")
    assert page.get_by_text("Have you or someone else been injured").first.is_visible()
