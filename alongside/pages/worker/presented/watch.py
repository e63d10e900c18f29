"""Who needs somebody, who is on duty, and what was done: in words. No colour and no number stands for a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.access.scope import Reached
from alongside.assessment.models import Alert, AlertStep, DutyShift, Protocol
from alongside.assessment.queries import AlertAnswer
from alongside.assessment.terms import AlertState, AlertVerb
from alongside.families.models import Person
from alongside.instruments import queries as instruments
from alongside.pages.worker.presented.reaching import ReachShown, reaching
from alongside.pages.worker.presented.words import name_of
from alongside.reminders.models import Notice
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability

Names = Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class AlertLine:
    """One line of the list. ``name`` is "" for somebody who has not taken it and is not let in."""

    url: str
    name: str
    state: str
    since: datetime


@dataclass(frozen=True)
class StepShown:
    """One thing that happened: when, what, by whom or to whom, and what was written."""

    at: datetime
    what: str
    words: str


@dataclass(frozen=True)
class AnswerShown:
    """The question and her answer, in the measure's own words; ``notice`` goes with them."""

    measure: str
    stem: str
    text: str
    answer: str
    language: str
    on: date
    notice: str
    late: bool


@dataclass(frozen=True)
class HerShown:
    """Whom it is about, as far as the asker may know: her name, how to reach her, the one she turns to."""

    name: str
    is_alias: bool
    reach: ReachShown | None
    key_workers: str
    family_url: str


@dataclass(frozen=True)
class DutyShown:
    """Somebody on duty, from when to when; ``end_url`` for whoever may end it."""

    name: str
    begins: datetime
    ends: datetime
    now: bool
    end_url: str


@dataclass(frozen=True)
class ProtocolShown:
    """What is done here: for which measure, what she reads before, what whoever is told does."""

    measure: str
    told_before: str
    told_before_fr: str
    steps: str
    minutes: int
    hours_to_follow_up: int
    hours_to_close: int
    url: str


def line(alert: Alert, women: Mapping[uuid.UUID, Person], names: Names, me: Me) -> AlertLine:
    """One line of the list."""
    woman = women.get(alert.id)
    return AlertLine(
        reverse("alert", args=[alert.id]), name_of(woman) if woman else "", state(alert, names, me),
        alert.closed_at or alert.recorded_at,
    )  # fmt: skip


def wrote(notice: Notice, women: Mapping[uuid.UUID, Person], me: Me) -> AlertLine:
    """One line: somebody wrote what cannot wait. ``women``: {family: her}, of those whom the asker may know."""
    woman = women.get(notice.family_id) if notice.family_id else None
    mine = notice.taken_by == me.principal
    if not mine:
        url = reverse("notice_take", args=[notice.pk])
    elif notice.family_id and decide(me, May.SEE_FAMILIES):
        url = reverse("messages", args=[notice.family_id])
    else:
        url = reverse("notices")
    said = (
        _("wrote a message; you have it") if mine else _("wrote a message that perhaps cannot wait; nobody has it yet")
    )
    return AlertLine(url, name_of(woman) if woman else "", said, notice.told_at)


def state(alert: Alert, names: Names, me: Me) -> str:
    """Where it stands, in words."""
    if alert.closed_at is not None:
        return _("closed")
    if alert.with_colleague is None or alert.fallen_back:
        return _("nobody has it yet")
    mine = alert.with_colleague == me.principal
    who = names.get(alert.with_colleague, _("a colleague"))
    if alert.state == AlertState.RAISED:
        return _("you were told; please take it") if mine else _("%(who)s was told") % {"who": who}
    if alert.state == AlertState.FOLLOWED_UP:
        return _("you followed it up") if mine else _("%(who)s followed it up") % {"who": who}
    return _("you have it") if mine else _("%(who)s has it") % {"who": who}


def asked_again(alert: Alert, me: Me) -> datetime | None:
    """When the asker, who has it, is asked how it goes if she has written nothing until then."""
    hers = alert.closed_at is None and alert.state != AlertState.RAISED and alert.with_colleague == me.principal
    return alert.answer_by if hers else None


def confirmed(alert: Alert) -> str:
    """Whether she confirmed her answer."""
    if alert.confirmed is None:
        return _("She has not confirmed it yet. It counts all the same.")
    if alert.confirmed:
        return _("She confirmed it when she was asked once.")
    return _("She has changed her answer since. Please talk with her all the same.")


