"""Which words may go, what an answer means, and that every question of safe contact stops a message by itself."""

# ruff: noqa: DTZ001 - rules take the clock on her wall
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from alongside.families.rules import one_number
from alongside.reminders import rules
from alongside.reminders.catalogue import loaded
from alongside.reminders.rules import Facts, Plan, Way, Wish, may_hand_over
from alongside.reminders.terms import ASK_HER, Kind, No

MONDAY = datetime(2026, 3, 2, 12, 0)
THURSDAY = datetime(2026, 3, 5, 10, 30)
NUMBER = "+14165550123"
WAY = Way("text", "416 555 0123", 3, time(10), time(16), "12345", False)
PLAN = Plan(date(2026, 2, 20), "", "Sam", (WAY,))
WISH = Wish(True, "she_said", NUMBER, "only_she", "en", ("before", "today"), "Coffee with Sam", "I will call you.")
FACTS = Facts("before", "text", "open", THURSDAY, False, datetime(2026, 3, 5, 7, 30), True, WISH, PLAN, name="Ana")

KINDS = [str(kind) for kind in Kind]
# Long and awkward, as life is: the longest words the form takes, a long first name, a busy day.
FILLED = {
    "name": "Marie-Antoinette",
    "words": "Un café tranquille chez ma grande amie S",
    "hard": "I will call.",
    "we_are_called": "Samantha",
}


def every() -> list[tuple[str, str, int]]:
    return [(kind, language, level) for kind in KINDS for language in rules.LANGUAGES for level in rules.LEVELS]


@pytest.mark.parametrize(("kind", "language", "level"), every())
def test_every_message_in_every_language_at_every_level(kind: str, language: str, level: int) -> None:
    """ux 3.3: nothing of the list, one part, and no more than the level says."""
    for day in range(2, 9):  # every day of the week
        at = datetime(2026, 3, day, 10, 30)
        text = rules.render(kind, language, level, at=at, **FILLED)
        assert rules.telling(text, ["Lead programme", "Bee", "Stone", "12 Elm Street"]) == []
        assert rules.parts(text) == 1, text
        assert "{" not in text and "http" not in text and text
        says = {"when": bool(re.search(r"10[: ]", text)), "name": "Marie" in text, "words": "café" in text}
        if kind == Kind.HARD:
            assert text == "I will call."
        elif level == 0:
            assert not any(says.values()) and not re.search(r"\d|Samantha", text)
        else:
            assert not (says["name"] and level == 1) and not (says["words"] and level < 3)
            assert says["when"] is (kind != Kind.OTHER_TIME)
        for bare in ("name", "words"):
            assert rules.render(kind, language, level, at=at, **(FILLED | {bare: ""})).strip(" ,:") != ""


def test_nothing_of_the_list_is_missed_and_no_template_stands_beside_the_tables() -> None:
    for text in ("See you at the CLINIC", "avec ton bébé", "la Société", "www.x.org", "Your worker", "DPJ", "recovery"):
        assert rules.telling(text), text
    for text in ("Thursday 10:30", "Coffee with Sam", "regarde", "Not today", "cascade", "because"):
        assert rules.telling(text) == [], text
    assert rules.telling("Coffee with Bee", ["Bee"]) == ["bee"] and rules.telling("Coffee, beef", ["Bee"]) == []
    assert set(loaded("templates")) == {f"{kind}" for kind in KINDS} | {"days"}
    assert rules.title("en") == "Hello" and rules.title("fr") == "Bonjour"


def test_an_accent_outside_the_alphabet_of_telephones_halves_a_message() -> None:
    assert (rules.parts("x" * 160), rules.parts("x" * 161), rules.parts("ô" * 70), rules.parts("ô" * 71)) == (
        1,
        2,
        1,
        2,
    )
    assert rules.parts("€" * 80) == 1 and rules.parts("€" * 81) == 2 and rules.parts("é" * 160) == 1


def test_as_it_should_be_it_goes_with_her_words() -> None:
    said = may_hand_over(FACTS, MONDAY)
    assert said and (said.words, said.value, said.sender, said.level) == (
        "Coffee with Sam, Thursday 10:30. 1 = OK, 2 = another time. Sam", NUMBER, "Sam", 3)  # fmt: skip


