"""What peers learn, and their own wellness plans, in words. Nothing is counted: a gap is something to offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.accounts import queries as accounts
from alongside.peers.models import PeerLearning, PeerProfile, PeerStory, PeerWellness
from alongside.peers.terms import TOPICS, Learn, Says


@dataclass(frozen=True)
class TopicShown:
    """One row of the training matrix: who had it, and who would like to; "" where nobody said so."""

    topic: str
    had: str
    wants: str


def wellness(row: PeerWellness) -> list[tuple[str, str]]:
    """(question, her words); what she left empty is not there."""
    said = [
        (_("What keeps you well"), row.well),
        (_("How you notice that it is too much"), row.signs),
        (_("What helps you then"), row.helps),
        (_("What others can do, and what they had better not"), row.asks),
    ]
    return [each for each in said if each[1]]


def shown_to(row: PeerWellness) -> list[str]:
    """By name, those to whom she shows it."""
    names = accounts.names(set(row.shown_to)) if row.shown_to else {}
    return sorted(names.values())


def shown_to_me(rows: Iterable[PeerWellness]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(who shows it, what she wrote) of others, in the words of a reader."""
    return [
        (
            row.colleague.name,
            [
                each
                for each in (
                    (_("What keeps her well"), row.well),
                    (_("How she notices that it is too much"), row.signs),
                    (_("What helps her then"), row.helps),
                    (_("What others can do, and what they had better not"), row.asks),
                )
                if each[1]
            ],
        )
        for row in rows
    ]


def of_one(row: PeerLearning) -> list[tuple[str, str]]:
    """(what she says, of which things), and her words."""
    said: list[tuple[Any, str]] = [
        (how.label, "; ".join(str(Learn(code).label) for code in getattr(row, how.value))) for how in Says
    ]
    return [(str(label), words) for label, words in (*said, (_("In her words"), row.words)) if words]


def kept(profile: PeerProfile, story: PeerStory, well: PeerWellness, learns: PeerLearning) -> list[tuple[str, str]]:
    """(what it is, her words) of all that she wrote as a peer supporter, for herself who is one no longer."""
    said = [
        (_("What a woman reads who is choosing"), profile.words),
        (_("Languages"), profile.languages),
        (_("When you are about"), profile.hours),
        (_("What you like to be asked for"), profile.wants),
        (_("What you would rather not do"), profile.rather_not),
        (_("Your own story"), story.story),
    ]
    return [*(each for each in said if each[1]), *wellness(well), *of_one(learns)]


def matrix(rows: Iterable[PeerLearning]) -> list[TopicShown]:
    """Each topic, with the names of those who let it be read and had it or would like to. Nobody else is named."""
    held = list(rows)

    def who(topic: Learn, *lists: str) -> str:
        return ", ".join(row.colleague.name for row in held if any(topic in getattr(row, each) for each in lists))

    return [TopicShown(str(topic.label), who(topic, Says.HAD, Says.HOME), who(topic, Says.WANTS)) for topic in TOPICS]
