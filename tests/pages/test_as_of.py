"""Notes and the team as of a day: what came later is not there, and what was put right later stands as it stood."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from django.urls import URLPattern
from django.utils import timezone

from alongside.pages.worker import urls
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident
from tests.client import client_as, statements
from tests.pages.lives import a_full_life, contact, write

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

# One thing with a day of its own, read in full, and a report to print: there is no other day to ask about.
OF_ONE_DAY = {
    "contact",
    "answers",
    "development",
    "development_print",
    "development_copy",
    "leaving_letter",
    "leaving_paper",
    "leaving_line",
    "worry",
    "her_copies",
    "her_copy_prepare",
    "her_copy_paper",
    "sent_document",
}
# Read together with her: it carries the day of the page from which it was opened.
CARRIES_THE_DAY = {"results_with_her", "plan_paper"}
NOT_ABOUT_FAMILIES = {
    "cannot_wait",
    "supervision",
    "studies",
    "study",
    "study_plan",
    "study_run",
    "all_words_for_women",
    "words_for_women",
    "study_dictionary",
    "study_dictionary_file",
    "site_arm",
    "site_arm_file",
    "report",
    "report_places",
    "report_file",
    "cannot_wait_kept",
    "cannot_wait_keeper",
    "copies",
    "copy_answer",
    "outside",
    "cycle",
    "instruments",
    "instrument",
    "peers",
    "peer_places",
    "culture",
    "sessions",
    "my_days",
    "session",
    "child_care",
    "child_care_room",
    "carers",
    "series",
    "offers",
    "programme_group",
    "programmes_here",
    "waits",
    "service_waits",
    "cover",
    "service_waiting",
    "library",
    "programme",
    "evidence",
    "checklists",
    "checklist",
    "draft",
    "team",
    "sharing",
    "trail",
    "watch",
    "alert",
    "emergency",
    "emergency_open",
    "privacy",
    "ledger",
    "looks",
    "accounting",
    "papers",
    "closed",
    "paper",
    "same",
    "breaches",
    "communities",
    "breach",
    "words",
    "text",
}
# What fits into these days is about these days alone.
OF_TODAY = {
    "not_met", "due", "to_tell", "messages", "notices", "family_peers", "childs_fetching", "in_touch",
    "programme_begin",  # whom she works with now
    "family_culture",  # each offer with its day
    "family_afterwards",  # what was said anew stands beside what was said before, each with its day
}  # fmt: skip
# Open for an hour and then gone.
OF_AN_HOUR = {"emergency_one", "emergency_close"}
NOTES, TEAM = f"/families/{CAST['ALDER']}/contacts/", f"/families/{CAST['ALDER']}/team/"


def page(address: str, who: str = "W1") -> str:
    answer = client_as(who).get(address)
    assert answer.status_code == 200
    return answer.text


def test_notes_as_of_a_day() -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        contact(cursor, 1, date(2024, 3, 1), note="FIRST spoken")
        contact(cursor, 2, date(2025, 3, 1), note="SECOND spoken")
    now = page(NOTES)
    assert "FIRST spoken" in now and "SECOND spoken" in now and "Write down a contact" in now
    then = page(NOTES + "?on=2024-06-01")
    assert "FIRST spoken" in then and "SECOND spoken" not in then and "Write down a contact" not in then
    assert "Nothing was written down until that day" in page(NOTES + "?on=2023-01-01")


def test_notes_as_they_were_known() -> None:
    spring, summer = datetime(2024, 3, 2, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC)
    with acting_as("W1"), connections["default"].cursor() as cursor:
        contact(cursor, 1, date(2024, 3, 1), note="As first WRITTEN", recorded_at=spring, superseded_at=summer)
        contact(cursor, 2, date(2024, 3, 1), note="As put RIGHT", recorded_at=summer)
    now = page(NOTES + "?on=2024-06-01")
    assert "As put RIGHT" in now and "As first WRITTEN" not in now
    known = page(NOTES + "?on=2024-06-01&known=2024-06-01")
    assert "As first WRITTEN" in known and "As put RIGHT" not in known


def test_older_notes_stay_on_that_day() -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        for n in range(40):
            contact(cursor, n, date(2024, 3, 1 + n % 28), note=f"Visit {n}.")
        contact(cursor, 99, date(2025, 3, 1), note="MUCH later")
    first = page(NOTES + "?on=2024-06-01")
    older = first.split("?on=2024-06-01&amp;after=")[1].split('"')[0]
    assert "MUCH later" not in page(f"{NOTES}?on=2024-06-01&after={older}") and first.count("Visit ") == 30


def test_a_state_does_not_hide_how_long_we_know_each_other() -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        a_full_life(cursor, TODAY)
    text = " ".join(page(f"/families/{CAST['ALDER']}/").split())
    assert "since 10 February 2025 · we know each other since" in text


def test_the_team_as_of_a_day() -> None:
    now, before = page(TEAM), page(TEAM + "?on=1999-01-01")
    assert "Change something about the team" in now and "Nobody was on her team that day" not in now
    assert "Nobody was on her team that day" in before and "Change something about the team" not in before


# --- every page about families ----------------------------------------------------------------------------------------

READ = {row.name: row for row in urls.urlpatterns if isinstance(row, URLPattern)}
IDS = {
    "event": ident("return 1"),
    "family": CAST["ALDER"],
    "child": CAST["BEE"],
    "dyad": dyad("ANA", "BEE"),
    "goal": ident("goal 0"),
    "plan": ident("plan violence"),
    "delivery": ident("delivery 0"),
}
ASKED = sorted(set(READ) - OF_ONE_DAY - CARRIES_THE_DAY - NOT_ABOUT_FAMILIES - OF_TODAY - OF_AN_HOUR)


def address(name: str) -> str:
    route = "/" + str(READ[name].pattern)
    for what, id in IDS.items():
        route = route.replace(f"<uuid:{what}>", str(id))
    return route


@pytest.mark.parametrize("name", ASKED)
def test_every_page_about_families_can_be_asked_as_of_a_day(name: str) -> None:
    """A new page fails here until it can, or stands above with a reason."""
    who = "DIR" if name == "continuity" else "W1"
    assert "See it as of a day" in page(address(name), who)
    then = page(address(name) + "?on=2025-06-30", who)
    assert "You see this page as it was on 30 June 2025" in then and "Back to today" in then


@pytest.mark.parametrize("name", ASKED)
def test_a_day_that_is_none_shows_today(name: str) -> None:
    who = "DIR" if name == "continuity" else "W1"
    for odd in (
        "?on=0000-00-00",
        "?on=9999-12-31",
        "?on=2025-02-30&known=x",
        "?as_of_day=31&as_of_month=2&as_of_year=2025",
    ):
        assert "You see this page as it was" not in page(address(name) + odd, who)


# --- what she told us -------------------------------------------------------------------------------------------------

HER = f"/families/{CAST['ALDER']}/her/"
SPRING, SUMMER = datetime(2024, 3, 2, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC)


def test_what_she_told_us_as_of_a_day() -> None:
    ana, alder = CAST["ANA"], CAST["ALDER"]
    with acting_as("W1"), connections["default"].cursor() as cursor:
        texts = dict.fromkeys(("substance", "what_helped", "who_cared", "support", "told", "next_step"), "")
        for n, (on, words) in enumerate([(date(2024, 2, 1), "EARLY words"), (date(2025, 2, 1), "LATE words")]):
            write(cursor, "enrolment_returntouse", id=ident(f"then {n}"), family_id=alder, woman_id=ana, kind="near",
                  on=on, her_words=words, **texts)  # fmt: skip
        for n, (at, words) in enumerate([(SPRING, "from the north"), (T0, "Franco-Ontarian")]):
            write(cursor, "families_identity", id=ident(f"then identity {n}"), family_id=alder, person_id=ana,
                  her_words=words, recorded_at=at)  # fmt: skip
    now, then = page(HER), page(HER + "?on=2024-06-01")
    assert all(words in now for words in ("EARLY words", "LATE words", "from the north", "Franco-Ontarian"))
    assert "EARLY words" in then and "LATE words" not in then
    assert "from the north" in then and "Franco-Ontarian" not in then
    assert "SECRET street 7" in now and "SECRET street 7" not in then  # she lives there since 2025
    assert "SECRET street 7" in page(HER + "?on=2025-06-01")
    # The link that writes is for today alone, and so is what was written over.
    assert "/relationships/add/" in now and "/relationships/add/" not in then
    assert "Nothing is written down for these days" in page(HER + "?on=1950-01-01")


def test_what_she_said_anew_stands_as_she_had_said_it() -> None:
    """Her why and the family's name have no day: what was replaced later is turned back."""
    ana, alder = CAST["ANA"], CAST["ALDER"]
    with acting_as("W1"), connections["default"].cursor() as cursor:
        cursor.execute("update families_woman set her_why = 'For my SECOND child' where person_id = %s", [ana])
        for n, (at, held) in enumerate([(SPRING, ""), (SUMMER, "For my FIRST child")]):
            write(cursor, "recordkeeping_earlierversion", id=ident(f"then why {n}"), family=alder, subject=ana,
                  category=0, about="families.woman", target=ana, version=n + 1, held=f'{{"her_why": "{held}"}}',
                  recorded_at=at)  # fmt: skip
    assert "For my SECOND child" in page(HER)
    between = page(HER + "?on=2024-06-01")
    assert "For my FIRST child" in between and "For my SECOND child" not in between
    assert "child" not in page(HER + "?on=2024-01-01").split("Why she comes")[-1].split("</section>")[0]


