"""`alongside up`, whole: web server, worker and database as real processes, killed in every way, and there again."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from alongside.accounts.terms import PARTS
from alongside.project.address import DATABASE, checkout, embedded
from alongside.project.home import Home
from alongside.project.postmaster import Postmaster, processes_in
from alongside.project.roles import APP
from alongside.project.running import read_note
from tests.startup.conftest import in_memory

PATIENCE = 120.0  # seconds, on a slow machine with journeys beside


def environment(home: Home) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ALONGSIDE_", "DJANGO_"))}
    return clean | {"ALONGSIDE_HOME": str(home.path), "PYTHONPATH": str(checkout()), "COLUMNS": "200"}


def alongside(home: Home, *words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "alongside", *words]
    return subprocess.run(
        command,
        env=environment(home),
        cwd="/",
        input=given or "",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def eventually(what: Callable[[], object], patience: float = PATIENCE) -> object:
    deadline = time.monotonic() + patience
    while True:
        with contextlib.suppress(OSError, KeyError, psutil.Error):
            if found := what():
                return found
        assert time.monotonic() < deadline, f"waited {patience} s in vain"
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as page:
            return page.status < 400
    except urllib.error.HTTPError as refused:
        return refused.code < 500


class Up:
    """One `alongside up`."""

    def __init__(self, home: Home, *options: str) -> None:
        self.home = home
        self.words = home.path.parent / f"words-{time.monotonic_ns()}"
        with open(self.words, "wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "alongside", "up", *options],
                env=environment(home), cwd="/", stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip

    def said(self) -> str:
        return self.words.read_text()

    def url(self) -> str:
        """Waits until it has said its address."""

        def look() -> str | None:
            found = re.search(r"Alongside is running: (\S+)", self.said())
            assert found or self.process.poll() is None, self.said()
            return found and found[1]

        return str(eventually(look))

    def child(self, name: str) -> psutil.Process:
        notes = {note["name"]: note["pid"] for note in read_note(self.home)["children"]}
        return psutil.Process(notes[name])

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A home with a small practice programme; the tests of this module take turns with it."""
    above = Home.temporary("alongside-test-up-", in_memory())
    kept = Home(above.path / "home")
    yield kept
    for process in [*ours(kept), *processes_in(kept.cluster)]:
        with contextlib.suppress(psutil.Error):
            process.kill()
    shutil.rmtree(above.path, ignore_errors=True)


