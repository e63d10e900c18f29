"""What fits into these days: the cycle, its windows, and how they move when a day is put right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.assessment import actions, queries, rules
from alongside.assessment.models import Due, Occasion, Wave, WaveAnchor
from alongside.assessment.rules import Cycle, Window, windows
from alongside.assessment.terms import Anchor, ForSubject, No, OccasionState
from alongside.enrolment import actions as enrolled
from alongside.enrolment.models import Enrolment
from alongside.families.models import Child, Family, Person, Woman
from alongside.recordkeeping.rules import Refused, add_months
from tests.cast import CAST, T0, acting_as, dyad, serving
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


def plan_on(on: date, family: str = "ALDER") -> int:
    """As the night of another day lays it out."""
    with serving("planning"):
        return actions.plan(family=CAST[family], on=on)


@IN_DB
def test_a_family_s_windows_are_laid_out_once_for_her_and_each_child() -> None:
    wave()
    assert plan_on(DAY) >= 3
    with acting_as("W1"):
        rows = laid("t-half")
        about = {(row.subject, row.instrument) for row in rows}
        assert about == {(CAST["ANA"], "PHQ-9"), (dyad("ANA", "BEE"), "PRFQ"), (dyad("ANA", "BO"), "PRFQ")}
        assert {(row.opens_on, row.due_on, row.closes_on) for row in rows} == {
            (date(2026, 2, 15), DAY, date(2026, 4, 30))
        }
    plan_on(DAY)
    with acting_as("W1"):
        assert len(laid("t-half")) == len(rows)


@IN_DB
def test_nothing_before_a_child_was_born() -> None:
    wave(months=0, closes_after=366)  # Bee came nine days after the day it is counted from
    plan_on(date(2024, 3, 1))
    with acting_as("W1"):
        assert {row.subject for row in laid("t-half")} == {CAST["ANA"], dyad("ANA", "BO")}


@IN_DB
def test_done_within_the_window_is_settled_and_before_it_is_not() -> None:
    wave()
    plan_on(DAY)
    with acting_as("W1"):
        common: dict[str, Any] = {
            "family": Family.objects.get(pk=CAST["ALDER"]), "subject": CAST["ANA"], "category": 4,
            "instrument": "PHQ-9", "total": 9, **STAMP,
        }  # fmt: skip
        actions.record_occasion(on=date(2026, 2, 14), **common)
    plan_on(DAY)
    with acting_as("W1"):
        [row] = [row for row in laid("t-half") if row.instrument == "PHQ-9"]
        assert row.settled_on is None
        actions.record_occasion(on=date(2026, 2, 15), **common)
    plan_on(DAY)
    with acting_as("W1"):
        row.refresh_from_db()
        assert (row.settled_on, row.settled_as, row.occasion.total) == (date(2026, 2, 15), "done", 9)


@IN_DB
def test_what_was_done_counts_also_beside_something_begun() -> None:
    wave()
    plan_on(DAY)
    with acting_as("W1"):
        common: dict[str, Any] = {
            "family": Family.objects.get(pk=CAST["ALDER"]), "subject": CAST["ANA"], "category": 4,
            "instrument": "PHQ-9", **STAMP,
        }  # fmt: skip
        for day, state, total in ((16, "partly", None), (17, "done", 9), (18, "partly", None)):
            actions.record_occasion(on=date(2026, 2, day), state=state, total=total, **common)
    plan_on(DAY)
    with acting_as("W1"):
        [row] = [row for row in laid("t-half") if row.instrument == "PHQ-9"]
        assert (row.settled_as, row.occasion.on) == ("done", date(2026, 2, 17))


@IN_DB
def test_a_window_that_closed_was_not_available_and_nobody_said_no() -> None:
    wave()
    plan_on(DAY)
    plan_on(date(2026, 5, 1))
    with acting_as("W1"):
        found = Occasion.objects.filter(family_id=CAST["ALDER"], wave="half a year")
        assert {(row.subject, row.state, row.on) for row in found} == {
            (subject, "not_available", DAY) for subject in (CAST["ANA"], dyad("ANA", "BEE"), dyad("ANA", "BO"))
        }
        assert {row.settled_as for row in laid("t-half")} == {"closed"}
    plan_on(date(2026, 5, 1))
    with acting_as("W1"):
        assert found.count() == 3


@IN_DB
def test_windows_move_when_a_birth_or_the_weeks_are_put_right() -> None:
    wave("t-age", anchor=Anchor.CHILD_AGE, months=23, measures=[("SWYC-24", ForSubject.CHILD)], closes_after=90)

    def due_on(**change: Any) -> date:
        with acting_as("W1"):
            for model, values in ((Person, "born_on"), (Child, "gestation_days")):
                if values in change:
                    model.objects.filter(pk=CAST["BEE"]).update(**{values: change[values]})
        plan_on(DAY)
        with acting_as("W1"):
            [row] = [row for row in laid("t-age") if row.settled_on is None]
            return row.due_on

    assert due_on(born_on=date(2024, 4, 1)) == date(2026, 3, 1)
    assert due_on(gestation_days=238) == date(2026, 4, 13)  # 34 weeks
    assert due_on(born_on=date(2026, 1, 1)) == date(2028, 1, 12)
    assert due_on(born_on=date(2024, 3, 30), gestation_days=280) == date(2026, 3, 1)  # 23 months are complete then


@IN_DB
def test_a_programme_that_began_and_ended_opens_its_waves() -> None:
    wave("t-after", anchor=Anchor.PROGRAMME_END, months=3)
    today = timezone.localdate()
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"])
        assert not laid("t-after")
        ended = add_months(today, -3)
        actions.note_anchor(
            family=Family.objects.get(pk=CAST["ALDER"]), woman=Woman.objects.get(pk=CAST["ANA"]),
            anchor=Anchor.PROGRAMME_END, on=ended, words="the winter group", **STAMP,
        )  # fmt: skip
        assert {row.due_on for row in laid("t-after")} == {add_months(ended, 3)}
        assert [row.words for row in queries.anchors_of(CAST["ANA"])] == ["the winter group"]


# --- a plan that moves ---


def open_rows(code: str, instrument: str = "PHQ-9") -> list[Due]:
    with acting_as("W1"):
        return [row for row in laid(code) if row.settled_on is None and row.instrument == instrument]


def let_go(row: Due, words: str = "She is moving house this month.") -> Due:
    with acting_as("W1"):
        return actions.let_go(due=row, words=words, **STAMP)


@IN_DB
def test_what_was_let_go_stays_let_go_with_its_reason_and_stands_in_the_list() -> None:
    wave()
    plan_on(DAY)
    [row] = open_rows("t-half")
    gone = let_go(row)
    assert (gone.settled_as, gone.words) == ("let_go", "She is moving house this month.")
    for on in (DAY, DAY + timedelta(days=20)):
        plan_on(on)
        assert open_rows("t-half") == []
        with acting_as("W1"):
            for rows in (queries.due_list(on=on), queries.due_of(CAST["ALDER"], on)):
                [told] = [each for each in rows if each.id == row.pk]
                assert told.let_go == "She is moving house this month."
                assert sum(not each.let_go for each in rows if each.wave_code == "t-half") == 2
    plan_on(date(2026, 5, 1))
    with acting_as("W1"):  # its days have passed: nothing was asked, so nothing was not available
        assert row.pk not in [each.id for each in queries.due_list(on=date(2026, 5, 1))]
        assert not Occasion.objects.filter(subject=CAST["ANA"], wave="half a year").exists()


@IN_DB
def test_nothing_is_let_go_without_words_or_twice() -> None:
    wave()
    plan_on(DAY)
    [row] = open_rows("t-half")
    for words in ("", " \n"):
        with pytest.raises(Refused, match=f"^{No.WHY_LET_GO}$"):
            let_go(row, words)
    let_go(row)
    with pytest.raises(Refused, match=f"^{No.SETTLED_MEANWHILE}$"):
        let_go(row, "again")
    with acting_as("W1"):
        row.refresh_from_db()
        assert row.words == "She is moving house this month."


@IN_DB
@pytest.mark.parametrize("settled", ["let go", "closed"])
def test_when_the_plan_moves_to_another_day_it_is_laid_again_beside_what_was_settled(settled: str) -> None:
    wave("t-after", anchor=Anchor.PROGRAMME_END, months=3)

    def ended(on: date) -> None:
        with acting_as("W1"):
            WaveAnchor.objects.create(
                family_id=CAST["ALDER"], woman_id=CAST["ANA"], anchor=Anchor.PROGRAMME_END, on=on,
                recorded_by=CAST["W1"], recorded_at=timezone.now(),
            )  # fmt: skip

    ended(date(2025, 12, 1))
    plan_on(DAY)
    [row] = open_rows("t-after")
    if settled == "let go":
        let_go(row)
    else:
        plan_on(date(2026, 5, 1))
    plan_on(DAY)
    assert open_rows("t-after") == []
    ended(date(2025, 12, 15))
    plan_on(DAY)
    [again] = open_rows("t-after")
    assert (again.turn, again.due_on) == (row.turn, date(2026, 3, 15))
    ended(date(2025, 12, 1))  # and back: what was settled on that day stands
    plan_on(DAY)
    assert open_rows("t-after") == []
    with acting_as("W1"):
        assert {each.settled_as for each in laid("t-after") if each.instrument == "PHQ-9"} == {
            "let_go" if settled == "let go" else "closed", "no_longer",
        }  # fmt: skip


@IN_DB
def test_when_she_comes_back_what_no_longer_fitted_fits_again() -> None:
    wave()
    plan_on(DAY)
    [row] = open_rows("t-half")
    with acting_as("W1"):
        enrolment = Enrolment.objects.get(person_id=CAST["ANA"])
        enrolled.end(enrolment=enrolment, state="moved", on=DAY - timedelta(days=3), **STAMP)
    plan_on(DAY)
    assert open_rows("t-half") == []
    with acting_as("W1"):
        row.refresh_from_db()
        assert row.settled_as == "no_longer"
        family, ana = Family.objects.get(pk=CAST["ALDER"]), Person.objects.get(pk=CAST["ANA"])
        enrolled.welcome_back(family=family, person=ana, on=DAY, **STAMP)
    for _night in range(2):
        plan_on(DAY + timedelta(days=1))
        [again] = open_rows("t-half")
        assert again.pk != row.pk and again.due_on == row.due_on


@IN_DB
def test_what_was_done_in_its_days_is_not_asked_again_when_the_day_moves_a_little() -> None:
    wave("t-age", anchor=Anchor.CHILD_AGE, months=23, measures=[("SWYC-24", ForSubject.CHILD)], closes_after=90)
    with acting_as("W1"):
        Person.objects.filter(pk=CAST["BEE"]).update(born_on=date(2024, 4, 1))
    plan_on(DAY)
    with acting_as("W1"):
        actions.record_occasion(
            family=Family.objects.get(pk=CAST["ALDER"]), subject=CAST["BEE"], category=7, instrument="SWYC-24",
            on=DAY, total=9, **STAMP,
        )  # fmt: skip
    for born, laid_again in ((date(2024, 4, 3), False), (date(2024, 6, 1), True)):
        with acting_as("W1"):
            Person.objects.filter(pk=CAST["BEE"]).update(born_on=born)
        plan_on(DAY)
        assert bool(open_rows("t-age", "SWYC-24")) is laid_again


# --- who lays out, and when ---


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
