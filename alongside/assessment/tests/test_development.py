"""A yearly assessment of a child: both ages, strengths first, and the mother hears it before anybody else."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from alongside.assessment import actions, queries
from alongside.assessment.models import DevelopmentalAssessment, WithoutHer
from alongside.assessment.rules import development as rules
from alongside.families.models import Child
from alongside.recordkeeping.models import EarlierVersion, SetAside
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, TODAY, acting_as

BY = {"by": CAST["W1"], "at": T0}
ON = TODAY - timedelta(days=10)
db = pytest.mark.django_db(databases=["default", "gate", "loader"])


def bee() -> Child:
    return Child.objects.select_related("person").get(pk=CAST["BEE"])


def record(**more: object) -> DevelopmentalAssessment:
    told = {
        "child": bee(), "on": ON, "examiner": "Dr Rivers", "strengths": "Bee shows what she wants.",
        "needs": "More words.", "domains": {"communication": {"tool": "ASQ-3", "strengths": "Points and looks."}}, **BY,
    }  # fmt: skip
    return actions.record_assessment(**{**told, **more})


def tell(found: DevelopmentalAssessment, **more: object) -> DevelopmentalAssessment:
    told = {"assessment": found, "base_version": found.version, "on": TODAY, "how": "in_person", **BY}
    return actions.tell_mother(**{**told, **more})


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "gestation", "on", "months", "corrected"),
    [
        (date(2024, 2, 10), None, date(2025, 2, 10), 12, None),
        (date(2024, 2, 10), 280, date(2025, 2, 9), 11, None),
        (date(2024, 2, 10), 224, date(2025, 2, 10), 12, 10),  # 8 weeks early
        (date(2024, 2, 10), 224, date(2026, 2, 9), 23, 22),
        (date(2024, 2, 10), 224, date(2026, 2, 10), 24, None),  # two years old: no correction any more
        (date(2024, 2, 29), 280, date(2025, 2, 28), 11, None),
        (date(2024, 2, 29), 280, date(2025, 3, 1), 12, None),
        (date(2024, 2, 29), 224, date(2026, 2, 28), 23, 22),
        (date(2024, 2, 29), 224, date(2026, 3, 1), 24, None),
        (date(2025, 12, 1), 196, date(2026, 1, 15), 1, 0),  # not due yet: nothing, not less
    ],
)
def test_both_ages(born: date, gestation: int | None, on: date, months: int, corrected: int | None) -> None:
    assert rules.ages(born, gestation, on) == rules.Ages(months, corrected)


ASSESS = {
    "as it was": ({}, "", ""),
    "no birthday": ({"born_on": None}, "birth_needed", "on"),
    "tomorrow": ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
    "before the birth": ({"on": date(2024, 2, 9)}, "before_birth", "on"),
    "nobody": ({"examiner": " "}, "examiner_needed", "examiner"),
    "no strength": ({"strengths": "\n"}, "strengths_first", "strengths"),
}


@pytest.mark.parametrize("name", ASSESS)
def test_strengths_are_never_left_out(name: str) -> None:
    change, because, field = ASSESS[name]
    asked = {"on": ON, "today": TODAY, "born_on": date(2024, 2, 10), "examiner": "Dr R", "strengths": "Laughs."}
    decision, about = rules.check_assessment(**{**asked, **change})
    assert (decision.because, about) == (because, field)


RELEASE = {
    "she has heard it": ({}, "", ""),
    "she has not heard it": ({"told_on": None}, "her_mother_first", "to"),
    "she hears it tomorrow": ({"told_on": TODAY + timedelta(days=1)}, "her_mother_first", "to"),
    "on the same day": ({"told_on": TODAY}, "", ""),
    "it went the day before": ({"on": ON - timedelta(days=1)}, "her_mother_first", "to"),
    "a lead decided": ({"told_on": None, "decided_on": ON}, "", ""),
    "a lead decided, later": ({"told_on": None, "decided_on": TODAY, "on": ON}, "her_mother_first", "to"),
    "her words, and she knows": ({"her_words_too": True}, "", ""),
    "her words, and she does not know": ({"her_words_too": True, "she_knew": False}, "her_words_hers", "her_words_too"),
    "she does not know of the copy": ({"she_knew": False}, "", ""),
}


@pytest.mark.parametrize("name", RELEASE)
def test_nothing_goes_before_she_heard_it(name: str) -> None:
    change, because, field = RELEASE[name]
    asked = {"told_on": ON, "decided_on": None, "on": TODAY, "her_words_too": False, "she_knew": True}
    decision, about = rules.check_release(**{**asked, **change})
    assert (decision.because, about) == (because, field)


def test_telling_and_going_on_without_her() -> None:
    def telling(**more: object) -> tuple[str, str]:
        asked = {"assessed_on": ON, "told_on": TODAY, "today": TODAY, "how": "in_person"}
        decision, field = rules.check_telling(**{**asked, **more})
        return decision.because, field

    assert telling() == ("", "") == telling(told_on=ON)
    assert telling(told_on=ON - timedelta(days=1)) == ("told_before_assessment", "told_on")
    assert telling(told_on=TODAY + timedelta(days=1)) == ("in_future", "told_on")
    assert telling(how="") == ("how_needed", "told_how")

    def without(**more: object) -> str:
        asked = {"told_on": None, "on": TODAY, "assessed_on": ON, "today": TODAY, "tried": "Three calls, a letter."}
        return rules.check_without_her(**{**asked, **more}).because

    assert without() == ""
    assert without(tried=" ") == "tried_needed"
    assert without(told_on=TODAY) == "she_has_heard"
    assert without(on=TODAY + timedelta(days=1)) == "in_future"
    assert without(on=ON - timedelta(days=1)) == "told_before_assessment"


# --- in the room ------------------------------------------------------------------------------------------------------


@db
def test_recorded_with_both_ages_and_its_domains() -> None:
    with acting_as("W1"):
        Child.objects.filter(pk=CAST["BEE"]).update(gestation_days=224)
        found = record(on=date(2025, 2, 10))
        assert (found.months, found.corrected_months, found.told_on) == (12, 10, None)
        held = queries.assessment(CAST["ALDER"], found.pk)
        assert [(d.domain, d.tool, d.strengths) for d in held.domains.all()] == [
            ("communication", "ASQ-3", "Points and looks.")
        ]


@db
def test_a_changed_report_is_told_again_but_her_own_view_may_come_late() -> None:
    with acting_as("W1"):
        found = tell(record())
        found = actions.change_assessment(
            assessment=found, base_version=1, values={"her_view": "I saw it first."}, **BY
        )
        assert found.told_on == TODAY and found.version == 2
        found = actions.change_assessment(assessment=found, base_version=2, values={"needs": "Hearing test."}, **BY)
        assert found.told_on is None and found.told_how == ""
        found = tell(found)
        found = actions.change_assessment(
            assessment=found, base_version=3, values={}, domains={"movement": {"strengths": "Runs."}}, **BY
        )
        assert found.told_on is None
        kept = EarlierVersion.objects.filter(target=found.pk).order_by("version")
        assert [row.held["needs"] for row in kept] == ["More words.", "More words.", "Hearing test."]
        assert kept[2].held["told_on"] == TODAY.isoformat()


@db
def test_two_people_at_once_and_both_are_kept() -> None:
    with acting_as("W1"):
        found = record()
        first = actions.change_assessment(assessment=found, base_version=1, values={"needs": "Sleep."}, **BY)
        assert first.version == 2
    with acting_as("PIT"):
        second = actions.change_assessment(
            assessment=found, base_version=1, values={"needs": "Play."},
            domains={"social_emotional": {"strengths": "Seeks her mother."}}, by=CAST["PIT"], at=T0,
        )  # fmt: skip
        assert isinstance(second, SetAside)
        assert second.written["needs"] == "Play."
        assert second.written["domains"]["social_emotional"]["strengths"] == "Seeks her mother."
        assert DevelopmentalAssessment.objects.get(pk=found.pk).needs == "Sleep."
        with pytest.raises(Refused) as no:  # what she was read was version 1
            tell(found, by=CAST["PIT"])
        assert no.value.because == "changed_meanwhile"


@db
def test_only_whoever_leads_decides_to_go_on_without_her() -> None:
    told = {"on": TODAY, "why": "not_reached", "tried": "Three calls, a letter, a visit."}
    with acting_as("W1"):
        found = record()
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.go_on_without_her(assessment=found, **told, **BY)
        assert not WithoutHer.objects.exists()
    with acting_as("SUP"):
        actions.go_on_without_her(assessment=found, **told, by=CAST["SUP"], at=T0)
        held = queries.assessment(CAST["ALDER"], found.pk)
        assert held.told_on is None  # nothing says that she was told


@db
def test_those_with_the_children_see_it_and_strangers_nothing() -> None:
    with acting_as("W1"):
        tell(record())
    with acting_as("CHC"):
        assert queries.assessments_of(CAST["ALDER"], CAST["BEE"]).count() == 1
    for who in ("W2", "W3", "p_cal", "p_foster", "p_dot", "CW1", "NUR", "EVAL", "SITE2", "PEER"):
        with acting_as(who):
            assert queries.assessments_of(CAST["ALDER"], CAST["BEE"]).count() == 0, who
    with acting_as("W2"), pytest.raises(DevelopmentalAssessment.DoesNotExist):
        queries.assessment(CAST["ALDER"], DevelopmentalAssessment.objects.values_list("pk").first() or uuid.uuid4())
