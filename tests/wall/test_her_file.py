"""What she reads on her own page: nothing unreleased, nothing of another family, a child only while she decides."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from alongside.care import actions as care
from alongside.care import queries
from alongside.care.models import Contact
from alongside.consent import actions as consent
from alongside.consent import queries as ledgers
from alongside.consent.models import DisclosedPart, Disclosure, Statement
from alongside.families.models import DecisionRight
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from alongside.stewardship import actions as stewardship
from alongside.stewardship import queries as copies
from alongside.stewardship.models import CopyRequest
from tests.cast import CAST, T0, TODAY, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, BO, ALDER, EVE, BIRCH = (CAST[key] for key in ("ANA", "BEE", "BO", "ALDER", "EVE", "BIRCH"))
BY_W1 = {"by": CAST["W1"], "at": T0}
HER_OWN = {"by": ANA, "at": T0}


@pytest.fixture
def she_decides_for_bee() -> None:
    """Ana may decide about Bee's record; about Bo, who is elsewhere, she may not."""
    with acting_as("W1"):
        if not DecisionRight.objects.filter(child_id=BEE, topic="release", superseded_at=None).exists():
            DecisionRight.objects.create(
                family_id=ALDER, child_id=BEE, holder_id=ANA, topic="release", during=(date(2024, 2, 10), None),
                recorded_by=CAST["W1"], recorded_at=T0,
            )  # fmt: skip


def note(n: int) -> Contact:
    return Contact.objects.get(pk=ident(f"contact {n}"))


def share(
    n: int, *, about: tuple[uuid.UUID, ...] = (), hers: tuple[uuid.UUID, ...] = (ANA, BEE), show: bool = True
) -> None:
    with acting_as("W1"):
        care.share_contact(contact=note(n), about=about, hers=hers, show=show, **BY_W1)


def read_by_her() -> set[str]:
    with acting_as("p_ana"):
        return {row.note for row in queries.shared_with_her(ALDER)} | {row.note for row in Contact.objects.all()}


# --- notes


def test_nothing_is_hers_to_read_until_somebody_shares_it() -> None:
    assert read_by_her() == set()
    share(0)
    assert read_by_her() == {"SECRET visit"}
    share(0, show=False)
    assert read_by_her() == set()


def test_a_note_that_speaks_of_somebody_else_stays_with_the_team() -> None:
    with pytest.raises(Refused, match="speaks_of_others"):
        share(0, about=(CAST["CAL"],))
    share(0)
    share(0, about=(CAST["CAL"],), show=False)
    # Also when a hand lets the row out past the rule: the wall asks whom it speaks of.
    with acting_as("W1"):
        Contact.objects.filter(pk=ident("contact 0")).update(released_on=TODAY)
    assert read_by_her() == set()


@pytest.mark.parametrize("n", [2, 3])
def test_what_nobody_should_see_over_her_shoulder_is_not_on_a_page(n: int) -> None:
    """Counselling notes and her safety: read together, not on a device."""
    with pytest.raises(Refused, match="not_on_a_page"):
        share(n)
    with acting_as("W1"):
        Contact.objects.filter(pk=ident(f"contact {n}")).update(released_on=TODAY, about=[])
    assert read_by_her() == set()


def test_a_childs_note_is_hers_only_while_she_decides(she_decides_for_bee: None) -> None:
    share(4)
    assert read_by_her() == {"SECRET child note"}
    with acting_as("W1"):
        DecisionRight.objects.filter(child_id=BEE, topic="release").update(superseded_at=T0, superseded_by=CAST["W1"])
    assert read_by_her() == set()


def test_a_note_that_was_put_right_is_said_to_be_so() -> None:
    share(0)
    with acting_as("W1"):
        better = care.correct_contact(contact=note(0), values={"note": "BETTER words"}, **BY_W1)
    with acting_as("p_ana"):
        (shown,) = queries.shared_with_her(ALDER)
    assert shown.note == "SECRET visit" and shown.superseded_at is not None
    with acting_as("W1"), pytest.raises(Refused, match="put_right_since"):
        care.share_contact(contact=note(0), about=(), hers=(ANA,), show=True, **BY_W1)
    with acting_as("W1"):
        care.share_contact(contact=better, about=(), hers=(ANA,), show=True, **BY_W1)
    with acting_as("p_ana"):
        (shown,) = queries.shared_with_her(ALDER)
    assert shown.note == "BETTER words" and shown.superseded_at is None


def test_who_does_not_write_this_shares_nothing() -> None:
    for who in ("W2", "W3", "CHC", "p_ana", "p_cal", "PRIV", "CW1"):
        with acting_as(who):
            assert Contact.objects.filter(pk=ident("contact 0")).update(released_on=TODAY) == 0


# --- her own words


