"""Things she mentioned, in words: what to ask her, and what she said when somebody did."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.care.queries import MentionedSeen, ToAsk
from alongside.care.terms import MentionTurn
from alongside.pages.worker.presented.story import Names
from alongside.pages.worker.presented.words import day_words
from alongside.safekeeping.queries import Me


@dataclass(frozen=True)
class Prompt:
    """A gentle prompt: what she mentioned, about when it was, and what can be said to it: (address, words)."""

    what: str
    day: str
    name: str
    url: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TurnShown:
    """What became of it, and what she said."""

    words: str
    on: date
    her_words: str
    again_on: date | None
    who: str


@dataclass(frozen=True)
class ThingShown:
    """One thing she mentioned."""

    what: str
    on: date
    about: str
    who: str
    recorded_on: date
    turns: tuple[TurnShown, ...]
    answers: tuple[tuple[str, str], ...]
    note_url: str


def prompts(rows: Iterable[ToAsk], names: Mapping[uuid.UUID, str], me: Me, today: date) -> list[Prompt]:
    """What there is to ask today, without a word about being late. ``names``: how each family's woman is called."""
    return [
        Prompt(
            row.what,
            day_words(row.on, today),
            names.get(row.family, ""),
            reverse("family", args=[row.family]),
            answers(row.family, row.id, row.category, me),
        )
        for row in rows
    ]


def answers(family: uuid.UUID, id: uuid.UUID, category: int, me: Me) -> tuple[tuple[str, str], ...]:
    """What can be said to a thing that waits: (address, words); nothing for whoever does not write this kind."""
    if not (decide(me, May.WRITE_IN_FAMILY) and me.may_write(category)):
        return ()
    to = {
        "mention_asked": _("We asked her"),
        "mention_later": _("Ask her later"),
        "mention_let_go": _("Let it go"),
    }
    return tuple((reverse(name, args=[family, id]), words) for name, words in to.items())


def things(
    rows: Iterable[MentionedSeen], called: Names, workers: Mapping[uuid.UUID, str], me: Me, *, today: bool
) -> dict[str, list[ThingShown]]:
    """Everything she mentioned: what waits for somebody to ask (``open``), and what was asked or let go (``over``)."""
    found: dict[str, list[ThingShown]] = {"open": [], "over": []}
    for each in rows:
        row = each.row
        turns = tuple(
            TurnShown(
                str(MentionTurn(turn.what).label), turn.on, turn.her_words, turn.again_on,
                workers.get(turn.recorded_by, _("a colleague")),
            )
            for turn in each.turns
        )  # fmt: skip
        found["over" if each.settled else "open"].append(
            ThingShown(
                row.what, row.on, called.dyads.get(row.subject) or called.people.get(row.subject, ""),
                workers.get(row.recorded_by, _("a colleague")), timezone.localdate(row.recorded_at), turns,
                answers(row.family_id, row.pk, row.category, me) if today and not each.settled else (),
                reverse("contact", args=[row.family_id, row.contact_id]) if row.contact_id else "",
            )
        )  # fmt: skip
    found["open"].reverse()
    return found
