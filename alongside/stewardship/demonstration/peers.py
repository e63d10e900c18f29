"""Peer support, added to families in which a peer supporter is on the team, and a few who wait for one.

Chance of its own: what was told before stays as it is.
"""

from __future__ import annotations

import random
from datetime import date

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.named import NAMED
from alongside.stewardship.demonstration.teller import PEER, SERVICE_USE, day, days
from alongside.stewardship.demonstration.telling import Telling

DOMAINS = ("engaging", "supporting", "coaching", "sharing")
FORMS = ("emotional", "informational", "instrumental", "affiliational")
HELP = ("household", "safe_home", "time", "school", "doctor", "evening")
ALLOWS = ("{}", f"{{{SERVICE_USE}}}", f"{{{SERVICE_USE},{PEER}}}")
WORDS = {
    "en": (
        "Somebody who knows what it is like.", "A mother. Somebody who does not write everything down.",
        "Somebody to come along to the school.", "",
    ),
    "fr": ("Quelqu’un qui sait ce que c’est.", "Une mère, si possible.", "Quelqu’un avec qui aller au parc.", ""),
}  # fmt: skip
LONGEST = 400  # days after which many had said goodbye
WAITS_EVERY, WAITS_AT = 13, 6  # of the families, those who wait for one now


def beside(t: Telling) -> None:
    """Match each peer supporter of the team with her, and say what their contacts were."""
    rng = random.Random(f"peers {t.index} {t.id}")
    members = [row for row in t.rows[r.TeamMember] if row.role == "peer"]
    for row in members:
        _match(t, rng, row)
    if not members and t.index % WAITS_EVERY == WAITS_AT and t.woman:
        at = t.now - rng.randint(2, 20)
        _wish(t, rng, at, closed=False)


def _wish(t: Telling, rng: random.Random, at: int, *, closed: bool) -> str:
    wish, by = t.new_id(), t.worker("counsellor", at)
    words = rng.choice(WORDS["fr" if t.french else "en"])
    t.add(
        r.PeerWish(
            wish, t.id, t.woman, "asked" if words else "offered", day(at), words, t.stamp(at) if closed else None,
            t.stamp(at), by,
        )
    )  # fmt: skip
    return wish


def _match(t: Telling, rng: random.Random, row: r.TeamMember) -> None:
    first, last = row.during[1:-1].split(",")
    since, until = _number(first), _number(last) if last else None
    if until is None and since + LONGEST < t.now - 30 and rng.random() < 0.6 and t.index >= len(NAMED):
        until = since + rng.randint(LONGEST // 2, LONGEST)
        held = t.rows[r.TeamMember]
        held[held.index(row)] = row._replace(during=days(since, until))
    by = t.worker("counsellor", since)
    wish = _wish(t, rng, since, closed=True)
    t.add(r.PeerAnswer(t.new_id(), t.id, t.woman, wish, row.colleague_id, "yes", day(since), t.stamp(since), by))
    match = t.new_id()
    t.add(
        r.PeerMatch(
            match, t.id, t.woman, wish, row.colleague_id, _first_name(t), day(since), row.id,
            day(until) if until is not None else None, until is not None, t.stamp(since), by,
        )
    )  # fmt: skip
    allows = ALLOWS[-1] if t.index < len(NAMED) else rng.choice(ALLOWS)
    t.add(r.PeerAllowance(t.new_id(), t.id, t.woman, match, allows, t.stamp(since), by))
    for contact in t.rows[r.Contact]:
        if contact.worker == row.colleague_id and contact.category == PEER and contact.reached == "met":
            t.add(
                r.PeerContact(
                    t.new_id(), t.id, t.woman, contact.id, row.colleague_id, _some(rng, DOMAINS, 1, 2),
                    _some(rng, FORMS, 1, 2), _some(rng, HELP, 0, 1), contact.recorded_at, contact.recorded_by,
                )
            )  # fmt: skip


def _some(rng: random.Random, of: tuple[str, ...], least: int, most: int) -> str:
    chosen = rng.sample(of, rng.randint(least, most))
    return "{" + ",".join(each for each in of if each in chosen) + "}"


def _first_name(t: Telling) -> str:
    return next((row.name.split()[0] for row in t.rows[r.Person] if row.id == t.woman and row.name), "M.")


def _number(text: str) -> int:
    return date.fromisoformat(text).toordinal()
