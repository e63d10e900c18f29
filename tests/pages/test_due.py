"""What fits now, and the cycle: who sees it, who changes it, how many statements it takes."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.assessment import actions, queries
from alongside.assessment.models import Due, Wave
from alongside.assessment.terms import Anchor, ForSubject
from alongside.families import actions as families
from alongside.families.models import Family, Person, Woman
from alongside.families.rules import NewPerson
from alongside.recordkeeping.rules import completed_months
from tests.cast import CAST, T0, acting_as
from tests.client import client_as, statements
from tests.pages.writing import day, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def a_wave(
    measures: tuple = (("PHQ-9", ForSubject.WOMAN), ("GAD-7", ForSubject.WOMAN), ("PRFQ", ForSubject.DYAD)),
) -> Wave:
    """A point of the cycle whose days are these: so many months after Ana became active."""
    months = completed_months(date(2024, 2, 1), timezone.localdate())
    with acting_as("SUP"):
        planned = actions.Planned("t-now", "just now", Anchor.ENROLMENT, months, measures, 0, 366)
        return actions.save_wave(wave=planned, by=CAST["SUP"], at=T0)


def laid_out(family: str = "ALDER", who: str = "W1") -> None:
    a_wave()
    with acting_as(who):
        actions.plan(family=CAST[family])


def sent(form: str, **more: Any) -> dict:
    return {"submission": str(uuid.uuid4()), **more}


def test_her_worker_sees_what_fits_in_one_line_for_each_of_them() -> None:
    laid_out()
    page = client_as("W1").get(reverse("due")).content.decode()
    assert page.count("just now") == 1 and "with Bo Alder" in page and "with Bee Alder" in page
    assert "Patient Health Questionnaire-9" in page and "Generalized Anxiety Disorder 7-item scale" in page
    assert "late" not in page.split("<main")[1].replace("Nobody is late", "")


@pytest.mark.parametrize("who", ["W2", "W3", "PIT_OTHER", "SITE2"])
def test_others_see_nothing_of_it(who: str) -> None:
    laid_out()
    if who == "PIT_OTHER":
        who = "INT"
    page = client_as(who).get(reverse("due"))
    assert page.status_code == 200 and b"just now" not in page.content and b"Alder" not in page.content


@pytest.mark.parametrize("who", [None, "EVAL", "CW1", "p_cal", "p_foster"])
def test_some_have_no_such_page(who: str | None) -> None:
    laid_out()
    assert client_as(who).get(reverse("due")).status_code in (302, 404)


def test_the_page_asks_as_much_for_many_as_for_one() -> None:
    laid_out()
    browser = client_as("W1")
    browser.get(reverse("due"))
    with statements() as one:
        browser.get(reverse("due"))
    with acting_as("W1"):
        for row in Due.objects.filter(wave__code="t-now").exclude(instrument="PHQ-9"):
            actions.let_go(due=row, words="not now", by=CAST["W1"], at=T0)
    with statements() as few:
        browser.get(reverse("due"))
    assert len(few) <= len(one) <= 6


def test_the_list_goes_on_where_it_stopped() -> None:
    laid_out()
    with acting_as("W1"):
        rows = queries.due_list(on=timezone.localdate())
    assert len(rows) == 4
    place = f"{rows[1].due_on}.{rows[1].id}"
    page = client_as("W1").get(reverse("due"), {"after": place}).content.decode()
    assert page.count("just now") >= 1 and "Back to the beginning" in page
    assert client_as("W1").get(reverse("due"), {"after": "nonsense"}).status_code == 200


def test_whoever_keeps_instruments_adds_and_changes_a_point() -> None:
    browser = client_as("SUP")
    answers = {
        "name": "after nine months", "anchor": "enrolment", "months": "9", "opens_days_before": "14",
        "closes_days_after": "30", "repeats_months": "0", "measures": ["PHQ-9|woman", "PRFQ|dyad"], "active": "on",
    }  # fmt: skip
    done = browser.post(reverse("wave_add"), sent("add", **answers))
    assert done.status_code == 302
    with acting_as("SUP"):
        wave = Wave.objects.get(code="after-nine-months")
    assert browser.get(reverse("wave_change", args=[wave.pk])).status_code == 200
    changed = {**answers, "months": "10", "measures": ["PHQ-9|woman"], "version": "1"}
    assert browser.post(reverse("wave_change", args=[wave.pk]), sent("change", **changed)).status_code == 302
    page = browser.get(reverse("cycle")).content.decode()
    assert "10 months" in page and "after nine months" in page
    # A colleague with the old page in front of her loses nothing that she typed.
    late = browser.post(reverse("wave_change", args=[wave.pk]), sent("late", **{**changed, "name": "my own words"}))
    assert late.status_code == 200 and "my own words" in late.content.decode()
    assert "A colleague changed this a moment ago" in late.content.decode()


@pytest.mark.parametrize("who", ["W1", "ADM", "PEER"])
def test_others_do_not_change_the_cycle(who: str) -> None:
    wave = a_wave()
    assert client_as(who).get(reverse("wave_add")).status_code == 404
    assert client_as(who).get(reverse("wave_change", args=[wave.pk])).status_code == 404


def test_measures_that_need_her_yes_cannot_be_put_into_the_cycle() -> None:
    page = client_as("SUP").get(reverse("wave_add")).content.decode()
    assert "PHQ-9|woman" in page
    assert not any(f"{code}|" in page for code in ("ACE-10", "PCL-5", "PC-PTSD-5", "PERINATAL-POEM-community"))


def test_a_programme_that_ended_opens_what_comes_after_it() -> None:
    with acting_as("SUP"):
        actions.save_wave(
            wave=actions.Planned("t-after", "after the group", Anchor.PROGRAMME_END, 0, [("PRFQ", ForSubject.DYAD)]),
            by=CAST["SUP"], at=T0,
        )  # fmt: skip
    browser = client_as("W1")
    address = reverse("wave_anchor", args=[CAST["ALDER"]])
    day = timezone.localdate()
    answers = {"anchor": "programme_end", "words": "the winter group",
               "on_0": str(day.day), "on_1": str(day.month), "on_2": str(day.year), "on": day.isoformat()}  # fmt: skip
    assert browser.get(address).status_code == 200
    assert browser.post(address, sent("anchor", **answers)).status_code == 302
    assert browser.get(reverse("due")).content.decode().count("after the group") == 1
    for other in ("W2", "W3", "CHC", "p_cal"):
        assert client_as(other).get(address).status_code in (302, 404)


def test_her_own_page_of_questions_says_what_fits() -> None:
    laid_out()
    page = client_as("W1").get(reverse("questions", args=[CAST["ALDER"]])).content.decode()
    assert "Fits into these days" in page and page.count("just now") == 4
    other = client_as("W2").get(reverse("questions", args=[CAST["ALDER"]]))
    assert other.status_code == 404 and b"just now" not in other.content


def test_a_measure_is_let_go_with_its_reason_and_both_lists_say_so() -> None:
    laid_out()
    with acting_as("W1"):
        row = Due.objects.get(wave__code="t-now", instrument="GAD-7")
    browser = client_as("W1")
    address = reverse("measure_let_go", args=[CAST["ALDER"], row.pk])
    questions = reverse("questions", args=[CAST["ALDER"]])
    assert address in browser.get(questions).content.decode()
    assert "Generalized Anxiety Disorder" in browser.get(address).content.decode()
    empty = browser.post(address, sent("empty", words=" "))
    assert empty.status_code == 200
    assert browser.post(address, sent("go", words="She is moving house.")).status_code == 302
    for page in (browser.get(questions).content.decode(), browser.get(reverse("due")).content.decode()):
        assert "Let go" in page and "She is moving house." in page and address not in page
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"])
        assert Due.objects.get(wave__code="t-now", instrument="GAD-7").settled_as == "let_go"
    assert browser.get(address).status_code == 404  # settled


@pytest.mark.parametrize("who", [None, "W2", "W3", "CHC", "EVAL", "CW1", "p_cal", "p_ana"])
def test_the_wrong_people_let_nothing_go(who: str | None) -> None:
    laid_out()
    with acting_as("W1"):
        row = Due.objects.get(wave__code="t-now", instrument="GAD-7")
    address = reverse("measure_let_go", args=[CAST["ALDER"], row.pk])
    assert client_as(who).get(address).status_code in (302, 404)
    assert client_as(who).post(address, sent("go", words="x")).status_code in (302, 404)
    with acting_as("W1"):
        row.refresh_from_db()
        assert row.settled_on is None


# --- what moves a day lays out what fits at once -------------------------------------------------------------------


def first_measures() -> None:
    """Two points of the cycle: when we begin, and as a child is born."""
    with acting_as("SUP"):
        for code, anchor, measure in (
            ("t-begin", Anchor.ENROLMENT, ("PHQ-9", ForSubject.WOMAN)),
            ("t-dyad", Anchor.CHILD_AGE, ("PRFQ", ForSubject.DYAD)),
        ):
            planned = actions.Planned(code, code, anchor, 0, [measure], 0, 60)
            actions.save_wave(wave=planned, by=CAST["SUP"], at=T0)


def fits(family: Any) -> set[tuple[str, bool]]:
    """Which measures stand in the list of one family's worker, each with whether it is about the woman."""
    with acting_as("W1"):
        rows = queries.due_of(family, timezone.localdate())
        women = set(Woman.objects.filter(family_id=family).values_list("person_id", flat=True))
        return {(row.instrument, row.subject in women) for row in rows if row.wave_code.startswith("t-")}


