"""Programmes on the pages: begun with her, written down on a phone, adapted, ended; figures that tell of no family."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.families.models import Family
from alongside.programmes import actions, queries
from alongside.programmes.models import Delivery, GroupDelivery, GroupSession, SessionHeld
from alongside.services.models import Series
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, day, errors, newest, send, url

PUP, FIR, CONNECTIONS = (ident(f"delivery {n}") for n in range(3))
LIST, PAGE = f"/families/{ALDER}/programmes/", f"/families/{ALDER}/programmes/{PUP}/"
BY_W1: dict[str, Any] = {"by": CAST["W1"], "at": T0}
pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
TWO = f"dyad:{dyad('ANA', 'BEE')}"


def text(address: str, who: str = "W1") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(page.text.split())


def begin(**more: Any) -> Delivery:
    given = {
        "family": Family(id=ALDER), "subject": dyad("ANA", "BEE"), "for_whom": "dyad", "programme": "mio",
        "plan": "12-weeks", "begins_on": TODAY - timedelta(days=90), "setting": "home",
        "workers": [(CAST["W1"], "clinician")], **BY_W1, **more,
    }  # fmt: skip
    return actions.begin_delivery(**given)


def hold(delivery: Delivery, number: int | None, **more: Any) -> SessionHeld:
    given = {
        "delivery": delivery, "number": number, "on": TODAY, "led_by": [CAST["W1"]], "there": ["woman"],
        "setting": "home", **BY_W1, **more,
    }  # fmt: skip
    return actions.hold_session(**given)


def form(**more: Any) -> dict[str, Any]:
    return {
        "number": "2", "there": ["woman", "child"], "minutes": "50", "setting": "home", "mode": "in_person",
        "led_by": [str(CAST["W1"])], **day("on", "2026-02-20"), **more,
    }  # fmt: skip


# --- reading


def test_a_programme_shows_what_is_done_and_to_come_and_never_a_share() -> None:
    shown = text(PAGE)
    main = shown.split("<main")[1]
    steps = re.findall(r'<span class="marks__n">(\d+)</span> ([a-z ,]+)</span>', main)
    assert len(steps) == 10 and steps[0] == ("1", "done") and steps[1] == ("2", "still to come")
    assert steps[8] == ("9", "left out")
    assert "10 to 20 hours" in main and "1 h 15 min" in main and "of this with the two together" in main.lower()
    assert "SECRET wish for a programme" in main and "SECRET mark" in main and "SECRET after" in main
    assert "The library has another plan of it: Weekly visits for 20 weeks" in main
    assert "One person’s change says nothing of whether the programme works" in main and "not asked" in main
    plain = re.sub(r"<[^>]*>", "", main)
    assert not re.search(r"fail|overdue|missed|dropped|\d ?%", plain, re.I)


def test_all_of_them_stand_by_how_they_stand() -> None:
    with acting_as("W1"):
        for n, what in enumerate(("paused", "completed", "ended")):
            actions.say_turn(delivery=begin(), what=what, on=TODAY - timedelta(days=n), **BY_W1)
    parts = re.findall(r'<section class="section" id="programmes-(\w+)"', text(LIST))
    assert parts == ["going", "paused", "completed", "ended"]
    assert f'href="{LIST}"' in client_as("W1").get(f"/families/{ALDER}/").text


def test_the_wrong_people_find_nothing() -> None:
    for who in ("W2", "W3", "p_cal", "EVAL", "CW1", "SITE2"):
        assert client_as(who).get(LIST).status_code in (302, 404), who
        assert client_as(who).get(PAGE).status_code in (302, 404), who
    assert client_as("DIR").get(PAGE.replace(str(PUP), str(CONNECTIONS))).status_code == 404  # not her part
    assert "Connections" not in text(LIST, "DIR")


def test_as_of_a_day_it_stood_as_it_stood() -> None:
    assert "Nothing is written down for these days" in text(PAGE + "?on=2025-10-01")
    then = text(PAGE + "?on=2025-11-15")
    assert "75" in then and "SECRET turn" not in then and "left out" not in then and "Write it down" not in then
    assert "Parents under Pressure" not in text(LIST + "?on=2025-10-01")


def test_pages_ask_the_same_number_of_questions_however_much_was_given() -> None:
    browser, counts = client_as("W1"), []
    group = f"/programmes/groups/{ident('group')}/"
    for _again in range(2):
        for address in (LIST, PAGE, PAGE.replace(str(PUP), str(FIR)), group):
            with statements() as asked:
                assert browser.get(address).status_code == 200
            counts.append(len(asked))
        with acting_as("W1"):
            pup = queries.delivery(ALDER, PUP)
            for n in range(8):
                day_ = TODAY - timedelta(days=n)
                hold(pup, n + 1, marks=["yes", "", "", "", ""], her_words="good", on=day_, sure=["held_meanwhile"])
                actions.say_turn(delivery=pup, what="added", why=f"more {n}", on=TODAY, **BY_W1)
                hold(begin(), 1)
    assert counts[:4] == counts[4:] and max(counts) <= 24, counts


# --- beginning


def test_one_is_begun_with_her() -> None:
    given = {
        "plan": "mio/12-weeks", "whom": TWO, "her_words": "I shout too much", "setting": "here",
        "worker_1": str(CAST["W1"]), "part_1": "clinician", **day("begins_on", "2026-02-01"),
    }  # fmt: skip
    page = send("W1", url("delivery_begin", ALDER), given)
    made = newest("programmes.Delivery")
    with acting_as("W1"):
        assert page["Location"] == f"{LIST}{made.pk}/" and made.her_words == "I shout too much"
        assert [row.part for row in queries.delivery_of(ALDER, made.pk).workers] == ["clinician"]
    assert "NESST" in text(url("delivery_begin", ALDER))


def test_behaviour_first_is_asked_about_once_and_nothing_typed_is_lost() -> None:
    given = {
        "plan": "fff/53-hours", "whom": TWO, "her_words": "TYPED words", "setting": "here",
        "worker_1": str(CAST["W1"]), "part_1": "trainer", **day("begins_on", "2026-02-01"),
    }  # fmt: skip
    asked = send("W1", url("delivery_begin", ALDER), given)
    assert asked.status_code == 200 and "That can hurt" in asked.text and "TYPED words" in asked.text
    assert send("W1", url("delivery_begin", ALDER), {**given, "sure": "yes"}).status_code == 302
    assert newest("programmes.Delivery").programme == "fff"


def test_another_plan_than_the_groups_is_asked_about_once() -> None:
    with acting_as("W1"):
        group = queries.group(ident("group"))
        agency, old = group.group.agency, group.group.series
        ahead = timezone.localdate() + timedelta(days=60)
        series = Series.objects.create(
            agency=agency, service=old.service, first_on=ahead, until_on=ahead, begins=old.begins, minutes=90,
            recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
        made = actions.begin_group(agency=agency, series=series, programme="mio", plan="12-weeks", **BY_W1)
    given = {
        "plan": "pup/10-visits", "whom": TWO, "her_words": "TYPED words", "setting": "here", "group": str(made.pk),
        "worker_1": str(CAST["W1"]), "part_1": "clinician", **day("begins_on", "2026-02-01"),
    }  # fmt: skip
    asked = send("W1", url("delivery_begin", ALDER), given)
    assert asked.status_code == 200 and "This group follows another plan" in asked.text and "TYPED words" in asked.text
    assert send("W1", url("delivery_begin", ALDER), {**given, "sure": "yes"}).status_code == 302
    row = newest("programmes.Delivery")
    assert (row.programme, row.plan, row.group_id) == ("mio", "12-weeks", made.pk)
    assert str(ident("group")) not in client_as("W1").get(url("delivery_begin", ALDER)).text  # its series is over


def test_bad_input_is_said_kindly() -> None:
    bad = send("W1", url("delivery_begin", ALDER), {"her_words": "TYPED"})
    assert bad.status_code == 200 and "TYPED" in bad.text and {"plan", "worker_1"} <= set(errors(bad))
    hold_url = url("session_hold", ALDER, PUP)
    for field, more in (
        ("there", {"there": []}),
        ("led_by", {"led_by": []}),
        ("on", day("on", "2031-01-01")),
        ("on", day("on", "2025-01-01")),
        ("minutes", {"minutes": "2000"}),
        ("number", {"number": "77"}),
    ):
        page = send("W1", hold_url, form(did="TYPED words", mark_0="yes", **more))
        assert page.status_code == 200 and "TYPED words" in page.text and field in errors(page), field


# --- sessions


def test_a_session_is_written_down_with_marks_and_her_words() -> None:
    page = send("W1", url("session_hold", ALDER, PUP), form(mark_0="partly", note="the phone rang", her_words="better"))
    assert page["Location"] == PAGE
    with acting_as("W1"):
        seen = queries.delivery_of(ALDER, PUP)
        assert [(each.number, each.minutes) for each in seen.held] == [(1, 75), (2, 50)]
        assert seen.fidelity[-1].answers == ["partly", "", "", "", ""] and seen.after[-1].words == "better"
    assert 'value="3" selected' in text(url("session_hold", ALDER, PUP))  # the next one is offered


def test_two_who_write_down_the_same_one_are_told_and_both_can_be_kept() -> None:
    twice = form(number="1", did="MY words", **day("on", "2025-11-10"))
    told = send("PIT", url("session_hold", ALDER, PUP), {**twice, "led_by": [str(CAST["PIT"])]})
    assert told.status_code == 200 and "A colleague wrote this session down already" in told.text
    assert "MY words" in told.text
    assert send("PIT", url("session_hold", ALDER, PUP), {**twice, "sure": "yes"}).status_code == 302
    assert "done, again" in text(PAGE)


def test_strategies_before_the_relationship_are_asked_about_and_kept() -> None:
    early = form(about=["behaviour"])
    assert send("W1", url("session_hold", ALDER, PUP), early).status_code == 302  # why was said when it began
    with acting_as("W1"):
        made = begin()
    asked = send("W1", url("session_hold", ALDER, made.pk), form(number="none", about=["behaviour"]))
    assert asked.status_code == 200 and "why now?" in asked.text
    kept = form(number="none", about=["behaviour"], order_why="bedtime is loud")
    assert send("W1", url("session_hold", ALDER, made.pk), kept).status_code == 302
    assert "bedtime is loud" in text(f"{LIST}{made.pk}/") and "None of the plan’s" in text(f"{LIST}{made.pk}/")


def test_put_right_marked_by_somebody_else_adapted_and_ended() -> None:
    held = ident("held")
    assert send("W1", url("held_mark", ALDER, PUP, held), {"seen_by": "observer", "mark_0": "no"}).status_code == 302
    nothing = send("W1", url("held_mark", ALDER, PUP, held), {"seen_by": "observer"})
    assert nothing.status_code == 200 and "at least one of the marks" in nothing.text
    assert send("W1", url("held_change", ALDER, PUP, held), form(number="3")).status_code == 302
    assert client_as("W1").get(url("held_change", ALDER, PUP, held)).status_code == 404  # put right since
    for name, late in (
        ("held_change", form(number="4", did="TYPED late")),
        ("held_mark", {"seen_by": "observer", "mark_0": "no", "note": "TYPED late"}),
    ):
        told = send("W1", url(name, ALDER, PUP, held), late)
        assert told.status_code == 200 and "TYPED late" in told.text and "put right" in str(errors(told)), name
    adapt = url("delivery_adapt", ALDER, PUP)
    no_why = send("W1", adapt, {"what": "left_out", "numbers": ["5"], **day("on", "2026-02-20")})
    assert "why" in errors(no_why)
    order = {"what": "other_order", "order": "7, 6", "why": "she asked", **day("on", "2026-02-20")}
    assert "order" in errors(send("W1", adapt, {**order, "order": "7 x"}))
    assert send("W1", adapt, order).status_code == 302
    turn = {"what": "ended", "her_words": "it is enough", **day("on", "2026-02-20")}
    assert send("W1", url("delivery_turn", ALDER, PUP), turn).status_code == 302
    shown = text(PAGE)
    assert "it is enough" in shown and "ended earlier, as she wished" in shown
    assert shown.index('marks__n">7<') < shown.index('marks__n">6<')


def test_who_gives_it_can_change_but_somebody_does() -> None:
    more = {"worker": str(CAST["PIT"]), "part": "therapist"}
    assert send("W1", url("delivery_worker_add", ALDER, PUP), more).status_code == 302
    assert "Pilar" in text(PAGE)
    end = url("delivery_worker_end", ALDER, PUP, ident("gives it"))
    assert send("W1", end, {}).status_code == 302
    with acting_as("W1"):
        [row] = queries.delivery_of(ALDER, PUP).workers
    last = send("W1", url("delivery_worker_end", ALDER, PUP, row.pk), {})
    assert last.status_code == 200 and "Please say who of us is there" in last.text


def test_whoever_may_not_write_there_gets_nothing() -> None:
    for who in ("W2", "W3", "PRIV", "CW1", "p_cal"):
        for name, ids in (("delivery_begin", ()), ("session_hold", (PUP,)), ("delivery_turn", (PUP,))):
            assert client_as(who).get(url(name, ALDER, *ids)).status_code in (302, 404), (who, name)
    assert client_as("W1").get(url("session_hold", CAST["ELM"], PUP)).status_code == 404


# --- groups, figures


def test_a_series_follows_a_plan_and_names_nobody() -> None:
    page = text(f"/programmes/groups/{ident('group')}/")
    assert "Families in Recovery" in page and "SECRET group note" in page and "Ana" not in page
    assert f"/programmes/groups/{ident('group')}/" in text(f"/sessions/series/{ident('series')}/")
    name = url("meeting_name", ident("group"), ident("session"))
    with acting_as("W1"):
        [now] = GroupSession.objects.filter(superseded_at=None)
    said = {"number": "2", "seen_by": "self", "was": str(now.pk), "mark_0": "yes"}
    assert send("W1", name, said).status_code == 302
    told = send("W1", name, said)  # somebody said something since
    assert told.status_code == 200 and "A colleague wrote this session down already" in told.text
    # Adapted with the group, with a reason; the page tells it, and names nobody.
    adapt = url("group_adapt", ident("group"))
    no_why = send("W1", adapt, {"what": "left_out", "numbers": ["5"], **day("on", "2026-02-20")})
    assert no_why.status_code == 200 and "why" in errors(no_why)
    assert (
        send("W1", adapt, {"what": "added", "why": "A morning outside", **day("on", "2026-02-20")}).status_code == 302
    )
    page = text(f"/programmes/groups/{ident('group')}/")
    assert "Session 8: added" in page and "A morning outside" in page and "Ana" not in page
    assert "A morning outside" in text(name) and "with the group" in text(url("delivery", ALDER, ident("delivery 1")))
    again = send("W1", url("group_begin", ident("series")), {"plan": "mio/12-weeks"})
    assert again.status_code == 200 and "follows a programme already" in again.text
    with acting_as("W1"):
        assert GroupDelivery.objects.count() == 1


def test_a_plan_of_the_library_leads_to_beginning_it_with_a_family_or_a_group_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin_mio = "/library/mio/12-weeks/begin/"
    assert begin_mio in text("/library/mio/") and "/begin/" not in text("/library/mio/", "PRIV")
    page = text(begin_mio)
    to_family = f"{url('delivery_begin', ALDER)}?plan=mio/12-weeks"
    assert to_family in page and "Ana Alder" in page and str(ident("series")) not in page  # it follows a plan already
    assert client_as("W1").get(to_family).context["form"]["plan"].value() == "mio/12-weeks"
    assert str(ALDER) not in text(begin_mio, "W2")
    for who, where in (
        ("W1", "/library/mio/none/begin/"),
        ("W1", "/library/none/12-weeks/begin/"),
        ("PRIV", begin_mio),
    ):
        assert client_as(who).get(where).status_code in (302, 403, 404), (who, where)
    with acting_as("W1"):
        old, ahead = queries.group(ident("group")).group.series, timezone.localdate() + timedelta(days=60)
        made = [
            Series.objects.create(
                agency=old.agency, service=old.service, first_on=ahead, until_on=ahead, begins=old.begins, minutes=90,
                recorded_by=CAST["W1"], recorded_at=T0,
            )
            for _n in range(2)
        ]  # fmt: skip
    monkeypatch.setattr("alongside.pages.worker.programmes.SIZE", 1)  # a page of the list
    last, first = sorted((each.pk for each in made), reverse=True)
    page, more = text(begin_mio), text(f"{begin_mio}?series={last}")
    assert f"?series={last}#groups" in page and str(first) not in page
    assert url("group_begin", first) in more and url("group_begin", last) not in more and "#groups" not in more


def test_figures_tell_of_no_few_families_and_of_no_worker() -> None:
    browser = client_as("SUP")
    with statements() as asked:
        page = browser.get("/programmes/here/")
    shown = " ".join(page.text.split())
    assert page.status_code == 200 and len(asked) <= 12
    assert "fewer than five" in shown and "Wanda" not in shown and "Ana" not in shown
    assert "Yes in 1 of 1 session" in shown and not re.search(r"\d ?%", shown)
    for who in ("W1", "PEER", "PRIV", "p_ana"):
        assert client_as(who).get("/programmes/here/").status_code in (302, 403, 404), who
    assert "/programmes/here/" in text("/team/", "SUP") and "/programmes/here/" not in text("/team/", "W1")


# --- her own page


def test_she_reads_what_we_do_together_and_adds_her_own_words() -> None:
    browser = client_as("p_ana")
    page = browser.get("/my/together/")
    assert page.status_code == 200 and "Parents under Pressure" in page.text and "Families in Recovery" in page.text
    assert "Connections" not in page.text and "SECRET mark" not in page.text and "SECRET after" in page.text
    prefix = f"words-{PUP.hex[-8:]}"
    said = {f"{prefix}-submission": str(uuid.uuid4()), f"{prefix}-words": "we laughed <again>"}
    for _twice in range(2):
        assert browser.post(f"/my/together/{PUP}/", said).status_code == 302
    with acting_as("W1"):
        words = [row.words for row in queries.delivery_of(ALDER, PUP).after]
    assert words.count("we laughed <again>") == 1
    assert "we laughed &lt;again&gt;" in browser.get("/my/together/").text
    empty = browser.post(
        f"/my/together/{PUP}/", {**said, f"{prefix}-words": "", f"{prefix}-submission": str(uuid.uuid4())}
    )
    assert empty.status_code == 422
    for hidden in (CONNECTIONS, uuid.uuid4()):
        assert browser.post(f"/my/together/{hidden}/", said).status_code == 404
    assert "/my/together/" in browser.get("/my/").text
