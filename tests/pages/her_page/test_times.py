"""Her own days: what she comes to, what comes next and in how much of it she is told, another time, her own feed."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.calendars.models import Elsewhere, Feed
from alongside.families.models import Family
from alongside.goals.actions import add_step, tell_goal
from alongside.services.models import Booking, Session, SessionWorker
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.pages.test_calendars import NINE, down, text
from tests.pages.writing import ALDER, ANA, day

pytestmark = pytest.mark.usefixtures("committing")


def test_she_sees_her_days_adds_one_and_takes_it_off(hers: Client) -> None:
    down(71)
    down(72, category=5)  # where she is safe: nothing for a screen
    page = hers.get(reverse("my_times")).text
    assert "the judge 71" in page and "the judge 72" not in page and "It is off" not in page
    new = {"what": "the bank", **day("on", NINE.date().isoformat()), "begins": "10:00", "minutes": "20", "asked_by": "income",
           "submission": str(uuid.uuid4())}  # fmt: skip
    assert hers.post(reverse("my_time_new"), {**new, "what": ""}).status_code == 400
    assert hers.post(reverse("my_time_new"), new).status_code == 302
    assert hers.post(reverse("my_time_new"), new).status_code == 302  # sent twice
    page = hers.get(reverse("my_times")).text
    assert page.count("the bank") == 2 and "It is off" in page  # its line, and its button
    assert "the bank" in text(reverse("family_calendar", args=[ALDER]))
    with acting_as("W1"):
        mine, judge = Elsewhere.objects.get(what="the bank"), Elsewhere.objects.get(what="the judge 71")
    assert hers.post(reverse("my_time_off", args=[judge.pk])).status_code == 404
    for _each in range(2):
        assert hers.post(reverse("my_time_off", args=[mine.pk])).status_code == 302
    with acting_as("W1"):
        assert Elsewhere.objects.get(pk=mine.pk).off_at is not None


def test_what_comes_next_tells_a_day_and_names_and_she_asks_for_a_different_time(
    hers: Client, cluster: Cluster, committing: str
) -> None:
    """Her first page says when and who, and not what it is; the times say all of it, and each has its button."""
    begins = timezone.localtime().replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with statements() as few:
        assert "SECRET" not in hers.get(reverse("mine")).text
    with cluster.admin(committing) as admin:
        for table, more in (("services_session", ", held_at = null"), ("services_booking", ", transport = 'taxi'")):
            during = f"tstzrange(%s, %s::timestamptz + interval '2 hours'){more}"
            admin.execute(f"update {table} set during = {during}", [begins, begins])
    with acting_as("W1"):
        goal = tell_goal(
            family=Family(id=ALDER), subject=ANA, for_whom="woman", told_by=ANA, lane="everyday", her_words="a room",
            on=timezone.localdate(), by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
        add_step(goal=goal, words="ask about the <rent>", helps="herself", by=CAST["W1"], at=timezone.now())
    with statements() as many:
        first = " ".join(hers.get(reverse("mine")).text.split())
    assert len(few) <= len(many) <= 20
    coming = first[first.index('id="next"') : first.index('id="together"')]
    for words in (
        "Tomorrow", "in the afternoon", "Blue room", "Wanda", "Pilar", "A place is kept for your child.",
        "A taxi takes you. We pay for it.", "Children are looked after next door", "I need a different time",
        "ask about the &lt;rent&gt;", "When a day is hard",
    ):  # fmt: skip
        assert words in coming, words
    for words in ("group", "counsellor", "Bee", "Alder", "a room"):  # what it is, and whose
        assert words not in coming, words
    times = reverse("my_times")
    page = hers.get(times).text
    assert "A place is kept for Bee Alder: Play room." in page and "Pilar, parent-infant therapist" in page
    ask = reverse("my_time_other", args=["session", ident("session")])
    for _each in range(2):
        assert ask in hers.get(reverse("mine")).text or _each
        assert hers.post(ask).status_code == 302
    page = hers.get(times).text
    assert "Your team sees it." in page and ask not in page and "Your team sees it." in hers.get(reverse("mine")).text
    told = text(reverse("notices"), "W1")
    assert told.count("She would like another time.") >= 1 and "She said so on her own page" in told
    assert client_as("W1").post(ask).status_code == 404
    fine = reverse("my_time_fine", args=[ident("session")])
    for _each in range(2):
        assert hers.post(fine).status_code == 302
    assert ask in hers.get(times).text and "She said so on her own page" not in text(reverse("notices"), "W1")
    for nothing in (["session", uuid.uuid4()], ["elsewhere", ident("session")]):
        assert hers.post(reverse("my_time_other", args=nothing)).status_code == 302
    assert "She said so" not in text(reverse("notices"), "W1")


def test_her_times_lead_to_what_they_are_about(hers: Client) -> None:
    """A meeting of a group that follows a programme, with Bee next door; a judge's time leads nowhere."""
    with acting_as("W1"):
        held = Session.objects.create(
            agency_id=CAST["LEAD"], series_id=ident("series"), service="mothers_group", place_id=ident("room"),
            during=(NINE, NINE + timedelta(hours=2)), children="next_door", minding_id=ident("next door"),
            recorded_by=CAST["W1"],
        )  # fmt: skip
        SessionWorker.objects.create(session=held, colleague_id=CAST["W1"], part="counsellor", recorded_by=CAST["W1"])
        for who, more in (("ANA", {}), ("BEE", {"minding_id": ident("next door"), "seat": 1})):
            Booking.objects.create(
                family_id=ALDER, person_id=CAST[who], session=held, during=held.during, recorded_by=CAST["W1"], **more
            )
    down(81)
    counted = []
    for n in range(2):
        with statements() as made:
            page = hers.get(reverse("my_times")).text.split("<h1>")[1]
        counted.append(len(made))
        *_earlier, meeting = [each for each in page.split("<article") if f'href="{reverse("my_programmes")}#' in each]
        place = meeting.split(f'href="{reverse("my_programmes")}#')[1].split('"')[0]
        assert f'href="{reverse("my_childs_days")}"' in meeting
        assert not any(
            "<a href" in each.split("</article>")[0] for each in page.split("<article") if "the judge" in each
        )
        down(90 + n)
    assert counted[0] == counted[1]
    assert f'id="{place}"' in hers.get(reverse("my_programmes")).text


def test_her_own_feed_is_hers_alone(hers: Client) -> None:
    answer = hers.post(reverse("my_time_feed"), {"says": "time", "submission": str(uuid.uuid4())})
    assert "/notes/" in answer.text
    with acting_as("W1"):
        assert not Feed.objects.filter(owner=ANA).exists()
    assert hers.post(reverse("my_time_feed_off")).status_code == 302
    with acting_as("p_ana"):
        assert not Feed.objects.filter(owner=ANA, ended_at=None).exists()
