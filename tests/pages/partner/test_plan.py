"""Lanes of the shared plan on a partner's page: the kinds that were agreed, as they stand, and no sign of others."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from alongside.care import actions
from alongside.care.models import LaneVersion
from alongside.care.rules import LaneStep
from alongside.care.terms import Does
from alongside.consent.actions import record_statement
from alongside.families.models import Family
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.pages.partner.shared import bare, here, ledger, main, one
from tests.pages.writing import ALDER, ANA, BEE, BO

STEPS = [
    LaneStep("a story each week", Does.COLLEAGUE, colleague=CAST["W1"]),
    LaneStep("a seat for the car", Does.AGENCY, "the society"),
    LaneStep("sing at night"),
]


def say(lane: str, words: str, base: int = 0, about: Any = (), **more: Any) -> LaneVersion:
    with acting_as("W1"):
        said = actions.say_lane(
            family=Family(id=ALDER), woman=ANA, lane=lane, base_version=base, her_words=words, about=about,
            on=timezone.localdate(), by=CAST["W1"], at=timezone.now(), **more,
        )  # fmt: skip
    assert isinstance(said, LaneVersion)
    return said


@here
def test_the_lane_that_was_agreed_stands_there_word_for_word_and_no_other_one() -> None:
    without = main(client_as("CW1").get(one("ANA")))
    assert "Our plan" not in without
    for lane in ("safer", "everyday", "children_safe", "together"):
        say(lane, f"CLOSED {lane}")
    assert main(client_as("CW1").get(one("ANA"))) == without  # as if there were none
    row = say("close", "She knows my voice", base=1, steps=STEPS, about=[BEE])
    with acting_as("p_ana"):
        record_statement(
            family=ALDER, subject=ANA, category=row.category, about="care.laneversion", target=row.pk,
            words="It was every night", by=ANA, at=timezone.now(),
        )  # fmt: skip
    shown = main(client_as("CW1").get(one("ANA")))
    for words in ("being a parent, being close", "She said: “She knows my voice”", "a story each week: somebody of her team",
                  "a seat for the car: the society", "sing at night: she does it herself",
                  "She says to this: It was every night"):  # fmt: skip
        assert words in shown, words
    assert "CLOSED" not in shown and "SECRET lane" not in shown and "Wanda" not in shown and "signed" not in shown
    for who in ("CW2", "NUR", "PO"):
        assert "She knows my voice" not in client_as(who).get(one("ANA")).text
    say("close", "With Bo too", base=2, about=[BEE, BO])
    assert main(client_as("CW1").get(one("ANA"))) == without


def test_what_is_shown_is_what_the_ledger_keeps(own: str, cluster: Cluster) -> None:
    say("close", "She knows my voice", base=1, steps=STEPS, about=[])
    page = client_as("CW1").get(one("ANA"))
    kept = " ".join(row[2] for row in ledger(cluster, own))
    assert "She said: “She knows my voice”" in kept and "a seat for the car: the society" in kept
    assert "She knows my voice" in page.text


@here
def test_it_is_the_same_number_of_statements_and_hidden_is_absent() -> None:
    with statements() as few:
        client_as("CW1").get(one("ANA"))
    say("close", "She knows my voice", base=1, steps=STEPS)
    for lane in ("safer", "everyday"):
        say(lane, "CLOSED")
    with statements() as many:
        client_as("CW1").get(one("ANA"))
    assert len(many) == len(few)
    assert bare(client_as("CW1").get(one("EVE"))).replace(str(CAST["EVE"]).encode(), b"") == bare(
        client_as("CW1").get(one("x"))
    ).replace(str(CAST["x"]).encode(), b"")
