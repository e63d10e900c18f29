"""Text messages over SMPP 3.4, the way in which carriers take them (smpplib)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm

from alongside.reminders.actions.letters import PATIENCE, DidNotArrive, Letter, TryAgain
from alongside.reminders.terms import By

# The library writes numbers and words to its log: it is not listened to.
logging.getLogger("smpplib").setLevel(logging.CRITICAL + 1)

# What a carrier answers about a number that takes no message (SMPP 3.4, 5.1.3).
NO_SUCH_NUMBER = frozenset({smpplib.consts.SMPP_ESME_RINVDSTADR})


class Carrier:
    """Keeps one connection while there is something to hand over. A carrier keeps no key: after an interruption in the
    middle nobody knows whether a message went."""

    once, at_once = False, 1

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
        """Hand it over in one part or more. Raises ``TryAgain``, ``DidNotArrive``."""
        client = self._asked(self._bound)
        pieces, encoding, message_type = smpplib.gsm.make_parts(letter.words)
        self.sent = []
        for piece in pieces:
            self._asked(
                partial(
                    client.send_message,
                    source_addr_ton=smpplib.consts.SMPP_TON_ALNUM, source_addr=letter.sender[:11],
                    dest_addr_ton=smpplib.consts.SMPP_TON_INTL, dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
                    destination_addr=letter.value.lstrip("+"), short_message=piece, data_coding=encoding,
                    esm_class=message_type, registered_delivery=True,
                )
            )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while len(self.sent) < len(pieces) and time.monotonic() < until:
            self._asked(lambda: client.read_once(auto_send_enquire_link=False))
        if len(self.sent) < len(pieces):
            raise TryAgain("no answer")
        return self.sent[-1]

    def close(self) -> None:
        """Say goodbye to the carrier."""
        if self.client is not None:
            try:
                self.client.unbind()
                self.client.disconnect()
            except (smpplib.exceptions.PDUError, smpplib.exceptions.ConnectionError, OSError):
                pass
            self.client = None

    def _bound(self) -> Any:
        if self.client is None:
            client = smpplib.client.Client(*self.where, timeout=PATIENCE, allow_unknown_opt_params=True)
            client.set_message_sent_handler(lambda pdu: self.sent.append(_text(pdu.message_id)))
            client.connect()
            client.bind_transmitter(system_id=self.user, password=self.password)
            self.client = client
        return self.client

    def _asked(self, what: Callable[[], Any]) -> Any:
        try:
            return what()
        except smpplib.exceptions.PDUError as no:
            if no.args and no.args[-1] in NO_SUCH_NUMBER:
                raise DidNotArrive from None
            self.client = None
            raise TryAgain("PDUError") from None
        except (smpplib.exceptions.ConnectionError, smpplib.exceptions.UnknownCommandError, OSError) as trouble:
            self.client = None
            raise TryAgain(type(trouble).__name__) from None


def _text(value: bytes | str) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
