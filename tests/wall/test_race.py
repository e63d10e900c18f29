"""Trap 6: nothing is disclosed after it was taken back, however close the two come."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import product

import pytest
from django.db import OperationalError, connections
from psycopg.types.range import TimestamptzRange

from alongside.accounts.terms import PARTS
from alongside.agencies.models import Agency
from alongside.consent import actions, queries
from alongside.consent.actions import disclosing
from alongside.consent.models import Consent, ConsentLine
from alongside.consent.rules.leaving import Told
from alongside.consent.terms import Purpose
from alongside.project import roles
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category
from tests.cast import CAST, acting_as, ident
from tests.databases import Cluster
from tests.wall.race import Round, race, verbs
from tests.wall.test_same_decision import ZONE
from tests.wall.worlds import Worlds

NAME = f"alongside_race_{os.getpid()}"
# In each run some hundred times; ``make journeys``, which walks everything in every way, a thousand times.
ROUNDS, VERBS = (1000, 200) if os.environ.get("ALONGSIDE_EVERY_WAY") else (250, 80)
FAMILIES, EACH, MORE = 30, 50, 300  # the last of them for the race that nothing holds still
Agreements = list[tuple[uuid.UUID, uuid.UUID, uuid.UUID]]


@pytest.fixture(scope="module")
def agreements(cluster: Cluster, template: str) -> Iterator[tuple[str, Agreements]]:
    """Many families, each with many signed forms, and one of our own who writes in all of them."""
    cluster.clone(template, NAME)
    found: Agreements = []
    with cluster.admin(NAME) as admin:
        now = datetime.now(UTC)
        worlds = Worlds(admin, 6, now.astimezone(ZONE).date(), now)
        worlds.people_of_agencies(CAST["LEAD"])
        worker = next(who for who in worlds.staff if who.role == "counsellor")
        for _ in range(FAMILIES):
            home = worlds.home()
            worlds.rows["safekeeping_cell"].append(
                {**worlds.rows["safekeeping_cell"][0], "principal": worker.id, "family": home.id, "subject": home.id,
                 "reach": "file", "categories": 16383, "beyond": 0, "writes": 16383, "valid": TimestamptzRange(None, None),
                 "basis": worlds.id()}
            )  # fmt: skip
            for _ in range(EACH):
                form = worlds.id()
                worlds.add("consent_consent", id=form, family_id=home.id, effect="permit", form_id=None, recipient_kind="agency",
                           giver_id=home.woman, agency_id=worlds.agencies["hospital"], colleague_id=None, recipient_class="",
                           purpose="care", during=worlds.days(), explained="", signed_at=worlds.past(), signed_how="typed",
                           signature="x", copy_given="", withdrawn_at=None, version=1, **worlds.stamp())  # fmt: skip
                found.append((home.id, home.woman, form))
        worlds.rows.pop("safekeeping_exclusion", None)
        worlds.write()
    with cluster.as_role(roles.APP, NAME) as page:  # who said no to her, or to her agency, is nobody she writes about
        page.execute("select set_config('alongside.token', %s, true)", [worker.token])
        reached = {id for (id,) in page.execute("select id from families_person where kind = 'woman'")}
    found = [form for form in found if form[1] in reached]
    assert len(found) >= ROUNDS + MORE
    yield worker.token, found
    cluster.drop(NAME)


def test_nothing_is_disclosed_after_it_was_taken_back(cluster: Cluster, agreements: tuple[str, Agreements]) -> None:
    token, forms = agreements
    outcome = race(lambda: cluster.as_role(roles.APP, NAME), token, forms[:ROUNDS])
    assert outcome.rounds == ROUNDS
    assert (
        ROUNDS // 10 < outcome.disclosed < ROUNDS - ROUNDS // 10
    )  # it was a race: now the one came first, now the other
    assert outcome.late == 0


def test_without_holding_still_some_would_be(cluster: Cluster, agreements: tuple[str, Agreements]) -> None:
    """The test above could not fail if the two never met."""
    token, forms = agreements
    late = 0
    for begin in range(ROUNDS, ROUNDS + MORE, 100):  # on a busy machine a hundred times may pass without their meeting
        late = (
            late
            or race(lambda: cluster.as_role(roles.APP, NAME), token, forms[begin : begin + 100], holding=False).late
        )
    assert late > 0


# --- the same with the verbs that pages call --------------------------------------------------------------------------

WRITES = [c for c in Category if PARTS["counsellor"].writes >> c & 1]
# Each agreement opens one kind of record to one agency for one purpose: no other one covers it once it is taken back.
EACH_ALONE = list(
    product(
        ("SHEL", "PHU", "CAS"),
        (
            Purpose.OPERATIONS,
            Purpose.PAYMENT,
            Purpose.RESEARCH,
            Purpose.EVALUATION,
            Purpose.ADMINISTRATIVE,
            Purpose.CIVIL,
        ),
        WRITES,
    )
)


def taking_back(form: uuid.UUID, line: bool) -> Callable[[], None]:
    """All of it, or its only line."""

    def do() -> None:
        with acting_as("W1"):
            kept = ConsentLine.objects.get(consent=form) if line else None
            actions.withdraw(consent=Consent.objects.get(pk=form), line=kept, by=CAST["W1"], at=datetime.now(UTC))

    return do


def leaving(agency: str, purpose: Purpose, category: Category) -> Callable[[], float | None]:
    """A talk with this agency, written down; when its commit was asked for, or ``None``: it was refused."""

    def do() -> float | None:
        try:
            with acting_as("W1"):
                me = whoami()
                assert me is not None
                actions.disclose(
                    family=CAST["ALDER"], subject=CAST["ANA"], to=actions.To(Agency.objects.get(id=CAST[agency])),
                    kind="conversation", purpose=purpose, parts={category: "x"}, told=Told("with_her", True),
                    asker=queries.asker_of(me), by=CAST["W1"], at=datetime.now(UTC),
                )  # fmt: skip
                return time.perf_counter()
        except Refused as no:
            assert no.because in ("not_covered", "changing_now"), no.because
            return None

    return do


def rounds(cluster: Cluster, database: str, alone: list[tuple[str, Purpose, Category]]) -> list[Round]:
    """Forms that Ana signed, like one of hers, each for one of these; and what is done under each."""
    forms = [uuid.uuid4() for _ in alone]
    kept = "recorded_by, recorded_at, family_id"
    with cluster.admin(database) as admin, admin.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")  # compiled once, below
        cursor.executemany(
            f"insert into consent_consent (id, {kept}, effect, form_id, recipient_kind, giver_id, agency_id, recipient_class,"
            " purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
            f" select %s, {kept}, 'permit', form_id, 'agency', giver_id, %s, '', %s, daterange('2026-01-01', null), '',"
            " now() - interval '1 day', 'typed', 'x', '', 1 from consent_consent where id = %s",
            [(form, CAST[to], what, ident("C3")) for form, (to, what, _kind) in zip(forms, alone, strict=True)],
        )
        cursor.executemany(
            f"insert into consent_consentline (id, {kept}, consent_id, subject, category)"
            f" select gen_random_uuid(), {kept}, id, giver_id, %s from consent_consent where id = %s",
            [(kind, form) for form, (_to, _what, kind) in zip(forms, alone, strict=True)],
        )
        cursor.execute("set session_replication_role = origin")
        cursor.execute("select safekeeping.compile_family(%s)", [CAST["ALDER"]])
    return [
        (form, taking_back(form, line=at % 2 == 0), leaving(*each))
        for at, (form, each) in enumerate(zip(forms, alone, strict=True))
    ]


def test_the_verbs_disclose_nothing_after_it_was_taken_back(own: str, cluster: Cluster) -> None:
    outcome = verbs(rounds(cluster, own, EACH_ALONE[:VERBS]))
    assert outcome.rounds == VERBS
    assert VERBS // 10 < outcome.disclosed < VERBS - VERBS // 10  # now the one came first, now the other
    assert outcome.late == 0
    with cluster.admin(own) as admin:  # and by the server's own clock
        kept, late = admin.execute(
            "select count(*), count(*) filter (where d.recorded_at > least(k.withdrawn_at, l.withdrawn_at))"
            " from consent_disclosure d join consent_consent k on k.id = d.consent_id"
            " join consent_consentline l on l.consent_id = k.id where d.kind = 'conversation'"
        ).fetchone()
    assert (kept, late) == (outcome.disclosed, 0)


def test_verbs_that_hold_nothing_still_would_be_too_late(
    own: str,
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The test above could not fail if the two never met."""
    monkeypatch.setattr(disclosing, "hold_still", lambda family: None)
    monkeypatch.setattr(disclosing, "_lock", lambda consents: dict.fromkeys(consents, datetime.now(UTC)))

    def refused(do: Callable[[], float | None]) -> float | None:
        try:
            return do()
        except OperationalError:  # without order each may wait for the other, and the server ends one of them
            return None

    def again(do: Callable[[], None]) -> None:
        try:
            do()
        except OperationalError:
            do()

    made = rounds(cluster, own, EACH_ALONE[200:])  # none that the test above takes back
    assert verbs([(form, partial(again, back), partial(refused, leave)) for form, back, leave in made]).late > 0


# --- two who close the same at one moment -----------------------------------------------------------------------------


def test_of_two_who_close_the_same_at_once_the_second_is_told_so(own: str, cluster: Cluster) -> None:
    """Both looked before either closed it."""

    def close() -> str:
        try:
            with acting_as("PRIV"):
                actions.seal(
                    target=CAST["BEE"], why="court_order", words="No. 7", by=CAST["PRIV"], at=datetime.now(UTC)
                )
            return "closed"
        except Refused as no:
            return no.because
        finally:
            connections.close_all()  # those of this thread

    waiting = "select count(*) from pg_locks where locktype = 'advisory' and classid = 4711 and not granted"
    with cluster.admin(own) as admin, ThreadPoolExecutor(2) as threads:
        with admin.transaction():
            admin.execute("select safekeeping.lock_family(%s, false)", [CAST["ALDER"]])
            both = [threads.submit(close) for _ in range(2)]
            until = time.monotonic() + 30
            while admin.execute(waiting).fetchone() != (2,):
                assert time.monotonic() < until and not any(each.done() for each in both)
                time.sleep(0.01)
        assert sorted(each.result(30) for each in both) == ["closed", "nothing_to_close"]
