"""Bringing a caseload over: many families at a time, under the wall, with the rules and constraints of the rooms.

What is written here is what ``families.open_family``, ``add_child``, ``record_pregnancy``, ``record_track``,
``enrolment.enrol`` and ``care.record_contact`` write one by one; the rows were asked the same rules in
``stewardship.rules.checking``, and the database asks its own. One batch is one line in the trail.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.actions.importing_rows import Batch
from alongside.stewardship.actions.importing_team import let_teams_in
from alongside.stewardship.rules import keys
from alongside.stewardship.rules.people import Draft, Known


@dataclass
class Brought:
    """What became of a batch: keys of families written, already here, and refused (with why); rows by table."""

    written: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, other: Brought) -> None:
        """Take another batch's outcome in."""
        self.written += other.written
        self.already += other.already
        self.refused |= other.refused
        for name, count in other.rows.items():
            self.rows[name] = self.rows.get(name, 0) + count


@transaction.atomic
def bring_over(*, drafts: Sequence[Draft], known: Known, agency: uuid.UUID, by: uuid.UUID, at: datetime) -> Brought:
    """Write ``drafts``, each family wholly or not at all. What was brought over before stays as it is.

    When the database refuses something in the batch, every family is tried by itself and the refused ones are named.
    Raises ProgrammingError (42501) for whoever may not import or open files.
    """
    try:
        return _bring(drafts, known, agency, by, at)
    except (IntegrityError, DataError, ProgrammingError, Refused) as why:
        if len(drafts) == 1:
            if isinstance(why, ProgrammingError) and not _may_open():
                raise
            return Brought(refused={drafts[0].key: _in_words(why)})
    outcome = Brought()
    for draft in drafts:
        outcome.add(bring_over(drafts=[draft], known=known, agency=agency, by=by, at=at))
    return outcome


@transaction.atomic
def _bring(drafts: Sequence[Draft], known: Known, agency: uuid.UUID, by: uuid.UUID, at: datetime) -> Brought:
    today = timezone.localdate(at)
    ids = {draft.key: new_id() for draft in drafts}
    new = claim(
        kind="family", agency=agency, records=[(key, family, family) for key, family in ids.items()], by=by, at=at
    )
    outcome = Brought(already=[draft.key for draft in drafts if draft.key not in new])
    todo = [draft for draft in drafts if draft.key in new]
    if not todo:
        return outcome
    open_files([ids[draft.key] for draft in todo])
    batch = Batch(agency, known, by, at)
    for draft in todo:
        batch.add(draft, ids[draft.key])
    batch.write()
    people = [(key, batch.families[draft.key], batch.people[key]) for draft in todo for key in draft.people]
    if len(claim(kind="person", agency=agency, records=people, by=by, at=at)) < len(people):
        raise Refused("person_elsewhere")
    outcome.rows = batch.counts() | let_teams_in(todo, batch, today)
    outcome.written = [draft.key for draft in todo]
    counts: dict[str, Any] = {name.replace(" ", "_"): count for name, count in outcome.rows.items()}
    write_trail([entry("brought over", **counts)], by=by)
    return outcome


def claim(
    *, kind: str, agency: uuid.UUID, records: Sequence[tuple[str, uuid.UUID, uuid.UUID]], by: uuid.UUID, at: datetime,
    origin: str = "",
) -> set[str]:  # fmt: skip
    """Remember (key, family, record); answers the keys that are new. Two imports at once wait for each other."""
    digests = {keys.digest(agency, origin, kind, key): key for key, _, _ in records}
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into stewardship_importedkey"
            " (id, agency, kind, digest, family_id, record, recorded_at, recorded_by)"
            " select uuidv7(), %s::uuid, %s, x.digest, x.family, x.record, %s::timestamptz, %s::uuid"
            " from unnest(%s::bytea[], %s::uuid[], %s::uuid[]) x(digest, family, record)"
            " on conflict (digest) do nothing returning digest",
            [agency, kind, at, by, list(digests), [f for _, f, _ in records], [r for _, _, r in records]],
        )
        return {digests[bytes(digest)] for (digest,) in cursor.fetchall()}


def open_files(families: Sequence[uuid.UUID]) -> None:
    """Open many files with one statement; the database asks for each as it does for one (42501 for whoever may not)."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.open_file(f, f) from unnest(%s::uuid[]) f", [list(families)])


def _may_open() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.can(1) and safekeeping.can(8)")
        return bool(cursor.fetchone()[0])


def _in_words(why: Exception) -> str:
    """Why the database (or a rule) refused a family, without any value of a row."""
    if isinstance(why, Refused):
        if why.because == "person_elsewhere":
            return "somebody in it was already brought over, with another family."
        return f"a rule said no ({why.because})."
    told = getattr(why.__cause__, "diag", None)
    if isinstance(why, ProgrammingError):
        return "something in it is not yours to write."
    name = getattr(told, "constraint_name", None)
    return f"it holds something that cannot be ({name})." if name else "it holds something that cannot be kept."
