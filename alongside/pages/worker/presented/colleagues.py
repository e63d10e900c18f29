"""Colleagues, partners, and how often families had to get to know somebody new."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from alongside.accounts.models import Colleague
from alongside.accounts.terms import RoleName
from alongside.agencies.models import Agency, Agreement
from alongside.enrolment.models import TeamMember
from alongside.enrolment.queries import Continuity
from alongside.safekeeping.queries import Me


@dataclass(frozen=True)
class ColleagueShown:
    """A colleague as the others see her."""

    id: uuid.UUID
    name: str
    parts: str
    about: str
    is_me: bool
    held: tuple[HeldShown, ...] = ()


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


@dataclass(frozen=True)
class ContinuityShown:
    """How many families there are with a key worker, how many got a new one in a year, and how often altogether."""

    families: int
    changed: int
    changes: int

    @property
    def mean(self) -> str:
        """Changes for each family, to one decimal."""
        return number_format(self.changes / self.families, 1) if self.families else "–"


def continuity(figures: Iterable[Continuity]) -> ContinuityShown:
    """The figures of all families the asker may see, put together."""
    rows = list(figures)
    return ContinuityShown(len(rows), sum(1 for row in rows if row.changes), sum(row.changes for row in rows))


def colleague(person: Colleague, me: Me) -> ColleagueShown:
    """``person.parts`` and ``person.held`` hold codes and ids of the parts she plays today, in one order."""
    words = ", ".join(str(RoleName(part).label) for part in person.parts)
    held = tuple(HeldShown(id, str(RoleName(part).label)) for id, part in zip(person.held, person.parts, strict=True))
    is_me = person.id == me.principal
    return ColleagueShown(person.id, person.name, words or _("no part at present"), person.about, is_me, held)


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
