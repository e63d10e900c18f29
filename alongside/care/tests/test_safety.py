"""Safety plans: word for word, one version never over another, no copy where somebody unsafe may see it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.agencies.models import Agency
from alongside.care import actions, queries, rules
from alongside.care.models import SafetyCopy, SafetyPlan, SafetyTurn, SafetyVersion
from alongside.care.rules import Reaching, may_have_copy
from alongside.care.terms import No, PlanKind, PlanStep
from alongside.families.models import Family
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, CAL, ALDER = CAST["ANA"], CAST["BEE"], CAST["CAL"], CAST["ALDER"]
BY: dict[str, Any] = {"by": CAST["W1"], "at": T0}
ASKED = Reaching(checked_on=TODAY)
CAL_NEAR = Reaching(checked_on=TODAY, unsafe=("Cal Ash",))


def later(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def make(kind: str = "overdose", **more: Any) -> SafetyPlan:
    given = {
        "family": Family(id=ALDER), "woman": ANA, "kind": kind,
        "said": {rules.STEPS[PlanKind(kind)][0].value: "Dot knocks"}, "on": TODAY,
        "with_colleague": CAST["W1"], **BY, **more,
    }  # fmt: skip
    return actions.make_plan(**given)


# --- rules


def test_each_kind_has_steps_of_its_own_with_a_source_and_its_kind_of_record() -> None:
    assert sorted(step for steps in rules.STEPS.values() for step in steps) == sorted(PlanStep)
    for kind in PlanKind:
        assert len(rules.STEPS[kind]) >= 6 and rules.STEPS_FROM[kind], kind
        for source in rules.STEPS_FROM[kind]:
            assert source.citation and (source.url or source.seen == "document")
    assert rules.OF_KIND == {
        "violence": C.IPV_SAFETY,
        "overdose": C.SUD,
        "suicide": C.MENTAL_HEALTH_TRAUMA,
        "child_care": C.SUD,
    }


OFF, STALE = Reaching(checked_on=TODAY, page_off=True), Reaching(checked_on=TODAY - timedelta(days=31))
SHARED, WITH_CAL = (
    "my partner Cal has it at night",
    {"checked_on": TODAY, "who_shares_the_phone": "my partner Cal has it at night"},
)


@pytest.mark.parametrize(
    ("around", "card", "page"),
    [
        (ASKED, "", ""),
        (CAL_NEAR, "", ""),
        (Reaching(), "ask_her_first", "ask_her_first"),
        (STALE, "ask_her_first", "ask_her_first"),
        (Reaching(checked_on=TODAY + timedelta(days=1)), "ask_her_first", "ask_her_first"),
        (Reaching(**WITH_CAL, unsafe=("Cal Ash",)), "", "she_is_watched"),
        (Reaching(**WITH_CAL), "", "she_is_watched"),  # nobody said who is unsafe: it may be the one
        (Reaching(**WITH_CAL, unsafe=("Rex",)), "", ""),
        (Reaching(checked_on=TODAY, unsafe=("Cal",), lives_with_one=True), "they_live_together", "they_live_together"),
        (OFF, "", "page_is_off"),
    ],
)  # fmt: skip
def test_a_copy_about_violence_goes_nowhere_that_somebody_unsafe_may_see(
    around: Reaching, card: str, page: str
) -> None:
    assert may_have_copy("violence", "nothing", around, TODAY)
    assert (may_have_copy("violence", "card", around, TODAY).because, card) == (card, card)
    assert (may_have_copy("violence", "page", around, TODAY).because, page) == (page, page)
    for kind in ("overdose", "suicide", "child_care"):
        assert may_have_copy(kind, "card", around, TODAY)
        assert bool(may_have_copy(kind, "page", around, TODAY)) != around.page_off


# --- making


@pytest.mark.parametrize("kind", PlanKind)
def test_her_words_stay_as_spoken_step_by_step(kind: str) -> None:
    words = "«لا» 🙂 <b>knock twice</b>, Zoé"
    steps = rules.STEPS[PlanKind(kind)]
    with acting_as("W1"):
        plan = make(
            kind, said={step.value: f" {words}\x00 " for step in steps[:3]} | {steps[3].value: "  "}, also_with="Dot"
        )
        seen = queries.plan_of(ALDER, plan.pk)
        assert seen.words.said == {step.value: words for step in steps[:3]}
        assert (seen.words.number, seen.words.colleague_id, seen.words.also_with) == (1, CAST["W1"], "Dot")
        assert seen.plan.category == seen.words.category == rules.OF_KIND[PlanKind(kind)]
        assert seen.copy is None and not seen.ended and seen.looked_on == TODAY


@pytest.mark.parametrize(
    ("more", "because", "field"),
    [
        ({"said": {}}, "words_needed", "said"),
        ({"said": {"overdose_kit": " \x00 "}}, "words_needed", "said"),
        ({"said": {"violence_go": "to Dot"}}, "not_a_step", "violence_go"),
        ({"said": {"overdose_kit": "x" * 2001}}, "too_long", "overdose_kit"),
        ({"also_with": "x" * 2001}, "too_long", "also_with"),
        ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
        ({"again_on": TODAY - timedelta(days=1)}, "again_is_past", "again_on"),
        ({"kind": "relapse"}, "unknown_choice", "kind"),
        ({"woman": BEE}, "for_her_alone", "woman"),  # no plan of a child's
        ({"woman": CAST["EVE"]}, "for_her_alone", "woman"),
        ({"about": [CAST["FIN"]]}, "not_of_this_family", "about"),
    ],
)
def test_plans_that_cannot_be(more: dict[str, Any], because: str, field: str) -> None:
    kind = more.pop("kind", "overdose")
    with acting_as("W1"):
        before = SafetyPlan.objects.count(), SafetyVersion.objects.count()
        with pytest.raises(Refused) as no:
            make("overdose", **more) if kind == "overdose" else actions.make_plan(
                family=Family(id=ALDER), woman=ANA, kind=kind, said={"overdose_kit": "x"}, on=TODAY, **BY
            )
        assert (no.value.because, no.value.field) == (because, field)
        assert because == "unknown_choice" or str(No(because).label)
        assert (SafetyPlan.objects.count(), SafetyVersion.objects.count()) == before


def test_a_further_version_never_overwrites_and_of_two_at_once_both_are_kept() -> None:
    first, then = {"overdose_kit": "in the blue bag"}, {"overdose_kit": "by the door", "overdose_after": "Dot"}
    with acting_as("W1"):
        id, again = uuid.uuid4(), uuid.uuid4()
        plan = make(said=first, id=id, about=[CAL])
        assert make(said=then, id=id).pk == plan.pk  # the same form sent twice
        anew = {"plan": plan, "on": TODAY, "with_colleague": CAST["W1"], **BY}
        one = actions.say_plan_anew(**anew, base_version=1, said=then, id=again)
        assert isinstance(one, SafetyVersion) and one.number == 2
        assert set(one.about or ()) == {CAL, None}  # of whom it was said to speak is not unsaid
        assert actions.say_plan_anew(**anew, base_version=1, said=then, id=again).pk == one.pk
        assert actions.say_plan_anew(**anew, base_version=2, said=then).pk == one.pk  # nothing new was said
    with acting_as("SUP"):
        late = actions.say_plan_anew(
            **{**anew, "by": CAST["SUP"]}, base_version=1, said={"overdose_kit": "with Dot"}, again_on=TODAY
        )
        assert isinstance(late, SetAside) and late.written["said"] == {"overdose_kit": "with Dot"}
        assert late.written["again_on"] == TODAY.isoformat() and late.category == C.SUD
        seen = queries.plan_of(ALDER, plan.pk)
        assert [(row.number, row.said) for row in seen.versions] == [(1, first), (2, then)]
        # Both at the very same moment: the database lets one be the second version.
        with pytest.raises(IntegrityError), transaction.atomic():
            SafetyVersion.objects.create(
                plan=plan,
                family_id=ALDER,
                subject=ANA,
                category=C.SUD,
                number=2,
                on=TODAY,
                said=then,
                recorded_by=CAST["SUP"],
            )


def test_she_ends_it_and_takes_it_up_again_and_nothing_runs_out_by_itself() -> None:
    with acting_as("W1"):
        plan = make(on=date(2019, 5, 4), again_on=TODAY)
        said = {"plan": plan, "on": TODAY, **BY}
        assert not queries.plan_of(ALDER, plan.pk).ended  # six years old, and it stands
        actions.turn_plan(**said, what="still_right", her_words="yes, like this", again_on=TODAY + timedelta(days=9))
        seen = queries.plan_of(ALDER, plan.pk)
        assert (seen.looked_on, seen.again_on) == (TODAY, TODAY + timedelta(days=9))
        twice = uuid.uuid4()
        assert {actions.turn_plan(**{**said, "at": later(1)}, what="ended", id=twice).pk for _ in range(2)} == {twice}
        seen = queries.plan_of(ALDER, plan.pk)
        assert seen.ended and seen.again_on is None
        for what, because in (("ended", "stands_so"), ("still_right", "plan_ended")):
            with pytest.raises(Refused) as no:
                actions.turn_plan(**said, what=what)
            assert no.value.because == because
        with pytest.raises(Refused) as no:
            actions.say_plan_anew(plan=plan, base_version=1, said={"overdose_kit": "x"}, on=TODAY, **BY)
        assert no.value.because == "plan_ended"
        actions.turn_plan(**{**said, "at": later(2)}, what="taken_up")
        with pytest.raises(Refused) as no:
            actions.turn_plan(**said, what="taken_up")
        assert no.value.because == "stands_so"
        assert not queries.plan_of(ALDER, plan.pk).ended and SafetyTurn.objects.filter(plan=plan).count() == 3


def test_as_of_a_day_a_plan_stands_as_it_stood() -> None:
    spring, summer = T0.replace(year=2025, month=4), T0.replace(year=2025, month=8)
    with acting_as("W1"):
        plan = make(said={"overdose_kit": "FIRST"}, on=spring.date(), at=spring)
        actions.say_plan_anew(
            plan=plan, base_version=1, said={"overdose_kit": "THEN"}, on=summer.date(), by=CAST["W1"], at=summer
        )
        actions.turn_plan(plan=plan, what="ended", on=summer.date(), by=CAST["W1"], at=summer)
        actions.choose_copy(plan=plan, how="card", seen=None, around=ASKED, by=CAST["W1"], at=summer)
        for more in ({"until": date(2025, 6, 1)}, {"known_at": T0.replace(year=2025, month=6)}):
            then = queries.plan_of(ALDER, plan.pk, **more)
            assert (then.words.said, then.ended, then.copy) == ({"overdose_kit": "FIRST"}, False, None)
        assert queries.plan_of(ALDER, plan.pk).ended and queries.plan_of(ALDER, plan.pk).copy is not None
        with pytest.raises(SafetyPlan.DoesNotExist):
            queries.plan_of(ALDER, plan.pk, until=date(2025, 3, 1))


# --- her copy


def test_how_she_has_it_is_chosen_knowing_what_stands_and_asked_again_when_it_is_printed() -> None:
    with acting_as("W1"):
        plan = make("violence")
        given = {"plan": plan, "around": ASKED, **BY}
        with pytest.raises(Refused) as no:
            actions.print_card(**given)
        assert no.value.because == "no_card"  # nothing on paper is how it begins
        card = actions.choose_copy(**given, how="card", heading=" Groceries ", steps=["violence_go"], seen=None)
        assert (card.heading, card.steps, queries.copy_of(plan)) == ("Groceries", ["violence_go"], card)
        assert actions.print_card(**given) == card
        refused = [
            ({"how": "page", "seen": None}, "chosen_meanwhile"),
            ({"how": "fridge", "seen": card.pk}, "unknown_choice"),
            ({"how": "card", "seen": card.pk, "steps": ["overdose_kit"]}, "not_a_step"),
            ({"how": "card", "seen": card.pk, "heading": "x" * 61}, "too_long"),
            ({"how": "card", "seen": card.pk, "around": Reaching()}, "ask_her_first"),
        ]
        for more, because in refused:
            with pytest.raises(Refused) as no:
                actions.choose_copy(**{**given, **more})
            assert no.value.because == because
        with pytest.raises(Refused) as no:
            actions.print_card(**{**given, "around": Reaching(checked_on=TODAY, unsafe=("Cal",), lives_with_one=True)})
        assert no.value.because == "they_live_together"
        actions.turn_plan(plan=plan, what="ended", on=TODAY, **BY)
        with pytest.raises(Refused) as no:
            actions.print_card(**given)
        assert no.value.because == "plan_ended" and SafetyCopy.objects.filter(plan=plan).count() == 1


def test_how_she_is_reached_is_asked_of_what_is_recorded() -> None:
    from alongside.families.models import Household, HouseholdStay, Relationship

    with acting_as("W1"):
        found, contact = queries.reaching(ALDER, ANA, TODAY)
        assert contact is not None and found.checked_on is not None and not found.lives_with_one and not found.page_off
        of = {"family_id": ALDER, "recorded_by": CAST["W1"]}
        Relationship.objects.create(
            person_id=ANA, other_id=CAL, kind="partner", safety="unsafe", during=(date(2026, 1, 1), None), **of
        )
        home = Household.objects.create(name="here", **of)
        for person in (ANA, CAL):
            HouseholdStay.objects.create(household=home, person_id=person, during=(date(2026, 1, 1), None), **of)
        found, _contact = queries.reaching(ALDER, ANA, TODAY)
        assert found.lives_with_one and "Cal Ash" in found.unsafe
        assert not queries.reaching(ALDER, ANA, date(2025, 1, 1))[0].lives_with_one


# --- local protocols


def test_what_this_place_does_names_its_source_and_the_newest_counts() -> None:
    agency = Agency(id=CAST["LEAD"])
    with acting_as("SUP"):
        given = {"agency": agency, "kind": "overdose", "checked_on": TODAY, "by": CAST["SUP"], "at": T0}
        tomorrow = {"words": "x", "source": "y", "checked_on": TODAY + timedelta(days=1)}
        for more, because in (
            ({"words": "call", "source": " "}, "where_from"),
            ({"words": "x", "source": "y" * 2001}, "too_long"),
            (tomorrow, "in_future"),
        ):
            with pytest.raises(Refused) as no:
                actions.write_local_protocol(**{**given, **more})
            assert no.value.because == because
        actions.write_local_protocol(**given, words="one", source="our nurse")
        actions.write_local_protocol(**given, words="two", source="our nurse", words_fr="deux")
        assert queries.protocols(CAST["LEAD"])[PlanKind.OVERDOSE].words == "two"
        assert queries.protocols(CAST["OTHER_SITE"]) == {}
        actions.write_local_protocol(**given, words="", source="")
        assert queries.protocols(CAST["LEAD"]) == {}


def test_the_cast_holds_one_plan_of_each_kind() -> None:
    with acting_as("W1"):
        assert {seen.plan.pk for seen in queries.plans_of(ALDER)} == {ident(f"plan {kind}") for kind in PlanKind}
