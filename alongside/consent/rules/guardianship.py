"""Who decides for whom, on which day: custody, access alone, a capable child, coming of age."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from alongside.consent.rules.times import BEGINNING, within
from alongside.consent.rules.vocabulary import CUSTODY, Who
from alongside.consent.rules.world import Guardianship, World


def is_minor(world: World, person: Who, at: datetime) -> bool:
    """Does somebody else decide for this person at that moment, as far as is known? A child is known by a birthday or
    by somebody who holds a right over her.
    """
    of_age = world.of_age.get(person)
    return at < of_age if of_age is not None else person in world.shelf.guarded


def holdings(world: World, child: Who, holders: Iterable[Who], kind: str, at: datetime) -> list[Guardianship]:
    """What any of these hold over the child at that moment."""
    rows = world.shelf.guarded.get(child)
    if not rows:
        return []
    who = tuple(holders)
    return [r for r in rows if r.kind == kind and r.holder in who and within(at, r.opens, r.closes)]


def is_capable(world: World, person: Who, categories: int, at: datetime) -> bool:
    """Is this child recorded as deciding about any of these categories at that moment?"""
    rows = world.shelf.capable.get(person, ())
    return any(row.categories & categories and within(at, row.opens, row.closes) for row in rows)


def may_sign(world: World, signer: Who | None, subject: Who, categories: int, signed: datetime, at: datetime) -> str:
    """Did this signer have the right to decide about this when signing, and ever since? "" or the reason why not.

    A right that was lost and came back does not bring an old signature back: she signs anew.
    """
    if signer is None:
        return "no_authority"
    if signer == subject:
        return "" if _decides_for_herself(world, subject, categories, signed, at) else "no_authority"
    if not is_minor(world, subject, at):
        return "own_decision" if is_minor(world, subject, signed) else "no_authority"
    if any(
        row.categories & categories and row.opens <= at and (row.closes is None or signed < row.closes)
        for row in world.shelf.capable.get(subject, ())
    ):
        return "capable_minor"
    held = (
        (r.opens, r.closes) for r in world.shelf.guarded.get(subject, ()) if (r.holder, r.kind) == (signer, CUSTODY)
    )
    return "" if _without_a_gap(held, signed, at) else "no_authority"


def could_refuse(
    world: World, signer: Who | None, subject: Who, categories: int, signed: datetime, at: datetime
) -> bool:
    """Had this signer the right to decide about this when refusing? A refusal stays when the right is lost: only
    whoever decides now lifts it. Where nobody says when it was signed (`BEGINNING`), any time up to now will do.
    """
    if signed != BEGINNING:
        return not may_sign(world, signer, subject, categories, signed, signed)
    held = [row.opens or BEGINNING for row in world.shelf.guarded.get(subject, ())]
    able = [row.opens for row in world.shelf.capable.get(subject, ())]
    return any(
        not may_sign(world, signer, subject, categories, then, then) for then in (at, *held, *able) if then <= at
    )


def _decides_for_herself(world: World, subject: Who, categories: int, signed: datetime, at: datetime) -> bool:
    """She is of age, or a child who was capable of each of these from signing on (until she came of age)."""
    if not is_minor(world, subject, signed):
        return True
    until = at if is_minor(world, subject, at) else world.of_age[subject] - timedelta.resolution
    return all(
        _without_a_gap(
            ((r.opens, r.closes) for r in world.shelf.capable.get(subject, ()) if r.categories & bit), signed, until
        )
        for bit in (1 << n for n in range(categories.bit_length()))
        if bit & categories
    )


def _without_a_gap(held: Iterable[tuple[datetime | None, datetime | None]], since: datetime, at: datetime) -> bool:
    """Do these stretches of time, put together, cover every moment from `since` to `at`, both included?"""
    reached = since
    for opens, closes in sorted(held, key=lambda stretch: stretch[0] or BEGINNING):
        if (opens or BEGINNING) > reached:
            return False
        if closes is None or closes > at:
            return True
        reached = max(reached, closes)
    return False
