"""Who may fetch a child today: yes, no, or somebody has to look first.

The database asks the same (``safekeeping.fetch_answer``) whenever it is noted that a child left with somebody; a
test asks both about everything that can be.
"""

from __future__ import annotations

from dataclasses import dataclass

from alongside.childcare.terms import FetchAnswer, FetchWhy


@dataclass(frozen=True)
class Facts:
    """What is so on that day between a child and somebody. Each is one yes or no, and none says how it came about.

    home: the child lives with this person that day. decides: this person decides about services for the child that day.
    mother: she is the child's mother. elsewhere: an order or an adoption gives the child's care to somebody else
    than her. listed: whoever decides that day said that this person may fetch. held: somebody has to look first, for
    whatever reason. barred: this person must not fetch the child that day. today: a supervisor said yes for this one
    day.
    """

    home: bool = False
    decides: bool = False
    mother: bool = False
    elsewhere: bool = False
    listed: bool = False
    held: bool = False
    barred: bool = False
    today: bool = False


@dataclass(frozen=True)
class Answer:
    """Yes, no or ask, and why, in words for the door."""

    answer: FetchAnswer
    why: FetchWhy

    def __bool__(self) -> bool:
        return self.answer == FetchAnswer.YES


def may_fetch(facts: Facts) -> Answer:
    """A bar goes before everything, also before a supervisor's word; what is unclear is asked, and never guessed.

    >>> may_fetch(Facts(home=True, mother=True)).answer.value
    'yes'
    >>> may_fetch(Facts(home=True, mother=True, elsewhere=True)).answer.value
    'ask'
    >>> may_fetch(Facts(listed=True, barred=True, today=True)).why.value
    'barred'
    """
    if facts.barred:
        return Answer(FetchAnswer.NO, FetchWhy.BARRED)
    if facts.today:
        return Answer(FetchAnswer.YES, FetchWhy.TODAY)
    if facts.held:
        return Answer(FetchAnswer.ASK, FetchWhy.ASK)
    if facts.home and not (facts.mother and facts.elsewhere):
        return Answer(FetchAnswer.YES, FetchWhy.HOME)
    if facts.listed:
        return Answer(FetchAnswer.YES, FetchWhy.LISTED)
    if facts.home or facts.decides or facts.mother:
        return Answer(FetchAnswer.ASK, FetchWhy.ASK)
    return Answer(FetchAnswer.NO, FetchWhy.NOT_LISTED)


def plain_name(name: str) -> str:
    """A name as two people write it alike: small letters, single spaces.

    >>> plain_name("  Dot   ALDER ")
    'dot alder'
    """
    return " ".join(name.split()).lower()
