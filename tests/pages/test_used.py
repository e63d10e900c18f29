"""When she has used, on pages: begun in one act, each step later, a kind reminder that goes by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.care import actions
from alongside.consent import actions as consent
from alongside.enrolment.models import ReturnToUse
from alongside.families.models import Child, Woman
from tests.cast import CAST, T0, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, NOBODY, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
EVENT = ident("return 1")
PAGE, BEGIN, FAMILY = url("used", ALDER, EVENT), url("used_begin", ALDER, ANA), url("family", ALDER)


def step(name: str, event: uuid.UUID = EVENT) -> str:
    return url("used_step", ALDER, event, name)


def text(address: str, who: str = "W1") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200
    return page.text


def today() -> dict[str, str]:
    return day("on", timezone.localdate().isoformat())


def test_begun_in_one_act_from_the_familys_page_and_gone_on_with_step_by_step() -> None:
    assert BEGIN in text(FAMILY)
    made = send("W1", BEGIN, {"met": "open", "her_words": "I came <here>.", **today()})
    event = newest("enrolment.ReturnToUse", kind="return")
    assert made.status_code == 302 and made["Location"] == url("used", ALDER, event.pk)
    page = text(made["Location"])
    assert "She is not in trouble" in page and "I came &lt;here&gt;." in page and "Nobody is with her yet" in page
    for address in ("/", FAMILY):  # while nobody met her, on the first page and the family's
        assert "She told us today: nobody has met her yet" in text(address)
    answers = {
        "met": {"state": "done", "colleague": str(CAST["PIT"]), "place": "the <kitchen>"},
        "children": {"state": "done", "words": "With Dot."},
        "tell": {"state": "nothing"},
        "beside": {"state": "done", "words": "Monday, together"},
        "helped": {"state": "done", "words": "soup"},
    }
    for name, fields in answers.items():
        assert send("W1", step(name, event.pk), {**fields, **today()}).status_code == 302
    page = text(url("used", ALDER, event.pk))
    for said in ("the &lt;kitchen&gt;", "With Dot.", "Nothing has to be told", "Monday, together", "soup"):
        assert said in page
    assert "Somebody could be with her" not in text("/") + text(FAMILY)
    assert "Being beside her then" in text(url("her", ALDER)) and "nobody yet" not in page
    # At the next one, and above a plan of hers, what helped is offered; it is written nowhere by itself.
    assert "soup" in text(step("helped")) and "soup" in text(url("safety_add", ALDER, "child_care"))
    assert client_as("W1").get(step("helped")).context["form"]["words"].value() == "SECRET helped"
    assert client_as("W1").get(url("safety_add", ALDER, "child_care")).context["form"]["child_who"].value() is None


def test_a_note_of_being_with_her_is_begun_filled_in_and_can_be_linked() -> None:
    page = client_as("W1").get(url("contact_add", ALDER) + f"?about={ANA}&used=met")
    assert page.context["form"]["purposes"].value() == ["hard_time"]
    assert page.context["form"]["about"].value() == f"woman:{ANA}"
    offered = dict(client_as("W1").get(step("met")).context["form"].fields["contact"].choices)
    assert str(ident("contact 1")) in offered
    assert url("contact", ALDER, ident("contact 1")) in text(PAGE)  # as the cast has it
    assert send("W1", step("met"), {"state": "done", "contact": str(uuid.uuid4()), **today()}).status_code == 200


def test_what_may_have_to_be_told_leads_into_the_worry_and_says_whether_she_heard_it_first() -> None:
    worry = url("worry_add", ALDER, BEE) + f"?used={EVENT}"
    assert worry in text(PAGE).replace("&amp;", "&")
    assert send("W1", worry, {"words": "a night alone", **today()}).status_code == 302
    report = newest("consent.DutyReport")
    assert newest("care.UsedAnswer", step="tell").report_id == report.pk
    page = text(PAGE)
    assert "She has not heard it yet" in page and url("worry", ALDER, report.pk) in page
    send("W1", url("worry_step", ALDER, report.pk, "told-her"), {"words": "with her", **today()})
    assert "She heard it first" in text(PAGE)
    # A number of another event is nothing, and writing a worry down never waits for it.
    before = count("care.UsedAnswer")
    assert send("W1", url("worry_add", ALDER, BEE) + "?used=nothing", {"words": "x", **today()}).status_code == 302
    assert count("care.UsedAnswer") == before


def test_the_same_form_twice_is_one_and_bad_input_loses_nothing() -> None:
    form = {"submission": str(uuid.uuid4()), "state": "done", "words": "rain", **today()}
    before = count("care.UsedAnswer")
    for _ in range(2):
        assert client_as("W1").post(step("helped"), form).status_code == 302
    assert count("care.UsedAnswer") == before + 1
    later = day("on", (timezone.localdate() + timedelta(days=2)).isoformat())
    for name, fields, field in (
        ("helped", {"state": "done", **today()}, "words"),
        ("beside", {"state": "done", **today()}, "colleague"),
        ("met", {"state": "must", "words": "kept <b>", **today()}, "state"),
        ("children", {"state": "done", "words": "kept <b>", **later}, "on"),
    ):
        page = send("W1", step(name), fields)
        assert page.status_code == 200 and field in errors(page), name
        assert "words" not in fields or "kept &lt;b&gt;" in page.text
    assert client_as("W1").get(step("toxic")).status_code == 404
    assert list(errors(send("W1", BEGIN, {"met": "x", **today()}))) == ["met"]


def test_the_wrong_people_find_nothing() -> None:
    with acting_as("W1"):
        event = actions.begin_used(
            woman=Woman.objects.get(pk=ANA), on=timezone.localdate(), met="open", by=CAST["W1"], at=timezone.now()
        )
    for who in [*NOBODY, "CHC", "PEER", "PRIV"]:
        for address in (PAGE, BEGIN, step("met"), url("asked_today_answer", ALDER, ident("asked today"))):
            assert client_as(who).get(address).status_code == 404, (who, address)
        assert send(who, step("met"), {"state": "not_needed", **today()}).status_code == 404
        for address in (FAMILY, "/"):
            told = client_as(who).get(address, follow=True).text
            assert "nobody has met her" not in told and "Somebody could be with her" not in told, who
    assert "nobody has met her yet" in text("/", "PIT") + text(FAMILY, "PIT")  # anybody of her team who reads of it
    assert count("care.UsedAnswer", event_id=event.pk) == 1


def test_as_of_an_earlier_day_nothing_is_said_of_what_was_told_or_reported_since() -> None:
    today = timezone.localdate()
    before = today - timedelta(days=3)
    with acting_as("W1"):
        by = {"by": CAST["W1"], "at": timezone.now()}
        report = consent.begin_report(child=Child.objects.get(pk=BEE), words="a night alone", on=before, **by)
        event = ReturnToUse.objects.get(pk=EVENT)
        actions.answer_used(event=event, step="tell", state="must", on=before, report=report.pk, **by)
        consent.add_report_step(report=report, step="told_her", words="together", on=today, **by)
    assert "She heard it first" in text(PAGE)
    then = text(f"{PAGE}?on={before}")
    assert "She has not heard it yet" in then and "She heard it first" not in then


def test_as_of_a_day_and_as_many_statements_whatever_is_written() -> None:
    assert "SECRET helped" in text(PAGE + "?on=2026-02-01")
    assert "SECRET" not in text(PAGE + "?on=2026-01-01") and "Write it down" not in text(PAGE + "?on=2026-02-01")
    assert "Write it down" in text(PAGE)
    counted: dict[str, list[int]] = {PAGE: [], FAMILY: [], "/": []}
    for n in range(2):
        for address, held in counted.items():
            browser = client_as("W1")
            with statements() as made:
                browser.get(address)
            held.append(len(made))
        with acting_as("W1"):
            woman, by = Woman.objects.get(pk=ANA), {"by": CAST["W1"], "at": timezone.now()}
            for _ in range(3):
                event = actions.begin_used(woman=woman, on=T0.date(), met="open", her_words=f"{n}", **by)
                actions.answer_used(event=event, step="helped", state="done", words="tea", on=T0.date(), **by)
    assert all(held[0] == held[1] for held in counted.values()) and counted[FAMILY][0] <= 12


def test_she_asks_and_her_worker_says_that_somebody_was_there() -> None:
    with acting_as("p_ana"):
        ask = actions.ask_today(
            woman=ANA, family=ALDER, wants="call", her_words="after <six>", by=ANA, at=timezone.now()
        )
    for address in ("/", FAMILY):
        assert "She asks for this: a call" in text(address)
    answer = url("asked_today_answer", ALDER, ask.pk)
    assert "after &lt;six&gt;" in text(FAMILY) and answer in text(FAMILY)
    assert send("W1", answer, {}).status_code == 302 and client_as("W1").get(answer).status_code == 404
    assert "She asks for this" not in text("/")
