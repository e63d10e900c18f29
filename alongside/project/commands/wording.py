"""`alongside wording`: look for words that could hurt, in any text. Starts without Django and without a database."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from alongside.project.commands.wording_places import LINE_END, NotReadable, Place, places_in_text, read_text
from alongside.project.commands.wording_reading import as_read, as_written
from alongside.wording.rules import Audience, Language, Voice, check

FOUND, UNREADABLE = 1, 2


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
        bool,
        typer.Option(
            "--project",
            help="Read every text of Alongside itself; say what the council sent back.",
        ),
    ] = False,
) -> None:
    """Look for words that hurt, blame or doubt, and say **what could be said instead**.

    Somebody's own words are left as spoken: quotations of four words or more, anything after “she said”, lines that
    start with `>`. Names of agencies and instruments are left too. Of pages (.html) and Markdown (.md) only what a
    reader meets is read: no tags, no code, no addresses.

    `alongside wording letter.txt --audience woman`

    `echo "History of substance abuse." | alongside wording -`

    Ends with 1 when something of level *avoid* is found, 2 when a file cannot be read, otherwise 0.
    """
    problems: list[str] = []
    if project:
        from alongside.project.commands.wording_project import council_problems, places_in_project

        places, trouble, problems = list(places_in_project()), False, council_problems()
    elif files:
        places, trouble = _places_in_files(files, per_line, audience, voice, language)
    else:
        raise typer.BadParameter("name one or more files, or - for standard input, or --project", param_hint="FILE…")
    _show(places, as_json, why, nothing_read=trouble and not places)
    sys.stderr.writelines(f"council.toml: {problem}\n" for problem in problems)
    worst = FOUND if problems or any(place.finding.level == "avoid" for place in places) else 0
    raise typer.Exit(UNREADABLE if trouble else worst)


def _show(places: list[Place], as_json: bool, why: bool, nothing_read: bool = False) -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for place in places:
        sys.stdout.write((place.as_json() if as_json else place.as_words(why)) + "\n")
    if as_json or nothing_read:
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
        seen = as_read(file, text)
        if per_line:
            lines = zip(LINE_END.split(seen), LINE_END.split(text), strict=True)
            for number, (read, line) in enumerate(lines, 1):
                found = check(read, audience=audience, voice=voice, language=language)
                for f in as_written(found, read, line):
                    places.append(Place(file, number, f.start + 1, f.start, f.end, f))
        else:
            found = check(seen, audience=audience, voice=voice, language=language)
            places += places_in_text(file, text, as_written(found, seen, text))
    return places, trouble
