"""Rule 3: breaking the glass. For a clinician, with a reason, for an hour, for what saves a life."""

from __future__ import annotations

from datetime import timedelta

from alongside.consent.rules.answer import Answer, Reason
from alongside.consent.rules.party import Party
from alongside.consent.rules.request import Request
from alongside.consent.rules.vocabulary import EMERGENCY_CATEGORIES, MEDICAL, Assurance
from alongside.consent.rules.world import World

LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20  # characters, white space at the ends not counted
OBLIGATIONS = ("log", "tell_subject_safely", "alert_supervisor", "alert_privacy", "review_72h")


def emergency(request: Request, world: World, mask: int, handed_to: Party | None) -> Answer:
    """Whether the glass may be broken, and until when. What is missing is said; nothing else is tried in its place.

    `mask`: every category the record holds, of the subject and of everybody it is about whose passage stays in it.
    `handed_to`: who receives it, if not the clinician; medical people only (42 CFR 2.51).
    """
    missing = []
    assert request.at is not None
    broken = request.glass_broken_at or request.at
    over = broken + LASTS
    if not request.clinician:
        missing.append(Reason("emergency_clinician", request.actor))
    if len(request.reason.strip()) < SHORTEST_REASON:
        missing.append(Reason("emergency_reason", request.actor))
    if request.assurance < Assurance.STEP_UP:
        missing.append(Reason("step_up_needed", request.actor))
    if not broken <= request.at < over:
        missing.append(Reason("emergency_over", request.actor))
    if handed_to is not None and not _medical(world, handed_to):
        missing.append(Reason("emergency_recipient", handed_to.agency or next(iter(handed_to.ids), None)))
    if mask & ~EMERGENCY_CATEGORIES:
        missing.append(Reason("emergency_category", request.record.subject))
    if missing:
        return Answer(False, tuple(missing))
    return Answer(True, (Reason("emergency", request.record.subject),), OBLIGATIONS, "emergency", until=over)


def _medical(world: World, who: Party) -> bool:
    agency = world.agencies.get(who.agency)
    return agency is not None and (agency.kind in MEDICAL or world.is_custodian(agency.id))
