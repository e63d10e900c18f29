"""The decision: one pure function. The order of the rules is the order below; the first that decides wins.

0 gates · 1 bars that nothing overrides · 2 legal duty and orders · 3 emergency · 4 own pages · 5 need to know · 6 what
each person said. Whatever is not permitted, not known or goes wrong is a no.
"""

from __future__ import annotations

from dataclasses import replace

from alongside.consent.rules import directives, gates
from alongside.consent.rules.answer import Answer, Reason
from alongside.consent.rules.emergency import emergency
from alongside.consent.rules.legal import ordered, report
from alongside.consent.rules.party import Party, asking, receiving
from alongside.consent.rules.portal import cares_for, holds_access_alone, portal
from alongside.consent.rules.request import About, Request
from alongside.consent.rules.times import within
from alongside.consent.rules.vocabulary import EMERGENCY_CATEGORIES, OBLIGATIONS, SUD, Action, Purpose, Who
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
    twins = world.shelf.twins
    record = request.record
    pair = world.dyads.get(record.subject)
    if pair is not None:  # about the two of them: hers, and it says something about the child
        record = replace(record, subject=pair[0], about=(*record.about, About(pair[1])), together=record.subject)
        request = replace(request, record=record)
    if not twins:
        return _ruled(request, world)
    # Records being put together: every person is asked about as each of the two, and the strictest answer holds.
    about = tuple(
        About(person, said.categories)
        for said in record.about
        for person in sorted(twins.get(said.person, (said.person,)), key=str)
    )
    answers = [
        _ruled(replace(request, record=replace(record, subject=subject, about=about)), world)
        for subject in sorted(
            twins.get(record.subject, (record.subject,)), key=lambda who: (who != record.subject, str(who))
        )
    ]
    return _strictest(answers)


def _strictest(answers: list[Answer]) -> Answer:
    """No when any says no; else yes with everything that any of them asks for."""
    no = [answer for answer in answers if not answer.allowed]
    kept = no or answers
    return replace(
        kept[0],
        reasons=tuple(dict.fromkeys(reason for answer in kept for reason in answer.reasons)),
        obligations=_in_order({code for answer in kept for code in answer.obligations}),
        without=tuple(dict.fromkeys(who for answer in kept for who in answer.without)),
    )


def _ruled(request: Request, world: World) -> Answer:
    """One question about one identity, through all rules."""
    mask = request.record.mask
    asker = asking(world, request)
    receiver = receiving(world, request, asker)
    stopped = gates.gates(request, world) + gates.bars(request, world, mask, asker, receiver)
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
    return _in_order(wanted)


def _in_order(codes: set[str]) -> tuple[str, ...]:
    return tuple(code for code in OBLIGATIONS if code in codes)


def _opened(request: Request, world: World, mask: int, asker: Party, receiver: Party) -> Answer:
    """Rules 2 to 6: what could open it."""
    at = request.at
    assert at is not None
    if request.action == Action.REPORT:
        return report(request, world, receiver)
    if request.action == Action.DISCLOSE:
        order = ordered(request, world, receiver)
        if order is not None:
            said = (Reason("court_order", request.record.subject, order.id),)
            told = ("log", "minimum_content", "tell_subject_safely")
            return _outside(Answer(True, said, told, order.id), request, world, mask, receiver)
    if request.purpose == Purpose.EMERGENCY:
        return _emergency(request, world, mask, receiver)
    if holds_access_alone(world, request.record.subject, asker, at):
        return Answer(False, (Reason("no_authority", request.record.subject),), ("log", "alert_supervisor"))
    carer = False
    if request.purpose == Purpose.PORTAL:
        carer = cares_for(world, request.record.subject, asker, at)
        if not carer:
            return portal(request, world, mask, asker)
    return _needed_and_said(request, world, mask, asker, receiver, carer)


def _emergency(request: Request, world: World, mask: int, receiver: Party) -> Answer:
    """Passages that no emergency opens are left out, where that can be done."""
    kept_back = tuple(a.person for a in request.record.about if a.categories & ~EMERGENCY_CATEGORIES)
    whole = mask
    if kept_back and not request.record.segmented:
        for said in request.record.about:
            whole |= said.categories
    answer = emergency(request, whole)
    if not answer.allowed:
        step_up = any(reason.code == "step_up_needed" for reason in answer.reasons)
        return replace(answer, obligations=("log", "step_up") if step_up else ("log",))
    return _outside(replace(answer, without=kept_back), request, world, mask, receiver)


def _needed_and_said(
    request: Request, world: World, mask: int, asker: Party, receiver: Party, carer: bool
) -> Answer:  # fmt: skip
    """Rules 5 and 6: she needs it for her work, and everybody it is about lets it be."""
    record = request.record
    missing = needed(request, world, mask, carer)
    fine, why = says(request, world, record.subject, mask, asker, receiver)
    if not fine:
        missing += why
    reasons, basis = why, why[0].basis
    others: list[Reason] = []
    kept_back: list[Who] = []
    for person, said in record.about:
        if person == record.subject and not said & ~mask:
            continue
        reads = not said & ~request.role_mask
        fine, why = says(request, world, person, said or mask, asker, receiver)
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


def needed(request: Request, world: World, mask: int, carer: bool = False) -> list[Reason]:
    """Rule 5: does she work with this person, and does her part read this? Empty when both hold."""
    at, subject = request.at, request.record.subject
    assert at is not None
    missing = []
    if not carer and not any(
        not mask & ~row.categories
        and (row.agency is None or row.agency == request.agency)
        and within(at, row.opens, row.closes)
        for named in (subject, request.record.together)
        for row in world.shelf.assigned.get((request.actor, named), ())
    ):
        missing.append(Reason("not_assigned", request.actor))
    if mask & ~request.role_mask:
        missing.append(Reason("role", request.actor))
    return missing


def says(
    request: Request, world: World, person: Who, mask: int, asker: Party, receiver: Party
) -> tuple[bool, list[Reason]]:
    """Rule 6 for one person: is it fine with her, and every reason why (not)."""
    assert request.at is not None
    parties = (asker,) if receiver is asker else (receiver, asker)
    no = directives.refusal(world, person, mask, parties, request.at)
    against = [Reason("denied", person, no.id)] if no is not None else []
    lets: list[Reason] = []
    for who in parties:
        reason = directives.allowed_by(request, world, person, mask, who, asks=who is asker)
        if reason is None:
            against += directives.why_not(request, world, person, mask, who)
        else:
            lets.append(reason)
    return (False, against) if against else (True, lets)


def _outside(answer: Answer, request: Request, world: World, mask: int, receiver: Party) -> Answer:
    """What leaves the programme carries how far it may go, and she sees exactly what left."""
    if receiver.own:
        return answer
    profile = world.profile
    assert profile is not None
    protected = profile.part2_default if request.record.part2 is None else request.record.part2
    marked = profile.notice_on == "every" or protected or bool(mask & SUD)
    notice = profile.notice if marked and answer.because in SHARED else ""
    wanted = {*answer.obligations, "scope_copy", "show_subject"} | ({"notice"} if notice else set())
    return replace(answer, obligations=_in_order(wanted), notice=notice)


def let_be(request: Request, world: World, person: Who) -> bool:
    """Is this fine with this person (rule 6 alone)? What goes wrong is a no."""
    try:
        if gates.not_known(request, world):
            return False
        asker = asking(world, request)
        receiver = receiving(world, request, asker)
        people = world.shelf.twins.get(person, (person,))
        return all(says(request, world, who, request.record.mask, asker, receiver)[0] for who in people)
    except Exception:
        return False
