"""Safe contact, people around her, places: as they are saved."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from alongside.families import queries
from alongside.families.actions import (
    add_person,
    correct_relationship,
    correct_stay,
    record_household,
    record_stay,
    save_safe_contact,
    set_relationship,
)
from alongside.families.models import Relationship, SafeContact
from alongside.families.rules import NewPerson, safe_to_send
from alongside.families.terms import Because
from alongside.families.tests.conftest import AT, BY, TODAY
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.queries import set_aside_in
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
TEXT = {"channel": "text", "value": "+14165550100", "from_hour": time(9), "to_hour": time(17)}


def save(woman: Any, base: int, ways: Any = (TEXT,), **plan: Any) -> Any:
    return save_safe_contact(woman=woman, base_version=base, plan=plan, ways=ways, by=BY, at=AT)


def test_a_plan_is_saved_with_nothing_said_about_us(woman: Any) -> None:
    saved = save(woman, 0, we_are_called="Sam from the library", who_shares_the_phone="my sister")
    plan = queries.safe_contact_of(woman)
    assert plan == saved and plan.version == 1 and plan.checked_on == TODAY
    (way,) = plan.ways.all()
    assert way.content_level == 0
    answer = safe_to_send(plan, plan.ways.all(), "text", AT.replace(tzinfo=None))
    assert answer and answer.level == 0


def test_every_save_is_a_new_plan_and_the_others_stay(woman: Any) -> None:
    save(woman, 0, note="first")
    save(woman, 1, ways=[{"channel": "none"}], note="second")
    assert [p.note for p in queries.safe_contacts_of(woman)] == ["second", "first"]
    plan = queries.safe_contact_of(woman)
    assert plan is not None
    assert safe_to_send(plan, plan.ways.all(), "text", AT.replace(tzinfo=None)).because == Because.SHE_COMES


def test_two_who_save_the_same_plan_are_both_kept(woman: Any) -> None:
    first = save(woman, 0, note="mine")
    aside = save(woman, 0, note="theirs")
    assert isinstance(aside, SetAside) and aside.target == first.id
    assert aside.written["note"] == "theirs" and aside.written["ways"][0]["value"] == "+14165550100"
    assert aside.written["ways"][0]["from_hour"] == "09:00:00"
    assert SafeContact.objects.filter(woman=woman).count() == 1
    assert list(set_aside_in(woman.family_id)) == [aside]


def test_a_version_that_never_was_is_set_aside_too(woman: Any) -> None:
    assert isinstance(save(woman, 7), SetAside)
    assert not SafeContact.objects.filter(woman=woman).exists()


@pytest.mark.parametrize(
    ("way", "plan", "because"),
    [
        ({"channel": "text", "value": " "}, {}, Because.NO_VALUE),
        ({**TEXT, "to_hour": time(9)}, {}, Because.HOURS),
        ({**TEXT, "days": "mon"}, {}, Because.DAYS),
        ({**TEXT, "content_level": 9}, {}, Because.UNKNOWN_CHOICE),
        (TEXT, {"checked_on": TODAY + timedelta(days=1)}, Because.NOT_YET),
    ],
)
def test_a_plan_that_cannot_be_kept_is_not_half_saved(woman: Any, way: Any, plan: Any, because: str) -> None:
    with pytest.raises(Refused) as refused:
        save(woman, 0, ways=[TEXT, way], **plan)
    assert refused.value.because == because
    assert not SafeContact.objects.filter(woman=woman).exists()


def test_nobody_off_the_team_reads_how_to_reach_her(woman: Any) -> None:
    save(woman, 0)
    with acting_as("W2"):
        assert queries.safe_contact_of(woman) is None


# People around her


@pytest.fixture
def partner(family: Any) -> Any:
    return add_person(family=family, person=NewPerson(name="Rob Stone", other_names=("Robbie",)), by=BY, at=AT)


def relate(family: Any, woman: Any, partner: Any, safety: str, **more: Any) -> Any:
    return set_relationship(
        family=family, person=woman.person, other=partner, kind=more.pop("kind", "partner"), safety=safety,
        during=more.pop("during", (date(2025, 1, 1), None)), by=BY, at=AT, **more,
    )  # fmt: skip


@pytest.mark.parametrize("safety", ["safe", "unsafe"])
def test_only_she_says_who_is_safe(family: Any, woman: Any, partner: Any, safety: str) -> None:
    with pytest.raises(Refused) as refused:
        relate(family, woman, partner, safety)
    assert refused.value.because == Because.HER_WORD
    assert not Relationship.objects.filter(family=family).exists()
    assert relate(family, woman, partner, safety, she_said=True).safety == safety


def test_what_she_said_is_not_taken_away_by_a_correction(family: Any, woman: Any, partner: Any) -> None:
    first = relate(family, woman, partner, "unsafe", she_said=True)
    with pytest.raises(Refused):
        relate(family, woman, partner, "unknown", replaces=first)
    other_days = relate(
        family, woman, partner, "unsafe", kind="ex_partner", during=(date(2024, 6, 1), None), replaces=first
    )
    assert [r.id for r in queries.people_around(family.id, TODAY)] == [other_days.id]
    assert queries.unsafe_names(family.id, woman.pk, TODAY) == ["Rob Stone", "Robbie"]
    with pytest.raises(Refused) as refused:
        relate(family, woman, partner, "unsafe", replaces=first)
    assert refused.value.because == Because.CHANGED_MEANWHILE


def test_a_phone_he_shares_is_never_used(family: Any, woman: Any, partner: Any) -> None:
    relate(family, woman, partner, "unsafe", she_said=True)
    plan = save(woman, 0, who_shares_the_phone="Robbie sometimes")
    unsafe = queries.unsafe_names(family.id, woman.pk, TODAY)
    assert (
        safe_to_send(plan, plan.ways.all(), "text", AT.replace(tzinfo=None), unsafe=unsafe).because
        == Because.UNSAFE_PERSON
    )


def test_oneself_is_no_relation_and_other_files_stay_out(family: Any, woman: Any) -> None:
    with pytest.raises(Refused) as refused:
        relate(family, woman, woman.person, "unknown")
    assert refused.value.because == Because.SAME_PERSON
    with acting_as("W1"):
        cal = queries.people_of(CAST["ALDER"]).get(id=CAST["CAL"])
    with pytest.raises(Refused) as refused:
        relate(family, woman, cal, "unknown")
    assert refused.value.because == Because.ANOTHER_FAMILY


# Places


def test_a_place_is_secret_unless_she_says_otherwise_and_a_stay_ends_by_a_new_row(family: Any, woman: Any) -> None:
    home = record_household(family=family, name="my sister's", address="12 Elm", by=BY, at=AT)
    assert home.secret
    stay = record_stay(household=home, person=woman.person, during=(date(2025, 1, 1), None), by=BY, at=AT)
    later = AT + timedelta(hours=1)
    correct_stay(stay=stay, during=(date(2025, 1, 1), date(2026, 2, 1)), by=BY, at=later)
    assert [s.household_id for s in queries.stays_on(family.id, date(2026, 1, 31))] == [home.id]
    assert not queries.stays_on(family.id, TODAY).exists()
    assert queries.stays_on(family.id, TODAY, known_at=AT).count() == 1
    with pytest.raises(Refused):
        record_stay(household=home, person=woman.person, during=(TODAY, TODAY), by=BY, at=AT)


def test_two_who_put_the_same_stay_right_are_told(family: Any, woman: Any) -> None:
    home = record_household(family=family, name="my sister's", by=BY, at=AT)
    other = record_household(family=family, name="a shelter", by=BY, at=AT)
    stay = record_stay(household=home, person=woman.person, during=(date(2024, 1, 1), date(2025, 1, 1)), by=BY, at=AT)
    days = (date(2024, 2, 1), date(2025, 1, 1))
    better = correct_stay(stay=stay, during=days, household=other, source="document", by=BY, at=AT)
    assert (better.household_id, better.source) == (other.id, "document")
    with pytest.raises(Refused) as refused:
        correct_stay(stay=stay, during=days, by=BY, at=AT)
    assert refused.value.because == Because.CHANGED_MEANWHILE
    assert [row.id for row in queries.stays_of(family.id) if row.superseded_at is None] == [better.id]


def test_what_was_written_about_two_people_is_put_right_also_when_it_is_over(
    family: Any, woman: Any, partner: Any
) -> None:
    first = relate(family, woman, partner, "unsafe", she_said=True, during=(date(2020, 1, 1), date(2021, 1, 1)))
    said = {"kind": "ex_partner", "during": (date(2020, 1, 1), date(2022, 1, 1)), "by": BY, "at": AT}
    with pytest.raises(Refused) as refused:
        correct_relationship(row=first, safety="unknown", **said)
    assert refused.value.because == Because.HER_WORD
    better = correct_relationship(row=first, safety="unsafe", **said)
    assert {row.id for row in queries.relationships_of(family.id)} == {first.id, better.id}
    with pytest.raises(Refused) as refused:
        correct_relationship(row=first, safety="unsafe", **said)
    assert refused.value.because == Because.CHANGED_MEANWHILE
