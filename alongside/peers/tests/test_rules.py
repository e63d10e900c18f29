"""Rules of peer support: caps, places, what she allows; and the cue cards that come along."""

from __future__ import annotations

from datetime import date

import pytest

from alongside.peers import rules
from alongside.peers.catalogue import DOMAINS, cards
from alongside.peers.terms import Domain


@pytest.mark.parametrize(
    ("women", "hours", "because"),
    [
        (0, None, ""), (30, 60, ""), (1, 0, ""), (None, 5, "at_once_unfit"), (-1, None, "at_once_unfit"),
        (31, None, "at_once_unfit"), (2, 61, "hours_unfit"), (2, -1, "hours_unfit"),
    ],
)  # fmt: skip
def test_a_cap_is_a_number_of_women_and_perhaps_of_hours(women: int | None, hours: int | None, because: str) -> None:
    assert rules.check_cap(women, hours).because == because


@pytest.mark.parametrize(
    ("place", "free", "because"),
    [
        (rules.Place(2, 1), 1, ""), (rules.Place(2, 2), 0, "places_taken"), (rules.Place(1, 3), 0, "places_taken"),
        (rules.Place(0, 0), 0, "places_taken"), (rules.Place(5, 0, open=False), 0, "not_just_now"),
    ],
)  # fmt: skip
def test_a_place_is_free_below_her_own_cap_while_she_takes_somebody(
    place: rules.Place, free: int, because: str
) -> None:
    assert (place.free, rules.may_match(place).because) == (free, because)


def test_taking_back_always_counts_and_more_only_from_what_stands() -> None:
    assert rules.check_allowance([], [1, 10], same_base=False)
    assert rules.check_allowance([1], [1, 10], same_base=False)
    assert not rules.check_allowance([1], [], same_base=False)
    assert rules.check_allowance([1, 10], [], same_base=True)


def test_a_contact_is_of_a_day_that_has_come() -> None:
    day = date(2026, 3, 2)
    assert rules.check_day(day, day) and not rules.check_day(date(2026, 3, 3), day)


def test_texts_have_their_length() -> None:
    assert rules.too_long({"words": "x" * rules.LONG_TEXT, "hours": "x" * rules.SHORT_TEXT}) == ""
    assert rules.too_long({"words": "x", "hours": "x" * (rules.SHORT_TEXT + 1)}) == "hours"


def test_every_domain_has_cards_in_both_languages_each_with_its_source() -> None:
    assert set(DOMAINS) == set(Domain.values) == {card.domain for card in cards()}
    for card in cards():
        assert (
            card.said("en") != card.said("fr") and card.said("fr-ca") == card.said("fr") and len(card.said("en")) < 90
        )


@pytest.mark.parametrize("wrong", [{"domain": "healing"}, {"item": "S-999"}, {"fr": ""}])
def test_a_card_that_is_not_whole_is_no_card(wrong: dict[str, str]) -> None:
    card = {"domain": "engaging", "item": "S-189", "en": "Hello.", "fr": "Bonjour."}
    told = {"sources": {"S-189": "x"}, "card": [card]}
    assert len(rules.read_cards(told, DOMAINS)) == 1
    with pytest.raises(ValueError, match="not a whole card"):
        rules.read_cards({**told, "card": [{**card, **wrong}]}, DOMAINS)
