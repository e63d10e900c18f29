"""Answered one by one: kept at once, once, and only where it is asked."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from alongside.assessment import actions, queries, rules
from alongside.assessment.actions import watching
from alongside.assessment.models import Answer, Occasion
from alongside.assessment.terms import No
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.sittings.sitting import STAMP, alder, ana, begun, save
from tests.cast import CAST, T0, acting_as
from tests.client import statements

pytestmark = [pytest.mark.django_db(databases=["default", "loader"]), pytest.mark.usefixtures("w1")]


# --- answering ------------------------------------------------------------------------------------------------------


def test_an_answer_is_saved_at_once_and_a_changed_one_supersedes_it() -> None:
    started = begun()
    first = save(started, "1", "2")
    changed = save(started, "1", 3)
    assert (first.again, changed.again, changed.asked.answers) == (False, False, {"1": 3})
    assert Occasion.objects.get(pk=started.now[0].pk).state == "partly"
    rows = list(queries.versions_of(started.now[0].pk))
    assert [(row.value, row.superseded_at is None) for row in rows] == [(3, True), (2, False)]


def test_an_answer_that_arrives_twice_is_one_row() -> None:
    started, key = begun(), uuid.uuid4()
    one, two = save(started, "1", 1, key=key), save(started, "1", 1, key=key)
    assert (two.again, one.answer.pk) == (True, two.answer.pk)
    save(started, "1", 2)
    assert save(started, "1", 1, key=key).again  # a copy that comes late changes nothing
    assert [row.value for row in queries.answers_of([started.now[0].pk])] == [2]


def test_another_choice_with_the_key_of_an_earlier_one_is_not_lost() -> None:
    started, key = begun(), uuid.uuid4()
    save(started, "1", 1, key=key)
    assert not save(started, "1", 2, key=key).again
    assert save(started, "1", 2, key=key).again
    assert [row.value for row in queries.answers_of([started.now[0].pk])] == [2]


@pytest.mark.parametrize(
    ("item", "value", "because"),
    [
        ("1", 4, No.NOT_A_CHOICE),
        ("1", -1, No.NOT_A_CHOICE),
        ("1", "often", No.NOT_A_CHOICE),
        ("1", "1e400", No.NOT_A_CHOICE),
        ("1", "NA", No.NA_NOT_ALLOWED),
        ("1", ["1", "2"], No.ASKED_TWICE),
        ("99", 1, No.UNKNOWN_ITEM),
        ("total", 12, No.UNKNOWN_ITEM),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_nothing_else_is_lost(item: str, value: object, because: No) -> None:
    started = begun()
    save(started, "2", 2)
    with refused(because) as no:
        save(started, item, value)
    assert item == "99" or item == "total" or no.value.detail["value"] == value
    assert [(row.item, row.value) for row in queries.answers_of([started.now[0].pk])] == [("2", 2)]


def test_prefer_not_to_say_is_an_answer_and_not_the_same_as_not_asked() -> None:
    started = begun()
    save(started, "1", "prefer_not")
    save(started, "2", 1)
    save(started, "2", None)  # she takes it back
    rows = {row.item: row.standing for row in queries.answers_of([started.now[0].pk])}
    assert rows == {"1": "prefer_not", "2": "cleared"}
    [part] = queries.parts(started.sitting.pk)
    assert part.answers == {"1": "prefer_not"}
    assert rules.first_open(part.items, part.answers) == "2"


def test_what_does_not_apply_is_kept_as_such() -> None:
    started = begun("DAST-10", "BAM")
    with refused(No.NA_NOT_ALLOWED):
        save(started, "1", "NA")


def test_an_answer_after_the_end_is_not_added_and_is_given_back() -> None:
    started = begun()
    save(started, "1", 2)
    actions.finish(sitting=started.sitting, **STAMP)
    with refused(No.SITTING_OVER) as no:
        save(started, "1", 3)
    assert no.value.detail["value"] == 3
    assert [row.value for row in queries.answers_of([started.now[0].pk])] == [2]


def test_an_occasion_of_an_unknown_version_is_not_answered() -> None:
    started = begun()
    with refused(No.MEASURE_UNKNOWN):
        save(started, "1", 1, occasion=CAST_OCCASION)


CAST_OCCASION = uuid.uuid5(uuid.UUID("0190d0b0-0000-7000-8000-000000000000"), "occasion 1")


def test_a_question_of_another_sitting_is_not_answered_in_this_one() -> None:
    started, other = begun(), begun("GAD-7")
    with refused(No.NOT_IN_THIS_SITTING):
        save(started, "1", 1, occasion=other.now[0].pk)


def test_a_saved_answer_takes_at_most_eight_statements() -> None:
    started = begun()
    for value in (1, 2):  # the first one, with which it is begun; one that changes it
        with statements() as asked:
            save(started, "1", value)
        assert len(asked) <= 6, asked


# --- answers somebody is told of ------------------------------------------------------------------------------------


def test_every_answer_to_a_watched_question_reaches_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, Any, bool | None]] = []

    def hear(*, answer: Answer, confirmed: bool | None, by: uuid.UUID, at: Any) -> None:
        heard.append((answer.item, answer.value, confirmed))

    for module in ("answering", "results"):
        monkeypatch.setattr(f"alongside.assessment.actions.{module}.watch_answer", hear)
    started = begun()
    save(started, "1", 3)
    saved = save(started, "9", 1)
    assert saved.told and not save(started, "1", 2).told
    actions.confirm_answer(answer=saved.answer, **STAMP)
    save(started, "9", 0)
    assert heard == [("9", 1, None), ("9", 1, True), ("9", 0, None)]
    assert watching.watch_answer is not hear


def test_she_reads_who_sees_the_answer_before_the_question() -> None:
    from alongside.assessment.models import Protocol

    with acting_as("SUP"):
        for instrument, words in (("", "for all"), ("PHQ-9", "for this one")):
            Protocol.objects.create(
                agency=CAST["LEAD"], instrument=instrument, told_before=words, told_before_fr=f"fr {words}", steps="x",
                recorded_by=CAST["SUP"], recorded_at=T0,
            )  # fmt: skip
    with acting_as("W1"):
        assert queries.told_before(CAST["LEAD"], "PHQ-9", "en") == "for this one"
        assert queries.told_before(CAST["LEAD"], "CORE-10", "fr-ca") == "fr for all"
        assert queries.told_before(CAST["CAS"], "CORE-10", "en") == ""


# --- ACE: the number alone ------------------------------------------------------------------------------------------


def test_of_the_hardest_questions_only_the_number_is_kept() -> None:
    actions.choose(family=alder(), woman=ana(), instrument="ACE-10", wants=True, **STAMP)
    started = begun("ACE-10", person_at_hand=CAST["W1"], before="fine")
    [part] = queries.parts(started.sitting.pk)
    assert part.items == ["total"]
    save(started, "total", 4)
    actions.finish(sitting=started.sitting, **STAMP)
    occasion = Occasion.objects.get(pk=started.now[0].pk)
    assert (occasion.state, occasion.total) == ("done", 4)
