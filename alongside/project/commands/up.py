"""`alongside up`: from nothing, or from whatever a killed run left, to a running programme."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import Annotated

import typer

from alongside.project import ports
from alongside.project.address import Address, child_environment
from alongside.project.binaries import account
from alongside.project.collecting import collect_static
from alongside.project.commands import (
    Server,
    close_connections,
    console,
    count_scores_anew,
    load_new_forms,
    load_new_instruments,
    make_ready,
    migrate_all,
    set_up_django,
    step,
)
from alongside.project.home import CannotContinue, Home, as_root, private_folder
from alongside.project.running import Running, read_note
from alongside.project.supervising import Child, Supervisor, who_serves

FIRST_ANSWER = 60.0  # seconds until the web server must have answered
LOOK_EVERY = 1.0  # seconds


def up(
    port: Annotated[int, typer.Option(help="The port to use, or the next free one after it.", min=1, max=65535)] = 8000,
    public_address: Annotated[
        str,
        typer.Option(help="The https:// address under which a proxy in front of Alongside is reached by others."),
    ] = "",
    families: Annotated[
        int, typer.Option(help="How many practice families an empty database gets.", min=1, max=50_000)
    ] = 120,
) -> None:
    """Start Alongside and keep it running until Ctrl-C.

    The first time, this makes the data folder and the database, and fills it with a **practice programme**: lifelike,
    with no real person in it. Later starts go on where you stopped. A run that was killed, or a machine that lost its
    power, needs nothing special: start again.

    - `alongside up` starts it, `alongside begin` sets up a real programme of your own.
    - `ALONGSIDE_HOME=/path/to/folder alongside up` keeps the data in that folder.
    - Only this machine can reach the address. For others, put a proxy that speaks https in front of it and give its
      address: `--public-address https://alongside.example.org`
    """
    home = Home.find().make()
    running = Running.claim(home)
    if running is None:
        _say_it_runs(home)
        return
    with _interruptions_stop_us():
        server = Server(home)
        try:
            _run(home, running, server, port, public_address.rstrip("/"), families)
        except KeyboardInterrupt:
            pass
        finally:
            _ignore_interruptions()
            with step("Stopping"):
                close_connections()
                server.stop()
                running.release()
            console().print("Stopped. Everything that was confirmed is saved.")


def _run(home: Home, running: Running, server: Server, port: int, public_address: str, families: int) -> None:
    out = console()
    for name in running.stop_orphans():
        out.print(f"An earlier run was ended without being able to tidy up; its {name} is stopped now.")
    running.write(url="")
    with step("Starting the database"):
        address = server.start()
        make_ready(home, address)
    mode = _prepare_programme(home, address, families)
    out.print(f"  Data folder: {home.path}")

    with ports.listen(port) as listening:
        taken = listening.getsockname()[1]
        if taken != port:
            out.print(f"  Port {port} is in use by something else; using {taken}.")
        url = f"{public_address or f'http://localhost:{taken}'}/"
        children = _children(home, address, mode, public_address, listening)
        supervisor = Supervisor(children, out.print, lambda notes: running.write(children=notes))
        try:
            with step("Starting the web server and the worker"):
                supervisor.start()
                _wait_for_first_answer(children[0], taken, public_address)
            running.write(url=url)
            _welcome(url, mode)
            _keep_running(home, server, supervisor)
        finally:
            _ignore_interruptions()
            supervisor.stop()


def _prepare_programme(home: Home, address: Address, families: int) -> str:
    """Tables, the practice programme when the database is empty, styles and scripts. Returns "demo" or "real"."""
    with step("Bringing the database up to this version"):
        set_up_django(home, address, "loader")
        migrate_all()
    from alongside.agencies.queries import mode

    if not mode("loader"):
        from alongside.project.commands.demo import load

        console().print(f"The database is empty: filling it with a practice programme of {families} families.")
        load(families=families)
    else:
        load_new_instruments()
        load_new_forms()
        count_scores_anew()
    kind = str(mode("loader") or "demo")
    close_connections()
    collect_static(home, address)
    return kind


def _children(home: Home, address: Address, mode: str, public_address: str, listening: socket.socket) -> list[Child]:
    user = who_serves(account())
    handle = listening.fileno()
    if mode == "real" and as_root() and not user.switch:
        console().print("  The web server runs as root, because no other user can reach this Python or this folder.")
        console().print("  Safer: start Alongside as an ordinary user, or install it outside root's own folder.")
    python = [sys.executable, "-m"]
    web = ["gunicorn", "alongside.project.wsgi:application", f"--bind=fd://{handle}", "--workers=2", "--threads=4"]
    # No access log: addresses name records, and the trail already keeps who looked at what.
    web += ["--timeout=60", "--graceful-timeout=15", "--no-control-socket", "--max-requests=5000"]
    web += ["--max-requests-jitter=500", "--log-level=warning"]
    # Jobs that went well are forgotten: one of them runs each minute.
    worker = ["django", "procrastinate", "worker", "--shutdown-graceful-timeout=15", "--delete-jobs=successful"]
    # Counts of attempts to sign in, shared by the web processes; as many folders as users who ever served.
    attempts = private_folder(home.path / f"attempts-{user.uid}", user.uid, user.gid)

    def child(name: str, process: str, command: list[str], keep_open: tuple[int, ...] = ()) -> Child:
        environment = child_environment(home, process, mode=mode, address=address, public_address=public_address)
        environment["ALONGSIDE_ATTEMPTS"] = str(attempts)
        return Child(name, python + command, environment, home.logs / f"{process}.log", user, keep_open)

    return [child("web server", "web", web, (handle,)), child("worker", "worker", worker)]


def _wait_for_first_answer(web: Child, port: int, public_address: str) -> None:
    deadline = time.monotonic() + FIRST_ANSWER
    host = public_address.partition("://")[2] or f"localhost:{port}"
    headers = {"Host": host} | ({"X-Forwarded-Proto": "https"} if public_address else {})
    while web.alive() and time.monotonic() < deadline:
        asking = http.client.HTTPConnection(ports.HERE, port, timeout=30)
        try:
            asking.request("GET", "/", headers=headers)
            if asking.getresponse().status < 500:
                return
            break
        except OSError:
            time.sleep(0.2)
        finally:
            asking.close()
    raise CannotContinue(
        f"The web server does not answer. Its last words:\n{web.last_words() or '(none)'}",
        f"`alongside doctor` looks closer; the log is {web.log}.",
    )


def _keep_running(home: Home, server: Server, supervisor: Supervisor) -> None:
    out = console()
    while True:
        time.sleep(LOOK_EVERY)
        if not server.running():
            out.print("The database stopped; starting it again.")
            try:
                server.start()
                out.print("The database runs again. Nothing that was confirmed is lost.")
            except CannotContinue as trouble:
                out.print(f"{trouble.what}\nTrying again in a moment. {trouble.do}")
                continue
        supervisor.look()


def _welcome(url: str, mode: str) -> None:
    out = console()
    out.print(f"\n[bold]Alongside is running: {url}[/bold]")
    if mode == "real":
        out.print("Sign in with your e-mail address, your password and your second factor.")
    else:
        out.print("This is the practice programme: nobody in it is real. Open the address and choose “Walk in as …”:")
        out.print("a counsellor, a child-care worker, a supervisor, or somebody who must find nothing.")
        out.print("Your own programme, in a folder of its own: ALONGSIDE_HOME=/path/to/folder alongside begin")
    out.print("Stop it with Ctrl-C.\n")


def _say_it_runs(home: Home) -> None:
    out = console()
    url = read_note(home).get("url")
    if url:
        out.print(f"[bold]Alongside is already running: {url}[/bold]")
        out.print(f"Its data folder is {home.path}. Nothing was changed.")
    else:
        out.print("Alongside is just being started (or stopped) by another window; its address will stand there.")


@contextlib.contextmanager
def _interruptions_stop_us() -> Iterator[None]:
    """Ctrl-C, a polite kill and a closed window all mean: stop cleanly."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {}
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if which != signal.SIGHUP or signal.getsignal(which) != signal.SIG_IGN:  # nohup asks us to stay
            before[which] = signal.signal(which, stop)
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


def _ignore_interruptions() -> None:
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, signal.SIG_IGN)
