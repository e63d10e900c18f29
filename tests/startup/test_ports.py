"""A port that is in use: the next free one."""

from __future__ import annotations

import socket

import pytest

from alongside.project import ports
from alongside.project.home import CannotContinue


def somebody(family: int = socket.AF_INET, host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.bind((host, port))
    taken.listen()
    return taken


def test_the_next_port_is_used_when_one_is_taken() -> None:
    with somebody() as taken:
        used = taken.getsockname()[1]
        with ports.listen(used) as ours:
            assert used < ours.getsockname()[1] <= used + ports.HOW_MANY


def test_a_stranger_on_the_other_localhost_counts_as_taken() -> None:
    try:
        taken = somebody(socket.AF_INET6, "::1")
    except OSError:  # a machine without IPv6: nobody can be there, and asking must not fail
        assert not ports._somebody_answers(8000)
        return
    with taken, ports.listen(taken.getsockname()[1]) as ours:
        assert ours.getsockname()[1] != taken.getsockname()[1]


def test_only_this_machine_can_reach_it() -> None:
    with ports.listen(20_000) as ours:
        assert ours.getsockname()[0] == "127.0.0.1"


def test_no_free_port_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "HOW_MANY", 1)
    with somebody() as taken, pytest.raises(CannotContinue, match="in use"):
        ports.listen(taken.getsockname()[1])
