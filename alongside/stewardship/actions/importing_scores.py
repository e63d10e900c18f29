"""Bringing repeated scores over: people of a study as records of their own, or occasions of people already here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from django.db import transaction

from alongside.assessment.actions import Row, record_many
from alongside.assessment.models import Occasion
from alongside.assessment.terms import OccasionState, ScoreSource
from alongside.families.models import Family, NameKey, Person, Woman
from alongside.families.rules import name_keys, sort_key
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.stewardship.actions.importing import claim, open_files
from alongside.stewardship.queries import brought_over, seen
from alongside.stewardship.rules.problems import Problem
from alongside.stewardship.rules.scores import Scored


class Begun(Protocol):
    """Somebody of a study: her key in the file, and the first day."""

    @property
    def key(self) -> str: ...

    @property
    def start(self) -> date | None: ...


@dataclass
class Counted:
    """What became of a batch of people with their scores: new records, people of whom nothing is new, occasions."""

    people: int = 0
    unchanged: int = 0
    done: int = 0
    not_available: int = 0
    already: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: Counted) -> None:
        """Take another batch's outcome in."""
        self.people += other.people
        self.unchanged += other.unchanged
        self.done += other.done
        self.not_available += other.not_available
        self.already += other.already
        self.problems += other.problems


@transaction.atomic
def bring_scores(
    *,
    people: Sequence[Scored],
    study: str,
    instrument: str,
    category: int,
    definition: uuid.UUID | None = None,
    agency: uuid.UUID,
    by: uuid.UUID,
    at: datetime,
) -> Counted:
    """Record the waves of ``people``; what is already recorded stays as it is, also where the file says otherwise.

    ``definition`` is the version of the measure, where it is known here. With ``study``, somebody new becomes a record
    of that study ("Participant 17"); without, the keys are person keys of an earlier import. Raises ProgrammingError
    (42501) for whoever may not.
    """
    outcome = Counted()
    if study:
        outcome.people = open_study(people, study, agency, by, at)
    found = brought_over(agency, "person", [person.key for person in people], origin=study)
    visible = seen(record for _, record in found.values())
    rows: list[Row] = []
    already = _recorded(set(visible.values()), instrument)
    for person in people:
        record = found[person.key][1] if person.key in found else None
        if record is None or record not in visible:
            outcome.problems.append(Problem("unknown_person", person.file, person.line, {}, person.key))
            continue
        new = _new_rows(person, record, visible[record], already, (instrument, category, definition), outcome)
        outcome.unchanged += not new
        rows += new
    known = len(rows) - record_many(rows=rows, by=by, at=at)  # done on that day, under another wave's name
    outcome.already += known
    outcome.not_available = sum(1 for row in rows if row.state != OccasionState.DONE)
    outcome.done = len(rows) - outcome.not_available - known
    return outcome


def open_study(people: Sequence[Begun], study: str, agency: uuid.UUID, by: uuid.UUID, at: datetime) -> int:
    """A file for each person of the study who has none; answers how many."""
    ids = {person.key: (new_id(), new_id()) for person in people}
    files = [(key, family, family) for key, (family, _) in ids.items()]
    new = claim(kind="family", agency=agency, records=files, by=by, at=at, origin=study)
    fresh = [person for person in people if person.key in new]
    if not fresh:
        return 0
    recorded = {"recorded_by": by, "recorded_at": at}
    open_files([ids[person.key][0] for person in fresh])
    Family.objects.bulk_create(
        Family(id=ids[p.key][0], agency_id=agency, name=study, opened_on=_first_day(p), **recorded) for p in fresh
    )
    named = {person.key: f"Participant {person.key}" for person in fresh}
    Person.objects.bulk_create(
        Person(
            id=ids[p.key][1], family_id=ids[p.key][0], kind="woman", name=named[p.key], is_alias=True,
            sort_key=sort_key(named[p.key]), **recorded,
        )
        for p in fresh
    )  # fmt: skip
    NameKey.objects.bulk_create(
        NameKey(person_id=ids[p.key][1], family_id=ids[p.key][0], key=key)
        for p in fresh
        for key in name_keys(named[p.key])
    )
    Woman.objects.bulk_create(Woman(person_id=ids[p.key][1], family_id=ids[p.key][0]) for p in fresh)
    records = [(p.key, *ids[p.key]) for p in fresh]
    claim(kind="person", agency=agency, records=records, by=by, at=at, origin=study)
    write_trail([entry("brought over", people=len(fresh))], by=by)
    return len(fresh)


def _first_day(person: Begun) -> date:
    if person.start is None:
        raise ValueError("a person without a first day is not ready to be brought over")
    return person.start


def _recorded(families: set[uuid.UUID], instrument: str) -> dict[tuple[uuid.UUID, str], Occasion]:
    """{(subject, wave): occasion} of this measure that was imported before into these families."""
    found = Occasion.objects.filter(family_id__in=families, instrument=instrument, source=ScoreSource.IMPORTED)
    return {(occasion.subject, occasion.wave): occasion for occasion in found}


def _new_rows(
    person: Scored, record: uuid.UUID, family: uuid.UUID, already: dict[tuple[uuid.UUID, str], Occasion],
    measure: tuple[str, int, uuid.UUID | None], outcome: Counted,
) -> list[Row]:  # fmt: skip
    instrument, category, definition = measure
    rows = []
    for _, score in sorted(person.scores.items()):
        earlier = already.get((record, score.wave))
        if earlier is not None:
            outcome.already += 1
            if earlier.total != score.total:
                problem = Problem("other_total", person.file, score.line, {"wave": score.wave}, person.key)
                outcome.problems.append(problem)
            continue
        state = OccasionState.NOT_AVAILABLE if score.total is None else OccasionState.DONE
        rows.append(
            Row(
                family,
                record,
                category,
                instrument,
                score.on,
                score.total,
                ScoreSource.IMPORTED,
                state,
                score.wave,
                definition=definition,
            )
        )
    return rows
