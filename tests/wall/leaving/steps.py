"""What the tests of leaving share: whose files, and somebody of ours who tells an agency something."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent import actions, queries
from alongside.consent.actions import To
from alongside.consent.models import (
    Disclosure,
)
from alongside.consent.rules.leaving import Told
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST

ALDER, ANA, BEE, BO = CAST["ALDER"], CAST["ANA"], CAST["BEE"], CAST["BO"]
TOLD = Told("with_her", True)
# Nobody of these may learn that a letter is written or that it left.
NOBODY = ["W2", "W3", "CHC", "p_cal", "p_foster", "EVAL", "NUR", "CW1", "CW2", "DRX", "PO", "ADM", "SITE2", "COUNCIL"]


def now() -> datetime:
    return datetime.now(UTC)


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": now()}


def me(who: str = "W1") -> queries.Asker:
    found = whoami()
    assert found is not None
    return queries.asker_of(found)


def to(agency: str, colleague: str = "") -> To:
    return To(Agency.objects.get(id=CAST[agency]), Colleague.objects.get(id=CAST[colleague]) if colleague else None)


def disclosing(agency: str = "HOSP", who: str = "W1", colleague: str = "", **more: Any) -> list[Disclosure]:
    given: dict[str, Any] = {
        "family": ALDER, "subject": ANA, "kind": "conversation", "purpose": "care",
        "parts": {C.SERVICE_USE: "She comes every week.", C.SUD: "Six weeks without using."}, "told": TOLD,
    } | stamp(who) | more  # fmt: skip
    return actions.disclose(to=to(agency, colleague), asker=me(who), **given)
