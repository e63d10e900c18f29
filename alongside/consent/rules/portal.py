"""Rule 4: own pages. What is hers, and what is about a child she decides for today."""

from __future__ import annotations

from datetime import datetime

from alongside.consent.rules.answer import Answer, Reason
from alongside.consent.rules.guardianship import holdings, is_capable, is_minor
from alongside.consent.rules.party import Party
from alongside.consent.rules.request import Request
from alongside.consent.rules.times import BEGINNING, within
from alongside.consent.rules.vocabulary import ACCESS_ONLY, CARE, CUSTODY, Who
from alongside.consent.rules.world import World


def holds_access_alone(world: World, child: Who, asker: Party, at: datetime) -> bool:
    """A right to see the child, and no right to decide, of hers or of her agency: opens nothing at all."""
    return any(
        holdings(world, child, ids, ACCESS_ONLY, at) and not holdings(world, child, ids, CUSTODY, at)
        for ids in (asker.ids, (asker.agency,))
    )


def cares_for(world: World, child: Who, asker: Party, at: datetime) -> bool:
    """Looks after this child day by day (a foster or kin carer), without deciding for it."""
    return bool(holdings(world, child, asker.ids, CARE, at)) and not holdings(world, child, asker.ids, CUSTODY, at)


def portal(request: Request, world: World, mask: int, asker: Party) -> Answer:
    """Her own record, or her child's while she holds custody; other people's passages are left out."""
    record, at = request.record, request.at
    assert at is not None
    own = record.subject in asker.ids
    made = any(who in asker.ids for who in record.made_by)
    missing: list[Reason] = []
    if mask & ~world.portal_safe:
        missing.append(Reason("portal_category", record.subject))
    if not own and not made:
        missing += _for_her_child(request, world, record.subject, mask, asker, at)
    passages = record.passages()[1:]
    others = tuple(who for who, said in passages if _is_somebody_else(request, world, who, said, asker, at))
    unsafe = tuple(who for who, said in passages if said & ~mask & ~world.portal_safe and who not in others)
    kept_back = others + unsafe
    if not record.segmented:
        missing += [Reason("third_party", who) for who in others] + [Reason("portal_category", who) for who in unsafe]
    if missing:
        return Answer(False, tuple(dict.fromkeys(missing)), _told(missing))
    code = "portal_self" if own else "made_by_her" if made else "portal_child"
    reasons = (Reason(code, record.subject), *(Reason("third_party", who) for who in others))
    return Answer(True, tuple(dict.fromkeys(reasons)), basis=code, without=tuple(dict.fromkeys(kept_back)))


def _for_her_child(
    request: Request, world: World, child: Who, mask: int, asker: Party, at: datetime
) -> list[Reason]:  # fmt: skip
    """Why this is not open to her as the one who decides for this child."""
    if not is_minor(world, child, at):
        return [Reason("own_decision" if child in world.shelf.guarded else "no_authority", child)]
    held = holdings(world, child, asker.ids, CUSTODY, at)
    if not held:
        return [Reason("no_authority", child)]
    if is_capable(world, child, mask, at):
        return [Reason("capable_minor", child)]
    if _in_a_gap(request, world, child, asker, at):
        return [Reason("gap", child)]
    return []


def _in_a_gap(request: Request, world: World, child: Who, asker: Party, at: datetime) -> bool:
    """Was it recorded between two times of custody? What happened meanwhile is opened by a decision alone.

    Rights that follow each other without a break are one. Where nobody says when it was recorded, no decision counts.
    """
    rows = [r for r in world.shelf.guarded.get(child, ()) if r.kind == CUSTODY and r.holder in asker.ids]
    held = sorted(((r.opens or BEGINNING, r.closes) for r in rows), key=lambda span: span[0])
    when = request.record.recorded_at
    reached: datetime | None = None
    for opens, closes in held:
        if opens > at:
            break
        if reached is not None and reached < opens and (when is None or reached <= when < opens):
            decided = (r.gap_open_from for r in rows if within(at, r.opens, r.closes))
            if when is None or not any(since is not None and since <= when for since in decided):
                return True
        if closes is None:
            return False
        reached = closes if reached is None else max(reached, closes)
    return False


def _is_somebody_else(
    request: Request, world: World, person: Who, mask: int, asker: Party, at: datetime
) -> bool:  # fmt: skip
    """Somebody whose passage she does not see: not herself, not a child she decides for now and did then."""
    return person not in asker.ids and bool(_for_her_child(request, world, person, mask, asker, at))


def from_a_gap(request: Request, world: World, person: Who, asker: Party) -> bool:
    """Is it of a child she decides for now, from between two times of custody?"""
    at = request.at
    assert at is not None
    held = holdings(world, person, asker.ids, CUSTODY, at)
    return bool(held) and _in_a_gap(request, world, person, asker, at)


def _told(missing: list[Reason]) -> tuple[str, ...]:
    codes = {reason.code for reason in missing}
    if "own_decision" in codes:
        return ("log", "tell_subject_safely")
    return ("log", "alert_supervisor") if "no_authority" in codes else ("log",)
