"""Every file that comes along: complete, with its sources, in both languages, in kind words, and nobody's manual."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from alongside.instruments.catalogue import shipped as instruments
from alongside.library.catalogue import (
    CHECKLISTS,
    EVIDENCE,
    HERE,
    PROGRAMMES,
    SCHEMA,
    SOURCES,
    changed,
    checked,
    shipped,
)
from alongside.library.rules import Catalogue, Programme, Span, Version, comes_first
from alongside.library.terms import Design, Direction
from alongside.recordkeeping.rules import Words
from alongside.wording.rules import check
from tests.house.test_french import LOOSE

FILES = [*sorted(PROGRAMMES.glob("*.toml")), *sorted(EVIDENCE.glob("*.toml")), CHECKLISTS, SOURCES]
VERSIONS = [(programme, version) for programme in shipped().programmes for version in programme.versions]
WANTED = {
    "mio", "bright", "nesst", "cpp", "pup", "fff", "fir", "connections", "circle-of-hope", "family-wrap",
    "seeking-safety", "signs-of-safety", "mother-child-residential", "shared-family-care", "new-moms",
    # known, and not for us
    "triple-p", "incredible-years", "parent-education",
}  # fmt: skip


def texts(held: Any) -> Iterator[Words]:
    """Every text of ours anywhere in the catalogue."""
    if isinstance(held, Words):
        yield held
    elif is_dataclass(held):
        for field in fields(held):
            yield from texts(getattr(held, field.name))
    elif isinstance(held, tuple | list):
        for each in held:
            yield from texts(each)


@cache
def _schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))


@pytest.fixture(params=VERSIONS, ids=lambda pair: f"{pair[0].code} {pair[1].code}")
def plan(request: pytest.FixtureRequest) -> tuple[Programme, Version]:
    return request.param


def test_all_that_was_wanted_is_here_and_right() -> None:
    catalogue, problems = checked()
    assert problems == []
    assert {each.code for each in catalogue.programmes} == WANTED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_as_the_schema_says(path: Path) -> None:
    assert [str(error.message) for error in _schema().iter_errors(tomllib.loads(path.read_text()))] == []


@pytest.mark.parametrize(
    ("path", "spoil"),
    [
        ("programmes/mio.toml", lambda d: d.update(who=["everybody"])),
        ("programmes/mio.toml", lambda d: d.pop("sources")),
        ("programmes/mio.toml", lambda d: d["about"].pop("fr")),
        ("programmes/mio.toml", lambda d: d["versions"][0]["parts"][0].update(per_week=0)),
        ("programmes/fff.toml", lambda d: d["versions"][0]["measures"][0].update(when=["soon"])),
        ("evidence/pup.toml", lambda d: d["evidence"][0].pop("findings")),
        ("evidence/pup.toml", lambda d: d["evidence"][0]["findings"][0]["effect"].pop("compared")),
        ("evidence/others.toml", lambda d: d["evidence"][0].update(rating={"by": "x", "word": "y", "leaning": "z"})),
        ("checklists.toml", lambda d: d["checklists"][0]["parts"][0].pop("points")),
        ("sources.toml", lambda d: d["mother-child-study"].pop("seen")),
    ],
)
def test_the_schema_notices(path: str, spoil: Any) -> None:
    held = tomllib.loads((HERE / path).read_text())
    spoil(held)
    assert not _schema().is_valid(held)


def test_what_a_site_looks_at_in_itself_is_all_there() -> None:
    """The four reasons, the five actions, the place itself and its cupboard; each says where it comes from."""
    lists = {each.code: each for each in shipped().checklists}
    assert list(lists) == ["parents-among-us", "five-actions", "welcoming-children", "stock"]
    assert [len(lists[code].parts) for code in ("parents-among-us", "five-actions")] == [4, 5]
    assert [each.code for each in lists.values() if each.stock] == ["stock"]
    assert {each.source for each in lists.values()} == {"parenting-in-recovery"}
    background = lists["parents-among-us"].background
    assert background and all(said in background.en for said in ("BRSS TACS", "2019 to 2023", "ISMICC"))
    said = " ".join(words.en for words in texts(list(shipped().checklists))).casefold()
    for thing in ("nappies", "wipes", "snacks", "toilets", "safe", "toddlers", "toys", "hurt a child"):
        assert thing in said, thing
    for kind in ("housing", "work", "legal help", "child care", "family court", "mental health", "families run"):
        assert kind in said, kind


# --- a plan never changes


def spoiled(**changes: Any) -> Catalogue:
    """The catalogue with the one plan of MIO changed."""
    mio = shipped().programme("mio")
    version = replace(mio.versions[0], **changes)
    others = tuple(each for each in shipped().programmes if each.code != "mio")
    return replace(shipped(), programmes=(*others, replace(mio, versions=(version,))))


def test_every_plan_is_as_it_was_written_down() -> None:
    assert changed(shipped()) == []


def test_a_plan_that_was_changed_without_a_new_version_is_noticed() -> None:
    part = shipped().programme("mio").versions[0].parts[0]
    fewer = spoiled(parts=(replace(part, sessions=Span(11, 11)),))
    assert [(each.where, each.says[:11]) for each in changed(fewer)] == [("mio/12-weeks", "was changed")]
    assert [each.where for each in changed(spoiled(facilitators=("peer",)))] == ["mio/12-weeks"]
    renamed = {each.where: each.says[:6] for each in changed(spoiled(code="11-weeks"))}
    assert renamed == {"mio/11-weeks": "is new", "mio/12-weeks": "is gon"}


def test_words_may_be_put_better() -> None:
    part = shipped().programme("mio").versions[0].parts[0]
    better = replace(part, aim=Words("x", "x"))
    assert changed(spoiled(parts=(better,), title=Words("x", "x"), note=None)) == []


# --- words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_our_words_are_kind(language: Any) -> None:
    found = [
        (finding.term, words.said(language))
        for words in texts([*shipped().programmes, *shipped().evidence, *shipped().checklists])
        for finding in check(words.said(language), audience="note", language=language)
    ]
    assert found == []


def test_french_reads_as_french() -> None:
    held = list(texts([*shipped().programmes, *shipped().evidence, *shipped().checklists]))
    assert len(held) > 300
    assert [words.fr for words in held if LOOSE.search(words.fr) or "'" in words.fr + words.en] == []
    long = [words for words in held if len(words.en.split()) > 3]
    assert [words.en for words in long if words.en == words.fr] == []


def test_nobodys_manual_is_in_here() -> None:
    """A session has a title only where a public source names it; all others are called by their number."""
    titled = {(p.code, session.title.en) for p, v in VERSIONS for session in v.sessions if session.title}
    assert titled == {("fff", "A day together: goals of the family")}
    assert all(len(each.title.en) < 60 for _p, v in VERSIONS for each in v.parts if each.title)


# --- sources


def test_every_plan_and_every_finding_has_its_source() -> None:
    catalogue = shipped()
    for programme, version in VERSIONS:
        assert version.source in catalogue.sources and programme.sources
    for key, source in catalogue.sources.items():
        assert len(source.citation) > 30, key
    seeds = {"mother-child-study", "cewh-webinar", "parenting-slides", "parenting-in-recovery", "meulewaeter-2019"}
    assert {key for key, source in catalogue.sources.items() if source.seen == "document"} == seeds


def test_what_nobody_checked_is_marked() -> None:
    unchecked = {key for key, source in shipped().sources.items() if not source.checked}
    assert "signs-of-safety-layout" in unchecked and "barlow-2019" not in unchecked
    for each in shipped().evidence:
        if not shipped().sources[each.source].checked:
            assert each.certainty in ("low", "very_low", "not_judged"), each.key


# --- what hangs together


def test_instruments_exist(plan: tuple[Programme, Version]) -> None:
    """This room cannot see them: they stand on its own floor."""
    known = {json.loads(each.text())["scoring"]["code"] for each in instruments()}
    assert {measure.instrument for measure in plan[1].measures} <= known


def test_the_potential_for_child_abuse_is_measured_to_learn_from_and_goes_nowhere() -> None:
    """E-22."""
    held = [m for _p, version in VERSIONS for m in version.measures if m.instrument == "BCAP"]
    assert len(held) == 2 and all(m.why and "goes to no agency" in m.why.en for m in held)


def test_every_group_of_ours_has_both_who_lead_it() -> None:
    """S-033, D-I7."""
    for code in ("connections", "new-moms"):
        for version in shipped().programme(code).versions:
            assert set(version.facilitators) == {"counsellor", "therapist"}


def test_seeking_safety_is_not_signs_of_safety() -> None:
    """G-1: each says that it is not the other, and they share no finding and no source."""
    catalogue = shipped()
    seeking, signs = catalogue.programme("seeking-safety"), catalogue.programme("signs-of-safety")
    assert (seeking.confused, signs.confused) == (signs.code, seeking.code)
    assert (
        seeking.not_that and signs.not_that and seeking.name in signs.not_that.en and signs.name in seeking.not_that.en
    )
    known, others = catalogue.about(seeking.code), catalogue.about(signs.code)
    assert known and others and not {each.key for each in known} & {each.key for each in others}
    used = [{each.source for each in items} | set(p.sources) for items, p in ((known, seeking), (others, signs))]
    assert not used[0] & used[1]


def test_signs_of_safety_shows_what_was_not_found() -> None:
    """G-2: no better than usual care at three months; the link with empowerment only at trend level, over all."""
    pilot = next(each for each in shipped().about("signs-of-safety") if each.source == "reekers-2018")
    assert {finding.direction for finding in pilot.findings} == {Direction.NO_DIFFERENCE}
    assert pilot.n == 40 and pilot.limits and "trend level" in pilot.limits.en
    assert all(each.null for each in shipped().about("signs-of-safety"))


def test_nulls_are_here() -> None:
    nulls = {each.key for each in shipped().evidence if each.null}
    assert {"mio-mechanisms", "fff-long-term", "seeking-safety-trial", "signs-of-safety-pilot"} <= nulls
    assert all(each.findings or each.design == Design.RATING for each in shipped().evidence)


def test_every_programme_says_something_of_what_is_known() -> None:
    assert [each.code for each in shipped().programmes if not shipped().about(each.code)] == []


def test_what_comes_first_is_known_of_every_plan(plan: tuple[Programme, Version]) -> None:
    assert comes_first(plan[1])


def test_a_family_owns_its_wellness_plan() -> None:
    """R-082."""
    assert "not_a_plan_of_ours" in shipped().programme("family-wrap").cautions


def test_no_plan_waits_for_anything() -> None:
    """T-11: no programme is for those alone who come, who are ready, or who do not use."""
    gate = re.compile(r"\b(must be|required to|only if|abstinen\w*|sober|clean)\b|\b(doit être|sobre)\b", re.I)
    assert [words.en for words in texts(list(shipped().programmes)) if gate.search(words.en + " " + words.fr)] == []
