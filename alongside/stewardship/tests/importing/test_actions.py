"""Writing a batch: what only the database can refuse leaves one family out, and what is here already stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from alongside.families.models import Family, LivingArrangement, Person
from alongside.safekeeping.terms import EVERYTHING
from alongside.stewardship.actions.importing import bring_over
from alongside.stewardship.queries import brought_over, known_here
from alongside.stewardship.rules.caseload import Caseload
from alongside.stewardship.rules.checking import check_family
from alongside.stewardship.rules.people import Draft
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAMILIES = "family_key,opened_on\nA,2023-05-01\nB,2023-05-01\nC,2023-05-01\n"
PEOPLE = "family_key,person_key,kind,born_on\n" + "".join(
    f"{f},{f}w,woman,\n{f},{f}c,child,2022-01-01\n" for f in "ABC"
)
TRACKS = "family_key,child_key,track,kind,first_day\n" + "".join(f"{f},{f}c,living,mother,2022-01-01\n" for f in "ABC")


def drafts(folder: Path, who: str = "INT", **files: str) -> list[Draft]:
    """The families of the files, checked as ``who``."""
    for name, text in ({"families": FAMILIES, "people": PEOPLE, "tracks": TRACKS} | files).items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    with acting_as(who):
        known = known_here(on=date(2026, 3, 2), writes=EVERYTHING)
    with Caseload([folder]) as files_:
        list(files_.index())
        checked = [check_family(bundle, known) for bundle in files_.families()]
    assert [problems for _, problems, _ in checked if problems] == []
    return [draft for draft, _, _ in checked if draft is not None]


def write(todo: list[Draft], who: str = "INT") -> tuple[list[str], list[str], dict[str, str]]:
    """Bring ``todo`` over within an open transaction as ``who``."""
    known = known_here(on=date(2026, 3, 2), writes=EVERYTHING)
    done = bring_over(drafts=todo, known=known, agency=CAST["LEAD"], by=CAST[who], at=AT)
    return done.written, done.already, done.refused


def test_what_the_database_refuses_leaves_one_family_out_and_nothing_of_it_behind(tmp_path: Path) -> None:
    todo = drafts(tmp_path)
    todo[1].tracks.append(todo[1].tracks[0])  # overlapping days that no rule has seen
    with acting_as("INT"):
        before = Family.objects.count(), Person.objects.count(), LivingArrangement.objects.count()
        written, already, refused = write(todo)
        assert (written, already) == (["A", "C"], [])
        assert refused == {"B": "it holds something that cannot be (families_living_once)."}
        after = Family.objects.count(), Person.objects.count(), LivingArrangement.objects.count()
        assert tuple(b - a for a, b in zip(before, after, strict=True)) == (2, 4, 2)
        assert set(brought_over(CAST["LEAD"], "family", "ABC")) == {"A", "C"}
        assert set(brought_over(CAST["LEAD"], "person", ["Aw", "Bw"])) == {"Aw"}
        # Mended, it goes in; the others are here already.
        todo[1].tracks.pop()
        assert write(todo) == (["B"], ["A", "C"], {})
        transaction.set_rollback(True)


def test_a_person_brought_over_before_is_not_brought_over_with_another_family(tmp_path: Path) -> None:
    todo = drafts(tmp_path)
    with acting_as("INT"):
        assert write(todo[:2])[0] == ["A", "B"]
        again = drafts_with(tmp_path, PEOPLE.replace("C,Cw", "C,Aw"))
        written, already, refused = write(again)
        assert (written, already) == ([], ["A", "B"])
        assert "already brought over, with another family" in refused["C"]
        transaction.set_rollback(True)


def drafts_with(folder: Path, people: str) -> list[Draft]:
    """The same families with other people, checked without a file-wide look at their keys."""
    known = known_here(on=date(2026, 3, 2), writes=EVERYTHING)
    (folder / "people.csv").write_text(people, "utf-8")
    with Caseload([folder]) as files:
        list(files.index())
        files._repeated.clear()
        return [draft for draft, _, _ in (check_family(bundle, known) for bundle in files.families()) if draft]


@pytest.mark.parametrize("who", ["W1", "SUP", "CHC", "PRIV"])
def test_whoever_may_not_import_writes_nothing(tmp_path: Path, who: str) -> None:
    todo = drafts(tmp_path)
    with acting_as(who):
        before = Family.objects.count()
        with pytest.raises(ProgrammingError), transaction.atomic():
            write(todo[:1], who)
        assert Family.objects.count() == before
        transaction.set_rollback(True)


def test_two_colleagues_with_the_same_file_bring_it_over_once(tmp_path: Path) -> None:
    todo = drafts(tmp_path)
    with transaction.atomic():
        with acting_as("INT"):
            assert write(todo)[0] == ["A", "B", "C"]
        with acting_as("DIR"):
            assert write(todo, "DIR") == ([], ["A", "B", "C"], {})
        transaction.set_rollback(True)
