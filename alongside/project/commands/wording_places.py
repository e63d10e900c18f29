"""Texts of files, and where in a file a finding about wording stands."""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from alongside.wording.rules import Finding

LINE_END = re.compile(r"\r\n|\n|\r")


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
    if b"\0" in raw:
        raise NotReadable(f"{file} does not look like text. Save it as plain text (.txt), then try again.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        sys.stderr.write(f"{file} is not UTF-8; it was read as Latin-1.\n")
        return raw.decode("cp1252", errors="replace")
