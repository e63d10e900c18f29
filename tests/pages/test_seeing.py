"""Pages on which the two are seen from three sides: no composite, no rank, one view said to be one, kind refusals."""

from __future__ import annotations

import re
import uuid

import pytest

from alongside.instruments import queries as instruments
from tests.cast import CAST, TODAY, acting_as, dyad
from tests.client import client_as, statements
from tests.pages.writing import ALDER, NOBODY, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

BEE, BO = dyad("ANA", "BEE"), dyad("ANA", "BO")
WORDS = ["Far apart", "Looking for each other", "Sometimes together", "Often together", "At ease together"]
LEVELS = {f"level_{n}": words for n, words in enumerate(WORDS, 1)}
RATING = {"level": "4", "evidence": ["sessions", "team"], "seen": "They sing together.", **day("on", TODAY.isoformat())}
SUMS = {"sensitive": "9", "controlling": "3", "unresponsive": "2", "cooperative": "8", "difficult": "2",
        "compulsive": "1", "passive": "3"}  # fmt: skip
PLAY = {
    **{f"item_{name}": value for name, value in SUMS.items()}, "play": "free_play", **day("filmed_on", TODAY.isoformat()),
    "minutes": "5", "recording": "shelf 3, 17", "coder": str(CAST["PIT"]), "certified_by": "FRI", "blind": "yes",
}  # fmt: skip


def definition(code: str) -> uuid.UUID:
    with acting_as("W1"):
        found = instruments.published(code)
    assert found is not None
    return found.id


def anchored() -> None:
    assert send("SUP", url("rating_anchors"), LEVELS).status_code == 302


def views(who: str = "W1", two: uuid.UUID = BEE) -> str:
    return client_as(who).get(url("three_views", ALDER, two)).text


def test_before_the_levels_have_words_nobody_rates() -> None:
    assert "The five levels have no words yet" in views()
    assert client_as("W1").get(url("rating_add", ALDER, BEE)).status_code == 404
    assert client_as("W1").get(url("rating_anchors")).status_code == 404
    assert "level_5" in errors(send("SUP", url("rating_anchors"), {**LEVELS, "level_5": " "}))
    anchored()
    page = client_as("W1").get(url("rating_add", ALDER, BEE)).text
    assert "Level 3: Sometimes together" in page


def test_a_rating_keeps_the_words_its_level_had_that_day() -> None:
    anchored()
    assert send("W1", url("rating_add", ALDER, BEE), RATING).status_code == 302
    send("SUP", url("rating_anchors"), {**LEVELS, "level_4": "Nearly always together"})
    assert "Level 4 of 5: Often together" in views()
    assert "Level 4: Nearly always together" in client_as("W1").get(url("rating_add", ALDER, BO)).text


def test_one_view_alone_is_said_to_be_one_until_another_stands_beside_it() -> None:
    anchored()
    send("W1", url("rating_add", ALDER, BEE), RATING)
    timeline = client_as("W1").get(url("timeline", ALDER)).text
    assert url("three_views", ALDER, BEE) in timeline
    page = views()
    assert "This is one view alone" in page and "Only the clinician’s view is here for this time." in page
    assert page.count("Nothing here for this time.") == 2
    care = url("play_add", ALDER, BEE, definition("CARE-INDEX"))
    assert send("W1", care, PLAY).status_code == 302
    page = views()
    assert "This is one view alone" not in page and "Certified by FRI." in page and "shelf 3, 17" in page
    assert "They sing together." in page and "Adult: sensitive: 9 (from 0 to 14)" in page
    assert "They sing together." not in views(two=BO)  # each child has a picture of its own


def test_a_sum_that_cannot_be_is_said_beside_its_box_and_nothing_is_lost() -> None:
    care = url("play_add", ALDER, BEE, definition("CARE-INDEX"))
    page = send("W1", care, {**PLAY, "item_sensitive": "10"})
    assert page.status_code == 200 and list(errors(page)) == ["item_unresponsive"]
    assert "shelf 3, 17" in page.text and count("assessment.Observation") == 0
    assert "item_passive" in errors(send("W1", care, {**PLAY, "item_passive": "30"}))
    assert "coder" in errors(send("W1", care, {**PLAY, "coder": ""}))


