"""Scoring where it is easy to go wrong: what is missing, what lies between two bands, what cannot be answered."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from alongside.instruments.catalogue import shipped
from alongside.instruments.rules import (
    PREFER_NOT,
    Definition,
    ScaleScore,
    check_answer,
    counted,
    fires,
    read,
    score,
    shown,
)  # fmt: skip
from alongside.instruments.rules.scoring import GATE, LOWER_BOUND, MISSING, NOTHING, rounded


@cache
def get(code: str) -> Definition:
    found = [read(json.loads(file.text())) for file in shipped()]
    return next(definition for definition in found if definition.code == code)


def row(values: str, **more: Any) -> dict[str, Any]:
    """``"1_0"``: item 1 is 1, item 2 is not answered, item 3 is 0."""
    return {str(n): None if v == "_" else int(v) for n, v in enumerate(values, 1)} | more


def total(code: str, answers: dict[str, Any]) -> ScaleScore:
    return score(get(code), answers).scales["total"]


# --- missing is never nought


def test_a_missing_answer_is_not_nought() -> None:
    assert total("BARC-10", row("555555555_")).value is None
    assert total("BARC-10", row("555555555_")).reason == MISSING
    assert total("PHQ-9", {}).reason == NOTHING and total("PHQ-9", {}).n_missing == 9


@pytest.mark.parametrize("nothing", [None, "", "  ", PREFER_NOT, float("nan")])
def test_every_way_of_not_answering_is_missing(nothing: object) -> None:
    found = total("PHQ-9", row("11111111_") | {"9": nothing})
    assert (found.n_missing, found.value, found.prorated) == (1, 9, True)


def test_pro_rating_stops_at_its_limit() -> None:
    assert total("PHQ-9", row("1111111__")).value == 9
    assert total("PHQ-9", row("111111___")).value is None
    assert total("CES-D", row("3333333333333333____")).prorated
    assert total("CES-D", row("333333333333333_____")).value is None


def test_pro_rating_comes_before_doubling() -> None:
    """Items 3, 5, 10, 13, 16, 17 answered 2, 21 not: 12 × 7 / 6 = 14, doubled 28."""
    answers = {str(n): 0 for n in range(1, 22)} | dict.fromkeys(("3", "5", "10", "13", "16", "17"), 2) | {"21": None}
    found = score(get("DASS-21"), answers).scales["depression"]
    assert (found.value, found.band, found.prorated) == (28, "extremely severe", True)
    one_less = score(get("DASS-21"), answers | {"3": 1}).scales["depression"]
    assert (one_less.value, one_less.band) == (25.67, "severe")  # 11 × 7 / 6 × 2 = 25.666…


def test_bands_and_cut_offs_look_at_the_exact_value() -> None:
    """9.4 is not yet 10; 9.999 shows as 10 and is not 10 either."""
    nearly = score(get("PHQ-9"), row("22_2010_1")).scales["total"]  # 8 × 9 / 7 = 10.28…
    assert (nearly.value, nearly.band, nearly.met[">=10"]) == (10.29, "moderate", True)
    below = score(get("PHQ-9"), row("2221000_1")).scales["total"]  # 8 × 9 / 8 = 9
    assert (below.value, below.band, below.met[">=10"]) == (9, "mild", False)
    between = score(get("GAD-7"), row("22111__")).scales["total"]  # 7 × 7 / 5 = 9.8
    assert (between.value, between.band, between.met[">=10"]) == (9.8, "mild", False)
    assert between.exact == Fraction(49, 5)


@pytest.mark.parametrize(
    ("exact", "shown_as"),
    [(Fraction(2345, 1000), 2.35), (Fraction(1, 8), 0.13), (Fraction(3, 8), 0.38), (Fraction(-1, 8), -0.13),
     (Fraction(2, 3), 0.67), (Fraction(4), 4), (Fraction(1005, 1000), 1.01), (Fraction(14444, 1000), 14.44)],
)  # fmt: skip
def test_halves_are_rounded_up(exact: Fraction, shown_as: float) -> None:
    got = rounded(exact, 2)
    assert got == shown_as and type(got) is type(shown_as)


def test_ten_yes_or_no_with_gaps_say_at_least() -> None:
    found = score(get("ACE-10"), row("111_______"))
    assert found.scales["total"].reason == LOWER_BOUND and found.scales["total"].at_least == 3
    assert found.flat()["total"] is None and found.flat()["total.at_least"] == 3
    assert found.flat()["total.>=4"] is None  # three so far: it may be four
    more = score(get("ACE-10"), row("1111______")).flat()
    assert (more["total"], more["total.>=4"], more["total.band"]) == (None, True, "4 or more")
    fewer = score(get("ACE-10"), row("00000000_0")).flat()
    assert (fewer["total.>=4"], fewer["total.band"]) == (False, None)


def test_her_own_count_takes_the_place_of_ten_answers() -> None:
    assert score(get("ACE-10"), {"total": 4}).flat()["total"] == 4
    assert score(get("ACE-10"), row("1111000000", total=4)).flat()["total"] == 4
    assert score(get("ACE-10"), row("11________", total=4)).flat()["total"] == 4
    told = score(get("ACE-10"), row("1111000000", total=2)).flat()
    assert told["error"] == "invalid value 2 for item total" and "something else" in told["because"]
    assert score(get("ACE-10"), {"total": 11}).flat() == {"error": "invalid value 11 for item total"}


# --- gates and skips


def test_the_gate_decides() -> None:
    no = score(get("PC-PTSD-5"), {"0": 0}).flat()
    assert (no["total"], no["total.>=3"], no["total.n_missing"]) == (0, False, 0)
    assert score(get("PC-PTSD-5"), {"0": 0, "1": 1, "2": 1, "3": 1}).flat()["total"] == 0
    assert score(get("PC-PTSD-5"), {"1": 1}).scales["total"].reason == GATE
    assert score(get("PC-PTSD-5"), {"0": 1, "1": 1}).flat()["total"] is None


def test_a_skip_rule_fills_only_what_it_leaves_out() -> None:
    def alone(**answers: int) -> tuple:
        found = score(get("AUDIT"), {name[1:]: value for name, value in answers.items()}).flat()
        return found["total"], found["audit_c"]

    assert alone(i1=0, i9=2, i10=2) == (4, 0)
    assert alone(i1=0, i9=2) == (None, 0)  # item 10 is asked of everybody
    assert alone(i1=1, i2=0, i3=0, i9=0, i10=4) == (5, 1)
    assert alone(i1=1, i2=0, i9=0, i10=0) == (None, None)  # item 3 was asked
    assert alone(i2=0, i3=0, i9=0, i10=0) == (None, None)  # item 1 was asked
    assert alone(i1=1, i2=0, i3=1, i9=0, i10=0) == (None, 2)
    everything = {f"i{n}": 0 for n in range(1, 11)} | {"i1": 1, "i7": 1}
    assert alone(**everything) == (2, 1)  # 2 + 3 = 0, and yet item 7 was answered: it counts


def test_what_a_skip_rule_hides_later_is_set_aside() -> None:
    answers = {"1": 0, "2": 3, "4": 2, "9": 0, "10": 0}
    assert score(get("AUDIT"), answers).flat()["total"] == 5
    assert counted(get("AUDIT"), answers) == {"1": 0, "9": 0, "10": 0}
    assert score(get("AUDIT"), counted(get("AUDIT"), answers)).flat()["total"] == 0


def test_what_is_asked_next() -> None:
    assert shown(get("PC-PTSD-5"), {}) == ["0"] == shown(get("PC-PTSD-5"), {"0": 0})
    assert shown(get("PC-PTSD-5"), {"0": 1}) == ["0", "1", "2", "3", "4", "5"]
    assert shown(get("PC-PTSD-5"), {"0": PREFER_NOT}) == ["0"]
    assert "10" not in shown(get("PHQ-9"), row("000000000"))
    assert "10" in shown(get("PHQ-9"), {"3": 1})  # before the rest is answered
    assert shown(get("AUDIT"), {"1": 0}) == ["1", "9", "10"]
    assert shown(get("AUDIT"), {"1": 2, "2": 0, "3": 0}) == ["1", "2", "3", "9", "10"]
    assert "7A" not in shown(get("BAM"), {"6": 0}) and "7G" in shown(get("BAM"), {"6": 1})
    assert "total" not in shown(get("ACE-10"), {}) and shown(get("ACE-10"), {}, mode="total_only") == ["total"]


# --- answers that cannot be


@pytest.mark.parametrize(
    ("value", "says"),
    [(50, "50"), ("50", "50"), (50.0, "50"), ("2.5", "2.5"), ("two", "two"), (True, "True"), ("1e0", "1e0"), ("٣", "٣"),
     ("1_0", "1_0"), (float("inf"), "inf"), (10**400, str(10**400)[:39] + "…"), ("=1+1", "=1+1"), ("1\n2", "1 2")],
)  # fmt: skip
def test_what_is_no_answer_is_refused(value: object, says: str) -> None:
    assert score(get("PHQ-9"), row("000000000") | {"4": value}).flat() == {"error": f"invalid value {says} for item 4"}
    assert check_answer(get("PHQ-9"), "4", value).because == "not_a_choice"


@pytest.mark.parametrize("value", [2, 2.0, "2", " 2 ", "2.0", "+2"])
def test_numbers_may_come_as_text(value: object) -> None:
    assert score(get("PHQ-9"), row("000000000") | {"4": value}).flat()["total"] == 2
    assert check_answer(get("PHQ-9"), "4", value)


def test_the_first_impossible_answer_is_named_in_the_order_of_the_form() -> None:
    assert score(get("PHQ-9"), {"9": 7, "2": 8, "1": 1}).error == "invalid value 8 for item 2"
    assert score(get("PHQ-9"), {"1": 1, "99": 1}).error == "unknown item 99"
    assert check_answer(get("PHQ-9"), "99", 1).because == "unknown_item"


def test_not_applicable_only_where_it_is_allowed() -> None:
    answers = {str(n): 3 for n in range(1, 16)}
    assert score(get("KPCS"), answers | {"1": "NA"}).flat()["total"] == 44
    assert score(get("KPCS"), answers | {"2": "NA"}).flat() == {"error": "NA not allowed for item 2"}
    assert score(get("PHQ-9"), {"1": "NA"}).flat() == {"error": "NA not allowed for item 1"}
    assert check_answer(get("KPCS"), "5", "NA").because == "na_not_allowed" and check_answer(get("KPCS"), "9", "NA")


def test_answers_that_cannot_stand_together() -> None:
    whole = {item.id: 0 for item in get("BAM").items if not item.shown_if}
    told = score(get("BAM"), whole | {"4": 1, "5": 2}).flat()
    assert told["error"] == "invalid value 2 for item 5" and told["because"] == "item 5 <= item 4"
    assert score(get("BAM"), whole | {"4": 0, "5": 1}).error == "invalid value 1 for item 5"
    assert score(get("BAM"), whole | {"4": 2, "5": 2}).flat()["use"] == 4
    assert not score(get("BAM"), {"5": 1}).error  # item 4 may still be more
    assert score(get("BAM"), whole | {"14": 2}).error == "invalid value 2 for item 14"


# --- critical answers


def test_critical_answers_stand_on_any_form() -> None:
    assert score(get("PHQ-9"), {"9": 1}).critical == ("9",)
    assert score(get("PHQ-9"), {"9": 0}).critical == ()
    broken = score(get("PHQ-9"), row("111111113") | {"1": 77}).flat()
    assert broken == {"error": "invalid value 77 for item 1", "critical": ["9"]}
    assert score(get("PBQ"), {"24": 1, "18": 5}).critical == ("18", "24")
    found = fires(get("EPDS"), "10", 3)
    assert found and found.item == "10" and fires(get("EPDS"), "10", 4) is None
    for nothing in (None, PREFER_NOT, "NA", "x", 77):
        assert fires(get("PHQ-9"), "9", nothing) is None
    assert fires(get("PHQ-9"), "8", 3) is None and fires(get("PHQ-9"), "nine", 3) is None


# --- patterns


def test_a_pattern_is_known_as_soon_as_missing_answers_cannot_change_it() -> None:
    def pattern(values: str) -> object:
        return score(get("PHQ-9"), row(values)).algorithms["mdd_screen"]

    assert pattern("33333____") == "major"  # five symptoms, one of them a core symptom
    assert pattern("3333_____") is None  # four: "other", or "major" with one more
    assert pattern("11_______") == "none"  # no core symptom, whatever comes
    assert pattern("2000_0000") is None  # one symptom, or two
    assert pattern("200000001") == "other" and pattern("200000000") == "none"

    answers = {str(n): 2 for n in range(1, 21)}
    assert score(get("PCL-5"), answers | {"6": None}).algorithms["dsm5_provisional"] is True
    assert score(get("PCL-5"), answers | {"6": None, "7": 0}).algorithms["dsm5_provisional"] is None
    assert score(get("PCL-5"), answers | {"6": 0, "7": 1, "1": None}).algorithms["dsm5_provisional"] is False


def test_per_cent_of_those_answered() -> None:
    whole = {"1": 3, "2": 1, "3": 2, "4": 1, "5": 4, "6": 2, "7": 4, "8": 2, "9": 4, "10": 1, "11": 2, "12": 1}
    assert score(get("PERINATAL-POEM-community"), whole).flat()["positive_percent"] == 91.67
    three_less = whole | {"3": None, "1": None, "2": None}
    assert score(get("PERINATAL-POEM-community"), three_less).flat()["positive_percent"] == 100
    four_less = three_less | {"4": None}
    assert score(get("PERINATAL-POEM-community"), four_less).flat()["positive_percent"] is None


def test_milestones_count_a_blank_as_nought_by_their_own_rule_but_not_a_blank_form() -> None:
    assert score(get("SWYC-24"), {"1": 2}, months=24).flat()["total"] == 2
    assert score(get("SWYC-24"), {}, months=24).flat()["total"] is None
    assert score(get("SWYC-24"), {"1": 2}).flat()["total.band"] is None  # the age is not known
    assert score(get("SWYC-24"), {"1": 2}, months=40).flat()["total.band"] == "no cut-off"


def test_results_of_licensed_forms_are_entered_within_their_limits() -> None:
    asq = get("ASQ-3")
    assert score(asq, {"communication": 55}).flat()["communication"] == 55
    assert score(asq, {"communication": 57}).error == "invalid value 57 for item communication"
    assert score(asq, {"communication": 65}).error and score(asq, {"communication_result": "below"}).error == ""
    assert score(asq, {"communication_result": "odd"}).error == "invalid value odd for item communication_result"
