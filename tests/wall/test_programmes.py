"""The wall around programmes: nobody outside, nobody of another family, not how a session kept to its plan for her."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from psycopg.types.json import Jsonb

from alongside.agencies.models import Agency
from alongside.consent.actions import seal
from alongside.families.models import Family
from alongside.programmes import actions, queries
from alongside.programmes.models import (
    AfterWords,
    Delivery,
    DeliveryTurn,
    DeliveryWorker,
    Fidelity,
    GroupDelivery,
    GroupFidelity,
    GroupSession,
    GroupTurn,
    SessionHeld,
)
from alongside.project import roles
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident, token_of
from tests.databases import Cluster
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER, TWO = CAST["ANA"], CAST["BEE"], Family(id=CAST["ALDER"]), dyad("ANA", "BEE")
DELIVERY = "programmes_delivery"
HANGING = tuple(f"programmes_{t}" for t in ("deliveryworker", "deliveryturn", "sessionheld", "fidelity", "afterwords"))
GROUPS = tuple(f"programmes_{t}" for t in ("groupdelivery", "groupsession", "groupturn", "groupfidelity"))
PUP, FIR, CONNECTIONS = (ident(f"delivery {n}") for n in range(3))
# Off the team, kept out, the ex-partner, carers, partners with whom she agreed on other things, parts without families.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", None,
]  # fmt: skip


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in (DELIVERY, *HANGING):
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)


def test_what_is_given_to_groups_is_for_our_own_who_work_with_families(ask: Ask) -> None:
    for who in [each for each in NOBODY if each not in ("W2", "W3")]:
        for table in GROUPS:
            assert ask(who, f"select count(*) from {table}") == [(0,)], (who, table)
    for who in ("W2", "CHC", "SUP", "PEER"):
        assert [ask(who, f"select count(*) from {table}") for table in GROUPS] == [[(1,)]] * 4


def read(ask: Ask, who: str, **more: str) -> set[uuid.UUID]:
    return {id for (id,) in ask(who, f"select id from {DELIVERY}", **more)}


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_each_part_reads_its_own_kinds(ask: Ask, shape: str) -> None:
    assert read(ask, "W1", take=shape) == {PUP, FIR, CONNECTIONS}
    assert read(ask, "DIR", take=shape) == {PUP, FIR}
    assert read(ask, "PEER", take=shape) == set()
    assert read(ask, "CHC", take=shape) <= {PUP}  # with the children alone, and what belongs to the two


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_she_reads_her_own_and_no_name_that_tells_what_she_lived_through(ask: Ask, shape: str) -> None:
    assert read(ask, "p_ana", take=shape) == {PUP, FIR}
    for table in ("sessionheld", "deliveryturn", "deliveryworker", "afterwords"):
        assert ask("p_ana", f"select count(*) from programmes_{table}", take=shape) == [(1,)], table
    assert ask("p_ana", "select count(*) from programmes_fidelity", take=shape) == [(0,)]  # about the work


def test_she_reads_the_plan_of_her_group_and_how_nobody_kept_to_it(ask: Ask) -> None:
    assert [ask("p_ana", f"select count(*) from {table}") for table in GROUPS] == [[(1,)], [(1,)], [(1,)], [(0,)]]
    with acting_as("p_ana"):
        assert [len(each.held) for each in queries.deliveries_of(ALDER.pk)] == [1, 1]


def test_what_hangs_on_a_delivery_is_read_by_those_who_read_it() -> None:
    """Of the kind that the manager does not read: neither it nor anything that hangs on it."""
    with acting_as("W1"):
        on = {"delivery": queries.delivery(ALDER.pk, CONNECTIONS), "on": TODAY, "by": CAST["W1"], "at": T0}
        actions.hold_session(number=1, led_by=[CAST["W1"]], there=["woman"], setting="here", marks=["yes", "", ""],
                             her_words="enough", **on)  # fmt: skip
        actions.say_turn(what="paused", **on)
    with acting_as("DIR"):
        for model in (SessionHeld, DeliveryTurn, AfterWords):
            assert not model.objects.filter(delivery_id=CONNECTIONS).exists(), model
        assert Fidelity.objects.count() == 1
    with acting_as("p_ana"):
        assert not AfterWords.objects.filter(delivery_id=CONNECTIONS).exists()


def row(**more: Any) -> dict[str, Any]:
    return {
        "family": ALDER, "subject": TWO, "category": 8, "recorded_by": CAST["W1"], "recorded_at": T0, **more,
    }  # fmt: skip


def begun(**more: Any) -> dict[str, Any]:
    given = {"for_whom": "dyad", "programme": "mio", "plan": "12-weeks", "begins_on": TODAY, "setting": "home"}
    return row(**{**given, **more})


def test_nobody_begins_one_where_she_is_not_let_in_nor_in_another_name_nor_for_somebody_elsewhere() -> None:
    for who, more in (
        ("W2", {"recorded_by": CAST["W2"]}),
        ("PEER", {"recorded_by": CAST["PEER"]}),
        ("W1", {"recorded_by": CAST["W2"]}),
        ("W1", {"subject": CAST["EVE"], "category": 2}),
        ("p_ana", {"recorded_by": ANA, "subject": ANA, "category": 2}),
    ):
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Delivery.objects.create(**begun(**more))


def test_what_hangs_on_it_is_about_the_same_one_and_of_the_same_kind() -> None:
    for model, more in (
        (DeliveryTurn, {"delivery_id": PUP, "what": "paused", "on": TODAY, "category": 1}),
        (DeliveryTurn, {"delivery_id": PUP, "what": "paused", "on": TODAY, "subject": BEE}),
        (DeliveryWorker, {"delivery_id": FIR, "colleague_id": CAST["W1"], "part": "clinician"}),
        (AfterWords, {"delivery_id": FIR, "words": "x", "on": TODAY}),
        (Fidelity, {"held_id": ident("held"), "asked": ["kept"], "answers": ["yes"], "seen_by": "self", "category": 7}),
    ):
        with acting_as("W1"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model.objects.create(**row(**more))


def test_a_session_of_another_agency_cannot_be_tied_to_what_was_held(cluster: Cluster, database: str) -> None:
    """Nobody learns by it whether there is one: what is hidden and what does not exist are refused alike."""
    held = {"delivery_id": PUP, "on": TODAY, "setting": "home", "there": ["woman"], "led_by": [CAST["W1"]]}
    with cluster.admin(database) as admin:
        elsewhere = admin.execute("select id from services_session where agency_id <> %s", [CAST["LEAD"]]).fetchone()
    for session in (uuid.uuid4(), *(elsewhere or ())):
        with acting_as("W1"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            SessionHeld.objects.create(**row(**held, session_id=session))


def test_nothing_is_written_over() -> None:
    with acting_as("W1"):
        for model, change in (
            (Delivery, {"plan": "20-weeks"}),
            (SessionHeld, {"minutes": 5}),
            (DeliveryTurn, {"why": "other"}),
            (AfterWords, {"words": "other"}),
            (Fidelity, {"answers": ["no"]}),
            (GroupDelivery, {"plan": "x"}),
            (GroupSession, {"number": 3}),
            (GroupFidelity, {"note": "x"}),
            (Fidelity, {"held_id": ident("held")}),  # what was said of a session stays where it was said
            (AfterWords, {"held_id": ident("held")}),
            (GroupFidelity, {"held_id": ident("meeting")}),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.update(**change)


def test_she_adds_her_own_words_and_nothing_else() -> None:
    with acting_as("p_ana"):
        pup = queries.delivery(ALDER.pk, PUP)
        actions.say_after(delivery=pup, words="we sang", on=TODAY, by=ANA, at=T0)
        hers = {"recorded_by": ANA}
        for model, more in (
            (DeliveryTurn, {"delivery_id": PUP, "what": "paused", "on": TODAY}),
            (SessionHeld, {"delivery_id": PUP, "on": TODAY, "setting": "home", "there": ["woman"], "led_by": [ANA]}),
            (Fidelity, {"held_id": ident("held"), "asked": ["a"], "answers": ["no"], "seen_by": "self"}),
            (AfterWords, {"delivery_id": PUP, "words": "x", "on": TODAY, "recorded_by": CAST["W1"]}),
            (AfterWords, {"delivery_id": CONNECTIONS, "words": "x", "on": TODAY, "subject": ANA, "category": 5}),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.create(**row(**{**hers, **more}))
    with acting_as("W1"):
        assert "we sang" in {each.words for each in queries.delivery_of(ALDER.pk, PUP).after}
    for who in ("p_cal", "p_dot", "CW1", "NUR"):
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            AfterWords.objects.create(**row(delivery_id=PUP, words="x", on=TODAY, recorded_by=CAST[who]))


def test_what_is_sealed_is_there_for_nobody() -> None:
    with acting_as("PRIV"):
        seal(target=BEE, why="adoption", words="adopted", by=CAST["PRIV"], at=T0)
    for who in ("W1", "SUP", "p_ana"):
        with acting_as(who):
            assert not Delivery.objects.filter(pk=PUP).exists(), who
            for model in (SessionHeld, DeliveryTurn, DeliveryWorker, AfterWords):
                assert not model.objects.filter(delivery_id=PUP).exists(), (who, model)
            assert not Fidelity.objects.exists()


def test_a_group_follows_a_series_of_its_own_agency_and_those_with_a_say_tell_which_session_it_was() -> None:
    mine = {"programme": "mio", "plan": "12-weeks", "recorded_at": T0}
    for who, agency in (("SITE2", "OTHER_SITE"), ("W1", "OTHER_SITE"), ("EVAL", "LEAD"), ("p_ana", "LEAD")):
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            GroupDelivery.objects.create(
                agency=Agency(id=CAST[agency]), series_id=ident("series"), recorded_by=CAST[who], **mine
            )
    turn = {"group_id": ident("group"), "what": "left_out", "on": TODAY, "numbers": [5], "recorded_at": T0}
    for who, by in (("SITE2", "SITE2"), ("EVAL", "EVAL"), ("p_ana", "ANA"), ("CHC", "W1")):
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            GroupTurn.objects.create(recorded_by=CAST[by], **turn)
    with acting_as("W1"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        GroupTurn.objects.filter(pk=ident("group turn")).update(why="otherwise")
    with acting_as("CHC"):  # not there, and did not plan it
        group = queries.group(ident("group"))
        was = {"was": group.meetings[0].id, "by": CAST["CHC"], "at": T0}
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.name_meeting(group=group.group, session=group.sessions[0], number=2, **was)
        assert GroupSession.objects.get(superseded_at=None).number == 1


def figures(ask: Ask, who: str | None, what: str) -> list[tuple]:
    return ask(who, f"select * from safekeeping.{what}()")


def test_sessions_are_told_when_five_families_had_some_and_not_when_five_began(cluster: Cluster, database: str) -> None:
    """Six began; then one, then five of them, had a session. Undone at the end."""
    another = "insert into {t} select (jsonb_populate_record(r, %s)).* from {t} r where r.id = %s returning id".format

    def told(admin: Any) -> list[tuple]:
        admin.execute("select set_config('alongside.token', %s, true)", [token_of("SUP")])
        admin.execute("set local role alongside_app")
        rows = admin.execute(
            "select families, sessions, minutes, unsaid from safekeeping.programmes_given() where programme = 'mio'"
        ).fetchall()
        admin.execute("reset role")
        return list(rows)

    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        admin.execute("set local session_replication_role = replica")
        given = []
        for _family in range(6):
            family, made = uuid.uuid4(), uuid.uuid4()
            admin.execute(another(t="families_family"), [Jsonb({"id": str(family)}), ALDER.pk])
            mio = {"id": str(made), "family_id": str(family), "programme": "mio", "plan": "12-weeks"}
            admin.execute(another(t=DELIVERY), [Jsonb(mio), PUP])
            given.append((family, made))
        assert told(admin) == [(6, None, None, None)]
        for n, (family, made) in enumerate(given[:5]):
            held = {"family_id": str(family), "delivery_id": str(made), "minutes": 60}
            for _twice in range(2):
                row = Jsonb({**held, "id": str(uuid.uuid4())})
                admin.execute(another(t="programmes_sessionheld"), [row, ident("held")])
            assert told(admin) == [(6, None, None, None) if n < 4 else (6, 10, 600, 0)], n


def test_figures_are_for_those_who_lead_and_tell_nothing_of_a_few_families(ask: Ask) -> None:
    for who in ("W1", "W2", "PEER", "CHC", "CW1", "p_ana", "p_cal", "PRIV", "ADM", "SITE2", None):
        for what in ("programmes_given", "programme_marks"):
            assert figures(ask, who, what) == [], (who, what)
    for who in ("SUP", "DIR", "EVAL"):
        rows = {(row[0], row[1]): row[2:] for row in figures(ask, who, "programmes_given")}
        assert rows[("pup", "10-visits")] == (None, None, None, None, None, 0, 0), who
        assert rows[("fir", "7-weeks")] == (None, None, None, None, None, 1, 1), who
        # One session of one family is no figure; a meeting of a group names nobody.
        assert figures(ask, who, "programme_marks") == [("fir", "7-weeks", "kept", "self", 1, 0, 1)], who
