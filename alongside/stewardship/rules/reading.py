"""Reading people's CSV files as they are: any usual encoding, any usual separator; and saying what is wrong with them.

A file is read twice: once to note where each record stands (16 bytes a record), once family by family. So a file may be
in any order and of any size, and what is held in memory is one batch of families.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from alongside.stewardship.rules.problems import FileTrouble, Problem, nearest, shown

LONGEST_LINE = 64 * 1024 * 1024  # bytes; a note of ten million characters is read, and answered kindly
SEPARATORS = (",", ";", "\t", "|")
# What is not UTF-8 is most often one of these (people's Excel, old Macs, DOS).
USUAL = ["cp1252", "mac_roman", "cp850", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256"]
CALLED = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "mac_roman": "Mac Roman"}
BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "workbook", ""),
    (b"\xd0\xcf\x11\xe0", "workbook", ""),
    (b"%PDF", "other_kind", "a PDF"),
    (b"SQLite format 3", "other_kind", "a database"),
    (b"PAR1", "other_kind", "a Parquet file"),
    (b"\x1f\x8b", "other_kind", "a compressed file (unpack it first)"),
    (b"\x89PNG", "other_kind", "a picture"),
    (b"\xff\xd8\xff", "other_kind", "a picture"),
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """One record: the line it begins in, where it begins (bytes), and its cells."""

    line: int
    offset: int
    cells: list[str]


@dataclass
class Source:
    """A CSV file that can be read from any record on. Close it when done."""

    name: str
    handle: BinaryIO
    encoding: str
    separator: str
    begins: int
    header: list[str]
    looks: list[Problem] = field(default_factory=list)

    def close(self) -> None:
        """Let go of the file."""
        self.handle.close()

    def records(self, *, blank: bool = False) -> Iterator[Record]:
        """Every record after the header; rows of empty cells only with ``blank``. Raises FileTrouble."""
        records = self._from(self.begins, 1)
        next(records, None)
        if blank:
            return (record for record in records if record.cells)
        return (record for record in records if any(cell.strip() for cell in record.cells))

    def record_at(self, offset: int, line: int) -> Record:
        """The record that begins at ``offset``."""
        return next(self._from(offset, line))

    def _from(self, offset: int, line: int) -> Iterator[Record]:
        return _records(self.name, self.handle, self.encoding, self.separator, offset, line)


def trouble(code: str, file: str, line: int = 0, **values: object) -> FileTrouble:
    """A file that cannot be used, ready to raise."""
    return FileTrouble(Problem(code, file, line, values))


def open_csv(path: Path, *, encoding: str = "", known: Callable[[str], bool] | None = None) -> Source:
    """Open ``path``, find encoding and separator, read the header. ``known`` says whether a header is one we know.

    Raises FileTrouble (not a file, not a CSV, letters that do not fit the encoding).
    """
    name = path.name
    try:
        handle: BinaryIO = path.open("rb")
        start = handle.read(1024 * 1024)
    except OSError as why:
        raise trouble(
            "no_file" if isinstance(why, FileNotFoundError) else "cannot_open", name, why=_reason(why)
        ) from why
    try:
        _check_beginning(name, start)
        handle, encoding, begins, looks = _readable(name, handle, start, encoding)
        separator, header = _header(name, handle, encoding, begins, known)
    except BaseException:
        handle.close()
        raise
    return Source(name, handle, encoding, separator, begins, header, looks)


def _reason(why: OSError) -> str:
    if isinstance(why, PermissionError):
        return "you may not read it"
    return "it is a folder" if isinstance(why, IsADirectoryError) else (why.strerror or "unknown")


def _check_beginning(name: str, start: bytes) -> None:
    if not start.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise trouble("empty", name)
    for magic, code, kind in BEGINNINGS:
        if start.startswith(magic):
            raise trouble(code, name, kind=kind)
    text = start[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")) or (text.startswith(b"<") and b"<html" in text):
        raise trouble("web_page", name)
    if text.startswith(b"<?xml"):
        raise trouble("other_kind", name, kind="an XML file")
    if text.startswith((b"{\n", b"{\r", b'{"', b'[{"', b"[\n")):
        raise trouble("other_kind", name, kind="a JSON file")


def _readable(name: str, handle: BinaryIO, start: bytes, wanted: str) -> tuple[BinaryIO, str, int, list[Problem]]:
    """The file as bytes whose lines end with a line feed, its encoding, where its text begins, and second looks."""
    mark = next(((len(m), e) for m, e in MARKS if start.startswith(m)), (0, ""))
    encoding = wanted or mark[1] or _without_mark(start)
    if encoding.startswith(("utf-16", "utf-32")):
        return _as_utf8(name, handle, encoding), "utf-8", 0, []
    if b"\x00" in start and sum(start.count(bytes([b])) for b in range(9)) > len(start) // 100:
        raise trouble("binary", name)
    looks: list[Problem] = []
    if encoding and not _fits(handle, encoding):
        raise trouble("bad_letters", name, encoding=encoding)
    if not encoding:
        encoding = "utf-8" if _fits(handle, "utf-8") else _guess(name, handle, looks)
    if b"\r" in start and b"\n" not in start:  # lines of an old Mac
        return _as_utf8(name, handle, encoding), "utf-8", 0, looks
    return handle, encoding, mark[0], looks


def _without_mark(start: bytes) -> str:
    """UTF-16 without its mark: every second byte of western text is NUL."""
    part = start[:4000]
    even, odd = part[0::2].count(0), part[1::2].count(0)
    if max(even, odd) < len(part) // 4:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _as_utf8(name: str, handle: BinaryIO, encoding: str) -> BinaryIO:
    handle.seek(0)
    try:
        text = handle.read().decode(encoding).lstrip("\ufeff")
    except (UnicodeDecodeError, LookupError) as why:
        raise trouble("bad_letters", name, encoding=encoding) from why
    handle.close()
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return io.BytesIO(text.encode("utf-8"))


def _fits(handle: BinaryIO, encoding: str) -> bool:
    handle.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        while part := handle.read(1024 * 1024):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _guess(name: str, handle: BinaryIO, looks: list[Problem]) -> str:
    """The likeliest encoding of what is not UTF-8, and a second look with words by which to judge it."""
    from charset_normalizer import from_bytes

    handle.seek(0)
    lines = b"".join(line for line in handle if not line.isascii())[:200_000]
    ranked = from_bytes(lines, cp_isolation=USUAL)
    best = ranked.best()
    # Windows-1252 is by far the most usual: another one only when it cannot be that, or reads much better.
    if "cp1252" in {e for match in ranked for e in match.could_be_from_charset} or best is None:
        encoding = "cp1252" if _fits(handle, "cp1252") else "latin-1"
    else:
        encoding = best.encoding
    if not _fits(handle, encoding):
        raise trouble("bad_letters", name, encoding="UTF-8")
    # Single letters, never a word: enough to judge by, and nobody's name.
    letters = Counter(c for c in lines.decode(encoding, "replace") if not c.isascii() and c.isprintable())
    values = {"encoding": CALLED.get(encoding, encoding), "letters": " ".join(c for c, _ in letters.most_common(12))}
    looks.append(Problem("read_as", name, 0, values, second_look=True))
    return encoding


def _header(
    name: str, handle: BinaryIO, encoding: str, begins: int, known: Callable[[str], bool] | None
) -> tuple[str, list[str]]:
    """The separator under which most columns are known (or that splits the header most), and the header."""
    best: tuple[tuple[int, int], str, list[str]] | None = None
    for separator in SEPARATORS:
        try:
            record = next(_records(name, handle, encoding, separator, begins, 1), None)
        except FileTrouble:
            continue
        cells = [cell.strip() for cell in record.cells] if record else []
        rank = (sum(1 for c in cells if known is not None and known(c)), len(cells))
        if best is None or rank > best[0]:
            best = (rank, separator, cells)
    if best is None:
        raise trouble("open_quote", name, 1)
    return best[1], best[2]


def _records(name: str, handle: BinaryIO, encoding: str, separator: str, offset: int, line: int) -> Iterator[Record]:
    """Records from ``offset`` on, as csv reads them, each with its line and offset. Raises FileTrouble."""
    csv.field_size_limit(LONGEST_LINE)
    place = [offset, line]

    def lines() -> Iterator[str]:
        handle.seek(place[0])
        while raw := handle.readline(LONGEST_LINE):
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                raise trouble("long_line", name, place[1], limit=LONGEST_LINE // 1024 // 1024)
            place[0] += len(raw)
            place[1] += 1
            try:
                yield raw.decode(encoding)
            except UnicodeDecodeError as why:
                raise trouble("bad_letters", name, place[1] - 1, encoding=encoding) from why

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    while True:
        at, begun = place
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as why:
            raise trouble("open_quote", name, begun) from why
        yield Record(begun, at, cells)


def normal(header: str) -> str:
    """A header as the schemas write it: ``Family Key`` -> ``family_key``."""
    return "_".join(header.strip().casefold().replace("-", " ").replace("_", " ").split())


def check_header(source: Source, wanted: list[str], needed: list[str], table: str, *, ignore: bool) -> list[Problem]:
    """What is wrong with the columns of a file whose columns have fixed names."""
    found, names = [normal(h) for h in source.header], set(wanted)
    if not names & set(found):
        return [Problem("no_columns", source.name, 1, {"table": table, "found": shown(", ".join(source.header))})]
    problems = [
        Problem("same_header", source.name, 1, {"column": shown(h)})
        for h in dict.fromkeys(h for h in found if h and found.count(h) > 1)
    ]
    missing = [n for n in needed if n not in found]
    if missing:
        problems.append(Problem("missing_columns", source.name, 1, {"columns": ", ".join(missing)}))
    for header, raw in zip(found, source.header, strict=True):
        if header and header not in names:
            hint = nearest(header, [n for n in wanted if n not in found])
            values = {"column": shown(raw)} if ignore else {"column": shown(raw), "hint": hint}
            problems.append(
                Problem("ignored_column" if ignore else "unknown_column", source.name, 1, values, second_look=ignore)
            )
    return problems
