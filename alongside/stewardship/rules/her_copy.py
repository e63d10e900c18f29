"""What of a file goes into the copy that she asked for, and why the rest stays out. No database: values in, values out.

She has a right to all that is written about her (PHIPA s. 52, 45 CFR 164.524). What tells of somebody else is that
person's; what the law keeps apart stays apart; what could put somebody in danger is looked at by a person, who says so.
Nothing is left out in silence: each thing that stays out has its reason.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

WHOLE, PART, OUT = "whole", "part", "out"
THIRD_PARTY, SAFETY, SEALED = "third_party", "safety", "sealed"
OTHERS_RIGHT, KEPT_APART = "others_right", "kept_apart"


@dataclass(frozen=True)
class Line:
    """One line of a record: what it is called, what it says, and whether these are her own words."""

    label: str
    text: str
    hers: bool = False


@dataclass(frozen=True)
class Piece:
    """One record of hers. ``about``: of whom else it says something; None: nobody has said yet.

    ``others_named``: it also holds names of others who were there, which are never part of it.
    """

    source: str
    id: uuid.UUID
    category: int
    title: str
    on: date | None
    subject: uuid.UUID
    lines: tuple[Line, ...]
    about: frozenset[uuid.UUID] | None = frozenset()
    others_named: bool = False


@dataclass(frozen=True)
class Mark:
    """What somebody who read it decided. ``passages``: words of it that stay out, exactly as they stand there."""

    goes: str
    why: str = ""
    passages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How it stands with one record. ``fixed``: nobody can put it in. ``look``: somebody has to read it first."""

    goes: str
    why: str = ""
    passages: tuple[str, ...] = ()
    fixed: bool = False
    look: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """Who she is, whose records are hers to read today, who else is in the file, and what the law keeps apart (a mask).

    ``hers``: herself, children for whom she decides, and the two together with each of them. ``children``: all of the
    family, also those for whom somebody else decides. ``names``: words by which others of the file are called.
    """

    herself: uuid.UUID
    hers: frozenset[uuid.UUID]
    children: frozenset[uuid.UUID] = frozenset()
    names: frozenset[str] = frozenset()
    apart: int = 0


def words_of(names: Iterable[str], own: Iterable[str]) -> frozenset[str]:
    """The words by which others are called, two letters or more, without those of her own and her children's names."""
    mine = {word for name in own for word in _words(name)}
    return frozenset(word for name in names for word in _words(name) if len(word) > 1) - mine


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)


def named_in(texts: Iterable[str], names: Collection[str]) -> tuple[str, ...]:
    """Which of these names stand in the texts, as whole words (\"Rose\" is not in \"she rose\")."""
    return tuple(sorted({word for text in texts for word in _parts(text)} & set(names)))


def _parts(text: str) -> Iterable[str]:
    for word in _words(text):
        yield word
        yield from re.split(r"['’-]", word)


def standing(piece: Piece, mark: Mark | None, around: Around) -> Standing:
    """How it stands with this record, given what somebody decided (or nothing yet).

    What is somebody else's right, or kept apart by law, stays out whoever wishes otherwise. What tells of somebody else
    stays out unless the passages are taken out. What may tell of somebody else waits until a person has read it.
    """
    if around.apart >> piece.category & 1:
        return Standing(OUT, KEPT_APART, fixed=True)
    if piece.subject not in around.hers:
        return Standing(OUT, OTHERS_RIGHT, fixed=True)
    names = named_in((line.text for line in piece.lines if not line.hers), around.names)
    others = (piece.about or frozenset()) - around.hers
    if mark is None:
        if others:
            return Standing(OUT, OTHERS_RIGHT if others <= around.children else THIRD_PARTY, names=names)
        return Standing(WHOLE, look=piece.about is None or bool(names), names=names)
    if mark.goes == WHOLE and (others or names):
        return Standing(OUT, THIRD_PARTY, look=True, names=names)
    if mark.goes == PART and (missing(piece, mark.passages) or still_named(piece, mark.passages, around.names)):
        return Standing(OUT, mark.why, look=True, names=names)  # the record, or who is in the file, changed since then
    return Standing(mark.goes, mark.why, mark.passages, names=names)


def missing(piece: Piece, passages: Iterable[str]) -> tuple[str, ...]:
    """Passages that do not stand in it."""
    texts = [line.text for line in piece.lines]
    return tuple(each for each in passages if not any(each in text for text in texts))


def without(piece: Piece, passages: Sequence[str], blank: str) -> Piece:
    """The record without these passages; ``blank`` stands in the place of each. The longest are taken out first."""

    def cut(text: str) -> str:
        for each in sorted(passages, key=len, reverse=True):
            text = text.replace(each, blank)
        return text

    return replace(piece, lines=tuple(replace(line, text=cut(line.text)) for line in piece.lines))


def still_named(piece: Piece, passages: Sequence[str], names: Collection[str]) -> tuple[str, ...]:
    """Names of others that would still stand in what is not her own words."""
    left = without(piece, passages, "")
    return named_in((line.text for line in left.lines if not line.hers), names)


@dataclass(frozen=True)
class Left:
    """One thing that stays out, or of which a part does (``part``), and why."""

    source: str
    category: int
    title: str
    on: date | None
    why: str
    part: bool = False


@dataclass(frozen=True)
class Copy:
    """What goes along, in its order, and what stays out; ``look``: what somebody has to read before it can be given."""

    pieces: tuple[Piece, ...]
    left: tuple[Left, ...]
    look: tuple[Piece, ...]


def copy(pieces: Iterable[Piece], marks: Mapping[tuple[str, uuid.UUID], Mark], around: Around, blank: str) -> Copy:
    """The whole copy as it stands now."""
    goes: list[Piece] = []
    left: list[Left] = []
    look: list[Piece] = []
    for piece in pieces:
        how = standing(piece, marks.get((piece.source, piece.id)), around)
        if how.look:
            look.append(piece)
        if how.goes == OUT:
            left.append(Left(piece.source, piece.category, piece.title, piece.on, how.why))
            continue
        shown = without(piece, how.passages, blank) if how.goes == PART else piece
        goes.append(shown)
        if how.goes == PART:
            left.append(Left(piece.source, piece.category, piece.title, piece.on, how.why or THIRD_PARTY, part=True))
        if piece.others_named:
            left.append(Left(piece.source, piece.category, piece.title, piece.on, THIRD_PARTY, part=True))
    return Copy(tuple(goes), tuple(left), tuple(look))
