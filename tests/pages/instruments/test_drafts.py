"""Drafts of instruments: from one with problems to a published version, and whatever else is in one."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.instruments import queries
from tests.cast import acting_as
from tests.client import client_as
from tests.pages.instruments.steps import (
    PHQ,
    drafted,
    get,
    ours,
    post,
)

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_from_a_draft_with_problems_to_a_published_version() -> None:
    document = ours()
    examples = document["scoring"].pop("examples")
    edge = document["scoring"].pop("edge_examples", [])
    draft = drafted(document)
    page = get("draft", draft).text
    assert "Still to do before it can be published" in page and "worked example" in page and "Publish it" not in page
    too_early = post("draft_publish", draft)
    assert too_early.status_code == 200 and "not ready yet" in too_early.text and "worked example" in too_early.text

    document["scoring"].update(examples=examples, edge_examples=edge)
    change = get("draft_change", draft)
    version = change.context["form"]["version"].value()
    assert post("draft_change", draft, document=json.dumps(document), version=version).status_code == 302
    page = get("draft", draft).text
    assert "It can be published" in page and "Little interest" in page
    assert post("draft_publish", draft).status_code == 302
    again = post("draft_publish", draft, who="SUP")
    assert again.status_code == 200 and "A colleague published this version a moment ago" in again.text
    assert get("instrument", draft, who="W1").status_code == 200
    assert get("draft_change", draft).status_code == 404
    assert post("definition_retire", draft).status_code == 302
    assert "retired" in get("instrument", draft).text


def test_two_people_go_on_with_one_draft() -> None:
    draft = drafted()
    version = get("draft_change", draft).context["form"]["version"].value()
    hers, mine = ours(), ours()
    hers["scoring"]["title"], mine["scoring"]["title"] = "Hers", "Mine, as typed"
    assert post("draft_change", draft, who="SUP", document=json.dumps(hers), version=version).status_code == 302
    page = post("draft_change", draft, document=json.dumps(mine), version=version)
    assert page.status_code == 200 and "A colleague saved this draft" in page.text
    assert "Mine, as typed" in page.text and "As your colleague left it" in page.text
    with acting_as("DIR"):
        assert queries.row(draft).title == "Hers"


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("not json", "This is not JSON"),
        ("[" * 50_000, "nested too deeply"),
        ("[]", "This cannot be read"),
        ('{"scoring": {"code": "A", "code": "B"}}', "cannot be read"),
    ],
)
def test_what_cannot_be_read_stays_in_the_box(document: str, told: str) -> None:
    page = post("draft_new", document=document)
    assert page.status_code == 200 and told in page.text
    assert page.context["form"]["document"].value() == document
    with acting_as("DIR"):
        assert not queries.drafts().exists()


def test_ten_megabytes_are_refused_kindly_as_a_file_and_pasted() -> None:
    file = SimpleUploadedFile("big.json", b"[" * 10_000_000)
    page = post("draft_new", file=file)
    assert (
        page.status_code == 200 and "larger than one questionnaire can be" in page.text and len(page.content) < 50_000
    )
    page = post("draft_new", document="[" * 10_000_000)
    assert page.status_code == 200 and "larger than one questionnaire can be" in page.text


def test_a_version_that_is_here_already_and_one_sent_twice() -> None:
    page = post("draft_new", document=json.dumps(ours("standard-2w")))
    assert page.status_code == 200 and "is here already" in page.text
    once = {"submission": str(uuid.uuid4()), "document": json.dumps(ours())}
    browser = client_as("DIR")
    first, second = (browser.post(reverse("draft_new"), once) for _ in range(2))
    assert (first.status_code, second.status_code, first["Location"]) == (302, 302, second["Location"])
    with acting_as("DIR"):
        assert queries.drafts().count() == 1


def test_a_file_is_read_into_the_box_and_a_new_version_begins_from_another() -> None:
    file = SimpleUploadedFile("mine.json", json.dumps(ours()).encode("utf-8-sig"))
    assert post("draft_new", file=file).status_code == 302
    text = get("draft_new", query=f"?from={PHQ}").context["form"]["document"].value()
    assert json.loads(text)["scoring"]["code"] == "PHQ-9" and "\n" in text
    assert get("draft_new", query="?from=nonsense").status_code == 200
    assert get("draft_new", query=f"?from={uuid.uuid4()}").status_code == 404


def test_a_draft_in_a_language_nobody_here_knows_can_be_looked_at() -> None:
    document = ours()
    document["scoring"]["language"] = document["questionnaire"]["language"] = "x-site"
    draft = drafted(document)
    assert get("draft", draft).status_code == 200 and get("instruments").status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["scoring"]["critical"].append({"item": "99", "op": ">=", "value": 1, "label": "nobody"}),
        lambda d: d["scoring"]["scales"][0].update(method="magic"),
        lambda d: d["scoring"].update(items="none"),
        lambda d: d["scoring"].update(title=7, code="X"),
        lambda d: d.update(questionnaire=[]),
    ],
)
def test_a_draft_that_is_wrong_in_any_way_can_be_looked_at(spoil) -> None:  # type: ignore[no-untyped-def]
    document = ours()
    document["scoring"].setdefault("title", "A title")
    spoil(document)
    page = post("draft_new", document=json.dumps(document))
    if page.status_code == 302:
        assert "Still to do" in client_as("DIR").get(page["Location"]).text
    else:
        assert "cannot be read" in page.text
