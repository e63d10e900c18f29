"""Contacts, promises, and the nightly note that a file has become quiet."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.care import actions, queries, rules
from alongside.care.models import Contact, Promise
from alongside.care.terms import Mode, No, Notice, PromiseState, Reached
from alongside.families.models import Family
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.actions import carry
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident, token_of

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
BY = {"by": CAST["W1"], "at": T0}


def record(**more: object) -> Contact:
    given = {
        "family": Family(id=CAST["ALDER"]), "subject": CAST["ANA"], "for_whom": "woman",
        "category": C.SERVICE_USE, "on": TODAY, "mode": "home", **BY, **more,
    }  # fmt: skip
    return actions.record_contact(**given)


@pytest.mark.parametrize("mode", Mode.values)
@pytest.mark.parametrize("reached", Reached.values)
def test_any_mode_reached_or_tried(mode: str, reached: str) -> None:
    with acting_as("W1"):
        contact = record(mode=mode, reached=reached)
        stored = Contact.objects.get(id=contact.id)
        assert (stored.mode, stored.reached, stored.worker) == (mode, reached, CAST["W1"])


def test_everything_a_contact_can_hold_word_for_word() -> None:
    words = "she said: «رائع» 🙂 <b>not bold</b> Zoé"
    with acting_as("W1"):
        contact = record(
            note="n", her_words=words, between_you="You both laughed", believed=True,
            present=[CAST["ANA"], CAST["BEE"]], also_present="a friend", purpose="moving",
            items_given="bus fare", minutes=50, worker=CAST["W1"],
        )  # fmt: skip
        stored = Contact.objects.get(id=contact.id)
        assert (stored.her_words, stored.believed, stored.present) == (words, True, [CAST["ANA"], CAST["BEE"]])


def test_she_is_believed_without_any_detail() -> None:
    """P-25."""
    with acting_as("W1"):
        assert record(believed=True, category=C.MENTAL_HEALTH_TRAUMA).note == ""


def test_the_same_contact_sent_twice_is_one() -> None:
    with acting_as("W1"):
        id = uuid.uuid4()
        assert record(id=id, note="a").id == record(id=id, note="b").id == id
        assert Contact.objects.filter(id=id).count() == 1
        assert Contact.objects.get(id=id).note == "a"


@pytest.mark.parametrize(
    ("values", "because", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
        ({"note": "x" * 10_000_000}, "too_long", "note"),
        ({"purpose": "x" * 2_001}, "too_long", "purpose"),
        ({"category": None}, "category_needed", "category"),
        ({"category": 99}, "category_needed", "category"),
        ({"category": C.CONTACT}, "category_unfit", "category"),
        ({"minutes": 1441}, "too_many_minutes", "minutes"),
        ({"minutes": -1}, "too_many_minutes", "minutes"),
        ({"subject": CAST["EVE"]}, "not_of_this_family", "subject"),
        ({"subject": CAST["BEE"]}, "not_of_this_family", "subject"),  # a child is not a woman
        ({"subject": CAST["ANA"], "for_whom": "dyad"}, "not_of_this_family", "subject"),
        ({"present": [CAST["ANA"], CAST["EVE"]]}, "not_of_this_family", "present"),
    ],
)
def test_contacts_that_cannot_be(values: dict, because: str, field: str) -> None:
    with acting_as("W1"):
        before = Contact.objects.count()
        with pytest.raises(Refused) as caught:
            record(**values)
        assert (caught.value.because, caught.value.field) == (because, field)
        assert str(No(because).label)
        assert Contact.objects.count() == before


def test_a_long_note_is_kept_whole_up_to_the_limit() -> None:
    with acting_as("W1"):
        contact = record(note="é" * 200_000)
        assert len(Contact.objects.get(id=contact.id).note) == 200_000


def test_a_day_before_the_file_was_opened_is_noticed_and_kept() -> None:
    with acting_as("W1"):
        record(on=date(2023, 1, 1))
    assert rules.notices(on=date(2023, 1, 1), opened_on=date(2024, 1, 8), reached="met", present=[1]) == ["before_file"]
    assert rules.notices(on=date(2024, 1, 8), opened_on=date(2024, 1, 8), reached="met", present=[1]) == []
    assert rules.notices(on=TODAY, opened_on=date(2024, 1, 8), reached="met", present=[]) == ["nobody_present"]
    assert rules.notices(on=TODAY, opened_on=date(2024, 1, 8), reached="did_not_meet", present=[]) == []
    assert {"before_file", "nobody_present"} == set(Notice.values)


@pytest.mark.parametrize("who", ["W2", "W3", "EVAL", "PRIV", "p_ana"])
def test_who_may_not_record(who: str) -> None:
    with acting_as(who), pytest.raises((ProgrammingError, Refused)), transaction.atomic():
        record(by=CAST["ANA" if who == "p_ana" else who])


def test_a_childrens_worker_writes_about_the_child_and_not_about_the_mother() -> None:
    with acting_as("CHC"):
        own = record(subject=CAST["BEE"], for_whom="child", category=C.CHILD_HEALTH_DEV, by=CAST["CHC"])
        assert Contact.objects.filter(id=own.id).exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            record(by=CAST["CHC"])


def test_a_correction_adds_a_row_and_the_first_stays() -> None:
    with acting_as("W1"):
        first = record(note="at noon", minutes=20)
        second = actions.correct_contact(contact=first, values={"note": "in the evening"}, by=CAST["W1"], at=T0)
        assert (second.minutes, second.note, second.corrects_id) == (20, "in the evening", first.id)
        assert Contact.objects.get(id=first.id).note == "at noon"
        assert [c.id for c in queries.versions_of(second)] == [first.id, second.id]
        current = {c.id for c in queries.contacts_of(CAST["ALDER"])}
        assert second.id in current and first.id not in current


def test_a_correction_keeps_of_whom_it_was_said_to_speak_until_somebody_says_so_anew() -> None:
    """What is kept from a colleague about one of them stays kept; those outside wait until it is said of whom else."""
    with acting_as("W1"):
        first = record(note="at noon")
        assert correct(first).about is None  # nobody ever said
    with acting_as("W1"):
        first = record(note="at noon")
        share(first, [])
        assert correct(first).about is None
    with acting_as("W1"):
        first = record(note="at noon")
        share(first, [CAST["BEE"], CAST["CAL"]])
        second = correct(correct(first))
        assert set(second.about) == {CAST["BEE"], CAST["CAL"], None}
        Contact.objects.filter(pk=second.pk).update(about=None)  # nor is it unsaid by hand
        second.refresh_from_db()
        assert set(second.about) == {CAST["BEE"], CAST["CAL"], None}
        share(second, [CAST["BEE"]])
        assert second.about == [CAST["BEE"]]


def correct(contact: Contact) -> Contact:
    return actions.correct_contact(contact=contact, values={"note": "later"}, by=CAST["W1"], at=T0)


def share(contact: Contact, about: list[uuid.UUID]) -> None:
    actions.share_contact(contact=contact, about=about, hers=(), show=False, by=CAST["W1"], at=T0)


def test_two_people_who_correct_the_same_contact_are_both_kept() -> None:
    with acting_as("W1"):
        first = record(note="at noon")
        one = actions.correct_contact(contact=first, values={"note": "one"}, by=CAST["W1"], at=T0)
        carry(token_of("SUP"))
        two = actions.correct_contact(contact=first, values={"note": "two"}, by=CAST["SUP"], at=T0)
        assert [c.note for c in queries.versions_of(one)] == ["at noon", "one", "two"]
        assert {one.id, two.id} <= {c.id for c in queries.contacts_of(CAST["ALDER"])}


def test_a_note_moved_to_another_category_is_not_left_behind_for_those_who_may_not_read_it() -> None:
    with acting_as("W1"):
        first = record(note="about use", category=C.SERVICE_USE)
        carry(token_of("PEER"))
        assert first.id in {e.id for e in queries.timeline(CAST["ALDER"], until=None)}
        carry(token_of("W1"))
        actions.correct_contact(contact=first, values={"category": C.SUD}, by=CAST["W1"], at=T0)
        carry(token_of("PEER"))
        assert first.id not in {e.id for e in queries.timeline(CAST["ALDER"], until=None)}
        assert first.id not in {c.id for c in queries.contacts_of(CAST["ALDER"])}


def test_what_a_correction_may_not_touch() -> None:
    with acting_as("W1"):
        first = record()
        for field in ("family", "family_id", "recorded_by", "id", "corrects"):
            with pytest.raises(KeyError):
                actions.correct_contact(contact=first, values={field: uuid.uuid4()}, by=CAST["W1"], at=T0)
        with pytest.raises(Refused):
            actions.correct_contact(contact=first, values={"on": TODAY + timedelta(days=1)}, by=CAST["W1"], at=T0)


def test_recording_asks_a_fixed_number_of_statements() -> None:
    with acting_as("W1"):
        with CaptureQueriesContext(connection) as one:
            record(present=[CAST["ANA"]])
        with CaptureQueriesContext(connection) as four:
            record(present=[CAST["ANA"], CAST["BEE"], CAST["BO"], CAST["DOT"]])
    assert len(one) == len(four)


# --- promises ---


def promise(**more: object) -> Promise:
    given = {
        "family": Family(id=CAST["ALDER"]), "subject": CAST["ANA"], "category": C.SERVICE_USE,
        "what": "a ride", "on": TODAY + timedelta(days=1), **BY, **more,
    }  # fmt: skip
    return actions.promise(**given)


def test_a_promise_is_made_kept_changed_or_let_go_by_a_person() -> None:
    with acting_as("W1"):
        made = promise()
        assert queries.next_promises([CAST["ALDER"]])[CAST["ALDER"]].id == made.id
        actions.keep_promise(promise=made, on=TODAY, **BY)
        other = promise(subject=dyad("ANA", "BEE"), category=C.DYAD_OBSERVATION)
        new = actions.change_promise(promise=other, on=TODAY + timedelta(days=3), **BY)
        actions.let_go_promise(promise=new, on=TODAY, **BY)
        states = {p.id: p.state for p in Promise.objects.filter(id__in=[made.id, other.id, new.id])}
        assert states == {made.id: PromiseState.KEPT, other.id: PromiseState.CHANGED, new.id: PromiseState.LET_GO}
        assert [p.id for p in queries.open_promises(CAST["ALDER"])] == [ident("promise 1")]


def test_of_two_who_settle_a_promise_the_second_is_told() -> None:
    with acting_as("W1"):
        made = promise()
        actions.keep_promise(promise=made, on=TODAY, **BY)
        for verb in (actions.keep_promise, actions.let_go_promise, actions.change_promise):
            with pytest.raises(Refused) as caught:
                verb(promise=made, on=TODAY, **BY)
            assert caught.value.because == "already_settled"
        assert Promise.objects.filter(family_id=CAST["ALDER"]).count() == 2


@pytest.mark.parametrize(
    ("values", "because"),
    [
        ({"what": " "}, "words_needed"),
        ({"category": C.CONTACT}, "category_unfit"),
        ({"subject": CAST["EVE"]}, "not_of_this_family"),
    ],
)
def test_promises_that_cannot_be(values: dict, because: str) -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as caught:
            promise(**values)
        assert caught.value.because == because


def test_the_same_promise_sent_twice_is_one() -> None:
    with acting_as("W1"):
        id = uuid.uuid4()
        assert promise(id=id).id == promise(id=id).id
        assert Promise.objects.filter(id=id).count() == 1


def test_a_colleague_who_may_not_write_this_category_settles_nothing() -> None:
    with acting_as("CHC"), pytest.raises(Refused):
        actions.keep_promise(promise=Promise(id=ident("promise 1"), family_id=CAST["ALDER"]), on=TODAY, **BY)


def test_pages_cannot_note_files_quiet() -> None:
    for who in ("W1", "SUP", "DIR"):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            actions.note_quiet(on=TODAY, by=CAST[who], at=datetime.now(UTC))
