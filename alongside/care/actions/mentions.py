"""Things she mentioned: written down, asked about, kept for later, let go. Rows are added, none is changed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.care import rules
from alongside.care.actions.contacts import check_texts
from alongside.care.actions.promises import check_thing
from alongside.care.models import Contact, Mentioned, MentionedTurn
from alongside.care.terms import MentionTurn
from alongside.enrolment.rules import require
from alongside.families.models import Family
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id


@transaction.atomic
def mention(
    *, family: Family, subject: uuid.UUID, category: int, what: str, on: date, contact: Contact | None = None,
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Mentioned:  # fmt: skip
    """Something she mentioned that will happen about ``on``; from that day it comes back as a gentle prompt.

    ``contact``: the note in which it stands. The same ``id`` sent twice is one. Raises ``Refused``: ``words_needed``,
    ``too_long``, ``category_needed``, ``category_unfit``, ``not_of_this_family``.
    """
    if id is not None and (known := Mentioned.objects.filter(family=family, pk=id).first()) is not None:
        return known
    check_thing(family.pk, subject, category, what)
    made = Mentioned(
        id=id or new_id(), family=family, subject=subject, category=int(category), contact=contact, what=what, on=on,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    write_trail([entry("mention written", family=family.pk, subject=subject, mentioned=made.pk)], by=by)
    return made


@transaction.atomic
def answer_mention(
    *, mentioned: Mentioned, what: str, on: date, her_words: str = "", again_on: date | None = None, by: uuid.UUID,
    at: datetime,
) -> MentionedTurn:  # fmt: skip
    """Somebody asked how it went (``her_words``), keeps it for ``again_on``, or lets it go; no reason is asked.

    Two who do so at once are both kept. Raises ``Refused``: ``mention_settled``, ``later_when``, ``again_is_past``,
    ``in_future``, ``too_long``.
    """
    check_texts({"her_words": her_words})
    today = timezone.localdate(at)
    require(rules.check_day(on, today), field="on")
    settled = MentionedTurn.objects.filter(mentioned=mentioned).exclude(what=MentionTurn.LATER).exists()
    turn = MentionTurn(what)
    again_on = again_on if turn == MentionTurn.LATER else None
    require(rules.check_mention_turn(turn, settled=settled, again_on=again_on, today=today), field="again_on")
    made = MentionedTurn.objects.create(
        family_id=mentioned.family_id, subject=mentioned.subject, category=mentioned.category, mentioned=mentioned,
        what=turn.value, on=on, her_words=her_words, again_on=again_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    about = {"mentioned": mentioned.pk, "turn": turn.value}
    write_trail([entry("mention answered", family=mentioned.family_id, subject=mentioned.subject, **about)], by=by)
    return made
