"""Programmes as they are read: a row of calm marks, how much of it, what was held, how it kept to its plan, what was
asked. No share of a plan is shown: what did not take place is still to come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.library.rules import Dose, Version, comes_first, speaks_first
from alongside.library.terms import About, Facilitator, Feature, Mark
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.design.panels import value_words
from alongside.pages.worker.presented import library, plain
from alongside.pages.worker.presented import results as scores
from alongside.programmes.models import Fidelity, GroupFidelity
from alongside.programmes.queries import DeliverySeen, Held, Outcome
from alongside.programmes.rules import TOGETHER, Delivered, Share, Step, shares
from alongside.programmes.terms import Asked, Kept, Place, SeenBy, State, There
from alongside.safekeeping.terms import Category
from alongside.services.terms import Mode, Setting

# In which part of the page deliveries stand, in this order.
# Marks that are ours, by the code that is kept.
OURS = {each.value: each.label for each in (Mark.KEPT, *Feature)}
PARTS: dict[State, Any] = {
    State.GOING: gettext_lazy("Going on"),
    State.PAUSED: gettext_lazy("Resting"),
    State.COMPLETED: gettext_lazy("All done"),
    State.ENDED: gettext_lazy("Ended earlier, as she wished"),
}


@dataclass(frozen=True)
class StepShown:
    """One session of the plan: its number, where it stands in words, on which days."""

    n: int
    title: str
    place: str
    tone: str
    days: str
    hold_url: str


@dataclass(frozen=True)
class HeldShown:
    """A session that took place, with what she said and how it kept to its plan."""

    title: str
    on: date
    facts: str
    led_by: str
    did: str
    order_why: str
    words: list[str]
    marks: list[tuple[str, list[tuple[str, str]], str]]
    change_url: str
    mark_url: str
    session_url: str


@dataclass(frozen=True)
class OutcomeShown:
    """A measure of the plan: what stands at each time, and what assessment says of a change."""

    title: str
    chosen: str
    why: str
    rows: list[tuple[str, str, str]]
    said: list[str]
    notice: str


@dataclass(frozen=True)
class DeliveryShown:
    """One delivery in short."""

    id: uuid.UUID
    url: str
    name: str
    plan: str
    who: str
    kind: str
    on_her_page: bool
    begins_on: date
    setting: str
    her_words: str
    order_why: str
    first: str
    state: str
    since: date | None
    steps: list[StepShown]
    in_short: str
    workers: list[tuple[str, str]]
    missing: str
    group_url: str
    newer: str


def parts(rows: Iterable[DeliverySeen], shown: Mapping[uuid.UUID, DeliveryShown]) -> list[tuple[str, str, list[Any]]]:
    """(anchor, heading, deliveries) by how they stand; an empty part is left out."""
    held: dict[State, list[DeliveryShown]] = {}
    for row in rows:
        held.setdefault(row.stands.state, []).append(shown[row.delivery.pk])
    return [(f"programmes-{state}", str(title), held[state]) for state, title in PARTS.items() if state in held]


def delivery(row: DeliverySeen, who: str, own: Mapping[int, str], *, on_her_page: int, writes: bool) -> DeliveryShown:
    """One delivery. ``own``: what this site calls the sessions of its plan."""
    told, stands = row.delivery, row.stands
    held = {worker.part for worker in row.workers}
    left = [str(Facilitator(part).label) for part in dict.fromkeys(row.version.facilitators) if part not in held]
    return DeliveryShown(
        id=told.pk,
        url=reverse("delivery", args=[told.family_id, told.pk]),
        name=row.programme.name,
        plan=library.said(row.version.title),
        who=who,
        kind=str(KINDS.get(Category(told.category), "")),
        on_her_page=bool(on_her_page >> told.category & 1),
        begins_on=told.begins_on,
        setting=str(Setting(told.setting).label),
        her_words=told.her_words,
        order_why=told.order_why,
        first=str(comes_first(row.version).label) if speaks_first(row.version) else "",
        state=str(stands.state.label),
        since=stands.since,
        steps=[step(each, row, own, writes=writes) for each in row.steps],
        in_short=_given_words(row.given()),
        workers=[(each.colleague.name, str(Facilitator(each.part).label)) for each in row.workers],
        missing=", ".join(left),
        group_url=reverse("programme_group", args=[told.group_id]) if told.group_id else "",
        newer=", ".join(library.said(version.title) for version in row.newer),
    )


def step(each: Step, row: DeliverySeen, own: Mapping[int, str], *, writes: bool) -> StepShown:
    """One calm mark: text and not colour alone says where it stands."""
    words = str(each.place.label)
    if each.again:
        words = _("done, again")
    url = ""
    if writes and each.place == Place.TO_COME:
        url = f"{reverse('session_hold', args=[row.delivery.family_id, row.delivery.pk])}?number={each.n}"
    days = ", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in each.days)
    return StepShown(each.n, title_of(each, own), words, "" if each.place == Place.DONE else "outline", days, url)


def title_of(each: Step, own: Mapping[int, str]) -> str:
    """What a session is called: by this site, by a public source, or by what was added; "" for its number alone."""
    return own.get(each.n) or each.added or library.said(each.session.title if each.session else None)


def titles(steps: Iterable[Step], own: Mapping[int, str]) -> dict[int, str]:
    """What this site calls the sessions of a plan, and what those are that were added."""
    return {**{each.n: each.added for each in steps if each.added}, **own}


def called(version: Version, number: int | None, own: Mapping[int, str]) -> str:
    """ "Session 3: …" or "none of the plan’s"."""
    if number is None:
        return _("None of the plan’s")
    of_plan = next((each.title for each in version.sessions if each.n == number), None)
    title = own.get(number) or library.said(of_plan)
    name = _("Session %(n)d") % {"n": number}
    return f"{name}: {title}" if title else name


# --- how much


def doses(planned: Dose, given: Delivered, more: Iterable[tuple[Any, Delivered]] = ()) -> list[tuple[str, ...]]:
    """Rows of (what, sessions, time, how long): what is planned, what was given, and to whom of it."""
    not_said = _("not said")
    rows = [
        (
            _("Planned"),
            library.sessions_words(planned.sessions) or not_said,
            library.hours_words(planned) or not_said,
            library.lasts_words(planned.lasts) or not_said,
        ),
        (_("Given so far"), *_amount(given)),
    ]
    return rows + [(str(label), *_amount(each)) for label, each in more]


def doses_of(row: DeliverySeen) -> list[tuple[str, ...]]:
    """The same for one delivery, with what was given to her, to the child, and to the two together."""
    more = [
        (_("of this with her"), row.given(There.WOMAN)),
        (_("of this with the child"), row.given(There.CHILD)),
        (_("of this with the two together"), row.given(*TOGETHER)),
    ]
    return doses(row.planned, row.given(), more)


def _amount(given: Delivered) -> tuple[str, str, str]:
    time = hours(given.minutes)
    if given.unsaid:
        unsaid = ngettext("%(n)d session without a time", "%(n)d sessions without a time", given.unsaid)
        time = ", ".join(filter(None, [time if given.minutes else "", unsaid % {"n": given.unsaid}]))
    weeks = ngettext("%(n)d week", "%(n)d weeks", given.weeks) % {"n": given.weeks}
    return sessions(given.sessions), time, weeks if given.sessions else "–"


def sessions(n: int) -> str:
    """ "3 sessions" """
    return ngettext("%(n)d session", "%(n)d sessions", n) % {"n": n}


def hours(minutes: int) -> str:
    """ "1 h 20 min" """
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("%(n)d min") % {"n": rest}
    return _("%(h)d h %(n)d min") % {"h": whole, "n": rest} if rest else _("%(h)d h") % {"h": whole}


def _given_words(given: Delivered) -> str:
    return sessions(given.sessions) if not given.minutes else f"{sessions(given.sessions)}, {hours(given.minutes)}"


# --- what was held


def held(row: DeliverySeen, names: Mapping[uuid.UUID, str], own: Mapping[int, str], *, writes: bool) -> list[HeldShown]:
    """Every session that took place, the newest first."""
    return [_held(each, row, names, own, writes=writes) for each in reversed(row.held)]


def _held(
    each: Held, row: DeliverySeen, names: Mapping[uuid.UUID, str], own: Mapping[int, str], *, writes: bool
) -> HeldShown:  # fmt: skip
    mine = each.own
    there = [str(There(who).label) for who in each.there]
    facts = [", ".join(there), str(Mode(each.mode).label)]
    if mine is not None:
        facts.append(str(Setting(mine.setting).label))
    if each.minutes is not None:
        facts.append(ngettext("%(n)d minute", "%(n)d minutes", each.minutes) % {"n": each.minutes})
    facts += [str(About(code).label) for code in each.about if code != About.OPEN]
    address = [row.delivery.family_id, row.delivery.pk, each.id]
    marked = [mark for mark in row.fidelity if mine is not None and mark.held_id == mine.pk]
    return HeldShown(
        title=called(row.version, each.number, own),
        on=each.on,
        facts=" · ".join(facts),
        led_by=", ".join(names.get(id, "") for id in mine.led_by) if mine else _("with the group"),
        did=mine.did if mine else "",
        order_why=mine.order_why if mine else "",
        words=[said.words for said in row.after if mine is not None and said.held_id == mine.pk],
        marks=[marks(mark, row.version) for mark in marked],
        change_url=reverse("held_change", args=address) if mine and writes else "",
        mark_url=reverse("held_mark", args=address) if mine and writes else "",
        session_url=reverse("session", args=[mine.session_id]) if mine and mine.session_id and writes else "",
    )


def marks(row: Fidelity | GroupFidelity, version: Version) -> tuple[str, list[tuple[str, str]], str]:
    """(who looked, each mark with what was said, the note)."""
    said = [
        (mark_words(mark, version), str(Kept(answer).label))
        for mark, answer in zip(row.asked, row.answers, strict=True)
        if answer
    ]
    return str(SeenBy(row.seen_by).label), said, row.note


def mark_words(mark: str, version: Version) -> str:
    """A mark in the reader's language, as the plan says it now; as it was asked, where it says otherwise."""
    if mark in OURS:
        return str(OURS[mark])
    return next((library.said(each) for each in version.marks if each.en == mark), mark)


