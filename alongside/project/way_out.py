"""Where messages to women are handed over, and the key with which a gateway signs what it brings, if there is any.

The way out (``ALONGSIDE_MESSAGES``, or the file ``messages.url`` in the data folder) is told to the worker alone:

    https://user:token@gateway.example.org/send       JSON over HTTP; texts and voice messages
    smpp://user:password@carrier.example.org:2775     texts over SMPP, and what comes back; ?reports=decimal
                                                      where its reports count otherwise than its answers
    file:/a/folder                                    a file for each message
    console:                                          nothing leaves; the practice programme's own

The key (``ALONGSIDE_MESSAGES_KEY``, or the file ``messages.key``) is told to the web server alone. Both files are read
only when nobody else can read them (mode 0600).
"""

from __future__ import annotations

import os
import stat

from alongside.project.home import CannotContinue, Home


def messages_url(home: Home, mode: str) -> str:
    """The way out as given; in the practice programme one by which nothing leaves; "" when there is none.

    Raises CannotContinue for a file that others may read.
    """
    return _given(home, "ALONGSIDE_MESSAGES", "messages.url") or ("console:" if mode == "demo" else "")


def messages_key(home: Home) -> str:
    """The key of whoever brings answers; "" when nobody does. Raises CannotContinue for a file that others may read."""
    return _given(home, "ALONGSIDE_MESSAGES_KEY", "messages.key")


def _given(home: Home, variable: str, file: str) -> str:
    given, path = os.environ.get(variable, "").strip(), home.path / file
    if given or not path.exists():
        return given
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise CannotContinue(f"{path} can be read by others, and a password may stand in it.", f"chmod 600 {path}")
    return path.read_text(encoding="utf-8").strip()
