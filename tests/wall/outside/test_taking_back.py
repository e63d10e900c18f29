"""Taking back while somebody looks."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from psycopg import errors

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident
from tests.databases import Cluster
from tests.signed import change_signed
from tests.wall.outside.looking import LOOK, as_app, lines, look, words

WITHDRAW = "update consent_consent set withdrawn_at = clock_timestamp(), withdrawn_by = giver_id where id = %s"


def as_ana(cluster: Cluster, town: str) -> psycopg.Connection:
    return as_app(cluster, town, "p_ana")


def test_taking_back_waits_for_a_look_that_began_before(cluster: Cluster, town: str) -> None:
    with as_app(cluster, town, "CW1") as page, as_ana(cluster, town) as hers:
        page.execute(LOOK, [CAST["ALDER"], CAST["ANA"], words(C.SERVICE_USE), ""])
        hers.execute("set local lock_timeout = '300ms'")
        with pytest.raises(errors.LockNotAvailable):
            hers.execute(WITHDRAW, [ident("C1")])
        page.commit()
    with as_ana(cluster, town) as hers:
        hers.execute(WITHDRAW, [ident("C1")])
    with pytest.raises(errors.InsufficientPrivilege):
        look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE))


def test_a_look_waits_for_taking_back_and_then_sees_it(cluster: Cluster, town: str) -> None:
    """Also when its statement began before: it decides by the time at which it goes on, not at which it began to wait."""
    before, seen = lines(cluster, town), []

    def looking() -> None:
        try:
            seen.append(look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE)))
        except errors.InsufficientPrivilege as no:
            seen.append(no)

    with as_ana(cluster, town) as hers:
        hers.execute("select pg_advisory_xact_lock(4711, hashtext(%s) & 1023)", [str(CAST["ALDER"])])
        thread = threading.Thread(target=looking)
        thread.start()
        time.sleep(0.5)
        assert thread.is_alive() and not seen
        hers.execute(WITHDRAW, [ident("C1")])
        hers.commit()
        thread.join(10)
    assert len(seen) == 1 and isinstance(seen[0], errors.InsufficientPrivilege)
    assert lines(cluster, town) == before


def test_no_look_is_written_after_it_was_taken_back(cluster: Cluster, town: str) -> None:
    """Many at once, at many moments: every line was written before the moment at which she took it back."""
    every: list[str] = []
    for round in range(12):
        change_signed(cluster, town, "update consent_consent set withdrawn_at = null where id = %s", [ident("C1")])
        go = threading.Barrier(5)
        done: list[str] = []

        def looking(n: int, go: threading.Barrier = go, done: list[str] = done, round: int = round) -> None:
            go.wait()
            for turn in range(6):
                try:
                    look(cluster, town, "CW1", CAST["ANA"], words(C.SERVICE_USE, text=f"{round} {n} {turn}"))
                    done.append("shown")
                except errors.InsufficientPrivilege:
                    done.append("nothing")

        def withdrawing(go: threading.Barrier = go, round: int = round) -> None:
            go.wait()
            time.sleep(0.004 * round)
            with as_ana(cluster, town) as hers:
                hers.execute(WITHDRAW, [ident("C1")])

        threads = [threading.Thread(target=looking, args=(n,)) for n in range(4)]
        threads.append(threading.Thread(target=withdrawing))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        with cluster.admin(town) as admin:
            late = admin.execute(
                "select count(*) from consent_disclosure d join consent_consent k on k.id = d.consent_id join"
                " consent_disclosedpart p on p.disclosure_id = d.id where p.snapshot like %s and d.recorded_at >= k.withdrawn_at",
                [f"{round} %"],
            ).fetchone()  # fmt: skip
            kept = admin.execute(
                "select count(*) from consent_disclosedpart where snapshot like %s", [f"{round} %"]
            ).fetchone()
        assert late == (0,) and len(done) == 24 and kept == (done.count("shown"),)
        every += done
    assert {"shown", "nothing"} <= set(every)
