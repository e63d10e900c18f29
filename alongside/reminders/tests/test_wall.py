"""Who reads of messages: her team as far as it reads how to reach her, she herself, and nobody else; not even a count."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg import errors

from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from alongside.reminders import actions
from alongside.reminders.actions import verbs
from alongside.reminders.migrations import _names
from alongside.reminders.models import Heard, Message, Notice, Reminded, Wish
from alongside.reminders.tests.ana import DAY_BEFORE, MONDAY, NUMBER, Sink, stamp, wish
from tests.cast import CAST, acting_as, token_of
from tests.databases import Cluster

pytestmark = pytest.mark.django_db(databases=["default"])
TABLES = (Wish, Reminded, Message, Heard, Notice)
NOBODY = (
    None,
    "W2",
    "W3",
    "INT",
    "NUR",
    "CW1",
    "DRX",
    "EVAL",
    "ADM",
    "COUNCIL",
    "SITE2",
    "p_cal",
    "p_foster",
    "p_dot",
)


@pytest.fixture
def lived(ana: Any) -> Any:
    """A row of each kind about Ana, and something from a number of nobody."""
    actions.plan_messages(now=MONDAY)
    actions.hand_over(clock=lambda: DAY_BEFORE, outs=[Sink()])
    for n, (value, words) in enumerate(((NUMBER, "2"), ("+14165550177", "who is this"))):
        actions.message_came(by="text", value=value, words=words, reference=str(n), at=DAY_BEFORE)
    actions.listen(now=DAY_BEFORE)
    return ana


def counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


def test_the_wrong_people_find_nothing(lived: Any) -> None:
    for who in NOBODY:
        with acting_as(who):
            assert counts() == [0] * 5, who
    with acting_as("W1"):
        assert counts() == [1, 1, 3, 1, 1]
    with acting_as("CHC"):  # for the children: how to reach her, and no word that she wrote
        assert counts() == [1, 1, 3, 0, 1]
    with acting_as("SUP"):  # who arranges teams sees also what is of nobody
        assert counts() == [1, 1, 3, 2, 2]


def test_she_reads_what_went_and_the_one_thing_she_writes_is_a_no(lived: Any) -> None:
    with acting_as("p_ana"):
        assert [table.objects.count() for table in (Wish, Message)] == [1, 3]
        with pytest.raises(ProgrammingError), transaction.atomic():
            wish(by=CAST["ANA"], at=MONDAY)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Reminded.objects.create(
                family_id=CAST["ALDER"],
                woman_id=CAST["ANA"],
                source="promise",
                target=uuid.uuid4(),
                recorded_by=CAST["ANA"],
            )
        assert actions.stop_messages(family=CAST["ALDER"], woman=CAST["ANA"], by=CAST["ANA"], at=MONDAY) == 1
    actions.hand_over(clock=lambda: DAY_BEFORE + timedelta(days=1), outs=[out := Sink()])
    assert out.letters == []


def test_pages_write_no_message_and_take_nothing_in_anothers_name(lived: Any) -> None:
    with acting_as("W1"):
        for write in (
            lambda: Message.objects.update(state="waits"), lambda: Heard.objects.update(words=""),
            lambda: Notice.objects.update(kind="wrote"), lambda: Wish.objects.update(wanted=True),
            lambda: Notice.objects.update(taken_by=CAST["SUP"], taken_at=MONDAY),
            lambda: Message.objects.create(family_id=CAST["ALDER"], woman_id=CAST["ANA"], key="x", kind="before", by="text", value=NUMBER, not_before=MONDAY, planned_at=MONDAY),
        ):  # fmt: skip
            with pytest.raises(ProgrammingError), transaction.atomic():
                write()
    with acting_as("W2"):  # of a family that is not hers
        with pytest.raises(ProgrammingError), transaction.atomic():
            Reminded.objects.create(
                family_id=CAST["ALDER"],
                woman_id=CAST["ANA"],
                source="promise",
                target=uuid.uuid4(),
                recorded_by=CAST["W2"],
            )


def test_the_service_reads_no_row_and_nobody_else_calls_its_verbs(lived: Any, cluster: Cluster, database: str) -> None:
    with verbs.serving() as token:
        from alongside.safekeeping.actions import acting

        with acting(token), connection.cursor() as cursor:
            for table in (
                "families_person",
                "families_safecontact",
                "care_promise",
                *(t._meta.db_table for t in TABLES),
            ):
                cursor.execute(f"select count(*) from {table}")
                assert cursor.fetchone() == (0,), table
    calls = {
        "plan_reminders('promise', now(), interval '1 day')", "take_reminders(uuidv7(), now(), 1, interval '1 day')",
        "reminder_facts(uuidv7(), now(), '{}')", "reminder_names()", "reminders_went(uuidv7(), now(), '[]')",
        "unread_messages(1)", "message_read(uuidv7(), '{stop}', now())", "hard_letters()", "hard_mailed('{}', now())",
    }  # fmt: skip
    assert {call.split("(")[0] for call in calls} == {name.split("(")[0] for name in _names.WORKER}
    inside = {f"{name.split('(')[0]}" for name in _names.INSIDE}
    for role, token in (
        (roles.APP, token_of("SUP")),
        (roles.WORKER, token_of("SUP")),
        (roles.WORKER, ""),
        (roles.GATE, ""),
    ):
        with cluster.as_role(role, database) as raw:
            for call in calls:
                raw.execute("select set_config('alongside.token', %s, true)", [token])
                with pytest.raises(errors.InsufficientPrivilege):
                    raw.execute(f"select * from safekeeping.{call}")
                raw.rollback()
    with cluster.admin(database) as admin:
        held = admin.execute(
            "select p.proname, r.rolname from pg_proc p cross join pg_roles r where p.pronamespace = 'safekeeping'::regnamespace"
            " and p.proname = any (%s) and r.rolname = any (%s) and has_function_privilege(r.rolname, p.oid, 'execute')",
            [
                sorted(inside),
                [roles.APP, roles.WORKER, roles.GATE, roles.SMALL, roles.REPORT, roles.BACKUP, roles.LOADER],
            ],
        ).fetchall()
    assert held == []


def test_without_a_session_something_is_left_and_nothing_is_read(lived: Any, cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.APP, database) as raw:
        said = raw.execute("select safekeeping.message_came('text', '+1', 'STOP', 'r', now())").fetchone()
        assert said == (True,) and raw.execute("select count(*) from reminders_heard").fetchone() == (0,)
        assert raw.execute("select safekeeping.message_reported('r', false, now())").fetchone() == (False,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("insert into reminders_heard (id) values (uuidv7())")
        raw.rollback()


def test_what_is_closed_and_whom_one_is_kept_from(lived: Any) -> None:
    from alongside.accounts.models import Colleague
    from alongside.enrolment.actions import keep_out
    from alongside.families.models import Family

    with acting_as("SUP"):
        keep_out(
            family=Family.objects.get(pk=CAST["ALDER"]),
            colleague=Colleague.objects.get(pk=CAST["W1"]),
            why="x",
            **stamp("SUP"),
        )
    with acting_as("W1"):
        assert counts() == [0] * 5


def test_whoever_is_told_that_it_is_hard_learns_of_whom_when_she_has_it(lived: Any) -> None:
    hard = ((NUMBER, "he hit me"), ("+14165550188", "help me"))
    for n, (value, words) in enumerate(hard):
        actions.message_came(by="text", value=value, words=words, reference=f"h{n}", at=DAY_BEFORE)
    actions.listen(now=DAY_BEFORE)
    with acting_as("SUP"):
        from alongside.assessment.actions import set_escalation

        set_escalation(agency=CAST["LEAD"], colleagues=[CAST["W2"]], by=CAST["SUP"], at=DAY_BEFORE)
    with acting_as("W3"):  # nobody tells her, so there is nothing that she could take
        assert not Notice.objects.exists()
    with acting_as("W2"):
        hers, nobodys = Notice.objects.order_by("family_id")
        assert {hers.kind, nobodys.kind} == {"hard"} and counts() == [0, 0, 0, 0, 2]
        assert not Notice.objects.filter(pk=hers.pk).update(taken_by=CAST["W2"], taken_at=DAY_BEFORE)
    with acting_as("W3"), pytest.raises(Refused):
        actions.take_notice(notice=hers, by=CAST["W3"], at=DAY_BEFORE)
    for notice in (hers, nobodys):
        with acting_as("W2"):
            actions.take_notice(notice=notice, by=CAST["W2"], at=DAY_BEFORE)
    with acting_as("W2"):  # how to reach her, and of her words those that called
        assert counts() == [1, 1, 4, 2, 3]  # and both notices, until she says that somebody was in touch
        assert {heard.words for heard in Heard.objects.all()} == {words for _value, words in hard}
        assert Wish.objects.get().value == NUMBER
        with pytest.raises(ProgrammingError), transaction.atomic():  # and to change nothing
            asked = {"source": "promise", "target": uuid.uuid4(), "recorded_by": CAST["W2"]}
            Reminded.objects.create(family_id=CAST["ALDER"], woman_id=CAST["ANA"], **asked)
    with verbs.serving() as token:
        assert verbs.hard_letters(token) == []
