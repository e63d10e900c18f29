"""The texts of Alongside itself: templates, labels and messages in the code, catalogues and docs, read for wording."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import alongside
from alongside.project.commands.wording_places import Place, places_in_text, read_text
from alongside.project.commands.wording_reading import as_written, mask_markdown, mask_template
from alongside.wording.rules import Audience, Language, check
from alongside.wording.vocabulary.interface import cannot_ship, entries, own_texts, shown

PACKAGE = Path(alongside.__file__).parent
ROOT = PACKAGE.parent
ALLOWED = PACKAGE / "wording" / "vocabulary" / "allowed_in_project.toml"
WRITTEN_TO_HER = ("alongside/pages/mother/", "alongside/pages/public/")
NOT_OURS = {"tests", "vocabulary", "node_modules", "__pycache__", ".venv", "build", "migrations"}


@dataclass(frozen=True, slots=True)
class Allowed:
    """Words that may stand in one file although they are in the term list; `reason` says why."""

    path: str
    terms: tuple[str, ...]
    reason: str

    def covers(self, place: Place) -> bool:
        """Is this place one that was thought about?"""
        return fnmatch(place.file, self.path) and ("*" in self.terms or place.finding.term in self.terms)


def places_in_project(root: Path = ROOT) -> Iterator[Place]:
    """Every finding in the project's own texts that is not allowed; an allowance nobody needs is said on stderr."""
    allowed = allowances()
    used: set[Allowed] = set()
    for place in _all_places(root):
        reasons = [one for one in allowed if one.covers(place)]
        used.update(reasons)
        if not reasons and place.finding.level != "ask":
            yield place
    for one in allowed:
        if one not in used:
            sys.stderr.write(f"{ALLOWED.name}: nothing needs the allowance for {one.path} any more; take it out.\n")


def allowances(file: Path = ALLOWED) -> list[Allowed]:
    """What the project may say, from its file. Every entry gives its reason."""
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("allowed", [])
    return [Allowed(entry["path"], tuple(entry["terms"]), entry["reason"]) for entry in entries]


def _all_places(root: Path) -> Iterator[Place]:
    package = root / "alongside"
    for file in _files(package, ".html", ".txt"):
        if "templates" in file.parts:
            yield from _masked(root, file, mask_template)
    for file in _files(package, ".py"):
        yield from _labels(root, file)
    for file in sorted(package.glob("locale/*/LC_MESSAGES/*.po")):
        yield from _catalogue(root, file)
    for file in [*sorted(root.glob("*.md")), *_files(root / "docs", ".md"), *_files(package, ".md")]:
        yield from _masked(root, file, mask_markdown)


def _files(folder: Path, *suffixes: str) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix in suffixes and not NOT_OURS & set(file.relative_to(folder).parts)
    )


def audience_of(path: str) -> Audience:
    """For whom a file of the project speaks."""
    return "woman" if path.startswith(WRITTEN_TO_HER) else "note"


def _masked(root: Path, file: Path, mask: object) -> Iterator[Place]:
    path, text = file.relative_to(root).as_posix(), read_text(str(file))
    seen = mask(text)  # type: ignore[operator]
    yield from places_in_text(path, text, as_written(check(seen, audience=audience_of(path)), seen, text))


# --- labels and messages in the code

_GETTEXT = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2, "_n": 2}
_WITH_CONTEXT = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}


def _labels(root: Path, file: Path) -> Iterator[Place]:
    path = file.relative_to(root).as_posix()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = node.args[: _GETTEXT[name]] if name in _GETTEXT else []
        if name in _WITH_CONTEXT:
            texts = node.args[1 : 1 + _WITH_CONTEXT[name]]
        for text in texts:
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                for f in check(text.value, audience=audience_of(path)):
                    yield Place(path, text.lineno, text.col_offset + 1, f.start, f.end, f)


# --- catalogues


def _catalogue(root: Path, file: Path) -> Iterator[Place]:
    """Messages and their translations; a message used in a page for her is read for tone as well."""
    path, text = file.relative_to(root).as_posix(), read_text(str(file))
    own: Language = "fr" if file.parts[-3].startswith("fr") else "en"
    done = 0
    audience: Audience = "note"
    for key, said, begin, end in entries(text):
        if key == "msgid":
            references = re.findall(r"^#: (.*)$", text[done:begin], re.MULTILINE)
            audience = (
                "woman" if any(part.startswith(WRITTEN_TO_HER) for r in references for part in r.split()) else "note"
            )
        done = end
        language: Language = own if key.startswith("msgstr") else "en"
        line = text.count("\n", 0, begin) + 1
        header = key == "msgstr" and "Content-Type:" in said
        for f in [] if header else check(mask_template(said), audience=audience, language=language):
            yield Place(path, line, 1, f.start, f.end, f)


def council_problems() -> list[str]:
    """Why our own texts cannot go out: what the council sent back and is shown still (a sentence each)."""
    return cannot_ship(own_texts(), shown())
