"""The pages of results: what the team reads, what is read with her, one occasion, the timeline; and who gets nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from alongside.assessment import actions, queries
from alongside.families.models import Family
from tests.cast import CAST, T0, acting_as, dyad
from tests.client import client_as, statements
from tests.pages.reading import WRONG, without_tokens
from tests.results import PHQ, all_the_same, answered, phq

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
DAYS = (date(2025, 1, 10), date(2025, 7, 10), date(2026, 1, 10))
FAMILY = {"family": CAST["ALDER"]}
FIGURES = "Reliable from 6.76 points on (Jacobson–Truax): r = 0.84, test-retest 48h (Kroenke 2001); SD = 6.1; from MDD, Kroenke 2001"


def waves(*totals: int) -> list:
    with acting_as("W1"):
        return [answered("PHQ-9", on, phq(total)) for on, total in zip(DAYS, totals, strict=False)]


def get(name: str, who: str = "W1", language: str = "en", **more: object) -> str:
    browser = client_as(who)
    browser.cookies["django_language"] = language
    answer = browser.get(reverse(name, kwargs=FAMILY | more))
    assert answer.status_code == 200, answer.status_code
    return answer.text


def words(page: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.split("<main", 1)[1]))


@pytest.mark.parametrize("who", WRONG)
def test_wrong_people_get_nothing_and_cannot_tell_hidden_from_absent(who: str) -> None:
    [first, *_rest] = waves(20, 15)
    for name, more in (("results", {}), ("results_with_her", {}), ("answers", {"occasion": first.pk})):
        hidden = client_as(who).get(reverse(name, kwargs=FAMILY | more))
        absent = client_as(who).get(reverse(name, kwargs={"family": CAST["W1"], **more}))
        assert hidden.status_code == absent.status_code == 404
        assert without_tokens(hidden.text) == without_tokens(absent.text)


def test_who_works_with_the_children_alone_reads_nothing_of_hers() -> None:
    waves(20, 15, 9)
    with acting_as("W1"):
        answered("PRFQ", DAYS[0], all_the_same([str(n) for n in range(1, 19)], 4), subject=dyad("ANA", "BEE"))
    text = get("results", who="CHC")
    assert "Feeling low" not in text and "Being curious" not in text and "20" not in words(text)


def test_what_a_change_rests_on_stands_beside_it() -> None:
    waves(20, 15, 9)
    text = words(get("results"))
    assert "Feeling low: lower is better" in text
    assert (
        "from 20 (10 January 2025) to 9 (10 January 2026), 11 lower; a reliable change for the better, across the cut-off"
        in text
    )
    assert (
        "from 15 (10 July 2025) to 9 (10 January 2026), 6 lower; across the cut-off, but not a reliable change" in text
    )
    assert FIGURES in text and "These figures do not come from women like her." in text
    assert "Screening is not diagnosis" in text
    assert "A score exactly on the cut-off (>= 10) counts as on that side." in text.replace("&gt;", ">")
    assert "Another rule in use: 6 points (IAPT/NHS Talking Therapies (general knowledge))." in text
    assert "Patient Health Questionnaire-9 (PHQ-9), version standard-2w" in text


def test_the_team_sees_band_and_cut_off_and_she_does_not() -> None:
    waves(20, 15, 9)
    team, hers = get("results"), get("results_with_her")
    assert 'class="v-band"' in team and 'class="v-cutoff"' in team
    assert 'class="v-band"' not in hers and 'class="v-cutoff"' not in hers
    said = words(hers).casefold()
    for never in ("cut-off", "reliab", "better", "worse", "severe", "moderate", "mild", "clinical", "depress", "norm"):
        assert never not in said, never
    assert "About the same as in July 2025. Since the first time: less than in January 2025." in words(hers)


def test_where_no_judgement_can_be_there_is_none() -> None:
    with acting_as("W1"):
        for on, value in zip(DAYS, (1, 5), strict=False):
            answered("RAAS-close", on, all_the_same([str(n) for n in range(1, 19)], value))
            answered("ACE-10", on, {"total": value})
    text = words(get("results"))
    assert "For groups, not for one person." in text
    assert "It counts what has been, and does not change." in text
    assert "reliable change" not in text.replace("no change is called reliable", "")
    assert "Hard experiences" not in words(get("results_with_her"))


def test_who_keeps_instruments_is_led_to_own_figures() -> None:
    waves(20, 15)
    assert "Enter figures of our own" in get("results", who="DIR")
    assert "Enter figures of our own" not in get("results")


def test_a_wave_that_was_not_available_is_a_gap_and_nobody_missed_it() -> None:
    waves(20, 15)
    with acting_as("W1"):
        actions.not_available(
            family=Family.objects.get(pk=CAST["ALDER"]), subject=CAST["ANA"], category=4, instrument="PHQ-9",
            waves=[("3 months", date(2025, 4, 10))], by=CAST["W1"], at=T0,
        )  # fmt: skip
    text = get("results")
    assert 'class="v-ring"' in text and "nothing this time" in text
    assert "3 months; not available" in words(text) and "missed" not in words(text)
    assert 'class="v-line"' not in text.split("Feeling low")[1].split("</svg>")[0]  # broken: no line over the gap


def test_whose_picture_it_is_and_what_was_missing_is_said() -> None:
    with acting_as("W1"):
        answered("PHQ-9", DAYS[0], all_the_same(PHQ[:7], 2), source="imported")
        answered("PHQ-9", DAYS[1], all_the_same(PHQ[:6], 2))
        answered("PHQ-9", DAYS[2], phq(9))
    text = words(get("results"))
    assert "brought over from an earlier study or system" in text
    assert "≈18" in text and "2 answers missing, the score is made up from the others" in text
    assert "10 July 2025: No score: too many answers are missing. A missing answer is never counted as nought." in text


def test_a_fixed_number_of_statements() -> None:
    waves(20, 15)
    for name in ("results", "results_with_her", "timeline"):
        get(name)
        with statements() as few:
            get(name)
        with acting_as("W1"):
            for month in range(1, 8):
                answered(
                    "GAD-7", date(2024, month, {"results": 3, "timeline": 4}.get(name, 5)), all_the_same(PHQ[:7], 1)
                )
        get(name)
        with statements() as many:
            get(name)
        assert len(few) == len(many) <= 10, (name, many)
    with statements() as asked:
        get("family")
    assert len(asked) <= 12


def test_one_occasion_with_its_scores_and_what_moved() -> None:
    [_first, _second, last] = waves(20, 15, 9)
    text = words(get("answers", occasion=last.pk))
    assert "What it came to" in text and "9 (between 0 and 27 is possible)" in text and "standard-2w" in text
    assert "11 lower; a reliable change for the better, across the cut-off" in text and FIGURES in text
    assert "Little interest or pleasure in doing things" in text


def test_one_occasion_says_why_a_score_is_missing_and_that_not_saying_is_her_choice() -> None:
    with acting_as("W1"):
        held = answered("PHQ-9", DAYS[0], {**all_the_same(PHQ[:5], 1), "6": "prefer_not"})
    text = words(get("answers", occasion=held.pk))
    assert "No score: too many answers are missing. A missing answer is never counted as nought." in text
    assert "she would rather not say: her choice" in text


def test_a_total_brought_over_has_no_single_answers() -> None:
    with acting_as("W1"):
        held = answered("PHQ-9", DAYS[0], {}, mode="brought_over", source="imported")
        held.scores.all().update(superseded_at=T0)
        type(held).objects.filter(pk=held.pk).update(total=12)
    text = words(get("answers", occasion=held.pk))
    assert "The total came without the single answers." in text and "There are no single answers here." in text
    assert "no answer" not in text


def test_the_timeline_says_what_moved_and_leads_to_the_answers() -> None:
    [_first, last] = waves(20, 9)
    page = get("timeline")
    text = words(page)
    assert "Patient Health Questionnaire-9: 9" in text
    assert "Since the first time: from 20 (10 January 2025) to 9 (10 July 2025), 11 lower" in text and FIGURES in text
    assert reverse("answers", args=[CAST["ALDER"], last.pk]) in page
    with acting_as("W1"):
        newest = answered("PHQ-9", date(2026, 3, 2), phq(5))
    assert reverse("answers", args=[CAST["ALDER"], newest.pk]) in get("family")
    assert FIGURES not in words(get("family"))


def test_the_timeline_of_a_day_knows_nothing_of_later() -> None:
    waves(20, 9, 8)
    url = reverse("timeline", kwargs=FAMILY)
    then = words(client_as("W1").get(url + "?on=2025-06-01").text)
    assert "Patient Health Questionnaire-9: 20" in then and "Since the first time" not in then
    known = words(client_as("W1").get(url + "?on=2026-03-02&known=2025-08-01").text)
    assert "to 9 (10 July 2025)" in known and "to 8" not in known


@pytest.mark.parametrize("name", ["results", "results_with_her"])
def test_in_french(name: str) -> None:
    waves(20, 15, 9)
    text = words(get(name, language="fr-ca"))
    assert "Feeling low" not in text
    if name == "results":
        assert "r = 0,84" in text and "11 de moins ; un changement fiable vers le mieux" in text
    for english in ("Since the", "lower", "About the same", "Reliable", "cut-off", "Screening", "higher is"):
        assert english not in text, english


def test_nothing_yet() -> None:
    assert "No results yet" not in get("results")  # the cast's own total is there, by name alone
    with acting_as("W2"):
        assert queries.results(CAST["BIRCH"], today=DAYS[2]) == []
    browser = client_as("W2").get(reverse("results", kwargs={"family": CAST["BIRCH"]}))
    assert "No results yet" in browser.text
