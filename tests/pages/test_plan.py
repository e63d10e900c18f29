"""The shared plan on the pages of her team: six lanes, said anew, two at once, signed with her, on paper, as of a day."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alongside.care import actions, queries
from alongside.care.models import LaneSignature, LaneVersion
from alongside.care.rules import LANES, LaneStep
from alongside.care.terms import Does
from alongside.families.models import Family
from alongside.goals.terms import Lane
from alongside.recordkeeping.models import SetAside
from tests.cast import CAST, TODAY, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, day, errors, newest, send

PLAN = f"/families/{ALDER}/plan/"
ON = day("on", "2026-02-20")
SAID = {"her_words": "a bed for Bo", "leads": "both", "who_0": "herself", **ON}
pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def text(address: str = PLAN, who: str | Client = "W1") -> str:
    page = (client_as(who) if isinstance(who, str) else who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(page.text.split())


def section(page: str, lane: str) -> str:
    """One lane of the page."""
    return page.split(f'id="{lane}"')[1].split("</section>")[0]


def say(lane: str = "everyday", base: int = 0, **more: Any) -> LaneVersion:
    given = {
        "family": Family(id=ALDER), "woman": ANA, "lane": lane, "base_version": base, "her_words": "a bed for Bo",
        "on": TODAY, "by": CAST["W1"], "at": timezone.now(), **more,
    }  # fmt: skip
    with acting_as("W1"):
        said = actions.say_lane(**given)
    assert isinstance(said, LaneVersion)
    return said


def test_every_lane_can_be_written_with_her_and_stands_with_who_does_what() -> None:
    shown = text()
    assert f'href="{PLAN}"' in text(f"/families/{ALDER}/")
    for lane in LANES:
        assert f"{PLAN}{lane.value}/" in shown and str(lane.label).capitalize() in shown
        form = client_as("W1").get(f"{PLAN}{lane.value}/")
        assert form.status_code == 200 and form.context["form"].fields["leads"]
        base = form.context["form"].fields["version"].initial
        sent = {
            **SAID, "her_words": f"as SHE says of {lane.value}", "version": base, "goals": [str(ident("goal 0"))],
            "what_0": "call the landlord", "who_0": f"colleague:{CAST['W1']}", **day("when_0", "2027-03-09"),
            "what_1": "a lamp", "who_1": "agency", "name_1": "the shelter", "what_2": "paint it", "who_2": "herself",
            **day("again_on", "2027-05-01"), "named": str(BEE),
        }  # fmt: skip
        assert send("W1", f"{PLAN}{lane.value}/", sent)["Location"] == PLAN
        one = section(text(), lane.value)
        for words in (f"as SHE says of {lane.value}", "call the landlord", "Wanda, counsellor", "about 9 March 2027",
                      "a lamp", "the shelter", "she does it herself", "both together", "1 May 2027",
                      "SECRET goal: none on Sundays"):  # fmt: skip
            assert words in one, (lane, words)
        now = one.split("What stood there before")[0]
        assert "signed" not in now and "looked at it" not in now  # that she did not sign is no news
        assert "Nobody has said yet whom else it names" not in one
    with acting_as("W1"):
        row = queries.lane(ALDER, Lane.EVERYDAY)
        assert row is not None and row.now.about == [BEE] and len(row.now.steps) == 3
    told = re.sub(r"<[^>]*>", "", text())
    assert not re.search(
        r"overdue|\blate\b|compl(y|ian)|attend|sober|clean|\btest\b|score|risk|\bgoals? met", told, re.I
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"her_words": " ", "what_2": " "}, "her_words"),
        ({"leads": "her"}, "leads"),
        (day("on", "2199-01-01"), "on"),
        (day("again_on", "2020-01-01"), "again_on"),
        ({"what_0": "a lift", "who_0": "somebody"}, "what_0"),
        ({"what_0": "a lift", "who_0": "agency", "name_0": " "}, "what_0"),
        ({"name_1": "my aunt", "who_1": "somebody"}, "what_0"),
        ({"what_0": "x" * 2001}, "what_0"),
        ({"what_0": "a lift", "who_0": f"colleague:{CAST['CW1']}"}, "who_0"),
        ({"named": str(CAST["FIN"])}, "named"),
        ({"goals": str(CAST["FIN"])}, "goals"),
    ],
)
def test_what_cannot_stand_comes_back_with_every_word(fields: dict[str, str], field: str) -> None:
    kept = {**SAID, "what_2": "ask my sister Ro", "who_2": "herself", **fields}
    page = send("W1", f"{PLAN}everyday/", kept)
    assert page.status_code == 200 and set(errors(page)) == {field}, errors(page)
    assert field == "her_words" or ("ask my sister Ro" in page.text and "a bed for Bo" in page.text)


def test_more_things_to_do_than_a_lane_holds_are_not_kept_and_rows_grow_as_needed() -> None:
    steps = [LaneStep(f"thing {n}") for n in range(11)]
    say(steps=steps)
    form = client_as("W1").get(f"{PLAN}everyday/").context["form"]
    assert list(form.rows) == list(range(12)) and form["what_10"].value() == "thing 10"
    assert client_as("W1").get(f"{PLAN}own/").status_code == client_as("W1").get(f"{PLAN}sober/").status_code == 404


def test_said_anew_what_stood_stays_and_of_two_at_once_both_are_shown() -> None:
    say(steps=[LaneStep("ask the crib bank", Does.AGENCY, "the crib bank")], about=[])
    for who, words in (("W1", "as Wanda heard"), ("SUP", "as Suki heard")):
        page = send(who, f"{PLAN}everyday/", {**SAID, "her_words": words, "version": "1"})
    assert "/two-versions/" in page["Location"]
    both = text(page["Location"], "SUP")
    assert "as Wanda heard" in both and "as Suki heard" in both and "Our plan" in both
    one = section(text(), "everyday")
    assert "as Wanda heard" in one.split("What stood there before")[0]
    assert "a bed for Bo" in one.split("What stood there before")[1] and "the crib bank" in one
    assert send("SUP", page["Location"], {"choose": "yours", "version": "2"}).status_code == 302
    assert "as Suki heard" in section(text(), "everyday").split("What stood there before")[0]
    with acting_as("W1"):
        assert [row.number for row in LaneVersion.objects.filter(lane="everyday").order_by("number")] == [1, 2, 3]
        assert not SetAside.objects.filter(settled_at=None, about="care.laneversion").exists()


def test_a_lane_is_emptied_at_her_word() -> None:
    say()
    assert send("W1", f"{PLAN}everyday/", {**SAID, "her_words": "", "version": "1"})["Location"] == PLAN
    one = section(text(), "everyday")
    assert "Nothing stands here for now." in one and "a bed for Bo" in one.split("What stood there before")[1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"typed": "Ana Alder", "how": "typed"}, "typed"),
        ({"drawn": "M0 0L9 9", "how": "drawn"}, "drawn with a finger"),
        ({"witness": str(CAST["PIT"]), "how": "spoken"}, "Pilar, parent-infant therapist"),
        ({"typed": "Ana Alder"}, "typed"),
    ],
)
def test_she_signs_on_a_workers_device_what_she_read(fields: dict[str, str], said: str) -> None:
    row = say(again_on=None)
    asked = text(f"{PLAN}sign/")
    assert "a bed for Bo" in asked and "SECRET lane: close 1" in asked and "SECRET lane: better" not in asked
    shown = re.search(r'name="shown" value="([^"]*)"', asked)[1]
    assert str(row.pk) in shown
    assert send("W1", f"{PLAN}sign/", {**fields, "shown": shown})["Location"] == PLAN
    assert said in section(text(), "everyday") and "She signed it on" in section(text(), "close")
    assert client_as("W1").get(f"{PLAN}sign/").status_code == 404  # nothing is left to sign, and nothing was waiting
    say(base=1, her_words="and a lamp")
    one = section(text(), "everyday")
    assert "signed" not in one.split("What stood there before")[0]
    assert "She signed it on" in one.split("What stood there before")[1]


def test_a_signature_that_is_missing_or_under_older_words_is_asked_again_kindly() -> None:
    row = say()
    shown = str(row.pk)
    for fields in ({}, {"how": "drawn"}, {"how": "spoken"}, {"how": "typed", "typed": " "}):
        page = send("W1", f"{PLAN}sign/", {**fields, "shown": shown})
        assert page.status_code == 200 and errors(page), fields
    say(base=1, her_words="and a lamp")
    page = send("W1", f"{PLAN}sign/", {"typed": "Ana", "how": "typed", "shown": shown})
    assert "read it once more" in str(errors(page)) and "and a lamp" in page.text and 'value="Ana"' in page.text
    for strange in ("", "x", str(CAST["FIN"])):
        assert errors(send("W1", f"{PLAN}sign/", {"typed": "Ana", "how": "typed", "shown": strange}))
    with acting_as("W1"):
        assert not LaneSignature.objects.filter(version__lane="everyday").exists()


def test_what_she_says_to_it_is_written_down_for_her_and_stands_beside_it() -> None:
    row = say()
    where = f"{PLAN}said/{row.pk}/"
    assert where in text() and "a bed for Bo" in text(where)
    assert errors(send("W1", where, {"words": " "}))
    assert send("W1", where, {"words": "It was a crib, not a bed", "asks_change": "on"})["Location"] == PLAN
    one = section(text(), "everyday")
    assert "It was a crib, not a bed" in one and "She wants it put right." in one
    assert newest("consent.Statement", target=row.pk).category == row.category


def test_as_of_a_day_it_stands_as_it_stood() -> None:
    spring, summer = datetime(2024, 4, 2, 15, 0, tzinfo=UTC), datetime(2024, 8, 1, 15, 0, tzinfo=UTC)
    first = say(her_words="FIRST words", on=spring.date(), at=spring)
    with acting_as("W1"):
        actions.sign_plan(family=ALDER, woman=ANA, versions=[first.pk], how="typed", signature="Ana",
                          by=CAST["W1"], at=spring)  # fmt: skip
    say(base=1, her_words="THEN words", on=summer.date(), at=summer)
    assert "THEN words" in section(text(), "everyday").split("What stood there before")[0]
    then = text(f"{PLAN}?on=2024-06-01")
    assert "FIRST words" in then and "She signed it on" in then and "THEN words" not in then
    assert f"{PLAN}everyday/" not in then and f"{PLAN}sign/" not in then
    assert "Nothing is written down for these days" in text(f"{PLAN}?on=2024-03-01")
    assert "FIRST words" in text(f"{PLAN}paper/?on=2024-06-01")


def test_on_paper_it_is_the_plan_and_nothing_else() -> None:
    say(steps=[LaneStep("a lamp", Does.SOMEBODY, "Dot")])
    page = client_as("W1").get(f"{PLAN}paper/")
    told = re.sub(r'(?s)<p class="letter__screen">.*?</p>', "", page.text)
    assert "a bed for Bo" in told and "Dot" in told and "<form" not in told and "/families/" not in told
    [lane] = [part for part in told.split("<h2>") if "a bed for Bo" in part]
    assert "signed" not in lane and "looked at it" not in told
    assert page["Cache-Control"] == "no-store, max-age=0" and "<title>Our plan</title>" in told


def test_each_reads_as_far_as_it_is_her_part_and_finds_no_sign_of_the_rest() -> None:
    say()
    chris = text(who="CHC")
    assert "SECRET lane: close 1" in chris and "a bed for Bo" not in chris and "SECRET lane: better" not in chris
    assert "Home, money" not in chris and f"{PLAN}close/" not in chris and f"{PLAN}sign/" not in chris
    gia = text(who="PEER")
    assert "SECRET" not in gia and "Nothing is written here yet" in gia
    for who in ("W2", "W3", "PRIV", "p_cal", "p_foster", "p_dot", "CW1", "p_ana"):
        for address in (
            PLAN,
            f"{PLAN}paper/",
            f"{PLAN}everyday/",
            f"{PLAN}sign/",
            f"{PLAN}said/{ident('lane close 1')}/",
        ):
            page = client_as(who).get(address)
            assert page.status_code in (404, 302) and "SECRET" not in page.text, (who, address)
    for who in ("CHC", "PEER"):
        for address in (f"{PLAN}everyday/", f"{PLAN}close/", f"{PLAN}sign/", f"{PLAN}said/{ident('lane better 2')}/"):
            assert client_as(who).get(address).status_code == 404, (who, address)


def test_the_pages_ask_the_same_number_of_questions_whatever_stands() -> None:
    say(steps=[LaneStep("a call", Does.COLLEAGUE, colleague=CAST["W1"])])
    browser, counts = client_as("W1"), []
    for again in range(2):
        for address in (PLAN, f"{PLAN}paper/", f"{PLAN}everyday/", f"{PLAN}sign/", f"{PLAN}?on=2026-03-20"):
            with statements() as asked:
                assert browser.get(address).status_code == 200
            counts.append(len(asked))
        for lane in ("together", "safer", "children_safe") if not again else ():
            row = say(lane)
            say(
                lane,
                1,
                her_words="more",
                steps=[LaneStep("x", Does.COLLEAGUE, colleague=CAST["PIT"])] * 3,
                at=row.recorded_at,
            )
    assert counts[:5] == counts[5:] and max(counts) <= 16, counts


def test_in_french() -> None:
    browser = client_as("W1")
    browser.cookies["django_language"] = "fr-ca"
    shown = text(PLAN, browser)
    assert "Notre plan" in shown and "Our plan" not in shown and "regardé" not in shown
