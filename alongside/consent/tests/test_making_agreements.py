"""Making, signing, replacing, taking back and lifting, in the database as whoever does it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from alongside.consent import actions, queries
from alongside.consent.actions import Recipient
from alongside.consent.models import Consent, ConsentLine
from alongside.consent.rules.agreeing import Decider
from alongside.families.models import Person
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
DRAWN = {"how": "drawn", "signature": "M0 0L9 9L12 4"}


def stamp(who: str = "W1") -> dict[str, Any]:
    by = {"p_ana": "ANA", "p_fin": "FIN"}.get(who, who)
    return {"by": CAST[by], "at": timezone.now()}


def soon(days: int = 30) -> date:
    return timezone.localdate() + timedelta(days)


def a_draft(who: str = "W1", *, giver: str = "ANA", family: str = "ALDER", **more: Any) -> Consent:
    asked = {"kind": "sharing", "language": "en", "recipient": Recipient(agency=CAST["SHEL"])} | more
    return actions.draft(family=CAST[family], giver=CAST[giver], **asked, **stamp(who))


def ticked(draft: Consent, who: str = "W1", *, subject: str = "ANA", kinds: tuple[C, ...] = (C.CONTACT,)) -> Consent:
    chosen = actions.choose(
        consent=draft, base_version=draft.version, subject=CAST[subject], categories=kinds, **stamp(who)
    )
    assert isinstance(chosen, Consent)
    return chosen


@pytest.mark.parametrize("who", ["W1", "p_ana"])
def test_a_form_from_its_beginning_to_its_end(who: str) -> None:
    with acting_as(who):
        draft = a_draft(who)
        # It starts empty: nothing ticked, no last day, and nothing signed.
        assert draft.signed_at is None and not draft.lines.exists() and draft.during.upper is None
        draft = ticked(draft, who, kinds=(C.CONTACT, C.SERVICE_USE, C.SUD))
        draft = ticked(draft, who, kinds=(C.CONTACT, C.SERVICE_USE))
        changed = actions.change_draft(
            consent=draft, base_version=draft.version, purpose="care", last_day=soon(), **stamp(who)
        )
        assert isinstance(changed, Consent) and changed.purpose == "care"
        signed = actions.sign(consent=changed, explained="read aloud", **DRAWN, **stamp(who))
        assert signed.signed_at is not None
        kept = queries.agreement(CAST["ALDER"], draft.pk)
        assert [line.category for line in kept.lines.all()] == [C.CONTACT, C.SERVICE_USE]
        assert kept.during.upper == soon(31) and kept.form.version == 1
        first = kept.lines.first()
        assert first is not None
        actions.withdraw(consent=kept, line=first, **stamp(who))
        with pytest.raises(Refused, match="taken_back"), transaction.atomic():
            actions.withdraw(consent=kept, line=first, **stamp(who))
        actions.withdraw(consent=kept, **stamp(who))
        ended = queries.agreement(CAST["ALDER"], draft.pk)
        assert ended.withdrawn_at is not None and ended.withdrawn_by == stamp(who)["by"]
        with pytest.raises(Refused, match="signed_already"):
            ticked(ended, who)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("giver", "family", "subject", "who", "because"),
    [
        ("ANA", "ALDER", "BEE", "W1", ""),
        ("ANA", "ALDER", "BO", "W1", "not_hers_to_decide"),  # nobody is recorded: not known is no
        ("CAL", "ALDER", "BEE", "W1", "not_hers_to_decide"),  # B04: he may visit her, and decides nothing
        ("DOT", "ALDER", "BEE", "W1", "not_hers_to_decide"),
        ("EVE", "BIRCH", "FIN", "W2", "not_hers_to_decide"),  # B05: he decides himself
        ("FIN", "BIRCH", "FIN", "W2", ""),
    ],
)
def test_only_whoever_decides_for_somebody_signs_for_somebody(
    giver: str, family: str, subject: str, who: str, because: str
) -> None:
    with acting_as(who):
        draft = ticked(a_draft(who, giver=giver, family=family, last_day=soon()), who, subject=subject)
        if because:
            with pytest.raises(Refused, match=because):
                actions.sign(consent=draft, explained="read aloud", **DRAWN, **stamp(who))
        else:
            assert actions.sign(consent=draft, explained="read aloud", **DRAWN, **stamp(who)).signed_at
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"explained": "  "}, "not_explained"),
        ({"how": "spoken", "signature": ""}, "witness_missing"),
        ({"how": "drawn", "signature": "<svg>"}, "signature_missing"),
    ],
)
def test_what_is_missing_is_said(more: dict, because: str) -> None:
    with acting_as("W1"):
        draft = ticked(a_draft(last_day=soon()))
        with pytest.raises(Refused, match=because):
            actions.sign(consent=draft, **{"explained": "read aloud", **DRAWN, **more}, **stamp())
        transaction.set_rollback(True)


def test_two_people_change_one_draft_and_nothing_is_lost() -> None:
    with acting_as("W1"):
        draft = a_draft()
        ticked(draft)
        aside = actions.choose(consent=draft, base_version=1, subject=CAST["ANA"], categories=[C.SUD], **stamp())
        assert isinstance(aside, SetAside) and aside.written == {"subject": str(CAST["ANA"]), "categories": [C.SUD]}
        assert [line.category for line in ConsentLine.objects.filter(consent=draft)] == [C.CONTACT]
        late = actions.change_draft(consent=draft, base_version=1, last_day=soon(), purpose="payment", **stamp())
        assert isinstance(late, SetAside)
        assert (late.written["last_day"], late.written["purpose"]) == (soon().isoformat(), "payment")
        transaction.set_rollback(True)


def test_her_own_words_are_kept_too_when_a_worker_was_quicker() -> None:
    with acting_as("p_ana"):
        draft = a_draft("p_ana")
        ticked(draft, "p_ana")
        aside = actions.choose(consent=draft, base_version=1, subject=CAST["ANA"], categories=[C.SUD], **stamp("p_ana"))
        assert isinstance(aside, SetAside)
        transaction.set_rollback(True)


def test_a_newer_one_takes_its_place_only_when_it_is_signed() -> None:
    with acting_as("W1"):
        before = queries.agreement(CAST["ALDER"], CAST["C3"])
        draft = actions.replace(consent=before, **stamp())
        assert {line.category for line in draft.lines.all()} == {C.SERVICE_USE, C.SUD, C.MENTAL_HEALTH_TRAUMA}
        assert draft.during.upper is None  # the last day is chosen anew
        assert Consent.objects.get(pk=before.pk).withdrawn_at is None
        draft = ticked(draft, kinds=(C.SERVICE_USE,))
        draft = actions.change_draft(consent=draft, base_version=draft.version, last_day=soon(), **stamp())
        assert isinstance(draft, Consent)
        actions.sign(consent=draft, explained="read aloud", **DRAWN, **stamp())
        earlier = queries.agreement(CAST["ALDER"], before.pk)
        assert earlier.withdrawn_at is not None and earlier.replaced  # type: ignore[attr-defined]
        transaction.set_rollback(True)


def test_a_no_stays_until_it_is_lifted_with_a_signature() -> None:
    with acting_as("W1"):
        no = queries.agreement(CAST["ALDER"], CAST["C4"])
        with pytest.raises(Refused, match="lift_is_signed"):
            actions.withdraw(consent=no, **stamp())
        kept = [(CAST["ANA"], C.SUD)]
        lifted = actions.lift(consent=no, keep=kept, explained="read aloud", how="typed", signature="Ana", **stamp())
        assert [(line.subject, line.category) for line in lifted.lines.all()] == kept
        whole = actions.lift(consent=lifted, explained="read aloud", how="typed", signature="Ana", **stamp())
        assert not whole.lines.exists() and whole.signed_at is not None
        standing = queries.noes_against(CAST["ALDER"], CAST["ANA"], timezone.localdate())
        assert [each.pk for each in standing] == [whole.pk]  # which holds nothing
        transaction.set_rollback(True)


def test_a_draft_that_is_put_away_is_signed_by_nobody() -> None:
    with acting_as("W1"):
        draft = ticked(a_draft(last_day=soon()))
        actions.put_away(consent=draft, **stamp())
        with pytest.raises(Refused, match="taken_back"):
            actions.sign(consent=draft, explained="read aloud", **DRAWN, **stamp())
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["W2", "CHC", "CW1", "p_cal", "p_fin", "PRIV"])
def test_nobody_else_begins_a_form_in_her_name(who: str) -> None:
    with acting_as(who):
        with pytest.raises((ProgrammingError, Refused)), transaction.atomic():
            a_draft(who)


def test_nobody_gives_her_a_form_to_sign_that_she_cannot_read_herself() -> None:
    with acting_as("W1"):
        draft = ticked(a_draft(last_day=soon()), kinds=(C.CONTACT, C.IPV_SAFETY))
        with acting_as("DIR"):  # reads who comes here, not what is said of violence
            with pytest.raises(Refused, match="not_all_seen"), transaction.atomic():
                actions.sign(consent=draft, explained="read aloud", **DRAWN, **stamp("DIR"))
            own = ticked(a_draft("DIR", last_day=soon()), "DIR", kinds=(C.SERVICE_USE,))
            assert actions.sign(consent=own, explained="read aloud", **DRAWN, **stamp("DIR")).signed_at
        with acting_as("PEER"):  # writes notes of peer support, and no agreement
            with pytest.raises((ProgrammingError, Consent.DoesNotExist)), transaction.atomic():
                ticked(a_draft("PEER", last_day=soon()), "PEER", kinds=(C.SERVICE_USE,))
        transaction.set_rollback(True)


def test_research_has_its_own_form_and_a_worker_can_give_it_to_her() -> None:
    with acting_as("W1"):
        draft = a_draft(kind="research", recipient=Recipient(agency=CAST["LEAD"]), last_day=soon())
        assert draft.purpose == "research"
        draft = ticked(draft, kinds=(C.RESEARCH,))
        assert actions.sign(consent=draft, explained="read aloud", **DRAWN, **stamp()).signed_at
        transaction.set_rollback(True)


def test_one_recipient_and_no_more() -> None:
    with acting_as("W1"):
        for wrong in (Recipient(), Recipient(agency=CAST["CAS"], klass="outside")):
            with pytest.raises(Refused, match="recipient_missing"):
                a_draft(recipient=wrong)
        with pytest.raises(Refused, match="no_such_form"):
            a_draft(language="tlh")


def test_who_decides_is_asked_of_the_day() -> None:
    with acting_as("W2"):
        people = list(Person.objects.filter(family_id=CAST["BIRCH"]))
        today = timezone.localdate()
        assert queries.deciders(CAST["BIRCH"], today, people)[CAST["FIN"]] == Decider(CAST["FIN"])
        # Before he was recorded as deciding himself nobody was; from his sixteenth birthday on he is of age.
        assert queries.deciders(CAST["BIRCH"], date(2025, 1, 1), people)[CAST["FIN"]] == Decider()
        assert queries.deciders(CAST["BIRCH"], date(2027, 11, 19), people)[CAST["EVE"]] == Decider(CAST["EVE"])
    with acting_as("W1"):
        people = list(Person.objects.filter(family_id=CAST["ALDER"]))
        held = queries.deciders(CAST["ALDER"], today, people)
        assert held[CAST["BEE"]] == Decider(CAST["ANA"]) and held[CAST["BO"]] == Decider()
        later = queries.deciders(CAST["ALDER"], date(2040, 2, 9), people)[CAST["BEE"]]
        grown = queries.deciders(CAST["ALDER"], date(2040, 2, 10), people)[CAST["BEE"]]
        assert (later, grown) == (Decider(CAST["ANA"]), Decider(CAST["BEE"]))


def test_what_left_under_an_agreement_is_told_before_it_is_taken_back() -> None:
    with acting_as("W1"):
        left = queries.left_under(CAST["ALDER"], [CAST["C1"], CAST["C3"]])
        assert [(each.kind, each.recipient) for each in left[CAST["C1"]]] == [("letter", "Child-welfare society")]
        assert CAST["C3"] not in left
    with acting_as("W2"):
        assert queries.left_under(CAST["ALDER"], [CAST["C1"]]) == {}
        with pytest.raises(Consent.DoesNotExist):
            queries.agreement(CAST["ALDER"], uuid.UUID(int=1))
