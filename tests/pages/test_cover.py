"""Days away on the pages: asked, agreed, told to her, on the first page of whoever covers; and good-byes and hellos."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.continuity import queries
from alongside.continuity.actions import go_away
from alongside.continuity.models import Cover
from alongside.enrolment.actions import hand_over, join_team, leave_team, set_key_worker
from alongside.enrolment.models import HandOver, TeamMember
from alongside.families.actions import open_family
from alongside.families.models import Family, Person
from alongside.families.rules import NewPerson
from alongside.pages.design.days import date_format
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.lives import contact, write
from tests.pages.writing import ALDER, ANA, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def days(first: int, last: int) -> dict[str, str]:
    return {**day("first", on(first).isoformat()), **day("last", on(last).isoformat())}


def main_of(who: str, address: str) -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (who, address)
    return page.content.decode().split("<main")[1]


def asked(who: str = "W2", role: str = "counsellor") -> Cover:
    """W1 is away from today on for a week, and asks ``who``."""
    assert send("W1", url("away_add"), days(0, 6)).status_code == 302
    away = newest("continuity.Away")
    fields = {"who": f"{CAST[who]} {role}", **days(0, 6)}
    assert send("W1", url("cover_ask", away.pk, ALDER), fields).status_code == 302
    return newest("continuity.Cover", colleague=CAST[who])


def test_from_days_away_to_handing_back() -> None:
    row = asked()
    page = main_of("W1", url("cover"))
    assert "Ana Alder" in page and "Nobody is there yet" in page and "asked; no answer yet" in page
    # Asked, she learns nobody's name; agreed, she works with the family for these days and what is due comes to her.
    first = main_of("W2", url("home"))
    assert "Can you be there?" in first and "Ana" not in first and "a family you do not know yet" in first
    with acting_as("W1"), connection.cursor() as cursor:
        write(
            cursor, "care_promise", id=CAST["due promise"], family_id=ALDER, subject=ANA, category=1,
            what="Bring the forms", on=on(2), worker=CAST["W1"], state="open", about=[],
        )  # fmt: skip
    assert send("W1", url("cover_answer", row.pk), {"answer": "yes"}).status_code == 404
    assert send("W2", url("cover_answer", row.pk), {"answer": "yes"}).status_code == 302
    first = main_of("W2", url("home"))
    assert "You are there meanwhile" in first and "Ana Alder" in first and "Bring the forms" in first
    assert client_as("W2").get(url("family", ALDER)).status_code == 200
    assert "Nobody is there yet" not in main_of("W1", url("cover"))
    assert "Willa, counsellor" in main_of("p_ana", url("my_people"))
    # A few words back, on the first page of the one who was away.
    assert set(errors(send("W2", url("hand_back", row.pk), {"words": " "}))) == {"words"}
    assert send("W2", url("hand_back", row.pk), {"words": "She came on Tuesday."}).status_code == 302
    assert "She came on Tuesday." in main_of("W1", url("home"))
    # Back sooner: over at once.
    away = row.away_id
    assert set(errors(send("W1", url("away_shorten", away), days(0, 9)))) == {"last"}
    assert send("W1", url("away_stay", away), {}).status_code == 302
    assert client_as("W2").get(url("family", ALDER)).status_code == 404


def test_on_her_own_page_she_reads_that_her_key_worker_is_away_and_who_is_there_or_that_nobody_is_yet() -> None:
    """State by state: nothing, away later, away without anybody, somebody there, that one away too, here after all."""
    nobody, waits = "Nobody is named yet who is there instead.", "We still look for somebody"
    turns, calls = "You can turn to somebody else of your team, or call us.", "You can call us."
    people, hard_day, first_one = url("my_people"), url("my_hard_day"), "the one you turn to first"

    def hers(address: str = people) -> str:
        return " ".join(main_of("p_ana", address).split())

    assert "Nobody is named now." in hers() and nobody not in hers() + hers(hard_day) and first_one in hers(hard_day)
    assert send("W1", url("away_add"), days(20, 21)).status_code == 302
    assert waits not in hers()  # it is a while until then
    assert send("W1", url("away_add"), days(3, 4)).status_code == 302
    assert waits in hers() and nobody not in hers() and waits not in hers(hard_day)
    assert send("W1", url("away_stay", newest("continuity.Away").pk), {}).status_code == 302
    row = asked()
    page = hers()
    assert nobody in page and "Wanda, counsellor is away" in page and "Willa" not in page
    assert f"It is about the days up to and with {date_format(on(6))}." in page and "Nobody is named now." not in page
    assert turns in page and nobody in hers(hard_day)
    assert "Pilar" in hers(hard_day) and first_one not in hers(hard_day)  # she is sent to nobody who is away,
    assert "Wren" not in hers(hard_day)  # nor to anybody who is kept out
    for who in ("W1", "SUP", "W2", "p_fin", "p_cal", "PRIV", None):
        with acting_as(who):
            assert queries.my_gaps() == [] and queries.my_team_not_there() == {}, who
    assert send("W2", url("cover_answer", row.pk), {"answer": "yes"}).status_code == 302
    page = hers()
    assert "Willa, counsellor" in page and nobody not in page + hers(hard_day) and waits not in page
    assert "Willa" in hers(hard_day) and first_one not in hers(hard_day)
    assert send("W2", url("away_add"), days(2, 3)).status_code == 302  # she is away herself on two of these days
    with acting_as("p_ana"):
        [gap] = queries.my_gaps()
        covers = [(each.who, each.first, each.until) for each in queries.my_covers()]
    assert (gap.first, gap.until) == (on(2), on(4))
    # On no day does the page say both; and the gap's days are not her key worker's leave.
    page, days_of = hers(), [date_format(on(n)) for n in range(7)]
    assert covers == [("Willa, counsellor", on(0), on(2)), ("Willa, counsellor", on(4), on(7))]
    for first, last in ((0, 1), (4, 6)):
        assert f"From {days_of[first]} to {days_of[last]}, Wanda, counsellor is away. You can turn to Willa" in page
    assert waits in page and "When Wanda, counsellor is away" in page and page.count("You can turn to Willa") == 2
    assert f"It is about the days from {days_of[2]} to {days_of[3]}." in page
    # Today too, and from tomorrow on somebody is there: the key worker is not back then, and the page does not say so.
    assert send("W2", url("away_add"), days(0, 0)).status_code == 302
    page = hers()
    assert f"{nobody} It is about today." in page and f"On {days_of[1]}, Wanda, counsellor is away. You can" in page
    assert "Willa" not in hers(hard_day) and turns in hers(hard_day) and calls not in page
    # And nobody else of her team is there: she is not sent to them.
    with acting_as("SUP"):
        others = {each.colleague for each in TeamMember.objects.filter(family_id=ALDER, during__contains=on(0))}
        for each in others - {_colleague("W1"), _colleague("W2"), _colleague("W3")}:  # Wren is kept out
            go_away(colleague=each, first=on(0), last=on(3), by=CAST["SUP"], at=timezone.now())
    for page in (hers(), hers(hard_day)):
        assert nobody in page and calls in page and turns not in page and 'id="team"' not in page
    assert send("W1", url("away_stay", row.away_id), {}).status_code == 302
    assert "Nobody is named now." in hers() and waits not in hers()


def test_a_gap_is_said_to_whoever_arranges_teams_and_nobody_else_changes_it() -> None:
    row = asked()
    page = main_of("SUP", url("cover"))
    assert "For 1 family nobody is there yet" in page and "Ana Alder" in page
    for who in ("W2", "PIT", "INT"):
        assert "Ana Alder" not in main_of(who, url("cover")), who
        for name in ("away_shorten", "away_stay"):
            assert client_as(who).get(url(name, row.away_id)).status_code == 404, (who, name)
        assert client_as(who).get(url("cover_ask", row.away_id, ALDER)).status_code == 404
    for who in ("p_ana", "EVAL", "NUR", "PRIV", None):
        assert client_as(who).get(url("cover")).status_code != 200, who
    with statements() as made:
        client_as("SUP").get(url("cover"))
    assert len(made) <= 16
    bad = send("W1", url("away_add"), days(3, 1))
    assert set(errors(bad)) == {"last"}
    assert set(errors(send("W1", url("away_add"), days(2, 3)))) == {
        "first"
    }  # overlaps with the days that stand already
    assert send("W1", url("cover_end", row.pk), {}).status_code == 302
    fields = {"who": f"{CAST['W3']} counsellor", **days(0, 6)}
    again = send("W1", url("cover_ask", row.away_id, ALDER), fields)
    assert "cannot cover" in again.content.decode()  # kept out: the same word as for everybody who cannot


def test_she_says_not_this_person_and_another_is_asked() -> None:
    row = asked()
    send("W2", url("cover_answer", row.pk), {"answer": "yes"})
    for who in ("p_fin", "p_cal", "W2", "W1"):
        assert client_as(who).post(url("my_people_not", row.pk)).status_code != 302, who
    assert client_as("p_ana").post(url("my_people_not", row.pk)).status_code == 302
    assert client_as("W2").get(url("family", ALDER)).status_code == 404
    assert "Willa" not in main_of("p_ana", url("my_people"))
    page = main_of("W1", url("cover"))
    assert "she would like somebody else" in page.lower() and "Nobody is there yet" in page


def handed() -> Any:
    with acting_as("SUP"):
        member = TeamMember.objects.get(family_id=ALDER, colleague_id=CAST["W1"])
        return hand_over(
            family=Family.objects.get(pk=ALDER), from_member=member, to_colleague=_colleague("W2"), on=on(0),
            why="leaving", by=CAST["SUP"], at=timezone.now(),
        )  # fmt: skip


def _colleague(who: str) -> Any:
    from alongside.accounts.models import Colleague

    return Colleague.objects.get(pk=CAST[who])


def test_each_says_her_own_good_bye_and_hello_and_nobody_pretends() -> None:
    row = handed()
    bye, hello, none = (url("farewell", ALDER, row.pk, kind) for kind in ("goodbye", "hello", "none"))
    # Who left reads nothing of the file any more, and can still say good-bye.
    assert client_as("W1").get(url("family", ALDER)).status_code == 404
    first = main_of("W1", url("home"))
    assert "A good-bye you can still say" in first and "Ana" not in first
    for who, address in (
        ("W2", bye),
        ("SUP", bye),
        ("SUP", hello),
        ("W1", hello),
        ("PIT", bye),
        ("p_ana", bye),
        ("W3", none),
    ):
        assert send(who, address, {"words": "SECRET"}).status_code != 302, (who, address)
    assert "It has nothing to do with you" not in main_of("p_ana", url("my_people"))
    assert send("SUP", none, {}).status_code == 302
    assert "It has nothing to do with you" in main_of("p_ana", url("my_people"))
    assert send("W2", hello, {"words": "Hello Ana, I like tea."}).status_code == 302
    with acting_as("W1"):
        assert queries.my_goodbyes() == []
    page = main_of("p_ana", url("my_people"))
    assert "Hello Ana, I like tea." in page
    page = main_of("W2", url("her_team", ALDER))
    assert "There will be no good-bye" in page and "Hello Ana, I like tea." in page
    assert count("continuity.Farewell", "W2", hand_over=row.pk) == 2


def test_how_steady_we_were_is_about_us_and_few_are_not_told() -> None:
    """Six hand-overs of one family are one family: five families are needed, not five hand-overs."""
    for who in ("W1", "SUP", "p_ana", "NUR"):
        with acting_as(who):
            assert queries.steady() == [], who
    for who in ("DIR", "EVAL"):
        page = main_of(who, "/team/continuity/")
        assert "Meetings with the key worker" in page and "too few to be told" in page and "Ana" not in page
        with acting_as(who):
            assert all(row.families is None and row.hand_overs is None for row in queries.steady())
    month, stamp = timezone.localdate().replace(day=1), {"by": CAST["SUP"], "at": timezone.now()}
    over = {"from_colleague_id": CAST["W1"], "to_colleague_id": CAST["W2"], "why": "leaving"}
    for n in range(6):
        with acting_as("SUP"):
            new = NewPerson(name="Somebody")
            lead = Agency.objects.get(pk=CAST["LEAD"])
            file = open_family(agency=lead, woman=new, opened_on=month - timedelta(days=99), **stamp)
            for m in range(6 if n == 0 else 1):
                HandOver.objects.create(
                    family=file, on=month - timedelta(days=9 + m), met_together=m < 5, recorded_by=CAST["SUP"], **over
                )
        with acting_as("EVAL"):
            newest = queries.steady()[0]
            # One of the first family's six had neither good-bye nor hello: one of six is not told.
            assert (newest.hand_overs, newest.with_both) == (n + 1 if n >= 4 else None, None), n


def test_whoever_covers_reads_and_cares_and_does_not_arrange_the_team() -> None:
    row = asked()
    send("W2", url("cover_answer", row.pk), {"answer": "yes"})
    with acting_as("W1"):
        wanda = TeamMember.objects.get(family_id=ALDER, colleague_id=CAST["W1"])
    over = url("farewell", ALDER, CAST["handover ALDER"], "three")
    forms = (
        url("team_join", ALDER), url("team_leave", ALDER, wanda.pk), url("hand_over", ALDER, wanda.pk),
        url("key_worker", ALDER, ANA), over,
    )  # fmt: skip
    change = "Change something about the team"
    for address in (url("family", ALDER), url("her_team", ALDER)):
        assert change in main_of("W1", address) and change not in main_of("W2", address), address
    assert over in main_of("W1", url("her_team", ALDER)) and over not in main_of("W2", url("her_team", ALDER))
    for address in forms:
        assert client_as("W1").get(address).status_code == 200, address
        assert client_as("W2").get(address).status_code == 404, address
    # Nor behind the pages; and the work itself is hers: a note about today.
    with acting_as("W2"):
        family, willa = Family.objects.get(pk=ALDER), _colleague("W2")
        stamp = {"by": CAST["W2"], "at": timezone.now()}
        for do in (
            lambda: join_team(family=family, colleague=_colleague("INT"), role="intake", from_on=on(0), **stamp),
            lambda: leave_team(member=wanda, on=on(0), **stamp),
            lambda: hand_over(family=family, from_member=wanda, to_colleague=willa, on=on(0), why="leaving", **stamp),
            lambda: set_key_worker(
                family=family, person=Person.objects.get(pk=ANA), colleague=willa, from_on=on(0), **stamp
            ),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                do()
        assert TeamMember.objects.filter(pk=wanda.pk, during__endswith=None).exists()
        with connection.cursor() as cursor:
            contact(cursor, 990, on(0), worker=CAST["W2"], recorded_by=CAST["W2"])
    # Where she is on the team herself, it is hers to arrange as before.
    with acting_as("W1"):
        join_team(
            family=Family.objects.get(pk=ALDER), colleague=_colleague("W2"), role="intake", from_on=on(0),
            by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
    assert change in main_of("W2", url("family", ALDER)) and client_as("W2").get(forms[0]).status_code == 200


def test_who_could_be_there_is_asked_on_the_first_page_until_somebody_is() -> None:
    """In as many statements with it as without; the days are those that are left of both."""
    asks = "Who could be there meanwhile?"
    sizes = {}
    for who in ("W1", "SUP"):
        assert asks not in main_of(who, url("home"))
        with statements() as made:
            client_as(who).get(url("home"))
        sizes[who] = len(made)
    row = asked()
    for who, words in (("W1", "You are away"), ("SUP", "Wanda, counsellor is away")):
        first = main_of(who, url("home"))
        assert asks in first and words in first and "For 1 family nobody is there yet" in first, who
        assert f"#away-{row.away_id}" in first and f'id="away-{row.away_id}"' in main_of(who, url("cover"))
        with statements() as made:
            client_as(who).get(url("home"))
        assert len(made) == sizes[who] <= 10, who
    assert asks not in main_of("W2", url("home")) + main_of("PIT", url("home"))
    send("W2", url("cover_answer", row.pk), {"answer": "yes"})
    assert asks not in main_of("W1", url("home")) and asks not in main_of("SUP", url("home"))
    # Back after two days: hers and everybody's page say these two, and no more.
    assert send("W1", url("away_shorten", row.away_id), days(0, 1)).status_code == 302
    last, gone = (f"{date_format(on(n))}" for n in (1, 6))
    for who, address in (("W2", "home"), ("W1", "cover"), ("SUP", "cover"), ("p_ana", "my_people")):
        page = main_of(who, url(address))
        assert last in page and gone not in page, (who, address)
    assert "may read no more than Wanda, counsellor may" in main_of("p_ana", url("my_people"))
    # She who covers is away herself on one of them: that day is nobody's.
    assert send("W2", url("away_add"), days(1, 1)).status_code == 302
    assert asks in main_of("W1", url("home")) and date_format(on(1)) in main_of("W1", url("cover"))
