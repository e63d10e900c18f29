"""On duty: the list, one alert, taking, following up, passing on, closing; the roster; what stands on every page."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.assessment import actions, queries
from alongside.assessment.models import Alert
from alongside.assessment.tests.watching.alerts import NOW, begun, device, give, on_duty, on_the_list, raised, stamp
from alongside.recordkeeping.models import Trail
from tests.cast import CAST, acting_as, dyad
from tests.client import client_as, statements
from tests.pages.reading import WRONG, without_her_own_name
from tests.pages.writing import day, errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
SECRETS = ("Ana Alder", "PHQ", "Patient Health", "better off dead")
QUESTION = "Thoughts that you would be better off dead"


def page(who: str, name: str = "watch", *args: Any) -> str:
    return client_as(who).get(url(name, *args)).text


def title(text: str) -> str:
    return re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]


def in_days(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


# --- the list and the banner ----------------------------------------------------------------------------------------


def test_it_stands_on_every_page_of_the_one_who_was_told_and_says_nothing() -> None:
    on_duty("W2")
    assert "Somebody is needed" not in page("W2", "home")
    raised()
    for name in ("home", "team", "words"):
        text = page("W2", name)
        assert "Somebody is needed. Please look now." in text, name
        assert [secret for secret in SECRETS if secret in text] == [], name
    for who in ("PEER", "CHC", "EVAL", "ADM", "W3", "NUR", "p_cal"):
        assert "Somebody is needed" not in page(who, "home"), who


def test_it_changes_when_she_has_it_and_goes_when_it_is_closed() -> None:
    on_duty("W2")
    alert = raised()
    with acting_as("W2"):
        actions.take_alert(alert=alert, **stamp("W2"))
    assert "You have something open." in page("W2", "home")
    with acting_as("W2"):
        actions.close_alert(alert=alert, words="done", **stamp("W2"))
    assert "You have something" not in page("W2", "home")


def test_with_nobody_there_everybody_who_arranges_teams_sees_it_at_home_and_was_told_before() -> None:
    for who in ("SUP", "DIR"):
        assert "Nobody is on duty yet" in page(who, "home")
    assert "Nobody is on duty yet" not in page("W1", "home")
    raised()
    for who in ("SUP", "DIR"):
        assert "Somebody is needed" in page(who, "home")
    on_the_list("W2")
    assert "Nobody is on duty yet" not in page("SUP", "home")


def test_the_banner_costs_one_statement_and_is_not_on_its_own_pages() -> None:
    def alerts(name: str, *args: Any) -> int:
        with statements() as found:
            page("W1", name, *args)
        if name == "family":
            assert len(found) <= 12, found
        return sum("with_colleague is null" in each for each in found)

    raised()
    assert alerts("family", CAST["ALDER"]) == alerts("home") == 1
    assert alerts("watch") == 1  # it tells as well what she opened in an emergency
    assert "Waiting for you" in page("W1", "home") and "Waiting for you" not in page("W1", "watch")
    with statements() as found:
        client_as("W1").get(url("family", CAST["BIRCH"]))  # hidden from her
    with statements() as absent:
        client_as("W1").get(url("family", uuid.uuid4()))
    assert len(found) == len(absent)


def test_no_banner_before_her_eyes() -> None:
    """In conversation the questions lie before her in the worker's own session."""
    on_duty("W1")
    started = begun()
    with acting_as("W1"):
        give(started, "9", 1, by=CAST["W1"])
    assert "Somebody is needed" in page("W1", "home")
    text = page("W1", "asked_begin", CAST["ALDER"], started.sitting.pk)
    assert "group of questions" in text and "Somebody is needed" not in text


