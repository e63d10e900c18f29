"""Names folded for sorting and finding. Plain Python."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Letters that Unicode does not take apart into a base letter and a mark.
_LONE = str.maketrans(
    {
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ß": "ss",
        "ı": "i",
    }
)


@dataclass(frozen=True)
class Decision:
    """The answer of a rule: allowed or not, and why (a code from the room's ``terms.py`` that pages translate)."""

    allowed: bool
    because: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class Refused(Exception):
    """A rule said no. ``because`` is a code from the room's ``terms.py``; ``field`` names the form's field, if any.

    ``detail`` holds what the page needs to explain it (such as the clashing row); it is shown, never logged.
    """

    def __init__(self, because: str, *, field: str = "", **detail: object) -> None:
        super().__init__(because)
        self.because, self.field, self.detail = because, field, detail


def fold(text: str) -> str:
    """``text`` without accents, case, or repeated white space, for sorting and finding: "Zoé  LÉGARÉ" -> "zoe legare".

    The database's collation is C.UTF-8, which sorts É after Z; a folded key sorts as people expect.
    """
    flat = unicodedata.normalize("NFKD", text.translate(_LONE).casefold())
    kept = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(kept.replace("’", "'").split())
