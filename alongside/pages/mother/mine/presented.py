"""What left, who looked and what is written, in words that she reads: short, plain, and nothing left out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.terms import RoleName
from alongside.care.models import Contact
from alongside.care.queries import Looked
from alongside.care.terms import Mode, Reached
from alongside.consent.models import BreakGlass, Disclosure, DisclosureStep, Statement
from alongside.consent.terms import Afterwards, Basis, DisclosureKind, ToldBefore, WhyNotTold
from alongside.pages.design.days import date_format
from alongside.safekeeping.terms import Category

# What somebody looked at, in her words (a house test asks for each look); everything else is "wrote something down".
SEEN = {
    "looked at a family": gettext_lazy("opened your file"),
    "looked at a timeline": gettext_lazy("opened your file"),
    "looked at a child": gettext_lazy("opened your file"),
    "looked at two together": gettext_lazy("opened your file"),
    "looked at what she told us": gettext_lazy("read what you told us"),
    "looked at a team": gettext_lazy("checked who is on your team"),
    "looked at results": gettext_lazy("looked at your answers"),
    "looked at getting to know": gettext_lazy("opened what you told us"),
    "looked at waits": gettext_lazy("saw what you wait for"),
    "looked at goals": gettext_lazy("looked at your goals"),
    "looked at culture": gettext_lazy("looked at what is about culture"),
    "looked at goodbyes": gettext_lazy("looked at goodbyes, and after"),
    "looked at peer support": gettext_lazy("looked at who is beside you"),
    "looked at mentions": gettext_lazy("looked at things you mentioned"),
    "looked at the plan": gettext_lazy("looked at our plan"),
    "looked at messages": gettext_lazy("looked at what is sent to you"),
    "looked at programmes": gettext_lazy("looked at what we do together"),
    "looked at questions": gettext_lazy("looked at your answers"),
    "looked at who needs somebody": gettext_lazy("checked if you need somebody"),
    "looked at development": gettext_lazy("read how your child grows"),
    "printed development": gettext_lazy("read how your child grows"),
    "looked at three views": gettext_lazy("looked at how you two are"),
    "looked at the calendar": gettext_lazy("saw what you mean to come to"),
    "looked at a child's days": gettext_lazy("read about your child’s days with us"),
    "looked at who may fetch": gettext_lazy("read who may fetch your child"),
    "looked at the children there": gettext_lazy("looked after your child, and read what it needs"),
    "looked at sessions": gettext_lazy("saw that you mean to come to something"),
    "looked at who comes": gettext_lazy("saw that you mean to come to something"),
    # That there is a safety plan is told by no list that somebody might see over her shoulder.
    "looked at safety plans": gettext_lazy("read notes"),
    "read notes": gettext_lazy("read notes"),
    "read a note": gettext_lazy("read notes"),
    # A worry about a child is told to her by a person, never by this list.
    "looked at a worry": gettext_lazy("read notes"),
    "looked at letters": gettext_lazy("looked at letters, and at what went outside"),
    "printed a letter": gettext_lazy("looked at letters, and at what went outside"),
    "read what was sent back": gettext_lazy("read what others sent"),
    "took out a document": gettext_lazy("read what others sent"),
    "looked at what is shared": gettext_lazy("checked what is shared"),
    "tried an agreement": gettext_lazy("checked what is shared"),
    "copy of an agreement": gettext_lazy("opened a form that was signed"),
    "printed her copy": gettext_lazy("printed the copy that you asked for"),
    "looked at a request for a copy": gettext_lazy("read what you asked for"),
    "looked for somebody in an emergency": gettext_lazy("looked in an emergency"),
    "looked in an emergency": gettext_lazy("looked in an emergency"),
    "glass broken": gettext_lazy("looked in an emergency"),
    "looked at an emergency": gettext_lazy("checked that your privacy was kept"),
    "looked at what is closed": gettext_lazy("checked that your privacy was kept"),
    "glass reviewed": gettext_lazy("checked that your privacy was kept"),
    "glass told": gettext_lazy("checked that your privacy was kept"),
    "looked at a court paper": gettext_lazy("checked that your privacy was kept"),
    "looked at a breach": gettext_lazy("checked that your privacy was kept"),
    "read the ledger": gettext_lazy("checked that your privacy was kept"),
    "made an accounting of what left": gettext_lazy("checked that your privacy was kept"),
    "read the trail": gettext_lazy("checked who looked"),
    "looked": gettext_lazy("opened your file to write"),
    "alert taken": gettext_lazy("checked if you need somebody"),
}
_WROTE = gettext_lazy("wrote something down")
# What an emergency may open, in words that tell nobody else anything.
_OPENED = {
    Category.CONTACT: gettext_lazy("how to reach you"),
    Category.SUD: gettext_lazy("what you told us about using"),
    Category.MENTAL_HEALTH_TRAUMA: gettext_lazy("how you feel"),
    Category.REPRODUCTIVE_STI: gettext_lazy("the health of your body"),
    Category.CHILD_HEALTH_DEV: gettext_lazy("how your child is"),
}
_OPENED_OF_A_CHILD = _OPENED | {
    Category.CONTACT: gettext_lazy("where your child lives"),
    Category.SUD: gettext_lazy("what was written about using"),
    Category.MENTAL_HEALTH_TRAUMA: gettext_lazy("how your child feels"),
    Category.REPRODUCTIVE_STI: gettext_lazy("the health of your child’s body"),
}

_HOW = {
    DisclosureKind.VIEW: gettext_lazy("They looked at it here."),
    DisclosureKind.LETTER: gettext_lazy("They got a letter."),
    DisclosureKind.REPORT: gettext_lazy("They got a report."),
    DisclosureKind.CONVERSATION: gettext_lazy("We told them in a talk."),
    DisclosureKind.DOCUMENT: gettext_lazy("They got a paper."),
    DisclosureKind.EXPORT: gettext_lazy("They got a file."),
}
_WHY = {
    Basis.CONSENT: gettext_lazy("You said yes to this."),
    Basis.DUTY_TO_REPORT: gettext_lazy("The law says that we must tell."),
    Basis.COURT_ORDER: gettext_lazy("A judge ordered it."),
    Basis.EMERGENCY: gettext_lazy("It was an emergency."),
    Basis.HER_REQUEST: gettext_lazy("You wanted it."),
    Basis.IMPLIED: gettext_lazy("They help care for you. The law lets them know, and you have not said no."),
    Basis.CARING: gettext_lazy("The child lives with them."),
}
_TOLD = {
    ToldBefore.WITH_HER: gettext_lazy("We did it with you."),
    ToldBefore.TOLD: gettext_lazy("We told you before."),
    ToldBefore.NOT_YET: gettext_lazy("We did not tell you before."),
}
_NOT_TOLD = {
    WhyNotTold.NOT_SAFE: gettext_lazy("It was not safe to tell you then."),
    WhyNotTold.NOT_REACHED: gettext_lazy("We tried, and did not reach you."),
    WhyNotTold.LAW: gettext_lazy("The law did not let us."),
    WhyNotTold.NO_TIME: gettext_lazy("It could not wait."),
    WhyNotTold.IN_HER_CARE: gettext_lazy("They may look when they need to. You can say no at any time."),
    WhyNotTold.LIVES_THERE: gettext_lazy("They may look when they need to, to care for your child."),
}
_AFTER = {
    Afterwards.HER_COMMENT: gettext_lazy("What you say to it"),
    Afterwards.ACKNOWLEDGED: gettext_lazy("They say that they have it"),
    Afterwards.ANSWERED: gettext_lazy("They sent something back"),
    Afterwards.TOLD_HER: gettext_lazy("We told you"),
}


@dataclass(frozen=True)
class LookShown:
    """Somebody looked on a day."""

    who: str
    part: str
    about: str
    did: str


@dataclass(frozen=True)
class DayShown:
    """One day, and everybody who looked on it."""

    day: date
    looks: list[LookShown]


def days(found: Iterable[Looked], names: Mapping[uuid.UUID, str], herself: uuid.UUID) -> list[DayShown]:
    """Who looked, day by day; ``names`` are those of her children, as she calls them here."""
    shown: dict[date, dict[tuple[str, str, str], list[str]]] = {}
    for each in found:
        part = ", ".join(str(RoleName(name).label).lower() for name in each.parts if name in RoleName.values)
        about = "" if each.subject == herself else names.get(each.subject, _("your child"))
        did = [str(SEEN.get(verb, _WROTE)) for verb in each.verbs]
        shown.setdefault(each.day, {}).setdefault((each.name or _("somebody"), part, about), []).extend(did)
    return [
        DayShown(day, [LookShown(*who, ", ".join(dict.fromkeys(did))) for who, did in looks.items()])
        for day, looks in shown.items()
    ]


@dataclass(frozen=True)
class LeftShown:
    """One line of what went outside."""

    id: uuid.UUID
    at: datetime
    to: str
    title: str
    about: str
    how: str
    why: str
    told: str
    with_you: bool
    consent: uuid.UUID | None


def left(row: Disclosure, names: Mapping[uuid.UUID, str], herself: uuid.UUID) -> LeftShown:
    """Something that left, as she reads it: to whom, how, why, and whether she knew before."""
    told = [_agreed(row, herself) if row.told_before == ToldBefore.AGREED else str(_TOLD[ToldBefore(row.told_before)])]
    hers = row.basis == Basis.HER_REQUEST
    if row.told_before == ToldBefore.NOT_YET and row.why_not in _NOT_TOLD:
        told.append(str(_NOT_TOLD[WhyNotTold(row.why_not)]))
    return LeftShown(
        row.id,
        row.recorded_at,
        _("Into your own hands, for %(name)s") % {"name": row.recipient} if hers else row.recipient,
        row.title,
        "" if row.subject == herself else names.get(row.subject, _("your child")),
        _("You took it along.") if hers else str(_HOW[DisclosureKind(row.kind)]),
        str(_WHY[Basis(row.basis)]),
        " ".join(told),
        bool(row.present),
        row.consent_id,
    )


def _agreed(row: Disclosure, herself: uuid.UUID) -> str:
    """On which day it was agreed to: by her for herself, by whoever decided for her child for a child."""
    assert row.agreed_at is not None  # the database sees to it
    day = {"day": date_format(timezone.localdate(row.agreed_at))}
    if row.subject == herself:
        return _("You agreed to it on %(day)s.") % day
    return _("It was agreed to on %(day)s, by whoever decides for your child.") % day


@dataclass(frozen=True)
class StepShown:
    """What came after something left."""

    at: datetime
    what: str
    words: str
    hers: bool


def step(row: DisclosureStep) -> StepShown:
    """One of them, in words; her own words stand as they are."""
    kind = Afterwards(row.kind)
    return StepShown(row.recorded_at, str(_AFTER[kind]), row.words, kind == Afterwards.HER_COMMENT)


@dataclass(frozen=True)
class GlassShown:
    """An emergency in which somebody opened what was not hers to see."""

    at: datetime
    about: str  # her child's name; "" for herself
    reason: str
    opened: str
    found: str


def emergency(row: BreakGlass, names: Mapping[uuid.UUID, str], herself: uuid.UUID) -> GlassShown:
    """As she may know of it: when, of whom, why, what was opened, and what was found afterwards."""
    hers = row.subject == herself
    words = _OPENED if hers else _OPENED_OF_A_CHILD
    opened = [str(said) for kind, said in words.items() if row.categories >> kind & 1]
    about = "" if hers else names.get(row.subject, _("your child"))
    return GlassShown(row.recorded_at, about, row.reason, ", ".join(opened), row.found)


@dataclass(frozen=True)
class NoteShown:
    """A note that was shared with her."""

    id: uuid.UUID
    on: date
    title: str
    about: str
    worker: str
    note: str
    her_words: str
    between_you: str
    changed: bool
    beside: tuple[Statement, ...]


def note(
    row: Contact, names: Mapping[uuid.UUID, str], workers: Mapping[uuid.UUID, str], herself: uuid.UUID,
    beside: Iterable[Statement] = (),
) -> NoteShown:  # fmt: skip
    """A note as it was written, with what she says to it. ``changed``: put right since, in words not shared yet."""
    return NoteShown(
        row.id,
        row.on,
        _how(row),
        "" if row.subject == herself else names.get(row.subject, ""),
        workers.get(row.worker, ""),
        row.note,
        row.her_words,
        row.between_you,
        row.superseded_at is not None,
        tuple(beside),
    )


def _how(row: Contact) -> str:
    if row.reached == Reached.MET:
        return _("We were in touch %(how)s") % {"how": Mode(row.mode).label}
    if row.reached == Reached.TRIED:
        return _("We tried to reach you")
    return _("We missed each other")
