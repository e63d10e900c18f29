"""Whoever has it falls away: kept out, left, switched off. It is nobody's at once, and goes on."""

from __future__ import annotations

import pytest

from tests.cast import CAST, ident, token_of
from tests.wall.watch.watching import Watch, alert_id, say, take

AWAY = {
    "kept out": "insert into safekeeping_exclusion (id, principal, family, since) values (uuidv7(), %(who)s, %(family)s, now())",
    "her account is closed": "update accounts_user set is_active = false where id = %(account)s",
    "her part is over": "update safekeeping_capacity set valid = tstzrange(lower(valid), statement_timestamp())"
    " where principal = %(who)s",
    "she has left": "update safekeeping_principal set active = false where id = %(who)s",
}
NOBODYS = (
    "select count(*) from assessment_alert where closed_at is null and (with_colleague is null"
    " or id = any ((select safekeeping.fallen_back())::uuid[]))"
)


def fall_away(above: Watch, how: str) -> None:
    """Pilar may no longer be told."""
    above.connection.execute("reset session authorization")
    done = above.connection.execute(
        AWAY[how], {"who": CAST["PIT"], "family": CAST["ALDER"], "account": ident("user PIT")}
    )
    assert done.rowcount >= 1
    above.connection.execute("set local session authorization alongside_worker")


@pytest.mark.parametrize("how", AWAY)
def test_nobody_has_it_at_once_when_whoever_has_it_falls_away(above: Watch, how: str) -> None:
    """Before the service has been by: those who arrange teams see that nobody has it, and one of them takes it."""

    def seen(who: str) -> int:
        with above.acting(token_of(who)):
            return above.run(NOBODYS)[0][0]

    above.protocol(5)
    above.duty("PIT")
    above.raised()
    assert take(above, "PIT") == "done"
    assert [seen(who) for who in ("SUP", "DIR", "W1")] == [0, 0, 0]
    assert take(above, "DIR") == "with_another"
    fall_away(above, how)
    assert [seen(who) for who in ("SUP", "DIR", "W1")] == [1, 1, 1]
    assert [seen(who) for who in ("W2", "PEER", "EVAL", "NUR", "PIT")] == [0, 0, 0, 0, 0]
    assert take(above, "DIR") == "done"
    assert above.alert()[1:] == ("taken", CAST["DIR"])
    assert above.escalated() == 0


@pytest.mark.parametrize("how", AWAY)
def test_the_service_passes_it_on_when_whoever_has_it_falls_away(above: Watch, how: str) -> None:
    above.protocol(5)
    above.duty("PIT")
    above.listed("W2")
    above.raised()
    take(above, "PIT")
    say(above, "PIT")
    fall_away(above, how)
    assert above.escalated() == 1
    assert above.alert()[1:] == ("raised", CAST["W2"])


def test_it_goes_on_at_once_when_whoever_has_it_is_kept_out_or_has_left(watch: Watch) -> None:
    watch.duty("PIT")
    watch.listed("W2", "PEER")
    watch.raised()
    with watch.acting(token_of("PIT")):
        watch.run("select safekeeping.take_alert(%s)", alert_id(watch))
    assert watch.escalated() == 0
    with watch.acting(token_of("SUP")):
        watch.run("select safekeeping.keep_out(uuidv7(), %s, %s)", CAST["PIT"], CAST["ALDER"])
    assert watch.escalated() == 1
    assert watch.alert()[1:] == ("raised", CAST["W2"])
    with watch.acting(token_of("PIT")):
        assert watch.run("select count(*) from assessment_alert") == [(0,)]
    with watch.acting(token_of("DIR")):
        watch.run(
            "select safekeeping.keep_principal(id, account, agency, null, 'staff', name, false)"
            " from (values (%s::uuid, null::uuid, %s::uuid, 'x')) v(id, account, agency, name)",
            CAST["W2"], CAST["LEAD"],
        )  # fmt: skip
    assert watch.escalated() == 1
    assert watch.alert()[1:] == ("raised", CAST["PEER"])
