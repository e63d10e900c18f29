"""Pages on which instruments are read and kept: who may, what is shown, nothing typed is lost, no words leave."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from alongside.instruments import queries
from alongside.instruments.actions.loading import shipped_id
from tests.cast import acting_as
from tests.client import client_as, statements
from tests.pages.instruments.steps import (
    BAYLEY,
    EPDS,
    EPDS_LINES,
    KEEPING,
    KPCS,
    PHQ,
    RAAS,
    drafted,
    get,
    post,
    put_words_in,
)
from tests.pages.reading import without_tokens

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

# --- who


@pytest.mark.parametrize("who", ["W1", "CHC", "PEER", "SUP", "EVAL", "ADM", "PRIV", "COUNCIL"])
def test_everybody_who_works_here_reads(who: str) -> None:
    assert get("instruments", who=who).status_code == 200
    assert get("instrument", PHQ, who=who).status_code == 200


@pytest.mark.parametrize("who", ["p_ana", "p_cal", "p_foster", "CW1", "NUR"])
def test_others_find_nothing_there(who: str) -> None:
    for name, args in [("instruments", ()), ("instrument", (PHQ,)), *KEEPING]:
        assert get(name, *args, who=who).status_code == 404, name


@pytest.mark.parametrize("who", ["W1", "CHC", "PEER", "ADM", "PRIV", "COUNCIL"])
def test_only_those_who_keep_instruments_change_something(who: str) -> None:
    draft = drafted()
    for name, args in [*KEEPING, ("draft", (draft,)), ("draft_change", (draft,)), ("draft_publish", (draft,))]:
        assert get(name, *args, who=who).status_code == 404, name
        assert post(name, *args, who=who, uses="commercial", document="{}").status_code == 404 or name == "draft", name
    listed = get("instruments", who=who).text
    assert "Change this" not in listed and "Being written" not in listed
    with acting_as("DIR"):
        assert queries.declaration().words == "cast" and queries.row(draft).state == "draft"


def test_a_draft_and_what_does_not_exist_look_the_same() -> None:
    draft = drafted()
    hidden, absent = get("instrument", draft, who="W1"), get("instrument", uuid.uuid4(), who="W1")
    assert hidden.status_code == absent.status_code == 404
    assert without_tokens(hidden.text) == without_tokens(absent.text)


# --- reading


def test_an_instrument_in_plain_words() -> None:
    text = get("instrument", PHQ).text
    for said in (
        "Little interest or pleasure in doing things",
        "The answers to questions 1–9 are added up. It lies between 0 and 27.",
        "With up to 2 missing answers the score is made from the others",
        "moderately severe",
        "10 or more",
        "not a diagnosis",
        "thoughts of being better off dead or of self-harm",
        "standard deviation 6.1",
        "test-retest 48h (Kroenke 2001)",
    ):
        assert said in text, said


def test_reversed_questions_and_missing_answers_are_explained() -> None:
    text = get("instrument", shipped_id("CES-D", "20-item-1977", "en")).text
    assert "The other way round count questions 4, 8, 12 and 16: 3 minus the answer." in text
    text = get("instrument", shipped_id("ACE-10", "cdc-kaiser", "en")).text
    assert "“at least”" in text and "only when she wants it, never by default" in text


def test_every_instrument_can_be_opened_in_both_languages() -> None:
    with acting_as("W1"):
        shelf = queries.catalogue()
    for language in ("en", "fr-ca"):
        browser = client_as("DIR")
        browser.cookies["django_language"] = language
        for each in shelf:
            with translation.override("en"):
                page = browser.get(reverse("instrument", args=[each.row.id]))
            assert page.status_code == 200 and each.row.title in unescape(page.text), each.row.code
            assert f'lang="{language}"' in page.text[:200]


def test_the_list_takes_few_statements() -> None:
    browser = client_as("DIR")
    browser.get("/instruments/")
    with statements() as asked:
        browser.get("/instruments/")
    assert len(asked) <= 8, asked


def test_results_only_shows_what_is_entered_and_no_question() -> None:
    page = get("instrument", BAYLEY).text
    assert "What is entered" in page and "belong to its publisher" in page and "As she sees it" not in page


# --- use and notices


def test_what_is_declared_decides_what_is_shown() -> None:
    assert "I find it relatively easy" in get("instrument", RAAS).text
    assert post("use_declare", uses=["commercial"], words="board").status_code == 302
    refused = get("instrument", RAAS).text
    assert "I find it relatively easy" not in refused and "does not allow commercial use" in refused
    assert "Little interest" in get("instrument", PHQ).text
    post("use_declare", uses=["clinical"])
    assert "I find it relatively easy" in get("instrument", RAAS).text


@pytest.mark.parametrize("keeps", [True, False])
def test_before_anything_is_declared_the_page_says_what_waits(keeps: bool) -> None:
    """The world of the tests has declared its use already: a new programme has not."""
    shown = {"groups": [], "declared": None, "uses": [], "keeps": keeps, "drafts": []}
    text = render_to_string("worker/instruments/list.html", shown)
    assert "Until this is said, they wait." in text
    assert ("/instruments/use/" in text) is keeps
    assert ("A supervisor, a manager or an evaluator can say it." in text) is not keeps


def test_no_use_chosen_is_answered_kindly() -> None:
    page = post("use_declare", words="kept as typed")
    assert page.status_code == 200 and "kept as typed" in page.text
    assert page.context["form"].errors["uses"]


def test_the_full_reference_stands_on_every_showing_of_kpcs() -> None:
    reference = "Research in Nursing &amp; Health, 31, 442-453"
    assert reference in get("instrument", KPCS).text
    lines = "\n".join(f"Made up {n}" for n in range(1, 16))
    assert post("words_install", KPCS, permission="manual", questions=lines).status_code == 302
    shown = get("instrument", KPCS).text
    assert "Made up 15" in shown and reference in shown
    post("words_take_out", KPCS)
    assert reference in get("instrument", KPCS).text


# --- words of this site


def test_words_come_as_lines_as_a_table_or_as_json() -> None:
    table = "id;text;options\n" + "\n".join(f"{n};Table words {n};a|b|c|d" for n in range(1, 11))
    held = json.dumps({"items": {str(n): {"text": f"JSON words {n}"} for n in range(1, 11)}})
    for given, said in ((EPDS_LINES, "Secret words 4"), (table, "Table words 4"), (held, "JSON words 4")):
        assert post("words_install", EPDS, permission="letter", questions=given).status_code == 302
        assert said in get("instrument", EPDS).text


def test_numbers_before_the_lines_are_not_part_of_the_question() -> None:
    numbered = "\n".join(f"{n}) Words {n}" for n in range(1, 11))
    post("words_install", EPDS, permission="letter", questions=numbered)
    with acting_as("DIR"):
        assert [item.text for item in queries.to_ask(EPDS)[0].items][:2] == ["Words 1", "Words 2"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("one\ntwo", "There are 2 lines, and the instrument has 10 questions."),
        ("id,text\n1,a\n1,b", "Question 1 stands in the table twice."),
        ("id,text\n,a", "Line 2 of the table has no id."),
        ("id,text\n1,a", "Questions 2–10: there are no words for this question"),
        ('{"items": ', "cannot be read; look at line 1"),
        ('{"questions": {}}', "JSON needs"),
        ('{"items": {}}', "There are no words here yet."),
        ("", "Please fill this in."),
    ],
)
def test_words_that_do_not_fit_stay_in_the_box(given: str, told: str) -> None:
    page = post("words_install", EPDS, permission="kept letter", instructions="kept too", questions=given)
    assert page.status_code == 200 and told in page.text.replace("&quot;", '"')
    assert "kept letter" in page.text and "kept too" in page.text
    assert page.context["form"]["questions"].value() == given
    with acting_as("DIR"):
        assert queries.overlay_of(EPDS) is None


def test_a_file_in_another_encoding_and_one_that_is_no_text() -> None:
    latin = "\n".join(f"Été {n}" for n in range(1, 11)).encode("cp1252")
    sent = {"permission": "letter", "file": SimpleUploadedFile("words.txt", latin)}
    assert post("words_install", EPDS, **sent).status_code == 302
    with acting_as("DIR"):
        assert queries.to_ask(EPDS)[0].items[0].text == "Été 1"
    picture = SimpleUploadedFile("words.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe")
    page = post("words_install", EPDS, permission="letter", file=picture)
    assert page.status_code == 200 and "holds no text" in page.text


def test_words_of_this_site_leave_with_nothing_that_is_given_out() -> None:
    """A new version is written from the definition, which never holds them; the trail holds codes and ids only."""
    put_words_in()
    assert "Secret words 4" in get("instrument", EPDS).text
    assert "Secret words" not in get("draft_new", query=f"?from={EPDS}").text
    assert "Secret words" not in get("instruments").text
    trail = client_as("PRIV").get("/trail/")
    assert trail.status_code == 200 and "Secret words" not in trail.text


# --- norms, switches


def test_own_norms_are_kept_with_their_source() -> None:
    day = {"valid_from_day": "1", "valid_from_month": "1", "valid_from_year": "2026"}
    given = {"scale": "total", "sd": "5.2", "r": "0.8", "r_type": "test-retest", "source": "own study", **day}
    wrong = post("norm_record", PHQ, **{**given, "r": "1"})
    assert wrong.status_code == 200 and "less than 1" in str(wrong.context["form"].errors["r"])
    assert wrong.context["form"]["source"].value() == "own study"
    assert post("norm_record", PHQ, **given).status_code == 302
    text = get("instrument", PHQ, who="W1").text
    assert "own study" in text and "5.2" in text and "test-retest" in text


def test_norms_can_be_written_with_a_comma_in_french() -> None:
    browser = client_as("DIR")
    browser.cookies["django_language"] = "fr-ca"
    day = {"valid_from_day": "1", "valid_from_month": "1", "valid_from_year": "2026"}
    given = {"scale": "total", "sd": "5,2", "r": "0,8", "r_type": "test-retest", "source": "étude", **day}
    with translation.override("en"):  # puts back what the page leaves behind in this thread
        assert browser.post(reverse("norm_record", args=[PHQ]), given).status_code == 302
    with acting_as("DIR"):
        assert queries.own_norms("PHQ-9").get().sd == Decimal("5.2")


def test_the_switch() -> None:
    assert post("instrument_switch", PHQ, why="another one").status_code == 302
    assert "not asked here" in get("instrument", PHQ).text
    assert post("instrument_switch", PHQ).status_code == 302
    assert "not asked here" not in get("instrument", PHQ).text


def test_a_switch_sent_twice_turns_once() -> None:
    once = {"submission": str(uuid.uuid4())}
    browser = client_as("DIR")
    for _ in range(2):
        browser.post(reverse("instrument_switch", args=[PHQ]), once)
    assert "not asked here" in get("instrument", PHQ).text
