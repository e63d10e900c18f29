"""What leaves: only what may, word for word, for good; and nobody else learns that it was written or that it left."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.consent import actions, queries
from alongside.consent.models import (
    Consent,
    DisclosedPart,
    Disclosure,
    DisclosureStep,
)
from alongside.consent.profiles import shipped
from alongside.consent.rules.leaving import Told
from alongside.families.models import Family, Person
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, ident
from tests.wall.leaving.steps import ALDER, ANA, BEE, disclosing, me, now, stamp, to

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def _count() -> int:
    with acting_as("W1"):
        return Disclosure.objects.count()


def test_what_she_agreed_to_leaves_word_for_word() -> None:
    with acting_as("W1"):
        [line] = disclosing()
        held = queries.disclosed(ALDER, line.id)
        assert (held.recipient, held.basis, held.consent_id) == ("Hospital partner", "consent", ident("C3"))
        assert held.notice.startswith("This was shared for one purpose.")  # PHIPA s. 49(1), as the profile says it
        words = {part.category: part for part in held.parts.all()}
        assert words[C.SUD].snapshot == "Six weeks without using."
        assert words[C.SUD].sha256 == hashlib.sha256(b"Six weeks without using.").hexdigest()
    with acting_as("p_ana"):
        mine = queries.disclosed(ALDER, line.id)
        assert {part.snapshot for part in mine.parts.all()} == {"She comes every week.", "Six weeks without using."}
        assert mine.told_before == "with_her" and mine.present


@pytest.mark.parametrize(
    ("agency", "more", "because"),
    [
        ("HOSP", {"parts": {C.IPV_SAFETY: "x"}}, "category"),  # agreed to, and not this
        ("HOSP", {"purpose": "care_coordination"}, "purpose"),
        ("PHU", {"parts": {C.SERVICE_USE: "x"}}, "recipient"),
        ("HOSP", {"about": [BEE]}, "no_consent"),  # what it says of Bee, nobody agreed to for the hospital
        ("CAS", {"purpose": "family_court", "parts": {C.SUD: "x"}}, "part2_bar"),
        ("CAS", {"purpose": "court_report", "parts": {C.SERVICE_USE: "x"}}, "purpose"),
        ("PROB", {"parts": {C.SERVICE_USE: "x"}}, "recipient"),
    ],
)  # fmt: skip
def test_what_is_not_covered_stays_here_and_says_why(agency: str, more: dict[str, Any], because: str) -> None:
    before = _count()
    with acting_as("W1"), pytest.raises(Refused) as no:
        disclosing(agency, **more)
    assert no.value.because == "not_covered"
    codes = {reason.code for answer in no.value.detail["answers"].values() for reason in answer.reasons}
    assert because in codes
    assert _count() == before


def test_a_courts_paper_opens_what_it_lists_to_whom_it_names_and_no_more() -> None:
    """Whoever keeps privacy writes the paper down; who writes the letter reads the words. Neither does both (E-27)."""
    today = now().date()
    with acting_as("PRIV"):
        order = actions.record_legal_basis(
            family=Family(id=ALDER), subject=ANA, kind="part2_order", agency=Agency.objects.get(id=CAST["CAS"]),
            purpose="family_court", categories=1 << C.SERVICE_USE, reference="12/345", from_on=today - timedelta(days=2),
            last_day=today + timedelta(days=9), **stamp("PRIV"),
        )  # fmt: skip
        with pytest.raises(ProgrammingError), transaction.atomic():  # nobody of another family
            actions.record_legal_basis(
                family=Family(id=ALDER), subject=CAST["EVE"], kind="part2_order", agency=order.agency,
                purpose="family_court", categories=1, reference="x", from_on=today, last_day=today, **stamp("PRIV"),
            )  # fmt: skip
    with acting_as("W1"):
        court = {"purpose": "family_court", "parts": {C.SERVICE_USE: "She comes every week."}}
        [line] = disclosing("CAS", **court)
        assert (line.basis, line.legal_basis_id, line.consent_id) == ("court_order", order.pk, None)
        for more in ({"parts": {C.SUD: "x"}}, {"purpose": "criminal"}, {"subject": BEE}):
            with pytest.raises(Refused, match="not_covered"):
                disclosing("CAS", **court | more)
        with pytest.raises(Refused, match="not_covered"):
            disclosing("HOSP", **court)
    with acting_as("PRIV"), pytest.raises((ObjectDoesNotExist, ProgrammingError)), transaction.atomic():
        disclosing("CAS", "PRIV", **court)


def test_a_plain_order_opens_what_no_federal_law_protects_and_nothing_about_using() -> None:
    """Ontario: what we write is under no 42 CFR Part 2. Records about using need an order made for them all the same."""
    today = now().date()
    with acting_as("PRIV"):
        order = actions.record_legal_basis(
            family=Family(id=ALDER), subject=ANA, kind="court_order", agency=Agency.objects.get(id=CAST["CAS"]),
            purpose="family_court", categories=1 << C.SERVICE_USE | 1 << C.SUD, reference="12/346",
            from_on=today - timedelta(days=2), last_day=today + timedelta(days=9), **stamp("PRIV"),
        )  # fmt: skip
    court = {"purpose": "family_court", "parts": {C.SERVICE_USE: "She comes every week."}}
    with acting_as("W1"):
        [line] = disclosing("CAS", **court)
        assert (line.basis, line.legal_basis_id, line.consent_id) == ("court_order", order.pk, None)
        for more, why in (
            ({"parts": {C.SERVICE_USE: "a", C.SUD: "b"}}, "part2_bar"),
            ({"parts": {C.IPV_SAFETY: "x"}}, "no_consent"),
            ({"purpose": "criminal"}, "purpose"),
        ):
            with pytest.raises(Refused, match="not_covered") as no:
                disclosing("CAS", **court | more)
            assert why in {r.code for a in no.value.detail["answers"].values() for r in a.reasons}
        # Where what the programme writes is protected, whatever it is about, a plain order opens none of it.
        world = queries.world_of(ALDER)
        asked = {
            "subject": ANA,
            "categories": [C.SERVICE_USE],
            "purpose": "family_court",
            "to": to("CAS").meant,
            "at": now(),
        }
        for law, said in (("ON", "permit:court_order"), ("US", "deny:part2_bar")):
            there = replace(world, profile=shipped()[law])
            assert queries.may_be_said(me(), there, **asked)[C.SERVICE_USE].decision == said


def test_a_no_to_one_person_holds_although_her_agency_may() -> None:
    with acting_as("W1"), pytest.raises(Refused) as no:
        disclosing("HOSP", colleague="DRX")
    assert "denied" in {r.code for a in no.value.detail["answers"].values() for r in a.reasons}


def test_of_two_records_of_one_woman_it_leaves_when_both_let_it() -> None:
    parts = {C.SERVICE_USE: "She comes every week."}
    with acting_as("SUP"):
        two = [Person.objects.get(id=id) for id in (ANA, CAST["GIA"])]
        actions.say_same(person=two[0], other=two[1], why="the same card", **stamp("SUP"))
    with acting_as("W1"), pytest.raises(Refused, match="not_covered"):
        disclosing(parts=parts)
    with acting_as("W2"):
        form = actions.draft(
            family=CAST["CEDAR"], giver=CAST["GIA"], kind="sharing", language="en", purpose="care",
            recipient=actions.Recipient(agency=CAST["HOSP"]), last_day=now().date() + timedelta(days=9), **stamp("W2"),
        )  # fmt: skip
        actions.choose(consent=form, base_version=1, subject=CAST["GIA"], categories=parts, **stamp("W2"))
        actions.sign(consent=form, how="typed", signature="Gia", explained="read aloud", **stamp("W2"))
    with acting_as("W1"):
        [line] = disclosing(parts=parts)
        assert (line.basis, line.consent_id) == ("consent", ident("C3"))


def test_one_word_too_many_and_nothing_leaves() -> None:
    before = _count()
    with acting_as("W1"), pytest.raises(Refused) as no:
        disclosing(parts={C.SERVICE_USE: "a", C.MONEY_HOUSING: "b"})
    assert set(no.value.detail["answers"]) == {C.MONEY_HOUSING}
    assert _count() == before


def test_what_was_taken_back_does_not_leave() -> None:
    with acting_as("W1"):
        disclosing()
        actions.withdraw(consent=Consent.objects.get(pk=ident("C3")), **stamp())
        with pytest.raises(Refused) as no:
            disclosing()
    assert "revoked" in {r.code for a in no.value.detail["answers"].values() for r in a.reasons}


# Ten minutes are a day at midnight.
OFF = [timedelta(minutes=-10), timedelta(minutes=10), timedelta(days=-1), timedelta(days=1)]


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_clock_that_is_wrong_changes_no_day_and_no_decision(off: timedelta) -> None:
    """Whoever asks says another time than the server: its clock alone counts."""
    weekly = {C.SERVICE_USE: "She comes every week."}
    with acting_as("W1"):
        form = actions.draft(
            family=ALDER, giver=ANA, kind="sharing", language="en", purpose="care_coordination",
            recipient=actions.Recipient(agency=CAST["SHEL"]), last_day=timezone.localdate(), **stamp(),
        )  # fmt: skip
        actions.choose(consent=form, base_version=1, subject=ANA, categories=weekly, **stamp())
        actions.sign(consent=form, how="typed", signature="Ana", explained="read aloud", **stamp())
        to_them = {"agency": "SHEL", "purpose": "care_coordination", "parts": weekly}
        began = now()
        [line] = disclosing(**to_them, at=began + off)  # signed just now, and for today alone
        kept = Disclosure.objects.get(pk=line.pk)
        assert began <= kept.recorded_at <= now()
        assert [part.recorded_at for part in kept.parts.all()] == [kept.recorded_at]
        actions.withdraw(consent=form, **stamp())
        with pytest.raises(Refused, match="not_covered"):
            disclosing(**to_them, at=now() + off)


@pytest.mark.parametrize(
    ("told", "because"),
    [
        (Told(""), "told_needed"),
        (Told("not_yet"), "why_not_needed"),
        (Told("told", hidden_until=now() + timedelta(days=2), hidden_why="x"), "hiding_is_for_safety"),
        (Told("not_yet", why_not="no_time", hidden_until=now() + timedelta(days=2), hidden_why="x"), "hiding_is_for_safety"),
        (Told("not_yet", why_not="not_safe", hidden_until=now() + timedelta(days=2)), "until_needed"),
        (Told("not_yet", why_not="not_safe", hidden_until=now() + timedelta(days=40), hidden_why="x"), "hiding_too_long"),
    ],
)  # fmt: skip
def test_nothing_leaves_without_saying_whether_she_knew(told: Told, because: str) -> None:
    with acting_as("W1"), pytest.raises(Refused) as no:
        disclosing(told=told)
    assert no.value.because == because


def test_what_is_hidden_for_her_safety_shows_itself_on_its_day() -> None:
    later = now() + timedelta(days=2)
    with acting_as("W1"):
        [line] = disclosing(told=Told("not_yet", False, "not_safe", later, "he reads her phone"))
    with acting_as("p_ana"):
        assert not Disclosure.objects.filter(pk=line.pk).exists()
        assert not DisclosedPart.objects.filter(disclosure=line.pk).exists()
    with acting_as("PRIV"):
        assert Disclosure.objects.get(pk=line.pk).hidden_until == later
        assert not DisclosedPart.objects.filter(disclosure=line.pk).exists()  # never the words


def test_what_left_is_never_changed() -> None:
    with acting_as("W1"):
        [line] = disclosing()
        step = actions.add_step(disclosure=line, kind="told_her", words="On the phone.", **stamp())
    for who in ("W1", "SUP", "PRIV", "p_ana"):
        for table, id in (("disclosure", line.id), ("disclosedpart", None), ("disclosurestep", step.id)):
            for sql in (f"update consent_{table} set recorded_by = recorded_by", f"delete from consent_{table}"):
                with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
                    with connections["default"].cursor() as cursor:
                        cursor.execute(sql + (" where id = %s" if id else ""), [id] if id else [])


def test_what_came_after_is_written_beside_it() -> None:
    with acting_as("W1"):
        [line] = disclosing(told=Told("not_yet", False, "no_time"))
        actions.add_step(disclosure=line, kind="acknowledged", words="By phone.", **stamp())
        actions.add_step(disclosure=line, kind="told_her", words="The same evening.", **stamp())
        assert DisclosureStep.objects.filter(disclosure=line).count() == 2
    with acting_as("p_ana"):
        assert [s.kind for s in queries.disclosed(ALDER, line.id).steps.all()] == ["acknowledged", "told_her"]
