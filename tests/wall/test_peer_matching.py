"""The wall where two find each other: her yes, the peer's, the cap, who is kept apart, and what a peer says of herself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from alongside.care.models import Contact
from alongside.enrolment.models import TeamMember
from alongside.families.models import Family, Person
from alongside.peers import actions, queries
from alongside.peers.models import PeerAgreement, PeerAnswer, PeerMatch, PeerWish
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.wall.conftest import Ask
from tests.wall.peering import (
    ALDER,
    ANA,
    BIRCH,
    EVE,
    PEER,
    SUP,
    ask_her,
    begin,
    end,
    now,
    recorded,
    refused,
    today,
    wish,
)

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


# --- matching


def test_the_peer_is_told_a_name_and_nothing_else_until_she_says_yes() -> None:
    match = ask_her()
    with acting_as("PEER"):
        assert [row.goes_by for row in queries.mine(PEER)] == ["SECRET Ana", "Eve"]
        assert not Person.objects.filter(pk=EVE).exists()
        assert not TeamMember.objects.filter(family_id=BIRCH.pk).exists()
    begin(match)
    with acting_as("PEER"):
        assert Person.objects.filter(pk=EVE).exists() and not Contact.objects.filter(family_id=BIRCH.pk).exists()
        assert queries.newest_allowance(match.pk) is None


def test_nobody_says_yes_for_her() -> None:
    match = ask_her()
    for who in ("SUP", "W2", "p_ana"):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            actions.begin_match(match=match, on=today(), **now(who))


def test_without_her_yes_there_is_no_match(ask: Ask) -> None:
    made = wish()
    row = {
        "wish": made,
        "colleague_id": PEER,
        "goes_by": "Eve",
        "family_id": BIRCH.pk,
        "subject": EVE,
        **recorded("SUP"),
    }
    with acting_as("SUP"), pytest.raises(Exception, match="not said yes"), transaction.atomic():
        PeerMatch.objects.create(**row)
    with acting_as("SUP"):
        actions.answer(wish=made, colleague=PEER, said="yes", on=today(), **now("SUP"))
        actions.answer(wish=made, colleague=PEER, said="later", on=today(), **now("SUP"))
        with pytest.raises(Exception, match="not said yes"), transaction.atomic():
            PeerMatch.objects.create(**row)


def cap(women: int) -> None:
    """The two agree on another number."""
    with acting_as("PEER"):
        [newest, *_] = queries.agreements(PEER)
        row = actions.draft_agreement(
            colleague=PEER, supervisor=SUP, women_at_once=women, base_number=newest.number, **now("PEER")
        )
        with pytest.raises(Refused, match="others_yes"):
            actions.agree(agreement=row, **now("PEER"))
    with acting_as("SUP"):
        actions.agree(agreement=queries.agreement(row.pk), **now("SUP"))


def test_above_her_own_cap_it_is_refused_kindly_and_by_the_database() -> None:
    cap(1)
    with pytest.raises(Refused, match="places_taken"):
        ask_her()
    with acting_as("SUP"):
        assert queries.to_choose(BIRCH.pk) == []


def test_one_who_rests_and_one_who_is_kept_apart_are_refused_with_the_same_word() -> None:
    made = wish()
    with acting_as("PEER"):
        actions.rest(colleague=PEER, resting=True)
    first = refused(lambda: ask_her(of=made))
    with acting_as("PEER"):
        actions.rest(colleague=PEER, resting=False)
    own_file = wish("SUP", Family(id=CAST["CEDAR"]), CAST["GIA"])  # a participant once: her own file
    with acting_as("SUP"):
        assert queries.to_choose(CAST["CEDAR"]) == [] and len(queries.to_choose(BIRCH.pk)) == 1
    assert first == refused(lambda: ask_her(of=own_file)) == "not_just_now"


def test_her_story_is_shown_to_a_woman_who_is_choosing_and_to_nobody_else() -> None:
    end()
    with acting_as("p_ana"):
        assert queries.to_choose(ALDER) == []  # she is not choosing
        actions.wish_for(family=Family(id=ALDER), woman=ANA, how="asked", on=today(), **now("p_ana"))
        [offered] = queries.to_choose(ALDER)
        assert (offered.name, offered.words, offered.story) == (
            "Gia, peer supporter",
            "I like walks.",
            "SECRET own story",
        )
    with acting_as("W1"):
        assert [each.story for each in queries.to_choose(ALDER)] == [""]
    for who in ("W2", "PEER", "CHC", "PRIV", "p_cal", "EVAL"):
        with acting_as(who):
            assert queries.to_choose(ALDER) == []
    with acting_as("PEER"):
        actions.say_story(colleague=PEER, story="SECRET own story", shown=False)
    with acting_as("p_ana"):
        assert [each.story for each in queries.to_choose(ALDER)] == [""]
    with acting_as("PEER"):
        actions.take_back(colleague=PEER)
    with acting_as("p_ana"):
        assert queries.to_choose(ALDER) == []


def test_of_whom_she_said_no_she_is_not_asked_again_this_time() -> None:
    end()
    with acting_as("p_ana"):
        made = actions.wish_for(family=Family(id=ALDER), woman=ANA, how="asked", on=today(), **now("p_ana"))
        for said, there in (("later", 1), ("other", 0), ("no", 0)):
            actions.answer(wish=made, colleague=PEER, said=said, on=today(), **now("p_ana"))
            assert len(queries.to_choose(ALDER)) == there
    with acting_as("PEER"):
        assert not PeerAnswer.objects.exists() and not PeerWish.objects.exists()


# --- what a peer agrees and says of herself


def test_what_is_hers_nobody_else_writes() -> None:
    for who in ("SUP", "DIR", "W1", "p_ana", "ADM"):
        for do in (
            lambda: actions.rest(colleague=PEER, resting=True),
            lambda: actions.say_story(colleague=PEER, story="x", shown=True),
            lambda: actions.say_of_myself(colleague=PEER, base_version=1, shown=True, words="x"),
        ):
            with acting_as(who), pytest.raises((ProgrammingError, Exception)) as no, transaction.atomic():
                do()
            assert type(no.value).__name__ in ("ProgrammingError", "Refused", "IntegrityError"), (who, no.value)
    with acting_as("PEER"):
        row = queries.profile(PEER)
        assert (row.words, row.resting, queries.story(PEER).story) == ("I like walks.", False, "SECRET own story")


def test_a_new_supervisor_learns_how_many_versions_there_are_and_no_word_of_them(ask: Ask) -> None:
    number = f"select safekeeping.peer_agreement_number('{PEER}')"
    assert {who: ask(who, number)[0][0] for who in ("PEER", "SUP", "DIR", "W1", "PRIV", "p_ana", "SITE2", "CW1")} == {
        "PEER": 1, "SUP": 1, "DIR": 1, "W1": 0, "PRIV": 0, "p_ana": 0, "SITE2": 0, "CW1": 0,
    }  # fmt: skip


def test_an_agreement_is_made_by_the_two_it_is_about() -> None:
    for who in ("W1", "DIR", "ADM"):
        with acting_as(who), pytest.raises((ProgrammingError, Refused)), transaction.atomic():
            actions.draft_agreement(colleague=PEER, supervisor=SUP, women_at_once=9, base_number=1, **now(who))
    with acting_as("PEER"):
        for other in ("CW1", "W1", "CHC"):  # of another agency; nobody who looks after peers
            row = {
                "colleague_id": PEER,
                "supervisor_id": CAST[other],
                "number": 2,
                "women_at_once": 30,
                **recorded("PEER"),
            }
            with pytest.raises(ProgrammingError), transaction.atomic():
                PeerAgreement.objects.create(**row)
        row = actions.draft_agreement(colleague=PEER, supervisor=SUP, women_at_once=9, base_number=1, **now("PEER"))
    with acting_as("SUP"):
        assert queries.places()[PEER].at_once == 3  # stands when the other said yes
        assert timezone.now() + timedelta(seconds=1) > row.recorded_at
