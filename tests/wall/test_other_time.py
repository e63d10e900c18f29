"""“I need a different time”: she says it of what is hers and to come, and nobody else says it for her, nor of it to her."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from alongside.care.actions import promise
from alongside.care.models import Promise
from alongside.families.models import Family
from alongside.recordkeeping.models import Trail
from alongside.reminders import actions, queries
from alongside.reminders.actions import verbs
from alongside.reminders.models import Message, Notice
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, ident
from tests.databases import Cluster

pytestmark = pytest.mark.usefixtures("committing")
ANA, ALDER, GROUP = CAST["ANA"], CAST["ALDER"], ident("session")
BEGINS = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
NOT_HERSELF = [
    None, "W1", "W2", "W3", "SUP", "CHC", "PIT", "PEER", "INT", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "PO",
    "ADM", "EVAL", "PRIV", "SITE2",
]  # fmt: skip


def said(more: int = 0, **given: Any) -> uuid.UUID:
    """Something that W1 promised to her, of which it was said that it speaks of nobody else."""
    values: dict[str, Any] = {
        "family": Family(id=ALDER), "subject": ANA, "category": C.SERVICE_USE, "what": f"SECRET call {more}",
        "on": BEGINS.date(), "at_time": None, "worker": CAST["W1"], "by": CAST["W1"], "at": timezone.now(), **given,
    }  # fmt: skip
    with acting_as("W1"):
        row = promise(**values)
        Promise.objects.filter(pk=row.pk).update(about=[])
    return row.pk


def other(source: str, target: uuid.UUID) -> bool:
    with acting_as("p_ana"):
        return actions.ask_other_time(family=ALDER, woman=ANA, source=source, target=target, by=ANA)


def fine(target: uuid.UUID) -> bool:
    with acting_as("p_ana"):
        return actions.time_is_fine(family=ALDER, woman=ANA, target=target, by=ANA)


def open_to(who: str) -> list[tuple[str, datetime]]:
    with acting_as(who):
        return [(row.kind, row.starts_at) for row in queries.open_notices(ALDER) if row.starts_at]


@pytest.fixture
def reminder(cluster: Cluster, committing: str) -> uuid.UUID:
    """The mothers' group is in two days, and a message that reminds her of it waits."""
    during = "tstzrange(%(begins)s, %(begins)s + interval '2 hours')"
    message, given = uuid.uuid4(), {"begins": BEGINS, "group": GROUP, "ana": ANA, "alder": ALDER}
    with cluster.admin(committing) as admin:
        admin.execute(f"update services_session set during = {during}, held_at = null where id = %(group)s", given)
        admin.execute(f"update services_booking set during = {during} where session_id = %(group)s", given)
        admin.execute(
            "insert into reminders_message (id, family_id, woman_id, key, kind, by, value, source, target, starts_at,"
            " whole_day, not_before, until, state, because, tried, language, words, reference, planned_at) values"
            " (%(id)s, %(alder)s, %(ana)s, %(id)s, 'before', 'text', '+14165550123', 'session', %(group)s, %(begins)s,"
            " false, %(begins)s - interval '1 day', %(begins)s, 'waits', '', 0, '', '', '', now())",
            {**given, "id": message},
        )
    return message


def test_she_alone_says_it_of_what_is_hers_and_to_come(
    cluster: Cluster, committing: str, reminder: uuid.UUID
) -> None:  # fmt: skip
    shown, today, hidden = said(1), said(2, on=timezone.localdate()), said(3, category=C.IPV_SAFETY)
    over, unsaid = said(4, on=timezone.localdate() - timedelta(days=1)), said(5)
    with acting_as("W1"):
        Promise.objects.filter(pk=unsaid).update(about=[CAST["CAL"]])
    hers = [("session", GROUP), ("promise", shown), ("promise", today)]
    nothing = [
        ("promise", hidden), ("promise", over), ("promise", unsaid), ("promise", GROUP), ("session", shown),
        ("elsewhere", ident("appointment 1")), ("", GROUP), ("session", uuid.uuid4()),
    ]  # fmt: skip
    for who in NOT_HERSELF:
        with acting_as(who):
            assert not any(verbs.ask_other_time(*thing) or verbs.time_is_fine(thing[1]) for thing in hers), who
    assert not any(other(*thing) for thing in nothing) and not fine(GROUP)
    assert open_to("W1") == []

    # Asked twice, her team is told once, and reads when it was to be; nobody else, and no message reminds her of it.
    assert other(*hers[0]) and other(*hers[0]) and other(*hers[2])
    assert open_to("W1") == open_to("SUP") and ("other_time", BEGINS) in open_to("W1") and len(open_to("W1")) == 2
    for who in ("W2", "W3", "p_cal", "p_foster", "CW1", "SITE2"):
        assert open_to(who) == [], who
    with acting_as("p_ana"):
        told = queries.other_times_of(ANA, BEGINS)
        assert told == {(GROUP, BEGINS): queries.OtherTime(here=True, taken=False)}
        assert Message.objects.get(pk=reminder).because == "other_time_asked"
        lines = Trail.objects.filter(verb="other time asked for", principal=ANA)
        assert {str(line.subject) for line in lines} in ({str(ANA)}, set())  # whether or not she reads it herself
        for write in (
            lambda: Notice.objects.create(woman_id=ANA, family_id=ALDER, kind="hard", told_at=BEGINS),
            lambda: Notice.objects.filter(woman_id=ANA).update(taken_back_at=BEGINS),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                write()

    # Back, while nobody has it: the message goes again. Once a colleague has it, they are in touch.
    assert fine(GROUP) and not fine(GROUP) and len(open_to("W1")) == 1
    with acting_as("p_ana"):
        assert (Message.objects.get(pk=reminder).state, queries.other_times_of(ANA, BEGINS)) == ("waits", {})
    assert other(*hers[0])
    with acting_as("W1"):
        for row in queries.open_notices(ALDER).exclude(starts_at=None):
            actions.take_notice(notice=row, by=CAST["W1"], at=timezone.now())
    assert not fine(GROUP) and not fine(today) and open_to("W1") == []
    with acting_as("p_ana"):
        assert queries.other_times_of(ANA, BEGINS)[GROUP, BEGINS].taken

    # What does not take place, and what she takes no part in, is nothing of hers.
    with cluster.admin(committing) as admin:
        admin.execute("update services_booking set stands = false, ended_at = now() where session_id = %s", [GROUP])
    assert not other(*hers[0])
