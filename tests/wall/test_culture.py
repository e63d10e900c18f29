"""The wall around cultural programming: offered, never assumed; an Elder reads what one woman said yes to, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from psycopg import errors

from alongside.accounts.models import Colleague
from alongside.care.models import Contact
from alongside.culture import actions, queries
from alongside.culture.models import CulturalOffer, ElderBeside
from alongside.enrolment.actions import join_team, keep_out, leave_team
from alongside.enrolment.models import TeamMember
from alongside.families.models import Child, Family, Identity, Person, SafeContact
from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, ALDER, ELDER = CAST["ANA"], CAST["ALDER"], CAST["ELDER"]
OFFER, BESIDE = "culture_culturaloffer", "culture_elderbeside"
NOBODY = [
    "W2", "W3", "CHC", "PEER", "ELDER", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL",
    "ADM", "PRIV", "COUNCIL", "SITE2", None,
]  # fmt: skip


def now(who: str) -> dict[str, Any]:
    return {"by": ANA if who == "p_ana" else CAST[who], "at": timezone.now()}


def offer(who: str = "W1", how: str = "offered", answer: str = "yes", what: str = "circle") -> CulturalOffer:
    with acting_as(who):
        return actions.offer(
            family=ALDER, woman=ANA, how=how, answer=answer, what=what, on=timezone.localdate(), **now(who)
        )


def begin(who: str = "SUP", colleague: str = "ELDER") -> ElderBeside:
    with acting_as(who):
        return actions.begin_beside(
            family=Family(id=ALDER), woman=ANA, colleague=Colleague(id=CAST[colleague]), on=timezone.localdate(),
            **now(who),
        )  # fmt: skip


def end(row: ElderBeside, who: str) -> None:
    with acting_as(who):
        actions.end_beside(beside=row, on=timezone.localdate(), **now(who))


def culture_note(words: str, category: int = 12, who: str = "W1") -> None:
    with acting_as(who), transaction.atomic():
        Contact.objects.create(
            family_id=ALDER, subject=ANA, for_whom="woman", category=category, on=timezone.localdate(), mode="home",
            worker=CAST[who], note=words, recorded_by=CAST[who],
        )  # fmt: skip


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in (OFFER, BESIDE):
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)
    for who in ("W1", "SUP", "PIT", "DIR"):
        assert ask(who, f"select count(*) from {OFFER}", take=shape) == [(1,)], who
    assert ask("p_ana", f"select count(*) from {OFFER}") == [(1,)]


def test_before_her_yes_an_elder_reads_nothing_at_all(ask: Ask) -> None:
    tables = [
        "families_person", "families_family", "families_safecontact", "families_identity", "care_contact",
        "enrolment_teammember", "goals_goal", "families_child", "care_safetyplan", "afterwards_goodbye",
    ]  # fmt: skip
    for table in tables:
        for shape in ("", roles.SMALL, roles.REPORT):
            assert ask("ELDER", f"select count(*) from {table}", take=shape) == [(0,)], table


def test_what_an_elder_reads_is_what_she_said_yes_to_and_it_ends_at_once() -> None:
    culture_note("SECRET the word for river")
    row = begin()
    with acting_as("ELDER"):
        assert list(Person.objects.values_list("pk", flat=True)) == [ANA]  # her name, and nobody else's
        assert SafeContact.objects.filter(woman_id=ANA).exists() and Family.objects.filter(pk=ALDER).exists()
        assert list(Contact.objects.values_list("note", flat=True)) == ["SECRET the word for river"]
        assert CulturalOffer.objects.count() == 1 and not Child.objects.exists()
        for table in ("goals_goal", "care_safetyplan", "enrolment_returntouse", "families_legalstatus", "peers_peermatch",
                      "afterwards_closingview", "assessment_occasion", "families_relationship"):  # fmt: skip
            with connection.cursor() as cursor:
                cursor.execute(f"select count(*) from {table}")
                assert cursor.fetchone() == (0,), table
        made = actions.note(beside=row, words="We sang.", mode="in_person", on=timezone.localdate(), **now("ELDER"))
        assert made.category == 12
    for category in (0, 1, 2, 4, 5, 7, 9, 10):
        with pytest.raises(ProgrammingError):
            culture_note("x", category, "ELDER")
    with acting_as("W1"):
        assert Contact.objects.filter(note="We sang.").exists()
    with acting_as("PEER"):
        assert not Contact.objects.filter(note="We sang.").exists()
    for who in ("W2", "CHC", "PRIV", "p_cal", "p_fin"):
        with pytest.raises((ProgrammingError, ElderBeside.DoesNotExist)):
            end(row, who)
    end(row, "p_ana")
    with acting_as("ELDER"):
        assert not Person.objects.exists() and not Contact.objects.exists() and not ElderBeside.objects.exists()
    with acting_as("SUP"):
        assert TeamMember.objects.get(pk=row.member_id).during.upper is not None
    with pytest.raises(Refused, match="together_no_more"):
        end(row, "p_ana")


def test_either_ends_it_and_leaving_the_team_ends_it_too() -> None:
    for who in ("ELDER", "SUP"):
        end(begin(), who)
    row = begin()
    with acting_as("SUP"):
        leave_team(member=TeamMember.objects.get(pk=row.member_id), on=timezone.localdate(), **now("SUP"))
    with acting_as("ELDER"):
        assert not Person.objects.exists()
    with acting_as("W1"):
        assert queries.one_beside(row.pk).ended_on is not None


def test_only_at_her_yes_and_by_nobody_past_it(ask: Ask) -> None:
    for answer in ("not_now", "never"):
        offer("p_ana" if answer == "never" else "W1", answer=answer)
        with pytest.raises(Refused, match="her_yes_to_elder"):
            begin()
        call = "select safekeeping.begin_with_elder(gen_random_uuid(), %s, %s, %s, current_date)"
        with acting_as("SUP"), connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(call, [ALDER, ANA, ELDER])
    offer("p_ana", how="asked")
    for who in ("W2", "PEER", "ELDER", "PRIV", "CHC"):
        with pytest.raises((ProgrammingError, Refused)):
            begin(who)
    with pytest.raises(Refused, match="not_together"):
        begin(colleague="W2")  # does not play this part
    with acting_as("SUP"), pytest.raises(Refused, match="elder_by_her_yes"):
        join_team(
            family=Family(id=ALDER), colleague=Colleague(id=ELDER), role="elder", from_on=timezone.localdate(),
            **now("SUP"),
        )  # fmt: skip
    let = "select safekeeping.let_in(%s, %s, %s, %s, %s, 0, tstzrange(null, null), gen_random_uuid())"
    for subject, reach, mask in ((ALDER, "file", 1), (ANA, "one", 1), (ANA, "one", 4096)):
        with pytest.raises(errors.InsufficientPrivilege):
            ask("SUP", let, [ELDER, ALDER, subject, reach, mask])
    begin()
    with pytest.raises(Refused, match="together_already"):
        begin()


def test_kept_out_goes_before_her_yes() -> None:
    with acting_as("SUP"):
        keep_out(family=Family(id=ALDER), colleague=Colleague(id=ELDER), why="knows her", **now("SUP"))
    with pytest.raises(Refused, match="not_together"):
        begin()


def test_who_asked_not_to_be_asked_is_offered_nothing_again() -> None:
    offer("p_ana", answer="never", what="")
    for who in ("W1", "SUP", "PIT"):
        with pytest.raises(Refused, match="asked_not_to"):
            offer(who)
        with acting_as(who), pytest.raises(IntegrityError, match="asked not to"), transaction.atomic():
            CulturalOffer.objects.create(
                family_id=ALDER, subject=ANA, how="offered", what="circle", answer="yes", on=timezone.localdate(),
                recorded_by=CAST[who],
            )  # fmt: skip
    with pytest.raises(Refused, match="asked_not_to"):
        offer("W1", how="asked", answer="not_now")  # her "not now" opens nothing
    with acting_as("W1"), pytest.raises(IntegrityError, match="asked not to"), transaction.atomic():
        CulturalOffer.objects.create(
            family_id=ALDER, subject=ANA, how="asked", what="circle", answer="not_now", on=timezone.localdate(),
            recorded_by=CAST["W1"],
        )  # fmt: skip
    assert offer("W1", how="asked").answer == "yes"  # she asked for it herself
    assert offer("W1").pk  # so it can be offered again
    for who in ("W2", "PEER", "ELDER", "CHC", "p_fin"):
        with pytest.raises(ProgrammingError):
            offer(who)


def test_nothing_here_reads_how_she_describes_herself() -> None:
    """E-31: offered, never assumed. The room names neither her words for herself nor anything that could stand for them."""
    room = Path(actions.__file__).parents[1]
    for path in [*room.glob("*.py"), *(room / "actions").glob("*.py"), *(room / "migrations").glob("*.py")]:
        tree = ast.parse(path.read_text())
        docs = {
            ast.get_docstring(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        }
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        said = " ".join(
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value not in docs
        )
        assert Identity.__name__ not in names and "families_identity" not in said and "languages" not in said, path
