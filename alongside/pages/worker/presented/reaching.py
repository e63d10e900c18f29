"""How it is safe to reach her: the newest plan in words, and whether it is time to ask her again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alongside.families.models import SafeContact
from alongside.families.rules.contact import STALE_AFTER_DAYS
from alongside.pages.design.reaching import WayShown, she_comes, ways


@dataclass(frozen=True)
class ReachShown:
    """Her plan. ``she_comes``: nobody contacts her. ``ask_again``: it is a while since she said this is right."""

    we_are_called: str
    who_shares: str
    code_word: str
    note: str
    checked_on: date
    ask_again: bool
    she_comes: bool
    ways: list[WayShown]


def reaching(plan: SafeContact | None, today: date) -> ReachShown | None:
    """Her newest plan; None when she has not said yet."""
    if plan is None:
        return None
    return ReachShown(
        plan.we_are_called, plan.who_shares_the_phone, plan.code_word, plan.note, plan.checked_on,
        (today - plan.checked_on).days > STALE_AFTER_DAYS, she_comes(plan),
        ways(plan),
    )  # fmt: skip
