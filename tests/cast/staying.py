"""Ana waits for a group, Bee for a daycare elsewhere; W1 was away; how often the programme would like to meet."""

from __future__ import annotations

from datetime import date

from tests.cast.people import CAST, T0, ident


def write_continuity() -> None:
    """A wait of Ana and one of Bee, each with a step; the programme's rhythm."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from alongside.continuity.models import Away, Cover, Farewell, HandBack, MeetingRhythm, Wait, WaitStep
    from alongside.enrolment.models import HandOver

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    for person, service, elsewhere, step, more in (
        ("ANA", "womens_group", "", "meanwhile", {"instead": "basic_needs"}),
        ("BEE", "daycare_entry", "SECRET daycare", "no_answer", {}),
    ):
        of = {"family_id": CAST["ALDER"], "person_id": CAST[person]}
        waits = Wait.objects.create(
            id=ident(f"wait {person}"), service=service, elsewhere=elsewhere, asked_on=date(2026, 1, 12),
            why="no_place", her_words=f"SECRET wish of {person}", **of, **r,
        )  # fmt: skip
        WaitStep.objects.create(
            id=ident(f"waitstep {person}"), wait=waits, kind=step, on=date(2026, 2, 2), words="SECRET step", **more, **of, **r
        )  # fmt: skip
    away = Away.objects.create(
        id=ident("away W1"), colleague_id=CAST["W1"], during=DateRange(date(2026, 2, 9), date(2026, 2, 16)), **r
    )
    cover = Cover.objects.create(
        id=ident("cover PIT"), family_id=CAST["ALDER"], away=away, colleague_id=CAST["PIT"], role="therapist",
        during=away.during, agreed_at=T0, **r,
    )  # fmt: skip
    HandBack.objects.create(
        id=ident("handback PIT"), family_id=CAST["ALDER"], cover=cover, words="SECRET week", recorded_by=CAST["PIT"],
        recorded_at=T0,
    )  # fmt: skip
    over = HandOver.objects.create(
        id=ident("handover ALDER"), family_id=CAST["ALDER"], from_colleague_id=CAST["INT"], to_colleague_id=CAST["W1"],
        on=date(2024, 2, 1), why="leaving", **r,
    )  # fmt: skip
    Farewell.objects.create(
        id=ident("farewell W1"), family_id=CAST["ALDER"], hand_over=over, kind="hello", words="SECRET hello", **r
    )
    MeetingRhythm.objects.create(
        id=ident("rhythm"), agency_id=CAST["LEAD"], woman_days=21, child_days=28, dyad_days=28,
        recorded_by=CAST["SUP"], recorded_at=T0,
    )  # fmt: skip
