"""The wall around how a child grows and learns and how the two are seen, tried as an attacker would with raw SQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql

from alongside.project import roles
from tests.cast import CAST, dyad, ident, token_of
from tests.databases import Cluster

TABLES = (
    "developmentalassessment", "developmentdomain", "developmentrelease", "withouther", "growth", "clinicianrating",
    "observation", "reflection",
)  # fmt: skip
NOBODY = ["W2", "W3", "p_cal", "p_foster", "p_dot", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "COUNCIL",
          "SITE2", "p_fin", "PEER"]  # fmt: skip
NAME = f"alongside_test_seen_{os.getpid()}"
ROW = {"recorded_by": CAST["W1"], "family_id": CAST["ALDER"]}
BEE = {**ROW, "subject": CAST["BEE"], "category": 7}
TWO = {**ROW, "subject": dyad("ANA", "BEE"), "category": 8}
REPORT, TOLD, OCCASION = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
TEXTS = {"examiner": "Dr R", "examiner_is": "", "months": 24, "strengths": "SECRET laughs", "needs": "",
         "recommendations": "", "her_view": "", "told_how": "", "version": 1}  # fmt: skip


def put(connection: psycopg.Connection, table: str, **values: object) -> None:
    values = {"id": uuid.uuid4(), **values}
    connection.execute(
        sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(table if table.startswith("consent_") else f"assessment_{table}"), sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        ),
        list(values.values()),
    )  # fmt: skip


def a_line(
    connection: psycopg.Connection, words: str = "SECRET laughs", category: int = 7, **more: object
) -> uuid.UUID:
    """A line of the ledger about Bee under Ana's own agreement, with the words that left."""
    line, about = uuid.uuid4(), {key: more.pop(key, BEE[key]) for key in ("recorded_by", "family_id", "subject")}
    row = {
        "id": line, **about, "recorded_at": "2026-03-01T15:00Z", "agency_id": CAST["CAS"], "recipient": "SECRET society",
        "kind": "report", "purpose": "care_coordination", "basis": "consent", "consent_id": ident("C2"), "title": "",
        "notice": "", "sha256": "", "told_before": "told", "why_not": "", "hidden_why": "", **more,
    }  # fmt: skip
    put(connection, "consent_disclosure", **row)
    if words:
        put(connection, "consent_disclosedpart", **about, recorded_at="2026-03-01T15:00Z", category=category,
            disclosure_id=line, snapshot=words, sha256="")  # fmt: skip
    return line


def a_release(report: uuid.UUID, line: uuid.UUID, **more: object) -> dict[str, object]:
    return {**BEE, "assessment_id": report, "disclosure_id": line, "version": 1, "language": "en",
            "her_words_too": False, **more}  # fmt: skip


@pytest.fixture(scope="module")
def held(cluster: Cluster, template: str) -> Iterator[str]:
    """A clone in which one row of each kind is about Bee, or about Ana and Bee."""
    cluster.clone(template, NAME)
    with cluster.as_role(roles.LOADER, NAME) as loader:
        put(loader, "developmentalassessment", id=REPORT, **BEE, **TEXTS, on="2026-02-01")
        put(loader, "developmentalassessment", id=TOLD, **BEE, **{**TEXTS, "told_how": "in_person"}, on="2025-02-01",
            told_on="2025-02-10")  # fmt: skip
        put(loader, "developmentdomain", **BEE, assessment_id=REPORT, domain="movement", tool="", strengths="SECRET",
            needs="")  # fmt: skip
        put(loader, "developmentrelease", **a_release(TOLD, a_line(loader)))
        put(loader, "withouther", **BEE, assessment_id=TOLD, version=1, on="2026-02-02", why="law", tried="SECRET")
        put(loader, "growth", **BEE, on="2026-02-01", measured="weight", value=11, position="")
        put(loader, "occasion", id=OCCASION, **TWO, instrument="NCAST-TEACHING", wave="", on="2026-02-01", state="done",
            source="observed", note="")  # fmt: skip
        put(loader, "clinicianrating", **TWO, occasion_id=OCCASION, evidence="{sessions}", seen="SECRET")
        put(loader, "observation", **TWO, occasion_id=OCCASION, play="teaching", filmed_on="2026-02-01", recording="",
            coder_name="SECRET", certified_by="")  # fmt: skip
        put(loader, "reflection", **TWO, wave="", on="2026-02-01", words="SECRET", her_words="")
        loader.commit()
    yield NAME
    cluster.drop(NAME)


def as_somebody(cluster: Cluster, who: str) -> psycopg.Connection:
    connection = cluster.as_role(roles.APP, NAME)
    connection.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
    return connection


@pytest.mark.parametrize("table", TABLES)
def test_her_counsellor_sees_it_and_the_wrong_people_get_not_even_a_count(
    cluster: Cluster, held: str, table: str
) -> None:
    count = sql.SQL("select count(*) from {}").format(sql.Identifier(f"assessment_{table}"))
    with as_somebody(cluster, "W1") as page:
        assert page.execute(count).fetchone()[0] >= 1
    for who in NOBODY:
        with as_somebody(cluster, who) as page:
            assert page.execute(count).fetchone() == (0,), who
    with cluster.as_role(roles.APP, held) as page:
        assert page.execute(count).fetchone() == (0,)


