"""The parts are whole and plain in both languages; what stands of a part; waits are days and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest

from alongside.goals.rules import ON_HER_PAGE
from alongside.intake import rules
from alongside.intake.catalogue import part, shipped
from alongside.intake.models import Told
from alongside.intake.rules import How
from alongside.safekeeping.terms import Category

EDITION, PARTS = shipped()
DAY = date(2026, 3, 1)


def texts() -> list[tuple[str, rules.Words]]:
    found = []
    for each in PARTS:
        found += [(each.code, each.name), (each.code, each.about)]
        for question in each.questions:
            at = f"{each.code}/{question.code}"
            found += [(at, question.asks), (at, question.why), *((at, choice.words) for choice in question.choices)]
    return found


def told(code: str, question: str = "", standing: str = "said", day: int = 0, n: int = 0, id: int = 0) -> Any:
    at = datetime(2026, 3, 1, 12, n, tzinfo=UTC)
    return Told(
        id=UUID(int=id or n), part=code, question=question, standing=standing, on=DAY + timedelta(day), recorded_at=at
    )


def test_the_parts_are_whole() -> None:
    assert EDITION >= 1 and rules.problems(PARTS) == []
    assert len(PARTS) >= 12 and sum(len(each.questions) for each in PARTS) >= 30


def test_what_is_wrong_with_a_part_is_found() -> None:
    [one] = [each for each in PARTS if each.code == "why"]
    bad = replace(one.questions[0], fact="weather", goal="upwards")
    found = rules.problems([one, replace(one, questions=(bad, bad)), replace(one, code="x", questions=())])
    for words in ("why: twice", "why/my_why: twice", "unknown fact", "unknown lane", "x: not whole", "x: nothing in"):
        assert any(words in each for each in found), words


@pytest.mark.parametrize(("at", "words"), texts())
def test_every_sentence_is_short_and_said_in_both_languages(at: str, words: rules.Words) -> None:
    for text in (words.en, words.fr):
        for sentence in re.split(r"[.?!:;]", text):
            assert len(sentence.split()) <= (15 if text is words.en else 19), (at, sentence)
    assert not re.search(r"(?<!\u00a0)[;:?!»]|«(?!\u00a0)|'", words.fr), (at, words.fr)


def test_nobody_is_asked_what_was_done_to_her_nor_for_amounts_nor_whether_she_is_ready() -> None:
    """E-07, E-08, T-11: said in what is not asked."""
    hard = re.compile(
        r"\b(abus|trauma|rape|violen|assault|ready|motivat|how much|how often|clean|sober|test result)", re.I
    )
    for each in PARTS:
        for question in each.questions:
            assert not hard.search(question.asks.en), question.asks.en


def test_being_a_mother_is_asked_of_all_and_children_who_are_not_with_her_only_at_her_word() -> None:
    """S-199, P-20, E-17, E-18."""
    parent, apart = part("parent"), part("apart")
    assert parent and apart
    assert "wherever her children live" in parent.about.en and any(q.goal for q in parent.questions)
    assert not any(question.fact for question in apart.questions), "nothing known is laid before her unasked"
    assert "Only if you want" in apart.about.en


def test_what_is_hard_over_her_shoulder_is_not_on_her_own_page() -> None:
    hidden = {each.code for each in PARTS if not each.on_her_page}
    assert hidden == {"how_you_are", "safe", "pregnancy"}
    assert rules.ON_HER_PAGE == ON_HER_PAGE and not ON_HER_PAGE >> Category.IPV_SAFETY & 1


def test_how_a_part_stands() -> None:
    why, parent = part("why"), part("parent")
    assert why and parent and part("nothing") is None
    assert rules.stands(why, []).how == How.OPEN
    assert rules.stands(parent, [], {"children"}).how == How.KNOWN
    assert rules.stands(why, [], {"children"}).how == How.OPEN
    later = rules.stands(why, [told("why", standing="not_now", day=3)])
    assert (later.how, later.last) == (How.NOT_NOW, DAY + timedelta(3))
    rows = [told("why", "my_why"), told("why", "proud", day=2, n=1), told("why", "my_why", day=2, n=2)]
    talked = rules.stands(why, [*rows, told("why", standing="not_now", day=9, n=3)])
    assert (talked.how, talked.times, talked.last) == (How.TALKED, 2, DAY + timedelta(2))
    assert rules.stands(why, [told("parent", "being_parent")]).how == How.OPEN


def test_never_counts_until_she_speaks_of_it_herself() -> None:
    why = part("why")
    assert why
    never = told("why", standing="never", day=1, n=1)
    assert rules.stands(why, [told("why", "my_why"), never]).how == How.NEVER
    assert rules.stands(why, [never, told("why", "my_why", day=2, n=2)]).how == How.TALKED
    # In one form: words, and please never ask. Which row has the higher number is chance.
    for first, second in ((1, 2), (2, 1)):
        beside = [told("why", "my_why", id=first), told("why", "my_why", "never", id=second)]
        assert rules.newest(beside)["why", "my_why"].standing == "never"
        assert rules.stands(why, [beside[0], told("why", standing="never", id=second)]).how == How.NEVER
    each = [told("why", question.code, "never", n=n) for n, question in enumerate(why.questions)]
    assert rules.stands(why, each).how == How.NEVER
    assert rules.stands(why, each[:1]).how == How.NOT_NOW


def test_the_newest_counts_and_the_order_of_reading_does_not_matter() -> None:
    rows = [told("why", "my_why", n=1), told("why", "my_why", n=2), told("why", "proud", n=3)]
    for order in (rows, rows[::-1]):
        found = rules.newest(order)
        assert {key: row.id.int for key, row in found.items()} == {("why", "my_why"): 2, ("why", "proud"): 3}


def test_what_can_be_kept() -> None:
    assert not rules.check_said("said", "  ", []) and rules.check_said("said", "", ["money"])
    assert rules.check_said("not_now", "", []) and rules.check_said("never", "", [])
    assert rules.check_day(DAY, DAY) and rules.check_day(DAY, DAY + timedelta(1), DAY)
    assert rules.check_day(DAY + timedelta(1), DAY).because == "in_future"
    assert rules.check_day(DAY, DAY, DAY + timedelta(1)).because == "before_we_knew"


def test_a_wait_is_counted_as_it_was_known_on_the_day() -> None:
    first = date(2026, 3, 1)
    known = {"met": date(2026, 3, 4), "welcomed": date(2026, 3, 20)}
    then = rules.wait(first, **known, today=date(2026, 3, 2))
    assert (then.to_meet, then.to_welcome, then.waits, then.met) == (1, 1, True, None)
    now = rules.wait(first, **known, today=date(2026, 4, 2))
    assert (now.to_meet, now.to_welcome, now.waits) == (3, 19, False)
    assert rules.wait(first, met=date(2026, 2, 1), welcomed=None, today=first).to_meet == 0


def test_the_page_for_everybody_is_full_where_the_wall_says_so() -> None:
    assert import_module("alongside.intake.migrations.0002_wall").MOST == rules.FULL
