"""``alongside import answers``: files as they are, answers as they were given, scores that the twin agrees with."""

from __future__ import annotations

import csv
import json
import random
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from django.db import ProgrammingError, transaction

from alongside.assessment import queries as assessment
from alongside.assessment.models import Alert, Answer, Occasion, Score
from alongside.instruments import catalogue
from alongside.instruments import queries as instruments
from alongside.instruments.rules import PREFER_NOT, Definition, read
from alongside.instruments.rules.many import score_many
from alongside.stewardship.actions.importing_answers import bring_people_with_answers
from alongside.stewardship.rules.answers import Answers, Columns, ready
from tests.cast import CAST, acting_as
from tests.client import statements

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WIDE = Columns("who", "day", "wave")
ITEMS = [str(n) for n in range(1, 11)]


def terms_of(start: str) -> Definition:
    return read(json.loads(next(each.text() for each in catalogue.shipped() if each.path.name.startswith(start))))


def written(folder: Path, text: str) -> Path:
    path = folder / "answers.csv"
    path.write_text(text, "utf-8")
    return path


def phq(folder: Path, text: str, columns: Columns = WIDE) -> Answers:
    return Answers(written(folder, text), columns, terms_of("phq-9."), today=TODAY)


def said(found: Answers) -> list[str]:
    mine = [problem for person in found.people.values() for problem in person.problems]
    return [str(problem) for problem in (*found.problems, *found.astray, *mine)]


HEAD = "who,day,wave," + ",".join(ITEMS) + "\n"


def test_a_wide_file_is_read_as_it_was_given(tmp_path: Path) -> None:
    found = phq(tmp_path, HEAD + "a,2025-01-10,start,3,2,1,0,,prefer_not,1,1,0,2\na,2025-07-10,,1,1,1,1,1,1,1,1,0,\n")
    assert said(found) == []
    [person] = ready(found)
    first, second = (person.forms[day] for day in sorted(person.forms))
    assert first.wave == "start" and first.answers == {
        "1": "3", "2": "2", "3": "1", "4": "0", "6": PREFER_NOT, "7": "1", "8": "1", "9": "0", "10": "2",
    }  # fmt: skip
    assert "10" not in second.answers and person.start == date(2025, 1, 10)


