"""The worker's own pages: offering, asking in conversation, putting right, results; and who finds nothing."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from alongside.assessment import queries
from alongside.assessment.models import Answer, Occasion, Sitting
from alongside.families.actions import open_family
from alongside.families.models import Woman
from alongside.families.rules import NewPerson
from tests.cast import CAST, TODAY, acting_as, dyad, ident
from tests.client import client_as
from tests.pages.questions.sittings import ANA, STAMP, F, answer, begin, handed, offered
from tests.pages.writing import day, errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
NOBODY = ["W2", "W3", "p_cal", "p_foster", "EVAL", "NUR", "CW1", "ADM", "SITE2"]


def test_offering_a_few_and_what_she_says() -> None:
    fields = {"about": f"woman:{ANA}", "measures": ["PHQ-9", "GAD-7"], "says": "yes", "her_words": "why not"}
    page = send("W1", url("measures_offer", F), fields)
    assert page["Location"] == url("questions", F)
    page = client_as("W1").get(url("questions", F))
    assert "Begin with her" in page.text and page.text.count("why not") == 2
    page = send("W1", url("measures_offer", F), {**fields, "measures": ["PHQ-9"]})
    assert "offered already" in str(errors(page))


@pytest.mark.parametrize(("says", "state", "choices"), [("later", "later", 0), ("no", "said_no", 1)])
def test_later_and_rather_not(says: str, state: str, choices: int) -> None:
    send("W1", url("measures_offer", F), {"about": f"woman:{ANA}", "measures": ["PHQ-9"], "says": says})
    with acting_as("W1"):
        [row] = Occasion.objects.filter(instrument="PHQ-9", definition__isnull=False)
        assert row.state == state
        assert sum(row.pk != ident("choice ANA") for row in queries.choices_of(ANA).values()) == choices
        assert queries.said_yes(ANA, ["PHQ-9"]) == set()


def test_what_lies_open_can_wait_or_be_left() -> None:
    [one, two] = offered("PHQ-9", "GAD-7")
    send("W1", url("measure_later", F, one), {"words": "when the baby sleeps"})
    send("W1", url("measure_not_wanted", F, two), {})
    with acting_as("W1"):
        assert [Occasion.objects.get(pk=id).state for id in (one, two)] == ["later", "said_no"]
    page = client_as("W1").get(url("questions", F))
    assert "GAD-7" not in page.text.split("Lying open", 2)[1].split("What was answered")[0]


def test_nothing_is_offered_at_the_first_meeting() -> None:
    from alongside.agencies.models import Agency

    with acting_as("W1"):
        agency = Agency.objects.get(pk=CAST["LEAD"])
        new = open_family(agency=agency, woman=NewPerson(name="Noor"), opened_on=TODAY, **STAMP)
        woman = Woman.objects.get(family=new).pk
    page = send("W1", url("measures_offer", new.pk), {"about": f"woman:{woman}", "measures": ["PHQ-9"], "says": "yes"})
    assert "This is the first meeting." in str(errors(page))


def test_a_form_for_another_age_asks_and_does_not_refuse() -> None:
    fields = {"about": f"dyad:{dyad('ANA', 'BO')}", "measures": ["PBQ"], "says": "yes"}
    page = send("W1", url("measures_offer", F), fields)
    assert page.status_code == 200 and "is made for children of 0 to 12 months" in page.text
    assert send("W1", url("measures_offer", F), {**fields, "sure": "yes"}).status_code == 302


@pytest.mark.parametrize("mode", ["interview", "phone"])
def test_in_conversation_the_worker_stays_herself(mode: str) -> None:
    found = offered("GAD-7")
    browser, page = begin(found, mode=mode)
    with acting_as("W1"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get()
    assert page["Location"] == url("asked_begin", F, sitting.pk)
    page = answer(browser, url("asked_item", F, sitting.pk, found[0], "1"), "2")
    assert page["Location"] == url("asked_item", F, sitting.pk, found[0], "2")
    assert browser.get(url("family", F)).status_code == 200
    browser.post(url("asked_finish", F, sitting.pk))
    assert url("questions", F) in browser.get(url("asked_thanks", F, sitting.pk)).text
    with acting_as("W1"):
        [row] = Answer.objects.filter(occasion_id=found[0])
        assert (row.recorded_by, row.value) == (CAST["W1"], 2)


def test_what_was_answered_word_for_word_and_what_she_later_corrected() -> None:
    found = offered("GAD-7")
    browser, _page = begin(found, mode="interview")
    with acting_as("W1"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    for n in range(1, 8):
        answer(browser, url("asked_item", F, sitting, found[0], str(n)), "1")
    page = browser.get(url("answers", F, found[0]))
    assert "She corrected it" not in page.text  # while it goes on she changes it there
    browser.post(url("asked_finish", F, sitting))
    page = browser.get(url("answers", F, found[0]))
    assert page.text.count("Several days (1)") == 7
    send(browser, url("answer_correct", F, found[0], "1"), {"answer": "3"})
    page = browser.get(url("answers", F, found[0]))
    assert "Nearly every day (3)" in page.text and "she later corrected it" in page.text
    assert page.text.count("Several days (1)") == 7
    with acting_as("W1"):
        assert Occasion.objects.get(pk=found[0]).total == 9


def test_a_result_is_entered_and_what_cannot_be_stands_beside_its_box() -> None:
    with acting_as("W1"):
        chosen = next(each.row.id for each in queries.entered_as_results() if each.terms.code == "BDI-II")
    where = url("result_add", F, chosen)
    fields = {"about": f"woman:{ANA}", **day("on", "2026-02-20")}
    page = send("W1", where, {**fields, "item_total": "64"})
    assert "item_total" in errors(page) and 'value="64"' in page.text
    assert send("W1", where, {**fields, "item_total": "12", "item_9": "0"}).status_code == 302
    with acting_as("W1"):
        row = Occasion.objects.get(instrument="BDI-II", definition__isnull=False)
        assert (row.total, row.mode, row.on) == (12, "result", date(2026, 2, 20))
    assert "already recorded" in str(errors(send("W1", where, {**fields, "item_total": "12"})))
    assert client_as("W1").get(url("result_add", F, uuid.uuid4())).status_code == 404  # a version nobody knows


@pytest.mark.parametrize("who", NOBODY)
def test_who_finds_nothing(who: str) -> None:
    _browser, found = handed("GAD-7")
    with acting_as("SUP"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    for name, args in (
        ("questions", []), ("answers", found), ("measures_offer", []), ("sitting_begin", []), ("letter_make", []),
        ("measure_later", found), ("answer_correct", [*found, "1"]), ("result_choose", []),
        ("asked_begin", [sitting]),
    ):  # fmt: skip
        assert client_as(who).get(url(name, F, *args)).status_code == 404, name


def test_another_familys_sitting_is_not_opened_through_ones_own() -> None:
    handed("GAD-7")
    with acting_as("SUP"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    assert client_as("SUP").get(url("asked_begin", F, sitting)).status_code == 200
    assert client_as("SUP").get(url("asked_begin", CAST["BIRCH"], sitting)).status_code == 404
