"""She takes it back while somebody discloses: is anything committed after she did?

One connection takes agreements back, one after the other; another one discloses under the same agreement at the same time,
as a page would: hold still, decide, write the ledger, commit. A disclosure is *late* when its commit was asked for after the
taking back had been answered. Both clocks are this process's own.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
from django.db import connections


@dataclass(frozen=True)
class Outcome:
    """Of so many rounds, how many disclosures were made, and how many of these too late."""

    rounds: int
    disclosed: int
    late: int


Round = tuple[uuid.UUID, Callable[[], None], Callable[[], float | None]]


def verbs(rounds: list[Round], *, seed: int = 1) -> Outcome:
    """The same with the verbs that pages call: each round is (form, take it back, disclose under it), in two threads.

    Taking back returns when it is committed. Disclosing says when its commit was asked for, or ``None`` where it was
    refused. Taking back begins a little later when it came first, and a little earlier when it did not: so the two stay
    close, however fast the machine is.
    """
    chance, start = random.Random(seed), threading.Barrier(2, timeout=60)
    answered: dict[uuid.UUID, float] = {}
    asked: dict[uuid.UUID, float] = {}

    def take_back() -> None:
        pause, before = 0.02, None
        for form, back, _disclose in rounds:
            start.wait()
            pause *= 1 if before is None else 0.8 if before in asked else 1.25
            time.sleep(pause * (0.5 + chance.random()))
            back()
            answered[form], before = time.perf_counter(), form

    def disclose() -> None:
        for form, _back, leave in rounds:
            start.wait()
            if (moment := leave()) is not None:
                asked[form] = moment

    _together(start, take_back, disclose)
    late = sum(moment > answered[form] for form, moment in asked.items())
    return Outcome(len(rounds), len(asked), late)


def race(
    connect: Callable[[], psycopg.Connection], token: str, agreements: list[tuple[uuid.UUID, uuid.UUID, uuid.UUID]], *,
    holding: bool = True, seed: int = 1,
) -> Outcome:  # fmt: skip
    """``agreements``: (family, woman, form), each taken back once. ``holding=False`` leaves the lock out, for comparison."""
    chance, start = random.Random(seed), threading.Barrier(2, timeout=60)
    answered: dict[uuid.UUID, float] = {}
    asked: dict[uuid.UUID, float] = {}
    pauses = {form: (chance.random() * 0.003, chance.random() * 0.003) for _family, _woman, form in agreements}

    def begin(connection: psycopg.Connection) -> None:
        connection.execute("select set_config('alongside.token', %s, true)", [token])

    def take_back() -> None:
        with connect() as connection:
            for _family, _woman, form in agreements:
                start.wait()
                time.sleep(pauses[form][0])
                begin(connection)
                connection.execute("update consent_consent set withdrawn_at = now() where id = %s", [form])
                connection.commit()
                answered[form] = time.perf_counter()

    def disclose() -> None:
        with connect() as connection:
            for family, woman, form in agreements:
                start.wait()
                time.sleep(pauses[form][1])
                begin(connection)
                if holding:
                    connection.execute("select safekeeping.hold_still(%s)", [family])
                lives = "select 1 from consent_consent where id = %s and withdrawn_at is null"
                if connection.execute(lives, [form]).fetchone():
                    # Composing what leaves; without holding still as long as taking back takes, or longer.
                    time.sleep(0.001 if holding else chance.random() * 0.1)
                    connection.execute(
                        "insert into consent_disclosure (id, recorded_by, family_id, subject, recipient, kind, purpose, basis,"
                        " consent_id, title, notice, sha256, told_before, why_not, hidden_why) values (gen_random_uuid(),"
                        " safekeeping.me(), %s, %s, 'x', 'letter', 'care', 'consent', %s, '', '', '', 'told', '', '')",
                        [family, woman, form],
                    )
                    asked[form] = time.perf_counter()
                connection.commit()

    _together(start, take_back, disclose)
    late = sum(moment > answered[form] for form, moment in asked.items())
    return Outcome(len(agreements), len(asked), late)


def _together(start: threading.Barrier, *works: Callable[[], None]) -> None:
    """Each in a thread of its own. What goes wrong in one ends the others, and is raised here."""

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except threading.BrokenBarrierError:
            return  # the other one says why
        except BaseException:
            start.abort()
            raise
        finally:
            connections.close_all()  # those of this thread

    with ThreadPoolExecutor(len(works)) as threads:
        for each in [threads.submit(run, work) for work in works]:
            each.result()
