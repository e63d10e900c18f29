"""The wall around the shared plan: lane by lane. Whoever does not read a kind finds no sign of its lane."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone
from psycopg import errors

from alongside.care import actions, queries
from alongside.care.models import LaneSignature, LaneVersion
from alongside.care.queries import shared
from alongside.consent import actions as consent
from alongside.consent.actions import Recipient, record_statement, seal
from alongside.consent.models import DisclosedPart, Disclosure, Statement
from alongside.families.models import Family
from alongside.goals.terms import Lane
from alongside.project import roles
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import EVERYTHING
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident, token_of
from tests.databases import Cluster
from tests.wall.conftest import Ask
from tests.wall.test_safety import let_in_by_mistake

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, BO, ALDER = CAST["ANA"], CAST["BEE"], CAST["BO"], CAST["ALDER"]
TABLES = ("care_laneversion", "care_lanesignature")
SHAPES = ("", roles.SMALL, roles.REPORT)
# Off the team, kept out, the ex-partner, carers, partners with whom nothing of the plan was said of whom it speaks, parts
# without families, a part that reads no kind of a lane.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "PEER", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV",
    "COUNCIL", "SITE2",
]  # fmt: skip
EVERY = {"better", "close"}


def lanes(ask: Ask, who: str, **more: str) -> set[str]:
    return {lane for (lane,) in ask(who, "select lane from care_laneversion", **more)}


def seen_by(who: str) -> set[str]:
    with acting_as(who):
        return set(LaneVersion.objects.values_list("her_words", flat=True))


def say(lane: str, words: str, base: int = 0, who: str = "W1", **more: Any) -> LaneVersion:
    with acting_as(who):
        given = {"lane": lane, "base_version": base, "her_words": words, "on": TODAY, "by": CAST[who], "at": T0, **more}
        said = actions.say_lane(family=Family(id=ALDER), woman=ANA, **given)
    assert isinstance(said, LaneVersion)
    return said


# --- who reads


@pytest.mark.parametrize("table", TABLES)
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, table: str) -> None:
    for who in NOBODY:
        for shape in SHAPES:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, shape)
    assert ask("W1", f"select count(*) > 0 from {table}") == [(True,)]


@pytest.mark.parametrize("shape", SHAPES)
def test_mothers_and_childs_workers_read_it_together_each_as_far_as_it_is_their_part(ask: Ask, shape: str) -> None:
    """S-056: who works with the children alone reads about being close, and nothing about using."""
    for who in ("W1", "PIT", "SUP", "DIR", "p_ana"):
        assert lanes(ask, who, take=shape) == EVERY, who
    assert lanes(ask, "CHC", take=shape) == {"close"}
    assert ask("CHC", "select count(*) from care_lanesignature", take=shape) == [(0,)]


def test_who_works_with_a_child_reads_her_signature_and_words_beside_a_lane_and_writes_none() -> None:
    row = say("close", "a song each night", base=1)
    with acting_as("W1"):
        actions.sign_plan(
            family=ALDER, woman=ANA, versions=[row.pk], how="typed", signature="Ana", by=CAST["W1"], at=T0
        )
    with acting_as("p_ana"):
        record_statement(
            family=ALDER, subject=ANA, category=row.category, about="care.laneversion", target=row.pk, words="NOT nights",
            by=ANA, at=T0,
        )  # fmt: skip
    with acting_as("CHC"):
        assert LaneSignature.objects.get().version_id == row.pk
        assert Statement.objects.get(target=row.pk).words == "NOT nights"
        with pytest.raises(Refused):  # her own record is not open to them; the wall below refuses it too
            actions.say_lane(
                family=Family(id=ALDER), woman=ANA, lane="close", base_version=2, her_words="x", on=TODAY,
                by=CAST["CHC"], at=T0,
            )  # fmt: skip


def test_what_she_keeps_from_a_colleague_stays_kept() -> None:
    """A no for one kind closes its lane and no other; who works with her child is asked like everybody."""
    assert "SECRET lane: close 1" in seen_by("CHC")
    keep_from("CHC", ANA, C.DYAD_OBSERVATION)
    assert seen_by("CHC") == set() and "SECRET lane: close 1" in seen_by("W1")


def keep_from(who: str, subject: uuid.UUID, kind: C) -> None:
    by = {"by": CAST["W1"], "at": timezone.now()}
    with acting_as("W1"):
        no = consent.draft(
            family=ALDER, giver=ANA, kind="keeping_from", language="en", recipient=Recipient(colleague=CAST[who]),
            purpose="", last_day=None, **by,
        )  # fmt: skip
        consent.choose(consent=no, base_version=no.version, subject=subject, categories=(kind,), **by)
        no.refresh_from_db()
        consent.sign(consent=no, how="typed", signature="Ana", explained="read together", **by)


def test_whoever_may_not_read_what_stands_says_it_anew_and_nothing_is_lost_or_told() -> None:
    """What is kept from her stays kept; whoever reads both finds one of them standing, and the other before it."""
    say("together", "Bee at home", about=[BEE])
    keep_from("PIT", BEE, C.CHILD_WELFARE_LEGAL)
    with acting_as("PIT"):
        assert queries.lane(ALDER, Lane.TOGETHER) is None
    for words, base in (("a visit on Sunday", 0), ("two visits", 2)):
        said = say("together", words, base=base, who="PIT")
    assert seen_by("PIT") & {"Bee at home", "a visit on Sunday", "two visits"} == {"a visit on Sunday", "two visits"}
    for who in ("W1", "p_ana"):
        with acting_as(who):
            held = queries.lane(ALDER, Lane.TOGETHER).versions
            assert [row.her_words for row in held] == ["Bee at home", "a visit on Sunday", "two visits"], who
            assert [row.superseded_at is None for row in held] == [False, False, True] and held[-1].pk == said.pk


@pytest.mark.parametrize("who", ["p_cal", "p_dot", "p_foster"])
def test_whoever_of_her_family_was_let_in_by_mistake_finds_no_plan(cluster: Cluster, database: str, who: str) -> None:
    for subject, reach in ((BEE, "outside"), (dyad("ANA", "BEE"), "outside"), (ANA, "outside"), (ANA, "guardian")):
        with let_in_by_mistake(cluster, database, who, subject, reach) as life:
            for shape in (roles.APP, roles.SMALL, roles.REPORT):
                life.execute(f"set local role {shape}")
                for table in (*TABLES, "recordkeeping_setaside"):
                    assert life.execute(f"select count(*) from {table}").fetchone() == (0,), (who, reach, table)


# --- outside


def test_a_partner_reads_the_lanes_she_agreed_to_and_cannot_see_that_there_are_others() -> None:
    """C1 and C2: the society, about Ana and about Bee, what is between them; nothing about using, money, the law."""
    say("close", "with Bee alone", base=1, about=[BEE])
    for lane in ("safer", "everyday", "children_safe", "together"):
        say(lane, f"CLOSED {lane}", about=[])
    for who in ("CW2", "NUR", "PO", "DRX"):
        assert seen_by(who) == set(), who
    with acting_as("CW1"):
        found = shared(ALDER, ANA, {ANA: EVERYTHING}, today=TODAY)  # whatever the page asks for
        assert [(row.lane, row.her_words) for row in found.lanes] == [("close", "with Bee alone")]
        assert not LaneSignature.objects.exists() and not SetAside.objects.exists()


@pytest.mark.parametrize("shape", [roles.APP, roles.SMALL, roles.REPORT])
def test_in_every_shape_a_lane_of_another_kind_is_not_there(cluster: Cluster, database: str, shape: str) -> None:
    with let_in_by_mistake(cluster, database, "CW1", ANA, "outside") as life:
        life.execute("reset role")
        life.execute("update safekeeping_cell set categories = %s where subject = %s and principal = %s",
                     [1 << C.DYAD_OBSERVATION, ANA, CAST["CW1"]])  # fmt: skip
        life.execute("update care_laneversion set about = '{}'")
        life.execute(f"set local role {shape}")
        assert life.execute("select lane, number from care_laneversion").fetchall() == [("close", 1)]
        assert life.execute("select count(*) from care_lanesignature").fetchone() == (0,)


@pytest.mark.parametrize(
    ("about", "reads"), [(None, False), ([], True), ([BEE], True), ([BO], False), ([BEE, BO], False)]
)
def test_of_whom_else_it_speaks_is_said_before_anybody_outside_reads_it(about: Any, reads: bool) -> None:
    say("close", "WORDS", base=1, about=about)
    assert ("WORDS" in seen_by("CW1")) is reads
    if about:  # said anew by somebody who does not say whom it names: nobody outside, until somebody does
        say("close", "OTHER words", base=2)
        assert seen_by("CW1") == set()


def test_a_partner_reads_what_stands_and_never_what_stood_before() -> None:
    say("close", "BEFORE", base=1, about=[])
    assert seen_by("CW1") == {"BEFORE"}
    say("close", "NOW", base=2, about=[])
    assert seen_by("CW1") == {"NOW"}
    assert {"SECRET lane: close 1", "BEFORE", "NOW"} <= seen_by("W1")


def test_what_she_says_to_it_goes_along_wherever_it_is_read() -> None:
    row = say("close", "with Bee", base=1, about=[])
    money = say("everyday", "a bed", about=[])
    with acting_as("p_ana"):
        for each in (row, money):
            record_statement(
                family=ALDER, subject=ANA, category=each.category, about="care.laneversion", target=each.pk,
                words=f"NOT {each.lane}", by=ANA, at=T0,
            )  # fmt: skip
    with acting_as("CW1"):
        assert set(Statement.objects.filter(about="care.laneversion").values_list("words", flat=True)) == {"NOT close"}


# --- her own page


def test_she_reads_all_of_it_whomever_it_names_and_signs_in_her_own_name() -> None:
    row = say("together", "Bo at home", about=[BO])
    with acting_as("p_ana"):
        assert {each.lane for each in queries.shared_plan(ALDER)} == {"better", "close", "together"}
        signed = actions.sign_plan(
            family=ALDER, woman=ANA, versions=[row.pk], how="typed", signature="Ana", by=ANA, at=T0
        )
        assert [each.version_id for each in signed] == [row.pk] and LaneSignature.objects.filter(version=row).exists()
        for more in ({"how": "spoken", "signature": "", "witness": CAST["W1"]}, {"by": CAST["W1"]}):
            given = {"versions": [ident("lane close 1")], "how": "typed", "signature": "Ana", "by": ANA, **more}
            with pytest.raises(ProgrammingError), transaction.atomic():
                actions.sign_plan(family=ALDER, woman=ANA, at=T0, **given)
        with pytest.raises(ProgrammingError), transaction.atomic():  # she says what is not right beside it
            actions.say_lane(
                family=Family(id=ALDER), woman=ANA, lane="safer", base_version=0, her_words="x", on=TODAY, by=ANA, at=T0
            )
    assert seen_by("p_fin") == seen_by("p_cal") == set()


# --- who writes


def test_nobody_writes_in_another_name_of_a_child_or_under_another_kind(cluster: Cluster, database: str) -> None:
    row = {
        "family_id": ALDER, "subject": ANA, "category": int(C.MONEY_HOUSING), "lane": "everyday", "number": 1, "on": TODAY,
        "leads": "both", "her_words": "x", "steps": "[]", "goals": [], "recorded_by": CAST["W1"],
    }  # fmt: skip
    signed = {
        "family_id": ALDER, "subject": ANA, "category": int(C.DYAD_OBSERVATION), "version_id": ident("lane close 1"),
        "how": "typed", "signature": "Ana", "recorded_by": CAST["W1"],
    }  # fmt: skip
    better = {"category": int(C.SUD), "version_id": ident("lane better 1")}
    tries: list[tuple[str, str, dict[str, Any], bool]] = [
        ("W1", "care_laneversion", row, True),
        *(("W1", "care_laneversion", {**row, **more}, False) for more in (
            {"recorded_by": CAST["SUP"]}, {"subject": BEE}, {"subject": CAST["CAL"]}, {"family_id": CAST["BIRCH"]},
        )),
        ("W1", "care_lanesignature", signed, True),
        *(("W1", "care_lanesignature", {**signed, **more}, False) for more in (
            {"recorded_by": ANA}, {"subject": BEE}, {"category": int(C.SUD)}, {"version_id": uuid.uuid4()}, better,
        )),
        ("p_ana", "care_lanesignature", {**signed, "recorded_by": ANA}, True),
        ("p_ana", "care_laneversion", {**row, "recorded_by": ANA}, False),
    ]  # fmt: skip
    for who in (*NOBODY, "CHC"):
        me = ANA if who == "p_ana" else CAST[who]
        tries += [(who, table, {**values, "recorded_by": me}, False)
                  for table, values in (("care_laneversion", row), ("care_lanesignature", signed))]  # fmt: skip
    for who, table, values, fits in tries:
        values = {"id": uuid.uuid4(), **values}
        columns = ", ".join(f'"{name}"' for name in values)
        with cluster.as_role(roles.APP, database) as page:
            page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            insert = f"insert into {table} ({columns}) values ({', '.join(['%s'] * len(values))})"
            if fits:
                page.execute(insert, list(values.values()))
            else:
                with pytest.raises(errors.InsufficientPrivilege):
                    page.execute(insert, list(values.values()))
            page.rollback()


@pytest.mark.parametrize(
    "change",
    ["update {} set recorded_by = %s", "update {} set category = 1 where id <> %s", "delete from {} where id <> %s"],
)
def test_what_was_said_and_signed_is_never_rewritten_or_taken_away(
    cluster: Cluster, database: str, change: str
) -> None:
    for who in ("W1", "SUP", "p_ana"):
        for table in TABLES:
            with cluster.as_role(roles.APP, database) as page:
                page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
                with pytest.raises(errors.InsufficientPrivilege):
                    page.execute(change.format(table), [uuid.uuid4()])
                page.rollback()


# --- sealed


def test_a_sealed_lane_is_there_for_nobody_with_all_its_versions_and_what_went_out_of_it() -> None:
    before = say("close", "SEALED before", base=1, about=[])
    row = say("close", "SEALED now", base=2, about=[])
    with acting_as("W1"):
        actions.sign_plan(
            family=ALDER, woman=ANA, versions=[row.pk], how="typed", signature="Ana", by=CAST["W1"], at=T0
        )
        by = {"family_id": ALDER, "subject": ANA, "recorded_by": CAST["W1"]}
        left = Disclosure.objects.create(
            agency_id=CAST["CAS"], recipient="CAS", kind="view", purpose="care_coordination", basis="consent",
            consent_id=ident("C1"), title="x", told_before="with_her", present=True, **by,
        )  # fmt: skip
        part = DisclosedPart.objects.create(
            disclosure=left, category=C.DYAD_OBSERVATION, snapshot="She said: “SEALED before”", sha256="0" * 64, **by
        )
    with acting_as("PRIV"):
        seal(target=row.pk, why="she_asks", words="she asked", by=CAST["PRIV"], at=T0)
    for who in ("W1", "SUP", "CHC", "CW1", "p_ana"):
        assert not {words for words in seen_by(who) if words.startswith("SEALED")}, who
        with acting_as(who):
            assert queries.lane(ALDER, Lane.CLOSE) is None, who
            assert not LaneSignature.objects.filter(version__in=[row.pk, before.pk]).exists()
            assert not DisclosedPart.objects.filter(pk=part.pk).exists()
    assert "SECRET lane: better 2" in seen_by("W1")


def test_when_the_newest_words_name_somebody_sealed_the_words_before_are_not_taken_for_what_stands() -> None:
    say("together", "Bo at home", about=[BO])
    say("close", "with Bo", base=1, about=[BO])
    say("better", "rest", base=2)
    with acting_as("SUP"):
        beside = {
            name: actions.say_lane(
                family=Family(id=ALDER), woman=ANA, lane="better", base_version=2, her_words="BESIDE", on=TODAY,
                by=CAST["SUP"], at=T0, **more,
            )
            for name, more in {"bo": {"about": [BO]}, "goal": {"goals": [ident("goal 0")]}, "none": {}}.items()
        }  # fmt: skip
        assert SetAside.objects.filter(pk__in=[row.pk for row in beside.values()]).count() == 3
    with acting_as("PRIV"):
        seal(target=ident("goal 0"), why="she_asks", words="she asked", by=CAST["PRIV"], at=T0)
        seal(target=BO, why="adoption", words="order 1", by=CAST["PRIV"], at=T0)
    for who in ("W1", "p_ana"):
        with acting_as(who):
            assert {each.lane for each in queries.shared_plan(ALDER)} == {"better"}, who
            asides = set(SetAside.objects.values_list("pk", flat=True)) & {row.pk for row in beside.values()}
            assert asides <= {beside["none"].pk} and (who != "W1" or asides), who
    # It can be said anew all the same, without a word of what is hidden.
    anew = say("close", "a lamp for the night"), say("together", "a visit on Sunday")
    assert [row.number for row in anew] == [3, 2]
    with acting_as("p_ana"):
        assert {each.now.her_words for each in queries.shared_plan(ALDER)} == {
            "a lamp for the night",
            "a visit on Sunday",
            "rest",
        }


# --- two at once


def test_what_was_written_beside_a_lane_is_for_those_who_read_the_lane() -> None:
    say("close", "FIRST", base=1)
    with acting_as("SUP"):
        aside = actions.say_lane(
            family=Family(id=ALDER), woman=ANA, lane="close", base_version=1, her_words="SECOND", on=TODAY,
            by=CAST["SUP"], at=T0,
        )  # fmt: skip
    assert isinstance(aside, SetAside)
    for who, reads in (("W1", True), ("SUP", True), ("PEER", False), ("W3", False), ("CW1", False), ("p_cal", False)):
        with acting_as(who):
            assert SetAside.objects.filter(pk=aside.pk).exists() is reads, who
