"""What a carrier brings over SMPP 3.4 (``deliver_sm``), read: what became of a message, or what somebody wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import smpplib.consts as smpp
import smpplib.gsm

RECEIPT, OF_WHAT_KIND, HEADER = 0x04, 0x3C, 0x40  # bits of ``esm_class`` (SMPP 3.4, 5.2.12)
# What a receipt may say (SMPP 3.4, 5.2.28 and appendix B). Every other word says that it is still on its way.
ARRIVED = frozenset({smpp.SMPP_MESSAGE_STATE_DELIVERED, "DELIVRD"})
DID_NOT = frozenset({
    smpp.SMPP_MESSAGE_STATE_EXPIRED, smpp.SMPP_MESSAGE_STATE_DELETED, smpp.SMPP_MESSAGE_STATE_UNDELIVERABLE,
    smpp.SMPP_MESSAGE_STATE_REJECTED, "EXPIRED", "DELETED", "UNDELIV", "REJECTD",
})  # fmt: skip
CODINGS = {1: "ascii", 3: "latin-1", 8: "utf-16-be"}  # ``data_coding`` (SMPP 3.4, 5.2.19); 0 is the carrier's own
ESCAPE = "\x1b"


@dataclass(frozen=True)
class Report:
    """What became of a message. ``names``: what the carrier called it when it took it, in each way of writing that;
    ``arrived``: ``None`` while it is on its way."""

    names: tuple[str, ...]
    arrived: bool | None


@dataclass(frozen=True)
class Wrote:
    """Somebody wrote, or something came from a number."""

    value: str
    words: str


def read(pdu: Any, counted: str = "") -> Report | Wrote:
    """Read one ``deliver_sm`` of smpplib. What no coding fits is read as far as it goes: nothing is thrown away.

    ``counted``: how this carrier counts in its reports (``_names``).
    """
    raw = _bytes(pdu.short_message) or _bytes(getattr(pdu, "message_payload", None))
    if (pdu.esm_class or 0) & OF_WHAT_KIND == RECEIPT:
        return _report(pdu, raw.decode("latin-1"), counted)
    if (pdu.esm_class or 0) & HEADER and raw:  # part of a long message: the header says which part it is
        raw = raw[1 + raw[0] :]
    number = _bytes(pdu.source_addr).decode("latin-1").strip("\x00 ")
    abroad = pdu.source_addr_ton == smpp.SMPP_TON_INTL and not number.startswith("+")
    return Wrote(f"+{number}" if abroad else number, words(raw, pdu.data_coding or 0))


def words(raw: bytes, coding: int) -> str:
    """The words in a coding of SMPP. A carrier's own is the alphabet of telephones; above its 128 signs Latin-1.

    >>> words("ARRÊT".encode("utf-16-be"), 8), words(b"caf\\x05", 0), words("ARRÊT".encode("latin-1"), 0)
    ('ARRÊT', 'café', 'ARRÊT')
    """
    if coding == 0 and all(byte < 0x80 for byte in raw):
        return _gsm(raw)
    return raw.decode(CODINGS.get(coding, "latin-1"), errors="replace")


def _gsm(raw: bytes) -> str:
    said, more = [], False
    for byte in raw:
        sign = smpplib.gsm.GSM_CHARACTER_TABLE[byte + 0x80 * more]
        more = sign == ESCAPE
        said += [] if more else [sign]
    return "".join(said)


def _report(pdu: Any, text: str, counted: str) -> Report:
    name = _bytes(getattr(pdu, "receipted_message_id", None)).decode("latin-1").strip("\x00 ") or _of(text, "id")
    state = getattr(pdu, "message_state", None) or _of(text, "stat").upper()
    arrived = True if state in ARRIVED else False if state in DID_NOT else None
    return Report(_names(name, counted), arrived)


def _of(text: str, what: str) -> str:
    found = re.search(rf"(?:^|\s){what}:(\S+)", text, re.IGNORECASE)
    return found[1] if found else ""


def _names(name: str, counted: str) -> tuple[str, ...]:
    """A carrier may name a message by a hexadecimal number when it takes it and report in decimal ones, or the other
    way round. Which one does is said once (``counted``: "decimal", "hexadecimal", or nothing where both are the same):
    a name that was tried in several ways could be another message's.
    """
    if counted == "decimal" and name.isdecimal():
        return format(int(name), "X"), format(int(name), "x")
    if counted == "hexadecimal" and re.fullmatch(r"[0-9A-Fa-f]{1,16}", name):
        return (str(int(name, 16)),)
    return (name,) if name else ()


def _bytes(value: Any) -> bytes:
    return value.encode("latin-1") if isinstance(value, str) else value or b""
