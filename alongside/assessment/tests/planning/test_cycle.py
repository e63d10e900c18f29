"""The cycle itself: who changes it, what is shipped, what belongs to no wave."""

from __future__ import annotations

import pytest

from alongside.assessment import actions, queries
from alongside.assessment.models import Wave
from alongside.assessment.terms import Anchor, ForSubject, No, OccasionState
from alongside.assessment.tests.planning.waves import IN_DB, wave
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, acting_as


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
