"""Files, people, finding them, noticing that somebody may be here already: and never more than one may see."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.agencies.models import Agency
from alongside.families import queries
from alongside.families.actions import (
    add_child,
    add_earlier_child,
    add_identity,
    add_membership,
    add_person,
    change_person,
    open_family,
    record_death,
    take_back_earlier_child,
    take_back_identity,
)
from alongside.families.models import Child, Dyad, Family, NameKey, Person
from alongside.families.rules import NewPerson
from alongside.families.terms import Because, ChildState
from alongside.families.tests.conftest import AT, BY, TODAY
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.databases import Cluster

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def opened(new: NewPerson, key: str = "INT", **more: Any) -> Family:
    return open_family(
        agency=Agency.objects.get(id=CAST["LEAD"]), woman=new, opened_on=TODAY, by=CAST[key], at=AT, **more
    )


@pytest.mark.parametrize("name", ["", "X", "😀", "مريم", "李小龍", "Ève‑Marie", "O’Neil", "a\u0301\u0323", "n" * 300])
def test_any_name_and_none_opens_a_file_and_is_found(intake: None, name: str) -> None:
    family = opened(NewPerson(name=name, is_alias=True))
    person = Person.objects.get(family=family)
    assert (person.name, person.legal_name, person.is_alias) == (name, "", True)
    found = {f.person.id for f in queries.find_people(name, 100)}
    assert found == set() if not name else person.id in found


def test_every_name_is_found_without_accents_case_or_order_of_keys(intake: None) -> None:
    opened(NewPerson(name="Zoé Légaré", legal_name="Jeanne Tremblay", other_names=("Zozo", "")))
    for text in ("zoe legare", "LEGARE", "Zozo", "jeanne", "légar", "zoe lagare"):
        assert "Zoé Légaré" in [f.person.name for f in queries.find_people(text)], text
    assert not [f for f in queries.find_people("%") if f.person.name == "Zoé Légaré"]
    assert queries.find_people("   ") == []


def test_whoever_opens_a_file_is_let_in_and_nobody_else_of_the_counsellors(intake: None) -> None:
    family = opened(NewPerson(name="Nora Quince"))
    assert Family.objects.filter(id=family.id).exists()
    with acting_as("W2"):
        assert not Family.objects.filter(id=family.id).exists()
        assert queries.find_people("Nora Quince") == []
        with pytest.raises(Family.DoesNotExist):
            queries.family_cover(family.id)


def test_whoever_may_not_open_files_opens_none(db: None) -> None:
    with acting_as("CHC"), pytest.raises(ProgrammingError), transaction.atomic():
        opened(NewPerson(name="Nobody"), key="CHC")


def test_the_loader_opens_a_file_for_an_agency_and_a_page_without_a_session_for_none(
    cluster: Cluster, database: str
) -> None:
    """Demonstration and import have no session: those with every file of that agency are let in, and nobody else."""
    family = uuid.uuid4()
    values = [family, family, CAST["LEAD"]]
    with cluster.as_role("alongside_loader", database) as loader:
        loader.execute("select safekeeping.open_file(%s, %s, %s)", values)
        cells = loader.execute("select principal from safekeeping_cell where family = %s", [family]).fetchall()
        loader.rollback()
    assert {CAST["SUP"], CAST["DIR"]} <= {who for (who,) in cells}
    assert not {CAST["W1"], CAST["INT"], CAST["SITE2"]} & {who for (who,) in cells}
    with cluster.as_role("alongside_app", database) as page, pytest.raises(psycopg.errors.InsufficientPrivilege):
        page.execute("select safekeeping.open_file(%s, %s, %s)", values)


@pytest.mark.parametrize(
    ("new", "opened_on", "because"),
    [
        (NewPerson(born_on=TODAY + timedelta(days=1)), TODAY, Because.NOT_YET),
        (NewPerson(), TODAY + timedelta(days=1), Because.NOT_YET),
        (NewPerson(born_on=date(95, 5, 4)), TODAY, Because.UNLIKELY_YEAR),
        (NewPerson(name="n" * 301), TODAY, Because.TOO_LONG),
    ],
)
def test_a_file_with_impossible_input_is_not_half_opened(
    intake: None, new: NewPerson, opened_on: date, because: str
) -> None:
    before = Family.objects.count()
    with pytest.raises(Refused) as refused:
        open_family(agency=Agency.objects.get(id=CAST["LEAD"]), woman=new, opened_on=opened_on, by=BY, at=AT)
    assert refused.value.because == because and Family.objects.count() == before


def test_text_no_database_can_hold_is_cleaned(intake: None) -> None:
    family = opened(NewPerson(name="No\x00ra \ud83d", pronouns="\x00"))
    assert Person.objects.get(family=family).name == "Nora"


# Somebody may be here already


def test_the_same_woman_is_noticed_by_accents_slips_and_short_forms(intake: None) -> None:
    born = date(1990, 4, 3)
    her = Person.objects.get(family=opened(NewPerson(name="Élisabeth Lavoie", born_on=born)))
    for names, day, why in [
        (["Elisabeth Lavoie"], born, {"name", "born"}),
        (["elisabeth lavoie"], None, {"name"}),
        (["Lise Lavoie"], born, {"nickname", "born"}),
        (["Elizabeth Lavoye"], born, {"like", "born"}),
        (["Elisabeth Lavoie"], date(1990, 3, 4), {"name", "born"}),  # day and month exchanged
        (["Elisabeth Lavoie"], date(1971, 11, 30), {"name"}),
        (["somebody", "Élisabeth Lavoie"], born, {"name", "born"}),
    ]:
        same = [m for m in queries.possible_duplicates(names, day) if m.person == her]
        assert same and set(same[0].why) == why, names


def test_another_woman_is_not(intake: None) -> None:
    her = Person.objects.get(family=opened(NewPerson(name="Élisabeth Lavoie", born_on=date(1990, 4, 3))))
    for names, day in [
        (["Lise Lavoie"], date(1971, 11, 30)),
        (["Paula Quist"], date(1990, 4, 3)),
        ([""], date(1990, 4, 3)),
        ([], None),
    ]:
        assert her not in [m.person for m in queries.possible_duplicates(names, day)], names


@pytest.mark.parametrize("who", ["W2", "W3", "SITE2", "EVAL", "p_cal", "p_foster", "ADM", "PRIV"])
def test_a_file_one_may_not_see_is_never_hinted_at(db: None, who: str) -> None:
    """Ana is there; the off-team worker, the deny-listed one and all others learn nothing, not even by counting."""
    with acting_as("W1"):
        assert [m.person.id for m in queries.possible_duplicates(["Ana Alder"], date(1995, 5, 4))] == [CAST["ANA"]]
    with acting_as(who):
        found = queries.possible_duplicates(["Ana Alder", "Bee Alder"], date(1995, 5, 4))
        assert not {m.person.family_id for m in found} & {CAST["ALDER"]}
        assert CAST["ALDER"] not in [f.person.family_id for f in queries.find_people("Alder", 100)]
        with CaptureQueriesContext(connection) as hidden:
            assert queries.possible_duplicates(["Cal Ash"], date(1990, 1, 1)) == []  # he is there, in Ana's file
        with CaptureQueriesContext(connection) as absent:
            assert queries.possible_duplicates(["Zzz Qqq"], date(1990, 1, 1)) == []
        assert len(hidden) == len(absent)


def test_the_keys_of_names_are_read_by_nobody_outside_the_team(db: None) -> None:
    with acting_as("W2"):
        assert not NameKey.objects.filter(family_id=CAST["ALDER"]).exists()


# Changing


def test_a_new_name_is_found_and_the_old_one_no_longer(family: Any, woman: Any) -> None:
    person = woman.person
    changed = change_person(
        person=person, base_version=1, values={"name": "Óscar 😀", "other_names": ["Ossi", ""]}, by=BY, at=AT
    )
    assert isinstance(changed, Person)
    assert (changed.version, changed.sort_key, changed.other_names) == (2, "oscar 😀", ["Ossi"])
    assert [f.person.id for f in queries.find_people("ossi")] == [person.id]
    assert person.id not in [f.person.id for f in queries.find_people("Nora Fern") if f.likeness >= 1]


def test_the_second_of_two_who_save_finds_out_and_nothing_is_lost(family: Any, woman: Any) -> None:
    person = woman.person
    change_person(person=person, base_version=1, values={"name": "First"}, by=BY, at=AT)
    aside = change_person(
        person=person, base_version=1, values={"name": "Second", "born_on": date(1990, 1, 1)}, by=BY, at=AT
    )
    assert isinstance(aside, SetAside)
    assert aside.written == {"name": "Second", "born_on": "1990-01-01"}
    assert Person.objects.get(id=person.id).name == "First"
    again = change_person(person=person, base_version=1, values={"name": "First"}, by=BY, at=AT)
    assert isinstance(again, Person)  # the very same thing said twice is no conflict


def test_a_death_before_a_birth_that_is_already_known_is_refused(family: Any, woman: Any) -> None:
    change_person(person=woman.person, base_version=1, values={"born_on": date(1990, 1, 1)}, by=BY, at=AT)
    with pytest.raises(Refused) as refused:
        change_person(
            person=Person.objects.get(id=woman.pk), base_version=2, values={"died_on": date(1989, 1, 1)}, by=BY, at=AT
        )
    assert refused.value.because == Because.DIED_BEFORE_BORN
    with pytest.raises(TypeError):
        change_person(person=woman.person, base_version=2, values={"kind": "child"}, by=BY, at=AT)


# Children and others


def test_a_child_and_the_two_together_are_seen_by_those_who_work_with_the_children(db: None) -> None:
    with acting_as("W1"):
        ana = queries.women_of(CAST["ALDER"]).get()
        new = add_child(
            family=Family.objects.get(id=CAST["ALDER"]), woman=ana, child=NewPerson(name="Kit"),
            born_on=date(2026, 1, 1), began="placement", began_on=date(2026, 2, 1), by=CAST["W1"], at=AT,
        )  # fmt: skip
        dyad = Dyad.objects.get(child=new)
        assert (dyad.began, dyad.began_on, new.state) == ("placement", date(2026, 2, 1), ChildState.BORN)
    with acting_as("CHC"):
        assert Child.objects.filter(pk=new.pk).exists() and Person.objects.get(id=new.pk).name == "Kit"
        assert Dyad.objects.filter(id=dyad.id).exists()
    with acting_as("W2"):
        assert not Child.objects.filter(pk=new.pk).exists()


def test_a_child_of_another_file_is_not_mixed_in(family: Any, woman: Any) -> None:
    other = opened(NewPerson(name="Another"))
    with pytest.raises(Refused) as refused:
        add_child(family=other, woman=woman, child=NewPerson(), born_on=TODAY, by=BY, at=AT)
    assert refused.value.because == Because.ANOTHER_FAMILY


def test_a_child_who_died_is_remembered_and_reminded_of_nothing(family: Any, woman: Any) -> None:
    child = add_child(family=family, woman=woman, child=NewPerson(), born_on=date(2026, 1, 1), by=BY, at=AT)
    with pytest.raises(Refused):
        record_death(person=child.person, on=date(2025, 12, 31), by=BY, at=AT)
    record_death(person=child.person, on=TODAY, by=BY, at=AT)
    assert not queries.reminded_children([family.id]).exists()
    assert Dyad.objects.filter(child=child).exists()
    assert [c.state for c in queries.children_of(family.id)] == [ChildState.LOST]
    assert not queries.children_of(family.id, lost=False).exists()


def test_she_describes_herself_as_often_as_she_likes_and_takes_it_back(family: Any, woman: Any) -> None:
    said = [add_identity(person=woman.person, her_words=w, by=BY, at=AT) for w in ("Anishinaabe", "a poet 😀")]
    take_back_identity(identity=said[0], by=BY, at=AT)
    assert [i.her_words for i in queries.identities_of(family.id)] == ["a poet 😀"]
    with pytest.raises(Refused):
        add_identity(person=woman.person, her_words="  ", by=BY, at=AT)


def test_a_child_from_before_is_as_light_as_she_wants(family: Any, woman: Any) -> None:
    light = add_earlier_child(woman=woman, by=BY, at=AT)
    assert queries.earlier_children_of(family.id).count() == 1
    take_back_earlier_child(earlier=light, by=BY, at=AT)
    assert not queries.earlier_children_of(family.id).exists()
    with pytest.raises(Refused):
        add_earlier_child(woman=woman, born_in=2027, by=BY, at=AT)


def test_somebody_belongs_to_two_families(family: Any, woman: Any) -> None:
    gran = add_person(family=family, person=NewPerson(name="Gran"), by=BY, at=AT)
    other = opened(NewPerson(name="Her daughter"))
    add_membership(family=other, person=gran.id, during=(TODAY, None), known_as="Granny", by=BY, at=AT)
    assert [m.known_as for m in queries.memberships_of(other.id)] == ["Granny"]


# Lists


def test_a_list_goes_on_where_the_page_before_ended_and_shows_only_ones_own(intake: None) -> None:
    names = ["Émilie", "emma", "Zoé", "", "Ann", "Éva", "😀", "ann", "ANN"]  # a page ends between two of one name
    files = {opened(NewPerson(name=n)).id for n in names}
    seen, after = [], None
    while True:
        with CaptureQueriesContext(connection) as asked:
            lines = queries.families_list(BY, after=after, size=3)
        assert len(asked) == 2
        seen += lines
        if len(lines) < 3:
            break
        after = lines[-1].key
    assert {line.family.id for line in seen} == files and len(seen) == len(names)
    assert [line.woman.name for line in seen if line.woman.name][3:] == ["Émilie", "emma", "Éva", "Zoé", "😀"]


def test_a_long_list_walks_along_the_index_and_says_the_same(intake: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        opened(NewPerson(name=f"Ann {n}"))
    short = [line.family.id for line in queries.families_list(BY, size=4)]
    import alongside.families.queries.finding as finding

    monkeypatch.setattr(finding, "FEW_FILES", 2)
    assert [line.family.id for line in queries.families_list(BY, size=4)] == short


def test_whoever_is_kept_out_does_not_find_the_file_in_a_list(db: None) -> None:
    with acting_as("W1"):
        assert [line.family.id for line in queries.families_list(CAST["W1"])] == [CAST["ALDER"]]
        assert queries.families_list(CAST["W2"]) == []  # nobody lists for another
    with acting_as("W3"):
        assert queries.families_list(CAST["W3"]) == []


def test_values_of_a_new_person_are_not_shared(intake: None) -> None:
    new = NewPerson(name="Ann", languages=("fr", "oj"))
    first, second = opened(new), opened(replace(new, name="Eve"))
    assert Person.objects.get(family=first).languages == Person.objects.get(family=second).languages == ["fr", "oj"]