def answer(found: AlertAnswer | None) -> AnswerShown | None:
    """Her answer in words; ``None`` for whoever may not read it."""
    if found is None:
        return None
    terms, shown = instruments.to_ask(found.definition)
    item = terms.item(found.item)
    said = next((label for each, label in item.options if each == found.value and label), str(localize(found.value)))
    return AnswerShown(
        terms.title, terms.stem, item.text or _("Question %(id)s") % {"id": item.id}, said, terms.language, found.on,
        shown.notice, found.late,
    )  # fmt: skip


def her(found: Reached | None, today: date) -> HerShown | None:
    """Whom it is about."""
    if found is None:
        return None
    return HerShown(
        name_of(found.woman), found.woman.is_alias, reaching(found.plan, today), ", ".join(found.key_workers),
        reverse("family", args=[found.woman.family_id]),
    )  # fmt: skip


def steps(rows: Iterable[AlertStep], names: Names) -> list[StepShown]:
    """What happened so far, the oldest first."""
    return [StepShown(row.recorded_at, _step(row, names), row.words) for row in rows]


def _step(row: AlertStep, names: Names) -> str:
    to = names.get(row.to, _("a colleague")) if row.to else ""
    by = names.get(row.recorded_by, "")
    if row.verb in (AlertVerb.TOLD, AlertVerb.ESCALATED):
        return _("%(by)s passed it on to %(to)s") % {"by": by, "to": to} if by else _("%(to)s was told") % {"to": to}
    if row.verb == AlertVerb.REMINDED:
        return _("%(to)s was asked how it goes") % {"to": to}
    said = {
        AlertVerb.RAISED: _("Her answer came"),
        AlertVerb.CONFIRMED: _("She confirmed her answer"),
        AlertVerb.TAKEN_BACK: _("She changed her answer"),
        AlertVerb.TAKEN: _("%(by)s took it"),
        AlertVerb.FOLLOWED_UP: _("%(by)s followed it up"),
        AlertVerb.CLOSED: _("%(by)s closed it"),
    }[AlertVerb(row.verb)]
    return said % {"by": by or _("a colleague")}


@dataclass(frozen=True)
class MayDo:
    """Which buttons this alert has for the asker; the database decides again when one is pressed."""

    take: bool
    say: bool
    pass_on: bool


def may_do(alert: Alert, me: Me) -> MayDo:
    """What she may do about it now."""
    is_open, mine = alert.closed_at is None, alert.with_colleague == me.principal
    arranges = me.can(Ability.ARRANGE_TEAMS)
    return MayDo(
        take=is_open and (alert.state == AlertState.RAISED or alert.fallen_back),
        say=is_open and mine and alert.state != AlertState.RAISED,
        pass_on=is_open and (mine or arranges),
    )


def duty(row: DutyShift, now: datetime, me: Me) -> DutyShown:
    """One time on duty."""
    begins, ends = row.during.lower, row.during.upper
    url = reverse("duty_end", args=[row.id]) if decide(me, May.PLAN_DUTY) else ""
    return DutyShown(row.colleague.name, begins, ends, begins <= now, url)


def protocol(row: Protocol, titles: Mapping[str, str], me: Me) -> ProtocolShown:
    """What is done here, for one measure or for all."""
    measure = titles.get(row.instrument, row.instrument) if row.instrument else ""
    url = reverse("protocol_set") + (f"?for={row.instrument}" if row.instrument else "")
    return ProtocolShown(
        measure, row.told_before, row.told_before_fr, row.steps, row.minutes_to_answer,
        row.hours_to_follow_up, row.hours_to_close, url if decide(me, May.KEEP_INSTRUMENTS) else "",
    )  # fmt: skip


def people_in(alerts: Sequence[Alert], rows: Iterable[AlertStep] = ()) -> set[uuid.UUID]:
    """Colleagues named in these alerts and steps."""
    found = {each.with_colleague for each in alerts if each.with_colleague}
    for row in rows:
        found |= {row.recorded_by, *([row.to] if row.to else [])}
    return found


def watched_titles() -> dict[str, str]:
    """Measures of which some answer calls somebody: code and title."""
    return {each.terms.code: each.terms.title for each in instruments.catalogue() if each.terms.critical}
