"""Rule 2: a duty to report, and what a court ordered. Neither opens a record to be read."""

from __future__ import annotations

from alongside.consent.rules.answer import Answer, Reason
from alongside.consent.rules.party import Party, meant
from alongside.consent.rules.request import Request
from alongside.consent.rules.times import within
from alongside.consent.rules.vocabulary import DUTY, ORDERS, PART2_ORDER, SUD, Who
from alongside.consent.rules.world import LegalBasis, World


def report(request: Request, world: World, receiver: Party) -> Answer:
    """A report to child welfare: by whoever has the concern, once, and no more than it is based on."""
    record, mask, at = request.record, request.record.mask, request.at
    assert at is not None
    spent: LegalBasis | None = None
    assert world.profile is not None  # the gates have seen to it
    if world.profile.report_duty:
        # About the two together: whichever of them it is about.
        people = (record.subject,) if record.together is None else (record.subject, world.dyads[record.together][1])
        for basis in [basis for person in people for basis in world.shelf.legal.get(person, ())]:
            if basis.kind != DUTY or not within(at, basis.opens, basis.closes):
                continue
            if basis.actor is not None and basis.actor != request.actor:
                continue
            if basis.categories and mask & ~basis.categories:
                continue
            if basis.recipients and request.recipient is not None and not meant(basis.recipients, receiver):
                continue
            if basis.used_at is None or at < basis.used_at:
                reason = Reason("duty_to_report", record.subject, basis.id)
                return Answer(True, (reason,), ("log", "minimum_content", "plan_telling_her"), basis.id)
            spent = basis
    if spent is not None:
        return Answer(False, (Reason("duty_used", record.subject, spent.id),))
    return Answer(False, (Reason("no_duty", record.subject),))


def ordered(request: Request, world: World, person: Who, mask: int, receiver: Party) -> LegalBasis | None:
    """The order that says: disclose this of her, to this recipient. Substance use records need one made for them."""
    assert world.profile is not None  # the gates have seen to it
    protected = world.profile.protects(request.record.part2)
    for basis in world.shelf.legal.get(person, ()):
        if basis.kind != PART2_ORDER and (protected or mask & SUD):
            continue
        if _names(basis, request, mask, receiver):
            return basis
    return None


def part2_order(request: Request, world: World, person: Who, mask: int, receiver: Party) -> bool:
    """Is there an order made for substance use records that names this person, these categories, this recipient?"""
    return any(
        basis.kind == PART2_ORDER and _names(basis, request, mask, receiver)
        for basis in world.shelf.legal.get(person, ())
    )


def _names(basis: LegalBasis, request: Request, mask: int, receiver: Party) -> bool:
    """An order that leaves out categories, recipient or last day orders nothing."""
    assert request.at is not None
    return (
        basis.kind in ORDERS
        and basis.closes is not None
        and not mask & ~basis.categories
        and (not basis.purposes or request.purpose in basis.purposes)
        and meant(basis.recipients, receiver)
        and within(request.at, basis.opens, basis.closes)
    )
