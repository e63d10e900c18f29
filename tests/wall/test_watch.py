"""The service that passes alerts on: whom it tells next, which letters it sends, and how little it sees."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from psycopg import errors

from alongside.instruments.actions.loading import shipped_id
from alongside.project import roles
from tests.cast import CAST, ident, token_of
from tests.databases import Cluster
from tests.journeys.conftest import free_port

PHQ = shipped_id("PHQ-9", "standard-2w", "en")
TABLES = ("families_person", "families_family", "assessment_alert", "assessment_alertstep", "assessment_answer",
          "assessment_occasion", "assessment_dutyshift", "accounts_colleague", "families_safecontact")  # fmt: skip


class Watch:
    """The worker's own role on one connection, acting as whoever is named."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection, self.token = connection, f"token of the watch {uuid.uuid4()}"
        self.run("select safekeeping.open_service_session(%s, 'watch')", hashlib.sha256(self.token.encode()).digest())

    def run(self, query: str, *values: Any) -> list[tuple]:
        found = self.connection.execute(query, values)
        return found.fetchall() if found.description else []

    @contextmanager
    def acting(self, token: str) -> Iterator[None]:
        self.run("select set_config('alongside.token', %s, true)", token)
        yield
        self.run("select set_config('alongside.token', '', true)")

    def protocol(self, minutes: int, follow_up: int = 4, close: int = 48) -> None:
        """How long it may be silent (minutes, then hours); past the pages, which ask for five minutes at least."""
        with self.acting(token_of("SUP")):
            self.run(
                "insert into assessment_protocol (id, agency, instrument, told_before, told_before_fr, steps,"
                " minutes_to_answer, hours_to_follow_up, hours_to_close, recorded_by, recorded_at)"
                " values (uuidv7(), %s, '', 'x', '', 'x', %s, %s, %s, %s, now())",
                CAST["LEAD"], minutes, follow_up, close, CAST["SUP"],
            )  # fmt: skip

    def duty(self, *who: str) -> None:
        with self.acting(token_of("SUP")):
            for each in who:
                self.run(
                    "insert into assessment_dutyshift (id, agency, colleague_id, during, recorded_by, recorded_at)"
                    " values (uuidv7(), %s, %s, tstzrange(now() - interval '1 hour', now() + interval '1 hour'), %s, now())",
                    CAST["LEAD"], CAST[each], CAST["SUP"],
                )  # fmt: skip

    def listed(self, *who: str) -> None:
        with self.acting(token_of("SUP")):
            self.run("update assessment_escalationcontact set active = false")
            for place, each in enumerate(who):
                self.run(
                    "insert into assessment_escalationcontact (id, agency, colleague_id, place, active, recorded_by,"
                    " recorded_at) values (uuidv7(), %s, %s, %s, true, %s, now())",
                    CAST["LEAD"], CAST[each], place, CAST["SUP"],
                )  # fmt: skip

    def raised(self, family: str = "ALDER", woman: str = "ANA", who: str = "W1") -> uuid.UUID:
        """Her counsellor writes down an answer of which somebody is told."""
        occasion, answer = uuid.uuid4(), uuid.uuid4()
        with self.acting(token_of(who)):
            self.run(
                'insert into assessment_occasion (id, family_id, subject, category, instrument, definition_id, "on", wave,'
                " state, source, note, recorded_by, recorded_at) values (%s, %s, %s, 4, 'PHQ-9', %s, now(), '', 'partly',"
                " 'her_report', '', %s, now())",
                occasion, CAST[family], CAST[woman], PHQ, CAST[who],
            )  # fmt: skip
            self.run(
                "insert into assessment_answer (id, family_id, subject, category, occasion_id, item, standing, value, words,"
                " she_corrected, key, recorded_by, recorded_at) values (%s, %s, %s, 4, %s, '9', 'answered', 2, '', false,"
                " uuidv7(), %s, now())",
                answer, CAST[family], CAST[woman], occasion, CAST[who],
            )  # fmt: skip
            assert self.run("select safekeeping.raise_alert(%s)", answer) == [(True,)]
        return answer

    def escalated(self) -> int:
        with self.acting(self.token):
            return self.run("select safekeeping.escalate_alerts()")[0][0]

    def letters(self) -> list[tuple]:
        with self.acting(self.token):
            return self.run("select * from safekeeping.watch_letters()")

    def told(self, who: str = "SUP") -> list[str]:
        """Whom the steps name, in order, as the cast's names."""
        names = {CAST[name]: name for name in ("W1", "W2", "W3", "PIT", "PEER", "SUP", "DIR", "CW1", "CHC", "INT")}
        with self.acting(token_of(who)):
            return [names[to] for (to,) in self.run(
                'select s."to" from assessment_alertstep s join assessment_alert a on a.id = s.alert_id'
                ' where s."to" is not null and a.closed_at is null order by s.recorded_at, s.id'
            )]  # fmt: skip

    def alert(self, who: str = "SUP") -> tuple:
        with self.acting(token_of(who)):
            return self.run("select id, state, with_colleague from assessment_alert order by recorded_at desc")[0]


