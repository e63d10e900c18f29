"""Words of accounts: the parts people play, and what each part is let do.

The 36 roles of the requirements (U-01…U-36) map to a small set of abilities and categories. A part opens nothing by
itself: she must also be let into a file (her team), and not be kept out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.safekeeping.terms import CLINICIANS, EVERYTHING, WIDE, Ability, Category, Kind, abilities, mask

C = Category
_CHILD = mask(C.CONTACT, C.CHILD_HEALTH_DEV, C.DYAD_OBSERVATION, C.SERVICE_USE)
_TEAM = EVERYTHING & ~mask(C.RESEARCH)
_OUTREACH = mask(C.CONTACT, C.SERVICE_USE, C.SUD, C.MONEY_HOUSING, C.IPV_SAFETY, C.REPRODUCTIVE_STI, C.CHILD_HEALTH_DEV)
_WORK = abilities(Ability.WORK_WITH_FAMILIES)
# Whoever stands near the women, or answers for those who do: what a study will tell them passes one of these first.
_READS = abilities(Ability.READ_FOR_WOMEN)


# Under this name the session of the sign-in pages keeps through which agency's door somebody came, and whether two
# factors were given there.
AGENCY_DOOR = "agency_door"


class RoleName(models.TextChoices):
    """The part somebody plays. U-numbers are those of the requirements digest."""

    PREGNANT = "pregnant", _("Pregnant woman")  # U-01
    MOTHER = "mother", _("Mother living with her child")  # U-02
    MOTHER_APART = "mother_apart", _("Mother living apart from her child")  # U-03
    CHILD = "child", _("Child (no sign-in)")  # U-04
    EXPECTED_CHILD = "expected_child", _("Expected child (no sign-in)")  # U-05
    PARTNER = "partner", _("Father or partner")  # U-06
    KIN_CARER = "kin_carer", _("Grandparent or kin carer")  # U-07
    FOSTER_CARER = "foster_carer", _("Foster or adoptive carer")  # U-08
    INTAKE = "intake", _("Intake worker")  # U-09
    OUTREACH = "outreach", _("Outreach worker")  # U-10
    COUNSELLOR = "counsellor", _("Addiction counsellor")  # U-11
    THERAPIST = "therapist", _("Parent-infant therapist")  # U-12
    CHILD_CARE = "child_care", _("Child-care worker")  # U-13
    CHILD_DEVELOPMENT = "child_development", _("Child development counsellor")  # U-14
    NURSE = "nurse", _("Home visitor or nurse")  # U-15
    CLINIC = "clinic", _("Paediatrician or psychologist")  # U-16
    PRENATAL_PARTNER = "prenatal_partner", _("Prenatal or hospital partner")  # U-17
    CHILD_WELFARE = "child_welfare", _("Child-welfare worker")  # U-18
    PARTNER_STAFF = "partner_staff", _("Worker at another partner agency")  # U-19
    PEER = "peer", _("Peer supporter")  # U-20
    CHILDMINDER = "childminder", _("Childminder")  # U-21
    SUPERVISOR = "supervisor", _("Clinical supervisor")  # U-22
    PEER_SUPERVISOR = "peer_supervisor", _("Supervisor of peer supporters")  # U-23
    MANAGER = "manager", _("Programme manager")  # U-24
    CODER = "coder", _("Video coder")  # U-25
    EVALUATOR = "evaluator", _("Evaluator")  # U-26
    COMPARISON = "comparison", _("Comparison-site coordinator")  # U-27
    FACILITATOR = "facilitator", _("Focus-group facilitator")  # U-28
    COUNCIL = "council", _("Member of the women's advisory council")  # U-29
    ELDER = "elder", _("Elder or cultural worker")  # U-30
    STEWARD = "steward", _("Community data steward")  # U-30
    PRIVACY = "privacy", _("Privacy officer")  # U-31
    ADMINISTRATOR = "administrator", _("System administrator")  # U-32
    FUNDER = "funder", _("Funder or planner")  # U-33
    ADVOCATE = "advocate", _("Legal or family-court advocate")  # U-34
    PEER_RUN = "peer_run", _("Leader of a peer-run organisation")  # U-35
    TRAINER = "trainer", _("Trainer")  # U-36


class No(models.TextChoices):
    """Why something about accounts cannot be."""

    ADDRESS_TAKEN = "address_taken", _("Please use another address: this one is taken.")
    NOT_OUTSIDE = "not_outside", _("This is a part for people at other agencies. Please choose one of theirs.")
    WORKED_HERE = "worked_here", _("Somebody who worked here before signs in with this address.")
    PAGE_NOT_OPEN = "page_not_open", _("Her page is not open. Please set it up with her first.")
    NAME_USED = (
        "name_used",
        _("This name is in use. Please set her page up again with her, with another name."),
    )
    NAME_SHORT = "name_short", _("Please choose a name of three letters or more.")
    NAME_LONG = "name_long", _("Please choose a shorter name.")
    WORDS_SHORT = "words_short", _("Please choose a bit more: eight letters or figures at least.")
    WORDS_LONG = "words_long", _("Please choose fewer words.")
    WORDS_ARE_NAME = "words_are_name", _("Please choose words that are not your name for signing in.")
    WORDS_EASY = (
        "words_easy",
        _("Somebody who knows you could guess this. Please choose something else, no birthday."),
    )


class PageState(models.TextChoices):
    """How it stands with a woman's own page."""

    PREPARED = "prepared", _("a code was given, and it is not set up yet")
    HELD = "held", _("set up; somebody has to talk with her first")
    OPEN = "open", _("open")
    OFF = "off", _("off")


