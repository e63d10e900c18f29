"""How somebody comes in who comes by phone or online: a link or a number. Plain Python."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from alongside.recordkeeping.rules import Decision

LONGEST_WAY = 500  # characters
_NUMBER = re.compile(r"\+?[\d\s().,;#*–-]+")
_DIGITS = range(7, 41)  # of a number with what is pressed after it
_ODD_IN_A_LINK = re.compile(r"[\s<>\"'`\\\x00-\x1f\x7f]")


def is_link(way: str) -> bool:
    """A page to open: https, on a host with a name, and nobody's name or password before it.

    >>> is_link("https://meet.example.org/j/123"), is_link("http://meet.example.org"), is_link("https://bank.ca@evil.org")
    (True, False, False)
    """
    if _ODD_IN_A_LINK.search(way):
        return False
    try:
        parts = urlsplit(way)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc and port_fits


def is_number(way: str) -> bool:
    """A phone number, and what is pressed after it: "+1 647 555 0123, 88 12#"."""
    return bool(_NUMBER.fullmatch(way)) and sum(each.isdecimal() for each in way) in _DIGITS


def opened_by(way: str) -> str:
    """What a browser opens: the link itself, or the number as a phone dials it; "" for neither.

    >>> opened_by("+1 (647) 555-0123, 88 12#")
    'tel:+16475550123,8812%23'
    """
    if is_link(way):
        return way
    return "tel:" + re.sub(r"[^\d+,*#]", "", way).replace("#", "%23") if is_number(way) else ""


def check_way_in(way: str) -> Decision:
    """A link or a number that can be opened, or nothing yet."""
    fits = not way or (len(way) <= LONGEST_WAY and (is_link(way) or is_number(way)))
    return Decision(True) if fits else Decision(False, "way_in_odd")
