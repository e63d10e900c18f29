"""The decision: one pure function. The order of the rules is the order below; the first that decides wins.

0 gates · 1 bars that nothing overrides · 2 legal duty and orders · 3 emergency · 4 own pages · 5 need to know · 6 what
each person said. Whatever is not permitted, not known or goes wrong is a no.
"""

from __future__ import annotations

from dataclasses import replace

from alongside.consent.rules import collective, directives, gates
from alongside.consent.rules.answer import Answer, Reason, in_order
from alongside.consent.rules.emergency import emergency
from alongside.consent.rules.identities import as_each, strictest, taken_apart
from alongside.consent.rules.legal import ordered, report
from alongside.consent.rules.party import Party, asking, receiving, works_with
from alongside.consent.rules.portal import cares_for, from_a_gap, holds_access_alone, portal
from alongside.consent.rules.profile import Profile
from alongside.consent.rules.request import Request
from alongside.consent.rules.vocabulary import EMERGENCY_CATEGORIES, SUD, Action, Purpose, Who
from alongside.consent.rules.world import World

ERROR = Answer(False, (Reason("error"),))
SHARED = frozenset({"consent", "implied_consent", "court_order"})  # what a notice goes along with


def decide(request: Request, world: World) -> Answer:
    """Permit or deny, with every reason and what has to be done. Never raises: what goes wrong is a no."""
    try:
        return _decide(request, world)
    except Exception:
        return ERROR


def _decide(request: Request, world: World) -> Answer:
    unknown = gates.not_known(request, world)
    if unknown:
        return Answer(False, tuple(unknown))
    request = taken_apart(request, world)
    if not world.shelf.twins:
        return _ruled(request, world)
    return strictest([_ruled(one, world) for one in as_each(request, world)])


def _ruled(request: Request, world: World) -> Answer:
    """One question about, by and for one identity, through all rules."""
    mask = request.record.mask
    asker = asking(world, request)
    receiver = receiving(world, request, asker)
    stopped = gates.gates(request, world, asker, receiver) + gates.bars(request, world, asker, receiver)
    answer = _opened(request, world, mask, asker, receiver)
    if stopped:
        rest = () if answer.allowed else answer.reasons
        return Answer(False, tuple(dict.fromkeys((*stopped, *rest))), _on_no(stopped))
    return answer


def _on_no(stopped: list[Reason]) -> tuple[str, ...]:
    codes = {reason.code for reason in stopped}
    wanted = {"log"}
    if "step_up_needed" in codes:
        wanted.add("step_up")
    if "self" in codes:
        wanted.add("alert_privacy")
    if "unsafe_person" in codes:
        wanted.add("alert_supervisor")
    return in_order(wanted)


def _opened(request: Request, world: World, mask: int, asker: Party, receiver: Party) -> Answer:
    """Rules 2 to 6: what could open it."""
    at = request.at
    assert at is not None
    if request.action == Action.REPORT:
        return report(request, world, receiver)
    if request.action == Action.DISCLOSE:
        by_order = _ordered(request, world, mask, asker, receiver)
        if by_order is not None:
            return by_order
    if request.purpose == Purpose.EMERGENCY:
        return _emergency(request, world, mask, asker, receiver)
    parties = _both(asker, receiver)
    if any(holds_access_alone(world, request.record.subject, who, at) for who in parties):
        return Answer(False, (Reason("no_authority", request.record.subject),), ("log", "alert_supervisor"))
    carer = False
    if request.purpose == Purpose.PORTAL:
        carer = cares_for(world, request.record.subject, asker, at)
        if not carer:
            own = portal(request, world, mask, asker)
            return (
                own if receiver is asker or not own.allowed else _handed_on(own, request, world, mask, asker, receiver)
            )
    return _needed_and_said(request, world, mask, asker, receiver, carer)


def _both(asker: Party, receiver: Party) -> tuple[Party, ...]:
    return (asker,) if receiver is asker else (receiver, asker)


def _ordered(request: Request, world: World, mask: int, asker: Party, receiver: Party) -> Answer | None:
    """What a court ordered. What it does not name goes along where she lets it be; else it is left out, or a no."""
    record = request.record
    order = ordered(request, world, record.subject, mask, receiver)
    if order is None:
        return None
    kept_back = tuple(dict.fromkeys(
        person
        for person, said in record.passages()[1:]
        if ordered(request, world, person, said, receiver) is None
        and not says(request, world, person, said, asker, _both(asker, receiver))[0]
    ))  # fmt: skip
    if kept_back and not record.segmented:
        return None
    reasons = (Reason("court_order", record.subject, order.id), *(Reason("third_party", who) for who in kept_back))
    told = ("log", "minimum_content", "tell_subject_safely")
    return _outside(Answer(True, reasons, told, order.id, kept_back), request, world, mask, receiver)


