"""Making an agreement, line by line, signing it, taking it back; keeping something from somebody, and lifting that.

A draft does nothing and may be changed or put away. What is signed stays as it was signed; a newer one takes its place
only by being signed itself. Taking back acts at the next statement.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from alongside.agencies import queries as agencies
from alongside.consent import queries
from alongside.consent.models import Consent, ConsentLine
from alongside.consent.profiles import shipped
from alongside.consent.rules.agreeing import (
    EFFECT,
    Paper,
    is_signature,
    is_signature_for_agency,
    may_sign_paper,
)
from alongside.consent.terms import Effect, FormKind, No, Purpose, RecipientKind
from alongside.families.models import Person
from alongside.recordkeeping.actions import entry, set_aside, write_trail
from alongside.recordkeeping.models import SetAside, new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

# What each form is for, where it is not for her to choose.
PURPOSE: dict[str, str] = {
    FormKind.KEEPING_FROM: Purpose.CARE,
    FormKind.RESEARCH: Purpose.RESEARCH,
    FormKind.VIDEO_THERAPY: Purpose.CARE,
    FormKind.VIDEO_TRAINING: Purpose.OPERATIONS,
    FormKind.VIDEO_RESEARCH: Purpose.RESEARCH,
    FormKind.MESSAGES: Purpose.CARE,
}
ABOUT = "consent.consent"  # what is set aside when two people change one draft


@dataclass(frozen=True)
class Recipient:
    """To whom, exactly one of: an agency, one person at an agency, everybody of a kind (``RecipientClass``)."""

    agency: uuid.UUID | None = None
    colleague: uuid.UUID | None = None
    klass: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a form. Raises Refused (``recipient_missing``) for none or more than one."""
        given = [self.agency is not None, self.colleague is not None, bool(self.klass)]
        if given.count(True) != 1:
            raise Refused(No.RECIPIENT_MISSING, field="recipient")
        kinds = (RecipientKind.AGENCY, RecipientKind.COLLEAGUE, RecipientKind.CLASS)
        return {
            "recipient_kind": kinds[given.index(True)].value,
            "agency_id": self.agency,
            "colleague_id": self.colleague,
            "recipient_class": self.klass,
        }


@dataclass(frozen=True)
class OfStudy:
    """The study that a research form is about, and what it is called to her."""

    id: uuid.UUID
    title: str


