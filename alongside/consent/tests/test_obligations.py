"""What has to be done with an answer, and the tables the rules rest on."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest

from alongside.accounts.terms import PARTS, RoleName
from alongside.consent.rules import reading, reading_world, vocabulary
from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.consent.tests.fixture_world import answer, asks, fixture, permit
from alongside.consent.tests.flips import OWN, PARTNER
from alongside.consent.tests.test_flips import IMPLIED, IMPLIED_WORLD
from alongside.consent.tests.test_flips_child import CHILD
from alongside.consent.tests.test_flips_law import ASSIGNED, COURT, DUTY, GLASS, ORDER, REPORT
from alongside.safekeeping.terms import CLINICIANS, EVERYTHING, Category
from tests.databases import ROOT


# --- obligations --------------------------------------------------------------------------------------------------------
def test_what_has_to_be_done_with_an_answer() -> None:
    alone = permit("P", "ANA", "FIRM", ["sud"], purposes=["family_court"])
    court = fixture() | ASSIGNED | {"legal_bases": [ORDER], "directives": [alone]}
    told = {
        "to our own": answer(OWN),
        "to a partner": answer(PARTNER),
        "by implied consent": answer(IMPLIED, fixture() | IMPLIED_WORLD),
        "by a court": answer(COURT, court),
        "in an emergency, outside": answer(GLASS),
        "in an emergency, inside": answer(GLASS | {"agency": "LEAD", "actor": "CLIN"}),
        "a duty": answer(REPORT, fixture() | {"legal_bases": [DUTY]}),
        "her own page": answer(CHILD),
        "to a shelter, by our own": answer(
            OWN | {"recipient": "SHEL"},
            fixture() | {"directives": [permit("C", "ANA", "SHEL", "all", purposes=["care"])]},
        ),
        "an unsafe person": answer(OWN, fixture() | {"exclusions": [{"actor": "W1", "kind": "unsafe_person"}]}),
        "own file": answer(OWN | {"person": "ANA"}),
        "a plain no": answer(PARTNER | {"category": "sud"}),
        "an export": answer(PARTNER | {"action": "export"}),
        "access alone, at work": answer(asks("CW1", "BEE", "contact", person="CAL")),
    }
    shared = ("notice", "scope_copy", "show_subject")
    expected = {
        "to our own": ("log",),
        "to a partner": ("log", *shared),
        "by implied consent": ("log", *shared),
        "by a court": ("log", "minimum_content", *shared, "tell_subject_safely"),
        "in an emergency, outside": (
            "log", "scope_copy", "show_subject", "tell_subject_safely", "alert_supervisor", "alert_privacy", "review_72h",
        ),
        "in an emergency, inside": ("log", "tell_subject_safely", "alert_supervisor", "alert_privacy", "review_72h"),
        "a duty": ("log", "minimum_content", "plan_telling_her"),
        "her own page": ("log",),
        "to a shelter, by our own": ("log", *shared),
        "an unsafe person": ("log", "alert_supervisor"),
        "own file": ("log", "alert_privacy"),
        "a plain no": ("log",),
        "an export": ("log", "step_up"),
        "access alone, at work": ("log", "alert_supervisor"),
    }  # fmt: skip
    assert {name: found.obligations for name, found in told.items()} == expected
    assert told["to a partner"].notice.startswith("This was shared for one purpose.")
    assert told["in an emergency, outside"].notice == ""


def test_the_american_notice_goes_with_substance_use_records_word_for_word() -> None:
    text = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    world = fixture() | {"profile": "US", "directives": [permit("C", "ANA", "CAS", "all")]}
    for category, part2, notice in (
        ("sud", False, text), ("sud_counselling_notes", False, text), ("contact", True, text), ("contact", None, text),
        ("contact", False, ""),
    ):  # fmt: skip
        found = answer(PARTNER | {"category": category, "part2": part2}, world)
        assert (found.notice, "notice" in found.obligations) == (notice, bool(notice))


# --- tables -------------------------------------------------------------------------------------------------------------
def test_categories_are_those_of_the_wall() -> None:
    assert {name: bit.value for name, bit in CATEGORIES.items()} == {c.name.lower(): c.value for c in Category}
    assert {c.value: c.name.lower() for c in Category} == vocabulary.SPELLING


def test_parts_of_the_programme_read_what_the_wall_lets_them_read() -> None:
    assert set(vocabulary.ROLE_READS) == set(RoleName.values)
    outside = dict.fromkeys(listed(r"parts at other agencies \((.*?)\)"), EVERYTHING)
    carers = dict.fromkeys(("kin_carer", "foster_carer"), mask_of(r"carers read care\s+needs \((.*?)\)"))
    for name, part in PARTS.items():
        assert vocabulary.ROLE_READS[name] == {**outside, **carers}.get(name, part.reads), name
    assert PARTS[RoleName.MOTHER].reads == vocabulary.PORTAL_SAFE


def test_the_words_are_those_of_the_rooms_terms() -> None:
    from alongside.agencies.terms import AgencyKind
    from alongside.consent import terms

    assert set(terms.Purpose.values) == vocabulary.PURPOSES
    assert set(terms.LegalKind.values) <= vocabulary.LEGAL_KINDS
    assert set(AgencyKind.values) <= vocabulary.AGENCY_KINDS


PAGE = (ROOT / "docs" / "reference" / "consent-decide.md").read_text()


def listed(where: str) -> list[str]:
    """The words that the page of `consent decide` lists there."""
    found = re.search(where, PAGE, re.S)
    assert found, where
    return re.findall(r"`(\w+)`", found[1])


def mask_of(where: str) -> int:
    return sum(1 << CATEGORIES[name] for name in listed(where))


LISTS = {
    r"\*\*Purposes\*\*: (.*?)\.": vocabulary.PURPOSES,
    r"\*\*Actions\*\*: (.*?)\.": vocabulary.ACTIONS,
    r"\*\*Categories\*\*: (.*?)\.": CATEGORIES,
    r"\*\*Parts\*\* \(`role`\): (.*?)\.": vocabulary.ROLE_READS,
    r"Clinicians: (.*?)\.": CLINICIANS,
    r"kinds: (.*?)\.": vocabulary.AGENCY_KINDS,
    r"is medical \(.*?of kind (.*?)\)": vocabulary.MEDICAL,
    r"to an agency of kind (.*?),\s+unless": vocabulary.NEVER_IN_A_CLASS,
    r"\| `status` \| (.*?) \|": vocabulary.STATUSES,
    r"treatment, payment or operations \((.*?)\)": vocabulary.TPO,
    r"`holder` \(a person or agency\), `kind` \((.*?)\)": vocabulary.HOLDINGS,
    r"\(absent: all\); `kind` \((.*?)\)": vocabulary.EXCLUSION_KINDS,
    r"`topic` \(a category, (.*?)\)": vocabulary.TOPICS,
    r"`assurance` \| (.*?), or": vocabulary.ASSURANCE,
    r"\*\*Obligations\*\*: (.*?)\.": vocabulary.OBLIGATIONS,
}


@pytest.mark.parametrize(("where", "words"), LISTS.items(), ids=LISTS)
def test_the_page_lists_these_words_and_no_other(where: str, words: Collection[str]) -> None:
    assert set(listed(where)) == set(words)


TABLES = {
    "| field | type | if absent | what |\n|---|---|---|---|\n| `actor`": reading.REQUEST_FIELDS,
    "| field of `record` | type": reading.RECORD_FIELDS,
    "| field | type | if absent | what |\n|---|---|---|---|\n| `profile`": reading_world.WORLD_FIELDS,
}  # fmt: skip


@pytest.mark.parametrize(("begins", "fields"), TABLES.items(), ids=["request", "record", "world"])
def test_the_page_has_these_fields_and_no_other(begins: str, fields: Collection[str]) -> None:
    table = PAGE[PAGE.index(begins) :].split("\n\n")[0]
    said = [name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split(" | ")[0])]
    other = ["guardianship"] if "guardianships" in said else []  # told of below the table
    assert sorted(said + other) == sorted(fields)


def test_the_page_lists_what_is_open() -> None:
    assert mask_of(r"In an emergency: (.*?)\.") == vocabulary.EMERGENCY_CATEGORIES
    assert mask_of(r"\| `portal_safe` \| categories \| (.*?) \|") == vocabulary.PORTAL_SAFE
    assert [level.value for level in vocabulary.Assurance] == [0, 1, 2]
