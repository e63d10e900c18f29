"""Beginning a form: nothing is asked that has one answer, and no question is read twice."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from django.urls import reverse

from tests.cast import CAST
from tests.client import client_as
from tests.pages.agreements.walk import ALDER, ANA
from tests.pages.writing import newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.mark.parametrize("kind", ["messages", "video_therapy", "video_training"])
def test_what_stays_with_us_goes_on_with_one_press(kind: str) -> None:
    browser = client_as("p_ana")
    text = unescape(browser.get(reverse("my_agreement_new", args=[kind])).content.decode())
    sent = re.search(r'<form class="form" method="post" action="([^"]+)"', text)
    submission = re.search(r'name="submission" value="([^"]+)"', text)
    assert sent and submission
    answer = browser.post(sent[1], {"submission": submission[1]})
    assert answer.status_code == 302
    made = newest("consent.Consent")
    assert answer["Location"].endswith(f"{made.pk}/about/")
    assert (made.giver_id, made.agency_id, made.form.kind) == (ANA, CAST["LEAD"], kind)
    # Pressing twice is pressing once.
    assert browser.post(sent[1], {"submission": submission[1]})["Location"] == answer["Location"]
    assert newest("consent.Consent").pk == made.pk


def test_where_somebody_has_to_be_named_she_is_asked_who_and_reads_the_question_once() -> None:
    browser = client_as("p_ana")
    first = unescape(browser.get(reverse("my_agreement_new", args=["sharing"])).content.decode())
    assert f'href="{reverse("my_agreement_whom", args=["sharing"])}?language=en"' in first
    asked = unescape(browser.get(reverse("my_agreement_whom", args=["sharing"])).content.decode())
    assert re.search(r"<h1>Who may see it\?</h1>", asked)
    assert re.search(r'<legend class="label vh">Who may see it\?</legend>', asked)
    refused = browser.post(reverse("my_agreement_whom", args=["sharing"]), {"submission": str(uuid.uuid4())})
    assert refused.status_code == 422


def test_beside_a_worker_it_is_asked_who_signs_where_several_might() -> None:
    text = unescape(client_as("W1").get(reverse("agreement_new", args=[ALDER, "messages"])).content.decode())
    asked = unescape(client_as("W1").get(reverse("agreement_whom", args=[ALDER, "messages"])).content.decode())
    assert ("Who signs this?" in asked) == ('method="post"' not in text.split("<main")[1].split("</main")[0])
    assert "Nothing is shared by choosing" not in asked


@pytest.mark.parametrize("language", ["%00", "x" * 3000, "../en", "'", "fr-ca%00"])
@pytest.mark.parametrize("page", ["new", "whom"])
def test_a_language_that_somebody_makes_up_is_the_language_of_the_page(page: str, language: str) -> None:
    """A sign that no text has, put there by a scanner, ended in a fault of ours."""
    browser = client_as("p_ana")
    address = reverse(f"my_agreement_{page}", args=["keeping_from"])
    made_up, plain = browser.get(f"{address}?language={language}"), browser.get(address)
    assert made_up.status_code == plain.status_code == 200
    lead = re.compile(r"<h1>.*?</h1>", re.S)
    assert lead.findall(made_up.text) == lead.findall(plain.text)
