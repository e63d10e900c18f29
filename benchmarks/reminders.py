"""One command: 10,000 reminders planned and handed to a folder by one worker; then by two, one of which is killed.

``python benchmarks/reminders.py``. The first run fills a database of its own: a small practice programme and 10,000 women
with a plan, a signed yes and a wish. Each run gives them a promise in two hours, and starts workers as in life (``django
procrastinate worker``). Planning and handing over are jobs. One worker alone is timed from the moment at which the jobs are
put into the queue until the last message is written down as sent. Then everything is planned anew, two workers hand over,
and one of them is killed (``kill -9``) when a third has gone; what it had in hand is taken up by the other one when the
lease is over. Counted at the end: files, messages that are not there, and messages that are there twice. The figures go
into ``benchmarks/README.md`` between their markers.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.publishing import publish  # noqa: E402

MANY, ASKED = 10_000, 60  # messages; seconds
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.project.settings")

_N = "generate_series(0, {many} - 1) n"
_FAMILY, _WOMAN, _PLAN = (f"md5('reminded {what} ' || n)::uuid" for what in ("family", "woman", "plan"))
_BY = "md5('whoever wrote it')::uuid"
PEOPLE = (
    f"""insert into consent_form (id, recorded_by, kind, profile, language, version, text, sha256, source)
    values (md5('form of the benchmark')::uuid, {_BY}, 'messages', 'ontario', 'en', 991, 'words', 'x', '')""",
    f"""insert into families_family (id, recorded_by, agency_id, name, opened_on, version)
    select {_FAMILY}, {_BY}, (select agency_id from agencies_programme), '', current_date, 1 from {_N}""",
    f"""insert into families_person (id, recorded_by, family_id, kind, name, legal_name, other_names, is_alias, pronouns,
      languages, interpreter, sort_key, version)
    select {_WOMAN}, {_BY}, {_FAMILY}, 'woman', 'Woman' || n, '', '{{}}', true, '', '{{}}', '', 'woman' || n, 1 from {_N}""",
    f"insert into families_woman (person_id, family_id, her_why, version) select {_WOMAN}, {_FAMILY}, '', 1 from {_N}",
    f"""insert into families_safecontact (id, recorded_by, family_id, woman_id, version, we_are_called, who_shares_the_phone,
      code_word, checked_on, note) select {_PLAN}, {_BY}, {_FAMILY}, {_WOMAN}, 1, 'Sam', '', '', current_date - 1, '' from {_N}""",
    f"""insert into families_safeway (plan_id, family_id, woman_id, channel, value, content_level, from_hour, days, voicemail)
    select {_PLAN}, {_FAMILY}, {_WOMAN}, 'text', '+1416' || 5000000 + n, 2, '00:00', '', false from {_N}""",
    f"""insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,
      recipient_class, purpose, during, explained, signed_at, signed_how, signature, copy_given, version)
    select gen_random_uuid(), {_BY}, {_FAMILY}, {_WOMAN}, 'permit', md5('form of the benchmark')::uuid, 'agency',
      (select agency_id from agencies_programme), '', 'care', daterange(current_date - 9, current_date + 300), '',
      now() - interval '1 day', 'typed', 'her name', '', 1 from {_N}""",
    f"""insert into reminders_wish (id, recorded_by, family_id, woman_id, by, version, wanted, how, value, others, language,
      kinds, her_words, hard_words, stop_word, leave_message, said_on)
    select gen_random_uuid(), {_BY}, {_FAMILY}, {_WOMAN}, 'text', 1, true, 'she_said', '+1416' || 5000000 + n, 'only_she',
      case when n % 2 = 0 then 'en' else 'fr' end, '{{today}}', '', '', '', false, current_date - 1 from {_N}""",
)
# In two hours, so that the message of the day is due now; anew for each run.
PROMISES = (
    f"delete from reminders_notice where family_id in (select {_FAMILY} from {_N})",
    f"delete from reminders_message where family_id in (select {_FAMILY} from {_N})",
    f"delete from reminders_reminded where family_id in (select {_FAMILY} from {_N})",
    f"delete from care_promise where family_id in (select {_FAMILY} from {_N})",
    f"""insert into care_promise (id, recorded_by, family_id, subject, category, what, "on", at_time, worker, state)
    select gen_random_uuid(), {_BY}, {_FAMILY}, {_WOMAN}, 1, 'we meet', t.at::date, date_trunc('minute', t.at)::time, {_BY}, 'open'
      from {_N} cross join (select (now() + interval '2 hours') at time zone time_zone as at from agencies_programme) t""",
    f"""insert into reminders_reminded (id, recorded_by, family_id, woman_id, source, target)
    select gen_random_uuid(), {_BY}, p.family_id, p.subject, 'promise', p.id from care_promise p
     where p.family_id in (select {_FAMILY} from {_N})""",
)


def fill(cursor: Any, many: int, *statements: str) -> None:
    """Run ``PEOPLE`` or ``PROMISES`` for so many women; ``cursor`` is of a role that row-level security does not bind."""
    for statement in statements:
        cursor.execute(statement.replace("{many}", str(many)))


def main() -> None:
    """Make the database when it is not there, run both, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--many", type=int, default=MANY)
    given = ask.parse_args()
    from benchmarks.run import _home, _prepared

    home = Path(f"{_home(0)}-reminders")
    environment, _made = _prepared(home, 12)
    os.environ |= environment
    import django

    django.setup()
    _people(given.many)
    found = {"one": _one(home, given.many), "two": _two(home, given.many)}
    page = render(found, given.many)
    print(page)
    publish("reminders", page)


