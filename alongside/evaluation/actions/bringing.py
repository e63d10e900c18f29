"""A file comes into a study: read, looked through, and brought in whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, ProgrammingError, connection, transaction

from alongside.agencies.models import Agency
from alongside.evaluation import queries
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.models import Participant, Study, StudyImport, StudyValue
from alongside.evaluation.rules.bringing import Brought, Columns, bring
from alongside.evaluation.rules.telling import is_code
from alongside.evaluation.terms import CODE_JOINT, No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

# Row-level security takes no COPY; one statement takes all rows of a table as arrays.
_PEOPLE = (
    "insert into evaluation_participant (id, recorded_at, recorded_by, study_id, brought_id, code, arm)"
    " select r.id, %s::timestamptz, %s::uuid, %s::uuid, %s::uuid, r.code, r.arm"
    " from unnest(%s::uuid[], %s::text[], %s::text[]) r (id, code, arm)"
)
_ANSWERS = (
    "insert into evaluation_studyvalue (id, recorded_at, recorded_by, participant_id, measure, wave, number, word)"
    " select uuidv7(), %s::timestamptz, %s::uuid, r.*"
    " from unnest(%s::uuid[], %s::text[], %s::text[], %s::float8[], %s::text[]) r"
)


def read_file(content: bytes, name: str) -> Table:
    """A CSV file as a table. Raises ``Refused``: ``file_unreadable``, and says what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.csv"
        file.write_bytes(content)
        try:
            table = read_table(file)
        except Unfit as why:
            told = f"{No.FILE_UNREADABLE.label} {why.what} {why.do}".replace("file.csv", name).strip()
            raise Refused(No.FILE_UNREADABLE, field="file", said=told) from why
    table.name = name
    return table


def look_through(study: Study, table: Table, columns: Columns) -> Brought:
    """What the file would bring in, and everything that is wrong with it. Nothing is written."""
    return bring(table, queries.shape_of(study), columns)


@transaction.atomic
def bring_in(
    *, study: Study, content: bytes, name: str, columns: Columns, site: Agency | None = None, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> StudyImport:  # fmt: skip
    """Bring a file in, all of it in this transaction. ``site``: the agency whose arm it is; its coordinator reads it.

    Raises ``Refused`` with the first thing that is wrong (``detail["troubles"]`` has all), or ``known_code``: somebody
    of this file is in the study already. The same ``id`` sent twice is one.
    """
    if id is not None and (known := StudyImport.objects.filter(pk=id).first()) is not None:
        return known
    found = look_through(study, read_file(content, name), columns)
    if found.troubles:
        raise Refused(found.troubles[0].because, field="file", troubles=found.troubles)
    return _write(study.pk, site.pk if site else None, content, name, columns, found, by=by, at=at, id=id)


@transaction.atomic
def bring_for_site(
    *, asked: queries.SiteStudy, site: uuid.UUID, content: bytes, name: str, columns: Columns, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> StudyImport:  # fmt: skip
    """A coordinator brings a file of the arm that her ``site`` was ``asked`` for: everybody in it is in that arm.

    Codes are kept with the arm before them, so that one that is taken says nothing of anybody in another arm. Raises
    ``Refused`` as ``bring_in``, ``code_tells`` for a code that is too long with its arm, ``site_not_asked``.
    """
    if id is not None and (known := StudyImport.objects.filter(pk=id).first()) is not None:
        return known
    found = look_for_site(asked, read_file(content, name), columns)
    if found.troubles:
        raise Refused(found.troubles[0].because, field="file", troubles=found.troubles)
    try:
        with transaction.atomic():
            return _write(asked.id, site, content, name, columns, found, by=by, at=at, id=id)
    except ProgrammingError as why:
        if getattr(why.__cause__, "sqlstate", "") != "42501":
            raise
        raise Refused(No.SITE_NOT_ASKED) from why  # said a moment ago, by the evaluator or a community


def look_for_site(asked: queries.SiteStudy, table: Table, columns: Columns) -> Brought:
    """What a site's file would bring in, each code with the arm before it, and what is wrong. Nothing is written."""
    found = bring(table, asked.shape, replace(columns, arm="", in_arm=asked.arm))
    found.people = [(f"{asked.arm}{CODE_JOINT}{code}", asked.arm) for code, _arm in found.people]
    if not found.troubles and not all(is_code(code) for code, _arm in found.people):
        found.wrong(No.CODE_TELLS, columns.code)
    return found


def _write(
    study: uuid.UUID, site: uuid.UUID | None, content: bytes, name: str, columns: Columns, found: Brought, *,
    by: uuid.UUID, at: datetime, id: uuid.UUID | None,
) -> StudyImport:  # fmt: skip
    row = StudyImport.objects.create(
        id=id or new_id(), study_id=study, site_id=site, file=Path(name).name,
        sha256=hashlib.sha256(content).hexdigest(), layout=columns.layout, columns=list(found.kept_as.values()),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    ids = [new_id() for _ in found.people]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            people = [[code for code, _arm in found.people], [arm for _code, arm in found.people]]
            cursor.execute(_PEOPLE, [at, by, study, row.pk, ids, *people])
            answers = [list(column) for column in zip(*found.answers, strict=True)] or [[], [], [], [], []]
            cursor.execute(_ANSWERS, [at, by, [ids[n] for n in answers[0]], *answers[1:]])
    except IntegrityError as why:
        raise Refused(No.KNOWN_CODE, field="file") from why
    write_trail([entry("study file brought in", study=study, people=len(ids))], by=by)
    return row


def brought_in(row: StudyImport) -> tuple[int, int]:
    """(participants, answers) of an import."""
    people = Participant.objects.filter(brought=row)
    return people.count(), StudyValue.objects.filter(participant__brought=row).count()
