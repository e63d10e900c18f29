"""The wall around things she mentioned: her team's, each part its own kinds; for anybody else there is none."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from alongside.care import actions, queries
from alongside.care.models import Mentioned, MentionedTurn
from alongside.families.models import Family
from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, ident
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, ALDER = CAST["ANA"], CAST["ALDER"]
TABLES = ("care_mentioned", "care_mentionedturn")
# Off the team, kept out, the ex-partner, carers, with the children alone, partners with whom she agreed on other things,
# parts without families; on her own page it is not shown.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "CHC", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", "p_ana", None,
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, who: str | None, table: str) -> None:
    assert ask(who, f"select count(*) from {table}") == [(0,)]


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
@pytest.mark.parametrize("who", ["W1", "SUP", "PIT"])
def test_her_team_reads_it(ask: Ask, who: str, shape: str) -> None:
    for table in TABLES:
        assert ask(who, f"select count(*) from {table}", take=shape) == [(1,)]


def test_of_a_kind_that_a_part_does_not_read_it_reads_nothing_and_no_turn() -> None:
    with acting_as("W1"):
        thing = actions.mention(
            family=Family(id=ALDER), subject=ANA, category=C.IPV_SAFETY, what="SECRET hearing", on=TODAY,
            by=CAST["W1"], at=T0,
        )  # fmt: skip
        actions.answer_mention(mentioned=thing, what="later", on=TODAY, again_on=TODAY.replace(year=2027),
                               her_words="SECRET", by=CAST["W1"], at=T0)  # fmt: skip
    for who, count in (("W1", 1), ("PEER", 0), ("DIR", 0)):
        with acting_as(who):
            assert Mentioned.objects.filter(pk=thing.pk).count() == count
            assert MentionedTurn.objects.filter(mentioned=thing.pk).count() == count


def test_filed_under_another_kind_with_its_note_it_leaves_the_old_one_with_all_that_was_said_of_it() -> None:
    by = {"by": CAST["W1"], "at": T0}
    of = {"family": Family(id=ALDER), "subject": ANA, "on": TODAY, **by}
    with acting_as("W1"):
        note = actions.record_contact(for_whom="woman", category=C.SERVICE_USE, mode="home", **of)
        thing = actions.mention(category=C.SERVICE_USE, what="SECRET hearing", contact=note, **of)
        later = {"what": "later", "her_words": "SECRET", "on": TODAY, "again_on": TODAY.replace(year=2027)}
        actions.answer_mention(mentioned=thing, **later, **by)
    with acting_as("DIR"):
        assert Mentioned.objects.filter(pk=thing.pk).exists()
    with acting_as("W1"):
        filed = actions.correct_contact(contact=note, values={"category": C.IPV_SAFETY}, **by)
        # One that names another kind than its note does is no way around it either.
        beside = actions.mention(category=C.SERVICE_USE, what="SECRET too", contact=filed, **of)
        [seen] = [each for each in queries.mentions_of(ALDER) if each.row.pk == thing.pk]
        assert (seen.row.contact_id, seen.row.category, seen.row.what) == (filed.pk, C.IPV_SAFETY, "SECRET hearing")
        assert [(turn.category, turn.her_words) for turn in seen.turns] == [(C.IPV_SAFETY, "SECRET")]
    with acting_as("DIR"):
        assert not Mentioned.objects.filter(pk__in=[thing.pk, beside.pk]).exists()
        assert not MentionedTurn.objects.filter(mentioned=thing.pk).exists()


@pytest.mark.parametrize(
    "sql",
    [
        "update care_mentioned set what = 'x'", "update care_mentionedturn set what = 'asked'",
        "delete from care_mentioned", "delete from care_mentionedturn",
    ],
)  # fmt: skip
def test_nothing_is_overwritten_or_taken_out(sql: str) -> None:
    from django.db import connection

    with acting_as("W1"), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": CAST["EVE"]}, {"category": int(C.CHILD_HEALTH_DEV)}, {"family_id": CAST["BIRCH"]},
        {"recorded_by": CAST["SUP"]}, {"mentioned_id": ident("nothing")},
    ],
)  # fmt: skip
def test_a_turn_is_of_its_thing_and_in_ones_own_name(wrong: dict[str, object]) -> None:
    good = {
        "family_id": ALDER, "subject": ANA, "category": int(C.SERVICE_USE), "mentioned_id": ident("mentioned 1"),
        "what": "asked", "on": TODAY, "recorded_by": CAST["W1"], "recorded_at": T0,
    }  # fmt: skip
    with acting_as("W1"):
        MentionedTurn.objects.create(**good)
        with pytest.raises(ProgrammingError), transaction.atomic():
            MentionedTurn.objects.create(**{**good, **wrong})


def test_it_goes_with_its_note_and_to_no_other() -> None:
    """Not away from its note, to another one, to somebody else or under another kind: only along when the note is put right."""
    of = {"family": Family(id=ALDER), "subject": ANA, "on": TODAY, "by": CAST["W1"], "at": T0}
    with acting_as("W1"):
        notes = [
            actions.record_contact(for_whom="woman", category=C.IPV_SAFETY, mode="home", **of),
            actions.record_contact(for_whom="woman", category=C.SERVICE_USE, mode="home", **of),
        ]
        thing = actions.mention(category=C.IPV_SAFETY, what="SECRET", contact=notes[0], **of)
        rows = Mentioned.objects.filter(pk=thing.pk)
        for wrong in (
            {"contact": None}, {"contact": notes[1]}, {"contact": notes[1], "category": int(C.SERVICE_USE)},
            {"contact": ident("contact of EVE")}, {"subject": CAST["BEE"]}, {"category": int(C.SERVICE_USE)},
        ):  # fmt: skip
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows.update(**wrong)
        actions.correct_contact(contact=notes[0], values={"note": "at noon"}, by=CAST["W1"], at=T0)
        assert rows.get().contact.note == "at noon"


def test_a_mention_points_at_a_note_of_its_own_family() -> None:
    with acting_as("W1"), pytest.raises(ProgrammingError), transaction.atomic():
        Mentioned.objects.create(
            family_id=ALDER, subject=ANA, category=int(C.SERVICE_USE), contact_id=ident("no such note"), what="x", on=TODAY,
            recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
