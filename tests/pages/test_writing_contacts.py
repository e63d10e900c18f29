"""Contacts, what was promised, and measures."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import CAST, dyad, ident
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BEE, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

CONTACT = {"about": f"woman:{ANA}", **day("on", "2026-02-20"), "mode": "phone", "reached": "met"}


def contact(who: str = "W1", **fields: Any) -> Any:
    return send(who, url("contact_add", ALDER), {**CONTACT, **fields})


def test_a_contact_with_everything_and_what_comes_next() -> None:
    page = contact(
        about=f"dyad:{dyad('ANA', 'BEE')}",
        at_time="14:30",
        minutes="45",
        note="We read a book.",
        her_words="“I felt seen.” 🌻",
        between_you="You waited for her look.",
        believed="on",
        present=[str(ANA), str(BEE)],
        also_present="a neighbour",
        promise_what="Call about the crib",
        **day("promise_on", "2026-12-01"),
    )
    assert page.status_code == 302 and page["Location"] == url("family", ALDER)
    kept = newest("care.Contact")
    assert (kept.for_whom, kept.subject, kept.category, kept.worker) == ("dyad", dyad("ANA", "BEE"), 8, CAST["W1"])
    assert (kept.her_words, kept.believed, set(kept.present)) == ("“I felt seen.” 🌻", True, {ANA, BEE})
    promise = newest("care.Promise")
    assert (promise.what, promise.on, promise.category) == ("Call about the crib", date(2026, 12, 1), 8)


@pytest.mark.parametrize(
    ("about", "category"), [(f"woman:{ANA}", 1), (f"child:{BEE}", 7), (f"dyad:{dyad('ANA', 'BEE')}", 8)]
)
def test_what_it_is_about_is_usual_for_the_person_and_can_be_said(about: str, category: int) -> None:
    contact(about=about)
    assert newest("care.Contact").category == category
    contact(about=about, category="2")
    assert newest("care.Contact").category == 2


@pytest.mark.parametrize("category", ["0", "13", "99", "-1", "x"])
def test_kinds_that_are_not_offered_are_refused(category: str) -> None:
    page = contact(category=category)
    assert page.status_code == 200 and list(errors(page)) == ["category"]


def test_a_childrens_worker_is_offered_only_kinds_that_are_hers() -> None:
    page = client_as("CHC").get(url("contact_add", ALDER))
    assert "Using substances" not in page.text and "How the child is and grows" in page.text
    assert contact("CHC", about=f"child:{BEE}", category="2").status_code == 200
    assert contact("CHC", about=f"child:{BEE}").status_code == 302
    before = count("care.Contact")
    assert contact("CHC", about=f"woman:{ANA}").status_code == 404
    assert count("care.Contact") == before


@pytest.mark.parametrize(
    "about", [f"child:{CAST['FIN']}", f"woman:{BEE}", f"child:{ANA}", f"woman:{uuid.UUID(int=7)}", "woman:", "x", ""]
)
def test_somebody_of_another_file_is_no_choice(about: str) -> None:
    page = contact("SUP", about=about)
    assert page.status_code == 200 and list(errors(page)) == ["about"]


def test_added_fields_change_nothing() -> None:
    contact(
        family_id=str(CAST["BIRCH"]),
        family=str(CAST["BIRCH"]),
        recorded_by=str(CAST["W2"]),
        worker=str(CAST["W2"]),
        id=str(uuid.uuid4()),
        subject=str(CAST["EVE"]),
        for_whom="child",
        superseded_at="2020-01-01",
        corrects=str(ident("contact 1")),
    )
    kept = newest("care.Contact")
    assert (kept.family_id, kept.recorded_by, kept.worker, kept.subject, kept.for_whom) == (
        ALDER,
        CAST["W1"],
        CAST["W1"],
        ANA,
        "woman",
    )
    assert kept.corrects_id is None and kept.superseded_at is None


def test_people_of_another_file_cannot_be_marked_as_there() -> None:
    page = contact("SUP", present=[str(CAST["EVE"])])
    assert page.status_code == 200 and list(errors(page)) == ["present"]


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        (day("on", "2999-01-01"), "on"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "on"),
        ({"minutes": "100000"}, "minutes"),
        ({"minutes": "-5"}, "minutes"),
        ({"at_time": "25:99"}, "at_time"),
        ({"mode": "pigeon"}, "mode"),
        ({"promise_what": "Call"}, "promise_on"),
        (day("promise_on", "2026-12-01"), "promise_what"),
    ],
)
def test_odd_answers_keep_the_note(fields: dict[str, str], question: str) -> None:
    page = contact(note="a long afternoon, word for word", **fields)
    assert page.status_code == 200 and list(errors(page)) == [question]
    assert "a long afternoon, word for word" in page.text


def test_ten_megabytes_are_kindly_refused_and_still_there() -> None:
    text = "é" * 5_000_000
    page = contact(note=text)
    assert page.status_code == 200 and list(errors(page)) == ["note"]
    assert page.text.count("é") >= 5_000_000
    assert "Nothing is lost" in page.text


def test_a_note_longer_than_one_piece_is_refused_by_the_rule_in_words() -> None:
    page = contact(note="word " * 60_000)
    assert page.status_code == 200 and list(errors(page)) == ["note"] and "share it over two notes" in str(errors(page))


def test_words_that_hurt_are_shown_after_saving_and_never_block() -> None:
    before = count("care.Contact")
    page = contact(note="She is an addict and was non-compliant.")
    assert count("care.Contact") == before + 1
    words = client_as("W1").get(page["Location"])
    assert "addict" in words.text and "Could also say" in words.text and "Keep it as it is" in words.text
    assert client_as("W2").get(page["Location"]).status_code == 404
    page = contact(her_words="I am an addict.")
    assert page["Location"] == url("family", ALDER)


def test_a_correction_is_a_further_row_and_keeps_her_reach() -> None:
    first = newest("care.Contact", id=ident("contact 1"))
    address = url("contact_correct", ALDER, first.id)
    assert "SECRET use" in client_as("W1").get(address).text
    page = send("W1", address, {**CONTACT, "category": "2", "note": "Better said."})
    assert page.status_code == 302
    kept = newest("care.Contact")
    assert (kept.corrects_id, kept.note, kept.category) == (first.id, "Better said.", 2)
    assert newest("care.Contact", id=first.id).superseded_at is not None


@pytest.mark.parametrize("who", ["PEER", "CHC", "W2", "W3", "p_cal", "PRIV"])
def test_a_contact_that_is_not_hers_to_read_cannot_be_corrected(who: str) -> None:
    assert client_as(who).get(url("contact_correct", ALDER, ident("contact 1"))).status_code == 404
    assert send(who, url("contact_correct", ALDER, ident("contact 1")), CONTACT).status_code == 404


PROMISE = (ALDER, ident("promise 1"))


def test_a_promise_is_done_once() -> None:
    today = timezone.localdate().isoformat()
    assert send("W1", url("promise_kept", *PROMISE), day("on", today)).status_code == 302
    assert newest("care.Promise", id=PROMISE[1]).state == "kept"
    assert send("W1", url("promise_kept", *PROMISE), day("on", today)).status_code == 404


def test_a_promise_is_changed_or_let_go_without_a_reason() -> None:
    sent = {"what": "A walk instead", **day("on", "2027-01-05")}
    assert send("W1", url("promise_change", *PROMISE), sent).status_code == 302
    assert newest("care.Promise", id=PROMISE[1]).state == "changed"
    other = newest("care.Promise", state="open")
    page = client_as("W1").get(url("promise_let_go", ALDER, other.id))
    assert "No reason is needed" in page.text and count("care.Promise", state="open") == 1
    assert send("W1", url("promise_let_go", ALDER, other.id), {}).status_code == 302
    assert newest("care.Promise", id=other.id).state == "let_go"


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "p_cal", "EVAL"])
@pytest.mark.parametrize("name", ["promise_kept", "promise_change", "promise_let_go"])
def test_a_promise_is_nobody_elses(name: str, who: str) -> None:
    assert client_as(who).get(url(name, *PROMISE)).status_code == 404
    assert send(who, url(name, *PROMISE), {**day("on", "2026-01-01"), "what": "x"}).status_code == 404


@pytest.mark.parametrize("total", ["twelve", "NaN", "1e99", "--3", "∞"])
def test_odd_totals_are_asked_about(total: str) -> None:
    sent = {
        "about": f"woman:{ANA}",
        "instrument": "BDI-II",
        **day("on", "2026-01-20"),
        "state": "done",
        "total": total,
        "source": "her_report",
    }
    page = send("W1", url("occasion_add", ALDER), sent)
    assert page.status_code == 200 and list(errors(page)) == ["total"]


def test_the_same_measure_on_the_same_day_is_recorded_once() -> None:
    sent = {
        "about": f"woman:{ANA}",
        "category": "4",
        "instrument": "PHQ-9",
        **day("on", "2026-01-15"),
        "state": "done",
        "total": "9",
        "source": "her_report",
    }
    page = send("W1", url("occasion_add", ALDER), sent)
    assert page.status_code == 200 and "already recorded" in str(errors(page))
