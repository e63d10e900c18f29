"""The database server that comes along: closed from the first moment, and there again after any kill."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from alongside.project.address import Address
from alongside.project.embedded import Embedded
from alongside.project.home import Home
from alongside.project.postmaster import Postmaster, processes_in


def connect(address: Address, **other: object) -> psycopg.Connection:
    return psycopg.connect(address.dsn(), autocommit=True, connect_timeout=10, **other)


def test_nobody_gets_in_without_the_password(server: Embedded, as_whom) -> None:
    def story() -> list[tuple]:
        address = server.start()
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            connect(address, password="")
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            connect(address, password="postgres")
        with connect(address) as admin:
            (kept,) = admin.execute("select rolpassword from pg_authid where rolname = 'postgres'").fetchone()
            assert kept.startswith("SCRAM-SHA-256$")
            rules = admin.execute("select type, database, user_name, auth_method from pg_hba_file_rules").fetchall()
        server.stop()
        return rules

    assert as_whom(story) == [("local", ["all"], ["all"], "scram-sha-256")]


def test_it_listens_on_no_network_port(server: Embedded) -> None:
    server.start()
    found = processes_in(server.cluster)
    assert found
    assert [c for process in found for c in process.net_connections("inet")] == []
    assert (server.home.sockets / ".s.PGSQL.5432").is_socket()
    assert not list(server.cluster.glob(".s.PGSQL*"))


def test_what_is_confirmed_is_on_the_disk_and_the_pages_are_checked(server: Embedded) -> None:
    wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
    with connect(server.start()) as admin:
        assert {name: admin.execute(f"show {name}").fetchone()[0] for name in wanted} == wanted


def test_letters_with_accents_are_letters_in_search(server: Embedded) -> None:
    with connect(server.start()) as admin:
        admin.execute("create extension pg_trgm")
        lower, near = admin.execute("select lower('ÉLOÏSE'), similarity('Éloïse', 'éloïs')").fetchone()
    assert lower == "éloïse"
    assert near > 0.5


def test_the_log_repeats_nobodys_data(server: Embedded) -> None:
    with connect(server.start()) as admin:
        admin.execute("create table names (name text unique)")
        admin.execute("insert into names values ('Sentinelle')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            admin.execute("insert into names values (%s)", ["Sentinelle"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            admin.execute("select %s::int", ["Sentinelle-zwei"])
    server.stop()
    logs = "".join(path.read_text() for path in server.home.path.glob("database-logs-main/*.log"))
    assert "duplicate key" in logs  # it did write that something failed
    assert "Sentinelle'" not in logs
    assert "(Sentinelle)" not in logs


def test_a_second_start_finds_the_running_server(server: Embedded) -> None:
    first = server.start()
    number = Postmaster.of(server.cluster).pid
    again = Embedded(Home(server.home.path))
    assert again.running()
    assert again.start() == first
    assert Postmaster.of(server.cluster).pid == number


def test_a_test_server_stands_beside_the_real_one(server: Embedded) -> None:
    beside = Embedded(server.home, name="test", durable=False)
    try:
        one, other = server.start(), beside.start()
        assert one.port != other.port
        with connect(other) as admin:
            assert admin.execute("show data_directory").fetchone()[0].endswith("database-test")
            assert admin.execute("show fsync").fetchone() == ("off",)
    finally:
        beside.stop()
    assert server.running()


def test_it_outlives_the_process_that_started_it(server: Embedded) -> None:
    child = os.fork()
    if child == 0:
        server.start()
        os._exit(0)
    os.waitpid(child, 0)
    assert Embedded(server.home).running()


def test_kill_9_of_every_process_in_the_middle_of_writes_loses_nothing_confirmed(server: Embedded, as_whom) -> None:
    def story() -> tuple[int, int]:
        address = server.start()
        with connect(address) as admin:
            admin.execute("create table said (writer int, number int, primary key (writer, number))")
        confirmed: list[tuple[int, int]] = []

        def write(writer: int) -> None:
            try:
                with connect(address) as mine:
                    for number in range(1_000_000):
                        mine.execute("insert into said values (%s, %s)", [writer, number])
                        confirmed.append((writer, number))
            except psycopg.Error:
                pass

        writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for writer in writers:
            writer.start()
        while len(confirmed) < 200:
            time.sleep(0.01)
        for process in processes_in(server.cluster):
            with contextlib.suppress(psutil.NoSuchProcess):  # gone by itself once the first of them was
                process.kill()
        server.start()  # at once, while the old processes may still be there
        for writer in writers:
            writer.join()
        with connect(address) as admin:
            kept = set(admin.execute("select writer, number from said").fetchall())
        server.stop()
        return len(confirmed), len(set(confirmed) - kept)

    count, lost = as_whom(story)
    assert count >= 200
    assert lost == 0


def test_kill_9_of_the_first_process_alone_while_another_is_busy(server: Embedded) -> None:
    address = server.start()
    busy = connect(address)
    ended = threading.Event()

    def sleep_in_the_database() -> None:
        with pytest.raises(psycopg.Error):
            busy.execute("select pg_sleep(60)")
        ended.set()

    threading.Thread(target=sleep_in_the_database, daemon=True).start()
    time.sleep(0.2)
    psutil.Process(Postmaster.of(server.cluster).pid).kill()
    server.start()
    with connect(address) as admin:
        assert admin.execute("select 1").fetchone() == (1,)
    assert ended.wait(30)


@pytest.mark.parametrize("number", ["of-this-living-process", "of-nobody"])
def test_lock_files_whose_number_means_somebody_else_now(server: Embedded, number: str) -> None:
    server.start()
    note = server.cluster / "postmaster.pid"
    lock = server.home.sockets / ".s.PGSQL.5432.lock"
    kept, kept_lock = note.read_text(), lock.read_text()
    server.stop()
    # As after a machine without power came back and gave that process number to another program.
    other = str(os.getpid() if number == "of-this-living-process" else 4_000_000)
    for path, text in ((note, kept), (lock, kept_lock)):
        path.write_text("\n".join([other, *text.splitlines()[1:]]) + "\n")
    assert not server.running()
    server.start()
    assert server.running()


def test_a_first_start_that_was_killed_half_way_begins_anew(server: Embedded) -> None:
    server.home.make()
    half = Path(f"{server.cluster}.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert server.running()
    assert not half.exists()


def test_a_server_whose_socket_was_cleaned_away_is_reached_again(server: Embedded) -> None:
    address = server.start()
    (server.home.sockets / ".s.PGSQL.5432").unlink()
    server.start()
    with connect(address) as admin:
        assert admin.execute("select 1").fetchone() == (1,)


def test_stopping_what_does_not_run_is_fine(server: Embedded) -> None:
    server.start()
    server.stop()
    server.stop()
    assert not server.running()
