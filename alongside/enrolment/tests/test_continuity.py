"""Figures about us: counts for whoever reports, who sees no name; small numbers are not told; others get nothing."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.enrolment import queries
from alongside.enrolment.models import KeyWorker, TeamMember
from alongside.enrolment.queries import Continuity
from alongside.families.actions import open_family
from alongside.families.models import Person
from alongside.families.rules import NewPerson
from alongside.project import roles
from alongside.safekeeping.actions import carry
from alongside.safekeeping.terms import Ability, abilities
from tests.cast import CAST, acting_as, token_of
from tests.databases import Cluster
from tests.pages.lives import write

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def first_of_month() -> date:
    """The day up to which is counted: the database's own."""
    with connection.cursor() as cursor:
        cursor.execute("select date_trunc('month', statement_timestamp())::date")
        return cursor.fetchone()[0]


def years_ago(count: float) -> date:
    """So many years before the end of the newest period."""
    return first_of_month() - timedelta(days=round(365.25 * count))


def steady(part: str, *workers: tuple[str, float]) -> None:
    """A new family whose key workers were these, each from so many years ago on."""
    by = CAST["SUP"]
    lead = Agency.objects.get(id=CAST["LEAD"])
    file = open_family(agency=lead, woman=NewPerson(name="Somebody"), opened_on=years_ago(4), by=by, at=NOW)
    woman = Person.objects.get(family=file)
    ends = [years_ago(since) for _who, since in workers[1:]] + [None]
    for (who, since), until in zip(workers, ends, strict=True):
        common = {"family": file, "colleague": Colleague.objects.get(id=CAST[who]), "during": (years_ago(since), until)}
        TeamMember.objects.create(role=part, works_with="family", recorded_by=by, recorded_at=NOW, **common)
        KeyWorker.objects.create(person=woman, recorded_by=by, recorded_at=NOW, **common)


def figures(who: str) -> list[Continuity]:
    carry(token_of(who))
    return queries.continuity()


def newest(rows: list[Continuity], part: str | None) -> Continuity:
    return next(row for row in rows if row.part == part)


def a_programme() -> None:
    """Twelve families with counsellors, six of them new half a year ago; six with therapists; one with a peer."""
    for _ in range(6):
        steady("counsellor", ("W1", 2.5), ("W2", 0.5))
        steady("counsellor", ("W2", 2.5))
        steady("therapist", ("PIT", 0.7))
    steady("peer", ("PEER", 0.8))


def test_who_sees_no_name_sees_the_figures() -> None:
    with acting_as("SUP"):
        a_programme()
        rows = figures("EVAL")
        assert not Person.objects.exists() and not KeyWorker.objects.exists()
        every, counsellors = newest(rows, None), newest(rows, "counsellor")
        assert every.until == first_of_month() and every.since.replace(year=every.until.year) == every.until
        assert (every.families, every.changed, every.changes) == (20, 6, 6)  # nineteen of ours, and Ana
        assert (counsellors.families, counsellors.changed, counsellors.changes) == (13, 6, 6)
        assert figures("DIR") == rows


def test_fewer_than_five_are_not_told_nor_can_they_be_worked_out() -> None:
    with acting_as("SUP"):
        a_programme()
        rows = figures("EVAL")
        peer, therapists = newest(rows, "peer"), newest(rows, "therapist")
        assert (peer.families, peer.changed, peer.changes, peer.few) == (None, None, None, True)
        # All together less counsellors less therapists would be the families of peers: the smaller number is kept back.
        assert (therapists.families, therapists.few) == (None, False)
        carry(token_of("SUP"))
        steady("counsellor", ("W1", 2.5), ("W2", 2.2))
        before = [row for row in figures("EVAL") if row.until < first_of_month()]
        year_before_last = [row for row in before if row.part == "counsellor"][-1]
        assert (year_before_last.families, year_before_last.changed) == (14, None)  # one that changed
        assert year_before_last.few_changed and not year_before_last.few


def test_a_woman_and_her_child_who_move_on_one_day_are_one_change() -> None:
    with acting_as("SUP"):
        for _ in range(5):
            steady("counsellor", ("W1", 2.5), ("W2", 0.5))
        for row in KeyWorker.objects.filter(colleague_id__in=[CAST["W1"], CAST["W2"]]).exclude(family=CAST["ALDER"]):
            again = {"family": row.family, "colleague": row.colleague, "during": row.during}
            child, _new = Person.objects.get_or_create(
                family=row.family, kind="other", defaults={"recorded_by": CAST["SUP"], "recorded_at": NOW}
            )
            KeyWorker.objects.create(person=child, recorded_by=CAST["SUP"], recorded_at=NOW, **again)
        every = newest(figures("EVAL"), None)
        assert (every.families, every.changed, every.changes) == (6, 5, 5)


def test_one_statement_and_a_periods_end_nobody_chooses() -> None:
    with acting_as("EVAL"), CaptureQueriesContext(connection) as asked:
        queries.continuity()
    assert len(asked) == 1


@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "ADM", "CW1", "SITE2", "p_cal", "p_ana", None])
def test_others_get_nothing_not_even_a_count(who: str | None) -> None:
    with acting_as("SUP"):
        a_programme()
        carry(token_of(who) if who else "")
        assert queries.continuity() == []


def test_another_agencys_reporter_counts_her_own_files_alone(cluster: Cluster, database: str) -> None:
    """Somebody of the comparison site who reports: five families there, and none of ours."""
    with cluster.as_role(roles.LOADER, database) as loader:
        for _ in range(5):
            file, woman = uuid.uuid4(), uuid.uuid4()
            write(
                loader,
                "families_family",
                id=file,
                agency_id=CAST["OTHER_SITE"],
                name="",
                version=1,
                opened_on="2024-01-08",
            )
            texts = {"name": "", "legal_name": "", "pronouns": "", "interpreter": "", "sort_key": ""}
            lists: dict[str, list[str]] = {"other_names": [], "languages": []}
            person = {"family_id": file, "kind": "woman", "is_alias": False, "version": 1, **texts, **lists}
            write(loader, "families_person", id=woman, **person)
            held = {"family_id": file, "person_id": woman, "colleague_id": CAST["SITE2"], "during": "[2024-01-08,)"}
            write(loader, "enrolment_keyworker", id=uuid.uuid4(), **held)
        reports = abilities(Ability.REPORTS)
        loader.execute(
            "update safekeeping_capacity set abilities = abilities | %s where principal = %s", [reports, CAST["SITE2"]]
        )
        loader.execute("select set_config('alongside.token', %s, true)", [token_of("SITE2")])
        rows = [Continuity(*row) for row in loader.execute("select * from safekeeping.continuity()")]
        loader.rollback()
    assert [newest(rows, part).families for part in (None, "")] == [5, 5]
