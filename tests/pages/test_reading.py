"""Pages that are read: who gets them, what they ask the database, what they never say."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from django.utils.html import escape

from alongside.care.queries import Entry
from alongside.pages.worker.presented.story import Names, told
from alongside.pages.worker.presented.words import language_words
from alongside.recordkeeping.models import Trail
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident
from tests.client import client_as, statements
from tests.pages.lives import a_full_life, contacts, write

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

FAMILY = {"family": CAST["ALDER"]}
PAGES = {
    "family": FAMILY,
    "timeline": FAMILY,
    "contacts": FAMILY,
    "her": FAMILY,
    "her_team": FAMILY,
    "child": {**FAMILY, "child": CAST["BEE"]},
    "together": {**FAMILY, "dyad": dyad("ANA", "BEE")},
    "contact": {**FAMILY, "contact": ident("contact 0")},
}
# Off the team, kept out, the ex-partner, a foster carer, a grandmother, other agencies, parts without families.
WRONG = [
    "W2",
    "W3",
    "p_cal",
    "p_foster",
    "p_dot",
    "CW1",
    "CW2",
    "NUR",
    "EVAL",
    "ADM",
    "PRIV",
    "COUNCIL",
    "SITE2",
    "p_fin",
]
NAMES = ("Ana", "Bee", "Bo ", "Alder", "Cal ", "Dot", "SECRET")


def address(name: str, **other: uuid.UUID) -> str:
    return reverse(name, kwargs=PAGES[name] | other)


def without_tokens(text: str) -> str:
    """A page without the marks that differ each time it is asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)


def without_her_own_name(text: str) -> str:
    """A page without the line that says who is signed in (and without tokens: chance may spell a name in one)."""
    return re.sub(r"Signed in as [^<]*", "", without_tokens(text))


@pytest.mark.parametrize("page", PAGES)
def test_her_counsellor_sees_every_page(page: str) -> None:
    """What follows could pass with everything closed; this could not."""
    answer = client_as("W1").get(address(page))
    assert answer.status_code == 200
    assert "Bee Alder" in answer.text or page in ("contacts", "contact", "her", "her_team")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", WRONG)
def test_the_wrong_people_get_the_same_nothing(who: str, page: str) -> None:
    browser = client_as(who)
    with statements() as hidden:
        answer = browser.get(address(page))
    nowhere = {name: uuid.uuid4() for name in PAGES[page]}
    with statements() as absent:
        other = browser.get(reverse(page, kwargs=nowhere))
    assert answer.status_code == other.status_code == 404
    assert len(answer.content) == len(other.content)
    assert without_tokens(answer.text) == without_tokens(other.text)
    assert len(hidden) == len(absent)
    assert [re.sub(r"'[^']*'", "?", s) for s in hidden] == [re.sub(r"'[^']*'", "?", s) for s in absent]
    assert not any(name in without_her_own_name(answer.text) for name in NAMES)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_session_there_is_only_the_door(page: str) -> None:
    answer = client_as(None).get(address(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("page", [*PAGES, "home", "families", "team"])
def test_headers_and_titles_give_nothing_away(page: str) -> None:
    answer = client_as("W1").get(address(page) if page in PAGES else reverse(page))
    assert answer["Cache-Control"] == "no-store, max-age=0"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    title = re.search(r"<title>(.*?)</title>", answer.text, re.S)
    assert title and not any(name.strip() in title[1] for name in NAMES)
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("page", "foreign"),
    [
        ("child", {"child": CAST["FIN"]}),
        ("child", {"child": CAST["ANA"]}),
        ("child", {"family": CAST["BIRCH"]}),
        ("together", {"dyad": dyad("EVE", "FIN")}),
        ("together", {"family": CAST["BIRCH"]}),
        ("contact", {"family": CAST["BIRCH"]}),
        ("contact", {"contact": CAST["ANA"]}),
    ],
)
def test_what_belongs_to_another_family_is_not_found_through_mine(page: str, foreign: dict[str, uuid.UUID]) -> None:
    """Suki may see both families; an address that mixes them still leads nowhere."""
    assert client_as("SUP").get(address(page)).status_code == 200
    assert client_as("SUP").get(address(page, **foreign)).status_code == 404


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, before + str(entry.pattern))
        else:
            yield before + str(entry.pattern), entry


