"""What has to be so before a form can be signed, and how an agreement stands on a day.

Who may decide for whom is looked up by the caller and handed over; `decide` asks the same again each time something is
to be shared, so that a right which is lost later stops what rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.consent.rules.vocabulary import DENY, PERMIT, C, Who
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import EVERYTHING, mask

# Which kinds of record each form can be about. Nothing is agreed to by agreeing to something else: research and each
# use of video have a form of their own, and a form about messages opens no record.
ON_THE_FORM: dict[str, int] = {
    "sharing": EVERYTHING & ~mask(C.RESEARCH),
    "keeping_from": EVERYTHING,
    "research": mask(C.RESEARCH),
    "video_therapy": mask(C.DYAD_OBSERVATION),
    "video_training": mask(C.DYAD_OBSERVATION),
    "video_research": mask(C.DYAD_OBSERVATION),
    "messages": mask(C.CONTACT),
}
EFFECT = {kind: DENY if kind == "keeping_from" else PERMIT for kind in ON_THE_FORM}
LONGEST_SIGNATURE = 20_000
_STROKES = re.compile(r"M-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?(?: ?[ML]-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?)+")


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides for somebody on a day: a person, or an agency, or nobody we know of."""

    person: Who | None = None
    agency: Who | None = None


def gives(giver: Who, agency: Who | None) -> Decider:
    """Who gives a form: the agency that is named on it, else the person."""
    return Decider(agency=agency) if agency is not None else Decider(person=giver)


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as it is about to be signed.

    `lines`: (person, bit number of a kind of record). `last_day`: `None` when no end is chosen. `lifts`: the people
    about whom it stands in place of an earlier no, so that fewer lines, or none, are a change. `separate`: kinds (a
    mask) that the law wants on a form of their own. `agency`: it holds the right over a child and gives this form; then
    `giver` is that child, and the form is about that child alone.
    """

    kind: str
    giver: Who
    lines: frozenset[tuple[Who, int]]
    last_day: date | None
    lifts: frozenset[Who] = frozenset()
    separate: int = 0
    agency: Who | None = None

    @property
    def decider(self) -> Decider:
        """Whoever gives it: the agency, where one signs for a child, else the person."""
        return gives(self.giver, self.agency)


def may_sign_paper(paper: Paper, deciders: Mapping[Any, Decider], today: date) -> Decision:
    """Can this be signed today? The reason is the first thing that is missing.

    `deciders`: who decides for each person on the form today (somebody of age decides for herself).
    """
    masks = 0
    for _subject, bit in paper.lines:
        masks |= 1 << bit
    if not paper.lines and not paper.lifts:
        return Decision(False, "no_kind_chosen")
    if masks & ~ON_THE_FORM[paper.kind]:
        return Decision(False, "other_form")
    if masks & paper.separate and masks & ~paper.separate and EFFECT[paper.kind] == PERMIT:
        return Decision(False, "separate_form")
    if paper.last_day is None and EFFECT[paper.kind] == PERMIT:
        return Decision(False, "no_last_day")
    if paper.last_day is not None and paper.last_day < today:
        return Decision(False, "last_day_over")
    about = {subject for subject, _bit in paper.lines} | paper.lifts
    if any(deciders.get(subject, Decider()) != paper.decider for subject in about):
        return Decision(False, "not_hers_to_decide")
    if paper.agency is not None and about != {paper.giver}:
        return Decision(False, "one_child_alone")
    return Decision(True)


def is_signature(how: str, signature: str, witness: Who | None) -> Decision:
    """Is this a signature: strokes of a drawing, a name, or somebody who heard it?"""
    if how not in ("drawn", "typed", "spoken"):
        return Decision(False, "signature_missing")
    if len(signature) > LONGEST_SIGNATURE:
        return Decision(False, "drawing_too_long")
    if how == "spoken" and witness is None:
        return Decision(False, "witness_missing")
    if how == "drawn" and not _STROKES.fullmatch(signature.strip()):
        return Decision(False, "signature_missing")
    if how == "typed" and not signature.strip():
        return Decision(False, "signature_missing")
    return Decision(True)


def is_signature_for_agency(how: str, signature: str, witness: Who | None, name: str, role: str) -> Decision:
    """Is this a signature for an agency: somebody of it with a name and what she is there, who drew it before one of us
    or signed a paper that one of us has in hand (`signature` says which)?"""
    if not name.strip() or not role.strip():
        return Decision(False, "signer_missing")
    if how not in ("drawn", "paper") or not signature.strip():
        return Decision(False, "signature_missing")
    if len(signature) > LONGEST_SIGNATURE:
        return Decision(False, "drawing_too_long")
    if how == "drawn" and not _STROKES.fullmatch(signature.strip()):
        return Decision(False, "signature_missing")
    if witness is None:
        return Decision(False, "witness_missing")
    return Decision(True)


def who_lifts(about: Collection[Any], deciders: Mapping[Any, Decider]) -> tuple[Who, Who | None] | None:
    """Who can lift a no about these people today, as (giver, agency) of the form that takes its place: whoever decides
    now for every one of them, which need not be who signed it. `None`: nobody decides for all of them together."""
    found = {deciders.get(subject, Decider()) for subject in about}
    if len(found) != 1:
        return None
    decider = found.pop()
    if decider.person is not None:
        return decider.person, None
    if decider.agency is not None and len(about) == 1:
        return next(iter(about)), decider.agency
    return None


def stands(
    *,
    signed_at: datetime | None,
    withdrawn_at: datetime | None,
    first_day: date | None,
    last_day: date | None,
    replaced: bool,
    decides: bool,
    now: datetime,
    today: date,
) -> str:
    """How an agreement (or one line of it) stands: `draft`, `put_away`, `replaced`, `withdrawn`, `ended`, `not_yet`,
    `stopped` (who signed does not decide any more) or `live`."""
    if signed_at is None:
        return "put_away" if withdrawn_at is not None else "draft"
    if withdrawn_at is not None and withdrawn_at <= now:
        return "replaced" if replaced else "withdrawn"
    if last_day is not None and last_day < today:
        return "ended"
    if first_day is not None and today < first_day:
        return "not_yet"
    return "live" if decides else "stopped"