class WhyOff(models.TextChoices):
    """Why her page is off."""

    DEVICE = "device", _("she said that a device may not be safe")
    ASKED = "asked", _("she wished it so")


class CodePurpose(models.TextChoices):
    """What a code opens."""

    SET_UP = "set_up", _("setting up her page")
    SIGN_IN = "sign_in", _("the second step of signing in")


@dataclass(frozen=True)
class Part:
    """What a role is let do: abilities, categories it reads, categories it writes, and as what it signs in."""

    abilities: int = 0
    reads: int = 0
    writes: int = 0
    kind: Kind = Kind.STAFF

    @property
    def wide(self) -> bool:
        """It sees past single families, or decides who does: one person proposes it, another one agrees."""
        return bool(self.abilities & WIDE)


def _part(can: int = 0, reads: int = 0, writes: int | None = None, kind: Kind = Kind.STAFF) -> Part:
    return Part(can, reads, reads if writes is None else writes, kind)


_OWN = mask(
    C.CONTACT, C.SERVICE_USE, C.SUD, C.CHILD_HEALTH_DEV, C.DYAD_OBSERVATION, C.PEER_SUPPORT, C.CHILD_WELFARE_LEGAL
)
_LEAD = abilities(
    Ability.WORK_WITH_FAMILIES, Ability.OPEN_FILES, Ability.ARRANGE_TEAMS, Ability.ALL_FILES, Ability.KEEP_WALL
)
_HERSELF = _part(reads=_OWN, writes=0, kind=Kind.HERSELF)
# A foster or kin carer: what caring for this child asks for, and nothing of the mother's (D-I5).
_CARER = _part(reads=mask(C.CONTACT, C.CHILD_HEALTH_DEV), writes=0, kind=Kind.CARER)
_NOTHING_CARER = _part(kind=Kind.CARER)
_NOTHING_PARTNER = _part(kind=Kind.PARTNER)


def _partner(reads: int) -> Part:
    """Somebody at a partner agency. ``reads`` is what may be agreed to at most; nothing is open until she agrees."""
    return _part(reads=reads, writes=0, kind=Kind.PARTNER)


# Never by an agreement with a whole agency: a counsellor's own notes, and what belongs to a community or to a study.
_AGREED = EVERYTHING & ~mask(C.SUD_COUNSELLING_NOTES, C.CULTURAL, C.RESEARCH)
_CLINICAL = mask(
    C.CONTACT, C.SERVICE_USE, C.SUD, C.MENTAL_HEALTH_TRAUMA, C.IPV_SAFETY, C.REPRODUCTIVE_STI, C.CHILD_HEALTH_DEV,
    C.DYAD_OBSERVATION,
)  # fmt: skip
_WELFARE = mask(
    C.CONTACT, C.SERVICE_USE, C.SUD, C.MENTAL_HEALTH_TRAUMA, C.CHILD_HEALTH_DEV, C.DYAD_OBSERVATION,
    C.CHILD_WELFARE_LEGAL, C.MONEY_HOUSING,
)  # fmt: skip
_NOTHING = _part()
_NO_SIGN_IN = _part(kind=Kind.HERSELF)