def test_the_list_names_nobody_to_those_who_are_not_let_in() -> None:
    alert = raised()
    for who in ("SUP", "W1"):
        assert "Ana Alder" in page(who)
    on_duty("W2")
    raised("CORE-10", "6")
    text = page("W2")
    assert text.count("Ana Alder") == 1 and "you were told; please take it" in text
    for who in ("PEER", "CHC", "INT", "PIT"):
        text = without_her_own_name(page(who))
        assert ("Ana" in text) == (who == "PIT"), who
        if who != "PIT":
            assert str(alert.pk) not in text and "Nothing is open." in text


@pytest.mark.parametrize("who", [*WRONG, None])
def test_the_wrong_people_find_nothing(who: str | None) -> None:
    on_duty("PIT")
    alert = raised()
    for name in ("alert", "alert_take", "alert_follow_up", "alert_close", "alert_pass_on"):
        answer, nothing = (client_as(who).get(url(name, each)) for each in (alert.pk, uuid.uuid4()))
        assert answer.status_code == nothing.status_code in (302, 404)
        assert len(answer.content) == len(nothing.content)
        if who and name != "alert":
            sent = send(who, url(name, alert.pk), {"words": "x", "to": str(CAST["PIT"])})
            assert sent.status_code == 404
    with acting_as("SUP"):
        assert Alert.objects.get(pk=alert.pk).state == "raised"


# --- one alert --------------------------------------------------------------------------------------------------------


def test_whoever_is_told_reads_what_she_needs_and_no_more() -> None:
    on_duty("W2")
    started = begun()
    with device(started):
        give(started, "1", 3)
        give(started, "9", 1)
    with acting_as("W2"):
        alert = Alert.objects.get()
    with statements() as found:
        text = page("W2", "alert", alert.pk)
    assert len(found) <= 14, found
    for words in (
        "Ana Alder", QUESTION, "Several days", "She has not confirmed it yet. It counts all the same.",
        "+14165550123", "Wanda, counsellor", "I have it", "Nobody outside the programme was told",
    ):  # fmt: skip
        assert words in text, words
    for words in ("Little interest", "Nearly every day", "SECRET visit", "Bee"):
        assert words not in text, words
    assert title(text) == "On duty · Alongside"
    text = page("W2", "family", CAST["ALDER"])
    assert "Ana Alder" in text and "+14165550123" in text
    for words in ("Bee", "Bo ", "SECRET visit", "SECRET use", "SECRET ride", "PHQ"):
        assert words not in text, words
    with acting_as("PRIV"):
        assert Trail.objects.filter(verb="looked at who needs somebody", principal=CAST["W2"]).exists()


def test_taken_followed_up_and_closed_on_her_pages() -> None:
    on_duty("W2")
    alert = raised()
    taken = send("W2", url("alert_take", alert.pk), {})
    assert taken["Location"] == url("alert", alert.pk)
    text = page("W2", "alert", alert.pk)
    assert "You have it" in text and "Write what was done" in text and "I have it" not in text
    assert errors(send("W2", url("alert_follow_up", alert.pk), {"words": "  "}))["words"]
    send("W2", url("alert_follow_up", alert.pk), {"words": "Went to her room."})
    text = page("W2", "alert", alert.pk)
    assert "Went to her room." in text and "You followed it up" in text
    assert errors(send("W2", url("alert_close", alert.pk), {"words": ""}))["words"]
    send("W2", url("alert_close", alert.pk), {"words": "Her sister stays tonight."})
    text = page("W2", "alert", alert.pk)
    assert "Her sister stays tonight." in text
    for words in (*SECRETS, "+14165550123"):
        assert words not in text, words
    assert "Closed in the last 30 days" in page("W2") and "Ana" not in page("W2")
    assert page("W1", "alert", alert.pk).count("Ana Alder") >= 1


