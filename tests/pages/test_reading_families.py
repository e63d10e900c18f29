"""What a family's pages tell, of which day, and what they leave out."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from django.db import connections
from django.utils import translation
from django.utils.html import escape

from alongside.care.queries import Entry
from alongside.families.terms import language_words
from alongside.pages.worker.presented.story import Names, told
from tests.cast import CAST, T0, TODAY, acting_as, ident
from tests.client import client_as
from tests.pages.lives import write
from tests.pages.reading import address

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


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


def test_what_she_told_us_is_read_by_those_whose_part_it_is() -> None:
    hers = client_as("W1").get(address("her")).text
    assert "SECRET words" in hers and "SECRET substance" in hers and "SECRET street 7" in hers
    # Her peer supporter reads what she lets her: how it ended once, for what she comes to here.
    for who, allowed in (("CHC", ""), ("PEER", "SECRET until later")):
        text = client_as(who).get(address("her")).text
        assert "SECRET" not in text.replace(allowed, "")


def test_only_those_who_keep_the_wall_see_who_is_kept_out() -> None:
    assert "ex-partner’s sister" in client_as("SUP").get(address("her_team")).text.replace("&#x27;", "’")
    assert "sister" not in client_as("W1").get(address("her_team")).text


def test_what_is_hidden_is_not_called_empty() -> None:
    """A children's worker may not read how she describes herself: the page does not say there is nothing."""
    assert "None yet" not in client_as("CHC").get(address("her")).text
    assert address("her") not in client_as("CHC").get(address("family")).text
    assert address("her") in client_as("W1").get(address("family")).text


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


def test_somebody_for_the_children_has_the_safe_way_and_no_other() -> None:
    """C06: the number that is safe, and as whom to call; no number of anybody else in her life."""
    with acting_as("W1"), connections["default"].cursor() as cursor:
        write(
            cursor, "families_knowncontact", id=ident("of Cal"), family_id=CAST["ALDER"], person_id=CAST["CAL"],
            value="+14165550999",
        )  # fmt: skip
    shown = {who: client_as(who).get(address("family")).text for who in ("CHC", "W1")}
    for text in shown.values():
        assert "+14165550123" in text and "SECRET Sam" in text and "+14165550999" not in text