def say(words: str = "It was not like that", **more: Any) -> Statement:
    fields: dict[str, Any] = {
        "family": ALDER, "subject": ANA, "category": C.SERVICE_USE, "about": "care.contact",
        "target": ident("contact 0"), "words": words, **HER_OWN,
    }  # fmt: skip
    return consent.record_statement(**{**fields, **more})


def test_her_words_stand_beside_the_note_for_whoever_reads_it() -> None:
    share(0)
    with acting_as("p_ana"):
        say(asks_change=True)
    for who, reads in {
        "W1": True,
        "p_ana": True,
        "W2": False,
        "W3": False,
        "CHC": False,
        "p_cal": False,
        "CW2": False,
    }.items():
        with acting_as(who):
            found = ledgers.statements(ALDER, [ident("contact 0")]).get(ident("contact 0"), [])
            hers = {"SECRET I see it otherwise", "It was not like that"}  # the first is the cast's
            assert {row.words for row in found} == (hers if reads else set()), who
    with acting_as("p_ana"), pytest.raises(Refused, match="words_missing"):
        say("   ")


def test_her_words_are_hers_alone_to_write_and_nobodys_to_change() -> None:
    forged = [
        {"subject": EVE, "family": BIRCH},
        {"subject": CAST["CAL"]},
        {"subject": BO},
        {"by": CAST["W1"]},
    ]  # fmt: skip
    for fields in forged:
        with acting_as("p_ana"), pytest.raises(Exception, match="row-level security"), transaction.atomic():
            say(**fields)
    with acting_as("p_ana"):
        say()
    for who in ("p_ana", "W1", "SUP"):
        with acting_as(who), pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Statement.objects.filter(target=ident("contact 0")).update(words="other words")


# --- what left