def shares_of(rows: Iterable[Share], version: Version) -> list[tuple[str, str, str]]:
    """(mark, as whom it was seen, how often): always with its denominator, as percent only where there are many."""
    return [(mark_words(each.mark, version), str(each.seen_by.label), share_words(each)) for each in rows]


def fidelity(row: DeliverySeen) -> list[tuple[str, str, str]]:
    """The same for the sessions of one delivery."""
    return shares_of(shares(row.fidelity), row.version)  # type: ignore[arg-type]


def share_words(each: Share) -> str:
    """ "yes in 7 of 9 sessions, partly in 1" """
    told = ngettext("yes in %(yes)d of %(of)d session", "yes in %(yes)d of %(of)d sessions", each.of) % {
        "yes": each.yes, "of": each.of,
    }  # fmt: skip
    if each.percent is not None:
        told = _("%(told)s (%(percent)d%%)") % {"told": told, "percent": each.percent}
    return told if not each.partly else _("%(told)s, partly in %(n)d") % {"told": told, "n": each.partly}


# --- what was asked


def outcome(each: Outcome, titles: Mapping[str, str]) -> OutcomeShown:
    """A measure: which score stood before and after, as the instrument reads it; what was not asked is not asked."""
    line, measure = each.line, each.measure
    title = plain.title(line) if line else titles.get(measure.instrument, measure.instrument)
    rows = []
    for seen in each.seen:
        day = date_format(seen.point.on) if seen.point else (date_format(seen.time.due) if seen.time.due else "–")
        value = str(Asked(seen.asked).label)
        if seen.asked == Asked.FOUND and seen.point is not None:
            value = value_words(seen.point.value)
            band = getattr(seen.point, "band", "")
            value = f"{value} ({band})" if band else value
        rows.append((library.when_words(seen.time.when), day, value))
    said: list[str] = []
    if line is not None:
        compared = scores.reading.compare(line)
        said = list(scores.said(line, compared))
        said += [scores.stands_on(compared.norm)] if compared.norm else []
    chosen = _("chosen by us for the same purpose") if measure.ours else _("as in the source")
    notice = line.terms.licence.notice if line and line.terms else ""
    return OutcomeShown(title, chosen, library.said(measure.why), rows, said, notice)