def ours(home: Home) -> list[psutil.Process]:
    """Every living `up`, web server and worker of this home."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            if "python" in " ".join(words[:1]) and process.environ().get("ALONGSIDE_HOME") == str(home.path):
                found.append(process)
    return found


USUAL = ("--families", "3", "--port", "18400")
ANSWERS = [
    *("--programme-name", "First Light", "--jurisdiction", "ontario", "--admin-name", "Ada Example"),
    *("--admin-email", "ada@example.org", "--password-file", "-"),
]


@pytest.fixture(scope="module")
def up(home: Home) -> Iterator[Up]:
    """A running programme for the tests that only look at it; the last of them stops it."""
    running = Up(home, *USUAL)
    running.url()
    yield running
    if running.process.poll() is None:
        running.stop()


def test_a_second_start_says_that_it_runs_and_changes_nothing(home: Home, up: Up) -> None:
    assert answers(up.url())
    assert "Walk in as" in up.said()
    before = {process.pid for process in ours(home)}
    second = alongside(home, "up")
    assert second.returncode == 0
    assert f"already running: {up.url()}" in second.stdout
    assert {process.pid for process in ours(home)} == before


def test_begin_refuses_a_practice_programme(home: Home, up: Up) -> None:
    refused = alongside(home, "begin", *ANSWERS, given="a long sentence to sign in\n")
    assert refused.returncode == 1
    assert "practice" in refused.stderr
    assert "ALONGSIDE_HOME=" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_doctor_finds_nothing_and_then_what_we_broke(home: Home, up: Up) -> None:
    well = alongside(home, "doctor", "--trail", "--json")
    assert well.returncode == 0, well.stdout + well.stderr
    findings = {found["what"]: found["state"] for found in json.loads(well.stdout)["findings"]}
    assert findings["Row-level security on every table with people's data"] == "ok"
    assert findings["Trail"] == findings["What is counted for reports"] == "ok"

    place = embedded(home)
    home.secrets.chmod(0o644)
    with psycopg.connect(place.dsn(DATABASE), autocommit=True) as admin:
        # Counted wrongly: it is said, nothing is lost, and it is mended when that is asked.
        admin.execute("update evaluation_scoretally set n = n + 1")
        mended = alongside(home, "doctor", "--mend")
        assert "were worked out anew" in mended.stdout, mended.stdout + mended.stderr
        assert admin.execute("select count(*) from safekeeping.tallies_astray()").fetchone() == (0,)
        # A programme with scores from before they were counted: bringing it up to this version counts them.
        admin.execute("delete from evaluation_tallyshare")
        admin.execute("delete from evaluation_scoretally")
        updated = alongside(home, "migrate")
        assert "scores counted for reports" in updated.stdout, updated.stdout + updated.stderr
        assert admin.execute("select count(*) from safekeeping.tallies_astray()").fetchone() == (0,)
        assert admin.execute("select count(*) > 0 from evaluation_scoretally").fetchone() == (True,)
        admin.execute("alter table families_person no force row level security")
        admin.execute(f"alter role {APP} bypassrls")
        try:
            ill = alongside(home, "doctor")
        finally:
            admin.execute("alter table families_person force row level security")
            admin.execute(f"alter role {APP} nobypassrls")
            home.secrets.chmod(0o600)
    assert ill.returncode == 1
    assert "families_person" in ill.stdout
    assert "chmod 600" in ill.stdout
    assert f"too strong: {APP}" in ill.stdout


def test_asked_to_stop_it_leaves_nothing_behind(home: Home, up: Up) -> None:
    assert up.stop() == 0
    assert "Everything that was confirmed is saved" in up.said()
    assert ours(home) == []
    assert processes_in(home.cluster) == []


@pytest.fixture
def start(home: Home) -> Iterator[Callable[..., Up]]:
    """Starts `alongside up`; all that still runs afterwards is stopped."""
    begun: list[Up] = []

    def begin(*options: str) -> Up:
        begun.append(Up(home, *USUAL, *options))
        return begun[-1]

    yield begin
    for up in begun:
        if up.process.poll() is None:
            up.stop()


def test_after_kill_9_of_up_alone_the_next_start_tidies_up(home: Home, start) -> None:
    first = start()
    url = first.url()
    web, worker = first.child("web server"), first.child("worker")
    first.process.kill()
    first.process.wait()
    assert web.is_running()

    second = start()
    assert second.url() == url  # the port is free again
    assert "web server is stopped now" in second.said()
    eventually(lambda: not web.is_running() and not worker.is_running())
    assert answers(url)


def test_after_kill_9_of_everything_the_next_start_goes_on(home: Home, start) -> None:
    first = start()
    url = first.url()
    for process in [*ours(home), *processes_in(home.cluster)]:
        with contextlib.suppress(psutil.Error):
            process.kill()
    first.process.wait()
    second = start()
    assert second.url() == url
    assert answers(url)


def test_what_dies_meanwhile_is_started_again(home: Home, start) -> None:
    up = start()
    url = up.url()
    old = {up.child("web server").pid, up.child("worker").pid}
    for name in ("web server", "worker"):
        for process in [*up.child(name).children(recursive=True), up.child(name)]:
            process.kill()
    eventually(lambda: old.isdisjoint({up.child("web server").pid, up.child("worker").pid}))
    eventually(lambda: answers(url))

    first = Postmaster.of(home.cluster).pid
    for process in processes_in(home.cluster):
        process.kill()
    eventually(lambda: (found := Postmaster.of(home.cluster)) and found.pid != first and found.ready)
    eventually(lambda: "The database runs again" in up.said())
    eventually(lambda: answers(url))
    assert up.stop() == 0


def test_a_used_port_gives_the_next_one(home: Home, start) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", 18400))
        taken.listen()
        up = start()
        assert up.url() == "http://localhost:18401/"
        assert "Port 18400 is in use" in up.said()
        assert answers(up.url())


@pytest.fixture
def empty() -> Iterator[Home]:
    """A home of its own, for a real programme."""
    above = Home.temporary("alongside-test-begin-", in_memory())
    kept = Home(above.path / "home")
    yield kept
    for process in [*ours(kept), *processes_in(kept.cluster)]:
        with contextlib.suppress(psutil.Error):
            process.kill()
    shutil.rmtree(above.path, ignore_errors=True)


PROPOSED = """
with first as (select id, agency_id from accounts_colleague),
     account as (insert into accounts_user (id, email, password, is_active, must_have_second_factor)
                 values (gen_random_uuid(), 'noor@example.org', '!', true, true) returning id),
     principal as (insert into safekeeping_principal (id, account, agency, kind, name, active)
                   select gen_random_uuid(), account.id, agency_id, 'staff', 'Noor', true from first, account returning id),
     colleague as (insert into accounts_colleague (id, recorded_by, agency_id, name, about)
                   select principal.id, first.id, agency_id, 'Noor', '' from first, principal returning id)
