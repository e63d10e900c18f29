"""Studies as the evaluator reads and keeps them: kind about a file, the same number of statements, nobody else's."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from alongside.evaluation.models import Participant, Result, Study
from alongside.pages.worker.presented.study_results import share_a_wave
from alongside.wording.rules import hard_sentences, read
from tests.cast import acting_as, ident
from tests.cast.people import OUTSIDE, STAFF
from tests.client import client_as, statements
from tests.databases import ROOT
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
DATA = (ROOT / "tests" / "data" / "hsaur3_BtheB_wide.csv").read_text()
STUDY, PLAN, RUN = ident("study"), ident("plan"), ident("run")
SAID, WAITING = ident("words for women"), ident("words for women waiting")
NEW = {
    "title": "Beat the Blues", "question": "Does it help?", "design": "random", "arms": "TAU\nBtheB",
    "waves": "pre, 2m, 3m, 5m, 8m", "measures": "bdi", "primary": "bdi.8m", "secondary": "bdi.2m",
}  # fmt: skip


def begun() -> str:
    answer = send("EVAL", url("study_begin"), NEW)
    assert answer.status_code == 302, errors(answer)
    return str(answer["Location"])


def test_every_page_is_the_evaluators_alone() -> None:
    addresses = [
        url("study", STUDY), url("study_plan", PLAN), url("study_run", RUN), url("study_begin"), url("study_file", STUDY),
        url("study_count", STUDY), url("study_plan_write", STUDY), url("study_plan_freeze", PLAN),
        url("study_plan_run", PLAN), url("study_extract", STUDY), url("study_tell_women", RUN),
        url("words_for_women_anew", SAID), url("study_own", STUDY), url("study_dictionary", STUDY),
        url("study_dictionary_file", STUDY), url("study_site", STUDY),
    ]  # fmt: skip
    for address in addresses:
        assert client_as("EVAL").get(address).status_code == 200, address
    for who in (*(key for key in STAFF if key != "EVAL"), *OUTSIDE, "p_ana"):
        browser = client_as(who)
        assert {browser.get(address).status_code for address in addresses} == {404}, who
    assert "Two ways of being" not in client_as("DIR").get("/").text


def test_a_study_is_registered_and_shown_with_the_same_number_of_statements_whatever_is_in_it() -> None:
    wrong = send("EVAL", url("study_begin"), {**NEW, "primary": "bdi.9m"})
    assert "measure.wave" in str(errors(wrong)["primary"]) and "Beat the Blues" in wrong.text
    there = begun()
    counted = []
    for address in (there, url("study", STUDY)):
        with statements() as asked:
            assert client_as("EVAL").get(address).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 12
    shown = client_as("EVAL").get(url("study", STUDY)).text
    assert "eligible, not randomised" in shown.lower() and "rfi" in shown and "SECRET why" in shown


def test_a_file_is_looked_through_first_and_a_wrong_one_comes_back_with_every_word() -> None:
    there = begun()
    form = f"{there}people/"
    first = send("EVAL", form, {"table": DATA})
    assert first.status_code == 200 and "100 participants would come in: TAU 48, BtheB 52." in first.text
    assert "drug, length" in first.text
    with acting_as("EVAL"):
        study = Study.objects.get(title="Beat the Blues")
        assert not Participant.objects.filter(study=study).exists()
    named = send("EVAL", form, {"table": DATA.replace('"drug"', '"first name"'), "sure": "yes"})
    assert "Column first name." in str(errors(named)["table"]) and "It looks like: a name" in named.text
    assert "first name" in named.context["form"]["table"].value()
    assert send("EVAL", form, {"table": DATA, "sure": "yes"}).status_code == 302
    again = send("EVAL", form, {"table": DATA, "sure": "yes"})
    assert "in the study already" in str(errors(again))
    with acting_as("EVAL"):
        assert Participant.objects.filter(study=study).count() == 100
    page = client_as("EVAL").get(there).text
    # How far apart is beside it, as the drawing has it.
    assert re.search(
        r'drug: No</th><td class="whole">34 \(71 %\)</td><td class="whole">22 \(42 %\)</td><td class="whole">-0\.59<',
        page,
    )
    extract = send("EVAL", f"{there}extract/", {"columns": ["drug", "bdi.8m"]})
    assert extract["Content-Type"] == "application/zip" and "attachment" in extract["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(extract.content)) as archive:
        assert len(archive.read("study.csv").splitlines()) == 101


def test_a_plan_is_written_frozen_and_asked_to_run() -> None:
    there = begun()
    send("EVAL", f"{there}people/", {"table": DATA, "sure": "yes"})
    offered = client_as("EVAL").get(f"{there}plan/")
    first = offered.context["form"].initial["toml"]
    assert "?ready=mother-child-women" in offered.text and "A-12" not in first
    filled = client_as("EVAL").get(f"{there}plan/?ready=mother-child-women").context["form"].initial["toml"]
    assert (
        "A-12" in filled and client_as("EVAL").get(f"{there}plan/?ready=../x").context["form"].initial["toml"] == first
    )
    odd = send("EVAL", f"{there}plan/", {"toml": "[[analysis]]\nname = 'x'\nmethod = 'guess'", "version": "0"})
    assert "guess" in str(errors(odd)["toml"])
    written = send("EVAL", f"{there}plan/", {"toml": first, "version": "0"})
    plan = written["Location"]
    taken = send("EVAL", f"{there}plan/", {"toml": first, "version": "0"})
    assert "newer version" in str(errors(taken)["toml"])
    assert "freeze the plan first" in str(errors(send("EVAL", f"{plan}run/", {})))
    assert send("EVAL", f"{plan}freeze/", {}).status_code == 302
    run = send("EVAL", f"{plan}run/", {})["Location"]
    page = client_as("EVAL").get(run).text
    assert "0 of 1 analyses are done" in page and "It is being run" in page


def test_what_cannot_be_answered_is_said_kindly_and_results_stand_with_their_plan() -> None:
    with statements() as asked:
        page = client_as("EVAL").get(url("study_run", RUN))
    assert "SECRET sentence" in page.text and "Seed 1" in page.text and "No registered outcome" in page.text
    assert len(asked) <= 7
    # All outcomes side by side, from what the run keeps, for a telephone and for a desk.
    assert page.text.count("Outcomes by wave and arm</title>") == 2 and "22.5" in page.text


FOR_WOMEN = {
    "measures": ["bdi"], "names": "bdi = feeling low\nsit = usual care\nrfi = our way\nt1 = start\nt2 = later",
    "title_en": "Feeling better", "words_en": "Women felt better in both groups.", "unknown_en": "We were few.",
}  # fmt: skip


def test_what_women_read_is_written_read_by_a_second_person_released_and_taken_back() -> None:
    tell = url("study_tell_women", RUN)
    first = client_as("EVAL").get(tell)
    assert first.context["form"].initial["names"].splitlines() == ["bdi = ", "rfi = ", "sit = ", "t1 = ", "t2 = "]
    for change, field, said in (
        ({"unknown_en": ""}, "unknown_en", "what is not known"),
        ({}, "one_language", "both languages"),
        ({"one_language": "on", "names": ""}, "names", "bdi = feeling low = moral bas"),
        ({"one_language": "on", "measures": ["nothing"]}, "measures", ""),
    ):
        wrong = send("EVAL", tell, {**FOR_WOMEN, **change})
        assert said in str(errors(wrong)[field]) and "Women felt better" in wrong.text, change
    # Hard or cold words are named once, and hold nothing up.
    hard = "Participants who were non-compliant with the intervention deteriorated considerably in comparison with all of the others who were there."
    looked = send("EVAL", tell, {**FOR_WOMEN, "one_language": "on", "words_en": hard})
    assert looked.status_code == 200 and "Could be shorter" in looked.text and "non-compliant" in looked.text
    there = send("EVAL", tell, {**FOR_WOMEN, "one_language": "on"})["Location"]
    assert "Feeling better" in client_as("EVAL").get(url("study_run", RUN)).text

    def hers(language: str = "en") -> str:
        browser = client_as("p_ana")
        browser.cookies["django_language"] = language
        return browser.get("/my/learned/").text

    assert "Feeling better" not in hers() and client_as("p_ana").get(there).status_code == 404
    assert send("EVAL", f"{there}answer/", {"released": "yes"}).status_code == 404
    assert "Please say in a few words" in str(errors(send("SUP", f"{there}answer/", {"released": "no"})))
    counted = []
    for address in (there, url("words_for_women", SAID)):
        with statements() as asked:
            shown = client_as("ELDER").get(address)
        counted.append(len(asked))
        assert shown.status_code == 200 and "What we do not know" in shown.text
    assert counted[0] == counted[1] <= 4
    assert send("ELDER", f"{there}answer/", {"released": "yes"}).status_code == 302
    assert "answered this already" in str(errors(send("SUP", f"{there}answer/", {"released": "yes"})))
    page = hers()
    assert "Feeling better" in page and "usual care" in page and "how many" not in page and "SECRET" not in page
    assert "en anglais seulement" in hers("fr-ca") and "only here" not in page
    with statements() as asked:
        page = hers()
    assert len(asked) <= 6 and len(page.encode()) < 60_000
    # Said anew: the earlier one goes when the newer one comes.
    anew = send("EVAL", f"{there}anew/", {**FOR_WOMEN, "one_language": "on", "title_en": "Feeling much better"})[
        "Location"
    ]
    assert "Feeling better" in hers() and "Feeling much better" not in hers()
    assert send("PEER", f"{anew}answer/", {"released": "yes"}).status_code == 302
    assert "Feeling better" not in hers() and "Feeling much better" in hers()
    assert send("EVAL", f"{anew}back/", {}).status_code == 302
    assert "Feeling much better" not in hers()
    assert "No woman reads this now" in str(errors(send("SUP", f"{anew}back/", {})))

    # Also where what came between was answered "not yet", and where an earlier one is said anew twice.
    def again(earlier: str, title: str, answer: dict[str, str]) -> str:
        said = send("EVAL", f"{earlier}anew/", {**FOR_WOMEN, "one_language": "on", "title_en": title})["Location"]
        assert send("SUP", f"{said}answer/", answer).status_code == 302
        return str(said)

    first = url("words_for_women", SAID)
    not_yet = again(first, "Said coldly", {"released": "no", "answer": "Warmer, please."})
    assert "Feeling less low" in hers()
    again(not_yet, "Said warmly", {"released": "yes"})
    assert "Feeling less low" not in hers() and "Said warmly" in hers()
    last = again(first, "Said twice", {"released": "yes"})
    assert "Said warmly" not in hers() and "Said twice" in hers() and "Here is what we found" in hers()
    # And where nothing is, nothing is said to have been found.
    assert send("SUP", f"{last}back/", {}).status_code == 302
    assert "Nothing is here yet" in hers() and "what we found" not in hers()
    waiting = client_as("COUNCIL").get(url("all_words_for_women")).text
    assert waiting.index("SECRET title") < waiting.index("Feeling less low") and "taken back" in waiting.lower()
    for who in ("DIR", "W1", "p_ana", *OUTSIDE):
        browser = client_as(who)
        assert {browser.get(url("all_words_for_women")).status_code, browser.get(there).status_code} == {404}, who


def test_her_page_is_read_by_a_girl_of_twelve_and_tells_nobody_what_it_is() -> None:
    for language in ("en", "fr"):
        browser = client_as("p_ana")
        browser.cookies["django_language"] = {"en": "en", "fr": "fr-ca"}[language]
        page = browser.get("/my/learned/").text
        assert not re.search("stud|étude|research|recherche|Alongside", re.search("<title>.*?</title>", page).group(0))
        frame = re.sub(r"(?s)<article.*?</article>", "", page)
        assert not TELLING.search(frame), TELLING.search(frame)
        told = plain(frame)
        found = read(told, language)
        assert found.easy, (language, found, hard_sentences(told, language))


def test_a_mediator_that_shares_its_wave_with_the_outcome_is_said() -> None:
    study = Study(waves=["pre", "2m", "8m"])
    for options, wave in (
        ({"m": ["bdi.2m"], "y": "bdi.8m"}, ""),
        ({"m": ["rc.2m", "rc.8m"], "y": "bdi.8m"}, "8m"),
        ({"m": ["rc"], "y": "bdi", "m-wave": "8m", "y-wave": "8m"}, "8m"),
        ({"m": ["rc.8m"], "y": "bdi.8m", "m-wave": "2m"}, ""),
        ({"m": ["rc"], "y": "bdi"}, ""),
    ):
        assert share_a_wave(Result(method="mediation", told={"options": options}), study) == wave, options
    assert share_a_wave(Result(method="describe", told={"options": {"columns": ["a.8m"]}}), study) == ""
