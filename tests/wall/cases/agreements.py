"""A: what an agreement opens, from when, and what taking it back leaves."""

from __future__ import annotations

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident
from tests.wall.cases.life import Life, story


@story("A08")
def future_dated_and_unsigned(life: Life) -> None:
    life.works_with("CW2", "ANA")
    seen = {"during": "[2026-01-01,)", "signed": "2026-01-10T15:00:00Z"}
    for change in ({"during": "[2999-01-01,)"}, {"signed": None}, {"signed": "2999-01-01T10:00:00Z"}, {}):
        life.happens(
            "update consent_consent set withdrawn_at = now() where agency_id = %s and withdrawn_at is null", CAST["CAS"]
        )
        life.agreement("CAS", {"ANA": (C.SERVICE_USE,)}, purpose="care_coordination", **{**seen, **change})
        assert life.notes("CW2") == ([] if change else ["SECRET visit"])


@story("A10")
def taking_back_is_not_retroactive(life: Life) -> None:
    life.happens("update consent_consent set withdrawn_at = now() where id = %s", ident("C1"))
    kept = "select recipient, purpose, consent_id, kind from consent_disclosure"
    assert life.sees("PRIV", kept) == [("Child-welfare society", "care_coordination", ident("C1"), "letter")]
    assert life.sees("p_ana", kept) == life.sees("PRIV", kept)
    life.refused("PRIV", "delete from consent_disclosure")
    life.refused("PRIV", "update consent_disclosure set title = 'unlawful'")


@story("A15")
def everyone_who_helps_me(life: Life) -> None:
    for who in ("PO", "CW2"):
        life.works_with(who, "ANA")
    agreed = life.notes("CW2")  # what C1 and C2 say to her society
    for purpose in ("care", "care_coordination"):
        life.agreement("", {"ANA": tuple(C)}, klass="treating_providers", purpose=purpose)
    assert life.notes("PO") == []
    assert life.notes("CW2") == agreed == ["SECRET between them", "SECRET visit"]