def test_a_long_file_says_the_same(tmp_path: Path) -> None:
    rows = "".join(f"a,2025-01-10,{n},{n % 4}\n" for n in range(1, 10))
    found = phq(tmp_path, "who,day,q,a\n" + rows, Columns("who", "day", item="q", answer="a"))
    [person] = ready(found)
    assert person.forms[date(2025, 1, 10)].answers == {str(n): str(n % 4) for n in range(1, 10)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD + "a,2025-01-10,,4,,,,,,,,,\n", "answers.csv, line 2: 1 is “4”, which is not one of its answers"),
        (HEAD + "a,2025-01-10,,often,,,,,,,,,\n", "line 2: 1 is “often”"),
        (HEAD + "a,2025-01-10,,1.5,,,,,,,,,\n", "line 2: 1 is “1.5”"),
        (HEAD + "a,2027-01-10,,1,,,,,,,,,\n", "a day still to come"),
        (HEAD + "a,31/02/2025,,1,,,,,,,,,\n", "day is “31/02/2025”"),
        (HEAD + ",2025-01-10,,1,,,,,,,,,\n", "it is not clear whose row this is"),
        (HEAD + "a,2025-01-10,,1\n", "This row has 4 cells and the header 13"),
        (HEAD + 2 * "a,2025-01-10,,1,,,,,,,,,\n", "line 3: This person's 2025-01-10 is already in line 2"),
        ("who,day,wave,1,12\na,2025-01-10,,1,1\n", "“12” is no question of PHQ-9."),
        ("who,day,wave,note\na,2025-01-10,,1\n", "“note” is no question of PHQ-9."),
        ("who,day,wave\na,2025-01-10,\n", "No column is a question of PHQ-9"),
        ("who,wave,1\na,,1\n", "There is no column “day”"),
        ("who,day,wave,1,1\na,2025-01-10,,1,1\n", "Two columns are called “1”"),
        (HEAD, "There are no rows under the header."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_and_line(tmp_path: Path, text: str, problem: str) -> None:
    found = phq(tmp_path, text)
    assert any(problem in each for each in said(found)), said(found)
    assert list(ready(found)) == [] or found.problems or found.astray


def test_in_a_long_file_too(tmp_path: Path) -> None:
    text = "who,day,q,a\na,2025-01-10,1,1\na,2025-01-10,1,2\nb,2025-01-10,99,1\nc,2025-01-10,3,1\n"
    found = phq(tmp_path, text, Columns("who", "day", item="q", answer="a"))
    assert any("line 3: The answer to 1 is there twice for this day" in each for each in said(found))
    assert any("line 4: “99” is no question of PHQ-9." in each for each in said(found))
    assert [person.key for person in ready(found)] == ["c"]


def test_answers_that_cannot_stand_together_leave_the_person_out(tmp_path: Path) -> None:
    path = written(tmp_path, "who,day,4,5\na,2025-01-10,1,3\n")
    found = Answers(path, Columns("who", "day"), terms_of("bam."), today=TODAY)
    assert any("cannot stand together" in each for each in said(found)) and list(ready(found)) == []


def test_not_applicable_is_an_answer_only_where_the_measure_allows_it(tmp_path: Path) -> None:
    path = written(
        tmp_path, "who,day," + ",".join(str(n) for n in range(1, 16)) + "\na,2025-01-10,NA,NA" + ",3" * 13 + "\n"
    )
    [person] = ready(Answers(path, Columns("who", "day"), terms_of("kpcs."), today=TODAY))
    answers = person.forms[date(2025, 1, 10)].answers
    assert answers["1"] == "NA" and "2" not in answers


# --- into the record ----------------------------------------------------------------------------------------------


def bring(found: Answers, code: str = "PHQ-9", who: str = "INT", study: str = "A study") -> object:
    row = instruments.published(code)
    assert row is not None
    return bring_people_with_answers(
        people=list(ready(found)), study=study, definition=row.id, terms=instruments.definition(row.id),
        agency=CAST["LEAD"], by=CAST[who], at=AT,
    )  # fmt: skip


def random_file(folder: Path, people: int) -> Path:
    chance = random.Random(9)
    path = folder / "many.csv"
    with path.open("w", newline="") as handle:
        out = csv.writer(handle)
        out.writerow(["who", "day", "wave", *ITEMS])
        for n in range(people):
            given = [str(chance.randint(0, 3)) if chance.random() > 0.12 else "" for _ in range(8)]
            out.writerow([f"P{n}", "2025-01-10", "start", *given, chance.choice(["0", ""]), ""])
    return path


def test_scores_are_those_of_the_vectorised_twin(tmp_path: Path) -> None:
    """Answer by answer in the database, and the same numbers from columns of the file at once."""
    path, terms = random_file(tmp_path, 60), terms_of("phq-9.")
    found = Answers(path, WIDE, terms, today=TODAY)
    with acting_as("INT"):
        outcome = bring(found)
        assert (outcome.people, outcome.done, outcome.already) == (60, 60, 0)  # type: ignore[attr-defined]
        kept = {score.occasion_id: score for score in Score.objects.filter(occasion__wave="start", superseded_at=None)}
        occasions = list(Occasion.objects.filter(wave="start", instrument="PHQ-9").order_by("id"))
        given = {row.pk: assessment.standing(assessment.answers_of([row.pk])) for row in occasions}
        transaction.set_rollback(True)
    columns = {item: np.array([given[row.pk].get(item, np.nan) for row in occasions], dtype=float) for item in ITEMS}
    twin = score_many(terms, columns)
    for place, row in enumerate(occasions):
        score, value = kept[row.pk], twin["total"][place]
        assert (score.value is None) == bool(np.isnan(value))
        if score.value is not None:
            near = pytest.approx(value, abs=0.00501)  # the twin is rounded to two places for showing
            assert float(score.value) == near and float(row.total) == near
        assert (score.missing, score.prorated) == (twin["total.n_missing"][place], bool(twin["total.prorated"][place]))
        assert (">=10" in score.met) == (twin["total.>=10"][place] == 1)
        assert score.value is not None or score.reason
    assert sum(score.prorated for score in kept.values()) > 5 and any(score.value is None for score in kept.values())


def test_the_same_file_again_adds_nothing_and_a_batch_takes_a_fixed_number_of_statements(tmp_path: Path) -> None:
    few = Answers(random_file(tmp_path, 3), WIDE, terms_of("phq-9."), today=TODAY)
    many = Answers(random_file(tmp_path, 90), WIDE, terms_of("phq-9."), today=TODAY)
    with acting_as("INT"):
        with statements() as asked:
            bring(few, study="few")
        with statements() as asked_more:
            bring(many, study="many")
        assert len(asked_more) == len(asked) < 30
        outcome = bring(many, study="many")
        assert (outcome.people, outcome.done, outcome.already) == (0, 0, 90)  # type: ignore[attr-defined]
        transaction.set_rollback(True)


def test_nobody_is_told_of_what_was_answered_elsewhere_but_it_is_named(tmp_path: Path) -> None:
    found = phq(tmp_path, HEAD + "a,2025-01-10,,1,1,1,1,1,1,1,1,2,\n")
    assert [str(look).split(": ")[0] for look in found.looks] == ["answers.csv, line 2"]
    assert "please look whether she needs somebody now" in str(found.looks[0])
    with acting_as("INT"):
        bring(found)
        assert Answer.objects.filter(item="9", value=2).count() == 1 and not Alert.objects.exists()
        transaction.set_rollback(True)


def test_a_measure_about_somebody_else_is_named(tmp_path: Path) -> None:
    head = "who,day," + ",".join(str(n) for n in range(1, 19)) + "\n"
    path = written(tmp_path, head + "a,2025-01-10" + ",4" * 18 + "\n")
    found = Answers(path, Columns("who", "day"), terms_of("prfq."), today=TODAY)
    with acting_as("INT"):
        outcome = bring(found, "PRFQ")
        assert [problem.code for problem in outcome.problems] == ["about_another"]  # type: ignore[attr-defined]
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["W1", "SUP", "CHC", "PRIV"])
def test_whoever_may_not_import_writes_nothing(tmp_path: Path, who: str) -> None:
    found = phq(tmp_path, HEAD + "a,2025-01-10,,1,1,1,1,1,1,1,1,0,\n")
    with acting_as(who):
        with pytest.raises(ProgrammingError), transaction.atomic():
            bring(found, who=who)
        transaction.set_rollback(True)
