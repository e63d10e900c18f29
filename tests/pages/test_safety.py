"""Safety plans on the pages of her team: made with her, versions, as of a day, her copy, what this place does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from alongside.care import actions, queries
from alongside.care.models import SafetyCopy, SafetyPlan, SafetyTurn, SafetyVersion
from alongside.care.rules import STEPS, Reaching
from alongside.care.terms import PlanKind
from alongside.families.models import Family, SafeContact
from alongside.project.help_lines import HelpLine
from tests.cast import CAST, T0, TODAY, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, CAL, day, errors, newest, send, url

LIST, PLAN = f"/families/{ALDER}/safety/", ident("plan violence")
PAGE = f"{LIST}{PLAN}/"
ON = day("on", "2026-02-20")
FIRST = str(ident("plan copy"))  # what she chose before
LINE = HelpLine({"en": "Line for women"}, "555-0100", {"en": "Free."}, "https://example.org", date(2026, 2, 1))
pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def text(address: str, who: str | Client = "W1") -> str:
    page = (client_as(who) if isinstance(who, str) else who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(page.text.split())


def make(**more: Any) -> SafetyPlan:
    given = {
        "family": Family(id=ALDER), "woman": ANA, "kind": "overdose", "said": {"overdose_kit": "by the door"}, "on": TODAY,
        "with_colleague": CAST["W1"], "by": CAST["W1"], "at": T0, **more,
    }  # fmt: skip
    return actions.make_plan(**given)


def test_each_kind_is_made_with_her_in_her_words_and_stands_on_one_list() -> None:
    shown = text(LIST)
    assert [f"{LIST}add/{kind}/" in shown for kind in PlanKind] == [True] * 4
    for kind in PlanKind:
        form = text(f"{LIST}add/{kind}/")
        for step in STEPS[kind]:
            assert f'name="{step.value}"' in form and str(step.label).replace("'", "&#x27;") in form
        said = {STEPS[kind][1].value: f"as SHE says of {kind.value}", **ON, "with_colleague": str(CAST["W1"])}
        saved = send("W1", f"{LIST}add/{kind}/", {**said, "also_with": "Dot", "named": str(CAL)})
        plan = newest("care.SafetyPlan")
        assert saved["Location"] == f"{LIST}{plan.pk}/" and newest("care.SafetyVersion").about == [CAL]
        one = text(f"{LIST}{plan.pk}/")
        assert (
            f"as SHE says of {kind.value}" in one
            and "Wanda, counsellor, Dot" in one
            and "Where these steps come from" in one
        )
        assert "Nothing on paper" in one and "Nobody has said yet whom else it names" not in one
    assert not re.search(r"risk|score|level|\bhigh\b", re.sub(r"<[^>]*>", "", text(LIST)), re.I)  # nothing is predicted
    assert client_as("W1").get(f"{LIST}add/relapse/").status_code == 404
    assert f'href="{LIST}"' in text(f"/families/{ALDER}/") and "SECRET plan" not in text(f"/families/{ALDER}/timeline/")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"overdose_kit": " "}, ""),
        ({"overdose_kit": "x" * 2001}, "overdose_kit"),
        ({"overdose_kit": "x", **day("on", "2199-01-01")}, "on"),
        ({"overdose_kit": "x", **day("again_on", "2020-01-01")}, "again_on"),
        ({"overdose_kit": "x", "with_colleague": str(CAST["CW1"])}, "with_colleague"),
        ({"overdose_kit": "x", "named": str(CAST["FIN"])}, "named"),
    ],
)
def test_a_plan_that_cannot_be_comes_back_with_every_word(fields: dict[str, str], field: str) -> None:
    page = send("W1", f"{LIST}add/overdose/", {**ON, "overdose_after": "", "also_with": "my sister Ro", **fields})
    assert page.status_code == 200 and set(errors(page)) == {field or "__all__"}, errors(page)
    assert "my sister Ro" in page.text


def test_said_anew_the_versions_stay_and_of_two_at_once_both_are_shown() -> None:
    with acting_as("W1"):
        plan = make()
    where = f"{LIST}{plan.pk}/"
    for who, words in (("W1", "as Wanda heard"), ("SUP", "as Suki heard")):
        page = send(who, f"{where}words/", {"overdose_kit": words, "version": "1", **ON})
    assert "/two-versions/" in page["Location"]
    both = text(page["Location"], "SUP")
    assert "as Wanda heard" in both and "as Suki heard" in both
    assert "as Wanda heard" in text(where) and "by the door" in text(where).split("What stood there before")[1]
    assert send("SUP", page["Location"], {"choose": "yours", "version": "2"}).status_code == 302
    shown = text(where)
    assert "as Suki heard" in shown.split("What stood there before")[0]
    assert "as Wanda heard" in shown.split("What stood there before")[1]
    with acting_as("W1"):
        assert [row.number for row in SafetyVersion.objects.filter(plan=plan).order_by("number")] == [1, 2, 3]
        assert SafetyVersion.objects.filter(plan=plan, superseded_at=None).count() == 1


def test_as_of_a_day_it_stands_as_it_stood() -> None:
    spring, summer = datetime(2024, 4, 2, 15, 0, tzinfo=UTC), datetime(2024, 8, 1, 15, 0, tzinfo=UTC)
    with acting_as("W1"):
        plan = make(said={"overdose_kit": "FIRST words"}, on=spring.date(), at=spring)
        late = {"by": CAST["W1"], "at": summer}
        actions.say_plan_anew(plan=plan, base_version=1, said={"overdose_kit": "THEN words"}, on=summer.date(), **late)
        actions.turn_plan(plan=plan, what="ended", on=summer.date(), **late)
    where = f"{LIST}{plan.pk}/"
    assert "She said that she does not need it any more" in text(where) and "THEN words" in text(where)
    then = text(where + "?on=2024-06-01")
    assert (
        "FIRST words" in then and "THEN words" not in then and "does not need it" not in then and "/copy/" not in then
    )
    assert "Nothing is written down for these days" in text(where + "?on=2024-03-01")
    assert f"{plan.pk}" in text(LIST + "?on=2024-06-01") and f"{plan.pk}" not in text(LIST + "?on=2024-03-01")


def test_she_ends_it_and_takes_it_up_again() -> None:
    turn = f"{PAGE}again/"
    assert send("W1", turn, {"what": "ended", "her_words": "he moved away", **ON})["Location"] == PAGE
    shown = text(PAGE)
    assert (
        "he moved away" in shown
        and f"{PAGE}words/" not in shown
        and client_as("W1").get(f"{PAGE}copy/").status_code == 404
    )
    assert "what" in errors(send("W1", turn, {"what": "ended", **ON}))
    assert send("W1", turn, {"what": "taken_up", **ON})["Location"] == PAGE
    assert "does not need it" not in text(PAGE) and newest("care.SafetyTurn").what == "taken_up"


def test_her_copy_is_her_choice_and_her_card_says_nothing_but_her_words() -> None:
    today = {"family_id": ALDER, "woman_id": ANA, "recorded_by": CAST["W1"]}
    page = send("W1", f"{PAGE}copy/", {"how": "card", "heading": "Groceries", "seen": FIRST})
    assert "how" in errors(page) and "Groceries" in page.text  # nobody lately asked her how she is reached
    with acting_as("W1"):
        version = (
            SafeContact.objects.filter(woman=ANA).order_by("-version").values_list("version", flat=True).first() or 0
        )
        SafeContact.objects.create(version=version + 1, checked_on=timezone.localdate(), **today)
    assert send("W1", f"{PAGE}copy/", {"how": "card", "heading": "Groceries", "seen": FIRST}).status_code == 302
    assert "how" in errors(send("SUP", f"{PAGE}copy/", {"how": "page", "seen": ""}))  # somebody chose meanwhile
    assert f"{PAGE}card/" in text(PAGE) and "Groceries" in text(PAGE)
    asked = text(f"{PAGE}card/")
    assert "SECRET plan" not in asked
    card = send("W1", f"{PAGE}card/", {})
    assert card.status_code == 200 and card["Cache-Control"] == "no-store, max-age=0"
    paper = card.text.split('<p class="letter__screen">')[0] + card.text.split("</p>", 1)[1]
    assert (
        "<title>Groceries</title>" in paper and "SECRET plan: violence" in paper and 'rel="icon" href="data:,"' in paper
    )
    told = re.sub(r'(?s)<p class="letter__screen">.*?</p>', "", card.text)
    assert not re.search(
        r"safe|danger|plan:? of|alongside|programme|Ana|Wanda", re.sub(r"<[^>]*>|SECRET.*?<", "", told), re.I
    )
    chosen = newest("care.SafetyCopy")
    assert send("W1", f"{PAGE}copy/", {"how": "nothing", "seen": str(chosen.pk)}).status_code == 302
    assert f"{PAGE}card/" not in text(PAGE) and errors(send("W1", f"{PAGE}card/", {}))
    with acting_as("W1"):
        assert SafetyCopy.objects.filter(plan=PLAN).count() == 3 and SafetyTurn.objects.filter(plan=PLAN).count() == 1


def test_a_part_that_does_not_read_a_kind_finds_nothing_of_it() -> None:
    pages = (PAGE, f"{PAGE}words/", f"{PAGE}copy/", f"{PAGE}card/", f"{PAGE}again/", f"{LIST}add/violence/")
    for who in ("CHC", "PEER", "DIR", "W2", "W3", "PRIV", "p_cal", "p_foster", "p_dot", "CW1", "p_ana"):
        for address in pages:
            page = client_as(who).get(address)
            assert page.status_code in (404, 302) and "SECRET" not in page.text, (who, address)
    for who in ("CHC", "PEER"):
        assert "SECRET" not in text(LIST, who) and "/safety/add/" not in text(LIST, "CHC")
    child = client_as("CHC").get(f"/families/{ALDER}/children/{CAST['BEE']}/").text
    assert "SECRET plan" not in child and "/safety/" not in child


def test_the_pages_ask_the_same_number_of_questions_whatever_there_is() -> None:
    browser, counts = client_as("W1"), []
    for _again in range(2):
        for address in (LIST, PAGE, LIST + "?on=2026-02-20"):
            with statements() as asked:
                assert browser.get(address).status_code == 200
            counts.append(len(asked))
        with acting_as("W1"):
            plan = queries.plan(ALDER, PLAN)
            for n in range(8):
                words = {"violence_go": f"place {n}"}
                actions.say_plan_anew(plan=plan, base_version=n + 1, said=words, on=TODAY, by=CAST["W1"], at=T0)
                make(said={"overdose_kit": f"words {n}"})
    assert counts[:3] == counts[3:] and max(counts) <= 15, counts


def test_what_this_place_does_stands_beside_the_plan_with_its_source_and_is_about_nobody() -> None:
    where = url("protocol_words", "violence")
    assert client_as("W1").get(where).status_code != 200
    assert "source" in errors(send("SUP", where, {"words": "call Suki", **day("checked_on", "2026-02-20")}))
    given = {
        "words": "call Suki first",
        "words_fr": "appeler Suki",
        "source": "our team, 3 March",
        **day("checked_on", "2026-02-20"),
    }
    with override_settings(HELP_LINES=(LINE,)):
        assert send("SUP", where, given)["Location"] == "/cannot-wait/"
        for address in (PAGE, "/cannot-wait/", "/cannot-wait/kept/"):
            shown = text(address)
            assert "call Suki first" in shown and "our team, 3 March" in shown and 'href="tel:5550100"' in shown, (
                address
            )
        kept = client_as("W1").get("/cannot-wait/kept/").text
        assert kept == client_as("CHC").get("/cannot-wait/kept/").text  # alike for everybody: no name, no token
        assert "csrf" not in kept and "Wanda" not in kept and "<form" not in kept
        french = client_as("W1")
        french.cookies["django_language"] = "fr-ca"
        assert "appeler Suki" in text("/cannot-wait/kept/", french)
    script = client_as("W1").get("/cannot-wait/keeper.js")
    assert script["Content-Type"].startswith("text/javascript") and '"/cannot-wait/kept/"' in script.text
    for who in ("p_ana", "p_cal", "CW1", None):
        assert client_as(who).get("/cannot-wait/kept/").status_code != 200, who
    assert "No numbers were put in" in text("/cannot-wait/")


def test_a_partner_reads_a_plan_only_where_she_agreed_and_it_was_said_whom_it_names() -> None:
    """C1: the society reads everyday matters; of no plan there is anything, whatever is said of whom."""
    with acting_as("W1"):
        make(about=[])
    assert "safety plan" not in text(f"/shared/{ANA}/", "CW1") and "by the door" not in text(f"/shared/{ANA}/", "CW1")


def test_in_an_emergency_what_saves_a_life_is_there_and_where_she_is_safe_is_not() -> None:
    from datetime import timedelta

    with acting_as("W1"):  # who reads the plan about violence too
        make(kind="suicide", said={"suicide_call": "my sister"})
        found = queries.in_an_emergency(ALDER, ANA, (1 << 2) | (1 << 4), today=TODAY + timedelta(days=1))
    kinds = {row.plan.kind for row in found.shared.plans}
    assert kinds == {"overdose", "suicide", "child_care"}


def test_how_she_is_reached_is_asked_again_when_a_card_is_printed() -> None:
    with acting_as("W1"):
        plan = make(kind="violence", said={"violence_go": "to Dot"})
        asked = Reaching(checked_on=TODAY)
        actions.choose_copy(plan=plan, how="card", seen=None, around=asked, by=CAST["W1"], at=T0)
    page = send("W1", f"{LIST}{plan.pk}/card/", {})
    assert page.status_code == 200 and errors(page) and "to Dot" not in page.text