@pytest.fixture(scope="module")
def place(cluster: Cluster, template: str) -> Iterator[str]:
    """A clone in which Pilar has an address."""
    name = cluster.clone(template, f"alongside_test_watch_{os.getpid()}")
    with cluster.admin(name) as admin:
        admin.execute(
            "insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
            " values (%s, 'pit@example.org', '!', true, false)",
            [ident("user PIT")],
        )
    yield name
    cluster.drop(name)


@pytest.fixture
def watch(cluster: Cluster, place: str) -> Iterator[Watch]:
    with cluster.as_role(roles.WORKER, place) as connection:
        yield Watch(connection)
        connection.rollback()


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


def alert_id(watch: Watch) -> uuid.UUID:
    return watch.run("select id from assessment_alert order by recorded_at desc limit 1")[0][0]


def take(watch: Watch, who: str) -> str:
    with watch.acting(token_of(who)):
        return watch.run("select safekeeping.take_alert(%s)", alert_id(watch))[0][0]


def say(watch: Watch, who: str, verb: str = "followed_up") -> str:
    with watch.acting(token_of(who)):
        return watch.run("select safekeeping.say_what_was_done(%s, %s, 'tried')", alert_id(watch), verb)[0][0]


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


def verbs(watch: Watch) -> list[str]:
    with watch.acting(token_of("SUP")):
        return [verb for (verb,) in watch.run(
            "select verb from assessment_alertstep where alert_id = %s order by recorded_at, id", alert_id(watch)
        )]  # fmt: skip


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


@pytest.fixture
def above(cluster: Cluster, place: str) -> Iterator[Watch]:
    """As ``watch``, on a connection that can also do what no page does; all of it is taken back."""
    with cluster.admin(place) as connection:
        connection.autocommit = False
        connection.execute("set local session authorization alongside_worker")
        yield Watch(connection)
        connection.rollback()


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


# --- letters ----------------------------------------------------------------------------------------------------------


def test_one_letter_for_each_person_until_it_went(watch: Watch) -> None:
    watch.duty("PIT")
    watch.raised()
    watch.raised()
    [(steps, address)] = watch.letters()
    assert (address, len(steps)) == ("pit@example.org", 2)
    with watch.acting(watch.token):
        watch.run("select safekeeping.letter_went(%s, false)", steps)
    assert watch.letters() == [(steps, address)]
    with watch.acting(watch.token):
        watch.run("select safekeeping.letter_went(%s, true)", steps)
    assert watch.letters() == []


def test_no_letter_for_whoever_has_no_address_or_was_kept_out_since(watch: Watch) -> None:
    watch.duty("W2")
    watch.raised()
    assert watch.told() == ["W2"]
    assert watch.letters() == []
    with watch.acting(token_of("W2")):
        assert watch.run("select safekeeping.pass_alert(%s, %s)", alert_id(watch), CAST["PIT"]) == [("done",)]
    assert len(watch.letters()) == 1
    with watch.acting(token_of("SUP")):
        watch.run("select safekeeping.keep_out(uuidv7(), %s, %s)", CAST["PIT"], CAST["ALDER"])
    assert watch.letters() == []


def test_the_service_sees_no_row_of_anybody(watch: Watch) -> None:
    watch.duty("PIT")
    watch.raised()
    with watch.acting(watch.token):
        for table in TABLES:
            assert watch.run(f"select count(*) from {table}") == [(0,)], table
    watch.run("select set_config('alongside.token', %s, true)", watch.token)
    with pytest.raises(errors.InsufficientPrivilege):
        watch.run("select email from accounts_user")


