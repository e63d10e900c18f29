"""Programmes and what is known about them: who reads, what is shown and said honestly, titles of a site's own."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import translation

from alongside.library import queries
from alongside.library.catalogue import shipped
from alongside.library.models import SessionTitle
from tests.cast import acting_as
from tests.client import client_as, statements
from tests.pages.reading import without_tokens

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

FFF = ("fff", "53-hours")
SAFETY = ("seeking-safety", "25-topics")


def get(name: str, *args: Any, who: str = "W1", query: str = "") -> Any:
    return client_as(who).get(reverse(name, args=args) + query)


def text(name: str, *args: Any, who: str = "W1", query: str = "", language: str = "en") -> str:
    client = client_as(who)
    client.cookies["django_language"] = language
    with translation.override(language):  # a page leaves its language behind
        answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return unescape(answer.text)


def post(*args: str, who: str = "SUP", version: str = "", **titles: str) -> Any:
    form = {"submission": str(uuid.uuid4()), "version": version, **titles}
    return client_as(who).post(reverse("session_titles", args=args), form)


def held(*args: str) -> dict[int, str]:
    with acting_as("W1"):
        return queries.titles(args[0]).get(args[1], {})


def newest(*args: str) -> str:
    with acting_as("W1"):
        found = queries.newest(*args)
    assert found
    return str(found.id)


def test_lists_about_ourselves_are_sheets_in_both_languages_with_their_source() -> None:
    for language in ("en", "fr"):
        listed = text("checklists", language="fr-ca" if language == "fr" else "en")
        for each in shipped().checklists:
            page = text("checklist", each.code, language="fr-ca" if language == "fr" else "en")
            said = [each.title, each.about, *(one for part in each.parts for one in (part.title, *part.points))]
            assert all(words.said(language) in page for words in said), each.code
            assert each.title.said(language) in listed and "Parenting in Recovery" in page
            assert "<form" not in page.split("<main")[1].split("</main")[0]  # nothing is entered, nothing is kept
    assert get("checklist", "nothing").status_code == 404 and 'href="/library/ourselves/"' in text("library")


# --- who


@pytest.mark.parametrize("who", ["W1", "CHC", "PEER", "SUP", "EVAL", "ADM", "PRIV", "COUNCIL"])
def test_everybody_who_works_here_reads(who: str) -> None:
    mine = ("checklists", ()), ("checklist", ("stock",))
    for name, args in (("library", ()), ("evidence", ()), ("programme", ("pup",)), *mine):
        assert get(name, *args, who=who).status_code == 200, name


@pytest.mark.parametrize("who", ["p_ana", "p_cal", "p_foster", "CW1", "NUR"])
def test_others_find_nothing_there(who: str) -> None:
    ours = ("checklists", ()), ("checklist", ("stock",))
    for name, args in (("library", ()), ("evidence", ()), ("programme", ("pup",)), ("session_titles", FFF), *ours):
        assert get(name, *args, who=who).status_code == 404, name
    assert post(*FFF, who=who, session_1="SECRET").status_code == 404
    assert held(*FFF) == {}


@pytest.mark.parametrize("who", ["W1", "CHC", "PEER", "ADM", "PRIV", "COUNCIL"])
def test_only_those_who_keep_programmes_name_sessions(who: str) -> None:
    assert get("session_titles", *FFF, who=who).status_code == 404
    assert post(*FFF, who=who, session_1="SECRET").status_code == 404
    assert "Give the sessions titles" not in text("programme", "fff", who=who)
    assert held(*FFF) == {}


@pytest.mark.parametrize("address", ["nothing", "programmes", "MIO"])
def test_what_does_not_exist_is_not_there(address: str) -> None:
    absent = get("programme", address)
    assert absent.status_code == 404
    assert bare(absent, address) == bare(get("programme", "also-nothing"), "also-nothing")
    assert get("session_titles", "mio", address.lower(), who="SUP").status_code == 404


def bare(page: Any, address: str) -> str:
    """A page without its own address, which the choice of a language repeats."""
    return without_tokens(page.text).replace(f"/library/{address}/", "")


# --- the list


def test_all_programmes_are_listed_with_what_they_come_to() -> None:
    page = text("library")
    for programme in shipped().programmes:
        assert programme.name in page
    assert "33 sessions, 53 hours, 16 weeks" in page
    assert "10 sessions, 10 to 20 hours, 3 months or 20 sessions, 20 weeks" in page
    assert "It was not made for parents who use, or used, substances" in page


def names(page: str) -> set[str]:
    return {programme.code for programme in shipped().programmes if f'href="/library/{programme.code}/"' in page}


def test_they_are_found_by_who_they_are_for() -> None:
    assert names(text("library")) == {programme.code for programme in shipped().programmes}
    expecting = names(text("library", query="?stage=expected"))
    assert expecting == {"bright", "nesst", "connections"}
    baby = names(text("library", query="?who=together&stage=baby"))
    assert {"bright", "nesst", "cpp", "pup", "new-moms"} <= baby and "mio" not in baby and "fff" not in baby
    assert names(text("library", query="?who=family&stage=school")) >= {"fff", "shared-family-care"}
    assert "None is for just these people" in text("library", query="?who=child&stage=expected")


@pytest.mark.parametrize("query", ["?who=SECRET", "?stage=1%27--", "?who=&stage=", "?other=1"])
def test_odd_questions_break_nothing(query: str) -> None:
    assert names(text("library", query=query)) == {programme.code for programme in shipped().programmes}


# --- one programme


@pytest.mark.parametrize("code", [programme.code for programme in shipped().programmes])
@pytest.mark.parametrize("language", ["en", "fr-ca"])
def test_every_programme_has_its_page_in_both_languages(code: str, language: str) -> None:
    programme = shipped().programme(code)
    page = text("programme", code, language=language)
    for words in [programme.about, programme.manual, *(version.title for version in programme.versions)]:
        assert words.said(language) in page
    for item in shipped().about(code):
        assert shipped().sources[item.source].citation in page
        if item.rating is None:
            assert item.title.said(language) in page and item.certainty_why.said(language) in page
            assert all(finding.what.said(language) in page for finding in item.findings)
        else:
            assert item.rating.by in page and item.rating.word in page


def test_a_plan_in_plain_words() -> None:
    page = text("programme", "fff")
    for said in (
        "33 sessions", "53", "16 weeks", "twice a week", "2 to 33", "90 minutes", "300 minutes", "group trainer",
        "12 sessions, not said which", "A day together: goals of the family", "Brief Addiction Monitor",
        "It teaches strategies without work on the relationship before them",
        "6 months after the end", "chosen by us", "It kept to the plan.", "It was changed, because …",
    ):  # fmt: skip
        assert said in page, said


def test_both_plans_of_parents_under_pressure_are_there() -> None:
    page = text("programme", "pup")
    assert "10 visits in 3 months" in page and "Weekly visits for 20 weeks" in page
    assert page.index('id="10-visits"') < page.index('id="20-weeks"')
    assert "Brief Child Abuse Potential Inventory" in page and "goes to no agency" in page


def test_what_clearinghouses_say_differently_stands_side_by_side() -> None:
    page = text("programme", "fff")
    assert "Clearinghouses do not agree" in page
    for said in (
        "No Effects, one study",
        "2, Supported by Research Evidence",
        "Title IV-E",
        "27 February 2012",
        "September 2016",
    ):
        assert said in page
    assert "Clearinghouses do not agree" not in text("programme", "seeking-safety")


def test_effects_are_drawn_with_their_intervals_and_the_same_as_a_table() -> None:
    page = text("programme", "pup")
    assert "20.3 percentage points more (2.5 to 38.1); 11 of 36, against 4 of 39" in page
    assert "15.2 percentage points fewer (2.0 to 28.4); 1 of 36, against 7 of 39" in page
    assert "0.25 standard deviations less (0.03 to 0.47)" in page
    assert page.count('class="viz') == 4 and page.count("The same as a table") == 2
    assert "worked out by us from what was printed" in page
    assert "0 is no difference. To the right is better." in page


def test_a_figure_without_its_interval_is_said_and_not_drawn() -> None:
    page = text("programme", "fff")
    assert "0.53 times as often; no interval in what we read" in page
    assert "0.53" not in "".join(re.findall(r"<svg.*?</svg>", page, re.S))


def test_seeking_safety_and_signs_of_safety_name_each_other_and_share_nothing() -> None:
    """G-1, G-2."""
    seeking, signs = text("programme", "seeking-safety"), text("programme", "signs-of-safety")
    assert "Not to be taken for one another" in seeking and 'href="/library/signs-of-safety/"' in seeking
    assert "Not to be taken for one another" in signs and 'href="/library/seeking-safety/"' in signs
    assert "Reekers" in signs and "Reekers" not in seeking
    assert "Hien" in seeking and "Hien" not in signs
    assert "at trend level" in signs and "no difference found" in signs


def test_what_nobody_checked_is_marked_on_the_page() -> None:
    assert "not checked" in text("programme", "signs-of-safety")
    assert "not checked" not in text("programme", "connections")


def test_in_french_nothing_is_left_in_english() -> None:
    page = text("programme", "mio", language="fr-ca")
    for said in ("Ce qu’on en sait", "12 séances", "une fois par semaine", "aucune différence trouvée", "à la fin"):
        assert said in page, said
    for english in ("What is known", "once a week", "no difference found", "Where this comes from", "How sure"):
        assert english not in re.sub(r'<[^>]*lang="en"[^>]*>.*?</(span|h1)>', "", page), english
    assert "20,3 points de pourcentage de plus (de 2,5 à 38,1)" in text("programme", "pup", language="fr-ca")
    assert "27 février 2012" in text("programme", "fff", language="fr-ca")


# --- everything that is known


def test_nulls_stand_with_the_rest_and_can_be_read_alone() -> None:
    page = text("evidence")
    assert all(item.title.en in page for item in shipped().evidence)
    nulls = text("evidence", query="?show=nothing")
    for item in shipped().evidence:
        assert (item.title.en in nulls) is item.null, item.key


def test_reading_asks_few_questions() -> None:
    client = client_as("W1")
    client.get(reverse("programme", args=["pup"]))
    counts = {}
    for name, args in (("library", ()), ("evidence", ()), ("programme", ("pup",)), ("programme", ("seeking-safety",))):
        with statements() as asked:
            client.get(reverse(name, args=args))
        counts[name, args] = len(asked)
    assert counts["library", ()] == counts["evidence", ()]
    assert max(counts.values()) <= counts["library", ()] + 2


# --- titles of a site's own


def test_titles_are_given_changed_and_taken_back() -> None:
    assert post(*SAFETY, session_1="  Our first topic ", session_3="Third").status_code == 302
    assert held(*SAFETY) == {1: "Our first topic", 3: "Third"}
    page = text("programme", "seeking-safety")
    assert "Our first topic" in page and '<li value="3"><bdi>Third</bdi></li>' in page
    assert post(*SAFETY, version=newest(*SAFETY), session_1="Another", session_3="").status_code == 302
    assert held(*SAFETY) == {1: "Another"}
    assert held("seeking-safety", "12-sessions") == {}
    with acting_as("W1"):
        assert SessionTitle.objects.count() == 4, "nothing was overwritten"


def test_nothing_new_and_too_long_is_said_kindly() -> None:
    post(*SAFETY, session_1="Once")
    again = post(*SAFETY, version=newest(*SAFETY), session_1="Once")
    assert again.status_code == 200 and "These titles are here already." in again.text
    long = post(*SAFETY, version=newest(*SAFETY), session_1="x" * 201)
    assert long.status_code == 200 and held(*SAFETY) == {1: "Once"}


def test_what_a_colleague_saved_meanwhile_is_shown_before_it_is_replaced() -> None:
    post(*SAFETY, session_1="Hers")
    late = post(*SAFETY, who="DIR", session_1="Mine", session_2="Also mine")
    assert late.status_code == 200 and "As your colleague left it" in late.text and "Hers" in late.text
    assert 'value="Mine"' in late.text and held(*SAFETY) == {1: "Hers"}
    version = re.search(r'name="version" value="([^"]+)"', late.text)
    assert version and version[1] == newest(*SAFETY)
    assert post(*SAFETY, who="DIR", version=version[1], session_1="Mine", session_2="Also mine").status_code == 302
    assert held(*SAFETY) == {1: "Mine", 2: "Also mine"}


def test_a_title_sent_twice_is_written_once() -> None:
    client, form = client_as("SUP"), {"submission": str(uuid.uuid4()), "version": "", "session_1": "Twice"}
    assert [client.post(reverse("session_titles", args=SAFETY), form).status_code for _ in range(2)] == [302, 302]
    with acting_as("W1"):
        assert SessionTitle.objects.count() == 1


def test_an_open_plan_has_lines_for_what_comes() -> None:
    page = text("session_titles", "new-moms", "weekly", who="SUP")
    assert 'name="session_6"' in page and 'name="session_7"' not in page
    assert post("new-moms", "weekly", session_6="Baby massage").status_code == 302
    assert 'name="session_12"' in text("session_titles", "new-moms", "weekly", who="SUP")


def test_markup_in_a_title_is_only_text() -> None:
    post(*SAFETY, session_1="<script>alert(1)</script>")
    assert "<script>alert" not in get("programme", "seeking-safety").text


def test_the_database_lets_nobody_else_write_titles() -> None:
    from django.db import ProgrammingError, transaction

    for who in ("W1", "p_ana", "CW1"):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            SessionTitle.objects.create(
                programme="mio", plan="12-weeks", number=1, title="SECRET", recorded_by=uuid.uuid4()
            )
    post(*SAFETY, session_1="Ours")
    assert held(*SAFETY) == {1: "Ours"}
    with connections["default"].cursor() as cursor:
        cursor.execute("select set_config('alongside.token', '', true)")
        cursor.execute("select count(*) from library_sessiontitle")
        assert cursor.fetchone() == (0,), "without a session nothing is seen, not even a count"
