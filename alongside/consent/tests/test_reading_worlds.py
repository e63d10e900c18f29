"""A world from JSON, value by value: each row as it stands in a file, and what it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alongside.consent.profiles import shipped
from alongside.consent.rules import (
    Agency,
    Assignment,
    Capable,
    Collective,
    Directive,
    Exclusion,
    Guardianship,
    LegalBasis,
    Merge,
    Recipient,
)
from alongside.consent.rules.fields import NotUnderstood
from alongside.consent.rules.reading_world import WORLD_FIELDS, read_world
from alongside.consent.rules.times import BEGINNING
from alongside.consent.rules.vocabulary import CATEGORIES, PORTAL_SAFE, TOPICS
from alongside.consent.tests.fixture_world import made
from alongside.safekeeping.terms import EVERYTHING

SUD, CONTACT = 1 << CATEGORIES["sud"], 1 << CATEGORIES["contact"]
NOBODY: frozenset[str] = frozenset()
ANA, BEE = frozenset({"ANA"}), frozenset({"BEE"})


def day(month: int, day_of_month: int, hour: int = 5) -> datetime:
    """Midnight in Toronto in the winter of 2026."""
    return datetime(2026, month, day_of_month, hour, tzinfo=UTC)


def signed(at: datetime | None, **more: Any) -> Directive:
    given: dict[str, Any] = {
        "id": "D", "effect": "permit", "subject": "ANA", "signer": "ANA", "recipients": (), "categories": 0, "signed_at": at,
    }  # fmt: skip
    return Directive(**given | more)


PERMIT, DENY = {"id": "D", "effect": "permit", "subject": "ANA"}, {"id": "D", "effect": "deny", "subject": "ANA"}
NO: dict[str, Any] = {"effect": "deny", "categories": EVERYTHING}
LATE = "2026-02-03T10:00:00Z"
AT_LATE = day(2, 3, 10)
DIRECTIVES: dict[str, tuple[dict[str, Any], Directive]] = {
    "a permission": (PERMIT, signed(None)),
    "a refusal": (DENY, signed(BEGINNING, **NO)),
    "without an id": ({"effect": "deny", "subject": "ANA"}, signed(BEGINNING, **NO, id="world.directives[0]")),
    "signed": (PERMIT | {"signed_at": LATE}, signed(AT_LATE)),
    "said to be signed": (PERMIT | {"signed": True}, signed(BEGINNING)),
    "said to be signed, with a beginning": (PERMIT | {"signed": True, "start": "2026-02-01"}, signed(day(2, 1), opens=day(2, 1))),
    "signed, with a beginning": (PERMIT | {"signed_at": LATE, "start": "2026-02-01"}, signed(AT_LATE, opens=day(2, 1))),
    "with a beginning alone": (PERMIT | {"start": "2026-02-01"}, signed(None, opens=day(2, 1))),
    "said not to be signed": (PERMIT | {"signed": False, "signed_at": LATE}, signed(None)),
    "a refusal said not to be signed": (DENY | {"signed": False}, signed(None, **NO)),
    "a draft": (PERMIT | {"status": "draft"}, signed(None, status="draft")),
    "a draft with a day of signing": (PERMIT | {"status": "draft", "signed_at": LATE}, signed(AT_LATE, status="draft")),
    "a refusal that is a draft": (DENY | {"status": "draft"}, signed(None, **NO, status="draft")),
    "active": (PERMIT | {"status": "active"}, signed(BEGINNING)),
    "withdrawn": (PERMIT | {"status": "revoked"}, signed(BEGINNING, status="revoked")),
    "by somebody": (PERMIT | {"signer": "CAS"}, signed(None, signer="CAS")),
    "by nobody": (PERMIT | {"signer": None}, signed(None, signer=None)),
    "everything": (
        PERMIT | {
            "signer": "DOT", "recipient": "CAS", "recipients": ["person:DRX"], "categories": ["sud", "contact"],
            "purpose": "care", "purposes": ["research"], "signed_at": LATE, "start": "2026-02-01", "end": "2026-02-28",
            "status": "superseded", "revoked_at": "2026-02-10", "revoked_by": "EVE", "superseded_at": "2026-02-11",
            "complete": False, "elements": ["discloser", "date"], "no_end": True, "discloser": "LEAD",
        },
        Directive(
            "D", "permit", "ANA", "DOT", (Recipient(agency="CAS"), Recipient(person="DRX")), SUD | CONTACT,
            frozenset({"care", "research"}), AT_LATE, day(2, 1), day(3, 1), "superseded", day(2, 10), "EVE", day(2, 11), False,
            frozenset({"discloser", "date"}), True, "LEAD",
        ),
    ),
    "whole": (PERMIT | {"complete": True}, signed(None, complete=True)),
}  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), DIRECTIVES.values(), ids=DIRECTIVES)
def test_what_was_said(row: dict[str, Any], expected: Directive) -> None:
    world = made({"profile": "ON", "agencies": {"CAS": "child_welfare"}, "directives": [row]})
    assert world.directives == (expected,)


CAS, DRX = Recipient(agency="CAS"), Recipient(person="DRX")
RECIPIENTS: dict[str, tuple[Any, tuple[Recipient, ...]]] = {
    "a known agency": ("CAS", (CAS,)),
    "an unknown id": ("DRX", (Recipient(agency="DRX"), DRX)),
    "a person": ("person:DRX", (DRX,)),
    "an agency": ("agency:DRX", (Recipient(agency="DRX"),)),
    "a class": ("class:helpers", (Recipient(klass="helpers"),)),
    "a class of no name": ("class:", (Recipient(agency="class:"), Recipient(person="class:"))),
    "a kind that is none": ("family:DRX", (Recipient(agency="family:DRX"), Recipient(person="family:DRX"))),
    "a person there": ("CAS/DRX", (Recipient(person="DRX", agency="CAS"),)),
    "no person there": ("CAS/", (Recipient(agency="CAS/"), Recipient(person="CAS/"))),
    "everybody": ("*", (Recipient(klass="everybody"),)),
    "an object, a person": ({"person": "DRX"}, (DRX,)),
    "an object, an agency": ({"agency": 7}, (Recipient(agency=7),)),
    "an object, a class": ({"class": "Helpers"}, (Recipient(klass="helpers"),)),
    "an object, a person there": ({"person": "DRX", "agency": "CAS"}, (Recipient(person="DRX", agency="CAS"),)),
    "several": (["CAS", "person:DRX"], (CAS, DRX)),
    "nobody": (None, ()),
}


@pytest.mark.parametrize(("given", "expected"), RECIPIENTS.values(), ids=RECIPIENTS)
@pytest.mark.parametrize("name", ["recipient", "recipients"])
def test_with_whom(name: str, given: Any, expected: tuple[Recipient, ...]) -> None:
    world = made({"agencies": {"CAS": "child_welfare"}, "directives": [PERMIT | {name: given}]})
    assert world.directives[0].recipients == expected


ROWS: dict[str, tuple[str, dict[str, Any], list[Any]]] = {
    "a right": (
        "guardianships", {"child": "BEE", "holder": "ANA", "kind": "Access-only"}, [Guardianship("BEE", "ANA", "access_only")],
    ),
    "a right with its times": (
        "guardianships",
        {"child": "BEE", "holder": "ANA", "kind": "custody", "start": "2026-01-02", "end": "2026-02-02", "gap_open_from": "2026-01-03"},
        [Guardianship("BEE", "ANA", "custody", day(1, 2), day(2, 2), day(1, 3))],
    ),
    "able": ("capable_minors", {"person": "FIN", "topic": "counselling"}, [Capable("FIN", TOPICS["counselling"], None, BEGINNING)]),
    "able in several": (
        "capable_minors",
        {"person": "FIN", "topics": ["sexual_health", "contact"], "categories": ["sud"], "by": "W1", "start": "2026-01-02",
         "end": "2026-02-02"},
        [Capable("FIN", TOPICS["sexual_health"] | CONTACT | SUD, "W1", day(1, 2), day(2, 2))],
    ),
    "a duty": ("legal_bases", {"kind": "duty_to_report"}, [LegalBasis("world.legal_bases[0]", "duty_to_report", NOBODY)]),
    "a duty that was done": (
        "legal_bases", {"id": "L", "kind": "duty_to_report", "subject": "BEE", "used": True, "actor": "W1"},
        [LegalBasis("L", "duty_to_report", BEE, actor="W1", used_at=BEGINNING)],
    ),
    "a duty that was done then": (
        "legal_bases", {"id": "L", "kind": "duty_to_report", "subject": "BEE", "used": True, "used_at": LATE},
        [LegalBasis("L", "duty_to_report", BEE, used_at=AT_LATE)],
    ),
    "a duty for a court": (
        "legal_bases", {"id": "L", "kind": "duty_to_report", "part2_qualifying": True}, [LegalBasis("L", "duty_to_report", NOBODY)],
    ),
    "an order that was done": (
        "legal_bases", {"id": "L", "kind": "court_order", "used": True, "used_at": LATE}, [LegalBasis("L", "court_order", NOBODY)],
    ),
    "an order made for it": (
        "legal_bases", {"id": "L", "kind": "court_order", "part2_qualifying": True}, [LegalBasis("L", "part2_order", NOBODY)],
    ),
    "a whole order": (
        "legal_bases",
        {"id": "L", "kind": "court_order", "subjects": ["ANA", "BEE"], "categories": ["sud"], "recipient": "CAS", "purpose": "civil",
         "purposes": ["criminal"], "start": "2026-01-02", "end": "2026-02-02"},
        [LegalBasis("L", "court_order", ANA | BEE, SUD, (CAS,), None, frozenset({"civil", "criminal"}), day(1, 2), day(2, 3))],
    ),
    "kept out": ("exclusions", {"actor": "W1"}, [Exclusion("world.exclusions[0]", "other", "W1")]),
    "kept out by every id": (
        "exclusions",
        {"id": "X", "actor": "W1", "person": "SIS", "agency": "LEAD", "kind": "relative", "subject": "ANA", "categories": ["sud"],
         "start": "2026-01-02", "end": "2026-02-02"},
        [Exclusion("X", "relative", who, None, ANA, SUD, day(1, 2), day(2, 3)) for who in ("W1", "SIS")],
    ),
    "an agency kept out": (
        "exclusions",
        {"id": "X", "agency": "CAS", "family": "ALDER", "categories": ["sud"], "start": "2026-01-02", "end": "2026-02-02"},
        [Exclusion("X", "agency_barred", None, "CAS", ANA | BEE, SUD, day(1, 2), day(2, 3))],
    ),
    "works with": ("assignments", {"actor": "W1", "subject": "ANA"}, [Assignment("W1", ANA)]),
    "works with a family": (
        "assignments",
        {"actor": "W1", "family": "ALDER", "subject": "EVE", "agency": "LEAD", "categories": ["sud"], "start": "2026-01-02",
         "end": "2026-02-02"},
        [Assignment("W1", ANA | BEE | {"EVE"}, "LEAD", SUD, day(1, 2), day(2, 2))],
    ),
    "a dispute": ("merges", {"persons": ["ANA", "EVE"]}, [Merge(frozenset({"ANA", "EVE"}), True)]),
    "put together": ("merges", {"persons": ["ANA", "EVE"], "state": "in_progress"}, [Merge(frozenset({"ANA", "EVE"}))]),
    "put together once": ("merges", {"persons": ["ANA", "EVE"], "state": "done"}, []),
    "a community's yes that says nothing": (
        "collective_permissions", {}, [Collective("world.collective_permissions[0]", NOBODY, ())],
    ),
    "a community's yes": (
        "collective_permissions",
        {"id": "C", "family": "ALDER", "recipient": "CAS", "given_by": "The nation", "start": "2026-01-02", "end": "2026-02-02"},
        [Collective("C", ANA | BEE, (CAS,), "The nation", day(1, 2), day(2, 3))],
    ),
    "taken apart": ("merges", {"persons": ["ANA", "EVE"], "state": "undone"}, []),
}  # fmt: skip
HELD = {"capable_minors": "capable", "collective_permissions": "collective"}


@pytest.mark.parametrize(("name", "row", "expected"), ROWS.values(), ids=ROWS)
def test_a_row(name: str, row: dict[str, Any], expected: list[Any]) -> None:
    world = made({"families": {"ALDER": ["ANA", "BEE"]}, "agencies": {"CAS": "child_welfare"}, name: [row]})
    assert list(getattr(world, HELD.get(name, name))) == expected


def test_rights_under_their_other_name() -> None:
    row = {"child": "BEE", "holder": "ANA", "kind": "custody"}
    assert made({"guardianship": [row], "guardianships": [row | {"holder": "DOT"}]}).guardianships == (
        Guardianship("BEE", "DOT", "custody"), Guardianship("BEE", "ANA", "custody"),
    )  # fmt: skip


def test_everything_beside_the_rows() -> None:
    world = made({
        "profile": "ON", "own_programme": "LEAD", "circle": {"ANA": ["HOSP"]}, "dyads": {"PAIR": ["ANA", "BEE"]},
        "agencies": {
            "LEAD": "programme", "X": {}, "HOSP": {"kind": "hospital", "custodian": False, "classes": ["Helpers"], "name": "The hospital"},
        },
        "people": {"FIN": {"born": "2010-03-02"}, "GIA": {}}, "accounts": {"p_ana": "ANA", "p_dot": ["DOT"], "p_nobody": None},
        "portal_safe": ["sud"], "step_up_for": ["Read", "export"],
    })  # fmt: skip
    assert world.profile == shipped()["ON"] and world.own_programme == "LEAD"
    assert (world.circle, world.dyads) == ({"ANA": frozenset({"HOSP"})}, {"PAIR": ("ANA", "BEE")})
    assert world.agencies == {
        "LEAD": Agency("LEAD", "programme"), "X": Agency("X", "other"),
        "HOSP": Agency("HOSP", "hospital", False, frozenset({"helpers"})),
    }  # fmt: skip
    assert world.of_age == {"FIN": day(3, 2)} and world.accounts == {"p_ana": "ANA", "p_dot": "DOT"}
    assert (world.portal_safe, world.step_up) == (SUD, frozenset({"read", "export"}))
    empty = made({})
    assert (empty.profile, empty.circle, empty.step_up, empty.portal_safe) == (None, None, None, PORTAL_SAFE)
    assert (made({"circle": {}}).circle, made({"step_up_for": []}).step_up) == ({}, frozenset())
    assert made({"people": {"FIN": {"born": "2010-03-02"}}}).of_age == {}


def test_a_law_that_names_no_age() -> None:
    profiles = {"X": replace(shipped()["ON"], own_age=None)}
    assert read_world({"profile": "X", "people": {"FIN": {"born": "2010-03-02"}}}, profiles).world.of_age == {}


ZONES: dict[str, tuple[dict[str, Any], str]] = {
    "of the law": ({"profile": "US"}, shipped()["US"].time_zone),
    "of this world": ({"profile": "US", "time_zone": "Asia/Tokyo"}, "Asia/Tokyo"),
    "of no law": ({}, "America/Toronto"),
}


@pytest.mark.parametrize(("data", "expected"), ZONES.values(), ids=ZONES)
def test_where_days_begin(data: dict[str, Any], expected: str) -> None:
    assert read_world(data, shipped()).zone == ZoneInfo(expected)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no effect": ({"directives": [{"subject": "ANA"}]}, "world.directives[0].effect: permit or deny is needed"),
    "nobody's": ({"directives": [{"effect": "deny"}]}, "world.directives[0].subject: whose agreement is it?"),
    "one more field": ({"directives": [PERMIT | {"x": 1}]}, "world.directives[0]: “x” is not a field here"),
    "recipients that are none": ({"directives": [PERMIT | {"recipient": 3}]}, "world.directives[0].recipient: a recipient is text"),
    "recipients that say nothing": ({"directives": [PERMIT | {"recipients": [" "]}]}, "world.directives[0].recipients: a recipient is text"),
    "an empty recipient": ({"directives": [PERMIT | {"recipient": {}}]}, "world.directives[0].recipient: a recipient has"),
    "one more field of a recipient": (
        {"directives": [PERMIT | {"recipient": {"agency": "X", "x": 1}}]}, "world.directives[0].recipient: “x” is not a field",
    ),
    **{
        f"a right without its {name}": (
            {"guardianships": [{"child": "B", "holder": "A", "kind": "care"} | {name: None}]},
            "world.guardianships[0]: child, holder and kind are needed",
        )
        for name in ("child", "holder", "kind")
    },
    "one more field of a right": (
        {"guardianships": [{"child": "B", "holder": "A", "kind": "care", "x": 1}]}, "world.guardianships[0]: “x” is not a field",
    ),
    "nobody able": ({"capable_minors": [{"topic": "all"}]}, "world.capable_minors[0]: person and topic"),
    "able in nothing": ({"capable_minors": [{"person": "FIN"}]}, "world.capable_minors[0]: person and topic"),
    "able in what nobody knows": ({"capable_minors": [{"person": "FIN", "topic": "x"}]}, "world.capable_minors[0].topic: “x” is not known"),
    "one more field of a child": ({"capable_minors": [{"person": "FIN", "topic": "all", "x": 1}]}, "world.capable_minors[0]: “x” is not"),
    "a basis of no kind": ({"legal_bases": [{"subject": "ANA"}]}, "world.legal_bases[0].kind: what kind of basis is it?"),
    "one more field of a basis": ({"legal_bases": [{"kind": "warrant", "x": 1}]}, "world.legal_bases[0]: “x” is not a field"),
    "nobody kept out": ({"exclusions": [{"subject": "ANA"}]}, "world.exclusions[0]: an actor, a person or an agency is needed"),
    "one more field of it": ({"exclusions": [{"actor": "W1", "x": 1}]}, "world.exclusions[0]: “x” is not a field"),
    "nobody works": ({"assignments": [{"subject": "ANA"}]}, "world.assignments[0]: an actor and a subject"),
    "works with nobody": ({"assignments": [{"actor": "W1"}]}, "world.assignments[0]: an actor and a subject"),
    "one more field of work": ({"assignments": [{"actor": "W1", "subject": "A", "x": 1}]}, "world.assignments[0]: “x” is not"),
    "a family nobody knows": ({"assignments": [{"actor": "W1", "family": "OAK"}]}, "world.assignments[0].family: “OAK” is not in"),
    "a merge of one": ({"merges": [{"persons": ["A"]}]}, "world.merges[0].persons: two people are needed"),
    "a merge in no state": ({"merges": [{"persons": ["A", "B"], "state": "x"}]}, "world.merges[0].state: “x” is not known"),
    "one more field of a merge": ({"merges": [{"persons": ["A", "B"], "x": 1}]}, "world.merges[0]: “x” is not a field"),
    "an account of two": ({"accounts": {"p": ["A", "B"]}}, "world.accounts: “p” is one person in the records"),
    "two of three": ({"dyads": {"D": ["A", "B", "C"]}}, "world.dyads: “D” is a woman and a child"),
    "two of one": ({"dyads": {"D": ["A"]}}, "world.dyads: “D” is a woman and a child"),
    **{
        f"an id in {name} that is none": ({name: {"X": [{}]}}, f"world.{name}.ids: an id is text or a whole number, not an object")
        for name in ("families", "circle", "accounts", "dyads")
    },
    "one more field of a community's yes": ({"collective_permissions": [{"x": 1}]}, "world.collective_permissions[0]: “x” is not"),
    "one more field of an agency": ({"agencies": {"X": {"x": 1}}}, "world.agencies.X: “x” is not a field"),
    "an agency's name": ({"agencies": {"X": {"name": 1}}}, "world.agencies.X.name: text is needed"),
    "one more field of a person": ({"people": {"X": {"x": 1}}}, "world.people.X: “x” is not a field"),
    "too old": ({"profile": "ON", "people": {"X": {"born": "9990-01-01"}}}, "world.people.X.born: nobody comes of age"),
    "no purpose": ({"directives": [PERMIT | {"purposes": ["x"]}]}, "world.directives[0].purposes: “x” is not known"),
    "no element": ({"directives": [PERMIT | {"elements": ["x"]}]}, "world.directives[0].elements: “x” is not known"),
    "no effect we know": ({"directives": [PERMIT | {"effect": "x"}]}, "world.directives[0].effect: “x” is not known"),
    "no status": ({"directives": [PERMIT | {"status": "x"}]}, "world.directives[0].status: “x” is not known"),
    "no right": ({"guardianships": [{"child": "B", "holder": "A", "kind": "x"}]}, "world.guardianships[0].kind: “x” is not known"),
    "no basis": ({"legal_bases": [{"kind": "x"}]}, "world.legal_bases[0].kind: “x” is not known"),
    "no purpose of a basis": ({"legal_bases": [{"kind": "warrant", "purpose": "x"}]}, "world.legal_bases[0].purpose: “x” is not known"),
    "no reason to keep out": ({"exclusions": [{"actor": "W1", "kind": "x"}]}, "world.exclusions[0].kind: “x” is not known"),
    "no kind of agency": ({"agencies": {"X": "x"}}, "world.agencies.X.kind: “x” is not known"),
    "no action": ({"step_up_for": ["x"]}, "world.step_up_for: “x” is not known"),
    "no category": ({"portal_safe": ["x"]}, "world.portal_safe: “x” is not known"),
    "one more field of a world": ({"x": 1}, "world: “x” is not a field here"),
    "a zone": ({"time_zone": "Mars"}, "world.time_zone: “Mars” is not a time zone"),
    "a zone that is a number": ({"time_zone": 7}, "world.time_zone: “7” is not a time zone"),
    "a zone outside": ({"time_zone": "../x"}, "world.time_zone: “../x” is not a time zone"),
    "a zone that is a folder": ({"time_zone": "America"}, "world.time_zone: “America” is not a time zone"),
    "a law that is a list": ({"profile": []}, "world.profile: text is needed"),
    "a law that is a number": ({"profile": 7}, "world.profile: text is needed"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_read_says_where(data: dict[str, Any], said: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        made(data)
    assert str(told.value).startswith(said)


def test_a_world_is_an_object() -> None:
    with pytest.raises(NotUnderstood, match=r"^world: an object with fields is needed, not a list$"):
        made([])  # type: ignore[arg-type]


def known_fields(data: dict[str, Any]) -> list[str]:
    """The fields that the complaint about one more field lists."""
    with pytest.raises(NotUnderstood) as told:
        made(data)
    return str(told.value).split("Fields are: ")[1].split(", ")


def test_a_complaint_about_a_field_lists_every_field_there_is() -> None:
    assert known_fields({"x": 1}) == sorted(WORLD_FIELDS)
    assert known_fields({"directives": [DENY | {"x": 1}]}) == sorted(
        {*Directive.__slots__, "recipient", "purpose", "start", "end", "signed", "no_end", "revoked_at", "revoked_by", "superseded_at"}
        - {"opens", "closes", "open_ended", "ended_at", "ended_by", "replaced_at"}
    )  # fmt: skip
