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
from alongside.wording.rules import Audience, Finding, Language, check

PACKAGE = Path(alongside.__file__).parent
ROOT = PACKAGE.parent
ALLOWED = PACKAGE / "wording" / "vocabulary" / "allowed_in_project.toml"
WRITTEN_TO_HER = ("alongside/pages/mother/", "alongside/pages/public/")
NOT_OURS = {"tests", "vocabulary", "node_modules", "__pycache__", ".venv", "build", "migrations"}

# Signs put in the place of what is not read, one for one, so that every position stays true.
BREAK, JOIN = "\u2029", "\u200b"


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
    findings = check(mask(text), audience=audience_of(path))  # type: ignore[operator]
    truly = [Finding(f.term, f.level, f.start, f.end, text[f.start : f.end], f.suggestions, f.why) for f in findings]
    yield from places_in_text(path, text, truly)


# --- templates

_TEMPLATE = re.compile(
    r"(?P<comment>\{#.*?#\}|\{%-?\s*comment\b.*?\{%-?\s*endcomment\s*%\}|<!--.*?-->|<(?P<what>script|style)\b.*?</(?P=what)>)"
    r"|(?P<tag>\{%.*?%\})|(?P<value>\{\{.*?\}\})|(?P<html></?(?P<name>[a-zA-Z][\w-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>)",
    re.DOTALL,
)
_STRINGS = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_READ_ALOUD = re.compile(r"\b(?:title|aria-label|alt|placeholder)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_INLINE = {"a", "abbr", "b", "bdi", "cite", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u"}
_SAYS = re.compile(r"\{%-?\s*(?:translate|trans)\b")


def mask_template(text: str) -> str:
    """`text`, same length, with only what a person would read or hear left in it."""

    def mask(match: re.Match[str]) -> str:
        whole = match.group()
        if match["tag"]:
            inline = bool(_SAYS.match(whole))
            return _keep(whole, [m for m in _STRINGS.finditer(whole) if _is_prose(m)], JOIN if inline else BREAK)
        if match["value"]:
            return _keep(whole, [m for m in _STRINGS.finditer(whole) if _is_prose(m)], " ")
        if match["html"]:
            spoken = list(_READ_ALOUD.finditer(_keep_tags_out(whole)))
            return _keep(whole, spoken, JOIN if match["name"].lower() in _INLINE and not spoken else BREAK)
        return _keep(whole, [], BREAK)

    return _TEMPLATE.sub(mask, text)


def _keep_tags_out(html: str) -> str:
    return re.sub(r"\{[{%#].*?[}%#]\}", lambda m: " " * len(m.group()), html, flags=re.DOTALL)


def _is_prose(match: re.Match[str]) -> bool:
    inner = match[1] or match[2] or ""
    return " " in inner.strip() or inner[:1].isupper()


def _keep(whole: str, parts: list[re.Match[str]], fill: str) -> str:
    out, done = [], 0
    for part in parts:
        start, end = part.span(1) if part[1] is not None else part.span(2)
        out += [_filled(whole[done:start], fill), part.string[start:end]]
        done = end
    return "".join(out) + _filled(whole[done:], fill)


def _filled(text: str, fill: str) -> str:
    return "".join("\n" if sign == "\n" else fill for sign in text)


# --- docs

_MARKDOWN = re.compile(
    r"^(?P<fence>```|~~~).*?^(?P=fence)[^\n]*$|<!--.*?-->|`[^`\n]+`|(?<=\])\([^)\n]*\)|<https?://[^>\n]+>|https?://\S+",
    re.DOTALL | re.MULTILINE,
)


def mask_markdown(text: str) -> str:
    """`text`, same length, without code, addresses and comments; cells of a table are texts of their own."""
    text = _MARKDOWN.sub(lambda m: _filled(m.group(), " "), text)
    return re.sub(r"(?<= )\|(?= )|^\||\|$", BREAK, text, flags=re.MULTILINE).replace(f" {BREAK} ", BREAK * 3)


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

_ENTRY = re.compile(r'^(?P<key>msgid|msgid_plural|msgstr(?:\[\d\])?) (?P<text>(?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')


def _catalogue(root: Path, file: Path) -> Iterator[Place]:
    """Messages and their translations; a message used in a page for her is read for tone as well."""
    path, text = file.relative_to(root).as_posix(), read_text(str(file))
    own: Language = "fr" if file.parts[-3].startswith("fr") else "en"
    done = 0
    audience: Audience = "note"
    for entry in _ENTRY.finditer(text):
        if entry["key"] == "msgid":
            references = re.findall(r"^#: (.*)$", text[done : entry.start()], re.MULTILINE)
            audience = (
                "woman" if any(part.startswith(WRITTEN_TO_HER) for r in references for part in r.split()) else "note"
            )
        done = entry.end()
        said = "".join(ast.literal_eval(f'"{piece}"') for piece in _PIECE.findall(entry["text"]))
        language: Language = own if entry["key"].startswith("msgstr") else "en"
        line = text.count("\n", 0, entry.start()) + 1
        header = entry["key"] == "msgstr" and "Content-Type:" in said
        for f in [] if header else check(mask_template(said), audience=audience, language=language):
            yield Place(path, line, 1, f.start, f.end, f)
