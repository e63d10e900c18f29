"""The JSON of `alongside consent`: every example of its page, every word, and what cannot be read."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alongside.consent.rules import profile, reading, reading_world, vocabulary, words
from alongside.project.command import main
from tests.databases import ROOT

PAGE = (ROOT / "docs" / "reference" / "consent-decide.md").read_text()
EXAMPLES = list(
    zip(*(re.findall(rf"```json {kind}\n(.*?)```", PAGE, re.S) for kind in ("request", "answer")), strict=True)
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``alongside consent …`` with this as standard input and as request.json. Gives code, output, error output."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, given: object = None) -> tuple[int, str, str]:
        text = given if isinstance(given, str) else json.dumps(given)
        (tmp_path / "request.json").write_text(text)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        try:
            main(["consent", *arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        out, err = capsys.readouterr()
        return code, out, err

    return call


def request(**changed: Any) -> dict[str, Any]:
    """The first example of the page, with fields changed (`None` takes one away)."""
    first = json.loads(EXAMPLES[0][0])
    flat = {**first["request"], **first["request"]["record"]}
    del flat["record"]
    flat |= {"world": first["world"], **changed}
    return {name: value for name, value in flat.items() if value is not None}


@pytest.mark.parametrize(("given", "answer"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_of_the_page_is_true(run: Run, given: str, answer: str) -> None:
    code, out, err = run("decide", "request.json", "--json", given=given)
    assert (code, err, json.loads(out)) == (0, "", json.loads(answer))


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 5


EVERY_WORD = {
    *vocabulary.PURPOSES, *vocabulary.ACTIONS, *vocabulary.CATEGORIES, *vocabulary.ASSURANCE, *vocabulary.ROLE_READS,
    *vocabulary.AGENCY_KINDS, *vocabulary.HOLDINGS, *vocabulary.STATUSES, *vocabulary.LEGAL_KINDS, *vocabulary.TOPICS,
    *vocabulary.EXCLUSION_KINDS, *vocabulary.OBLIGATIONS, *words.REASONS, *profile.EVERY_ELEMENT,
    *reading.REQUEST_FIELDS, *reading.RECORD_FIELDS, *reading_world.WORLD_FIELDS,
}  # fmt: skip


def test_the_page_names_every_field_and_word() -> None:
    said = set(re.findall(r"`([a-z0-9_]+)`", PAGE)) | set(re.findall(r'"([a-z_]+)"', PAGE))
    assert sorted(word for word in EVERY_WORD if word not in said) == []


def test_every_reason_and_obligation_has_words() -> None:
    assert set(words.OBLIGATION_WORDS) == set(vocabulary.OBLIGATIONS)
    source = "".join(path.read_text() for path in (ROOT / "alongside" / "consent" / "rules").glob("*.py"))
    given = set(re.findall(r'Reason\(\s*"(\w+)"', source)) | set(vocabulary.EXCLUSION_KINDS.values())
    assert given <= set(words.REASONS)


def test_fields_may_stand_on_one_level_or_in_their_parts(run: Run) -> None:
    nested = json.loads(EXAMPLES[0][0])
    ways = [
        nested,
        request(),
        {**nested["request"], **nested["world"]},
        {
            "request": {k: v for k, v in nested["request"].items() if k != "record"},
            "resource": nested["request"]["record"],
            "world": nested["world"],
        },
    ]
    answers = [run("decide", "-", "--json", given=way) for way in ways]
    assert {(code, out) for code, out, _ in answers} == {(0, answers[0][1])}
    assert json.loads(answers[0][1])["answer"] == "permit"


def test_many_are_answered_in_their_order_and_shape(run: Run) -> None:
    two = [request(id="a"), request(id="b", category="sud")]
    code, out, _ = run("decide", "-", "--json", given=two)
    assert code == 0
    assert [(one["id"], one["decision"]) for one in json.loads(out)] == [
        ("a", "permit:consent"),
        ("b", "deny:category"),
    ]
    lines = "\n".join(json.dumps(one) for one in two) + "\n"
    code, out, _ = run("decide", "request.json", "--json", given=lines)
    assert [json.loads(line)["decision"] for line in out.splitlines()] == ["permit:consent", "deny:category"]
    shared = {"world": two[0]["world"], "requests": [{k: v for k, v in one.items() if k != "world"} for one in two]}
    code, out, _ = run("decide", "-", "--json", given=shared)
    assert [one["decision"] for one in json.loads(out)] == ["permit:consent", "deny:category"]
    assert run("decide", "-", "--json", given=[])[:2] == (0, "[]\n")


def test_in_words(run: Run) -> None:
    code, out, _ = run("decide", "request.json", given=request())
    assert code == 0
    assert out.splitlines()[:2] == [
        "permit:consent",
        "  ANA: She agreed to this, with this recipient and for this purpose. (C1)",
    ]


INCOMPLETE = {
    "no subject": ({"subject": None}, "unknown_subject"),
    "no category": ({"category": None}, "unknown_category"),
    "a category nobody knows": ({"category": "secrets"}, "unknown_category"),
    "no purpose": ({"purpose": None}, "unknown_purpose"),
    "no action": ({"action": None}, "unknown_action"),
    "no time": ({"time": None}, "unknown_time"),
    "nobody": ({"actor": None}, "unknown_actor"),
    "no world": ({"world": {}}, "unknown_profile"),
    "a law nobody knows": ({"world": {"profile": "atlantis"}}, "unknown_profile"),
    "not signed in": ({"assurance": None}, "no_session"),
    "session over": ({"session_live": False}, "no_session"),
    "session over, told inside": ({"assurance": {"level": "session", "session_live": False}}, "no_session"),
    "account closed": ({"account_active": False}, "account_closed"),
    "account closed, told inside": ({"assurance": {"level": "session", "account_active": False}}, "account_closed"),
    "no part": ({"role": None}, "role"),
}


@pytest.mark.parametrize(("changed", "because"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_what_can_be_read_and_is_not_complete_is_a_no(run: Run, changed: dict[str, Any], because: str) -> None:
    code, out, err = run("decide", "-", "--json", given=request(**changed))
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert (said["answer"], said["reasons"][0]["code"]) == ("deny", because)
    assert "log" in said["obligations"]


UNREADABLE: dict[str, tuple[object, str]] = {
    "not JSON": ("{no", "not JSON"),
    "nothing": ("", "not JSON"),
    "only text": ('"permit"', "an object"),
    "very deep": ("[" * 100_000, "not JSON"),
    "a field nobody knows": (request(consent_overridden=True), "consent_overridden"),
    "a field nobody knows, inside": ({"request": {**request(), "consent_overridden": True}}, "consent_overridden"),
    "a field twice": ('{"actor": "A", "actor": "B"}', "twice"),
    "said twice and differently": ({**request(), "request": {"actor": "other"}}, "said twice"),
    "a purpose nobody knows": (request(purpose="curiosity"), "curiosity"),
    "an action nobody knows": (request(action="peek"), "peek"),
    "a part nobody knows": (request(role="owner"), "owner"),
    "an assurance nobody knows": (request(assurance="certain"), "certain"),
    "no offset": (request(time="2026-03-02T10:00:00"), "offset"),
    "a day for a time": (request(time="2026-03-02"), "is a day"),
    "no time at all": (request(time="soon"), "soon"),
    "a number for a time": (request(time=12), "time"),
    "yes as text": (request(sealed="false"), "true or false"),
    "an id that is a list": (request(actor=["CW1"]), "an id"),
    "about nobody": (request(about=[{"category": "sud"}]), "whom"),
    "about an unknown kind": (request(about=["BEE/secrets"]), "secrets"),
    "a recipient that is nobody": (request(recipient={}), "recipient"),
    "a time zone that is not": (request(world={"profile": "ON", "time_zone": "Mars/Base"}), "Mars/Base"),
    "a time zone outside": (request(world={"profile": "ON", "time_zone": "../../etc/passwd"}), "time zone"),
    "a world that is a list": (request(world=[]), "world"),
    "directives that are not a list": (request(world={"directives": {}}), "directives"),
    "no effect": (request(world={"directives": [{"subject": "ANA"}]}), "directives[0].effect"),
    "nobody's agreement": (request(world={"directives": [{"effect": "permit"}]}), "directives[0].subject"),
    "a field of a row": (request(world={"assignments": [{"actor": "A", "subject": "B", "forever": True}]}), "forever"),
    "a right nobody knows": (
        request(world={"guardianships": [{"child": "B", "holder": "A", "kind": "owner"}]}),
        "owner",
    ),
    "a right over nobody": (request(world={"guardianships": [{"holder": "A", "kind": "custody"}]}), "guardianships[0]"),
    "kept out: nobody": (request(world={"exclusions": [{"subject": "ANA"}]}), "exclusions[0]"),
    "works with nobody": (request(world={"assignments": [{"actor": "W1"}]}), "assignments[0]"),
    "a family nobody knows": (request(world={"assignments": [{"actor": "W1", "family": "OAK"}]}), "OAK"),
    "a merge of one": (request(world={"merges": [{"persons": ["ANA"]}]}), "merges[0]"),
    "a dyad of three": (request(world={"dyads": {"D": ["A", "B", "C"]}}), "dyads"),
    "able about nothing": (request(world={"capable_minors": [{"person": "FIN"}]}), "capable_minors[0]"),
    "a law of no kind": (request(world={"legal_bases": [{"subject": "ANA"}]}), "legal_bases[0].kind"),
    "an agency of no kind": (request(world={"agencies": {"X": {"kind": "cult"}}}), "cult"),
    "born on no day": (request(world={"people": {"FIN": {"born": "long ago"}}}), "long ago"),
    "requests and more": ({"requests": [], "profile": "ON"}, "requests"),
    **{
        f"{name}: {kind} where a map belongs": (request(world={name: [given]}), f"world.{name}: in a list")
        for name in ("agencies", "families", "dyads", "people", "accounts", "circle")
        for kind, given in {"text": "LEAD", "nothing": None, "a list": ["LEAD"], "no id": {"kind": "programme"}}.items()
    },
    "an id that is an object": (request(world={"agencies": [{"id": {"a": 1}}]}), "an id is text"),
    "a time after all times": (request(time="9999-12-31T23:59:59-12:00"), "9999-12-31T23:59:59-12:00"),
    "a time before all times": (request(time="0001-01-01T00:00:00+14:00"), "0001-01-01T00:00:00+14:00"),
    "a right that ends after all times": (
        request(world={"guardianships": [{"child": "B", "holder": "A", "kind": "custody", "end": "9999-12-31T23:59:59-12:00"}]}),
        "guardianships[0].end",
    ),
    "a day before all days, in the east": (
        request(world={"time_zone": "Asia/Tokyo", "directives": [{"effect": "deny", "subject": "A", "start": "0001-01-01"}]}),
        "directives[0].start",
    ),
    "born too late to come of age": (request(world={"profile": "ON", "people": {"FIN": {"born": "9990-12-31"}}}), "9990-12-31"),
    "half of a letter in an id": ('{"id": "\\ud800", "actor": "A"}', "half of a letter"),
    "half of a letter, written in capitals": ('{"actor": "\\uDFFF"}', "half of a letter"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_says_where_and_is_a_no(run: Run, given: object, said: str) -> None:
    code, out, err = run("decide", "-", "--json", given=given)
    assert code == 2
    assert said in err and "Traceback" not in err
    answers = json.loads(out)
    for answer in answers if isinstance(answers, list) else [answers]:
        assert answer["decision"] == "deny:unreadable" and answer["obligations"] == ["log"]


def test_one_that_cannot_be_read_does_not_stop_the_others(run: Run) -> None:
    lines = "\n".join(
        ["", json.dumps(request(id=1)), json.dumps(request(id=2, purpose="x")), "{broken", json.dumps(request(id=3))]
    )
    code, out, err = run("decide", "-", "--json", given=lines)
    assert code == 2
    assert [json.loads(line)["answer"] for line in out.splitlines()] == ["permit", "deny", "deny", "permit"]
    assert "Line 3" in err and "Line 4" in err


def test_a_shape_that_nobody_thought_of_does_not_stop_the_others(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join(json.dumps(request(id=n)) for n in (1, 2, 3))
    really = reading.read

    def stumbles(data: Any, *more: Any) -> reading.Asked:
        if data["id"] == 2:
            raise AttributeError("nobody thought of this")
        return really(data, *more)

    monkeypatch.setattr("alongside.project.commands.consent.read", stumbles)
    code, out, err = run("decide", "-", "--json", given=lines)
    assert [json.loads(line)["decision"] for line in out.splitlines()] == [
        "permit:consent", "deny:unreadable", "permit:consent",
    ]  # fmt: skip
    assert code == 2 and "Line 2" in err and "Traceback" not in err


def test_a_line_ends_where_it_ends_and_not_at_a_sign_inside_a_word(run: Run) -> None:
    lines = "\n".join(json.dumps(request(id=name), ensure_ascii=False) for name in ("a\u2028b", "c"))
    code, out, _ = run("decide", "-", "--json", given=lines)
    assert code == 0 and [json.loads(line)["id"] for line in out.split("\n")[:-1]] == ["a\u2028b", "c"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_file_that_cannot_be_read_is_a_no_in_kind_words(run: Run, tmp_path: Path, as_json: bool) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "old.json").write_bytes(b'{"actor": "\xff"}')
    for file, why in (("nowhere.json", "there is no such file"), ("folder", "a folder"), ("old.json", "not UTF-8")):
        code, out, err = run("decide", file, *(["--json"] if as_json else []))
        assert code == 2 and err.startswith(f"{file} cannot be read: ") and why in err
        decision = json.loads(out)["decision"] if as_json else out.splitlines()[0]
        assert decision == "deny:unreadable"


def test_a_mark_before_the_text_is_passed_over(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some programs write a byte order mark before UTF-8."""
    marked = b"\xef\xbb\xbf" + json.dumps(request()).encode()
    (tmp_path / "marked.json").write_bytes(marked)
    code, out, _ = run("decide", "marked.json", "--json")
    assert (code, json.loads(out)["decision"]) == (0, "permit:consent")
    real = subprocess.run(
        [sys.executable, "-m", "alongside", "consent", "decide", "-", "--json"],
        input=marked, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (real.returncode, json.loads(real.stdout)["decision"]) == (0, "permit:consent")
    broken = subprocess.run(
        [sys.executable, "-m", "alongside", "consent", "decide", "-", "--json"],
        input=b'{"actor": "\xff"}', capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (broken.returncode, json.loads(broken.stdout)["decision"]) == (2, "deny:unreadable")
    assert b"not UTF-8" in broken.stderr


def test_the_last_day_there_is_means_no_end(run: Run) -> None:
    first = json.loads(EXAMPLES[0][0])
    world = first["world"]
    world["directives"][0]["end"] = "9999-12-31"
    world["exclusions"] = [{"actor": "CW2", "end": "9999-12-31"}]
    world["guardianships"] = [{"child": "BEE", "holder": "ANA", "kind": "custody", "end": "9999-12-31"}]
    assert json.loads(run("decide", "-", "--json", given=request(world=world))[1])["decision"] == "permit:consent"
    other = request(world=world, actor="CW2")
    assert json.loads(run("decide", "-", "--json", given=other)[1])["decision"] == "deny:excluded"
    world["exclusions"], world["profile"] = [], "US"
    whole = ["discloser", "right_to_revoke", "redisclosure_warning", "refusal_consequences"]
    world["directives"][0] |= {"complete": None, "elements": whole}
    assert json.loads(run("decide", "-", "--json", given=request(world=world))[1])["decision"] == "deny:incomplete"


def test_a_duty_that_was_used_may_say_when_and_the_no_rests_on_nothing(run: Run) -> None:
    for used, when, decision in (
        (True, "2026-03-01T10:00:00Z", "deny:duty_used"), (False, "2026-03-01T10:00:00Z", "deny:duty_used"),
        (True, "2026-03-03T10:00:00Z", "permit:duty_to_report"), (True, None, "deny:duty_used"),
        (False, None, "permit:duty_to_report"),
    ):  # fmt: skip
        duty = {"id": "R", "kind": "duty_to_report", "subject": "ANA", "used": used, "used_at": when}
        world = json.loads(EXAMPLES[0][0])["world"] | {"legal_bases": [duty]}
        code, out, _ = run("decide", "-", "--json", given=request(action="report", purpose="report", world=world))
        said = json.loads(out)
        assert (code, said["decision"]) == (0, decision)
        assert said["basis"] == ("R" if said["answer"] == "permit" else None)
        assert said["reasons"][0]["basis"] == "R"


def test_the_table_of_a_world(run: Run) -> None:
    asked = request()
    world = asked.pop("world")
    given = {
        "world": world,
        "source_agency": "LEAD",
        "purpose": "care_coordination", "action": "read", "time": asked["time"], "assurance": "session",
        "askers": [{"actor": who, "agency": "CAS", "role": "child_welfare"} for who in ("CW1", "CW2")],
    }  # fmt: skip
    code, out, err = run("matrix", "-", "--json", given=given)
    assert (code, err) == (0, "")
    found = {(row["actor"], row["subject"]): row["categories"] for row in json.loads(out)}
    assert found == {
        ("CW1", "ANA"): ["service_use", "dyad_observation"], ("CW1", "BEE"): [], ("CW2", "ANA"): [], ("CW2", "BEE"): [],
    }  # fmt: skip
    code, out, _ = run("matrix", "request.json", given={**given, "subjects": ["ANA"]})
    assert code == 0
    assert out.splitlines() == [
        "CW1, to read for care_coordination, about ANA: service_use, dyad_observation",
        "CW2, to read for care_coordination, about ANA: nothing",
    ]
    wrong: dict[str, object] = {
        "askers": {},
        "askers[0]": {**given, "askers": [{"who": 1}]},
        "not JSON": "{",
        "subjects": {**given, "subjects": 1},
    }
    for said, broken in wrong.items():
        code, out, err = run("matrix", "-", given=broken)
        assert (code, out) == (2, "") and said in err
