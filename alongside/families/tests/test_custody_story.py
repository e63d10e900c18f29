"""T-08: one of two children goes from home to a place of safety, kin, a foster home, and home again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from alongside.families import queries
from alongside.families.actions import add_child, record_track
from alongside.families.models import Dyad
from alongside.families.rules import NewPerson
from alongside.families.tests.conftest import AT, BY
from tests.cast import CAST, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

BORN = date(2024, 4, 1)
TAKEN, KIN, FOSTER, HOME, CLOSED = (
    date(2025, 1, 8),
    date(2025, 1, 13),
    date(2025, 3, 1),
    date(2025, 9, 1),
    date(2025, 12, 1),
)
# The paper that reaches us late: from 20 February she was in hospital for four days, before the foster home.
SICK, WELL = date(2025, 2, 20), date(2025, 2, 24)
IN_CARE = ("place_of_safety", "interim_care")


@pytest.fixture
def story(family: Any, woman: Any) -> dict[str, Any]:
    children = {
        name: add_child(family=family, woman=woman, child=NewPerson(name=name), born_on=BORN, by=BY, at=AT)
        for name in ("Ivy", "Ash")
    }
    for child in children.values():
        _track("living", child, BORN, "mother")
        _track("legal", child, BORN, "no_order")
    ivy = children["Ivy"]
    for n, (track, day, kind) in enumerate([
        ("legal", TAKEN, "place_of_safety"), ("living", TAKEN, "elsewhere"), ("involvement", TAKEN, "open_court"),
        ("living", KIN, "kin"), ("legal", KIN, "interim_care"),
        ("living", FOSTER, "foster"),
        ("living", HOME, "mother"), ("legal", HOME, "supervision"),
        ("legal", CLOSED, "returned"), ("involvement", CLOSED, "closed"),
    ]):  # fmt: skip
        _track(track, ivy, day, kind, minutes=n + 1)
    return {"family": family, "woman": woman, **children}


def _track(
    track: str, child: Any, day: date, kind: str, until: date | None = None, minutes: int = 0, **more: Any
) -> Any:
    return record_track(
        kind=track, child=child, during=(day, until), values={"kind": kind}, source="document", by=BY,
        at=AT + timedelta(minutes=minutes), **({"ends_previous": True} | more),
    )  # fmt: skip


def _stands(story: dict[str, Any], name: str, day: date, known_at: Any = None) -> dict[str, str]:
    rows = queries.tracks_on(story["family"].id, day, known_at)
    return {r.track: r.code for r in rows if r.child == story[name].pk}


def test_every_day_of_the_story_is_right(story: dict[str, Any]) -> None:
    day = timedelta(days=1)
    for on, living, legal in [
        (BORN, "mother", "no_order"),
        (TAKEN - day, "mother", "no_order"),
        (TAKEN, "elsewhere", "place_of_safety"),
        (KIN - day, "elsewhere", "place_of_safety"),
        (KIN, "kin", "interim_care"),
        (FOSTER - day, "kin", "interim_care"),
        (FOSTER, "foster", "interim_care"),
        (HOME - day, "foster", "interim_care"),
        (HOME, "mother", "supervision"),
        (CLOSED - day, "mother", "supervision"),
        (CLOSED, "mother", "returned"),
        (date(2026, 3, 2), "mother", "returned"),
    ]:
        stands = _stands(story, "Ivy", on)
        assert (stands["living"], stands["legal"]) == (living, legal), on
    assert "involvement" not in _stands(story, "Ivy", TAKEN - day)
    assert _stands(story, "Ivy", CLOSED)["involvement"] == "closed"


def test_her_sister_or_brother_is_not_touched_on_any_day(story: dict[str, Any]) -> None:
    for n in range(0, 700, 7):
        assert _stands(story, "Ash", BORN + timedelta(days=n)) == {"living": "mother", "legal": "no_order"}
    assert len(queries.versions_of(story["family"].id, story["Ash"].pk)) == 2


def test_days_in_care_are_counted_to_the_day(story: dict[str, Any]) -> None:
    def days(on: date) -> int:
        return queries.days_so_far(story["family"].id, story["Ivy"].pk, "legal", IN_CARE, on)

    assert days(TAKEN - timedelta(days=1)) == 0
    assert days(TAKEN) == 1
    assert days(HOME - timedelta(days=1)) == (HOME - TAKEN).days == 236
    assert days(HOME) == days(date(2026, 3, 2)) == 236


def test_a_paper_that_comes_late_changes_what_we_know_and_not_what_we_knew(story: dict[str, Any]) -> None:
    before = AT + timedelta(minutes=30)
    _track("living", story["Ivy"], SICK, "hospital", WELL, minutes=60, ends_previous=False, makes_room=True)
    day = timedelta(days=1)
    for on, now in [
        (SICK - day, "kin"),
        (SICK, "hospital"),
        (WELL - day, "hospital"),
        (WELL, "kin"),
        (FOSTER, "foster"),
    ]:
        assert _stands(story, "Ivy", on)["living"] == now
        assert _stands(story, "Ivy", on, before)["living"] == ("foster" if on >= FOSTER else "kin")
        assert _stands(story, "Ivy", on)["legal"] == "interim_care"  # the other tracks stand still
    ivy = story["Ivy"]
    assert queries.days_so_far(ivy.family_id, ivy.pk, "living", ["kin"], HOME) == (FOSTER - KIN).days - 4
    assert queries.days_so_far(ivy.family_id, ivy.pk, "living", ["kin"], HOME, before) == (FOSTER - KIN).days


def test_nothing_of_this_ends_the_two_of_them_or_being_with_us(story: dict[str, Any]) -> None:
    """D-I2: dyads have no end at all, and no verb of this room reaches enrolment."""
    dyads = Dyad.objects.filter(family=story["family"])
    assert {d.child_id for d in dyads} == {story["Ivy"].pk, story["Ash"].pk}
    assert not {f.name for f in Dyad._meta.fields} & {"during", "until", "ended_on", "superseded_at", "state"}


def test_custody_of_bo_left_anas_enrolment_and_dyad_as_they_were(intake: None) -> None:
    """The cast's Bo is in foster care; his mother stays enrolled and the two stay together, also after his return."""
    from alongside.families.models import Child
    from tests.cast import acting_as

    with acting_as("W1"):
        state = apps.get_model("enrolment", "StateChange")
        before = list(state.objects.filter(person_id=CAST["ANA"]).values())
        bo = Child.objects.select_related("person").get(pk=CAST["BO"])
        record_track(
            kind="living", child=bo, during=(date(2026, 2, 1), None), values={"kind": "mother"}, ends_previous=True,
            by=CAST["W1"], at=AT,
        )  # fmt: skip
        assert list(state.objects.filter(person_id=CAST["ANA"]).values()) == before and before
        assert apps.get_model("enrolment", "Enrolment").objects.filter(id=ident("enrolment ANA")).exists()
        assert Dyad.objects.filter(woman_id=CAST["ANA"], child_id=CAST["BO"]).exists()
        living = [r for r in queries.tracks_on(CAST["ALDER"], date(2026, 2, 1)) if r.track == "living"]
        assert {r.child: r.code for r in living} == {CAST["BEE"]: "mother", CAST["BO"]: "mother"}
