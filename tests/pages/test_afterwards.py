"""Endings and after on the pages of her team: both views, a goodbye, staying in touch, from woman to peer supporter."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from alongside.afterwards import actions, queries
from alongside.afterwards.models import ClosingView
from alongside.enrolment.models import KeptOut
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BO, count, day, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ENDING = ident("ending")
PAGE = f"/families/{ALDER}/after/"


def text(address: str, who: str = "W1") -> str:
    answer = client_as(who).get(address)
    assert answer.status_code == 200, (address, who)
    return answer.text


def test_both_views_stand_side_by_side_in_the_same_number_of_statements() -> None:
    with statements() as few:
        page = text(PAGE)
    assert "SECRET until later" in page and "planned together" in page and "Some of what she wanted" in page
    assert "With whom the child is · Bo" in page and "SECRET courage" in page and "about once a year" in page
    assert "peer supporter</h2>" not in page and "SECRET one day" not in page  # her colleagues to be do not read it
    with acting_as("W1"):
        for n in range(12):
            ClosingView.objects.create(
                family_id=ALDER, subject=ANA, ending_id=ENDING, matter="custody", child_id=BO, category=9, whose="ours",
                level="family", words=f"{n}", recorded_by=CAST["W1"],
            )  # fmt: skip
    with statements() as many:
        text(PAGE)
    assert len(many) == len(few) <= 16


def test_who_finds_no_page_here() -> None:
    for who in ("W2", "W3", "CHC", "EVAL", "ADM", "PRIV", "p_cal", "CW1", "SITE2"):
        assert client_as(who).get(PAGE).status_code == 404, who
        assert client_as(who).get(url("goodbye_say", ALDER)).status_code == 404, who
    for who in ("W1", "PIT", "INT", "PEER"):
        for form in ("giving_say", "giving_begin"):
            assert client_as(who).get(url(form, ALDER)).status_code == 404, (who, form)
    assert client_as("W2").get(url("in_touch")).text.count("SECRET") == 0
    assert "SECRET not in June" in text(url("in_touch")) and "Ask for the yellow room." in text(url("in_touch"))


def test_nobody_is_cut_off_where_a_list_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names and words go on part by part; an address holds no name, and anything else in it begins at the beginning."""
    with acting_as("W2"):
        by = {"family": CAST["BIRCH"], "woman": CAST["EVE"], "by": CAST["W2"], "at": timezone.now()}
        actions.say_touch(**by, wanted=True, ways=["call"], for_what=["season"], her_words="SECRET in May")
        actions.say_goodbye(**by, on=timezone.localdate(), leaves="Ask for the blue room.", offered=True)
    page = url("in_touch")
    for said in ("SECRET not in June", "SECRET in May", "yellow room", "blue room"):
        assert said in text(page, "DIR"), said
    monkeypatch.setattr(queries, "PART", 1)
    first = text(page, "DIR")
    [further] = re.findall(r'href="\?(after=[^"]+)"', first)
    second = text(f"{page}?{further}", "DIR")
    assert "SECRET" in first and "SECRET" in second and ("in May" in first) is not ("in May" in second)
    assert 'href="?after=' not in second and "Back to the beginning" in second
    more = text(f"{page}?words=1", "DIR")
    assert 'href="?words=1#left"' in first and ("blue room" in first) is not ("blue room" in more)
    assert "yellow room" in first + more and 'href="?words=2' not in more
    for odd in ("?after=x", "?words=-1", "?words=²", "?words=99999999999"):
        shown, begun = (client_as("DIR").get(page + more).context for more in (odd, ""))
        assert all(shown[name] == begun[name] for name in ("rows", "older", "left", "left_older")), odd


def test_an_ending_leads_to_what_she_says_of_it_and_what_stands_is_not_written_again() -> None:
    ended = {"state": "moved", "planned": "no", **day("on", "2026-02-01")}
    assert send("W1", url("ending_add", ALDER, ANA), ended)["Location"] == PAGE
    with acting_as("W1"):
        form = url("closing_say", ALDER, newest("enrolment.Ending", on="2026-02-01").pk, "hers")
    said = {
        "how": "unplanned",
        "wanted": "rather_not",
        f"with_whom_{BO.hex}": "family",
        f"with_whom_{BO.hex}_words": "My mum.",
    }
    page = text(form)
    assert f"with_whom_{BO.hex}" in page and "She would rather not say" in page
    before = count("afterwards.ClosingView")
    assert send("W1", form, said)["Location"] == PAGE
    assert count("afterwards.ClosingView") == before + 3
    assert "My mum." in text(form)
    version = str(newest("afterwards.ClosingView").pk)
    again = send("W1", form, {**said, "version": version, "wanted": "some"})
    assert again.status_code == 302 and count("afterwards.ClosingView") == before + 4
    late = send("PIT", form, {**said, "version": version, "how": "planned"})
    assert late.status_code == 200 and "Somebody wrote here a moment ago" in late.text and "My mum." in late.text
    assert send("W1", form, {"version": "x", "wanted": "foster"}).status_code == 200
    assert client_as("W1").get(url("closing_say", ALDER, ENDING, "theirs")).status_code == 404
    assert client_as("W1").get(url("closing_say", CAST["BIRCH"], ENDING, "hers")).status_code == 404


def test_nothing_is_ticked_before_she_says_it_and_a_yes_says_how() -> None:
    form = url("touch_say", ALDER)
    told = send("W1", form, {"wanted": "yes", "how_often": "year"})
    assert told.status_code == 200 and "tick at least one way" in told.text
    assert send("W1", form, {"wanted": "no", "how_often": "year"}).status_code == 302
    assert "She would rather not hear from us" in text(PAGE)


def test_from_woman_to_peer_supporter() -> None:
    begin, say = url("giving_begin", ALDER), url("giving_say", ALDER)
    assert send("SUP", say, {"stage": "thinking", "her_words": "One day."}).status_code == 302
    refused = send("SUP", begin, {"colleague": str(CAST["PEER"]), "told": "on"})
    assert refused.status_code == 200 and "She has not said yes yet" in refused.text
    assert send("SUP", say, {"stage": "yes", "keep_apart": [str(CAST["PIT"])]}).status_code == 302
    page = text(begin, "SUP")
    assert "Your own file stays as it is" in page and "Gia, peer supporter" in page and "Wanda" not in page
    unread = send("SUP", begin, {"colleague": str(CAST["PEER"])})
    assert unread.status_code == 200 and "Please read it to her first" in unread.text
    assert send("SUP", begin, {"colleague": str(CAST["PEER"]), "told": "on"})["Location"] == PAGE
    page = text(PAGE, "SUP")
    assert url("peer_agreement", CAST["PEER"]) in page and "Pilar" in page
    for who in ("PEER", "PIT"):
        assert client_as(who).get(f"/families/{ALDER}/").status_code == 404, who
    with acting_as("SUP"):
        apart = KeptOut.objects.get(family=ALDER, colleague=CAST["PEER"], lifted_at=None)
    back = send("SUP", url("let_back", ALDER, apart.pk), {})
    assert back.status_code == 200 and "It stays apart while that goes on." in back.text
