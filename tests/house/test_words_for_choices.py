"""Where a page says a choice in words, it has words for every choice: one that came later must not break the page."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum

from alongside import pages
from alongside.pages.mother.mine.presented import SEEN
from alongside.pages.worker.presented.looks import SAID

# Tables that are walked through, asked with ``.get``, or only after ``in``: what is not in them has nothing to say.
ONLY_SOME = {
    "alongside.pages.design.kinds.KINDS": "how to reach her and research are not what a note is about",
    "alongside.pages.mother.agreements.recipients.ROLE_AT": "a part is proposed only where an agency has one obvious part",
    "alongside.pages.mother.agreements.recipients.STANDING": "only some kinds of agency help to care for her",
    "alongside.pages.mother.mine.waits.AFTER": "what turns a wait and says more than how it stands then",
    "alongside.pages.mother.mine.presented_times.WAY": "of her own way here nothing need be said",
    "alongside.pages.mother.mine.beside.SAID": "what her own page can bring about; the rest is said to workers",
    "alongside.pages.mother.mine.presented._TOLD": "what was agreed to is said with its day",
    "alongside.pages.mother.mine.presented._OPENED": "an emergency opens five kinds and no others",
    "alongside.pages.mother.mine.presented._OPENED_OF_A_CHILD": "the same five",
    "alongside.pages.worker.presented.emergency._CALLED": "an emergency opens nothing that was said for research",
    "alongside.pages.worker.presented.colleagues._OPENS": "only what is worth saying of a part beside its name",
    "alongside.pages.worker.writing.programme_sessions_held.BY": "everybody else was there in person, or was not there",
    "alongside.pages.worker.writing.worries._ASK": "a concern, and that it was reported, have forms of their own",
}


def tables() -> Iterator[tuple[str, dict[Enum, object]]]:
    """Every table of the pages whose keys are the choices of one kind, with the name of its home."""
    seen: set[int] = set()
    for found in pkgutil.walk_packages(pages.__path__, "alongside.pages."):
        if ".tests" in found.name:
            continue
        for name, table in vars(importlib.import_module(found.name)).items():
            if not isinstance(table, dict) or not table or id(table) in seen:
                continue
            seen.add(id(table))
            if len({type(key) for key in table}) == 1 and isinstance(next(iter(table)), Enum):
                yield f"{found.name}.{name}", table


def test_every_choice_has_its_words() -> None:
    missing = {
        home: left
        for home, table in tables()
        if home not in ONLY_SOME
        and (left := sorted(str(each) for each in type(next(iter(table))) if each not in table))
    }
    assert missing == {}, f"say them in words, or say in ONLY_SOME why some have none: {missing}"


def test_what_has_no_words_is_still_there_and_still_has_some_missing() -> None:
    found = dict(tables())
    assert set(ONLY_SOME) <= set(found)
    for home in ONLY_SOME:
        table = found[home]
        assert set(type(next(iter(table)))) - set(table), f"{home} has them all: take it off the list"


# Looks that never stand on her page: of nobody, her own, or being in a list (which the database leaves out).
NOT_ON_HER_PAGE = {
    "looked at the cycle of measures", "looked at her own page", "looked at what stands out", "shown in a list",
}  # fmt: skip
LOOKS = ("looked", "read", "printed", "took out", "made an accounting", "tried", "copy of", "shown")


def test_no_look_is_told_her_as_writing() -> None:
    looks = {code for code in SAID if code.startswith(LOOKS)}
    assert len(looks) > 25
    assert looks - set(SEEN) == NOT_ON_HER_PAGE
    assert set(SEEN) <= set(SAID), "words for a look that nobody writes down"
