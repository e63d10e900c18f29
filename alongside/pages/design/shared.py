"""What is shown to somebody outside, in words: the page of a partner, "try it", and the ledger show the same.

A part holds one kind of record about one person. Its ``text`` is what the ledger keeps: every word that stands in it on
the page, and nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.care.models import CareNeed, Contact, LaneVersion, Promise
from alongside.care.queries import PlanSeen, Shared, steps_of
from alongside.care.rules import STEPS, LaneStep
from alongside.care.terms import Does, PlanKind, Reached
from alongside.consent import queries
from alongside.families.models import Person, SafeContact
from alongside.families.terms import PersonKind
from alongside.goals.models import Goal
from alongside.goals.rules import Stands
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.design.reaching import WayShown, she_comes, ways
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class EntryShown:
    """One thing: a note, something that will happen, a way to reach. ``said``: her own words beside it.

    ``about``: others of the family of whom it says something.
    """

    title: str
    lines: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    about: tuple[uuid.UUID, ...] = ()

    @property
    def text(self) -> str:
        """Every word of it."""
        return "\n".join((self.title, *self.lines, *self.said))


@dataclass(frozen=True)
class PartShown:
    """One kind of record about one person or the two together."""

    subject: uuid.UUID
    category: int
    heading: str
    entries: tuple[EntryShown, ...] = field(default=())

    @property
    def anchor(self) -> str:
        """Its place on a page that shows several people."""
        return f"part-{self.category}-{self.subject}"

    @property
    def about(self) -> frozenset[uuid.UUID]:
        """Others of the family of whom it says something."""
        return frozenset(person for entry in self.entries for person in entry.about)

    @property
    def text(self) -> str:
        """What the ledger keeps."""
        return "\n\n".join((self.heading, *(entry.text for entry in self.entries)))


def notice() -> str:
    """What the law here says to whoever receives something, in the page's language; "" where it asks for nothing."""
    law = queries.law_here()
    return law.notice_in(get_language() or "en") if law else ""


def law_words(notice: str) -> list[tuple[str, str]]:
    """A notice for ``design/law.html``: (language, words), paragraph by paragraph; "" for words that stand no more."""
    known = queries.notice_languages()
    return [(known.get(words, ""), words) for words in notice.split("\n\n")] if notice else []


def parts(found: Shared, person: uuid.UUID) -> list[PartShown]:
    """What was found, by whom it is about and what kind of record it is: the person first, then the two together."""
    held: dict[tuple[bool, str, int], list[EntryShown]] = {}
    subjects: dict[str, uuid.UUID] = {}
    for subject, category, entry in _entries(found, person):
        subjects[str(subject)] = subject
        held.setdefault((subject != person, str(subject), category), []).append(entry)
    return [
        PartShown(subjects[subject], category, _heading(category, others), tuple(held[others, subject, category]))
        for others, subject, category in sorted(held)
    ]


def _entries(found: Shared, person: uuid.UUID) -> Iterator[tuple[uuid.UUID, int, EntryShown]]:
    if found.person is not None and found.person.kind == PersonKind.CHILD and found.person.born_on:
        yield person, int(Category.CONTACT), _born(found.person)
    if found.plan is not None:
        yield person, int(Category.CONTACT), reach(found.plan)
    for need in found.needs:
        yield person, int(Category.CHILD_HEALTH_DEV), care_need(need)
    for plan in found.plans:
        yield plan.plan.subject, plan.plan.category, _plan(plan)
    for lane in found.lanes:
        yield lane.subject, lane.category, _lane(lane, _her_words(found, lane.pk))
    for goal, stands in found.goals:
        yield goal.subject, goal.category, _goal(goal, stands)
    for promise in found.promises:
        yield promise.subject, promise.category, coming(promise)
    for note in found.notes:
        yield note.subject, note.category, _note(note, _her_words(found, note.pk))


def _her_words(found: Shared, id: uuid.UUID) -> tuple[str, ...]:
    """What she says to it herself."""
    return tuple(_("She says to this: %(words)s") % {"words": each.words} for each in found.said.get(id, ()))


