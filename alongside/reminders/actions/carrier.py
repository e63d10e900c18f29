"""Text messages over SMPP 3.4, the way in which carriers take them and bring what comes back (smpplib)."""

from __future__ import annotations

import logging
import time
import uuid
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm
from django.db import transaction
from django.utils import timezone

from alongside.reminders.actions.brought import Report, read
from alongside.reminders.actions.letters import PATIENCE, DidNotArrive, Letter, NotKnown, TryAgain
from alongside.reminders.actions.listening import message_came, message_reported
from alongside.reminders.terms import By

log = logging.getLogger("alongside.reminders")

# The library writes numbers and words to its log: it is not listened to.
logging.getLogger("smpplib").setLevel(logging.CRITICAL + 1)

# What a carrier answers about a number that takes no message (SMPP 3.4, 5.1.3).
NO_SUCH_NUMBER = frozenset({smpplib.consts.SMPP_ESME_RINVDSTADR})
# What one says that takes no connection for both ways at once: older ones know two, one for each way (SMPP 3.4, 4.1).
NO_BOTH_WAYS = frozenset(
    {smpplib.consts.SMPP_ESME_RINVCMDID, smpplib.consts.SMPP_ESME_RINVBNDSTS, smpplib.consts.SMPP_ESME_RBINDFAIL}
)
TROUBLE = (
    smpplib.exceptions.PDUError, smpplib.exceptions.ConnectionError, smpplib.exceptions.UnknownCommandError, OSError,
)  # fmt: skip