def test_child_care_sees_the_child_and_not_what_the_mother_is_asked(cluster: Cluster, held: str) -> None:
    with as_somebody(cluster, "CHC") as page:
        assert page.execute("select count(*) from assessment_growth").fetchone() == (1,)
        assert page.execute("select count(*) from assessment_developmentalassessment").fetchone() == (2,)


@pytest.mark.parametrize("role", [roles.LOADER, roles.APP])
def test_no_copy_goes_before_the_mother_heard_it_whoever_writes(cluster: Cluster, held: str, role: str) -> None:
    def writing(writer: psycopg.Connection) -> dict[str, dict[str, object]]:
        return {
            "she has not heard this report": a_release(REPORT, a_line(writer)),
            "the evening before she heard it": a_release(TOLD, a_line(writer, recorded_at="2025-02-10T04:30Z")),
            "another version": a_release(TOLD, a_line(writer), version=2),
            "another child": a_release(TOLD, a_line(writer), subject=CAST["BO"]),
            "no line of the ledger": a_release(TOLD, uuid.uuid4()),
            "a line about her brother": a_release(TOLD, a_line(writer, subject=CAST["BO"])),
            "a line without words": a_release(TOLD, a_line(writer, words="")),
            "words of another kind": a_release(TOLD, a_line(writer, category=1)),
            "her words, and she did not know": a_release(
                TOLD, a_line(writer, told_before="not_yet", why_not="not_reached"), her_words_too=True
            ),
            "her words under an order": a_release(
                TOLD, a_line(writer, basis="duty_to_report", consent_id=None), her_words_too=True
            ),
        }

    def as_one_who_may() -> psycopg.Connection:
        writer = cluster.as_role(role, held)
        writer.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        return writer

    with as_one_who_may() as writer:
        names = list(writing(writer))
        writer.rollback()
    for name in names:
        with as_one_who_may() as writer:
            row = writing(writer)[name]
            with pytest.raises((errors.CheckViolation, errors.InsufficientPrivilege)):
                put(writer, "developmentrelease", **row)
    with as_one_who_may() as writer:
        put(writer, "developmentrelease", **a_release(TOLD, a_line(writer), her_words_too=True))
        line = a_line(writer)
        put(writer, "developmentrelease", **a_release(TOLD, line))
        with pytest.raises(errors.UniqueViolation):  # one line tells of one copy
            put(writer, "developmentrelease", **a_release(TOLD, line))
        writer.rollback()


def test_what_she_heard_cannot_be_rewritten_under_her(cluster: Cluster, held: str) -> None:
    for who, role in (("W1", roles.APP), ("", roles.LOADER)):
        with cluster.as_role(role, held) as writer:
            writer.execute("select set_config('alongside.token', %s, true)", [token_of(who) if who else ""])
            with pytest.raises(errors.CheckViolation):
                writer.execute(
                    "update assessment_developmentalassessment set strengths = 'other' where id = %s", [TOLD]
                )
    with as_somebody(cluster, "W1") as page, pytest.raises(errors.InsufficientPrivilege):
        page.execute("delete from assessment_developmentrelease")
    with as_somebody(cluster, "W1") as page, pytest.raises(errors.InsufficientPrivilege):
        page.execute("update assessment_developmentrelease set language = 'fr-ca'")


def test_only_a_lead_goes_on_without_her(cluster: Cluster, held: str) -> None:
    row = {**BEE, "assessment_id": REPORT, "version": 1, "on": "2026-02-02", "why": "law", "tried": "calls"}
    for who in ("W1", "CHC", "PIT", "W2"):
        with as_somebody(cluster, who) as page, pytest.raises(errors.InsufficientPrivilege):
            put(page, "withouther", **row)
    with as_somebody(cluster, "SUP") as page:
        put(page, "withouther", **{**row, "recorded_by": CAST["SUP"]})
        put(
            page,
            "developmentrelease",
            **a_release(REPORT, a_line(page, recorded_by=CAST["SUP"]), recorded_by=CAST["SUP"]),
        )
        page.rollback()


def test_levels_get_their_words_from_whoever_keeps_instruments(cluster: Cluster, held: str) -> None:
    row = {"recorded_by": CAST["W1"], "agency": CAST["LEAD"], "level": 1, "words": "x"}
    with as_somebody(cluster, "W1") as page, pytest.raises(errors.InsufficientPrivilege):
        put(page, "ratinganchor", **row)
    with as_somebody(cluster, "SUP") as page, pytest.raises(errors.InsufficientPrivilege):
        put(page, "ratinganchor", **{**row, "agency": CAST["HOSP"]})
    with as_somebody(cluster, "SUP") as page:
        put(page, "ratinganchor", **row)
        page.rollback()
