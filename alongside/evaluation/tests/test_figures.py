"""Drawings: a mechanism, curves with who is still followed, small drawings side by side; wide, narrow, in French, in grey."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.figure import NARROW, WIDE, Words, each, numbers, svg
from alongside.evaluation.analyse.figure_pen import BAND
from alongside.evaluation.analyse.outcome import Drawing, Series
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.methods.retention import followed
from alongside.evaluation.rules.alike import at_the_start
from alongside.evaluation.rules.for_women import (
    HOW_TO_READ,
    Said,
    Text,
    behind_means,
    check_words,
    codes_in,
    drawing_for_women,
    measures_to_show,
    read_names,
    said_anew,
    write_names,
)
from alongside.evaluation.rules.framing import Frame
from alongside.evaluation.rules.several import held_together
from alongside.evaluation.terms import No
from alongside.evaluation.tests.files import file

WIDE_FILE = file("hsaur3_BtheB_wide.csv")
WAVES = "pre,2m,3m,5m,8m"
SPACE = "{http://www.w3.org/2000/svg}"


def texts(drawing: Drawing, width: int = WIDE, **more: Any) -> list[str]:
    """Every text of a drawing, from above; nothing lies outside, nothing needs a style."""
    whole = svg(drawing, "s", width=width, **more)
    assert "style" not in whole and "<script" not in whole
    root = ET.fromstring(whole)
    found = []
    for text in root.iter(f"{SPACE}text"):
        x, y = float(text.get("x", "")), float(text.get("y", ""))
        size, words = int(text.get("font-size", 13)), text.text or ""
        assert 0 <= x <= width and 0 < y <= float(root.get("viewBox", "").split()[3]), words
        if width == NARROW and not more.get("table", True):
            assert size >= 14, words
            long = len(words) * size * 0.5
            left = {"start": x, "middle": x - long / 2, "end": x - long}[text.get("text-anchor", "start")]
            if not text.get("transform"):
                assert left >= -2 and left + long <= width + 2, (words, left, long)
        found.append(words)
    return found


def boxes(drawing: Drawing, width: int) -> list[tuple[float, float, float, float]]:
    root = ET.fromstring(svg(drawing, "s", width=width, table=False))
    found = []
    for box in root.iter(f"{SPACE}rect"):
        if box.get("stroke"):
            x, y, w, h = (float(box.get(name, "")) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + w, y + h))
    return found


@pytest.mark.parametrize("serial", [False, True])
def test_a_mechanism_is_drawn_with_its_paths_and_effects(serial: bool) -> None:
    found = call(
        "mediation", file("psych_Tal_Or.csv"), x="cond", m="pmi,import", y="reaction", draws=1000, serial=serial
    )
    drawing, values = found.outcome.drawing, found.outcome.values
    assert drawing is not None and drawing.kind == "diagram"
    ways = {(start, end): words for start, end, words in drawing.paths}
    wanted = {("cond", "pmi"): "a_pmi", ("cond", "import"): "a_import", ("pmi", "reaction"): "b_pmi",
              ("import", "reaction"): "b_import", ("cond", "reaction"): "direct"}  # fmt: skip
    wanted |= {("pmi", "import"): "d_pmi_import"} if serial else {}
    assert ways.keys() == wanted.keys()
    for way, name in wanted.items():
        path = values["paths"][name]
        assert ways[way] == f"{path['estimate']:.3g} ({path['low']:.3g} to {path['high']:.3g})"
    [effects] = drawing.series
    assert list(effects.x)[-3:] == ["total indirect", "direct", "total"]
    assert list(effects.y)[-1] == values["total"]["estimate"]
    assert (effects.low[0], effects.high[0]) == tuple(
        next(iter(values["indirect"].values()))["bca"][end] for end in ("low", "high")
    )
    for width in (WIDE, NARROW):
        shown = texts(drawing, width, table=False)
        assert all(f"{values['paths'][name]['estimate']:.3g}" in " ".join(shown) for name in wanted.values())
        # No box lies over another one, and each has its name.
        for one, other in itertools.combinations(boxes(drawing, width), 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert {"pmi", "import", "cond", "reaction"} <= set(shown)
    assert next(part.columns for part in numbers(drawing)) == ("from", "to", "path")


def test_under_a_curve_stands_who_is_still_followed() -> None:
    found = call("retention", file("survival_lung.csv"), time="time", status="status", group="sex")
    drawing = found.outcome.drawing
    assert drawing is not None
    # The risk table of these data that survminer's documentation prints (ggsurvplot, lung by sex).
    men, women = (dict(one.followed) for one in drawing.series)
    assert (men[0], men[500], men[1000]) == (138, 20, 2) and (women[0], women[500], women[1000]) == (90, 21, 0)
    wide, narrow = texts(drawing), texts(drawing, NARROW, table=False)
    for shown in (wide, narrow):
        assert "still followed at this time" in shown and "138" in shown and "90" in shown
    # Begun later, and at 0: as R has it for Surv(entry, time, event).
    entry, time = np.array([0.0, 0.0, 3.0]), np.array([2.0, 5.0, 8.0])
    assert followed(entry, time, [0, 2, 3, 4, 5, 8, 9]) == [2, 2, 1, 2, 2, 1, 0]
    # Nobody's own time beside what a curve shows anyway: counts at round times.
    assert all(float(at).is_integer() for one in drawing.series for at, _count in one.followed)


def test_all_outcomes_stand_side_by_side_each_with_its_numbers() -> None:
    columns = ",".join(f"bdi.{wave}" for wave in WAVES.split(","))
    found = call("describe", WIDE_FILE, columns=columns, arm="treatment", waves=WAVES).outcome
    drawing = found.drawing
    assert drawing is not None and drawing.kind == "panels"
    assert {(one.panel, one.name, tuple(one.x)) for one in drawing.series} == {
        ("bdi", arm, tuple(WAVES.split(","))) for arm in ("TAU", "BtheB")
    }
    for one in drawing.series:
        rows = {row["wave"]: row for row in found.values["groups"] if row["arm"] == one.name}
        assert list(one.n) == [rows[f"bdi.{wave}"]["n"] for wave in one.x]
        assert list(one.y) == [rows[f"bdi.{wave}"]["mean"] for wave in one.x]
    assert [len(part.rows) for part in numbers(drawing)] == [10]
    plain = call("describe", WIDE_FILE, columns=columns, arm="treatment").outcome
    assert plain.values == found.values and plain.drawing is not None and plain.drawing.kind == "points"
    for wrong in ({"columns": "drug"}, {"columns": "bdi.pre", "waves": "8m"}):
        with pytest.raises(Unfit, match=r"measure|waves|number"):
            call("describe", WIDE_FILE, **{"arm": "treatment", "waves": WAVES, **wrong})


def many(measures: int, arms: int) -> Drawing:
    """A drawing as large as a study may be, with long names, something missing and something without spread."""
    series = [
        Series(f"an arm with a long name {arm}", ["at the start", "after a year", "later"], [10.0 + arm, None, 12.0],
               [9.0, None, 12.0], [11.0, None, 12.0], [9, 0, 5], f"what is measured, {measure}")
        for measure in range(measures) for arm in range(arms)
    ]  # fmt: skip
    return Drawing(
        "panels", "Outcomes by wave and arm, with a title that takes more than one line", series, "wave", "mean"
    )


def test_drawings_fit_a_telephone_speak_french_and_can_be_told_apart_in_grey() -> None:
    for measures, arms in ((1, 1), (5, 2), (12, 5)):
        for width in (WIDE, NARROW):
            assert texts(many(measures, arms), width, table=False)
    whole = svg(many(2, 5), "s", table=False)
    # Five arms: five marks, five dashes.
    assert len({re.sub(r"[\d.,-]+", "", each) for each in re.findall(r"<(?:circle|polygon)[^>]*>", whole)}) >= 4
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', whole))) == 4
    points = Drawing("points", "t", [Series("a", ["x"], [0.5], [0.25], [0.75])], "share", reference=0.0)
    french = Words(lambda words: {"share": "part"}.get(words, words), comma=True)
    shown = texts(points, NARROW, words=french, table=False)
    assert "part" in shown and any("," in each for each in shown) and not any("." in each for each in shown)
    # Two drawings on one page have ids of their own.
    assert 'id="a-t"' in svg(points, "s", uid="a-") and 'aria-labelledby="a-t a-d"' in svg(points, "s", uid="a-")


def test_how_alike_the_arms_are_is_drawn_before_and_after_weighting() -> None:
    found = call(
        "compare", file("matchit_lalonde.csv"), outcome="re78", arm="treat",
        covariates="age,educ,race,married,nodegree,re74,re75",
    ).outcome  # fmt: skip
    assert found.drawing is not None
    forest, alike = each(found.drawing)
    assert forest.kind == "points" and alike.kind == "rows" and tuple(alike.band) == (-0.1, 0.1)
    smd = {"as it is": found.values["smd_raw"], "pairs": found.values["pairs"]["smd"]}
    smd |= {kind: found.values[kind]["smd"] for kind in ("ATE", "ATT", "overlap")}
    for one in alike.series:
        assert dict(zip(one.x, one.y, strict=True)) == pytest.approx(smd[one.name], abs=5e-5)
    assert {one.name for one in alike.series} == set(smd) and alike.series[0].y[2] == pytest.approx(1.6677, abs=5e-5)
    [table] = numbers(alike)
    assert table.columns == ["", *(one.name for one in alike.series)] and len(table.rows) == 9
    for width in (WIDE, NARROW):
        shown = texts(found.drawing, width, table=False)
        assert {"Are the arms alike?", "raceblack", "overlap"} <= set(shown)
    whole = ET.fromstring(svg(found.drawing, "s", table=False))
    [band] = [box for box in whole.iter(f"{SPACE}rect") if box.get("fill") == BAND]
    # Each mark of the first way stands where its value is, measured by the band of 0.2 around 0.
    middle, unit = float(band.get("x", "")) + float(band.get("width", "")) / 2, float(band.get("width", "")) / 0.2
    dots = [each for each in whole.iter(f"{SPACE}circle") if each.get("r") == "4"][1:]
    at = [(float(dot.get("cx", "")) - middle) / unit for dot in dots]
    assert at[: len(smd["as it is"])] == pytest.approx(list(smd["as it is"].values()), abs=0.01)


def test_a_study_draws_its_arms_at_the_start_and_nothing_of_few_of_our_own() -> None:
    def arm(name: str, ages: list[float], words: str) -> list[tuple[Any, ...]]:
        return [
            (f"{name}{n}", name, float(age), word, age * 2.0)
            for n, (age, word) in enumerate(zip(ages, words, strict=True))
        ]

    rows = [
        *arm("a", [20.0, 22, 24, 26, 28], "xxxyy"),
        *arm("b", [30.0, 32, 34, 36, 38], "xyyyy"),
        *arm("c", [1.0], "x"),
    ]
    frame = Frame(("code", "arm", "age", "word", "mood.t1"), ("age", "word"), tuple(rows))
    drawing = at_the_start(frame, ["a", "b", "c"])
    assert drawing is not None
    one, other = drawing.series
    spread = 10**0.5  # of both arms
    assert one.name == "b less a" and list(one.x) == ["age", "word: x", "word: y", "mood.t1"]
    share = 0.4 / ((0.3 + 0.2) / 2) ** 0.5
    assert list(one.y) == pytest.approx([10 / spread, -share, share, 10 / spread], abs=6e-4)
    assert list(other.y) == [None] * 4  # one woman has no spread
    ours = at_the_start(frame, ["a", "b", "c"], own="b")
    assert ours is not None and list(ours.series[0].x) == ["age", "mood.t1"] and list(ours.series[0].y) == [3.2, 3.2]
    few = Frame(frame.names, frame.characteristics, frame.rows[1:])
    assert at_the_start(few, ["a", "b"], own="b") is None and at_the_start(frame, ["a"]) is None


def test_several_primary_outcomes_are_held_together() -> None:
    def ancova(outcome: str, *p: float) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
        return (
            f"of {outcome}",
            "ancova",
            {"outcome": outcome},
            {"arm_effect": {str(n): {"p": v} for n, v in enumerate(p)}},
        )

    answers = [ancova("a", 0.01), ancova("a", 0.0001), ancova("c", 0.03), ancova("d", 0.02, 0.001),
               ("of b", "describe", {"outcome": "b"}, {}), ("of e", "paired", {"post": "e"}, {"between": []})]  # fmt: skip
    found = {each.outcome: each for each in held_together(["a", "b", "c", "d", "e"], answers)}
    # The first of each counts; three arms give no one p; b, d and e count as if their p were 1 (R: p.adjust).
    assert (found["a"].analysis, found["a"].p) == ("of a", 0.01) and found["a"].p_holm == pytest.approx(0.05)
    assert found["c"].p_holm == pytest.approx(0.12) and found["d"].p is found["b"].p_holm is found["e"].p is None
    assert held_together(["a"], answers) == [] == held_together(["b", "e"], answers)
    real = call("ancova", WIDE_FILE, outcome="bdi.8m", arm="treatment", reference="TAU", baseline="bdi.pre").as_json()
    two = held_together(["bdi.8m", "bdi.2m"], [("x", "ancova", real["options"], real["values"])])
    assert two[0].p == real["values"]["arm_effect"]["BtheB"]["p"] and two[0].p_holm == pytest.approx(
        min(2 * two[0].p, 1)
    )


TEXT = Text("Title", "Words.", "We do not know why.")


def outcomes(**n: list[int]) -> dict[str, Any]:
    behind = {
        f"{panel}.{wave}": {arm: {"women": count, "apart": True} for arm in ("one", "two")}
        for panel, counts in n.items() for wave, count in zip("ab", counts, strict=True)
    }  # fmt: skip
    return {"behind": behind, "drawing": {"series": [
        {"name": arm, "panel": panel, "x": ["a", "b"], "y": [1.0, 2.0], "low": [0.0, 1.0], "high": [2.0, 3.0],
         "n": counts, "followed": [], }
        for panel, counts in n.items() for arm in ("one", "two")
    ]}}  # fmt: skip


def test_women_are_shown_groups_of_five_or_more_and_never_how_many() -> None:
    whole = outcomes(mood=[5, 40], sleep=[4, 40], calm=[9, 0])
    assert measures_to_show(whole) == ["mood", "calm"]
    assert measures_to_show(None) == measures_to_show({}) == []
    shown = drawing_for_women(whole, "calm")
    assert [one["x"] for one in shown["series"]] == [["a"], ["a"]]  # nobody answered later: nothing is drawn there
    assert not any("n" in one or "followed" in one for one in shown["series"]) and shown["y_label"] == HOW_TO_READ
    for wrong in ("sleep", "nothing"):
        with pytest.raises(KeyError):
            drawing_for_women(whole, wrong)
    # A drawing of before counts were kept is never shown, nor one that does not say how many women are behind it.
    old = {"drawing": {"series": [{"name": "x", "panel": "mood", "x": ["a"], "y": [1.0]}]}}
    assert measures_to_show(old) == measures_to_show({"drawing": outcomes(mood=[9, 9])["drawing"]}) == []


def test_women_are_counted_not_rows_and_no_group_is_shown_that_says_one_thing() -> None:
    def rows(*said: float, mothers: int) -> list[tuple[str, str, str, float]]:
        return [(f"C{n}", "one", f"M{n % mothers}", float(answer)) for n, answer in enumerate(said)]

    def behind(*rows: tuple[str, str, str, float], column: str = "cluster") -> dict[str, Any]:
        return behind_means(Frame(("code", "arm", column, "mood.a"), (column,), rows))["mood.a"]["one"]

    # Two women with three children each: what each says of herself stands three times.
    assert behind(*rows(3, 7, 3, 7, 3, 7, mothers=2)) == {"women": 2, "apart": True}
    assert behind(*rows(3, 7, 3, 7, 3, 7, mothers=2), column="Cluster")["women"] == 2
    assert behind(*rows(3, 7, 3, 7, 3, 7, mothers=2), column="site")["women"] == 6
    for said, apart in (
        ([27.0] * 6, False), ([0.1] * 6, False), ([1.0] + [0.0] * 300, False), ([27.0] * 300 + [26.0], False),
        ([1.0] + [0.0] * 20, True),
    ):  # fmt: skip
        assert behind(*rows(*said, mothers=len(said)))["apart"] is apart, said[:3]
    for wrong in ({"women": 4}, {"apart": False}, {}):
        told = outcomes(mood=[9, 9], calm=[9, 9])
        told["behind"]["mood.b"]["two"] = told["behind"]["mood.b"]["two"] | wrong if wrong else {}
        assert measures_to_show(told) == ["calm"], wrong
    flat = outcomes(mood=[9, 9], calm=[9, 9])
    flat["drawing"]["series"][0]["high"][1] = flat["drawing"]["series"][0]["low"][1]
    assert measures_to_show(flat) == ["calm"]


def test_what_is_said_anew_goes_back_to_the_same_first_one() -> None:
    before = {"a": None, "b": "a", "c": "b", "d": "a", "other": None, "later": "other"}
    assert said_anew(before, "c") == {"a", "b", "d"} and said_anew(before, "a") == {"b", "c", "d"}
    assert said_anew(before, "later") == {"other"}


def test_what_is_not_known_is_said_and_every_short_name_has_a_plain_one() -> None:
    shown = [drawing_for_women(outcomes(mood=[5, 40]), "mood")]
    assert codes_in(shown) == ["mood", "one", "two", "a", "b"]
    names = read_names(
        "mood = feeling low = moral\none = ours = à nous\ntwo = theirs\na = start\nb = later\n\nnothing\n=x"
    )
    assert names[0] == ("mood", "feeling low", "moral") and names[2] == ("two", "theirs", "theirs") and len(names) == 5
    assert read_names(write_names(names)) == names
    good = Said(TEXT, TEXT, names, shown)
    assert check_words(good)[0]
    for wrong, because in (
        (Said(Text(), Text()), No.WORDS_NEEDED),
        (Said(Text("T", "W"), Text()), No.UNKNOWN_NEEDED),
        (Said(TEXT, Text("T", "W")), No.UNKNOWN_NEEDED),
        (Said(TEXT, Text(unknown="x")), No.WORDS_NEEDED),
        (Said(TEXT, Text()), No.BOTH_LANGUAGES),
        (Said(TEXT, TEXT, names[1:], shown), No.NAMES_NEEDED),
    ):
        decision, field = check_words(wrong)
        assert not decision and decision.because == because and field
    assert check_words(Said(Text(), TEXT, one_language=True))[0]
