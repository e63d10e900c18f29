"""Messages: what a worker sees of them, the door of a gateway, and her own page."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.project import roles
from alongside.reminders.models import Heard, Notice, Wish
from alongside.reminders.terms import No, State
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.pages.writing import ALDER, ANA, count, day, send

here = pytest.mark.django_db(databases=["default", "gate", "loader"])
PAGE = reverse("messages", args=[ALDER])
WISH = {"wanted": "yes", "value": "416 555 0123", "others": "only_she", "language": "en", "kinds": ["before", "today"]}
KEY = "a key of the gateway"


def wish(**more: Any) -> Any:
    return send("W1", reverse("message_wish", args=[ALDER, ANA, "text"]), WISH | more)


@here
def test_from_nothing_said_to_a_reminder_and_back() -> None:
    browser = client_as("W1")
    text = browser.get(PAGE).text
    assert "She has not signed that messages may come" in text and "She has not said anything about it" in text
    assert "+14165550123" in text  # her plan stands beside it
    assert wish(her_words="baby group").status_code == 200 and count("reminders.Wish") == 0
    assert wish(her_words="Coffee with Sam").status_code == 302
    assert wish(version="0", wanted="no").status_code == 200  # somebody was quicker
    text = browser.get(PAGE).text
    assert "Coffee with Sam" in text and "only she" in text
    made = send(
        "W1",
        reverse("promise_add", args=[ALDER]),
        {"about": f"woman:{ANA}", "what": "SECRET at ten", **day("on", "2099-02-20"), "at_time": "10:00"},
    )
    assert made.status_code == 302
    with acting_as("W1"):
        from alongside.care.models import Promise

        promise = Promise.objects.get(what="SECRET at ten")
    assert send("W1", reverse("remind", args=[ALDER, promise.pk]), {}).status_code == 302
    assert "she will be reminded" in browser.get(PAGE).text
    assert send("W1", reverse("remind", args=[ALDER, promise.pk]), {}).status_code == 200  # asked for already
    assert send("W1", reverse("no_reminder", args=[ALDER, promise.pk]), {}).status_code == 302
    assert send("W1", reverse("messages_stop", args=[ALDER, ANA]), {}).status_code == 302
    assert "She asked to stop messages." in browser.get(PAGE).text or "She does not want it." in browser.get(PAGE).text


def _rows(admin: psycopg.Connection) -> None:
    """As the service would leave them."""
    for n, (state, because, words) in enumerate(
        [
            ("sent", "", "Thursday 10:30. Sam"),
            ("not_sent", "stale", ""),
            ("not_sent", "unsafe_person", ""),
            ("not_sent", "after_a_loss", ""),
            ("waits", "trying", ""),
        ]
    ):
        admin.execute(
            "insert into reminders_message (id, family_id, woman_id, key, kind, by, value, source, target, starts_at, whole_day,"
            " not_before, state, because, tried, language, words, went_at, reference, planned_at) values (uuidv7(), %s, %s, %s,"
            " 'before', 'text', '+14165550123', 'promise', uuidv7(), now(), false, now(), %s, %s, 0, 'en', %s,"
            " case when %s = 'sent' then now() end, '', now())", [ALDER, ANA, f"k{n}", state, because, words, state],
        )  # fmt: skip
    for family, woman, kind, words in (
        (ALDER, ANA, "other_time", "another time"),
        (None, None, "unknown", "SECRET who is this"),
    ):
        admin.execute(
            "insert into reminders_heard (id, family_id, woman_id, by, value, words, reference, came_at, read_at, meanings)"
            " values (uuidv7(), %s, %s, 'text', '+1', %s, %s, now(), now(), '{not_clear}')", [family, woman, words, words],
        )  # fmt: skip
        admin.execute(
            "insert into reminders_notice (id, family_id, woman_id, kind, because, told_at)"
            " values (uuidv7(), %s, %s, %s, '', now())", [family, woman, kind],
        )  # fmt: skip


def test_the_page_says_why_and_takes_as_many_statements_whatever_went(
    own: str, cluster: Cluster, django_assert_num_queries: Any
) -> None:
    browser = client_as("W1")
    browser.get(PAGE)
    with cluster.admin(own) as admin:
        _rows(admin)
        for because in ("unsafe_person", "after_a_loss"):
            admin.execute(
                "insert into reminders_notice (id, family_id, woman_id, kind, because, told_at)"
                " values (uuidv7(), %s, %s, 'ask_her', %s, now())", [ALDER, ANA, because],
            )  # fmt: skip
    with django_assert_num_queries(21):
        text = browser.get(PAGE).text
    for said in ("Thursday 10:30. Sam", "It is a while since she said this is still right", "Somebody who is not safe for her",
                 "It could not be handed over and is tried again.", "She would like another time.", "another time"):  # fmt: skip
        assert said in text, said
    assert "SECRET who is this" not in text
    # It is announced where the day begins and on her family's page, without a statement more there.
    waits = ("She would like another time.", f'href="{PAGE}"')
    home, hers = browser.get("/").text, reverse("family", args=[ALDER])
    with statements() as asked:
        family = browser.get(hers).text
    assert len(asked) <= 12 and all(said in page for said in waits for page in (home, family))
    assert "Something came back by message" in family and "SECRET who is this" not in home + family
    assert "Somebody is needed" not in home and 'id="came-back"' not in client_as("W2").get("/").text
    assert "Somebody wrote from a number that belongs to nobody" in client_as("SUP").get("/").text
    notices, reads = reverse("notices"), ("Somebody who is not safe for her", "Something happened since")
    assert all(said in text for said in reads) and "Somebody of her team knows why." not in text
    for address in (PAGE, notices):  # who works with the children reads how to reach her, and neither of these
        others = client_as("CHC").get(address).text
        assert "Somebody of her team knows why." in others and not any(said in others for said in reads), address
    assert all(said in browser.get(notices).text for said in reads)
    assert (
        "She would like another time." in browser.get(notices).text
        and "SECRET who is this" not in browser.get(notices).text
    )
    assert "SECRET who is this" in client_as("SUP").get(notices).text
    assert "She would like another time." not in client_as("W2").get(notices).text
    with acting_as("W1"):
        notice = Notice.objects.get(kind="other_time")
    take = reverse("notice_take", args=[notice.pk])
    assert client_as("W2").get(take).status_code == 404
    assert send("W1", take, {}).status_code == 302 and send("SUP", take, {}).status_code in (200, 404)
    assert "She would like another time." not in browser.get(notices).text
    assert not any("She would like another time." in browser.get(page).text for page in ("/", hers))
    hers = client_as("p_ana")
    text = hers.get(reverse("my_messages")).text
    assert "Thursday 10:30. Sam" in text and "We send you nothing" in text and "not safe" not in text.lower()


def test_whoever_has_what_cannot_wait_finds_on_her_page_how_to_reach_her_for_a_time(own: str, cluster: Cluster) -> None:
    from alongside.assessment.actions import set_escalation

    with acting_as("SUP"):
        set_escalation(agency=CAST["LEAD"], colleagues=[CAST["W2"]], by=CAST["SUP"], at=timezone.now())
    with cluster.admin(own) as admin:
        _rows(admin)
        notice, stray = (
            admin.execute(
                "with heard as (insert into reminders_heard (id, family_id, woman_id, by, value, words, reference, came_at,"
                " read_at, meanings) values (uuidv7(), %(f)s, %(w)s, 'text', '+1', %(said)s, %(said)s, now(), now(), '{hard}')"
                " returning id) insert into reminders_notice (id, family_id, woman_id, kind, because, heard_id, told_at)"
                " select uuidv7(), %(f)s, %(w)s, 'hard', '', id, now() from heard returning id",
                {"f": family, "w": woman, "said": words},
            ).fetchone()[0]  # type: ignore[index]
            for family, woman, words in ((ALDER, ANA, "he hit me"), (None, None, "help me"))
        )
    browser, notices = client_as("W2"), reverse("notices")

    def said_to(who: str) -> list[str]:
        """What the first page says waits for her, and what /watch/ shows of messages."""
        page, watch = client_as(who).get("/").text, client_as(who).get(reverse("watch")).text
        banner = ("Somebody is needed. Please look now.", "You have something open.", "Written by message")
        lines = ("nobody has it yet", "wrote a message; you have it")
        return [words for words in banner if words in page] + [words for words in lines if words in watch]

    assert said_to("W2") == ["Somebody is needed. Please look now.", "Written by message", "nobody has it yet"]
    with statements() as asked:
        browser.get("/")
    assert len(asked) <= 12 and sum("safekeeping.fallen_back()" in each for each in asked) == 1
    assert "Ana" not in browser.get(reverse("watch")).text
    assert said_to("W3") == said_to("ADM") == []
    assert "sounds as if it cannot wait" in browser.get(notices).text and "Ana" not in browser.get(notices).text
    assert browser.get(PAGE).status_code == 404
    taken = send("W2", reverse("notice_take", args=[notice]), {})
    assert (taken.status_code, taken["Location"]) == (302, PAGE)
    text = browser.get(PAGE).text
    assert all(said in text for said in ("Ana", "+14165550123", "he hit me"))
    assert "Somebody of her team knows why." in text and "Somebody who is not safe for her" not in text
    with acting_as("W2"):  # and no other word of hers
        assert [heard.words for heard in Heard.objects.all()] == ["he hit me"]
    assert "help me" not in browser.get(notices).text
    assert send("W2", reverse("notice_take", args=[stray]), {})["Location"] == notices
    assert "help me" in browser.get(notices).text and "SECRET" not in browser.get(notices).text
    assert said_to("W2") == ["You have something open.", "Written by message", "wrote a message; you have it"]
    with cluster.admin(own) as admin:
        lasts = "select upper(valid) - lower(valid) from safekeeping_cell where basis = %s"
        assert admin.execute(lasts, [notice]).fetchall() == [(timedelta(hours=48),)]
        admin.execute("update reminders_notice set taken_at = taken_at - interval '3 days' where id = %s", [notice])
    assert "he hit me" not in browser.get(PAGE).text
    # Nothing followed: it stands again for all who are told, in letters too, and whoever takes it next has it instead.
    take, settle = (reverse(f"notice_{what}", args=[notice]) for what in ("take", "settle"))
    calls = "select exists (select from safekeeping.hard_letters() l where %s = any (l.notices))"
    with cluster.admin(own) as admin:
        admin.execute(
            "insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
            " values (%s, 'sup@example.org', '!', true, false)", [ident("user SUP")]
        )  # fmt: skip
    with cluster.as_role(roles.LOADER, own) as machine:
        assert machine.execute(calls, [notice]).fetchone() == (True,)
    assert f'"{take}"' in client_as("SUP").get(notices).text and settle not in client_as("SUP").get(notices).text
    assert send("SUP", take, {}).status_code == 302 and browser.get(PAGE).status_code == 404
    with cluster.as_role(roles.LOADER, own) as machine:
        assert machine.execute(calls, [notice]).fetchone() == (False,)
    assert f'"{take}"' not in client_as("SUP").get(notices).text and settle in client_as("SUP").get(notices).text
    assert send("W2", settle, {}).status_code == 404
    assert send("SUP", settle, {}).status_code == 302 and settle not in client_as("SUP").get(notices).text
    assert said_to("SUP") == []
    with cluster.admin(own) as admin:  # somebody was in touch: it comes back to nobody
        admin.execute("update reminders_notice set taken_at = taken_at - interval '9 days' where id = %s", [notice])
    assert f'"{take}"' not in client_as("SUP").get(notices).text + browser.get(notices).text
    with cluster.admin(own) as admin:
        admin.execute("update safekeeping_cell set valid = tstzrange(lower(valid), now()) where basis = %s", [notice])
    assert browser.get(PAGE).status_code == 404


@here
def test_every_reason_has_words() -> None:
    from alongside.families.terms import Because
    from alongside.pages.worker.presented.messages import TELLS, reason

    codes = [*No.values, *Because.values]
    every = {(CAST["ANA"], category) for category in TELLS.values()}
    said = {code: reason(code, CAST["ANA"], every) for code in codes}
    assert all(said.values()) and reason("") == "" and reason("x") == ""
    assert {code for code in codes if reason(code, CAST["ANA"]) != said[code]} == set(TELLS)
    assert all(str(State(state).label) for state in State.values)


@here
def test_she_stops_it_herself() -> None:
    assert wish().status_code == 302
    hers = client_as("p_ana")
    page = hers.get(reverse("my_messages"))
    assert "+14165550123" in page.text and len(page.content) < 60_000
    assert hers.post(reverse("my_messages_stop")).status_code == 302
    assert "We send you nothing" in hers.get(reverse("my_messages")).text
    with acting_as("W1"):
        newest = Wish.objects.order_by("-version").first()
        assert newest is not None and (newest.wanted, newest.recorded_by) == (False, CAST["ANA"])
    assert client_as("W1").get(reverse("my_messages")).status_code == 404


def brought(
    settings: Any, body: dict[str, Any], *, key: str = KEY, at: float | None = None, sign: str | None = None
) -> int:
    settings.MESSAGES_KEY = KEY
    text, stamp = json.dumps(body), str(int(at or time.time()))
    signed = hmac.new(key.encode(), f"{stamp}.{text}".encode(), hashlib.sha256).hexdigest() if sign is None else sign
    headers = {"X-Time": stamp, "X-Signature": signed}
    return (
        Client(enforce_csrf_checks=True)
        .post(reverse("messages_in"), text, content_type="application/json", headers=headers)
        .status_code
    )


def test_the_door_of_a_gateway(own: str, cluster: Cluster, settings: Any) -> None:
    came = {"kind": "text", "from": "416 555 0123", "body": "STOP\x00 he hit me \ud83d", "id": "1"}
    for wrong in (
        {"key": "another"},
        {"sign": ""},
        {"sign": "é"},
        {"at": time.time() - 900},
        {"at": time.time() + 900},
    ):
        assert brought(settings, came, **wrong) == 404
    for useless in ({}, {"from": "1"}, {"id": "2", "report": "odd"}, {"id": "3", "kind": "pigeon"}, {"id": ["x"]}):
        assert brought(settings, useless) == 204
    assert brought(settings, {**came, "body": "x" * 30_000}) == 404
    with cluster.admin(own) as admin:  # it cannot be kept just now: the gateway is told so, and brings it again
        admin.execute("alter table reminders_heard rename to elsewhere")
        assert brought(settings, came) == 503
        admin.execute("alter table elsewhere rename to reminders_heard")
        assert [brought(settings, came) for _twice in range(2)] == [204, 204]
        kept = admin.execute("select reference, value, words from reminders_heard").fetchall()
    assert kept == [("1", "+14165550123", "STOP he hit me ?")]
    settings.MESSAGES_KEY = ""
    assert (
        Client().post(reverse("messages_in")).status_code == 404
        and Client().get(reverse("messages_in")).status_code == 405
    )
    with acting_as("SUP"):
        assert not Heard.objects.filter(family=None, read_at__isnull=False).exists()
