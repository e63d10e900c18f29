"""How many families share with whom: counts for whoever reports; small ones are not told, nor to be worked out (F01, F02)."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import pytest

from alongside.consent.queries import Sharing
from alongside.project import roles
from tests.cast import CAST, T0, ident, token_of
from tests.databases import Cluster

HOSP, PHU, CAS, SHEL, PROB = (CAST[name] for name in ("HOSP", "PHU", "CAS", "SHEL", "PROB"))
BEGAN = "(date_trunc('month', now() at time zone 'America/Toronto') at time zone 'America/Toronto')"


@dataclass
class Town:
    """Families that somebody writes into one transaction, and what whoever reports is told in it."""

    admin: psycopg.Connection
    families: list[uuid.UUID] = field(default_factory=list)

    def family(self, *agencies: uuid.UUID, signed: str = "2 months", home: str = "LEAD") -> uuid.UUID:
        """A family that agreed to these agencies so long before this month began."""
        id, woman = uuid.uuid4(), uuid.uuid4()
        self.families.append(id)
        self.row("families_family", id=id, agency_id=CAST[home], name="", version=1, opened_on="2024-01-08")
        self.row(
            "families_person", id=woman, family_id=id, kind="woman", name="", legal_name="", pronouns="", interpreter="",
            sort_key="", other_names=[], languages=[], is_alias=False, version=1,
        )  # fmt: skip
        for agency in agencies:
            self.row(
                "consent_consent", id=uuid.uuid4(), family_id=id, giver_id=woman, effect="permit", form_id=ident("form sharing"),
                recipient_kind="agency", agency_id=agency, recipient_class="", purpose="care", during="[2024-01-01,)",
                explained="x", signature="x", signed_how="typed", copy_given="", version=1, signed_at=self.ago(signed),
            )  # fmt: skip
        return id

    def went(self, family: uuid.UUID, agency: uuid.UUID, ago: str = "2 months") -> None:
        """Something went there so long before this month began."""
        self.row(
            "consent_disclosure", id=uuid.uuid4(), family_id=family, subject=family, agency_id=agency, recipient="x",
            kind="letter", purpose="care", basis="implied", title="", notice="", sha256="", told_before="told", why_not="",
            hidden_why="", recorded_at=self.ago(ago),
        )  # fmt: skip

    def without_ana(self) -> None:
        """The cast's own family took everything back long ago, and nothing ever went anywhere."""
        self.admin.execute("reset role")
        self.admin.execute("update consent_consent set withdrawn_at = '2026-01-01T00:00:00Z'")
        self.admin.execute("delete from consent_disclosure")

    def ago(self, interval: str) -> object:
        return self.admin.execute(f"select {BEGAN} - %s::interval", [interval]).fetchone()[0]  # type: ignore[index]

    def row(self, table: str, **values: object) -> None:
        values = {"recorded_by": CAST["W1"], "recorded_at": T0, **values}
        names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
        self.admin.execute("reset role")
        self.admin.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))

    def told(self, who: str | None) -> list[Sharing]:
        """What somebody is told, as the page's own role."""
        self.admin.execute("reset role")
        self.admin.execute("select set_config('alongside.token', %s, true)", [token_of(who) if who else ""])
        self.admin.execute(f"set local role {roles.APP}")
        return [Sharing(*row) for row in self.admin.execute("select * from safekeeping.sharing_counts()")]


@pytest.fixture
def town(cluster: Cluster, database: str) -> Iterator[Town]:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        admin.execute("set local session_replication_role = replica")  # no family here is more than a number
        yield Town(admin)


def agreed(rows: list[Sharing]) -> dict[uuid.UUID | None, int | str]:
    """What is told of agreements: a number, "few" or "kept back"."""
    return {
        row.agency: row.agreed if row.agreed is not None else "few" if row.few_agreed else "kept back" for row in rows
    }


def went(rows: list[Sharing]) -> dict[uuid.UUID | None, int | str]:
    return {row.agency: row.went if row.went is not None else "few" if row.few_went else "kept back" for row in rows}


def many(town: Town, **counts: int) -> None:
    for agency, count in counts.items():
        for _ in range(count):
            town.family(CAST[agency])


def test_whoever_reports_sees_figures_rounded_to_fives(town: Town) -> None:
    town.without_ana()
    many(town, HOSP=11, PHU=13)
    for family in town.families[:7]:
        town.went(family, HOSP)
        town.went(family, HOSP)  # one family is one, however often
    rows = town.told("EVAL")
    assert rows == town.told("DIR") and rows[0].agency is None
    assert agreed(rows) == {None: 25, HOSP: 10, PHU: 15, CAS: "few", SHEL: "few", PROB: "few"}
    assert went(rows) == {None: 5, HOSP: 5, PHU: "few", CAS: "few", SHEL: "few", PROB: "few"}


@pytest.mark.parametrize(
    "who", ["W1", "W2", "SUP", "PRIV", "ADM", "COUNCIL", "CW1", "NUR", "SITE2", "p_cal", "p_ana", None]
)
def test_nobody_else_gets_any_count(town: Town, who: str | None) -> None:
    """F01: not the true one, not a rounded one, not how many agencies there are."""
    many(town, HOSP=11)
    assert town.told(who) == []


