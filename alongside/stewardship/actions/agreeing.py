"""What the women of the practice programme agreed to, and what came back, written with the verbs of consent.

The verbs are given the day on which it happened. Where a verb keeps the server's own time (an emergency, what somebody
outside sends), the row is written with the time of the story, as the loader may.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from alongside.accounts.actions import let_carer_in, let_herself_in
from alongside.accounts.models import Colleague, HerPage
from alongside.accounts.terms import PageState
from alongside.agencies.models import Agency
from alongside.care.actions import share_contact, write_need
from alongside.care.models import Contact
from alongside.consent import actions as consent
from alongside.consent.models import BreakGlass, ConsentLine, SentBack, SentDocument
from alongside.consent.rules import documents
from alongside.consent.terms import Receipt
from alongside.families.models import Child, Dyad, Person
from alongside.recordkeeping.models import new_id
from alongside.safekeeping.terms import Category, mask
from alongside.stewardship.demonstration import NAMED, FamilyStory, agreeing, people
from alongside.stewardship.demonstration import records as r

AFTERNOON = time(15, 20)
SIGNATURE = "M12 48 L30 20 L44 52 L60 24 L78 50 L96 30 L120 44"  # a drawn line, as a finger leaves it
NOTES = 40  # of one woman or child, the newest ones, are said to speak of nobody else
GLASS = timedelta(minutes=60)


@dataclass(frozen=True)
class Stories:
    """The named stories as they are in the database: who is who, by the names in the story."""

    told: dict[str, FamilyStory]
    crowd: people.Crowd
    agencies: dict[str, Agency]
    day: date

    def at(self, ago: int, hour: int | None = None) -> datetime:
        """In the afternoon (or at ``hour``) so many days ago."""
        clock = AFTERNOON if hour is None else time(hour, 5)
        return timezone.make_aware(datetime.combine(self.day - timedelta(days=ago), clock))

    def who(self, who: agreeing.Who) -> uuid.UUID:
        """A colleague, here or elsewhere."""
        return uuid.UUID(self.crowd.id(*who))

    def family(self, story: str) -> uuid.UUID:
        """The family's id."""
        return uuid.UUID(self.told[story].id)

    def person(self, story: str, name: str) -> uuid.UUID:
        """Somebody of the story."""
        return uuid.UUID(next(row.id for row in self.told[story].of(r.Person) if row.name == name))

    def her(self, story: str) -> uuid.UUID:
        """The woman of the story."""
        return uuid.UUID(next(row.person_id for row in self.told[story].of(r.Woman)))

    def counsellor(self, story: str) -> uuid.UUID:
        """Her counsellor, who writes all this down with her."""
        return uuid.UUID(self.crowd.id("counsellor", people.number("counsellor", self.told[story].index)))

    @cached_property
    def colleagues(self) -> dict[uuid.UUID, Colleague]:
        """Everybody named here who works elsewhere."""
        wanted = {self.who(works.who) for works in agreeing.WORKS}
        return {each.pk: each for each in Colleague.objects.select_related("agency").filter(pk__in=wanted)}

    def here(self, told: tuple) -> list:
        """Those of ``told`` whose story is in this programme, longest ago first."""
        return sorted((each for each in told if each.story in self.told), key=lambda each: -each.ago)


def stories(told: list[FamilyStory], crowd: people.Crowd, agencies: dict[str, Agency], day: date) -> Stories:
    """The first stories told, by their key in ``NAMED``."""
    return Stories(dict(zip(NAMED, told, strict=False)), crowd, agencies, day)


def let_in(member: people.Member, known: Stories, since: date, by: uuid.UUID) -> None:
    """A woman or a carer of the cast may sign in; she stands in a story, or in none."""
    id = uuid.UUID(known.crowd.id(member.part, member.number))
    family = known.family(member.story)
    person = known.person(member.story, member.person)
    role: dict[str, Any] = {"name": member.name, "account": None, "role": member.roles[0], "from_on": since, "by": by}
    if member.kind == "carer":
        let_carer_in(id=id, person=person, family=family, **role)
        return
    let_herself_in(person=person, family=family, **role)
    HerPage.objects.create(person=person, family=family, state=PageState.OPEN)


def load_agreements(known: Stories) -> None:
    """Who works with whom elsewhere, agreements of several ages, emergencies, words of hers, what came back."""
    _speaks_of_nobody_else(known)
    _works(known)
    for agreed in known.here(agreeing.AGREED):
        _agree(agreed, known)
    for came in known.here(agreeing.CAME_BACK):
        _came(came, known)
    for opened in known.here(agreeing.OPENED):
        _opened(opened, known)
    _statement(known)
    for story, child, kind, words, ago in agreeing.NEEDS:
        if story in known.told:
            held = Child.objects.get(pk=known.person(story, child))
            write_need(child=held, kind=kind, words=words, by=known.counsellor(story), at=known.at(ago))


def _speaks_of_nobody_else(known: Stories) -> None:
    """Notes about those who are shared say of nobody else; nobody outside reads a note of which nobody said so."""
    shared: dict[tuple[str, str], set[int]] = {}
    for agreed in known.here(agreeing.AGREED):
        if agreed.kind == "sharing":
            for name, kinds in agreed.about.items():
                shared.setdefault((agreed.story, name), set()).update(kinds)
    for (story, name), kinds in shared.items():
        person, by = known.person(story, name), known.counsellor(story)
        pair = Dyad.objects.filter(Q(child_id=person) | Q(woman_id=person)).values_list("pk", flat=True)
        notes = Contact.objects.filter(
            family_id=known.family(story),
            subject__in=[person, *pair],
            category__in=kinds,
            superseded_at=None,
            about=None,
        ).exclude(note="")
        for note in _fit_to_share(notes.order_by("-on", "-id"))[:NOTES]:
            share_contact(contact=note, about=[], hers=[], show=False, by=by, at=known.at(0))


