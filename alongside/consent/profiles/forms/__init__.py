"""The words that are signed: one text for each kind of form, local law and language, put together from files here.

What is signed is kept with its text, so a text that anybody may have signed is never changed: a change is a new
version, written down in `versions.toml` with the hash of its text. Asking for it does the writing:

    python -m alongside.consent.profiles.forms
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KEPT = "versions.toml"
LANGUAGES = ("en", "fr-ca")
LAWS = ("ontario", "united-states")
KINDS = ("sharing", "keeping_from", "research", "video_therapy", "video_training", "video_research", "messages")


@dataclass(frozen=True)
class Shipped:
    """A form as it comes along. `text` is what is kept and signed; `sha256` is of its UTF-8 bytes."""

    kind: str
    law: str
    language: str
    version: int
    text: str
    source: str

    @property
    def sha256(self) -> str:
        """In hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Words:
    """One kind of record: its name, what is seen by it, what is not; `care`: why it stands apart, or ""."""

    name: str
    sees: str
    never: str
    care: str


@dataclass(frozen=True)
class FormText:
    """A form's text, taken apart for showing it. A text that was not written here is one paragraph of `intro`."""

    title: str
    intro: tuple[str, ...]
    limits: tuple[str, ...]
    sign: str
    elements: Mapping[str, str]
    purposes: Mapping[str, str]
    kinds: Mapping[str, Mapping[str, Any]]
    months: int

    def words(self, kind: str, *, herself: bool) -> Words:
        """A kind of record in the words of this form: about whoever signs, or about a child."""
        held = self.kinds.get(kind, {})
        told = held.get("you" if herself else "child", {})
        return Words(held.get("name", kind), told.get("sees", ""), told.get("never", ""), held.get("care", ""))


@lru_cache(maxsize=128)
def read(text: str) -> FormText:
    """Take a form's text apart."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        held = {"intro": [text]}
    return FormText(
        title=held.get("title", ""),
        intro=tuple(held.get("intro", ())),
        limits=tuple(held.get("limits", ())),
        sign=held.get("sign", ""),
        elements=held.get("elements", {}),
        purposes=held.get("purposes", {}),
        kinds=held.get("kinds", {}),
        months=int(held.get("months", 0)),
    )


def _loaded(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def put_together(kind: str, law: str, language: str) -> Shipped:
    """One form from its files: what all laws share, what this one adds, and the kinds of record in this language."""
    own = _loaded(f"{kind}.{language}.toml")
    added = {name: own.pop(name) for name in LAWS}[law]
    source, version = added.pop("source"), own.pop("version")
    own["elements"] |= added.pop("elements", {})
    if added:
        raise ValueError(f"{kind}.{language}.toml: {', '.join(added)} is not known")
    own["kinds"] = _loaded(f"kinds.{language}.toml")
    return Shipped(kind, law, language, version, "".join(_written(own)), source)


def _written(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """A table as TOML, always in the same way: values first, then the tables in it."""
    for name, value in table.items():
        if not isinstance(value, Mapping):
            yield f"{name} = {_value(value)}\n"
    for name, value in table.items():
        if isinstance(value, Mapping):
            inside = f"{path}.{name}" if path else name
            yield f"\n[{inside}]\n"
            yield from _written(value, inside)


def _value(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def names_in(language: str) -> Mapping[str, str]:
    """What each kind of record is called, for lists; in English where there are no words in this language."""
    held = _loaded(f"kinds.{language if language in LANGUAGES else 'en'}.toml")
    return {kind: words["name"] for kind, words in held.items()}


@cache
def titles_in(language: str) -> Mapping[str, str]:
    """What each kind of form is called to whoever signs it, for lists; in English where there are no words."""
    written = language if language in LANGUAGES else "en"
    return {kind: _loaded(f"{kind}.{written}.toml")["title"] for kind in KINDS}


@cache
def purposes_in(language: str) -> Mapping[str, str]:
    """What something is shared for, said to whoever signs it; in English where there are no words."""
    held: Mapping[str, str] = _loaded(f"sharing.{language if language in LANGUAGES else 'en'}.toml")["purposes"]
    return held


@cache
def shipped_forms() -> tuple[Shipped, ...]:
    """Every form that comes along."""
    return tuple(put_together(kind, law, language) for kind in KINDS for law in LAWS for language in LANGUAGES)


def kept_versions() -> dict[tuple[str, str, str, int], str]:
    """The hash of every text that was ever a version: (kind, law, language, version) -> hash."""
    rows = _loaded(KEPT).get("version", [])
    return {(row["kind"], row["law"], row["language"], row["version"]): row["sha256"] for row in rows}


def changed_without_version() -> list[str]:
    """Forms whose text is not the one that was kept for their version. Must be empty; a new version makes it so."""
    kept = kept_versions()
    return [
        f"{form.kind}, {form.law}, {form.language}, version {form.version}"
        for form in shipped_forms()
        if kept.get((form.kind, form.law, form.language, form.version)) != form.sha256
    ]
