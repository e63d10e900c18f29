"""Whom the service tells next, and when: what nobody takes, what is taken and not spoken of."""

from __future__ import annotations

import threading
import time

import pytest

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.wall.watch.watching import Watch, alert_id, say, take, verbs


def test_what_nobody_takes_goes_to_the_next_and_past_the_end_to_everybody(watch: Watch) -> None:
    watch.protocol(0)
    watch.duty("PIT")
    watch.listed("W2", "PEER")
    watch.raised()
    assert watch.told() == ["PIT"]
    for expected in (["W2"], ["PEER"]):
        before = watch.told()
        assert watch.escalated() == 1
        assert watch.told() == before + expected
        assert watch.alert()[1:] == ("raised", CAST[expected[0]])
    before = watch.told()
    assert watch.escalated() == 5
    assert sorted(watch.told()[len(before) :]) == ["DIR", "PEER", "PIT", "SUP", "W2"]
    assert watch.alert()[1:] == ("raised", None)
    assert watch.escalated() == 5  # and again, until somebody has it


def test_it_waits_as_long_as_the_protocol_says(watch: Watch) -> None:
    watch.protocol(5)
    watch.duty("PIT")
    watch.listed("W2")
    watch.raised()
    assert watch.escalated() == 0
    assert watch.told() == ["PIT"]


def test_what_is_taken_stays_and_what_is_closed_is_over(watch: Watch) -> None:
    watch.protocol(0)
    watch.duty("PIT")
    watch.listed("W2")
    watch.raised()
    with watch.acting(token_of("PIT")):
        assert watch.run("select safekeeping.take_alert(%s)", watch_id := alert_id(watch)) == [("done",)]
    assert watch.escalated() == 0
    assert watch.letters() == []
    with watch.acting(token_of("PIT")):
        assert watch.run("select safekeeping.say_what_was_done(%s, 'closed', 'talked')", watch_id) == [("done",)]
    assert watch.escalated() == 0
    assert watch.run("select safekeeping.something_open()") == [(False,)]


@pytest.mark.parametrize("followed_up", [False, True])
def test_whoever_took_it_and_says_nothing_is_asked_first_and_then_the_next_is_told(
    watch: Watch, followed_up: bool
) -> None:
    watch.protocol(0, 48 if followed_up else 0, 0 if followed_up else 48)
    watch.duty("PIT")
    watch.listed("W2")
    watch.raised()
    assert take(watch, "PIT") == "done"
    if followed_up:
        assert watch.escalated() == 0  # she has two days to say something
        assert say(watch, "PIT") == "done"
    assert watch.escalated() == 1
    assert watch.told() == ["PIT", "PIT"]
    assert watch.alert()[1:] == ("raised", CAST["PIT"])
    assert verbs(watch)[-1] == "reminded"
    assert [address for _steps, address in watch.letters()] == ["pit@example.org"]
    assert watch.escalated() == 1  # she does not answer
    assert watch.told() == ["PIT", "PIT", "W2"]
    assert watch.alert()[1:] == ("raised", CAST["W2"])
    assert watch.escalated() == 4  # nor does the next: everybody, until somebody has it
    assert watch.alert()[1:] == ("raised", None)


def test_whoever_is_asked_takes_it_again_and_it_stays_with_her(watch: Watch) -> None:
    watch.protocol(0, 0, 48)
    watch.duty("PIT")
    watch.listed("W2")
    watch.raised()
    take(watch, "PIT")
    assert watch.escalated() == 1
    watch.protocol(5, 1, 48)
    assert take(watch, "PIT") == "done" and say(watch, "PIT") == "done"
    assert watch.escalated() == 0
    assert watch.alert()[1:] == ("followed_up", CAST["PIT"])


def test_whoever_comes_on_duty_is_told_at_once_of_what_nobody_has(watch: Watch) -> None:
    watch.raised()
    assert sorted(watch.told()) == ["DIR", "SUP"]
    assert watch.escalated() == 0
    watch.duty("PIT")
    assert watch.escalated() == 1
    assert watch.alert()[2] == CAST["PIT"]


def test_nobody_of_another_agency_is_told_whatever_stands_in_the_roster(
    cluster: Cluster, place: str, watch: Watch
) -> None:
    """Even a row that no page and no policy would let anybody write."""
    with cluster.admin(place) as admin:
        for who in ("CW1", "NUR", "SITE2"):
            fits = admin.execute(
                "select safekeeping.may_be_told(%s, %s, %s), safekeeping.may_be_told(%s, %s, %s)",
                [CAST[who], CAST["LEAD"], CAST["ALDER"], CAST[who], CAST[agency_of(who)], CAST["ALDER"]],
            ).fetchone()
            assert fits == (False, False), who
        assert admin.execute(
            "select safekeeping.may_be_told(%s, %s, %s), safekeeping.may_be_told(%s, %s, %s)",
            [CAST["PIT"], CAST["LEAD"], CAST["ALDER"], CAST["SITE2"], CAST["OTHER_SITE"], CAST["ELM"]],
        ).fetchone() == (True, True)
        with admin.transaction(force_rollback=True):
            admin.execute(
                "insert into assessment_dutyshift (id, agency, colleague_id, during, recorded_by, recorded_at)"
                " values (uuidv7(), %s, %s, tstzrange(null, null), %s, now())",
                [CAST["LEAD"], CAST["CW1"], CAST["SUP"]],
            )
            rows = admin.execute(
                "select colleague from safekeeping.watchers(%s, %s)", [CAST["LEAD"], CAST["ALDER"]]
            ).fetchall()
            assert rows == []


def agency_of(who: str) -> str:
    from tests.cast import STAFF

    return STAFF[who][0]


def test_two_take_it_at_the_same_moment_and_one_of_them_has_it(cluster: Cluster, place: str) -> None:
    """Two connections, each in a transaction of its own: the second waits for the first and is told."""
    with cluster.as_role(roles.WORKER, place) as setting_up:
        watch = Watch(setting_up)
        watch.raised()  # nobody is there, so both who arrange teams were told
        with watch.acting(token_of("SUP")):
            alert = alert_id(watch)
        setting_up.commit()
    answers: list[str] = []

    def take(who: str) -> None:
        with cluster.as_role(roles.APP, place) as own:
            own.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            answers.append(own.execute("select safekeeping.take_alert(%s)", [alert]).fetchone()[0])
            time.sleep(0.3)  # so that the other one meets the row while it is held
            own.commit()

    threads = [threading.Thread(target=take, args=(who,)) for who in ("SUP", "DIR")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == ["done", "with_another"]
    with cluster.admin(place) as admin:
        taken = admin.execute(
            "select count(*) from assessment_alertstep where verb = 'taken' and alert_id = %s", [alert]
        )
        assert taken.fetchone() == (1,)
        admin.execute("update assessment_alert set state = 'closed', closed_at = now() where id = %s", [alert])