def today(name: str) -> dict[str, str]:
    return day(name, timezone.localdate().isoformat())


def test_her_first_measures_stand_there_as_soon_as_she_is_with_us_and_the_child_s_at_birth() -> None:
    first_measures()
    came = send("W1", url("open_family"), {"name": "Nell", "met": "on", **today("on")})
    assert came.status_code == 302
    with acting_as("W1"):
        nell = Person.objects.get(name="Nell")
    family = nell.family_id
    assert fits(family) == set()
    active = {"state": "active", "because": "we_met", **today("from_on")}
    with statements() as made:
        assert send("W1", url("state_change", family, nell.pk), active).status_code == 302
    assert sum("plan_waves" in each for each in made) == 1
    assert fits(family) == {("PHQ-9", True)}
    born = {"name": "Ned", **today("born_on"), "began": "birth"}
    assert send("W1", url("child_add", family, nell.pk), born).status_code == 302
    assert fits(family) == {("PHQ-9", True), ("PRFQ", False)}
    assert "Patient Health Questionnaire-9" in client_as("W1").get(reverse("due")).content.decode()
    with acting_as("W1"):
        ned = Person.objects.get(name="Ned")
    ended = {"state": "moved", **today("on"), "planned": "yes"}
    assert send("W1", url("person_died", family, ned.pk), {**today("on"), "sure": "yes"}).status_code == 302
    assert fits(family) == {("PHQ-9", True)}
    assert send("W1", url("ending_add", family, nell.pk), ended).status_code == 302
    assert fits(family) == set()
    assert send("W1", url("welcome_back", family, nell.pk), today("on")).status_code == 302
    assert fits(family) == {("PHQ-9", True)}
    assert send("W1", url("person_died", family, nell.pk), {**today("on"), "sure": "yes"}).status_code == 302
    assert fits(family) == set()


def test_it_takes_as_many_statements_for_four_children_as_for_one() -> None:
    first_measures()

    def change(state: str, because: str) -> int:
        told = {"state": state, "because": because, **today("from_on")}
        with statements() as made:
            assert send("W1", url("state_change", CAST["ALDER"], CAST["ANA"]), told).status_code == 302
        return len(made)

    change("quiet", "no_contact")
    few = change("active", "mistake")
    with acting_as("W1"):
        family, ana = Family.objects.get(pk=CAST["ALDER"]), Woman.objects.get(pk=CAST["ANA"])
        for name in ("One", "Two"):
            families.add_child(
                family=family, woman=ana, child=NewPerson(name=name), born_on=timezone.localdate(), by=CAST["W1"],
                at=timezone.now(),
            )  # fmt: skip
    change("quiet", "mistake")
    assert change("active", "mistake") == few