@transaction.atomic
def draft(
    *, family: uuid.UUID, giver: uuid.UUID, kind: str, language: str, recipient: Recipient, purpose: str = "",
    last_day: date | None = None, replaces: Consent | None = None, giver_agency: uuid.UUID | None = None,
    study: OfStudy | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Consent:  # fmt: skip
    """Begin a form: nothing is ticked, and it does nothing until it is signed.

    ``purpose`` counts where the form leaves it open (sharing). ``giver_agency``: it holds the right over the child
    ``giver`` today and gives this form. ``study``: the one study a research form is about; with none it lets nobody
    into any. Raises Refused (``no_such_form``,
    ``recipient_missing``), ProgrammingError (42501) for whoever may not.
    """
    form = queries.form_for(kind, language)
    if form is None:
        raise Refused(No.NO_SUCH_FORM, field="language")
    today = timezone.localdate(at)
    made = Consent.objects.create(
        id=id or new_id(), family_id=family, giver_id=giver, giver_agency_id=giver_agency, effect=EFFECT[kind],
        form=form,
        purpose=PURPOSE.get(kind) or Purpose(purpose or Purpose.CARE_COORDINATION).value,
        study=study.id if study else None, study_title=study.title if study else "",
        during=DateRange(today, _after(last_day, today)), replaces=replaces, recorded_by=by, recorded_at=at,
        **recipient.values,
    )  # fmt: skip
    write_trail([entry("agreement begun", family=family, subject=giver, agreement=made.pk, form=kind)], by=by)
    return made


def _after(last_day: date | None, today: date) -> date | None:
    """The end of the days: the day after the last one. Raises Refused (``last_day_over``)."""
    if last_day is None:
        return None
    if last_day < today:
        raise Refused(No.LAST_DAY_OVER, field="last_day")
    return last_day + timedelta(days=1)


def _open(consent: Consent) -> Consent:
    """The draft as it stands, kept from others until the transaction ends. Raises Refused for one that is none."""
    held = Consent.objects.select_for_update(of=("self",)).select_related("form").get(pk=consent.pk)
    if held.signed_at is not None:
        raise Refused(No.SIGNED_ALREADY)
    if held.withdrawn_at is not None:
        raise Refused(No.TAKEN_BACK)
    return held


def _somebody_was_quicker(held: Consent, base_version: int, written: Mapping[str, Any], **who: Any) -> SetAside | None:
    if base_version == held.version:
        return None
    return set_aside(
        family=held.family_id, subject=held.giver_id, category=Category.SERVICE_USE, about=ABOUT, target=held.pk,
        written=written, **who,
    )  # fmt: skip


@transaction.atomic
def change_draft(
    *, consent: Consent, base_version: int, recipient: Recipient | None = None, purpose: str = "",
    last_day: date | None = None, open_ended: bool = False, explained: str | None = None, language: str = "",
    by: uuid.UUID, at: datetime,
) -> Consent | SetAside:  # fmt: skip
    """Change what is given of a draft; the rest stays. A stale ``base_version`` sets what was written aside.

    ``open_ended``: it has no last day (a no that goes on until it is lifted).

    Raises Refused (``signed_already``, ``taken_back``, ``no_such_form``, ``recipient_missing``, ``last_day_over``).
    """
    held = _open(consent)
    values: dict[str, Any] = dict(recipient.values) if recipient else {}
    if purpose and held.form.kind not in PURPOSE:
        values["purpose"] = Purpose(purpose).value
    if last_day is not None or open_ended:
        today = timezone.localdate(at)
        values["during"] = DateRange(today, _after(last_day, today))
    if explained is not None:
        values["explained"] = explained
    if language and language != held.form.language:
        form = queries.form_for(held.form.kind, language, held.form.profile)
        if form is None:
            raise Refused(No.NO_SUCH_FORM, field="language")
        values["form_id"] = form.pk
    written = {"purpose": purpose, "explained": explained or "", "language": language}
    written |= {k: str(v or "") for k, v in values.items() if k != "during"}
    if last_day is not None:
        written["last_day"] = last_day.isoformat()
    elif open_ended:
        written["last_day"] = ""
    aside = _somebody_was_quicker(held, base_version, written, by=by, at=at)
    if aside is not None:
        return aside
    for name, value in values.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*(name.removesuffix("_id") for name in values), "version"])
    return held


@transaction.atomic
def choose(
    *, consent: Consent, base_version: int, subject: uuid.UUID, categories: Iterable[int], by: uuid.UUID, at: datetime
) -> Consent | SetAside:
    """Tick these kinds of record about this person and no others; lines about other people stay as they are.

    A stale ``base_version`` sets what was ticked aside. Raises Refused (``signed_already``, ``taken_back``).
    """
    held = _open(consent)
    wanted = {int(category) for category in categories}
    written = {"subject": str(subject), "categories": sorted(wanted)}
    aside = _somebody_was_quicker(held, base_version, written, by=by, at=at)
    if aside is not None:
        return aside
    lines = ConsentLine.objects.filter(consent=held, subject=subject)
    here = set(lines.values_list("category", flat=True))
    lines.filter(category__in=here - wanted).delete()
    ConsentLine.objects.bulk_create(
        ConsentLine(
            family_id=held.family_id, consent=held, subject=subject, category=category, recorded_by=by, recorded_at=at
        )
        for category in sorted(wanted - here)
    )  # fmt: skip
    held.version += 1
    held.save(update_fields=["version"])
    return held


@transaction.atomic
def put_away(*, consent: Consent, by: uuid.UUID, at: datetime) -> Consent:
    """She does not want this draft: it stays unsigned for ever. Raises Refused (``signed_already``, ``taken_back``)."""
    held = _open(consent)
    held.withdrawn_at, held.withdrawn_by = at, by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    write_trail([entry("agreement put away", family=held.family_id, subject=held.giver_id, agreement=held.pk)], by=by)
    return held


