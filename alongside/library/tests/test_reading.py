"""A file that is not right says where and why; nothing of it is used."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alongside.library.catalogue import HERE, NotRight, checked, shipped
from alongside.library.rules import read

Spoil = Callable[[dict[str, Any]], object]


def loaded(path: str) -> dict[str, Any]:
    return tomllib.loads((HERE / path).read_text())


def problems(programme: dict[str, Any], evidence: dict[str, Any] | None = None) -> list[str]:
    sources = loaded("sources.toml")
    held = {"evidence": {"e.toml": evidence}} if evidence else {}
    _catalogue, found = read({"fff.toml": programme}, held.get("evidence", {}), sources)
    return [str(each) for each in found if "nothing names" not in str(each)]


def test_a_good_file_has_none() -> None:
    assert problems(loaded("programmes/fff.toml")) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d.update(code="FFF"), "fff.toml.code: the file is called after its code"),
        (lambda d: d.pop("name"), "fff.toml.name: a text is expected here"),
        (lambda d: d.update(about="english only"), "fff.toml.about: a text in both languages"),
        (lambda d: d.update(about={"en": "x", "fr": " "}), "fff.toml.about: a text in both languages"),
        (lambda d: d.update(who=["women"]), "“women” is none of these: woman"),
        (lambda d: d.update(who=[]), "fff.toml.who: a list of words"),
        (lambda d: d.update(focus="everything"), "fff.toml.focus: one of these"),
        (lambda d: d.update(sources=["nobody-2020"]), "there is no source “nobody-2020”"),
        (lambda d: d.update(child_months=[60, 12]), "child_months: the lower number comes first"),
        (lambda d: d.update(child_months=[1]), "child_months: two whole numbers"),
        (lambda d: d.update(pregnancy="yes"), "pregnancy: true or false"),
        (lambda d: d.update(colour="red"), "fff.toml.colour: is not known here"),
        (lambda d: d.update(confused="mio"), "“confused” and “not_that” come together"),
        (lambda d: d.update(versions={}), "versions: a list of tables"),
        (lambda d: d["versions"].append(copy.deepcopy(d["versions"][0])), "two versions are called the same"),
        (lambda d: d["versions"][0].update(code="Big One"), "versions[0].code: small letters"),
        (lambda d: d["versions"][0].pop("parts"), "a plan has at least one part"),
        (lambda d: d["versions"][0].update(behaviour="some"), "versions[0].behaviour: one of these"),
        (lambda d: d["versions"][0].update(lasts={"days": 3}), "lasts: weeks, months or years"),
        (lambda d: d["versions"][0].update(lasts={"weeks": "three"}), "lasts.weeks: a whole number"),
        (lambda d: d["versions"][0].update(marks=["kept"]), "marks: a list of texts in both languages"),
        (lambda d: d["versions"][0]["parts"][1].update(per_week=0), "per_week: more than nought"),
        (lambda d: d["versions"][0]["parts"][1].update(per_week="twice"), "per_week: a number"),
        (lambda d: d["versions"][0]["parts"][1].update(minutes=[90, 60]), "minutes: the lower number"),
        (lambda d: d["versions"][0]["parts"][1].update(sessions=True), "sessions: a whole number"),
        (lambda d: d["versions"][0]["parts"][1].update(sessions=5000), "at most 366 sessions"),
        (lambda d: d["versions"][0]["parts"][1].update(children_join=99), "children cannot join more sessions"),
        (lambda d: d["versions"][0]["measures"][0].update(when=["later"]), "“later”: before, after"),
        (
            lambda d: (d["versions"][0].update(behaviour="no"), d["versions"][0]["parts"][1].update(about="behaviour")),
            "a part is about behaviour",
        ),
    ],
)
def test_what_is_wrong_with_a_programme_is_said(spoil: Spoil, said: str) -> None:
    held = loaded("programmes/fff.toml")
    spoil(held)
    assert [each for each in problems(held) if said in each], problems(held)


def evidence(**more: Any) -> dict[str, Any]:
    words = {"en": "x", "fr": "x"}
    item = {
        "key": "a", "title": words, "programmes": ["fff"], "source": "catalano-1999", "design": "randomised",
        "of_whom": words, "fit": "close", "fit_why": words, "certainty": "low", "certainty_why": words,
        "findings": [{"what": words, "direction": "better"}],
    }  # fmt: skip
    return {"evidence": [{**item, **more}]}


def finding(**effect: Any) -> list[dict[str, Any]]:
    return [{"what": {"en": "x", "fr": "x"}, "direction": "better", "effect": {"better": "higher", **effect}}]


RATING = {"by": "A", "word": "B", "leaning": "supported"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, ""),
        ({"programmes": ["nothing"]}, "there is no programme “nothing”"),
        ({"source": "nothing"}, "there is no source “nothing”"),
        ({"further": ["nothing"]}, "there is no source “nothing”"),
        ({"design": "rumour"}, "design: one of these"),
        ({"n": -1}, "n: a whole number"),
        ({"findings": []}, "what was found is missing"),
        ({"rating": RATING}, "the rating of a clearinghouse has a rating"),
        ({"design": "rating", "findings": []}, "the rating of a clearinghouse has a rating"),
        ({"design": "rating", "findings": [], "rating": {**RATING, "on": "June"}}, "a day, a month or a year"),
        ({"design": "rating", "findings": [], "rating": {**RATING, "on": "2019-13"}}, "a day, a month or a year"),
        ({"findings": finding(kind="difference", programme=[5, 4], compared=[1, 2])}, "how many of how many"),
        ({"findings": finding(kind="difference", programme=[1, 2])}, "how many of how many"),
        ({"findings": finding(kind="difference", programme=[0, 0], compared=[1, 2])}, "how many of how many"),
        ({"findings": finding(kind="smd")}, "a figure is expected here"),
        ({"findings": finding(kind="smd", value=1, low=2, high=3)}, "a figure is expected here"),
        ({"findings": finding(kind="smd", value=1, low=0)}, "a figure is expected here"),
        ({"findings": finding(kind="ratio", value=-1)}, "a ratio is more than nought"),
        ({"findings": finding(kind="smd", value=float("nan"))}, "value: a number"),
    ],
)
def test_what_is_wrong_with_evidence_is_said(more: dict[str, Any], said: str) -> None:
    found = problems(loaded("programmes/fff.toml"), evidence(**more))
    assert [each for each in found if said in each] if said else found == []


def test_the_same_item_twice_is_noticed() -> None:
    twice = {"evidence": evidence()["evidence"] * 2}
    assert "a: stands twice." in problems(loaded("programmes/fff.toml"), twice)


def test_a_source_that_nothing_names_is_noticed() -> None:
    extra = {"citation": "Somebody (2020) something that nobody needs here", "seen": "abstract"}
    programmes = {path.name: tomllib.loads(path.read_text()) for path in (HERE / "programmes").glob("*.toml")}
    held = {path.name: tomllib.loads(path.read_text()) for path in (HERE / "evidence").glob("*.toml")}
    _catalogue, found = read(programmes, held, {**loaded("sources.toml"), "extra": extra})
    assert [str(each) for each in found] == ["sources.toml: nothing names “extra”."]


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "programmes").mkdir()
    (tmp_path / "evidence").mkdir()
    (tmp_path / "sources.toml").write_text("")
    (tmp_path / "programmes" / "bad.toml").write_text("code = ")
    with pytest.raises(NotRight, match=r"bad\.toml"):
        checked(tmp_path)


def test_it_is_read_once() -> None:
    assert shipped() is shipped()
