"""Questions on their pages: on a device handed to her, in the worker's own session, by post; and who finds nothing."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from alongside.assessment import actions, queries, rules
from alongside.assessment.models import Alert, AnonymousAnswer, Answer, Occasion, Sitting
from alongside.families.actions import open_family, save_safe_contact
from alongside.families.models import Family, Woman
from alongside.families.rules import NewPerson
from alongside.pages.design.days import date_format
from alongside.recordkeeping.models import Trail
from alongside.safekeeping import actions as safekeeping
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident, token_of
from tests.client import client_as, statements
from tests.pages.writing import day, errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
F, ANA, BEE = CAST["ALDER"], CAST["ANA"], CAST["BEE"]
STAMP = {"by": CAST["W1"], "at": T0}
NOBODY = ["W2", "W3", "p_cal", "p_foster", "EVAL", "NUR", "CW1", "ADM", "SITE2"]


def offered(*codes: str, subject: uuid.UUID = ANA) -> list[str]:
    return offered_by("W1", *codes, subject=subject)


def offered_by(who: str, *codes: str, subject: uuid.UUID = ANA) -> list[str]:
    stamp = {"by": CAST[who], "at": T0}
    with acting_as(who):
        family = Family.objects.get(pk=F)
        return [
            str(actions.offer(family=family, subject=subject, instrument=code, met_on=date(2026, 2, 1), **stamp).pk)
            for code in codes
        ]


def begin(occasions: list[str], browser: Client | None = None, **fields: Any) -> tuple[Client, Any]:
    browser = browser or client_as("W1")
    sent = {"occasions": occasions, "mode": "tablet", "minutes": "15", "person_at_hand": "", "before": "", **fields}
    return browser, send(browser, url("sitting_begin", F), sent)


def handed(*codes: str) -> tuple[Client, list[str]]:
    """A device in her hands, and what lies open on it."""
    found = offered(*codes)
    browser, page = begin(found)
    assert page.status_code == 302 and page["Location"] == "/notes/"
    return browser, found


def answer(browser: Client, where: str, value: str, **more: Any) -> Any:
    return browser.post(where, {"answer": value, "key": str(uuid.uuid4()), **more})


def late(occasion: str) -> list[tuple[str, Any]]:
    """What came to an occasion when its questions had closed."""
    with acting_as("SUP"):
        return list(Answer.objects.filter(occasion_id=occasion, late=True).values_list("item", "value"))


def alerts(occasion: str) -> list[str]:
    """The questions of an occasion of which somebody is told now."""
    with acting_as("SUP"):
        return list(Alert.objects.filter(occasion_id=occasion, closed_at=None).values_list("item", flat=True))


def alert_of(occasion: str) -> uuid.UUID:
    with acting_as("SUP"):
        return Alert.objects.get(occasion_id=occasion).pk


def kept(occasion: str) -> dict[str, Any]:
    with acting_as("SUP"):  # her counsellor's session ended when she handed the device over
        return queries.standing(queries.answers_of([uuid.UUID(occasion)]))


# --- the device ---------------------------------------------------------------------------------------------------


def test_handing_over_replaces_the_workers_token_and_ends_her_session() -> None:
    browser, [occasion] = handed("PHQ-9")
    cookie = browser.cookies[settings.TOKEN_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    assert client_as("W1").get(url("family", F)).status_code == 302  # her own token means nothing any more
    page = browser.get("/notes/")
    assert page.status_code == 200 and "1 group of questions, about 3 minutes" in page.text
    assert f"/notes/{occasion}/" in page.text


def test_a_sign_in_that_was_left_open_is_forgotten_with_it() -> None:
    """Looking after a second factor leaves a session of the sign-in pages; its cookie must not stay on the device."""
    _browser, page = begin(offered("PHQ-9"))
    gone = page.cookies[settings.SESSION_COOKIE_NAME]
    assert gone.value == "" and gone["path"] == "/account/" and gone["max-age"] == 0
    assert page["Clear-Site-Data"] == '"cache", "storage"'


def addresses(patterns: Any, before: str = "") -> list[tuple[str, str, Any]]:
    """(address filled with ids of Ana's file, name, view) of every page."""
    found = []
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern) and each.name:
            filled = re.sub(r"<uuid:family>", str(F), route)
            filled = re.sub(r"<uuid:(woman|person)>", str(ANA), filled)
            filled = re.sub(r"<uuid:child>", str(BEE), filled)
            filled = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), filled)
            found.append(("/" + re.sub(r"<\w+:\w+>", "living", filled), each.name, each.callback))
    return found


def test_from_the_device_no_page_of_the_staff_can_be_opened() -> None:
    browser, _open = handed("PHQ-9")
    resolver = get_resolver()
    staff = [
        (where, name)
        for where, name, view in addresses(resolver.url_patterns)
        if getattr(view, "may", None) is not None and not name.startswith("hers_")
    ]
    assert len(staff) > 60
    names = re.compile(r"\b(Alder|Bee|Wanda)\b")  # whole words: three letters happen in a form's safety mark
    for where, _name in staff:
        for page in (browser.get(where), browser.post(where, {"submission": str(uuid.uuid4())})):
            assert page.status_code in (404, 405), where  # a page that is only read takes nothing from anybody
            assert "There is nothing here to see" in page.text or not page.content
            assert not names.search(page.text)
            assert page["Cache-Control"] == "no-store, max-age=0"


