"""Preparing the copy that a woman asked for: what becomes of each record, and giving it to her, word for word.

What is given is what somebody who may read her notes has read. It is kept exactly as it was given, with its hash, and
nothing of it is changed afterwards.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.consent.actions import hold_still
from alongside.consent.queries import Asker
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.models import CopyGiven, CopyLeftOut, CopyMark, CopyPart, CopyRequest
from alongside.stewardship.queries.copying import marks_of
from alongside.stewardship.queries.her_file import HerFile, her_file
from alongside.stewardship.rules import her_copy as rules
from alongside.stewardship.terms import CopyGoes, Refusal, WhyOut

# Between two records of one kind. Inside of one no line is empty, so that they can be told apart again.
APART = "\n\n"


@transaction.atomic
def mark_for_copy(
    *, asked: CopyRequest, piece: rules.Piece, around: rules.Around, goes: str, why: str = "",
    passages: Sequence[str] = (), by: uuid.UUID, at: datetime,
) -> CopyMark:  # fmt: skip
    """Say what becomes of one record: it goes along, without some words, or not at all.

    Raises Refused (``copy_fixed``, ``copy_why``, ``copy_passage``, ``copy_names``, ``answered_already``),
    ProgrammingError (42501) for whoever may not write this.
    """
    _open(asked)
    wanted = tuple(each.strip() for each in passages if each.strip()) if goes == CopyGoes.PART else ()
    if rules.standing(piece, None, around).fixed:
        raise Refused(Refusal.COPY_FIXED)
    if goes != CopyGoes.WHOLE and not why:
        raise Refused(Refusal.COPY_WHY, field="why")
    if goes == CopyGoes.PART and (not wanted or rules.missing(piece, wanted)):
        raise Refused(Refusal.COPY_PASSAGE, field="passages")
    if goes == CopyGoes.WHOLE and rules.standing(piece, rules.Mark(CopyGoes.WHOLE), around).look:
        raise Refused(Refusal.COPY_NAMES, field="goes")
    if goes == CopyGoes.PART and rules.still_named(piece, wanted, around.names):
        raise Refused(Refusal.COPY_NAMES, field="passages")
    made = CopyMark(
        id=new_id(), family_id=asked.family_id, person_id=asked.person_id, category=piece.category, asked=asked,
        source=piece.source, target=piece.id, goes=CopyGoes(goes).value,
        why=WhyOut(why).value if goes != CopyGoes.WHOLE else "", passages="\n".join(wanted), recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    about = {"family": asked.family_id, "subject": asked.person_id}
    write_trail([entry("copy prepared", source=piece.source, target=piece.id, goes=made.goes, **about)], by=by)
    return made


def _open(asked: CopyRequest) -> None:
    """Not answered by now. Raises Refused (``answered_already``)."""
    if not CopyRequest.objects.filter(pk=asked.pk, answered_on=None).exists():
        raise Refused(Refusal.ANSWERED_ALREADY)


def prepared(asked: CopyRequest, *, asker: Asker, language: str, at: datetime) -> tuple[HerFile, rules.Copy]:
    """Her file as the asker reads it, and the copy as it stands now, in this language; a fixed number of statements."""
    with translation.override(language):
        file = her_file(asker, family=asked.family_id, herself=asked.person_id, at=at)
        return file, rules.copy(file.pieces, marks_of(asked), file.around, blank())


def blank() -> str:
    """What stands where words were taken out."""
    return _("[words taken out: about somebody else]")


@transaction.atomic
def give_copy(*, asked: CopyRequest, asker: Asker, language: str, by: uuid.UUID, at: datetime) -> CopyGiven:
    """Put it together as it stands now, and write down that it is given: every word, what stayed out, and why.

    Raises Refused (``copy_look`` while something has not been read, ``copy_empty``, ``answered_already``),
    ProgrammingError (42501) for whoever may not write this.
    """
    hold_still(family=asked.family_id)
    _open(asked)
    file, copy = prepared(asked, asker=asker, language=language, at=at)
    if copy.look:
        raise Refused(Refusal.COPY_LOOK)
    if not copy.pieces:
        raise Refused(Refusal.COPY_EMPTY)
    words: dict[int, list[str]] = {}
    with translation.override(language):
        for piece in copy.pieces:
            words.setdefault(piece.category, []).append(as_read(piece))
    parts = {category: APART.join(texts) for category, texts in sorted(words.items())}
    held = {"family_id": asked.family_id, "person_id": asked.person_id, "recorded_by": by, "recorded_at": at}
    given = CopyGiven(
        id=new_id(), asked=asked, language=language, records=len(copy.pieces), kinds=_mask(parts), unread=file.unread,
        sha256=_hash(",".join(f"{category} {_hash(text)}" for category, text in parts.items())), **held,
    )  # fmt: skip
    given.save(force_insert=True)
    CopyPart.objects.bulk_create(
        CopyPart(id=new_id(), given=given, category=category, snapshot=text, sha256=_hash(text), **held)
        for category, text in parts.items()
    )
    CopyLeftOut.objects.bulk_create(
        CopyLeftOut(
            id=new_id(), given=given, category=left.category, title=left.title, on=left.on, why=left.why,
            part=left.part, **held,
        )
        for left in copy.left
    )  # fmt: skip
    about = {"family": asked.family_id, "subject": asked.person_id}
    write_trail([entry("copy given", copy=given.pk, records=given.records, **about)], by=by)
    return given


def as_read(piece: rules.Piece) -> str:
    """One record as it stands in her copy: what it is and of which day, then line by line."""
    heading = f"{piece.title}, {date_format(piece.on, 'DATE_FORMAT')}" if piece.on else piece.title
    said = (_("%(label)s: %(text)s") % {"label": each.label, "text": each.text} for each in piece.lines)
    return "\n".join(line for text in (heading, *said) for line in text.splitlines() if line.strip())


def _mask(categories: Iterable[int]) -> int:
    found = 0
    for category in categories:
        found |= 1 << category
    return found


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
