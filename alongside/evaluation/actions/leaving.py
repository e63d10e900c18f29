"""An extract leaves a study: looked at first, under new codes, and written into the trail."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alongside.evaluation import queries
from alongside.evaluation.models import Study
from alongside.evaluation.rules.leaving import families_of, packed, too_few, with_new_codes
from alongside.evaluation.rules.own import is_cluster
from alongside.evaluation.terms import No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@dataclass(frozen=True)
class Taken:
    """A file that may be handed over: its name and what it holds."""

    name: str
    content: bytes
    rows: int


@transaction.atomic
def take_out(*, study: Study, columns: Sequence[str], by: uuid.UUID, at: datetime) -> Taken:
    """Code (a new one), arm and ``columns`` of everybody in the study, with Table Schema and codebook, as a zip file.

    Raises ``Refused``: ``columns_needed``, ``nobody_in``, ``steward_first``, and with everything that is in the way in
    ``detail["few"]``: ``too_few_alike``, ``too_few_answers``.
    """
    if queries.waits_for_steward(study):
        raise Refused(No.STEWARD_FIRST)
    whole = queries.frame(study)
    if not whole.rows:
        raise Refused(No.NOBODY_IN)
    # A mother's code would lead from one extract to the next, and to brothers and sisters: it does not leave.
    frame = whole.only([name for name in columns if not is_cluster(name)])
    if len(frame.names) <= 2:
        raise Refused(No.COLUMNS_NEEDED, field="columns")
    few = too_few(frame, families=families_of(whole))
    if few:
        raise Refused(few[0].because, field="columns", few=few)
    # Another order and other codes each time, from the system's own randomness: they lead back to nobody.
    frame = with_new_codes(frame, random.SystemRandom().shuffle)
    content = packed(frame, title=study.title, primary=study.primary, secondary=study.secondary)
    write_trail([entry("study extract taken out", study=study.pk, people=len(frame.rows), columns=len(columns))], by=by)
    return Taken(f"extract-{at:%Y-%m-%d}.zip", content, len(frame.rows))
