"""`alongside wording`: look for words that could hurt, in any text. Starts without Django and without a database."""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from alongside.wording.rules import Audience, Finding, Language, Voice, check

LINE_END = re.compile(r"\r\n|\n|\r")
FOUND, UNREADABLE = 1, 2


@dataclass(frozen=True, slots=True)
class Place:
    """A finding in a file. `line`: 1-based; `column`: 1-based, in that line; `start`, `end`: in the text checked."""

    file: str
    line: int
    column: int
    start: int
    end: int
    finding: Finding

    def as_json(self) -> str:
        """One JSON object, on one line."""
        found = self.finding
        values = {
            "file": self.file, "line": self.line, "start": self.start, "end": self.end, "text": found.text,
            "term": found.term, "level": found.level, "suggestions": list(found.suggestions), "why": found.why,
        }  # fmt: skip
        return json.dumps(values, ensure_ascii=False)

    def as_words(self, why: bool) -> str:
        """What a person reads."""
        found = self.finding
        words = " ".join(found.text.split())
        told = f"{self.file}:{self.line}:{self.column}: “{words}” ({found.level}, {found.term})\n"
        told += f"    Could also say: {' · '.join(found.suggestions)}"
        return told + (f"\n    Why: {found.why}" if why else "")


class NotReadable(Exception):
    """A file that cannot be read as text; the message says so kindly."""


def wording(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE…", help="Texts to read; `-` is standard input.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object per finding and line, for programs.")
    ] = False,
    per_line: Annotated[bool, typer.Option("--per-line", help="Each line is a text of its own.")] = False,
    audience: Annotated[
        Literal["note", "woman"], typer.Option(help="`woman`: written to a woman, so tone is read too.")
    ] = "note",
    language: Annotated[
        Literal["en", "fr"] | None, typer.Option(help="Read one language only. Without it, both.")
    ] = None,
    voice: Annotated[
        Literal["staff", "own_words"], typer.Option(help="`own_words`: hers from first to last; nothing is read.")
    ] = "staff",
    why: Annotated[bool, typer.Option("--why", help="Say why, for each.")] = False,
    project: Annotated[
        bool, typer.Option("--project", help="Read all templates, labels, messages and docs of Alongside itself.")
    ] = False,
) -> None:
    """Look for words that hurt, blame or doubt, and say **what could be said instead**.

    Somebody's own words are left as spoken: quotations of four words or more, anything after “she said”, lines that
    start with `>`. Names of agencies and instruments are left too.

    `alongside wording letter.txt --audience woman`

    `echo "History of substance abuse." | alongside wording -`

    Ends with 1 when something of level *avoid* is found, 2 when a file cannot be read, otherwise 0.
    """
    if project:
        from alongside.project.commands.wording_project import places_in_project

        places, trouble = list(places_in_project()), False
    elif files:
        places, trouble = _places_in_files(files, per_line, audience, voice, language)
    else:
        raise typer.BadParameter("name one or more files, or - for standard input, or --project", param_hint="FILE…")
    _show(places, as_json, why)
    worst = FOUND if any(place.finding.level == "avoid" for place in places) else 0
    raise typer.Exit(UNREADABLE if trouble else worst)


def _show(places: list[Place], as_json: bool, why: bool) -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for place in places:
        sys.stdout.write((place.as_json() if as_json else place.as_words(why)) + "\n")
    if as_json:
        return
    counts = {level: sum(place.finding.level == level for place in places) for level in ("avoid", "caution", "ask")}
    words = {"avoid": "to say another way", "caution": "to look at", "ask": "for information"}
    told = ", ".join(f"{n} {words[level]}" for level, n in counts.items() if n)
    sys.stdout.write(f"{told or 'Nothing found'}.\n")


def _places_in_files(
    files: list[str], per_line: bool, audience: Audience, voice: Voice, language: Language | None
) -> tuple[list[Place], bool]:
    places: list[Place] = []
    trouble = False
    for file in files:
        try:
            text = read_text(file)
        except NotReadable as problem:
            sys.stderr.write(f"{problem}\n")
            trouble = True
            continue
        if per_line:
            for number, line in enumerate(LINE_END.split(text), 1):
                for f in check(line, audience=audience, voice=voice, language=language):
                    places.append(Place(file, number, f.start + 1, f.start, f.end, f))
        else:
            places += places_in_text(file, text, check(text, audience=audience, voice=voice, language=language))
    return places, trouble


def places_in_text(file: str, text: str, findings: list[Finding]) -> Iterator[Place]:
    """Where findings stand in a whole text: the line (1-based) in which each begins, and its column."""
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    for f in findings:
        line = bisect_right(starts, f.start)
        yield Place(file, line, f.start - starts[line - 1] + 1, f.start, f.end, f)


def read_text(file: str) -> str:
    """The text of a file, or of standard input for "-".

    UTF-8 (a mark at its beginning is left out), UTF-16 with a mark, else Latin-1, which is said on the error output.
    Raises NotReadable.
    """
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except FileNotFoundError:
        raise NotReadable(f"There is no file {file}. Is the name spelt as it is on the disk?") from None
    except IsADirectoryError:
        raise NotReadable(f"{file} is a folder. Name the files in it, for example {file.rstrip('/')}/*.txt") from None
    except PermissionError:
        raise NotReadable(f"{file} may not be read by this user.") from None
    except OSError as problem:
        raise NotReadable(f"{file} could not be read: {problem.strerror or problem}") from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw[:4096]:
        raise NotReadable(f"{file} does not look like text. Save it as plain text (.txt), then try again.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        sys.stderr.write(f"{file} is not UTF-8; it was read as Latin-1.\n")
        return raw.decode("cp1252", errors="replace")
