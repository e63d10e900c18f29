"""The two, seen by three: side by side, time by time, differences to talk about, one view said to be one (T-17)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from alongside.assessment import actions, queries
from alongside.assessment.actions import Coding
from alongside.assessment.models import ClinicianRating, Observation, Occasion, Score
from alongside.assessment.rules import pictures as rules
from alongside.assessment.rules.pictures import CLINICIAN, HERS, PLAY, Difference, Reading
from alongside.families.models import Dyad, Family
from alongside.instruments import queries as instruments
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident

BY = {"by": CAST["W1"], "at": T0}
db = pytest.mark.django_db(databases=["default", "gate", "loader"])
D = date(2025, 6, 1)

# --- rules: plain Python ----------------------------------------------------------------------------------------------

PBQ = Reading(HERS, "PBQ", "Total", D, 10, 0, 125, "lower")
LEVEL = Reading(CLINICIAN, "Rating", "Level", D, 4, 1, 5, "higher")
CARE = Reading(PLAY, "CARE-Index", "Adult: sensitive", D, 9, 0, 14, "higher")


@pytest.mark.parametrize(
    ("reading", "half"),
    [
        (LEVEL, "close"),
        (replace(LEVEL, value=3), ""),  # the very middle says nothing
        (replace(LEVEL, value=2), "less"),
        (PBQ, "close"),  # fewer difficulties
        (replace(PBQ, value=100), "less"),
        (replace(PBQ, better=""), ""),
        (replace(PBQ, value=None), ""),
        (replace(PBQ, low=None, high=None), ""),
    ],
)
def test_in_which_half_of_its_own_measure(reading: Reading, half: str) -> None:
    assert reading.half == half


FLIPS = {
    "all alike": ([PBQ, LEVEL, CARE], []),
    "play lies elsewhere": (
        [PBQ, LEVEL, replace(CARE, value=3)],
        [Difference("now", HERS, PLAY), Difference("now", CLINICIAN, PLAY)],
    ),
    "she finds it harder than it looks": ([replace(PBQ, value=90), LEVEL], [Difference("now", CLINICIAN, HERS)]),
    "a clinician in the middle": ([PBQ, replace(LEVEL, value=3), CARE], []),
    # One coder's scales that point both ways are no difference to anybody: nothing is averaged.
    "play points both ways": (
        [PBQ, CARE, replace(CARE, scale="Child: difficult", value=12, better="lower")],
        [],
    ),
    "one alone": ([replace(CARE, value=1)], []),
}


@pytest.mark.parametrize("name", FLIPS)
def test_what_differs_now(name: str) -> None:
    now, differs = FLIPS[name]
    assert rules.differences(now) == differs


def test_what_moved_apart_since_the_time_before() -> None:
    before = [replace(PBQ, value=20), replace(CARE, value=11)]
    assert rules.differences([PBQ, CARE], before) == [Difference("since", HERS, PLAY)]
    assert rules.differences([PBQ, replace(CARE, value=12)], before) == []
    assert rules.differences([PBQ, replace(CARE, value=11)], before) == []  # unchanged is no movement
    # Another measure, or another coder, is not the same line.
    assert rules.differences([PBQ, replace(CARE, measure="EAS")], before) == []
    assert rules.differences([PBQ, replace(CARE, coding=2)], before) == []


def test_one_view_alone_is_said_to_be_one() -> None:
    assert rules.one_alone([LEVEL]) and rules.one_alone([CARE, replace(CARE, coding=2)])
    assert not rules.one_alone([LEVEL, PBQ]) and not rules.one_alone([])
    # What was brought over is nobody's view: it makes no second one.
    assert rules.one_alone([LEVEL, replace(PBQ, source="imported")])


def rows(*told: tuple[int, int, str]) -> list[tuple[int, date, str]]:
    return [(n, D + timedelta(days=days), wave) for n, days, wave in told]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(1, 0, ""), (2, 92, "")], [(1, 2)]),
        ([(1, 0, ""), (2, 93, "")], [(2,), (1,)]),
        ([(1, 0, "6 months"), (2, 45, ""), (3, 46, "")], [(3,), (1, 2)]),
        ([(1, 0, "yearly"), (2, 183, "Yearly ")], [(1, 2)]),
        ([(1, 0, "yearly"), (2, 184, "yearly")], [(2,), (1,)]),
        ([(1, 0, "intake"), (2, 10, "12 months")], [(2,), (1,)]),
        ([(1, 0, "intake"), (2, 30, ""), (3, 50, "6 months")], [(2, 3), (1,)]),  # the nearer of two
        ([], []),
    ],
)
def test_what_belongs_to_one_time(told: list[tuple[int, int, str]], found: list[tuple[int, ...]]) -> None:
    assert [time.members for time in rules.times(rows(*told))] == found


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(["", "intake", "6 months", "yearly"])), max_size=40))
def test_everything_belongs_to_exactly_one_time(told: list[tuple[int, str]]) -> None:
    every = [(n, D + timedelta(days=days), wave) for n, (days, wave) in enumerate(told)]
    found = rules.times(every)
    assert sorted(member for time in found for member in time.members) == list(range(len(told)))
    assert found == rules.times(reversed(every))
    assert [t.last for t in found] == sorted((t.last for t in found), reverse=True)


def test_how_far_two_coders_agree() -> None:
    found = rules.agreement({"a": 3, "b": 4, "c": 2.5, "d": None, "e": 1}, {"a": 3, "b": 5, "c": 3, "d": 2})
    assert found == rules.Agreement(3, 1, 2, 0.5, 1)
    assert rules.agreement({}, {"a": 1}) == rules.Agreement(0, 0, 0, 0.5, None)


RATE = {
    "as it was": ({}, "", ""),
    "no words for the levels": ({"anchors": []}, "anchors_needed", "level"),
    "one level without words": ({"anchors": [1, 2, 3, 4]}, "anchors_needed", "level"),
    "tomorrow": ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
    "no level": ({"level": None}, "no_such_level", "level"),
    "level 6": ({"level": 6}, "no_such_level", "level"),
    "resting on nothing": ({"evidence": []}, "evidence_needed", "evidence"),
    "nothing seen": ({"seen": " "}, "seen_needed", "seen"),
}


@pytest.mark.parametrize("name", RATE)
def test_a_rating_rests_on_something(name: str) -> None:
    change, because, field = RATE[name]
    asked = {"on": TODAY, "today": TODAY, "level": 3, "evidence": ["sessions"], "seen": "Warm.", "anchors": range(1, 6)}
    decision, about = rules.check_rating(**{**asked, **change})
    assert (decision.because, about) == (because, field)


def test_a_second_coder_is_somebody_else() -> None:
    def said(**more: object) -> str:
        asked = {
            "filmed_on": TODAY,
            "today": TODAY,
            "coder": "A",
            "coder_name": "",
            "first_coder": "A",
            "second": False,
        }
        return rules.check_coding(**{**asked, **more})[0].because

    assert said() == "" == said(second=True, coder="B", asked="B")
    assert said(second=True, coder="B") == "ask_first" == said(second=True, coder="B", asked="C")
    assert said(second=True, coder=None, coder_name="Kim") == ""  # somebody from elsewhere, who sees nothing here
    assert said(second=True) == "same_coder"
    assert said(coder=None) == "coder_needed"
    assert said(coder=None, coder_name="Kim") == ""
    assert said(coder=None, coder_name=" kim", first_coder=None, first_name="Kim", second=True) == "same_coder"
    assert said(filmed_on=TODAY + timedelta(days=1)) == "in_future"


# --- in the room ------------------------------------------------------------------------------------------------------

WORDS = ["Far from each other", "Looking for each other", "Sometimes together", "Often together", "At ease together"]
SUMS = [("sensitive", 9), ("controlling", 3), ("unresponsive", 2), ("cooperative", 8), ("difficult", 2),
        ("compulsive", 1), ("passive", 3)]  # fmt: skip


def two(child: str = "BEE") -> Dyad:
    return Dyad.objects.get(pk=dyad("ANA", child))


def anchored() -> None:
    with acting_as("SUP"):
        actions.write_anchors(agency=CAST["LEAD"], words=WORDS, by=CAST["SUP"], at=T0)


def rate(**more: object) -> Occasion:
    told = {
        "family": Family(id=CAST["ALDER"]), "dyad": two(), "agency": CAST["LEAD"], "level": 4,
        "evidence": ["sessions", "file"], "seen": "They look for each other.", "on": TODAY, **BY,
    }  # fmt: skip
    return actions.rate_relationship(**{**told, **more})


def care_index() -> uuid.UUID:
    found = instruments.published("CARE-INDEX")
    assert found is not None
    return found.id


def code(**more: object) -> Occasion:
    with_sums = {
        "family": Family(id=CAST["ALDER"]), "dyad": two(), "definition": care_index(), "values": SUMS,
        "coding": Coding("free_play", TODAY - timedelta(days=3), coder=CAST["PIT"], minutes=5, blind=True), **BY,
    }  # fmt: skip
    return actions.record_play(**{**with_sums, **more})


@db
def test_a_rating_waits_for_the_words_of_the_site_and_says_what_it_rests_on() -> None:
    with acting_as("W1"), pytest.raises(Refused) as no:
        rate()
    assert no.value.because == "anchors_needed"
    with acting_as("W1"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.write_anchors(agency=CAST["LEAD"], words=WORDS, **BY)  # a counsellor does not keep instruments
    anchored()
    with acting_as("W1"):
        found = rate()
        assert (found.source, found.respondent, found.total) == ("clinician", "clinician", 4)
        assert ClinicianRating.objects.get(occasion=found).evidence == ["sessions", "file"]
        with pytest.raises(Refused) as no:
            rate(level=2)
        assert no.value.because == "already_recorded"
        rate(dyad=two("BO"), level=2)  # each child has a picture of its own
        assert [each.occasion.total for each in queries.seen(CAST["ALDER"], dyad("ANA", "BO"))] == [2]


@db
def test_play_is_coded_by_the_measures_own_sums() -> None:
    with acting_as("W1"):
        for item, value in (("sensitive", 10), ("passive", 4)):
            wrong = [(name, value if name == item else found) for name, found in SUMS]
            with pytest.raises(Refused) as no:
                code(values=wrong)
            assert no.value.because == "cannot_stand"
            assert no.value.field == ("unresponsive" if item == "sensitive" else "passive")
        assert not Occasion.objects.filter(instrument="CARE-INDEX").exists()
        found = code()
        held = Observation.objects.get(occasion=found)
        assert (held.coder, held.blind, held.minutes, held.second_of_id) == (CAST["PIT"], True, 5, None)
        assert Score.objects.get(occasion=found, scale="sensitive").value == 9
        with pytest.raises(Refused) as no:
            code(definition=instruments.published("PHQ-9").id)
        assert no.value.because == "not_a_measure_of_play"


@db
def test_the_second_coder_sees_the_same_play_and_is_somebody_else() -> None:
    changed = [("sensitive", 8), ("controlling", 4), *SUMS[2:]]
    with acting_as("W1"):
        first = code()
        play = Coding("free_play", first.on, coder=CAST["PIT"])

        def refused(because: str, **more: Any) -> None:
            with pytest.raises(Refused) as no:
                code(second_of=first.pk, **more)
            assert no.value.because == because

        refused("same_coder", coding=play)
        refused("ask_first", coding=replace(play, coder=CAST["W1"]))  # she typed in the first one
        actions.ask_second(occasion=first, coder=CAST["SUP"], **BY)
        hers = replace(play, coder=CAST["SUP"])
        refused("ask_first", coding=replace(play, coder=CAST["W1"]))
        refused("no_first_coding", coding=replace(hers, filmed_on=TODAY))
        refused("no_first_coding", coding=hers, dyad=two("BO"))
    with acting_as("SUP"):
        second = code(second_of=first.pk, coding=hers, values=changed, by=CAST["SUP"])
        assert second.coding == 2 and second.observation.second_of_id == first.pk
        one, other = queries.seen(CAST["ALDER"], dyad("ANA", "BEE"))
        assert rules.agreement(one.values, other.values) == rules.Agreement(7, 5, 5, 0.5, 1)


@db
def test_whoever_is_asked_for_a_second_look_sees_nothing_of_the_first_until_she_has_saved_hers() -> None:
    hers = Coding("free_play", TODAY - timedelta(days=3), coder=CAST["SUP"])
    with acting_as("W1"):
        first = code(note="They sing.", coding=replace(hers, coder=CAST["PIT"], second_coder=CAST["SUP"]))

    def sees() -> list[int]:
        """Everything that could tell her what was found: rows, results, the timeline, the page."""
        with connection.cursor() as cursor:
            found = []
            for table, column in (("occasion", "id"), ("answer", "occasion_id"), ("score", "occasion_id"),
                                  ("observation", "occasion_id")):  # fmt: skip
                cursor.execute(f"select count(*) from assessment_{table} where {column} = %s", [first.pk])
                found.append(cursor.fetchone()[0])
        lines = queries.results(CAST["ALDER"], today=TODAY, subject=dyad("ANA", "BEE"))
        return [*found, len(lines), len(queries.seen(CAST["ALDER"], dyad("ANA", "BEE")))]

    with acting_as("SUP"):
        assert sees() == [0, 0, 0, 0, 0, 0]
        [play] = queries.plays_to_code(CAST["ALDER"], dyad("ANA", "BEE"))
        assert (play.occasion, play.on, play.play, play.second_coder) == (
            first.pk,
            TODAY - timedelta(days=3),
            "free_play",
            CAST["SUP"],
        )
        with connection.cursor() as cursor:  # nor can she take it upon herself to be asked no more
            cursor.execute("update assessment_observation set second_coder = null where occasion_id = %s", [first.pk])
            assert cursor.rowcount == 0
    for who in ("W1", "PIT", "DIR"):
        with acting_as(who):
            assert all(sees()), who
    with acting_as("SUP"):
        code(second_of=first.pk, coding=hers, by=CAST["SUP"])
        assert all(sees())
        assert queries.plays_to_code(CAST["ALDER"], dyad("ANA", "BEE")) == []


@db
def test_who_can_be_asked_and_by_whom() -> None:
    with acting_as("W1"):
        first = code()
        for coder, because in ((CAST["PIT"], "same_coder"), (CAST["W1"], "has_seen_it")):
            with pytest.raises(Refused) as no:
                actions.ask_second(occasion=first, coder=coder, **BY)
            assert (no.value.because, no.value.field) == (because, "second_coder")
        with pytest.raises(Refused) as no:
            code(coding=Coding("free_play", TODAY, coder=CAST["PIT"], second_coder=CAST["W1"]))
        assert no.value.because == "has_seen_it"
        actions.ask_second(occasion=first, coder=CAST["SUP"], **BY)
    with acting_as("SUP"):
        assert not Observation.objects.exists()
    with acting_as("W1"):
        actions.ask_second(occasion=first, coder=None, **BY)
    with acting_as("SUP"):
        assert Observation.objects.count() == 1
    for who in ("W2", "W3", "EVAL", "p_ana"):
        with acting_as(who):
            assert queries.plays_to_code(CAST["ALDER"], dyad("ANA", "BEE")) == []
            with pytest.raises(Observation.DoesNotExist), transaction.atomic():
                actions.ask_second(occasion=first, coder=CAST["SUP"], by=CAST[who], at=T0)


@db
def test_a_second_coding_is_of_a_first_one_of_the_same_two() -> None:
    insert = (
        "insert into assessment_observation (id, recorded_by, family_id, subject, category, occasion_id, second_of_id,"
        " play, filmed_on, recording, coder_name, certified_by)"
        " values (gen_random_uuid(), %s, %s, %s, 8, %s, %s, 'care', now(), '', 'x', '')"
    )

    def write(second_of: uuid.UUID) -> None:
        held = Occasion.objects.create(
            family_id=CAST["ALDER"], subject=dyad("ANA", "BEE"), category=8, instrument="X", on=TODAY, state="partly",
            recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [CAST["W1"], CAST["ALDER"], dyad("ANA", "BEE"), held.pk, second_of])

    with acting_as("W1"):
        first, other = code(), code(dyad=two("BO"))
        second = code(second_of=first.pk, coding=Coding("free_play", first.on, coder_name="Kim"))
        for second_of in (other.pk, second.pk, ident("occasion 1"), uuid.uuid4()):
            with pytest.raises(ProgrammingError, match="row-level security"):
                write(second_of)
        write(first.pk)


@db
def test_three_views_in_a_fixed_number_of_statements_and_none_put_together() -> None:
    anchored()
    with acting_as("W1"):
        rate()
        first = code()
        actions.reflect(
            family=Family(id=CAST["ALDER"]), dyad=two(), on=TODAY, words="", her_words="He was tired.", **BY
        )
        with CaptureQueriesContext(connection) as few:
            seen = queries.seen(CAST["ALDER"], dyad("ANA", "BEE"), CAST["ANA"])
        assert {each.occasion.source for each in seen} == {"clinician", "observed"}
        for n in range(1, 9):
            day = first.on - timedelta(days=n)
            code(coding=Coding("free_play", day, coder=CAST["PIT"]))
        with CaptureQueriesContext(connection) as many:
            assert len(queries.seen(CAST["ALDER"], dyad("ANA", "BEE"), CAST["ANA"])) == 10
        assert len(few) == len(many) <= 6
        assert [r.her_words for r in queries.reflections(CAST["ALDER"], dyad("ANA", "BEE"))] == ["He was tired."]
        with pytest.raises(Refused) as no:
            actions.reflect(family=Family(id=CAST["ALDER"]), dyad=two(), on=TODAY, words=" ", **BY)
        assert no.value.because == "words_needed"


@db
def test_strangers_see_no_view_and_childrens_workers_what_is_between_the_two() -> None:
    anchored()
    with acting_as("W1"):
        rate()
        code()
        actions.reflect(family=Family(id=CAST["ALDER"]), dyad=two(), on=TODAY, words="Ours.", **BY)
    for who in ("W2", "W3", "p_cal", "p_foster", "p_dot", "CW1", "NUR", "EVAL", "SITE2", "PEER"):
        with acting_as(who):
            assert queries.seen(CAST["ALDER"], dyad("ANA", "BEE"), CAST["ANA"]) == [], who
            assert queries.reflections(CAST["ALDER"], dyad("ANA", "BEE")) == [], who
            assert not ClinicianRating.objects.exists() and not Observation.objects.exists(), who
    with acting_as("PIT"):
        assert len(queries.seen(CAST["ALDER"], dyad("ANA", "BEE"))) == 2


@db
def test_what_a_rating_rests_on_is_about_the_same_two() -> None:
    anchored()
    with acting_as("W1"), connection.cursor() as cursor:
        found = rate()
        insert = (
            "insert into assessment_clinicianrating (id, recorded_by, family_id, subject, category, occasion_id,"
            " evidence, seen) values (gen_random_uuid(), %s, %s, %s, 8, %s, '{}', 'x')"
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(insert, [CAST["W1"], CAST["ALDER"], dyad("ANA", "BO"), found.pk])
