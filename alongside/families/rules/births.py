"""Pregnancy and birth: what the dates can be, and who is still reminded of what."""

from __future__ import annotations

from datetime import date, timedelta

from alongside.families.rules.answers import Checked, allow, check_year, refuse
from alongside.families.rules.days import TERM_DAYS
from alongside.families.terms import Because, ChildState, PregnancyOutcome, SecondLook

# A due date is 280 days after the first day of the last period; conception is about two weeks after that day, and the
# estimate itself may be wrong by three weeks (late ultrasound).
CONCEIVED_AFTER_DAYS = 14
MAY_BE_WRONG_DAYS = 21
VERY_EARLY_DAYS = 154  # 22 completed weeks
FAR_AWAY_DAYS = 300
LEAST_GESTATION, MOST_GESTATION = 140, 315  # 20 and 45 weeks, the same bounds as the database's


def conceived_on(*, due_on: date) -> date:
    """The likeliest day of conception for this due date."""
    return due_on - timedelta(days=TERM_DAYS - CONCEIVED_AFTER_DAYS)


def conceived_between(
    *, due_on: date | None = None, born_on: date | None = None, gestation_days: int | None = None
) -> tuple[date, date]:
    """First and last day on which this pregnancy can have begun, from a due date or from a birth with its weeks.

    Raises ValueError when neither is given.
    """
    if due_on is None:
        if born_on is None or gestation_days is None:
            raise ValueError("give a due date, or a day of birth and the length of the pregnancy")
        due_on = born_on + timedelta(days=TERM_DAYS - gestation_days)
    middle = conceived_on(due_on=due_on)
    return middle - timedelta(days=MAY_BE_WRONG_DAYS), middle + timedelta(days=MAY_BE_WRONG_DAYS)


def gestation_from(*, due_on: date, born_on: date) -> int:
    """Completed days of pregnancy at birth (280 on the due date). May be impossible: see ``check_birth``."""
    return TERM_DAYS - (due_on - born_on).days


def possible_gestation(days: int) -> int | None:
    """``days`` when a living child can be born after so many (20 to 45 weeks), else ``None``."""
    return days if LEAST_GESTATION <= days <= MOST_GESTATION else None


def check_due(*, due_on: date, on: date) -> Checked:
    """A due date more than 300 days away, or long past, deserves a second look; only a mistyped year is refused."""
    year = check_year(due_on, "due_on")
    if not year:
        return year
    if due_on > on + timedelta(days=FAR_AWAY_DAYS):
        return allow(SecondLook.DUE_FAR_AWAY)
    return allow(SecondLook.DUE_PASSED) if due_on < on - timedelta(days=MAY_BE_WRONG_DAYS) else allow()


def check_birth(*, born_on: date, due_on: date | None = None, gestation_days: int | None = None, on: date) -> Checked:
    """Refuses a birth in the future and impossible weeks; dates that do not fit the due date get a second look."""
    year = check_year(born_on, "born_on")
    if not year:
        return year
    if born_on > on:
        return refuse(Because.NOT_YET, "born_on")
    if gestation_days is not None and possible_gestation(gestation_days) is None:
        return refuse(Because.WEEKS_AT_BIRTH, "gestation_days")
    if due_on is None:
        return allow()
    if born_on < conceived_between(due_on=due_on)[0]:
        return allow(SecondLook.BEFORE_CONCEPTION)
    days = gestation_from(due_on=due_on, born_on=born_on)
    if days < VERY_EARLY_DAYS:
        return allow(SecondLook.VERY_EARLY)
    return allow(SecondLook.VERY_LATE) if days > TERM_DAYS + MAY_BE_WRONG_DAYS else allow()


def check_outcome_day(*, outcome_on: date, on: date) -> Checked:
    """What came of a pregnancy is recorded when it has happened."""
    year = check_year(outcome_on, "on")
    if not year:
        return year
    return refuse(Because.NOT_YET, "on") if outcome_on > on else allow()


def may_remind(state: str, outcome: str | None = None) -> bool:
    """Reminders, dates to come and schedules exist for a child only while expected or living (D-22, D-I11).

    ``outcome`` is the pregnancy's, where there is one: nothing is scheduled for a pregnancy that ended without a birth.
    """
    if state == ChildState.LOST:
        return False
    return state == ChildState.BORN or outcome in (None, PregnancyOutcome.EXPECTING, PregnancyOutcome.BIRTH)
