"""Changes, ages and licences: what is said, on what it stands, and when nothing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alongside.instruments.rules.ages import SWYC_WINDOWS, completed_months, form_for, months_for_norms
from alongside.instruments.rules.change import CannotJudge, Norm, caseness, judge, norm_of
from alongside.instruments.rules.conditions import Check
from alongside.instruments.rules.definition import Licence
from alongside.instruments.rules.licence import may_show
from alongside.instruments.tests.test_scoring import get

PHQ = Norm(sd=6.1, r=0.84, r_type="test-retest", source="a study", caseness=Check(">=", 10), fixed=6, better="lower")


@pytest.mark.parametrize(
    ("pre", "post", "klass"),
    [(18, 9, "recovered (reliable and below caseness)"), (25, 12, "reliably improved"), (9, 1, "reliably improved"),
     (14, 9, "below caseness but not reliable"), (14, 13, "unchanged"), (9, 12, "unchanged"), (7, 7, "unchanged"),
     (6, 14, "reliably deteriorated"), (12, 20, "reliably deteriorated")],
)  # fmt: skip
def test_classes(pre: int, post: int, klass: str) -> None:
    assert judge(pre, post, PHQ).klass == klass


def test_reliable_begins_at_196_of_the_standard_error_of_the_difference() -> None:
    assert judge(20, 13, PHQ).reliable and not judge(20, 13.5, PHQ).reliable  # 6.76 points
    assert judge(20, 13, PHQ).needed == 6.76


def test_another_coefficient_is_another_statement() -> None:
    """PHQ-9: 6 points with alpha .87, 6.8 with the test-retest of two days: 6.5 is one and not the other."""
    alpha = replace(PHQ, r=0.87, r_type="alpha")
    assert judge(20, 13.5, alpha).reliable and not judge(20, 13.5, PHQ).reliable
    assert judge(20, 13.5, alpha).flat()["r_type"] == "alpha"
    assert judge(20, 13.5, PHQ).flat()["fixed_rule"] == {"points": 6, "reached": True, "source": None}


def test_where_higher_is_better_caseness_lies_the_other_way() -> None:
    kpcs = Norm(sd=4, r=0.88, caseness=caseness("<=39", "higher"), better="higher")
    found = judge(30, 41, kpcs)
    assert (found.direction, found.crossed_caseness, found.reliable) == ("improved", True, True)
    assert judge(41, 30, kpcs).klass == "reliably deteriorated"
    assert caseness(39, "higher") == Check("<=", 39) and caseness(10, "lower") == Check(">=", 10)


def test_where_no_direction_is_better_none_is_claimed() -> None:
    found = judge(2, 6, Norm(sd=1, r=0.8))
    assert (found.direction, found.klass) == ("up", "reliably changed (no direction is better)")


def test_a_fixed_rule_alone_is_named_as_such() -> None:
    found = judge(20, 13, norm_of(get("CORE-10"), "total")).flat()
    assert (found["RCI"], found["method"], found["reliable"]) == (None, "fixed rule", True)
    assert not judge(20, 15, norm_of(get("CORE-10"), "total")).reliable


def test_without_norms_it_is_said_what_is_missing() -> None:
    with pytest.raises(CannotJudge, match=r"SD missing\. Known: r = 0\.88"):
        judge(30, 40, norm_of(get("KPCS"), "total"))
    with pytest.raises(CannotJudge, match="SD and r missing"):
        judge(3, 4, norm_of(get("RAAS-close"), "close"))  # norms of the older form do not apply
    for wrong in ({"r": 1.0}, {"r": -0.1}, {"sd": 0.0}, {"sd": float("nan")}):
        with pytest.raises(CannotJudge):
            judge(10, 5, replace(PHQ, **wrong))
    with pytest.raises(KeyError):
        norm_of(get("PHQ-9"), "nothing")


def test_cut_off_c_is_that_of_the_research() -> None:
    assert judge(18, 9, norm_of(get("PHQ-9"), "total")).flat()["cutoff_c"] == 8.2
    assert judge(18, 9, norm_of(get("CES-D"), "total")).flat()["cutoff_c"] == 15.14


# --- ages


@pytest.mark.parametrize(
    ("born", "on", "months"),
    [("2024-02-29", "2025-02-28", 11), ("2024-02-29", "2025-03-01", 12), ("2024-02-29", "2028-02-29", 48),
     ("2024-01-31", "2024-02-29", 0), ("2024-01-31", "2024-03-01", 1), ("2024-01-31", "2024-03-31", 2),
     ("2024-05-05", "2024-05-05", 0), ("2023-12-31", "2024-01-30", 0), ("2023-12-31", "2024-01-31", 1)],
)  # fmt: skip
def test_completed_months(born: str, on: str, months: int) -> None:
    assert completed_months(date.fromisoformat(born), date.fromisoformat(on)) == months


def test_correction_ends_at_24_months_and_begins_at_three_weeks() -> None:
    born = date(2022, 3, 15)
    last = months_for_norms(born, date(2024, 3, 14), 8)
    assert (last.chronological, last.months, last.corrected) == (23, 22, True)
    assert months_for_norms(born, date(2024, 3, 15), 8).months == 24
    assert months_for_norms(born, date(2023, 3, 15), 3).months == 11
    assert months_for_norms(born, date(2023, 3, 15), 2).months == 12
    assert months_for_norms(born, date(2022, 4, 20), 8).months == 0  # before she was due
    for wrong in ((date(2022, 3, 14), 0), (date(2023, 1, 1), -1)):
        with pytest.raises(ValueError, match=r"born|weeks"):
            months_for_norms(born, *wrong)


def test_correction_moves_a_child_to_an_earlier_form() -> None:
    found = months_for_norms(date(2022, 3, 15), date(2024, 2, 20), 5)
    assert (found.chronological, found.months) == (23, 22)
    assert form_for(SWYC_WINDOWS, found.chronological) == "24" and form_for(SWYC_WINDOWS, found.months) == "18"
    assert form_for(SWYC_WINDOWS, 0) is None and form_for(SWYC_WINDOWS, 66) is None
    assert all(form_for(SWYC_WINDOWS, months) for months in range(1, 66))


# --- licences

CARE, COMMERCE = frozenset({"clinical"}), frozenset({"clinical", "commercial"})


def test_a_site_that_makes_money_does_not_get_non_commercial_packs() -> None:
    terms = get("AUDIT").licence
    assert may_show(terms, CARE) and may_show(terms, CARE).how == "shipped"
    refused = may_show(terms, COMMERCE)
    assert not refused and refused.because == "no_commercial"
    assert may_show(terms, frozenset()).because == "undeclared" and not may_show(terms, frozenset())
    assert may_show(get("PHQ-9").licence, COMMERCE) and may_show(get("PHQ-9").licence, frozenset())


def test_words_that_need_permission_come_from_the_site_only() -> None:
    terms = get("EPDS").licence
    assert may_show(terms, CARE).how == "score_only" and may_show(terms, CARE, overlay=True).how == "overlay"
    assert may_show(get("ASQ-3").licence, CARE, overlay=True).how == "score_only"


def test_every_use_can_be_closed() -> None:
    for use in ("commercial", "clinical", "research", "educational"):
        terms = Licence("x", frozenset({f"no_{use}"}), text="shipped")
        assert may_show(terms, frozenset({use})).because == f"no_{use}"
    assert may_show(get("KPCS").licence, CARE) and may_show(get("KPCS").licence, COMMERCE).because == "no_commercial"
    assert may_show(Licence(text="shipped", notice="Say whose it is."), CARE).notice == "Say whose it is."
    assert "Črnčec" in may_show(get("KPCS").licence, CARE).notice
