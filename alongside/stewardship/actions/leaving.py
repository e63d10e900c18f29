"""What left in the practice programme: looks, a call, a report; each decided by the rules as of its own day."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from alongside.accounts.terms import PARTS
from alongside.assessment.actions import release
from alongside.assessment.models import DevelopmentalAssessment
from alongside.care.models import CareNeed, Contact
from alongside.consent import actions as consent
from alongside.consent.models import Disclosure
from alongside.consent.queries import Asker, standing_purpose
from alongside.consent.rules.leaving import Told
from alongside.consent.terms import Afterwards, DisclosureKind, Purpose, ToldBefore
from alongside.families.models import Child
from alongside.safekeeping.terms import Category, Kind
from alongside.stewardship.actions.agreeing import Stories
from alongside.stewardship.actions.reference import LEAD
from alongside.stewardship.demonstration import agreeing

CHILD = Category.CHILD_HEALTH_DEV
SOON = 3  # days after she heard a report, a copy may go
SHOWN = 3  # notes of each kind that a look of long ago showed
LATER = timedelta(minutes=20)


def load_what_left(known: Stories) -> None:
    """The ledger of the named stories, and one concern that was reported with her in the room."""
    for looked in known.here(agreeing.LOOKED):
        _looked(looked, known)
    for said in known.here(agreeing.SAID):
        _said(said, known)
    for copied in known.here(agreeing.COPIED):
        _copied(copied, known)
    _concern(known)


def _asker(story: str, known: Stories) -> Asker:
    """Her counsellor, as the rules ask who discloses."""
    part = PARTS["counsellor"]
    return Asker(known.counsellor(story), Kind.STAFF, part.reads, agency=known.agencies[LEAD].pk)


def _to(who: agreeing.Who, known: Stories) -> consent.To:
    colleague = known.colleagues[known.who(who)]
    return consent.To(colleague.agency, colleague)


def _kinds(looked: agreeing.Looked, agency: uuid.UUID, known: Stories) -> tuple[int, ...]:
    """What she agreed that this agency may see of this person, without what she had taken back by then."""
    for agreed in agreeing.AGREED:
        if agreed.story == looked.story and isinstance(agreed.to, str) and known.agencies[agreed.to].pk == agency:
            gone = {kind for name, kind, ago in agreed.lines_withdrawn if name == looked.person and ago >= looked.ago}
            return tuple(kind for kind in agreed.about[looked.person] if kind not in gone)
    raise LookupError(looked)


def _snapshot(subject: uuid.UUID, kind: int, until: date) -> str:
    """What a child's carer has to know, and the newest notes of that day, as they are shown outside."""
    needs = CareNeed.objects.filter(child_id=subject, recorded_at__date__lte=until) if kind == CHILD else ()
    notes = Contact.objects.filter(Q(about=[]), subject=subject, category=kind, on__lte=until).exclude(note="")
    return "\n\n".join(
        [f"{need.get_kind_display()}\n{need.words}" for need in needs]
        + [
            f"{note.on.day} {note.on:%B} {note.on.year}, {note.get_mode_display()}\n{note.note}"
            for note in notes.order_by("-on", "-id")[:SHOWN]
        ]
    )


def _looked(looked: agreeing.Looked, known: Stories) -> None:
    """A line of the ledger in the name of whoever looked, and what came after."""
    to, at = _to(looked.who, known), known.at(looked.ago)
    subject = known.person(looked.story, looked.person)
    kinds = _kinds(looked, to.agency.pk, known)
    parts = {kind: _snapshot(subject, kind, timezone.localdate(at)) for kind in kinds}
    lines = consent.disclose(
        family=known.family(looked.story), subject=subject, to=to, kind=DisclosureKind.VIEW,
        purpose=standing_purpose(to.agency.kind), parts=parts, told=Told(ToldBefore.AGREED),
        asker=_asker(looked.story, known), by=known.who(looked.who), at=at,
    )  # fmt: skip
    for line in lines:
        if looked.has_it:
            consent.add_step(
                disclosure=line, kind=Afterwards.ACKNOWLEDGED, by=known.who(looked.who), at=at + timedelta(minutes=3)
            )
        _comment(line, looked.comment, looked.story, known)


def _comment(line: Disclosure, words: str, story: str, known: Stories) -> None:
    if words:
        consent.add_comment(disclosure=line, words=words, by=known.her(story), at=line.recorded_at + timedelta(days=2))


def _said(said: agreeing.Said, known: Stories) -> None:
    """Words that were said with her beside it."""
    lines = consent.disclose(
        family=known.family(said.story), subject=known.person(said.story, said.person), to=_to(said.who, known),
        kind=said.kind, purpose=Purpose.CARE_COORDINATION, parts={said.category: said.words},
        told=Told(ToldBefore.WITH_HER, present=True), asker=_asker(said.story, known), title=said.title,
        by=known.counsellor(said.story), at=known.at(said.ago),
    )  # fmt: skip
    for line in lines:
        _comment(line, said.comment, said.story, known)


def _copied(copied: agreeing.Copied, known: Stories) -> None:
    """A copy of a child's report, some days after the mother heard it; she was there when it went."""
    since, until = known.day - timedelta(days=copied.ago), known.day - timedelta(days=SOON)
    heard = DevelopmentalAssessment.objects.filter(
        subject=known.person(copied.story, copied.child), told_on__gte=since, told_on__lt=until
    )
    for report in heard.order_by("-told_on")[:1]:
        gone = (known.day - report.told_on).days - SOON  # type: ignore[operator]
        release(
            assessment=report, called=copied.child, to=_to(copied.who, known), purpose=Purpose.CARE_COORDINATION,
            told=Told(ToldBefore.WITH_HER, present=True), asker=_asker(copied.story, known),
            by=known.counsellor(copied.story), at=known.at(gone),
        )  # fmt: skip


def _concern(known: Stories) -> None:
    """A concern about a child, step by step; reported with her in the room."""
    story, child = agreeing.CONCERN
    if story not in known.told:
        return
    by, report = known.counsellor(story), None
    for n, step in enumerate(agreeing.STEPS):
        at = known.at(step.ago) + n * LATER
        on = timezone.localdate(at)
        if report is None:
            held = Child.objects.get(pk=known.person(story, child))
            report = consent.begin_report(child=held, on=on, words=step.words, by=by, at=at)
        elif step.step == "reported":
            consent.send_report(
                report=report, to=_to(agreeing.KAREN, known), words=step.words,
                category=Category.CHILD_WELFARE_LEGAL, present=True, asker=_asker(story, known), by=by, at=at,
            )  # fmt: skip
        else:
            consent.add_report_step(
                report=report, step=step.step, on=on, words=step.words, with_whom=step.with_whom, by=by, at=at
            )
