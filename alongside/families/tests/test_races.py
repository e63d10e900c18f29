"""Two workers at the very same moment, on two real connections to a database of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connections, transaction

from alongside.families import queries
from alongside.families.actions import record_birth, record_pregnancy, record_track, save_safe_contact
from alongside.families.models import Child, LivingArrangement, SafeContact, Woman
from alongside.families.rules import Birth
from alongside.families.terms import Because
from alongside.families.tests.conftest import AT, TODAY
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.databases import Cluster

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
W1, PIT = CAST["W1"], CAST["PIT"]
Work = Callable[[], Any]


@pytest.fixture
def own_database(cluster: Cluster, template: str, database: str) -> Iterator[str]:
    """A clone in which both may commit."""
    name = cluster.clone(template, f"{database}_race")
    yield name
    cluster.drop(name)


class Racer(threading.Thread):
    """Somebody at work in a connection of her own; she waits before she commits until she is told."""

    def __init__(self, name: str, who: str, work: Work, *, hold: threading.Event | None = None) -> None:
        super().__init__(daemon=True)
        self.database, self.who, self.work, self.hold = name, who, work, hold
        self.done, self.result, self.error = threading.Event(), None, None

    def run(self) -> None:
        connection = connections["default"]
        connection.settings_dict = {**connection.settings_dict, "NAME": self.database}
        try:
            with transaction.atomic(), acting_as(self.who):
                self.result = self.work()
                self.done.set()
                if self.hold:
                    assert self.hold.wait(20)
        except Exception as error:  # handed to the test
            self.error = error
        finally:
            self.done.set()
            connection.close()


def race(name: str, first: Work, second: Work) -> tuple[Racer, Racer]:
    """``first`` has written and not yet committed when ``second`` begins; then ``first`` commits."""
    hold = threading.Event()
    one, two = Racer(name, "W1", first, hold=hold), Racer(name, "PIT", second)
    one.start()
    assert one.done.wait(20)
    two.start()
    assert not two.done.wait(0.7), "the second must wait for the first"
    hold.set()
    for racer in (one, two):
        racer.join(20)
        assert not racer.is_alive()
    return one, two


def after(name: str, look: Work) -> Any:
    looked = Racer(name, "W1", look)
    looked.start()
    looked.join(20)
    if looked.error:
        raise looked.error
    return looked.result


def test_two_plans_at_the_same_moment_are_both_kept(own_database: str) -> None:
    def save(by: Any, note: str) -> Work:
        return lambda: save_safe_contact(
            woman=Woman.objects.get(pk=CAST["ANA"]), base_version=1, plan={"note": note},
            ways=[{"channel": "text", "value": "+14165550111"}], by=by, at=AT,
        )  # fmt: skip

    one, two = race(own_database, save(W1, "from the first"), save(PIT, "from the second"))
    assert one.error is None and isinstance(one.result, SafeContact) and one.result.version == 2
    assert two.error is None and isinstance(two.result, SetAside)
    assert two.result.written["note"] == "from the second" and two.result.target == one.result.id
    notes = after(own_database, lambda: [p.note for p in queries.safe_contacts_of(Woman.objects.get(pk=CAST["ANA"]))])
    assert notes[0] == "from the first"
    assert after(own_database, lambda: SetAside.objects.filter(subject=CAST["ANA"]).count()) == 1


def test_two_orders_at_the_same_moment_never_overlap(own_database: str) -> None:
    def order(by: Any, kind: str) -> Work:
        return lambda: record_track(
            kind="living", child=Child.objects.get(pk=CAST["BEE"]), during=(date(2026, 3, 1), None),
            values={"kind": kind}, ends_previous=True, by=by, at=AT,
        )  # fmt: skip

    one, two = race(own_database, order(W1, "kin"), order(PIT, "foster"))
    assert one.error is None
    assert isinstance(two.error, Refused) and two.error.because == Because.OVERLAPS
    assert two.error.detail["clash"].pk == one.result.pk  # type: ignore[attr-defined]
    rows = after(
        own_database,
        lambda: [
            (r.kind, r.during.upper) for r in
            LivingArrangement.objects.filter(child_id=CAST["BEE"], superseded_at=None).order_by("during")
        ],
    )  # fmt: skip
    assert rows == [("mother", date(2026, 3, 1)), ("kin", None)]


def test_one_birth_is_recorded_once(own_database: str) -> None:
    pregnancy, child = after(own_database, lambda: _expecting())

    def birth(by: Any) -> Work:
        return lambda: record_birth(pregnancy=pregnancy, born_on=TODAY, children=[Birth(child)], by=by, at=AT)

    one, two = race(own_database, birth(W1), birth(PIT))
    assert one.error is None
    assert isinstance(two.error, Refused) and two.error.because == Because.NOT_EXPECTED


def _expecting() -> tuple[Any, Any]:
    pregnancy = record_pregnancy(woman=Woman.objects.get(pk=CAST["ANA"]), by=W1, at=AT)
    return pregnancy, Child.objects.get(pregnancy=pregnancy).pk
