"""Peer support when it is written for good: two who match at one instant, and a peer who was here as a participant."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.utils import timezone

from alongside.families.models import Family
from alongside.peers import actions, queries
from alongside.peers.models import PeerWish
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.databases import Cluster

PEER, SUP = CAST["PEER"], CAST["SUP"]


def now(who: str) -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def wish(family: str, woman: str) -> PeerWish:
    with acting_as("SUP"):
        return actions.wish_for(
            family=Family(id=CAST[family]), woman=CAST[woman], how="offered", on=timezone.localdate(), **now("SUP")
        )


def ask_her(of: PeerWish, who: str = "SUP") -> str:
    try:
        with acting_as(who):
            actions.ask_peer(wish=of, colleague=PEER, goes_by="E.", on=timezone.localdate(), **now(who))
        return "asked"
    except Refused as no:
        return no.because
    finally:
        connections.close_all()  # those of this thread


def test_a_former_participant_is_never_matched_with_a_file_she_is_in(own: str, cluster: Cluster) -> None:
    """S-063: known by the account alone, though nobody kept her out."""
    with cluster.admin(own) as admin:
        admin.execute("delete from safekeeping_exclusion where principal = %s", [PEER])
        admin.execute(
            "insert into safekeeping_principal (id, account, person, kind, name, active)"
            " values (%s, (select account from safekeeping_principal where id = %s), %s, 'herself', '', true)",
            [CAST["GIA"], PEER, CAST["GIA"]],
        )
    made = wish("CEDAR", "GIA")
    with acting_as("SUP"):
        assert queries.to_choose(CAST["CEDAR"]) == []
    assert ask_her(made) == "not_just_now"


def test_two_who_match_at_one_instant_do_not_pass_her_cap(own: str, cluster: Cluster) -> None:
    """One place is left; both looked before either asked."""
    with acting_as("PEER"):
        row = actions.draft_agreement(colleague=PEER, supervisor=SUP, women_at_once=2, base_number=1, **now("PEER"))
    with acting_as("SUP"):
        actions.agree(agreement=queries.agreement(row.pk), **now("SUP"))
    wishes = [wish("BIRCH", "EVE"), wish("MAPLE", "MIRA")]
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and classid = 4712 and not granted"
    with cluster.admin(own) as admin, ThreadPoolExecutor(2) as threads:
        with admin.transaction():
            admin.execute("select pg_advisory_xact_lock(4712, hashtext(%s))", [str(PEER)])
            both = [threads.submit(ask_her, of, who) for of, who in zip(wishes, ("SUP", "DIR"), strict=True)]
            until = time.monotonic() + 30
            while admin.execute(waiting).fetchone() != (2,):
                assert time.monotonic() < until and not any(each.done() for each in both)
                time.sleep(0.01)
        assert sorted(each.result(30) for each in both) == ["asked", "places_taken"]
        assert admin.execute(
            "select count(*) from peers_peermatch where colleague_id = %s and ended_on is null", [PEER]
        ).fetchone() == (2,)
