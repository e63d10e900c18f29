"""Her team: cells act at the next statement, the deny-list beats the team, hand-overs are one step."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.accounts.models import Colleague
from alongside.enrolment import actions, queries
from alongside.enrolment.models import KeptOut, KeyWorker, ReturnToUse, StateChange, TeamMember
from alongside.families.models import Child, Dyad, Exposure, Family, LegalStatus, Person, Pregnancy, Relationship, Woman
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.actions import admit, carry
from alongside.safekeeping.terms import Category
from tests.cast import CAST, TODAY, acting_as, dyad, ident, token_of

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
# Rooms above are looked at by name: this room leans on nothing above it, not even in its tests.
Contact, Promise = apps.get_model("care.Contact"), apps.get_model("care.Promise")
Occasion = apps.get_model("assessment.Occasion")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def family(key: str = "ALDER") -> Family:
    return Family.objects.get(id=CAST[key])


def colleague(key: str) -> Colleague:
    return Colleague.objects.get(id=CAST[key])


def become(key: str) -> None:
    """Another person looks, in the same transaction (nothing is committed in between)."""
    carry(token_of(key))


def join(key: str, **more: object) -> TeamMember:
    given = {"family": family(), "role": "counsellor", "from_on": TODAY, "by": CAST["SUP"], "at": NOW, **more}
    return actions.join_team(colleague=colleague(key), **given)


def test_joining_opens_the_file_at_the_next_statement_and_leaving_closes_it() -> None:
    with acting_as("SUP"):
        become("W2")
        assert not Person.objects.filter(id=CAST["ANA"]).exists()
        become("SUP")
        member = join("W2")
        become("W2")
        assert Person.objects.get(id=CAST["ANA"]).name == "Ana Alder"
        assert Contact.objects.filter(family_id=CAST["ALDER"]).count() == 7
        become("SUP")
        actions.leave_team(member=member, on=TODAY, by=CAST["SUP"], at=NOW)
        become("W2")
        assert not Person.objects.filter(id=CAST["ANA"]).exists()
        become("SUP")
        assert TeamMember.objects.get(id=member.id).during.upper is not None  # the history stays


def test_leaving_some_day_closes_the_file_on_that_day() -> None:
    with acting_as("SUP"):
        member = join("W2")
        actions.leave_team(member=member, on=datetime.now(UTC).date() + timedelta(days=9), by=CAST["SUP"], at=NOW)
        become("W2")
        assert Person.objects.filter(id=CAST["ANA"]).exists()


def test_joining_some_day_opens_the_file_on_that_day() -> None:
    with acting_as("SUP"):
        join("W2", from_on=datetime.now(UTC).date() + timedelta(days=9))
        become("W2")
        assert not Person.objects.filter(id=CAST["ANA"]).exists()


def test_the_deny_list_beats_the_team() -> None:
    with acting_as("SUP"):
        member = join("W2")
        kept = actions.keep_out(family=family(), colleague=colleague("W2"), why="a cousin", by=CAST["SUP"], at=NOW)
        become("W2")
        assert not Person.objects.filter(id=CAST["ANA"]).exists()
        assert not KeptOut.objects.exists()
        become("SUP")
        actions.leave_team(member=member, on=TODAY, by=CAST["SUP"], at=NOW)
        join("W2")  # put on the team once more by mistake
        become("W2")
        assert not Person.objects.filter(id=CAST["ANA"]).exists()
        become("SUP")
        actions.let_back(kept_out=kept, by=CAST["SUP"], at=NOW)
        become("W2")
        assert Person.objects.filter(id=CAST["ANA"]).exists()
        become("SUP")
        assert [k.colleague_id for k in queries.kept_out_of(CAST["ALDER"])] == [CAST["W3"]]


def test_the_privacy_officer_keeps_somebody_out_and_reads_no_name() -> None:
    with acting_as("PRIV"):
        assert not Family.objects.filter(id=CAST["ALDER"]).exists()
        assert [k.why for k in queries.kept_out_of(CAST["ALDER"])] == ["the ex-partner's sister"]
        actions.keep_out(
            family=Family(id=CAST["ALDER"]), colleague=colleague("W1"), why="her wish", by=CAST["PRIV"], at=NOW
        )
        become("W1")
        assert not Person.objects.filter(family_id=CAST["ALDER"]).exists()


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "PEER", "NUR", "EVAL", "ADM"])
def test_who_may_not_arrange_a_team(who: str) -> None:
    with pytest.raises(ProgrammingError), acting_as(who), transaction.atomic():
        actions.join_team(
            family=Family(id=CAST["ALDER"]), colleague=Colleague(id=CAST["W2"]), role="counsellor", from_on=TODAY,
            by=CAST[who], at=NOW,
        )  # fmt: skip


def test_a_childrens_worker_sees_the_children_and_of_the_mother_her_name() -> None:
    with acting_as("SUP"):
        actions.leave_team(member=TeamMember.objects.get(id=ident("team ALDER CHC")), on=TODAY, by=CAST["SUP"], at=NOW)
        become("CHC")
        assert not Person.objects.exists()
        become("SUP")
        join("CHC", role="child_care", works_with="children")
        become("CHC")
        assert {p.name for p in Person.objects.all()} == {"Ana Alder", "Bee Alder", "Bo Alder"}
        assert set(Contact.objects.values_list("note", flat=True)) == {"SECRET child note", "SECRET between them"}
        assert set(Dyad.objects.values_list("id", flat=True)) == {dyad("ANA", "BEE"), dyad("ANA", "BO")}
        hers = (Woman, Pregnancy, Exposure, Relationship, ReturnToUse, StateChange, Occasion, Promise, LegalStatus)
        assert [model.__name__ for model in hers if model.objects.exists()] == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            Person.objects.filter(id=CAST["ANA"]).update(name="x")
            StateChange.objects.create(
                family_id=CAST["ALDER"], person_id=CAST["ANA"], enrolment_id=ident("enrolment ANA"), state="quiet",
                because="no_contact", from_on=TODAY, recorded_by=CAST["CHC"],
            )  # fmt: skip


def test_of_the_two_together_a_childrens_worker_reads_what_was_seen_and_not_her_use() -> None:
    """A therapist's part reads more than child care's; working with the children narrows it all the same."""
    with acting_as("W1"):
        for category in (Category.SUD, Category.DYAD_OBSERVATION, Category.IPV_SAFETY):
            Contact.objects.create(
                family_id=CAST["ALDER"], subject=dyad("ANA", "BO"), for_whom="dyad", category=category, on=TODAY,
                mode="home", worker=CAST["W1"], recorded_by=CAST["W1"], note=category.name,
            )  # fmt: skip
        become("SUP")
        join("W2", role="counsellor", works_with="children")
        become("W2")
        notes = Contact.objects.filter(subject=dyad("ANA", "BO")).values_list("note", flat=True)
        assert list(notes) == ["DYAD_OBSERVATION"]


def test_a_child_who_comes_later_is_seen_by_the_childrens_worker_too() -> None:
    with acting_as("SUP"):
        join("INT", role="child_development", works_with="children")
        person = Person.objects.create(
            family_id=CAST["ALDER"], kind="child", name="Later", recorded_by=CAST["SUP"], recorded_at=NOW
        )
        Child.objects.create(person=person, family_id=CAST["ALDER"])
        become("INT")
        assert not Person.objects.filter(id=person.id).exists()
        become("SUP")
        admit(family=CAST["ALDER"], subject=person.id)
        become("INT")
        assert Person.objects.filter(id=person.id).exists()


def test_who_works_with_one_child_sees_that_child_alone() -> None:
    with acting_as("SUP"):
        join("W2", role="therapist", works_with="one_child", child=Child.objects.get(person_id=CAST["BEE"]))
        become("W2")
        seen = Person.objects.filter(family_id=CAST["ALDER"])
        assert {p.name for p in seen} == {"Ana Alder", "Bee Alder"}
        assert [c.note for c in Contact.objects.filter(family_id=CAST["ALDER"])] == ["SECRET child note"]


def test_one_child_must_be_of_this_family_and_named() -> None:
    with acting_as("SUP"):
        for child, because in ((None, "which_child"), (Child.objects.get(person_id=CAST["FIN"]), "not_of_this_family")):
            with pytest.raises(Refused) as caught:
                join("W2", role="therapist", works_with="one_child", child=child)
            assert caught.value.because == because


def test_the_same_part_twice_is_refused_and_leaves_the_transaction_usable() -> None:
    with acting_as("SUP"):
        join("W2")
        with pytest.raises(Refused) as caught:
            join("W2")
        assert caught.value.because == "already_on_team"
        assert TeamMember.objects.filter(family_id=CAST["ALDER"], colleague_id=CAST["W2"]).count() == 1


def test_leaving_twice_is_said_kindly() -> None:
    with acting_as("SUP"):
        member = join("W2", from_on=TODAY - timedelta(days=30))
        actions.leave_team(member=member, on=TODAY, by=CAST["SUP"], at=NOW)
        with pytest.raises(Refused) as caught:
            actions.leave_team(member=member, on=TODAY, by=CAST["SUP"], at=NOW)
        assert caught.value.because == "already_left"


def hand_over(**more: object) -> object:
    given = {
        "family": family(), "from_member": TeamMember.objects.get(id=ident("team ALDER W1")),
        "to_colleague": colleague("W2"), "on": TODAY, "why": "leaving", "met_together": True, "by": CAST["SUP"],
        "at": NOW,
    }  # fmt: skip
    return actions.hand_over(**{**given, **more})


def test_a_hand_over_is_one_step_and_is_seen_in_the_history() -> None:
    with acting_as("SUP"):
        kept = hand_over(to_know="likes mornings", her_words="I will miss Wanda")
        become("W1")
        assert not Person.objects.filter(id=CAST["ANA"]).exists()
        become("W2")
        assert Person.objects.filter(id=CAST["ANA"]).exists()
        assert [k.colleague_id for k in queries.key_workers_on(CAST["ALDER"], TODAY)] == [CAST["W2"]]
        on_team = {m.colleague_id: m.role for m in queries.team_on(CAST["ALDER"], TODAY)}
        assert on_team[CAST["W2"]] == "counsellor" and CAST["W1"] not in on_team
        assert CAST["W1"] in {m.colleague_id for m in queries.team_history(CAST["ALDER"])}
        assert queries.hand_overs(CAST["ALDER"])[0].id == kept.id


def test_somebody_hands_over_her_own_families_and_can_write_the_last_line() -> None:
    """She closes her own door last: everything before it still needs her to be let in."""
    with acting_as("W1"):
        hand_over(by=CAST["W1"])
        assert not Person.objects.filter(id=CAST["ANA"]).exists()


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"to_colleague": "W1"}, "same_colleague"),
        ({"family": "BIRCH"}, "not_of_this_family"),
        ({"her_words": "x" * 200_001}, "too_long"),
    ],
)
def test_a_hand_over_that_cannot_be(change: dict, because: str) -> None:
    with acting_as("SUP"):
        real = {"to_colleague": colleague, "family": family}
        given = {k: real[k](v) if k in real else v for k, v in change.items()}
        with pytest.raises(Refused) as caught:
            hand_over(**given)
        assert caught.value.because == because


def test_whoever_opened_the_file_and_leaves_it_sees_it_no_more() -> None:
    from alongside.safekeeping.actions import open_file

    with acting_as("INT"):
        new = uuid.uuid4()
        open_file(family=new, basis=new)
        opened = Family.objects.create(
            id=new, agency_id=CAST["LEAD"], opened_on=TODAY, recorded_by=CAST["INT"], recorded_at=NOW
        )
        member = actions.join_team(
            family=opened, colleague=colleague("INT"), role="intake", from_on=TODAY, by=CAST["INT"], at=NOW
        )
        assert [row.family for row in queries.my_families(CAST["INT"], TODAY)] == [new]
        actions.hand_over(
            family=opened, from_member=member, to_colleague=colleague("W2"), on=TODAY, why="better_fit", by=CAST["INT"],
            at=NOW,
        )  # fmt: skip
        assert not Family.objects.filter(id=new).exists()
        assert queries.my_families(CAST["INT"], TODAY) == []
        become("W2")
        assert Family.objects.filter(id=new).exists()


def test_a_file_somebody_opened_is_on_her_list_before_there_is_a_team() -> None:
    from alongside.safekeeping.actions import open_file

    with acting_as("INT"):
        new = uuid.uuid4()
        open_file(family=new, basis=new)
        Family.objects.create(id=new, agency_id=CAST["LEAD"], opened_on=TODAY, recorded_by=CAST["INT"], recorded_at=NOW)
        [row] = queries.my_families(CAST["INT"], TODAY)
        assert (row.family, row.name, row.state, row.children) == (new, "", "", 0)


# --- key workers ---


def key(person: str, worker: str, on: date) -> KeyWorker:
    return actions.set_key_worker(
        family=family(), person=Person.objects.get(id=CAST[person]), colleague=colleague(worker), from_on=on,
        by=CAST["SUP"], at=NOW,
    )  # fmt: skip


def test_each_child_has_a_key_worker_of_her_own_and_the_one_before_ends() -> None:
    with acting_as("SUP"):
        key("BEE", "CHC", date(2025, 1, 1))
        key("BEE", "PIT", date(2025, 6, 1))
        rows = KeyWorker.objects.filter(person_id=CAST["BEE"]).order_by("during")
        assert [(r.colleague_id, r.during.lower, r.during.upper) for r in rows] == [
            (CAST["CHC"], date(2025, 1, 1), date(2025, 6, 1)), (CAST["PIT"], date(2025, 6, 1), None),
        ]  # fmt: skip
        assert key("BEE", "PIT", TODAY).id == rows[1].id  # naming the same again changes nothing
        with pytest.raises(Refused) as caught:
            key("BEE", "CHC", date(2025, 3, 1))
        assert caught.value.because == "before_present_one"


def test_a_key_worker_is_on_the_team() -> None:
    with acting_as("SUP"):
        with pytest.raises(Refused) as caught:
            key("BEE", "W2", TODAY)
        assert (caught.value.because, caught.value.field) == ("not_on_team", "colleague")


def test_naming_two_key_workers_on_one_day_keeps_both_on_record() -> None:
    with acting_as("SUP"):
        key("BO", "CHC", TODAY)
        second = key("BO", "PIT", TODAY)
        assert second.during.lower == TODAY + timedelta(days=1)
        assert KeyWorker.objects.filter(person_id=CAST["BO"]).count() == 2


def test_my_families_is_one_statement_in_pages_by_name() -> None:
    with acting_as("W2"):
        with CaptureQueriesContext(connection) as asked:
            rows = queries.my_families(CAST["W2"], TODAY)
        assert len(asked) == 1
        assert [r.name for r in rows] == ["Ève Birch", "Gia Alder", "Mira (alias)"]
        assert [r.is_alias for r in rows] == [False, False, True]
        pages = [queries.my_families(CAST["W2"], TODAY, size=1)]
        while pages[-1]:
            pages.append(queries.my_families(CAST["W2"], TODAY, after=pages[-1][-1].key, size=1))
        assert [page[0].family for page in pages[:-1]] == [r.family for r in rows]
        assert queries.my_families(CAST["W2"], date(2023, 1, 1)) == []
