"""Text messages over SMPP 3.4, the way in which carriers take them (smpplib)."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm

from alongside.reminders.actions.letters import PATIENCE, DidNotArrive, Letter, NotKnown, TryAgain
from alongside.reminders.terms import By

# The library writes numbers and words to its log: it is not listened to.
logging.getLogger("smpplib").setLevel(logging.CRITICAL + 1)

# What a carrier answers about a number that takes no message (SMPP 3.4, 5.1.3).
NO_SUCH_NUMBER = frozenset({smpplib.consts.SMPP_ESME_RINVDSTADR})
TROUBLE = (
    smpplib.exceptions.PDUError, smpplib.exceptions.ConnectionError, smpplib.exceptions.UnknownCommandError, OSError,
)  # fmt: skip


class Carrier:
    """Keeps one connection while there is something to hand over. A carrier keeps no key: after an interruption in the
    middle nobody knows whether a message went."""

    once, at_once = False, 1
    patience = PATIENCE

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.where = (parts.hostname or "localhost", parts.port or 2775)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.client: Any = None
        self.sent: list[str] = []

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

    def close(self) -> None:
        """Say goodbye to the carrier."""
        if self.client is not None:
            with suppress(*TROUBLE):
                self.client.unbind()
            self._drop()

    def _bound(self) -> Any:
        if self.client is None:
            self.client = client = smpplib.client.Client(
                *self.where, timeout=self.patience, allow_unknown_opt_params=True
            )
            client.set_message_sent_handler(lambda pdu: self.sent.append(_text(pdu.message_id)))
            client.connect()
            client.bind_transmitter(system_id=self.user, password=self.password)
        return self.client

    def _drop(self) -> None:
        """This connection is over, whatever it was about."""
        if self.client is not None:
            with suppress(*TROUBLE):
                self.client.disconnect()
            self.client = None


def _text(value: bytes | str) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