insert into accounts_proposedrole (id, recorded_by, colleague_id, name, during, abilities, reads, writes)
select gen_random_uuid(), first.id, colleague.id, 'supervisor', '[2026-01-01,)', {can}, {reads}, {reads}
  from first, colleague
""".format(can=PARTS["supervisor"].abilities, reads=PARTS["supervisor"].reads)


ASKED = """
insert into accounts_colleaguecode (id, recorded_by, colleague_id, account, new_password, by_two, first, second, wrong)
select gen_random_uuid(), (select id from accounts_colleague where name <> 'Noor'), c.id, p.account, false, true, 'x', '', 0
  from accounts_colleague c join safekeeping_principal p using (id) where c.name = 'Noor'
"""


def test_begin_sets_up_an_empty_real_programme_once(empty: Home, tmp_path: Path) -> None:
    assert "too easy" in alongside(empty, "begin", *ANSWERS, given="password\n").stderr
    done = alongside(empty, "begin", *ANSWERS, given="a long sentence to sign in\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a long sentence" not in done.stdout
    assert oct(empty.secrets.stat().st_mode & 0o777) == "0o600"
    assert processes_in(empty.cluster) == []  # it stopped the server that it started

    again = alongside(empty, "begin", *ANSWERS, given="a long sentence to sign in\n")
    assert again.returncode == 1
    assert "already holds a real programme" in again.stderr

    up = Up(empty, "--port", "18420")
    url = up.url()
    assert answers(url)
    assert "practice" not in up.said()
    with psycopg.connect(embedded(empty).dsn(DATABASE), autocommit=True) as admin:
        assert admin.execute("select count(*) from families_person").fetchone() == (0,)
        assert admin.execute("select mode from agencies_programme").fetchall() == [("real",)]
        admin.execute(PROPOSED)
    # The only one who keeps accounts proposed a wide part: whoever holds the machine is the second person.
    waits = alongside(empty, "agree", given="n\n")
    assert waits.returncode == 0 and "Noor (noor@example.org): Clinical supervisor" in waits.stdout
    assert "has begun" not in waits.stdout
    assert "has begun" in alongside(empty, "agree", given="y\n").stdout
    assert "No part waits" in alongside(empty, "agree").stdout
    with psycopg.connect(embedded(empty).dsn(DATABASE), autocommit=True) as admin:
        acts = "select count(*) from safekeeping_capacity c join accounts_role r using (id) where r.name = 'supervisor'"
        assert admin.execute(acts).fetchone() == (1,)
        admin.execute(ASKED)
    # A code for somebody with such a part waits for a second person too, and is said half by half.
    waits = alongside(empty, "agree", given="y\n")
    assert "Noor (noor@example.org): a code to sign in again" in waits.stdout and "second half" in waits.stdout
    # The only one who keeps accounts has lost her phone: whoever holds the machine gives her a code.
    assert alongside(empty, "sign-in-again", "nobody@example.org").returncode == 1
    assert alongside(empty, "sign-in-again", "ada@example.org", given="n\n").returncode == 1
    given = alongside(empty, "sign-in-again", "ada@example.org", given="y\n")
    assert re.search(r": [A-Z2-9]{6}-[A-Z2-9]{6}$", given.stdout, re.MULTILINE), given.stdout + given.stderr
    with psycopg.connect(embedded(empty).dsn(DATABASE), autocommit=True) as admin:
        held = "select awaits_code from accounts_user where email = %s"
        assert admin.execute(held, ["ada@example.org"]).fetchone() == (True,)
        said = (
            "select count(*) from recordkeeping_trail where verb in ('colleague code given', 'colleague code agreed')"
        )
        assert admin.execute(said).fetchone() == (2,)
        # As if another line of versions had made the data: a step is there without the one before it.
        admin.execute("delete from django_migrations where app = 'safekeeping' and name = '0001_initial'")
    assert up.stop() == 0
    other = alongside(empty, "up", "--port", "18420")
    assert other.returncode == 1 and "does not lead to this one" in other.stderr
    assert "Traceback" not in other.stderr and processes_in(empty.cluster) == []


def test_begin_with_nobody_to_ask_names_the_option(empty: Home) -> None:
    ended = alongside(empty, "begin")
    assert ended.returncode == 1
    assert "--programme-name" in ended.stderr
    assert not empty.path.exists()
