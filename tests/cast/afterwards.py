"""What is written of a time of Ana's with us that ended once, and after."""

from __future__ import annotations

from datetime import date, timedelta

from tests.cast.people import CAST, T0, ident


def write_afterwards() -> None:
    """A time of Ana's with us that ended once, as she sees it and as we do; a goodbye, a word about staying in touch."""
    from alongside.afterwards.models import ClosingView, GivingBack, Goodbye, StayInTouch
    from alongside.enrolment.models import Ending
    from alongside.safekeeping.terms import Category as C

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    of = {"family_id": CAST["ALDER"], "subject": CAST["ANA"]}
    ending = Ending.objects.create(
        id=ident("ending"), family_id=CAST["ALDER"], person_id=CAST["ANA"], on=date(2023, 6, 30), planned=True,
        her_words="SECRET until later", **r,
    )  # fmt: skip
    rows = [
        ("goals", C.SERVICE_USE, "some", None), ("substance_use", C.SUD, "easier", None),
        ("custody", C.CHILD_WELFARE_LEGAL, "family", "BO"), ("relationship", C.DYAD_OBSERVATION, "same", None),
        ("child_development", C.CHILD_HEALTH_DEV, "well", "BO"),
    ]  # fmt: skip
    for n, (matter, category, level, child) in enumerate(rows):
        ClosingView.objects.create(
            id=ident(f"closing {n}"), ending=ending, matter=matter, category=category, level=level,
            child_id=CAST[child] if child else None, whose="ours" if n % 2 else "hers", words="SECRET view", recorded_by=CAST["W1"],
            recorded_at=T0 + timedelta(minutes=n), **of,
        )  # fmt: skip
    Goodbye.objects.create(
        id=ident("goodbye"), on=date(2023, 6, 30), takes_along="SECRET courage", leaves="Ask for the yellow room.",
        offered=True, we_say="SECRET we laughed a lot", **of, **r,
    )  # fmt: skip
    StayInTouch.objects.create(
        id=ident("touch"), wanted=True, ways=["letter"], for_what=["season"], her_words="SECRET not in June", **of, **r
    )
    GivingBack.objects.create(
        id=ident("giving back"), stage="yes", her_words="SECRET one day", keep_out=[CAST["W2"]], **of, **r
    )


def write_culture() -> None:
    """Ana asked for language once, as she said; nobody is beside her yet."""
    from alongside.culture.models import CulturalOffer

    CulturalOffer.objects.create(
        id=ident("offer"), family_id=CAST["ALDER"], subject=CAST["ANA"], how="asked", what="language", answer="yes",
        on=date(2025, 5, 1), her_words="SECRET the old words", recorded_by=CAST["W1"], recorded_at=T0,
    )  # fmt: skip
