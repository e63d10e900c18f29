"""Ana, who wants to be reminded: what she agreed to, her plan, her wish, and a way out that keeps what it was handed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alongside.reminders.actions.letters import Letter
from tests.cast import CAST

ZONE = ZoneInfo("America/Toronto")
NUMBER = "+14165550123"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
MEETING = datetime(2026, 3, 4, 14, 0, tzinfo=ZONE)  # a Wednesday
DAY_BEFORE = MONDAY.replace(day=3, hour=11)
THAT_DAY = MONDAY.replace(day=4, hour=12)


@dataclass
class Sink:
    """A way out that keeps what it was handed, once for each key; ``answers`` are raised first, one a time."""

    once: bool = True
    at_once: int = 25
    letters: list[Letter] = field(default_factory=list)
    answers: list[Exception] = field(default_factory=list)

    def takes(self, by: str) -> bool:
        return True

    def hand(self, letter: Letter) -> str:
        if self.answers:
            raise self.answers.pop(0)
        if letter.key not in [each.key for each in self.letters]:
            self.letters.append(letter)
        return f"ref {letter.key}"

    def close(self) -> None:
        """Nothing to close."""

    @property
    def words(self) -> list[str]:
        return [letter.words for letter in self.letters]


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": MONDAY}


def consent(**more: Any) -> Any:
    """She signed the form about messages."""
    from alongside.consent.models import Consent, Form

    form = Form.objects.filter(kind="messages").first()
    assert form is not None
    values: dict[str, Any] = {
        "family_id": CAST["ALDER"], "giver_id": CAST["ANA"], "effect": "permit", "form": form, "recipient_kind": "agency",
        "agency_id": CAST["LEAD"], "purpose": "care", "during": (date(2026, 1, 1), date(2027, 1, 1)),
        "signed_at": MONDAY - timedelta(days=9), "signed_how": "typed", "signature": "Ana", "recorded_by": CAST["W1"],
    } | more  # fmt: skip
    return Consent.objects.create(**values)


def plan(**more: Any) -> Any:
    """Her plan: this number, in office hours of weekdays, only a time."""
    from alongside.families.actions import save_safe_contact
    from alongside.families.models import Woman
    from alongside.families.queries import safe_contact_of

    woman = Woman.objects.get(person_id=CAST["ANA"])
    newest = safe_contact_of(woman)
    way = {"channel": "text", "value": "(416) 555-0123", "content_level": 1, "from_hour": time(10),
           "to_hour": time(18), "days": "12345"} | more.pop("way", {})  # fmt: skip
    ways = more.pop("ways", [way])
    at = more.pop("at", MONDAY) + timedelta(minutes=newest.version if newest else 0)
    said = {"we_are_called": "Sam", "checked_on": date(2026, 2, 27)} | more
    return save_safe_contact(
        woman=woman, base_version=newest.version if newest else 0, plan=said, ways=ways, by=CAST["W1"], at=at
    )


def wish(**more: Any) -> Any:
    """How she wants messages."""
    from alongside.families.models import Woman
    from alongside.reminders.actions import save_wish
    from alongside.reminders.queries import wish_of

    woman = Woman.objects.get(person_id=CAST["ANA"])
    newest = wish_of(woman.family_id, woman.pk, more.get("way", "text"))
    values = {"way": "text", "base_version": newest.version if newest else 0, "wanted": True, "value": NUMBER,
              "others": "only_she", "kinds": ["before", "today"], **stamp()} | more  # fmt: skip
    return save_wish(woman=woman, **values)


def meeting(at: datetime = MEETING, **more: Any) -> Any:
    """Something that will happen, and of which she would like to be reminded."""
    from alongside.care.actions import promise
    from alongside.families.models import Family, Woman
    from alongside.reminders.actions import remind_of_promise
    from alongside.safekeeping.terms import Category

    made = promise(
        family=Family.objects.get(pk=CAST["ALDER"]), subject=CAST["ANA"], category=Category.SERVICE_USE,
        what="we meet", on=at.date(), at_time=at.time(), id=uuid.uuid4(), **stamp(),
    )  # fmt: skip
    remind_of_promise(promise=made, woman=Woman.objects.get(person_id=CAST["ANA"]), **(stamp() | more))
    return made