def test_the_second_who_takes_it_is_told_kindly() -> None:
    alert = raised()
    assert send("SUP", url("alert_take", alert.pk), {}).status_code == 302
    second = send("DIR", url("alert_take", alert.pk), {})
    assert second.status_code == 200
    assert "A colleague has this one now. Thank you for coming so quickly." in second.text
    text = page("DIR", "alert", alert.pk)
    assert "Suki, supervisor has it" in text and "I have it" not in text
    answer = send("DIR", url("alert_follow_up", alert.pk), {"words": "kept words"})
    assert "kept words" in answer.text and "A colleague has this one now" in answer.text


def test_a_press_that_arrives_twice_is_one() -> None:
    on_duty("W2")
    alert = raised()
    browser, fields = client_as("W2"), {"submission": str(uuid.uuid4()), "words": "Tried at two."}
    for _ in range(2):
        assert browser.post(url("alert_follow_up", alert.pk), fields)["Location"] == url("alert", alert.pk)
    with acting_as("W2"):
        assert [row.words for row in queries.alert_steps([alert.pk]) if row.words] == ["Tried at two."]


def test_passed_on_to_a_colleague_who_may_be_told() -> None:
    on_duty("W2")
    alert = raised()
    form = client_as("W2").get(url("alert_pass_on", alert.pk)).text
    assert "Pilar" in form
    for gone in ("Adam", "Eva,", "Priya", "Willa, counsellor</option>", "Nuri", "Cora"):
        assert gone not in form, gone
    kept_out = send("W2", url("alert_pass_on", alert.pk), {"to": str(CAST["W3"])})
    assert errors(kept_out)["to"] == ["This one cannot go to her. Please choose somebody else."]
    assert errors(send("W2", url("alert_pass_on", alert.pk), {"to": str(CAST["NUR"])}))["to"]
    assert send("W2", url("alert_pass_on", alert.pk), {"to": str(CAST["PIT"])})["Location"] == url("watch")
    assert "Willa, counsellor passed it on to Pilar, parent-infant therapist" in page("PIT", "alert", alert.pk)


def test_she_changed_her_answer_and_it_stays_open() -> None:
    on_duty("W2")
    started = begun()
    with device(started):
        answer = give(started, "9", 2)
        actions.confirm_answer(answer=answer, by=started.sitting.pk, at=timezone.now())
    with acting_as("W2"):
        alert = Alert.objects.get()
    assert "She confirmed it when she was asked once." in page("W2", "alert", alert.pk)
    with device(started):
        give(started, "9", 0)
    text = page("W2", "alert", alert.pk)
    assert "She has changed her answer since. Please talk with her all the same." in text
    assert "More than half the days" in text and "Not at all" not in text and "I have it" in text


def test_about_her_with_a_child_names_her_and_not_the_child() -> None:
    on_duty("W2")
    alert = raised("PBQ", "18", subject=dyad("ANA", "BEE"))
    text = page("W2", "alert", alert.pk)
    assert "Ana Alder" in text and "harmful things to my baby" in text and "Bee" not in text


# --- who is there, what is done ------------------------------------------------------------------------------------


def test_who_is_on_duty_is_planned_and_ended() -> None:
    fields = {
        "colleague": str(CAST["PIT"]), **day("begins_on", in_days(-1)), "begins_at": "08:30",
        **day("ends_on", in_days(1)), "ends_at": "",
    }  # fmt: skip
    assert send("SUP", url("duty_add"), fields)["Location"] == url("watch")
    assert errors(send("SUP", url("duty_add"), fields))["begins_on"] == ["She is on duty already at that time."]
    backwards = fields | {**day("begins_on", in_days(3))}
    assert "before it begins" in errors(send("SUP", url("duty_add"), backwards))["ends_on"][0]
    with acting_as("W1"):
        [row] = queries.duties(CAST["LEAD"], NOW)
    assert timezone.localtime(row.during.lower).strftime("%H:%M") == "08:30"
    assert timezone.localtime(row.during.upper).strftime("%H:%M") == "09:00"
    for who in ("W1", "SUP"):
        assert "Pilar, parent-infant therapist</bdi> · now" in page(who)
    assert "End<span" not in page("W1")
    send("SUP", url("duty_end", row.pk), {})
    assert "Nobody is on duty, and nobody is on the list." in page("SUP")


