"""The people of our tests: fixed, fictional, and the same in every test.

Two sets, one world. The names in capitals are those of ``tests/data/access_cases.json`` (Ana, Bee, Cal, ...); the others
are the cast of ``docs/architecture.md``. ``CAST["ANA"]`` is an id, ``acting_as("W1")`` carries that person's token.
"""

from tests.cast.people import CAST, STAFF, T0, TODAY, dyad, ident
from tests.cast.sessions import acting_as, serving, token_of
from tests.cast.world import make_cast

__all__ = ["CAST", "STAFF", "T0", "TODAY", "acting_as", "dyad", "ident", "make_cast", "serving", "token_of"]
