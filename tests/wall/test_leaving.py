"""What leaves: only what may, word for word, for good; and nobody else learns that it was written or that it left."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, ProgrammingError, connections, transaction

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent import actions, queries
from alongside.consent.actions import To
from alongside.consent.models import (
    Consent,
    DisclosedPart,
    Disclosure,
    DisclosureStep,
    DutyReport,
    DutyReportStep,
    Letter,
    LetterPart,
)
from alongside.consent.profiles import shipped
from alongside.consent.rules.leaving import Told
from alongside.families.models import Child, Family
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE, BO = CAST["ALDER"], CAST["ANA"], CAST["BEE"], CAST["BO"]
TOLD = Told("with_her", True)
# Nobody of these may learn that a letter is written or that it left.
NOBODY = ["W2", "W3", "CHC", "p_cal", "p_foster", "EVAL", "NUR", "CW1", "CW2", "DRX", "PO", "ADM", "SITE2", "COUNCIL"]


def now() -> datetime:
    return datetime.now(UTC)


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": now()}


def me(who: str = "W1") -> queries.Asker:
    found = whoami()
    assert found is not None
    return queries.asker_of(found)


def to(agency: str, colleague: str = "") -> To:
    return To(Agency.objects.get(id=CAST[agency]), Colleague.objects.get(id=CAST[colleague]) if colleague else None)


def disclosing(agency: str = "HOSP", who: str = "W1", colleague: str = "", **more: Any) -> list[Disclosure]:
    given: dict[str, Any] = {
        "family": ALDER, "subject": ANA, "kind": "conversation", "purpose": "care",
        "parts": {C.SERVICE_USE: "She comes every week.", C.SUD: "Six weeks without using."}, "told": TOLD,
    } | more  # fmt: skip
    return actions.disclose(to=to(agency, colleague), asker=me(who), **given, **stamp(who))


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


def _written(who: str = "W1", **more: Any) -> Letter:
    letter = actions.begin_letter(
        **{"family": ALDER, "subject": ANA, "to": to("HOSP"), "kind": "told_first", "purpose": "care", "language": "en",
           **stamp(who)} | more
    )  # fmt: skip
    actions.write_part(
        letter=letter, base_version=1, category=C.SUD, strengths="She told us the same day.",
        concerns="She used on Friday.", her_words="I want to keep going.", **stamp(who),
    )  # fmt: skip
    return letter


def test_a_letter_leaves_as_it_was_read_with_her() -> None:
    with acting_as("W1"):
        letter = _written()
        with pytest.raises(Refused, match="told_needed"):
            actions.send_letter(letter=letter, base_version=2, asker=me(), **stamp())
        read = {"told_before": "with_her", "present": True, "comment": "It is fair."}
        actions.change_letter(letter=letter, base_version=2, values=read, **stamp())
        with pytest.raises(Refused, match="written_meanwhile"):
            actions.send_letter(letter=letter, base_version=2, asker=me(), **stamp())
        [line] = actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())
        words = DisclosedPart.objects.get(disclosure=line).snapshot
        assert words == (
            "What goes well\nShe told us the same day.\n\nWhat is hard, and what helps\nShe used on Friday.\n\n"
            "In her own words\nI want to keep going."
        )
        for change in (
            lambda: actions.write_part(letter=letter, base_version=4, category=C.SUD, strengths="x", **stamp()),
            lambda: actions.send_letter(letter=letter, base_version=4, asker=me(), **stamp()),
            lambda: actions.put_letter_away(letter=letter, **stamp()),
        ):
            with pytest.raises(Refused, match="left_already"):
                change()
    with acting_as("p_ana"):
        mine = queries.disclosed(ALDER, line.id)
        assert [step.words for step in mine.steps.all()] == ["It is fair."]
        assert not Letter.objects.exists() and not LetterPart.objects.exists()


def test_a_letter_that_left_is_not_changed_by_hand() -> None:
    with acting_as("W1"):
        letter = _written()
        actions.change_letter(letter=letter, base_version=2, values={"told_before": "told"}, **stamp())
        actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())
    for sql in (
        "update consent_letter set title = 'x' where id = %s",
        "update consent_letterpart set concerns = 'x' where letter_id = %s",
    ):
        with acting_as("W1"), pytest.raises(IntegrityError, match="what left stays as it left"), transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute(sql, [letter.id])


def test_strengths_come_first() -> None:
    with acting_as("W1"):
        letter = actions.begin_letter(
            family=ALDER, subject=ANA, to=to("HOSP"), kind="support", purpose="care", language="fr-ca", **stamp()
        )
        actions.change_letter(letter=letter, base_version=1, values={"told_before": "told"}, **stamp())
        with pytest.raises(Refused, match="nothing_said"):
            actions.send_letter(letter=letter, base_version=2, asker=me(), **stamp())
        actions.write_part(letter=letter, base_version=2, category=C.SUD, concerns="Elle a consommé.", **stamp())
        with pytest.raises(Refused, match="letter_strengths_first"):
            actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp())


def test_two_who_write_at_once_lose_nothing() -> None:
    with acting_as("W1"):
        letter = _written()
        aside = actions.write_part(letter=letter, base_version=1, category=C.SUD, strengths="MINE", **stamp())
        assert isinstance(aside, SetAside) and aside.written["strengths"] == "MINE"
        assert LetterPart.objects.get(letter=letter).strengths == "She told us the same day."


def test_nobody_sends_what_she_does_not_read_as_a_whole() -> None:
    with acting_as("W1"):
        letter = _written()
        actions.change_letter(letter=letter, base_version=2, values={"told_before": "told"}, **stamp())
    with acting_as("PEER"):  # reads that she comes here, not what she uses
        assert Letter.objects.filter(pk=letter.pk).exists() and not LetterPart.objects.exists()
        with pytest.raises(Refused, match="not_all_of_it"):
            actions.send_letter(letter=letter, base_version=3, asker=me(), **stamp("PEER"))


@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_nothing_not_even_a_count(who: str) -> None:
    with acting_as("W1"):
        letter = _written()
        line = disclosing()[0]
    with acting_as(who):
        assert Letter.objects.count() == LetterPart.objects.count() == 0
        assert Disclosure.objects.filter(pk=line.pk).count() == 0
        assert DisclosedPart.objects.filter(disclosure=line.pk).count() == 0
        assert (
            DutyReport.objects.filter(family=ALDER).count() == DutyReportStep.objects.filter(family=ALDER).count() == 0
        )
        with connections["default"].cursor() as cursor:
            cursor.execute("select safekeeping.parts_of(%s)", [letter.id])
            assert cursor.fetchone() == (0,)
        with pytest.raises((ProgrammingError, Refused, ObjectDoesNotExist)), transaction.atomic():
            disclosing(who=who)


def _count() -> int:
    with acting_as("W1"):
        return Disclosure.objects.count()


def _concern(who: str = "W1", child: uuid.UUID = BEE) -> DutyReport:
    return actions.begin_report(
        child=Child.objects.get(person_id=child), on=now().date(), words="SECRET bruise", **stamp(who)
    )


def test_a_concern_is_reported_once_by_whoever_has_it() -> None:
    today = now().date()
    with acting_as("W1"):
        report = _concern()
        words = {"words": "What we saw.", "category": C.CHILD_WELFARE_LEGAL, "to": to("CAS")}
        with pytest.raises(Refused, match="say_if_told"):
            actions.send_report(report=report, asker=me(), **words, **stamp())
        with pytest.raises(Refused, match="why_not_needed"):
            actions.add_report_step(report=report, step="not_told", on=today, words="x", **stamp())
        with pytest.raises(Refused, match="again_needed"):
            actions.add_report_step(report=report, step="not_told", on=today, why_not="not_safe", **stamp())
        actions.add_report_step(report=report, step="told_her", on=today, words="At her kitchen table.", **stamp())
    with acting_as("SUP"), pytest.raises(Refused, match="not_covered"):  # not hers to pass on
        actions.send_report(report=report, asker=me("SUP"), **words, **stamp("SUP"))
    with acting_as("W1"):
        line = actions.send_report(report=report, present=True, asker=me(), **words, **stamp())
        assert (line.basis, line.report_id, line.told_before) == ("duty_to_report", report.id, "with_her")
        with pytest.raises(Refused, match="reported_already"):
            actions.send_report(report=report, asker=me(), **words, **stamp())
        with pytest.raises(Refused, match="not_covered"):  # it opens nothing else
            disclosing("CAS", subject=BEE, purpose="report", parts={C.CHILD_WELFARE_LEGAL: "more"})
        steps = [step.step for step in queries.report(ALDER, report.id).steps.all()]
        assert steps == ["concern", "told_her", "reported"]
    with acting_as("p_ana"):  # she decides for Bee today
        mine = queries.disclosed(ALDER, line.id)
        assert [part.snapshot for part in mine.parts.all()] == ["What we saw."]
        assert not DutyReport.objects.exists()


def test_whoever_cares_for_the_children_has_the_duty_too() -> None:
    """Her part reads nothing of child welfare: she writes her own concern, reports it, and reads that alone."""
    with acting_as("CHC"):
        report = _concern("CHC")
        actions.add_report_step(
            report=report, step="told_her", on=now().date(), words="In the morning.", **stamp("CHC")
        )
        line = actions.send_report(
            report=report, words="What I saw.", category=C.CHILD_WELFARE_LEGAL, to=to("CAS"), asker=me("CHC"),
            **stamp("CHC"),
        )  # fmt: skip
        assert DisclosedPart.objects.get(disclosure=line).snapshot == "What I saw."
        assert list(DutyReport.objects.all()) == [report]  # not the other one about Bo
        assert DutyReportStep.objects.count() == 3
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.add_report_step(
                report=DutyReport(id=ident("report BO"), family_id=ALDER, child_id=BO), step="consulted", on=now().date(),
                words="x", **stamp("CHC"),
            )  # fmt: skip
    with acting_as("W1"):
        assert DutyReport.objects.filter(pk=report.pk).exists()


def test_what_came_after_is_written_beside_it() -> None:
    with acting_as("W1"):
        [line] = disclosing(told=Told("not_yet", False, "no_time"))
        actions.add_step(disclosure=line, kind="acknowledged", words="By phone.", **stamp())
        actions.add_step(disclosure=line, kind="told_her", words="The same evening.", **stamp())
        assert DisclosureStep.objects.filter(disclosure=line).count() == 2
    with acting_as("p_ana"):
        assert [s.kind for s in queries.disclosed(ALDER, line.id).steps.all()] == ["acknowledged", "told_her"]
