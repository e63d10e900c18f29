"""The stories: the same from the same seed, lifelike, in kind words, and never two places at once."""

from __future__ import annotations

import inspect
import json
import statistics
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from alongside.care.rules import LANES, LEADING, OF_KIND, OF_LANE, STEPS, LaneStep, check_steps
from alongside.care.terms import PlanKind
from alongside.goals.rules import usual_category
from alongside.goals.terms import Lane, Standing
from alongside.stewardship.demonstration import NAMED, FamilyStory, agreeing, people, programme
from alongside.stewardship.demonstration import records as r
from alongside.wording.rules import check

TODAY = date(2026, 3, 2)
SEED = 1995


@pytest.fixture(scope="module")
def many() -> list[FamilyStory]:
    return list(programme(2000, SEED, today=TODAY))


def woman(story: FamilyStory) -> r.Person:
    return next(person for person in story.of(r.Person) if person.kind == "woman")


def range_of(during: str) -> tuple[date, date]:
    since, until = during[1:-1].split(",")
    return date.fromisoformat(since), date.fromisoformat(until) if until else date.max


def test_the_same_seed_tells_the_same_programme() -> None:
    assert list(programme(30, SEED, today=TODAY)) == list(programme(30, SEED, today=TODAY))


def test_another_seed_tells_another() -> None:
    one, other = (list(programme(12, seed, today=TODAY)) for seed in (SEED, 7))
    assert all(a.rows != b.rows for a, b in zip(one, other, strict=True))


def test_first_families_stay_when_more_come(many: list[FamilyStory]) -> None:
    assert list(programme(60, SEED, today=TODAY)) == many[:60]


def test_telling_can_begin_in_the_middle(many: list[FamilyStory]) -> None:
    assert list(programme(1005, SEED, today=TODAY, first=1000)) == many[1000:1005]


def test_ids_are_never_used_twice(many: list[FamilyStory]) -> None:
    ids = [row.id for story in many for rows in story.rows.values() for row in rows if hasattr(row, "id")]
    assert len(ids) == len(set(ids)) > 150_000


def test_profile_of_the_reference_programme(many: list[FamilyStory]) -> None:
    """X-09: 30 years old on average, two children (1 to 12), about a third each with mother, family, foster home."""
    ages = [
        (date.fromisoformat(story.of(r.Family)[0].opened_on) - date.fromisoformat(woman(story).born_on)).days / 365.25
        for story in many
        if woman(story).born_on
    ]
    assert 29.3 < statistics.mean(ages) < 30.7
    assert min(ages) > 15 and max(ages) < 50
    children = [len(story.of(r.Child)) for story in many]
    assert 1.85 < statistics.mean(children) < 2.15
    assert min(children) == 1 and 8 <= max(children) <= 12
    lives = Counter(
        row.kind for story in many for row in story.of(r.Living) if row.during.endswith(",)") and not row.superseded_at
    )
    everybody = lives.total()
    for kinds in (("mother", "shared_care"), ("kin", "father"), ("foster", "adoptive")):
        assert 0.28 < sum(lives[kind] for kind in kinds) / everybody < 0.39, lives


def test_about_a_hundred_events_each(many: list[FamilyStory]) -> None:
    rows = sum(len(rows) for story in many for rows in story.rows.values())
    assert 90 < rows / len(many) < 140
    assert sum(len(rows) for rows in many[4].rows.values()) >= 690


def test_a_third_of_the_notes_are_in_french(many: list[FamilyStory]) -> None:
    french = sum("{fr}" in woman(story).languages for story in many)
    assert 0.28 < french / len(many) < 0.38


def test_every_kind_of_thing_happens(many: list[FamilyStory]) -> None:
    missing = [kind.__name__ for kind in r.KINDS if not any(story.of(kind) for story in many)]
    assert missing == []
    states = {row.state for story in many for row in story.of(r.StateChange)}
    assert {"reaching_out", "getting_to_know", "active", "quiet", "ended_by_choice", "moved", "transferred"} <= states
    assert {row.kind for story in many for row in story.of(r.ReturnToUse)} == {"return", "near", "kept_safe"}
    assert {row.state for story in many for row in story.of(r.Child)} == {"expected", "born", "lost"}
    modes = {row.mode for story in many for row in story.of(r.Contact)}
    assert len(modes) == 10


