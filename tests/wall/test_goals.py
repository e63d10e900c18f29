"""The wall around what she wants: her own words are hers at once, and nobody reads what hangs on a goal she does not read."""

from __future__ import annotations

import uuid

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg import errors

from alongside.accounts.terms import PARTS, RoleName
from alongside.consent.actions import seal
from alongside.families.models import DecisionRight, Family
from alongside.goals import actions, queries, rules
from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
from alongside.project import roles
from alongside.recordkeeping.models import EarlierVersion, SetAside
from alongside.safekeeping.terms import EVERYTHING
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident
from tests.databases import Cluster
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, BO, ALDER = CAST["ANA"], CAST["BEE"], CAST["BO"], CAST["ALDER"]
BY_W1, HER_OWN = {"by": CAST["W1"], "at": T0}, {"by": ANA, "at": T0}
USING, WITH_BEE, WITH_BO, SAFE = (ident(f"goal {n}") for n in range(4))
TABLES = ("goals_goal", "goals_goalstep", "goals_goalrating", "goals_goalstanding", "goals_goaltalk")
# Off the team, kept out, the ex-partner, carers, partners with whom she agreed on other things, parts without families.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2",
]  # fmt: skip


def words(ask: Ask, who: str, **more: str) -> set[str]:
    found = ask(who, "select her_words from goals_goal", **more)
    return {text.removeprefix("SECRET goal: ") for (text,) in found}


# --- who reads


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, who: str, table: str) -> None:
    assert ask(who, f"select count(*) from {table}") == [(0,)]


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_each_part_reads_its_own_kinds(ask: Ask, shape: str) -> None:
    every = {"none on Sundays", "a song each night", "Bo knows my voice", "another lock", "Bee swims"}
    assert words(ask, "W1", take=shape) == every
    assert words(ask, "DIR", take=shape) == every - {"another lock"}
    assert words(ask, "CHC", take=shape) == {"Bee swims"}  # with the children alone
    assert words(ask, "PEER", take=shape) == set()  # none of these is of a kind that a peer supporter reads


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_she_reads_what_she_said_also_of_a_child_for_whom_she_does_not_decide(ask: Ask, shape: str) -> None:
    """E-18; and not what nobody should see over her shoulder."""
    assert ask("p_ana", "select name from families_person where id = %s", [BO]) == []
    assert words(ask, "p_ana", take=shape) == {"none on Sundays", "a song each night", "Bo knows my voice", "Bee swims"}
    for table in TABLES[1:]:
        assert ask("p_ana", f"select count(*) > 0 from {table}", take=shape) == [(True,)], table


def test_what_hangs_on_a_goal_is_read_by_those_who_read_it(ask: Ask) -> None:
    for table in TABLES[1:]:
        assert ask("W1", f"select count(*) > 0 from {table}") == [(True,)]
        assert ask("CHC", f"select count(*) from {table}") == [(0,)]
        assert ask("PEER", f"select count(*) from {table}") == [(0,)]


def test_kinds_on_her_page_are_those_of_her_notes_and_what_is_plain_to_see() -> None:
    reads = PARTS[RoleName.MOTHER].reads
    assert rules.ON_HER_PAGE & ~reads == (1 << C.MONEY_HOUSING) | (1 << C.CULTURAL)
    hidden = (C.IPV_SAFETY, C.MENTAL_HEALTH_TRAUMA, C.REPRODUCTIVE_STI, C.SUD_COUNSELLING_NOTES, C.RESEARCH)
    assert not any(rules.ON_HER_PAGE >> kind & 1 for kind in hidden)
    assert rules.ON_HER_PAGE & EVERYTHING == rules.ON_HER_PAGE


# --- outside


def tell(who: str, **more: object) -> Goal:
    by = ANA if who == "p_ana" else CAST[who]
    given = {
        "family": Family(id=ALDER), "subject": ANA, "for_whom": "woman", "told_by": ANA, "lane": "own",
        "her_words": "to sleep through", "on": TODAY, "by": by, "at": T0, **more,
    }  # fmt: skip
    return actions.tell_goal(**given)


