"""An answer that comes when the questions are closed: kept beside the others, and never lost when somebody must know.

The wall's own verb does it (``migrations/0006_after_the_end.py``), because the device may be nobody by then: its
sitting was ended, another device took over, its token grew too old.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from alongside.assessment import rules
from alongside.assessment.actions.reading import read_answer
from alongside.assessment.actions.watching import wake_the_worker
from alongside.assessment.terms import No
from alongside.instruments.rules import Definition, read
from alongside.recordkeeping.rules import Refused


@dataclass(frozen=True)
class Late:
    """What became of it. ``told``: somebody of the programme is told of it; ``again``: it was here already.

    ``terms`` and ``language``: the measure, without words that only this site has, and how the sitting was held.
    """

    told: bool
    again: bool
    terms: Definition
    language: str


@transaction.atomic
def keep_late_answer(
    *, occasion: uuid.UUID, item: str, value: object, key: uuid.UUID, sitting: uuid.UUID | None = None, at: datetime
) -> Late:
    """Keep an answer to a question that lay open in a sitting which is over; it is counted in no score.

    Whose it is the wall reads from the token of this transaction, also from one that is dead for less than a day;
    ``sitting`` counts for whoever asks in her own session. The wall's clock says when, ``at`` is not asked. Raises
    ``Refused`` (``sitting_over`` for anybody else and anything else, ``unknown_item``, ``not_asked_now``,
    ``not_a_choice``, ``na_not_allowed``, ``asked_twice``).
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.late_question(%s::uuid, %s::uuid)", [sitting, occasion])
        found = cursor.fetchone()
    if found is None:
        raise Refused(No.SITTING_OVER, value=value)
    terms = read(json.loads(found[0]))
    wanted = read_answer(terms, item, value)
    if not rules.can_be_asked(terms, item):
        raise Refused(No.NOT_ASKED_NOW, field=item, value=value)
    tells = rules.tells(terms, item, rules.raw(wanted.standing, wanted.value, wanted.words))
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from safekeeping.keep_late_answer("
            "%s::uuid, %s::uuid, %s, %s, %s::numeric, %s, %s::uuid, %s::boolean)",
            [sitting, occasion, item, wanted.standing.value, wanted.value, wanted.words, key, tells],
        )
        told, again = cursor.fetchone()
    if told and not again:
        wake_the_worker()
    return Late(told, again, terms, found[1])
