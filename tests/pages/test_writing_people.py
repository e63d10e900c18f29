"""Opening a file, changing somebody, two people at once, her own words, her plan for being reached."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from alongside.families.queries import safe_contact_of, women_of
from alongside.recordkeeping.queries import set_aside_in
from tests.cast import CAST, acting_as, ident
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BEE, CAL, count, day, errors, newest, plan, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

NEW = {**day("on", "2026-02-27"), "expecting": ""}


def open_as(who: str, **fields: Any) -> Any:
    return send(who, "/families/new/", {**NEW, **fields})


def test_a_day_is_enough_to_open_a_file_without_any_name() -> None:
    page = open_as("INT")
    assert page.status_code == 302
    person = newest("families.Person", "INT", kind="woman")
    assert (person.name, person.legal_name) == ("", "")
    state = newest("enrolment.StateChange", "INT", person_id=person.id)
    assert state.state == "reaching_out"
    member = newest("enrolment.TeamMember", "INT", family_id=person.family_id)
    key = newest("enrolment.KeyWorker", "INT", family_id=person.family_id)
    assert member.colleague_id == key.colleague_id == CAST["INT"] and member.role == "intake"
    assert client_as("INT").get(page["Location"]).status_code == 200
    assert client_as("W2").get(page["Location"]).status_code == 404


def test_everything_said_in_the_first_conversation_is_kept() -> None:
    page = open_as(
        "W1",
        name="شيرين 🌷",
        is_alias="on",
        languages="Twi, français;  ",
        channel="text",
        value="+1 416 555 0100",
        we_are_called="Sam",
        who_shares_the_phone="her brother",
        expecting="yes",
        expected_children="2",
        **day("due_on", "2026-08-01"),
        method="ultrasound",
        came_by="a friend",
        met="on",
        her_why="I want my baby with me",
    )
    assert page.status_code == 302, errors(page)
    person = newest("families.Person", kind="woman")
    assert (person.name, person.languages, person.is_alias) == ("شيرين 🌷", ["Twi", "français"], True)
    assert newest("enrolment.StateChange", person_id=person.id).state == "getting_to_know"
    assert newest("enrolment.Enrolment", person_id=person.id).came_by == "a friend"
    with acting_as("W1"):
        woman = women_of(person.family_id).get()
        way = safe_contact_of(woman).ways.get()
    assert woman.her_why == "I want my baby with me"
    assert (way.channel, way.value, way.content_level) == ("text", "+1 416 555 0100", 0)
    assert count("families.Child", family_id=person.family_id, state="expected") == 2


@pytest.mark.parametrize("who", ["CHC", "PEER", "EVAL", "ADM", "p_cal", "p_ana", "CW1"])
def test_only_whoever_opens_files_opens_one(who: str) -> None:
    assert client_as(who).get("/families/new/").status_code == 404
    assert open_as(who).status_code == 404


def test_a_way_needs_its_number_and_what_was_typed_stays() -> None:
    page = open_as("INT", name="Noor", channel="call")
    assert page.status_code == 200 and errors(page).keys() == {"value"}
    assert "Noor" in page.text


def test_somebody_she_may_see_is_shown_before_a_second_file_is_made() -> None:
    before = count("families.Person", kind="woman")
    page = open_as("W1", name="Anna Alder", **day("born_on", "1995-05-04"))
    assert page.status_code == 200 and "Is it one of these?" in page.text and str(ALDER) in page.text
    assert count("families.Person", kind="woman") == before
    page = open_as("W1", name="Anna Alder", not_among="Anna Alder", **day("born_on", "1995-05-04"))
    assert page.status_code == 302
    assert count("families.Person", kind="woman") == before + 1


def test_another_name_is_looked_for_again() -> None:
    page = open_as("W1", name="Ana Alder", not_among="Somebody Else")
    assert "Is it one of these?" in page.text


@pytest.mark.parametrize("who", ["INT", "W2", "W3"])
def test_a_file_she_may_not_see_is_never_shown_and_holds_nothing_up(who: str) -> None:
    page = open_as(who, name="Ana Alder", look="yes", **day("born_on", "1995-05-04"))
    assert str(ALDER) not in page.text and "one of these" not in page.text
    assert open_as(who, name="Ana Alder", **day("born_on", "1995-05-04")).status_code == 302


def test_looking_saves_nothing_and_says_how_little_it_can_tell() -> None:
    before = count("families.Family")
    page = open_as("W1", name="Zebunissa", look="yes")
    assert page.status_code == 200 and "nothing here can tell" in page.text
    assert count("families.Family") == before


def test_nobody_can_choose_the_agency_the_recorder_or_the_family_by_adding_fields() -> None:
    fresh = str(uuid.uuid4())
    page = open_as(
        "W1",
        agency=str(CAST["OTHER_SITE"]),
        agency_id=str(CAST["OTHER_SITE"]),
        id=fresh,
        family_id=fresh,
        recorded_by=str(CAST["W2"]),
        by=str(CAST["W2"]),
        kind="other",
        legal_name="X",
    )
    assert page.status_code == 302 and fresh not in page["Location"]
    person = newest("families.Person", kind="woman")
    assert person.recorded_by == CAST["W1"] and person.legal_name == ""
    assert newest("families.Family").agency_id == CAST["LEAD"]


# --- somebody, two people at once


def changed(**fields: Any) -> dict[str, Any]:
    return {"name": "Ana Alder", "version": "1", **day("born_on", "1995-05-04"), **fields}


CHANGE = ("person_change", ALDER, ANA)


def test_names_languages_and_days_change_and_can_be_emptied() -> None:
    send("W1", url(*CHANGE), changed(pronouns="she / they", other_names="Annie, Nan", languages="Ojibwe"))
    person = newest("families.Person", id=ANA)
    assert (person.pronouns, person.other_names, person.languages, person.version) == (
        "she / they",
        ["Annie", "Nan"],
        ["Ojibwe"],
        2,
    )
    send("W1", url(*CHANGE), {"version": "2"})
    person = newest("families.Person", id=ANA)
    assert (person.name, person.born_on, person.other_names) == ("", None, [])


def two_at_once() -> Any:
    """Pilar saves first; Wanda, whose page still shows version 1, second."""
    assert send("PIT", url(*CHANGE), changed(pronouns="she")).status_code == 302
    return send("W1", url(*CHANGE), changed(pronouns="they", languages="Twi"))


def test_a_second_worker_finds_both_versions_and_nothing_is_overwritten() -> None:
    page = two_at_once()
    assert newest("families.Person", id=ANA).pronouns == "she"
    both = client_as("W1").get(page["Location"])
    assert "Both versions are kept" in both.text and "they" in both.text and "Twi" in both.text
    assert client_as("W2").get(page["Location"]).status_code == 404


@pytest.mark.parametrize(("choice", "pronouns", "languages"), [("theirs", "she", []), ("yours", "they", ["Twi"])])
def test_somebody_chooses_and_what_was_set_aside_stays_in_the_record(
    choice: str, pronouns: str, languages: list[str]
) -> None:
    where = two_at_once()["Location"]
    page = send("W1", where, {"version": "2", "choose": choice})
    assert page.status_code == 302
    person = newest("families.Person", id=ANA)
    assert (person.pronouns, person.languages) == (pronouns, languages)
    with acting_as("W1"):
        assert not set_aside_in(ALDER).exists()
    assert count("recordkeeping.SetAside", family=ALDER) == 1


def test_a_third_change_while_choosing_is_not_overwritten_either() -> None:
    where = two_at_once()["Location"]
    send("PIT", url(*CHANGE), changed(pronouns="xe", version="2"))
    page = send("W1", where, {"version": "2", "choose": "yours"})
    assert "two-versions" in page["Location"] and page["Location"] != where
    assert newest("families.Person", id=ANA).pronouns == "xe"


def test_a_person_cannot_be_changed_through_another_family() -> None:
    assert send("W1", url("person_change", CAST["BIRCH"], ANA), changed()).status_code == 404
    assert send("W1", url("person_change", ALDER, CAST["EVE"]), changed()).status_code == 404


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        (day("born_on", "2999-01-01"), "born_on"),
        (day("born_on", "1995-02-30"), "born_on"),
        ({"born_on_day": "4"}, "born_on"),
        ({"born_on_day": "four", "born_on_month": "May", "born_on_year": "1995"}, "born_on"),
        ({"name": "x" * 400}, "name"),
    ],
)
def test_odd_answers_are_asked_about_kindly_and_kept(fields: dict[str, Any], question: str) -> None:
    page = send("W1", url(*CHANGE), {"pronouns": "kept as typed", "version": "1", **fields})
    assert page.status_code == 200 and list(errors(page)) == [question]
    assert "kept as typed" in page.text and "What you wrote is still here" in page.text
    assert "invalid" not in page.text.lower().replace("aria-invalid", "")


@pytest.mark.parametrize(
    "name", ["X", "Ω", "李", "‏מרים‏", "👩‍🍼", "O'Neil-Łukasz <b>", "'; drop table families_person; --"]
)
def test_names_of_every_script_and_length_are_kept_and_shown_safely(name: str) -> None:
    assert send("W1", url(*CHANGE), changed(name=name)).status_code == 302
    assert newest("families.Person", id=ANA).name == name
    page = client_as("W1").get(url(*CHANGE))
    assert "<b>" not in page.text and page.status_code == 200


def test_a_nul_byte_is_left_out_and_the_rest_is_kept() -> None:
    assert send("W1", url(*CHANGE), changed(name="A\x00na")).status_code == 302
    assert newest("families.Person", id=ANA).name == "Ana"


def test_her_own_words_can_be_taken_back() -> None:
    row = ident("identity ANA")
    page = client_as("W1").get(url("identity_take_back", ALDER, ANA, row))
    assert "SECRET words" in page.text
    assert send("W1", url("identity_take_back", ALDER, ANA, row), {}).status_code == 302
    assert newest("families.Identity", id=row).taken_back_at is not None
    assert client_as("W1").get(url("identity_take_back", ALDER, ANA, row)).status_code == 404


def test_taken_back_is_nobody_elses_to_do() -> None:
    for who in ("W2", "W3", "CHC", "PEER", "p_cal", "EVAL"):
        assert send(who, url("identity_take_back", ALDER, ANA, ident("identity ANA")), {}).status_code == 404
    assert newest("families.Identity", id=ident("identity ANA")).taken_back_at is None


# --- the children's worker knows the mother's name, and writes nothing of hers


@pytest.mark.parametrize(
    "name",
    [
        "person_change",
        "identity_add",
        "relationship_add",
        "stay_add",
        "state_change",
        "welcome_back",
        "ending_add",
        "safe_contact",
        "earlier_child_add",
        "pregnancy_add",
        "return_add",
        "pattern_add",
        "child_add",
    ],
)
def test_a_childrens_worker_writes_nothing_about_the_mother(name: str) -> None:
    address = url(name, ALDER, ANA)
    page = send(
        "CHC",
        address,
        {"name": "changed", "version": "1", "her_words": "x", "kind": "return", **day("on", "2026-01-01")},
    )
    assert page.status_code in (200, 404), page.status_code  # 200 only: something to check; never saved
    assert newest("families.Person", id=ANA).name == "Ana Alder"
    assert count("enrolment.ReturnToUse", woman_id=ANA) == 1


# --- who is around


def test_only_her_own_word_makes_somebody_safe_or_unsafe() -> None:
    sent = {"other": str(CAST["DOT"]), "kind": "mother", "safety": "safe", **day("from_on", "2020-01-01")}
    page = send("W1", url("relationship_add", ALDER, ANA), sent)
    assert page.status_code == 200 and errors(page).keys() == {"safety"}
    assert send("W1", url("relationship_add", ALDER, ANA), {**sent, "she_said": "on"}).status_code == 302


def test_a_changed_relationship_keeps_the_earlier_row() -> None:
    row = ident("relation CAL")
    sent = {
        "other": str(CAL),
        "kind": "ex_partner",
        "safety": "unknown",
        "she_said": "on",
        **day("from_on", "2022-01-01"),
    }
    assert send("W1", url("relationship_change", ALDER, ANA, row), sent).status_code == 302
    assert newest("families.Relationship", id=row).superseded_at is not None
    assert count("families.Relationship", person_id=ANA, other_id=CAL) == 2


def test_somebody_of_another_file_cannot_be_chosen() -> None:
    sent = {"other": str(CAST["FIN"]), "kind": "friend", "safety": "unknown", **day("from_on", "2020-01-01")}
    page = send("SUP", url("relationship_add", ALDER, ANA), sent)
    assert page.status_code == 200 and "other" in errors(page)


def test_somebody_new_leads_to_who_this_is_to_her() -> None:
    page = send("W1", url("person_add", ALDER), {"name": "my aunt"})
    assert "relationships/add/?who=" in page["Location"]
    assert "my aunt" in client_as("W1").get(page["Location"]).text


# --- safe contact

PLAN = ("safe_contact", ALDER, ANA)


def test_several_ways_with_days_hours_and_what_may_be_said() -> None:
    ways = (
        {
            "channel": "text",
            "value": "+1 416 555 0199",
            "content_level": "1",
            "days": ["1", "3"],
            "from_hour": "10:00",
            "to_hour": "15:30",
        },
        {"channel": "through", "value": "Dot", "content_level": "0", "voicemail": "on"},
        {"channel": "", "value": "", "content_level": "0"},
    )
    page = send("W1", url(*PLAN), plan(*ways, version="1", we_are_called="Sam", code_word="heron"))
    assert page.status_code == 302, errors(page)
    with acting_as("W1"):
        kept = safe_contact_of(women_of(ALDER).get(pk=ANA))
        first, second = kept.ways.order_by("id")
    assert (kept.version, kept.we_are_called, kept.code_word) == (2, "Sam", "heron")
    assert (first.days, str(first.from_hour), first.content_level) == ("13", "10:00:00", 1)
    assert (second.channel, second.voicemail, second.content_level) == ("through", True, 0)
    assert count("families.SafeContact", woman_id=ANA) == 2


@pytest.mark.parametrize(
    ("way", "question"),
    [
        ({"channel": "call", "value": ""}, "value"),
        ({"channel": "", "value": "+1 416"}, "channel"),
        ({"channel": "text", "value": "1", "from_hour": "10:00", "to_hour": "10:00"}, "to_hour"),
        ({"channel": "text", "value": "1", "from_hour": "ten"}, "from_hour"),
        ({"channel": "pigeon", "value": "1"}, "channel"),
        ({"channel": "text", "value": "1", "content_level": "9"}, "content_level"),
        ({"channel": "text", "value": "1", "days": ["8"]}, "days"),
    ],
)
def test_what_a_way_lacks_stands_beside_it(way: dict[str, Any], question: str) -> None:
    page = send("W1", url(*PLAN), plan({"content_level": "0", **way}, version="1", we_are_called="kept as typed"))
    assert page.status_code == 200 and question in page.context["form"].ways.forms[0].errors
    assert "kept as typed" in page.text and f'href="#id_way-0-{question}' in page.text
    assert count("families.SafeContact", woman_id=ANA) == 1


def test_two_plans_at_once_are_both_kept_and_either_can_stand() -> None:
    send("PIT", url(*PLAN), plan(version="1", we_are_called="Pia"))
    page = send(
        "W1",
        url(*PLAN),
        plan(
            {"channel": "visit", "value": "the park", "content_level": "0", "from_hour": "09:00"},
            version="1",
            we_are_called="Sam",
        ),
    )
    both = client_as("W1").get(page["Location"]).text
    assert "Pia" in both and "Sam" in both and "the park" in both
    assert send("W1", page["Location"], {"version": "2", "choose": "yours"}).status_code == 302
    with acting_as("W1"):
        kept = safe_contact_of(women_of(ALDER).get(pk=ANA))
        assert (kept.version, kept.we_are_called, kept.ways.get().value) == (3, "Sam", "the park")


def test_a_child_of_another_woman_is_not_reached_through_this_address() -> None:
    assert client_as("SUP").get(url("track_add", ALDER, CAST["FIN"], "living")).status_code == 404
    assert client_as("SUP").get(url("track_add", CAST["BIRCH"], BEE, "living")).status_code == 404
