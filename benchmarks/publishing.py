"""Where figures go: into ``benchmarks/README.md`` (or another page), between the markers of what was measured."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parent / "README.md"


def publish(of: str, page: str, path: Path = PAGE) -> None:
    """Replace what stands between ``<!-- of -->`` and ``<!-- end of of -->``; everything else stays."""
    begin, end = f"<!-- {of} -->", f"<!-- end of {of} -->"
    before, rest = path.read_text("utf-8").split(begin, 1)
    path.write_text(f"{before}{begin}\n{page}\n{end}{rest.split(end, 1)[1]}", "utf-8")