def of_plan(**more: Any) -> dict[str, Any]:
    return {"plan": replace(PLAN, **more)}


def of_way(**more: Any) -> dict[str, Any]:
    return of_plan(ways=(replace(WAY, **more),))


def of_wish(**more: Any) -> dict[str, Any]:
    return {"wish": replace(WISH, **more)}


FLIPS: list[tuple[dict[str, Any], str]] = [
    ({"agreed": False}, "not_agreed"), ({"wish": None}, "no_wish"), (of_wish(wanted=False), "stopped"),
    (of_wish(wanted=False, how="stop_word"), "stopped"), (of_wish(wanted=False, how="did_not_arrive"), "bounced"),
    (of_wish(kinds=("today",)), "not_wanted"), ({"value": "+14165550199"}, "other_number"),
    (of_wish(others=""), "others_not_clear"), (of_wish(others="unsure"), "others_not_clear"),
    ({"plan": None}, "no_plan"), (of_plan(ways=()), "no_plan"), (of_plan(ways=(WAY, replace(WAY, channel="none", value=""))), "she_comes"),
    (of_plan(checked_on=date(2026, 1, 30)), "stale"), (of_plan(checked_on=date(2026, 3, 3)), "stale"),
    (of_way(value="416 555 0199"), "number_changed"), (of_way(value="call my sister"), "number_changed"),
    (of_way(channel="call"), "not_this_way"), (of_plan(who_shares_the_phone="my sister"), "shared_phone"),
    (of_plan(who_shares_the_phone="Cal"), "unsafe_person"), (of_plan(who_shares_the_phone="maybe my mother?"), "not_clear"),
    (of_plan(who_shares_the_phone="elle ne sait pas"), "not_clear"), ({"of_others": ("(416) 555-0123",)}, "somebody_elses"),
    ({"device_not_safe": True}, "unsafe_device"),
    ({"device_not_safe": True, "by": "call", "plan": replace(PLAN, ways=(replace(WAY, channel="call"),))}, "unsafe_device"), (of_plan(we_are_called="Sam from the clinic"), "wording"),
    (of_wish(her_words="Baby group"), "wording"), ({"name": "Bee"}, ""), ({"never": ("Sam",)}, "wording"),
    (of_plan(we_are_called="x" * 150), "too_long_for_one"), ({"stands": "called_off"}, "called_off"),
    ({"stands": "moved"}, "called_off"), ({"stands": "done"}, "done"), ({"loss_since": True}, "after_a_loss"),
    ({"closed": True}, "closed"), ({"until": MONDAY}, "too_late"), ({"tried": 5}, "tried_enough"),
    ({"kind": "hard", "wish": replace(WISH, hard_words=" ")}, "no_words"), ({"kind": "called_off", "stands": "open"}, "done"),
    ({"by": "call", "wish": replace(WISH, others="trusted"), "plan": replace(PLAN, ways=(replace(WAY, channel="call"),))}, "not_by_voice"),
]  # fmt: skip


@pytest.mark.parametrize("language", rules.LANGUAGES)
@pytest.mark.parametrize(("change", "because"), FLIPS)
def test_one_detail_stops_every_message_at_every_level(change: dict[str, Any], because: str, language: str) -> None:
    """The whole set of safe contact, on every kind, in both languages, at all four levels."""
    kinds = [change["kind"]] if "kind" in change else ["before", "today", "called_off", "other_time", "hard"]
    for kind in kinds:
        for level in rules.LEVELS:
            facts = replace(
                FACTS, unsafe=("Cal Ash",), kind=kind, stands="called_off" if kind == "called_off" else "open"
            )
            facts = replace(facts, wish=replace(WISH, language=language))
            told = dict(change)
            if isinstance(told.get("wish"), Wish):
                told["wish"] = replace(told["wish"], language=language)
            if isinstance(told.get("plan"), Plan):
                told["plan"] = replace(
                    told["plan"], ways=tuple(replace(w, content_level=level) for w in told["plan"].ways)
                )
            else:
                facts = replace(facts, plan=replace(PLAN, ways=(replace(WAY, content_level=level),)))
            said = may_hand_over(replace(facts, **told), MONDAY)
            if applies(because, kind, level, change):
                assert not said and (said.because, said.words, said.value, said.wait_until) == (
                    because,
                    "",
                    "",
                    None,
                ), (kind, level)
                assert said.asks_her is (because in ASK_HER)


