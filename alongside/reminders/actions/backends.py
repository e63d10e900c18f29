"""Ways out: where a message is handed over. One interface, shaped like Django's backends for e-mail.

``ALONGSIDE_MESSAGES`` (project/way_out.py) names the way out of texts and voice messages:

    console:                                      nothing leaves; one line for each message, without number or words
    file:/a/folder                                one file for each message, for trying things out and for tests
    https://user:token@gateway.example.org/send   JSON over HTTP
    smpp://user:password@carrier.example.org:2775 text messages over SMPP 3.4, and nothing else; brings answers too

E-mail goes over the mail server of ``ALONGSIDE_SMTP_URL``, or into the same folder.
No number, no word and no address is ever written to a log: only how many, and what kind of trouble.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import asdict
from email.utils import formataddr
from http.client import HTTPException
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from alongside.reminders.actions.carrier import Carrier
from alongside.reminders.actions.letters import PATIENCE, DidNotArrive, Letter, NotKnown, TryAgain
from alongside.reminders.terms import By

LARGEST = 10_000  # bytes of a gateway's no that are read


class WayOut(Protocol):
    """Where messages are handed over.

    ``once``: whoever takes it knows the key and takes it once, so that handing over again after an interruption doubles
    nothing. ``at_once``: how many are decided on together; one, where handing over takes time.
    """

    once: bool
    at_once: int

    def takes(self, by: str) -> bool:
        """It carries messages of this kind."""

    def hand(self, letter: Letter) -> str:
        """Hand it over; what the taker calls it. Raises ``TryAgain``, ``DidNotArrive``, ``NotKnown``."""

    def close(self) -> None:
        """Nothing more comes now."""


class Console:
    """Says that there would have been a message, and nothing of it."""

    once, at_once = True, 25

    def takes(self, by: str) -> bool:
        return True

    def hand(self, letter: Letter) -> str:
        sys.stdout.write(f"a message ({letter.by}) of {len(letter.words)} signs would have gone\n")
        return ""

    def close(self) -> None:
        sys.stdout.flush()


class Folder:
    """A file for each message, named by its key: whole or not there at all, and there once."""

    once, at_once = True, 50

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def takes(self, by: str) -> bool:
        return True

    def hand(self, letter: Letter) -> str:
        making = self.folder / f".{letter.key}.{os.getpid()}"
        try:
            descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(letter), file, ensure_ascii=False)
            with suppress(FileExistsError):  # handed over before an interruption
                os.link(making, self.folder / f"{letter.key}.json")
            making.unlink()
        except OSError as trouble:
            raise TryAgain(type(trouble).__name__) from None
        return letter.key

    def close(self) -> None:
        """Nothing to close."""


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere is not followed: her number and our key are for the one that was named."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


class Gateway:
    """JSON over HTTP. Answers 2xx with {"id": …}; 409: it has this key already.

    410, or {"error": "no_such_number"} with any other no: this number takes none. It ends her wish, so it has to be
    said: 404 is also what a mistyped path says, and 422 a field of ours that the gateway does not like.
    """

    once, at_once = True, 1
    NO_SUCH_NUMBER = "no_such_number"
    _opener = urllib.request.build_opener(_StayHere)

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        self.url = urlunsplit((parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path or "/", "", ""))
        who = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        self.credentials = base64.b64encode(who.encode()).decode() if parts.username else ""

    def takes(self, by: str) -> bool:
        return by in (By.TEXT, By.CALL)

    def hand(self, letter: Letter) -> str:
        body = {"to": letter.value, "body": letter.words, "from": letter.sender, "kind": letter.by,
                "language": letter.language, "voicemail": letter.leave_message}  # fmt: skip
        headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
        if self.credentials:
            headers["Authorization"] = f"Basic {self.credentials}"
        asked = urllib.request.Request(self.url, json.dumps(body).encode(), headers)
        try:
            with self._opener.open(asked, timeout=PATIENCE) as answer:
                return str(json.load(answer).get("id", ""))
        except urllib.error.HTTPError as no:
            with no:
                said = _error(no)
            if no.code == 409:
                return letter.key
            if no.code == 410 or said == self.NO_SUCH_NUMBER:
                raise DidNotArrive from None
            raise TryAgain(f"HTTP {no.code}") from None
        except (OSError, ValueError, AttributeError) as trouble:
            raise TryAgain(type(trouble).__name__) from None

    def close(self) -> None:
        """Each message is a connection of its own."""


def _error(no: urllib.error.HTTPError) -> object:
    """What a gateway calls its no; nothing where it does not say it in JSON."""
    try:
        said = json.loads(no.read(LARGEST))
    except (OSError, ValueError, HTTPException):
        return ""
    return said.get("error") if isinstance(said, dict) else ""


class Post:
    """E-mail over the programme's mail server. A mail server keeps no key: after an interruption nobody knows."""

    once, at_once = False, 1

    def takes(self, by: str) -> bool:
        return by == By.EMAIL

    def hand(self, letter: Letter) -> str:
        address = getattr(settings, "DEFAULT_FROM_EMAIL", "")
        sender = formataddr((letter.sender, address)) if letter.sender else address
        reference = f"<{letter.key}@{address.rpartition('@')[2] or 'localhost'}>"
        connection = get_connection()
        mail = EmailMessage(
            letter.title, letter.words, sender, [letter.value], headers={"Message-ID": reference},
            connection=connection,
        )  # fmt: skip
        try:
            connection.open()
        except (SMTPException, OSError) as trouble:
            raise TryAgain(type(trouble).__name__) from None
        try:
            mail.send()
        except SMTPRecipientsRefused as no:
            codes = [code for code, _words in no.recipients.values()]
            if codes and all(500 <= code < 600 for code in codes):
                raise DidNotArrive from None
            raise TryAgain("SMTPRecipientsRefused") from None
        except SMTPServerDisconnected as trouble:
            raise NotKnown(type(trouble).__name__) from None
        except SMTPException as trouble:  # the server said no
            raise TryAgain(type(trouble).__name__) from None
        except OSError as trouble:  # it said nothing any more
            raise NotKnown(type(trouble).__name__) from None
        finally:
            with suppress(SMTPException, OSError):
                connection.close()
        return reference

    def close(self) -> None:
        """Each letter is a connection of its own."""


def ways_out() -> list[WayOut]:
    """The ways out of this process, in the order in which they are asked. None: nothing leaves."""
    url = settings.MESSAGES
    parts = urlsplit(url)
    found: list[WayOut] = []
    if parts.scheme == "console":
        return [Console()]
    if parts.scheme == "file":
        return [Folder(Path(unquote(parts.path)))]
    if parts.scheme in ("http", "https"):
        found.append(Gateway(url))
    elif parts.scheme == "smpp":
        found.append(Carrier(url))
    if settings.LETTERS:
        found.append(Post())
    return found
