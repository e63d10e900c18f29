"""The wall around the one door: what she told by the kind of its part, a word at the door until somebody takes it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent.actions import seal
from alongside.families.models import Woman
from alongside.intake import actions, queries
from alongside.intake.actions import Said
from alongside.intake.catalogue import shipped
from alongside.intake.models import Conversation, FirstContact, Knock, Offer, Told, Welcome
from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, ident
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, ALDER = CAST["ANA"], CAST["ALDER"]
ME = {"p_ana": ANA, "p_fin": CAST["FIN"]}  # a woman signed in as herself writes under her own number
HERS = ("intake_firstcontact", "intake_conversation", "intake_told", "intake_offer", "intake_welcome")
# Off the team, kept out, the ex-partner, carers, another woman, partners with whom she agreed on other things, parts
# without families, those who work with the children alone, nobody.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", "CHC", None,
]  # fmt: skip
PARTS = shipped()[1]
ON_HER_PAGE = sorted(part.code for part in PARTS if part.on_her_page)


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": ME.get(who, CAST[who]), "at": timezone.now()}


def ana() -> Woman:
    return Woman(person_id=ANA, family_id=ALDER)


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in HERS:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)


def test_our_own_read_by_the_kind_of_its_part(ask: Ask) -> None:
    for who in ("W1", "SUP"):
        assert [ask(who, f"select count(*) from {table}") for table in HERS[:2]] == [[(1,)], [(1,)]]
        assert ask(who, "select count(*) from intake_told") == [(len(PARTS),)]
    told = {who: {code for (code,) in ask(who, "select part from intake_told")} for who in ("PIT", "PEER")}
    # A therapist's part reads each of these kinds; a peer supporter reads what this woman allows her: what she comes to.
    assert told == {
        "PIT": {each.code for each in PARTS},
        "PEER": {each.code for each in PARTS if each.category == C.SERVICE_USE},
    }


def test_she_reads_what_she_told_and_nothing_that_is_hard_over_her_shoulder(ask: Ask) -> None:
    assert sorted(code for (code,) in ask("p_ana", "select part from intake_told")) == ON_HER_PAGE
    assert {"safe", "how_you_are", "pregnancy"}.isdisjoint(ON_HER_PAGE)
    # What a ward said of her is read with her; what she said herself she reads.
    assert ask("p_ana", "select count(*) from intake_firstcontact") == [(0,)]
    with acting_as("W1"):
        actions.hear_of(woman=ana(), on=date(2024, 1, 9), heard=actions.Heard(words="Hello."), **stamp())
    with acting_as("p_ana"):
        assert [each.words for each in queries.first_contacts_of(ALDER)] == ["Hello."]
    assert ask("p_ana", "select count(*) from intake_welcome") == [(1,)]


def test_she_adds_and_takes_back_herself_where_her_page_shows_it() -> None:
    with acting_as("p_ana"):
        [row] = actions.say(woman=ana(), part="why", said=[Said("my_why", words="Bee.")], **stamp("p_ana"))
        assert row.conversation_id is None
        for code in ("safe", "how_you_are"):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                actions.say(woman=ana(), part=code, said=[Said(standing="not_now")], **stamp("p_ana"))
        assert actions.take_back(woman=ana(), part="why", **stamp("p_ana")) == 2
        assert actions.take_back(woman=ana(), part="safe", **stamp("p_ana")) == 0
        # Nothing else of hers changes, and nothing that was taken back comes again.
        for change in ({"words": "other"}, {"standing": "never"}, {"recorded_by": ANA}):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Told.objects.filter(part="parent").update(**change)
        assert Told.objects.filter(part="why").update(taken_back_at=None) == 0
    with acting_as("W1"):
        assert not any(each.part == "why" for each in queries.told_of(ALDER, ANA))
        assert any(each.part == "safe" for each in queries.told_of(ALDER, ANA))


def test_nobody_writes_in_her_name_for_another_woman_or_as_a_talk_that_was_not() -> None:
    row = {"category": int(C.SERVICE_USE), "part": "why", "edition": 1, "on": date(2026, 1, 1), "standing": "not_now"}
    hers = {"family_id": ALDER, "woman_id": ANA}
    for who, more in (
        ("p_ana", {**hers, "recorded_by": CAST["W1"]}),
        ("p_ana", {**hers, "recorded_by": ANA, "conversation_id": ident("talk ANA")}),
        ("p_ana", {"family_id": CAST["BIRCH"], "woman_id": CAST["FIN"], "recorded_by": ANA}),
        ("p_fin", {**hers, "recorded_by": CAST["FIN"]}),
        ("p_cal", {**hers, "recorded_by": CAST["p_cal"]}),
        ("W2", {**hers, "recorded_by": CAST["W2"]}),
        ("W1", {**hers, "recorded_by": CAST["W2"]}),
        ("W1", {"family_id": ALDER, "woman_id": CAST["FIN"], "recorded_by": CAST["W1"]}),
    ):
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Told.objects.create(**row, **more)
    for model, more in (
        (FirstContact, {"on": date(2026, 1, 1)}),
        (Conversation, {"on": date(2026, 1, 1)}),
        (Offer, {"on": date(2026, 1, 1), "what": "food", "wanted": "yes"}),
        (Welcome, {"on": date(2026, 1, 1), "colleague_id": CAST["W1"]}),
    ):
        for who in ("p_ana", "W2", "CHC", "PRIV"):
            with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.create(**hers, **more, recorded_by=ME.get(who, CAST[who]))


def test_what_is_written_is_not_written_over() -> None:
    with acting_as("W1"):
        for model in (FirstContact, Conversation, Offer, Welcome):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.filter(family_id=ALDER).update(on=date(2020, 1, 1))
        for table in (*HERS, "intake_knock", "intake_door"):
            with (
                connection.cursor() as cursor,
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
            ):
                cursor.execute(f"delete from {table}")


def test_sealed_with_her_it_is_there_for_nobody() -> None:
    with acting_as("PRIV"):
        seal(target=ANA, why="she_asks", words="at her wish", **stamp("PRIV"))
    for who in ("W1", "SUP", "p_ana"):
        with acting_as(who):
            for model in (FirstContact, Conversation, Told, Offer, Welcome):
                assert not model.objects.exists(), (who, model)


def test_a_word_at_the_door_is_for_those_who_open_files_until_one_takes_it(ask: Ask) -> None:
    for who in ("W1", "W2", "SUP", "PIT", "INT"):
        assert ask(who, "select count(*) from intake_knock") == [(1,)], who
    for who in ("CHC", "PEER", "NUR", "EVAL", "ADM", "PRIV", "CW1", "DRX", "p_ana", "p_cal", "SITE2", None):
        assert ask(who, "select count(*) from intake_knock") == [(0,)], who
    with acting_as("W2"):
        family = actions.take_in(
            knock=queries.knock(ident("knock")), colleague=Colleague.objects.get(pk=CAST["W2"]), part="counsellor",
            **stamp("W2"),
        )  # fmt: skip
    for who in ("W1", "W2", "INT"):
        with acting_as(who):
            left = Knock.objects.get(pk=ident("knock"))
            assert not any((left.called, left.value, left.words, left.good_times, left.we_are_called)), who
    # What she wrote is in her file, for her team alone.
    with acting_as("W2"):
        assert [each.words for each in queries.first_contacts_of(family.pk)] == ["SECRET knock"]
    with acting_as("W1"):
        assert list(queries.first_contacts_of(family.pk)) == []


def test_nobody_takes_it_in_anothers_name_keeps_its_words_or_writes_one_past_the_door() -> None:
    with acting_as("W1"):
        waits = Knock.objects.filter(pk=ident("knock"))
        blank = dict.fromkeys(("called", "value", "good_times", "we_are_called", "words", "language", "source"), "")
        at = {"taken_at": timezone.now(), "taken_as": "file"}
        for change in ({**blank, **at, "taken_by": CAST["W2"]}, {**at, "taken_by": CAST["W1"]}):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                waits.update(**change)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            waits.update(came_at=timezone.now())
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Knock.objects.create(agency_id=CAST["LEAD"], came_at=timezone.now(), by="i_come")
    with acting_as("PEER"):
        assert Knock.objects.filter(pk=ident("knock")).update(taken_by=CAST["PEER"]) == 0


def test_the_one_who_leaves_a_word_learns_nothing_and_cannot_touch_what_is_there(ask: Ask) -> None:
    """The same number twice changes nothing: neither another one's word nor one that was taken."""
    assert ask(None, "select safekeeping.knock(%s,'x','text','1','','',false,'MINE','','')", [ident("knock")]) == [
        (True,)
    ]
    with acting_as("W1"):
        assert queries.knock(ident("knock")).words == "SECRET knock"
    with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute(
            "set local role alongside_small; select safekeeping.knock(%s,'','','','','',false,'','','')", [uuid.uuid4()]
        )


def test_what_is_said_of_the_door_is_said_by_those_who_arrange_teams(ask: Ask) -> None:
    given = {"agency": Agency(id=CAST["LEAD"]), "who_for": ["wants"], "child_under": 6, "answer_days": 1}
    for who in ("W1", "PEER", "CHC", "p_ana", "CW1", "PRIV"):
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            actions.keep_door(**given, **stamp(who))
    with acting_as("SUP"):
        actions.keep_door(**given, **stamp("SUP"))
    assert ask(None, "select count(*) from intake_door") == [(0,)], "nobody signed in reads through the gate alone"
    assert queries.door("gate").who_for is not None
