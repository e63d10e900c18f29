"""Somebody who would receive information, as agreements name them: by any id, by agency, by class of agency."""

from __future__ import annotations

from typing import NamedTuple

from alongside.consent.rules.request import Request
from alongside.consent.rules.times import within
from alongside.consent.rules.vocabulary import EVERYBODY, NEVER_IN_A_CLASS, OUTSIDE, Who
from alongside.consent.rules.world import Recipient, World


class Party(NamedTuple):
    """`classes`: every class she belongs to; `helpers`: those that may open something to her. `own`: in the programme
    that the record belongs to.
    """

    ids: tuple[Who, ...]
    agency: Who | None
    classes: frozenset[str]
    helpers: frozenset[str]
    own: bool


def party(
    request: Request, world: World, ids: tuple[Who, ...], agency: Who | None, classes: frozenset[str]
) -> Party:  # fmt: skip
    """A party with the classes of her agency. An agency's kind is a class by its own name.

    "Everybody who helps me" is never stretched to a court, police, probation or child welfare: a class opens to them
    only when it is called what they are. A refusal reaches them by any class.
    """
    home = request.record.source_agency if world.own_programme is None else world.own_programme
    own = home is not None and agency == home
    known = world.agencies.get(agency)
    if known is None:
        return Party(ids, agency, classes, classes, own)
    every = known.every_class | classes
    return Party(ids, agency, every, known.only_itself if known.kind in NEVER_IN_A_CLASS else every, own)


def every_id(world: World, *ids: Who | None) -> tuple[Who, ...]:
    """These ids without nobody, and every other id of whoever the last of them is: her accounts, and who she is."""
    named = tuple(who for who in ids if who is not None)
    if not named:
        return ()
    return tuple(dict.fromkeys((*named, *world.shelf.also.get(named[-1], ()))))


def asking(world: World, request: Request) -> Party:
    """Whoever asks."""
    ids = every_id(world, request.actor, request.person)
    return party(request, world, ids, request.agency, request.classes)


def receiving(world: World, request: Request, asker: Party) -> Party:
    """Whoever would receive it: the asker, unless somebody else is named."""
    to = request.recipient
    if to is None:
        return asker
    ids = every_id(world, to.person)
    if asker.agency is None and to.agency in (None, to.person) and to.person in asker.ids:
        return asker  # she names herself
    return party(request, world, ids, to.agency, frozenset() if to.klass is None else frozenset({to.klass}))


def meant(recipients: tuple[Recipient, ...], who: Party) -> bool:
    """Does a permission name this party? A person at an agency is meant only while she works there."""
    for named in recipients:
        if named.person is not None:
            if named.person in who.ids and (named.agency is None or named.agency == who.agency):
                return True
        elif named.agency is not None:
            if named.agency == who.agency:
                return True
        elif named.klass in who.helpers and named.klass not in (EVERYBODY, OUTSIDE):
            return True
    return False


def refused(recipients: tuple[Recipient, ...], who: Party) -> bool:
    """Does a refusal reach this party? A person stays refused wherever she works; no recipient means everybody."""
    for named in recipients:
        if named.person is not None:
            if named.person in who.ids:
                return True
        elif named.agency is not None:
            if named.agency == who.agency:
                return True
        elif named.klass == EVERYBODY or (named.klass == OUTSIDE and not who.own) or named.klass in who.classes:
            return True
    return not recipients


def works_with(request: Request, world: World, person: Who, mask: int) -> bool:
    """Does whoever asks work with this person in these categories: with her, or with the two together?"""
    together = request.record.together
    named = (person, together) if together is not None and person in world.dyads[together] else (person,)
    at = request.at
    assert at is not None
    return any(
        not mask & ~row.categories
        and (row.agency is None or row.agency == request.agency)
        and within(at, row.opens, row.closes)
        for who in named
        for row in world.shelf.assigned.get((request.actor, who), ())
    )
