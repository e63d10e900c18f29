"""May this message be handed over now, and with which words? Asked at the moment of handing over, of what is so then.

Plain Python. Every question has three answers: yes, not now (an hour that opens later today or tomorrow), and no. What
is unclear is no (docs/decisions/0016).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from alongside.families.rules import one_number, safe_to_send
from alongside.families.terms import Because, Channel
from alongside.recordkeeping.rules import Decision
from alongside.reminders.rules.words import parts, render, telling
from alongside.reminders.terms import ANSWERS, ASK_HER, CHOSEN, By, Kind, Others, SaidHow

AGAIN = timedelta(minutes=15)  # when the hours are looked at again
TRIES = 5
# After a try that did not work: the wait doubles, from one minute.
FIRST_WAIT = timedelta(minutes=1)
CLOSED_NOW = frozenset({Because.NOT_THIS_HOUR, Because.NOT_THIS_DAY})
_HOW = {SaidHow.STOP_WORD: "stopped", SaidHow.SHE_SAID: "stopped", SaidHow.DID_NOT_ARRIVE: "bounced"}


@dataclass(frozen=True)
class Wish:
    """How she wants messages, as it stands now."""

    wanted: bool
    how: str
    value: str
    others: str
    language: str
    kinds: tuple[str, ...]
    her_words: str = ""
    hard_words: str = ""
    leave_message: bool = False


@dataclass
class Way:
    """One way of her plan (``families.rules.safe_to_send`` reads it)."""

    channel: str
    value: str
    content_level: int
    from_hour: time | None
    to_hour: time | None
    days: str
    voicemail: bool


@dataclass
class Plan:
    """Her newest plan for being reached."""

    checked_on: date
    who_shares_the_phone: str
    we_are_called: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Facts:
    """Everything a decision rests on, read in one statement at that moment.

    ``stands``: what became of the thing the message is about ("open", "moved", "called_off", "done"; "" for an answer).
    ``at``: when it is, in her local time. ``never``: names that no message may hold. ``tried``: how often it was tried.
    """

    kind: str
    by: str
    stands: str
    at: datetime | None
    whole_day: bool
    until: datetime | None
    agreed: bool
    wish: Wish | None
    plan: Plan | None
    name: str = ""
    unsafe: tuple[str, ...] = ()
    of_others: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    device_not_safe: bool = False
    loss_since: bool = False
    closed: bool = False
    tried: int = 0
    value: str = ""  # the number it was planned for


@dataclass(frozen=True)
class ToHand(Decision):
    """``True``: hand over ``words`` to ``value``. Else ``wait_until`` says when to look again, or nothing: never."""

    words: str = ""
    value: str = ""
    level: int = 0
    language: str = "en"
    sender: str = ""
    leave_message: bool = False
    wait_until: datetime | None = field(default=None)

    @property
    def asks_her(self) -> bool:
        """Only she can clear this up, so her team is told."""
        return not self.allowed and self.wait_until is None and self.because in ASK_HER


def may_hand_over(facts: Facts, now: datetime) -> ToHand:
    """The one question of this room. ``now``: her local time, without a zone, as every time in ``facts``."""
    said = _of_the_thing(facts, now) or _of_her_wish(facts)
    if said:
        return ToHand(False, said)
    wish, plan = facts.wish, facts.plan
    assert wish is not None
    channel = Channel(facts.by)
    ways = list(plan.ways) if plan else []
    if said := _of_the_number(facts, wish, ways):
        return ToHand(False, said)
    ways = [way for way in ways if way.channel != channel or one_number(channel, way.value) == wish.value]
    answer = safe_to_send(
        plan, ways, channel, now, unsafe=facts.unsafe, device_not_safe=facts.device_not_safe,
        of_others=facts.of_others, by_itself=True,
    )  # fmt: skip
    if not answer:
        return _closed_now(facts, now, answer.because)
    assert plan is not None
    if said := _of_who_else(facts, wish, plan):
        return ToHand(False, said)
    return _worded(facts, wish, plan, answer.level, answer.way.voicemail)


def _of_the_thing(facts: Facts, now: datetime) -> str:
    if facts.closed:
        return "closed"
    if facts.loss_since and facts.kind not in ANSWERS:
        return "after_a_loss"
    if (facts.kind in CHOSEN or facts.kind == Kind.MOVED) and facts.stands != "open":
        return "done" if facts.stands == "done" else "called_off"
    if facts.kind == Kind.CALLED_OFF and facts.stands not in ("called_off", "moved"):
        return "done"
    if facts.until is not None and now >= facts.until:
        return "too_late"
    return "tried_enough" if facts.tried >= TRIES else ""


def _of_her_wish(facts: Facts) -> str:
    if not facts.agreed:
        return "not_agreed"
    wish = facts.wish
    if wish is None:
        return "no_wish"
    if not wish.wanted:
        return _HOW.get(wish.how, "stopped")  # type: ignore[call-overload]
    if facts.kind in CHOSEN and facts.kind not in wish.kinds:
        return "not_wanted"
    if facts.value and facts.value != wish.value:
        return "other_number"
    if wish.others in (Others.NOT_ASKED, Others.UNSURE):
        return "others_not_clear"
    return ""


def _of_the_number(facts: Facts, wish: Wish, ways: list[Way]) -> str:
    """The plan names another number than the one she agreed to. (No way at all is the plan's own no.)"""
    own = [way for way in ways if way.channel == facts.by]
    fits = any(one_number(facts.by, way.value) == wish.value for way in own)
    return "" if fits or not own or any(way.channel == Channel.NONE for way in ways) else "number_changed"


def _of_who_else(facts: Facts, wish: Wish, plan: Plan) -> str:
    if wish.others == Others.ONLY_SHE and plan.who_shares_the_phone.strip() and facts.by != By.EMAIL:
        return "shared_phone"
    return "not_by_voice" if facts.by == By.CALL and wish.others != Others.ONLY_SHE else ""


def _closed_now(facts: Facts, now: datetime, because: str) -> ToHand:
    if because not in CLOSED_NOW:
        return ToHand(False, because)
    later = now + AGAIN
    if facts.until is not None and later >= facts.until:
        return ToHand(False, "too_late")
    return ToHand(False, because, wait_until=later)


def _worded(facts: Facts, wish: Wish, plan: Plan, level: int, voicemail: bool) -> ToHand:
    """The words, read once more as they would go: what she wrote herself may tell too much as well."""
    if facts.kind == Kind.HARD and not wish.hard_words.strip():
        return ToHand(False, "no_words")
    words = render(
        facts.kind, wish.language, level, at=facts.at, whole_day=facts.whole_day, name=facts.name,
        words=wish.her_words, hard=wish.hard_words, we_are_called=plan.we_are_called,
    )  # fmt: skip
    if telling(words, facts.never) or telling(plan.we_are_called, facts.never):
        return ToHand(False, "wording")
    if facts.by == By.TEXT and parts(words) > 1:
        return ToHand(False, "too_long_for_one")
    sender = plan.we_are_called.strip() if level else ""
    return ToHand(
        True, "", words, wish.value, level, wish.language, sender, leave_message=voicemail and wish.leave_message
    )


def next_try(tried: int, now: datetime, until: datetime | None) -> datetime | None:
    """When a message that could not be handed over is tried again; ``None``: not any more.

    ``tried`` counts the try that just failed: after the first a minute, then two, four, eight.
    """
    if tried >= TRIES:
        return None
    later = now + FIRST_WAIT * 2 ** (tried - 1)
    return None if until is not None and later >= until else later


def facts_of(row: Mapping[str, Any]) -> Facts:
    """Facts as the database gives them (``safekeeping.reminder_facts``): times without a zone are hers."""
    wish, plan = row["wish"], row["plan"]
    return Facts(
        kind=row["kind"], by=row["by"], stands=row["stands"], at=_moment(row["at"]), whole_day=row["whole_day"],
        until=_moment(row["until"]), agreed=row["agreed"], wish=_wish(wish) if wish else None,
        plan=_plan(plan, row["ways"] or []) if plan else None, name=row["name"], unsafe=tuple(row["unsafe"]),
        of_others=tuple(row["of_others"]), never=tuple(row["never"]), device_not_safe=row["device_not_safe"],
        loss_since=row["loss_since"], closed=row["closed"], tried=row["tried"], value=row["value"],
    )  # fmt: skip


def _wish(row: Mapping[str, Any]) -> Wish:
    return Wish(
        row["wanted"], row["how"], row["value"], row["others"], row["language"], tuple(row["kinds"]), row["her_words"],
        row["hard_words"], row["leave_message"],
    )  # fmt: skip


def _plan(row: Mapping[str, Any], ways: list[Mapping[str, Any]]) -> Plan:
    return Plan(
        date.fromisoformat(row["checked_on"]), row["who_shares_the_phone"], row["we_are_called"],
        tuple(
            Way(
                way["channel"], way["value"], way["content_level"], _clock(way["from_hour"]), _clock(way["to_hour"]),
                way["days"], way["voicemail"],
            )
            for way in ways
        ),
    )  # fmt: skip


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _clock(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None
