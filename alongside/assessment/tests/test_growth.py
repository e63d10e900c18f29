"""Growth beside the WHO standard: values of others, the tail, lying and standing, and the corrected age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.assessment import actions, queries
from alongside.assessment.growth_standards import CHARTS, LAST_DAY, MEASURED, table
from alongside.assessment.rules import growth
from alongside.families.models import Child
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, TODAY, acting_as

BY = {"by": CAST["W1"], "at": T0}

# Computed once with rcpchgrowth 4.6.5 (which applies WHO's rule for the tail of weight); the same numbers came from
# pygrowthstandards 0.1.3 wherever a weight lies within three standard deviations (it leaves that rule out).
FROM_OTHERS = [
    ("weight", "girls", 0, 3.2, -0.0705),
    ("weight", "girls", 365, 6.0, -3.3555),
    ("weight", "boys", 200, 12.4, 4.0322),
    ("weight", "boys", 730, 12.2, 0.0372),
    ("weight", "girls", 1500, 34.0, 5.2240),
    ("weight", "boys", 30, 1.9, -5.2309),
    ("length", "girls", 365, 74.0, -0.0019),
    ("length", "boys", 730, 80.0, -2.5541),
    ("length", "boys", 731, 80.0, -2.3328),
    ("length", "girls", 1400, 112.3, 2.5472),
    ("head", "girls", 90, 39.5, 0.0137),
    ("head", "boys", 500, 44.1, -2.2713),
    ("head", "girls", 1825, 51.0, 0.7583),
]


@pytest.mark.parametrize(("measured", "chart", "days", "value", "z"), FROM_OTHERS)
def test_the_same_as_other_programs(measured: str, chart: str, days: int, value: float, z: float) -> None:
    assert growth.z_score(measured, chart, days, value) == pytest.approx(z, abs=0.0001)


# WHO's own printed tables of weight (kg): -3, -2, 0, 2 and 3 standard deviations on a day.
PRINTED = [
    ("weight", "girls", 400, (6.455, 7.242, 9.201, 11.844, 13.511)),
    ("weight", "boys", 400, (7.111, 7.947, 9.906, 12.316, 13.720)),
    ("weight", "girls", 1500, (11.010, 12.477, 16.302, 21.872, 25.634)),
    ("length", "girls", 400, (67.474, 70.111, 75.385, 80.659, 83.296)),
    ("length", "boys", 1500, (91.320, 95.562, 104.046, 112.530, 116.772)),
]


@pytest.mark.parametrize(("measured", "chart", "day", "values"), PRINTED)
def test_the_lines_of_the_picture_are_whos(measured: str, chart: str, day: int, values: tuple[float, ...]) -> None:
    lines = [growth.band(measured, chart, z, [day])[0][1] for z in (-3, -2, 0, 2, 3)]
    assert lines == pytest.approx(values, abs=0.0006)


def test_the_tail_of_weight_goes_on_in_even_steps() -> None:
    at = table("weight", "girls")[365]
    third, second = at.at(3), at.at(2)
    assert growth.z_score("weight", "girls", 365, third + (third - second)) == pytest.approx(4)
    third, second = at.at(-3), at.at(-2)
    assert growth.z_score("weight", "girls", 365, third - (second - third) / 2) == pytest.approx(-3.5)


@given(
    st.sampled_from(MEASURED), st.sampled_from(CHARTS), st.integers(0, LAST_DAY), st.floats(-6, 6), st.floats(0.01, 1)
)
def test_more_is_more_and_the_tail_joins_without_a_step(
    measured: str, chart: str, day: int, z: float, more: float
) -> None:
    at = table(measured, chart)[day]
    value = at.at(max(-3.0, min(3.0, z))) * (1 + max(0.0, abs(z) - 3) * 0.02 * (1 if z > 0 else -1))
    found, above = growth.z_score(measured, chart, day, value), growth.z_score(measured, chart, day, value + more)
    assert found is not None and above is not None and above > found
    if abs(z) <= 3:
        assert found == pytest.approx(z, abs=1e-6)


def test_lying_and_standing_differ_by_seven_millimetres() -> None:
    lying = growth.z_score("length", "boys", 800, 85.7, "lying")
    assert lying == pytest.approx(growth.z_score("length", "boys", 800, 85.0, "standing"))
    standing = growth.z_score("length", "boys", 700, 83.0, "standing")
    assert standing == pytest.approx(growth.z_score("length", "boys", 700, 83.7, "lying"))
    assert growth.z_score("weight", "boys", 800, 12.0, "lying") == growth.z_score("weight", "boys", 800, 12.0)


def test_beyond_five_years_the_standard_says_nothing() -> None:
    assert growth.z_score("weight", "girls", LAST_DAY, 18.0) is not None
    assert growth.z_score("weight", "girls", LAST_DAY + 1, 18.0) is None
    assert growth.z_score("weight", "girls", -1, 2.0) is None


BORN = date(2024, 1, 31)


@pytest.mark.parametrize(
    ("gestation", "on", "days", "corrected"),
    [
        (280, BORN + timedelta(days=100), 100, False),
        (None, BORN + timedelta(days=100), 100, False),  # not known: nothing is made up
        (259, BORN + timedelta(days=100), 100, False),  # 37 weeks: not early
        (258, BORN + timedelta(days=100), 78, True),
        (196, BORN + timedelta(days=84), 0, True),  # 28 weeks: the day the child was due
        (196, BORN + timedelta(days=83), None, True),  # before it: not on WHO's day 0
        (196, BORN, None, True),
        (196, date(2026, 1, 30), 730 - 84, True),
        (196, date(2026, 1, 31), 731, False),  # two years by the calendar
    ],
)
def test_the_age_is_counted_from_the_due_day_until_two(
    gestation: int | None, on: date, days: int | None, corrected: bool
) -> None:
    assert growth.age_in_days(BORN, gestation, on) == growth.AgeInDays(days, corrected)


def test_a_child_before_the_due_day_has_no_place_in_the_picture() -> None:
    placed = growth.place("weight", "girls", born_on=BORN, gestation_days=196, on=BORN, value=1.1)
    assert placed.z is None and placed.lies == ""
    later = growth.place("weight", "girls", born_on=BORN, gestation_days=196, on=BORN + timedelta(days=84), value=3.2)
    assert later.lies == "inside" and later.z == pytest.approx(-0.0705, abs=0.0001)


@pytest.mark.parametrize(
    ("words", "chart"),
    [
        ("girl", "girls"), ("Female", "girls"), ("fille", "girls"), ("Boy", "boys"), ("GARÇON", "boys"), ("", ""),
        ("not known yet", ""),
    ],
)  # fmt: skip
def test_which_picture(words: str, chart: str) -> None:
    assert growth.chart_for(words) == chart


def test_usual_means_between_minus_two_and_two() -> None:
    at = table("head", "boys")[200]
    for z, said in ((-2.01, "below"), (-1.99, "inside"), (1.99, "inside"), (2.01, "above")):
        value = at.at(z)
        placed = growth.place(
            "head", "boys", born_on=BORN, gestation_days=280, on=BORN + timedelta(days=200), value=value
        )
        assert placed.lies == said
    assert growth.second_look("weight", 5.1) and not growth.second_look("weight", 5.0)
    assert growth.second_look("head", -5.1) and not growth.second_look("length", -5.9)


FLIPS = {
    "as it was": ({}, ""),
    "no birthday": ({"born_on": None}, "birth_needed"),
    "tomorrow": ({"on": TODAY + timedelta(days=1)}, "in_future"),
    "before the birth": ({"on": date(2024, 1, 1)}, "before_birth"),
    "on the birthday": ({"on": date(2024, 2, 10)}, ""),
    "nothing": ({"measured": ()}, "nothing_measured"),
    "how was it taken": ({"position": ""}, "position_needed"),
    "a head needs no position": ({"measured": ("head",), "position": ""}, ""),
}


@pytest.mark.parametrize("name", FLIPS)
def test_one_thing_changes_and_the_answer_flips(name: str) -> None:
    change, because = FLIPS[name]
    asked = {"on": TODAY, "today": TODAY, "born_on": date(2024, 2, 10), "measured": ("length",), "position": "lying"}
    decision = growth.check_growth(**{**asked, **change})
    assert (decision.because, bool(decision)) == (because, not because)


@pytest.mark.parametrize(
    ("measured", "value", "because"),
    [
        ("weight", "twelve", "not_a_number"),
        ("weight", "NaN", "weight_out_of_reach"),
        ("weight", "3200", "weight_out_of_reach"),
        ("length", "0.8", "length_out_of_reach"),
        ("head", "-40", "head_out_of_reach"),
    ],
)
def test_slips_of_the_pen_are_asked_about(measured: str, value: str, because: str) -> None:
    with pytest.raises(Refused) as no:
        growth.read_value(measured, value)
    assert (no.value.because, no.value.field) == (because, measured)


def test_a_comma_is_a_decimal_point() -> None:
    assert str(growth.read_value("weight", " 12,345 ")) in ("12.34", "12.35") and growth.read_value("head", "") is None


@pytest.mark.django_db(databases=["default", "gate", "loader"])
def test_measured_once_a_day_and_put_right_without_losing_what_stood() -> None:
    with acting_as("W1"):
        child = Child.objects.select_related("person").get(pk=CAST["BEE"])
        on = TODAY - timedelta(days=30)
        rows = actions.record_growth(
            child=child, on=on, values={"weight": "11,5", "length": "85"}, position="lying", **BY
        )
        assert {(r.measured, str(r.value), r.position) for r in rows} == {
            ("weight", "11.50", ""), ("length", "85.00", "lying")
        }  # fmt: skip
        with pytest.raises(Refused) as no:
            actions.record_growth(child=child, on=on, values={"head": "47", "weight": "12"}, **BY)
        assert (no.value.because, no.value.field) == ("already_measured", "weight")
        assert not queries.growth_of(CAST["ALDER"], child.pk).filter(measured="head").exists()  # all or nothing
        weight = next(r for r in rows if r.measured == "weight")
        actions.correct_growth(row=weight, child=child, value="11.2", **BY)
        with pytest.raises(Refused) as no:
            actions.correct_growth(row=weight, child=child, value="11.3", **BY)
        assert no.value.because == "changed_meanwhile"
        stands = queries.growth_of(CAST["ALDER"], child.pk).get(measured="weight")
        assert str(stands.value) == "11.20"
        actions.correct_growth(row=stands, child=child, **BY)
        assert not queries.growth_of(CAST["ALDER"], child.pk).filter(measured="weight").exists()
