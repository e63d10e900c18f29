"""The two, seen by three, in the room: rating, coding, a second look, and who sees which view (T-17)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.assessment import actions, queries
from alongside.assessment.actions import Coding
from alongside.assessment.models import ClinicianRating, Observation, Occasion, Score
from alongside.assessment.rules import pictures as rules
from alongside.families.models import Dyad, Family
from alongside.instruments import queries as instruments
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident

BY = {"by": CAST["W1"], "at": T0}
db = pytest.mark.django_db(databases=["default", "gate", "loader"])
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
