"""Rule 6: what she said. A refusal before a permission, a permission before what is usual, and then no.

Asked for the person a record is about, and for everybody else it says something of.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from alongside.consent.rules.answer import Reason
from alongside.consent.rules.guardianship import could_refuse, may_sign
from alongside.consent.rules.party import Party, meant, refused, works_with
from alongside.consent.rules.profile import SHOWN, Profile
from alongside.consent.rules.request import Record, Request
from alongside.consent.rules.vocabulary import DENY, TPO, Purpose, Who
from alongside.consent.rules.world import Directive, World


def life(said: Directive, at: datetime) -> str:
    """ "" while it lives; else what it is: unsigned, not begun, withdrawn, replaced, ended.

    A word that somebody set (`status`) counts from always when no moment stands beside it. A refusal ends on its own
    last day or is lifted: no word and no newer form ends it.
    """
    refuses = said.effect == DENY
    if said.status == "draft" or said.signed_at is None or at < said.signed_at:
        return "unsigned"
    if (said.ended_at is None and said.status == "revoked") or (said.ended_at is not None and said.ended_at <= at):
        return "revoked"
    replaced = said.status == "superseded" if said.replaced_at is None else said.replaced_at <= at
    if replaced and not refuses:
        return "superseded"
    if said.opens is not None and at < said.opens:
        return "not_yet"
    if (said.status == "expired" and not refuses) or (said.closes is not None and said.closes <= at):
        return "expired"
    return ""


def is_whole(said: Directive, profile: Profile) -> bool:
    """Does this form hold all that the law asks for? `complete` is somebody's word for the whole form."""
    if said.complete is not None:
        return said.complete
    needed = profile.elements | profile.tpo_elements if said.purposes & TPO else profile.elements
    shown = set(SHOWN)
    if said.closes is None and profile.expiry_needed and not (said.open_ended and said.purposes <= TPO):
        shown.discard("expiry")
    if said.discloser is not None:
        shown.add("discloser")
    alone = not profile.separate & said.categories or not said.categories & ~profile.separate
    return alone and needed <= shown | said.elements


def refusal(world: World, person: Who, categories: int, parties: tuple[Party, ...], at: datetime) -> Directive | None:
    """A living no to any of these parties about any of these categories. A later permission does not undo it."""
    for said in world.shelf.denies.get(person, ()):
        if not any(refused(said.recipients, who) for who in parties):
            continue
        standing = _unless_lifted_without_right(said, world, at)
        if life(standing, at):
            continue
        assert said.signed_at is not None  # else it does not live
        for bit in bits(said.categories & categories):
            if could_refuse(world, said.signer, said.subject, bit, said.signed_at, at):
                return said
    return None


def _unless_lifted_without_right(said: Directive, world: World, at: datetime) -> Directive:
    """Lifting a refusal is a signed act of its own: by somebody who may not, it is no lifting.

    Where it is not said when it was lifted, she needs the right now.
    """
    if said.ended_by is None:
        return said
    when = said.ended_at or at
    for bit in bits(said.categories):
        if may_sign(world, said.ended_by, said.subject, bit, when, when):
            return replace(said, ended_at=None, status="active" if said.status == "revoked" else said.status)
    return said


def bits(categories: int) -> list[int]:
    """The single categories of a mask, each as a mask."""
    return [1 << n for n in range(categories.bit_length()) if categories >> n & 1]


def permission(
    request: Request, world: World, person: Who, mask: int, who: Party, *, alone: bool = False
) -> Directive | None:
    """A living, whole permission that names this party, purpose and every one of these categories.

    `alone`: only one that is for this purpose and no other.
    """
    assert request.at is not None
    for said in world.shelf.permits.get(person, ()):
        if (
            request.purpose in said.purposes
            and not mask & ~said.categories
            and (not alone or len(said.purposes) == 1)
            and _names(said, who, request.record)
            and not _fails(said, world, mask, request.at)
        ):
            return said
    return None


def agreed_to_alone(request: Request, world: World, person: Who, mask: int, who: Party) -> bool:
    """Her agreement whose only purpose is this one (42 CFR 2.31(d))."""
    return permission(request, world, person, mask, who, alone=True) is not None


def _names(said: Directive, who: Party, record: Record) -> bool:
    return meant(said.recipients, who) and (said.discloser is None or said.discloser == record.source_agency)


def _fails(said: Directive, world: World, mask: int, at: datetime) -> str:
    """Why a permission that would fit does not count; "" when it does."""
    ended = life(said, at)
    if ended:
        return ended
    assert world.profile is not None  # the gates have seen to it
    if not is_whole(said, world.profile):
        return "incomplete"
    assert said.signed_at is not None  # else it does not live
    return may_sign(world, said.signer, said.subject, mask, said.signed_at, at)


def allowed_by(request: Request, world: World, person: Who, mask: int, who: Party, *, asks: bool) -> Reason | None:
    """What lets this party have this about this person, when she has not said no; `None` when nothing does.

    `asks`: this party is the one who asks; without a circle of care, working with this person says that she is in it.
    """
    said = permission(request, world, person, mask, who)
    if said is not None:
        return Reason("consent", person, said.id)
    if who.own:
        return Reason("own_programme", person, "own_programme")
    profile = world.profile
    assert profile is not None
    if (
        profile.implied
        and request.purpose == Purpose.CARE
        and not mask & profile.not_implied
        and world.is_custodian(who.agency)
        and _in_the_circle(request, world, person, mask, who, asks)
    ):
        return Reason("implied_consent", person, "implied_consent")
    return None


def _in_the_circle(request: Request, world: World, person: Who, mask: int, who: Party, asks: bool) -> bool:
    if world.circle is not None:
        return who.agency in world.circle.get(person, ())
    return asks and works_with(request, world, person, mask)


def why_not(request: Request, world: World, person: Who, mask: int, who: Party) -> list[Reason]:
    """What came nearest to a permission: one that would fit and has ended, then one that differs in a single point."""
    assert request.at is not None
    ended, differs = [], []
    for said in world.shelf.permits.get(person, ()):
        points = [
            code
            for code, fits in (
                ("recipient", _names(said, who, request.record)),
                ("purpose", request.purpose in said.purposes),
                ("category", not mask & ~said.categories),
            )
            if not fits
        ]
        fails = _fails(said, world, mask, request.at)
        if not points:
            ended.append(Reason(fails, person, said.id))
        elif len(points) == 1 and not fails:
            differs.append(Reason(points[0], person, said.id))
    return ended + differs or [Reason("no_consent", person)]
