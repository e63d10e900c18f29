"""The shared plan: her words as spoken, one version never over another, her signature, nothing that waits for it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from alongside.care import actions, queries, rules
from alongside.care.models import LaneSignature, LaneVersion
from alongside.care.rules import LANES, OF_LANE, LaneStep
from alongside.care.terms import Does, No
from alongside.families.models import Family
from alongside.goals.rules import ON_HER_PAGE
from alongside.goals.terms import Lane, Leads
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, CAL, ALDER = CAST["ANA"], CAST["BEE"], CAST["CAL"], CAST["ALDER"]
BY: dict[str, Any] = {"by": CAST["W1"], "at": T0}
WITH_WANDA = LaneStep("call about the crib", Does.COLLEAGUE, colleague=CAST["W1"], when=TODAY + timedelta(days=9))


def later(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def say(lane: str = "everyday", base: int = 0, words: str = "a bed for Bo", **more: Any) -> LaneVersion | SetAside:
    given = {
        "family": Family(id=ALDER), "woman": ANA, "lane": lane, "base_version": base, "her_words": words, "on": TODAY,
        **BY, **more,
    }  # fmt: skip
    return actions.say_lane(**given)


def stands(lane: str = "everyday") -> queries.LaneSeen:
    found = queries.lane(ALDER, Lane(lane))
    assert found is not None
    return found


# --- rules


def test_six_lanes_each_of_one_kind_that_her_own_page_shows_and_led_by_one_field_or_both() -> None:
    assert len(LANES) == 6 and Lane.OWN not in LANES
    assert OF_LANE == {
        Lane.RECOVERY: C.SUD, Lane.SAFER: C.SUD, Lane.CLOSE: C.DYAD_OBSERVATION, Lane.EVERYDAY: C.MONEY_HOUSING,
        Lane.CHILDREN_SAFE: C.CHILD_WELFARE_LEGAL, Lane.TOGETHER: C.CHILD_WELFARE_LEGAL,
    }  # fmt: skip
    assert all(ON_HER_PAGE >> kind & 1 for kind in OF_LANE.values())
    assert set(rules.USUALLY_LEADS.values()) <= set(rules.LEADING) == set(Leads) - {Leads.HER}
    assert rules.lane_of("own") is None and rules.lane_of("abstinence") is None and rules.lane_of("close") == Lane.CLOSE


@pytest.mark.parametrize(
    ("step", "because"),
    [
        (LaneStep("a walk"), ""),
        (WITH_WANDA, ""),
        (LaneStep("a ride", Does.SOMEBODY, "my aunt"), ""),
        (LaneStep("a crib", Does.AGENCY, "the shelter"), ""),
        (LaneStep(" "), "words_needed"),
        (LaneStep("a ride", Does.SOMEBODY, " "), "who_does_it"),
        (LaneStep("a crib", Does.AGENCY), "who_does_it"),
        (LaneStep("a call", Does.COLLEAGUE), "who_does_it"),
        (LaneStep("a call", "the court"), "who_does_it"),
    ],
)
def test_a_thing_to_do_says_what_and_who(step: LaneStep, because: str) -> None:
    assert rules.check_steps([step]).because == because
    assert LaneStep.read(step.kept()) == step
    assert rules.check_steps([LaneStep("one thing")] * 12)
    assert rules.check_steps([LaneStep("one thing")] * 13).because == "too_many_steps"


# --- saying


@pytest.mark.parametrize("lane", LANES)
def test_her_words_stay_as_spoken_in_every_lane(lane: str) -> None:
    words = "«لا» 🙂 <b>a key of my own</b>, Zoé"
    with acting_as("W1"):
        before = queries.lane(ALDER, Lane(lane))
        base = before.now.number if before else 0
        steps = [
            LaneStep(f" {words}\x00", Does.SOMEBODY, " Dot ", colleague=CAST["W1"]),
            WITH_WANDA,
        ]
        said = say(lane, base, f" {words}\x00 ", steps=steps, goals=[ident("goal 0")] * 2, about=[BEE, ANA])
        assert isinstance(said, LaneVersion)
        now = stands(lane).now
        assert (now.her_words, now.category, now.subject, now.number) == (words, OF_LANE[Lane(lane)], ANA, base + 1)
        assert queries.steps_of(now) == [LaneStep(words, Does.SOMEBODY, "Dot"), WITH_WANDA]
        assert (now.leads, now.goals, now.about) == (rules.USUALLY_LEADS[Lane(lane)], [ident("goal 0")], [BEE])
        assert stands(lane).signed is None


TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("more", "because", "field"),
    [
        ({"words": " \x00 "}, "words_needed", "her_words"),
        ({"words": "x" * (rules.LONGEST_TEXT + 1)}, "too_long", "her_words"),
        ({"lane": "own"}, "not_a_lane", "lane"),
        ({"lane": "abstinence"}, "not_a_lane", "lane"),
        ({"woman": BEE}, "for_her_alone", "woman"),
        ({"woman": CAST["EVE"]}, "for_her_alone", "woman"),
        ({"on": TOMORROW}, "in_future", "on"),
        ({"again_on": YESTERDAY}, "again_is_past", "again_on"),
        ({"leads": "court"}, "unknown_choice", "leads"),
        ({"leads": "her"}, "unknown_choice", "leads"),
        ({"about": [CAST["FIN"]]}, "not_of_this_family", "about"),
        ({"goals": [uuid.uuid4()]}, "not_of_this_family", "goals"),
        ({"steps": [LaneStep("x" * 2001)]}, "too_long", "steps"),
        ({"steps": [LaneStep("x")] * 13}, "too_many_steps", "steps"),
        ({"steps": [LaneStep("x", Does.COLLEAGUE, colleague=uuid.uuid4())]}, "who_does_it", "steps"),
    ],
)
def test_what_cannot_stand_in_a_plan(more: dict[str, Any], because: str, field: str) -> None:
    with acting_as("W1"):
        before = LaneVersion.objects.count()
        with pytest.raises(Refused) as no:
            say(**more)
        assert (no.value.because, no.value.field) == (because, field)
        assert because == "unknown_choice" or str(No(because).label)
        assert LaneVersion.objects.count() == before


def test_a_further_version_never_overwrites_and_of_two_at_once_both_are_kept() -> None:
    with acting_as("W1"):
        id = uuid.uuid4()
        first = say(id=id, about=[CAL])
        assert isinstance(first, LaneVersion) and say(id=id, words="other").pk == id  # the same form sent twice
        second = say(base=1, words="a bed, and a lamp", again_on=TOMORROW)
        assert isinstance(second, LaneVersion) and second.number == 2
        assert set(second.about or ()) == {CAL, None}  # of whom it was said to speak is not unsaid
        assert say(base=2, words="a bed, and a lamp", again_on=TOMORROW).pk == second.pk  # nothing new was said
    with acting_as("SUP"):
        other = {"by": CAST["SUP"], "at": later(1)}
        late = say(base=1, words="a bed, and a door", steps=[WITH_WANDA], goals=[ident("goal 0")], about=[BEE], **other)
        assert isinstance(late, SetAside) and (late.target, late.category) == (second.pk, C.MONEY_HOUSING)
        assert late.written["her_words"] == "a bed, and a door" and late.written["about"] == [str(BEE)]
        assert isinstance(say(base=0, words="as if it were the first", **other), SetAside)
        seen = stands()
        assert [row.her_words for row in seen.versions] == ["a bed for Bo", "a bed, and a lamp"]
        assert [row.superseded_at for row in seen.versions] == [T0, None]
        # Both at the very same moment: the database lets one be the third version.
        third = say(base=2, words="THIRD", **other)
        assert isinstance(third, LaneVersion)
        with pytest.raises(IntegrityError), transaction.atomic():
            LaneVersion.objects.create(
                family_id=ALDER, subject=ANA, category=C.MONEY_HOUSING, lane="everyday", number=3, on=TODAY,
                leads="both", recorded_by=CAST["SUP"],
            )  # fmt: skip


def test_a_lane_can_be_emptied_and_nothing_is_lost() -> None:
    with acting_as("W1"):
        say()
        gone = say(base=1, words="")
        assert isinstance(gone, LaneVersion) and stands().empty and stands().versions[0].her_words == "a bed for Bo"


def test_a_lane_is_one_kind_of_record_whoever_writes_it() -> None:
    with acting_as("W1"), pytest.raises(IntegrityError), transaction.atomic():
        LaneVersion.objects.create(
            family_id=ALDER, subject=ANA, category=C.SERVICE_USE, lane="everyday", number=1, on=TODAY, leads="both",
            recorded_by=CAST["W1"],
        )  # fmt: skip


# --- signing


def sign(*versions: Any, **more: Any) -> list[LaneSignature]:
    given = {"family": ALDER, "woman": ANA, "versions": [row.pk for row in versions], "how": "typed",
             "signature": " Ana ", **BY, **more}  # fmt: skip
    return actions.sign_plan(**given)


@pytest.mark.parametrize(
    ("how", "kept", "witness"),
    [
        ({"how": "typed"}, "Ana", None),
        ({"how": "drawn", "signature": "M0 0L9 9"}, "M0 0L9 9", None),
        ({"how": "spoken", "signature": "", "witness": CAST["PIT"]}, "", CAST["PIT"]),
    ],
)
def test_she_signs_each_lane_that_she_read_once(how: dict[str, Any], kept: str, witness: Any) -> None:
    with acting_as("W1"):
        rows = [say(), say("together", words="Bo at home")]
        signed = sign(*rows, **how)
        assert {(row.version_id, row.category) for row in signed} == {(row.pk, row.category) for row in rows}
        assert {(row.signature, row.witness_id, row.how) for row in signed} == {(kept, witness, how["how"])}
        assert sign(*rows, **how) == [] and stands().signed is not None  # once is enough
        say(base=1, words="a bed, and a lamp")
        assert stands().signed is None and len(stands().signatures) == 1  # what she signed stays signed as it was


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"signature": " "}, "signature_missing"),
        ({"how": "drawn", "signature": "Ana"}, "signature_missing"),
        ({"how": "spoken", "signature": ""}, "witness_missing"),
        ({"how": "paper"}, "signature_missing"),
        ({"woman": CAST["EVE"]}, "said_anew_since"),
        ({"versions": []}, "said_anew_since"),
        ({"versions": [ident("lane better 1")]}, "said_anew_since"),  # something else stands since
        ({"versions": [uuid.uuid4()]}, "said_anew_since"),
    ],
)
def test_a_signature_that_cannot_be(more: dict[str, Any], because: str) -> None:
    with acting_as("W1"):
        row = say()
        before = LaneSignature.objects.count()
        with pytest.raises(Refused) as no:
            sign(row, **more)
        assert no.value.because == because and LaneSignature.objects.count() == before


def test_nothing_waits_for_a_signature() -> None:
    """An unsigned lane is said anew, read and pointed to as a signed one is."""
    with acting_as("W1"):
        say()
        assert isinstance(say(base=1, words="and a lamp"), LaneVersion) and stands().now.her_words == "and a lamp"


# --- over time


def test_as_of_a_day_it_stands_as_it_stood() -> None:
    spring, summer = T0.replace(year=2025, month=4), T0.replace(year=2025, month=8)
    with acting_as("W1"):
        first = say(words="FIRST", on=spring.date(), at=spring)
        sign(first, at=spring)
        say(base=1, words="THEN", on=summer.date(), at=summer)
        for more in ({"until": date(2025, 6, 1)}, {"known_at": T0.replace(year=2025, month=6)}):
            then = {row.lane: row for row in queries.shared_plan(ALDER, **more)}[Lane.EVERYDAY]
            assert then.now.her_words == "FIRST" and then.signed is not None
        assert stands().now.her_words == "THEN" and stands().signed is None
        assert Lane.EVERYDAY not in {row.lane for row in queries.shared_plan(ALDER, until=date(2025, 3, 1))}


def test_it_is_two_statements_whatever_stands() -> None:
    counts = []
    with acting_as("W1"):
        for n in range(3):
            with CaptureQueriesContext(connections["default"]) as asked:
                queries.shared_plan(ALDER)
            counts.append(len(asked))
            for lane in ("everyday", "together", "safer"):
                say(lane, n, f"words {n}", steps=[WITH_WANDA] * n)
    assert counts == [2, 2, 2]
