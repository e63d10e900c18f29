"""Ways out, each against a real taker on this machine: an HTTP gateway, a carrier over SMPP, a mail server, a folder."""

from __future__ import annotations

import asyncio
import http.server
import json
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from aiosmtpd.controller import Controller

from alongside.reminders.actions import backends
from alongside.reminders.actions.carrier import Carrier
from alongside.reminders.actions.letters import DidNotArrive, Letter, NotKnown, TryAgain

LETTER = Letter("a1b2", "text", "+14165550123", "Jeudi 10 h 30. Sam", "Bonjour", "Sam", "fr", False)


class Gateway(http.server.BaseHTTPRequestHandler):
    """Takes what comes; ``answers`` are given first."""

    took: ClassVar[list[dict[str, Any]]] = []
    answers: ClassVar[list[int]] = []
    no: ClassVar[bytes] = b""
    asked: ClassVar[list[str]] = []
    elsewhere: ClassVar[str] = ""

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        Gateway.asked.append(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or "{}")
        code = Gateway.answers.pop(0) if Gateway.answers else 201
        if code == 201:
            Gateway.took.append({**body, "key": self.headers["Idempotency-Key"], "who": self.headers["Authorization"]})
        self.send_response(code)
        if code == 302:
            self.send_header("Location", Gateway.elsewhere)
        self.end_headers()
        self.wfile.write(b'{"id": "m1"}' if code == 201 else Gateway.no)

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@pytest.fixture
def gateway() -> Iterator[backends.Gateway]:
    Gateway.took, Gateway.answers, Gateway.no, Gateway.asked = [], [], b"", []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield backends.Gateway(f"http://us:w%40rd@127.0.0.1:{server.server_port}/send?x=1")
        server.shutdown()


def test_an_http_gateway_is_told_the_key_and_says_what_it_calls_it(gateway: backends.Gateway) -> None:
    assert gateway.hand(LETTER) == "m1"
    (took,) = Gateway.took
    assert (took["to"], took["body"], took["from"], took["key"]) == ("+14165550123", LETTER.words, "Sam", "a1b2")
    assert took["who"].startswith("Basic ") and "w@rd" not in gateway.url and "us" not in gateway.url.split("/")[2]
    assert gateway.takes("text") and gateway.takes("call") and not gateway.takes("email")
    Gateway.answers = [409]
    assert gateway.hand(LETTER) == "a1b2"  # it has it already
    for code in (503, 429, 500, 404, 422):  # also a path that was mistyped: that says nothing about her number
        for Gateway.no in (b"", b"<html>404</html>", b'{"error": "no_such_path"}', b"[1]"):
            Gateway.answers = [code]
            with pytest.raises(TryAgain) as trouble:
                gateway.hand(LETTER)
            assert "555" not in str(trouble.value)
    for code, Gateway.no in ((410, b""), (404, b'{"error": "no_such_number"}'), (422, b'{"error": "no_such_number"}')):
        Gateway.answers = [code]
        with pytest.raises(DidNotArrive):
            gateway.hand(LETTER)
    with pytest.raises(TryAgain), socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
        closed.close()
        backends.Gateway(f"http://127.0.0.1:{port}/").hand(LETTER)


def test_a_gateway_that_sends_us_elsewhere_is_not_followed(gateway: backends.Gateway) -> None:
    """Neither her number nor our key goes to somebody who was not named."""
    Gateway.answers, Gateway.elsewhere = [302], f"{gateway.url}other"
    with pytest.raises(TryAgain, match="302"):
        gateway.hand(LETTER)
    assert Gateway.took == [] and Gateway.asked == ["/send"]


class Taker(threading.Thread):
    """A carrier of forty lines (SMPP 3.4: bind, submit_sm, enquire_link, unbind). ``refuse``: the status it answers.

    ``answers``: how many messages it answers at all; ``leaves``: it hangs up at the next one instead of being silent.
    """

    def __init__(self, refuse: int = 0, answers: int = 99, leaves: bool = False) -> None:
        super().__init__(daemon=True)
        self.refuse, self.took = refuse, []  # type: ignore[var-annotated]
        self.answers, self.leaves = answers, leaves
        self.listening = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"smpp://us:word@127.0.0.1:{self.listening.getsockname()[1]}"

    def run(self) -> None:
        taken, _who = self.listening.accept()
        with taken:
            while head := taken.recv(16):
                length, command, _status, number = struct.unpack(">4L", head)
                body = taken.recv(length - 16) if length > 16 else b""
                status, said = 0, b""
                if command in (1, 2, 9):
                    said = b"sink\0"
                elif command == 4:
                    status, said = self.refuse, b"" if self.refuse else f"id{len(self.took)}\0".encode()
                    if not self.refuse:
                        self.took.append(body)
                    if len(self.took) > self.answers:
                        if self.leaves:
                            return
                        continue
                taken.sendall(struct.pack(">4L", 16 + len(said), command | 0x80000000, status, number) + said)
                if command == 6:
                    return