def _people(many: int) -> None:
    from django.db import connections

    with connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) from reminders_wish where recorded_by = md5('whoever wrote it')::uuid")
        if cursor.fetchone()[0] == 0:
            fill(cursor, many, *PEOPLE)
            with connections["owner"].cursor() as owner:
                owner.execute("vacuum analyze")


def _anew(home: Path, many: int) -> Path:
    """No message yet, a promise for each, an empty folder."""
    from django.db import connections

    with connections["loader"].cursor() as cursor:
        fill(cursor, many, *PROMISES)
        cursor.execute("delete from procrastinate_jobs where task_name like 'reminders.%'")
    folder = home / f"sent-{time.time_ns()}"
    folder.mkdir()
    return folder


def _worker(folder: Path, *more: str) -> subprocess.Popen:
    """A worker as ``alongside up`` starts it, but for where it hands messages over."""
    from alongside.project.address import child_environment
    from alongside.project.embedded import Embedded
    from alongside.project.home import Home

    home = Home(folder.parent).make()
    environment = child_environment(home, "worker", mode="demo", address=Embedded(home).address())
    environment["ALONGSIDE_MESSAGES"] = f"file:{folder}"
    return subprocess.Popen(
        [sys.executable, "-m", "django", "procrastinate", "worker", "--delete-jobs=successful", *more],
        env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _defer(*names: str) -> None:
    """Put jobs into the queue; one that waits there already is left."""
    from django.db import connections

    with connections["loader"].cursor() as cursor:
        for name in names:
            cursor.execute(
                "insert into procrastinate_jobs (queue_name, task_name, args, queueing_lock)"
                " select 'default', %s, '{\"timestamp\": 0}', %s where not exists ("
                "   select from procrastinate_jobs where queueing_lock = %s and status = 'todo')", [name, name, name],
            )  # fmt: skip


def _states() -> Counter[str]:
    from django.db import connections

    with connections["loader"].cursor() as cursor:
        cursor.execute("select state, count(*) from reminders_message group by 1")
        return Counter(dict(cursor.fetchall()))


def _one(home: Path, many: int) -> dict[str, Any]:
    folder = _anew(home, many)
    started = time.perf_counter()
    _defer("reminders.plan", "reminders.hand_over")
    worker = _worker(folder)
    try:
        while (states := _states())["sent"] < many and time.perf_counter() - started < 10 * ASKED:
            if states.total() == many and not states["taken"] + states["handing"]:
                _defer("reminders.hand_over")
            time.sleep(0.25)
        took = time.perf_counter() - started
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
    return {"seconds": took, **_counted(folder)}


def _two(home: Path, many: int) -> dict[str, Any]:
    folder = _anew(home, many)
    from alongside.reminders.actions.sending import LEASE  # the wait that a killed worker costs

    started = time.perf_counter()
    first, second = _worker(folder), _worker(folder)
    killed: dict[str, Any] = {}
    try:
        _defer("reminders.plan")
        while (states := _states())["sent"] < many and time.perf_counter() - started < 10 * ASKED:
            if states.total() == many:
                _defer("reminders.hand_over")
            if not killed and len(os.listdir(folder)) >= many // 3:
                first.kill()
                first.wait(60)
                hand = _states()
                killed = {"at": len(os.listdir(folder)), "in_hand": hand["taken"] + hand["handing"]}
            time.sleep(0.1)
        took = time.perf_counter() - started
    finally:
        for each in (first, second):
            if each.poll() is None:
                each.send_signal(signal.SIGTERM)
                each.wait(60)
    return {"seconds": took, "lease": LEASE.total_seconds(), **killed, **_counted(folder)}


def _counted(folder: Path) -> dict[str, Any]:
    import json

    numbers = Counter(json.loads(path.read_text())["value"] for path in folder.glob("*.json"))
    return {"files": numbers.total(), "numbers": len(numbers), "states": dict(_states())}


def render(found: dict[str, Any], many: int) -> str:
    """The figures as a page."""
    one, two = found["one"], found["two"]
    said = "" if one["seconds"] <= ASKED else ": **missed**"
    return "\n".join(
        [
            f"{many:,} reminders; {platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores.",
            "",
            "| | seconds | asked for | files | not there | there twice |",
            "|---|---|---|---|---|---|",
            f"| planned and handed over by one worker | {one['seconds']:.1f} | ≤ {ASKED}{said} | {one['files']:,} |"
            f" {many - one['numbers']} | {one['files'] - one['numbers']} |",
            f"| by two workers, one killed after {two.get('at', 0):,} with {two.get('in_hand', 0)} in hand |"
            f" {two['seconds']:.1f}, with the lease of {two['lease']:.0f} | none lost, none twice | {two['files']:,} |"
            f" {many - two['numbers']} | {two['files'] - two['numbers']} |",
        ]
    )


if __name__ == "__main__":
    main()
