"""What a carrier brings over SMPP does what a gateway's knock does: reports, a stop word in French, a number of nobody."""

from __future__ import annotations

import socket
import struct
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from alongside.reminders import actions
from alongside.reminders.actions import carrier
from alongside.reminders.actions.brought import Report, Wrote, read
from alongside.reminders.actions.carrier import Carrier
from alongside.reminders.jobs import listen
from alongside.reminders.models import Heard, Wish
from alongside.reminders.tests.ana import DAY_BEFORE, MONDAY, NUMBER
from alongside.reminders.tests.test_listening import told
from alongside.reminders.tests.test_outbox import messages
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = DAY_BEFORE + timedelta(minutes=5)
UNDELIVERED = b"id:%s sub:001 dlvrd:000 submit date:2603031100 done date:2603031101 stat:UNDELIV err:001 text:"


def deliver(
    raw: bytes, *, number: bytes = NUMBER[1:].encode(), esm_class: int = 0, coding: int = 0, tlv: bytes = b""
) -> bytes:
    """The body of a ``deliver_sm`` as a carrier writes it (SMPP 3.4, 4.6.1), from an international number."""
    who = b"\0" + bytes([1, 1]) + number + b"\0" + bytes([1, 1]) + b"12345\0"
    return who + bytes([esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(raw)]) + raw + tlv


class Taker(threading.Thread):
    """A carrier that lets itself be bound once after the other, and brings ``brings`` as soon as it is; a submitted
    message is answered with a number in hexadecimal and, ``reports`` set, reported in decimal even before that."""

    def __init__(self, *brings: bytes, reports: bytes = b"", both: bool = True) -> None:
        super().__init__(daemon=True)
        self.brings, self.reports, self.both = list(brings), reports, both
        self.open: dict[int, socket.socket] = {}  # by the way in which each is bound
        self.answers: list[int] = []  # the status of each answer to what was brought
        self.binds: list[int] = []
        self.listening = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"smpp://us:word@127.0.0.1:{self.listening.getsockname()[1]}?reports=decimal"

    def run(self) -> None:
        while True:
            taken, _who = self.listening.accept()
            threading.Thread(target=self._serve, args=[taken], daemon=True).start()

    def _serve(self, taken: socket.socket) -> None:
        with taken:
            self._answer(taken)

    def _answer(self, taken: socket.socket) -> None:
        def say(command: int, number: int, body: bytes = b"", status: int = 0, to: socket.socket = taken) -> None:
            to.sendall(struct.pack(">4L", 16 + len(body), command, status, number) + body)

        while head := taken.recv(16):
            length, command, status, number = struct.unpack(">4L", head)
            if length > 16:
                taken.recv(length - 16)
            if command == 0x80000005:
                self.answers.append(status)
            elif command in (1, 2, 9):
                self.binds.append(command)
                if command == 9 and not self.both:
                    say(command | 0x80000000, number, b"sink\0", status=4)
                    continue
                self.open[command] = taken
                say(command | 0x80000000, number, b"sink\0")
                if command == 2:  # letters go by it, and nothing comes
                    continue
                for n, body in enumerate(self.brings):
                    say(5, 100 + n, body)
                self.brings = []
            elif command == 4:
                if self.reports:
                    say(5, 200, deliver(self.reports % b"500", esm_class=4), to=self.open.get(1, taken))
                say(0x80000004, number, b"1F4\0")
            elif command == 6:
                say(0x80000006, number)
                return


def through(*brings: bytes, reports: bytes = b"", both: bool = True) -> tuple[Taker, Carrier]:
    taker = Taker(*brings, reports=reports, both=both)
    taker.start()
    out = Carrier(taker.url)
    out.quiet = 0.3
    return taker, out