def applies(because: str, kind: str, level: int, change: dict[str, Any]) -> bool:
    """A few details are about some kinds or levels alone; everything else holds for all."""
    if because == "not_wanted":
        return kind == "before"
    if because in ("called_off", "done") and "kind" not in change:
        return kind in ("before", "today")
    if because == "after_a_loss":
        return kind not in ("other_time", "hard")
    if because == "too_long_for_one":
        return level > 0 and kind in ("before", "today")
    if because == "wording" and "wish" in change:
        return level == 3 and kind in ("before", "today", "called_off")
    if because == "wording" and "never" in change:  # whatever is said about us stands in no message, at any level
        return True
    return bool(because)


@pytest.mark.parametrize(
    ("now", "way"),
    [(datetime(2026, 3, 2, 9, 59), {}), (datetime(2026, 3, 2, 16, 0), {}), (datetime(2026, 3, 1, 12, 0), {}),
     (MONDAY, {"days": "7"}), (datetime(2026, 3, 2, 20, 0), {"from_hour": None, "to_hour": None})],
)  # fmt: skip
def test_outside_her_hours_and_days_it_waits(now: datetime, way: dict[str, Any]) -> None:
    said = may_hand_over(replace(FACTS, **of_way(**way)), now)
    assert not said and said.wait_until is not None and said.because in ("not_this_hour", "not_this_day")


HEARD: dict[str, str] = {
    "STOP": "stop", "stop.": "stop", "Please stop": "stop", "ARRÊT": "stop", "arret": "stop", "Arrêtez!": "stop",
    "désabonner": "stop", "cancel": "stop", "ANNULER": "stop", "fin": "stop", "END": "stop", "Unsubscribe": "stop",
    "1": "yes", "ok": "yes", "Oui": "yes", "d’accord": "yes", "2": "other_time", "non": "other_time",
    "I need a different time": "other_time", "un autre moment svp": "other_time", "je ne peux pas venir": "other_time",
    "I can't make it": "other_time", "help me": "hard", "he hit me": "hard", "j’ai peur": "hard", "envie de mourir": "hard",
    "overdosed": "hard", "au secours": "hard", "il m’a frappée": "hard", "who is this?": "not_clear", "": "not_clear",
    "I used again": "not_clear", "the end of the street": "not_clear", "1 or 2": "not_clear",
}  # fmt: skip


@pytest.mark.parametrize("words", HEARD)
def test_what_an_answer_means(words: str) -> None:
    assert [str(m) for m in rules.meanings(words)] == [HEARD[words]]


def test_hard_and_stop_hold_together_and_she_may_have_a_word_of_her_own() -> None:
    assert [str(m) for m in rules.meanings("stop he will kill me")] == ["hard", "stop"]
    assert [str(m) for m in rules.meanings("Banane!", "banane")] == ["stop"]
    assert [str(m) for m in rules.meanings("bananes", "banane")] == ["not_clear"]


@pytest.mark.parametrize(
    ("way", "value", "one"),
    [("text", "416-555-0123", NUMBER), ("text", "+1 (416) 555 0123", NUMBER), ("call", "1 416 555 0123", NUMBER),
     ("text", "12", ""), ("text", "416 555 0123 (hers)", ""), ("text", "", ""), ("email", " A@B.org ", "a@b.org"),
     ("email", "a@b", ""), ("email", "a@b.org, c@d.org", ""), ("post", "416 555 0123", "")],
)  # fmt: skip
def test_one_number_however_it_is_written(way: str, value: str, one: str) -> None:
    assert one_number(way, value) == one


def test_waits_double_and_end() -> None:
    found = [rules.next_try(n, MONDAY, None) for n in (1, 2, 3, 4, 5)]
    assert [(f - MONDAY).total_seconds() / 60 if f else None for f in found] == [1, 2, 4, 8, None]
    assert rules.next_try(4, MONDAY, datetime(2026, 3, 2, 12, 5)) is None


def test_every_no_is_said_in_words() -> None:
    from alongside.families.terms import Because

    known = set(No.values) | set(Because.values)
    assert {because for _change, because in FLIPS if because} | {str(code) for code in ASK_HER} <= known