def test_a_carrier_takes_it_over_smpp() -> None:
    taker = Taker()
    taker.start()
    out = Carrier(taker.url)
    assert [out.hand(LETTER), out.hand(replace(LETTER, words="ê" * 80))] == ["id0", "id2"]  # two parts
    out.close()
    assert b"14165550123\0" in taker.took[0] and b"Sam\0" in taker.took[0] and len(taker.took) == 3
    assert out.takes("text") and not out.takes("call") and not out.once


@pytest.mark.parametrize(("status", "error"), [(0x0B, DidNotArrive), (0x58, TryAgain)])
def test_a_carrier_refuses(status: int, error: type[Exception]) -> None:
    taker = Taker(status)
    taker.start()
    with pytest.raises(error):
        Carrier(taker.url).hand(LETTER)


@pytest.mark.parametrize("leaves", [True, False], ids=["hangs up", "is silent"])
@pytest.mark.parametrize("words", ["Sam", "ê" * 80], ids=["one part", "two parts"])
def test_whether_it_went_is_not_known_once_it_was_given_away(leaves: bool, words: str) -> None:
    """It has the message, or a part of it, and says nothing: a second time she would perhaps have it twice."""
    taker = Taker(answers=0 if words == "Sam" else 1, leaves=leaves)
    taker.start()
    out = Carrier(taker.url)
    out.patience = 1
    with pytest.raises(NotKnown):
        out.hand(replace(LETTER, words=words))
    assert out.client is None  # a late answer is not taken for that of the next message
    out.close()


def test_a_carrier_that_is_not_there_is_tried_again() -> None:
    taker = Taker()
    taker.listening.close()
    with pytest.raises(TryAgain):
        Carrier(f"smpp://127.0.0.1:{1}").hand(LETTER)


class Post:
    """A mail server; ``says`` is what it answers to a recipient."""

    says, after, took = "250 OK", "250 OK", None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        Post.took = envelope.content.decode()
        if self.after == "hangs up":
            server.transport.abort()
        elif self.after == "is silent":
            await asyncio.sleep(2)
        return self.after


@pytest.mark.parametrize(
    ("says", "after", "error"),
    [
        ("250 OK", "250 OK", None), ("550 no such user", "", DidNotArrive), ("451 later", "", TryAgain),
        ("250 OK", "452 later", TryAgain), ("250 OK", "hangs up", NotKnown), ("250 OK", "is silent", NotKnown),
    ],
)  # fmt: skip
def test_a_letter_by_e_mail_says_no_more_than_its_words(settings: Any, says: str, after: str, error: Any) -> None:
    taker = Post()
    taker.says, taker.after = says, after
    server = Controller(taker, hostname="127.0.0.1", port=0)
    server.port = free = socket.create_server(("127.0.0.1", 0)).getsockname()[1]
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free, 1
    settings.DEFAULT_FROM_EMAIL = "notes@example.org"
    letter = replace(LETTER, by="email", value="ana@example.org")
    try:
        if error:
            with pytest.raises(error):
                backends.Post().hand(letter)
        else:
            assert backends.Post().hand(letter) == "<a1b2@example.org>"
            took = str(Post.took)
            assert (
                "Subject: Bonjour" in took and "From: Sam <notes@example.org>" in took and "Jeudi 10 h 30. Sam" in took
            )
    finally:
        server.stop()


def test_a_folder_holds_each_once_and_whole(tmp_path: Path) -> None:
    folder = backends.Folder(tmp_path / "sent")
    assert folder.hand(LETTER) == folder.hand(replace(LETTER, words="another time")) == "a1b2"
    (file,) = (tmp_path / "sent").iterdir()
    assert json.loads(file.read_text()) == asdict(LETTER) and file.stat().st_mode & 0o077 == 0
    (tmp_path / "sent").rename(tmp_path / "gone")
    with pytest.raises(TryAgain):
        folder.hand(LETTER)


def test_where_it_goes_is_said_in_one_place(settings: Any, tmp_path: Path, capsys: Any) -> None:
    for url, letters, kinds in (
        ("", False, []), ("console:", True, ["Console"]), (f"file:{tmp_path}", True, ["Folder"]), ("", True, ["Post"]),
        ("https://x.example.org/", False, ["Gateway"]), ("smpp://x.example.org", True, ["Carrier", "Post"]), ("odd", False, []),
    ):  # fmt: skip
        settings.MESSAGES, settings.LETTERS = url, letters
        assert [type(out).__name__ for out in backends.ways_out()] == kinds
    backends.Console().hand(LETTER)
    said = capsys.readouterr().out
    assert "18 signs" in said and "Sam" not in said and "555" not in said
