"""Her own goals on her own page: she reads them at once, tells, rates and changes them, and nobody else does."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alongside.goals import queries
from alongside.goals.models import Goal, GoalStep
from alongside.recordkeeping.models import SetAside
from alongside.safekeeping.terms import Category as C
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import CAST, acting_as, dyad, ident
from tests.client import client_as, statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ALDER, ANA, day, send, url

pytestmark = pytest.mark.usefixtures("committing")
GOAL, WITH_BEE, WITH_BO, SAFE = (ident(f"goal {n}") for n in range(4))


def sent(prefix: str = "", **fields: Any) -> dict[str, Any]:
    start = f"{prefix}-" if prefix else ""
    return {f"{start}submission": str(uuid.uuid4()), **{f"{start}{name}": value for name, value in fields.items()}}


def test_she_reads_her_goals_at_once_and_nobody_elses(hers: Client) -> None:
    page = hers.get("/my/goals/").text
    assert "none on Sundays" in page and "Bo knows my voice" in page and "a song each night" in page
    assert "another lock" not in page  # somebody might look over her shoulder
    assert "your child and you" in page and "3 of 10" in page  # of Bo, who lives elsewhere, she reads no name here
    assert (
        hers.get(f"/my/goals/{SAFE}/").status_code == 404 and hers.get(f"/my/goals/{uuid.uuid4()}/").status_code == 404
    )
    one = hers.get(f"/my/goals/{GOAL}/").text
    assert "SECRET why" in one and "SECRET step: walk with Dot" in one and "SECRET talk" in one and "<svg" in one
    assert "Wanda" not in one and len(one.encode()) < 60_000


def test_she_tells_a_goal_and_says_where_she_is_with_it(hers: Client) -> None:
    form = sent(her_words="a garden, even a small one", whom=f"woman:{ANA}", why="for my hands", lane="everyday")
    page = hers.post("/my/goals/new/", form)
    assert page.status_code == 302 and hers.post("/my/goals/new/", form)["Location"] == page["Location"]
    where = page["Location"]
    today = sent("today", value="4", words="seeds on the sill")
    for _twice in range(2):
        assert hers.post(f"{where}today/", today)["Location"] == where
    assert hers.post(f"{where}steps/", sent("step", words="ask for a pot", helper="Dot"))["Location"] == where
    assert hers.post(f"{where}stands/", sent("stands", state="reached", her_words="it grows"))["Location"] == where
    with acting_as("W1"):
        told = Goal.objects.get(her_words="a garden, even a small one")
        seen = queries.goal_of(ALDER, told.pk)
    assert (told.category, told.told_by, told.recorded_by, told.about) == (C.MONEY_HOUSING, ANA, ANA, None)
    assert [(r.value, r.words, r.on) for r in seen.ratings] == [(4, "seeds on the sill", timezone.localdate())]
    assert [(s.helps, s.helper) for s in seen.steps] == [("somebody", "Dot")]
    assert seen.stands.state == "reached" and seen.standings[0].her_words == "it grows"
    assert "on her own page" in client_as("W1").get(f"/families/{ALDER}/goals/{told.pk}/").text
    step = seen.steps[0].pk
    assert hers.post(f"/my/goals/steps/{step}/")["Location"] == where
    assert hers.post(f"/my/goals/steps/{step}/", {"as": "let_go"})["Location"] == where  # somebody was quicker: fine
    with acting_as("W1"):
        assert GoalStep.objects.get(pk=step).settled_as == "done"


def test_what_she_sends_that_cannot_be_comes_back_in_words(hers: Client) -> None:
    page = hers.post("/my/goals/new/", sent(her_words=" ", whom=f"woman:{ANA}"))
    assert page.status_code == 422 and "Please look at this again" in page.text
    for wrong in ({"whom": f"woman:{CAST['EVE']}"}, {"whom": f"dyad:{dyad('ANA', 'BO')}"}):
        assert hers.post("/my/goals/new/", sent(her_words="x", **wrong)).status_code == 422
    where = f"/my/goals/{GOAL}/"
    for path, form in (
        ("today/", sent("today", value="", words="")),
        ("today/", sent("today", value="11")),
        ("steps/", sent("step", words="")),
        ("stands/", sent("stands", state="open")),
        ("stands/", sent("stands", state="failed")),
    ):
        page = hers.post(where + path, form)
        assert page.status_code == 422 and "Please look at this again" in page.text, (path, form)
    assert hers.post(f"/my/goals/{SAFE}/today/", sent("today", value="3")).status_code == 404


def test_her_words_and_a_workers_at_once_she_sees_both_and_decides(hers: Client) -> None:
    where = f"/my/goals/{WITH_BO}/words/"
    client_as("W1").post(url("goal_words", ALDER, WITH_BO), {**sent(), "her_words": "as Wanda heard", "version": "1"})
    page = hers.post(where, sent(her_words="as I say", version="1"))
    assert "Somebody wrote something else meanwhile" in page.text and "as Wanda heard" in page.text
    assert "as I say" in page.text
    with acting_as("W1"):
        assert SetAside.objects.get(target=WITH_BO).settled_at is None
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert (
        version
        and hers.post(where, sent(her_words="as I say", version=version[1]))["Location"] == f"/my/goals/{WITH_BO}/"
    )
    with acting_as("W1"):
        assert Goal.objects.get(pk=WITH_BO).her_words == "as I say"
        assert SetAside.objects.get(target=WITH_BO).settled_at is not None


def test_a_return_to_use_changes_nothing_of_a_goal(hers: Client) -> None:
    """T-09, T-11: not her goals, not their numbers, not how they stand."""
    with acting_as("W1"):
        before = [(r.goal.pk, r.stands, len(r.ratings), len(r.standings)) for r in queries.goals_of(ALDER)]
    fields = {"kind": "return", **day("on", "2026-02-28"), "her_words": "Friday night"}
    assert send("W1", url("return_add", ALDER, ANA), fields).status_code == 302
    with acting_as("W1"):
        assert [(r.goal.pk, r.stands, len(r.ratings), len(r.standings)) for r in queries.goals_of(ALDER)] == before
    assert "Friday night" not in hers.get("/my/goals/").text


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_her_pages_are_neutral_and_easy_to_read(hers: Client, language: str, grade: Any) -> None:
    hers.cookies["django_language"] = language
    texts = []
    for address in ("/my/goals/", "/my/goals/new/", f"/my/goals/{GOAL}/", f"/my/goals/{GOAL}/words/"):
        page = hers.get(address)
        assert page.status_code == 200 and page["Cache-Control"] == "no-store, max-age=0"
        html = re.sub(
            r"(?s)<article.*?</article>|<time.*?</time>|<figure.*?</figure>|<textarea.*?</textarea>", "", page.text
        )
        assert not TELLING.search(html), (address, TELLING.search(html))
        texts.append(plain(html))
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))
    assert [f for f in check("\n".join(texts), audience="woman") if f.level == "avoid"] == []


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "PRIV", "p_cal", "p_foster", "CW1", "p_fin", None])
def test_nobody_else_opens_hers(hers: Client, who: str | None) -> None:
    for address in (f"/my/goals/{GOAL}/", f"/my/goals/{GOAL}/words/"):
        page = client_as(who).get(address)
        assert (page.status_code, page.get("Location")) in ((404, None), (302, "/my/in/")), address
    assert "SECRET" not in client_as(who).get("/my/goals/", follow=True).text


def test_her_pages_ask_a_fixed_number_of_questions(hers: Client) -> None:
    counts = []
    for _again in range(2):
        for address in ("/my/goals/", f"/my/goals/{GOAL}/"):
            with statements() as asked:
                hers.get(address)
            counts.append(len(asked))
        for n in range(5):
            hers.post(f"/my/goals/{GOAL}/today/", sent("today", value=str(n)))
            hers.post(f"/my/goals/{GOAL}/steps/", sent("step", words=f"step {n}"))
    assert counts[:2] == counts[2:] and max(counts) <= 12, counts
