"""What goes into her copy and what stays out: values in, values out."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest

from alongside.stewardship.rules import her_copy as rules
from alongside.stewardship.terms import CopyGoes, WhyOut

ANA, BEE, BO, CAL, DYAD = (uuid.UUID(int=n) for n in range(1, 6))
AROUND = rules.Around(ANA, frozenset({ANA, BEE, DYAD}), frozenset({BEE, BO}), frozenset({"Cal", "Ash", "Rose"}))
NOTE = rules.Piece(
    "care.contact", uuid.UUID(int=9), 1, "A note", date(2026, 2, 1), ANA,
    (rules.Line("Note", "She came with Bee."), rules.Line("In her words", "I do not want Cal here.", hers=True)),
)  # fmt: skip
WITH_CAL = replace(NOTE, lines=(rules.Line("Note", "Cal, her ex, called. She was calm."),))


def test_the_words_are_those_of_the_choices() -> None:
    assert {rules.WHOLE, rules.PART, rules.OUT} == set(CopyGoes.values)
    own = {rules.THIRD_PARTY, rules.SAFETY, rules.SEALED, rules.OTHERS_RIGHT, rules.KEPT_APART}
    assert own | {WhyOut.OTHER_PART} == set(WhyOut.values)


def test_a_note_of_hers_goes_along_with_her_own_words_about_whomever() -> None:
    assert rules.standing(NOTE, None, AROUND) == rules.Standing(rules.WHOLE)


@pytest.mark.parametrize(
    ("about", "goes", "why", "look"),
    [
        (frozenset({BEE}), rules.WHOLE, "", False),
        (frozenset({CAL}), rules.OUT, rules.THIRD_PARTY, False),
        (frozenset({BO}), rules.OUT, rules.OTHERS_RIGHT, False),
        (frozenset({BO, CAL}), rules.OUT, rules.THIRD_PARTY, False),
        (None, rules.WHOLE, "", True),
    ],
)
def test_of_whom_else_it_speaks(about: frozenset[uuid.UUID] | None, goes: str, why: str, look: bool) -> None:
    found = rules.standing(replace(NOTE, about=about), None, AROUND)
    assert (found.goes, found.why, found.look) == (goes, why, look)


def test_a_name_of_somebody_else_has_to_be_read_first_and_taken_out() -> None:
    first = rules.standing(WITH_CAL, None, AROUND)
    assert first.look and first.names == ("Cal",)
    assert rules.standing(WITH_CAL, rules.Mark(rules.WHOLE), AROUND).look
    some = rules.Mark(rules.PART, rules.THIRD_PARTY, ("her ex, called.",))
    assert rules.standing(WITH_CAL, some, AROUND).look  # his name would still stand there
    all_of_it = rules.Mark(rules.PART, rules.THIRD_PARTY, ("Cal, her ex, called.",))
    found = rules.copy([WITH_CAL], {(WITH_CAL.source, WITH_CAL.id): all_of_it}, AROUND, "[…]")
    assert [line.text for line in found.pieces[0].lines] == ["[…] She was calm."]
    assert found.left == (rules.Left("care.contact", 1, "A note", NOTE.on, rules.THIRD_PARTY, part=True),)
    assert not found.look


def test_a_passage_that_stands_there_no_longer_is_looked_at_again() -> None:
    mark = rules.Mark(rules.PART, rules.THIRD_PARTY, ("words of before",))
    assert rules.standing(NOTE, mark, AROUND).look


def test_names_are_whole_words_and_never_hers() -> None:
    names = rules.words_of(["Cal Ash", "Dot Alder", "R."], ["Ana Alder", "Bee"])
    assert names == {"Cal", "Ash", "Dot"}
    assert rules.named_in(["She rose. Calm. Cal's van; Marie-Rose"], {"Cal", "Rose"}) == ("Cal", "Rose")
    assert rules.named_in(["She rose and was calm."], {"Cal", "Rose"}) == ()


@pytest.mark.parametrize("mark", [None, rules.Mark(rules.WHOLE), rules.Mark(rules.PART, rules.SAFETY, ("Bee",))])
def test_what_is_not_hers_stays_out_whatever_somebody_says(mark: rules.Mark | None) -> None:
    bos = rules.standing(replace(NOTE, subject=BO), mark, AROUND)
    assert (bos.goes, bos.why, bos.fixed) == (rules.OUT, rules.OTHERS_RIGHT, True)
    apart = rules.standing(NOTE, mark, replace(AROUND, apart=1 << NOTE.category))
    assert (apart.goes, apart.why, apart.fixed) == (rules.OUT, rules.KEPT_APART, True)


def test_what_tells_of_another_never_goes_whole() -> None:
    found = rules.standing(replace(NOTE, about=frozenset({CAL})), rules.Mark(rules.WHOLE), AROUND)
    assert found.goes == rules.OUT and found.look


def test_each_thing_that_stays_out_is_listed_with_its_reason() -> None:
    pieces = [
        NOTE, replace(NOTE, id=uuid.UUID(int=10), about=frozenset({CAL})), replace(NOTE, id=uuid.UUID(int=11)),
        replace(NOTE, id=uuid.UUID(int=12), others_named=True),
    ]  # fmt: skip
    marks = {("care.contact", uuid.UUID(int=11)): rules.Mark(rules.OUT, rules.SAFETY)}
    found = rules.copy(pieces, marks, AROUND, "[…]")
    assert [piece.id.int for piece in found.pieces] == [9, 12]
    assert [(left.why, left.part) for left in found.left] == [
        (rules.THIRD_PARTY, False), (rules.SAFETY, False), (rules.THIRD_PARTY, True),
    ]  # fmt: skip


def test_the_longest_passage_is_taken_out_first() -> None:
    piece = replace(NOTE, lines=(rules.Line("Note", "Cal and Rose came. Cal left."),))
    assert rules.without(piece, ("Cal", "Cal and Rose"), "–").lines[0].text == "– came. – left."
