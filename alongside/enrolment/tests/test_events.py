"""States, returns to use, welcome back: stories T-09 and T-10, and D-I3."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.enrolment import actions, queries
from alongside.enrolment.models import Ending, Enrolment, KeyWorker, ReturnToUse, StateChange, TeamMember, WelcomeBack
from alongside.enrolment.terms import ReturnKind, State
from alongside.families.models import Dyad, Family, Person, Woman
from alongside.recordkeeping.models import Trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.actions import carry
from alongside.safekeeping.models import Cell
from tests.cast import CAST, TODAY, acting_as, ident, token_of

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
# Rooms above are looked at by name: this room leans on nothing above it, not even in its tests.
Promise = apps.get_model("care.Promise")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
BY = {"by": CAST["W1"], "at": NOW}


def ana() -> Woman:
    return Woman.objects.get(person_id=CAST["ANA"])


def enrolment() -> Enrolment:
    return Enrolment.objects.get(id=ident("enrolment ANA"))


def as_it_stands() -> tuple:
    """Everything a return to use must leave as it is: state, team, key worker, promises, dyads, who is let in."""
    f = CAST["ALDER"]
    return (
        sorted((s.id, s.state, s.from_on) for s in StateChange.objects.filter(family_id=f)),
        sorted((m.id, m.during.upper) for m in TeamMember.objects.filter(family_id=f)),
        sorted((k.id, k.during.upper) for k in KeyWorker.objects.filter(family_id=f)),
        sorted((p.id, p.state, p.on) for p in Promise.objects.filter(family_id=f)),
        sorted(d.id for d in Dyad.objects.filter(family_id=f)),
        sorted((c.id, c.valid.upper) for c in Cell.objects.filter(family=f)),
        queries.state_on([CAST["ANA"]], TODAY)[CAST["ANA"]].state,
    )


def test_t09_after_four_years_she_comes_the_same_day_and_everything_goes_on() -> None:
    with acting_as("W1"):
        before = as_it_stands()
        event = actions.record_return(
            woman=ana(), kind="return", on=TODAY, substance="alcohol", her_words="I came the same day",
            what_helped="walking over here", who_cared="my mother had both children", support="tea and a plan",
            told="child welfare, together; she knew first", next_step="a call on Friday", **BY,
        )  # fmt: skip
        assert as_it_stands() == before
        assert [r.id for r in queries.returns_of(CAST["ANA"])] == [event.id, ident("return 1")]
        assert queries.returns_of(CAST["ANA"])[0].her_words == "I came the same day"


def test_near_returns_and_kept_safe_are_events_too() -> None:
    with acting_as("W1"):
        before = as_it_stands()
        for kind in ReturnKind:
            actions.record_return(woman=ana(), kind=kind, on=TODAY, **BY)
        assert as_it_stands() == before
        assert queries.returns_of(CAST["ANA"]).count() == 4


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(
        st.tuples(st.sampled_from(ReturnKind.values), st.dates(date(2024, 2, 1), TODAY), st.text(max_size=20)),
        max_size=6,
    )
)
def test_no_history_of_returns_changes_a_state(events: list[tuple[str, date, str]]) -> None:
    """D-I3: whatever is told, and however often, the state of every day stays what it was."""
    with acting_as("W1"):
        sid = transaction.savepoint()
        before = as_it_stands()
        for kind, on, words in events:
            actions.record_return(woman=ana(), kind=kind, on=on, her_words=words.replace("\x00", ""), **BY)
        assert as_it_stands() == before
        transaction.savepoint_rollback(sid)


def test_the_trail_of_a_return_does_not_say_what_it_is() -> None:
    """The privacy officer reads the trail and no category of hers."""
    with acting_as("W1"):
        actions.record_return(woman=ana(), kind="return", on=TODAY, substance="alcohol", **BY)
        carry(token_of("PRIV"))
        lines = list(Trail.objects.filter(subject=CAST["ANA"]).order_by("-at", "-seq"))
        assert lines[0].verb == "event recorded"
        assert lines[0].detail == {}


@pytest.mark.parametrize("who", ["CHC", "PEER", "W2"])
def test_who_may_not_read_or_write_a_return(who: str) -> None:
    with acting_as(who):
        assert not ReturnToUse.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.record_return(
                woman=Woman(person_id=CAST["ANA"], family_id=CAST["ALDER"]),
                kind="return",
                on=TODAY,
                by=CAST[who],
                at=NOW,
            )


@pytest.mark.parametrize(
    ("values", "because", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
        ({"on": TODAY, "until_on": TODAY - timedelta(days=1)}, "backwards", "until_on"),
        ({"on": TODAY, "her_words": "x" * 10_000_000}, "too_long", "her_words"),
    ],
)
def test_returns_that_cannot_be(values: dict, because: str, field: str) -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as caught:
            actions.record_return(woman=ana(), kind="return", **values, **BY)
        assert (caught.value.because, caught.value.field) == (because, field)


def test_how_she_describes_a_stretch_of_time() -> None:
    with acting_as("W1"):
        pattern = actions.record_pattern(
            woman=ana(), from_on=date(2023, 1, 1), until_on=date(2023, 3, 31), her_words="only weekends 🙂 سلام",
            what_it_does="sleep", **BY,
        )  # fmt: skip
        [found] = queries.patterns_of(CAST["ANA"])
        assert (found.id, found.during.upper, found.her_words) == (
            pattern.id,
            date(2023, 4, 1),
            "only weekends 🙂 سلام",
        )
        with pytest.raises(Refused):
            actions.record_pattern(woman=ana(), from_on=TODAY, her_words="  ", **BY)


def test_t10_after_nine_months_she_is_welcomed_back_to_the_same_file() -> None:
    with acting_as("W1"):
        actions.change_state(
            enrolment=enrolment(), state=State.QUIET, because="no_contact", from_on=date(2025, 6, 1), **BY
        )
        people = sorted(Person.objects.filter(family_id=CAST["ALDER"]).values_list("id", flat=True))
        team = sorted(m.id for m in queries.team_on(CAST["ALDER"], TODAY))
        welcome = actions.welcome_back(
            family=Family.objects.get(id=CAST["ALDER"]), person=Person.objects.get(id=CAST["ANA"]), on=TODAY,
            changed=["contact", "living"], her_words="I am back", **BY,
        )  # fmt: skip
        assert WelcomeBack.objects.get(id=welcome.id).changed == ["contact", "living"]
        assert queries.state_on([CAST["ANA"]], TODAY)[CAST["ANA"]].state == State.ACTIVE
        assert queries.state_on([CAST["ANA"]], date(2025, 12, 1))[CAST["ANA"]].state == State.QUIET  # it was so
        assert Enrolment.objects.filter(person_id=CAST["ANA"]).count() == 1
        assert sorted(Person.objects.filter(family_id=CAST["ALDER"]).values_list("id", flat=True)) == people
        assert sorted(m.id for m in queries.team_on(CAST["ALDER"], TODAY)) == team


def test_a_welcome_when_nobody_had_noted_a_gap_stands_alone() -> None:
    with acting_as("W1"):
        states = StateChange.objects.filter(person_id=CAST["ANA"]).count()
        actions.welcome_back(family=Family(id=CAST["ALDER"]), person=Person(id=CAST["ANA"]), on=TODAY, **BY)
        assert StateChange.objects.filter(person_id=CAST["ANA"]).count() == states
        assert queries.welcomes_of(CAST["ALDER"]).count() == 1


def test_a_welcome_for_a_day_before_the_gap_was_noted_still_brings_her_back() -> None:
    with acting_as("W1"):
        actions.change_state(
            enrolment=enrolment(), state=State.QUIET, because="no_contact", from_on=TODAY - timedelta(days=1), **BY
        )
        actions.welcome_back(
            family=Family(id=CAST["ALDER"]), person=Person(id=CAST["ANA"]), on=TODAY - timedelta(days=20),
            by=CAST["W1"], at=NOW + timedelta(minutes=1),
        )  # fmt: skip
        assert queries.state_on([CAST["ANA"]], TODAY)[CAST["ANA"]].state == State.ACTIVE


@pytest.mark.parametrize("state", ["ended_by_choice", "moved", "transferred"])
def test_the_door_is_open_after_every_ending_but_death(state: str) -> None:
    with acting_as("W1"):
        team = queries.team_on(CAST["ALDER"], TODAY).count()
        cells = Cell.objects.filter(family=CAST["ALDER"]).count()
        ending = actions.end(enrolment=enrolment(), state=state, on=date(2026, 1, 5), her_words="see you", **BY)
        assert queries.endings_of(CAST["ALDER"])[0].id == ending.id
        assert queries.team_on(CAST["ALDER"], TODAY).count() == team  # an ending ends no team
        assert Cell.objects.filter(family=CAST["ALDER"]).count() == cells
        actions.welcome_back(family=Family(id=CAST["ALDER"]), person=Person(id=CAST["ANA"]), on=TODAY, **BY)
        assert queries.state_on([CAST["ANA"]], TODAY)[CAST["ANA"]].state == State.ACTIVE


def test_after_death_nobody_is_welcomed_back_unless_it_was_a_mistake() -> None:
    with acting_as("W1"):
        actions.end(enrolment=enrolment(), state="died", on=date(2026, 1, 5), **BY)
        with pytest.raises(Refused) as caught:
            actions.welcome_back(family=Family(id=CAST["ALDER"]), person=Person(id=CAST["ANA"]), on=TODAY, **BY)
        assert caught.value.because == "stays_died"
        assert not WelcomeBack.objects.exists()
        actions.change_state(
            enrolment=enrolment(), state="active", because="mistake", from_on=date(2026, 1, 5), by=CAST["W1"],
            at=NOW + timedelta(minutes=1),
        )  # fmt: skip
        assert queries.state_on([CAST["ANA"]], TODAY)[CAST["ANA"]].state == State.ACTIVE


@pytest.mark.parametrize(
    ("values", "because"),
    [
        ({"state": "quiet", "because": "no_contact", "from_on": TODAY + timedelta(days=1)}, "in_future"),
        ({"state": "quiet", "because": "no_contact", "from_on": date(2023, 1, 1)}, "before_first_contact"),
        ({"state": "active", "because": "she_wanted", "from_on": TODAY}, "same_state"),
        ({"state": "getting_to_know", "because": "we_met", "from_on": TODAY}, "not_from_here"),
    ],
)
def test_changes_that_do_not_follow(values: dict, because: str) -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as caught:
            actions.change_state(enrolment=enrolment(), **values, **BY)
        assert caught.value.because == because
        assert StateChange.objects.filter(person_id=CAST["ANA"]).count() == 1


def test_an_ending_needs_a_state_that_ends() -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as caught:
            actions.end(enrolment=enrolment(), state="quiet", on=TODAY, **BY)
        assert caught.value.because == "not_an_ending"
        assert list(Ending.objects.values_list("her_words", flat=True)) == ["SECRET until later"]


def test_she_is_enrolled_once_for_ever() -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as caught:
            actions.enrol(family=Family(id=CAST["ALDER"]), person=Person(id=CAST["ANA"]), first_contact_on=TODAY, **BY)
        assert caught.value.because == "already_enrolled"
        child = actions.enrol(
            family=Family(id=CAST["ALDER"]), person=Person(id=CAST["BEE"]), first_contact_on=TODAY,
            came_by="by her mother", **BY,
        )  # fmt: skip
        assert queries.state_on([CAST["BEE"], CAST["ANA"]], TODAY)[CAST["BEE"]].state == State.REACHING_OUT
        assert {e.id for e in queries.enrolments_of(CAST["ALDER"])} == {child.id, ident("enrolment ANA")}


def test_state_on_is_one_statement_for_one_or_many() -> None:
    with acting_as("SUP"):
        people = list(Person.objects.values_list("id", flat=True))
        with CaptureQueriesContext(connection) as one:
            queries.state_on(people[:1], TODAY)
        with CaptureQueriesContext(connection) as many:
            queries.state_on(people, TODAY)
    assert len(one) == len(many) == 1
