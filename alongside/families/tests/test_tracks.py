"""Tracks: never two at once, never overwritten, always answerable for any day as known at any instant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.families import queries
from alongside.families.actions import add_child, add_person, correct_track, record_track
from alongside.families.models import LegalStatus, LivingArrangement
from alongside.families.rules import NewPerson
from alongside.families.terms import Because
from alongside.families.tests.conftest import AT, BY
from alongside.recordkeeping.rules import Refused
from tests.cast import acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
BORN = date(2025, 1, 10)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def child(family: Any, woman: Any) -> Any:
    return add_child(family=family, woman=woman, child=NewPerson(name="Ivy"), born_on=BORN, by=BY, at=AT)


def live(child: Any, kind: str, first: date, until: date | None = None, **more: Any) -> Any:
    at = more.pop("at", AT)
    return record_track(kind="living", child=child, during=(first, until), values={"kind": kind}, by=BY, at=at, **more)


def where(child: Any, day: date, known_at: Any = None) -> str | None:
    rows = [r for r in queries.tracks_on(child.family_id, day, known_at) if r.track == "living" and r.child == child.pk]
    assert len(rows) <= 1
    return rows[0].code if rows else None


@pytest.mark.parametrize("kind, values", [("living", {"kind": "mother"}), ("right", {"topic": "services"})])
def test_the_database_itself_lets_no_two_rows_overlap(child: Any, kind: str, values: dict[str, Any]) -> None:
    """D-I1, by raw insert: the page's rules are not asked."""
    model = queries.MODELS[kind]
    more = values | ({"holder_id": child.dyads.get().woman_id} if kind == "right" else {})
    row = {"family_id": child.family_id, "child": child, "recorded_by": BY, "recorded_at": AT} | more
    model.objects.create(during=(BORN, date(2025, 3, 1)), **row)
    model.objects.create(during=(date(2025, 3, 1), None), **row)
    with pytest.raises(IntegrityError, match="_once"), transaction.atomic():
        model.objects.create(during=(date(2025, 2, 28), date(2025, 3, 1)), **row)
    with pytest.raises(IntegrityError), transaction.atomic():  # an empty stretch
        model.objects.create(during=(date(2024, 3, 1), date(2024, 3, 1)), **row)


def test_an_overlap_names_the_row_in_the_way(child: Any) -> None:
    first = live(child, "mother", BORN)
    with pytest.raises(Refused) as refused:
        live(child, "kin", date(2025, 6, 1))
    assert refused.value.because == Because.OVERLAPS and refused.value.detail["clash"] == first
    assert where(child, date(2025, 7, 1)) == "mother"


def test_the_clashing_row_is_found_by_one_statement(child: Any) -> None:
    live(child, "mother", BORN)
    with CaptureQueriesContext(connection) as asked:
        assert queries.clash("living", child, (date(2025, 6, 1), None)) is not None
    assert len(asked) == 1


