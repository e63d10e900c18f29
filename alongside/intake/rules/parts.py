"""The parts of getting to know each other, and how the file of them is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alongside.goals.rules import ON_HER_PAGE
from alongside.goals.terms import Lane
from alongside.safekeeping.terms import Category

__all__ = ["ON_HER_PAGE", "Choice", "Part", "Question", "Words", "problems", "read"]

# What is known elsewhere in a file and is shown instead of being asked again (``queries.known``).
FACTS = ("called", "her_why", "children", "pregnancy", "safe_contact", "home", "people")


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    en: str
    fr: str

    def said(self, language: str) -> str:
        """In the reader's language: French for "fr" and "fr-ca", else English."""
        return self.fr if language.split("-")[0].lower() == "fr" else self.en


@dataclass(frozen=True)
class Choice:
    """Something that can be picked; picking none is fine."""

    code: str
    words: Words


@dataclass(frozen=True)
class Question:
    """One question. ``fact``: what is known elsewhere and shown instead; ``goal``: the lane it can be told on in."""

    code: str
    asks: Words
    why: Words
    fact: str = ""
    short: bool = False
    goal: str = ""
    choices: tuple[Choice, ...] = ()

    def of(self, codes: Collection[str]) -> list[Choice]:
        """Those of its choices that were picked, in the order of the file."""
        return [each for each in self.choices if each.code in codes]


@dataclass(frozen=True)
class Part:
    """What one talk can be about. ``category`` says who reads it."""

    code: str
    category: Category
    name: Words
    about: Words
    questions: tuple[Question, ...]
    items: tuple[str, ...] = ()

    @property
    def on_her_page(self) -> bool:
        """Her own page shows it: nobody is harmed who looks over her shoulder."""
        return bool(ON_HER_PAGE >> self.category & 1)

    def question(self, code: str) -> Question | None:
        """One of its questions; None when there is none of this code."""
        return next((each for each in self.questions if each.code == code), None)

    def asked(self, short: bool) -> tuple[Question, ...]:
        """All of them, or the few of the shorter form."""
        return tuple(each for each in self.questions if each.short or not short)


def read(document: Mapping[str, Any]) -> list[Part]:
    """Every part of the file, in its order. Raises KeyError or TypeError for one that is not whole."""
    return [
        Part(
            code=row["code"], category=Category[row["category"]], name=Words(**row["name"]),
            about=Words(**row["about"]), items=tuple(row["items"]),
            questions=tuple(_question(each) for each in row["questions"]),
        )
        for row in document["parts"]
    ]  # fmt: skip


def _question(row: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(each["code"], Words(each["en"], each["fr"])) for each in row.get("choices", ()))
    return Question(
        code=row["code"], asks=Words(**row["asks"]), why=Words(**row["why"]), fact=row.get("fact", ""),
        short=row.get("short", False), goal=row.get("goal", ""), choices=choices,
    )  # fmt: skip


def problems(parts: Iterable[Part], facts: Collection[str] = FACTS) -> list[str]:
    """What is wrong with a set of parts, in words."""
    found: list[str] = []
    codes: set[str] = set()
    for part in parts:
        found += [f"{part.code}: twice"] if part.code in codes else []
        codes.add(part.code)
        texts = [part.name, part.about]
        asked: set[str] = set()
        for each in part.questions:
            at = f"{part.code}/{each.code}"
            texts += [each.asks, each.why, *(choice.words for choice in each.choices)]
            found += [f"{at}: twice"] if each.code in asked else []
            found += [f"{at}: unknown fact {each.fact}"] if each.fact and each.fact not in facts else []
            found += [f"{at}: unknown lane {each.goal}"] if each.goal and each.goal not in Lane.values else []
            found += [f"{at}: a choice twice"] if len({c.code for c in each.choices}) != len(each.choices) else []
            asked.add(each.code)
        if not part.questions or not all(text.en.strip() and text.fr.strip() for text in texts):
            found.append(f"{part.code}: not whole")
        if not any(each.short for each in part.questions):
            found.append(f"{part.code}: nothing in its shorter form")
    return found
