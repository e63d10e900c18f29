"""A programme given to a group: which session a meeting was, its plan adapted, what it is to each who goes with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.programmes import actions, queries
from alongside.programmes.models import GroupFidelity
from alongside.programmes.terms import Place
from alongside.programmes.tests.test_actions import ALDER, BY, hold, refused
from tests.cast import TODAY, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_as_a_group_who_was_there_is_read_where_it_was_said() -> None:
    """Ana and Bee came to the mothers' group of the cast, which is session 1 of its plan; nobody says it again here."""
    with acting_as("W1"):
        seen = queries.delivery_of(ALDER, ident("delivery 1"))
        [held] = seen.held
        assert (held.number, held.there, held.minutes, held.own) == (1, ("woman", "child"), 120, None)
        assert seen.steps[0].place == Place.DONE and seen.given().sessions == 1
        assert seen.delivery.group_id == ident("group") and seen.fidelity == ()
        group = queries.group(ident("group"))
        assert (group.given.sessions, group.given.hours, len(group.steps)) == (1, 2, 7)
        assert [each.id for each in queries.group(ident("group")).fidelity] == [ident("meeting marks")]
        # What we wrote down of that very meeting for her is that meeting: it is counted once, on her own page too.
        [session] = group.sessions
        on = timezone.localdate(session.during.lower)
        own = hold(seen.delivery, 1, on=on, there=["woman"], session=session)
        seen = queries.delivery_of(ALDER, ident("delivery 1"))
        assert [each.id for each in seen.held] == [own.pk]
        assert (seen.given().sessions, seen.steps[0].again) == (1, False)
    with acting_as("p_ana"):
        assert queries.delivery_of(ALDER, ident("delivery 1")).given().sessions == 1


def test_a_group_is_offered_until_its_series_is_over() -> None:
    with acting_as("W1"), CaptureQueriesContext(connection) as asked:
        series = queries.group(ident("group")).group.series
        before = len(asked)
        assert [each.pk for each in queries.open_groups(series.until_on)] == [ident("group")]
        assert queries.open_groups(series.until_on + timedelta(days=1)) == []
        assert len(asked) == before + 2


def test_a_group_is_told_which_session_it_was_once_and_anew() -> None:
    with acting_as("W1"):
        seen = queries.group(ident("group"))
        [session], group = seen.sessions, seen.group
        was = seen.meetings[0].id
        refused("held_meanwhile", actions.name_meeting, group=group, session=session, number=2, **BY)
        refused("no_such_session", actions.name_meeting, group=group, session=session, number=8, was=was, **BY)
        asked = {"group": group, "session": session, "number": 2, "about": ["behaviour"], "was": was, **BY}
        made = actions.name_meeting(**asked)  # its plan began with behaviour, and why was said then
        assert [each.number for each in queries.group(group.pk).meetings] == [2]
        assert queries.group(group.pk).fidelity[0].held_id == made.pk
        assert GroupFidelity.objects.get().held_id == was
        actions.mark_meeting(held=made, answers=["no"], seen_by="observer", note="we ran out of time", **BY)
        assert {row.seen_by for row in queries.group(group.pk).fidelity} == {"self", "observer"}
        refused("given_already", actions.begin_group, agency=group.agency, series=group.series, programme="mio",
                plan="12-weeks", **BY)  # fmt: skip
        refused("relationship_first", actions.begin_group, agency=group.agency, series=group.series,
                programme="fff", plan="53-hours", **BY)  # fmt: skip


def test_a_groups_plan_is_adapted_for_everybody_whose_programme_goes_with_it() -> None:
    with acting_as("W1"):
        group, hers = queries.group(ident("group")).group, queries.delivery(ALDER, ident("delivery 1"))
        say = {"group": group, "on": TODAY, **BY}
        for because, more in (
            ("why_otherwise", {"what": "left_out", "numbers": [5]}),
            ("done_already", {"what": "left_out", "numbers": [1], "why": "x"}),
            ("stands_so", {"what": "left_out", "numbers": [6], "why": "x"}),
            ("no_such_session", {"what": "other_order", "numbers": [3, 77], "why": "x"}),
            ("unknown_choice", {"what": "paused", "why": "x"}),
            ("in_future", {"what": "added", "why": "x", "on": TODAY + timedelta(days=1)}),
            ("too_long", {"what": "added", "why": "x" * 20_001}),
        ):
            refused(because, actions.adapt_group, **{**say, **more})
        own = actions.say_turn(delivery=hers, what="added", why="once with her mother", on=TODAY, **BY)
        added = actions.adapt_group(what="added", why="a morning in the park", **say)
        assert actions.adapt_group(what="added", why="sent twice", id=added.pk, **say).pk == added.pk
        assert (own.numbers, added.numbers) == ([101], [8])  # what is hers alone never has a number of the group's
        actions.adapt_group(what="other_order", numbers=[4, 3], why="they asked", **say)
        seen, delivery = queries.group(group.pk), queries.delivery_of(ALDER, hers.pk)
        assert [step.n for step in seen.steps] == [1, 2, 4, 3, 5, 6, 7, 8]
        assert [step.n for step in delivery.steps] == [1, 2, 4, 3, 5, 6, 7, 101, 8]
        for steps in (seen.steps, delivery.steps):
            assert {step.n for step in steps if step.place == Place.LEFT_OUT} == {6}
        # The added one is held: with the group, and once more with her alone. What was planned stays what was planned.
        planned, [session] = seen.planned, seen.sessions
        actions.name_meeting(group=group, session=session, number=8, was=seen.meetings[0].id, **BY)
        hold(hers, 8, on=TODAY, there=["woman"])
        seen, delivery = queries.group(group.pk), queries.delivery_of(ALDER, hers.pk)
        assert (seen.given.sessions, delivery.given().sessions) == (1, 2)
        assert seen.planned == planned == delivery.planned
        assert [step.n for step in seen.steps if step.place == Place.DONE] == [8]
        before = queries.delivery_of(ALDER, hers.pk, until=TODAY - timedelta(days=1))
        assert not any(step.added for step in before.steps)