@transaction.atomic
def sign(
    *, consent: Consent, how: str, signature: str, witness: uuid.UUID | None = None, explained: str = "",
    signer_name: str = "", signer_role: str = "", by: uuid.UUID, at: datetime,
) -> Consent:  # fmt: skip
    """She signs: it counts from the next statement. What it replaces ends in the same moment.

    Parameters
    ----------
    how: drawn (``signature`` holds the strokes as SVG path data), typed (her name), or spoken before ``witness``.
    explained: how it was read or explained to her; what the draft holds already counts too.
    signer_name, signer_role: who signed where an agency gives the form, drawn before ``witness`` or on a paper that
        ``witness`` has in hand (``signature`` says which paper).

    Raises Refused (any of ``terms.No``); the reason is the first thing that is missing.
    """
    held = _open(consent)
    today = timezone.localdate(at)
    lines = frozenset(ConsentLine.objects.filter(consent=held).values_list("subject", "category"))
    last_day = held.during.upper - timedelta(days=1) if held.during.upper else None
    programme = agencies.programme()
    profile = shipped().get(programme.jurisdiction) if programme else None
    before = held.replaces
    all_seen(held, before)
    lifts: frozenset[uuid.UUID] = frozenset()
    if before is not None and before.effect == Effect.DENY and before.withdrawn_at is None:
        lifts = frozenset(ConsentLine.objects.filter(consent=before).values_list("subject", flat=True))
    paper = Paper(
        kind=held.form.kind, giver=held.giver_id, lines=lines, last_day=last_day, lifts=lifts,
        separate=profile.separate if profile else 0, agency=held.giver_agency_id,
    )  # fmt: skip
    about = {subject for subject, _bit in lines} | lifts
    people = Person.objects.filter(family_id=held.family_id, pk__in=about)
    decision = may_sign_paper(paper, queries.deciders(held.family_id, today, people), today)
    if not decision:
        raise Refused(decision.because)
    if held.giver_agency_id is None:
        decision = is_signature(how, signature, witness)
        signer_name = signer_role = ""
    else:
        decision = is_signature_for_agency(how, signature, witness, signer_name, signer_role)
    if not decision:
        raise Refused(decision.because, field="signature")
    explained = explained or held.explained
    if not explained.strip():
        raise Refused(No.NOT_EXPLAINED, field="explained")
    held.during = DateRange(today, held.during.upper)
    held.signed_at, held.signed_how, held.signature = at, how, signature.strip()
    held.witness_id, held.explained = witness, explained
    held.signer_name, held.signer_role = signer_name.strip(), signer_role.strip()
    held.version += 1
    held.save(
        update_fields=[
            "during", "signed_at", "signed_how", "signature", "witness", "explained", "signer_name", "signer_role",
            "version",
        ],
    )  # fmt: skip
    told = [entry("agreement signed", family=held.family_id, subject=held.giver_id, agreement=held.pk, how=how)]
    if before is not None and before.signed_at is not None and before.withdrawn_at is None:
        before.withdrawn_at, before.withdrawn_by = at, by
        before.save(update_fields=["withdrawn_at", "withdrawn_by"])
        told.append(entry("agreement replaced", family=held.family_id, subject=held.giver_id, agreement=before.pk))
    write_trail(told, by=by)
    return held


def all_seen(*forms: Consent | None) -> None:
    """What is signed, or stands in another's place, is seen as a whole by whoever gives it to her."""
    if not all(queries.all_seen(form.pk) for form in forms if form is not None):
        raise Refused(No.NOT_ALL_SEEN)


@transaction.atomic
def give_copy(*, consent: Consent, how: str, by: uuid.UUID, at: datetime) -> Consent:
    """How she got her copy. Raises Refused (``not_signed``)."""
    if consent.signed_at is None:
        raise Refused(No.NOT_SIGNED)
    consent.copy_given = how
    consent.save(update_fields=["copy_given"])
    return consent
