"""When a form can be signed, and how it stands: one story, one flip table, edge days, a property."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.consent.rules.agreeing import (
    EFFECT,
    ON_THE_FORM,
    Decider,
    Paper,
    is_signature,
    may_sign_paper,
    stands,
)
from alongside.consent.terms import FormKind, No
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
DECIDERS = {"ana": Decider("ana"), "bee": Decider("ana"), "bo": Decider(agency="cas"), "fin": Decider("fin")}
STORY = Paper("sharing", "ana", frozenset({("ana", C.SERVICE_USE), ("bee", C.CHILD_HEALTH_DEV)}), date(2027, 3, 2))


def test_she_signs_for_herself_and_for_the_child_she_decides_for() -> None:
    assert may_sign_paper(STORY, DECIDERS, TODAY)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"lines": frozenset()}, "no_kind_chosen"),
        ({"last_day": None}, "no_last_day"),
        ({"last_day": TODAY - timedelta(1)}, "last_day_over"),
        ({"last_day": TODAY}, ""),
        ({"lines": STORY.lines | {("ana", C.RESEARCH)}}, "other_form"),
        ({"kind": "research"}, "other_form"),
        ({"kind": "research", "lines": frozenset({("ana", C.RESEARCH)})}, ""),
        ({"kind": "video_training", "lines": frozenset({("bee", C.DYAD_OBSERVATION)})}, ""),
        ({"kind": "messages", "lines": frozenset({("ana", C.SUD)})}, "other_form"),
        ({"lines": STORY.lines | {("bo", C.CONTACT)}}, "not_hers_to_decide"),  # an agency decides
        ({"lines": STORY.lines | {("fin", C.CONTACT)}}, "not_hers_to_decide"),  # he decides himself
        ({"lines": STORY.lines | {("cal", C.CONTACT)}}, "not_hers_to_decide"),  # nobody we know of
        ({"giver": "bee"}, "not_hers_to_decide"),
        ({"giver": "fin", "lines": frozenset({("fin", C.SUD_COUNSELLING_NOTES)})}, ""),
        ({"lines": STORY.lines | {("ana", C.SUD_COUNSELLING_NOTES)}}, ""),
        (
            {"lines": STORY.lines | {("ana", C.SUD_COUNSELLING_NOTES)}, "separate": mask(C.SUD_COUNSELLING_NOTES)},
            "separate_form",
        ),
        ({"lines": frozenset({("ana", C.SUD_COUNSELLING_NOTES)}), "separate": mask(C.SUD_COUNSELLING_NOTES)}, ""),
        ({"kind": "keeping_from", "last_day": None}, ""),
        ({"kind": "keeping_from", "last_day": TODAY - timedelta(1)}, "last_day_over"),
        ({"kind": "keeping_from", "lines": frozenset()}, "no_kind_chosen"),
        ({"kind": "keeping_from", "lines": frozenset(), "lifts": frozenset({"ana"}), "last_day": None}, ""),
        ({"kind": "keeping_from", "lines": frozenset(), "lifts": frozenset({"bo"})}, "not_hers_to_decide"),
        (
            {"kind": "keeping_from", "separate": mask(C.SUD_COUNSELLING_NOTES),
             "lines": STORY.lines | {("ana", C.SUD_COUNSELLING_NOTES)}},
            "",
        ),
    ],
)  # fmt: skip
def test_one_detail_flips_the_answer(change: dict, because: str) -> None:
    decision = may_sign_paper(replace(STORY, **change), DECIDERS, TODAY)
    assert (decision.allowed, decision.because) == (not because, because)


@given(
    st.sampled_from(list(ON_THE_FORM)),
    st.frozensets(st.tuples(st.sampled_from(["ana", "bee", "bo", "fin"]), st.sampled_from(list(C))), max_size=6),
    st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2028, 1, 1))),
)
def test_what_can_be_signed_is_decided_by_the_signer_alone(kind: str, lines: frozenset, last_day: date | None) -> None:
    decision = may_sign_paper(Paper(kind, "ana", lines, last_day), DECIDERS, TODAY)
    if decision:
        assert lines and {who for who, _bit in lines} <= {"ana", "bee"}
        assert all(ON_THE_FORM[kind] >> bit & 1 for _who, bit in lines)
        assert last_day is None if EFFECT[kind] == "deny" and last_day is None else last_day >= TODAY
    else:
        assert decision.because in No.values


def test_every_form_says_what_it_can_be_about() -> None:
    assert set(ON_THE_FORM) == set(FormKind.values)
    assert not ON_THE_FORM["sharing"] >> C.RESEARCH & 1
    assert [kind for kind, effect in EFFECT.items() if effect == "deny"] == ["keeping_from"]


@pytest.mark.parametrize(
    ("how", "signature", "witness", "because"),
    [
        ("drawn", "M10 20L30 40L31 41", None, ""),
        ("drawn", "M10.5 20L30 40.25M1 1L2 2", None, ""),
        ("drawn", "M10 20", None, "signature_missing"),  # a dot is nothing
        ("drawn", "", None, "signature_missing"),
        ("drawn", "Ana", None, "signature_missing"),
        ("drawn", 'M0 0L1 1"/><script>', None, "signature_missing"),
        ("drawn", "M0 0" + "L1 1" * 4_999, None, ""),  # 20,000 signs
        ("drawn", "M0 0" + "L1 1" * 4_998 + "L1 10", None, "drawing_too_long"),
        ("typed", "Ana Alder", None, ""),
        ("typed", "  ", None, "signature_missing"),
        ("spoken", "", "w1", ""),
        ("spoken", "yes", None, "witness_missing"),
        ("", "Ana", None, "signature_missing"),
        ("thought", "Ana", "w1", "signature_missing"),
    ],
)
def test_what_is_a_signature(how: str, signature: str, witness: str | None, because: str) -> None:
    decision = is_signature(how, signature, witness)
    assert (decision.allowed, decision.because) == (not because, because)


def test_how_it_stands_day_by_day() -> None:
    usual = {
        "signed_at": NOW - timedelta(days=9), "withdrawn_at": None, "first_day": TODAY - timedelta(9),
        "last_day": TODAY, "replaced": False, "decides": True, "now": NOW, "today": TODAY,
    }  # fmt: skip
    told = {
        "live": {},  # its last day is today, and the whole day counts
        "ended": {"today": TODAY + timedelta(1)},
        "not_yet": {"first_day": TODAY + timedelta(1), "last_day": None},
        "stopped": {"decides": False},
        "withdrawn": {"withdrawn_at": NOW},
        "replaced": {"withdrawn_at": NOW, "replaced": True},
        "draft": {"signed_at": None},
        "put_away": {"signed_at": None, "withdrawn_at": NOW},
    }
    assert {said: stands(**usual | change) for said, change in told.items()} == {said: said for said in told}
    assert stands(**usual | {"withdrawn_at": NOW + timedelta(seconds=1)}) == "live"
    assert stands(**usual | {"first_day": TODAY}) == "live"
    assert stands(**usual | {"first_day": None}) == "live"
