"""Safety plans of the named stories, made with them and looked at again; one woman ends hers, none runs out."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.named import NAMED
from alongside.stewardship.demonstration.teller import MENTAL_HEALTH, SUD, day
from alongside.stewardship.demonstration.telling import Telling

IPV = 5  # safekeeping.terms.Category.IPV_SAFETY


class Told(NamedTuple):
    """A plan as it was made: each version's words, how she has it, and what she said of it last."""

    kind: str
    category: int
    versions: tuple[dict[str, str], ...]
    how: str = "nothing"
    heading: str = ""
    turn: str = "still_right"
    her_words: str = ""


PLANS: dict[str, tuple[Told, ...]] = {
    "T-07": (
        Told("child_care", SUD, ({
            "child_who": "My room-mate Bea. If she works, my aunt.",
            "child_reach": "Bea keeps her phone on at night.",
            "child_needs": "Two bottles each, the blue blanket for one, the song for the other.",
        },), "card", "Babies"),
    ),
    "T-08": (
        Told("violence", IPV, ({
            "violence_signs": "He stops talking and walks up and down.",
            "violence_go": "My sister's, by the back stairs.",
            "violence_take": "The bag is at my sister's already.",
            "violence_people": "My neighbour. I ask her for sugar, and she calls.",
        }, {
            "violence_signs": "He stops talking and walks up and down.",
            "violence_go": "My sister's, or the house that my counsellor showed me.",
            "violence_take": "The bag is at my sister's already, with the papers.",
            "violence_people": "My neighbour. I ask her for sugar, and she calls.",
            "violence_children": "They go with me. They know the word.",
        }), her_words="Yes. I went through it in my head on the bus."),
    ),
    "T-09": (
        Told("overdose", SUD, ({
            "overdose_company": "My cousin comes by, or I call before and after.",
            "overdose_kit": "In the kitchen drawer and in my bag. My cousin knows how.",
            "overdose_children": "With my mother that night.",
        },), "page", "Kitchen"),
        Told("child_care", SUD, ({
            "child_notice": "When I am short with him in the morning.",
            "child_who": "My mother, always first.",
            "child_back": "After I slept. My mother looks at me and says when.",
        },), her_words="This is how he was all right."),
    ),
    "T-10": (
        Told("suicide", MENTAL_HEALTH, ({
            "suicide_signs": "I stop answering, and everything is far away.",
            "suicide_alone": "A hot bath. The radio, loud.",
            "suicide_company": "The library, where it is warm and nobody asks.",
            "suicide_people": "My friend Jo, at any hour.",
        },), "card", "Radio"),
    ),
    "long": (
        Told("overdose", SUD, ({"overdose_company": "Never with the door locked."}, {
            "overdose_company": "Never with the door locked. Dee knocks twice.",
            "overdose_kit": "By the door.",
        }), turn="ended", her_words="I do not need it these days. I know where it is."),
    ),
    "foster": (
        Told("suicide", MENTAL_HEALTH, ({
            "suicide_signs": "After visits, on the way home alone.",
            "suicide_people": "My peer worker. I text a heart and she calls.",
            "suicide_around": "My sister keeps the pills.",
        },)),
    ),
}  # fmt: skip


def planned(t: Telling) -> None:
    """Add what the named women made, on days on which we met."""
    if t.index >= len(NAMED):
        return
    met = sorted({row.on for row in t.rows[r.Contact] if row.reached == "met" and row.for_whom != "child"})
    days = [t.now - 240, t.now - 120, t.now - 20]
    if len(met) >= len(days):
        days = [date.fromisoformat(on).toordinal() for on in (met[len(met) // 2], met[3 * len(met) // 4], met[-1])]
    for told in PLANS[list(NAMED)[t.index]]:
        _plan(t, told, days)


def _plan(t: Telling, told: Told, days: list[int]) -> None:
    first, by = days[0], t.worker("counsellor", days[0])
    plan = t.new_id()
    of = (t.id, t.woman, told.category, plan)
    t.add(r.SafetyPlan(plan, t.id, t.woman, told.kind, told.category, t.stamp(first), by))
    for n, words in enumerate(told.versions):
        at = days[n]
        over = t.stamp(days[n + 1]) if n + 1 < len(told.versions) else None
        t.add(
            r.SafetyVersion(
                t.new_id(), *of, n + 1, day(at), json.dumps(words), t.worker("counsellor", at), "", day(at + 90),
                None, over, t.stamp(at), t.worker("counsellor", at),
            )
        )  # fmt: skip
    last = days[-1]
    if told.how != "nothing":
        t.add(r.SafetyCopy(t.new_id(), *of, told.how, told.heading, "{}", t.stamp(first + 1), by))
    t.add(
        r.SafetyTurn(
            t.new_id(), *of, told.turn, day(last), told.her_words, None, t.stamp(last), t.worker("counsellor", last)
        )
    )
