"""A society holds the right over Bo: who signs for it, drawn or on paper, taken back, lifted, and what his mother sees."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.consent.models import Consent, ConsentLine
from alongside.families.models import DecisionRight
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.pages.agreements.walk import ALDER, ANA, BEE, BO, DRAWN, Walk, text_of
from tests.pages.writing import newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
CAS = CAST["CAS"]
SOCIETY = f"agency:{CAS}:{BO}"
CORA = {"signer_name": "Cora", "signer_role": "child-welfare worker", "explained": ["herself"], "typed": ""}
ON_PAPER = CORA | {"how": "paper", "paper": "2 March, blue folder", "witness": str(CAST["W1"])}


@pytest.fixture
def society() -> uuid.UUID:
    """The society holds the right over Bo."""
    with acting_as("W1"):
        return DecisionRight.objects.create(
            family_id=ALDER, child_id=BO, topic="release", holder_agency_id=CAS,
            during=(timezone.localdate() - timedelta(30), None), recorded_by=CAST["W1"], recorded_at=timezone.now(),
        ).pk  # fmt: skip


def hers_again(right: uuid.UUID) -> None:
    """The society's right ends today, and his mother decides."""
    today = timezone.localdate()
    with acting_as("W1"):
        DecisionRight.objects.filter(pk=right).update(superseded_at=timezone.now())
        for holder, agency, during in ((None, CAS, (today - timedelta(30), today)), (ANA, None, (today, None))):
            DecisionRight.objects.create(
                family_id=ALDER, child_id=BO, topic="release", holder_id=holder, holder_agency_id=agency, during=during,
                recorded_by=CAST["W1"], recorded_at=timezone.now(),
            )  # fmt: skip


def begun(walk: Walk, kind: str = "sharing", recipient: str = f"agency:{CAST['SHEL']}") -> uuid.UUID:
    id = walk.begin(recipient, kind=kind, giver=SOCIETY)
    walk.tick(id, BO, C.CHILD_HEALTH_DEV, C.CONTACT)
    if kind == "sharing":
        walk.end_on(id)
    else:
        walk.on(walk.to("agreement_until", id), until="none")
    return id


def form(id: uuid.UUID) -> Consent:
    with acting_as("W1"):
        return Consent.objects.get(pk=id)


def test_somebody_of_the_society_signs_for_the_child(society: uuid.UUID) -> None:
    walk = Walk("W1")
    assert "Child-welfare society, for Bo Alder" in text_of(walk.see(walk.to("agreement_whom", "sharing")))
    id = begun(walk)
    about = text_of(walk.see(walk.to("agreement_people", id)))
    assert "Bo Alder" in about and "Bee" not in about  # one child alone
    walk.see(walk.to("agreement_kinds", id, ANA), status=404)
    walk.see(walk.to("agreement_kinds", id, BEE), status=404)
    over = text_of(walk.see(walk.to("agreement_look", id)))
    assert "Child-welfare society decides this for the child" in over and "Go on to sign" in over
    # On paper: it is printed first.
    assert "Child-welfare society decides this for the child" in walk.see(walk.to("agreement_copy", id))
    asked = walk.see(walk.to("agreement_sign", id))
    assert "Type your name" not in asked and "Say it aloud" not in asked and "Signed on paper" in asked
    for missing, said in (
        ("signer_name", "Please write who signed for the agency"), ("signer_role", "Please write who signed for the agency"),
        ("witness", "Please say who was there"), ("paper", "The signature is missing."),
    ):  # fmt: skip
        answer = walk.signs(id, **(ON_PAPER | {missing: ""}))
        assert answer.status_code == 422 and said in answer.content.decode(), missing
    assert form(id).signed_at is None
    assert walk.signs(id, **ON_PAPER).status_code == 302
    kept = form(id)
    assert (kept.giver_id, kept.giver_agency_id, kept.signed_how) == (BO, CAS, "paper")
    assert (kept.signer_name, kept.witness_id, kept.explained) == ("Cora", CAST["W1"], "They read it themselves")
    shown = text_of(walk.see(walk.to("agreement", id)))
    assert (
        "Cora, child-welfare worker, for Child-welfare society" in shown and "on paper: 2 March, blue folder" in shown
    )
    listed = text_of(walk.see(walk.to("agreements")))
    assert "signed by Child-welfare society" in listed and "somebody else decides" not in listed
    assert "Cora, child-welfare worker" in walk.see(walk.to("agreement_copy", id))
    # One line, then the rest.
    with acting_as("W1"):
        first = ConsentLine.objects.filter(consent=id).earliest("category")
    assert walk.send(walk.to("agreement_back_line", id, first.pk)).status_code == 302
    assert walk.send(walk.to("agreement_back", id)).status_code == 302
    assert form(id).withdrawn_at is not None


