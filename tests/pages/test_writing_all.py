"""Every writing form alike: it saves once, is nobody else's, needs its own mark, and hides like what is absent."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.client import client_as
from tests.pages.writing import ALDER, NOBODY, Form, count, errors, forms, send

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

FORMS = [pytest.param(form, id=f"{form.name}-{form.args[-1] if form.name == 'track_add' else ''}") for form in forms()]


@pytest.mark.parametrize("form", FORMS)
def test_it_is_shown_and_saves_one_row_and_goes_back_to_the_family(form: Form) -> None:
    browser = client_as(form.who)
    page = browser.get(form.url)
    assert page.status_code == 200 and "csrfmiddlewaretoken" in page.text
    before = count(form.makes, form.who)
    page = send(browser, form.url, form.fields)
    assert page.status_code == 302, errors(page) if page.context else page.status_code
    assert str(ALDER) in page["Location"]
    assert count(form.makes, form.who) > before


@pytest.mark.parametrize("form", FORMS)
def test_sent_twice_it_is_one_row_and_leads_to_the_same_place(form: Form) -> None:
    browser, sent = client_as(form.who), {"submission": str(uuid.uuid4()), **form.fields}
    first = browser.post(form.url, sent)
    saved = count(form.makes, form.who)
    second = browser.post(form.url, sent)
    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert count(form.makes, form.who) == saved


@pytest.mark.parametrize("form", FORMS)
def test_the_wrong_people_get_nothing_and_write_nothing(form: Form) -> None:
    before = count(form.makes, form.who)
    for who in NOBODY:
        assert client_as(who).get(form.url).status_code == 404, who
        assert send(who, form.url, form.fields).status_code == 404, who
    for answer in (client_as(None).get(form.url), send(None, form.url, form.fields)):
        assert answer.status_code == 302 and "/account/login/" in answer["Location"]
    assert count(form.makes, form.who) == before


@pytest.mark.parametrize("form", FORMS)
def test_hidden_and_absent_answer_alike(form: Form) -> None:
    absent = form.url.replace(str(ALDER), str(uuid.uuid4()))
    hidden_answer, absent_answer = client_as("W2").get(form.url), client_as("W2").get(absent)
    assert (hidden_answer.status_code, len(hidden_answer.content)) == (
        absent_answer.status_code,
        len(absent_answer.content),
    )


@pytest.mark.parametrize("form", FORMS)
def test_without_its_own_mark_nothing_is_saved(form: Form) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_as(form.who).cookies
    before = count(form.makes, form.who)
    assert browser.post(form.url, form.fields).status_code == 403
    assert count(form.makes, form.who) == before
