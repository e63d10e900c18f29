"""One command: do rules and database decide alike, on many more random families than the tests ask?

``python benchmarks/same_decision.py --homes 400 --seeds 5`` runs ``tests/wall/test_same_decision.py`` with so many families
under each of three laws, from so many seeds, and prints how many situations were compared. Ends with 1 where they differ.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run the test once for each seed."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--homes", type=int, default=400)
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--first", type=int, default=5000, help="the first seed")
    given = ask.parse_args()
    together = 0
    for n in range(given.seeds):
        environment = os.environ | {
            "ALONGSIDE_SAME_HOMES": str(given.homes),
            "ALONGSIDE_SAME_SEED": str(given.first + 10 * n),
        }
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "tests/wall/test_same_decision.py", "-n", "0", "-s", "-p", "no:cacheprovider"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = re.findall(r"(\d+) situations, .*", run.stdout)
        together += sum(map(int, lines))
        print("\n".join(re.findall(r"\d+ situations, .*", run.stdout)), flush=True)
        if run.returncode:
            raise SystemExit(run.stdout[-6000:])
    print(f"{together:,} situations, and in none of them did the two differ")


if __name__ == "__main__":
    main()
