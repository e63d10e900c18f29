"""`alongside messages`: collects every string that people read into the catalogues, and compiles them.

Made with Babel and polib so that no system tool is needed; CI runs it with ``--check``: a string without its French, or
a catalogue that was not compiled, fails.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "alongside"
LANGUAGES = {"fr_CA": "fr-ca"}
PLACE = r"\{\w*(?::[^{}]*)?\}"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
# What methods of evaluation say: plain Python, which knows of no catalogue (evaluation/analyse/saying.py).
SAID, SAID_CONTEXT = "Sentence", "in a result"
HEADER = {
    "Project-Id-Version": "Alongside", "Language": "fr_CA", "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Message:
    """One string: its context, its singular, its plural."""

    text: str
    plural: str = ""
    context: str = ""


def messages(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say what is missing.")] = False,
) -> None:
    """Bring the catalogues up to date with the code, and compile them."""
    found = collect()
    problems = []
    for name in LANGUAGES:
        problems += _check(name, found) if check else _write(name, found)
    for problem in problems:
        typer.echo(problem)
    if check and problems:
        raise typer.Exit(1)


def catalogue(name: str) -> Path:
    """The catalogue of a language."""
    return PACKAGE / "locale" / name / "LC_MESSAGES" / "django.po"


def collect() -> dict[Message, list[str]]:
    """Every string of code and templates, with the files in which it stands."""
    found: dict[Message, list[str]] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        if {"migrations", "tests", "vocabulary", "demonstration"} & set(path.parts):
            continue
        for message in _in(path):
            found.setdefault(message, []).append(str(path.relative_to(ROOT)))
    return found


def _in(path: Path) -> Iterator[Message]:
    from babel.messages.extract import extract

    text = path.read_text()
    if path.suffix != ".py":
        if "{%" not in text:
            return
        text = _as_code(text)
    for _line, words, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        one, many = (words, "") if isinstance(words, str) else (words[0], words[1])
        if one:
            yield Message(one, many, context or "")
    if path.suffix == ".py" and f"{SAID}(" in text:
        yield from _said_by_methods(text)


def _said_by_methods(code: str) -> Iterator[Message]:
    """The templates of ``Sentence("…")``, where they are more than places to fill."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == SAID and node.args:
            template = node.args[0]
            if isinstance(template, ast.Constant) and re.search(r"[^\W\d_]", re.sub(PLACE, "", str(template.value))):
                yield Message(str(template.value), "", SAID_CONTEXT)


def _as_code(template: str) -> str:
    """A template's strings as lines of code that Babel reads (Django's own ``templatize`` finds them)."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    lines = []
    for call in re.finditer(r"\b(n?p?gettext|_)\(((?:[^()]|\((?:[^()])*\))*?)\)", templatize(template)):
        lines.append(f"{call.group(1)}({re.sub(r',count$', '', call.group(2).strip())})".replace("\n", "\\n"))
    return "\n".join(lines)


def _write(name: str, found: dict[Message, list[str]]) -> list[str]:
    import polib

    path = catalogue(name)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    kept = {(e.msgid, e.msgid_plural, e.msgctxt or ""): e for e in old if not e.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.metadata = HEADER
    empty = 0
    for message in sorted(found):
        entry = kept.get((message.text, message.plural, message.context)) or polib.POEntry(
            msgid=message.text, msgid_plural=message.plural, msgctxt=message.context or None,
            msgstr_plural={0: "", 1: ""} if message.plural else {},
        )  # fmt: skip
        entry.occurrences = [(file, "") for file in sorted(set(found[message]))]
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)[sd]|%[sd]", message.text) else []
        empty += not _translated(entry)
        new.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    new.save_as_mofile(str(path.with_suffix(".mo")))
    return [f"{name}: {len(found)} strings, {empty} without translation."]


def _translated(entry: object) -> bool:
    if entry.msgid_plural:  # type: ignore[attr-defined]
        return all(entry.msgstr_plural.get(n) for n in (0, 1))  # type: ignore[attr-defined]
    return bool(entry.msgstr)  # type: ignore[attr-defined]


def _check(name: str, found: dict[Message, list[str]]) -> list[str]:
    import polib

    path = catalogue(name)
    if not path.exists():
        return [f"{name}: there is no catalogue. Run: alongside messages"]
    have = {(e.msgid, e.msgid_plural, e.msgctxt or ""): e for e in polib.pofile(str(path)) if not e.obsolete}
    problems = [
        f"{name}: no translation of {message.text[:70]!r} ({where[0]})"
        for message, where in sorted(found.items())
        if not (entry := have.get((message.text, message.plural, message.context))) or not _translated(entry)
    ]
    for entry in have.values():
        for translated in [entry.msgstr, *entry.msgstr_plural.values()]:
            if (
                translated
                and _places(translated) != _places(entry.msgid)
                and _places(translated) != _places(entry.msgid_plural)
            ):
                problems.append(f"{name}: the places to fill differ in {entry.msgid[:70]!r}")
    compiled = path.with_suffix(".mo")
    texts = {_key(e): _said(e) for e in polib.mofile(str(compiled))} if compiled.exists() else {}
    if any(texts.get(_key(e)) != _said(e) for e in have.values() if _translated(e)):
        problems.append(f"{name}: the catalogue is not compiled. Run: alongside messages")
    return problems


def _key(entry: object) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""  # type: ignore[attr-defined]


def _said(entry: object) -> tuple[str, ...]:
    return entry.msgstr, *entry.msgstr_plural.values()  # type: ignore[attr-defined]


def _places(text: str) -> list[str]:
    return sorted(re.findall(rf"%\(\w+\)[sd]|%[sd]|{PLACE}", text))
