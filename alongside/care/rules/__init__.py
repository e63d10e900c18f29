"""What can be recorded as a contact or a promise. Plain Python: values and a day in, answer out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from alongside.care.rules.shared_plan import (
    LANES as LANES,
)
from alongside.care.rules.shared_plan import (
    LEADING as LEADING,
)
from alongside.care.rules.shared_plan import (
    MOST_STEPS as MOST_STEPS,
)
from alongside.care.rules.shared_plan import (
    OF_LANE as OF_LANE,
)
from alongside.care.rules.shared_plan import (
    USUALLY_LEADS as USUALLY_LEADS,
)
from alongside.care.rules.shared_plan import (
    LaneStep as LaneStep,
)
from alongside.care.rules.shared_plan import (
    check_steps as check_steps,
)
from alongside.care.rules.shared_plan import (
    holds_something as holds_something,
)
from alongside.care.rules.shared_plan import (
    lane_of as lane_of,
)
from alongside.care.terms import HerCopy, MentionTurn, PlanKind, PlanStep, PlanTurn, ReachOut
from alongside.enrolment.rules import LONGEST_TEXT
from alongside.families.rules import STALE_AFTER_DAYS, names_somebody
from alongside.families.terms import Channel
from alongside.library.rules import Source
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category

MOST_MINUTES = 24 * 60
SHORT_TEXT = 2_000  # characters of a purpose, a promise, a list of items
LONG_FIELDS = frozenset({"note", "her_words", "between_you", "helped"})

# How to reach her is seen by everybody who may have to (also a children's worker), so nothing that happened is filed
# under it; what belongs to a study is not a contact.
UNFIT = frozenset({Category.CONTACT, Category.RESEARCH})
FITTING = tuple(category for category in Category if category not in UNFIT)


def check_day(on: date, today: date) -> Decision:
    """A contact is recorded on its day or later; what is still to come is a promise."""
    return Decision(True) if on <= today else Decision(False, "in_future")


def check_category(category: int | None) -> Decision:
    """Every note says what it is about; the wall goes by it."""
    if category is None or category not in set(Category):
        return Decision(False, "category_needed")
    return Decision(False, "category_unfit") if category in UNFIT else Decision(True)


def check_sharing(*, category: int, about: Collection[object], hers: Collection[object], on_a_page: int) -> Decision:
    """May a note be shown on the woman's own page?

    ``about``: of whom it says something besides whom it is about; ``hers``: herself and the children for whom she
    decides; ``on_a_page``: bit mask of what a page may show, because somebody might see it over her shoulder.
    """
    if not on_a_page >> category & 1:
        return Decision(False, "not_on_a_page")
    return Decision(True) if set(about) <= set(hers) else Decision(False, "speaks_of_others")


def check_minutes(minutes: int | None) -> Decision:
    """A contact lasts between no time and a day."""
    return Decision(True) if minutes is None or 0 <= minutes <= MOST_MINUTES else Decision(False, "too_many_minutes")


def limit_of(field: str) -> int:
    """How many characters a field can keep in one piece."""
    return LONGEST_TEXT if field in LONG_FIELDS else SHORT_TEXT


def too_long(texts: Mapping[str, str]) -> str:
    """The first field whose text is longer than can be kept in one piece; "" when all fit."""
    return next((field for field, text in texts.items() if len(text) > limit_of(field)), "")


def belong(people: Collection[object], family: Collection[object]) -> Decision:
    """Everybody named is of this family."""
    return Decision(True) if set(people) <= set(family) else Decision(False, "not_of_this_family")


def notices(*, on: date, opened_on: date, reached: str, present: Collection[object]) -> list[str]:
    """What is worth a second look (codes of ``terms.Notice``); it is saved all the same."""
    found = []
    if on < opened_on:
        found.append("before_file")
    if reached == "met" and not present:
        found.append("nobody_present")
    return found


def may_settle(state: str) -> Decision:
    """Only an open promise is kept, changed or let go."""
    return Decision(True) if state == "open" else Decision(False, "already_settled")


MOST_TYPED = 1_000_000  # characters of a note that is being written, as a browser sends them
MOST_DAYS_KEPT = 31  # longer than this a note that nobody records would be a second record of its own


def days_kept(wanted: int) -> int:
    """For how many days a note that was begun is kept: as the programme says, from one day to a month."""
    return min(max(wanted, 1), MOST_DAYS_KEPT)


def days_late(on: date, recorded_on: date, allowed: int) -> int:
    """After how many days a note was written down, when these are more than ``allowed``; else 0.

    It is said plainly beside the note, so that whoever reads it knows how fresh the memory was. Nobody is counted.

    >>> days_late(date(2026, 3, 1), date(2026, 3, 9), 7), days_late(date(2026, 3, 1), date(2026, 3, 8), 7)
    (8, 0)
    """
    late = (recorded_on - on).days
    return late if late > allowed else 0


def check_mention_turn(what: str, *, settled: bool, again_on: date | None, today: date) -> Decision:
    """A thing she mentioned is asked about, kept for a day to come, or let go; once."""
    if settled:
        return Decision(False, "mention_settled")
    if what == MentionTurn.LATER and again_on is None:
        return Decision(False, "later_when")
    return Decision(True) if again_on is None or again_on > today else Decision(False, "again_is_past")


# --- when we missed each other (S-055)

WAYS_TO_REACH = tuple(channel for channel in Channel if channel != Channel.NONE)


def reach_out_from(
    missed_on: date, tried: Iterable[date], *, wants: str, every_days: int | None, usual: int
) -> date | None:
    """From which day on somebody may be reminded to reach out; ``None``: she leaves it to herself, so nobody is.

    ``tried``: days since then on which somebody tried. ``every_days``: how often she likes it; without her word the day
    after, then every ``usual`` days. It is a suggestion: nothing ends when nobody follows it, and nothing counts it.

    >>> reach_out_from(date(2026, 3, 2), [], wants="please", every_days=None, usual=7)
    datetime.date(2026, 3, 3)
    >>> reach_out_from(date(2026, 3, 2), [date(2026, 3, 3)], wants="please", every_days=None, usual=7)
    datetime.date(2026, 3, 10)
    >>> reach_out_from(date(2026, 3, 2), [], wants="leave", every_days=1, usual=7) is None
    True
    """
    if wants == ReachOut.LEAVE:
        return None
    last = max(tried, default=None)
    if last is None or last < missed_on:
        return missed_on + timedelta(days=every_days or 1)
    return last + timedelta(days=every_days or usual)


# --- safety plans

# Which kind of record each plan is. Who cares for a child while she uses says first of all that she uses: it is hers,
# and stands in no child's record.
OF_KIND: Mapping[PlanKind, Category] = {
    PlanKind.VIOLENCE: Category.IPV_SAFETY,
    PlanKind.OVERDOSE: Category.SUD,
    PlanKind.SUICIDE: Category.MENTAL_HEALTH_TRAUMA,
    PlanKind.CHILD_CARE: Category.SUD,
}
_BEGINS = {PlanKind.CHILD_CARE: "child_"}
STEPS: Mapping[PlanKind, tuple[PlanStep, ...]] = {
    kind: tuple(step for step in PlanStep if step.value.startswith(_BEGINS.get(kind, f"{kind.value}_")))
    for kind in PlanKind
}

# The four kinds are named by the design of this programme (D-61); none of its sources lists steps. They are laid out
# after these, in words of our own, as questions to her. Which of them she answers is hers.
STEPS_FROM: Mapping[PlanKind, tuple[Source, ...]] = {
    PlanKind.VIOLENCE: (
        Source("seed-b", "Reducing Stigma and Supporting Parenting (webinar): anti-violence services make safety plans"
               " with her", "document"),
        Source("samhsa-2003", "SAMHSA (2003), a safety plan, as a course for professionals prints it: during violence,"
               " when leaving, what to take along", "cited", "http://www.accesscontinuingeducation.com/ACE4000/c8/index.htm"),
    ),
    PlanKind.OVERDOSE: (
        Source("street-connections", "Street Connections, Winnipeg: If you use drugs", "page",
               "https://streetconnections.ca/drug-alerts/if-you-use-drugs"),
        Source("peterborough", "Peterborough Drug Strategy: Preventing overdose", "page",
               "https://peterboroughdrugstrategy.com/overdose-prevention/overdose-prevention/"),
    ),
    PlanKind.SUICIDE: (
        Source("stanley-brown-2008", "Stanley B, Brown GK (2008): six steps of a safety plan, as a crisis centre tells"
               " them", "cited", "https://grassrootscrisis.org/safety-planning/"),
    ),
    PlanKind.CHILD_CARE: (
        Source("sesame-plan", "Auld A: Plan and Protect (Sesame Workshop): other trusted adults, what a child of this"
               " age needs, storage, the time afterwards", "page", "https://sesameworkshop.org/resources/plan-and-protect"),
        Source("young-parents", "Young Parents and AOD: Substance use; Safety (people a child knows, the time of coming"
               " down)", "page", "https://www.youngparentsaod.org.au/substance-use"),
    ),
}  # fmt: skip

SHORT_HEADING = 60  # characters of what stands above her copy: a line of a small card
LOOK_AGAIN_DAYS = (
    90  # what a form offers for looking at it again; she may choose another day, or none. Our own reading.
)


def check_said(kind: str, said: Mapping[str, str]) -> Decision:
    """Every step is one of this kind, and at least one has words."""
    if not set(said) <= {step.value for step in STEPS[PlanKind(kind)]}:
        return Decision(False, "not_a_step")
    return Decision(True) if any(words.strip() for words in said.values()) else Decision(False, "words_needed")


def check_again(again_on: date | None, today: date) -> Decision:
    """She looks at it again on a day to come, or on none."""
    return Decision(True) if again_on is None or again_on >= today else Decision(False, "again_is_past")


@dataclass(frozen=True)
class Reaching:
    """How she is reached safely, and who is around her, on the day on which she chooses how to have her plan.

    ``checked_on``: when she last said that it is still right (``None``: nobody has asked). ``unsafe``: names of those
    she calls unsafe. ``lives_with_one``: one of them lives where she lives. ``page_off``: her own page is turned off
    because a device may not be safe.
    """

    checked_on: date | None = None
    who_shares_the_phone: str = ""
    unsafe: tuple[str, ...] = ()
    lives_with_one: bool = False
    page_off: bool = False


def may_have_copy(kind: str, how: str, around: Reaching, today: date) -> Decision:
    """May she have her plan this way? Nothing on paper and on no page is always possible.

    For a plan about violence the rules of safe contact hold (``families.rules.safe_to_send``): what somebody she calls
    unsafe may see is not made (and while nobody is named so, whoever shares her phone may be the one), and neither is
    anything while nobody lately asked her how she is reached. Her other plans
    are hers to have as she likes; no page is shown on a device that may not be safe.

    >>> may_have_copy("violence", "page", Reaching(), date(2026, 1, 1)).because
    'ask_her_first'
    """
    if how == HerCopy.NOTHING:
        return Decision(True)
    if how == HerCopy.PAGE and around.page_off:
        return Decision(False, "page_is_off")
    if kind != PlanKind.VIOLENCE:
        return Decision(True)
    asked = around.checked_on
    if asked is None or asked > today or (today - asked).days > STALE_AFTER_DAYS:
        return Decision(False, "ask_her_first")
    shares = around.who_shares_the_phone
    if how == HerCopy.PAGE and shares.strip() and (not around.unsafe or names_somebody(around.unsafe, shares)):
        return Decision(False, "she_is_watched")
    if around.lives_with_one:
        return Decision(False, "they_live_together")
    return Decision(True)


class TurnRow(Protocol):
    """A row that says what was said of a plan on a day."""

    what: str
    on: date
    recorded_at: datetime
    id: UUID


def has_ended(turns: Iterable[TurnRow]) -> bool:
    """She said that it is no longer needed, and nobody took it up again since (by day, then by record)."""
    said = [turn for turn in turns if turn.what != PlanTurn.STILL_RIGHT]
    newest = max(said, key=lambda turn: (turn.on, turn.recorded_at, turn.id), default=None)
    return newest is not None and newest.what == PlanTurn.ENDED


def check_turn(what: str, ended: bool) -> Decision:
    """A plan is ended once and taken up again once; looking at one that is ended is taking it up."""
    if what == PlanTurn.TAKEN_UP:
        return Decision(True) if ended else Decision(False, "stands_so")
    if not ended:
        return Decision(True)
    return Decision(False, "stands_so" if what == PlanTurn.ENDED else "plan_ended")


def others_named(about: Collection[UUID] | None, woman: UUID) -> list[UUID] | None:
    """Of whom her plan says something besides herself; ``None`` while nobody has said."""
    return None if about is None else [person for person in dict.fromkeys(about) if person != woman]
