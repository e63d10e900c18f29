"""How long does it take to save an answer? Whole requests of a device in her hands, one at a time."""

from __future__ import annotations

import statistics
import time
import uuid
from typing import Any

ASKED = "≤ 8, p95 ≤ 60 ms"
CODES = ("PHQ-9", "GAD-7")


def saved_answers(family: uuid.UUID, counsellor: uuid.UUID, rounds: int) -> list[dict[str, Any]]:
    """The first answer to each question, answers that change one, and answers sent a second time."""
    device, where = _device(family, counsellor)
    items = [f"{where}{n}/" for n in range(1, 9)]
    fresh = [(url, str(n % 4), str(uuid.uuid4())) for n, url in enumerate(items)]
    found = [_measured("an answer is saved, the first of its question", device, fresh)]
    changed = [
        (items[n % len(items)], str((n // len(items) + n + 1) % 4), str(uuid.uuid4())) for n in range(rounds * len(items))
    ]  # fmt: skip
    found.append(_measured("an answer is changed", device, changed))
    again = [changed[-1]] * rounds
    found.append(_measured("an answer arrives a second time", device, again))
    return found


def _measured(name: str, device: Any, sent: list[tuple[str, str, str]]) -> dict[str, Any]:
    from tests.client import statements

    times, most = [], 0
    for url, value, key in sent:
        with statements() as made:
            started = time.perf_counter()
            page = device.post(url, {"answer": value, "key": key})
            times.append((time.perf_counter() - started) * 1000)
        if page.status_code != 302:
            raise SystemExit(f"{name}: {page.status_code}")
        most = max(most, len(made))
    ordered = sorted(times)
    return {"name": name, "n": len(times), "statements": most, "median": statistics.median(times),
            "p95": ordered[int(len(ordered) * 0.95)], "asked": ASKED}  # fmt: skip


def _device(family: uuid.UUID, counsellor: uuid.UUID) -> tuple[Any, str]:
    """A device in a woman's hands with two measures; the address of the first one's questions."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from alongside.accounts.actions import walk_in
    from alongside.assessment import actions
    from alongside.assessment.terms import Mode
    from alongside.families.models import Family, Woman
    from alongside.safekeeping.actions import acting, hashed, new_token

    hers, device = new_token(), new_token()
    walk_in(token_hash=hashed(hers), principal=counsellor)
    stamp = {"by": counsellor, "at": timezone.now()}
    with acting(hers):
        file, woman = Family.objects.get(pk=family), Woman.objects.filter(family_id=family).first()
        met = file.opened_on
        for row in _open(family):  # left over from an earlier run
            actions.said_no(occasion=row, **stamp)
        offered = [
            actions.offer(family=file, subject=woman.pk, instrument=code, met_on=met, **stamp).pk for code in CODES
        ]
        begun = actions.start_sitting(
            family=file, woman=woman, occasions=offered, mode=Mode.TABLET, met_on=met, **stamp
        )
        actions.hand_over(sitting=begun.sitting, token_hash=hashed(device), **stamp)
    browser = Client(headers={"host": "localhost"})
    browser.cookies[settings.TOKEN_COOKIE] = device
    return browser, f"/notes/{offered[0]}/"


def _open(family: uuid.UUID) -> list[Any]:
    """What still lies open for this family."""
    from alongside.assessment.queries import open_occasions

    return list(open_occasions(family))


def rendered(rows: list[dict[str, Any]]) -> list[str]:
    """The figures as lines of a table."""
    lines = ["| saving an answer | times | statements | median ms | p95 ms | asked for |", "|---|---|---|---|---|---|"]
    return lines + [
        f"| {row['name']} | {row['n']} | {row['statements']} | {row['median']:.1f} | {row['p95']:.1f} | {row['asked']} |"
        for row in rows
    ]
