"""`alongside consent`: what would be decided, and why. Starts without Django or a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from alongside.consent.profiles import shipped
from alongside.consent.rules import CATEGORIES, Answer, Request, World, decide
from alongside.consent.rules.fields import NotUnderstood
from alongside.consent.rules.reading import UNREADABLE, Worlds, in_words, read, told
from alongside.consent.rules.standing import Row, everybody, matrix

consent = typer.Typer(
    add_completion=False,
    rich_markup_mode="markdown",
    no_args_is_help=True,
    help="Ask what may be shared: with whom, about whom, what for, on which day, and why.",
)
NOT_UNDERSTOOD = 2


@dataclass(frozen=True)
class Question:
    """One request as it stands in the file, with its place; `problem` when not even that could be read."""

    where: str
    data: Any = None
    shared: Any = None
    problem: str = ""


@consent.command("decide")
def decide_(
    file: Annotated[str, typer.Argument(metavar="FILE.json", help="The request; `-` is standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON, for programs.")] = False,
) -> None:
    """Decide a request: **permit or deny, every reason, and what has to be done with it**.

    The file holds one request with its world, a list of them, one on each line (JSON Lines), or `{"world": …,
    "requests": […]}`. The answers come in the same order, as a list for a list. Whatever is not known is a no.

    Ends with 0 when every request was decided (a no is a decision), and with 2 when something in a request could not be
    read: it is then said where, and the answer to it is a no.

    `alongside consent decide request.json` — fields and words: docs/reference/consent-decide.md
    """
    try:
        listed, questions = _questions(_text(file))
    except NotUnderstood as why:
        listed, questions = False, iter([Question("", problem=str(why))])
    worlds = Worlds(shipped())
    wrong = 0
    answers = []
    for question in questions:
        name, answer, problem = _answered(question, worlds)
        if problem:
            wrong += 1
            sys.stderr.write(f"{problem}\n")
        if not as_json:
            typer.echo("\n".join(in_words(answer)))
        elif listed:
            answers.append(told(answer, name))
        else:
            typer.echo(json.dumps(told(answer, name), ensure_ascii=False))
    if as_json and listed:
        typer.echo(json.dumps(answers, ensure_ascii=False))
    if wrong:
        raise typer.Exit(NOT_UNDERSTOOD)


@consent.command("matrix")
def matrix_(
    file: Annotated[
        str, typer.Argument(metavar="FILE.json", help="A world and who might ask; `-`: standard input.")
    ] = "",
    family: Annotated[str, typer.Option(help="A family of this programme, by its number, in place of a file.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list, for programs.")] = False,
) -> None:
    """Say **everything that would be permitted** in a world: who, about whom, in which categories.

    With `--family`, of a family of this programme, as it stands now: everybody who is let into it in any way.

    The file holds `world`, a list `askers` (each with the fields of a request) and, if not everybody, `subjects`. What
    stands beside them (`purpose`, `action`, `time`, `assurance` …) holds for every asker that does not say otherwise.

    `alongside consent matrix world.json`
    """
    if bool(file) == bool(family):
        raise typer.BadParameter("Either a file, or --family.")
    if family:
        from alongside.project.commands import consent_family

        consent_family.matrix(family, as_json=as_json)
        return
    try:
        askers, subjects, world = _askers(_json(_text(file)))
    except NotUnderstood as why:
        sys.stderr.write(f"{why}\n")
        raise typer.Exit(NOT_UNDERSTOOD) from why
    rows = matrix(world, askers, subjects)
    if as_json:
        typer.echo(json.dumps([_row(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        said = _row(row)
        what = ", ".join(said["categories"]) or "nothing"
        typer.echo(f"{said['actor']}, to {said['action']} for {said['purpose']}, about {said['subject']}: {what}")


@consent.command("audit")
def audit_(as_json: Annotated[bool, typer.Option("--json", help="One JSON list, for programs.")] = False) -> None:
    """Decide **every line of the ledger anew**, in the world of its own day, and name what should not have left.

    It says ids and reasons, no names and no words of a record. Ends with 0 when everything was right, with 1 when not.

    `alongside consent audit`
    """
    from alongside.project.commands import consent_family

    consent_family.stop_if_found(consent_family.audit(as_json=as_json))


def _askers(data: Any) -> tuple[list[Request], list[Any], World]:
    if not isinstance(data, dict) or not isinstance(data.get("askers"), list) or not data["askers"]:
        raise NotUnderstood("A table needs “world” and a list “askers”.")
    common = {name: given for name, given in data.items() if name not in ("askers", "subjects")}
    worlds = Worlds(shipped())
    asked = []
    for n, asker in enumerate(data["askers"]):
        if not isinstance(asker, dict):
            raise NotUnderstood(f"askers[{n}]: an object with the fields of a request is needed")
        try:
            asked.append(read({**common, **asker}, worlds))
        except NotUnderstood as why:
            raise NotUnderstood(f"askers[{n}]: {why}") from why
    world = asked[0].world
    subjects = data.get("subjects", sorted(everybody(world), key=str))
    if not isinstance(subjects, list):
        raise NotUnderstood("subjects: a list of ids is needed")
    return [one.request for one in asked], subjects, world


def _row(row: Row) -> dict[str, Any]:
    asker = row.asker
    return {
        "actor": asker.actor, "agency": asker.agency, "purpose": asker.purpose, "action": asker.action,
        "subject": row.subject, "categories": [name for name, bit in CATEGORIES.items() if row.mask >> bit & 1],
    }  # fmt: skip


def _answered(question: Question, worlds: Worlds) -> tuple[Any, Answer, str]:
    """The request's own name, the answer, and what could not be read."""
    if question.problem:
        return None, UNREADABLE, f"{question.where}{question.problem}"
    name = question.data.get("id") if isinstance(question.data, dict) else None
    try:
        asked = read(question.data, worlds, question.shared)
    except NotUnderstood as why:
        return name, UNREADABLE, f"{question.where}{why}"
    except Exception:  # whatever was not thought of: a no to this one, and the others are answered
        return name, UNREADABLE, f"{question.where}something in this request has a shape that nobody here knows"
    return name, decide(asked.request, asked.world), ""


