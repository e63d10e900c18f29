"""Verbs of people outside: looking at what is shared with them, saying that they have it, sending something back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from alongside.consent.actions.her_words import LONGEST
from alongside.consent.models import SentBack, SentBackStep
from alongside.consent.queries import notice_goes_with
from alongside.consent.rules import documents
from alongside.consent.terms import NotSent, Receipt, SentKind
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@dataclass(frozen=True)
class Viewed:
    """A line of the ledger that tells of one look; ``acknowledged``: whoever looked said that she has this.

    ``notice``: what the law says to her about it, as the line keeps it; "" where it asks for nothing.
    """

    disclosure: uuid.UUID
    basis: str
    acknowledged: bool
    notice: str


@transaction.atomic
def record_view(
    *, family: uuid.UUID, subject: uuid.UUID, parts: Mapping[int, str], notice: str,
    about: Mapping[int, Collection[uuid.UUID]] | None = None, by: uuid.UUID, at: datetime,
) -> list[Viewed]:  # fmt: skip
    """Write into the ledger what is shown to whoever is signed in from outside: ``{category: exactly the words}``.

    ``about``: others of the family of whom these words say something. ``notice``: of the law here; it goes along with
    the kinds of record for which that law asks for it.

    Call it in the transaction of the page, before anything is shown. The same look twice on one day is one line. Raises
    ProgrammingError (42501) when any part is not open to her (any more): then nothing may be shown.
    """
    if not parts:
        return []
    marked, others = notice_goes_with(parts), about or {}
    held = json.dumps([
        {"category": int(category), "snapshot": parts[category], "marked": category in marked,
         "about": [str(person) for person in sorted(set(others.get(category, ())) - {subject})]}
        for category in sorted(parts)
    ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "select disclosure, basis, acknowledged, told_along"
            " from safekeeping.record_view(%s::uuid, %s::uuid, %s::jsonb, %s)",
            [family, subject, held, notice],
        )
        return [Viewed(*row) for row in cursor.fetchall()]


@transaction.atomic
def acknowledge(*, disclosures: list[uuid.UUID], by: uuid.UUID, at: datetime) -> int:
    """Say "I have it" about lines of her own that are still open to her. Returns how many were not said before."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.acknowledge_view(%s::uuid[])", [disclosures])
        return int(cursor.fetchone()[0])


@transaction.atomic
def send_back(
    *, family: uuid.UUID, subject: uuid.UUID, category: int, kind: str, words: str, name: str = "", held: bytes = b"",
    part2: bool = True, by: uuid.UUID, at: datetime,
) -> uuid.UUID:  # fmt: skip
    """A hand-off, an answer or a document from outside; her team and she herself can read it at once.

    ``part2``: 42 CFR Part 2 protects it, unless the sender says that it does not.

    ``name`` and ``held`` are the document as it came; what is kept of it is what ``rules.documents.clean`` gives back.
    Raises Refused (codes of ``NotSent``), ProgrammingError (42501) for a kind of record that is not open to the sender.
    """
    if kind != SentKind.DOCUMENT and not words.strip():
        raise Refused(NotSent.WORDS_NEEDED, field="words")
    if len(words) > LONGEST:
        raise Refused(NotSent.TOO_LONG, field="words")
    if kind == SentKind.DOCUMENT and not held:
        raise Refused(NotSent.DOCUMENT_EMPTY if name else NotSent.DOCUMENT_NEEDED, field="document")
    try:
        kept = documents.clean(name, held) if held else None
    except documents.NotTaken as no:
        raise Refused(no.because, field="document") from no
    sent = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.send_back(%s::uuid, %s::uuid, %s::uuid, %s::int, %s, %s, %s)",
            [sent, family, subject, int(category), kind, words, part2],
        )
        if kept:
            cursor.execute(
                "select safekeeping.send_document(%s::uuid, %s::uuid, %s, %s, %s)",
                [new_id(), sent, kept.name, kept.media_type, kept.content],
            )
    write_trail([entry("sent back", family=family, subject=subject, sent=sent, kind=kind)], by=by)
    return sent


@transaction.atomic
def note_read(*, sent: SentBack, receipt: str, by: uuid.UUID, at: datetime) -> None:
    """Her team, or she, has read it: said once, so that whoever sent it sees who knows."""
    SentBackStep.objects.get_or_create(
        sent_back=sent, kind=Receipt(receipt),
        defaults={"family_id": sent.family_id, "subject": sent.subject, "category": sent.category, "recorded_by": by,
                  "recorded_at": at},
    )  # fmt: skip