def read_by(who: str) -> set[uuid.UUID]:
    with acting_as(who):
        return set(Goal.objects.values_list("pk", flat=True))


def test_a_partner_reads_the_kinds_she_agreed_to_once_it_was_said_whom_else_it_names() -> None:
    """C1: the society may read everyday matters about Ana; nothing about using."""
    with acting_as("W1"):
        unsaid, plain = tell("W1"), tell("W1", about=[])
        using, of_cal = tell("W1", lane="better", about=[]), tell("W1", about=[CAST["CAL"]])
    assert read_by("CW1") & {unsaid.pk, plain.pk, using.pk, of_cal.pk} == {plain.pk}
    assert read_by("CW2") == read_by("p_cal") == set()  # nobody there works with her; the ex-partner


def test_other_words_may_name_others_and_nobody_outside_reads_them_until_somebody_says_whom() -> None:
    """And of whom it was said to speak is not unsaid: what is kept from a colleague about one of them stays kept."""
    with acting_as("W1"):
        plain, of_two = tell("W1", about=[]), tell("W1", about=[BEE, CAST["CAL"]])
    assert plain.pk in read_by("CW1")
    with acting_as("p_ana"):
        for goal in (plain, of_two):
            actions.say_anew(goal=goal, base_version=1, values={"her_words": "far from Cal"}, **HER_OWN)
    assert plain.pk not in read_by("CW1")
    with acting_as("W1"):
        said = {goal.pk: goal.about for goal in Goal.objects.filter(pk__in=[plain.pk, of_two.pk])}
        assert said[plain.pk] is None and set(said[of_two.pk] or ()) == {BEE, CAST["CAL"], None}
        filed = {"base_version": 2, "lane": "own", "category": C.SERVICE_USE, **BY_W1}
        actions.file_anew(goal=queries.goal(ALDER, plain.pk), about=[], **filed)
        actions.file_anew(goal=queries.goal(ALDER, of_two.pk), about=None, **filed)
        assert set(queries.goal(ALDER, of_two.pk).about or ()) == {BEE, CAST["CAL"], None}
        # What names nobody leaves it as it was said.
        again = queries.goal(ALDER, plain.pk)
        actions.say_anew(goal=again, base_version=3, values={"counts": ["less"]}, **BY_W1)
    assert plain.pk in read_by("CW1")


def test_a_childs_goal_as_its_mother_says_it_is_not_read_by_those_who_may_read_of_the_child_alone() -> None:
    """C5: the nurse reads how Bee is; Ana's own words about Bee are Ana's too."""
    with acting_as("W1"):
        hers = tell("W1", subject=BEE, for_whom="child", lane="close", about=[])
        assert hers.about == [ANA] and hers.category == C.CHILD_HEALTH_DEV
    assert hers.pk not in read_by("NUR") and hers.pk not in read_by("p_dot")
    assert hers.pk in read_by("CHC")


def test_outside_nobody_reads_steps_numbers_or_talks() -> None:
    with acting_as("W1"):
        goal = tell("W1", about=[])
        actions.add_step(goal=goal, words="a lamp", **BY_W1)
        actions.rate_goal(goal=goal, on=TODAY, value=4, **BY_W1)
        actions.talk_over(goal=goal, on=TODAY, her_words="it is warmer", **BY_W1)
        actions.say_standing(goal=goal, state="resting", on=TODAY, **BY_W1)
    with acting_as("CW1"):
        assert Goal.objects.filter(pk=goal.pk).exists() and GoalStanding.objects.filter(goal=goal).exists()
        for model in (GoalStep, GoalRating, GoalTalk):
            assert not model.objects.exists()


# --- who writes


@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_write_nothing(ask: Ask, who: str) -> None:
    row = (
        'insert into goals_goalrating (id, recorded_by, family_id, subject, category, goal_id, "on", value, words)'
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, 2, %s, current_date, 0, '') returning id"
    )
    with pytest.raises((errors.InsufficientPrivilege, errors.NotNullViolation)):
        ask(who, row, [ALDER, ANA, USING])