def test_a_pregnancy_was_expecting_before_the_birth() -> None:
    before = page(HER + "?on=2023-12-01")
    assert "Expecting" in before and "10 February 2024" not in before
    assert "10 February 2024" in page(HER + "?on=2024-03-01")
    assert 'id="pregnancies"' not in page(HER + "?on=2023-01-01")


def test_what_was_put_right_about_her_life_as_it_was_known() -> None:
    """People around her: a relationship that was put right in summer still stood in spring."""
    alder, ana, cal = CAST["ALDER"], CAST["ANA"], CAST["CAL"]
    with acting_as("W1"), connections["default"].cursor() as cursor:
        write(cursor, "families_relationship", id=ident("then relation"), family_id=alder, person_id=ana, other_id=cal,
              kind="partner", safety="safe", during="[2024-01-01,)", recorded_at=SPRING, superseded_at=SUMMER,
              superseded_by=CAST["W1"])  # fmt: skip
    now = page(HER + "?on=2024-06-01")
    assert "put right" in now
    known = page(HER + "?on=2024-06-01&known=2024-06-01")
    assert "put right" not in known and "Partner" in known


# --- lists, home, figures ---------------------------------------------------------------------------------------------


def test_the_list_of_families_as_of_a_day() -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        a_full_life(cursor, TODAY)
    now = page("/families/")
    assert "Ana Alder" in now and "Bee" in now

    def line(on: date) -> str:
        return page(f"/families/?on={on}").split("Ana Alder")[1].split("</li>")[0]

    assert "Bee" not in line(date(2024, 1, 20)) and "Bee" in line(date(2024, 6, 1))  # born in February 2024
    assert "expected" in line(TODAY - timedelta(days=30)) and "expected" not in line(TODAY - timedelta(days=200))
    assert "quiet" in line(date(2024, 10, 1)).casefold()
    assert f"/families/{CAST['ALDER']}/?on=2024-06-01" in page("/families/?on=2024-06-01")
    assert "Ana Alder" not in page("/families/?on=1999-01-01")
    assert "Nothing is written down for these days" in page("/families/?on=1999-01-01")