class Carrier:
    """Keeps one connection while there is something to hand over or to take; two, one for each way, with a carrier that
    takes none for both.

    A carrier keeps no key: after an interruption in the middle nobody knows whether a message went.

    What somebody wrote is kept before the carrier is told that we have it; if it cannot be kept, the carrier brings it
    again. SMPP names nothing that is brought, so what is brought twice after an interruption counts twice.
    """

    once, at_once = False, 1
    patience, quiet = PATIENCE, 1.0  # seconds: for an answer; without anything more that comes

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.where = (parts.hostname or "localhost", parts.port or 2775)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.counted = parse_qs(parts.query).get("reports", [""])[0]  # "decimal", "hexadecimal" or as it was told us
        self.two = (
            parse_qs(parts.query).get("binds", [""])[0] == "two"
        )  # one for each way, as it was told us or it says
        self.client: Any = None  # by which letters go
        self.bringing: Any = None  # by which something comes: the same, or another one
        self.sent: list[str] = []
        self.reports: list[Report] = []  # written down once it is written down that their message went
        self.brought = 0

    def takes(self, by: str) -> bool:
        """Text messages alone."""
        return by == By.TEXT

    def hand(self, letter: Letter) -> str:
        """Hand it over in one part or more.

        Raises ``TryAgain``, ``DidNotArrive``; ``NotKnown`` once a part is on its way and no answer came.
        """
        try:
            client = self._bound()
        except TROUBLE as trouble:
            self._drop()
            raise TryAgain(type(trouble).__name__) from None
        pieces, encoding, message_type = smpplib.gsm.make_parts(letter.words)
        self.sent = []
        try:
            for piece in pieces:
                client.send_message(
                    source_addr_ton=smpplib.consts.SMPP_TON_ALNUM, source_addr=letter.sender[:11],
                    dest_addr_ton=smpplib.consts.SMPP_TON_INTL, dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
                    destination_addr=letter.value.lstrip("+"), short_message=piece, data_coding=encoding,
                    esm_class=message_type, registered_delivery=True,
                )  # fmt: skip
            until = time.monotonic() + self.patience
            while len(self.sent) < len(pieces) and time.monotonic() < until:
                client.read_once(auto_send_enquire_link=False)
        except TROUBLE as trouble:
            self._drop()
            status = trouble.args[-1] if isinstance(trouble, smpplib.exceptions.PDUError) and trouble.args else None
            if status in NO_SUCH_NUMBER:
                raise DidNotArrive from None
            # The carrier said no to the only part. Of several, or where it said nothing, some may be on their way.
            if isinstance(status, int) and len(pieces) == 1:
                raise TryAgain("PDUError") from None
            raise NotKnown(type(trouble).__name__) from None
        if len(self.sent) < len(pieces):
            # An answer that comes late would be taken for that of the next message: the connection is given up.
            self._drop()
            raise NotKnown("no answer")
        return self.sent[-1]

    def take(self) -> int:
        """Take what waits at the carrier until nothing more comes; returns how much. Trouble waits for the next run."""
        before, until = self.brought, time.monotonic() + self.patience
        try:
            self._bound()
            seen, again = before, time.monotonic() + self.quiet
            while time.monotonic() < min(again, until):
                self.bringing.poll(auto_send_enquire_link=False)
                if self.brought > seen:
                    seen, again = self.brought, time.monotonic() + self.quiet
                time.sleep(0.02)
        except TROUBLE as trouble:
            log.warning("nothing could be taken from the carrier (%s)", type(trouble).__name__)
            self._drop()
        self._write_reports()
        return self.brought - before

    def close(self) -> None:
        """Take what came meanwhile, and say goodbye to the carrier."""
        if self.bringing is not None:
            with suppress(*TROUBLE):
                self.bringing.poll(auto_send_enquire_link=False)
        for each in self._open():
            with suppress(*TROUBLE):
                each.unbind()
        self._drop()
        self._write_reports()

    def _came(self, pdu: Any, **_more: Any) -> int:
        """Something that the carrier brought. What is answered says whether we have it."""
        if pdu.command != "deliver_sm":
            return int(smpplib.consts.SMPP_ESME_ROK)
        try:
            found = read(pdu, self.counted)
            if isinstance(found, Report):
                self.reports.append(found)
            else:
                with transaction.atomic():
                    message_came(
                        by=By.TEXT, value=found.value, words=_plain(found.words), reference=f"smpp {uuid.uuid4()}",
                        at=timezone.now(),
                    )  # fmt: skip
        except Exception as trouble:  # whatever it was: this one is brought again, and the others are taken
            log.error("something that the carrier brought could not be kept (%s)", type(trouble).__name__)
            return int(smpplib.consts.SMPP_ESME_RX_T_APPN)
        self.brought += 1
        return int(smpplib.consts.SMPP_ESME_ROK)

    def _write_reports(self) -> None:
        """What became of messages. One that nobody knows is asked about again a moment later: another worker may be
        writing down just now that it went. Parts of a long message but its last are known by no name."""
        reports, self.reports = [each for each in self.reports if each.arrived is not None], []
        left = [each for each in reports if not _reported(each)]
        if left:
            time.sleep(self.quiet)
            for each in left:
                _reported(each)

    def _bound(self) -> Any:
        if self.client is None and not self.two:
            try:
                self.client = self.bringing = self._connected("bind_transceiver")
            except smpplib.exceptions.PDUError as no:
                self.two = bool(no.args) and no.args[-1] in NO_BOTH_WAYS
                if not self.two:
                    raise
        if self.client is None:
            self.client = self._connected("bind_transmitter")
            # Nothing is sent where no answer could come back: a stop word would be heard by nobody.
            self.bringing = self._connected("bind_receiver")
        return self.client

    def _connected(self, way: str) -> Any:
        client = smpplib.client.Client(
            *self.where, timeout=self.patience, logger_name="smpplib.client", allow_unknown_opt_params=True
        )
        client.set_message_sent_handler(lambda pdu: self.sent.append(_text(pdu.message_id)))
        client.set_message_received_handler(self._came)
        try:
            client.connect()
            getattr(client, way)(system_id=self.user, password=self.password)
        except TROUBLE:
            with suppress(*TROUBLE):
                client.disconnect()
            raise
        return client

    def _open(self) -> list[Any]:
        return list(dict.fromkeys(each for each in (self.client, self.bringing) if each is not None))

    def _drop(self) -> None:
        """These connections are over, whatever it was about."""
        for each in self._open():
            with suppress(*TROUBLE):
                each.disconnect()
        self.client = self.bringing = None


def _reported(report: Report) -> bool:
    return any(
        message_reported(reference=name, arrived=bool(report.arrived), at=timezone.now()) for name in report.names
    )


def _plain(words: str) -> str:
    """Without signs that no database keeps."""
    return words.replace("\x00", "").encode(errors="replace").decode()


def _text(value: bytes | str) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