GUESSED = [
    (route, entry)
    for route, entry in patterns(get_resolver("alongside.pages.worker.urls"))
    if hasattr(entry.callback, "may") and "family" in route
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["W2", "W3", "p_cal", "p_foster", "p_dot", "CW1"])
def test_guessing_addresses_finds_nothing(who: str, method: str) -> None:
    """Every address with a family in it, filled with real ids: nothing here, and not a name."""
    real = {
        "family": CAST["ALDER"], "child": CAST["BEE"], "person": CAST["ANA"], "woman": CAST["ANA"],
        "dyad": dyad("ANA", "BEE"), "contact": ident("contact 0"), "promise": ident("promise 1"),
        "pregnancy": ident("pregnancy ANA"), "row": ident("relation CAL"), "member": ident("team ALDER W1"),
        "aside": uuid.uuid4(), "welcome": uuid.uuid4(), "track": "living",
    }  # fmt: skip
    browser = client_as(who)
    assert len(GUESSED) > 30
    for route, _entry in GUESSED:
        names = re.findall(r"<\w+:(\w+)>", route)
        url = "/" + re.sub(r"<\w+:(\w+)>", "{\\1}", route).format(**{name: real[name] for name in names})
        answer = getattr(browser, method)(url)
        assert answer.status_code in (404, 405), (who, url)
        assert not any(name in without_her_own_name(answer.text) for name in NAMES), (who, url)


@pytest.mark.parametrize(
    ("page", "most"), [("family", 12), ("timeline", 12), ("contacts", 12), ("child", 12), ("her", 14)]
)
def test_pages_ask_the_same_number_of_questions_whatever_happened(page: str, most: int) -> None:
    with statements() as few:
        assert client_as("W1").get(address(page)).status_code == 200
    with acting_as("W1"), connections["default"].cursor() as cursor:
        contacts(cursor, 300)
    with statements() as many:
        answer = client_as("W1").get(address(page))
    assert answer.status_code == 200
    assert len(few) == len(many) <= most


def test_lists_ask_few_questions() -> None:
    for browser, url in ((client_as("SUP"), "/families/"), (client_as("W2"), "/"), (client_as("SUP"), "/")):
        with statements() as asked:
            assert browser.get(url).status_code == 200
        assert len(asked) <= 5
    with statements() as asked:
        assert "Ana Alder" in client_as("SUP").post("/families/", {"words": "alder"}).text
    assert len(asked) <= 5


def test_a_search_never_stands_in_an_address_and_finds_only_what_is_hers() -> None:
    """Willa looks for Alder: Gia Alder is hers, Ana Alder is not, and nothing says that there is somebody else."""
    page = client_as("W2").post("/families/", {"words": "alder"})
    assert "Gia Alder" in page.text and "Ana" not in page.text
    assert 'method="post"' in page.text
    assert "Ana" not in client_as("W2").get("/families/?words=ana").text
    assert "Fin" in client_as("W2").post("/families/", {"words": "fin"}).text
    for odd in ("", "%", "\x00", "_" * 80, "x" * 500, "عائشة", "🙂"):
        assert client_as("W2").post("/families/", {"words": odd}).status_code == 200


def test_the_list_goes_on_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.pages.worker import families

    monkeypatch.setattr(families, "SIZE", 2)
    seen, url = [], "/families/"
    while url:
        text = client_as("W2").get(url).text
        seen += re.findall(r'listing__title"><a href="[^"]*">([^<]*)', text)
        found = re.search(r'href="(\?after=[^"]*)"', text)
        url = f"/families/{found[1]}" if found else ""
    assert seen == ["Ève Birch", "Gia Alder", "Mira (alias)"]
    assert client_as("W2").get(f"/families/?after={CAST['ANA']}").status_code == 200
    assert client_as("W2").get("/families/?after=nonsense").status_code == 200


@pytest.mark.parametrize("name", ["", "A", "🦊 Léa", "عائشة", '<b>Ann</b> & "Co"', "x" * 400])
def test_any_name_can_be_shown(name: str) -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        cursor.execute("update families_person set name = %s where id = %s", [name, CAST["ANA"]])
    for url in (address("family"), address("timeline"), "/families/", "/", address("together")):
        answer = client_as("W1").get(url)
        assert answer.status_code == 200
        assert "<b>Ann" not in answer.text
        title = re.search(r"<title>(.*?)</title>", answer.text, re.S)
        assert title and (len(name) < 2 or name not in title[1])
    assert (escape(name) or "No name given") in client_as("W1").get(address("family")).text


