"""Colleagues, partners, and how often families had to get to know somebody new."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Colleague, ColleagueCode, ProposedRole
from alongside.accounts.terms import PARTS, RoleName
from alongside.agencies.models import Agency, Agreement
from alongside.consent.models import OutsideWorker
from alongside.enrolment.models import TeamMember
from alongside.enrolment.queries import Continuity
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability

Names = Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class ColleagueShown:
    """A colleague as the others see her."""

    id: uuid.UUID
    name: str
    parts: str
    about: str
    is_me: bool
    held: tuple[HeldShown, ...] = ()
    signs_in: bool = False
    awaits_code: bool = False


@dataclass(frozen=True)
class HeldShown:
    """A part she plays today."""

    id: uuid.UUID
    label: str


@dataclass(frozen=True)
class PartnerShown:
    """An agency we work with; ``agreement`` is the one in force today, if there is one."""

    name: str
    kind: str
    brings: str
    contact_person: str
    since: date | None
    until: date | None
    review_on: date | None

    @property
    def agreed(self) -> bool:
        """There is an agreement in force."""
        return self.since is not None


@dataclass(frozen=True)
class OutsideShown:
    """Somebody at an agency we work with; ``there``: she signs in at her agency, not here."""

    id: uuid.UUID
    name: str
    part: str
    about: str
    there: bool = False


@dataclass(frozen=True)
class AgencyShown:
    """An agency we work with and its people here; ``shut_at``: since when none of them comes in."""

    id: uuid.UUID
    name: str
    kind: str
    shut_at: datetime | None
    people: tuple[OutsideShown, ...]


@dataclass(frozen=True)
class ElsewhereShown:
    """Somebody who works with one of the family at another agency, and by which name she knows her or the child."""

    id: uuid.UUID
    name: str
    agency: str
    whom: str
    known_as: str
    since: date


def elsewhere(rows: Iterable[OutsideWorker], called: Mapping[uuid.UUID, str]) -> list[ElsewhereShown]:
    """As far as the asker sees whom it is about."""
    return [
        ElsewhereShown(
            row.pk, row.colleague.name, row.colleague.agency.name, called[row.person_id], row.known_as, row.during.lower
        )
        for row in rows
        if row.person_id in called
    ]


def agencies(
    every: Iterable[Agency], people: Iterable[Colleague], there: Collection[uuid.UUID]
) -> list[AgencyShown]:  # fmt: skip
    """Agencies with their people, those that have any first. ``there``: who signs in at her agency."""
    by_agency: dict[uuid.UUID, list[OutsideShown]] = {}
    for each in people:
        part = str(RoleName(each.part).label) if each.part else _("no part at present")  # type: ignore[attr-defined]
        shown = OutsideShown(each.id, each.name, part, each.about, each.id in there)
        by_agency.setdefault(each.agency_id, []).append(shown)
    rows = [
        AgencyShown(a.id, a.name, str(a.get_kind_display()), a.shut_at, tuple(by_agency.get(a.id, ()))) for a in every
    ]
    return sorted(rows, key=lambda row: not row.people)


@dataclass(frozen=True)
class WasThere:
    """A colleague who worked with a family once."""

    name: str
    part: str
    on: date
    last: date | None


def is_on(member: TeamMember, day: date) -> bool:
    """She is on the team that day."""
    return member.during.lower <= day and (member.during.upper is None or day < member.during.upper)


def was_there(member: TeamMember) -> WasThere:
    """From when until when she worked with the family."""
    last = member.during.upper - timedelta(days=1) if member.during.upper else None
    return WasThere(member.colleague.name, str(member.get_role_display()), member.during.lower, last)


@dataclass(frozen=True, order=True)
class SteadyShown:
    """One line of a table: a part, how many families, how many got a new key worker in it, how often, on average."""

    part: str
    families: str
    changed: str
    changes: str
    mean: str


@dataclass(frozen=True)
class PeriodShown:
    """Twelve months, with a line for all together and one for each part."""

    since: date
    last: date
    rows: tuple[SteadyShown, ...]


def continuity(figures: Iterable[Continuity]) -> list[PeriodShown]:
    """Each period with its lines, all together first, then parts by their words."""
    periods = []
    for (since, until), rows in itertools.groupby(figures, key=lambda row: (row.since, row.until)):
        lines = sorted((row.part is not None, _steady(row)) for row in rows)
        periods.append(PeriodShown(since, until - timedelta(days=1), tuple(line for _part, line in lines)))
    return periods


def _steady(row: Continuity) -> SteadyShown:
    part = _("All together") if row.part is None else str(RoleName(row.part).label) if row.part else _("Not on a team")
    mean = "–"
    if row.families and row.changes is not None:
        mean = number_format(row.changes / row.families, 1)
    changed, changes = (told(number, row.few_changed) for number in (row.changed, row.changes))
    return SteadyShown(part, told(row.families, row.few), changed, changes, mean)


def told(number: int | None, few: bool) -> str:
    """A number, or why it is not told."""
    if number is not None:
        return str(number)
    return _("fewer than 5") if few else _("kept back")


def colleague(person: Colleague, me: Me, sign_ins: Mapping[uuid.UUID, bool]) -> ColleagueShown:
    """``person.parts`` and ``person.held`` hold codes and ids of the parts she plays today, in one order.

    ``sign_ins``: who has a sign-in, and whether it waits for a code; empty for somebody who keeps no accounts.
    """
    words = ", ".join(str(RoleName(part).label) for part in person.parts)
    held = tuple(HeldShown(id, str(RoleName(part).label)) for id, part in zip(person.held, person.parts, strict=True))
    is_me = person.id == me.principal
    signs_in, awaits = person.id in sign_ins, sign_ins.get(person.id, False)
    words = words or _("no part at present")
    return ColleagueShown(person.id, person.name, words, person.about, is_me, held, signs_in, awaits)


@dataclass(frozen=True)
class ProposalShown:
    """A wide part that waits for a second person."""

    id: uuid.UUID
    name: str
    part: str
    proposed_by: str
    proposed_on: datetime
    from_on: date
    is_mine: bool
    is_for_me: bool


def proposal(row: ProposedRole, names: Mapping[uuid.UUID, str], me: Me) -> ProposalShown:
    """Who proposed which part for whom, as the asker meets it."""
    return ProposalShown(
        row.id,
        row.colleague.name,
        str(RoleName(row.name).label),
        names.get(row.recorded_by, ""),
        row.recorded_at,
        row.during.lower,
        row.recorded_by == me.principal,
        row.colleague_id == me.principal,
    )


@dataclass(frozen=True)
class CodeShown:
    """A set-up code that waits for a second person, or can still be used."""

    id: uuid.UUID
    name: str
    asked_by: str
    asked_on: datetime
    opens_until: datetime | None
    is_mine: bool
    is_for_me: bool


def code(row: ColleagueCode, names: Mapping[uuid.UUID, str], me: Me) -> CodeShown:
    """Who asked for it, for whom, as the asker meets it."""
    return CodeShown(
        row.id,
        row.colleague.name,
        names.get(row.recorded_by, ""),
        row.recorded_at,
        row.opens_until,
        row.recorded_by == me.principal,
        row.colleague_id == me.principal,
    )


@dataclass(frozen=True)
class WaitingShown:
    """Everything about accounts that waits for a second person."""

    parts: list[ProposalShown]
    codes: list[CodeShown]

    @property
    def for_me(self) -> list[tuple[str, str]]:
        """(what it is, address at which she may agree) of what this person can say yes to."""
        found = [
            (f"{each.name}: {each.part}", reverse("role_agree", args=[each.id]))
            for each in self.parts
            if not (each.is_mine or each.is_for_me)
        ]
        return found + [
            (_("%(name)s: a code to sign in again") % {"name": each.name}, reverse("code_agree", args=[each.id]))
            for each in self.codes
            if each.opens_until is None and not (each.is_mine or each.is_for_me)
        ]


def waiting(parts: Sequence[ProposedRole], codes: Sequence[ColleagueCode], names: Names, me: Me) -> WaitingShown:
    """Wide parts and codes that wait, and codes that can still be used."""
    return WaitingShown([proposal(row, names, me) for row in parts], [code(row, names, me) for row in codes])


# What makes a part wide, in words, widest first.
_OPENS = {
    Ability.ALL_FILES: gettext_lazy("be let into the file of every family here"),
    Ability.KEEP_WALL: gettext_lazy("keep colleagues out of a file and let them back"),
    Ability.READ_TRAIL: gettext_lazy("read who looked at what"),
    Ability.KEEP_ACCOUNTS: gettext_lazy("say who signs in here, and with which part"),
}


def opens(role: str) -> list[str]:
    """What a wide part lets somebody do, in words."""
    return [str(words) for ability, words in _OPENS.items() if PARTS[role].abilities >> ability & 1]


def partners(agencies: Iterable[Agency], agreements: Iterable[Agreement]) -> list[PartnerShown]:
    """Each partner once, with its agreement; those with an agreement first, each group by name."""
    in_force = {agreement.partner_id: agreement for agreement in agreements}
    rows = [_partner(agency, in_force.get(agency.id)) for agency in agencies]
    return sorted(rows, key=lambda row: not row.agreed)


def _partner(agency: Agency, agreement: Agreement | None) -> PartnerShown:
    kind = str(agency.get_kind_display())
    if agreement is None:
        return PartnerShown(agency.name, kind, "", "", None, None, None)
    during = agreement.during
    return PartnerShown(
        agency.name, kind, agreement.brings, agreement.contact_person, during.lower, during.upper, agreement.review_on
    )
