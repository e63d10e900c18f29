"""Who lays out, and when; and who neither sees nor lays out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.assessment import actions, queries
from alongside.assessment.models import Due, WaveAnchor
from alongside.assessment.rules import Cycle, windows
from alongside.assessment.terms import Anchor
from alongside.assessment.tests.planning.waves import DAY, IN_DB, laid, let_go, open_rows, plan_on, wave
from tests.cast import CAST, T0, acting_as, serving
from tests.client import statements


@IN_DB
@pytest.mark.parametrize(("days", "may"), [(-400, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_whoever_works_with_her_lays_out_today_and_no_other_day(days: int, may: bool) -> None:
    day = datetime.now(UTC).date() + timedelta(days=days)
    with acting_as("W1"):
        if may:
            actions.plan(family=CAST["ALDER"], on=day)
        else:
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                actions.plan(family=CAST["ALDER"], on=day)


@IN_DB
@pytest.mark.parametrize(("days", "closed"), [(0, False), (1, False), (2, True)])
def test_a_worker_closes_no_window_before_its_last_day_is_over_everywhere(days: int, closed: bool) -> None:
    """While it is today at Greenwich, somewhere it is still yesterday; nor does asking for tomorrow close it."""
    last = datetime.now(UTC).date() - timedelta(days=days)
    wave("t-after", anchor=Anchor.PROGRAMME_END, months=0, opens_before=0, closes_after=9)
    with acting_as("W1"):
        WaveAnchor.objects.create(
            family_id=CAST["ALDER"], woman_id=CAST["ANA"], anchor=Anchor.PROGRAMME_END, on=last - timedelta(days=9),
            recorded_by=CAST["W1"], recorded_at=timezone.now(),
        )  # fmt: skip
    plan_on(last)
    with acting_as("W1"):
        assert [row.closes_on for row in laid("t-after") if row.instrument == "PHQ-9"] == [last]
        actions.plan(family=CAST["ALDER"], on=datetime.now(UTC).date() + timedelta(days=1))
        assert {row.settled_as for row in laid("t-after")} == {"closed" if closed else ""}


@IN_DB
def test_whoever_works_with_the_children_alone_lays_out_and_learns_nothing_by_it() -> None:
    """Chris writes about the children: what he records moves windows, and he is not told how many there are."""
    with acting_as("CHC"):
        assert actions.plan(family=CAST["ALDER"]) == 0
        with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
            actions.plan(family=CAST["BIRCH"])


@IN_DB
def test_pages_change_nothing_of_a_window_but_to_let_it_go() -> None:
    wave()
    plan_on(DAY)
    [row] = open_rows("t-half")
    values: dict[str, Any] = {name: getattr(row, name) for name in ("family_id", "subject", "category", "wave_id")}
    with acting_as("W1"):
        for change in (
            lambda: Due.objects.filter(pk=row.pk).update(closes_on=date(2030, 1, 1)),
            lambda: Due.objects.filter(pk=row.pk).update(settled_on=DAY, settled_as="done"),
            lambda: Due.objects.filter(pk=row.pk).update(words="x"),
            lambda: Due.objects.create(
                **values, instrument="GAD-7", opens_on=DAY, due_on=DAY, closes_on=DAY, recorded_by=CAST["W1"],
                recorded_at=T0,
            ),
        ):  # fmt: skip
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()
    let_go(row)
    with acting_as("W1"):
        assert Due.objects.filter(pk=row.pk).update(words="other words") == 0
    for who in ("W2", "CHC", "EVAL", "SITE2"):
        with acting_as(who):
            assert Due.objects.filter(pk=row.pk).update(settled_as="let_go", settled_on=DAY, words="x") == 0


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
        cursor.execute(
            "select case when %s then safekeeping.comes_of_age("
            "         case when %s <= 259 and m < 24 then %s::date + (280 - %s) else %s::date end, m)"
            "       else (%s::date + make_interval(months => m))::date end"
            "  from generate_series(%s, 216, greatest(%s, 1)) m",
            [by_age, gestation, since, gestation, since, since, months, repeats or 300],
        )
        days = [row[0] for row in cursor.fetchall()]
    for window in windows(cycle, since, date(2026, 3, 1), gestation_days=gestation):
        assert days[window.turn] == window.due_on


@IN_DB
def test_the_list_is_one_statement_and_goes_on_where_it_stopped() -> None:
    wave()
    plan_on(DAY)
    with acting_as("W1"):
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
    plan_on(DAY)
    with acting_as(who):
        assert queries.due_list(on=DAY) == [] and queries.due_of(CAST["ALDER"], DAY) == []
        assert not Due.objects.exists()
        for family in (CAST["ALDER"], None):
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                actions.plan(family=family)


@IN_DB
def test_nobody_but_the_service_lays_out_for_all() -> None:
    with acting_as("SUP"), pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
        actions.plan()
    with serving("planning"):
        actions.plan()
