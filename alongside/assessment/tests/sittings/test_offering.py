"""Offered, chosen with her, begun; and who may not."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from alongside.assessment import actions, queries
from alongside.assessment.models import Occasion
from alongside.assessment.terms import Mode, No
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.sittings.sitting import MET, STAMP, alder, ana, begun, offered
from alongside.families.models import Family, Woman
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, TODAY, acting_as, dyad

pytestmark = [pytest.mark.django_db(databases=["default", "loader"]), pytest.mark.usefixtures("w1")]


# --- offering -----------------------------------------------------------------------------------------------------


def test_offered_then_later_then_she_would_rather_not_each_is_a_step() -> None:
    occasion = offered()
    actions.later(occasion=occasion, words="after the holidays", **STAMP)
    actions.said_no(occasion=occasion, **STAMP)
    steps = [(row.state, row.words) for row in queries.steps_of([occasion.pk])]
    assert steps == [("offered", ""), ("later", "after the holidays"), ("said_no", "")]
    occasion.refresh_from_db()
    assert (occasion.state, occasion.category, occasion.definition.code) == ("said_no", 4, "PHQ-9")
    with refused(No.SETTLED_MEANWHILE):
        actions.later(occasion=occasion, **STAMP)


@pytest.mark.parametrize("met_on", [None, TODAY, TODAY + timedelta(days=1)])
def test_nothing_is_offered_or_begun_at_the_first_meeting(met_on: date | None) -> None:
    with refused(No.FIRST_MEETING):
        actions.offer(family=alder(), subject=CAST["ANA"], instrument="PHQ-9", met_on=met_on, **STAMP)
    with refused(No.FIRST_MEETING):
        begun(met_on=met_on)


@pytest.mark.parametrize(
    ("code", "subject", "because"),
    [
        ("NO-SUCH", CAST["ANA"], No.MEASURE_UNKNOWN),
        ("BDI-II", CAST["ANA"], No.NO_WORDS_HERE),
        ("BCAP", CAST["ANA"], No.NOT_ASKED_HERE),  # off by default (E-22)
        ("SOCRATES-8D", CAST["ANA"], No.NOT_ASKED_HERE),
        ("PERINATAL-POEM-community", CAST["ANA"], No.NOT_ASKED_HERE),  # belongs to nobody
        ("CLINICIAN-RELATIONSHIP-RATING", dyad("ANA", "BEE"), No.NOT_ASKED_HERE),  # not hers to answer
        ("PHQ-9", CAST["BEE"], No.ABOUT_ANOTHER),
        ("PRFQ", CAST["ANA"], No.ABOUT_ANOTHER),
        ("PHQ-9", CAST["EVE"], No.ABOUT_ANOTHER),
    ],
)
def test_what_cannot_be_offered(code: str, subject: uuid.UUID, because: No) -> None:
    with refused(because):
        offered(code, subject)


def test_the_same_measure_is_offered_once_until_it_is_settled() -> None:
    first = offered()
    with refused(No.ALREADY_OFFERED):
        offered()
    actions.said_no(occasion=first, **STAMP)
    assert offered().pk != first.pk
    assert offered("PRFQ", dyad("ANA", "BEE")).pk != offered("PRFQ", dyad("ANA", "BO")).pk


# --- beginning ------------------------------------------------------------------------------------------------------


def test_a_sitting_asks_at_most_its_minutes_and_the_rest_is_for_later() -> None:
    started = begun("CES-D", "DASS-21", "BAM", "GAD-7")
    assert [row.instrument for row in started.now] == ["CES-D", "DASS-21", "BAM"]  # 5 + 5 + 5 of 15
    assert [row.instrument for row in started.later] == ["GAD-7"]
    assert Occasion.objects.get(pk=started.later[0].pk).state == "later"
    assert [part.occasion.instrument for part in queries.parts(started.sitting.pk)] == ["CES-D", "DASS-21", "BAM"]


def test_how_long_it_may_take_can_be_chosen() -> None:
    assert [row.instrument for row in begun("PHQ-9", "GAD-7", "BARC-10", minutes=5).now] == ["PHQ-9", "GAD-7"]


def test_hard_questions_need_her_yes_somebody_there_and_how_she_is() -> None:
    occasion = offered("PCL-5")
    common = {"family": alder(), "woman": ana(), "occasions": [occasion.pk], "mode": Mode.TABLET, "met_on": MET}
    with refused(No.HER_YES):
        actions.start_sitting(**common, **STAMP)
    actions.choose(family=alder(), woman=ana(), instrument="PCL-5", wants=True, **STAMP)
    with refused(No.AT_HAND):
        actions.start_sitting(**common, **STAMP)
    with refused(No.FEELING_FIRST):
        actions.start_sitting(**common, person_at_hand=CAST["W1"], **STAMP)
    for feeling in ("pause", "somebody"):
        with refused(No.SHE_WAITS):
            actions.start_sitting(**common, person_at_hand=CAST["W1"], before=feeling, **STAMP)
    with refused(No.NOT_BY_POST):
        actions.start_sitting(**{**common, "mode": Mode.MAIL}, person_at_hand=CAST["W1"], before="fine", **STAMP)
    started = actions.start_sitting(**common, person_at_hand=CAST["W1"], before="tender", **STAMP)
    assert (started.sitting.before, started.sitting.person_at_hand) == ("tender", CAST["W1"])


def test_a_yes_that_she_took_back_counts_no_more() -> None:
    offered("ACE-10")
    for wants in (True, False):
        actions.choose(family=alder(), woman=ana(), instrument="ACE-10", wants=wants, **STAMP)
    assert queries.said_yes(CAST["ANA"], ["ACE-10"]) == set()
    assert queries.choices_of(CAST["ANA"])["ACE-10"].wants is False


# --- who may not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["W2", "CHC", "p_ana", "PRIV"])
def test_who_may_not_begin_a_sitting(who: str) -> None:
    found = [offered().pk]
    with acting_as(who), pytest.raises((ProgrammingError, Refused)), transaction.atomic():
        actions.start_sitting(
            family=Family(pk=CAST["ALDER"]), woman=Woman(pk=CAST["ANA"], family_id=CAST["ALDER"]), occasions=found,
            mode=Mode.TABLET, met_on=MET, by=CAST["W1"], at=T0,
        )  # fmt: skip
