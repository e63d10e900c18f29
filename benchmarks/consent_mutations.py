"""Would the tests of consent notice a mistake in its rules? Makes small mistakes on purpose, one at a time, and looks.

``python benchmarks/consent_mutations.py`` changes one thing in one module of ``alongside/consent/rules`` (a comparison, a
condition, a word, a row of a table, a statement left out), in a process of its own, and runs the room's tests against it
until one fails. A mistake that no test notices is a survivor: either a test is missing, or the change changes no answer,
and then ``benchmarks/consent_survivors.toml`` says why. Ends with 1 when there is one that nobody explained. Writes its
figures into ``docs/explanation/how-consent-is-checked.md`` between its markers.

No library: those there are change functions only, and here half of what decides stands in tables.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.mistakes import Mistake, Planted, mistakes  # noqa: E402
from benchmarks.publishing import publish  # noqa: E402

TESTS = ROOT / "alongside" / "consent" / "tests"
PAGE = ROOT / "docs" / "explanation" / "how-consent-is-checked.md"
EXPLAINED = ROOT / "benchmarks" / "consent_survivors.toml"

# What decides, and what reads a question; not the words. `tests/house/test_mistakes.py` looks that none is forgotten.
MODULES = (
    "decide", "identities", "gates", "party", "directives", "guardianship", "legal", "emergency", "portal", "standing", "times", "request",
    "world", "vocabulary", "profile", "fields", "reading_world", "reading", "collective", "answer", "agreeing", "leaving", "documents", "asking",
)  # fmt: skip
FIRST = (
    "test_flips",
    "test_flips_law",
    "test_flips_child",
    "test_flips_identities",
    "test_flips_together",
    "test_flips_refusals",
    "test_flips_collective",
    "cases/test_cases",
    "cases/test_further",
    "test_obligations",
    "test_days",
    "test_profiles",
    "test_found_by_mistakes",
    "test_fields",
    "test_reading_worlds",
    "test_reading_questions",
)
LAST = ("test_reading", "test_properties")
# These decide beside `decide` and are asked by pages and verbs: each has tests of its own, and no other reads it.
OWN = {
    "agreeing": ("test_agreeing", "test_agreeing_for_an_agency"),
    "leaving": ("test_leaving_rules",),
    "documents": ("test_documents_inside", "test_documents"),
    "asking": ("test_asking",),
}
LONGEST = 150  # seconds of work, twice what all tests take; a mistake that never ends is noticed too


def noticed(mistake: Mistake | None, suites: list[str]) -> str:
    """The outcome in a process of its own: "noticed", "survived" or "never ends".

    The tests that noticed come first in `suites` from then on: the next mistake is mostly one of theirs.
    """
    asked = OWN.get(mistake.module, tuple(suites)) if mistake else (*suites, *chain(*OWN.values()))
    pid = os.fork()
    if pid == 0:
        try:
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, 1)
            os.dup2(devnull, 2)
            os._exit(_tested(mistake, asked))
        except BaseException:
            os._exit(len(asked) + 1)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == -signal.SIGXCPU:
        return "never ends"
    if 0 < code <= len(asked) and asked[code - 1] in FIRST:
        suites.sort(key=lambda name: name != asked[code - 1])
    return "survived" if code == 0 else "noticed"


def _tested(mistake: Mistake | None, suites: Sequence[str]) -> int:
    """0 when all pass, else which of them was the first to fail, counted from 1."""
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 5))

    if mistake is not None:
        sys.meta_path.insert(0, Planted(mistake))
    sys.dont_write_bytecode = True
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    plain = ["-x", "-q", "--noconftest", "--tb=no", "--assert=plain", "-W", "ignore", "--rootdir", str(ROOT)]
    plain += ["-o", "addopts="]
    for name in ("cacheprovider", "unraisableexception", "threadexception"):  # the last two look through all memory
        plain += ["-p", f"no:{name}"]
    for n, name in enumerate(suites, 1):  # most mistakes are noticed by the first, and the others are never read
        if pytest.main([*plain, str(TESTS / f"{name}.py")]):
            return n
    return 0


def warm_up() -> None:
    """Read everything the tests need and no mistake is planted in, once, before the first process is made."""
    import django.db.models
    import hypothesis.strategies
    import pikepdf
    import PIL.ImageOps
    import pytest
    import typer.main

    import alongside.accounts.terms
    import alongside.agencies.terms
    import tests.databases

    assert all(
        (
            django.db.models,
            hypothesis.strategies,
            pikepdf,
            PIL.ImageOps,
            pytest,
            typer.main,
            tests.databases,
            alongside.accounts.terms,
            alongside.agencies.terms,
        )
    )
    assert not [name for name in sys.modules if name.startswith("alongside.consent.rules")]
    gc.collect()
    gc.freeze()  # no child looks through all of this again


def main() -> None:
    """Plant, test, tell."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("modules", nargs="*", help="only these (without them, all; the page is written for all only)")
    ask.add_argument("--list", action="store_true", help="only count the mistakes")
    ask.add_argument("--quick", action="store_true", help="without random worlds: quicker, and may leave more")
    ask.add_argument("--jobs", type=int, default=1, help="so many at once")
    given = ask.parse_args()
    os.chdir(ROOT)
    wanted = given.modules or MODULES
    every = [mistake for module in wanted for mistake in mistakes(module)]
    print(f"{len(every)} mistakes in {len(wanted)} modules")
    if given.list:
        return
    warm_up()
    suites = [*FIRST, *LAST[:1]] if given.quick else [*FIRST, *LAST]
    if noticed(None, suites) != "survived":
        raise SystemExit("The tests do not pass without a mistake.")
    explained = tomllib.loads(EXPLAINED.read_text())["survivors"] if EXPLAINED.exists() else {}
    found: Counter[tuple[str, str]] = Counter()
    survivors: list[Mistake] = []
    outcomes = ThreadPoolExecutor(given.jobs).map(lambda mistake: noticed(mistake, suites), every)
    for n, (mistake, outcome) in enumerate(zip(every, outcomes, strict=True), 1):
        found[mistake.module, outcome] += 1
        if outcome == "survived":
            survivors.append(mistake)
            known = "explained" if mistake.name in explained else "SURVIVED"
            print(
                f"{known} {mistake.module}:{mistake.line} ({mistake.kind}) {mistake.was}  ->  {mistake.now}", flush=True
            )
        if n % 100 == 0:
            print(f"{n} of {len(every)}, {len(survivors)} survived", flush=True)
    page = render(wanted, found, survivors, explained)
    print(page)
    if not given.modules and not given.quick:
        publish("mutations", page, PAGE)
    if any(mistake.name not in explained for mistake in survivors):
        raise SystemExit(1)


def render(
    modules: Sequence[str], found: Counter[tuple[str, str]], survivors: list[Mistake], explained: dict[str, str]
) -> str:
    """The figures as a page."""
    lines = ["| module | mistakes | noticed | never ended | not noticed |", "|---|---|---|---|---|"]
    for module in modules:
        row = [found[module, outcome] for outcome in ("noticed", "never ends", "survived")]
        lines.append(f"| `{module}` | {sum(row)} | {' | '.join(str(n) for n in row)} |")
    total = [sum(found[module, outcome] for module in modules) for outcome in ("noticed", "never ends", "survived")]
    lines.append(f"| together | {sum(total)} | {' | '.join(str(n) for n in total)} |")
    if survivors:
        lines += ["", "Not noticed, because no answer changes:", ""]
        told: dict[str, list[str]] = {}
        for mistake in survivors:
            told.setdefault(explained.get(mistake.name, "**not explained**"), []).append(mistake.name)
        for why, names in told.items():
            lines.append(f"- {why}")
            lines += [f"  - `{name.replace('|', '¦')}`" for name in dict.fromkeys(names)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
