"""Bee's day next door while Ana was in the group; who may fetch her, and who must not; what helps her."""

from __future__ import annotations

from datetime import date, time, timedelta

from tests.cast.people import CAST, T0, ident


def write_childcare() -> None:
    """One row of each kind, about Bee; and a number of carers for the room next door."""
    from alongside.childcare.models import AtTheDoor, Consult, FetchBar, Fetcher, FetchToday, HelpPlan, LogEntry, Ratio

    r = {"recorded_by": CAST["CHC"], "recorded_at": T0}
    of = {"family_id": CAST["ALDER"], "child_id": CAST["BEE"]}
    begins = T0 - timedelta(days=30)
    day = begins.date()
    since = (date(2025, 9, 1), None)
    for what, minutes in (("came", 0), ("left", 120)):
        AtTheDoor.objects.create(
            id=ident(f"door {what}"), session_id=ident("session"), what=what, at=begins + timedelta(minutes=minutes),
            person_id=CAST["ANA"], name="Ana Alder", **of, **r,
        )  # fmt: skip
    Fetcher.objects.create(
        id=ident("fetcher"), person_id=CAST["DOT"], name="Dot Alder", known_by="SECRET photo", said_by_id=CAST["ANA"],
        during=since, **of, **r,
    )  # fmt: skip
    FetchBar.objects.create(
        id=ident("bar"), person_id=CAST["CAL"], name="Cal Ash", basis="court", paper="SECRET order 12/25", during=since,
        **of, **r,
    )  # fmt: skip
    FetchToday.objects.create(
        id=ident("today"), name="Uncle Ed", on=day, why="SECRET why today", **of, **{**r, "recorded_by": CAST["SUP"]}
    )
    LogEntry.objects.create(
        id=ident("log"), on=day, at_time=time(10, 30), kind="lovely", words="SECRET tower of seven", **of, **r
    )
    HelpPlan.objects.create(
        id=ident("help"), number=1, on=day, noticed="SECRET doors frighten", change="SECRET we stay near", **of, **r
    )
    Consult.objects.create(
        id=ident("consult"), on=day, asked="SECRET educator", suggested="SECRET a quiet corner", **of, **r
    )
    Ratio.objects.create(
        id=ident("ratio"), agency_id=CAST["LEAD"], place_id=ident("next door"), from_months=0, until_months=72,
        children_per_carer=3, source="a paper of the tests", checked_on=day, **{**r, "recorded_by": CAST["SUP"]},
    )  # fmt: skip
