"""May a site show an instrument, and with whose words?

A site declares what it uses instruments for; each licence says what it does not allow. The two together decide. Words
that need permission come only from the site that holds it (an overlay).
"""

from __future__ import annotations

from dataclasses import dataclass

from alongside.instruments.rules.definition import Licence

USES = ("commercial", "clinical", "research", "educational")
UNDECLARED = "undeclared"  # conditions cannot be judged before the site has said what it uses instruments for
ONLY_CARE_AND_RESEARCH = "clinical_and_research"  # these are named in the permission; making money is not


@dataclass(frozen=True)
class Showing:
    """``how``: "shipped", "overlay" or "score_only" (no words, results only). ``because``: why it is not allowed,
    "undeclared" or the flag of the licence in the way ("no_commercial" …). ``notice``: to be shown with it."""

    allowed: bool
    how: str
    because: str = ""
    notice: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def may_show(licence: Licence, declared: frozenset[str], overlay: bool = False) -> Showing:
    """Whether, and how, an instrument may be shown at a site.

    Parameters
    ----------
    declared: what the site uses instruments for, out of ``USES``; empty when it has not said so yet.
    overlay: whether the site has installed words it has permission for.
    """
    how = licence.text
    if how == "overlay" and not overlay:
        how = "score_only"
    closed = [use for use in USES if f"no_{use}" in licence.flags]
    if ONLY_CARE_AND_RESEARCH in licence.flags:
        closed.append("commercial")
    for use in closed:
        if use in declared:
            return Showing(False, how, f"no_{use}", licence.notice)
    if closed and not declared:
        return Showing(False, how, UNDECLARED, licence.notice)
    return Showing(True, how, "", licence.notice)