def test_a_part_writes_only_its_own_kinds() -> None:
    with acting_as("PIT"):
        assert tell("PIT").category == C.SERVICE_USE
    # Her peer supporter was allowed to read this kind; that is no leave to write it.
    for who, lane in (("PEER", "better"), ("PEER", "own"), ("CHC", "better")):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            tell(who, lane=lane)


def test_she_adds_everything_to_her_own_and_nothing_elsewhere() -> None:
    with acting_as("p_ana"):
        mine = tell("p_ana", lane="everyday", her_words="a key of my own")
        assert mine.category == C.MONEY_HOUSING
        actions.rate_goal(goal=mine, on=TODAY, value=2, **HER_OWN)
        step = actions.add_step(goal=mine, words="ask at the office", **HER_OWN)
        actions.settle_step(step=step, settled_as="done", on=TODAY, **HER_OWN)
        actions.say_standing(goal=mine, state="reached", on=TODAY, her_words="enough", **HER_OWN)
        anew = actions.say_anew(goal=mine, base_version=1, values={"her_words": "a key, and a door"}, **HER_OWN)
        assert (
            isinstance(anew, Goal) and EarlierVersion.objects.get(target=mine.pk).held["her_words"] == "a key of my own"
        )
        with_bo = queries.goal(ALDER, WITH_BO)  # told with her worker; her number is hers all the same
        assert actions.rate_goal(goal=with_bo, on=TODAY, value=7, **HER_OWN).value == 7
        assert tell("p_ana", subject=dyad("ANA", "BEE"), for_whom="dyad", lane="close").category == C.DYAD_OBSERVATION
        for wrong in (
            {"category": C.IPV_SAFETY},  # not on a page that somebody might see
            {"told_by": BEE},
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                tell("p_ana", **wrong)
    with acting_as("W1"):
        assert queries.goal_of(ALDER, mine.pk).stands.state == "reached"


def test_another_woman_neither_reads_nor_writes_hers(ask: Ask) -> None:
    """Fin signs in as himself: he reads no goal that his mother told of him, and none of anybody else."""
    with acting_as("W2"):
        goal = actions.tell_goal(
            family=Family(id=CAST["BIRCH"]), subject=CAST["FIN"], for_whom="child", told_by=CAST["EVE"], lane="close",
            her_words="he laughs again", on=TODAY, about=[], by=CAST["W2"], at=T0,
        )  # fmt: skip
        own = actions.tell_goal(
            family=Family(id=CAST["BIRCH"]), subject=CAST["FIN"], for_whom="child", told_by=CAST["FIN"], lane="own",
            her_words="my own room", on=TODAY, by=CAST["W2"], at=T0,
        )  # fmt: skip
    assert read_by("p_fin") == {own.pk}
    with acting_as("p_fin"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.rate_goal(goal=goal, on=TODAY, value=1, by=CAST["FIN"], at=T0)


def test_nobody_writes_in_another_name_or_under_another_goal(cluster: Cluster, database: str) -> None:
    row = {
        "family_id": ALDER, "subject": ANA, "category": int(C.SUD), "goal_id": USING, "on": TODAY, "value": 5, "words": "",
        "recorded_by": CAST["W1"],
    }  # fmt: skip
    wrong = [
        {"recorded_by": CAST["SUP"]},
        {"category": int(C.SERVICE_USE)},  # of another kind than its goal: read by others than the goal
        {"subject": BEE},
        {"goal_id": WITH_BEE},
        {"goal_id": uuid.uuid4()},
        {"family_id": CAST["BIRCH"]},
    ]
    for more in ({}, *wrong):
        values = {"id": uuid.uuid4(), **row, **more}
        columns = ", ".join(f'"{name}"' for name in values)
        with cluster.as_role(roles.APP, database) as page:
            page.execute("select set_config('alongside.token', 'token of W1', true)")
            insert = f"insert into goals_goalrating ({columns}) values ({', '.join(['%s'] * len(values))})"
            if more:
                with pytest.raises(errors.InsufficientPrivilege):
                    page.execute(insert, list(values.values()))
            else:
                page.execute(insert, list(values.values()))
            page.rollback()


@pytest.mark.parametrize(
    "change",
    ["update goals_goal set subject = %s", "update goals_goal set told_by = %s", "delete from goals_goal where id <> %s",
     "update goals_goalrating set value = 10 where id <> %s", "update goals_goaltalk set her_words = 'x' where id <> %s",
     "update goals_goalstanding set state = 'put_away' where id <> %s"],
)  # fmt: skip
def test_what_was_said_is_never_rewritten_or_taken_away(cluster: Cluster, database: str, change: str) -> None:
    for who in ("W1", "SUP", "p_ana"):
        with cluster.as_role(roles.APP, database) as page:
            page.execute("select set_config('alongside.token', %s, true)", [f"token of {who}"])
            with pytest.raises(errors.InsufficientPrivilege):
                page.execute(change, [uuid.uuid4()])
            page.rollback()


# --- filed elsewhere


def test_filed_under_another_kind_nothing_of_it_is_left_behind() -> None:
    """Also not what stood before: words that a peer supporter could read once are not read by her any more."""
    with acting_as("W1"):
        goal = tell("W1", her_words="SECRET first words")
        actions.rate_goal(goal=goal, on=TODAY, value=4, **BY_W1)
        actions.say_anew(goal=goal, base_version=1, values={"her_words": "SECRET second words"}, **BY_W1)
    with acting_as("PEER"):
        assert Goal.objects.filter(pk=goal.pk).exists() and EarlierVersion.objects.filter(target=goal.pk).count() == 1
    with acting_as("W1"):
        filed = actions.file_anew(goal=goal, base_version=2, lane="better", category=C.SUD, about=None, **BY_W1)
        assert isinstance(filed, Goal) and filed.version == 3
        assert set(GoalRating.objects.filter(goal=goal).values_list("category", flat=True)) == {C.SUD}
        assert EarlierVersion.objects.filter(target=goal.pk).count() == 2
    with acting_as("PEER"):
        assert not Goal.objects.filter(pk=goal.pk).exists()
        assert not GoalRating.objects.filter(goal_id=goal.pk).exists()
        assert not EarlierVersion.objects.filter(target=goal.pk).exists()


def test_earlier_words_are_read_as_they_were_said_after_a_goal_was_filed_anew() -> None:
    """Not on her page what nobody should see over her shoulder; and of whom they spoke they go on speaking."""
    plain = {"lane": "own", "category": C.SERVICE_USE, "about": []}
    with acting_as("W1"):
        hard, of_cal = tell("W1", category=C.IPV_SAFETY), tell("W1", about=[CAST["CAL"]], her_words="far from Cal")
        for goal in (hard, of_cal):
            actions.say_anew(goal=goal, base_version=1, values={"her_words": "a plain wish"}, **BY_W1)
            aside = actions.say_anew(goal=goal, base_version=1, values={"her_words": "a wish beside"}, **BY_W1)
            assert isinstance(aside, SetAside)
            assert isinstance(actions.file_anew(goal=goal, base_version=2, **plain, **BY_W1), Goal)
        assert EarlierVersion.objects.filter(target=hard.pk).count() == 2
    with acting_as("p_ana"):
        assert Goal.objects.filter(pk=hard.pk).exists() and not EarlierVersion.objects.filter(target=hard.pk).exists()
        assert not SetAside.objects.filter(target=hard.pk).exists()
        assert EarlierVersion.objects.filter(target=of_cal.pk).count() == 2
    with acting_as("PRIV"):
        seal(target=CAST["CAL"], why="court_order", words="no. 7", by=CAST["PRIV"], at=T0)
    for who in ("W1", "p_ana"):
        with acting_as(who):
            assert Goal.objects.get(pk=of_cal.pk).her_words == "a plain wish", who
            assert not EarlierVersion.objects.filter(target=of_cal.pk).exists(), who


def test_two_at_once_are_both_kept_also_when_one_is_she_herself() -> None:
    with acting_as("W1"):
        goal = tell("W1")
        actions.say_anew(goal=goal, base_version=1, values={"her_words": "as her worker heard it"}, **BY_W1)
    with acting_as("p_ana"):
        late = queries.goal(ALDER, goal.pk)
        aside = actions.say_anew(goal=late, base_version=1, values={"her_words": "as I say it"}, **HER_OWN)
        assert isinstance(aside, SetAside)
        assert queries.goal(ALDER, goal.pk).her_words == "as her worker heard it"
    with acting_as("W1"):
        assert SetAside.objects.get(pk=aside.pk).written == {"her_words": "as I say it"}


# --- what she said while somebody else decided


def test_what_she_said_while_somebody_else_decided_stays_hers() -> None:
    """A mother who may decide again does not read what others wrote of her child meanwhile; what she said, she does."""
    with acting_as("W1"):
        for since, until in (("2024-02-10", "2025-01-01"), ("2026-01-01", None)):
            DecisionRight.objects.create(
                family_id=ALDER, child_id=BO, holder_id=ANA, topic="release", during=(since, until),
                recorded_by=CAST["W1"], recorded_at=T0,
            )  # fmt: skip
        said = {"subject": dyad("ANA", "BO"), "for_whom": "dyad", "lane": "close", "about": []}
        meanwhile = T0.replace(year=2025, month=6)
        hers = tell("W1", **said, on=meanwhile.date(), at=meanwhile)
        others = tell("W1", **said, told_by=CAST["DOT"], on=meanwhile.date(), at=meanwhile)
        actions.rate_goal(goal=hers, on=meanwhile.date(), value=3, by=CAST["W1"], at=meanwhile)
    found = read_by("p_ana")
    assert hers.pk in found and others.pk not in found
    with acting_as("p_ana"):
        assert GoalRating.objects.filter(goal=hers).count() == 1
    # But what is sealed is there for nobody.
    with acting_as("PRIV"):
        seal(target=hers.pk, why="she_asks", words="on her wish", by=CAST["PRIV"], at=T0)
    assert hers.pk not in read_by("p_ana") | read_by("W1") | read_by("SUP")
    with acting_as("p_ana"):
        assert not GoalRating.objects.filter(goal_id=hers.pk).exists()


def test_a_goal_closes_with_whoever_said_it_or_is_named_in_it() -> None:
    """Nobody said yet whom the first one names, so her number stands in it as its teller's alone."""
    with acting_as("W1"):
        of_bee, of_cal = tell("W1", subject=BEE, for_whom="child", lane="close"), tell("W1", about=[CAST["CAL"]])
        filed = {"lane": "close", "category": of_bee.category, "about": [CAST["CAL"]]}
        beside = actions.file_anew(goal=of_bee, base_version=9, **filed, **BY_W1)  # set aside: somebody was quicker
        assert SetAside.objects.filter(pk=beside.pk).exists()
    assert {of_bee.pk, of_cal.pk} <= read_by("W1") and of_bee.pk in read_by("CHC")
    for target, left in ((CAST["CAL"], {of_bee.pk}), (ANA, set())):
        with acting_as("PRIV"):
            seal(target=target, why="court_order", words="no. 7", by=CAST["PRIV"], at=T0)
        assert read_by("W1") & {of_bee.pk, of_cal.pk} == left
        with acting_as("W1"):
            assert not SetAside.objects.filter(pk=beside.pk).exists()
    assert of_bee.pk not in read_by("CHC")


def test_the_loader_reads_all_so_the_tests_above_ask_of_something(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.LOADER, database) as loader:
        assert isinstance(loader, psycopg.Connection)
        for table in TABLES:
            assert loader.execute(f"select count(*) > 0 from {table}").fetchone() == (True,)


def test_no_policy_of_goals_asks_how_she_uses_or_comes() -> None:
    """T-11: neither a return to use nor a contact is looked at by anything that decides here."""
    with acting_as("W1"), connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(*) filter (where coalesce(qual, '') || coalesce(with_check, '')"
            " ~* 'enrolment_|care_|assessment_') from pg_policies where tablename like 'goals\\_%'"
        )
        count, asks = cursor.fetchone()
    assert count > 30 and asks == 0
