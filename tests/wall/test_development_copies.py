"""A copy of a child's developmental report is a disclosure: decided, locked, a line word for word, and hers to read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.assessment import actions, queries
from alongside.assessment.models import DevelopmentalAssessment, DevelopmentRelease
from alongside.consent import actions as consent
from alongside.consent import queries as consent_queries
from alongside.consent.models import Consent, DisclosedPart, Disclosure, LegalBasis
from alongside.consent.rules.leaving import Told
from alongside.families.models import Child, DecisionRight
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask
from tests.cast import CAST, TODAY, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE, BO = CAST["ALDER"], CAST["ANA"], CAST["BEE"], CAST["BO"]
TOLD = Told("with_her", True)


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": datetime.now(UTC)}


def report(told: bool = True, ago: int = 20) -> DevelopmentalAssessment:
    """About Bee, some weeks ago; her mother heard it ten days ago."""
    found = actions.record_assessment(
        child=Child.objects.select_related("person").get(pk=BEE), on=TODAY - timedelta(days=ago), examiner="Dr Rivers",
        strengths="WELL she laughs with everybody.", needs="HARD few words.", recommendations="HELPS singing.",
        her_view="HERS she talks to the cat.", domains={"communication": {"strengths": "SIDE points at birds."}},
        **stamp(),
    )  # fmt: skip
    if not told:
        return found
    return actions.tell_mother(
        assessment=found, base_version=found.version, on=TODAY - timedelta(days=10), how="in_person", **stamp()
    )


def send(found: DevelopmentalAssessment, agency: str = "CAS", who: str = "W1", **more: Any) -> DevelopmentRelease:
    me = whoami()
    assert me is not None
    given: dict[str, Any] = {
        "called": "Bee", "to": consent.To(Agency.objects.get(pk=CAST[agency])), "purpose": "care_coordination",
        "told": TOLD, "asker": consent_queries.asker_of(me),
    } | more  # fmt: skip
    return actions.release(assessment=found, **given, **stamp(who))


def refused(found: DevelopmentalAssessment, agency: str = "CAS", who: str = "W1", **more: Any) -> str:
    """Why not; and nothing of it was written."""
    before = Disclosure.objects.count(), DevelopmentRelease.objects.count()
    with pytest.raises(Refused) as no, transaction.atomic():
        send(found, agency, who, **more)
    assert (Disclosure.objects.count(), DevelopmentRelease.objects.count()) == before
    return no.value.because


def test_it_is_a_line_word_for_word_with_the_notice_and_hers_to_read() -> None:
    with acting_as("W1"):
        found = report()
        gone = send(found)
        line = consent_queries.disclosed(ALDER, gone.disclosure_id)
        assert (line.kind, line.basis, line.consent_id, line.subject) == ("report", "consent", ident("C2"), BEE)
        assert (line.told_before, line.present, line.recipient) == ("with_her", True, "Child-welfare society")
        assert line.notice.startswith("This was shared for one purpose.")
        [part] = line.parts.all()
        assert part.category == C.CHILD_HEALTH_DEV
        assert part.snapshot == queries.copy_of(found, called="Bee", language="en")
        assert part.sha256 == hashlib.sha256(part.snapshot.encode()).hexdigest()
        places = [part.snapshot.index(word) for word in ("How Bee is", "WELL", "SIDE", "HARD", "HELPS")]
        assert places == sorted(places) and "HERS" not in part.snapshot
    with acting_as("p_ana"):
        held = consent_queries.disclosed(ALDER, gone.disclosure_id)
        assert "SIDE points at birds." in next(iter(held.parts.all())).snapshot
    with acting_as("PRIV"):
        year = {"since": TODAY - timedelta(days=400), "until": datetime.now(UTC).date() + timedelta(days=1)}
        lines = consent_queries.accounting(BEE, **year, at=datetime.now(UTC)).lines
        assert gone.disclosure_id in {each.row.pk for each in lines}


def test_in_french_with_the_notice_in_french() -> None:
    with acting_as("W1"):
        gone = send(report(), language="fr-ca")
        line = consent_queries.disclosed(ALDER, gone.disclosure_id)
        assert "Ce que l’enfant" in next(iter(line.parts.all())).snapshot and line.notice
        assert line.notice != send(report(ago=19), language="en").disclosure.notice


def test_never_before_her_mother_heard_it() -> None:
    with acting_as("W1"):
        found = report(told=False)
        assert refused(found) == "her_mother_first"
    with acting_as("SUP"):
        actions.go_on_without_her(
            assessment=found, on=TODAY, why="not_reached", tried="Three calls, a letter.", **stamp("SUP")
        )
        assert send(found, who="SUP").disclosure.basis == "consent"
    with acting_as("W1"):
        changed = actions.change_assessment(
            assessment=found, base_version=found.version, values={"needs": "More."}, **stamp()
        )
        assert isinstance(changed, DevelopmentalAssessment)
        assert refused(changed) == "her_mother_first"  # what was decided about the earlier report is not about this one


def test_what_nobody_agreed_to_stays_whatever_is_ticked() -> None:
    with acting_as("W1"):
        found = report()
        assert refused(found, "SHEL") == "not_covered"  # no agreement with them
        assert refused(found, "HOSP", purpose="care") == "not_covered"  # theirs is about Ana alone
        assert refused(found, "CAS", purpose="criminal") == "not_covered"  # nor for this
        # The report also says something about her brother, of whom nobody agreed.
        assert refused(found, about=[BO]) == "not_covered"
        assert refused(found, told=Told("", None)) == "told_needed"
        assert refused(found, told=Told("not_yet")) == "why_not_needed"
        gone = send(found, told=Told("not_yet", None, "not_reached"))
        assert (gone.disclosure.told_before, gone.disclosure.why_not) == ("not_yet", "not_reached")


def test_taken_back_or_refused_it_does_not_go() -> None:
    with acting_as("W1"):
        found = report()
    with acting_as("p_ana"):
        consent.withdraw(consent=Consent.objects.get(pk=ident("C2")), **stamp("p_ana"))
    with acting_as("W1"):
        assert refused(found) == "not_covered"
        # Whom she keeps everything from, as one person: Doctor X of the hospital.
        doctor = Colleague.objects.select_related("agency").get(pk=CAST["DRX"])
        assert refused(found, to=consent.To(doctor.agency, doctor), purpose="care") == "not_covered"


def test_when_another_person_holds_the_right_her_signature_no_longer_lets_it_go() -> None:
    with acting_as("W1"):
        found = report()
        held = DecisionRight.objects.get(child_id=BEE, topic="release", superseded_at=None)
        yesterday = datetime.now(UTC).date() - timedelta(days=2)
        DecisionRight.objects.filter(pk=held.pk).update(superseded_at=datetime.now(UTC))
        for holder, during in ((ANA, (held.during.lower, yesterday)), (CAST["CAL"], (yesterday, None))):
            DecisionRight.objects.create(
                family_id=ALDER, child_id=BEE, topic="release", holder_id=holder, during=during, recorded_by=CAST["W1"],
                recorded_at=datetime.now(UTC),
            )  # fmt: skip
        assert refused(found) == "not_covered"


def test_under_a_courts_paper_and_her_words_stay_hers() -> None:
    with acting_as("PRIV"):
        LegalBasis.objects.create(
            family_id=ALDER, subject=BEE, kind="court_order", agency_id=CAST["CAS"], purpose="family_court",
            categories=mask(C.CHILD_HEALTH_DEV), reference="77/1",
            during=(datetime.now(UTC).date() - timedelta(days=3), datetime.now(UTC).date() + timedelta(days=30)),
            recorded_by=CAST["PRIV"], recorded_at=datetime.now(UTC),
        )  # fmt: skip
    with acting_as("W1"):
        found = report()
        assert refused(found, purpose="family_court", her_words_too=True) == "her_words_hers"
        line = send(found, purpose="family_court").disclosure
        assert line.basis == "court_order" and line.legal_basis_id and line.consent_id is None


def test_her_own_words_go_when_she_knows_and_signed_herself() -> None:
    with acting_as("W1"):
        found = report()
        late = Told("not_yet", None, "not_reached")
        assert refused(found, told=late, her_words_too=True) == "her_words_hers"
        gone = send(found, her_words_too=True)
        assert gone.her_words_too
        assert "HERS she talks to the cat." in DisclosedPart.objects.get(disclosure=gone.disclosure_id).snapshot


@contextmanager
def withdrawing() -> Iterator[None]:
    """On a connection of her own, Ana's agreement is being taken back and not committed yet."""
    other = connections["loader"]
    with other.cursor() as cursor:
        cursor.execute("select 1 from consent_consent where id = %s for update", [ident("C2")])
        yield


def test_what_is_being_taken_back_at_this_moment_does_not_go() -> None:
    with acting_as("W1"):
        found = report()
        with withdrawing():
            assert refused(found) == "changing_now"


@pytest.mark.parametrize("who", ["W2", "W3", "p_cal", "p_foster", "EVAL", "NUR", "CW2", "DRX", "PO", "ADM", "SITE2"])
def test_nobody_else_learns_that_a_copy_went(who: str) -> None:
    with acting_as("W1"):
        gone = send(report())
    with acting_as(who):
        assert not DevelopmentRelease.objects.filter(pk=gone.pk).exists()
        assert not Disclosure.objects.filter(pk=gone.disclosure_id).exists()
