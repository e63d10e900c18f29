"""Our plan on her own page: read in plain words, signed if she likes, and her own words beside what is not right."""

from __future__ import annotations

import itertools
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alongside.care import actions, queries
from alongside.care.models import LaneSignature, LaneVersion
from alongside.care.rules import LaneStep
from alongside.care.terms import Does
from alongside.consent.models import Statement
from alongside.families.models import Family
from alongside.goals.terms import Lane
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ALDER, ANA, BO

pytestmark = pytest.mark.usefixtures("committing")
HERE = "/my/plan/"
TIMES = itertools.count()
STEPS = [
    LaneStep("look for a lamp"),
    LaneStep("call about the bed", Does.COLLEAGUE, colleague=CAST["W1"]),
    LaneStep("bring it up the stairs", Does.SOMEBODY, "Dot"),
]


def sent(**fields: Any) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), **fields}


def said(lane: str = "everyday", words: str = "a bed for Bo", **more: Any) -> LaneVersion:
    """What stands from now on, made with Wanda. What a test writes here stays for the next one."""
    given = {
        "family": Family(id=ALDER), "woman": ANA, "lane": lane, "her_words": f"{words}, {next(TIMES)}", "steps": STEPS,
        "on": timezone.localdate(), "about": [BO], "by": CAST["W1"], "at": timezone.now(), **more,
    }  # fmt: skip
    with acting_as("W1"):
        before = queries.lane(ALDER, Lane(lane))
        made = actions.say_lane(base_version=before.now.number if before else 0, **given)
    assert isinstance(made, LaneVersion)
    return made


def test_she_reads_what_stands_with_who_does_what(hers: Client) -> None:
    row = said(goals=[ident("goal 1")], again_on=timezone.localdate())
    assert f'href="{HERE}"' in hers.get("/my/").text
    shown = " ".join(hers.get(HERE).text.split())
    for words in (row.her_words, "look for a lamp</bdi> · <bdi>you", "Wanda, counsellor", "Dot", "a song each night",
                  "Beside you: both together", "You want to look at it again about"):  # fmt: skip
        assert words in shown, words
    assert "SECRET lane: better 2" in shown and "SECRET lane: better 1" not in shown  # what stands, and nothing before
    one = hers.get(HERE).text
    assert (
        re.search(r"<title>([^<]*)</title>", one)[1] == re.search(r"<title>([^<]*)</title>", hers.get("/my/").text)[1]
    )
    said(her_words="", steps=[])
    assert row.her_words not in hers.get(HERE).text  # emptied at her word


def test_what_is_not_right_stands_beside_it_in_her_words_and_her_team_reads_it(hers: Client) -> None:
    row = said()
    where = f"{HERE}{row.pk}/"
    assert where in hers.get(HERE).text and row.her_words in hers.get(where).text
    assert hers.post(where, sent(words=" ")).status_code == 422
    once = sent(words="I said a crib", asks_change="on")
    assert hers.post(where, once)["Location"] == hers.post(where, once)["Location"] == HERE
    assert "I said a crib" in hers.get(HERE).text and "You want it put right." in hers.get(HERE).text
    team = client_as("W1").get(f"/families/{ALDER}/plan/").text
    assert "I said a crib" in team and "She wants it put right." in team and row.her_words in team
    with acting_as("W1"):
        kept = Statement.objects.get(target=row.pk)
        assert (kept.recorded_by, kept.about) == (ANA, "care.laneversion")
    said(words="a crib for Bo")
    assert hers.get(where)["Location"] == HERE  # something else stands by now
    assert hers.get(f"{HERE}{uuid.uuid4()}/").status_code == 404
    # What she wrote meanwhile stands beside the words that she read.
    page = hers.post(where, sent(words=" "))
    assert page.status_code == 422 and row.her_words in page.text
    assert hers.post(where, sent(words="Nor on Sundays"))["Location"] == HERE
    shown = hers.get(HERE).text
    assert "I said a crib" in shown and "Nor on Sundays" in shown and "What you said to earlier words" in shown
    with acting_as("W1"):
        assert Statement.objects.filter(target=row.pk).count() == 2
    said(her_words="", steps=[])
    assert hers.post(where, sent(words="Nor ever"))["Location"] == HERE
    with acting_as("W1"):
        assert Statement.objects.filter(target=row.pk).count() == 3