def _heading(category: int, two: bool) -> str:
    words = str(KINDS.get(Category(category), _("How to reach her, and whom to call")))
    if two and category != Category.DYAD_OBSERVATION:
        return _("%(what)s: the two together") % {"what": words}
    return words


def _born(person: Person) -> EntryShown:
    return EntryShown(_("Born on %(day)s") % {"day": date_format(person.born_on, "DATE_FORMAT")})


def reach(plan: SafeContact) -> EntryShown:
    """The ways that are safe for her; never who shares her phone, nor where she is."""
    if she_comes(plan):
        return EntryShown(_("Nobody contacts her. She comes herself."))
    return EntryShown(_("What is safe for her"), tuple(_way(way) for way in ways(plan)))


def _way(way: WayShown) -> str:
    return ", ".join(filter(None, (f"{way.channel}: {way.value}", way.when, way.says)))


def care_need(need: CareNeed) -> EntryShown:
    """Something that whoever looks after the child has to know."""
    return EntryShown(str(need.get_kind_display()), (need.words,))


def coming(promise: Promise) -> EntryShown:
    """Something that will happen."""
    day = date_format(promise.on, "DATE_FORMAT")
    clock = f", {time_format(promise.at_time, 'H:i')}" if promise.at_time else ""
    return EntryShown(_("Coming up on %(day)s") % {"day": f"{day}{clock}"}, (promise.what,))


def _plan(row: PlanSeen) -> EntryShown:
    """A safety plan as it stands, her words step by step; never how she has her copy, nor what stood before."""
    title = _("A safety plan, %(day)s: %(kind)s") % {
        "day": date_format(row.words.on, "DATE_FORMAT"), "kind": row.plan.get_kind_display(),
    }  # fmt: skip
    said = row.words.said
    steps = [step for step in STEPS[PlanKind(row.plan.kind)] if step.value in said]
    words = tuple(_("%(step)s: “%(words)s”") % {"step": step.label, "words": said[step.value]} for step in steps)
    return EntryShown(title, words, about=tuple(who for who in row.words.about or () if who))


def _lane(row: LaneVersion, said: tuple[str, ...]) -> EntryShown:
    """A lane of the shared plan as it stands: her words, what is done and by whom; never whether she signed it."""
    title = _("Our plan, %(day)s: %(lane)s") % {
        "day": date_format(row.on, "DATE_FORMAT"), "lane": row.get_lane_display(),
    }  # fmt: skip
    quoted = _("She said: “%(words)s”") % {"words": row.her_words} if row.her_words else ""
    leads = _("Beside her: %(who)s") % {"who": row.get_leads_display()}
    lines = (quoted, *(_step(step) for step in steps_of(row)), leads)
    return EntryShown(title, tuple(filter(None, lines)), said, tuple(who for who in row.about or () if who))


def _step(step: LaneStep) -> str:
    """What is done and by whom; a colleague of ours is one of her team to those outside."""
    who = _("somebody of her team") if step.who == Does.COLLEAGUE else step.name or str(Does(step.who).label)
    if step.when is None:
        return _("%(what)s: %(who)s") % {"what": step.what, "who": who}
    when = date_format(step.when, "DATE_FORMAT")
    return _("%(what)s: %(who)s, about %(day)s") % {"what": step.what, "who": who, "day": when}


def _goal(goal: Goal, stands: Stands) -> EntryShown:
    """What she wants, in her words, and how it stands; never a number, a step or a talk."""
    title = _("A goal, since %(day)s: %(how)s") % {
        "day": date_format(goal.on, "DATE_FORMAT"), "how": stands.state.label,
    }  # fmt: skip
    words = _("She said: “%(words)s”") % {"words": goal.her_words}
    return EntryShown(title, (words,), about=tuple(who for who in goal.about or () if who))


def _note(note: Contact, said: tuple[str, ...]) -> EntryShown:
    title = f"{date_format(note.on, 'DATE_FORMAT')}, {note.get_mode_display()}"
    if note.reached != Reached.MET:
        title = f"{title}, {note.get_reached_display()}"
    quoted = _("She said: “%(words)s”") % {"words": note.her_words} if note.her_words else ""
    lines = tuple(filter(None, (note.purpose, note.note, quoted, note.between_you)))
    return EntryShown(title, lines, said, tuple(who for who in note.about or () if who))
