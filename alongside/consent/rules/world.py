"""The world a decision is made in, handed over as one value: who said what, who holds which right, who is kept out.

Times are moments in UTC (`times` turns days into them); ids are anything that can be compared. A `World` arranges its
rows once, when it is made, so that thousands of decisions can be asked of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from alongside.consent.rules.profile import Profile
from alongside.consent.rules.vocabulary import DENY, PERMIT, PORTAL_SAFE, Who
from alongside.safekeeping.terms import EVERYTHING

Key = TypeVar("Key")
Row = TypeVar("Row")


class Recipient(NamedTuple):
    """Who is meant: a person, an agency, a person at an agency, or a class of agencies."""

    person: Who | None = None
    agency: Who | None = None
    klass: str | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """What somebody said about sharing: a permission or a refusal, for one person.

    `categories` is a mask. `signed_at` `None`: not signed. The window is [opens, closes). `ended_at`: withdrawn, from
    that moment on; `replaced_at`: a newer one stands in its place. `complete`: whether the form held every element of
    the profile; `None` lets `elements` and the fields say so. `open_ended`: "no end" is written on the form.
    `discloser`: only what this agency recorded. `ended_by`: who lifted a refusal; then she needs the right to.
    """

    id: Who
    effect: str
    subject: Who
    signer: Who | None
    recipients: tuple[Recipient, ...]
    categories: int
    purposes: frozenset[str] = frozenset()
    signed_at: datetime | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    status: str = "active"
    ended_at: datetime | None = None
    ended_by: Who | None = None
    replaced_at: datetime | None = None
    complete: bool | None = None
    elements: frozenset[str] = frozenset()
    open_ended: bool = False
    discloser: Who | None = None


@dataclass(frozen=True, slots=True)
class Guardianship:
    """What a person or agency holds over a child in [opens, closes): `custody`, `access_only` or day-to-day `care`.

    `gap_open_from`: by a decision, the holder may also see what was recorded from then on while she did not hold it.
    """

    child: Who
    holder: Who
    kind: str
    opens: datetime | None = None
    closes: datetime | None = None
    gap_open_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Capable:
    """A child who decides about these categories: recorded on a day, by somebody."""

    person: Who
    categories: int
    by: Who | None
    opens: datetime
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A duty to report, or a court order: it names subjects, categories, recipients and its last day or opens nothing.

    `actor`: whose duty it is (it is not passed on). `used_at`: reported; once. `purposes` empty: not limited to one.
    """

    id: Who
    kind: str
    subjects: frozenset[Who]
    categories: int = 0
    recipients: tuple[Recipient, ...] = ()
    actor: Who | None = None
    purposes: frozenset[str] = frozenset()
    opens: datetime | None = None
    closes: datetime | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Collective:
    """A community's yes to what belongs to it as well as to her: about whom, to whom, until when. Without a last day it
    lets nothing go. `given_by`: the nation or community body.
    """

    id: Who
    subjects: frozenset[Who]
    recipients: tuple[Recipient, ...]
    given_by: str = ""
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Somebody, or everybody at an agency, who is kept out. `subjects` `None`: from everybody."""

    id: Who
    kind: str
    who: Who | None = None
    agency: Who | None = None
    subjects: frozenset[Who] | None = None
    categories: int = EVERYTHING
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who works with whom. `agency`: only while she works there. `categories`: only these."""

    actor: Who
    subjects: frozenset[Who]
    agency: Who | None = None
    categories: int = EVERYTHING
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """What a decision needs to know of an agency. `custodian` `None`: by its kind, as the profile says."""

    id: Who
    kind: str = "other"
    custodian: bool | None = None
    classes: frozenset[str] = frozenset()
    every_class: frozenset[str] = field(init=False)
    only_itself: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "only_itself", frozenset({self.kind}))
        object.__setattr__(self, "every_class", self.classes | {self.kind})


@dataclass(frozen=True, slots=True)
class Merge:
    """Records of two people that are being put together (every check asks both), or about which there is a dispute."""

    persons: frozenset[Who]
    disputed: bool = False


class Shelf(NamedTuple):
    """The rows of a world, arranged by what a decision looks for."""

    permits: dict[Who, list[Directive]]
    denies: dict[Who, list[Directive]]
    assigned: dict[tuple[Who, Who], list[Assignment]]  # by actor and subject
    kept_out: dict[tuple[Who, Who | None], list[Exclusion]]  # by whoever is kept out, and from whom (`None`: everybody)
    barred: dict[tuple[Who, Who | None], list[Exclusion]]  # by agency, and from whom
    guarded: dict[Who, list[Guardianship]]
    capable: dict[Who, list[Capable]]
    legal: dict[Who, list[LegalBasis]]
    collective: dict[Who, list[Collective]]
    twins: dict[Who, frozenset[Who]]
    disputed: frozenset[Who]
    also: dict[Who, tuple[Who, ...]]  # an account, or who it is in the records, to every id of that somebody