def test_the_list_is_set_in_order() -> None:
    assert errors(send("SUP", url("duty_list"), {}))["first"]
    send("SUP", url("duty_list"), {"first": str(CAST["W2"]), "second": str(CAST["DIR"]), "third": str(CAST["W2"])})
    text = page("W1")
    assert text.index("Willa, counsellor</bdi>") < text.index("Dana, manager</bdi>")
    again = client_as("SUP").get(url("duty_list")).text
    assert f'<option value="{CAST["W2"]}" selected>' in again


@pytest.mark.parametrize("name", ["duty_add", "duty_list"])
@pytest.mark.parametrize("who", ["W1", "EVAL", "ADM", "NUR", "p_cal", "PRIV"])
def test_only_whoever_arranges_teams_plans_it(name: str, who: str) -> None:
    assert client_as(who).get(url(name)).status_code == 404
    assert send(who, url(name), {"first": str(CAST["PIT"])}).status_code == 404


def test_what_is_done_is_written_and_read_and_told_her_before() -> None:
    fields = {
        "instrument": "PHQ-9", "told_before": "Pilar reads this.", "told_before_fr": "Pilar lit ceci.",
        "steps": "Go to her.\nStay.", "minutes": "20", "hours_to_follow_up": "3", "hours_to_close": "72",
    }  # fmt: skip
    assert errors(send("SUP", url("protocol_set"), fields | {"minutes": "4"}))["minutes"]
    assert errors(send("SUP", url("protocol_set"), fields | {"told_before": " "}))["told_before"]
    assert errors(send("SUP", url("protocol_set"), fields | {"hours_to_close": "337"}))["hours_to_close"]
    assert errors(send("SUP", url("protocol_set"), fields | {"instrument": "GAD-7"}))["instrument"]
    assert send("SUP", url("protocol_set"), fields)["Location"] == url("watch")
    text = page("W1")
    assert "Go to her.<br>Stay." in text and "After 20 minutes the next person is told." in text
    assert "Whoever has taken it is asked how it goes after 3 hours without a word." in text
    assert "Once something was written, she is asked again after 72 hours." in text
    on_duty("W2")
    alert = raised()
    assert "Go to her.<br>Stay." in page("W2", "alert", alert.pk)
    assert "Go to her." in client_as("SUP").get(url("protocol_set") + "?for=PHQ-9").text
    assert client_as("W1").get(url("protocol_set")).status_code == 404


def test_she_reads_by_when_she_is_asked_and_what_nobody_has_any_more_can_be_taken() -> None:
    from alongside.accounts.models import Colleague
    from alongside.enrolment.actions import keep_out
    from alongside.families.models import Family

    asked = "When nothing more is written until"
    on_duty("W2")
    alert = raised()
    assert asked not in page("W2", "alert", alert.pk)
    with acting_as("W2"):
        actions.take_alert(alert=alert, **stamp("W2"))
    assert asked in page("W2", "alert", alert.pk)
    text = page("DIR", "alert", alert.pk)
    assert "has it" in text and "I have it" not in text and asked not in text
    with acting_as("SUP"):
        file, willa = Family.objects.get(pk=CAST["ALDER"]), Colleague.objects.get(pk=CAST["W2"])
        keep_out(family=file, colleague=willa, why="kin", **stamp("SUP"))
    for who in ("DIR", "SUP", "W1"):
        text = page(who, "alert", alert.pk)
        assert "Nobody has it yet" in text and "I have it" in text, who
        assert "Somebody is needed" in page(who, "home"), who
    with acting_as("W1"):
        assert actions.take_alert(alert=alert, **stamp("W1")).with_colleague == CAST["W1"]
    assert asked in page("W1", "alert", alert.pk)
