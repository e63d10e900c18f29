"""A question from JSON, value by value, and an answer as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.consent.profiles import shipped
from alongside.consent.rules import About, Answer, Reason, Recipient, Record, Request
from alongside.consent.rules.fields import NotUnderstood
from alongside.consent.rules.reading import RECORD_FIELDS, REQUEST_FIELDS, Worlds, read, told
from alongside.consent.rules.reading_world import WORLD_FIELDS
from alongside.consent.rules.vocabulary import CATEGORIES, ROLE_READS, Assurance
from alongside.safekeeping.terms import CLINICIANS, EVERYTHING

SUD, CONTACT = 1 << CATEGORIES["sud"], 1 << CATEGORIES["contact"]
WORLD = {"agencies": {"CAS": "child_welfare"}, "accounts": {"p_ana": "ANA"}}


def asked(**data: Any) -> Request:
    return read({**data, "world": WORLD}, Worlds(shipped())).request


EMPTY = Request(None, Record(None, None), "", "", None)  # type: ignore[arg-type]  # nobody is for the gates to say
QUESTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing": ({}, {}),
    "everything": (
        {
            "actor": "W1", "person": "SIS", "agency": "LEAD", "classes": ["Helpers"], "role": "Counsellor", "role_mask": ["sud"],
            "clinician": True, "assurance": "step-up", "session_live": False, "account_active": False, "purpose": "care",
            "action": "Read", "time": "2026-03-02T10:00:00Z", "device_time": ["any", "thing"], "recipient": "CAS", "reason": "why",
            "glass_broken_at": "2026-03-02T09:00:00Z",
        },
        {
            "actor": "W1", "person": "SIS", "agency": "LEAD", "classes": frozenset({"helpers"}), "role_mask": SUD, "clinician": True,
            "assurance": Assurance.STEP_UP, "session_live": False, "account_active": False, "purpose": "care", "action": "read",
            "at": datetime(2026, 3, 2, 10, tzinfo=UTC), "recipient": Recipient(agency="CAS"), "reason": "why",
            "glass_broken_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        },
    ),
    "an account": ({"actor": "p_ana"}, {"actor": "p_ana", "person": "ANA"}),
    "an account, with somebody": ({"actor": "p_ana", "person": "DOT"}, {"actor": "p_ana", "person": "DOT"}),
    "a part": ({"role": "peer"}, {"role_mask": ROLE_READS["peer"]}),
    "a part nobody knows, and what it reads": ({"role": "aunt", "role_mask": "all"}, {"role_mask": EVERYTHING}),
    "a clinician": ({"role": "nurse"}, {"role_mask": ROLE_READS["nurse"], "clinician": True}),
    "no clinician": ({"role": "nurse", "clinician": False}, {"role_mask": ROLE_READS["nurse"]}),
    "a session": ({"assurance": "session"}, {"assurance": Assurance.SESSION}),
    "a session, told inside": (
        {"assurance": {"level": "session", "session_live": False, "account_active": False}},
        {"assurance": Assurance.SESSION, "session_live": False, "account_active": False},
    ),
    "a session that lives, told inside": ({"assurance": {"level": "session", "session_live": True}}, {"assurance": Assurance.SESSION}),
    "told inside and outside": (
        {"assurance": {"session_live": False, "account_active": True}, "session_live": True, "account_active": False},
        {"account_active": False},
    ),
    "to somebody who may be either": ({"recipient": "DRX"}, {"recipient": Recipient(person="DRX", agency="DRX")}),
    "to a person": ({"recipient": "person:DRX"}, {"recipient": Recipient(person="DRX")}),
}  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question(data: dict[str, Any], expected: dict[str, Any]) -> None:
    given = {name: getattr(EMPTY, name) for name in Request.__slots__}
    assert asked(**data) == Request(**given | expected)


RECORDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "everything": (
        {
            "subject": "ANA", "category": "Sud", "about": ["BEE"], "source_agency": "LEAD", "part2": False, "sealed": True, "hold": True,
            "segmented": True, "journal": True, "adoption_sealed": True, "secret_location": True, "made_by": ["ANA", "DOT"],
            "recorded_at": "2026-03-02",
        },
        {
            "subject": "ANA", "category": CATEGORIES["sud"], "about": (About("BEE"),), "source_agency": "LEAD", "part2": False,
            "sealed": True, "hold": True, "segmented": True, "journal": True, "adoption_sealed": True, "secret_location": True,
            "made_by": ("ANA", "DOT"), "recorded_at": datetime(2026, 3, 2, 5, tzinfo=UTC),
        },
    ),
    "protected": ({"part2": True}, {"part2": True}),
    "nothing": ({}, {}),
    "of no kind we know": ({"category": "gossip"}, {}),
    "about somebody": ({"about": "BEE"}, {"about": (About("BEE"),)}),
    "about somebody in a kind": ({"about": "BEE/sud"}, {"about": (About("BEE", SUD),)}),
    "about somebody by number": ({"about": [7, {"person": 8}]}, {"about": (About(7), About(8))}),
    "about somebody in several": (
        {"about": {"person": "BEE", "category": "sud", "categories": ["contact"]}}, {"about": (About("BEE", SUD | CONTACT),)},
    ),
    "about several": ({"about": ["BEE", "CAL/contact"]}, {"about": (About("BEE"), About("CAL", CONTACT))}),
}  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), RECORDS.values(), ids=RECORDS)
def test_a_record(data: dict[str, Any], expected: dict[str, Any]) -> None:
    given = {name: getattr(EMPTY.record, name) for name in Record.__slots__}
    assert asked(**data).record == Record(**given | expected)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a part nobody knows": ({"role": "aunt"}, "request.role: “aunt” is not a part we know, and there is no role_mask"),
    "one more field of a session": ({"assurance": {"x": 1}}, "request.assurance: “x” is not a field here"),
    "how sure": ({"assurance": "certain"}, "request.assurance.level: “certain” is not known"),
    "about nobody": ({"about": [{"category": "sud"}]}, "record.about: whom is it about?"),
    "about yes": ({"about": True}, "record.about: an object with fields is needed, not yes or no"),
    "one more field of somebody": ({"about": {"person": "BEE", "x": 1}}, "record.about: “x” is not a field here"),
    "to nobody": ({"recipient": {}}, "request.recipient: a recipient has"),
    "for what": ({"purpose": "gossip"}, "request.purpose: “gossip” is not known"),
    "what": ({"action": "gossip"}, "request.action: “gossip” is not known"),
    "a day for a time": ({"time": "2026-03-02"}, "request.time: “2026-03-02” is a day"),
    "a day for breaking glass": ({"glass_broken_at": "2026-03-02"}, "request.glass_broken_at: “2026-03-02” is a day"),
    "a field nobody knows": (
        {"x": 1},
        f"“x” is not a field of a request, a record or a world. Fields are: "
        f"{', '.join(sorted(REQUEST_FIELDS | RECORD_FIELDS | WORLD_FIELDS))}",
    ),
    "a field nobody knows, in its part": ({"request": {"x": 1}}, "request: “x” is not a field here"),
    "a field nobody knows, in a record": ({"record": {"x": 1}}, "record: “x” is not a field here"),
    "a field nobody knows, in a record by its other name": ({"resource": {"x": 1}}, "record: “x” is not a field here"),
    "a field of a question in a world": ({"request": {"world": {"actor": "W1"}}}, "world: “actor” is not a field here"),
    "a part that is no object": ({"record": 3}, "record: an object with fields is needed"),
    "a part within, that is no object": ({"request": {"record": 3}}, "record: an object with fields is needed"),
    "said twice": ({"actor": "W1", "request": {"actor": "W2"}}, "request.actor: said twice, and not the same"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), WRONG.values(), ids=WRONG)
def test_a_question_that_cannot_be_read_says_where(data: dict[str, Any], said: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        asked(**data)
    assert str(why.value).startswith(said)


def test_a_question_is_an_object() -> None:
    with pytest.raises(NotUnderstood, match="a request is an object with fields"):
        read(["W1"], Worlds(shipped()))


def test_a_question_keeps_its_own_name_and_its_place_does_not_matter() -> None:
    worlds = Worlds(shipped())
    flat = read({"id": 7, "actor": "W1", "subject": "ANA", "profile": "ON"}, worlds)
    assert (flat.id, flat.request.actor, flat.request.record.subject, flat.world.profile) == (
        7,
        "W1",
        "ANA",
        shipped()["ON"],
    )
    for parts in (
        {"request": {"actor": "W1", "record": {"subject": "ANA"}}, "world": {"profile": "ON"}},
        {"request": {"actor": "W1", "subject": "ANA", "world": {"profile": "ON"}}},
        {"record": {"actor": "W1"}, "resource": {"subject": "ANA"}, "profile": "ON"},
        {"record": {"actor": "W1", "resource": {"subject": "ANA"}}, "profile": "ON", "world": {}},
        {"actor": "W1", "request": {"actor": "W1", "subject": "ANA"}, "world": {"profile": "ON"}},
    ):
        found = read(parts, worlds)
        assert (found.id, found.request, found.world.profile) == (None, flat.request, flat.world.profile), parts


def test_a_world_is_read_once() -> None:
    worlds = Worlds(shipped())
    one, other = {"profile": "ON"}, {"profile": "ON"}
    assert worlds.read(one) is worlds.read(one)
    assert worlds.read(other) is not worlds.read(one)
    assert read({"world": one, "actor": "W1"}, worlds).world is worlds.read(one).world
    assert read({"actor": "W1"}, worlds, one).world is worlds.read(one).world
    for parts in (
        {"profile": "ON", "world": {"own_programme": "LEAD"}},
        {"world": {"own_programme": "LEAD"}, "profile": "ON"},
    ):
        both = read(parts, worlds).world
        assert (both.profile, both.own_programme) == (shipped()["ON"], "LEAD")
    assert read({}, worlds, one).world.profile == read({"world": one}, worlds).world.profile == shipped()["ON"]
    assert read({"profile": "US"}, worlds, one).world.profile == shipped()["US"]
    assert read({}, worlds).world.profile is None


def test_an_answer() -> None:
    no = Answer(False, (Reason("sealed"), Reason("excluded", "W1", "X")))
    sealed, excluded = "This record is sealed.", "This person is kept out from this file."
    assert told(no) == {
        "answer": "deny", "decision": "deny:sealed", "obligations": ["log"], "basis": None,
        "reasons": [{"code": "sealed", "words": sealed}, {"code": "excluded", "words": excluded, "person": "W1", "basis": "X"}],
    }  # fmt: skip
    assert bool(no) is False  # whoever asks "if decide(...)"
    until = datetime(2026, 3, 2, 11, tzinfo=UTC)
    yes = Answer(
        True, (Reason("portal_self", "ANA"),), ("log", "notice"), "portal_self", ("BEE",), "This goes along.", until
    )
    assert told(yes, "Q") == {
        "id": "Q", "answer": "permit", "decision": "permit:portal_self", "obligations": ["log", "notice"], "basis": "portal_self",
        "reasons": [{"code": "portal_self", "words": "It is her own.", "person": "ANA"}],
        "without": ["BEE"], "notice": "This goes along.", "until": "2026-03-02T11:00:00Z",
    }  # fmt: skip


def test_who_is_a_clinician() -> None:
    assert {role for role in ROLE_READS if asked(role=role).clinician} == CLINICIANS