def test_current_tracks_of_a_child_never_overlap(many: list[FamilyStory]) -> None:
    for story in many:
        for kind in (r.Living, r.Legal, r.Involvement):
            by_child: dict[str, list[tuple[date, date]]] = {}
            for row in story.of(kind):
                if row.superseded_at is None:
                    by_child.setdefault(row.child_id, []).append(range_of(row.during))
            for ranges in by_child.values():
                ranges.sort()
                assert all(since < until for since, until in ranges)
                assert all(a[1] <= b[0] for a, b in pairwise(ranges)), (story.index, kind, ranges)


def test_nothing_has_happened_in_the_future(many: list[FamilyStory]) -> None:
    for story in many:
        for kind in (r.Contact, r.Occasion, r.ReturnToUse, r.WelcomeBack, r.HandOver):
            assert all(row.on < TODAY.isoformat() for row in story.of(kind)), (story.index, kind)
        assert all(row.from_on < TODAY.isoformat() for row in story.of(r.StateChange))
        assert all(
            row.recorded_at < TODAY.isoformat()
            for rows in story.rows.values()
            for row in rows
            if hasattr(row, "recorded_at")
        )
        assert all(row.on >= TODAY.isoformat() for row in story.of(r.Promise) if row.state == "open")


def test_use_and_missed_visits_change_no_state(many: list[FamilyStory]) -> None:
    """T-11 in the told world: no state begins because of a return to use."""
    reasons = {row.because for story in many for row in story.of(r.StateChange)}
    assert reasons <= {
        "first_contact",
        "we_met",
        "she_wanted",
        "no_contact",
        "welcome_back",
        "her_choice",
        "moved_away",
        "other_service",
    }


def test_a_loss_stops_what_was_planned(many: list[FamilyStory]) -> None:
    losses = [(story, row) for story in many for row in story.of(r.Pregnancy) if row.outcome == "loss"]
    assert 5 <= len(losses) <= 60
    for story, lost in losses:
        remembered = [child for child in story.of(r.Child) if child.pregnancy_id == lost.id]
        assert [child.state for child in remembered] == ["lost"]
        assert not any(row.child_id == remembered[0].person_id for row in story.of(r.Living))


SAID = ("note", "also_present", "purpose", "between_you", "to_know", "what_helped", "who_cared", "support", "told",
        "next_step", "what", "goals", "children", "relationship", "came_by", "birth_plan",
        "basis", "why", "name", "strengths", "needs", "recommendations", "seen", "tool", "words")  # fmt: skip


def test_our_words_are_kind(many: list[FamilyStory]) -> None:
    texts = _texts(many[:300], SAID)
    assert len(texts) > 150
    found = {(text, to): check(text, audience=to) for text in texts for to in ("note", "woman")}
    assert {which: hits for which, hits in found.items() if hits} == {}


def _texts(stories: list[FamilyStory], fields: tuple[str, ...]) -> set[str]:
    return {
        text
        for story in stories
        for kind, rows in story.rows.items()
        for field in fields
        if field in kind._fields and kind not in (r.Person, r.Family)  # type: ignore[attr-defined]
        for row in rows
        if (text := getattr(row, field))
    }


def test_her_words_are_in_the_first_person(many: list[FamilyStory]) -> None:
    spoken = _texts(many[:300], ("her_words", "her_why"))
    assert len(spoken) > 40
    third = [text for text in spoken if text.lower().startswith(("she ", "elle ", "the client", "la cliente"))]
    assert third == []


def test_unusual_names_are_among_them(many: list[FamilyStory]) -> None:
    called = [woman(story).name for story in many]
    assert "" in called
    assert any(len(name) == 1 for name in called)
    assert any("\u0590" <= sign <= "\u06ff" for name in called for sign in name)
    assert any(ord(sign) > 0x1F000 for name in called for sign in name)


@pytest.mark.parametrize(("index", "name"), list(enumerate(NAMED.values())))
def test_named_stories_come_first(many: list[FamilyStory], index: int, name: str) -> None:
    assert woman(many[index]).name == name


