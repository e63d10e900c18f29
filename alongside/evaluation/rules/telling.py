"""What in a file would say who somebody is. Such a file is refused: a study knows its participants by code alone.

A rule of thumb errs on the side of asking again: a column that looks like names is refused, though a person might see
that it holds none. It cannot find everything, and the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from alongside.evaluation.terms import Telling
from alongside.recordkeeping.rules import fold

# Words of a column's name, without accents and case. "first name" is asked as its words and as one.
_CALLED: dict[Telling, str] = {
    Telling.NAME: "name names surname firstname lastname fullname givenname familyname initials nickname nom noms"
    " prenom prenoms surnom initiales",
    Telling.EMAIL: "email emails mail courriel courriels",
    Telling.TELEPHONE: "phone telephone tel mobile cell cellphone cellulaire",
    Telling.BIRTH: "dob birthdate dateofbirth birthday birth born naissance datedenaissance naiss ddn",
    Telling.ADDRESS: "address addresses adresse adresses street rue postal postalcode postcode zip zipcode codepostal",
    Telling.NUMBER: "ohip sin nas ssn mrn healthcard hcn ramq nam passport passeport ip",
}
_WORDS = {kind: frozenset(words.split()) for kind, words in _CALLED.items()}
# Born how heavy, after how many weeks: about a birth, and not its day.
_NOT_ITS_DAY = frozenset(
    ("weight", "poids", "weeks", "semaines", "order", "rang", "cohort", "length", "taille", "term")
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DIALLED = re.compile(r"\+?[\d(][\d ()./-]{7,}\d")
_NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d+)?([eE][+-]?\d+)?")
_DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})|\d{1,2}(er)?[ -]\w{3,9}\.?[ -]\d{2,4}"
)
_TWO_NAMES = re.compile(r"[^\W\d_][\w'’-]*,? [^\W\d_][\w'’-]+")
_POSTAL = re.compile(r"[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d")
LONG, MANY_WORDS = 60, 7


def called(column: str) -> Telling | None:
    """What a column says of somebody by its own name; ``None``: nothing.

    >>> called("Date of Birth"), called("courriel_2"), called("bdi.pre")
    (<Telling.BIRTH: 'birth'>, <Telling.EMAIL: 'email'>, None)
    """
    words = re.findall(r"[a-z]+", fold(re.sub(r"([a-z])([A-Z])", r"\1 \2", column)))
    said = {*words, "".join(words), *("".join(pair) for pair in pairwise(words))}
    for kind, known in _WORDS.items():
        if said & known and not (kind == Telling.BIRTH and set(words) & _NOT_ITS_DAY):
            return kind
    return None


def holds(cells: Sequence[str | None]) -> Telling | None:
    """What a column says of somebody by what stands in it; ``None``: nothing that would be noticed.

    One e-mail address, telephone number or postal code is enough; days and names when they are half of it.
    """
    there = [cell for cell in cells if cell]
    texts = [cell for cell in there if not _NUMBER.fullmatch(cell)]
    for cell in texts:
        if _EMAIL.search(cell):
            return Telling.EMAIL
        if _POSTAL.search(cell):
            return Telling.ADDRESS
        if _DIALLED.fullmatch(cell) and not _DAY.fullmatch(cell) and sum(c.isdigit() for c in cell) >= 9:
            return Telling.TELEPHONE
        if len(cell) > LONG or len(cell.split()) >= MANY_WORDS:
            return Telling.WORDS
    if not texts:
        return None
    if 2 * sum(bool(_DAY.fullmatch(cell)) for cell in texts) >= len(there):
        return Telling.DAY
    each = set(texts)
    if 2 * sum(bool(_TWO_NAMES.fullmatch(cell)) for cell in each) >= len(each) and 2 * len(each) > len(there):
        return Telling.NAME
    # Nearly everybody has a word of her own here: names, places, or a second code.
    if len(there) >= 10 and 2 * len(each) > len(there):
        return Telling.NAME
    return None


def is_code(text: str) -> bool:
    """A participant's code: letters, figures, - and _, with a figure in it, and no number of nine figures or more.

    The database refuses the same.

    >>> is_code("W-017"), is_code("2"), is_code("Ana"), is_code("4165550100")
    (True, True, False, False)
    """
    return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", text)) and bool(
        re.search(r"[0-9]", text) and not re.search(r"[0-9]{9}", text)
    )
