"""A session is moved on the pages: the form, the family's page, her own page; of two at once the second is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.client import client_as
from tests.pages.test_sessions import ALDER, filled, group, text, today
from tests.pages.writing import day, errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_it_is_moved_by_those_who_have_a_say_and_read_where_it_is_read() -> None:
    ahead, _rows = group(on=today() + timedelta(days=4))
    page, form = url("session", ahead.pk), url("session_move", ahead.pk)
    assert form in text(page) and form not in text(page, "PEER")
    assert client_as("p_ana").get(form).status_code == client_as("EVAL").get(form).status_code == 404
    told = filled(client_as("W1").get(form).context["form"])
    assert told["begins"] and "minding" not in told
    told |= day("on", told.pop("on").isoformat())
    stale = dict(told)
    new = {**told, **day("on", (today() + timedelta(days=5)).isoformat()), "begins": "13:15", "why": "room"}
    assert list(errors(send("W1", form, {**new, "why": ""}))) == ["why"]
    gone = {**new, **day("on", (today() - timedelta(days=5)).isoformat())}
    assert "gone by" in errors(send("W1", form, gone))["on"][0]
    assert send("PEER", form, new).status_code == 404  # neither there nor its planner
    assert send("W1", form, {**new, "words": "We meet in the kitchen."}).url == page
    was = timezone.localtime(ahead.during.lower).strftime("%H:%M")
    shown = text(page, "W2")
    assert "13:15–14:15" in shown and "It was to be on" in shown and was in shown and "We meet in the kitchen." in shown
    assert "somebody else changed" in str(errors(send("W1", form, {**stale, "why": "room"}))).lower()
    family, hers = text(url("family_sessions", ALDER)), text(url("my_times"), "p_ana")
    assert "Moved; it was to be on" in family and "13:15" in family
    assert "Another time" in hers and "It is not on" in hers and "13:15" in hers and "We meet in the kitchen." in hers
    assert "13:15" in text(url("family_calendar", ALDER))
    begun, _more = group()
    assert url("session_move", begun.pk) not in text(url("session", begun.pk))
