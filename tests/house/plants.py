"""A search that finds nothing proves little: what it looks for is planted in a copy of a real module, and must be seen."""

from __future__ import annotations

from pathlib import Path

from tests.databases import ROOT


def planted(folder: Path, place: str, code: str) -> tuple[Path, Path]:
    """Two folders that hold this module of the package alone: as it stands (empty if there is none), and with the code."""
    real = ROOT / "alongside" / place
    stands = real.read_text() if real.exists() else ""
    for name, text in (("before", stands), ("after", f"{stands}\n\n{code}")):
        target = folder / name / place
        target.parent.mkdir(parents=True)
        target.write_text(text)
    return folder / "before", folder / "after"
