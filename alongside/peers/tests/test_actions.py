"""Verbs of peer support: sent twice kept once, refused kindly, nothing rewritten of a woman, nothing kept of a peer."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.care.models import Contact
from alongside.care.queries import timeline
from alongside.enrolment.models import TeamMember
from alongside.families.models import Family
from alongside.peers import actions, queries
from alongside.peers.models import PeerAgreement, PeerMatch, PeerProfile, PeerWish
from alongside.recordkeeping.models import EarlierVersion
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
PEER, SUP, EVE = CAST["PEER"], CAST["SUP"], CAST["EVE"]
BIRCH, MATCH = Family(id=CAST["BIRCH"]), ident("peer match")


def now(who: str = "SUP") -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def today() -> Any:
    return timezone.localdate()


def wish(**more: Any) -> PeerWish:
    given = {
        "family": BIRCH,
        "woman": EVE,
        "how": "asked",
        "on": today(),
        "her_words": "somebody calm",
        **now(),
        **more,
    }
    return actions.wish_for(**given)


def asked(of: PeerWish, **more: Any) -> PeerMatch:
    return actions.ask_peer(**{"wish": of, "colleague": PEER, "goes_by": "Eve", "on": today(), **now(), **more})


def refused(because: str, do: Any, **more: Any) -> None:
    with pytest.raises(Refused) as no:
        do(**more)
    assert no.value.because == because


def test_from_a_wish_to_a_goodbye() -> None:
    with acting_as("SUP"):
        made = wish()
        assert [row.pk for row in queries.waiting()] == [made.pk]
        match = asked(made)
        assert queries.waiting() == [] and queries.of_her(BIRCH.pk).looking
    with acting_as("PEER"):
        actions.begin_match(match=match, on=today(), **now("PEER"))
        actions.begin_match(match=match, on=today(), **now("PEER"))  # said twice it is one
        assert len(queries.mine(PEER)) == 2
        actions.record_peer_contact(match=match, domains=["sharing"], mode="street", on=today(), **now("PEER"))
        actions.end_match(match=match, on=today(), goodbye=True, **now("PEER"))
    with acting_as("SUP"):
        seen = queries.of_her(BIRCH.pk)
        assert not seen.looking and not seen.standing and seen.matches[0].goodbye
        assert TeamMember.objects.filter(family=BIRCH, role="peer").count() == 1
        assert "contact" in {each.kind for each in timeline(BIRCH.pk)}
        refused("match_ended", actions.end_match, match=seen.matches[0], on=today(), goodbye=False, **now())
        assert asked(wish()).pk != match.pk  # the door is open


def test_every_form_sent_twice_makes_one_row() -> None:
    id = uuid.uuid4()
    with acting_as("SUP"):
        made = wish(id=id)
        assert wish(id=id, her_words="other").her_words == "somebody calm"
        refused("wish_open", wish)
        one = actions.answer(wish=made, colleague=PEER, said="later", on=today(), id=id, **now())
        assert actions.answer(wish=made, colleague=PEER, said="no", on=today(), id=id, **now()).pk == one.pk
        assert asked(made, id=id).pk == asked(made, id=id, goes_by="E.").pk == id
        refused("already_matched", asked, of=made)
    with acting_as("PEER"):
        of = {"match": queries.match(MATCH), "domains": ["coaching"], "mode": "phone", "on": today()}
        first = actions.record_peer_contact(**of, id=id, **now("PEER"))
        assert actions.record_peer_contact(**of, id=id, **now("PEER")).pk == first.pk
        assert Contact.objects.filter(worker=PEER).count() == 1
        row = actions.draft_agreement(
            colleague=PEER, supervisor=SUP, women_at_once=2, base_number=1, id=id, **now("PEER")
        )
        again = actions.draft_agreement(
            colleague=PEER, supervisor=SUP, women_at_once=5, base_number=1, id=id, **now("PEER")
        )
        assert row.pk == again.pk and again.women_at_once == 2


def test_what_cannot_be_is_said_kindly() -> None:
    tomorrow = today() + timedelta(days=1)
    with acting_as("SUP"):
        refused("in_future", wish, on=tomorrow)
        refused("too_long", wish, her_words="x" * 9_000)
        refused("not_of_this_family", wish, woman=CAST["ANA"])
        made = wish()
        refused("words_needed", asked, of=made, goes_by="  ")
        actions.close_wish(wish=made, **now())
        refused("wish_closed", asked, of=made)
    with acting_as("PEER"):
        match = queries.match(MATCH)
        of = {"match": match, "mode": "phone", "on": today(), **now("PEER")}
        refused("domain_needed", actions.record_peer_contact, domains=[], **of)
        refused("too_long", actions.record_peer_contact, domains=["coaching"], note="x" * 3_000, **of)
        refused("in_future", actions.record_peer_contact, domains=["coaching"], **{**of, "on": tomorrow})
        with pytest.raises(KeyError):
            actions.record_peer_contact(domains=["healing"], **of)


def test_a_wish_that_is_let_go_asks_nobody_any_more() -> None:
    with acting_as("SUP"):
        made = wish()
        match = asked(made)
        actions.close_wish(wish=made, **now())
        assert queries.of_her(BIRCH.pk).standing == ()
    with acting_as("PEER"):
        refused("match_ended", lambda: actions.begin_match(match=match, on=today(), **now("PEER")))


def test_a_peer_who_says_not_this_one_leaves_the_wish_open() -> None:
    with acting_as("SUP"):
        match = asked(wish())
    with acting_as("PEER"):
        refused("begins_later", lambda: actions.pause_match(match=match, paused=True, by=PEER))
        actions.end_match(match=match, on=today(), goodbye=False, **now("PEER"))
    with acting_as("SUP"):
        assert queries.of_her(BIRCH.pk).looking and len(queries.waiting()) == 1
        assert not TeamMember.objects.filter(family=BIRCH, role="peer").exists()
        assert queries.to_choose(BIRCH.pk) == []  # she is not asked a second time


def test_of_two_agreements_written_at_once_the_second_is_told() -> None:
    with acting_as("PEER"):
        actions.draft_agreement(colleague=PEER, supervisor=SUP, women_at_once=2, base_number=1, **now("PEER"))
    with acting_as("SUP"):
        refused(
            "said_since",
            actions.draft_agreement,
            colleague=PEER,
            supervisor=SUP,
            women_at_once=4,
            base_number=1,
            **now(),
        )
        waits = queries.agreements(PEER)[0]
        actions.agree(agreement=waits, **now())
        refused("agreed_already", actions.agree, agreement=waits, **now())
        for wrong, because in (
            ({"women_at_once": 99}, "at_once_unfit"), ({"hours_a_week": 99}, "hours_unfit"),
            ({"supervisor": PEER}, "takes_two"), ({"colleague": CAST["W1"]}, "not_a_peer"),
            ({"supervisor": CAST["W1"]}, "not_a_supervisor"),
            ({"does": "x" * 5_000}, "too_long"),
        ):  # fmt: skip
            given = {"colleague": PEER, "supervisor": SUP, "women_at_once": 1, "base_number": 2, **now(), **wrong}
            refused(because, actions.draft_agreement, **given)
        assert PeerAgreement.objects.count() == 2


def test_nothing_of_what_a_peer_said_of_herself_is_kept_when_she_takes_it_back() -> None:
    with acting_as("PEER"):
        actions.say_of_myself(colleague=PEER, base_version=1, shown=True, words="I like snow.", languages="Twi")
        refused("said_since", actions.say_of_myself, colleague=PEER, base_version=1, shown=True, words="x")
        actions.rest(colleague=PEER, resting=True)
        actions.take_back(colleague=PEER)
        row = PeerProfile.objects.get(pk=PEER)
        assert (row.words, row.languages, row.hours, row.shown, row.resting) == ("", "", "", False, True)
        assert queries.story(PEER).story == "" and not EarlierVersion.objects.exists()


def test_a_peer_begins_with_nothing() -> None:
    row = PeerProfile()
    assert (row.languages, row.hours, row.wants, row.words, row.shown, row.resting) == ("", "", "", "", False, False)
