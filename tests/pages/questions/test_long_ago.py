"""What she said long ago is shown before it goes on."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.assessment import actions
from alongside.families.models import Family, Woman
from alongside.pages.design.days import date_format
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.questions.sittings import ANA, F, answer, begin, offered
from tests.pages.writing import url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def long_ago(days: int = 40) -> tuple[Client, str]:
    """She answered two questions that many days ago and goes on today, on a device."""
    [occasion] = offered("PHQ-9")
    then = {"by": CAST["W1"], "at": timezone.now() - timedelta(days=days)}
    with acting_as("W1"):
        family, woman = Family.objects.get(pk=F), Woman.objects.get(pk=ANA)
        started = actions.start_sitting(
            family=family,
            woman=woman,
            occasions=[uuid.UUID(occasion)],
            mode="interview",
            met_on=date(2026, 2, 1),
            **then,
        )
        for item in ("1", "2"):
            actions.save_answer(
                occasion=uuid.UUID(occasion), item=item, value=2, key=uuid.uuid4(), sitting=started.sitting.pk, **then
            )
        actions.pause(sitting=started.sitting, **then)
    return begin([occasion])[0], occasion


def test_what_she_said_long_ago_is_shown_before_it_goes_on() -> None:
    browser, occasion = long_ago()
    for where in (f"/notes/{occasion}/", f"/notes/{occasion}/3/"):
        assert browser.get(where)["Location"] == f"/notes/{occasion}/earlier/"
    page = browser.get(f"/notes/{occasion}/earlier/")
    assert "Is this still so?" in page.text and page.text.count("More than half the days") == 2
    assert "You began these questions on" in page.text
    assert browser.get(f"/notes/{occasion}/earlier/").status_code == 200  # looking decides nothing
    assert browser.post(f"/notes/{occasion}/earlier/", {"says": "nonsense"}).status_code == 200
    page = browser.post(f"/notes/{occasion}/earlier/", {"says": "still_so"})
    assert page["Location"] == f"/notes/{occasion}/"
    assert browser.get(f"/notes/{occasion}/3/").status_code == 200
    assert browser.get(f"/notes/{occasion}/earlier/")["Location"] == f"/notes/{occasion}/"
    for n in range(3, 11):
        answer(browser, f"/notes/{occasion}/{n}/", "1")
    browser.post("/notes/finish/")
    first = date_format(timezone.localdate(timezone.now() - timedelta(days=40)))  # clocks may have changed since
    page = client_as("SUP").get(url("answers", F, occasion))
    assert f"{first} to {date_format(timezone.localdate())}" in page.text
    assert f"Answers from different days: {first} to" in page.text
    page = client_as("SUP").get(url("results", F))
    assert f"answers from different days, since {first}" in page.text
    assert f"{first} to" in client_as("SUP").get(url("questions", F)).text


def test_she_may_begin_anew_instead() -> None:
    browser, occasion = long_ago()
    fresh = browser.post(f"/notes/{occasion}/earlier/", {"says": "anew"})["Location"].split("/")[2]
    assert fresh != occasion
    assert browser.get(f"/notes/{occasion}/1/").status_code == 404
    assert "checked" not in browser.get(f"/notes/{fresh}/1/").text
    for n in range(1, 10):
        answer(browser, f"/notes/{fresh}/{n}/", "0")
    browser.post("/notes/finish/")
    page = client_as("SUP").get(url("answers", F, occasion))
    assert "left unfinished" in page.text and url("answers", F, fresh) in page.text
    assert page.text.count("More than half the days (2)") == 2
    page = client_as("SUP").get(url("answers", F, fresh))
    assert "different days" not in page.text


def test_within_the_days_it_looks_back_over_nothing_is_asked_again() -> None:
    browser, occasion = long_ago(days=13)
    assert browser.get(f"/notes/{occasion}/3/").status_code == 200
    assert browser.get(f"/notes/{occasion}/earlier/")["Location"] == f"/notes/{occasion}/"
