"""Contacts of a family."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models import Q, QuerySet

from alongside.care.models import Contact
from alongside.care.terms import ForWhom, Reached


def contacts_of(
    family_id: uuid.UUID,
    after: tuple[date, uuid.UUID] | None = None,
    size: int = 50,
    *,
    until: date | None = None,
    known_at: datetime | None = None,
) -> QuerySet[Contact]:
    """Contacts as they stand now, newest first, ``size`` at a time; ``after`` is (on, id) of the last one shown.

    ``until``: the last day looked at. ``known_at``: as they stood then, without what was written or put right later.
    """
    contacts = Contact.objects.filter(family_id=family_id)
    if known_at is None:
        contacts = contacts.filter(superseded_at=None)
    else:
        stood = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
        contacts = contacts.filter(stood, recorded_at__lte=known_at)
    if until is not None:
        contacts = contacts.filter(on__lte=until)
    if after is not None:
        on, id = after
        contacts = contacts.filter(Q(on__lt=on) | Q(on=on, id__lt=id))
    return contacts.order_by("-on", "-id")[:size]


def shared_with_her(family_id: uuid.UUID, size: int = 200) -> list[Contact]:
    """Notes of a family that are on her own page, the newest first; as herself she sees no others. One statement.

    Of a note that was put right, the words she was shown stay (``superseded_at`` is set) until the new ones are shared.
    """
    rows = Contact.objects.filter(family_id=family_id, released_on__isnull=False).order_by("-on", "-id")[:size]
    found = list(rows)
    put_right = {row.corrects_id for row in found if row.corrects_id}
    return [row for row in found if row.pk not in put_right]


def first_met(family_id: uuid.UUID, woman: uuid.UUID) -> date | None:
    """The first day on which somebody was in touch with her, as far as the asker may see; ``None`` before that."""
    with_her = Q(subject=woman) | Q(present__contains=[woman]) | Q(for_whom=ForWhom.DYAD)
    met = Contact.objects.filter(with_her, family_id=family_id, reached=Reached.MET, superseded_at=None)
    return met.order_by("on").values_list("on", flat=True).first()


def versions_of(contact: Contact) -> list[Contact]:
    """Everything recorded about one contact, oldest first: what was corrected, and each correction.

    Two people who corrected the same are two rows. As many statements as there are rounds of correction.
    """
    family = Contact.objects.filter(family_id=contact.family_id)
    root = contact
    while root.corrects_id and (before := family.filter(pk=root.corrects_id).first()):
        root = before
    found, layer = [root], [root.pk]
    while layer:
        rows = list(family.filter(corrects_id__in=layer).order_by("recorded_at", "id"))
        found += rows
        layer = [row.pk for row in rows]
    return found
