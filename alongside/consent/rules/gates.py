"""Rules 0 and 1: what has to stand before anything is decided, and what nothing can open."""

from __future__ import annotations

from alongside.consent.rules.answer import Reason
from alongside.consent.rules.directives import agreed_to_alone
from alongside.consent.rules.legal import part2_order
from alongside.consent.rules.party import Party
from alongside.consent.rules.request import Request
from alongside.consent.rules.times import within
from alongside.consent.rules.vocabulary import (
    ACTIONS,
    EXCLUSION_KINDS,
    PURPOSES,
    SPELLING,
    SUD,
    Assurance,
)
from alongside.consent.rules.world import Exclusion, World


def not_known(request: Request, world: World) -> list[Reason]:
    """What has to be known for any rule to be asked. Unknown is no."""
    record = request.record
    found = []
    if world.profile is None:
        found.append(Reason("unknown_profile"))
    if record.category not in SPELLING:
        found.append(Reason("unknown_category"))
    if request.purpose not in PURPOSES:
        found.append(Reason("unknown_purpose"))
    if request.action not in ACTIONS:
        found.append(Reason("unknown_action"))
    if request.at is None:
        found.append(Reason("unknown_time"))
    if request.actor is None:
        found.append(Reason("unknown_actor"))
    if record.subject is None:
        found.append(Reason("unknown_subject"))
    return found


def gates(request: Request, world: World, asker: Party, receiver: Party) -> list[Reason]:
    """Signed in, surely enough; the record open; nobody's identity in dispute."""
    found = []
    if request.assurance < Assurance.SESSION or not request.session_live:
        found.append(Reason("no_session", request.actor))
    if not request.account_active:
        found.append(Reason("account_closed", request.actor))
    if request.action in world.step_up_for and request.assurance < Assurance.STEP_UP:
        found.append(Reason("step_up_needed", request.actor))
    if request.record.sealed:
        found.append(Reason("sealed", request.record.subject))
    record = request.record
    people = (record.subject, *(a.person for a in record.about), record.together, *asker.ids, *receiver.ids)
    found += [Reason("merge_disputed", who) for who in dict.fromkeys(people) if who in world.shelf.disputed]
    return found


def bars(request: Request, world: World, asker: Party, receiver: Party) -> list[Reason]:
    """What nothing overrides, not even a law or an emergency: kept out, journals, adoption, the federal bar."""
    record = request.record
    parties = (asker,) if receiver is asker else (asker, receiver)
    found = [reason for who in parties for reason in _kept_out(request, world, who)]
    # What is said of a colleague herself is hers on her own page, signed in as herself: never through her work, or
    # through somebody else's.
    for who in parties:
        # Of a recipient like "CAL" nobody says whether it is an agency or a person: then it is not somebody at work.
        if who.agency is not None and (who is asker or who.agency not in who.ids):
            people = (record.subject, *(a.person for a in record.about))
            found += [Reason("self", person) for person in dict.fromkeys(people) if person in who.ids]
    if record.journal:
        found.append(Reason("journal"))
    if record.adoption_sealed:
        found.append(Reason("adoption_seal", record.subject))
    assert world.profile is not None  # `not_known` has seen to it
    if request.purpose in world.profile.proceedings:
        found += _part2(request, world, receiver)
    return found


def _kept_out(request: Request, world: World, who: Party) -> list[Reason]:
    """Exclusions that reach this party, about anybody the record names."""
    kept_out, barred = world.shelf.kept_out, world.shelf.barred
    at = request.at
    assert at is not None
    rows: dict[int, Exclusion] = {}
    for person, said in request.record.passages():
        for whom in (person, None):
            found = [row for each in who.ids for row in kept_out.get((each, whom), ())]
            found += barred.get((who.agency, whom), ())
            for row in found:
                if row.categories & said and within(at, row.opens, row.closes):
                    rows[id(row)] = row
    named = who.ids[0] if who.ids else who.agency
    return [Reason(EXCLUSION_KINDS[row.kind], named, row.id) for row in rows.values()]


def _part2(request: Request, world: World, receiver: Party) -> list[Reason]:
    """42 CFR 2.12(d), 2.31(d), 2.61-2.65: for each person whose substance use record this is."""
    record = request.record
    assert world.profile is not None
    protected = world.profile.protects(record.part2)
    found = []
    for person, said in record.passages():
        if not (protected or said & SUD):
            continue
        if part2_order(request, world, person, said, receiver) or agreed_to_alone(
            request, world, person, said, receiver
        ):
            continue
        found.append(Reason("part2_bar", person))
    return found