def test_drawn_before_one_of_us(society: uuid.UUID) -> None:
    walk = Walk("W1")
    id = begun(walk)
    drawn = CORA | {"how": "drawn", "drawn": DRAWN, "witness": str(CAST["W1"])}
    assert walk.signs(id, **(drawn | {"witness": ""})).status_code == 422
    assert walk.signs(id, **drawn).status_code == 302
    assert form(id).signed_how == "drawn"
    shown = walk.see(walk.to("agreement", id))
    assert DRAWN in shown and "Who of us was there" in shown


def test_what_cannot_be_slipped_in(society: uuid.UUID) -> None:
    """Another child, another agency, and a signature typed as if it were a woman's own."""
    walk = Walk("W1")
    whom = walk.to("agreement_whom", "sharing")
    for giver in (f"agency:{CAS}:{BEE}", f"agency:{CAST['SHEL']}:{BO}", f"agency:{CAS}:{ANA}", "agency:x:y", "agency:"):
        answer = walk.send(whom, giver=giver, recipient=f"agency:{CAST['SHEL']}")
        assert answer.status_code == 422, giver
    id = begun(walk)
    assert walk.signs(id, **(ON_PAPER | {"how": "typed", "typed": "Ana"})).status_code == 422
    assert walk.signs(id, **(ON_PAPER | {"how": "spoken"})).status_code == 422
    assert walk.signs(id, **(ON_PAPER | {"witness": str(CAST["CW1"])})).status_code == 422
    hers = Walk("p_ana")
    assert "Child-welfare society, for" not in hers.see(hers.to("agreement_whom", "sharing"))
    for name in ("agreement_look", "agreement_sign", "agreement", "agreement_copy"):
        hers.see(hers.to(name, id), status=404)


def test_its_right_ends_and_it_stops_at_once(society: uuid.UUID) -> None:
    walk = Walk("W1")
    id = begun(walk)
    assert walk.signs(id, **ON_PAPER).status_code == 302
    with acting_as("W1"):
        DecisionRight.objects.filter(pk=society).update(superseded_at=timezone.now())
    assert "somebody else decides this now" in text_of(walk.see(walk.to("agreement", id)))
    assert "Child-welfare society, for" not in walk.see(walk.to("agreement_whom", "sharing"))


def test_a_no_of_the_society_is_lifted_by_it_and_later_by_his_mother(society: uuid.UUID) -> None:
    walk = Walk("W1")
    no = begun(walk, kind="keeping_from")
    assert walk.signs(no, **ON_PAPER).status_code == 302 and form(no).effect == "deny"
    page = walk.see(walk.to("agreement_lift", no))
    assert "Signed on paper" in page and "Child-welfare society signs." in page
    answer = walk.send(walk.to("agreement_lift", no), keep=[f"{BO}.{int(C.CONTACT)}"], **(ON_PAPER | {"witness": ""}))
    assert answer.status_code == 422 and form(no).withdrawn_at is None
    assert walk.send(
        walk.to("agreement_lift", no), keep=[f"{BO}.{int(C.CONTACT)}"], **ON_PAPER
    ).status_code == 302  # fmt: skip
    assert form(no).withdrawn_at is not None
    less = newest("consent.Consent", who="W1")
    assert (less.giver_agency_id, less.replaces_id, less.effect) == (CAS, no, "deny")
    hers_again(society)
    page = walk.see(walk.to("agreement_lift", less.pk))
    assert "Signed on paper" not in page and "Type your name" in page
    sent = {"how": "typed", "typed": "Ana", "explained": ["aloud"]}
    assert walk.send(walk.to("agreement_lift", less.pk), **sent).status_code == 302
    assert form(less.pk).withdrawn_at is not None
    assert newest("consent.Consent", who="W1").giver_id == ANA


def test_his_mother_sees_it_while_he_is_hers_to_see_and_never_before(society: uuid.UUID) -> None:
    walk, hers = Walk("W1"), Walk("p_ana")
    id = begun(walk)
    assert walk.signs(id, **ON_PAPER).status_code == 302
    assert "What an agency agreed" not in hers.see(hers.to("agreements"))  # §1: she decides nothing for him now
    hers_again(society)
    listed = hers.see(hers.to("agreements"))
    assert "What an agency agreed to for your child" in listed and "signed by Child-welfare society" in listed
    shown = text_of(hers.see(hers.to("agreement", id)))
    assert "Bo Alder" in shown and "somebody else decides this now" in shown
    # To read; not to take back, lift, copy or make anew.
    assert "Take all of it back" not in shown and "Make it anew" not in shown and "copy to print" not in shown
    for name in ("agreement_back", "agreement_lift", "agreement_copy", "agreement_signed"):
        hers.see(hers.to(name, id), status=404)
    assert hers.browser.post(hers.to("agreement_renew", id)).status_code == 404


def test_trying_it_shows_what_they_would_see(society: uuid.UUID) -> None:
    walk = Walk("W1")
    id = begun(walk, recipient=f"agency:{CAST['HOSP']}")
    shown = walk.see(walk.to("agreement_try", id))
    assert "Bo Alder" in shown
    assert form(id).signed_at is None and form(id).signer_name == ""