@dataclass(frozen=True, slots=True)
class World:
    """Everything a decision may look at. `profile` `None`: no known law, so nothing is permitted.

    `dyads`: a woman and a child together, by the id of what is between them; a record about it is about both, and what
    names it (a refusal, an order, somebody kept out) names both. `accounts`: who an account is in the records.
    `own_programme`: the agency whose own people these are; `None`: the agency that recorded what is asked for.
    `of_age`: the moment from which somebody decides for herself, where the birthday is known. `circle`: the agencies in
    each person's circle of care; without it, being assigned says so. `portal_safe`: what an own page shows.
    `elsewhere`: of those in `merges`, the ones whom another file knows.
    """

    profile: Profile | None
    directives: tuple[Directive, ...] = ()
    guardianships: tuple[Guardianship, ...] = ()
    capable: tuple[Capable, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    collective: tuple[Collective, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    merges: tuple[Merge, ...] = ()
    elsewhere: frozenset[Who] = frozenset()
    dyads: Mapping[Who, tuple[Who, Who]] = field(default_factory=dict)
    accounts: Mapping[Who, Who] = field(default_factory=dict)
    agencies: Mapping[Who, Agency] = field(default_factory=dict)
    own_programme: Who | None = None
    of_age: Mapping[Who, datetime] = field(default_factory=dict)
    circle: Mapping[Who, frozenset[Who]] | None = None
    portal_safe: int = PORTAL_SAFE
    step_up: frozenset[str] | None = None
    shelf: Shelf = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shelf", _arranged(self))

    @property
    def step_up_for(self) -> frozenset[str]:
        """The actions that ask for the second factor: the world's own word before the profile's."""
        if self.step_up is not None:
            return self.step_up
        assert self.profile is not None  # `gates.not_known` has seen to it
        return self.profile.step_up

    def is_custodian(self, agency: Who | None) -> bool:
        """Is this agency a health custodian?"""
        assert self.profile is not None  # `gates.not_known` has seen to it
        known = self.agencies.get(agency)
        if known is None:
            return False
        return known.kind in self.profile.custodians if known.custodian is None else known.custodian


def _arranged(world: World) -> Shelf:
    by_subject: dict[str, dict[Who, list[Directive]]] = {PERMIT: defaultdict(list), DENY: defaultdict(list)}
    for said in world.directives:
        for each in _of_each(said, world.dyads):
            by_subject[said.effect][each.subject].append(each)
    return Shelf(
        permits=dict(by_subject[PERMIT]),
        denies=dict(by_subject[DENY]),
        assigned=_by(([(row.actor, subject) for subject in row.subjects], row) for row in world.assignments),
        kept_out=_by((_from_whom(row.who, row, world.dyads), row) for row in world.exclusions),
        barred=_by(
            (_from_whom(row.agency, row, world.dyads), row) for row in world.exclusions if row.agency is not None
        ),
        guarded=_by(((row.child,), row) for row in world.guardianships),
        capable=_by(((row.person,), row) for row in world.capable),
        legal=_by((_both(row.subjects, world.dyads), row) for row in world.legal_bases),
        collective=_by((_both(row.subjects, world.dyads), row) for row in world.collective),
        twins=_twins(row.persons for row in world.merges if not row.disputed),
        disputed=frozenset(person for row in world.merges if row.disputed for person in row.persons),
        also=_also(world.accounts),
    )


def _of_each(said: Directive, dyads: Mapping[Who, tuple[Who, Who]]) -> list[Directive]:
    """What was said of two together was said of each, by her if nobody else is named."""
    pair = dyads.get(said.subject)
    if pair is None:
        return [said]
    signer = pair[0] if said.signer == said.subject else said.signer
    return [replace(said, subject=person, signer=signer) for person in pair]


def _both(subjects: frozenset[Who], dyads: Mapping[Who, tuple[Who, Who]]) -> frozenset[Who]:
    """Everybody who is named, alone or together with somebody."""
    return subjects.union(*(dyads[subject] for subject in subjects if subject in dyads))


def _from_whom(
    out: Who, row: Exclusion, dyads: Mapping[Who, tuple[Who, Who]]
) -> list[tuple[Who, Who | None]]:  # fmt: skip
    if row.subjects is None:
        return [(out, None)]
    return [(out, subject) for subject in _both(row.subjects, dyads)]


def _also(accounts: Mapping[Who, Who]) -> dict[Who, tuple[Who, ...]]:
    """Every id of the same somebody: who she is in the records, and her accounts."""
    found: dict[Who, tuple[Who, ...]] = defaultdict(tuple)
    for who in accounts.values():
        hers = (who, *(account for account, whose in accounts.items() if whose == who))
        for known in hers:
            found[known] = tuple(dict.fromkeys((*found[known], *hers)))
    return dict(found)


def _by(rows: Iterable[tuple[Iterable[Key], Row]]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for keys, row in rows:
        for key in keys:
            found[key].append(row)
    return dict(found)


def _twins(groups: Iterable[frozenset[Who]]) -> dict[Who, frozenset[Who]]:
    """For each person in a merge everybody who may be the same person, also over several merges; herself included."""
    found: dict[Who, frozenset[Who]] = {}
    for group in groups:
        whole = group.union(*(found.get(person, frozenset()) for person in group))
        for person in whole:
            found[person] = whole
    return found