@pytest.mark.parametrize("call", ["escalate_alerts()", "watch_letters()", "letter_went('{}', true)"])
def test_the_service_alone_does_it(cluster: Cluster, database: str, call: str) -> None:
    for role, token in (
        (roles.WORKER, ""), (roles.WORKER, token_of("SUP")), (roles.APP, ""), (roles.APP, token_of("SUP")),
    ):  # fmt: skip
        with cluster.as_role(role, database) as connection:
            connection.execute("select set_config('alongside.token', %s, true)", [token])
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(f"select safekeeping.{call}")
    with cluster.as_role(roles.WORKER, database) as connection:
        connection.execute(
            "select safekeeping.open_service_session(%s, 'quiet-notice')", [hashlib.sha256(b"night").digest()]
        )
        connection.execute("select set_config('alongside.token', 'night', true)")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(f"select safekeeping.{call}")


# --- the worker process, and a real mail server ---------------------------------------------------------------------------


class Box(Handler):
    """A mail server that refuses until it is told to take letters."""

    def __init__(self) -> None:
        super().__init__()
        self.took: list[Message] = []
        self.refuses = True

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list) -> str:
        if self.refuses:
            return "451 not now"
        envelope.mail_from = address
        return "250 ok"

    def handle_message(self, message: Message) -> None:
        self.took.append(message)


def run_job(cluster: Cluster, name: str, url: str) -> str:
    """As in life: a process of its own with the worker's role and nothing else."""
    worker = cluster.databases(name, ("worker",))["worker"]
    script = "import django; django.setup()\nfrom alongside.assessment.jobs import watch\nprint(watch.func(1))"
    environment = {**os.environ, "ALONGSIDE_PROCESS": "worker", "ALONGSIDE_DATABASES": json.dumps({"default": worker})}
    environment |= {"ALONGSIDE_SMTP_URL": url}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert "pit@example.org" not in done.stdout + done.stderr
    return done.stdout.strip()


def test_letters_wait_while_the_mail_server_is_down_or_refuses_and_then_say_nothing(
    cluster: Cluster, place: str
) -> None:
    name, box = place, Box()
    port = free_port()
    url = f"smtp://127.0.0.1:{port}?from=notices@example.org"
    mail = Controller(box, hostname="127.0.0.1", port=port)
    try:
        assert run_job(cluster, name, url) == "0"  # nothing is open
        with cluster.as_role(roles.WORKER, name) as connection:
            watch = Watch(connection)
            watch.duty("PIT")
            watch.raised()
        with cluster.admin(name) as admin:
            (began,) = admin.execute("select clock_timestamp()").fetchone()
        assert run_job(cluster, name, "") == "0"  # no mail server at all: it stands on her pages
        assert run_job(cluster, name, url) == "0"  # nobody answers there
        mail.start()
        assert run_job(cluster, name, url) == "0"  # it refuses
        box.refuses = False
        assert run_job(cluster, name, url) == "1"
        assert run_job(cluster, name, url) == "0"  # once
        with cluster.admin(name) as admin:
            admin.execute("update assessment_alert set answer_by = now() - interval '1 minute' where closed_at is null")
        assert run_job(cluster, name, url) == "1"  # nobody took it: everybody is told, and one of them has an address
        with cluster.admin(name) as admin:
            went_on = admin.execute("select detail from recordkeeping_trail where verb = 'alerts went on'").fetchall()
            assert [line[0]["count"] for line in went_on] == [3]
            tries, mailed = admin.execute(
                "select array_agg(s.tries order by s.recorded_at), count(s.mailed_at) from assessment_alertstep s"
                ' join assessment_alert a on a.id = s.alert_id and a.closed_at is null where s."to" = %s',
                [CAST["PIT"]],
            ).fetchone()
            assert (tries, mailed) == ([3, 1], 2)
            mine, open_still = admin.execute(
                "select count(*), count(*) filter (where ended_at is null) from safekeeping_session"
                " where purpose = 'watch' and opened_at > %s",
                [began],
            ).fetchone()
            assert mine > 4 and open_still == 0  # each run signs out again
    finally:
        if mail.server:
            mail.stop()
    assert len(box.took) == 2
    letter = box.took[0]
    assert (letter["To"], letter["From"]) == ("pit@example.org", "notices@example.org")
    assert letter["Subject"] == "Please sign in / Veuillez vous connecter"
    text = letter.get_payload(decode=True).decode()
    assert " ".join(text.split()) == (
        "Somebody in the programme is needed. Please sign in."
        " On a besoin de quelqu’un au programme. Veuillez vous connecter."
    )
    said = (letter.as_string() + text).casefold()
    for word in ("ana", "alder", "phq", "alongside", "http", "answer", "alert", "suicid", "urgent"):
        assert word not in said.replace("transfer-encoding", ""), word