def test_as_of_a_day_shows_that_day() -> None:
    now = client_as("W1").get(address("family")).text
    then = client_as("W1").get(address("family") + "?on=2024-02-05").text
    assert "In a foster home" in now and "In a foster home" not in then
    assert "Bee Alder" in now and "Bee Alder" not in then  # born on 10 February 2024
    assert "SECRET ride" in now and "SECRET ride" not in then
    assert "+14165550123" not in then  # an old way of reaching her is never shown as if it held
    for odd in ("2024-02-31", "0001-01-01", "9999-12-31", "x", "2024-02-05&known=zzz", "2024-02-05&known=2024-02-06"):
        assert client_as("W1").get(address("family") + f"?on={odd}").status_code == 200
        assert client_as("W1").get(address("timeline") + f"?on={odd}&from=60").status_code == 200


def test_only_what_was_known_then() -> None:
    """The cast was recorded on 2 March 2026: the day before, nothing of Bo's placement in 2025 was known here."""
    url = address("family") + "?on=2025-06-01"
    assert "In a foster home" in client_as("W1").get(url).text
    assert "In a foster home" not in client_as("W1").get(url + "&known=2026-03-01").text


def test_a_childs_page_holds_nothing_of_the_mothers() -> None:
    text = client_as("W1").get(address("child", child=CAST["BO"])).text
    for secret in (
        "SECRET visit",
        "SECRET use",
        "SECRET substance",
        "SECRET ride",
        "SECRET Sam",
        "PHQ-9",
        "kept the child",
    ):
        assert secret not in text
    assert "SECRET place" in text  # the note of Bo's own track


def test_somebody_for_the_children_sees_the_children_and_not_her_story() -> None:
    text = client_as("CHC").get(address("family")).text
    assert "Bee Alder" in text
    for hidden in ("SECRET ride", "Interim care", "PHQ-9", "former partner", "Kept the child safe", "SECRET why"):
        assert hidden not in text


@pytest.mark.parametrize("who", ["p_cal", "p_foster", "p_dot", "p_ana", "CW1", "PO"])
def test_people_who_are_not_staff_get_one_quiet_page(who: str) -> None:
    answer = client_as(who).get("/")
    assert answer.status_code == 200
    assert "There is nothing here for you yet" in answer.text
    assert without_tokens(answer.text).replace("\n", "").count("<h1>") == 1
    assert not any(name in without_her_own_name(answer.text) for name in NAMES)


def test_staff_without_families_are_told_where_to_go() -> None:
    assert "/trail/" in client_as("PRIV").get("/").text
    assert "/words/" in client_as("COUNCIL").get("/").text
    for who in ("EVAL", "ADM", "PRIV", "COUNCIL"):
        text = client_as(who).get("/").text
        assert "Ana" not in text and "Alder" not in text
        assert client_as(who).get("/families/").status_code == 404


def test_what_she_told_us_is_read_by_those_whose_part_it_is() -> None:
    hers = client_as("W1").get(address("her")).text
    assert "SECRET words" in hers and "SECRET substance" in hers and "SECRET street 7" in hers
    for who in ("CHC", "PEER"):
        text = client_as(who).get(address("her")).text
        assert "SECRET" not in text


def test_only_those_who_keep_the_wall_see_who_is_kept_out() -> None:
    assert "ex-partner’s sister" in client_as("SUP").get(address("her_team")).text.replace("&#x27;", "’")
    assert "sister" not in client_as("W1").get(address("her_team")).text


@pytest.mark.parametrize("who", ["W1", "SUP", "DIR", "PIT", "PEER", "CHC", "INT"])
def test_every_link_leads_somewhere(who: str) -> None:
    """Whatever a page offers to this person can be opened by this person."""
    with acting_as("W1"), connections["default"].cursor() as cursor:
        a_full_life(cursor, TODAY)
    browser = client_as(who)
    todo, seen = ["/"], set()
    while todo:
        url = todo.pop().split("#")[0]
        if url in seen or not url.startswith("/") or url.startswith(("/static", "/words")):
            continue
        seen.add(url)
        answer = browser.get(url)
        assert answer.status_code == 200, (who, url)
        if len(url.split("/")) <= 5 or "/children/" in url:
            todo += re.findall(r'href="(/[^"]*)"', answer.text)
    assert who == "INT" or len(seen) > 10


def test_every_look_leaves_a_line_that_she_can_read() -> None:
    for page in PAGES:
        client_as("W1").get(address(page))
    client_as("W1").get("/families/")
    with acting_as("p_ana"):
        verbs = set(Trail.objects.filter(subject=CAST["ANA"], principal=CAST["W1"]).values_list("verb", flat=True))
    assert {"looked at a family", "looked at a timeline", "read notes", "shown in a list"} <= verbs


