"""Lists that she chose to have on her own page: nothing says what they are for, and she takes one off at once."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alongside.care import actions, queries
from alongside.care.models import SafetyPlan
from alongside.care.rules import Reaching
from alongside.families.models import Family
from alongside.recordkeeping.models import SetAside
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ALDER, ANA

pytestmark = pytest.mark.usefixtures("committing")


def sent(**fields: Any) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), **fields}


def chosen(kind: str = "suicide", heading: str = "Groceries", **said: str) -> SafetyPlan:
    """A plan made with Wanda, which she wants on her page."""
    by = {"by": CAST["W1"], "at": timezone.now()}
    with acting_as("W1"):
        plan = actions.make_plan(
            family=Family(id=ALDER),
            woman=ANA,
            kind=kind,
            said=said,
            on=timezone.localdate(),
            with_colleague=CAST["W1"],
            **by,
        )
        around = Reaching(checked_on=timezone.localdate())
        _found, contact = queries.reaching(ALDER, ANA, timezone.localdate())
        actions.choose_copy(plan=plan, how="page", heading=heading, seen=None, around=around, reached_by=contact, **by)
    return plan


def test_nothing_is_there_until_she_chooses_and_then_under_her_own_words(hers: Client) -> None:
    assert "Nothing is here" in hers.get("/my/lists/").text
    plan = chosen(suicide_alone="walk by the river", suicide_call="Dot, 555-0199")
    shown = hers.get("/my/lists/").text
    assert "Groceries" in shown and "river" not in shown and not re.search(r"suicid|plan\b|danger", shown, re.I)
    one = hers.get(f"/my/lists/{plan.pk}/").text
    assert "walk by the river" in one and "Dot, 555-0199" in one and len(one.encode()) < 60_000
    assert (
        re.search(r"<title>([^<]*)</title>", one)[1] == re.search(r"<title>([^<]*)</title>", hers.get("/my/").text)[1]
    )
    assert not re.search(r"suicid|safety", one, re.I) and "leave" in one.lower()


def test_she_says_it_is_right_says_it_differently_and_takes_it_off(hers: Client) -> None:
    plan = chosen(suicide_alone="music", heading="Songs")
    where = f"/my/lists/{plan.pk}/"
    turn = sent(what="still_right", her_words="yes")
    assert hers.post(f"{where}turn/", turn)["Location"] == hers.post(f"{where}turn/", turn)["Location"] == where
    assert hers.post(f"{where}turn/", sent(what="failed")).status_code == 422
    assert hers.post(f"{where}words/", sent(suicide_alone="", version="1")).status_code == 422
    assert hers.post(f"{where}words/", sent(suicide_alone="music, loud", version="1"))["Location"] == where
    late = hers.post(f"{where}words/", sent(suicide_alone="sleep", version="1"))
    assert "Somebody wrote this meanwhile" in late.text and "sleep" in late.text and "music, loud" in late.text
    assert hers.post(f"{where}words/", sent(suicide_alone="sleep", version="2"))["Location"] == where
    with acting_as("W1"):
        seen = queries.plan_of(ALDER, plan.pk)
        assert [row.said["suicide_alone"] for row in seen.versions] == ["music", "music, loud", "sleep"]
        assert [turn.what for turn in seen.turns] == ["still_right"] and seen.words.colleague_id is None
        assert (
            SafetyPlan.objects.get(pk=plan.pk) and SetAside.objects.filter(target=plan.pk, settled_at=None).count() == 0
        )
    assert "she wrote it herself" in client_as("W1").get(f"/families/{ALDER}/safety/{plan.pk}/").text
    assert hers.post(f"{where}away/")["Location"] == "/my/lists/"
    assert "Songs" not in hers.get("/my/lists/").text
    for address in (where, f"{where}words/"):
        assert hers.get(address).status_code == 404
    assert hers.post(f"{where}turn/", sent(what="ended")).status_code == hers.post(f"{where}away/").status_code == 404


def test_only_what_she_chose_is_on_it_and_the_rest_is_kept(hers: Client) -> None:
    plan = chosen(overdose_kit="blue bag", overdose_company="Dot looks in", kind="overdose", heading="Bags")
    with acting_as("W1"):
        now = queries.copy_of(plan)
        actions.choose_copy(
            plan=plan, how="page", heading="Bags", steps=["overdose_kit"], seen=now.pk if now else None,
            around=Reaching(), by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
    where = f"/my/lists/{plan.pk}/"
    for address in (where, f"{where}words/"):
        assert "blue bag" in hers.get(address).text and "Dot looks in" not in hers.get(address).text
    assert hers.post(f"{where}words/", sent(overdose_kit="red bag", version="1")).status_code == 302
    with acting_as("W1"):
        assert queries.plan_of(ALDER, plan.pk).words.said == {
            "overdose_kit": "red bag",
            "overdose_company": "Dot looks in",
        }
    assert hers.post(f"{where}turn/", sent(what="ended", her_words="thank you"))["Location"] == "/my/lists/"
    assert "Bags" not in hers.get("/my/lists/").text


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_her_pages_are_neutral_and_easy_to_read(hers: Client, language: str, grade: Any) -> None:
    plan = chosen(kind="child_care", child_who="Dot", heading="Afternoons")
    hers.cookies["django_language"] = language
    texts = []
    for address in ("/my/lists/", f"/my/lists/{plan.pk}/", f"/my/lists/{plan.pk}/words/"):
        page = hers.get(address)
        assert page.status_code == 200 and page["Cache-Control"] == "no-store, max-age=0"
        html = re.sub(
            r"(?s)<details.*?</details>|<label.*?</label>|<textarea.*?</textarea>|<time.*?</time>", "", page.text
        )
        assert not TELLING.search(html), (address, TELLING.search(html))
        texts.append(plain(html))
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))
    assert [f for f in check("\n".join(texts), audience="woman") if f.level == "avoid"] == []


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "PRIV", "p_cal", "p_foster", "CW1", "p_fin", None])
def test_nobody_else_opens_hers(who: str | None) -> None:
    plan = chosen(suicide_alone="SECRET walk")
    for address in (f"/my/lists/{plan.pk}/", f"/my/lists/{plan.pk}/words/"):
        page = client_as(who).get(address)
        assert (page.status_code, page.get("Location")) in ((404, None), (302, "/my/in/")), address
    assert "SECRET" not in client_as(who).get("/my/lists/", follow=True).text


def test_who_looked_tells_nobody_that_there_is_one(hers: Client) -> None:
    plan = chosen(kind="overdose", overdose_kit="bag")
    client_as("W1").get(f"/families/{ALDER}/safety/{plan.pk}/")
    shown = hers.get("/my/seen/here/").text
    assert "read notes" in shown and not re.search(r"safety|plan\b", re.sub(r"<nav.*?</nav>", "", shown, flags=re.S))


def test_her_pages_ask_a_fixed_number_of_questions(hers: Client) -> None:
    plan, counts = chosen(overdose_kit="bag", kind="overdose"), []
    for _again in range(2):
        for address in ("/my/lists/", f"/my/lists/{plan.pk}/"):
            with statements() as asked:
                hers.get(address)
            counts.append(len(asked))
        chosen(overdose_kit="another", kind="overdose")
    assert counts[:2] == counts[2:] and max(counts) <= 12, counts