def test_what_was_written_is_heard_and_stop_in_french_stops(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    taker, out = through(
        deliver("ARRÊT".encode("utf-16-be"), coding=8),
        deliver(b"\x05\x00\x03\x07\x02\x01where are you", number=b"14165559999", esm_class=0x40),
        deliver(b"", tlv=struct.pack(">HH", 0x0424, 4) + b"2 \x05\x00", number=b"4165550177"),
    )
    assert actions.take_answers(outs=[out]) == 3 and taker.binds == [9] and taker.answers == [0, 0, 0]
    assert actions.listen(now=NOW) == 3
    assert told() == [("stopped", True)] and told("SUP").count(("unknown", False)) == 2
    assert {row.state for row in messages()} == {"not_sent"}
    with acting_as("W1"):
        assert Wish.objects.filter(woman_id=CAST["ANA"]).latest("version").how == "stop_word"
        assert [row.words for row in Heard.objects.all()] == ["ARRÊT"]  # nothing of anybody else's is open to her
    assert actions.take_answers(outs=[out]) == 0 and taker.binds == [9, 9]  # taken once


def test_a_report_that_it_did_not_arrive_ends_her_wish_even_if_it_comes_before_the_answer(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    taker, out = through(reports=UNDELIVERED)
    actions.hand_over(clock=lambda: DAY_BEFORE, outs=[out])
    assert taker.answers == [0] and [(row.state, row.reference) for row in messages(kind="before")] == [
        ("did_not_arrive", "1F4")
    ]
    assert told() == [("did_not_arrive", True)] and messages(kind="today")[0].because == "bounced"


def test_a_carrier_that_takes_no_connection_for_both_ways_has_one_for_each(ana: Any) -> None:
    """It is asked once, and remembered: handed over by one, and what is brought comes by the other."""
    actions.plan_messages(now=MONDAY)
    taker, out = through(reports=UNDELIVERED, both=False)
    actions.hand_over(clock=lambda: DAY_BEFORE, outs=[out])
    assert taker.binds == [9, 2, 1] and taker.answers == [0]
    assert [row.state for row in messages(kind="before")] == ["did_not_arrive"]
    assert out.client is None and out.bringing is None  # goodbye was said to both
    taker.brings = [deliver("ARRÊT".encode("utf-16-be"), coding=8)]
    assert out.take() == 1 and taker.binds == [9, 2, 1, 2, 1]
    out.close()


def test_what_could_not_be_kept_is_brought_again_and_nobody_there_is_no_trouble(
    as_worker: None, db: None, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def full(**_brought: Any) -> bool:
        raise DatabaseError("no room for 4165550123")

    monkeypatch.setattr(carrier, "message_came", full)
    taker, out = through(deliver(b"please call"))
    assert actions.take_answers(outs=[out]) == 0
    until = time.monotonic() + 5
    while not taker.answers and time.monotonic() < until:
        time.sleep(0.02)
    assert taker.answers == [0x64] and "4165550123" not in caplog.text
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert Carrier(f"smpp://127.0.0.1:{port}").take() == 0


def test_what_a_carrier_brings_is_read() -> None:
    class Pdu:
        short_message, message_payload, esm_class, data_coding = b"", None, 0, 0
        source_addr, source_addr_ton, receipted_message_id, message_state = b"14165550123\0", 1, None, None

        def __init__(self, **more: Any) -> None:
            self.__dict__.update(more)

    for more, found in (
        ({"short_message": b"caf\x05 \x1b\x65"}, Wrote("+14165550123", "café €")),
        ({"short_message": "arrêt".encode("latin-1"), "source_addr_ton": 0}, Wrote("14165550123", "arrêt")),
        ({"short_message": b"id:0a1 stat:DELIVRD err:000", "esm_class": 4}, Report(("0a1",), True)),
        ({"short_message": b"id:77 stat:ENROUTE", "esm_class": 4}, Report(("77",), None)),
        ({"receipted_message_id": b"x-9\0", "message_state": 5, "esm_class": 4}, Report(("x-9",), False)),
        ({"short_message": b"nothing that says", "esm_class": 4}, Report((), None)),
    ):
        assert read(Pdu(**more)) == found, more
    # A name is tried in no other way than this carrier's: it could be another woman's message.
    receipt = {"short_message": b"id:1010 stat:UNDELIV", "esm_class": 4}
    for counted, names in (("", ("1010",)), ("decimal", ("3F2", "3f2")), ("hexadecimal", ("4112",))):
        assert read(Pdu(**receipt), counted) == Report(names, False)


def test_a_hard_message_is_read_whatever_a_carrier_does(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise ValueError("a shape that nobody knows")

    monkeypatch.setattr(actions, "take_answers", broken)
    assert actions.message_came(by="text", value=NUMBER, words="he hit me", reference="other gateway", at=NOW)
    assert listen.func(1) == 1 and told()[0][0] == "hard"
    taker, out = through(deliver(b"first"), deliver(b"second"))
    monkeypatch.setattr(carrier, "read", lambda pdu, counted: 1 / 0 if pdu.short_message == b"first" else read(pdu))
    assert out.take() == 1 and sorted(taker.answers) == [0, 0x64]
