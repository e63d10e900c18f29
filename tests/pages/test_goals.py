"""Goals on the pages of her team: what is shown to whom, bad input, two at once, days."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from alongside.consent.models import DisclosedPart
from alongside.families.models import Family
from alongside.goals import actions, queries
from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, day, errors, newest, send, url

GOAL, SAFE = ident("goal 0"), ident("goal 3")
BY_W1 = {"by": CAST["W1"], "at": T0}
LIST, PAGE = f"/families/{ALDER}/goals/", f"/families/{ALDER}/goals/{GOAL}/"
pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def tell(**more: Any) -> Goal:
    given = {
        "family": Family(id=ALDER), "subject": ANA, "for_whom": "woman", "told_by": ANA, "lane": "own",
        "her_words": "to sleep through", "on": TODAY, **BY_W1, **more,
    }  # fmt: skip
    return actions.tell_goal(**given)


def text(address: str, who: str = "W1") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(page.text.split())


# --- her team


def test_goals_stand_by_how_they_stand_and_none_has_failed() -> None:
    with acting_as("W1"):
        for n, state in enumerate(("resting", "reached", "put_away")):
            goal = tell(her_words=f"wish number {n}")
            actions.say_standing(goal=goal, state=state, on=TODAY, **BY_W1)
    shown = text(LIST).replace("nothing here can fail or run out", "")
    parts = re.findall(r'<section class="section" id="goals-(\w+)"', shown)
    assert parts == ["open", "resting", "reached", "put_away"]
    assert "Where she is with this: <strong>3 of 10, 6 November 2025</strong>" in shown
    assert "SECRET goal: Bo knows my voice" in shown and "SECRET step: walk with Dot · Dot" in shown
    assert not re.search(r"fail|overdue|late\b|missed|score|%\W", re.sub(r"<[^>]*>", "", shown), re.I)


def test_one_goal_over_the_years_is_drawn_and_the_same_as_a_table() -> None:
    with acting_as("W1"):
        goal = queries.goal(ALDER, GOAL)
        for n, value in enumerate((5, 2, 0, 10)):
            actions.rate_goal(goal=goal, on=date(2022 + n, 5, 4), value=value, words=f"that spring {n}", **BY_W1)
        actions.rate_goal(goal=goal, on=TODAY, words="only words today", **BY_W1)
    shown = text(PAGE)
    assert shown.count("<svg") >= 2 and "Where she is with this, as she says" in shown
    table = shown.split("The same as a table")[1].split("</table>")[0]
    assert re.findall(r'<th scope="row">([^<]*)</th><td>([^<]*)</td>', table) == [
        ("4 May 2022", "5"), ("4 May 2023", "2"), ("4 May 2024", "0"), ("4 May 2025", "10"), ("6 November 2025", "3"),
    ]  # fmt: skip
    assert "only words today" in shown and "not answered" not in table
    assert "Beside her: people who work with using" in shown and "SECRET talk" in shown


def test_a_goal_as_of_a_day_stands_as_it_stood() -> None:
    spring, summer = datetime(2024, 4, 2, 15, 0, tzinfo=UTC), datetime(2024, 8, 1, 15, 0, tzinfo=UTC)
    with acting_as("W1"):
        goal = tell(her_words="FIRST said so", on=spring.date(), at=spring)
        step = actions.add_step(goal=goal, words="a lamp", by=CAST["W1"], at=spring)
        actions.rate_goal(goal=goal, on=spring.date(), value=1, by=CAST["W1"], at=spring)
        actions.rate_goal(goal=goal, on=summer.date(), value=8, by=CAST["W1"], at=summer)
        actions.settle_step(step=step, settled_as="done", on=summer.date(), by=CAST["W1"], at=summer)
        actions.say_standing(goal=goal, state="reached", on=summer.date(), by=CAST["W1"], at=summer)
        actions.say_anew(goal=goal, base_version=1, values={"her_words": "THEN said so"}, by=CAST["W1"], at=summer)
    page = f"/families/{ALDER}/goals/{goal.pk}/"
    now, then = text(page), text(page + "?on=2024-06-01")
    assert "THEN said so" in now and "FIRST said so" in now.split("Earlier versions")[1]
    assert "Good enough for now" in now and ">8</td>" in now and "Done" in now
    assert "FIRST said so" in then and "THEN said so" not in then
    assert "Going on" in then and ">8</td>" not in then and "Good enough" not in then and "goals/steps/" not in then
    assert "FIRST said so" in text(LIST + "?on=2024-06-01") and "FIRST said so" not in text(LIST + "?on=2024-03-01")
    assert "Nothing is written down for these days" in text(page + "?on=2024-03-01")


def test_a_goal_asks_the_same_number_of_questions_however_long_it_goes_on() -> None:
    browser, counts = client_as("W1"), []
    for _again in range(2):
        for address in (LIST, PAGE, LIST + "?on=2026-02-20"):
            with statements() as asked:
                assert browser.get(address).status_code == 200
            counts.append(len(asked))
        with acting_as("W1"):
            goal = queries.goal(ALDER, GOAL)
            for n in range(12):
                actions.rate_goal(goal=goal, on=TODAY - timedelta(days=n), value=n % 11, **BY_W1)
                actions.add_step(goal=tell(her_words=f"w{n}"), words="s", **BY_W1)
    assert counts[:3] == counts[3:] and max(counts) <= 14, counts


def test_the_family_page_leads_there_and_asks_nothing_more() -> None:
    browser = client_as("W1")
    with statements() as asked:
        page = browser.get(f"/families/{ALDER}/")
    assert f'href="{LIST}"' in page.text and len(asked) <= 12
    timeline = text(f"/families/{ALDER}/timeline/")
    for words in (
        "A goal: recovery, as she means it",
        "A goal: resting",
        "A goal, talked over",
        "SECRET goal: Bee swims",
    ):
        assert words in timeline
    assert PAGE in timeline and "A goal: resting" not in text(f"/families/{ALDER}/timeline/?on=2025-11-10")


def test_a_part_that_does_not_read_a_kind_finds_nothing_of_it() -> None:
    for address in (PAGE, PAGE + "today/", PAGE + "words/", PAGE + "stands/"):
        assert client_as("CHC").get(address).status_code == 404
    shown = text(LIST, "CHC")
    assert "Bee swims" in shown and "none on Sundays" not in shown and "another lock" not in shown
    assert "another lock" not in text(LIST, "DIR") and "none on Sundays" in text(LIST, "DIR")


WORDS = {"her_words": "to sleep", "lane": "own", "told_by": str(ANA), "whom": f"woman:{ANA}", **day("on", "2026-02-20")}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"her_words": "  "}, "her_words"),
        ({"her_words": "x" * 20_001}, "her_words"),
        ({"at_ten": "x" * 2_001}, "at_ten"),
        (day("on", "2199-01-01"), "on"),
        ({"lane": "treatment"}, "lane"),
        ({"whom": f"woman:{CAST['EVE']}"}, "whom"),
        ({"told_by": str(CAST["EVE"])}, "told_by"),
        ({"category": "3"}, "category"),  # a counsellor's own notes have their own place
        ({"counts": ["abstinence"]}, "counts"),
    ],
)
def test_a_goal_that_cannot_be_comes_back_with_every_word(fields: dict[str, str], field: str) -> None:
    page = send("W1", url("goal_add", ALDER), {**WORDS, "why": "so that I laugh again", **fields})
    assert page.status_code == 200 and set(errors(page)) == {field}
    assert "so that I laugh again" in page.text


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("goal_rate", {"value": "11"}, "value"),
        ("goal_rate", {"value": "-1"}, "value"),
        ("goal_rate", {"value": "many"}, "value"),
        ("goal_rate", {}, "value"),
        ("goal_stands", {"state": "failed"}, "state"),
        ("goal_stands", {"state": "open"}, "state"),  # it stands like this already
        ("goal_stands", {"state": "changed"}, "into"),
        ("goal_stands", {"state": "changed", "into": str(uuid.uuid4())}, "into"),
        ("goal_step_add", {"words": "", "helps": "herself"}, "words"),
        ("goal_step_add", {"words": "a walk", "helps": "somebody"}, "helps"),
        ("goal_step_add", {"words": "a walk", "helps": "colleague"}, "helps"),
        ("goal_step_add", {"words": "a walk", "helps": "colleague", "colleague": str(CAST["CW1"])}, "colleague"),
        ("goal_talk", {}, "her_words"),
        ("goal_talk", {"value": "12"}, "value"),
    ],
)
def test_what_cannot_be_said_of_a_goal_is_said_kindly(name: str, fields: dict[str, str], field: str) -> None:
    page = send("W1", url(name, ALDER, GOAL), {**day("on", "2026-02-20"), **fields})
    assert page.status_code == 200 and set(errors(page)) == {field}, errors(page)
    assert errors(page)[field][0].endswith((".", "?"))


def test_steps_are_done_or_let_go_once() -> None:
    step = ident("goal step")
    browser = client_as("W1")
    assert send(browser, url("goal_step_done", ALDER, step), day("on", "2026-02-20"))["Location"] == PAGE
    assert (newest("goals.GoalStep").settled_as, newest("goals.GoalStep").settled_on) == ("done", date(2026, 2, 20))
    again = send(browser, url("goal_step_let_go", ALDER, step), {})
    assert again.status_code == 200 and "Somebody has settled this step already" in again.text


def test_a_number_that_was_written_wrongly_is_drawn_no_longer_and_stays_in_the_record() -> None:
    wrong = ident("goal rating")
    assert (
        send("W1", url("goal_rating_right", ALDER, wrong), {"value": "9", **day("on", "2026-01-06")}).status_code == 302
    )
    shown = text(PAGE)
    assert ">9</td>" in shown and ">3</td>" not in shown
    assert (
        send("W1", url("goal_rating_right", ALDER, wrong), {"value": "1", **day("on", "2026-01-06")}).status_code == 404
    )
    with acting_as("W1"):
        assert GoalRating.objects.get(pk=wrong).superseded_at is not None


def test_it_became_another_goal() -> None:
    with acting_as("W1"):
        other = tell(her_words="a choir on Sundays")
    fields = {"state": "changed", "into": str(other.pk), **day("on", "2026-02-20")}
    assert send("W1", url("goal_stands", ALDER, GOAL), fields).status_code == 302
    assert f'href="/families/{ALDER}/goals/{other.pk}/"' in text(PAGE)


def test_two_who_write_at_once_are_both_kept_and_somebody_chooses() -> None:
    for words in ("as Wanda heard it", "as Suki heard it"):
        who = "W1" if "Wanda" in words else "SUP"
        page = send(who, url("goal_words", ALDER, GOAL), {"her_words": words, "version": "1"})
    assert "/two-versions/" in page["Location"]
    both = text(page["Location"], "SUP")
    assert "as Wanda heard it" in both and "as Suki heard it" in both
    chosen = send("SUP", page["Location"], {"choose": "yours", "version": "2"})
    assert chosen.status_code == 302
    assert "as Suki heard it" in text(PAGE)
    # Where it is kept, and whom else it names, are two versions too.
    send("W1", url("goal_file", ALDER, GOAL), {"lane": "safer", "category": "2", "nobody_else": "on", "version": "3"})
    page = send(
        "SUP", url("goal_file", ALDER, GOAL), {"lane": "own", "category": "1", "named": str(BEE), "version": "3"}
    )
    assert "Something of her own" in text(page["Location"], "SUP")
    assert send("SUP", page["Location"], {"choose": "yours", "version": "4"}).status_code == 302
    held = newest("goals.Goal", pk=GOAL)
    assert (held.lane, held.category, held.about) == ("own", C.SERVICE_USE, [BEE])


def test_a_kind_that_is_not_on_her_page_is_said_to_be_so() -> None:
    assert "Being safe from somebody (not on her own page)" in text(url("goal_add", ALDER))
    assert "Please read it with her" in text(f"/families/{ALDER}/goals/{SAFE}/")


def test_every_row_is_of_this_goal_and_its_kind() -> None:
    with acting_as("W1"):
        for model in (GoalRating, GoalStep, GoalStanding, GoalTalk):
            for row in model.objects.select_related("goal"):
                assert (row.family_id, row.subject, row.category) == (
                    row.goal.family_id, row.goal.subject, row.goal.category,
                )  # fmt: skip


def test_a_partner_reads_what_she_agreed_to_word_for_word_and_the_ledger_keeps_it() -> None:
    """C1: the society reads everyday matters about Ana, and nothing about using."""
    with acting_as("W1"):
        plain = tell(her_words="to sleep through, said so", about=[])
        actions.rate_goal(goal=plain, on=TODAY, value=3, words="SECRET number", **BY_W1)
        tell(her_words="SECRET about using", lane="better", about=[])
        tell(her_words="SECRET nobody said of whom")
        gone = tell(her_words="SECRET put away", about=[])
        actions.say_standing(goal=gone, state="put_away", on=TODAY, **BY_W1)
    shown = text(f"/shared/{ANA}/", "CW1")
    assert "A goal, since 2 March 2026: going on" in shown and "She said: “to sleep through, said so”" in shown
    for hidden in ("SECRET number", "SECRET about using", "SECRET nobody said", "SECRET put away", "none on Sundays"):
        assert hidden not in shown, hidden
    with acting_as("p_ana"):
        kept = DisclosedPart.objects.filter(subject=ANA, category=C.SERVICE_USE).order_by("-recorded_at").first()
        assert kept is not None and "to sleep through, said so" in kept.snapshot