def test_the_staff_finds_nothing_behind_the_devices_address() -> None:
    handed("PHQ-9")
    for who in ("SUP", "W2", "ADM"):
        assert client_as(who).get("/notes/").status_code == 404
    assert Client().get("/notes/").status_code == 302


def test_one_question_after_the_other_with_back_and_skip() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.get(f"/notes/{occasion}/1/")
    assert "Little interest or pleasure" in page.text and "Question 1 of 9" in page.text
    assert "I would rather not say" in page.text and "No permission required" in page.text
    page = answer(browser, f"/notes/{occasion}/1/", "2")
    assert page["Location"] == f"/notes/{occasion}/2/"
    page = browser.get(page["Location"])
    assert f'href="/notes/{occasion}/1/"' in page.text and f'href="/notes/{occasion}/3/"' in page.text
    assert 'value="2" checked' in browser.get(f"/notes/{occasion}/1/").text
    answer(browser, f"/notes/{occasion}/2/", "prefer_not")
    assert kept(occasion) == {"1": 2, "2": "prefer_not"}


def test_a_follow_up_is_asked_when_it_is_due_and_then_it_is_read_back() -> None:
    browser, [occasion] = handed("PHQ-9")
    for n in range(1, 10):
        page = answer(browser, f"/notes/{occasion}/{n}/", "0")
    assert page["Location"] == "/notes/look/"  # nothing to say on how hard it made things
    answer(browser, f"/notes/{occasion}/1/", "1")
    assert answer(browser, f"/notes/{occasion}/9/", "0")["Location"] == f"/notes/{occasion}/10/"


def test_she_reads_it_back_in_words_finishes_and_sees_no_number() -> None:
    browser, [occasion] = handed("PHQ-9")
    for n in range(1, 10):  # the unscored question that follows is left out, and it is done all the same
        answer(browser, f"/notes/{occasion}/{n}/", "1" if n < 9 else "0")
    page = browser.get("/notes/look/")
    assert page.text.count("Several days") == 8
    assert browser.post("/notes/finish/")["Location"] == "/notes/thanks/"
    page = browser.get("/notes/thanks/")
    assert "Thank you" in page.text and "Several days" in page.text
    for telling in ("mild", "moderate", "score", "total", ">8<", "PHQ-9 8"):
        assert telling not in page.text
    with acting_as("SUP"):
        row = Occasion.objects.get(pk=occasion)
        assert (row.state, row.total) == ("done", 8)


@pytest.mark.parametrize("bad", ["4", "-1", "often", "<b>"])
def test_what_is_not_an_answer_is_asked_again_and_nothing_is_lost(bad: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "2")
    page = answer(browser, f"/notes/{occasion}/2/", bad)
    assert page.status_code == 422 and "Please choose again; nothing else is lost." in page.text
    assert kept(occasion) == {"1": 2}


def test_two_answers_to_one_question_are_asked_about() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.post(f"/notes/{occasion}/1/", {"answer": ["1", "2"], "key": str(uuid.uuid4())})
    assert "There are two answers to one question." in page.text
    assert kept(occasion) == {}


def test_a_question_that_is_not_there_is_nowhere() -> None:
    browser, [occasion] = handed("PHQ-9")
    assert browser.get(f"/notes/{occasion}/99/").status_code == 404
    assert browser.get(f"/notes/{uuid.uuid4()}/1/").status_code == 404
    with acting_as("W1"):
        assert Answer.objects.exclude(pk=ident("answer ANA")).count() == 0


def test_an_answer_sent_twice_is_one_row_and_goes_on_alike() -> None:
    browser, [occasion] = handed("PHQ-9")
    key = str(uuid.uuid4())
    for _twice in range(2):
        page = browser.post(f"/notes/{occasion}/1/", {"answer": "2", "key": key})
        assert page["Location"] == f"/notes/{occasion}/2/"
    with acting_as("SUP"):
        assert Answer.objects.filter(occasion_id=occasion).count() == 1


def test_the_script_saves_quietly() -> None:
    browser, [occasion] = handed("PHQ-9")
    quietly = {"headers": {"x-requested-with": "autosave"}}
    assert (
        browser.post(f"/notes/{occasion}/1/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly).status_code == 204
    )
    assert (
        browser.post(f"/notes/{occasion}/1/", {"answer": "9", "key": str(uuid.uuid4())}, **quietly).status_code == 409
    )
    assert kept(occasion) == {"1": 2}


def test_put_away_by_a_colleague_meanwhile_what_she_chose_is_kept_and_somebody_is_told() -> None:
    browser, [occasion, _other] = handed("PHQ-9", "GAD-7")
    with acting_as("SUP"):
        actions.later(occasion=Occasion.objects.get(pk=occasion), by=CAST["SUP"], at=T0)
    page = answer(browser, f"/notes/{occasion}/9/", "3")
    assert page.status_code == 202 and "Somebody of the team is told of it now" in page.text
    assert "Nearly every day" in page.text and 'href="/notes/"' in page.text
    assert kept(occasion) == {}
    assert late(occasion) == [("9", 3)] and alerts(occasion) == ["9"]


def test_what_is_not_asked_now_has_no_page_of_its_own() -> None:
    browser, [occasion] = handed("PHQ-9")
    assert browser.get(f"/notes/{occasion}/10/").status_code == 404  # asked only when something weighs on her
    answer(browser, f"/notes/{occasion}/1/", "2")
    assert browser.get(f"/notes/{occasion}/10/").status_code == 200


def test_after_the_end_what_she_chose_is_kept_beside_the_others_and_not_counted() -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "1")
    browser.post("/notes/finish/")
    page = answer(browser, f"/notes/{occasion}/1/", "3")
    assert page.status_code == 202
    assert "kept all the same, beside your other answers" in page.text and "Nearly every day" in page.text
    assert "is told of it" not in page.text
    assert kept(occasion) == {"1": 1}
    assert late(occasion) == [("1", 3)] and alerts(occasion) == []
    with acting_as("SUP"):
        assert Occasion.objects.get(pk=occasion).state == "partly"


