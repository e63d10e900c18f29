"""Results over time: which lines there are, what may be said of a change, and who gets none of it."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from alongside.assessment import actions, queries
from alongside.assessment.models import Occasion
from alongside.assessment.rules import reading
from alongside.assessment.rules.reading import Line, Point
from alongside.instruments import actions as instrument_actions
from alongside.instruments import queries as instruments
from tests.cast import CAST, T0, TODAY, acting_as, dyad
from tests.client import statements
from tests.results import PHQ, all_the_same, answered, phq

pytestmark = pytest.mark.django_db(databases=["default", "loader"])
DAYS = (date(2025, 1, 10), date(2025, 7, 10), date(2026, 1, 10))


def lines(who: str = "W1", family: str = "ALDER") -> list[Line]:
    with acting_as(who):
        return queries.results(CAST[family], today=TODAY)


def line(code: str, scale: str = "total", *, subject: uuid.UUID | None = None) -> Line:
    [found] = [
        each for each in lines() if (each.instrument, each.scale) == (code, scale) and each.definition is not None
        and subject in (None, each.subject)
    ]  # fmt: skip
    return found


def waves(*totals: int) -> None:
    with acting_as("W1"):
        for on, total in zip(DAYS, totals, strict=False):
            answered("PHQ-9", on, phq(total))


# --- what is read -------------------------------------------------------------------------------------------------


def test_three_waves_are_one_line_with_first_and_last_and_each_to_the_one_before() -> None:
    waves(20, 15, 9)
    held = line("PHQ-9")
    assert [point.value for point in held.points] == [20, 15, 9]
    compared = reading.compare(held)
    assert compared.because == "" and compared.overall is not None
    change = compared.overall.change
    assert change is not None
    assert (change.change, change.klass) == (-11, "recovered (reliable and below caseness)")
    assert [step.change.klass for step in compared.steps] == ["unchanged", "below caseness but not reliable"]
    assert (change.statement["r"], change.statement["SD"]) == (0.84, 6.1)
    assert "test-retest" in change.statement["r_type"] and change.statement["source"]


def test_a_fixed_number_of_statements_whatever_there_is() -> None:
    waves(20, 15, 9)
    lines()  # definitions are read once per process
    with acting_as("W1"), statements() as few:
        queries.results(CAST["ALDER"], today=TODAY)
    with acting_as("W1"):
        for month in range(1, 10):
            answered("GAD-7", date(2025, month, 3), all_the_same(PHQ[:7], 1))
            answered("MSPSS", date(2025, month, 3), all_the_same([str(n) for n in range(1, 13)], 4))
    lines()
    with acting_as("W1"), statements() as many:
        queries.results(CAST["ALDER"], today=TODAY)
    assert len(many) == len(few) == 3


@pytest.mark.parametrize(
    "who", ["W2", "W3", "p_cal", "p_foster", "p_dot", "CW1", "NUR", "EVAL", "ADM", "PRIV", "COUNCIL", "SITE2"]
)
def test_wrong_people_get_nothing(who: str) -> None:
    waves(20, 15, 9)
    assert lines(who) == []


def test_who_works_with_the_children_alone_gets_nothing_of_hers() -> None:
    waves(20, 15)
    with acting_as("W1"):
        answered("PRFQ", DAYS[0], all_the_same([str(n) for n in range(1, 19)], 4), subject=dyad("ANA", "BEE"))
    assert {each.subject for each in lines("CHC")} & {CAST["ANA"], dyad("ANA", "BEE")} == set()


def test_a_mother_with_two_children_has_two_lines() -> None:
    with acting_as("W1"):
        for child in ("BEE", "BO"):
            answered("PRFQ", DAYS[0], all_the_same([str(n) for n in range(1, 19)], 4), subject=dyad("ANA", child))
    found = [each for each in lines() if each.instrument == "PRFQ"]
    assert len(found) == 6 and len({each.subject for each in found}) == 2


def test_another_version_or_language_is_another_line() -> None:
    """What was answered to other words is never drawn into one line."""
    from tests.pages.instruments.steps import ours

    with acting_as("DIR"):
        draft = instrument_actions.save_draft(document=json.dumps(ours("site-2")), by=CAST["DIR"], at=T0)
        instrument_actions.publish(definition=draft.id, by=CAST["DIR"], at=T0 + timedelta(days=1))
        assert instruments.published("PHQ-9").version == "site-2"
    waves(20, 15)
    with acting_as("W1"):
        old = instruments.this_version("PHQ-9", "standard-2w")
        held = answered("PHQ-9", DAYS[2], phq(8))
        assert held.definition.version == "site-2"
        answered("PHQ-9", date(2024, 5, 5), phq(21), definition=old)
    found = [each for each in lines() if each.instrument == "PHQ-9" and each.definition]
    assert sorted(len(each.points) for each in found) == [1, 3]


def test_a_wave_that_was_not_available_stands_in_the_line_as_nothing_and_never_as_nought() -> None:
    waves(20, 15)
    with acting_as("W1"):
        family = Occasion.objects.get(pk=queries.occasions_of(CAST["ALDER"])[0].pk).family
        actions.not_available(
            family=family, subject=CAST["ANA"], category=4, instrument="PHQ-9", waves=[("6 months", date(2025, 4, 1))],
            by=CAST["W1"], at=T0,
        )  # fmt: skip
    held = line("PHQ-9")
    assert [(point.value, point.state) for point in held.points] == [
        (20, "done"), (None, "not_available"), (15, "done"),
    ]  # fmt: skip
    assert reading.compare(held).steps[0].first.value == 20


def test_missing_answers_made_up_from_the_others_and_too_many_missing() -> None:
    with acting_as("W1"):
        answered("PHQ-9", DAYS[0], all_the_same(PHQ[:7], 2))
        answered("PHQ-9", DAYS[1], all_the_same(PHQ[:6], 2))
    first, second = line("PHQ-9").points
    assert (first.value, first.missing, first.prorated) == (18, 2, True)
    assert (second.value, second.missing, second.reason) == (None, 3, "missing")


def test_a_total_that_came_without_answers_counts_for_the_total_scale() -> None:
    with acting_as("W1"):
        row = instruments.published("BDI-II")
        for on, total in zip(DAYS, (29, 20, 5), strict=True):
            Occasion.objects.create(
                family_id=CAST["ALDER"], subject=CAST["ANA"], category=4, instrument="BDI-II", definition=row, on=on,
                total=total, source="imported", recorded_by=CAST["W1"], recorded_at=T0,
            )  # fmt: skip
    held = line("BDI-II")
    first = held.points[0]
    assert (first.value, first.source, first.total_only) == (29, "imported", True)
    assert reading.compare(held).overall.change.klass == "reliably improved"


def test_a_measure_known_by_name_alone_is_shown_and_not_judged() -> None:
    [held] = [each for each in lines() if each.definition is None]
    assert (held.instrument, [point.value for point in held.points]) == ("PHQ-9", [9])
    assert reading.compare(held).because == "unknown"


# --- what may be said of a change ---------------------------------------------------------------------------------


def test_what_counts_the_past_has_no_change() -> None:
    with acting_as("W1"):
        for on, total in zip(DAYS, (3, 7), strict=False):
            answered("ACE-10", on, {"total": total})
    compared = reading.compare(line("ACE-10"))
    assert (compared.because, compared.overall, compared.steps) == ("static", None, ())


def test_what_is_for_groups_flags_nobody() -> None:
    with acting_as("W1"):
        for on, value in zip(DAYS, (1, 5), strict=False):
            answered("RAAS-close", on, all_the_same([str(n) for n in range(1, 19)], value))
        instrument_actions_as("DIR")
    compared = reading.compare(line("RAAS-close", "anxiety"))
    assert compared.because == "groups_only"
    assert compared.overall is not None and compared.overall.change is None
    assert reading.band(line("RAAS-close", "anxiety")) is None
    assert reading.since_first(line("RAAS-close", "anxiety")) == {}


def instrument_actions_as(who: str) -> None:
    """Even an own norm makes nobody of a measure for groups."""
    with acting_as(who):
        instrument_actions.record_norm(
            code="RAAS-close", scale="anxiety", sd=Decimal("0.5"), r=Decimal("0.9"), r_type="own", source="own study",
            valid_from=date(2024, 1, 1), by=CAST[who], at=T0,
        )  # fmt: skip


def test_a_norm_of_the_site_comes_before_the_published_one() -> None:
    waves(20, 15)
    assert reading.compare(line("PHQ-9")).overall.change.klass == "unchanged"
    with acting_as("DIR"):
        instrument_actions.record_norm(
            code="PHQ-9", scale="total", sd=Decimal(4), r=Decimal("0.9"), r_type="test-retest, 2 weeks",
            source="our own mothers, 2024", valid_from=date(2024, 1, 1), cutoff=Decimal(16), by=CAST["DIR"], at=T0,
        )  # fmt: skip
    held = line("PHQ-9")
    compared = reading.compare(held)
    assert compared.overall.change.klass == "recovered (reliable and below caseness)"
    assert compared.norm.source == "our own mothers, 2024" and compared.norm.about["own"]
    assert [(each.key, each.own) for each in reading.thresholds(held)] == [(">=16", True), (">=10", False)]


def test_nobody_published_how_much_it_moves() -> None:
    with acting_as("W1"):
        for on in DAYS[:2]:
            answered("AUDIT", on, all_the_same([str(n) for n in range(1, 11)], 2))
    compared = reading.compare(line("AUDIT"))
    assert compared.because == "no_norm" and compared.overall is not None and compared.overall.change is None


@pytest.mark.parametrize(
    ("first", "last", "klass"),
    [
        (17, 10, "reliably improved"),
        (17, 9, "recovered (reliable and below caseness)"),
        (10, 9, "below caseness but not reliable"),
        (9, 10, "unchanged"),
        (3, 10, "reliably deteriorated"),
    ],
)
def test_exactly_on_the_cut_off_counts_as_on_its_side(first: int, last: int, klass: str) -> None:
    waves(first, last)
    assert reading.compare(line("PHQ-9")).overall.change.klass == klass


def test_the_band_is_around_the_first_score_and_stays_within_the_scale() -> None:
    waves(4, 15)
    low, high = reading.band(line("PHQ-9"))
    assert low == 0 and high == pytest.approx(4 + 6.763, abs=0.001)


def test_strengths_stand_before_concerns_whatever_anybody_scored() -> None:
    with acting_as("W1"):
        answered("PHQ-9", DAYS[0], phq(24))
        answered("MSPSS", DAYS[0], all_the_same([str(n) for n in range(1, 13)], 1))
        answered("BARC-10", DAYS[0], all_the_same([str(n) for n in range(1, 11)], 1))
    order = [each.better for each in reading.in_order(lines()) if each.definition]
    assert order == sorted(order, key=["higher", "", "lower"].index)


def test_plainly_means_against_what_the_measure_itself_varies() -> None:
    waves(20, 17, 9)
    steps = reading.compare(line("PHQ-9")).steps
    assert [reading.told_plainly(step) for step in steps] == ["same", "less"]
    unknown = Line(CAST["ANA"], "x", "", (Point(DAYS[0], uuid.uuid4(), 3), Point(DAYS[1], uuid.uuid4(), 4)))
    assert reading.told_plainly(reading.compare(unknown).overall) == "numbers"
