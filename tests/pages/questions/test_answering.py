"""One question after the other: what is kept, what is asked again, and what is asked nowhere."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings

from alongside.assessment import actions
from alongside.assessment.models import Answer, Occasion
from alongside.families.models import Woman
from tests.cast import CAST, T0, acting_as, ident
from tests.client import client_as, statements
from tests.pages.questions.sittings import ANA, STAMP, F, alerts, answer, begin, handed, kept, late, offered
from tests.pages.writing import send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_one_question_after_the_other_with_back_and_skip() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.get(f"/notes/{occasion}/1/")
    assert "Little interest or pleasure" in page.text and "Question 1 of 9" in page.text
    assert "I would rather not say" in page.text and "No permission required" in page.text
    page = answer(browser, f"/notes/{occasion}/1/", "2")
    assert page["Location"] == f"/notes/{occasion}/2/"
    page = browser.get(page["Location"])
    assert f'href="/notes/{occasion}/1/"' in page.text and f'href="/notes/{occasion}/3/"' in page.text
    assert 'value="2" checked' in browser.get(f"/notes/{occasion}/1/").text
    answer(browser, f"/notes/{occasion}/2/", "prefer_not")
    assert kept(occasion) == {"1": 2, "2": "prefer_not"}


def test_a_follow_up_is_asked_when_it_is_due_and_then_it_is_read_back() -> None:
    browser, [occasion] = handed("PHQ-9")
    for n in range(1, 10):
        page = answer(browser, f"/notes/{occasion}/{n}/", "0")
    assert page["Location"] == "/notes/look/"  # nothing to say on how hard it made things
    answer(browser, f"/notes/{occasion}/1/", "1")
    assert answer(browser, f"/notes/{occasion}/9/", "0")["Location"] == f"/notes/{occasion}/10/"


def test_she_reads_it_back_in_words_finishes_and_sees_no_number() -> None:
    browser, [occasion] = handed("PHQ-9")
    for n in range(1, 10):  # the unscored question that follows is left out, and it is done all the same
        answer(browser, f"/notes/{occasion}/{n}/", "1" if n < 9 else "0")
    page = browser.get("/notes/look/")
    assert page.text.count("Several days") == 8
    assert browser.post("/notes/finish/")["Location"] == "/notes/thanks/"
    page = browser.get("/notes/thanks/")
    assert "Thank you" in page.text and "Several days" in page.text
    for telling in ("mild", "moderate", "score", "total", ">8<", "PHQ-9 8"):
        assert telling not in page.text
    with acting_as("SUP"):
        row = Occasion.objects.get(pk=occasion)
        assert (row.state, row.total) == ("done", 8)


@pytest.mark.parametrize("bad", ["4", "-1", "often", "<b>"])
def test_what_is_not_an_answer_is_asked_again_and_nothing_is_lost(bad: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "2")
    page = answer(browser, f"/notes/{occasion}/2/", bad)
    assert page.status_code == 422 and "Please choose again; nothing else is lost." in page.text
    assert kept(occasion) == {"1": 2}


def test_two_answers_to_one_question_are_asked_about() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.post(f"/notes/{occasion}/1/", {"answer": ["1", "2"], "key": str(uuid.uuid4())})
    assert "There are two answers to one question." in page.text
    assert kept(occasion) == {}


def test_a_question_that_is_not_there_is_nowhere() -> None:
    browser, [occasion] = handed("PHQ-9")
    assert browser.get(f"/notes/{occasion}/99/").status_code == 404
    assert browser.get(f"/notes/{uuid.uuid4()}/1/").status_code == 404
    for where in (f"/notes/{occasion}/99/", f"/notes/{uuid.uuid4()}/1/"):
        assert answer(browser, where, "1").status_code in (404, 409)
    with acting_as("SUP"):
        assert Answer.objects.exclude(pk=ident("answer ANA")).count() == 0


def test_an_answer_sent_twice_is_one_row_and_goes_on_alike() -> None:
    browser, [occasion] = handed("PHQ-9")
    key = str(uuid.uuid4())
    for _twice in range(2):
        page = browser.post(f"/notes/{occasion}/1/", {"answer": "2", "key": key})
        assert page["Location"] == f"/notes/{occasion}/2/"
    with acting_as("SUP"):
        assert Answer.objects.filter(occasion_id=occasion).count() == 1


def test_the_script_saves_quietly() -> None:
    browser, [occasion] = handed("PHQ-9")
    quietly = {"headers": {"x-requested-with": "autosave"}}
    assert (
        browser.post(f"/notes/{occasion}/1/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly).status_code == 204
    )
    assert (
        browser.post(f"/notes/{occasion}/1/", {"answer": "9", "key": str(uuid.uuid4())}, **quietly).status_code == 409
    )
    assert kept(occasion) == {"1": 2}


def test_put_away_by_a_colleague_meanwhile_what_she_chose_is_kept_and_somebody_is_told() -> None:
    browser, [occasion, _other] = handed("PHQ-9", "GAD-7")
    with acting_as("SUP"):
        actions.later(occasion=Occasion.objects.get(pk=occasion), by=CAST["SUP"], at=T0)
    page = answer(browser, f"/notes/{occasion}/9/", "3")
    assert page.status_code == 202 and "Somebody of the team is told of it now" in page.text
    assert "Nearly every day" in page.text and 'href="/notes/"' in page.text
    assert kept(occasion) == {}
    assert late(occasion) == [("9", 3)] and alerts(occasion) == ["9"]


def test_what_is_not_asked_now_has_no_page_of_its_own() -> None:
    browser, [occasion] = handed("PHQ-9")
    assert browser.get(f"/notes/{occasion}/10/").status_code == 404  # asked only when something weighs on her
    answer(browser, f"/notes/{occasion}/1/", "2")
    assert browser.get(f"/notes/{occasion}/10/").status_code == 200


def test_after_the_end_what_she_chose_is_kept_beside_the_others_and_not_counted() -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "1")
    browser.post("/notes/finish/")
    page = answer(browser, f"/notes/{occasion}/1/", "3")
    assert page.status_code == 202
    assert "kept all the same, beside your other answers" in page.text and "Nearly every day" in page.text
    assert "is told of it" not in page.text
    assert kept(occasion) == {"1": 1}
    assert late(occasion) == [("1", 3)] and alerts(occasion) == []
    with acting_as("SUP"):
        assert Occasion.objects.get(pk=occasion).state == "partly"


def test_before_a_question_somebody_is_told_of_she_reads_it_and_is_asked_once() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.get(f"/notes/{occasion}/9/")
    assert page.text.index("somebody of the team is told at once") < page.text.index("Thoughts that you would be")
    page = answer(browser, f"/notes/{occasion}/9/", "1")
    assert page["Location"] == f"/notes/{occasion}/9/sure/"
    page = browser.get(page["Location"])
    assert "Is this what you meant?" in page.text and "Several days" in page.text
    browser.post(f"/notes/{occasion}/9/sure/")
    with acting_as("SUP"):
        assert Answer.objects.get(occasion_id=occasion, item="9").confirmed is True
    assert answer(browser, f"/notes/{occasion}/9/", "1")["Location"] != f"/notes/{occasion}/9/sure/"


def test_the_places_own_words_stand_before_the_question() -> None:
    from alongside.assessment.models import Protocol

    with acting_as("SUP"):
        Protocol.objects.create(
            agency=CAST["LEAD"], told_before="Suki reads this and calls you.", told_before_fr="Suki lit et vous appelle.",
            steps="x", recorded_by=CAST["SUP"], recorded_at=T0,
        )  # fmt: skip
    browser, [occasion] = handed("PHQ-9")
    assert "Suki reads this and calls you." in browser.get(f"/notes/{occasion}/9/").text
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr-ca"
    assert "Suki lit et vous appelle." in browser.get(f"/notes/{occasion}/9/").text


@pytest.mark.parametrize(("way", "state"), [("pause", "partly"), ("stop", "partly")])
def test_pause_and_stop_keep_what_she_said(way: str, state: str) -> None:
    browser, [occasion, other] = handed("PHQ-9", "GAD-7")
    answer(browser, f"/notes/{occasion}/1/", "2")
    assert browser.get(f"/notes/{way}/").status_code == 404  # never by following a link
    assert browser.post(f"/notes/{way}/")["Location"] == "/notes/after/"
    with acting_as("SUP"):
        assert Occasion.objects.get(pk=occasion).state == state
        assert Occasion.objects.get(pk=other).state in ("offered", "later")
    assert kept(occasion) == {"1": 2}


def test_a_saved_answer_takes_at_most_eight_statements_page_and_all() -> None:
    browser, [occasion] = handed("PHQ-9")
    asked: list[list[str]] = []
    # the first one, a changed one, a further one, one of which somebody is told, the same taken back
    for item, value in (("1", "2"), ("1", "3"), ("2", "0"), ("9", "1"), ("9", "0")):
        with statements() as made:
            answer(browser, f"/notes/{occasion}/{item}/", value)
        asked.append(made)
    assert [len(made) for made in asked[:3]] == [6, 5, 4], asked
    assert max(len(made) for made in asked) <= 8, asked


def test_what_is_not_asked_is_not_kept_by_a_request_made_by_hand() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = answer(browser, f"/notes/{occasion}/10/", "1")
    assert page.status_code == 409 and "This question is not asked here now." in page.text
    assert 'href="/notes/"' in page.text and kept(occasion) == {}
    page = browser.post(
        f"/notes/{occasion}/10/", {"answer": "1", "key": str(uuid.uuid4())}, headers={"x-requested-with": "autosave"}
    )
    assert (page.status_code, page.text) == (
        409, "This question is not asked here now. Nothing else is lost; please go on."
    )  # fmt: skip


def test_of_what_she_counts_for_herself_no_single_one_is_written_down_by_anybody() -> None:
    found = offered("ACE-10")
    with acting_as("W1"):
        woman = Woman.objects.get(pk=ANA)
        actions.choose(family=woman.family, woman=woman, instrument="ACE-10", wants=True, **STAMP)
    browser, _page = begin(found, person_at_hand=str(CAST["W1"]), before="fine")
    assert answer(browser, f"/notes/{found[0]}/1/", "1").status_code == 409
    browser.post(f"/notes/{found[0]}/total/", {"typed": "4", "key": str(uuid.uuid4())})
    browser.post("/notes/finish/")
    assert client_as("SUP").get(url("answer_correct", F, found[0], "1")).status_code == 404
    assert send("SUP", url("answer_correct", F, found[0], "1"), {"answer": "1"}).status_code == 404
    assert client_as("SUP").get(url("answer_correct", F, found[0], "total")).status_code == 200
    assert kept(found[0]) == {"total": 4}