def test_twins_keep_their_ids_and_came_early(many: list[FamilyStory]) -> None:
    twins = many[0]
    (pregnancy,) = twins.of(r.Pregnancy)
    assert pregnancy.expected_children == 2
    assert len(twins.of(r.DueDate)) == 2
    children = twins.of(r.Child)
    assert [child.gestation_days // 7 for child in children] == [34, 34]
    assert {dyad.began for dyad in twins.of(r.Dyad)} == {"conception"}
    began = {dyad.began_on for dyad in twins.of(r.Dyad)}
    assert all(day < pregnancy.outcome_on for day in began)
    in_hospital = [row for row in twins.of(r.Living) if row.kind == "hospital"]
    days = [(until - since).days for since, until in (range_of(row.during) for row in in_hospital)]
    assert sorted(days) == [9, 26]


def test_custody_story_of_one_of_two(many: list[FamilyStory]) -> None:
    story = many[1]
    theo, lise = (child.person_id for child in story.of(r.Child))
    where = [row.kind for row in sorted(story.of(r.Living), key=lambda row: row.during) if row.child_id == theo]
    assert where == ["mother", "elsewhere", "kin", "foster", "mother"]
    law = [
        row.kind
        for row in sorted(story.of(r.Legal), key=lambda row: row.during)
        if row.child_id == theo and not row.superseded_at
    ]
    assert law == ["no_order", "place_of_safety", "interim_care", "supervision", "returned"]
    late = [row for row in story.of(r.Legal) if row.superseded_at]
    assert len(late) == 1
    assert [row.kind for row in story.of(r.Living) if row.child_id == lise] == ["mother"]
    assert {row.state for row in story.of(r.StateChange)} == {"reaching_out", "getting_to_know", "active"}


def test_return_after_four_years_changes_nothing(many: list[FamilyStory]) -> None:
    story = many[2]
    returned = next(row for row in story.of(r.ReturnToUse) if row.kind == "return")
    began = date.fromisoformat(story.of(r.Family)[0].opened_on)
    assert (date.fromisoformat(returned.on) - began).days > 4 * 365
    assert "said to her first" in returned.told
    assert any(row.on == returned.on and row.reached == "met" for row in story.of(r.Contact))
    assert not any(row.from_on >= returned.on for row in story.of(r.StateChange))


def test_nine_quiet_months_and_welcome_back(many: list[FamilyStory]) -> None:
    story = many[3]
    quiet = next(row for row in story.of(r.StateChange) if row.state == "quiet")
    (back,) = story.of(r.WelcomeBack)
    met = sorted(row.on for row in story.of(r.Contact) if row.reached == "met" and row.on < back.on)
    assert 255 <= (date.fromisoformat(back.on) - date.fromisoformat(met[-1])).days <= 310
    assert quiet.from_on < back.on
    assert "not_available" in {row.state for row in story.of(r.Occasion)}
    assert any(row.because == "welcome_back" and row.from_on == back.on for row in story.of(r.StateChange))


def test_what_they_agreed_to_is_told_kindly_of_people_in_the_stories(many: list[FamilyStory]) -> None:
    told = dict(zip(NAMED, many, strict=False))
    for each in (*agreeing.WORKS, *agreeing.LOOKED, *agreeing.SAID, *agreeing.CAME_BACK):
        assert each.person in {person.name for person in told[each.story].of(r.Person)}
    for agreed in agreeing.AGREED:
        assert set(agreed.about) <= {person.name for person in told[agreed.story].of(r.Person)}
    words = [each.words for each in (*agreeing.SAID, *agreeing.CAME_BACK, *agreeing.STEPS)]
    words += [each.comment for each in (*agreeing.SAID, *agreeing.LOOKED)] + [each.reason for each in agreeing.OPENED]
    words += [
        agreeing.STATEMENT[3],
        *(need[3] for need in agreeing.NEEDS),
        *(each.explained for each in agreeing.AGREED),
    ]
    assert [found for text in words for found in check(text)] == []


def test_the_cast_is_fixed() -> None:
    roles = [role for member in people.CAST for role in member.roles]
    assert roles == [
        "counsellor", "counsellor", "therapist", "child_care", "outreach", "peer", "intake", "nurse",
        "child_development", "clinic", "childminder", "elder", "peer_supervisor", "supervisor", "manager", "privacy",
        "comparison", "evaluator", "administrator", "council", "coder", "facilitator", "steward", "trainer",
        "child_welfare", "child_welfare", "prenatal_partner", "partner_staff", "advocate", "funder", "peer_run",
        "kin_carer", "foster_carer", "foster_carer", "partner", "mother", "mother", "pregnant", "mother_apart",
    ]  # fmt: skip
    assert people.number("counsellor", 24) == 0 and people.number("counsellor", 25) == 1


def test_stories_need_no_django() -> None:
    code = "import sys, alongside.stewardship.demonstration; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_telling_does_not_keep_what_it_told() -> None:
    assert inspect.isgenerator(programme(50_000, SEED, today=TODAY))


@pytest.mark.parametrize("families", [120, 2000])
def test_people_come_and_go_as_in_life(many: list[FamilyStory], families: int) -> None:
    """S-060: in the last year, between one in twenty and one in four of the families got to know somebody new."""
    year_ago = TODAY.replace(year=TODAY.year - 1)
    with_one = changed = 0
    for story in many[:families]:
        hers = sorted(range_of(key.during) for key in story.of(r.KeyWorker) if key.person_id == woman(story).id)
        with_one += any(until > year_ago for _since, until in hers)
        changed += any(since >= year_ago for since, _until in hers[1:])
    assert with_one > families / 3
    assert 0.05 < changed / with_one < 0.25


def test_children_grow_along_the_usual_and_mothers_hear_first(many: list[FamilyStory]) -> None:
    grown = [row for story in many for row in story.of(r.Growth)]
    assert len(grown) > 5000 and all(0.5 < float(row.value) < 130 for row in grown)
    told = {row.id: row.told_on for story in many for row in story.of(r.Development)}
    assert 0 < sum(day is None for day in told.values()) < len(told) / 5  # some are waiting, most were told
    early = [row for story in many for row in story.of(r.Development) if row.corrected_months is not None]
    assert early and all(row.corrected_months <= row.months < 24 for row in early)


def test_the_two_are_seen_by_one_or_by_three(many: list[FamilyStory]) -> None:
    sources = {row.source for story in many for row in story.of(r.Occasion)}
    assert sources == {"her_report", "clinician", "observed"}
    rated = {row.occasion_id for story in many for row in story.of(r.Rating)}
    assert rated == {row.id for story in many for row in story.of(r.Occasion) if row.source == "clinician"}
    dyads = [len({row.source for row in story.of(r.Occasion) if row.source != "her_report"}) for story in many]
    assert {0, 1, 2} <= set(dyads)


def test_goals_are_of_their_usual_kind_and_go_up_and_down_for_years(many: list[FamilyStory]) -> None:
    goals = {row.id: row for story in many for row in story.of(r.Goal)}
    assert len(goals) > 900 and {row.lane for row in goals.values()} == set(Lane)
    assert all(row.category == usual_category(row.lane, row.for_whom) for row in goals.values())
    numbers: dict[str, list[r.GoalRating]] = {}
    for story in many:
        for row in story.of(r.GoalRating):
            numbers.setdefault(row.goal_id, []).append(row)
    assert all(row.value is None or 0 <= row.value <= 10 for rows in numbers.values() for row in rows)
    assert any(row.value is None and row.words for rows in numbers.values() for row in rows)
    assert any(rows[-1].on[:4] > f"{int(rows[0].on[:4]) + 2}" for rows in numbers.values())
    falls = [
        a
        for rows in numbers.values()
        for a, b in pairwise(rows)
        if None not in (a.value, b.value) and b.value < a.value
    ]
    assert len(falls) > 100  # as in life
    states = Counter(row.state for story in many for row in story.of(r.GoalStanding))
    assert set(states) == set(Standing)
    assert all(row.into_id in goals for story in many for row in story.of(r.GoalStanding) if row.state == "changed")


def test_each_of_the_named_stories_has_goals(many: list[FamilyStory]) -> None:
    assert all(len(story.of(r.Goal)) >= 2 for story in many[: len(NAMED)])


def test_each_of_the_named_stories_has_a_safety_plan_of_its_kind_and_nobody_else(many: list[FamilyStory]) -> None:
    plans = [plan for story in many for plan in story.of(r.SafetyPlan)]
    assert {plan.kind for plan in plans} == set(PlanKind)
    assert all(plan.category == OF_KIND[PlanKind(plan.kind)] for plan in plans)
    assert all(story.of(r.SafetyPlan) for story in many[: len(NAMED)]) and len(plans) < 10
    for story in many:
        kinds = {plan.id: PlanKind(plan.kind) for plan in story.of(r.SafetyPlan)}
        for row in story.of(r.SafetyVersion):
            assert set(json.loads(row.said)) <= {step.value for step in STEPS[kinds[row.plan_id]]}


def test_each_of_the_named_stories_has_a_plan_whose_lanes_are_of_their_kind(many: list[FamilyStory]) -> None:
    rows = [row for story in many for row in story.of(r.LaneVersion)]
    assert {row.lane for row in rows} == set(LANES) and all(row.category == OF_LANE[Lane(row.lane)] for row in rows)
    assert all(row.leads in LEADING for row in rows)
    assert all(check_steps([LaneStep.read(step) for step in json.loads(row.steps)]) for row in rows)
    assert all(story.of(r.LaneVersion) for story in many[: len(NAMED)])
    signed = {row.version_id for story in many for row in story.of(r.LaneSignature)}
    assert 0 < len(signed) < len(rows)  # some she has not looked at yet, and nothing follows from it
    now = Counter((row.family_id, row.lane) for row in rows if row.superseded_at is None)
    assert set(now.values()) == {1}