def _handed_on(answer: Answer, request: Request, world: World, mask: int, asker: Party, receiver: Party) -> Answer:
    """From an own page to somebody else: for him, rule 6 is asked as for anybody."""
    record = request.record
    fine, why = says(request, world, record.subject, mask, asker, (receiver,))
    if not fine:
        return Answer(False, tuple(why))
    others: list[Reason] = []
    kept_back = list(answer.without)
    for person, said in record.passages()[1:]:
        fine, why = says(request, world, person, said, asker, (receiver,))
        if not fine:
            kept_back.append(person)
            others += [Reason("third_party", person), *why]
    if others and not record.segmented:
        return Answer(False, tuple(dict.fromkeys(others)))
    reasons = tuple(dict.fromkeys((*answer.reasons, *others)))
    wider = replace(answer, reasons=reasons, without=tuple(dict.fromkeys(kept_back)))
    return _outside(wider, request, world, mask, receiver)


def _emergency(request: Request, world: World, mask: int, asker: Party, receiver: Party) -> Answer:
    """Passages that no emergency opens are left out, where that can be done."""
    record = request.record
    kept_back = tuple(dict.fromkeys(who for who, said in record.passages()[1:] if said & ~EMERGENCY_CATEGORIES))
    whole = mask
    if not record.segmented:
        for said in record.about:
            whole |= said.categories
    answer = emergency(request, world, whole, None if receiver is asker else receiver)
    if not answer.allowed:
        step_up = any(reason.code == "step_up_needed" for reason in answer.reasons)
        return replace(answer, obligations=("log", "step_up") if step_up else ("log",))
    return _outside(replace(answer, without=kept_back), request, world, mask, receiver)


def _needed_and_said(
    request: Request, world: World, mask: int, asker: Party, receiver: Party, carer: bool
) -> Answer:  # fmt: skip
    """Rules 5 and 6: she needs it for her work, and everybody it is about lets it be."""
    record = request.record
    parties = _both(asker, receiver)
    missing = needed(request, world, mask, carer)
    fine, why = says(request, world, record.subject, mask, asker, parties)
    if not fine:
        missing += why
    reasons, basis = why, why[0].basis
    others: list[Reason] = []
    kept_back: list[Who] = []
    for person, said in record.passages()[1:]:
        if person == record.subject and not said & ~mask:
            continue
        reads = not said & ~request.role_mask
        fine, why = says(request, world, person, said, asker, parties)
        if carer and from_a_gap(request, world, person, asker):
            fine, why = False, [Reason("gap", person)]
        if fine and reads:
            reasons = reasons + why
            continue
        kept_back.append(person)
        others += [] if person == record.subject else [Reason("third_party", person)]
        others += [*([] if fine else why), *([] if reads else [Reason("role", person)])]
    if missing or (kept_back and not record.segmented):
        return Answer(False, tuple(dict.fromkeys(missing + others)))
    answer = Answer(True, tuple(dict.fromkeys(reasons + others)), ("log",), basis, tuple(dict.fromkeys(kept_back)))
    return _outside(answer, request, world, mask, receiver)


def needed(request: Request, world: World, mask: int, carer: bool) -> list[Reason]:
    """Rule 5: does she work with this person, and does her part read this? Empty when both hold."""
    missing = []
    if not carer and not works_with(request, world, request.record.subject, mask):
        missing.append(Reason("not_assigned", request.actor))
    if mask & ~request.role_mask:
        missing.append(Reason("role", request.actor))
    return missing


def says(
    request: Request, world: World, person: Who, mask: int, asker: Party, parties: tuple[Party, ...]
) -> tuple[bool, list[Reason]]:  # fmt: skip
    """Rule 6 for one person: is it fine with her that these have it, and every reason why (not)."""
    at = request.at
    assert at is not None
    no = directives.refusal(world, person, mask, parties, at)
    against = [Reason("denied", person, no.id)] if no is not None else []
    if any(holds_access_alone(world, person, who, at) for who in parties):
        against.append(Reason("no_authority", person))
    lets: list[Reason] = []
    for who in parties:
        reason = directives.allowed_by(request, world, person, mask, who, asks=who is asker)
        if reason is None:
            against += directives.why_not(request, world, person, mask, who)
        elif not collective.lets(world, person, mask, who, at):
            against.append(Reason("collective", person))
        else:
            lets.append(reason)
    return (False, against) if against else (True, lets)


def asks_for_notice(profile: Profile, mask: int, part2: bool | None) -> bool:
    """Does this law want its notice to go along with these kinds of record, when they were shared?"""
    return profile.notice_on == "every" or profile.protects(part2) or bool(mask & SUD)


def _outside(answer: Answer, request: Request, world: World, mask: int, receiver: Party) -> Answer:
    """What leaves the programme carries how far it may go, and she sees exactly what left."""
    if receiver.own:
        return answer
    profile = world.profile
    assert profile is not None
    notice = profile.notice if asks_for_notice(profile, mask, request.record.part2) and answer.because in SHARED else ""
    wanted = {*answer.obligations, "scope_copy", "show_subject"} | ({"notice"} if notice else set())
    return replace(answer, obligations=in_order(wanted), notice=notice)
