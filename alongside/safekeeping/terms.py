"""The words of the wall: what a record is about, whom it concerns, what a person may do.

Plain enumerations (their numbers are stored in the database and never change their meaning).
"""

from __future__ import annotations

import enum


class Category(enum.IntEnum):
    """What a row is about (docs/glossary.md). Stored as the bit number of a mask; the order is fixed for ever."""

    CONTACT = 0
    SERVICE_USE = 1
    SUD = 2
    SUD_COUNSELLING_NOTES = 3
    MENTAL_HEALTH_TRAUMA = 4
    IPV_SAFETY = 5
    REPRODUCTIVE_STI = 6
    CHILD_HEALTH_DEV = 7
    DYAD_OBSERVATION = 8
    CHILD_WELFARE_LEGAL = 9
    PEER_SUPPORT = 10
    MONEY_HOUSING = 11
    CULTURAL = 12
    RESEARCH = 13


EVERYTHING = (1 << len(Category)) - 1


def mask(*categories: Category) -> int:
    """The bit mask that holds exactly ``categories``."""
    total = 0
    for category in categories:
        total |= 1 << category
    return total


# What belongs to a mother and a child together, for those who work with the children alone: what was seen between them,
# what they come to, and how to reach them (which they know of each of the two).
BETWEEN_THEM = mask(Category.DYAD_OBSERVATION, Category.SERVICE_USE, Category.CONTACT)


class Ability(enum.IntEnum):
    """What a person may do in the programme. Bit numbers; the order is fixed for ever."""

    WORK_WITH_FAMILIES = 0  # write in the files she is let into
    OPEN_FILES = 1  # start a file for a woman nobody knows yet
    ARRANGE_TEAMS = 2  # say who works with whom
    ALL_FILES = 3  # is let into every file of her agency
    KEEP_WALL = 4  # keep somebody out of a file, and let them back
    KEEP_ACCOUNTS = 5  # who signs in, and with which part
    KEEP_AGENCIES = 6  # partners and agreements
    READ_TRAIL = 7  # who looked, who did what
    IMPORT = 8  # bring over records from elsewhere
    REVIEW_WORDS = 9  # the women's advisory council's own texts
    REPORTS = 10  # counts and studies, no names
    SEND_WORDS = 11  # put a text to the council
    KEEP_INSTRUMENTS = 12  # which questionnaires we ask, in which words, with which norms
    BREAK_GLASS = 13  # open a little for an hour, in an emergency
    STUDIES = 14  # studies: everybody in them by code, plans and results
    SPEAK_FOR_COMMUNITY = 15  # say yes or no to a study for a community
    READ_FOR_WOMEN = 16  # read what women will read of a study, before they do


def abilities(*wanted: Ability) -> int:
    """The bit mask that holds exactly ``wanted``."""
    total = 0
    for ability in wanted:
        total |= 1 << ability
    return total


# A part with any of these sees past one family: one person proposes it, another one agrees (docs/decisions/0011).
# Keeping accounts is among them, or whoever has it could make her own second person.
WIDE = abilities(Ability.ALL_FILES, Ability.KEEP_WALL, Ability.KEEP_ACCOUNTS, Ability.READ_TRAIL)


class Kind(enum.StrEnum):
    """As whom somebody is signed in. One account may have several; they never mix (D-01)."""

    STAFF = "staff"
    HERSELF = "herself"
    CARER = "carer"
    PARTNER = "partner"
    SERVICE = "service"
    SITTING = "sitting"  # a device in her hands, for one sitting with questions and nothing else


class Reach(enum.StrEnum):
    """How far a cell reaches inside a file, and whose it is.

    The first three are given to our own people by whoever arranges a team; the others follow from what is recorded
    (agreements, who may decide for a child, who looks after it) and are compiled anew whenever that changes.
    """

    FILE = "file"  # everybody in the file (subject = the family's id)
    CHILDREN = "children"  # a pattern: copied for each child, also one who comes later
    ONE = "one"  # one person or dyad
    GLASS = "glass"  # one person, for an hour, in an emergency
    HERSELF = "herself"  # a woman signed in as herself: what is about her
    GUARDIAN = "guardian"  # and what is about a child for whom she may decide today
    OUTSIDE = "outside"  # somebody at a partner agency, or a carer: one person or dyad
    BESIDE = "beside"  # whom a record may also say something about; opens nothing by itself


# Who may open it: whoever cares for women and children here as a professional, by the name of her part. One source:
# parts (accounts), rules (consent) and, through the ability that a part gives, the database read it here.
CLINICIANS = frozenset({"counsellor", "therapist", "nurse", "clinic"})

# What an emergency may open: what saves a life. Never counselling notes, never where somebody is safe.
IN_AN_EMERGENCY = mask(
    Category.CONTACT, Category.SUD, Category.MENTAL_HEALTH_TRAUMA, Category.REPRODUCTIVE_STI, Category.CHILD_HEALTH_DEV
)
