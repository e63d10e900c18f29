"""Being in touch, reached or tried. A correction adds a row; nothing is overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.terms import PARTS, RoleName
from alongside.care import rules
from alongside.care.models import Contact, Mentioned, MentionedTurn
from alongside.care.terms import ForWhom, Mode, Purpose, Reached
from alongside.enrolment.rules import require
from alongside.families.models import Child, Dyad, Family, Membership, Person, Woman
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.terms import Item

TEXTS = ("note", "her_words", "between_you", "also_present", "purpose", "items_given", "helped")
CHOICES = {"purposes": Purpose, "given": Item}  # as many as fit
# What a correction may say anew. The family and the day of recording are what they are.
CORRECTABLE = (
    "subject", "for_whom", "category", "on", "at_time", "minutes", "mode", "reached", "worker", "present", "believed",
    *TEXTS, *CHOICES,
)  # fmt: skip


@transaction.atomic
def record_contact(
    *, family: Family, subject: uuid.UUID, for_whom: str, category: int, on: date, mode: str,
    reached: str = Reached.MET, note: str = "", her_words: str = "", between_you: str = "", believed: bool = False,
    present: Sequence[uuid.UUID] = (), also_present: str = "",
    purposes: Sequence[str] = (), purpose: str = "", given: Sequence[str] = (), items_given: str = "", helped: str = "",
    at_time: time | None = None, minutes: int | None = None, worker: uuid.UUID | None = None,
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Contact:  # fmt: skip
    """A contact about the woman, a child or the two together (``subject`` is her, the child's or the dyad's id).

    ``worker`` is who was there (``by`` when left out). The same ``id`` sent twice is one contact. ``believed`` asks for
    no detail (P-25). ``given`` needs no meeting and no reason: things are also left at a door (S-041).
    Raises ``Refused`` with a code of ``terms.No`` and the field; ProgrammingError (42501) where the file or the
    category is not hers to write in.
    """
    if id is not None and (known := Contact.objects.filter(family=family, pk=id).first()) is not None:
        return known
    contact = Contact(
        id=id or new_id(), family=family, subject=subject, for_whom=for_whom, category=category, on=on, at_time=at_time,
        minutes=minutes, mode=mode, reached=reached, worker=worker or by, present=list(present),
        also_present=also_present, purposes=list(purposes), purpose=purpose, note=note, her_words=her_words,
        between_you=between_you, believed=believed, given=list(given), items_given=items_given, helped=helped,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _check(contact, at)
    contact.save(force_insert=True)
    write_trail([entry("contact recorded", family=family.pk, subject=subject, contact=contact.id)], by=by)
    return contact


@transaction.atomic
def correct_contact(*, contact: Contact, values: Mapping[str, Any], by: uuid.UUID, at: datetime) -> Contact:
    """A further row with ``values`` changed; the corrected one stays in the record and leaves the timeline.

    Two people who correct the same contact make two rows: both are kept and shown. Of whom it was said to speak it
    still speaks for our own people, until somebody says so anew; for those outside nobody has said. What she mentioned
    in it is filed with it. Raises ``Refused`` like ``record_contact``; KeyError for a field that cannot be corrected.
    """
    if unknown := set(values) - set(CORRECTABLE):
        raise KeyError(f"cannot be corrected: {sorted(unknown)}")
    kept = {field: getattr(contact, field) for field in CORRECTABLE}
    corrected = Contact(
        id=new_id(), family_id=contact.family_id, corrects=contact, recorded_by=by, recorded_at=at,
        about=[*(who for who in contact.about if who), None] if contact.about else None,
        **{**kept, **values, "present": list(values.get("present", kept["present"]))},
    )  # fmt: skip
    _check(corrected, at)
    corrected.save(force_insert=True)
    # What she mentioned in it, and what was said of that since, goes along: it is read with the note as it stands.
    filed = {"subject": corrected.subject, "category": corrected.category}
    Mentioned.objects.filter(contact=contact).update(contact=corrected, **filed)
    MentionedTurn.objects.filter(mentioned__contact=corrected).update(**filed)
    Contact.objects.filter(pk=contact.pk, superseded_at=None).update(superseded_at=at)
    write_trail(
        [entry("contact corrected", family=contact.family_id, subject=corrected.subject, contact=corrected.id)], by=by
    )
    return corrected


@transaction.atomic
def share_contact(
    *, contact: Contact, about: Sequence[uuid.UUID], hers: Collection[uuid.UUID], show: bool, by: uuid.UUID,
    at: datetime,
) -> Contact:  # fmt: skip
    """Say of whom a note says something besides whom it is about, and whether the woman reads it on her own page.

    ``about``: people of this family; nobody means that those to whom she agreed may read it too. ``hers``: herself and
    the children for whom she decides. Raises ``Refused``: ``not_of_this_family``, ``put_right_since``, and for ``show``
    also ``not_on_a_page`` and ``speaks_of_others``.
    """
    others = [person for person in dict.fromkeys(about) if person != contact.subject]
    check_people(contact.family_id, others)
    if show:
        seen = PARTS[RoleName.MOTHER].reads
        require(rules.check_sharing(category=contact.category, about=others, hers=hers, on_a_page=seen), field="about")
    changed = Contact.objects.filter(pk=contact.pk, superseded_at=None).update(
        about=others, released_on=(contact.released_on or timezone.localdate(at)) if show else None
    )
    if not changed:
        raise Refused("put_right_since")
    verb = "note shared with her" if show else "note kept to the team"
    write_trail([entry(verb, family=contact.family_id, subject=contact.subject, contact=contact.pk)], by=by)
    contact.refresh_from_db(fields=["about", "released_on"])
    return contact


def check_subject(family: uuid.UUID, for_whom: str, subject: uuid.UUID) -> None:
    """``subject`` is a woman, child or dyad of this family, as ``for_whom`` says; else ``Refused``."""
    subjects = {ForWhom.WOMAN: Woman.objects, ForWhom.CHILD: Child.objects, ForWhom.DYAD: Dyad.objects}
    found = subjects[ForWhom(for_whom)].filter(pk=subject, family_id=family).exists()
    if not found and for_whom == ForWhom.WOMAN:
        # A children's worker knows the woman by name alone.
        found = Person.objects.filter(pk=subject, family_id=family, kind="woman").exists()
    if not found:
        raise Refused("not_of_this_family", field="subject")


def check_people(family: uuid.UUID, people: Collection[uuid.UUID], field: str = "about") -> None:
    """Everybody named is of this family; else ``Refused("not_of_this_family")``."""
    if people:
        require(rules.belong(people, _people(family, people)), field=field)


def check_texts(texts: Mapping[str, str]) -> None:
    """Every text can be kept in one piece; else ``Refused("too_long")`` with its field, length and limit."""
    if field := rules.too_long(texts):
        raise Refused("too_long", field=field, limit=rules.limit_of(field), length=len(texts[field]))


def _check(contact: Contact, at: datetime) -> None:
    check_texts({field: getattr(contact, field) for field in TEXTS})
    require(rules.check_day(contact.on, timezone.localdate(at)), field="on")
    require(rules.check_category(contact.category), field="category")
    require(rules.check_minutes(contact.minutes), field="minutes")
    contact.mode, contact.reached = Mode(contact.mode).value, Reached(contact.reached).value
    for field, words in CHOICES.items():
        setattr(contact, field, [words(each).value for each in dict.fromkeys(getattr(contact, field))])
    contact.for_whom, contact.category = ForWhom(contact.for_whom).value, int(contact.category)
    check_subject(contact.family_id, contact.for_whom, contact.subject)
    check_people(contact.family_id, contact.present, "present")


def _people(family: uuid.UUID, wanted: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of ``wanted`` who are in this family, first recorded here or by membership."""
    here = Person.objects.filter(family_id=family, pk__in=wanted).values_list("pk", flat=True)
    joined = Membership.objects.filter(family_id=family, person__in=wanted).values_list("person", flat=True)
    return {*here, *joined}
