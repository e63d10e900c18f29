"""Days on the pages: one's own, a family's, hers; appointments elsewhere; a feed that says times and nothing else."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from alongside.calendars import actions
from alongside.calendars.models import Elsewhere
from alongside.calendars.queries import FeedTime
from alongside.care.actions import promise
from alongside.care.models import Promise
from alongside.families.models import Family
from alongside.pages.design.feeds import written
from alongside.recordkeeping.models import Trail
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.reading import without_tokens
from tests.pages.writing import ALDER, ANA, day

pytestmark = pytest.mark.usefixtures("committing")
NINE = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=2)


def text(url: str, who: str = "W1") -> str:
    answer = client_as(who).get(url)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def down(n: int = 0, begins: datetime = NINE, **more: Any) -> Elsewhere:
    given = {
        "family": Family(id=ALDER), "subject": ANA, "for_whom": "woman", "asked_by": "court", "what": f"the judge {n}",
        "begins": begins, "ends": begins + timedelta(hours=1), "by": CAST["W1"], "at": timezone.now(), **more,
    }  # fmt: skip
    with acting_as("W1"):
        return actions.write_down(**given)


def form(**more: str) -> dict[str, Any]:
    on = NINE.date()
    return {
        "what": "the clinic", "whom": f"woman:{ANA}", "asked_by": "health", **day("on", on.isoformat()), "begins": "14:00",
        "minutes": "30", "place": "Main Street 4", "travel": "45", "submission": str(uuid.uuid4()), **more,
    }  # fmt: skip


def test_an_appointment_elsewhere_is_written_down_put_right_and_called_off() -> None:
    browser, add = client_as("W1"), reverse("appointment_add", args=[ALDER])
    assert browser.post(add, form(goes_along=str(CAST["W1"]))).status_code == 302
    with acting_as("W1"):  # something that is done for her is nothing she has to come to
        promise(family=Family(id=ALDER), subject=ANA, category=1, what="a call", on=NINE.date(), worker=CAST["W1"],
                by=CAST["W1"], at=timezone.now())  # fmt: skip
    page = text(reverse("family_calendar", args=[ALDER]))
    assert "a call" in page and "the clinic" in page and "Asked for by: a clinic, a hospital or a doctor" in page
    assert "45 minutes to get there" in page and "Wanda, counsellor goes along" in page
    assert "1 appointment, 30 min there, 1 h 30 on the way" in page
    assert "the clinic" in text(f"{reverse('my_days')}?on={NINE.date()}&show=day") and "Ana Alder" in text(
        f"{reverse('my_days')}?on={NINE.date()}&show=day"
    )
    with acting_as("W1"):
        row = Elsewhere.objects.get(what="the clinic")
    right = reverse("appointment_right", args=[ALDER, row.pk])
    shown = browser.get(right).text
    assert 'value="the clinic"' in shown and 'value="14:00"' in shown
    assert browser.post(right, form(what="the clinic, by phone", place="")).status_code == 302
    again = browser.post(right, form(what="somebody else was quicker")).text
    assert "somebody else was quicker" in again and "A colleague changed this a moment ago" in again
    with acting_as("W1"):
        row = Elsewhere.objects.get(what="the clinic, by phone")
    off = reverse("appointment_off", args=[ALDER, row.pk])
    assert browser.post(off, {"submission": str(uuid.uuid4())}).status_code == 302
    page = text(reverse("family_calendar", args=[ALDER]))
    assert "Called off" in page and "the clinic, by phone" in page and "Put right" not in page


def test_a_peer_supporter_reads_and_writes_no_appointment_of_hers() -> None:
    down(7, category=1, asked_by="health", goes_along=CAST["PEER"])
    page = text(reverse("family_calendar", args=[ALDER]), "PEER")
    assert "the judge 7" not in page and reverse("appointment_add", args=[ALDER]) not in page
    assert "the judge 7" not in text(f"{reverse('my_days')}?on={NINE.date()}", "PEER")
    assert client_as("PEER").get(reverse("appointment_add", args=[ALDER])).status_code == 404


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"what": ""}, "the judge"),
        ({"begins": "25:99"}, "25:99"),
        ({"minutes": "2"}, "the clinic"),
        ({"travel": "soon"}, "soon"),
        ({"asked_by": "nobody"}, "the clinic"),
    ],
)
def test_what_is_odd_is_asked_again_and_nothing_typed_is_lost(more: dict[str, str], said: str) -> None:
    answer = client_as("W1").post(reverse("appointment_add", args=[ALDER]), form(**{"place": "the judge", **more}))
    assert answer.status_code == 200 and "There is" in answer.text and said in answer.text
    with acting_as("W1"):
        assert not Elsewhere.objects.filter(place="the judge").exists()


def test_what_lies_too_close_is_said_on_both_calendars() -> None:
    down(1, goes_along=CAST["W1"], place="Court", travel=60)
    down(2, NINE + timedelta(minutes=30), goes_along=CAST["W1"], place="Court", travel=60)
    down(3, NINE + timedelta(minutes=110), goes_along=CAST["W1"], place="Clinic", travel=20)
    for url in (f"{reverse('my_days')}?on={NINE.date()}", reverse("family_calendar", args=[ALDER])):
        page = text(url)
        assert "At the same time as: the judge 1" in page and "At the same time as: the judge 2" in page
        assert "The way from “the judge 2” takes 40 minutes longer than there is." in page
    assert "At the same time" not in text(f"{reverse('my_days')}?on={NINE.date()}", "W2")
    # From her own days each leads to where it stands and can be put right: the family's calendar, what was promised.
    with acting_as("W1"):
        promise(
            family=Family(id=ALDER), subject=ANA, category=1, what="bring the forms", on=NINE.date(), worker=CAST["W1"],
            by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
    calendar, days = reverse("family_calendar", args=[ALDER]), (NINE, NINE - timedelta(9), NINE + timedelta(40))
    for n, begins in enumerate(days[1:], start=4):  # a day that is past, and one beyond four weeks
        down(n, begins, goes_along=CAST["W1"])
    for begins in days:
        leads = f"{calendar}?from={begins.date()}"
        assert f'href="{leads}#{begins.date()}"' in text(f"{reverse('my_days')}?on={begins.date()}")
        page = text(leads)
        assert f'id="{begins.date()}"' in page and "Put right" in page
    assert f'href="?from={(NINE.date() + timedelta(26))}"' in text(calendar)  # from today, four weeks on
    mine = text(f"{reverse('my_days')}?on={NINE.date()}")
    assert f'href="{reverse("family", args=[ALDER])}#next"' in mine
    assert 'id="next"' in text(reverse("family", args=[ALDER]))


def test_two_visits_across_town_are_seen_in_time_also_on_the_day_of_a_colleague_who_was_named() -> None:
    on = (NINE + timedelta(days=9)).date()  # a day of its own
    add, page = reverse("promise_add", args=[ALDER]), f"{reverse('my_days')}?on={on}"
    sent = {"about": f"woman:{ANA}", **day("on", on.isoformat()), "worker": str(CAST["W1"])}

    def visit(who: str = "W1", **more: str) -> Any:
        return client_as(who).post(add, {**sent, "submission": str(uuid.uuid4()), **more})

    assert visit(what="a visit at hers", at_time="09:00", place="at hers", travel="15").status_code == 302
    assert visit(what="coffee", at_time="10:20", place="the park", travel="50").status_code == 302
    assert visit(what="a call", at_time="11:25").status_code == 302  # nobody goes anywhere
    mine, hers = text(page), text(reverse("family_calendar", args=[ALDER]))
    assert "The way from “a visit at hers” takes 30 minutes longer than there is." in mine
    assert mine.count("The way from “") == 1 and "50 minutes to get there" in mine and "the park" in mine
    # The way is the colleague's. Her family reads where, and is warned of none.
    assert "the park" in hers and "The way from “a visit" not in hers and "50 minutes to get there" not in hers

    # A supervisor, who is not on the team, names one who is; and nobody else.
    offered = client_as("SUP").get(add).context["form"].fields["worker"].choices
    assert str(CAST["W1"]) in dict(offered) and str(CAST["W2"]) not in dict(offered)
    assert visit("SUP", what="Wanda calls her", at_time="09:30").status_code == 302
    assert "Wanda calls her" in text(page) and "At the same time as: Wanda calls her" in text(page)
    assert "Wanda calls her" not in text(page, "SUP")
    with acting_as("PRIV"):
        line = Trail.objects.filter(verb="promise made", principal=CAST["SUP"]).latest("at")
        assert line.detail["colleague"] == str(CAST["W1"])
    # She goes on with it on another day, at another place, herself.
    with acting_as("W1"):
        made = Promise.objects.get(what="Wanda calls her")
    change = reverse("promise_change", args=[ALDER, made.pk])
    shown = client_as("SUP").get(change).context["form"]
    assert shown.initial["worker"] == str(CAST["W1"])
    told = {**sent, "what": "Suki calls her", "worker": str(CAST["SUP"]), "submission": str(uuid.uuid4())}
    assert client_as("SUP").post(change, told).status_code == 302
    assert "Suki calls her" in text(page, "SUP") and "Suki calls her" not in text(page)
    # Not on the team; works with the children alone; a peer, who reads what she is let; kept out of the file.
    for more in [{"worker": str(CAST[who])} for who in ("W2", "CHC", "PEER", "W3")] + [{"travel": "9999"}]:
        answer = visit(what="still here", **more)
        assert list(answer.context["form"].errors) == list(more) and "still here" in answer.text
    with acting_as("W1"):
        assert not Promise.objects.filter(what="still here").exists()


@pytest.mark.parametrize("page", ["my_days", "family_calendar"])
def test_as_many_statements_however_much_there_is(page: str) -> None:
    url = f"{reverse(page)}?on={NINE.date()}" if page == "my_days" else reverse(page, args=[ALDER])
    down(0, goes_along=CAST["W1"])
    browser = client_as("W1")
    browser.get(url)
    with statements() as few:
        browser.get(url)
    for n in range(1, 12):
        down(n, NINE + timedelta(hours=n), goes_along=CAST["W1"], place=f"place {n}")
    with statements() as many:
        assert browser.get(url).text.count("the judge") >= 12
    assert len(many) == len(few)


# --- the feed


def address(who: str = "W1", **given: str) -> str:
    browser = client_as(who)
    answer = browser.post(reverse("my_feed"), {"says": "time", "submission": str(uuid.uuid4()), **given})
    found = re.search(r"https?://[^<]*?(/notes/[^<]+\.ics)", answer.text)
    assert found is not None
    assert found[1] not in browser.get(reverse("my_feed")).text  # shown once
    return str(found[1])


def test_a_feed_says_times_and_the_chosen_words_and_nothing_else() -> None:
    later = NINE + timedelta(days=40)
    down(1, later, goes_along=CAST["W1"], place="Court")
    off = down(2, later + timedelta(hours=3), goes_along=CAST["W1"])
    with acting_as("W1"):
        actions.call_off(appointment=off, by=CAST["W1"], at=timezone.now())
    url = address(says="words", heading="Coffee with Sam")
    answer = client_as(None).get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and "no-store" in answer["Cache-Control"]
    assert not answer.cookies and "sessionid" not in str(answer.headers)
    calendar = Calendar.from_ical(answer.content)
    events = {event["summary"] for event in calendar.walk("VEVENT")}
    assert events == {"Coffee with Sam"}
    stood = {event.decoded("dtstart"): str(event["status"]) for event in calendar.walk("VEVENT")}
    assert (stood[later], stood[off.during[0]]) == ("CONFIRMED", "CANCELLED")
    for word in (
        "judge",
        "Court",
        "Ana",
        "Alder",
        "Wanda",
        "Lead programme",
        "alongside",
        str(ALDER),
        str(ANA),
        "SECRET",
    ):
        assert word.casefold() not in answer.text.casefold()
    for event in calendar.walk("VEVENT"):
        told = {
            "UID",
            "DTSTAMP",
            "LAST-MODIFIED",
            "SEQUENCE",
            "SUMMARY",
            "CLASS",
            "STATUS",
            "TRANSP",
            "DTSTART",
            "DTEND",
        }
        assert set(event) == told and event["class"] == "PRIVATE"
    tag = answer["ETag"]
    unchanged = client_as(None).get(url, headers={"if-none-match": tag})
    assert unchanged.status_code == 304 and not unchanged.content


def test_two_feeds_tell_nobody_that_two_people_were_at_the_same_thing() -> None:
    time = FeedTime(uuid.uuid4(), NINE, NINE + timedelta(hours=1), False, False, NINE)
    named = [
        str(Calendar.from_ical(written([time], "Busy", key)).walk("VEVENT")[0]["uid"])
        for key in ("hers", "mine", "hers")
    ]
    assert named[0] == named[2] != named[1] and str(time.thing) not in "".join(named)


def nothing(page: str, url: str) -> str:
    return without_tokens(page).replace(url, "URL")


def test_the_address_ends_at_once_and_looks_like_nothing() -> None:
    url = address()
    nowhere = client_as(None).get("/notes/nobody.ics")
    assert client_as(None).get(url).status_code == 200 and nowhere.status_code == 404
    assert client_as("W1").post(reverse("my_feed_off")).status_code == 302
    ended = client_as(None).get(url)
    assert ended.status_code == 404 and nothing(ended.text, url) == nothing(nowhere.text, "/notes/nobody.ics")
    assert client_as(None).get(f"/notes/{'x' * 3000}.ics").status_code == 404
    new = address()
    address()
    assert client_as(None).get(new).status_code == 404  # a new one ends the one before


def test_words_that_tell_too_much_are_asked_again() -> None:
    for words, said in (
        ("Clinic visit", "clinic"),
        ("", "Please choose the words"),
        ("Rendez-vous au centre", "centre"),
    ):
        answer = client_as("W1").post(
            reverse("my_feed"), {"says": "words", "heading": words, "submission": str(uuid.uuid4())}
        )
        assert said in answer.text and "/notes/" not in answer.text and words in answer.text


# --- hers