_PARTS: dict[str, Part] = {
    RoleName.PREGNANT: _HERSELF,
    RoleName.MOTHER: _HERSELF,
    RoleName.MOTHER_APART: _HERSELF,
    RoleName.CHILD: _NO_SIGN_IN,
    RoleName.EXPECTED_CHILD: _NO_SIGN_IN,
    RoleName.PARTNER: _NOTHING_CARER,
    RoleName.KIN_CARER: _CARER,
    RoleName.FOSTER_CARER: _CARER,
    RoleName.INTAKE: _part(_WORK | abilities(Ability.OPEN_FILES, Ability.IMPORT), _TEAM),
    RoleName.OUTREACH: _part(_WORK | abilities(Ability.OPEN_FILES), _OUTREACH),
    RoleName.COUNSELLOR: _part(_WORK | abilities(Ability.OPEN_FILES), _TEAM),
    RoleName.THERAPIST: _part(_WORK | abilities(Ability.OPEN_FILES), _TEAM & ~mask(C.SUD_COUNSELLING_NOTES)),
    RoleName.CHILD_CARE: _part(_WORK, _CHILD),
    RoleName.CHILD_DEVELOPMENT: _part(_WORK, _CHILD),
    RoleName.NURSE: _part(_WORK, _CHILD | mask(C.REPRODUCTIVE_STI)),
    RoleName.CLINIC: _part(_WORK, _CHILD),
    RoleName.PRENATAL_PARTNER: _partner(_CLINICAL),
    RoleName.CHILD_WELFARE: _partner(_WELFARE),
    RoleName.PARTNER_STAFF: _partner(_AGREED),
    # At most: of each woman she reads what that woman allows, and writes notes of peer support (peers).
    RoleName.PEER: _part(_WORK | _READS, mask(C.CONTACT, C.SERVICE_USE, C.PEER_SUPPORT), mask(C.PEER_SUPPORT)),
    RoleName.CHILDMINDER: _part(_WORK, mask(C.CONTACT, C.CHILD_HEALTH_DEV)),
    RoleName.SUPERVISOR: _part(_LEAD | _READS | abilities(Ability.SEND_WORDS, Ability.KEEP_INSTRUMENTS), _TEAM),
    RoleName.PEER_SUPERVISOR: _part(_WORK | _READS, mask(C.CONTACT, C.SERVICE_USE, C.PEER_SUPPORT)),
    RoleName.MANAGER: _part(
        _LEAD
        | abilities(Ability.KEEP_ACCOUNTS, Ability.KEEP_AGENCIES, Ability.REPORTS, Ability.IMPORT, Ability.SEND_WORDS)
        | abilities(Ability.KEEP_INSTRUMENTS),
        _TEAM & ~mask(C.SUD_COUNSELLING_NOTES, C.IPV_SAFETY),
    ),
    RoleName.CODER: _NOTHING,
    RoleName.EVALUATOR: _part(abilities(Ability.REPORTS, Ability.KEEP_INSTRUMENTS, Ability.STUDIES)),
    RoleName.COMPARISON: _part(
        _WORK | abilities(Ability.OPEN_FILES, Ability.ALL_FILES), mask(C.CONTACT, C.SERVICE_USE, C.RESEARCH)
    ),
    RoleName.FACILITATOR: _NOTHING,
    RoleName.COUNCIL: _part(_READS | abilities(Ability.REVIEW_WORDS)),
    # At most, and of each woman only at her yes (culture). Names are not theirs to write.
    RoleName.ELDER: _part(_WORK | _READS, mask(C.CONTACT, C.CULTURAL), mask(C.CULTURAL)),
    RoleName.STEWARD: _part(_READS | abilities(Ability.SPEAK_FOR_COMMUNITY)),
    # Let into every file so that she can keep somebody out of one, but reads no category: no name, no note.
    RoleName.PRIVACY: _part(abilities(Ability.READ_TRAIL, Ability.KEEP_WALL, Ability.ALL_FILES)),
    RoleName.ADMINISTRATOR: _part(abilities(Ability.KEEP_ACCOUNTS, Ability.KEEP_AGENCIES)),
    RoleName.FUNDER: _part(abilities(Ability.REPORTS), kind=Kind.PARTNER),
    RoleName.ADVOCATE: _partner(_AGREED & ~mask(C.PEER_SUPPORT)),
    RoleName.PEER_RUN: _NOTHING_PARTNER,
    RoleName.TRAINER: _part(abilities(Ability.SEND_WORDS)),
}
# In an emergency a clinician opens a little, and nobody else: a supervisor who is one has that part besides.
PARTS: dict[str, Part] = {
    name: replace(part, abilities=part.abilities | abilities(Ability.BREAK_GLASS)) if name in CLINICIANS else part
    for name, part in _PARTS.items()
}
