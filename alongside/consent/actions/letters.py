"""Writing a letter, a report or what was said in a talk; reading it with her; sending it.

Until it is sent it may be changed or put away. What somebody wrote while a colleague changed the same is set aside.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.consent import queries
from alongside.consent.actions.disclosing import IntoHerHands, To, disclose, refuse
from alongside.consent.actions.her_words import LONGEST, add_comment
from alongside.consent.models import Disclosure, Letter, LetterPart
from alongside.consent.rules.leaving import Told, is_whole
from alongside.consent.terms import DisclosureKind, LetterKind, No, Purpose, ToldBefore
from alongside.recordkeeping.actions import entry, set_aside, write_trail
from alongside.recordkeeping.models import SetAside, new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

# As what it stands in the ledger.
KINDS: dict[str, DisclosureKind] = {
    LetterKind.SUPPORT: DisclosureKind.LETTER,
    LetterKind.PROGRESS: DisclosureKind.REPORT,
    LetterKind.HAND_OFF: DisclosureKind.LETTER,
    LetterKind.TOLD_FIRST: DisclosureKind.LETTER,
    LetterKind.TALK: DisclosureKind.CONVERSATION,
}
LETTER, PART = "consent.letter", "consent.letterpart"  # what is set aside
TEXTS = ("strengths", "concerns", "her_words")
HEADER = ("title", "draws_on", "told_before", "present", "why_not", "comment")


@transaction.atomic
def begin_letter(
    *, family: uuid.UUID, subject: uuid.UUID, to: To | IntoHerHands, kind: str, purpose: str = "", language: str,
    about: Collection[uuid.UUID] = (), draws_on: Collection[uuid.UUID] = (), title: str = "", by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> Letter:  # fmt: skip
    """Begin to write to somebody outside. Nothing leaves by it. ``draws_on``: what was sent to us whose words it holds.

    What she takes along herself is for her own use: ``purpose`` is not asked. Raises Refused (``not_outside_worker``,
    ``words_missing`` where she names nobody).
    """
    if isinstance(to, IntoHerHands):
        purpose = Purpose.PORTAL
        if not to.name.strip():
            raise Refused(No.WORDS_MISSING, field="for_whom")
    elif to.colleague is not None and to.colleague.agency_id != to.agency.pk:
        raise Refused(No.NOT_OUTSIDE, field="to")
    letter = Letter.objects.create(
        id=id or new_id(), family_id=family, subject=subject, about=sorted(set(about) - {subject}),
        draws_on=sorted(set(draws_on)), agency=to.agency,
        colleague=to.colleague, for_whom=to.name.strip() if isinstance(to, IntoHerHands) else "",
        kind=LetterKind(kind).value, purpose=Purpose(purpose).value, language=language,
        title=title or str(LetterKind(kind).label), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("letter begun", family=family, subject=subject, letter=letter.pk)], by=by)
    return letter


def _open(letter: Letter) -> Letter:
    """As it stands, kept from others until the transaction ends. Raises Refused when it has left or was put away."""
    held = Letter.objects.select_for_update(of=("self",)).select_related("agency", "colleague").get(pk=letter.pk)
    if held.sent_at is not None:
        raise Refused(No.LEFT_ALREADY)
    if held.put_away_at is not None:
        raise Refused(No.LETTER_PUT_AWAY)
    return held


@transaction.atomic
def write_part(
    *, letter: Letter, base_version: int, category: int, strengths: str = "", concerns: str = "", her_words: str = "",
    by: uuid.UUID, at: datetime,
) -> LetterPart | SetAside:  # fmt: skip
    """Write what it says of one kind of record. A stale ``base_version`` sets what was written aside.

    Raises Refused (``left_already``, ``letter_put_away``, ``words_too_long``).
    """
    held, texts = _open(letter), {"strengths": strengths, "concerns": concerns, "her_words": her_words}
    long = next((name for name, text in texts.items() if len(text) > LONGEST), "")
    if long:
        raise Refused(No.WORDS_TOO_LONG, field=long)
    if base_version != held.version:
        return set_aside(
            family=held.family_id, subject=held.subject, category=int(category), about=PART, target=held.pk,
            written={**texts, "category": int(category)}, by=by, at=at,
        )  # fmt: skip
    part = LetterPart.objects.filter(letter=held, category=category).first()
    if part is None:
        part = LetterPart(id=new_id(), letter=held, family_id=held.family_id, subject=held.subject, category=category,
                          recorded_by=by, recorded_at=at, **texts)  # fmt: skip
        part.save(force_insert=True)
    else:
        for name, text in texts.items():
            setattr(part, name, text)
        part.save(update_fields=list(texts))
    _changed(held, by)
    return part


@transaction.atomic
def change_letter(
    *, letter: Letter, base_version: int, values: dict[str, Any], by: uuid.UUID, at: datetime
) -> Letter | SetAside:  # fmt: skip
    """Its title, of what it holds words, how it was read with her: the names in ``HEADER`` (``draws_on``: ids as text).

    A stale ``base_version`` sets it aside. Raises Refused (``left_already``, ``letter_put_away``, ``told_needed``,
    ``why_not_needed``).
    """
    held, given = _open(letter), {name: values[name] for name in HEADER if name in values}
    if base_version != held.version:
        return set_aside(
            family=held.family_id, subject=held.subject, category=Category.SERVICE_USE, about=LETTER, target=held.pk,
            written=given, by=by, at=at,
        )  # fmt: skip
    if given.get("told_before") == ToldBefore.NOT_YET and not given.get("why_not"):
        raise Refused(No.WHY_NOT_NEEDED, field="why_not")
    if given.get("told_before") in (ToldBefore.WITH_HER, ToldBefore.TOLD):
        given["why_not"] = ""
    for name, value in given.items():
        setattr(held, name, value)
    held.save(update_fields=list(given))
    _changed(held, by)
    return held


def _changed(held: Letter, by: uuid.UUID) -> None:
    held.version += 1
    held.save(update_fields=["version"])
    write_trail([entry("letter written", family=held.family_id, subject=held.subject, letter=held.pk)], by=by)


@transaction.atomic
def put_letter_away(*, letter: Letter, by: uuid.UUID, at: datetime) -> Letter:
    """It is not sent. It stays as it is, unsent. Raises Refused (``left_already``, ``letter_put_away``)."""
    held = _open(letter)
    held.put_away_at = at
    held.save(update_fields=["put_away_at"])
    write_trail([entry("letter put away", family=held.family_id, subject=held.subject, letter=held.pk)], by=by)
    return held


@transaction.atomic
def send_letter(
    *, letter: Letter, base_version: int, asker: queries.Asker, hidden_until: datetime | None = None,
    hidden_why: str = "", by: uuid.UUID, at: datetime,
) -> list[Disclosure]:  # fmt: skip
    """It leaves (or was said, when it is a talk; or is given to her): frozen as it was read, with its line of the
    ledger and her comment.

    Raises Refused: what ``disclose`` says, ``letter_strengths_first``, ``not_all_of_it``, ``left_already``,
    ``letter_put_away``, ``written_meanwhile``.
    """
    held = _open(letter)
    if base_version != held.version:
        raise Refused(No.WRITTEN_MEANWHILE)
    parts = list(LetterPart.objects.filter(letter=held).order_by("category"))
    if len(parts) != _parts_of(held.pk):
        raise Refused(No.NOT_ALL_OF_IT)
    texts = [(part.strengths, part.concerns, part.her_words) for part in parts]
    refuse(is_whole(texts, strengths_first=held.kind != LetterKind.TALK))
    lines = disclose(
        family=held.family_id, subject=held.subject, about=held.about, to=_to(held),
        kind=KINDS[held.kind], purpose=held.purpose, title=held.title, letter=held, asker=asker,
        parts={part.category: snapshot(part, held.language) for part in parts},
        told=Told(held.told_before, held.present, held.why_not, hidden_until, hidden_why), by=by, at=at,
    )  # fmt: skip
    if held.comment.strip():
        for line in lines:
            add_comment(disclosure=line, words=held.comment, by=by, at=at)
    held.sent_at = lines[0].recorded_at
    held.save(update_fields=["sent_at"])
    return lines


def _to(held: Letter) -> To | IntoHerHands:
    return IntoHerHands(held.for_whom) if held.agency is None else To(held.agency, held.colleague)


def _parts_of(letter: uuid.UUID) -> int:
    """How many parts it has, also those that the asker's part does not read."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.parts_of(%s::uuid)", [letter])
        return int(cursor.fetchone()[0])


def snapshot(part: LetterPart, language: str) -> str:
    """Every word that leaves of one kind of record: what goes well, what is hard, and what she says."""
    with translation.override(language):
        return "\n\n".join(f"{heading}\n{text.strip()}" for heading, text in pieces(part) if text.strip())


def pieces(part: LetterPart) -> Iterable[tuple[str, str]]:
    """(heading, words) in the order in which they are read: strengths before concerns (E-11)."""
    return (
        (_("What goes well"), part.strengths),
        (_("What is hard, and what helps"), part.concerns),
        (_("In her own words"), part.her_words),
    )
