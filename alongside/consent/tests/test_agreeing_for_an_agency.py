"""An agency that holds the right over a child gives the form: when it can be signed, and who lifts a no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alongside.consent.rules.agreeing import (
    LONGEST_SIGNATURE,
    Decider,
    Paper,
    gives,
    is_signature_for_agency,
    may_sign_paper,
    who_lifts,
)
from alongside.safekeeping.terms import Category as C

TODAY = date(2026, 3, 2)
DECIDERS = {
    "ana": Decider("ana"), "bee": Decider("ana"), "bo": Decider(agency="cas"), "ben": Decider(agency="cas"),
    "fin": Decider("fin"),
}  # fmt: skip
STORY = Paper("sharing", "bo", frozenset({("bo", C.CHILD_HEALTH_DEV)}), date(2027, 3, 2), agency="cas")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, ""),
        ({"agency": "shelter"}, "not_hers_to_decide"),  # another agency
        ({"agency": None}, "not_hers_to_decide"),  # the child, whom the agency decides for
        ({"agency": None, "giver": "cas"}, "not_hers_to_decide"),  # an agency is no person
        ({"giver": "bee", "lines": frozenset({("bee", C.CONTACT)})}, "not_hers_to_decide"),  # the mother decides
        ({"lines": STORY.lines | {("ana", C.CONTACT)}}, "not_hers_to_decide"),  # never for the mother
        ({"lines": STORY.lines | {("ben", C.CONTACT)}}, "one_child_alone"),  # one form for each child
        ({"giver": "ben"}, "one_child_alone"),
        ({"last_day": None}, "no_last_day"),
        ({"lines": frozenset()}, "no_kind_chosen"),
        ({"kind": "keeping_from", "lines": frozenset(), "lifts": frozenset({"bo"}), "last_day": None}, ""),
        ({"kind": "keeping_from", "lines": frozenset(), "lifts": frozenset({"bee"})}, "not_hers_to_decide"),
    ],
)
def test_one_detail_flips_the_answer(change: dict, because: str) -> None:
    decision = may_sign_paper(replace(STORY, **change), DECIDERS, TODAY)
    assert (decision.allowed, decision.because) == (not because, because)


def test_on_the_day_the_right_ends_it_cannot_be_signed_any_more() -> None:
    back = DECIDERS | {"bo": Decider("ana")}
    assert may_sign_paper(STORY, back, TODAY).because == "not_hers_to_decide"
    assert may_sign_paper(replace(STORY, giver="ana", agency=None), back, TODAY)


@pytest.mark.parametrize(
    ("how", "signature", "witness", "name", "role", "because"),
    [
        ("drawn", "M10 20L30 40", "w1", "Cora", "worker", ""),
        ("paper", "signed on 2 March, in the blue folder", "w1", "Cora", "worker", ""),
        ("paper", "M10 20L30 40", "w1", " ", "worker", "signer_missing"),
        ("paper", "blue folder", "w1", "Cora", "", "signer_missing"),
        ("paper", "  ", "w1", "Cora", "worker", "signature_missing"),
        ("drawn", "Cora", "w1", "Cora", "worker", "signature_missing"),
        ("typed", "Cora", "w1", "Cora", "worker", "signature_missing"),
        ("spoken", "said", "w1", "Cora", "worker", "signature_missing"),
        ("drawn", "M10 20L30 40", None, "Cora", "worker", "witness_missing"),
        ("paper", "blue folder", None, "Cora", "worker", "witness_missing"),
        ("paper", "x" * LONGEST_SIGNATURE, "w1", "Cora", "worker", ""),
        ("paper", "x" * (LONGEST_SIGNATURE + 1), "w1", "Cora", "worker", "drawing_too_long"),
    ],
)
def test_what_is_a_signature_for_an_agency(
    how: str, signature: str, witness: str | None, name: str, role: str, because: str
) -> None:
    decision = is_signature_for_agency(how, signature, witness, name, role)
    assert (decision.allowed, decision.because) == (not because, because)


@pytest.mark.parametrize(
    ("about", "lifter"),
    [
        ({"ana"}, ("ana", None)),
        ({"ana", "bee"}, ("ana", None)),
        ({"bo"}, ("bo", "cas")),  # signed by the mother before, lifted by the society that decides now
        ({"bo", "ben"}, None),  # one form for each child
        ({"ana", "bo"}, None),  # nobody decides for both
        ({"fin"}, ("fin", None)),
        ({"cal"}, None),
        (set(), None),
    ],
)
def test_who_lifts_a_no(about: set[str], lifter: tuple | None) -> None:
    assert who_lifts(about, DECIDERS) == lifter


def test_who_gives_a_form() -> None:
    assert gives("bo", "cas") == DECIDERS["bo"] and gives("ana", None) == DECIDERS["ana"]