def test_home_as_of_a_day_shows_the_families_of_that_day() -> None:
    """Whoever was on her team that day, as far as the asker is let in today; nothing that was arranged for later."""
    now = page("/")
    assert "Ana Alder" in now and "Coming up" in now and "SECRET ride" in now
    with acting_as("SUP"), connections["default"].cursor() as cursor:
        cursor.execute("select min(lower(during)) from enrolment_teammember where colleague_id = %s and family_id = %s",
                       [CAST["W1"], CAST["ALDER"]])  # fmt: skip
        [(first,)] = cursor.fetchall()
    on_team, before = page(f"/?on={first}"), page(f"/?on={first - timedelta(days=1)}")
    assert "Ana Alder" in on_team and "Coming up" not in on_team and "SECRET ride" not in on_team
    assert "Ana Alder" not in before and "on no family’s team that day" in before


def test_another_day_lets_nobody_in_who_is_not_let_in_today() -> None:
    for who in ("W2", "W3"):
        for url in ("/", "/families/"):
            assert "Ana Alder" not in page(f"{url}?on=2025-06-30", who)


def test_lists_of_a_day_ask_few_questions() -> None:
    for who, url in (("SUP", "/families/?on=2025-06-30"), ("W2", "/?on=2025-06-30")):
        browser = client_as(who)
        with statements() as asked:
            assert browser.get(url).status_code == 200
        assert len(asked) <= 6


def test_continuity_as_of_a_day_shows_whole_periods_that_were_over() -> None:
    """The same twelve months whichever day is asked: periods that overlap could be compared to point to a family."""
    today = timezone.localdate()
    first = today.replace(day=1)
    with acting_as("DIR"), connections["default"].cursor() as cursor:
        write(cursor, "enrolment_keyworker", id=ident("then key"), family_id=CAST["ALDER"], person_id=CAST["BO"],
              colleague_id=CAST["W1"], during="[2019-01-01,)", recorded_by=CAST["DIR"])  # fmt: skip

    def ends(day: str) -> list[str]:
        text = page("/team/continuity/" + day, "DIR")
        return [part.split("</caption>")[0] for part in text.split("<caption>")[1:]]

    now = ends("")
    assert len(now) == 3
    a_year_ago = first.replace(year=first.year - 1) + timedelta(days=20)
    then = ends(f"?on={a_year_ago}")
    assert then[:2] == now[1:] and len(then) == 3
    assert ends(f"?on={a_year_ago + timedelta(days=40)}") == then
