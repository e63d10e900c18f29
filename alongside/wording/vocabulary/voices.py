"""Whose voice is it? Finds the parts of a note that are somebody's own words: they are left as spoken.

A quotation of four words or more, any quotation that is said to be hers, and every line that starts with ">" are her
own words. One to three words in quotation marks that nobody is said to have spoken are the writer's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

Span = tuple[int, int]

MANY_WORDS = 4
BEFORE = 140  # signs looked at before a quotation for "she said"
AFTER = 40  # and after it, for "… , she said"
LONGEST_SINGLE = 600  # signs a quotation in single marks may have: the mark is also an apostrophe

_SPEAKS = (
    r"said|says?|saying|told|tells?|telling|shar(?:ed|es|ing)|wr(?:ote|ites|iting)|text(?:ed|s)|ask(?:ed|s)|"
    r"repl(?:ied|ies)|answer(?:ed|s)|explain(?:ed|s)|stat(?:ed|es)|add(?:ed|s)|report(?:ed|s)|disclos(?:ed|es)|"
    r"whisper(?:ed|s)|yell(?:ed|s)|shout(?:ed|s)|joke[ds]|recall(?:ed|s)|remember(?:ed|s)|put(?:s)? it|"
    r"dit|disait|a dit|raconte|racontait|a raconté|écrit|a écrit|explique|a expliqué|répond|confie|a confié|ajoute|"
    r"partage|a partagé|nomme|mentionne|décrit"
)
_HER = (
    r"she|they|he|i|we|mother|mom|mum|woman|women|client|participant|parent|patient|daughter|son|child|sister|"
    r"grandmother|nana|elle|elles|il|mère|maman|femme|cliente|participante|patiente"
)
_SAY_BEFORE = re.compile(
    rf"(?:\b(?:{_SPEAKS})\b(?! (?:by|to be|nothing|little)\b)"
    rf"|\b(?:{_HER})\s+(?:\w+\s+)?(?:describ(?:es|ed|ing)|call(?:s|ed|ing)|refer(?:s|red|ring)|nam(?:es|ed)"
    r"|uses the words?|se dit|se décrit|s['’]appelle|se qualifie)\b"
    r"|\b(?:herself|himself|themselves|themself|myself)\b(?: as)?"
    r"|\b(?:her|his|their|my|our)\s+(?:own\s+)?(?:words?|phrase|term|voice|answer|name for)\b"
    r"|\b(?:quot(?:e[ds]?|ing)|according to (?:her|him|them)|selon elle|ses (?:propres )?mots|citation)\b"
    r")[^\"“”«».!?\n]{0,40}$",
    re.IGNORECASE,
)  # fmt: skip
_SAY_AFTER = re.compile(
    rf"^[\s,.;:!?…—–-]{{0,4}}(?:\(?(?:(?:as|so)\s+)?(?:{_HER}|[A-Z][\w’'-]+)\s+(?:\w+\s+)?(?:{_SPEAKS})\b"
    rf"|(?:is|was)\s+(?:what|how)\s+(?:{_HER})\s+(?:{_SPEAKS}|calls?|called|describes?|described)\b"
    rf"|(?:said|says|asked|wrote|replied|answered|explained|added)\s+(?:the\s+|our\s+)?(?:{_HER}|[A-Z][\w’'-]+)\b"
    r"|\(?(?:her|his|their|ses)\s+(?:own\s+|propres\s+)?(?:words?|mots)\b|in\s+her\s+(?:own\s+)?words?\b"
    r"|(?:dit|disait|raconte|confie|répond|explique|écrit|ajoute)(?:-t)?-elle\b|a-t-elle\s+(?:dit|écrit|confié|expliqué))",
    re.IGNORECASE,
)  # fmt: skip
# Speaking about a word is not using it: the word "addict".
_ABOUT_WORDS = re.compile(
    r"\b(?:words?|terms?|labels?|phrases?|expressions?|slurs?|avoid|instead of|rather than|not say|never say"
    r"|stop saying|don['’]t say|say, not|mots?|termes?|étiquettes?|au lieu de|plutôt que|éviter(?: de dire)?)\b"
    r"(?:\s+(?:like|such as|comme|as|the|de|the words?|saying|dire))?"
    r"(?:\s*[\"“«'‘][^\"“”«»\n]{1,30}[\"”»'’]\s*(?:,|/|or|and|ou|et)?(?:\s*(?:or|and|ou|et))?){0,6}\s*$",
    re.IGNORECASE,
)  # fmt: skip

_MARKS = re.compile(r"[\"“”„‟«»‘]|<<|(?<!\n)(?<!^)>>|(?<![\w'’])'(?=\w)|(?<=[\w.,!?…;])['’](?!\w)")
_CONTRACTION = re.compile(r"'(?:cause|til|till|em|tis|twas|bout|n|round|\d\ds?)\b", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"^[ \t\u00a0]{0,8}(?:>|&gt;).*$", re.MULTILINE)
_OPENS_AFTER = " \t\n\r\u00a0\u202f([{—–-/:;,=*_"
_GAP = re.compile(r"\n[ \t\r\u00a0]*\n")


@dataclass(slots=True)
class _Quotation:
    """A quotation found: the span with its marks, and whether a closing mark was found."""

    start: int
    end: int
    inner: Span
    closed: bool
    kind: str


def _opens(text: str, start: int, end: int) -> bool | None:
    """Does the straight mark at this place open a quotation? None where it could be either."""
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    room_before, room_after = before in _OPENS_AFTER, after.isspace()
    if room_before and not room_after:
        return True
    if not room_before and not after.isalnum():
        return False
    return None


def _mark(text: str, match: re.Match[str], open_kinds: list[str]) -> tuple[str, bool] | None:
    """(kind, opens) of a mark, or None where it is not a quotation mark at all (an apostrophe, inches)."""
    sign, start, end = match.group(), match.start(), match.end()
    if sign in ("«", "»", "<<", ">>"):
        return "guillemet", sign in ("«", "<<")
    if sign == "‘":
        return "single", True
    if sign in "'’":
        if sign == "'" and _opens(text, start, end) and start + 1 < len(text) and text[start + 1].isalnum():
            return None if _CONTRACTION.match(text, start) else ("single", True)
        return ("single", False) if "single" in open_kinds else None
    opens = _opens(text, start, end)
    if opens is None:
        opens = {"“": True, "„": True, "”": False}.get(sign, "double" not in open_kinds)
    if not opens and "double" not in open_kinds:
        return None  # 12" wide; or a closing mark whose beginning is not in this text
    return "double", opens


def _quotations(text: str, gaps: list[int]) -> list[_Quotation]:
    found: list[_Quotation] = []
    stack: list[tuple[str, int, int]] = []  # kind, start of mark, start of what is quoted
    for match in _MARKS.finditer(text):
        mark = _mark(text, match, [kind for kind, _, _ in stack[-6:]])
        if mark is None:
            continue
        kind, opens = mark
        if opens:
            stack.append((kind, match.start(), match.end()))
            continue
        for depth in range(1, min(len(stack), 6) + 1):
            if stack[-depth][0] == kind:
                _, start, inner = stack[-depth]
                if kind == "single" and match.start() - inner > LONGEST_SINGLE:
                    break
                # An apostrophe after s may be a plural owner's; the quotation goes on if it is closed again later.
                found.append(_Quotation(start, match.end(), (inner, match.start()), True, kind))
                if not (kind == "single" and text[match.start() - 1 : match.start()] == "s" and match.group() in "'’"):
                    del stack[-depth:]
                break
    closed = {q.start for q in found}
    for kind, start, inner in stack:
        if start not in closed:
            i = bisect_left(gaps, inner)
            end = gaps[i] if i < len(gaps) else len(text)
            found.append(_Quotation(start, end, (inner, end), False, kind))
    return found


def _words(text: str, start: int, end: int) -> int:
    """How many words, counted up to MANY_WORDS (a long quotation is not read to its end for this)."""
    count = 0
    for piece in re.finditer(r"\S+", text[start : min(end, start + 400)]):
        count += any(sign.isalnum() for sign in piece.group())
        if count >= MANY_WORDS:
            break
    return count


def _attributed(text: str, quotation: _Quotation) -> bool:
    before = text[max(0, quotation.start - BEFORE) : quotation.start]
    return bool(_SAY_BEFORE.search(before) or _SAY_AFTER.match(text[quotation.end : quotation.end + AFTER]))


def _is_hers(text: str, quotation: _Quotation, gaps: list[int]) -> bool:
    if not quotation.closed:
        return quotation.kind != "single" and bool(
            _SAY_BEFORE.search(text[max(0, quotation.start - BEFORE) : quotation.start])
        )
    start, end = quotation.inner
    i = bisect_left(gaps, start)
    if text[quotation.start] in "\"'" and i < len(gaps) and gaps[i] < end:
        return _attributed(text, quotation)  # straight marks a paragraph apart are a pair only when somebody speaks
    if _words(text, start, end) >= MANY_WORDS or _attributed(text, quotation):
        return True
    return bool(_ABOUT_WORDS.search(text[max(0, quotation.start - BEFORE) : quotation.start]))


def own_words(text: str) -> list[Span]:
    """Half-open spans of `text` that are somebody's own words, in order, none overlapping."""
    spans = [match.span() for match in _QUOTED_LINE.finditer(text)]
    gaps = [match.start() for match in _GAP.finditer(text)]
    spans += [(q.start, q.end) for q in _quotations(text, gaps) if _is_hers(text, q, gaps)]
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
