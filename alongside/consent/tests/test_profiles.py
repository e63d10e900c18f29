"""Local law as data: every rule has a source, what the forms must hold, and what a broken file says."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from alongside.agencies.terms import Jurisdiction
from alongside.consent.profiles import HERE, shipped
from alongside.consent.rules.profile import BadProfile, profile_from
from alongside.consent.tests.fixture_world import answer, asks, decision, fixture, permit

FILES = sorted(HERE.glob("*.toml"))
ONTARIO = tomllib.loads((HERE / "ontario.toml").read_text())


def test_there_is_a_profile_for_every_jurisdiction_of_a_programme() -> None:
    names = {profile.name for profile in shipped().values()}
    assert names == set(Jurisdiction.values) == {path.stem for path in FILES}
    assert {"ON", "ON-PHIPA", "US", "US-PART2+HIPAA"} <= set(shipped())
    assert shipped()["ON"] is shipped()["ontario"] and shipped()["US"].own_age == 18


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_notice_in_the_language_of_whoever_reads_it(path: Path) -> None:
    """In French beside the law's own words where these are English alone; in every other language the law's own words."""
    data = tomllib.loads(path.read_text())["notice"]
    law = shipped()[path.stem]
    french = data["fr"] if path.stem == "ontario" else f"{data['text']}\n\n{data['fr']}"
    assert [law.notice_in(language) for language in ("fr", "fr-ca", "en", "en-ca", "de")] == [french] * 2 + [
        data["text"]
    ] * 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rule_names_its_source(path: Path) -> None:
    data = tomllib.loads(path.read_text())
    profile = profile_from(data)
    assert set(profile.sources) == {name for name, part in data.items() if isinstance(part, dict)}
    assert all(len(source) > 10 for source in profile.sources.values())
    assert profile.accounting_years >= profile.accounting_part2_years >= 3


def broken(**changed: Any) -> dict[str, Any]:
    data = copy.deepcopy(ONTARIO)
    for name, part in changed.items():
        data[name] = {**data[name], **part} if isinstance(part, dict) else part
    return data


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "no source": (broken(notice={"source": " "}), "no source for notice"),
    "a category nobody knows": (broken(implied={"except": ["gossip"]}), "gossip"),
    "a purpose nobody knows": (broken(proceedings={"purposes": ["duel"]}), "duel"),
    "an element nobody knows": (broken(agreement={"elements": ["blood"]}), "blood"),
    "an action nobody knows": (broken(assurance={"step_up": ["peek"]}), "peek"),
    "a kind nobody knows": (broken(implied={"custodians": ["cult"]}), "cult"),
    "a notice for nobody knows what": (broken(notice={"on": "sometimes"}), "sometimes"),
    "yes as text": (broken(implied={"on": "yes"}), "true or false"),
    "a rule missing": ({k: v for k, v in ONTARIO.items() if k != "report"}, "report"),
    "a value missing": ({**ONTARIO, "part2": {"source": "a source of ten"}}, "default"),
    "not said whether what went to herself is told of": (
        {**ONTARIO, "accounting": {"years": 6, "part2_years": 6, "source": "a source of ten"}},
        "to_herself",
    ),
    "not said whether its own records are under Part 2": (
        {**ONTARIO, "part2": {"default": True, "source": "a source of ten"}},
        "own",
    ),
}


@pytest.mark.parametrize(("data", "said"), BROKEN.values(), ids=BROKEN)
def test_a_profile_that_does_not_say_what_it_must_is_refused(data: dict[str, Any], said: str) -> None:
    with pytest.raises(BadProfile, match=said):
        profile_from(data)


def test_no_age_is_no_age() -> None:
    assert profile_from(broken(own_decision={"age": 0})).own_age is None


# --- what a form must hold ---------------------------------------------------------------------------------------------
US = ["discloser", "right_to_revoke"]
TPO = [*US, "redisclosure_warning", "refusal_consequences"]
FORMS: dict[str, tuple[str, dict[str, Any], str]] = {
    "Ontario, whole": ("ON", {"elements": ["knowledgeable", "may_withhold"]}, "permit:consent"),
    "Ontario, whole, no end": ("ON", {"elements": ["knowledgeable", "may_withhold"], "end": None}, "permit:consent"),
    "Ontario, not told that she may withhold": ("ON", {"elements": ["knowledgeable"]}, "deny:incomplete"),
    "Ontario, not knowing": ("ON", {"elements": ["may_withhold"]}, "deny:incomplete"),
    "United States, for care": ("US", {"elements": TPO}, "permit:consent"),
    "United States, for care, no warning": ("US", {"elements": US}, "deny:incomplete"),
    "United States, for care and research": (
        "US", {"elements": US, "purposes": ["care_coordination", "research"]}, "deny:incomplete",
    ),
    "United States, for care and research, whole": (
        "US", {"elements": TPO, "purposes": ["care_coordination", "research"]}, "permit:consent",
    ),
    "United States, who may disclose is a field": ("US", {"elements": TPO[1:], "discloser": "LEAD"}, "permit:consent"),
    "United States, nobody says who may disclose": ("US", {"elements": TPO[1:]}, "deny:incomplete"),
    "United States, not told that she may revoke": ("US", {"elements": [TPO[0], *TPO[2:]]}, "deny:incomplete"),
    "United States, no end": ("US", {"elements": TPO, "end": None}, "deny:incomplete"),
    "United States, no end, said so": ("US", {"elements": TPO, "end": None, "no_end": True}, "permit:consent"),
    "United States, no end, said so, not for care alone": (
        "US", {"elements": US, "end": None, "no_end": True, "purposes": ["care_coordination", "research"]}, "deny:incomplete",
    ),
    "United States, counselling notes with others": (
        "US", {"elements": TPO, "categories": ["service_use", "sud_counselling_notes"]}, "deny:incomplete",
    ),
    "Ontario, counselling notes with others": (
        "ON", {"elements": ["knowledgeable", "may_withhold"], "categories": ["service_use", "sud_counselling_notes"]},
        "permit:consent",
    ),
    "somebody says it is whole": ("US", {"complete": True, "categories": "all"}, "permit:consent"),
    "somebody says it is not": ("ON", {"complete": False, "elements": ["knowledgeable", "may_withhold"]}, "deny:incomplete"),
}  # fmt: skip


@pytest.mark.parametrize(("profile", "changed", "expected"), FORMS.values(), ids=FORMS)
def test_what_a_form_must_hold(profile: str, changed: dict[str, Any], expected: str) -> None:
    said = permit("C", "ANA", "CAS", ["service_use"], complete=None) | changed
    assert (
        decision(asks("CW1", "ANA", "service_use"), fixture() | {"profile": profile, "directives": [said]}) == expected
    )


def test_counselling_notes_on_a_form_of_their_own() -> None:
    said = permit("C", "ANA", "CAS", ["sud_counselling_notes"], complete=None, elements=TPO)
    asked = asks("CW1", "ANA", "sud_counselling_notes")
    assert decision(asked, fixture() | {"profile": "US", "directives": [said]}) == "permit:consent"


def test_a_law_without_a_duty_to_report_gives_none() -> None:
    from dataclasses import replace

    from alongside.consent.rules import decide
    from alongside.consent.rules.reading import Worlds, read

    duty = {"legal_bases": [{"id": "R", "kind": "duty_to_report", "subject": "BEE"}]}
    asked = read({**asks("W1", "BEE", "contact", action="report"), "world": fixture() | duty}, Worlds(shipped()))
    assert asked.world.profile is not None
    assert decide(asked.request, asked.world).decision == "permit:duty_to_report"
    silent = replace(asked.world, profile=replace(asked.world.profile, report_duty=False))
    assert decide(asked.request, silent).decision == "deny:no_duty"


def test_an_unknown_law_permits_nothing() -> None:
    for request in (asks("W1", "ANA", "contact"), asks("p_ana", "ANA", "contact"), asks("CW1", "ANA", "service_use")):
        assert answer(request).allowed
        assert decision(request, fixture() | {"profile": "nowhere"}) == "deny:unknown_profile"
