"""Taken back, kept from somebody, lifted, made anew."""

from __future__ import annotations

import uuid

import pytest

from alongside.consent.models import ConsentLine
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.pages.agreements.walk import ANA, DOORS, Walk, lines, row, text_of
from tests.pages.writing import newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.mark.parametrize("who", DOORS)
def test_taking_back_a_line_and_then_all(who: str) -> None:
    walk = Walk(who)
    id = CAST["C1"]
    with acting_as("p_ana"):
        line = ConsentLine.objects.get(consent=id, category=C.SERVICE_USE)
    before = text_of(walk.see(walk.to("agreement_back_line", id, line.pk)))
    # First what cannot be called back, what they may notice, whom she can talk with, that nothing is asked; then the button.
    for said in (
        "we cannot call back",
        "a letter, Child-welfare society",
        "may notice that",
        "You need not say why",
        "talk about it first",
    ):
        assert said in before, said
        assert before.index(said) < before.index("Take it back now")
    assert walk.send(walk.to("agreement_back_line", id, line.pk)).status_code == 302
    assert lines(id) == {(ANA, C.DYAD_OBSERVATION)}
    with acting_as("CW1"):
        from alongside.care.models import Contact

        assert not Contact.objects.filter(subject=ANA).exists()
    shown = walk.see(walk.to("agreement", id))
    assert "Taken back" in shown or "taken back" in shown
    assert "This was taken back already" in walk.see(walk.to("agreement_back_line", id, line.pk))
    assert walk.send(walk.to("agreement_back", id)).status_code == 302
    assert row(id).withdrawn_at is not None
    # A10: what left before stays, with the form it rested on.
    assert "a letter, Child-welfare society" in text_of(walk.see(walk.to("agreement", id)))


def test_keeping_something_from_somebody_and_lifting_part_of_it() -> None:
    walk = Walk("W1")
    id = walk.begin(f"agency:{CAST['CAS']}", kind="keeping_from")
    kinds = walk.see(walk.to("agreement_kinds", id, ANA))
    assert "This stays closed:" in kinds and "They do not see:" not in kinds
    walk.tick(id, ANA, C.SERVICE_USE, C.SUD)
    walk.on(walk.to("agreement_until", id), until="none")
    assert walk.signs(id).status_code == 302
    assert row(id).effect == "deny" and row(id).during.upper is None
    with acting_as("CW1"):
        from alongside.care.models import Contact

        assert not Contact.objects.filter(subject=ANA).exists()
    # Taking it back is not a way: lifting is signed.
    assert walk.browser.get(walk.to("agreement_back", id)).status_code == 404
    lift = walk.to("agreement_lift", id)
    assert walk.send(lift, how="typed", typed="", explained=["aloud"]).status_code == 422
    kept = f"{ANA}.{int(C.SUD)}"
    assert walk.send(lift, keep=[kept], how="typed", typed="Ana", explained=["aloud"]).status_code == 302
    assert row(id).withdrawn_at is not None
    newer = newest("consent.Consent")
    assert newer.replaces_id == id and lines(newer.pk) == {(ANA, C.SUD)}
    with acting_as("CW1"):
        assert Contact.objects.filter(subject=ANA).exists()  # C1 stands again


def test_made_anew_the_old_one_stands_until_the_new_one_is_signed() -> None:
    walk = Walk("W1")
    answer = walk.browser.post(walk.to("agreement_renew", CAST["C3"]))
    id = uuid.UUID(str(answer["Location"]).split("/")[-3])
    assert row(CAST["C3"]).withdrawn_at is None
    assert lines(id) == {(ANA, C.SERVICE_USE), (ANA, C.SUD), (ANA, C.MENTAL_HEALTH_TRAUMA)}
    walk.end_on(id)
    walk.signs(id)
    assert row(CAST["C3"]).withdrawn_at is not None
    assert "a newer one stands in its place" in text_of(walk.see(walk.to("agreements")))
