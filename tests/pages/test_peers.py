"""Peer support on the pages: a peer's own page, looking for one with a woman, what she allows, contacts, places."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.accounts import queries as accounts
from alongside.accounts.actions import end_role, give_role
from alongside.care.actions import correct_contact
from alongside.care.models import Contact
from alongside.families.models import Family
from alongside.peers import actions, queries
from alongside.peers.models import PeerMatch
from alongside.recordkeeping.models import Trail
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, NOBODY, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
PEER, SUP, BIRCH, EVE = CAST["PEER"], CAST["SUP"], CAST["BIRCH"], CAST["EVE"]
MATCH = ident("peer match")


def today() -> str:
    return timezone.localdate().isoformat()


def text(address: str, who: str = "PEER") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (who, address, page.status_code)
    return " ".join(page.text.split())


def now(who: str) -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def wished() -> None:
    with acting_as("SUP"):
        actions.wish_for(
            family=Family(id=BIRCH),
            woman=EVE,
            how="asked",
            on=timezone.localdate(),
            her_words="somebody calm",
            **now("SUP"),
        )


def asked() -> PeerMatch:
    wished()
    with acting_as("SUP"):
        return actions.ask_peer(
            wish=queries.wish(BIRCH), colleague=PEER, goes_by="Eve B.", on=timezone.localdate(), **now("SUP")
        )


def test_her_wellness_plan_and_what_she_learns() -> None:
    page = text(url("peers"))
    assert "SECRET what keeps me well" in page and "only you" in page and "reading a child’s cues" in page
    given = {"well": "Walks", "signs": "", "helps": "", "asks": "Ask first", "shown_to": [str(SUP)]}
    assert "shown_to" in errors(send("PEER", url("peer_wellness"), {**given, "shown_to": [str(CAST["W1"])]}))
    before = text(url("peers"), "SUP")
    assert "SECRET what keeps" not in before and "SECRET how I" not in before and "Shown to you" not in before
    assert send("PEER", url("peer_wellness"), given).status_code == 302
    learns = {"on_cues": "had", "on_limits": "wants", "words": "In the evening", "shown": "on"}
    assert send("PEER", url("peer_learning"), learns).status_code == 302
    told = text(url("peers"), "SUP")
    assert "Shown to you" in told and "Ask first" in told and "Walks" in told
    places = text(url("peer_places"), "SUP")
    assert "In the evening" in places and "saying openly what I can and cannot do" in places
    assert places.count("nobody said so yet: it can be offered") == 3 and not re.search(r"\d ?%", places)
    for who in ("W1", "DIR", "PRIV"):
        assert "Ask first" not in client_as(who).get(url("peers")).text, who
    with statements() as asked:
        client_as("PEER").get(url("peers"))
    assert len(asked) <= 22, len(asked)
    for name in ("peer_wellness", "peer_learning"):
        assert client_as("W1").get(url(name)).status_code == 404, name
    assert send("PEER", url("peer_wellness"), {"well": ""}).status_code == 302
    assert "Shown to you" not in text(url("peers"), "SUP")


def test_when_she_is_a_peer_no_longer_what_she_wrote_is_hers_alone_until_she_takes_it_back() -> None:
    assert send("PEER", url("peer_wellness"), {"well": "Walks", "shown_to": [str(SUP)]}).status_code == 302
    assert send("PEER", url("peer_learning"), {"words": "In the evening", "shown": "on"}).status_code == 302
    assert "Walks" in text(url("peers"), "SUP") and "In the evening" in text(url("peer_places"), "SUP")
    with acting_as("ADM"):  # she is an outreach worker now
        on = timezone.localdate()
        [held] = accounts.roles_on(PEER, on)
        give_role(colleague=held.colleague, role="outreach", from_on=on, **now("ADM"))
        end_role(held=held, on=on, **now("ADM"))
    assert "Walks" not in text(url("peers"), "SUP") and "In the evening" not in text(url("peer_places"), "SUP")
    page = text(url("peers"))
    assert "Walks" in page and "In the evening" in page and "SECRET own story" in page and url("peer_take_back") in page
    for name in ("peer_profile", "peer_story", "peer_rest", "peer_wellness", "peer_learning"):
        assert url(name) not in page and client_as("PEER").get(url(name)).status_code == 404, name
    assert send("PEER", url("peer_take_back"), {}).status_code == 302
    page = text(url("peers"))
    assert "Walks" not in page and "SECRET own story" not in page and "What is yours" not in page


def test_a_peers_own_page() -> None:
    page = text(url("peers"))
    assert "Ana Alder" in page and "I like walks." in page and "SECRET own story" in page and "SECRET breaks" in page
    assert "A woman who is choosing can read it." in page and "Be there first." in page
    assert url("peer_contact", MATCH) in page and url("supervision") in page and url("peer_places") not in page


@pytest.mark.parametrize("who", ["W1", "CHC", "PIT", "DIR"])
def test_what_is_hers_stands_on_nobody_elses_page(who: str) -> None:
    page = text(url("peers"), who)
    for word in ("SECRET own story", "SECRET breaks", "SECRET does", "Ana", "I like walks."):
        assert word not in page, word
    for name in ("peer_profile", "peer_story", "peer_take_back", "peer_rest"):
        assert client_as(who).get(url(name)).status_code == 404
    for name in ("peer_contact", "peer_begin", "peer_not"):
        assert client_as(who).get(url(name, MATCH)).status_code == 404
    assert client_as(who).get(url("peer_agreement", CAST["W1"])).status_code == 404


def test_the_supervisor_reads_what_the_two_agreed_and_nothing_of_the_story() -> None:
    page = text(url("peers"), "SUP")
    assert "SECRET breaks" in page and "SECRET own story" not in page and url("peer_places") in page


@pytest.mark.parametrize("who", [who for who in NOBODY if who not in ("W2", "W3")] + ["EVAL", "PRIV", "p_ana", None])
def test_the_page_is_for_our_own_who_work_with_families(who: str | None) -> None:
    answer = client_as(who).get(url("peers"))
    assert answer.status_code in (302, 404) or who == "SITE2"
    if answer.status_code == 200:
        assert "Ana" not in answer.text and "Gia" not in answer.text
        assert "Nobody walks beside her yet" in text(url("family_peers", CAST["ELM"]), "SITE2")  # as its link says


def test_places_are_for_whoever_looks_after_peers() -> None:
    wished()
    page = text(url("peer_places"), "SUP")
    assert "2 places free of 3" in page and "beside 1 woman" in page and "Ève Birch" in page and "somebody calm" in page
    assert "SECRET own story" not in page and "SECRET breaks" not in page and "Ana" not in page
    with acting_as("PRIV"):
        assert Trail.objects.filter(verb="shown in a list", subject=EVE, principal=SUP).exists()
    for who in ("W1", "PEER", "CHC", "PIT"):
        assert client_as(who).get(url("peer_places")).status_code == 404
    with acting_as("PEER"):
        actions.rest(colleague=PEER, resting=True)
    page = text(url("peer_places"), "SUP")
    assert "takes nobody new just now" in page


def test_the_page_asks_the_same_number_of_questions_whatever_there_is() -> None:
    with statements() as few:
        text(url("peers"))
        text(url("family_peers", ALDER), "W1")
        text(url("peer_places"), "SUP")
    with acting_as("PEER"):
        match = queries.match(MATCH)
        for n in range(12):
            actions.record_peer_contact(
                match=match,
                domains=["coaching"],
                mode="phone",
                on=timezone.localdate() - timedelta(days=n),
                **now("PEER"),
            )
    asked()
    with statements() as many:
        text(url("peers"))
        text(url("family_peers", ALDER), "W1")
        text(url("peer_places"), "SUP")
    assert len(few) == len(many) <= 60
    with statements() as one:
        text(url("family_peers", ALDER), "W1")
    assert len(one) <= 20


def test_from_her_wish_to_the_peers_yes() -> None:
    page = send("W2", url("peer_wish", BIRCH), {"how": "asked", "her_words": "somebody calm", **day("on", today())})
    assert page.status_code == 302 and page.url == url("family_peers", BIRCH)
    shown = text(page.url, "W2")
    assert "somebody calm" in shown and "I like walks." in shown and "SECRET own story" not in shown
    answer = url("peer_answer", BIRCH)
    wrong = send("W2", answer, {"colleague": str(PEER), "said": "yes", "goes_by": " ", **day("on", today())})
    assert "goes_by" in errors(wrong)
    fields = {
        "colleague": str(PEER),
        "said": "yes",
        "goes_by": "Eve B.",
        "submission": str(uuid.uuid4()),
        **day("on", today()),
    }
    assert client_as("W2").post(answer, fields).status_code == 302
    assert client_as("W2").post(answer, fields).status_code == 302  # sent twice it is one
    assert count("peers.PeerMatch", "W2", family_id=BIRCH) == 1
    match = newest("peers.PeerMatch", "W2", family_id=BIRCH)
    page_of_hers = text(url("peers"))
    assert "Eve B." in page_of_hers and "Birch" not in page_of_hers
    assert client_as("PEER").get(url("family_peers", BIRCH)).status_code == 404
    assert send("PEER", url("peer_begin", match.pk), {}).status_code == 302
    assert "the name and how to reach her" in text(url("family_peers", BIRCH))


def test_a_no_is_written_and_nobody_is_asked() -> None:
    wished()
    given = {"colleague": str(PEER), "said": "other", "goes_by": "Eve", **day("on", today())}
    assert send("W2", url("peer_answer", BIRCH), given).status_code == 302
    page = text(url("family_peers", BIRCH), "W2")
    assert "somebody else" in page and "Nobody has a place just now." in page
    assert "Eve" not in text(url("peers"))


def test_above_the_cap_it_is_said_kindly_and_nothing_typed_is_lost() -> None:
    wished()
    browser = client_as("W2")
    browser.get(url("peer_answer", BIRCH))
    offered = queries.to_choose
    with acting_as("PEER"):
        row = actions.draft_agreement(colleague=PEER, supervisor=SUP, women_at_once=1, base_number=1, **now("PEER"))
    with acting_as("SUP"):
        actions.agree(agreement=queries.agreement(row.pk), **now("SUP"))
    with acting_as("W2"):
        assert offered(BIRCH) == []
    page = send(browser, url("peer_answer", BIRCH), {
        "colleague": str(PEER), "said": "yes", "goes_by": "Eve typed", **day("on", today()),
    })  # fmt: skip
    assert page.status_code == 422 or page.status_code == 200
    assert "Eve typed" in page.text and errors(page)


def test_when_a_colleague_was_quicker_nothing_typed_is_lost() -> None:
    wished()
    given = {"colleague": str(PEER), "said": "yes", "goes_by": "Eve typed", **day("on", today())}
    assert send("SUP", url("peer_wish_close", BIRCH), {}).status_code == 302
    page = send("W2", url("peer_answer", BIRCH), given)
    assert page.status_code == 200 and "Eve typed" in page.text and "not open any more" in str(errors(page))
    assert client_as("W2").get(url("peer_answer", BIRCH)).status_code == 404
    assert send("W2", url("peer_wish_close", BIRCH), {}).status_code == 302  # closed already: that is what she wants


def test_not_this_one_leaves_the_wish_open() -> None:
    match = asked()
    assert send("PEER", url("peer_not", match.pk), {}).status_code == 302
    page = text(url("family_peers", BIRCH), "SUP")
    assert "Somebody is being looked for" in page and "did not begin" in page


def test_what_she_may_read_is_ticked_with_her_and_an_older_page_opens_nothing() -> None:
    reads = url("peer_allow", ALDER, MATCH)
    seen = str(ident("peer allowance"))
    assert send("W1", reads, {"version": seen}).status_code == 302
    assert "SECRET visit" not in text(url("contacts", ALDER)) and "SECRET peer note" not in text(url("contacts", ALDER))
    page = send("W1", reads, {"version": seen, "kinds": ["1", "10"]})
    assert "kinds" in errors(page) and "changed meanwhile" in errors(page)["kinds"][0]
    for who in ("PEER", "W2", "CHC", "PRIV"):
        assert send(who, reads, {"version": "", "kinds": ["1"]}).status_code == 404
    assert client_as("SUP").get(url("peer_allow", BIRCH, MATCH)).status_code == 404  # another family's address


def test_a_contact_is_written_in_a_few_ticks_and_stands_on_the_timeline() -> None:
    form = url("peer_contact", MATCH)
    page = send("PEER", form, {"mode": "phone", "note": "SECRET typed", "reached": "met", **day("on", today())})
    assert "domains" in errors(page) and "SECRET typed" in page.text
    given = {
        "domains": ["engaging", "coaching"], "mode": "phone", "minutes": "20", "note": "SECRET new", "reached": "met",
        "forms_of": ["emotional"], "helped_with": ["evening"], "submission": str(uuid.uuid4()), **day("on", today()),
    }  # fmt: skip
    assert client_as("PEER").post(form, given).status_code == 302
    assert client_as("PEER").post(form, given).status_code == 302
    assert count("peers.PeerContact", "PEER", family_id=ALDER) == 2  # the cast's, and this one once
    with acting_as("W1"):
        contact = Contact.objects.get(note="SECRET new")
        assert (contact.minutes, contact.category, contact.subject) == (20, 10, ANA)
    shown = text(url("family_peers", ALDER), "W1")
    assert "Engaging · Coaching · emotional" in shown and "homework and dinner" in shown and "SECRET new" in shown
    assert "by phone" in text(url("timeline", ALDER), "W1").lower()


def test_a_note_that_was_put_right_shows_what_stands_and_to_nobody_more() -> None:
    def right(who: str, note: str) -> None:
        with acting_as(who):
            stands = Contact.objects.get(category=10, family_id=ALDER, superseded_at=None)
            correct_contact(contact=stands, values={"note": note}, **now(who))

    page = url("family_peers", ALDER)
    assert "SECRET peer note" in text(page, "W1")
    right("W1", "SECRET second")
    right("W1", "SECRET third")
    for who in ("W1", "PEER"):
        shown = text(page, who)
        assert "SECRET third" in shown and "SECRET second" not in shown and "SECRET peer note" not in shown, who
    seen = str(ident("peer allowance"))
    assert send("W1", url("peer_allow", ALDER, MATCH), {"version": seen, "kinds": ["1"]}).status_code == 302
    assert "SECRET" not in text(page)  # written by others, and she lets her peer read none of those any more


def test_a_pause_and_a_goodbye() -> None:
    pause = url("peer_pause", MATCH)
    assert 'name="wanted" value="pause"' in client_as("PEER").get(pause).text
    assert errors(send("PEER", pause, {}))  # a button that does not say what it wants does nothing
    assert send("PEER", pause, {"wanted": "pause"}).status_code == 302
    assert send("PEER", pause, {"wanted": "pause"}).status_code == 302  # from an older page: it does not go on again
    assert url("peer_contact", MATCH) not in text(url("peers"))
    assert client_as("PEER").get(pause).text.count("go on")
    assert send("PEER", pause, {"wanted": "on"}).status_code == 302
    assert send("W1", pause, {"wanted": "pause"}).status_code == 302  # a pause of hers, written down with her
    assert pause not in text(url("peers")) and pause in text(url("family_peers", ALDER), "W1")
    assert "not yours to end" in str(errors(send("PEER", pause, {"wanted": "on"})))
    assert send("W1", pause, {"wanted": "on"}).status_code == 302
    page = send("PEER", url("peer_end", MATCH), {"goodbye": "on", **day("on", today())})
    assert page.status_code == 302 and page.url == url("peers")
    assert "Ana" not in text(url("peers"))
    assert client_as("PEER").get(url("family_peers", ALDER)).status_code == 404
    assert "with a goodbye" in text(url("family_peers", ALDER), "W1")


def test_others_find_nothing_of_a_match() -> None:
    for who in NOBODY:
        for name in ("peer_pause", "peer_end", "peer_begin", "peer_not", "peer_contact"):
            assert client_as(who).get(url(name, MATCH)).status_code == 404, (who, name)
            assert send(who, url(name, MATCH), day("on", today())).status_code == 404, (who, name)


def test_what_a_peer_says_of_herself() -> None:
    given = {"version": "1", "words": "I like snow.", "shown": "on", "languages": "Twi"}
    assert send("PEER", url("peer_profile"), given).status_code == 302
    stale = send("PEER", url("peer_profile"), {**given, "words": "typed"})
    assert "typed" in stale.text and errors(stale)
    assert send("PEER", url("peer_story"), {"story": "SECRET mine"}).status_code == 302
    assert "Only you read this." in text(url("peers"))
    for _twice in range(2):
        assert send("PEER", url("peer_rest"), {"wanted": "pause"}).status_code == 302
    assert "You take nobody new just now" in text(url("peers"))
    assert send("PEER", url("peer_take_back"), {}).status_code == 302
    page = text(url("peers"))
    assert "I like snow." not in page and "SECRET mine" not in page


def test_a_new_supervisor_writes_the_next_version_without_reading_the_last() -> None:
    form = url("peer_agreement", PEER)
    page = client_as("DIR").get(form).text
    assert 'name="version" value="1"' in page and "SECRET" not in page
    given = {"version": "1", "other": str(PEER), "women_at_once": "2", "breaks": "on Fridays"}
    assert send("DIR", form, given).status_code == 302
    row = newest("peers.PeerAgreement", "PEER")
    assert (row.number, row.supervisor_id) == (2, CAST["DIR"])
    assert "newer version" in str(errors(send("DIR", form, given)))
    assert send("PEER", url("peer_agree", row.pk), {}).status_code == 302


def test_what_two_agree_stands_when_the_other_says_yes() -> None:
    form = url("peer_agreement", PEER)
    wrong = send("PEER", form, {"version": "1", "other": str(SUP), "women_at_once": "99"})
    assert list(errors(wrong)) == ["women_at_once"]
    given = {"version": "1", "other": str(SUP), "women_at_once": "2", "hours_a_week": "8", "breaks": "SECRET rest"}
    assert send("PEER", form, given).status_code == 302
    late = send("SUP", form, {**given, "other": str(PEER)})
    assert "newer version" in str(errors(late))
    row = newest("peers.PeerAgreement", "SUP")
    assert "of 3" in text(url("peer_places"), "SUP")
    assert "SECRET rest" in text(url("peer_agree", row.pk), "SUP")
    assert send("PEER", url("peer_agree", row.pk), {}).status_code != 302  # her own words need the other one's yes
    assert send("SUP", url("peer_agree", row.pk), {}).status_code == 302
    assert "of 2" in text(url("peer_places"), "SUP")
    for who in ("W1", "DIR", "CHC", "p_ana"):
        assert client_as(who).get(url("peer_agree", row.pk)).status_code == 404
