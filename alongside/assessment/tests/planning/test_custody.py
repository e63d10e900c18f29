"""A child who moves is asked about as before: what is due knows of births, never of where somebody lives (T-16)."""

from __future__ import annotations

from datetime import date
from typing import Any

from alongside.assessment import queries
from alongside.assessment.models import Due
from alongside.assessment.terms import Anchor, ForSubject
from alongside.assessment.tests.planning.waves import DAY, IN_DB, STAMP, plan_on, wave
from alongside.families.actions import record_track
from alongside.families.models import Child, Person
from tests.cast import CAST, acting_as, dyad

BORN, WEEKS_34 = date(2024, 2, 29), 238


def _rows() -> list[tuple[Any, ...]]:
    """All that was ever laid out of these waves, with the number of each row."""
    with acting_as("W1"):
        rows = Due.objects.filter(family_id=CAST["ALDER"], wave__code__startswith="t-")
        return sorted(rows.values_list("id", "subject", "due_on", "opens_on", "closes_on", "settled_as"))


def _due(on: date, code: str) -> set[tuple[Any, date]]:
    """About whom and for which day something fits; the same in the list of all families and in hers."""
    with acting_as("W1"):
        hers = [row for row in queries.due_of(CAST["ALDER"], on) if row.wave_code == code and row.opens_on <= on]
        assert {row.id for row in queries.due_list(on=on) if row.wave_code == code} == {row.id for row in hers}
        return {(row.subject, row.due_on) for row in hers}


def _moves(who: str, track: str, kind: str, since: date, until: date | None = None) -> None:
    """``until``: a paper that reaches us late, about days of which we had known something else."""
    late = {"makes_room": True} if until else {"ends_previous": True}
    with acting_as("W1"):
        child = Child.objects.select_related("person").get(pk=CAST[who])
        record_track(kind=track, child=child, during=(since, until), values={"kind": kind}, **late, **STAMP)


@IN_DB
def test_where_a_child_lives_moves_no_day_on_which_something_fits() -> None:
    with acting_as("W1"):
        Person.objects.filter(pk=CAST["BEE"]).update(born_on=BORN)
        Child.objects.filter(pk=CAST["BEE"]).update(gestation_days=WEEKS_34)
    every_year = [("SWYC-24", ForSubject.CHILD), ("PRFQ", ForSubject.DYAD)]
    wave("t-year", anchor=Anchor.CHILD_AGE, months=12, repeats=12, measures=every_year)
    wave()
    taken, home = date(2025, 4, 2), date(2026, 3, 2)
    nights: list[tuple[date, str, date, list[tuple[Any, ...]]]] = [
        # One year, corrected: counted from the day on which she was due, six weeks after her birth.
        (date(2025, 4, 12), "BEE", date(2025, 4, 11), [
            ("BEE", "living", "elsewhere", taken), ("BEE", "legal", "place_of_safety", taken),
            ("BEE", "living", "kin", date(2025, 4, 7)),
        ]),
        # Two years, by the calendar: born on 29 February, they are complete on 1 March.
        (DAY, "BEE", date(2026, 3, 1), [
            ("BEE", "living", "foster", date(2026, 2, 25)), ("BEE", "legal", "interim_care", date(2026, 2, 25)),
            ("BEE", "living", "hospital", date(2025, 5, 1), date(2025, 5, 5)),
        ]),
        # Her brother has lived in a foster home for long, and comes home.
        (date(2026, 9, 1), "BO", date(2026, 9, 1), [
            ("BO", "living", "mother", home), ("BO", "legal", "returned", home),
        ]),
        # Four years, in a leap year again.
        (date(2028, 2, 29), "BEE", date(2028, 2, 29), [
            ("BEE", "living", "mother", home), ("BEE", "legal", "supervision", home),
        ]),
    ]  # fmt: skip
    for night, who, day, moves in nights:
        plan_on(night)
        fits, laid = {(CAST[who], day), (dyad("ANA", who), day)}, _rows()
        assert _due(night, "t-year") == fits, night
        for move in moves:
            _moves(*move)
            plan_on(night)
            assert _rows() == laid, move
            assert _due(night, "t-year") == fits, move
        if night == DAY:  # nor does what is asked of her, and about her with each of them, wherever they live
            assert _due(night, "t-half") == {(CAST["ANA"], DAY), (dyad("ANA", "BEE"), DAY), (dyad("ANA", "BO"), DAY)}
    assert {row[-1] for row in _rows()} == {"", "closed"}  # nothing ever stopped to fit
