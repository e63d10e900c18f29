"""Pages on which instruments are read and kept: who may, what is shown, nothing typed is lost, no words leave."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from alongside.instruments import queries
from alongside.instruments.actions.loading import shipped_id
from alongside.instruments.catalogue import shipped
from tests.cast import acting_as
from tests.client import client_as, statements
from tests.pages.reading import without_tokens

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

PHQ = shipped_id("PHQ-9", "standard-2w", "en")
RAAS = shipped_id("RAAS-close", "1996-close", "en")
EPDS = shipped_id("EPDS", "1987", "en")
KPCS = shipped_id("KPCS", "2008", "en")
BAYLEY = shipped_id("BAYLEY-4", "4th-edition", "en")
KEEPING = [
    ("use_declare", ()),
    ("draft_new", ()),
    ("instrument_switch", (PHQ,)),
    ("words_install", (EPDS,)),
    ("words_take_out", (EPDS,)),
    ("norm_record", (PHQ,)),
    ("definition_retire", (PHQ,)),
]
EPDS_LINES = "\n".join(f"Secret words {n}" for n in range(1, 11))


def ours(version: str = "site-1", start: str = "phq-9.") -> dict[str, Any]:
    document = next(json.loads(each.text()) for each in shipped() if each.path.name.startswith(start))
    document["scoring"]["version"] = document["questionnaire"]["version"] = version
    return document


def post(name: str, *args: Any, who: str = "DIR", **fields: Any) -> Any:
    return client_as(who).post(reverse(name, args=args), {"submission": str(uuid.uuid4()), **fields})


def get(name: str, *args: Any, who: str = "DIR", query: str = "") -> Any:
    return client_as(who).get(reverse(name, args=args) + query)


def drafted(document: dict[str, Any] | None = None) -> uuid.UUID:
    page = post("draft_new", document=json.dumps(document or ours()))
    assert page.status_code == 302, page.text
    with acting_as("DIR"):
        return queries.drafts().first().id


def put_words_in() -> None:
    assert post("words_install", EPDS, permission="letter", questions=EPDS_LINES).status_code == 302


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


# --- drafts


def test_from_a_draft_with_problems_to_a_published_version() -> None:
    document = ours()
    examples = document["scoring"].pop("examples")
    edge = document["scoring"].pop("edge_examples", [])
    draft = drafted(document)
    page = get("draft", draft).text
    assert "Still to do before it can be published" in page and "worked example" in page and "Publish it" not in page
    too_early = post("draft_publish", draft)
    assert too_early.status_code == 200 and "not ready yet" in too_early.text and "worked example" in too_early.text

    document["scoring"].update(examples=examples, edge_examples=edge)
    change = get("draft_change", draft)
    version = change.context["form"]["version"].value()
    assert post("draft_change", draft, document=json.dumps(document), version=version).status_code == 302
    page = get("draft", draft).text
    assert "It can be published" in page and "Little interest" in page
    assert post("draft_publish", draft).status_code == 302
    again = post("draft_publish", draft, who="SUP")
    assert again.status_code == 200 and "A colleague published this version a moment ago" in again.text
    assert get("instrument", draft, who="W1").status_code == 200
    assert get("draft_change", draft).status_code == 404
    assert post("definition_retire", draft).status_code == 302
    assert "retired" in get("instrument", draft).text


def test_two_people_go_on_with_one_draft() -> None:
    draft = drafted()
    version = get("draft_change", draft).context["form"]["version"].value()
    hers, mine = ours(), ours()
    hers["scoring"]["title"], mine["scoring"]["title"] = "Hers", "Mine, as typed"
    assert post("draft_change", draft, who="SUP", document=json.dumps(hers), version=version).status_code == 302
    page = post("draft_change", draft, document=json.dumps(mine), version=version)
    assert page.status_code == 200 and "A colleague saved this draft" in page.text
    assert "Mine, as typed" in page.text and "As your colleague left it" in page.text
    with acting_as("DIR"):
        assert queries.row(draft).title == "Hers"


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("not json", "This is not JSON"),
        ("[" * 50_000, "nested too deeply"),
        ("[]", "This cannot be read"),
        ('{"scoring": {"code": "A", "code": "B"}}', "cannot be read"),
    ],
)
def test_what_cannot_be_read_stays_in_the_box(document: str, told: str) -> None:
    page = post("draft_new", document=document)
    assert page.status_code == 200 and told in page.text
    assert page.context["form"]["document"].value() == document
    with acting_as("DIR"):
        assert not queries.drafts().exists()


def test_ten_megabytes_are_refused_kindly_as_a_file_and_pasted() -> None:
    file = SimpleUploadedFile("big.json", b"[" * 10_000_000)
    page = post("draft_new", file=file)
    assert (
        page.status_code == 200 and "larger than one questionnaire can be" in page.text and len(page.content) < 50_000
    )
    page = post("draft_new", document="[" * 10_000_000)
    assert page.status_code == 200 and "larger than one questionnaire can be" in page.text


def test_a_version_that_is_here_already_and_one_sent_twice() -> None:
    page = post("draft_new", document=json.dumps(ours("standard-2w")))
    assert page.status_code == 200 and "is here already" in page.text
    once = {"submission": str(uuid.uuid4()), "document": json.dumps(ours())}
    browser = client_as("DIR")
    first, second = (browser.post(reverse("draft_new"), once) for _ in range(2))
    assert (first.status_code, second.status_code, first["Location"]) == (302, 302, second["Location"])
    with acting_as("DIR"):
        assert queries.drafts().count() == 1


def test_a_file_is_read_into_the_box_and_a_new_version_begins_from_another() -> None:
    file = SimpleUploadedFile("mine.json", json.dumps(ours()).encode("utf-8-sig"))
    assert post("draft_new", file=file).status_code == 302
    text = get("draft_new", query=f"?from={PHQ}").context["form"]["document"].value()
    assert json.loads(text)["scoring"]["code"] == "PHQ-9" and "\n" in text
    assert get("draft_new", query="?from=nonsense").status_code == 200
    assert get("draft_new", query=f"?from={uuid.uuid4()}").status_code == 404


def test_a_draft_in_a_language_nobody_here_knows_can_be_looked_at() -> None:
    document = ours()
    document["scoring"]["language"] = document["questionnaire"]["language"] = "x-site"
    draft = drafted(document)
    assert get("draft", draft).status_code == 200 and get("instruments").status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["scoring"]["critical"].append({"item": "99", "op": ">=", "value": 1, "label": "nobody"}),
        lambda d: d["scoring"]["scales"][0].update(method="magic"),
        lambda d: d["scoring"].update(items="none"),
        lambda d: d["scoring"].update(title=7, code="X"),
        lambda d: d.update(questionnaire=[]),
    ],
)
def test_a_draft_that_is_wrong_in_any_way_can_be_looked_at(spoil) -> None:  # type: ignore[no-untyped-def]
    document = ours()
    document["scoring"].setdefault("title", "A title")
    spoil(document)
    page = post("draft_new", document=json.dumps(document))
    if page.status_code == 302:
        assert "Still to do" in client_as("DIR").get(page["Location"]).text
    else:
        assert "cannot be read" in page.text