def test_no_cell_below_five_and_none_that_the_total_gives(town: Town) -> None:
    many(town, HOSP=20, PHU=12, SHEL=7, PROB=3)
    told = agreed(town.told("EVAL"))
    # Three at probation, none or one at the society. The smallest number beside them may be kept back as well.
    assert told[PROB] == told[CAS] == "few"
    assert told[HOSP] == 20
    # The total less all that is told leaves more than the few.
    known = sum(number for agency, number in told.items() if agency is not None and isinstance(number, int))
    assert isinstance(told[None], int) and told[None] - known >= 5


def test_the_smallest_beside_a_single_small_one_is_kept_back(town: Town) -> None:
    town.without_ana()
    many(town, HOSP=20, PHU=12, SHEL=7, PROB=3)
    assert agreed(town.told("EVAL")) == {None: 40, HOSP: 20, PHU: 10, SHEL: "kept back", PROB: "few", CAS: "few"}


def test_asking_again_after_one_family_came_or_went_says_the_same(town: Town) -> None:
    many(town, HOSP=12, PHU=6)
    before = town.told("EVAL")
    town.admin.execute("reset role")
    # One takes everything back, one is new, something goes out: all since this month began.
    town.admin.execute("update consent_consent set withdrawn_at = now() where family_id = %s", [town.families[0]])
    new = town.family(HOSP, PHU, signed="-1 second")
    town.went(new, HOSP, "-1 second")
    assert town.told("EVAL") == before
    # And nothing can be asked for: no day, no place, no group.
    arguments = "select pg_get_function_arguments('safekeeping.sharing_counts'::regproc)"
    assert town.admin.execute(arguments).fetchone() == ("",)


def test_one_family_more_or_less_is_seldom_seen_and_never_as_one(town: Town) -> None:
    """Next month's figures differ by fives or not at all, whoever came: a difference is never a family."""
    by_number = {}
    for number in range(4, 19):
        with town.admin.transaction(force_rollback=True):
            town.admin.execute("reset role")
            many(town, SHEL=number)
            by_number[number] = agreed(town.told("EVAL"))[SHEL]
    told = [value for value in by_number.values() if isinstance(value, int)]
    assert by_number[4] == "few" and told and {value % 5 for value in told} == {0} and min(told) == 5
    assert {number: value for number, value in by_number.items() if value == 10} == dict.fromkeys(range(8, 13), 10)


def test_before_and_after_and_taken_back(town: Town) -> None:
    town.without_ana()
    for signed, count in (("1 second", 8), ("-1 second", 20)):
        for _ in range(count):
            town.family(SHEL, signed=signed)
    gone = town.families[:2]
    town.admin.execute("reset role")
    town.admin.execute(
        f"update consent_consent set withdrawn_at = {BEGAN} - interval '1 second' where family_id = any(%s)", [gone]
    )
    assert agreed(town.told("EVAL"))[SHEL] == 5  # six of them
    for family in town.families[:9]:
        town.went(family, SHEL, "13 months")
    assert went(town.told("EVAL"))[SHEL] == "few"
    for family in town.families[:9]:
        town.went(family, SHEL, "11 months")
    assert went(town.told("EVAL"))[SHEL] == 10


def test_families_of_another_agency_are_not_counted(town: Town) -> None:
    for _ in range(9):
        town.family(SHEL, home="OTHER_SITE")
    assert agreed(town.told("EVAL"))[SHEL] == "few"


def test_nothing_told_gives_a_small_number_away(town: Town) -> None:
    """Random towns: whoever adds up everything that is told cannot narrow a number below five down to one."""
    chance = random.Random(4)
    for _ in range(25):
        with town.admin.transaction(force_rollback=True):
            town.without_ana()
            true = {agency: chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 12, 17]) for agency in (HOSP, PHU, CAS, SHEL, PROB)}
            for agency, count in true.items():
                for _ in range(count):
                    town.family(agency)
            told = agreed(town.told("EVAL"))
        possible = {agency: could_be(told, agency) for agency, count in true.items() if count < 5}
        for agency, numbers in possible.items():
            assert true[agency] in numbers and len(numbers) > 1, (true, told, agency, numbers)


def could_be(told: dict[uuid.UUID | None, int | str], wanted: uuid.UUID) -> set[int]:
    """Every number that this agency could have, by what is told: also for somebody who knows that no family is in two."""

    def bounds(value: int | str) -> tuple[int, int]:
        if value == "few":
            return 0, 4
        if value == "kept back":
            return 5, 100
        assert isinstance(value, int)
        return max(value - 2, 5), value + 2

    least, most = bounds(told[None])
    others = [bounds(value) for agency, value in told.items() if agency not in (None, wanted)]
    low, high = sum(a for a, _b in others), sum(b for _a, b in others)
    return {number for number in range(5) if low + number <= most and high + number >= least}
