"""When she has used: the wall around what is written then, and the whole story of a woman who comes the same day (T-09)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.care import actions, queries
from alongside.care.models import AskedToday, UsedAnswer
from alongside.care.terms import UsedStep
from alongside.consent import actions as consent
from alongside.consent import queries as asking
from alongside.consent.actions import To, seal
from alongside.consent.models import Disclosure, DutyReport
from alongside.enrolment.models import ReturnToUse
from alongside.families.models import Child, Family, Woman
from alongside.project import roles
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, acting_as, ident
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, ALDER, BEE, W1 = CAST["ANA"], CAST["ALDER"], CAST["BEE"], CAST["W1"]
EVENT = ident("return 1")
# Off the team, kept out, the ex-partner, carers, people elsewhere, child care, her peer supporter, parts without families.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", "CHC", "PEER", None,
]  # fmt: skip


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": ANA if who == "p_ana" else CAST[who], "at": timezone.now()}


@pytest.mark.parametrize("table", ["care_usedanswer", "care_askedtoday"])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, table: str) -> None:
    for who in NOBODY:
        for shape in ("", roles.SMALL, roles.REPORT):
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, shape)


def test_her_team_reads_it_and_she_what_is_hers(ask: Ask) -> None:
    for who in ("W1", "SUP", "PIT", "DIR"):
        assert ask(who, "select count(*) from care_usedanswer") == [(4,)]
        assert ask(who, "select her_words from care_askedtoday") == [("SECRET please",)]
    steps = {step for (step,) in ask("p_ana", "select step from care_usedanswer")}
    assert steps == {"met", "children", "helped"}  # what may have to be told is said to her by a person first
    assert ask("p_ana", "select her_words from care_askedtoday") == [("SECRET please",)]


def test_what_names_a_note_that_is_sealed_is_closed_with_it() -> None:
    with acting_as("PRIV"):
        seal(target=ident("contact 1"), why="court_order", words="a judge", by=CAST["PRIV"], at=timezone.now())
    for who, steps in (("W1", {"children", "tell", "helped"}), ("p_ana", {"children", "helped"})):
        with acting_as(who):
            assert set(UsedAnswer.objects.values_list("step", flat=True)) == steps


def test_nobody_writes_in_another_file_in_another_name_or_for_her() -> None:
    """An event of hers with another woman's name on it, another's name under it, and an ask that is not hers."""
    row = {"family_id": ALDER, "woman_id": ANA, "event_id": EVENT, "step": "beside", "state": "not_needed", "number": 7,
           "on": T0.date(), "recorded_by": W1, "recorded_at": T0}  # fmt: skip
    for who, wrong in (
        ("W1", {"woman_id": CAST["EVE"]}), ("W1", {"family_id": CAST["BIRCH"]}), ("W1", {"recorded_by": CAST["SUP"]}),
        ("W1", {"contact_id": new_id()}), ("W1", {"report_id": new_id()}), ("W1", {"event_id": new_id()}),
        ("p_ana", {"recorded_by": ANA}), ("CHC", {"recorded_by": CAST["CHC"]}), ("CW1", {"recorded_by": CAST["CW1"]}),
    ):  # fmt: skip
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            UsedAnswer(id=new_id(), **{**row, **wrong}).save(force_insert=True)
    for who in ("W1", "p_cal", "CW1"):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            actions.ask_today(woman=ANA, family=ALDER, wants="call", **stamp(who))
    with acting_as("p_ana"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.ask_today(woman=CAST["EVE"], family=CAST["BIRCH"], wants="call", **stamp("p_ana"))
    for sql in ("update care_usedanswer set words = 'x'", "delete from care_usedanswer", "delete from care_askedtoday",
                "update care_askedtoday set her_words = 'x'"):  # fmt: skip
        with acting_as("W1"), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_she_asks_takes_it_back_and_her_people_say_that_they_were_there() -> None:
    with acting_as("p_ana"):
        first = actions.ask_today(
            woman=ANA, family=ALDER, wants="call", her_words="after six", id=new_id(), **stamp("p_ana")
        )
        again = actions.ask_today(woman=ANA, family=ALDER, wants="meet", id=first.pk, **stamp("p_ana"))
        second = actions.ask_today(woman=ANA, family=ALDER, wants="meet", **stamp("p_ana"))
        assert again.pk == first.pk and [row.pk for row in queries.asks_of(ALDER, ANA)] == [first.pk, second.pk]
        # She cannot say for them that they were there.
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.settle_ask(ask=first, settled_as="reached", **stamp("p_ana"))
        actions.settle_ask(ask=second, settled_as="taken_back", **stamp("p_ana"))
    with acting_as("W1"):
        with pytest.raises(ProgrammingError), transaction.atomic():  # nor they for her that she needs nobody
            actions.settle_ask(ask=first, settled_as="taken_back", **stamp())
        assert [row.ask for row in queries.to_meet([ALDER])] == [first.pk]
        actions.settle_ask(ask=first, settled_as="reached", **stamp())
        with pytest.raises(Refused, match="ask_settled"):
            actions.settle_ask(ask=first, settled_as="reached", **stamp())
        assert queries.to_meet([ALDER]) == []
        assert set(AskedToday.objects.values_list("settled_as", flat=True)) == {"reached", "taken_back"}


# What must stay exactly as it is when she tells us that she used: every table of these rooms, and what is arranged.
STAYS = {
    "services", "goals", "programmes", "calendars", "childcare", "peers", "intake", "reminders", "assessment", "families",
}  # fmt: skip
ALSO = {"enrolment.Enrolment", "enrolment.StateChange", "enrolment.TeamMember", "enrolment.KeyWorker", "care.Promise",
        "care.SafetyPlan", "care.SafetyVersion", "care.LaneVersion", "care.ReachWish", "consent.Consent",
        "consent.ConsentLine"}  # fmt: skip


def everything_else() -> dict[str, list[Any]]:
    """Every row of hers in every table that must not move, as her worker reads it."""
    models = [m for m in apps.get_models() if m._meta.app_label in STAYS or m._meta.label in ALSO]
    models = [m for m in models if any(f.name == "family" for f in m._meta.get_fields())]
    assert len(models) > 40
    return {m._meta.label: sorted(map(repr, m._base_manager.filter(family=ALDER).values_list())) for m in models}


def test_after_four_years_she_comes_the_same_day(ask: Ask) -> None:
    """T-09: met the same day; what must be told is told to her first; somebody beside her; nothing else changes."""
    with acting_as("W1"):
        before, today = everything_else(), timezone.localdate()
        event = actions.begin_used(
            woman=Woman.objects.get(pk=ANA), on=today, met="open", her_words="I came here first.", **stamp()
        )
        [waits] = queries.to_meet([ALDER])
        assert (waits.event, waits.on, waits.her_words) == (event.pk, today, "")
        say = {"event": event, "on": today}
        note = {"family": Family(id=ALDER), "subject": ANA, "for_whom": "woman", "category": C.SUD, "on": today}
        met = actions.record_contact(**note, mode="in_person", note="We sat together.", **stamp())
        assert queries.to_meet([ALDER]) == []  # a note of having been with her is enough
        actions.answer_used(
            **say, step="met", state="done", colleague=W1, contact=met.pk, place="the kitchen", **stamp()
        )
        actions.answer_used(**say, step="children", state="done", words="with Dot, as planned", **stamp())
        actions.answer_used(**say, step="tell", state="asking", **stamp())
        # The worry, and its workflow: talked over, told to her and with her, then reported by whoever has it.
        worry = consent.begin_report(child=Child.objects.get(pk=BEE), on=today, words="a night without me", **stamp())
        actions.answer_used(**say, step="tell", state="must", report=worry.pk, **stamp())
        for step in ("consulted", "told_her"):
            consent.add_report_step(report=worry, step=step, on=today, words="together", **stamp())
        me = whoami()
        assert me is not None
        consent.send_report(
            report=worry, to=To(Agency.objects.get(pk=CAST["CAS"])), words="She was cared for.",
            category=int(C.CHILD_WELFARE_LEGAL), present=True, asker=asking.asker_of(me), **stamp(),
        )  # fmt: skip
        actions.answer_used(**say, step="beside", state="done", colleague=W1, words="Monday, together", **stamp())
        actions.answer_used(**say, step="helped", state="done", words="soup", **stamp())
        assert everything_else() == before  # status, goals, services, team, plans, promises: as they were
        seen = queries.used(ALDER, event.pk)
        assert {step: seen.now(step).state for step in UsedStep} == {  # type: ignore[union-attr]
            "met": "done", "children": "done", "tell": "must", "beside": "done", "helped": "done",
        }  # fmt: skip
        assert [row.state for row in seen.answers[UsedStep.TELL]] == ["asking", "must"]  # nothing was written over
        line = Disclosure.objects.get(report=worry)
        assert (line.told_before, line.present) == ("with_her", True)
        assert DutyReport.objects.get(pk=seen.now(UsedStep.TELL).report_id).pk == worry.pk  # type: ignore[union-attr]
        # It is remembered: offered at the next event, and only there.
        assert next(each.words for each in queries.helped_before(ALDER, ANA, but=new_id())) == "soup"
        verbs = "select distinct verb from recordkeeping_trail where subject = %s and detail::text like %s"
    assert ask("PRIV", verbs, [ANA, f"%{event.pk}%"]) == []  # the trail names no event of this kind
    for who in ("CW1", "PO", "NUR", "CHC", "PEER", "p_dot"):
        assert ask(who, "select count(*) from enrolment_returntouse") == [(0,)]
        assert ask(who, "select count(*) from care_usedanswer") == [(0,)]


def test_leave_it_to_me_is_heeded_and_what_she_asks_herself_too() -> None:
    with acting_as("W1"):
        woman = Woman.objects.get(pk=ANA)
        event = actions.begin_used(woman=woman, on=timezone.localdate() - timedelta(days=1), met="open", **stamp())
        assert [row.event for row in queries.to_meet([ALDER])] == [event.pk]
        actions.answer_used(event=event, step="met", state="leave", on=timezone.localdate(), **stamp())
        assert queries.to_meet([ALDER]) == []
        actions.begin_used(woman=woman, on=timezone.localdate(), met="open", **stamp())
        assert len(queries.to_meet([ALDER])) == 1
        actions.wish_reached(family=ALDER, woman=ANA, wants="leave", **stamp())
        assert queries.to_meet([ALDER]) == []
    with acting_as("p_ana"):
        actions.ask_today(woman=ANA, family=ALDER, wants="either", **stamp("p_ana"))
    with acting_as("W1"):
        assert [row.wants for row in queries.to_meet([ALDER])] == ["either"]
        # A note of this morning that is typed now is no answer to what she asked at noon.
        actions.record_contact(
            family=Family.objects.get(pk=ALDER), subject=ANA, for_whom="woman", category=1, on=timezone.localdate(),
            mode="home", present=[ANA], note="this morning", **stamp(),
        )  # fmt: skip
        assert [row.wants for row in queries.to_meet([ALDER])] == ["either"]


def test_what_does_not_fit_is_refused_in_words_and_two_at_once_are_both_kept() -> None:
    with acting_as("W1"):
        event, on = ReturnToUse.objects.get(pk=EVENT), timezone.localdate()
        for code, said in {
            "answer_unfit": {"step": "children", "state": "must"},
            "words_needed": {"step": "helped", "state": "done", "words": "  "},
            "who_was_there": {"step": "beside", "state": "done"},
            "in_future": {"step": "tell", "state": "nothing", "on": on + timedelta(days=1)},
            "not_of_this_family": {"step": "tell", "state": "must", "report": new_id()},
            "too_long": {"step": "helped", "state": "done", "words": "a" * 200_001},
        }.items():
            with pytest.raises(Refused, match=code):
                actions.answer_used(event=event, **{"on": on, **said}, **stamp())
        same = new_id()
        for _ in range(2):
            actions.answer_used(event=event, step="helped", state="done", words="rain", on=on, id=same, **stamp())
        actions.answer_used(event=event, step="helped", state="rather_not", on=on, **stamp())
        held = queries.used(ALDER, EVENT).answers[UsedStep.HELPED]
        assert [(row.number, row.words) for row in held] == [(1, "SECRET helped"), (2, "rain"), (3, "")]
        then = queries.used(ALDER, EVENT, until=T0.date())
        assert [row.number for row in then.answers[UsedStep.HELPED]] == [1]
