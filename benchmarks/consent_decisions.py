"""How many questions of consent are decided in a second, on one core?

``python benchmarks/consent_decisions.py`` (part of ``make bench``). A made-up network: families with agreements, refusals,
children whose custody changed, orders, exclusions; questions of every kind, drawn with a fixed seed, about half of them
permitted. Each world is arranged once, as a caller does, and asked many times. Writes its figures into
``benchmarks/README.md`` between its markers.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alongside.consent.profiles import shipped  # noqa: E402
from alongside.consent.rules import (  # noqa: E402
    About,
    Agency,
    Assignment,
    Capable,
    Directive,
    Exclusion,
    Guardianship,
    LegalBasis,
    Recipient,
    Record,
    Request,
    World,
    decide,
)
from benchmarks.publishing import publish  # noqa: E402

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
YEAR = timedelta(days=365)
AGENCIES = {
    "LEAD": Agency("LEAD", "programme"), "HOSP": Agency("HOSP", "hospital"), "PHU": Agency("PHU", "public_health"),
    "CAS": Agency("CAS", "child_welfare"), "SHEL": Agency("SHEL", "shelter"), "PROB": Agency("PROB", "justice"),
}  # fmt: skip
PURPOSES = (
    "care",
    "care",
    "care",
    "care_coordination",
    "care_coordination",
    "portal",
    "emergency",
    "family_court",
    "research",
)
ALL = (1 << 14) - 1


def make_world(families: int, seed: int) -> tuple[World, list[tuple[str, str]]]:
    """A network of families, and who works where: (actor, agency)."""
    draw = random.Random(seed)
    staff = [(f"{agency}-{n}", agency) for agency in AGENCIES for n in range(max(2, families // 20))]
    said, rights, capable, legal, out, works = [], [], [], [], [], []
    for n in range(families):
        woman, children = f"W{n}", [f"W{n}-C{c}" for c in range(draw.randint(1, 3))]
        people = frozenset([woman, *children])
        for child in children:
            lost = NOW - timedelta(days=draw.randint(1, 400)) if draw.random() < 0.25 else None
            rights.append(Guardianship(child, woman, "custody", NOW - 3 * YEAR, lost))
            if lost:
                rights.append(Guardianship(child, "CAS", "custody", lost))
            if draw.random() < 0.1:
                capable.append(Capable(child, 1 << 4, "W1", NOW - YEAR))
        for k in range(draw.randint(2, 8)):
            signed = NOW - timedelta(days=draw.randint(0, 700))
            said.append(Directive(
                f"D{n}-{k}", "deny" if draw.random() < 0.2 else "permit", draw.choice([woman, woman, *children]), woman,
                (Recipient(agency=draw.choice(list(AGENCIES))),), draw.getrandbits(14),
                frozenset(draw.choices(PURPOSES, k=2)), signed_at=signed, opens=signed, closes=signed + 2 * YEAR,
                ended_at=signed + YEAR if draw.random() < 0.15 else None, complete=True,
            ))  # fmt: skip
        if draw.random() < 0.2:
            out.append(Exclusion(f"X{n}", "relative", who=draw.choice(staff)[0], subjects=people))
        if draw.random() < 0.1:
            legal.append(LegalBasis(f"L{n}", "court_order", people, ALL, (Recipient(agency="CAS"),), closes=NOW + YEAR))
        works += [
            Assignment(actor, people) for actor, agency in staff if draw.random() < (3 if agency == "LEAD" else 1) / 3
        ]
    world = World(
        shipped()["ON"], directives=tuple(said), guardianships=tuple(rights), capable=tuple(capable),
        legal_bases=tuple(legal), exclusions=tuple(out), assignments=tuple(works), agencies=AGENCIES, own_programme="LEAD",
    )  # fmt: skip
    return world, staff


def make_requests(world: World, staff: list[tuple[str, str]], count: int, seed: int) -> list[Request]:
    """Questions of every kind about the people of this world."""
    draw = random.Random(seed)
    children: dict[str, list[str]] = {}
    for right in world.guardianships:
        children.setdefault(str(right.child).split("-")[0], []).append(str(right.child))
    women = sorted(children)
    asked = []
    for _ in range(count):
        woman = draw.choice(women)
        subject = draw.choice([woman, *children[woman]])
        about = (About(woman),) if subject != woman and draw.random() < 0.4 else ()
        actor, agency = draw.choice([one for one in staff if one[1] == "LEAD"] if draw.random() < 0.5 else staff)
        purpose = draw.choice(PURPOSES)
        record = Record(subject, draw.randrange(14), about, "LEAD", draw.random() < 0.3, segmented=draw.random() < 0.5)
        own = purpose == "portal"
        asked.append(Request(
            f"p-{woman}" if own else actor, record, purpose, draw.choice(("read", "read", "read", "disclose", "write")), NOW,
            person=woman if own else None, agency=None if own else agency, role_mask=ALL, clinician=True, assurance=2,
            reason="she does not wake up, not breathing well",
        ))  # fmt: skip
    return asked


def measure(families: int, count: int, rounds: int) -> tuple[float, float, float, int]:
    """Decisions in a second (median, slowest), the share permitted, and how many kinds of answer came."""
    world, staff = make_world(families, 1995)
    asked = make_requests(world, staff, count, 2026)
    kinds = Counter(decide(one, world).decision for one in asked)
    if "deny:error" in kinds:
        raise SystemExit("something goes wrong while deciding")
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        for one in asked:
            decide(one, world)
        took.append(time.perf_counter() - began)
    permitted = sum(n for kind, n in kinds.items() if kind.startswith("permit"))
    return count / statistics.median(took), count / max(took), permitted / count, len(kinds)


def render(rounds: int, count: int) -> str:
    """The figures as a page."""
    lines = [
        f"{count:,} questions, {rounds} rounds; CPython {platform.python_version()}, one of {os.cpu_count()} cores. Asked for:"
        " at least 20,000 a second.",
        "",
        "| families in the world | decisions a second, median | slowest round | permitted | kinds of answer |",
        "|---|---|---|---|---|",
    ]
    for families in (1, 20, 1000):
        median, slowest, permitted, kinds = measure(families, count, rounds)
        lines.append(f"| {families:,} | {median:,.0f} | {slowest:,.0f} | {permitted:.0%} | {kinds} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--count", type=int, default=20_000)
    ask.add_argument("--rounds", type=int, default=7)
    given = ask.parse_args()
    page = render(given.rounds, given.count)
    print(page)
    publish("decisions", page)


if __name__ == "__main__":
    main()
