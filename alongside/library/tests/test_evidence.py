"""Figures are worked out, not typed in; nulls are kept; what two sources say differently stands side by side."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.library.catalogue import shipped
from alongside.library.rules import Effect, Evidence, Finding, Rating, estimate
from alongside.library.rules.effect import shares
from alongside.library.rules.evidence import disagree, ratings
from alongside.recordkeeping.rules import Words

W = Words("x", "x")


def item(*directions: str, rating: Rating | None = None, key: str = "a") -> Evidence:
    return Evidence(
        key=key, title=W, programmes=("p",), source="s", design="rating" if rating else "randomised", fit="close",
        fit_why=W, certainty="low", certainty_why=W, of_whom=W, findings=tuple(Finding(W, d) for d in directions),
        rating=rating,
    )  # fmt: skip


def effects(key: str) -> list[Effect]:
    held = next(each for each in shipped().evidence if each.key == key)
    return [finding.effect for finding in held.findings if finding.effect is not None]


# --- figures of Parents under Pressure: the requirements digest has them worked out by somebody else (F-11, F-13)


def test_the_counts_give_the_percentages_in_print() -> None:
    improved, worse = effects("pup-trial-uk")
    assert [round(each, 1) for each in shares(improved)] == [30.6, 10.3]
    assert [round(each) for each in shares(worse)] == [3, 18]
    assert improved.derived and worse.derived


def test_the_effects_of_parents_under_pressure() -> None:
    improved, worse = map(estimate, effects("pup-trial-uk"))
    assert [round(each, 1) for each in (improved.value, improved.low or 0, improved.high or 0)] == [20.3, 2.5, 38.1]
    assert [round(each, 1) for each in (worse.value, worse.low or 0, worse.high or 0)] == [15.2, 2.0, 28.4]
    assert improved.unit == worse.unit == "points" and improved.drawn and worse.drawn


def test_no_other_counts_give_these_percentages() -> None:
    """F-11: of all arms with 20 people or more that could have been counted, only these fit all four figures."""

    def fitting(of: range, up: float, down: int) -> set[tuple[int, int, int]]:
        return {
            (n, better, worse)
            for n in of
            for better, worse in product(range(n + 1), repeat=2)
            if better + worse <= n and round(100 * better / n, 1) == up and round(100 * worse / n) == down
        }

    assert fitting(range(20, 49), 30.6, 3) == {(36, 11, 1)}
    assert fitting(range(20, 53), 10.3, 18) == {(39, 4, 7)}


# --- the rule


def test_less_is_turned_round_and_a_ratio_is_not() -> None:
    less = estimate(Effect("smd", "lower", value=-0.25, low=-0.47, high=-0.03))
    assert (less.value, less.low, less.high, less.unit) == (0.25, 0.03, 0.47, "sd")
    more = estimate(Effect("smd", "higher", value=-0.25, low=-0.47, high=-0.03))
    assert (more.value, more.low, more.high) == (-0.25, -0.47, -0.03)
    ratio = estimate(Effect("ratio", "lower", value=0.53))
    assert (ratio.value, ratio.low, ratio.unit, ratio.drawn) == (0.53, None, "times", False)


def test_nothing_is_drawn_without_its_interval() -> None:
    assert not estimate(Effect("smd", "higher", value=0.4)).drawn
    assert estimate(Effect("smd", "higher", value=0.4, low=0.1, high=0.7)).drawn


def test_only_a_difference_has_shares() -> None:
    with pytest.raises(ValueError, match="two shares"):
        shares(Effect("smd", "higher", value=0.4))


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_an_interval_lies_around_its_figure(of: int, of_others: int, data: st.DataObject) -> None:
    counts = (data.draw(st.integers(0, of)), of), (data.draw(st.integers(0, of_others)), of_others)
    for better in ("higher", "lower"):
        figure = estimate(Effect("difference", better, *counts))
        assert figure.low is not None and figure.high is not None
        assert figure.low <= figure.value <= figure.high
    turned = estimate(Effect("difference", "higher", counts[1], counts[0]))
    assert turned.value == pytest.approx(figure.value)


# --- nulls and disagreement


@pytest.mark.parametrize(
    ("directions", "null"),
    [(("better",), False), (("better", "no_difference"), True), (("worse",), True), (("mixed", "not_compared"), False)],
)
def test_a_null_is_a_null_also_beside_something_better(directions: tuple[str, ...], null: bool) -> None:
    assert item(*directions).null is null


def test_clearinghouses_that_agree_and_that_do_not() -> None:
    good, none = Rating("A", "Well", "supported", "2016"), Rating("B", "No", "no_effect", "2019")
    assert not disagree([item(rating=good), item("no_difference")])
    assert disagree([item(rating=good), item(rating=none)])
    assert [each.rating for each in ratings([item(rating=good), item("better"), item(rating=none)])] == [none, good]
    assert item(rating=none).null and not item(rating=good).null


def test_what_is_said_of_families_facing_the_future_stands_side_by_side() -> None:
    about = shipped().about("fff")
    assert disagree(about)
    assert [each.rating.leaning for each in ratings(about) if each.rating] == ["supported", "supported", "no_effect"]