def test_a_second_coder_without_sight_of_the_first_and_how_far_they_agree() -> None:
    care = url("play_add", ALDER, BEE, definition("CARE-INDEX"))
    send("W1", care, PLAY)
    first = newest("assessment.Occasion", subject=BEE)
    where = url("play_second", ALDER, BEE, first.pk)
    ask = url("play_ask", ALDER, BEE, first.pk)
    assert where in views() and ask in views()
    values = {name: value for name, value in PLAY.items() if name.startswith("item_")}
    for who in ("PIT", "W1"):  # who coded it, and who typed that in
        assert "coder" in errors(send("W1", where, {**values, "coder": str(CAST[who])}))
        assert "second_coder" in errors(send("W1", ask, {"second_coder": str(CAST[who])}))
    assert send("W1", ask, {"second_coder": str(CAST["SUP"])}).status_code == 302
    assert "Asked to code it a second time, without seeing this: Suki, supervisor." in views()
    # She finds nothing of the first one, wherever she looks, and is led to the play.
    for found in (views("SUP"), client_as("SUP").get(url("results", ALDER)).text,
                  client_as("SUP").get(url("timeline", ALDER)).text, client_as("SUP").get(url("questions", ALDER)).text):  # fmt: skip
        assert "CARE-Index" not in found and "sensitive" not in found
    assert client_as("SUP").get(url("answers", ALDER, first.pk)).status_code == 404
    assert client_as("SUP").get(ask).status_code == 404
    assert "You are asked to code a play a second time" in views("SUP") and where in views("SUP")
    assert "You are asked" not in views()
    page = client_as("SUP").get(where).text
    assert 'value="9"' not in page and "What was found first is not shown here." in page
    changed = {**values, "item_sensitive": "8", "item_controlling": "4", "coder": str(CAST["SUP"])}
    assert send("SUP", where, changed).status_code == 302
    assert "CARE-Index" in client_as("SUP").get(url("results", ALDER)).text
    page = views("SUP")
    assert "Of 7 values 5 are the same, and 5 lie within half a point." in page
    assert "Adult: sensitive: 9 and 8" in page and where not in page
    assert client_as("W1").get(where.replace(str(BEE), str(BO))).status_code == 404


def test_what_differs_is_for_talking_and_her_words_stand_beside_ours() -> None:
    anchored()
    send("W1", url("rating_add", ALDER, BEE), {**RATING, "level": "1"})
    send("W1", url("play_add", ALDER, BEE, definition("CARE-INDEX")), {
        **PLAY, "item_controlling": "3", "item_unresponsive": "2", "item_cooperative": "11", "item_difficult": "1",
        "item_passive": "1"})  # fmt: skip
    page = views()
    assert "What differs" in page and "Observed play: in the half of the measure" in page
    told = {"ours": "He was new to the room.", "her_words": "I was watched.", **day("on", TODAY.isoformat())}
    assert send("W1", url("reflection_add", ALDER, BEE), told).status_code == 302
    page = views()
    assert "He was new to the room." in page and re.search(r"<blockquote>\s*<p>I was watched\.", page)
    assert "ours" in errors(send("W1", url("reflection_add", ALDER, BEE), {**told, "ours": "", "her_words": ""}))


def test_nothing_is_put_together_or_coloured() -> None:
    anchored()
    send("W1", url("rating_add", ALDER, BEE), RATING)
    send("W1", url("play_add", ALDER, BEE, definition("EAS")), {
        "play": "teaching", **day("filmed_on", TODAY.isoformat()), "coder": str(CAST["PIT"]),
        **{f"item_{name}": "5" for name in ("sensitivity", "structuring", "nonintrusiveness", "nonhostility",
                                            "responsiveness", "involvement")}})  # fmt: skip
    page = views()
    for word in ("average", "overall", "composite", "rank", "at risk", "%</", "red", "green"):
        assert f" {word}" not in page.lower().split("<main")[1].split("</main>")[0], word
    assert not re.search(r'style="', page)


@pytest.mark.parametrize("who", [*NOBODY, "PEER"])
def test_the_wrong_people_find_nothing(who: str) -> None:
    anchored()
    send("W1", url("rating_add", ALDER, BEE), RATING)
    care = definition("CARE-INDEX")
    places = [url(name, ALDER, BEE) for name in ("three_views", "rating_add", "play_choose", "reflection_add")]
    for place in [*places, url("play_add", ALDER, BEE, care)]:
        page = client_as(who).get(place)
        assert page.status_code == 404 and "sing" not in page.text, (who, place)
    assert send(who, url("rating_add", ALDER, BEE), RATING).status_code == 404


def test_a_fixed_number_of_statements_whatever_was_seen() -> None:
    anchored()
    send("W1", url("rating_add", ALDER, BEE), RATING)
    care = url("play_add", ALDER, BEE, definition("CARE-INDEX"))
    send("W1", care, PLAY)
    views()
    with statements() as few:
        views()
    for n in range(1, 6):
        assert send("W1", care, {**PLAY, **day("filmed_on", f"2025-0{n}-03")}).status_code == 302
    with statements() as many:
        views()
    assert len(few) == len(many) <= 16