def test_the_constraint_answers_like_the_rule(child: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that comes between our look and our write ends in the same kind answer."""
    first = live(child, "mother", BORN)
    import alongside.families.actions.tracks as verbs

    monkeypatch.setattr(verbs, "clashes", lambda *a, **k: [])
    with pytest.raises(Refused) as refused:
        live(child, "kin", date(2025, 6, 1))
    assert refused.value.because == Because.OVERLAPS and refused.value.detail["clash"].pk == first.pk


def test_a_new_stretch_ends_the_one_before_and_the_old_knowledge_stays(child: Any) -> None:
    first = live(child, "mother", BORN)
    live(child, "kin", date(2025, 6, 1), ends_previous=True, at=LATER)
    assert where(child, date(2025, 5, 31)) == "mother"
    assert where(child, date(2025, 6, 1)) == "kin"
    assert where(child, date(2025, 6, 1), known_at=AT) == "mother"
    first.refresh_from_db()
    assert first.superseded_at == LATER and first.superseded_by == BY and first.during.upper is None
    assert LivingArrangement.objects.filter(child=child).count() == 3


def test_ending_the_one_before_cuts_nothing_that_was_already_ended(child: Any) -> None:
    live(child, "mother", BORN, date(2025, 8, 1))
    with pytest.raises(Refused) as refused:
        live(child, "kin", date(2025, 6, 1), ends_previous=True)
    assert refused.value.because == Because.OVERLAPS


def test_a_late_order_inside_an_open_stretch_makes_room(child: Any) -> None:
    live(child, "mother", BORN)
    live(child, "hospital", date(2025, 6, 1), date(2025, 6, 11), makes_room=True, at=LATER)
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 10), date(2025, 6, 11)]
    assert [where(child, day) for day in days] == ["mother", "hospital", "hospital", "mother"]
    assert [where(child, day, AT) for day in days] == ["mother"] * 4
    assert queries.days_so_far(child.family_id, child.pk, "living", ["hospital"], date(2026, 3, 2)) == 10


def test_making_room_swallows_and_cuts_what_is_in_the_way(child: Any) -> None:
    live(child, "mother", BORN, date(2025, 3, 1))
    live(child, "kin", date(2025, 3, 1), date(2025, 3, 5))
    live(child, "mother", date(2025, 3, 5))
    live(child, "foster", date(2025, 2, 20), date(2025, 3, 10), makes_room=True, at=LATER)
    current = LivingArrangement.objects.filter(child=child, superseded_at=None).order_by("during")
    assert [(r.kind, r.during.lower, r.during.upper) for r in current] == [
        ("mother", BORN, date(2025, 2, 20)),
        ("foster", date(2025, 2, 20), date(2025, 3, 10)),
        ("mother", date(2025, 3, 10), None),
    ]


def test_a_correction_adds_a_version_and_keeps_what_it_does_not_name(child: Any, family: Any) -> None:
    aunt = add_person(family=family, person=NewPerson(name="Aunt"), by=BY, at=AT)
    first = record_track(
        kind="living",
        child=child,
        during=(BORN, None),
        values={"kind": "kin", "carer": aunt, "note": "for now"},
        by=BY,
        at=AT,
    )
    better = correct_track(row=first, during=(BORN, date(2025, 9, 1)), values={"kind": "foster"}, by=BY, at=LATER)
    assert (better.kind, better.carer, better.note) == ("foster", aunt, "for now")
    assert where(child, BORN, AT) == "kin" and where(child, BORN) == "foster"
    with pytest.raises(Refused) as refused:
        correct_track(row=first, during=(BORN, None), values={}, by=BY, at=LATER)
    assert refused.value.because == Because.CHANGED_MEANWHILE
    assert len(queries.versions_of(family.id, child.pk)) == 2


def test_a_correction_may_not_run_into_its_neighbour_and_then_changes_nothing(child: Any) -> None:
    first = live(child, "mother", BORN, date(2025, 6, 1))
    second = live(child, "kin", date(2025, 6, 1))
    with pytest.raises(Refused) as refused:
        correct_track(row=first, during=(BORN, date(2025, 6, 2)), values={}, by=BY, at=LATER)
    assert refused.value.detail["clash"] == second
    first.refresh_from_db()
    assert first.superseded_at is None


@pytest.mark.parametrize(
    ("kind", "during", "values", "because"),
    [
        ("living", (BORN, BORN), {"kind": "kin"}, Because.ENDS_BEFORE_STARTS),
        ("living", (BORN, BORN - timedelta(days=1)), {"kind": "kin"}, Because.ENDS_BEFORE_STARTS),
        ("living", (None, BORN), {"kind": "kin"}, Because.NO_FIRST_DAY),
        ("living", (date(25, 1, 1), None), {"kind": "kin"}, Because.UNLIKELY_YEAR),
        ("living", (BORN, None), {"kind": "moon"}, Because.UNKNOWN_CHOICE),
        ("living", (BORN, None), {}, Because.UNKNOWN_CHOICE),
        ("right", (BORN, None), {"topic": "video"}, Because.ONE_HOLDER),
    ],
)
def test_bad_input_is_refused_and_writes_nothing(child: Any, kind: str, during: Any, values: Any, because: str) -> None:
    with pytest.raises(Refused) as refused:
        record_track(kind=kind, child=child, during=during, values=values, by=BY, at=AT)
    assert refused.value.because == because
    assert not queries.MODELS[kind].objects.filter(child=child).exists()


def test_a_value_nobody_knows_is_our_own_fault(child: Any) -> None:
    with pytest.raises(TypeError, match="colour"):
        record_track(
            kind="legal", child=child, during=(BORN, None), values={"kind": "no_order", "colour": "red"}, by=BY, at=AT
        )


def test_ten_megabytes_of_note_and_any_script(child: Any) -> None:
    note = "é😀م" * 1_200_000
    row = record_track(
        kind="legal", child=child, during=(BORN, None), values={"kind": "no_order", "note": note + "\x00"}, by=BY, at=AT
    )
    assert LegalStatus.objects.get(id=row.id).note == note


def test_each_right_has_its_own_line_of_days(child: Any, woman: Any) -> None:
    for topic in ("services", "video"):
        record_track(
            kind="right",
            child=child,
            during=(BORN, None),
            values={"topic": topic, "holder": woman.person},
            by=BY,
            at=AT,
        )
    with pytest.raises(Refused):
        record_track(
            kind="right",
            child=child,
            during=(BORN, None),
            values={"topic": "video", "holder": woman.person},
            by=BY,
            at=AT,
        )
    rows = queries.tracks_on(child.family_id, BORN)
    assert [(r.track, r.code, r.person) for r in rows] == [
        ("right", "services", woman.pk),
        ("right", "video", woman.pk),
    ]


def test_all_tracks_of_a_family_are_one_statement_for_one_child_and_for_twenty(family: Any, woman: Any) -> None:
    counted = []
    for wanted in (1, 20):
        while family.children.count() < wanted:
            new = add_child(family=family, woman=woman, child=NewPerson(), born_on=BORN, by=BY, at=AT)
            live(new, "mother", BORN)
            record_track(kind="legal", child=new, during=(BORN, None), values={"kind": "no_order"}, by=BY, at=AT)
        with CaptureQueriesContext(connection) as asked:
            on = queries.tracks_on(family.id, BORN)
            cover = queries.family_cover(family.id)
            named = [p.child.state for p in cover.children] + [d.child.person.name for d in cover.dyads]
            between = queries.tracks_between(family.id, BORN, None)
        assert len(on) == len(between) == len(named) == 2 * wanted
        counted.append(len(asked))
    assert counted == [6, 6]


def test_somebody_off_the_team_sees_and_writes_no_track(child: Any) -> None:
    live(child, "mother", BORN)
    with acting_as("W2"):
        assert queries.tracks_on(child.family_id, BORN) == []
        assert queries.clash("living", child, (BORN, None)) is None