def _text(file: str) -> str:
    """What stands in the file, without the mark that some programs write before UTF-8. Raises NotUnderstood."""
    try:
        if file != "-":
            return Path(file).read_text(encoding="utf-8-sig")
        given = sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
        return given.decode("utf-8-sig")
    except FileNotFoundError as why:
        raise NotUnderstood(f"{file} cannot be read: there is no such file here.") from why
    except IsADirectoryError as why:
        raise NotUnderstood(f"{file} cannot be read: it is a folder.") from why
    except (OSError, ValueError) as why:  # text that is not UTF-8 is a ValueError
        reason = why.strerror if isinstance(why, OSError) else "it is not UTF-8 text"
        raise NotUnderstood(f"{file} cannot be read: {reason}.") from why


def _questions(text: str) -> tuple[bool, Iterator[Question]]:
    """Whether the answers are to be one list, and the requests."""
    try:
        data = _json(text)
    except NotUnderstood as why:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and lines[0].lstrip().startswith("{") and lines[0].rstrip().endswith("}"):
            return False, _lines(text)
        return False, iter([Question("", problem=str(why))])
    if isinstance(data, list):
        return True, (Question(f"[{n}] ", one) for n, one in enumerate(data))
    if isinstance(data, dict) and "requests" in data:
        strange = sorted(set(data) - {"world", "requests"})
        if strange or not isinstance(data["requests"], list):
            return False, iter([Question("", problem="Beside “requests” (a list) only “world” may stand.")])
        world = data.get("world")
        return True, (Question(f"requests[{n}] ", one, world) for n, one in enumerate(data["requests"]))
    return False, iter([Question("", data)])


def _lines(text: str) -> Iterator[Question]:
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield Question(f"Line {n}: ", _json(line))
            except NotUnderstood as why:
                yield Question(f"Line {n}: ", problem=str(why))


def _json(text: str) -> Any:
    try:
        found = json.loads(text, object_pairs_hook=_no_twice)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(found, ensure_ascii=False).encode()  # half of a letter: it could not be written back
    except UnicodeEncodeError as why:
        raise NotUnderstood("There is half of a letter in it (a lone surrogate), which is no text.") from why
    except (ValueError, RecursionError) as why:
        raise NotUnderstood(f"This is not JSON: {why}") from why
    return found


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a field that stands twice is not for us to choose from."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)}” stands twice in one object")
    return found
