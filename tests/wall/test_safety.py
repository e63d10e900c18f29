"""The wall around safety plans: hers and her team's; for anybody else there is none, not even a number."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import ProgrammingError, transaction
from psycopg import errors, sql

from alongside.agencies.models import Agency
from alongside.care import actions, queries
from alongside.care.models import SafetyPlan, SafetyVersion
from alongside.care.rules import Reaching
from alongside.consent.actions import seal
from alongside.consent.models import DisclosedPart, Disclosure
from alongside.families.models import Family
from alongside.project import roles
from alongside.recordkeeping.models import SetAside
from alongside.safekeeping.terms import EVERYTHING
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident, token_of
from tests.databases import Cluster
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, CAL, ALDER = CAST["ANA"], CAST["BEE"], CAST["CAL"], CAST["ALDER"]
BY_W1, HER_OWN = {"by": CAST["W1"], "at": T0}, {"by": ANA, "at": T0}
TABLES = tuple(f"care_safety{t}" for t in ("plan", "version", "turn", "copy"))
SHAPES = ("", roles.SMALL, roles.REPORT)
EVERY = {"violence", "overdose", "suicide", "child_care"}
# Off the team, kept out, the ex-partner, carers, with the children alone, partners with whom she agreed on other things, parts
# without families; and she herself while she has nothing on her page.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "CHC", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", "p_ana",
]  # fmt: skip
ASKED = Reaching(checked_on=TODAY)


def kinds(ask: Ask, who: str, **more: str) -> set[str]:
    return {kind for (kind,) in ask(who, "select kind from care_safetyplan", **more)}


def read_by(who: str) -> set[uuid.UUID]:
    with acting_as(who):
        return set(SafetyPlan.objects.values_list("pk", flat=True)) & set(
            SafetyVersion.objects.values_list("plan", flat=True)
        )


def make(kind: str, step: str, words: str = "SECRET", **more: object) -> SafetyPlan:
    with acting_as("W1"):
        return actions.make_plan(
            family=Family(id=ALDER), woman=ANA, kind=kind, said={step: words}, on=TODAY, **{**BY_W1, **more}
        )


# --- who reads


@pytest.mark.parametrize("table", TABLES)
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, table: str) -> None:
    for who in NOBODY:
        for shape in SHAPES:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, shape)
    assert ask("W1", f"select count(*) > 0 from {table}") == [(True,)]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_part_reads_its_own_kinds(ask: Ask, shape: str) -> None:
    assert kinds(ask, "W1", take=shape) == kinds(ask, "PIT", take=shape) == kinds(ask, "SUP", take=shape) == EVERY
    assert kinds(ask, "PEER", take=shape) == set()
    assert "violence" not in kinds(ask, "DIR", take=shape)


@contextmanager
def let_in_by_mistake(
    cluster: Cluster, database: str, who: str, subject: uuid.UUID, reach: str
) -> Iterator[psycopg.Connection]:
    """Somebody with a part that reads everything, let into the whole record of this one; nothing of it stays."""
    with cluster.admin(database) as life:
        life.execute("begin")
        life.execute(
            "insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)"
            " values (gen_random_uuid(), %s, 0, %s, %s, tstzrange(null, null))", [CAST[who], EVERYTHING, EVERYTHING])  # fmt: skip
        life.execute(
            "insert into safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)"
            " values (%s, %s, %s, %s, %s, %s, tstzrange(null, null), gen_random_uuid())",
            [CAST[who], ALDER, subject, reach, EVERYTHING, EVERYTHING])  # fmt: skip
        life.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        yield life
        life.execute("rollback")


@pytest.mark.parametrize("who", ["p_cal", "p_dot", "p_foster"])
def test_an_ex_partner_or_carer_with_the_childs_whole_record_finds_none_and_not_that_there_is_one(
    cluster: Cluster, database: str, who: str
) -> None:
    """Also who cares for the child while she uses; and even where somebody let one of them into her own record by mistake."""
    for subject, reach in (
        (BEE, "outside"),
        (BEE, "guardian"),
        (dyad("ANA", "BEE"), "outside"),
        (ANA, "outside"),
        (ANA, "herself"),
    ):
        with let_in_by_mistake(cluster, database, who, subject, reach) as life:
            for shape in (roles.APP, roles.SMALL, roles.REPORT):
                life.execute(sql.SQL("set local role {}").format(sql.Identifier(shape)))
                if subject == BEE:  # it is the real record that is asked
                    found = life.execute("select count(*) > 0 from families_person where id = %s", [BEE]).fetchone()
                    assert found == (True,), (who, reach, shape)
                for table in (*TABLES, "recordkeeping_setaside", "recordkeeping_earlierversion"):
                    assert life.execute(f"select count(*) from {table}").fetchone() == (0,), (
                        who,
                        subject,
                        reach,
                        table,
                    )


def test_a_partner_reads_the_kinds_she_agreed_to_once_it_was_said_whom_a_plan_names() -> None:
    """C3: the hospital reads about using and how she is; nobody agreed to being safe from somebody, or about Bee there."""
    plans = {
        "unsaid": make("overdose", "overdose_kit"),
        "plain": make("overdose", "overdose_kit", about=[]),
        "suicide": make("suicide", "suicide_call", about=[]),
        "violence": make("violence", "violence_go", about=[]),
        "of cal": make("overdose", "overdose_company", about=[CAL]),
        "of bee": make("child_care", "child_who", about=[BEE]),
    }
    for who in ("CW1", "CW2", "NUR", "DRX", "PO"):
        assert not read_by(who) & {plan.pk for plan in plans.values()}, who
    assert {plan.pk for plan in plans.values()} <= read_by("W1")


def test_a_partner_who_reads_a_kind_reads_the_words_and_not_where_she_keeps_them(
    cluster: Cluster, database: str
) -> None:
    """With nobody else in it; and what is about being safe from somebody stays closed where only using was agreed to."""
    with let_in_by_mistake(cluster, database, "CW1", ANA, "outside") as life:
        life.execute("reset role")
        life.execute("update safekeeping_cell set categories = %s where subject = %s and principal = %s",
                     [1 << C.SUD, ANA, CAST["CW1"]])  # fmt: skip
        life.execute("update care_safetyversion set about = '{}' where id = %s", [ident("plan words overdose")])
        life.execute("update care_safetyversion set about = %s where id = %s", [[BEE], ident("plan words child_care")])
        life.execute("set local role alongside_app")
        assert life.execute("select plan_id from care_safetyversion").fetchall() == [(ident("plan overdose"),)]
        assert life.execute("select kind from care_safetyplan order by kind").fetchall() == [
            ("child_care",),
            ("overdose",),
        ]
        assert life.execute("select count(*) from care_safetycopy").fetchone() == (0,)


# --- her own page


def test_she_finds_on_her_page_what_she_chose_to_have_there_and_takes_it_off_herself(ask: Ask) -> None:
    plan = make("suicide", "suicide_alone", "walk to the river")
    with acting_as("W1"):
        chosen = actions.choose_copy(plan=plan, how="page", heading="My list", seen=None, around=ASKED, **BY_W1)
    assert read_by("p_ana") == {plan.pk}
    with acting_as("p_ana"):
        seen = queries.plan_of(ALDER, plan.pk)
        assert seen.words.said == {"suicide_alone": "walk to the river"} and seen.copy == chosen
        actions.turn_plan(plan=plan, what="still_right", on=TODAY, her_words="yes", **HER_OWN)
        hers = actions.say_plan_anew(plan=plan, base_version=1, said={"suicide_alone": "music"}, on=TODAY, **HER_OWN)
        assert isinstance(hers, SafetyVersion) and hers.colleague_id is None
        late = actions.say_plan_anew(plan=plan, base_version=1, said={"suicide_alone": "sleep"}, on=TODAY, **HER_OWN)
        assert isinstance(late, SetAside) and SetAside.objects.filter(pk=late.pk).exists()
        with pytest.raises(ProgrammingError), transaction.atomic():  # she does not put it there herself
            actions.choose_copy(plan=plan, how="page", seen=chosen.pk, around=ASKED, **HER_OWN)
        actions.take_off_her_page(plan=plan, **HER_OWN)
    assert read_by("p_ana") == set() and read_by("p_cal") == read_by("p_fin") == set()
    with acting_as("p_ana"):
        for verb, more in ((actions.turn_plan, {"what": "ended", "on": TODAY}), (actions.take_off_her_page, {})):
            with pytest.raises(ProgrammingError), transaction.atomic():
                verb(plan=plan, **more, **HER_OWN)
    with acting_as("SUP"):
        seen = queries.plan_of(ALDER, plan.pk)
        assert len(seen.versions) == 2 and [copy.how for copy in seen.copies] == ["page", "nothing"]
        assert SetAside.objects.get(pk=late.pk).written["said"] == {"suicide_alone": "sleep"}


@pytest.mark.parametrize("what", ["reached another way", "somebody unsafe", "moved in"])
def test_a_plan_about_violence_leaves_her_page_when_what_she_chose_rests_on_nothing_any_more(what: str) -> None:
    from alongside.families.models import HouseholdStay, Relationship, SafeContact

    def choose() -> None:
        for each in plans:
            now = queries.copy_of(each)
            _around, contact = queries.reaching(ALDER, ANA, TODAY)
            actions.choose_copy(
                plan=each, how="page", seen=now.pk if now else None, around=ASKED, reached_by=contact, **BY_W1
            )

    plans = make("violence", "violence_go", "to Dot"), make("overdose", "overdose_kit")
    with acting_as("W1"):
        choose()
    assert read_by("p_ana") == {plan.pk for plan in plans}
    with acting_as("W1"):
        assert not any(queries.left_her_page(queries.plan_of(ALDER, plan.pk), TODAY) for plan in plans)
        of = {"family_id": ALDER, "recorded_by": CAST["W1"]}
        if what == "somebody unsafe":
            Relationship.objects.create(
                person_id=ANA, other_id=CAL, kind="partner", safety="unsafe", during=(TODAY, None), recorded_at=T0.replace(hour=11), **of
            )  # fmt: skip
        elif what == "moved in":  # he of whom she said before she chose that he is not safe
            HouseholdStay.objects.create(household_id=ident("home ANA"), person_id=CAL, during=(TODAY, None), **of)
        else:
            newest = SafeContact.objects.filter(woman=ANA).order_by("-version").first()
            SafeContact.objects.create(
                woman_id=ANA, version=newest.version + 1 if newest else 1, checked_on=TODAY, **of
            )
    assert read_by("p_ana") == {plans[1].pk}  # the other one is hers to have as she likes
    with acting_as("W1"):
        assert [queries.left_her_page(queries.plan_of(ALDER, plan.pk), TODAY) for plan in plans] == [True, False]


# --- who writes


def test_nobody_writes_in_another_name_of_a_child_or_under_another_plan(cluster: Cluster, database: str) -> None:
    row = {
        "family_id": ALDER, "subject": ANA, "category": int(C.SUD), "plan_id": ident("plan overdose"), "number": 2, "on": TODAY,
        "said": '{"overdose_kit": "x"}', "also_with": "", "recorded_by": CAST["W1"],
    }  # fmt: skip
    wrong = [
        {"recorded_by": CAST["SUP"]}, {"category": int(C.SERVICE_USE)}, {"subject": BEE}, {"plan_id": ident("plan violence")},
        {"plan_id": uuid.uuid4()}, {"family_id": CAST["BIRCH"]},
    ]  # fmt: skip
    plan = {
        "family_id": ALDER,
        "subject": ANA,
        "kind": "violence",
        "category": int(C.IPV_SAFETY),
        "recorded_by": CAST["W1"],
    }
    tries = [
        ("W1", "care_safetyversion", row, True),
        *(("W1", "care_safetyversion", {**row, **more}, False) for more in wrong),
    ]
    tries += [
        (who, "care_safetyversion", {**row, "recorded_by": CAST[who] if who != "p_ana" else ANA}, False)
        for who in NOBODY
    ]
    tries += [
        ("W1", "care_safetyplan", plan, True),
        ("W1", "care_safetyplan", {**plan, "subject": BEE}, False),
        ("W1", "care_safetyplan", {**plan, "subject": CAL}, False),
        ("PEER", "care_safetyplan", {**plan, "recorded_by": CAST["PEER"]}, False),
        ("p_ana", "care_safetyplan", {**plan, "recorded_by": ANA}, False),
    ]
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
    # What a plan is for says which kind of record it is; the loader too cannot file it elsewhere.
    with cluster.as_role(roles.LOADER, database) as loader, pytest.raises(errors.CheckViolation):
        loader.execute("insert into care_safetyplan (id, recorded_by, family_id, subject, kind, category)"
                       " values (gen_random_uuid(), %s, %s, %s, 'violence', 7)", [CAST["W1"], ALDER, ANA])  # fmt: skip


@pytest.mark.parametrize("change", ["update {} set recorded_by = %s", "delete from {} where id <> %s"])
def test_what_was_said_is_never_rewritten_or_taken_away(cluster: Cluster, database: str, change: str) -> None:
    for who in ("W1", "SUP", "p_ana"):
        for table in TABLES:
            with cluster.as_role(roles.APP, database) as page:
                page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
                with pytest.raises(errors.InsufficientPrivilege):
                    page.execute(change.format(table), [uuid.uuid4()])
                page.rollback()


def test_local_protocols_are_read_by_our_own_people_and_written_by_whoever_keeps_questionnaires(ask: Ask) -> None:
    given = {"kind": "overdose", "words": "one", "source": "our nurse", "checked_on": TODAY, "at": T0}
    with acting_as("SUP"):
        actions.write_local_protocol(agency=Agency(id=CAST["LEAD"]), **given, by=CAST["SUP"])
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.write_local_protocol(agency=Agency(id=CAST["OTHER_SITE"]), **given, by=CAST["SUP"])
    for who in ("W1", "CW1", "p_cal", "p_ana"):
        with acting_as(who):
            assert bool(queries.protocols(CAST["LEAD"])) == (who == "W1"), who
            with pytest.raises(ProgrammingError), transaction.atomic():
                actions.write_local_protocol(agency=Agency(id=CAST["LEAD"]), **given, by=CAST.__getitem__(who))


# --- sealed


def test_a_sealed_plan_is_there_for_nobody_with_all_that_hangs_on_it_and_what_left_of_it() -> None:
    mine, of_cal = make("overdose", "overdose_kit", "by the blue door"), make("violence", "violence_signs", about=[CAL])
    with acting_as("W1"):
        actions.choose_copy(plan=mine, how="page", seen=None, around=ASKED, **BY_W1)
        actions.turn_plan(plan=mine, what="still_right", on=TODAY, **BY_W1)
        left = Disclosure.objects.create(
            family_id=ALDER, subject=ANA, agency_id=CAST["HOSP"], recipient="x", kind="conversation", purpose="care",
            basis="consent", consent_id=ident("C3"), title="", notice="", sha256="", told_before="told", why_not="",
            hidden_why="", recorded_by=CAST["W1"],
        )  # fmt: skip
        for words in ("A safety plan: by the blue door", "A safety plan: by the red one"):
            DisclosedPart.objects.create(
                family_id=ALDER, subject=ANA, category=C.SUD, disclosure=left, snapshot=words, sha256="", about=[],
                recorded_by=CAST["W1"],
            )  # fmt: skip
    assert {mine.pk, of_cal.pk} <= read_by("SUP") and read_by("p_ana") == {mine.pk}
    with acting_as("PRIV"):
        seal(target=mine.pk, why="she_asks", words="on her wish", by=CAST["PRIV"], at=T0)
        seal(target=CAL, why="court_order", words="no. 7", by=CAST["PRIV"], at=T0)
    for who in ("W1", "SUP", "p_ana"):
        assert not read_by(who) & {mine.pk, of_cal.pk}, who
        with acting_as(who):
            for model in (SafetyPlan, SafetyVersion):
                assert not model.objects.filter(**{"pk" if model is SafetyPlan else "plan": mine.pk}).exists()
    with acting_as("W1"):  # what left with its words is closed too, and nothing else of that day
        parts = DisclosedPart.objects.filter(disclosure=left).values_list("snapshot", flat=True)
        assert list(parts) == ["A safety plan: by the red one"]


def test_words_that_name_somebody_sealed_leave_no_older_words_as_the_plan_and_are_in_no_drawer() -> None:
    plan = make("violence", "violence_go", "to my mother's", about=[])
    with acting_as("W1"):
        actions.choose_copy(plan=plan, how="page", seen=None, around=ASKED, **BY_W1)
        given = {"plan": plan, "base_version": 1, "on": TODAY, **BY_W1}
        actions.say_plan_anew(said={"violence_go": "not there, he is there"}, about=[CAL], **given)
        aside = actions.say_plan_anew(said={"violence_go": "beside: he has a key"}, about=[CAL], **given)
        plain = actions.say_plan_anew(said={"violence_go": "beside: to Dot"}, about=[], **given)
        assert isinstance(aside, SetAside) and SetAside.objects.filter(pk__in=[aside.pk, plain.pk]).count() == 2
        assert queries.plan_of(ALDER, plan.pk).words.number == 2
    with acting_as("PRIV"):
        seal(target=CAL, why="court_order", words="no. 7", by=CAST["PRIV"], at=T0)
    for who in ("W1", "SUP", "p_ana"):
        with acting_as(who):
            assert plan.pk not in {row.plan.pk for row in queries.plans_of(ALDER)}, who
            with pytest.raises(SafetyPlan.DoesNotExist):
                queries.plan_of(ALDER, plan.pk)
            assert not SetAside.objects.filter(pk=aside.pk).exists(), who
    with acting_as("W1"):  # what names nobody stays where it was
        assert SetAside.objects.filter(pk=plain.pk).exists()


def test_the_loader_reads_all_so_the_tests_above_ask_of_something(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.LOADER, database) as loader:
        for table in TABLES:
            assert loader.execute(f"select count(*) > 0 from {table}").fetchone() == (True,)