@pytest.mark.parametrize("fields", [{"typed": "Ana", "how": "typed"}, {"drawn": "M0 0L9 9", "how": "drawn"}])
def test_she_signs_what_she_read_and_nothing_waits_for_it(hers: Client, fields: dict[str, str]) -> None:
    row = said()
    page = hers.get(f"{HERE}sign/").text
    shown = re.search(r'name="shown" value="([^"]*)"', page)[1]
    assert str(row.pk) in shown and "Say it aloud" not in page
    for missing in (
        {},
        {"how": "drawn"},
        {"typed": " ", "how": "typed"},
        {"how": "spoken", "witness": str(CAST["W1"])},
    ):
        assert hers.post(f"{HERE}sign/", sent(shown=shown, **missing)).status_code == 422, missing
    assert hers.post(f"{HERE}sign/", sent(shown="x y", **fields)).status_code == 422
    assert hers.post(f"{HERE}sign/", sent(shown=shown, **fields))["Location"] == HERE
    assert "You signed it on" in hers.get(HERE).text and hers.get(f"{HERE}sign/")["Location"] == HERE
    with acting_as("W1"):
        kept = LaneSignature.objects.get(version=row)
        assert (kept.recorded_by, kept.how, kept.witness_id) == (ANA, fields["how"], None)
    newer = said(words="a crib for Bo")
    late = hers.post(f"{HERE}sign/", sent(shown=shown, **fields))
    assert late.status_code == 422 and newer.her_words in late.text and str(newer.pk) in late.text
    with acting_as("W1"):
        stands = queries.lane(ALDER, Lane.EVERYDAY)
        assert stands is not None and stands.now == newer and stands.signed is None


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_her_pages_are_neutral_and_easy_to_read(hers: Client, language: str, grade: Any) -> None:
    row = said(
        "everyday", steps=[LaneStep("a lamp"), LaneStep("the bed", Does.SOMEBODY, "Dot")], again_on=timezone.localdate()
    )
    hers.cookies["django_language"] = language
    texts = []
    for address in (HERE, f"{HERE}{row.pk}/", f"{HERE}sign/"):
        page = hers.get(address)
        assert page.status_code == 200 and page["Cache-Control"] == "no-store, max-age=0"
        own = r"(?s)<blockquote.*?</blockquote>|<textarea.*?</textarea>|<time.*?</time>|<bdi>.*?</bdi>"
        html = re.sub(own, "", page.text)
        assert not TELLING.search(html), (address, TELLING.search(html))
        texts.append(plain(html))
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))
    assert [f for f in check("\n".join(texts), audience="woman") if f.level == "avoid"] == []


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "PRIV", "p_cal", "p_foster", "CW1", "p_fin", None])
def test_nobody_else_opens_hers(who: str | None) -> None:
    row = said(words="SECRET bed")
    for address in (f"{HERE}{row.pk}/", f"{HERE}sign/"):
        page = client_as(who).get(address)
        assert (page.status_code, page.get("Location")) in ((404, None), (302, "/my/in/"), (302, HERE)), address
        assert "SECRET" not in page.text
    assert "SECRET" not in client_as(who).get(HERE, follow=True).text


def test_who_looked_says_so_in_her_words(hers: Client) -> None:
    said()
    client_as("W1").get(f"/families/{ALDER}/plan/")
    assert "looked at our plan" in hers.get("/my/seen/here/").text


def test_her_pages_ask_a_fixed_number_of_questions(hers: Client) -> None:
    row, counts = said(), []
    for again in range(2):
        for address in (HERE, f"{HERE}{row.pk}/", f"{HERE}sign/"):
            with statements() as asked:
                assert hers.get(address).status_code == 200
            counts.append(len(asked))
        if not again:
            for lane in ("together", "safer", "children_safe"):
                said(lane)
    assert counts[:3] == counts[3:] and max(counts) <= 14, counts
