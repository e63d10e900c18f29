"""What a note holds besides its words, and things she mentioned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.care import actions, queries, rules
from alongside.care.models import Contact, Mentioned, MentionedTurn
from alongside.care.terms import MentionTurn, Reached
from alongside.families.actions import record_death
from alongside.families.models import Family, Person
from alongside.families.queries import people_of
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
BY = {"by": CAST["W1"], "at": T0}
ALDER = Family(id=CAST["ALDER"])


def record(**more: object) -> Contact:
    given = {
        "family": ALDER, "subject": CAST["ANA"], "for_whom": "woman", "category": C.SERVICE_USE, "on": TODAY,
        "mode": "home", **BY, **more,
    }  # fmt: skip
    return actions.record_contact(**given)


def mention(**more: object) -> Mentioned:
    given = {
        "family": ALDER, "subject": CAST["ANA"], "category": C.SERVICE_USE, "what": "the party", "on": TODAY, **BY,
        **more,
    }  # fmt: skip
    return actions.mention(**given)


def answer(thing: Mentioned, what: str, **more: object) -> MentionedTurn:
    return actions.answer_mention(mentioned=thing, what=what, **{"on": TODAY, **BY, **more})


def due(day: date = TODAY) -> set[str]:
    return {each.what for each in queries.to_ask([CAST["ALDER"]], day)}


@pytest.mark.parametrize("reached", Reached.values)
def test_things_are_given_whether_or_not_we_met(reached: str) -> None:
    """S-041: neither coming nor means nor an amount is asked."""
    with acting_as("W1"):
        contact = record(reached=reached, given=["fare", "food", "fare"], purposes=["everyday"], helped="a lift")
        stored = Contact.objects.get(pk=contact.pk)
    assert (stored.given, stored.purposes, stored.helped) == (["fare", "food"], ["everyday"], "a lift")


@pytest.mark.parametrize("wrong", [{"given": ["cigarettes"]}, {"purposes": ["checking up"]}])
def test_what_is_no_choice_is_refused(wrong: dict[str, list[str]]) -> None:
    with acting_as("W1"), pytest.raises(ValueError):
        record(**wrong)


def test_a_correction_says_them_anew_and_the_earlier_words_stay() -> None:
    with acting_as("W1"):
        first = record(given=["food"], helped="a walk")
        second = actions.correct_contact(contact=first, values={"given": ["fare"]}, **BY)
        kept = Contact.objects.get(pk=first.pk)
    assert (second.given, second.helped, kept.given) == (["fare"], "a walk", ["food"])


@pytest.mark.parametrize(("days", "said"), [(0, 0), (7, 0), (8, 8), (400, 400), (-3, 0)])
def test_after_how_many_days_a_note_says_so(days: int, said: int) -> None:
    assert rules.days_late(TODAY, TODAY + timedelta(days=days), 7) == said


def test_it_comes_back_from_its_day_on_until_somebody_asks() -> None:
    with acting_as("W1"):
        thing = mention(on=TODAY + timedelta(days=3))
        assert "the party" not in due(TODAY + timedelta(days=2))
        assert "the party" in due(TODAY + timedelta(days=3))
        assert "the party" in due(TODAY + timedelta(days=300))  # it never runs out
        turn = answer(thing, "asked", her_words="we danced")
        assert (turn.her_words, turn.again_on) == ("we danced", None)
        assert "the party" not in due(TODAY + timedelta(days=300))


def test_kept_for_later_it_comes_back_later_and_let_go_never() -> None:
    with acting_as("W1"):
        thing, again = mention(), TODAY + timedelta(days=10)
        answer(thing, "later", again_on=again)
        assert "the party" not in due(again - timedelta(days=1)) and "the party" in due(again)
        answer(thing, "later", again_on=again + timedelta(days=5))
        assert "the party" not in due(again) and "the party" in due(again + timedelta(days=5))
        answer(thing, "let_go")
        assert "the party" not in due(again + timedelta(days=99))
        with pytest.raises(Refused) as no:
            answer(thing, "asked")
        assert no.value.because == "mention_settled"


def test_of_somebody_who_died_nothing_comes_back() -> None:
    bee, two = CAST["BEE"], dyad("ANA", "BEE")
    with acting_as("W1"):
        mention(subject=bee, category=C.CHILD_HEALTH_DEV, what="her first swim")
        mention(subject=two, category=C.DYAD_OBSERVATION, what="their song")
        assert {"her first swim", "their song"} <= due()
        record_death(person=Person.objects.get(pk=bee), on=TODAY, **BY)
        assert not {"her first swim", "their song"} & due() and "SECRET her sister's wedding" in due()
        record_death(person=Person.objects.get(pk=CAST["ANA"]), on=TODAY, **BY)
        assert not due()


def test_two_who_ask_at_once_are_both_kept_and_it_is_settled() -> None:
    with acting_as("W1"):
        thing = mention()
        for what in ("asked", "let_go"):  # as the second writes whose look was before the first one's row
            MentionedTurn.objects.create(
                family=ALDER, subject=thing.subject, category=thing.category, mentioned=thing, what=what, on=TODAY,
                recorded_by=CAST["W1"], recorded_at=T0,
            )  # fmt: skip
        seen = next(each for each in queries.mentions_of(CAST["ALDER"]) if each.row.pk == thing.pk)
        assert len(seen.turns) == 2 and seen.settled and "the party" not in due()


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"what": "   "}, "words_needed"),
        ({"what": "x" * 2001}, "too_long"),
        ({"category": None}, "category_needed"),
        ({"category": C.CONTACT}, "category_unfit"),
        ({"subject": CAST["EVE"]}, "not_of_this_family"),
    ],
)
def test_a_mention_that_cannot_be_writes_nothing(more: dict[str, object], because: str) -> None:
    with acting_as("W1"):
        before = Mentioned.objects.count()
        with pytest.raises(Refused) as no, transaction.atomic():
            mention(**more)
        assert no.value.because == because and Mentioned.objects.count() == before


@pytest.mark.parametrize(
    ("what", "more", "because"),
    [
        ("later", {}, "later_when"),
        ("later", {"again_on": TODAY}, "again_is_past"),
        ("asked", {"on": TODAY + timedelta(days=1)}, "in_future"),
    ],
)
def test_an_answer_that_cannot_be(what: str, more: dict[str, object], because: str) -> None:
    with acting_as("W1"):
        thing = mention()
        with pytest.raises(Refused) as no:
            answer(thing, what, **more)
        assert no.value.because == because


def test_sent_twice_it_is_one() -> None:
    with acting_as("W1"):
        assert mention(id=ident("twice")).pk == mention(id=ident("twice"), what="another").pk
        assert Mentioned.objects.filter(pk=ident("twice")).get().what == "the party"


def test_the_familys_page_asks_without_a_statement_more_and_both_ways_tell_the_same() -> None:
    with acting_as("W1"):
        mention(), mention(subject=dyad("ANA", "BEE"), category=C.DYAD_OBSERVATION, what="the song")
        asked = queries.to_ask([CAST["ALDER"]], TODAY)
        with CaptureQueriesContext(connection) as made:
            along = queries.asked_of(list(queries.with_to_ask(people_of(CAST["ALDER"]), TODAY)))
        assert along == asked and {each.what for each in asked} >= {
            "the party",
            "the song",
            "SECRET her sister's wedding",
        }
        assert len(made) == 1 and queries.to_ask([], TODAY) == []


def test_as_we_knew_it_then() -> None:
    with acting_as("W1"):
        thing = mention()
        answer(thing, MentionTurn.ASKED, at=T0 + timedelta(days=2), on=TODAY)
        then = {each.row.pk: each for each in queries.mentions_of(CAST["ALDER"], known_at=T0 + timedelta(days=1))}
        assert not then[thing.pk].settled
        assert queries.mentions_of(CAST["ALDER"], known_at=T0 - timedelta(days=1)) == []
