"""Who may open which page: one readable table.

A page names one ``May``; this table says which part of the programme has it. Whose records a page then shows is not
decided here: the database lets through only what the signed-in person is let into (``safekeeping``), and ``scope.py``
says where each page starts. ``docs/reference/who-may-see-what.md`` is printed from this table.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability, Category, Kind

Predicate = Callable[[Me], bool]


class May(enum.StrEnum):
    """What somebody may want to do. Every address of a page names one (or is listed public)."""

    SEE_HOME = "see home"
    SEE_FAMILIES = "see families"
    OPEN_FILE = "open a file"
    WRITE_IN_FAMILY = "write in a family"
    ARRANGE_TEAM = "arrange a team"
    KEEP_OUT = "keep somebody out of a file"
    READ_TRAIL = "read the trail"
    KEEP_ACCOUNTS = "keep accounts"
    KEEP_AGENCIES = "keep agencies"
    SEE_AGENCIES = "see agencies"
    REVIEW_WORDS = "review words"
    SEE_WORDS = "see words"
    PUT_WORDS = "put words to the council"
    SEE_CONTINUITY = "see continuity figures"
    SEE_REPORTS = "see reports"
    SEE_INSTRUMENTS = "see instruments"
    KEEP_INSTRUMENTS = "keep instruments"
    SEE_LIBRARY = "see programmes"
    KEEP_LIBRARY = "keep programmes"
    SEE_PEERS = "see peer support"
    MATCH_PEERS = "look for a peer supporter with her"
    SEE_SESSIONS = "see what takes place"
    PLAN_SESSIONS = "plan what takes place"
    KEEP_SERVICES = "keep services and rooms"
    SEE_PROGRAMMES_GIVEN = "see how much of programmes is given"
    KEEP_DOOR = "say for whom the programme is"
    KEEP_RHYTHM = "say how often we would like to meet"
    SEE_SERVICE_WAITS = "see how long people wait"
    ANSWER = "answer in a sitting"
    WATCH = "see who needs somebody"
    PLAN_DUTY = "say who is on duty"
    OWN_PAGE = "see one's own page"
    KEEP_HER_PAGE = "open her page with her"
    SEE_SHARED = "see what is shared with her agency"
    CARE_FOR = "see what a child in her care needs"
    BREAK_GLASS = "open a little in an emergency"
    MEET_TO_REFLECT = "keep one's own supervision"
    SEE_STUDIES = "see which studies there are"
    KEEP_STUDIES = "keep studies"
    ANSWER_STUDIES = "answer a study for a community"
    SEE_FOR_WOMEN = "see what women will read of a study"
    READ_FOR_WOMEN = "say whether women may read it"
    SEE_SITES_ARM = "see its own arm of a study"
    BRING_SITES_ARM = "bring in a file of its own arm of a study"


def anybody_signed_in(me: Me) -> bool:
    """Everybody with a live session and a part to play today; never a device that was handed over."""
    return me.kind != Kind.SITTING


def herself(me: Me) -> bool:
    """A woman (or a child who decides for herself or himself), signed in to her own page."""
    return me.kind == Kind.HERSELF


def a_sitting(me: Me) -> bool:
    """A device in her hands, signed in for one sitting with questions."""
    return me.kind == Kind.SITTING


def from_outside(me: Me) -> bool:
    """Works at a partner agency, in a part with which something may be shared."""
    return me.kind == Kind.PARTNER and me.categories != 0


def carer(me: Me) -> bool:
    """Looks after a child: a foster or kin carer."""
    return me.kind == Kind.CARER and me.categories != 0


def staff(me: Me) -> bool:
    """Works at the programme."""
    return me.kind == Kind.STAFF


def of_a_site(me: Me) -> bool:
    """Brings an arm of a study from a comparison site: staff whose part reads what research uses."""
    return me.kind == Kind.STAFF and bool(me.categories >> Category.RESEARCH & 1)


def staff_who(*wanted: Ability) -> Predicate:
    """Works at the programme and has one of these abilities."""

    def has_one(me: Me) -> bool:
        return me.kind == Kind.STAFF and any(me.can(ability) for ability in wanted)

    has_one.__doc__ = "Staff who may " + " or ".join(a.name.lower().replace("_", " ") for a in wanted) + "."
    return has_one


POLICY: dict[May, Predicate] = {
    May.SEE_HOME: anybody_signed_in,
    May.SEE_FAMILIES: staff_who(Ability.WORK_WITH_FAMILIES),
    May.OPEN_FILE: staff_who(Ability.OPEN_FILES),
    May.WRITE_IN_FAMILY: staff_who(Ability.WORK_WITH_FAMILIES),
    May.ARRANGE_TEAM: staff_who(Ability.ARRANGE_TEAMS, Ability.OPEN_FILES),
    May.KEEP_OUT: staff_who(Ability.KEEP_WALL),
    May.READ_TRAIL: staff_who(Ability.READ_TRAIL),
    May.KEEP_ACCOUNTS: staff_who(Ability.KEEP_ACCOUNTS),
    May.KEEP_AGENCIES: staff_who(Ability.KEEP_AGENCIES),
    May.SEE_AGENCIES: staff,
    May.REVIEW_WORDS: staff_who(Ability.REVIEW_WORDS),
    May.SEE_WORDS: staff,
    May.PUT_WORDS: staff_who(Ability.SEND_WORDS),
    May.SEE_CONTINUITY: staff_who(Ability.REPORTS),
    May.SEE_REPORTS: staff_who(Ability.REPORTS),
    May.SEE_INSTRUMENTS: staff,
    May.KEEP_INSTRUMENTS: staff_who(Ability.KEEP_INSTRUMENTS),
    May.SEE_LIBRARY: staff,
    May.KEEP_LIBRARY: staff_who(Ability.KEEP_INSTRUMENTS),
    May.SEE_PEERS: staff_who(Ability.WORK_WITH_FAMILIES),
    May.MATCH_PEERS: staff_who(Ability.ARRANGE_TEAMS, Ability.OPEN_FILES),
    May.SEE_SESSIONS: staff_who(Ability.WORK_WITH_FAMILIES),
    May.PLAN_SESSIONS: staff_who(Ability.WORK_WITH_FAMILIES),
    May.KEEP_SERVICES: staff_who(Ability.ARRANGE_TEAMS),
    May.SEE_PROGRAMMES_GIVEN: staff_who(Ability.ARRANGE_TEAMS, Ability.REPORTS),
    May.KEEP_DOOR: staff_who(Ability.ARRANGE_TEAMS),
    May.KEEP_RHYTHM: staff_who(Ability.ARRANGE_TEAMS),
    May.SEE_SERVICE_WAITS: staff_who(Ability.WORK_WITH_FAMILIES, Ability.ARRANGE_TEAMS, Ability.REPORTS),
    May.ANSWER: a_sitting,
    May.WATCH: staff_who(Ability.WORK_WITH_FAMILIES, Ability.ARRANGE_TEAMS, Ability.KEEP_INSTRUMENTS),
    May.PLAN_DUTY: staff_who(Ability.ARRANGE_TEAMS),
    May.OWN_PAGE: herself,
    May.KEEP_HER_PAGE: staff_who(Ability.WORK_WITH_FAMILIES),
    May.SEE_SHARED: from_outside,
    May.CARE_FOR: carer,
    May.BREAK_GLASS: staff_who(Ability.BREAK_GLASS),
    May.MEET_TO_REFLECT: staff,
    May.SEE_STUDIES: staff_who(Ability.STUDIES, Ability.SPEAK_FOR_COMMUNITY),
    May.KEEP_STUDIES: staff_who(Ability.STUDIES),
    May.ANSWER_STUDIES: staff_who(Ability.SPEAK_FOR_COMMUNITY),
    May.SEE_FOR_WOMEN: staff_who(Ability.STUDIES, Ability.READ_FOR_WOMEN),
    May.READ_FOR_WOMEN: staff_who(Ability.READ_FOR_WOMEN),
    May.SEE_SITES_ARM: of_a_site,
    May.BRING_SITES_ARM: of_a_site,
}


def decide(me: Me | None, may: May) -> Decision:
    """May this person open such a page? Without a session: no."""
    if me is None:
        return Decision(False, "not_signed_in")
    return Decision(True) if POLICY[may](me) else Decision(False, "not_your_part")