def test_the_trail_is_for_whoever_answers_for_privacy() -> None:
    client_as("W1").get(address("family"))
    text = client_as("PRIV").get("/trail/").text
    assert "looked at a family" in text and "Wanda, counsellor" in text
    assert "Ana" not in text and "Alder" not in text
    assert client_as("PRIV").get(f"/trail/?about={CAST['ANA']}&before=3-9").status_code == 200
    assert client_as("PRIV").get("/trail/?about=x&who=y&before=z").status_code == 200
    for who in ("W1", "SUP", "EVAL", "ADM", "p_cal"):
        assert client_as(who).get("/trail/").status_code == 404


def test_lines_of_lists_do_not_bury_what_was_opened() -> None:
    client_as("W1").get("/families/")
    client_as("W1").get(address("family"))
    assert "was shown in a list" not in client_as("PRIV").get("/trail/").text
    assert "was shown in a list" in client_as("PRIV").get("/trail/?lists=on").text


def test_what_is_hidden_is_not_called_empty() -> None:
    """A children's worker may not read how she describes herself: the page does not say there is nothing."""
    assert "None yet" not in client_as("CHC").get(address("her")).text
    assert address("her") not in client_as("CHC").get(address("family")).text
    assert address("her") in client_as("W1").get(address("family")).text


def test_whoever_sees_every_file_and_is_on_no_team_is_shown_the_way() -> None:
    home = client_as("DIR").get("/").text
    assert "No families here yet" not in home and "You are on no family’s team at the moment" in home


def test_languages_are_told_by_name() -> None:
    assert language_words(["en", "fr", "Twi"]) == "English, French, Twi"
    with translation.override("fr-ca"):
        assert language_words(["en", "Twi"]) == "anglais, Twi"


def test_a_kept_out_colleague_loses_the_page_at_once() -> None:
    assert client_as("PIT").get(address("family")).status_code == 200
    with acting_as("SUP"), connections["default"].cursor() as cursor:
        cursor.execute("select safekeeping.keep_out(%s, %s, %s)", [uuid.uuid4(), CAST["PIT"], CAST["ALDER"]])
    assert client_as("PIT").get(address("family")).status_code == 404


def test_a_return_to_use_is_an_event_and_changes_no_state() -> None:
    """T-11 on the page: the pill, the team and the children read the same before and after."""

    def standing() -> list[str]:
        text = client_as("W1").get(address("family")).text
        return re.findall(r'<span class="pill[^>]*>(.*?)</span>', text)

    before = standing()
    with acting_as("W1"), connections["default"].cursor() as cursor:
        texts = dict.fromkeys(
            ("substance", "her_words", "what_helped", "who_cared", "support", "told", "next_step"), ""
        )
        write(
            cursor, "enrolment_returntouse", id=uuid.uuid4(), family_id=CAST["ALDER"], woman_id=CAST["ANA"],
            kind="return", on="2026-03-01", **texts,
        )  # fmt: skip
    assert standing() == before
    assert "A return to use" in client_as("W1").get(address("timeline")).text


def test_continuity_is_a_figure_about_us() -> None:
    """Ana's is the one family with a key worker: too few to be told, to a manager and to whoever sees no names."""
    shown = [client_as(who).get("/team/continuity/") for who in ("DIR", "EVAL")]
    for page in shown:
        assert page.status_code == 200
        assert "fewer than 5" in page.text and "Addiction counsellor" in page.text
        assert "Alder" not in page.text
        assert [line.families for period in page.context["periods"] for line in period.rows] == ["fewer than 5"] * 6
    for who in ("W1", "SUP", "PRIV", "ADM", "p_cal", "CW1"):
        assert client_as(who).get("/team/continuity/").status_code == 404


def test_an_occasion_is_told_with_its_total_or_with_what_happened() -> None:
    text = client_as("W1").get(address("timeline")).text
    assert "PHQ-9: 9" in text and "9.0" not in text
    entry = Entry(
        "woman", TODAY, None, "occasion", "not_available", "imported", "BDI-II\n", CAST["ANA"], None, T0, False
    )
    names = Names(CAST["ANA"], {}, [], {})
    assert told(entry, names, CAST["ALDER"]).title == "BDI-II: not available"
    assert told(replace(entry, code="done", text="BDI-II\n12.5"), names, CAST["ALDER"]).title == "BDI-II: 12.5"
    assert told(replace(entry, code="done"), names, CAST["ALDER"]).title == "BDI-II"