# --- the token is dead --------------------------------------------------------------------------------------------------


def over(how: str, browser: Client, occasion: str) -> None:
    """The device's token dies: another device takes over, a colleague ends it there, or she is kept out of the file."""
    if how == "another device":
        begin([occasion], client_as("PIT"))
    with acting_as("SUP"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).order_by("recorded_at").first()
        if how == "ended elsewhere":
            actions.give_back(sitting=sitting, by=CAST["SUP"], at=timezone.now())
        if how == "worker kept out":
            safekeeping.keep_out(id=uuid.uuid4(), principal=CAST["W1"], family=F)


WAYS_TO_END = ["another device", "ended elsewhere", "worker kept out"]


@pytest.mark.parametrize("how", WAYS_TO_END)
def test_a_hard_answer_from_a_device_that_is_nobody_any_more_is_kept_and_somebody_is_told(how: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    over(how, browser, occasion)
    page = answer(browser, f"/notes/{occasion}/9/", "2")
    assert page.status_code == 202 and "Somebody of the team is told of it now" in page.text
    assert "More than half the days" in page.text
    assert "Ana" not in page.text and F.hex not in page.text.replace("-", "")
    assert re.search(r"<title>\s*Notes\s*</title>", page.text)
    assert kept(occasion) == {}
    assert late(occasion) == [("9", 2)] and alerts(occasion) == ["9"]


@pytest.mark.parametrize("how", WAYS_TO_END)
def test_a_device_that_is_nobody_any_more_reads_nothing_and_is_not_sent_to_the_staffs_sign_in(how: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "1")
    over(how, browser, occasion)
    for where in ("/notes/", "/notes/look/", "/notes/thanks/", f"/notes/{occasion}/", f"/notes/{occasion}/1/"):
        page = browser.get(where)
        assert page.status_code == 410 and "Everything you answered before is kept." in page.text
        assert "could not be kept" not in page.text
        assert "Several days" not in page.text and "Little interest" not in page.text
    for where in ("/notes/stop/", "/notes/finish/", f"/notes/{occasion}/9/sure/"):
        page = browser.post(where)
        assert page.status_code == 410 and "could not be kept, and nobody was told of it" in page.text


def test_sent_twice_it_is_one_row_and_one_alert() -> None:
    browser, [occasion] = handed("PHQ-9")
    over("ended elsewhere", browser, occasion)
    for _twice in range(2):
        assert "is told of it now" in answer(browser, f"/notes/{occasion}/9/", "2").text
    assert late(occasion) == [("9", 2)] and alerts(occasion) == ["9"]


def test_the_script_is_told_what_became_of_it() -> None:
    browser, [occasion] = handed("PHQ-9")
    over("ended elsewhere", browser, occasion)
    quietly = {"headers": {"x-requested-with": "autosave"}}
    page = browser.post(f"/notes/{occasion}/9/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly)
    assert (page.status_code, page.text) == (
        202, "Kept, though the questions had closed. Somebody of the team is told of it."
    )  # fmt: skip
    page = browser.post(f"/notes/{occasion}/1/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly)
    assert (page.status_code, page.text) == (202, "Kept beside your other answers. The questions had closed.")
    page = browser.post(f"/notes/{uuid.uuid4()}/1/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly)
    assert (page.status_code, page.text) == (409, "Not kept: these questions have closed.")


@pytest.mark.parametrize("where", ["another sitting's", "nobody's", "not an answer", "no such question"])
def test_what_it_cannot_keep_it_says_so(where: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    [other] = offered_by("SUP", "GAD-7")
    over("ended elsewhere", browser, occasion)
    to = {
        "another sitting's": (f"/notes/{other}/1/", "1"), "nobody's": (f"/notes/{uuid.uuid4()}/1/", "1"),
        "not an answer": (f"/notes/{occasion}/9/", "7"), "no such question": (f"/notes/{occasion}/99/", "1"),
    }[where]  # fmt: skip
    page = answer(browser, *to)
    assert page.status_code == 410 and "could not be kept, and nobody was told of it" in page.text
    assert late(occasion) == [] and late(other) == [] and alerts(occasion) == []


def test_a_browser_that_never_held_a_device_is_asked_to_sign_in_and_loses_nothing_unsaid() -> None:
    _browser, [occasion] = handed("PHQ-9")
    assert Client().get(f"/notes/{occasion}/9/").status_code == 302
    page = answer(Client(), f"/notes/{occasion}/9/", "2")
    assert page.status_code == 410 and "nobody was told of it" in page.text
    browser = Client()
    browser.cookies[settings.TOKEN_COOKIE] = "made up"
    assert answer(browser, f"/notes/{occasion}/9/", "2").status_code == 410
    assert late(occasion) == []


def test_what_came_late_is_shown_to_the_team_as_such_and_can_be_put_right() -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "1")
    browser.post("/notes/stop/")
    answer(browser, f"/notes/{occasion}/9/", "2")
    page = client_as("SUP").get(url("answers", F, occasion))
    assert "Some answers came when these questions had closed." in page.text
    assert "came after the questions had closed" in page.text and "More than half the days (2)" in page.text
    page = client_as("SUP").get(url("alert", alert_of(occasion)))
    assert "It came when the questions had closed" in page.text and "not confirmed" not in page.text
    send("SUP", url("answer_correct", F, occasion, "9"), {"answer": "2"})
    assert kept(occasion) == {"1": 1, "9": 2}
    assert late(occasion) == [("9", 2)]


def test_what_came_late_to_questions_that_were_put_away_is_listed() -> None:
    browser, [occasion] = handed("PHQ-9")
    with acting_as("SUP"):
        actions.said_no(occasion=Occasion.objects.get(pk=occasion), by=CAST["SUP"], at=T0)
    assert url("answers", F, occasion) not in client_as("SUP").get(url("questions", F)).text
    answer(browser, f"/notes/{occasion}/9/", "1")
    assert url("answers", F, occasion) in client_as("SUP").get(url("questions", F)).text


def test_whoever_asks_in_her_own_session_loses_no_answer_either() -> None:
    found = offered("PHQ-9")
    browser, _page = begin(found, mode="phone")
    with acting_as("W1"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    begin(found, client_as("PIT"))  # a colleague hands her a device meanwhile
    page = answer(browser, url("asked_item", F, sitting, found[0], "9"), "1")
    assert page.status_code == 202 and "is told of it now" in page.text
    assert late(found[0]) == [("9", 1)] and alerts(found[0]) == ["9"]
    with acting_as("SUP"):
        assert Answer.objects.get(occasion_id=found[0], late=True).recorded_by == CAST["W1"]


def test_before_a_question_somebody_is_told_of_she_reads_it_and_is_asked_once() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.get(f"/notes/{occasion}/9/")
    assert page.text.index("somebody of the team is told at once") < page.text.index("Thoughts that you would be")
    page = answer(browser, f"/notes/{occasion}/9/", "1")
    assert page["Location"] == f"/notes/{occasion}/9/sure/"
    page = browser.get(page["Location"])
    assert "Is this what you meant?" in page.text and "Several days" in page.text
    browser.post(f"/notes/{occasion}/9/sure/")
    with acting_as("SUP"):
        assert Answer.objects.get(occasion_id=occasion, item="9").confirmed is True
    assert answer(browser, f"/notes/{occasion}/9/", "1")["Location"] != f"/notes/{occasion}/9/sure/"


def test_the_places_own_words_stand_before_the_question() -> None:
    from alongside.assessment.models import Protocol

    with acting_as("SUP"):
        Protocol.objects.create(
            agency=CAST["LEAD"], told_before="Suki reads this and calls you.", told_before_fr="Suki lit et vous appelle.",
            steps="x", recorded_by=CAST["SUP"], recorded_at=T0,
        )  # fmt: skip
    browser, [occasion] = handed("PHQ-9")
    assert "Suki reads this and calls you." in browser.get(f"/notes/{occasion}/9/").text
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr-ca"
    assert "Suki lit et vous appelle." in browser.get(f"/notes/{occasion}/9/").text


@pytest.mark.parametrize(("way", "state"), [("pause", "partly"), ("stop", "partly")])
def test_pause_and_stop_keep_what_she_said(way: str, state: str) -> None:
    browser, [occasion, other] = handed("PHQ-9", "GAD-7")
    answer(browser, f"/notes/{occasion}/1/", "2")
    assert browser.get(f"/notes/{way}/").status_code == 404  # never by following a link
    assert browser.post(f"/notes/{way}/")["Location"] == "/notes/after/"
    with acting_as("SUP"):
        assert Occasion.objects.get(pk=occasion).state == state
        assert Occasion.objects.get(pk=other).state in ("offered", "later")
    assert kept(occasion) == {"1": 2}


def test_hiding_shows_nothing_and_comes_back_to_the_same_question() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.get(f"/notes/hidden/?at=/notes/{occasion}/1/")
    assert f'href="/notes/{occasion}/1/"' in page.text and "Little interest" not in page.text
    assert 'href="/notes/"' in browser.get("/notes/hidden/?at=https://elsewhere.example/").text


def test_titles_and_icons_tell_nobody_what_this_is() -> None:
    browser, [occasion] = handed("PHQ-9")
    for where in ("/notes/", f"/notes/{occasion}/", f"/notes/{occasion}/1/", "/notes/hidden/", "/notes/look/"):
        page = browser.get(where)
        title = re.search(r"<title>(.*?)</title>", page.text, re.S)
        assert title and title[1].strip() == "Notes"
        assert rules.telling(title[1]) == []
        assert '<link rel="icon" href="data:,">' in page.text and "<nav" not in page.text


def test_giving_it_back_ends_the_token_and_leads_to_signing_in_and_back_to_the_family() -> None:
    browser, [occasion] = handed("PHQ-9")
    token = browser.cookies[settings.TOKEN_COOKIE].value
    page = browser.post("/notes/give-back/")
    assert page["Location"] == f"/walk-in/?to=%2Ffamilies%2F{F}%2Fquestions%2F"
    assert page.cookies[settings.TOKEN_COOKIE].value == ""
    browser.cookies[settings.TOKEN_COOKIE] = token
    assert "This page has closed" in browser.get(f"/notes/{occasion}/1/").text
    page = browser.post(page["Location"], {"as": str(CAST["SUP"])})
    assert page["Location"] == url("questions", F)


@pytest.mark.parametrize("to", ["https://elsewhere.example/families/", "//elsewhere.example/families/", "/trail/", ""])
def test_signing_in_leads_nowhere_else(to: str) -> None:
    page = Client().post(f"/walk-in/?to={to}", {"as": str(CAST["SUP"])})
    assert page["Location"] == "/"


def test_a_saved_answer_takes_at_most_eight_statements_page_and_all() -> None:
    browser, [occasion] = handed("PHQ-9")
    asked: list[list[str]] = []
    # the first one, a changed one, a further one, one of which somebody is told, the same taken back
    for item, value in (("1", "2"), ("1", "3"), ("2", "0"), ("9", "1"), ("9", "0")):
        with statements() as made:
            answer(browser, f"/notes/{occasion}/{item}/", value)
        asked.append(made)
    assert [len(made) for made in asked[:3]] == [6, 5, 4], asked
    assert max(len(made) for made in asked) <= 8, asked


# --- how she is afterwards ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["pause", "stop"])
def test_after_questions_on_how_she_feels_she_is_asked_how_she_is_and_need_not_say(way: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "2")
    page = browser.get(browser.post(f"/notes/{way}/")["Location"])
    assert "How are you now?" in page.text and "Would you like to talk with somebody?" in page.text
    assert "checked" not in page.text and "PHQ" not in page.text  # content-free, and nothing chosen for her
    assert 'href="/notes/thanks/"' in page.text
    for said in ({}, {"after": ""}, {"after": "<b>"}):  # left out, and made by hand: nothing is kept
        assert browser.post("/notes/after/", said)["Location"] == "/notes/thanks/"
    with acting_as("SUP"):
        assert Sitting.objects.exclude(pk=ident("sitting ANA")).get().after == ""
    assert "somebody is here" not in browser.get("/notes/thanks/").text
    assert "After the questions" not in client_as("SUP").get(url("questions", F)).text


def test_what_she_says_of_it_is_kept_and_reaches_her_team() -> None:
    browser, _open = handed("PHQ-9")
    browser.post("/notes/stop/")
    browser.post("/notes/after/", {"after": "somebody"})
    assert "Please give the device back now; somebody is here." in browser.get("/notes/thanks/").text
    page = client_as("SUP").get(url("questions", F))
    assert "After the questions" in page.text and "I would like somebody with me" in page.text


@pytest.mark.parametrize(("code", "where"), [("AUDIT-C", "thanks"), ("READINESS-RULER", "thanks"), ("GAD-7", "after")])
def test_only_after_questions_of_that_kind(code: str, where: str) -> None:
    browser, _open = handed(code)
    assert browser.post("/notes/stop/")["Location"] == f"/notes/{where}/"


def test_before_the_end_nobody_asks_how_she_is_afterwards() -> None:
    browser, _open = handed("PHQ-9")
    assert browser.get("/notes/after/")["Location"] == "/notes/"
    assert browser.post("/notes/after/", {"after": "somebody"})["Location"] == "/notes/"
    with acting_as("SUP"):
        assert Sitting.objects.exclude(pk=ident("sitting ANA")).get().after == ""


# --- what she said long ago ---------------------------------------------------------------------------------------------


def long_ago(days: int = 40) -> tuple[Client, str]:
    """She answered two questions that many days ago and goes on today, on a device."""
    [occasion] = offered("PHQ-9")
    then = {"by": CAST["W1"], "at": timezone.now() - timedelta(days=days)}
    with acting_as("W1"):
        family, woman = Family.objects.get(pk=F), Woman.objects.get(pk=ANA)
        started = actions.start_sitting(
            family=family,
            woman=woman,
            occasions=[uuid.UUID(occasion)],
            mode="interview",
            met_on=date(2026, 2, 1),
            **then,
        )
        for item in ("1", "2"):
            actions.save_answer(
                occasion=uuid.UUID(occasion), item=item, value=2, key=uuid.uuid4(), sitting=started.sitting.pk, **then
            )
        actions.pause(sitting=started.sitting, **then)
    return begin([occasion])[0], occasion


def test_what_she_said_long_ago_is_shown_before_it_goes_on() -> None:
    browser, occasion = long_ago()
    for where in (f"/notes/{occasion}/", f"/notes/{occasion}/3/"):
        assert browser.get(where)["Location"] == f"/notes/{occasion}/earlier/"
    page = browser.get(f"/notes/{occasion}/earlier/")
    assert "Is this still so?" in page.text and page.text.count("More than half the days") == 2
    assert "You began these questions on" in page.text
    assert browser.get(f"/notes/{occasion}/earlier/").status_code == 200  # looking decides nothing
    assert browser.post(f"/notes/{occasion}/earlier/", {"says": "nonsense"}).status_code == 200
    page = browser.post(f"/notes/{occasion}/earlier/", {"says": "still_so"})
    assert page["Location"] == f"/notes/{occasion}/"
    assert browser.get(f"/notes/{occasion}/3/").status_code == 200
    assert browser.get(f"/notes/{occasion}/earlier/")["Location"] == f"/notes/{occasion}/"
    for n in range(3, 11):
        answer(browser, f"/notes/{occasion}/{n}/", "1")
    browser.post("/notes/finish/")
    first = date_format(timezone.localdate() - timedelta(days=40))
    page = client_as("SUP").get(url("answers", F, occasion))
    assert f"{first} to {date_format(timezone.localdate())}" in page.text
    assert f"Answers from different days: {first} to" in page.text
    page = client_as("SUP").get(url("results", F))
    assert f"answers from different days, since {first}" in page.text
    assert f"{first} to" in client_as("SUP").get(url("questions", F)).text


def test_she_may_begin_anew_instead() -> None:
    browser, occasion = long_ago()
    fresh = browser.post(f"/notes/{occasion}/earlier/", {"says": "anew"})["Location"].split("/")[2]
    assert fresh != occasion
    assert browser.get(f"/notes/{occasion}/1/").status_code == 404
    assert "checked" not in browser.get(f"/notes/{fresh}/1/").text
    for n in range(1, 10):
        answer(browser, f"/notes/{fresh}/{n}/", "0")
    browser.post("/notes/finish/")
    page = client_as("SUP").get(url("answers", F, occasion))
    assert "left unfinished" in page.text and url("answers", F, fresh) in page.text
    assert page.text.count("More than half the days (2)") == 2
    page = client_as("SUP").get(url("answers", F, fresh))
    assert "different days" not in page.text


def test_within_the_days_it_looks_back_over_nothing_is_asked_again() -> None:
    browser, occasion = long_ago(days=13)
    assert browser.get(f"/notes/{occasion}/3/").status_code == 200
    assert browser.get(f"/notes/{occasion}/earlier/")["Location"] == f"/notes/{occasion}/"


# --- only what is asked -------------------------------------------------------------------------------------------------


def test_what_is_not_asked_is_not_kept_by_a_request_made_by_hand() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = answer(browser, f"/notes/{occasion}/10/", "1")
    assert page.status_code == 409 and "This question is not asked here now." in page.text
    assert 'href="/notes/"' in page.text and kept(occasion) == {}
    page = browser.post(
        f"/notes/{occasion}/10/", {"answer": "1", "key": str(uuid.uuid4())}, headers={"x-requested-with": "autosave"}
    )
    assert (page.status_code, page.text) == (
        409, "This question is not asked here now. Nothing else is lost; please go on."
    )  # fmt: skip


def test_of_what_she_counts_for_herself_no_single_one_is_written_down_by_anybody() -> None:
    found = offered("ACE-10")
    with acting_as("W1"):
        woman = Woman.objects.get(pk=ANA)
        actions.choose(family=woman.family, woman=woman, instrument="ACE-10", wants=True, **STAMP)
    browser, _page = begin(found, person_at_hand=str(CAST["W1"]), before="fine")
    assert answer(browser, f"/notes/{found[0]}/1/", "1").status_code == 409
    browser.post(f"/notes/{found[0]}/total/", {"typed": "4", "key": str(uuid.uuid4())})
    browser.post("/notes/finish/")
    assert client_as("SUP").get(url("answer_correct", F, found[0], "1")).status_code == 404
    assert send("SUP", url("answer_correct", F, found[0], "1"), {"answer": "1"}).status_code == 404
    assert client_as("SUP").get(url("answer_correct", F, found[0], "total")).status_code == 200
    assert kept(found[0]) == {"total": 4}


# --- other windows of the worker ----------------------------------------------------------------------------------------


def test_from_windows_that_were_open_before_nothing_of_the_staff_is_shown_any_more() -> None:
    browser, _open = handed("PHQ-9")
    hers = browser.cookies[settings.TOKEN_COOKIE].value
    before = client_as("W1")  # what a window still holds in its memory: the token from before
    for window in (browser, before):
        for where in (url("family", F), url("questions", F), "/families/", "/"):
            for headers in ({}, {"hx-request": "true"}):
                page = window.get(where, headers=headers)
                assert page.status_code in (204, 302, 404) and "Alder" not in page.text, where
                assert page["Cache-Control"] == "no-store, max-age=0"
    assert hers != token_of("W1")


def test_every_page_in_her_hands_calls_the_others_away_and_no_page_of_the_staff_does() -> None:
    browser, [occasion] = handed("PHQ-9")
    with acting_as("SUP"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    for where in ("/notes/", f"/notes/{occasion}/1/", "/notes/hidden/", "/notes/look/"):
        assert f'<body data-sitting="{sitting}" data-away="/notes/hidden/">' in browser.get(where).text, where
    for where in (url("questions", F), url("asked_begin", F, sitting)):
        assert "data-sitting" not in client_as("SUP").get(where).text


# --- hard questions, and answers that belong to nobody -----------------------------------------------------------------


def test_hard_questions_only_with_her_yes_and_somebody_there() -> None:
    found = offered("ACE-10")
    browser, page = begin(found)
    assert "only after she has said yes" in str(errors(page))
    with acting_as("W1"):
        woman = Woman.objects.get(pk=ANA)
        actions.choose(family=woman.family, woman=woman, instrument="ACE-10", wants=True, **STAMP)
    assert "person_at_hand" in errors(begin(found)[1])
    assert "before" in errors(begin(found, person_at_hand=str(CAST["W1"]))[1])
    browser, page = begin(found, person_at_hand=str(CAST["W1"]), before="fine")
    page = browser.get(f"/notes/{found[0]}/total/")
    assert "Read these for yourself and count" in page.text and "Swear at you" in page.text
    assert 'type="radio" name="answer" id="answer_1"' not in page.text  # which ones is not asked
    page = browser.post(f"/notes/{found[0]}/total/", {"typed": "4", "key": str(uuid.uuid4())})
    assert page["Location"] == "/notes/look/"
    assert "How are you now?" in browser.get("/notes/look/").text
    browser.post("/notes/finish/", {"after": "somebody"})
    assert "Please give the device back now" in browser.get("/notes/thanks/").text
    with acting_as("SUP"):
        assert Sitting.objects.exclude(pk=ident("sitting ANA")).get().after == "somebody"


def test_what_she_thinks_of_us_is_kept_without_her() -> None:
    browser, _open = handed("GAD-7")
    assert browser.get("/notes/about-us/").status_code == 302  # after the questions, not among them
    browser.post("/notes/finish/")
    assert "/notes/about-us/" in browser.get("/notes/thanks/").text
    lines = Trail.objects.using("loader").count()
    page = browser.get("/notes/about-us/")
    assert "Nobody can find out that it was you" in page.text
    browser.post("/notes/about-us/", {"q1": "2", "q2": "1", "q3": "nonsense"})
    assert browser.post("/notes/about-us/", {"q1": "2", "q2": "1"}).status_code == 200
    assert Trail.objects.using("loader").count() == lines
    with acting_as("DIR"):
        assert AnonymousAnswer.objects.count() == 0
    assert client_as("SUP").get(reverse("hers_about_us")).status_code == 404


# --- the worker's pages --------------------------------------------------------------------------------------------


def test_offering_a_few_and_what_she_says() -> None:
    fields = {"about": f"woman:{ANA}", "measures": ["PHQ-9", "GAD-7"], "says": "yes", "her_words": "why not"}
    page = send("W1", url("measures_offer", F), fields)
    assert page["Location"] == url("questions", F)
    page = client_as("W1").get(url("questions", F))
    assert "Begin with her" in page.text and page.text.count("why not") == 2
    page = send("W1", url("measures_offer", F), {**fields, "measures": ["PHQ-9"]})
    assert "offered already" in str(errors(page))


@pytest.mark.parametrize(("says", "state", "choices"), [("later", "later", 0), ("no", "said_no", 1)])
def test_later_and_rather_not(says: str, state: str, choices: int) -> None:
    send("W1", url("measures_offer", F), {"about": f"woman:{ANA}", "measures": ["PHQ-9"], "says": says})
    with acting_as("W1"):
        [row] = Occasion.objects.filter(instrument="PHQ-9", definition__isnull=False)
        assert row.state == state
        assert sum(row.pk != ident("choice ANA") for row in queries.choices_of(ANA).values()) == choices
        assert queries.said_yes(ANA, ["PHQ-9"]) == set()


def test_what_lies_open_can_wait_or_be_left() -> None:
    [one, two] = offered("PHQ-9", "GAD-7")
    send("W1", url("measure_later", F, one), {"words": "when the baby sleeps"})
    send("W1", url("measure_not_wanted", F, two), {})
    with acting_as("W1"):
        assert [Occasion.objects.get(pk=id).state for id in (one, two)] == ["later", "said_no"]
    page = client_as("W1").get(url("questions", F))
    assert "GAD-7" not in page.text.split("Lying open", 2)[1].split("What was answered")[0]


def test_nothing_is_offered_at_the_first_meeting() -> None:
    from alongside.agencies.models import Agency

    with acting_as("W1"):
        agency = Agency.objects.get(pk=CAST["LEAD"])
        new = open_family(agency=agency, woman=NewPerson(name="Noor"), opened_on=TODAY, **STAMP)
        woman = Woman.objects.get(family=new).pk
    page = send("W1", url("measures_offer", new.pk), {"about": f"woman:{woman}", "measures": ["PHQ-9"], "says": "yes"})
    assert "This is the first meeting." in str(errors(page))


def test_a_form_for_another_age_asks_and_does_not_refuse() -> None:
    fields = {"about": f"dyad:{dyad('ANA', 'BO')}", "measures": ["PBQ"], "says": "yes"}
    page = send("W1", url("measures_offer", F), fields)
    assert page.status_code == 200 and "is made for children of 0 to 12 months" in page.text
    assert send("W1", url("measures_offer", F), {**fields, "sure": "yes"}).status_code == 302


@pytest.mark.parametrize("mode", ["interview", "phone"])
def test_in_conversation_the_worker_stays_herself(mode: str) -> None:
    found = offered("GAD-7")
    browser, page = begin(found, mode=mode)
    with acting_as("W1"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get()
    assert page["Location"] == url("asked_begin", F, sitting.pk)
    page = answer(browser, url("asked_item", F, sitting.pk, found[0], "1"), "2")
    assert page["Location"] == url("asked_item", F, sitting.pk, found[0], "2")
    assert browser.get(url("family", F)).status_code == 200
    browser.post(url("asked_finish", F, sitting.pk))
    assert url("questions", F) in browser.get(url("asked_thanks", F, sitting.pk)).text
    with acting_as("W1"):
        [row] = Answer.objects.filter(occasion_id=found[0])
        assert (row.recorded_by, row.value) == (CAST["W1"], 2)


def test_what_was_answered_word_for_word_and_what_she_later_corrected() -> None:
    found = offered("GAD-7")
    browser, _page = begin(found, mode="interview")
    with acting_as("W1"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    for n in range(1, 8):
        answer(browser, url("asked_item", F, sitting, found[0], str(n)), "1")
    page = browser.get(url("answers", F, found[0]))
    assert "She corrected it" not in page.text  # while it goes on she changes it there
    browser.post(url("asked_finish", F, sitting))
    page = browser.get(url("answers", F, found[0]))
    assert page.text.count("Several days (1)") == 7
    send(browser, url("answer_correct", F, found[0], "1"), {"answer": "3"})
    page = browser.get(url("answers", F, found[0]))
    assert "Nearly every day (3)" in page.text and "she later corrected it" in page.text
    assert page.text.count("Several days (1)") == 7
    with acting_as("W1"):
        assert Occasion.objects.get(pk=found[0]).total == 9


def test_a_result_is_entered_and_what_cannot_be_stands_beside_its_box() -> None:
    with acting_as("W1"):
        chosen = next(each.row.id for each in queries.entered_as_results() if each.terms.code == "BDI-II")
    where = url("result_add", F, chosen)
    fields = {"about": f"woman:{ANA}", **day("on", "2026-02-20")}
    page = send("W1", where, {**fields, "item_total": "64"})
    assert "item_total" in errors(page) and 'value="64"' in page.text
    assert send("W1", where, {**fields, "item_total": "12", "item_9": "0"}).status_code == 302
    with acting_as("W1"):
        row = Occasion.objects.get(instrument="BDI-II", definition__isnull=False)
        assert (row.total, row.mode, row.on) == (12, "result", date(2026, 2, 20))
    assert "already recorded" in str(errors(send("W1", where, {**fields, "item_total": "12"})))
    assert client_as("W1").get(url("result_add", F, uuid.uuid4())).status_code == 404  # a version nobody knows


@pytest.mark.parametrize("who", NOBODY)
def test_who_finds_nothing(who: str) -> None:
    found = offered("GAD-7")
    for name, args in (
        ("questions", []), ("answers", found), ("measures_offer", []), ("sitting_begin", []), ("letter_make", []),
        ("measure_later", found), ("answer_correct", [*found, "1"]), ("result_choose", []),
        ("asked_begin", [uuid.uuid4()]),
    ):  # fmt: skip
        assert client_as(who).get(url(name, F, *args)).status_code == 404, name


def test_another_familys_sitting_is_not_opened_through_ones_own() -> None:
    handed("GAD-7")
    with acting_as("SUP"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    assert client_as("SUP").get(url("asked_begin", F, sitting)).status_code == 200
    assert client_as("SUP").get(url("asked_begin", CAST["BIRCH"], sitting)).status_code == 404


# --- letters ---------------------------------------------------------------------------------------------------------


def test_a_letter_is_made_only_where_post_is_safe_and_tells_strangers_nothing() -> None:
    found = offered("GAD-7")
    fields = {"occasions": found, "minutes": "15"}
    assert "has not said that post is safe" in str(errors(send("W1", url("letter_make", F), fields)))
    with acting_as("W1"):
        post = {"channel": "post", "value": "General delivery"}
        woman = Woman.objects.get(pk=ANA)
        save_safe_contact(woman=woman, base_version=1, plan={}, ways=[post], by=CAST["W1"], at=timezone.now())
    page = send("W1", url("letter_make", F), fields)
    assert page.status_code == 302
    for language in ("en", "fr-ca"):
        browser = client_as("W1")
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        letter = browser.get(page["Location"])
        printed = re.sub(r'<p class="letter__screen">.*?</p>', "", letter.text, flags=re.S)
        words = re.sub(r"<[^>]+>", " ", printed)
        assert rules.telling(words) == []
        assert re.search(r"<title>\s*Notes\s*</title>", letter.text)
        assert letter["Content-Disposition"] == 'inline; filename="notes.html"'
        for told in ("Ana", "Alder", "Wanda", "GAD-7 questionnaire", "Lead programme"):
            assert told not in words
        assert re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", words)
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", words)
    assert code
    back = send("W1", url("letter_back", F), {"code": code[0].lower()})
    assert "/asking/" in back["Location"]
    assert "No letter has this code" in str(errors(send("W2", url("letter_back", CAST["BIRCH"]), {"code": code[0]})))
