"""What fits into these days: the cycle, its windows, and how they move when a day is put right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.assessment import actions, queries, rules
from alongside.assessment.models import Due, Occasion, Wave
from alongside.assessment.rules import Cycle, Window, windows
from alongside.assessment.terms import Anchor, ForSubject, No, OccasionState
from alongside.families.models import Child, Family, Person, Woman
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, acting_as, dyad
from tests.client import statements

STAMP = {"by": CAST["W1"], "at": T0}
IN_DB = pytest.mark.django_db(databases=["default", "loader"])


# --- the rule ---


def one(cycle: Cycle, anchor: date, on: date, **more: Any) -> Window:
    [found] = windows(cycle, anchor, on, **more)
    return found


@pytest.mark.parametrize(
    ("anchor", "months", "due"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),  # no 29 February: the last day
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 15), 12, date(2026, 3, 15)),
    ],
)
def test_months_go_by_the_calendar_also_over_leap_years(anchor: date, months: int, due: date) -> None:
    assert one(Cycle(months, 7, 30), anchor, due).due_on == due


def test_a_window_is_open_from_its_first_to_its_last_day_and_laid_out_sixty_days_ahead() -> None:
    cycle, anchor = Cycle(6, 14, 60), date(2025, 9, 1)
    due = date(2026, 3, 1)
    assert one(cycle, anchor, due) == Window(0, date(2026, 2, 15), due, date(2026, 4, 30))
    assert list(windows(cycle, anchor, date(2026, 4, 30)))
    assert not list(windows(cycle, anchor, date(2026, 5, 1)))
    assert list(windows(cycle, anchor, date(2026, 2, 15) - timedelta(days=60)))
    assert not list(windows(cycle, anchor, date(2026, 2, 15) - timedelta(days=61)))


def test_every_year_comes_again_with_a_turn_of_its_own() -> None:
    yearly = Cycle(12, 30, 90, 12)
    assert [w.turn for w in windows(yearly, date(2020, 5, 1), date(2026, 5, 10))] == [5]
    assert one(yearly, date(2020, 2, 29), date(2027, 3, 1)).due_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("gestation", "months", "due"),
    [
        (None, 9, date(2025, 10, 1)),  # not known: nothing is made up
        (280, 9, date(2025, 10, 1)),
        (260, 9, date(2025, 10, 1)),  # less than three weeks early
        (259, 9, date(2025, 10, 22)),  # three weeks early
        (238, 9, date(2025, 11, 12)),  # 34 weeks
        (238, 23, date(2027, 1, 12)),
        (238, 24, date(2027, 1, 1)),  # from two years on by the calendar
    ],
)
def test_ages_of_children_born_early_are_corrected_until_two_years(
    gestation: int | None, months: int, due: date
) -> None:
    cycle = Cycle(months, 0, 30, by_age=True)
    assert one(cycle, date(2025, 1, 1), due, gestation_days=gestation).due_on == due


@pytest.mark.parametrize(
    ("change", "because", "field"),
    [
        ({"name": " "}, "wave_name_needed", "name"),
        ({"months": -1}, "wave_months_odd", "months"),
        ({"months": 217}, "wave_months_odd", "months"),
        ({"opens_before": 400}, "wave_window_odd", "opens_days_before"),
        ({"closes_after": -1}, "wave_window_odd", "closes_days_after"),
        ({"repeats": 3, "opens_before": 40, "closes_after": 60}, "wave_windows_overlap", "closes_days_after"),
    ],
)
def test_an_impossible_wave_is_refused_with_its_field(change: dict, because: str, field: str) -> None:
    good = {"name": "intake", "months": 0, "opens_before": 0, "closes_after": 60, "repeats": 0}
    assert rules.check_wave(**good) == (rules.check_wave(**good)[0], "")
    decision, where = rules.check_wave(**{**good, **change})
    assert (decision.because, where) == (because, field)


# --- laid out in the database ---


def wave(code: str = "t-half", **more: Any) -> Wave:
    with acting_as("SUP"):
        wanted = {
            "code": code, "name": "half a year", "anchor": Anchor.ENROLMENT, "months": 25,
            "measures": [("PHQ-9", ForSubject.WOMAN), ("PRFQ", ForSubject.DYAD)], "opens_before": 14,
        }  # fmt: skip
        return actions.save_wave(wave=actions.Planned(**{**wanted, **more}), by=CAST["SUP"], at=T0)


def laid(code: str) -> list[Due]:
    return list(Due.objects.filter(wave__code=code, family_id=CAST["ALDER"]).order_by("subject", "turn"))


DAY = date(2026, 3, 1)  # 25 months after Ana became active


@IN_DB
def test_a_family_s_windows_are_laid_out_once_for_her_and_each_child() -> None:
    wave()
    with acting_as("W1"):
        assert actions.plan(family=CAST["ALDER"], on=DAY) >= 3
        rows = laid("t-half")
        about = {(row.subject, row.instrument) for row in rows}
        assert about == {(CAST["ANA"], "PHQ-9"), (dyad("ANA", "BEE"), "PRFQ"), (dyad("ANA", "BO"), "PRFQ")}
        assert {(row.opens_on, row.due_on, row.closes_on) for row in rows} == {
            (date(2026, 2, 15), DAY, date(2026, 4, 30))
        }
        actions.plan(family=CAST["ALDER"], on=DAY)
        assert len(laid("t-half")) == len(rows)


@IN_DB
def test_done_within_the_window_is_settled_and_before_it_is_not() -> None:
    wave()
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"], on=DAY)
        common: dict[str, Any] = {
            "family": Family.objects.get(pk=CAST["ALDER"]), "subject": CAST["ANA"], "category": 4,
            "instrument": "PHQ-9", "total": 9, **STAMP,
        }  # fmt: skip
        actions.record_occasion(on=date(2026, 2, 14), **common)
        actions.plan(family=CAST["ALDER"], on=DAY)
        [row] = [row for row in laid("t-half") if row.instrument == "PHQ-9"]
        assert row.settled_on is None
        actions.record_occasion(on=date(2026, 2, 15), **common)
        actions.plan(family=CAST["ALDER"], on=DAY)
        row.refresh_from_db()
        assert (row.settled_on, row.occasion.total) == (date(2026, 2, 15), 9)


@IN_DB
def test_a_window_that_closed_was_not_available_and_nobody_said_no() -> None:
    wave()
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"], on=DAY)
        actions.plan(family=CAST["ALDER"], on=date(2026, 5, 1))
        found = Occasion.objects.filter(family_id=CAST["ALDER"], wave="half a year")
        assert {(row.subject, row.state, row.on) for row in found} == {
            (subject, "not_available", DAY) for subject in (CAST["ANA"], dyad("ANA", "BEE"), dyad("ANA", "BO"))
        }
        assert not any(row.settled_on is None for row in laid("t-half"))
        actions.plan(family=CAST["ALDER"], on=date(2026, 5, 1))
        assert found.count() == 3


@IN_DB
def test_windows_move_when_a_birth_or_the_weeks_are_put_right() -> None:
    wave("t-age", anchor=Anchor.CHILD_AGE, months=23, measures=[("SWYC-24", ForSubject.CHILD)], closes_after=90)
    with acting_as("W1"):
        Person.objects.filter(pk=CAST["BEE"]).update(born_on=date(2024, 4, 1))
        actions.plan(family=CAST["ALDER"], on=DAY)
        [row] = laid("t-age")
        assert row.due_on == date(2026, 3, 1)
        Child.objects.filter(pk=CAST["BEE"]).update(gestation_days=238)  # 34 weeks
        actions.plan(family=CAST["ALDER"], on=DAY)
        row.refresh_from_db()
        assert row.due_on == date(2026, 4, 13)
        Person.objects.filter(pk=CAST["BEE"]).update(born_on=date(2026, 1, 1))
        actions.plan(family=CAST["ALDER"], on=DAY)
        row.refresh_from_db()
        assert row.due_on == date(2028, 1, 12)


@IN_DB
def test_a_programme_that_began_and_ended_opens_its_waves() -> None:
    wave("t-after", anchor=Anchor.PROGRAMME_END, months=3)
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"], on=DAY)
        assert not laid("t-after")
        actions.note_anchor(
            family=Family.objects.get(pk=CAST["ALDER"]), woman=Woman.objects.get(pk=CAST["ANA"]),
            anchor=Anchor.PROGRAMME_END, on=date(2025, 12, 1), words="the winter group", **STAMP,
        )  # fmt: skip
        assert {row.due_on for row in laid("t-after")} == {DAY}
        assert [row.words for row in queries.anchors_of(CAST["ANA"])] == ["the winter group"]


@IN_DB
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    since=st.dates(date(2023, 1, 1), date(2026, 2, 1)), months=st.integers(0, 40), repeats=st.sampled_from([0, 6, 12]),
    gestation=st.one_of(st.none(), st.integers(180, 300)), by_age=st.booleans(),
)  # fmt: skip
def test_the_database_and_the_rule_lay_out_the_same(
    since: date, months: int, repeats: int, gestation: int | None, by_age: bool
) -> None:
    cycle = Cycle(months, 10, 50, repeats, by_age)
    with connections["loader"].cursor() as cursor, transaction.atomic(using="loader"):
        # what the function lays out without the horizon holds every window of the rule, day by day
        cursor.execute(
            "select (case when %s and %s <= 259 and m < 24 then %s::date + (280 - %s) else %s::date end"
            " + make_interval(months => m))::date from generate_series(%s, 216, greatest(%s, 1)) m",
            [by_age, gestation, since, gestation, since, months, repeats or 300],
        )
        days = [row[0] for row in cursor.fetchall()]
    for window in windows(cycle, since, date(2026, 3, 1), gestation_days=gestation):
        assert days[window.turn] == window.due_on


@IN_DB
def test_the_list_is_one_statement_and_goes_on_where_it_stopped() -> None:
    wave()
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"], on=DAY)
        with statements() as made:
            rows = queries.due_list(on=DAY, families=[CAST["ALDER"]])
        assert len(made) == 1
        first = queries.due_list(on=DAY, families=[CAST["ALDER"]], size=1)
        rest = queries.due_list(on=DAY, families=[CAST["ALDER"]], after=(first[0].due_on, first[0].id))
        assert [*first, *rest] == rows and len(rows) >= 3


@IN_DB
@pytest.mark.parametrize("who", ["W2", "W3", "EVAL", "CW1", "p_cal", "p_foster", "SITE2"])
def test_the_wrong_people_neither_see_nor_lay_out(who: str) -> None:
    wave()
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"], on=DAY)
    with acting_as(who):
        assert queries.due_list(on=DAY) == [] and queries.due_of(CAST["ALDER"], DAY) == []
        assert not Due.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.plan(family=CAST["ALDER"], on=DAY)
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.plan(on=DAY)


@IN_DB
def test_nobody_but_the_service_lays_out_for_all() -> None:
    with acting_as("SUP"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.plan(on=DAY)


# --- the cycle ---


@IN_DB
def test_two_people_who_change_the_same_wave_are_both_told() -> None:
    base = wave()
    with acting_as("SUP"):
        changed = actions.Planned("t-half", "six months", Anchor.ENROLMENT, 6, [("PHQ-9", ForSubject.WOMAN)])
        now = actions.save_wave(wave=changed, base=base, by=CAST["SUP"], at=T0)
        assert (now.name, now.version) == ("six months", 2)
        with pytest.raises(Refused, match=f"^{No.WAVE_CHANGED}$"):
            actions.save_wave(wave=changed, base=base, by=CAST["SUP"], at=T0)
        assert [m.instrument for row, found in queries.cycle() if row.pk == base.pk for m in found] == ["PHQ-9"]


@IN_DB
@pytest.mark.parametrize(
    ("measure", "because"),
    [
        (("ACE-10", ForSubject.WOMAN), No.OPT_IN_ONLY),
        (("PCL-5", ForSubject.WOMAN), No.OPT_IN_ONLY),
        (("PC-PTSD-5", ForSubject.WOMAN), No.OPT_IN_ONLY),
        (("PHQ-9", ForSubject.CHILD), No.ABOUT_ANOTHER),
        (("NO-SUCH", ForSubject.WOMAN), No.MEASURE_UNKNOWN),
    ],
)
def test_what_belongs_to_no_wave(measure: tuple[str, ForSubject], because: No) -> None:
    with pytest.raises(Refused, match=f"^{because}$"):
        wave("t-odd", measures=[measure])


@IN_DB
def test_the_shipped_cycle_holds_nothing_that_needs_her_yes_and_is_loaded_once() -> None:
    with acting_as("SUP"):
        Wave.objects.all()
        made = actions.load_cycle(by=CAST["SUP"], at=T0)
        assert made in (0, len(actions.CYCLE))
        assert actions.load_cycle(by=CAST["SUP"], at=T0) == 0
        assert {row.code for row, _measures in queries.cycle()} >= {"intake", "6-months", "yearly"}


def test_offered_later_and_no_are_states_of_their_own() -> None:
    assert {state.value for state in OccasionState} == {
        "offered", "later", "said_no", "partly", "done", "not_available",
    }  # fmt: skip
