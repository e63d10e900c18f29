"""Occasions: dated answers, one at a time or many, and waves that fell into a gap."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from alongside.assessment import actions, queries, rules
from alongside.assessment.actions import Row
from alongside.assessment.models import Occasion
from alongside.assessment.terms import No, OccasionState
from alongside.families.models import Family
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
BY = {"by": CAST["W1"], "at": T0}


def record(**more: object) -> Occasion:
    given = {
        "family": Family(id=CAST["ALDER"]), "subject": CAST["ANA"], "category": C.MENTAL_HEALTH_TRAUMA,
        "instrument": "BDI-II", "on": TODAY, "total": "14", **BY, **more,
    }  # fmt: skip
    return actions.record_occasion(**given)


def rows(count: int, **more: object) -> list[Row]:
    given = {"category": C.MENTAL_HEALTH_TRAUMA, "instrument": "BDI-II", "total": 3, **more}
    return [Row(family=CAST["ALDER"], subject=CAST["ANA"], on=TODAY - timedelta(days=n), **given) for n in range(count)]


def test_an_occasion_about_her_her_child_and_the_two_together() -> None:
    with acting_as("W1"):
        record()
        record(subject=CAST["BEE"], category=C.CHILD_HEALTH_DEV, instrument="ASQ-3", total=None)
        record(subject=dyad("ANA", "BEE"), category=C.DYAD_OBSERVATION, instrument="NCAST", total=Decimal("61.5"))
        assert [o.total for o in queries.series(CAST["ALDER"], CAST["ANA"], "BDI-II")] == [Decimal("14.0000")]
        assert queries.occasions_of(CAST["ALDER"]).count() == 4


@pytest.mark.parametrize(
    ("values", "because", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
        ({"instrument": " "}, "instrument_needed", "instrument"),
        ({"category": None}, "category_needed", "category"),
        ({"total": "fourteen"}, "not_a_number", "total"),
        ({"total": "NaN"}, "not_a_number", "total"),
        ({"total": float("inf")}, "not_a_number", "total"),
        ({"total": "1e12"}, "too_large", "total"),
        ({"state": "said_no"}, "total_without_doing", "total"),
        ({"subject": CAST["EVE"]}, "not_of_this_family", "subject"),
    ],
)
def test_occasions_that_cannot_be(values: dict, because: str, field: str) -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as caught:
            record(**values)
        assert (caught.value.because, caught.value.field) == (because, field)
        assert str(No(because).label)
        assert Occasion.objects.count() == 1


def test_an_occasion_still_to_come_is_offered_not_done() -> None:
    with acting_as("W1"):
        assert record(on=TODAY + timedelta(days=30), state="offered", total=None).state == "offered"


def test_the_same_measure_on_the_same_day_is_said_kindly() -> None:
    with acting_as("W1"):
        record()
        with pytest.raises(Refused) as caught:
            record(total=15)
        assert caught.value.because == "already_recorded"
        record(source="clinician")  # another source is another occasion
        assert Occasion.objects.filter(instrument="BDI-II").count() == 2


def test_a_batch_twice_is_recorded_once() -> None:
    with acting_as("W1"):
        assert actions.record_many(rows=rows(5), **BY) == 5
        assert actions.record_many(rows=[*rows(7), *rows(7)], **BY) == 2
        assert Occasion.objects.filter(instrument="BDI-II").count() == 7


def test_a_batch_is_all_or_nothing_and_names_the_row() -> None:
    with acting_as("W1"):
        wrong = [*rows(3), *rows(1, total="x")]
        with pytest.raises(Refused) as caught:
            actions.record_many(rows=wrong, **BY)
        assert (caught.value.because, caught.value.detail) == ("not_a_number", {"row": 3})
        assert not Occasion.objects.filter(instrument="BDI-II").exists()
        other = [Row(CAST["ALDER"], CAST["EVE"], C.SUD, "x", TODAY)]
        with pytest.raises(Refused) as caught:
            actions.record_many(rows=other, **BY)
        assert caught.value.because == "not_of_this_family"


def test_a_batch_asks_a_fixed_number_of_statements() -> None:
    with acting_as("W1"):
        with CaptureQueriesContext(connection) as one:
            actions.record_many(rows=rows(1), **BY)
        with CaptureQueriesContext(connection) as thirty:
            actions.record_many(rows=rows(30, instrument="PHQ-9"), **BY)
    assert len(one) == len(thirty)


def test_waves_in_a_gap_are_not_available_and_nobody_refused() -> None:
    """D-43: three and five months fell into the gap; eight months was done."""
    waves = [("3 months", date(2025, 6, 1)), ("5 months", date(2025, 8, 1)), ("8 months", date(2025, 11, 1))]
    with acting_as("W1"):
        record(wave="8 months", on=date(2025, 11, 3))
        given = {"family": Family(id=CAST["ALDER"]), "subject": CAST["ANA"], "category": C.MENTAL_HEALTH_TRAUMA}
        assert actions.not_available(**given, instrument="BDI-II", waves=waves, **BY) == 2
        assert actions.not_available(**given, instrument="BDI-II", waves=waves, **BY) == 0
        states = [(o.wave, o.state) for o in queries.series(CAST["ALDER"], CAST["ANA"], "BDI-II")]
        assert states == [("3 months", "not_available"), ("5 months", "not_available"), ("8 months", "done")]
        assert not Occasion.objects.filter(state=OccasionState.SAID_NO).exists()


@pytest.mark.parametrize("who", ["W2", "CHC", "PEER", "p_ana"])
def test_who_may_not_record_about_her(who: str) -> None:
    with acting_as(who), pytest.raises((ProgrammingError, Refused)), transaction.atomic():
        record()


@given(st.decimals(min_value=-99_999_999, max_value=99_999_999, allow_nan=False, places=4))
def test_a_total_that_fits_is_kept_as_it_is(total: Decimal) -> None:
    assert rules.read_total(str(total)) == total


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_any_other_total_is_refused_in_words(value: object) -> None:
    try:
        total = rules.read_total(value)
    except Refused as no:
        assert no.because in No.values
    else:
        assert total is None or abs(total) <= rules.LARGEST