def _fit_to_share(notes: Iterable[Contact]) -> list[Contact]:
    """Without those in which everyday matters and using stand in one note: the team keeps such a note to itself."""
    return [
        note
        for note in notes
        if note.category != Category.SERVICE_USE or not any(word in note.note for word in agreeing.ABOUT_USING)
    ]


def _works(known: Stories) -> None:
    for works in known.here(agreeing.WORKS):
        consent.assign_outside_worker(
            person=Person.objects.get(pk=known.person(works.story, works.person)),
            colleague=known.colleagues[known.who(works.who)], known_as=works.known_as,
            from_on=known.day - timedelta(days=works.ago), by=known.counsellor(works.story), at=known.at(works.ago),
        )  # fmt: skip


def _recipient(to: str | agreeing.Who, known: Stories) -> consent.Recipient:
    if isinstance(to, str):
        return consent.Recipient(agency=known.agencies[to].pk)
    return consent.Recipient(colleague=known.who(to))


def _agree(agreed: agreeing.Agreed, known: Stories) -> None:
    """She makes it, line by line, signs it, gets her copy; and what she took back later."""
    by, at = known.counsellor(agreed.story), known.at(agreed.ago)
    form = consent.draft(
        family=known.family(agreed.story), giver=known.her(agreed.story), kind=agreed.kind, language="en",
        recipient=_recipient(agreed.to, known), purpose=agreed.purpose,
        last_day=None if agreed.last is None else known.day + timedelta(days=agreed.last), by=by, at=at,
    )  # fmt: skip
    for name, kinds in agreed.about.items():
        consent.choose(
            consent=form, base_version=form.version, subject=known.person(agreed.story, name), categories=kinds, by=by,
            at=at,
        )  # fmt: skip
        form.refresh_from_db(fields=["version"])
    name = next(row.name for row in known.told[agreed.story].of(r.Person) if row.kind == "woman")
    form = consent.sign(
        consent=form, how=agreed.how, signature=SIGNATURE if agreed.how == "drawn" else name,
        explained=agreed.explained, by=by, at=at + timedelta(minutes=25),
    )  # fmt: skip
    consent.give_copy(consent=form, how="on paper", by=by, at=at + timedelta(minutes=30))
    for whom, kind, ago in agreed.lines_withdrawn:
        line = ConsentLine.objects.get(consent=form, subject=known.person(agreed.story, whom), category=kind)
        consent.withdraw(consent=form, line=line, by=by, at=known.at(ago))
    if agreed.withdrawn is not None:
        consent.withdraw(consent=form, by=by, at=known.at(agreed.withdrawn))


def _came(came: agreeing.CameBack, known: Stories) -> None:
    """What somebody elsewhere sent, and who has read it."""
    who = known.colleagues[known.who(came.who)]
    at = known.at(came.ago)
    about = {
        "family_id": known.family(came.story), "subject": known.person(came.story, came.person),
        "category": came.category, "recorded_by": who.pk, "recorded_at": at,
    }  # fmt: skip
    sent = SentBack.objects.create(
        id=new_id(), agency=who.agency, colleague=who, sender=f"{who.name}, {who.agency.name}", kind=came.kind,
        words=came.words, **about,
    )  # fmt: skip
    if came.document:
        name, text = came.document
        kept = documents.clean(name, text.encode())
        SentDocument.objects.create(
            id=new_id(), sent_back=sent, name=kept.name, media_type=kept.media_type, size=len(kept.content),
            sha256=hashlib.sha256(kept.content).hexdigest(), content=kept.content, **about,
        )  # fmt: skip
    read = []
    if came.read_by_team:
        read.append((Receipt.TEAM, known.counsellor(came.story), timedelta(hours=19)))
    if came.read_by_her:
        read.append((Receipt.HERSELF, known.her(came.story), timedelta(days=2)))
    for receipt, by, later in read:
        consent.note_read(sent=sent, receipt=receipt, by=by, at=at + later)


def _opened(opened: agreeing.Opened, known: Stories) -> None:
    """An emergency of an hour that is over, and its review where there was one."""
    at, who = known.at(opened.ago, opened.hour), known.who(opened.who)
    glass = BreakGlass.objects.create(
        id=new_id(), family_id=known.family(opened.story), subject=known.her(opened.story), colleague_id=who,
        reason=opened.reason, categories=mask(*(Category(kind) for kind in opened.categories)), proved_at=at,
        until=at + GLASS, closed_at=at + timedelta(minutes=20), recorded_by=who, recorded_at=at,
    )  # fmt: skip
    if opened.reviewed is not None:
        privacy = uuid.UUID(known.crowd.id(people.PRIVACY, 0))
        consent.review_break_glass(
            glass=glass, found=opened.found, told_her=True, by=privacy, at=known.at(opened.reviewed)
        )


def _statement(known: Stories) -> None:
    """Her own words beside the note of the day on which she came."""
    story, name, ago, words = agreeing.STATEMENT
    if story not in known.told:
        return
    her = known.person(story, name)
    note = Contact.objects.filter(subject=her, category=Category.SUD).exclude(note="").exclude(about=None)
    beside = note.filter(on__lte=known.day - timedelta(days=ago)).order_by("-on", "-id").first()
    if beside is not None:
        consent.record_statement(
            family=beside.family_id, subject=her, category=beside.category, about="care.contact", target=beside.pk,
            words=words, by=her, at=known.at(ago),
        )  # fmt: skip
