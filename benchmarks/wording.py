"""How long the wording checker takes: a note of 3,000 signs, and texts made to be hard, at one and four lengths.

Run: python -m benchmarks.wording. A ratio far above 4 would mean that time grows faster than the text.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from alongside.wording.rules import check

SENTENCES = Path(__file__).parents[1] / "alongside" / "wording" / "tests" / "data" / "language_cases.json"
QUARTER = 60_000  # signs
HARD = {
    "every term, one paragraph": None,
    "one word": "a",
    "she was has been": "she was has been ",
    "addict": "addict ",
    "quotation marks": '"',
    "opening marks": "“ ",
    "apostrophes": "' a",
    "she said x": 'said "x" ',
    "quoted lines": ">\n",
    "zero-width": "a\u200b",
    "accents apart": "e\u0301",
    "failed a the her": "failed a the her ",
    "guillemets": "<<",
}


def seconds(text: str) -> float:
    """Wall time of one check of `text`."""
    began = time.perf_counter()
    check(text)
    return time.perf_counter() - began


def main() -> None:
    """Print milliseconds per note, then seconds and ratio per hard text."""
    cases = json.loads(SENTENCES.read_text(encoding="utf-8"))["cases"]
    dense = " ".join(case["text"] for case in cases)
    kind = " ".join(case["text"] for case in cases if not case["expect"])
    for name, text in {"kind note": kind, "every sentence a finding": dense}.items():
        note = (text * 3)[:3000]
        seconds(note)
        print(f"{name:28} 3,000 signs: {min(seconds(note) for _ in range(7)) * 1000:6.1f} ms")
    for name, piece in HARD.items():
        text = (piece or dense) * (4 * QUARTER // len(piece or dense))
        short, whole = seconds(text[:QUARTER]), seconds(text)
        print(f"{name:28} {len(text):,} signs: {whole:6.2f} s, {whole / max(short, 1e-4):4.1f} times a quarter")


if __name__ == "__main__":
    main()
