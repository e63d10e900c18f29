"""Every file that comes along: complete, right by its own examples, and without a word that its licence keeps back."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from alongside.instruments.catalogue import HERE, PACKS, SCHEMA, Shipped, shipped
from alongside.instruments.rules import Definition, read, reading, reading_parts
from alongside.instruments.rules.checking import problems
from alongside.instruments.rules.fhir import every_item
from alongside.instruments.terms import Pack
from alongside.safekeeping.terms import BETWEEN_THEM, Category, mask
from alongside.wording.rules import check

FILES = list(shipped())
SWYC = [2, 4, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60]
WANTED = {
    # the ranked list
    "PHQ-9", "GAD-7", "RAAS-close", "BAM", "MSPSS", "PRFQ", "BARC-10", "PBQ", "PC-PTSD-5", "PCL-5", "ACE-10", "KPCS",
    "OBSERVATION-HEADER", "CLINICIAN-RELATIONSHIP-RATING", *(f"SWYC-{month}" for month in SWYC), "SWYC-BPSC",
    "SWYC-PPSC", "SWYC-POSI", "AUDIT", "AUDIT-C", "DAST-10", "READINESS-RULER", "GOAL-RATING",
    "PERINATAL-POEM-community",
    # next
    "CES-D", "CORE-10", "DASS-21", "ECR-RS-general", "SOCRATES-8D", "EPDS", "PSOC-16", "PARENTAL-STRESS-SCALE",
    "M-CHAT-R", "ASI-CS",
    # results of licensed forms
    "ASQ-3", "ASQ-SE-2", "BAYLEY-4", "CBCL-1.5-5", "PSI-4-SF", "BSI", "BSI-18", "DTCQ-8", "DTCQ-8-ALCOHOL", "BCAP",
    "CARE-INDEX", "EAS", "EAS-TOTAL", "NCAST-TEACHING", "NCAST-FEEDING", "CIB", "PICCOLO", "BDI-II",
}  # fmt: skip
# Only codes on which several sources agree: a wrong code that validates is worse than none.
LOINC = {
    "PHQ-9": {"panel": "44249-1", "scales": {"total": "44261-6"}},
    "GAD-7": {"panel": "69737-5", "scales": {"total": "70274-6"}},
    "EPDS": {"panel": "71354-5", "scales": {"total": "99046-5"}},
    "AUDIT": {"scales": {"audit_c": "75626-2"}},  # not of the whole AUDIT: its own codes are not confirmed
    "AUDIT-C": {"panel": "72109-2", "scales": {"total": "75626-2"}},
    "DAST-10": {"panel": "82666-9", "scales": {"total": "82667-7"}},
}
NOT_OURS_TO_SHOW = {
    "permission_required", "permission_required_electronic", "permission_required_software", "commercial",
    "free_unaltered", "free_by_practice",
}  # fmt: skip
KEPT_BACK = re.compile(r"Item [0-9]+ \((words installed by the site|see the publisher’s form)\)")
BARE = re.compile(r"[0-9]+%?|[0-9](st|nd|rd|th)|Yes|No|Not applicable")


@cache
def document(one: Shipped) -> dict[str, Any]:
    return json.loads(one.text())


def definition(code: str) -> Definition:
    return next(read(document(one)) for one in FILES if document(one)["scoring"]["code"] == code)


@pytest.fixture(params=FILES, ids=lambda one: one.path.stem)
def one(request: pytest.FixtureRequest) -> Shipped:
    return request.param


def test_all_that_was_wanted_is_here_once() -> None:
    codes = [document(one)["scoring"]["code"] for one in FILES]
    assert set(codes) == WANTED
    assert len(codes) == len(WANTED)


def test_it_reads_and_has_no_problem(one: Shipped) -> None:
    assert problems(one.text()) == []
    found = read(document(one))
    assert found.category.upper() in Category.__members__
    assert found.minutes
    assert found.licence.notice == document(one)["questionnaire"]["copyright"]
    assert found.title == document(one)["questionnaire"]["title"]


def test_it_fits_the_schema(one: Shipped) -> None:
    assert [str(error) for error in _schema().iter_errors(document(one))] == []


@cache
def _schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))


def test_the_schema_knows_the_words_that_the_reader_knows() -> None:
    schema = json.loads(SCHEMA.read_text())
    assert set(schema["properties"]["scoring"]["properties"]) == set(reading.KEYS)
    assert set(schema["$defs"]["item"]["properties"]) == set(reading.ITEM_KEYS)
    assert set(schema["$defs"]["scale"]["properties"]) == set(reading_parts.SCALE_KEYS)
    assert set(schema["$defs"]["scale"]["properties"]["method"]["enum"]) == set(reading_parts.METHODS)
    assert set(schema["$defs"]["missing"]["properties"]["method"]["enum"]) == set(reading_parts.MISSING)


@pytest.mark.parametrize("fault", [
    lambda doc: doc["scoring"].update(colour="red"),
    lambda doc: doc["scoring"].pop("licence"),
    lambda doc: doc["scoring"].update(version="standard 2w"),
    lambda doc: doc["scoring"]["scales"][0].pop("missing"),
    lambda doc: doc["scoring"]["scales"][0]["missing"].update(method="zero", basis=None),
    lambda doc: doc["scoring"]["critical"][0].update(op="=>"),
    lambda doc: doc["questionnaire"].pop("copyright"),
])  # fmt: skip
def test_the_schema_refuses(fault: Any) -> None:
    made = json.loads(next(one for one in FILES if one.path.stem.startswith("phq-9")).text())
    assert _schema().is_valid(made)
    fault(made)
    assert not _schema().is_valid(made)


def test_both_halves_say_the_same(one: Shipped) -> None:
    questionnaire, found = document(one)["questionnaire"], read(document(one))
    assert one.path.name == f"{found.code.lower()}.{found.version}.{found.language}.json"
    assert (questionnaire["version"], questionnaire["language"]) == (found.version, found.language)
    assert questionnaire["url"] == f"https://alongside.example/Questionnaire/{found.code}"
    asked = {item["linkId"]: item for item in every_item(questionnaire)}
    ours = {
        name for name, item in asked.items() if item["type"] not in ("group", "display") and not item.get("readOnly")
    }
    assert ours == set(found.every_item)
    for name, item in found.every_item.items():
        assert item.text == asked[name]["text"] != ""
        offered = [(o["valueCoding"]["code"], o["valueCoding"]["display"]) for o in asked[name].get("answerOption", ())]
        if item.na_value is not None:
            assert offered.pop() == ("NA", "Not applicable")
        assert offered == [(str(value), label) for value, label in item.options]
    for name in set(asked) - ours - {"instructions"}:
        assert name == "items" or name.startswith(("items.", "score."))
        assert not name.startswith("score.") or name.removeprefix("score.") in found.every_scale


def test_no_two_share_an_identifier() -> None:
    identifiers = [document(one)["questionnaire"]["identifier"][0]["value"] for one in FILES]
    assert len(set(identifiers)) == len(FILES)


def test_words_come_along_only_where_the_licence_lets_them(one: Shipped) -> None:
    questionnaire, found = document(one)["questionnaire"], read(document(one))
    if found.licence.kind in NOT_OURS_TO_SHOW:
        assert found.licence.text != "shipped"
    if found.licence.text == "shipped":
        assert one.pack != "score_only"
        return
    assert one.pack == "score_only"
    texts = [item["text"] for item in every_item(questionnaire) if "text" in item and not item.get("readOnly")]
    assert not any(item["linkId"] == "instructions" for item in every_item(questionnaire))
    labels = {label for item in found.every_item.values() for _, label in item.options}
    if found.licence.text == "overlay":
        assert [text for text in texts if not KEPT_BACK.fullmatch(text)] == []
        assert [label for label in labels if not BARE.fullmatch(label)] == []
    # Names of results are ours and short; nobody's item has ever been so short and so like a heading.
    assert [
        text for text in texts if len(text) > 70 or text.endswith("?") or re.search(r"\b(I|my|me|you)\b", text)
    ] == []
    assert [label for label in labels if len(label) > 35] == []


def test_each_lies_in_the_pack_of_its_licence(one: Shipped) -> None:
    found = read(document(one))
    flags = found.licence.flags
    assert ("no_commercial" in flags) == (one.pack == "noncommercial")
    assert (one.pack == "no_derivatives") == ("no_derivatives" in flags)
    assert (one.pack == "own") == (found.licence.kind in ("own_wording", "generic_method"))
    if one.pack == "open":
        assert not flags & {
            "no_commercial",
            "no_clinical",
            "no_research",
            "no_educational",
            "no_alteration",
            "score_only",
        }
    assert set(PACKS) | {Pack.SITE} == set(Pack.values)


def test_each_pack_names_terms_and_owners(one: Shipped) -> None:
    terms = (HERE / one.pack / "LICENCE.md").read_text()
    found = read(document(one))
    assert f"**{found.code}**" in terms
    assert found.licence.statement in terms
    assert found.licence.notice in terms
    assert found.citation.rstrip(".") in terms


def test_results_of_licensed_forms_come_without_cut_offs(one: Shipped) -> None:
    found = read(document(one))
    if found.licence.kind != "commercial":
        return
    for scale in found.scales:
        assert not scale.has_bands, scale.code
        assert not scale.cutoffs, scale.code
    assert not [norm for norm in found.norms if "fixed" in norm]


def test_kpcs_carries_its_full_reference() -> None:
    notice = definition("KPCS").licence.notice
    assert "Research in Nursing & Health, 31, 442-453" in notice
    assert "Manual" in notice


def test_what_is_asked_only_by_choice_and_what_is_off() -> None:
    every = [read(document(one)) for one in FILES]
    assert {one.code for one in every if one.opt_in} == {"ACE-10", "PC-PTSD-5", "PCL-5"}
    assert {one.code for one in every if not one.default_enabled} == {"BCAP", "SOCRATES-8D"}
    assert {one.code for one in every if one.static} == {"ACE-10"}
    assert {one.code for one in every if one.anonymous} == {"PERINATAL-POEM-community"}
    assert definition("ACE-10").modes == ("total_only", "item_level")


def test_critical_answers_are_where_they_must_be() -> None:
    every = {read(document(one)).code: [c.item for c in read(document(one)).critical] for one in FILES}
    assert {code: items for code, items in every.items() if items} == {
        "PHQ-9": ["9"], "EPDS": ["10"], "CORE-10": ["6"], "PBQ": ["18", "24"], "BDI-II": ["9"],
        "PCL-5": ["16"], "DASS-21": ["21"],  # these two are conventions of the programme, and their labels say so
    }  # fmt: skip


def test_loinc_stands_only_where_it_is_confirmed(one: Shipped) -> None:
    questionnaire, scoring = document(one)["questionnaire"], document(one)["scoring"]
    known = LOINC.get(scoring["code"], {})
    assert {key: value for key, value in scoring.get("loinc", {}).items() if key != "confidence"} == known
    assert [code["code"] for code in questionnaire.get("code", ())] == ([known["panel"]] if "panel" in known else [])
    for item in every_item(questionnaire):
        for code in item.get("code", ()):
            assert code["code"] == known["scales"][item["linkId"].removeprefix("score.")]


def test_what_we_say_around_them_is_said_as_we_speak(one: Shipped) -> None:
    scoring = document(one)["scoring"]
    ours = [(scoring.get("introduction", ""), "woman", "en"), (scoring.get("introduction_fr", ""), "woman", "fr")]
    ours.append((scoring.get("use_note", ""), "note", "en"))
    if one.pack == "own":
        ours += [(item["text"], "woman", "en") for item in every_item(document(one)["questionnaire"]) if "text" in item]
    found = [f.term for text, audience, language in ours for f in check(text, audience=audience, language=language)]
    assert found == []
    assert ("introduction" in scoring) == ("introduction_fr" in scoring)


@pytest.mark.parametrize("one", FILES, ids=str)
def test_what_she_says_of_herself_is_not_read_by_those_who_work_with_her_children_alone(one: Shipped) -> None:
    terms = read(json.loads(one.text()))
    if terms.respondent == "woman" and terms.subject in ("woman", "dyad"):
        assert not BETWEEN_THEM & ~mask(Category.SERVICE_USE) & mask(Category[terms.category.upper()])
