"""Two workers hand over, and one of them is killed (``kill -9``) in the middle: nothing is lost, nothing goes twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.reminders import PEOPLE, PROMISES, fill
from tests.databases import Cluster

MANY = 300
LEASE = 2.0
# As the job does it, in a process and with the role of its own; a slow taker, so that there is a middle.
SCRIPT = f"""
import sys, time, django
django.setup()
from datetime import timedelta
from pathlib import Path
from alongside.reminders import actions
from alongside.reminders.actions.backends import Folder

class Slow(Folder):
    def hand(self, letter):
        time.sleep(0.004)
        return super().hand(letter)

out = Slow(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for _each in range(100):
    actions.hand_over(outs=[out], lease=timedelta(seconds={LEASE}))
    time.sleep(0.2)
"""


@pytest.fixture
def workers(cluster: Cluster, template: str, tmp_path: Path) -> Iterator[tuple[str, Path, list[subprocess.Popen]]]:
    """A database in which three hundred reminders are planned, a folder, and two workers that wait for a line."""
    name = f"alongside_test_killed_{os.getpid()}"
    cluster.clone(template, name)
    with cluster.admin(name) as admin:
        fill(admin, MANY + 1, *PEOPLE, *PROMISES)
        # One of them turned her page off since: a device may not be safe (C12). The service reads no row that says so.
        admin.execute(
            "insert into accounts_herpage (person, family, state, why_off, few_traces)"
            " select person_id, family_id, 'off', 'device', true from families_woman where person_id = md5('reminded woman 7')::uuid"
        )
    where = {"default": cluster.databases(name, ("worker",))["worker"]}
    environment = {**os.environ, "ALONGSIDE_PROCESS": "worker", "ALONGSIDE_DATABASES": json.dumps(where)}
    planned = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\nfrom alongside.reminders.jobs import plan\nprint(plan.func(1), plan.func(1))"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert planned.stdout.split() == [str(MANY + 1), "0"], planned.stderr
    folder = tmp_path / "sent"
    running = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, str(folder)], env=environment, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _each in range(2)
    ]  # fmt: skip
    yield name, folder, running
    for each in running:
        each.kill()
        each.communicate()
    cluster.drop(name)


def states(cluster: Cluster, name: str) -> Counter[str]:
    with cluster.admin(name) as admin:
        return Counter(dict(admin.execute("select state, count(*) from reminders_message group by 1").fetchall()))


def until(done: object, seconds: float = 180) -> None:
    """Waits for it; the limit only ends a run that stands still, also on a machine that has much else to do."""
    last = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < last
        time.sleep(0.02)


def test_one_of_two_is_killed_and_a_device_that_is_not_safe_gets_nothing(
    cluster: Cluster, workers: tuple[str, Path, list[subprocess.Popen]]
) -> None:
    name, folder, (first, second) = workers
    for each in (first, second):
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    for each in (first, second):
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    until(lambda: len(os.listdir(folder)) >= MANY // 5)
    first.kill()
    first.wait()
    left = states(cluster, name)
    assert left["taken"] + left["handing"] > 0 and left["sent"] < MANY, left  # it really was in the middle
    until(lambda: states(cluster, name) == {"sent": MANY, "not_sent": 1})
    letters = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    assert len(letters) == MANY == len({letter["value"] for letter in letters})
    assert {letter["language"] for letter in letters} == {"en", "fr"}
    with cluster.admin(name) as admin:
        told = admin.execute(
            "select count(*), count(distinct subject) from recordkeeping_trail where verb = 'message sent'"
        ).fetchone()
    assert told == (MANY, MANY)  # written down once for each, too
