"""Finding a free network port for the web server, on this machine only."""

from __future__ import annotations

import contextlib
import socket

from alongside.project.home import CannotContinue

HERE = "127.0.0.1"
FIRST = 8000
HOW_MANY = 100


def listen(first: int = FIRST) -> socket.socket:
    """A listening socket on the first free port from `first` on, reachable from this machine only.

    The socket is kept open by the caller, so nobody can take the port while the web server is started again.
    Raises CannotContinue when a hundred ports are taken.
    """
    for port in range(first, min(first + HOW_MANY, 65536)):
        if _somebody_answers(port):
            continue
        waiting = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        waiting.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            waiting.bind((HERE, port))
            waiting.listen(128)
        except OSError:
            waiting.close()
            continue
        return waiting
    raise CannotContinue(
        f"Every port from {first} to {first + HOW_MANY - 1} is in use, or may not be used by you.",
        "Choose another: alongside up --port 18000",
    )


def _somebody_answers(port: int) -> bool:
    # A browser tries the IPv6 form of "localhost" first: a stranger there would get our visitors.
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as asking:
        asking.settimeout(0.5)
        return asking.connect_ex(("::1", port)) == 0
    return False
