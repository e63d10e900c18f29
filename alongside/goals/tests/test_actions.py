"""Telling goals and what happens with them: word for word, sent twice kept once, refused kindly, never rewritten."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.families.models import Family
from alongside.goals import actions, queries
from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep
from alongside.goals.terms import ForWhom, Lane, No
from alongside.recordkeeping.models import EarlierVersion, SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER = CAST["ANA"], CAST["BEE"], CAST["ALDER"]
BY: dict[str, Any] = {"by": CAST["W1"], "at": T0}
SUBJECTS = {"woman": ANA, "family": ANA, "child": BEE, "dyad": dyad("ANA", "BEE")}


def tell(**more: Any) -> Goal:
    given = {
        "family": Family(id=ALDER), "subject": ANA, "for_whom": "woman", "told_by": ANA, "lane": "own",
        "her_words": "to sleep through", "on": TODAY, **BY, **more,
    }  # fmt: skip
    return actions.tell_goal(**given)


@pytest.mark.parametrize("for_whom", ForWhom)
@pytest.mark.parametrize("lane", Lane)
def test_a_goal_about_each_of_them_in_each_lane(for_whom: str, lane: str) -> None:
    with acting_as("W1"):
        goal = tell(subject=SUBJECTS[for_whom], for_whom=for_whom, lane=lane)
        assert queries.goal_of(ALDER, goal.pk).stands.state == "open"


def test_her_words_are_kept_as_spoken() -> None:
    words = "I said: «لا» 🙂 <b>none of that shit</b>, and Zoé laughs"
    with acting_as("W1"):
        goal = tell(her_words=f"  {words}\x00 ", why=words, counts=["less", "less", "closer"], at_zero="a", at_ten="b")
        stored = Goal.objects.get(pk=goal.pk)
        assert (stored.her_words, stored.why, stored.counts) == (words, words, ["less", "closer"])


def test_the_same_form_sent_twice_is_one_row() -> None:
    id = uuid.uuid4()
    with acting_as("W1"):
        goal = tell(id=id)
        assert tell(id=id, her_words="other").pk == goal.pk and Goal.objects.get(pk=id).her_words == "to sleep through"
        for verb, more in ((actions.rate_goal, {"on": TODAY, "value": 3}), (actions.add_step, {"words": "a lamp"})):
            one, two = (verb(goal=goal, id=id, **more, **BY) for _ in range(2))
            assert one.pk == two.pk == id
        seen = queries.goal_of(ALDER, id)
        assert (len(seen.ratings), len(seen.steps)) == (1, 1)


@pytest.mark.parametrize(
    ("values", "because", "field"),
    [
        ({"her_words": " \x00 "}, "words_needed", "her_words"),
        ({"her_words": "x" * 20_001}, "too_long", "her_words"),
        ({"at_zero": "x" * 2_001}, "too_long", "at_zero"),
        ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
        ({"lane": "treatment"}, "unknown_choice", "lane"),
        ({"for_whom": "everybody"}, "unknown_choice", "for_whom"),
        ({"counts": ["clean"]}, "unknown_choice", "counts"),
        ({"category": C.CONTACT}, "kind_unfit", "category"),
        ({"category": C.SUD_COUNSELLING_NOTES}, "kind_unfit", "category"),
        ({"category": 99}, "kind_unfit", "category"),
        ({"subject": CAST["EVE"]}, "not_of_this_family", "subject"),
        ({"subject": BEE}, "not_of_this_family", "subject"),  # a child is not a woman
        ({"subject": ANA, "for_whom": "dyad"}, "not_of_this_family", "subject"),
        ({"told_by": CAST["EVE"]}, "not_of_this_family", "about"),
        ({"about": [CAST["FIN"]]}, "not_of_this_family", "about"),
    ],
)
def test_goals_that_cannot_be(values: dict[str, Any], because: str, field: str) -> None:
    with acting_as("W1"):
        before = Goal.objects.count()
        with pytest.raises(Refused) as no:
            tell(**values)
        assert (no.value.because, no.value.field) == (because, field)
        assert because == "unknown_choice" or str(No(because).label)
        assert Goal.objects.count() == before


def test_said_anew_the_earlier_words_stay_readable() -> None:
    with acting_as("W1"):
        goal = tell(why="for my hands")
        actions.say_anew(goal=goal, base_version=1, values={"her_words": "to sleep, and to wake"}, **BY)
        held = EarlierVersion.objects.get(target=goal.pk)
        assert (held.held, held.version, goal.version) == ({"her_words": "to sleep through"}, 1, 2)
        with pytest.raises(TypeError):
            actions.say_anew(goal=goal, base_version=2, values={"told_by": BEE}, **BY)
        with pytest.raises(Refused, match="words_needed"):
            actions.say_anew(goal=goal, base_version=2, values={"her_words": ""}, **BY)


def test_two_at_once_nothing_is_written_over() -> None:
    with acting_as("W1"):
        goal = tell()
        actions.say_anew(goal=goal, base_version=1, values={"her_words": "one"}, **BY)
        late = actions.say_anew(goal=goal, base_version=1, values={"her_words": "two"}, **BY)
        assert isinstance(late, SetAside) and late.written == {"her_words": "two"}
        same = actions.say_anew(goal=goal, base_version=1, values={"her_words": "one"}, **BY)
        assert isinstance(same, Goal) and Goal.objects.get(pk=goal.pk).version == 2
        filed = actions.file_anew(goal=goal, base_version=1, lane="close", category=1, about=[CAST["CAL"]], **BY)
        assert isinstance(filed, SetAside) and filed.written["about"] == [str(CAST["CAL"])]
        assert Goal.objects.get(pk=goal.pk).lane == "own"


def test_numbers_are_put_right_by_a_further_one_and_once() -> None:
    with acting_as("W1"):
        goal = tell()
        wrong = actions.rate_goal(goal=goal, on=TODAY, value=9, **BY)
        right = actions.put_rating_right(rating=wrong, on=TODAY, value=2, **BY)
        assert right.corrects_id == wrong.pk and GoalRating.objects.get(pk=wrong.pk).value == 9
        assert [r.value for r in queries.goal_of(ALDER, goal.pk).ratings] == [2]
        with pytest.raises(Refused, match="number_put_right"):
            actions.put_rating_right(rating=wrong, on=TODAY, value=3, **BY)


def test_the_database_keeps_numbers_and_goals_that_became_another_as_the_rules_do() -> None:
    with acting_as("W1"):
        goal = tell()
        rows = {
            GoalRating: [{"value": 11}, {"value": None, "words": ""}],
            GoalStanding: [{"state": "changed"}, {"state": "open", "into": goal}],
        }
        for model, wrong in rows.items():
            for values in wrong:
                row = {"family_id": ALDER, "subject": ANA, "category": goal.category, "goal": goal, "on": TODAY}
                with pytest.raises(IntegrityError), transaction.atomic():
                    model.objects.create(**row, recorded_by=CAST["W1"], **values)


def test_it_became_another_goal_of_the_same_family() -> None:
    with acting_as("W1"):
        one, other = tell(), tell(her_words="a choir")
        said = actions.say_standing(goal=one, state="changed", into=other, on=TODAY, **BY)
        assert said.into_id == other.pk and queries.goal_of(ALDER, one.pk).stands.state == "changed"
        foreign = Goal(id=uuid.uuid4(), family_id=CAST["BIRCH"])
        with pytest.raises(Refused, match="not_of_this_family"):
            actions.say_standing(goal=other, state="changed", into=foreign, on=TODAY, **BY)
        assert actions.say_standing(goal=one, state="open", into=other, on=TODAY, **BY).into_id is None


def test_a_step_whose_day_has_passed_is_still_open_and_nothing_says_so() -> None:
    with acting_as("W1"):
        goal = tell()
        step = actions.add_step(goal=goal, words="the dentist", by_on=date(2020, 1, 1), **BY)
        seen = queries.goal_of(ALDER, goal.pk)
        assert seen.settled(step) == "" and seen.stands.state == "open"
        actions.settle_step(step=step, settled_as="let_go", on=TODAY, **BY)
        with pytest.raises(Refused, match="step_settled"):
            actions.settle_step(step=step, settled_as="done", on=TODAY, **BY)
        assert GoalStep.objects.get(pk=step.pk).settled_as == "let_go"


def test_a_talk_may_bring_her_number_along() -> None:
    with acting_as("W1"):
        goal = tell()
        actions.talk_over(goal=goal, on=TODAY, what_helped="music", value=6, again_on=TODAY + timedelta(days=90), **BY)
        seen = queries.goal_of(ALDER, goal.pk)
        assert [t.what_helped for t in seen.talks] == ["music"] and [r.value for r in seen.ratings] == [6]
        with pytest.raises(Refused, match="words_needed"):
            actions.talk_over(goal=goal, on=TODAY, **BY)
        with pytest.raises(Refused, match="not_of_ten"), transaction.atomic():
            actions.talk_over(goal=goal, on=TODAY, her_words="x", value=12, **BY)
        assert len(queries.goal_of(ALDER, goal.pk).talks) == 1


def test_what_was_known_when() -> None:
    with acting_as("W1"):
        early, late = T0 - timedelta(days=100), T0 - timedelta(days=10)
        goal = tell(on=early.date(), by=CAST["W1"], at=early)
        wrong = actions.rate_goal(goal=goal, on=early.date(), value=9, by=CAST["W1"], at=early)
        actions.put_rating_right(rating=wrong, on=early.date(), value=2, by=CAST["W1"], at=late)
        actions.say_standing(goal=goal, state="resting", on=early.date(), by=CAST["W1"], at=late)
        known = queries.goal_of(ALDER, goal.pk, until=TODAY, known_at=early + timedelta(days=1))
        assert ([r.value for r in known.ratings], known.stands.state) == ([9], "open")
        now = queries.goal_of(ALDER, goal.pk, until=early.date())
        assert ([r.value for r in now.ratings], now.stands.state) == ([2], "resting")
        with pytest.raises(Goal.DoesNotExist):
            queries.goal_of(ALDER, goal.pk, until=early.date() - timedelta(days=1))
        with pytest.raises(Goal.DoesNotExist):
            queries.goal_of(CAST["BIRCH"], goal.pk)


def test_everything_of_a_family_in_five_statements(django_assert_num_queries: Any) -> None:
    with acting_as("W1"):
        for n in range(5):
            goal = tell(her_words=f"wish {n}")
            actions.rate_goal(goal=goal, on=TODAY, value=n, **BY)
        with django_assert_num_queries(5):
            rows = queries.goals_of(ALDER)
        assert len(rows) == 10 and all(row.ratings for row in rows if row.goal.her_words.startswith("wish"))
