"""Which letters go, to whom and how often, and how little the service sees; with a real mail server."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.ports import free_port
from tests.wall.watch.watching import Watch, alert_id

TABLES = ("families_person", "families_family", "assessment_alert", "assessment_alertstep", "assessment_answer",
          "assessment_occasion", "assessment_dutyshift", "accounts_colleague", "families_safecontact")  # fmt: skip


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
