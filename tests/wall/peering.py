"""What the tests of the wall around peer support do: wish, choose, allow, end, and look."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from alongside.care.models import Contact
from alongside.families.models import Family
from alongside.peers import actions, queries
from alongside.peers.models import PeerAllowance, PeerContact, PeerMatch, PeerWish
from alongside.peers.terms import Kind
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as, ident

ANA, ALDER, PEER, SUP = CAST["ANA"], CAST["ALDER"], CAST["PEER"], CAST["SUP"]
EVE, BIRCH = CAST["EVE"], Family(id=CAST["BIRCH"])
MATCH = ident("peer match")


def now(who: str) -> dict[str, Any]:
    return {"by": ANA if who == "p_ana" else CAST[who], "at": timezone.now()}


def today() -> Any:
    return timezone.localdate()


def notes(who: str = "PEER") -> set[str]:
    with acting_as(who):
        return set(Contact.objects.filter(family_id=ALDER).values_list("note", flat=True))


def allow(*kinds: Kind, who: str = "p_ana", **more: Any) -> PeerAllowance:
    with acting_as(who):
        match = queries.match(MATCH)
        newest = queries.newest_allowance(MATCH)
        given = {"match": match, "kinds": kinds, "base": newest.pk if newest else None, **now(who), **more}
        return actions.allow(**given)


def end(who: str = "p_ana") -> None:
    with acting_as(who):
        actions.end_match(match=queries.match(MATCH), on=today(), goodbye=True, **now(who))


def wish(who: str = "SUP", family: Family = BIRCH, woman: uuid.UUID = EVE) -> PeerWish:
    with acting_as(who):
        return actions.wish_for(family=family, woman=woman, how="offered", on=today(), **now(who))


def ask_her(who: str = "SUP", *, peer: str = "PEER", of: PeerWish | None = None) -> PeerMatch:
    of = of or wish(who)
    with acting_as(who):
        return actions.ask_peer(wish=of, colleague=CAST[peer], goes_by="Eve", on=today(), **now(who))


def begin(match: PeerMatch) -> PeerMatch:
    with acting_as("PEER"):
        return actions.begin_match(match=match, on=today(), **now("PEER"))


def recorded(who: str) -> dict[str, Any]:
    return {"recorded_by": CAST[who], "recorded_at": timezone.now()}


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as no:
        do()
    return no.value.because


def said(**more: Any) -> PeerContact:
    given = {
        "match": queries.match(MATCH), "domains": ["engaging"], "mode": "phone", "on": today(), "minutes": 20,
        "note": "SECRET by her peer", **now("PEER"), **more,
    }  # fmt: skip
    return actions.record_peer_contact(**given)
