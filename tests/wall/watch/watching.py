"""The service that passes alerts on, and whoever it tells, each acting as in life."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from alongside.instruments.actions.loading import shipped_id
from tests.cast import CAST, token_of

PHQ = shipped_id("PHQ-9", "standard-2w", "en")


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


def alert_id(watch: Watch) -> uuid.UUID:
    return watch.run("select id from assessment_alert order by recorded_at desc limit 1")[0][0]


def take(watch: Watch, who: str) -> str:
    with watch.acting(token_of(who)):
        return watch.run("select safekeeping.take_alert(%s)", alert_id(watch))[0][0]


def say(watch: Watch, who: str, verb: str = "followed_up") -> str:
    with watch.acting(token_of(who)):
        return watch.run("select safekeeping.say_what_was_done(%s, %s, 'tried')", alert_id(watch), verb)[0][0]


def verbs(watch: Watch) -> list[str]:
    with watch.acting(token_of("SUP")):
        return [verb for (verb,) in watch.run(
            "select verb from assessment_alertstep where alert_id = %s order by recorded_at, id", alert_id(watch)
        )]  # fmt: skip