def left(**more: Any) -> Disclosure:
    """Something that left about Ana, resting on her first agreement."""
    fields: dict[str, Any] = {
        "family_id": ALDER, "subject": ANA, "recipient": "her aunt", "kind": "letter",
        "purpose": "portal", "basis": "her_request", "told_before": "told", "recorded_by": CAST["W1"],
        "recorded_at": T0,
    }  # fmt: skip
    with acting_as("W1"):
        row = Disclosure.objects.create(**{**fields, **more})
        DisclosedPart.objects.create(
            family_id=ALDER, subject=row.subject, category=C.SERVICE_USE, disclosure=row, snapshot="SECRET what left",
            sha256="x", recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
    return row


def ledger(who: str = "p_ana") -> set[uuid.UUID]:
    with acting_as(who):
        return {row.id for row in ledgers.ledger(ALDER)}


def test_she_reads_every_word_that_left_and_says_what_she_thinks() -> None:
    row = left()
    assert row.id in ledger()
    with acting_as("p_ana"):
        held = ledgers.disclosed(ALDER, row.id)
        assert [part.snapshot for part in held.parts.all()] == ["SECRET what left"]
        consent.add_comment(disclosure=held, words="You told me another day", **HER_OWN)
        assert [step.words for step in ledgers.comments(ALDER, [row.id])[row.id]] == ["You told me another day"]
    with acting_as("W1"):
        assert [step.words for step in ledgers.comments(ALDER, [row.id])[row.id]] == ["You told me another day"]
    for who in ("p_cal", "p_fin", "W2", "EVAL"):
        assert row.id not in ledger(who), who


def test_what_is_not_safe_to_tell_is_not_there_and_comes_by_itself() -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    hidden = left(hidden_until=later, hidden_why="he reads her post")
    shown = left(hidden_until=datetime.now(UTC) - timedelta(minutes=1), hidden_why="he read her post")
    assert hidden.id not in ledger() and shown.id in ledger()
    with acting_as("p_ana"), pytest.raises(Disclosure.DoesNotExist):
        ledgers.disclosed(ALDER, hidden.id)
    with acting_as("p_ana"), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        consent.add_comment(disclosure=hidden, words="I know", **HER_OWN)


def test_a_line_of_the_ledger_is_changed_by_nobody() -> None:
    row = left()
    for who in ("p_ana", "W1"):
        with acting_as(who), pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Disclosure.objects.filter(pk=row.pk).update(recipient="somebody else")
    with acting_as("p_ana"), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Disclosure.objects.create(
            family_id=ALDER, subject=ANA, recipient="x", kind="letter", purpose="care", basis="her_request",
            told_before="told", recorded_by=ANA, recorded_at=T0,
        )  # fmt: skip


# --- who looked


def look(who: str, verb: str = "read notes", subject: uuid.UUID = ANA, family: uuid.UUID = ALDER) -> None:
    with acting_as(who):
        write_trail([entry(verb, family=family, subject=subject)])


def looks(who: str = "p_ana") -> set[tuple[str, tuple[str, ...]]]:
    """Who looked these days: the trail's clock is the server's."""
    today = datetime.now(UTC).date()
    with acting_as(who):
        found = queries.who_looked(today - timedelta(days=2), today + timedelta(days=2))
    return {(each.name, verb) for each in found for verb in each.verbs}  # type: ignore[misc]


def test_she_reads_who_looked_by_name_and_part() -> None:
    look("W1")
    look("W1", "looked at a family")
    look("SUP", "looked at a timeline")
    look("W1", "shown in a list")
    look("W2", "read notes", EVE, BIRCH)
    found = looks()
    assert {("Wanda, counsellor", "read notes"), ("Wanda, counsellor", "looked at a family")} <= found
    assert ("Suki, supervisor", "looked at a timeline") in found
    assert not any(verb == "shown in a list" or name.startswith("Willa") for name, verb in found)
    with acting_as("p_ana"):
        today = datetime.now(UTC).date()
        (wanda,) = {
            e.parts
            for e in queries.who_looked(today - timedelta(days=2), today + timedelta(days=2))
            if e.who == CAST["W1"]
        }
    assert wanda == ("counsellor",)
    for who in ("W1", "p_cal", "PRIV", "p_foster"):
        assert looks(who) == set(), who


def test_who_looked_at_her_child_too_while_she_decides(she_decides_for_bee: None) -> None:
    look("CHC", "looked at a child", BEE)
    look("CHC", "looked at a child", BO)
    with acting_as("p_ana"):
        today = datetime.now(UTC).date()
        found = {(e.name, e.subject) for e in queries.who_looked(today - timedelta(days=2), today + timedelta(days=2))}
    assert ("Chris, child care", BEE) in found and ("Chris, child care", BO) not in found


def test_names_are_those_of_people_who_have_to_do_with_her() -> None:
    look("W1")
    with acting_as("p_ana"):
        found = queries.names_in_my_file({CAST["W1"], CAST["W2"], CAST["ADM"], CAST["CW2"]})
    assert found == {CAST["W1"]: "Wanda, counsellor"}
    with acting_as("p_cal"):
        assert queries.names_in_my_file({CAST["W1"]}) == {}


# --- a copy of everything


def test_she_asks_for_a_copy_and_reads_the_answer() -> None:
    with acting_as("p_ana"):
        asked = stewardship.ask_for_copy(family=ALDER, person=ANA, how="together", words="soon please", **HER_OWN)
        assert stewardship.ask_for_copy(family=ALDER, person=ANA, how="on_paper", **HER_OWN).pk == asked.pk
    for who, sees in {
        "PRIV": True,
        "W1": True,
        "p_ana": True,
        "W2": False,
        "W3": False,
        "CHC": False,
        "p_cal": False,
    }.items():
        with acting_as(who):
            assert (asked.pk in {row.pk for row in copies.copies_asked_for()}) is sees, who
    with acting_as("W1"):
        assert CopyRequest.objects.filter(pk=asked.pk).update(answer="given", answered_on=TODAY) == 0
    with acting_as("PRIV"):
        held = copies.copy_asked_for(asked.pk)
        stewardship.answer_copy(
            asked=held, answer="given_in_part", words="without what Cal told us", by=CAST["PRIV"], at=T0
        )
    with acting_as("PRIV"), pytest.raises(Refused, match="answered_already"):
        stewardship.answer_copy(asked=held, answer="given", words="", by=CAST["PRIV"], at=T0)
    with acting_as("p_ana"):
        (mine,) = copies.copies_of(ANA)
        assert (mine.answer, mine.answer_words) == ("given_in_part", "without what Cal told us")


def test_nobody_asks_for_hers_and_she_for_nobodys() -> None:
    for who, person, family in (
        ("p_cal", ANA, ALDER),
        ("p_ana", EVE, BIRCH),
        ("p_ana", BEE, ALDER),
        ("W2", ANA, ALDER),
    ):
        with acting_as(who), pytest.raises(Exception, match="row-level security"), transaction.atomic():
            stewardship.ask_for_copy(family=family, person=CAST[person] if isinstance(person, str) else person,
                                     how="together", by=CAST[who] if who != "p_ana" else ANA, at=T0)  # fmt: skip


# --- everything else


def test_of_every_table_she_reads_nothing_of_another_family() -> None:
    with acting_as("p_ana"), connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " join pg_attribute a on a.attrelid = c.oid and a.attname in ('family_id', 'family') and a.attnum > 0"
            " where n.nspname = 'public' and c.relkind in ('r', 'p')"
            " and has_table_privilege(current_user, c.oid, 'select') order by 1"
        )
        tables = cursor.fetchall()
        assert len(tables) > 60
        seen = {}
        for table, column in tables:
            cursor.execute(f'select count(*), count(*) filter (where "{column}" <> %s) from "{table}"', [ALDER])
            seen[table] = cursor.fetchone()
    assert {table: counts for table, counts in seen.items() if counts[1]} == {}
    assert seen["care_contact"] == (0, 0)
