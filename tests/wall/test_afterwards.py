"""The wall around endings and after: in her record alone; her own view is hers; her file apart when she becomes one of us."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction
from django.utils import timezone
from psycopg import errors

from alongside.accounts.models import Colleague
from alongside.afterwards import actions, queries
from alongside.afterwards.models import ClosingView, GivingBack, Goodbye, StayInTouch
from alongside.afterwards.rules import CATEGORY, Said
from alongside.afterwards.terms import Matter, Whose
from alongside.consent.actions import seal
from alongside.enrolment.actions import let_back
from alongside.enrolment.models import KeptOut, StateChange
from alongside.families.models import Family, Person
from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as, ident
from tests.databases import Cluster
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, ALDER, BO = CAST["ANA"], CAST["ALDER"], CAST["BO"]
VIEWS, GOODBYE, TOUCH, GIVING = (f"afterwards_{t}" for t in ("closingview", "goodbye", "stayintouch", "givingback"))
TABLES = (VIEWS, GOODBYE, TOUCH, GIVING)
# Off the team, kept out, with the children alone, the ex-partner, carers, her peer, partners, parts without families.
NOBODY = [
    "W2", "W3", "CHC", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV",
    "COUNCIL", "SITE2", None,
]  # fmt: skip


def now(who: str) -> dict[str, Any]:
    return {"by": ANA if who == "p_ana" else CAST[who], "at": timezone.now()}


def say(who: str, *answers: Said, whose: str = "hers", **more: Any) -> list[ClosingView]:
    with acting_as(who):
        ending = queries.ending(ident("ending"))
        newest = queries.newest_view(ending.pk, Whose(whose))
        given = {"base": newest.pk if newest else None, **now(who), **more}
        return actions.say_closing(
            ending=ending, whose=whose, answers=[(each.matter.value, each) for each in answers], **given
        )


def give(who: str, stage: str, **more: Any) -> GivingBack:
    with acting_as(who):
        return actions.say_giving_back(family=ALDER, woman=ANA, stage=stage, **more, **now(who))


def begin(who: str = "SUP", colleague: str = "INT") -> GivingBack:
    with acting_as(who):
        return actions.begin_giving_back(
            family=Family(id=ALDER), woman=ANA, colleague=Colleague.objects.get(pk=CAST[colleague]), why="her own file",
            **now(who),
        )  # fmt: skip


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in TABLES:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)
    for who in ("W1", "PIT", "INT"):  # her colleagues to be do not learn of it
        assert ask(who, f"select count(*) from {GIVING}", take=shape) == [(0,)], who


def test_who_reads_what_and_each_view_is_of_its_kind(ask: Ask) -> None:
    for who in ("W1", "SUP", "DIR", "p_ana"):
        assert [ask(who, f"select count(*) from {table}") for table in TABLES[:3]] == [[(5,)], [(1,)], [(1,)]], who
    for who in ("SUP", "DIR", "p_ana"):
        assert ask(who, f"select count(*) from {GIVING}") == [(1,)], who
    # A peer supporter reads of it what is of a kind that she was allowed, and of no other.
    assert ask("PEER", f"select distinct category from {VIEWS}") == [(int(CATEGORY[Matter.GOALS]),)]
    with acting_as("W1"), pytest.raises(IntegrityError, match="afterwards_view_category"), transaction.atomic():
        ClosingView.objects.create(
            family_id=ALDER, subject=ANA, ending_id=ident("ending"), matter="substance_use", category=1, whose="ours",
            level="same", recorded_by=CAST["W1"], recorded_at=timezone.now(),
        )  # fmt: skip


def test_she_says_her_own_view_and_never_ours_and_nothing_else_moves() -> None:
    with acting_as("p_ana"):
        states = StateChange.objects.filter(person_id=ANA).count()
    made = say("p_ana", Said(Matter.GOALS, "most", "I read aloud now"), Said(Matter.HOW, "rather_not"))
    assert {row.matter for row in made} == {"goals", "how"} and {row.recorded_by for row in made} == {ANA}
    assert say("p_ana", Said(Matter.GOALS, "most", "I read aloud now")) == []  # as it stood
    with acting_as("W1"):
        views = [row.level for row in queries.views_of(ANA) if row.matter == "goals" and row.whose == "hers"]
        assert views == ["some", "most"]  # what was said before stays readable
    with pytest.raises(ProgrammingError):
        say("p_ana", Said(Matter.GOALS, "some"), whose="ours")
    with acting_as("p_ana"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.say_goodbye(family=ALDER, woman=ANA, on=timezone.localdate(), we_say="we?", **now("p_ana"))
    with acting_as("p_ana"):
        assert StateChange.objects.filter(person_id=ANA).count() == states
    for who in ("p_fin", "p_cal", "CHC", "W2", "PRIV"):
        with pytest.raises((ProgrammingError, queries.Ending.DoesNotExist)):
            say(who, Said(Matter.GOALS, "some"))


def test_nobody_writes_over_what_was_said_meanwhile() -> None:
    seen = ident("closing 3")  # the newest of ours
    say("W1", Said(Matter.SUBSTANCE_USE, "up_and_down"), whose="ours")
    with pytest.raises(Refused, match="view_said_since"):
        say("PIT", Said(Matter.RELATIONSHIP, "easier"), whose="ours", base=seen)
    with pytest.raises(Refused, match="other_words"):
        say("W1", Said(Matter.RELATIONSHIP, "foster"), whose="ours")
    with pytest.raises(Refused, match="which_child_of_hers"):
        say("W1", Said(Matter.CUSTODY, "foster"), whose="ours")
    with pytest.raises(ProgrammingError):  # a child of another family
        say("W1", Said(Matter.CUSTODY, "foster", "", CAST["FIN"]), whose="ours")


def test_what_she_left_to_others_is_words_alone_and_only_while_she_offers_it(ask: Ask) -> None:
    left = "select * from safekeeping.left_for_others()"
    for who in ("W1", "W2", "SUP", "INT", "CHC"):
        assert ask(who, left) == [("Ask for the yellow room.",)], who
    for who in ("p_ana", "p_fin", "p_cal", "CW1", "SITE2", "EVAL", "ADM", None):
        assert ask(who, left) == [], who
    with acting_as("p_ana"):
        actions.say_goodbye(family=ALDER, woman=ANA, on=timezone.localdate(), leaves="Not now.", **now("p_ana"))
    with acting_as("W1"):
        assert queries.left_for_others() == []


def test_without_her_word_nobody_is_in_touch() -> None:
    with acting_as("W1"):
        assert [each.woman.pk for each in queries.in_touch()] == [ANA]
    with acting_as("W2"):
        assert queries.in_touch() == []
    with acting_as("p_ana"):
        with pytest.raises(Refused, match="touch_way_needed"):
            actions.say_touch(family=ALDER, woman=ANA, wanted=True, **now("p_ana"))
        row = actions.say_touch(family=ALDER, woman=ANA, wanted=False, ways=["call"], **now("p_ana"))
        assert row.ways == []  # a no keeps nothing of how
    with acting_as("W1"):
        assert queries.in_touch() == [] and StayInTouch.objects.filter(subject=ANA).count() == 2


def test_she_becomes_one_of_us_and_her_own_file_stays_apart() -> None:
    """S-063: at her yes; from her as a colleague, from whom she named; and nobody lets her back while it goes on."""
    give("p_ana", "thinking")
    with pytest.raises(Refused, match="her_yes_first_of_all"):
        begin()
    give("p_ana", "yes", her_words="I would like to.", keep_apart=[CAST["PIT"], CAST["DIR"]])
    # Whom she keeps out may keep this wall herself: she reads none of it, not even that there was anything before.
    with acting_as("DIR"):
        assert not GivingBack.objects.exists()
    for stage in ("thinking", "rests"):
        with pytest.raises(ProgrammingError):
            give("DIR", stage)
    for who in ("W1", "PIT", "p_fin", "DIR"):
        with pytest.raises((ProgrammingError, Refused, Colleague.DoesNotExist)):
            begin(who)
    begun = begin()
    assert begun.colleague_id == CAST["INT"]
    for who in ("INT", "PIT", "DIR"):
        with acting_as(who):
            assert not Person.objects.filter(family_id=ALDER).exists() and not Goodbye.objects.exists(), who
    with acting_as("p_ana"):  # on her own page she reads everything as before
        assert GivingBack.objects.filter(stage="begun").exists() and Goodbye.objects.exists()
    with acting_as("SUP"):
        mine = KeptOut.objects.get(family=ALDER, colleague=CAST["INT"], lifted_at=None)
        with pytest.raises(IntegrityError, match="stays apart"), transaction.atomic():
            let_back(kept_out=mine, **now("SUP"))
    give("p_ana", "rests")
    with acting_as("SUP"):
        let_back(kept_out=mine, **now("SUP"))


def test_nobody_says_that_it_began_who_has_not_kept_her_apart() -> None:
    row = {"family_id": ALDER, "subject": ANA, "stage": "begun", "colleague_id": CAST["INT"]}
    for who, error in (("SUP", IntegrityError), ("p_ana", ProgrammingError), ("W1", ProgrammingError)):
        with acting_as(who), pytest.raises(error), transaction.atomic():
            GivingBack.objects.create(**row, recorded_by=now(who)["by"], recorded_at=timezone.now())


def test_what_is_sealed_or_kept_out_is_there_for_nobody() -> None:
    with acting_as("PRIV"):
        seal(target=BO, why="court_order", words="No. 2", **now("PRIV"))
    for who in ("W1", "SUP", "p_ana"):
        with acting_as(who):
            assert not ClosingView.objects.filter(child_id=BO).exists(), who
            assert ClosingView.objects.filter(child=None).count() == 3, who


def test_the_database_alone_keeps_what_was_written(ask: Ask) -> None:
    for table in TABLES:
        for what in (f"update {table} set recorded_at = now() returning id", f"delete from {table} returning id"):
            with pytest.raises(errors.InsufficientPrivilege):
                ask("SUP", what)


def test_of_two_who_say_it_at_one_instant_the_second_is_told(own: str, cluster: Cluster) -> None:
    base = ident("closing 3")

    def ours(who: str) -> str:
        try:
            say(who, Said(Matter.SUBSTANCE_USE, "harder" if who == "W1" else "same"), whose="ours", base=base)
            return "said"
        except Refused as no:
            return no.because
        finally:
            connections.close_all()

    waiting = "select count(*) from pg_locks where locktype = 'advisory' and classid = 4721 and not granted"
    with cluster.admin(own) as admin, ThreadPoolExecutor(2) as threads:
        with admin.transaction():
            key = f"{ident('ending')} ours"
            admin.execute("select pg_advisory_xact_lock(4721, hashtext(%s))", [key])
            both = [threads.submit(ours, who) for who in ("W1", "PIT")]
            until = time.monotonic() + 30
            while admin.execute(waiting).fetchone() != (2,):
                assert time.monotonic() < until and not any(each.done() for each in both)
                time.sleep(0.01)
        assert sorted(each.result(30) for each in both) == ["said", "view_said_since"]


def test_of_a_beginning_and_a_rest_at_one_instant_each_waits_for_the_other(own: str, cluster: Cluster) -> None:
    """Whoever comes first: either it never began, or what she said last is that it rests."""

    def both(what: str) -> str:
        try:
            return begin().stage if what == "begun" else give("p_ana", what).stage
        except Refused as no:
            return no.because
        finally:
            connections.close_all()

    waiting = "select count(*) from pg_locks where locktype = 'advisory' and classid = 4722 and not granted"
    with cluster.admin(own) as admin, ThreadPoolExecutor(2) as threads:
        assert threads.submit(both, "yes").result(30) == "yes"
        with admin.transaction():
            admin.execute("select pg_advisory_xact_lock(4722, hashtext(%s))", [str(ANA)])
            done = [threads.submit(both, what) for what in ("begun", "rests")]
            until = time.monotonic() + 30
            while admin.execute(waiting).fetchone() != (2,):
                assert time.monotonic() < until and not any(each.done() for each in done)
                time.sleep(0.01)
        found = {each.result(30) for each in done}
        said = admin.execute(f"select stage from {GIVING} where subject = %s order by recorded_at desc, id desc", [ANA])
        stages = [stage for (stage,) in said.fetchall()]
    assert found in ({"begun", "rests"}, {"her_yes_first_of_all", "rests"})
    assert stages[0] == "rests" and ("begun" in stages) is ("begun" in found)


def test_the_same_form_twice_is_one_row() -> None:
    id = uuid.uuid4()
    with acting_as("p_ana"):
        for _ in range(2):
            actions.say_touch(family=ALDER, woman=ANA, wanted=False, id=id, **now("p_ana"))
        assert StayInTouch.objects.filter(pk=id).count() == 1
