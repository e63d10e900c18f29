"""The invariants of the domain that the wall itself must keep, each by its number.

D-I1 is held in ``families/tests/test_tracks.py``, D-I2 in ``families/tests/test_custody_story.py``, D-I3 in
``enrolment/tests/test_events.py`` and ``tests/house/test_no_gate.py``, D-I6 in ``families/tests/test_pregnancies.py``.
"""

from __future__ import annotations

import uuid

import psycopg
import pytest
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.wall.conftest import Ask

CARERS = {"p_foster": ("BO",), "p_dot": ("BEE",)}  # whom the child-care facts say each of them cares for
HERS = ("families_woman", "families_dyad", "families_pregnancy", "families_safecontact", "families_safeway",
        "families_identity", "enrolment_enrolment", "enrolment_statechange", "enrolment_returntouse",
        "enrolment_usepattern", "enrolment_teammember", "consent_consent", "consent_consentline",
        "consent_disclosure", "consent_disclosedpart", "care_promise", "assessment_sitting", "assessment_alert")  # fmt: skip


@pytest.mark.parametrize("who", CARERS)
def test_d_i5_and_d_i12_a_carer_sees_no_record_of_the_mother_and_none_of_a_sibling(ask: Ask, who: str) -> None:
    """D-I5: foster and kin users see no woman-level category; D-I12: sibling A's carer cannot see sibling B."""
    for table in HERS:
        assert ask(who, f"select count(*) from {table}") == [(0,)], table
    seen = {id for (id,) in ask(who, "select id from families_person")}
    assert seen <= {CAST[child] for child in CARERS[who]}
    hers = [CAST["ANA"], CAST["EVE"], CAST["GIA"]]
    assert ask(who, "select count(*) from families_person where id = any(%s)", [hers]) == [(0,)]


def _ledger_line(connection: psycopg.Connection, **values: object) -> None:
    row = {
        "id": uuid.uuid4(), "recorded_by": CAST["W1"], "family_id": CAST["ALDER"], "subject": CAST["ANA"],
        "agency_id": CAST["CAS"], "recipient": "Children's aid", "kind": "letter", "purpose": "care_coordination",
        "basis": "consent", "title": "", "notice": "", "told_before": "with_her", "why_not": "", "hidden_why": "",
        **values,
    }  # fmt: skip
    columns = ", ".join(row)
    connection.execute(
        f"insert into consent_disclosure ({columns}) values ({', '.join(['%s'] * len(row))})", list(row.values())
    )


def test_d_i4_no_line_of_the_ledger_without_what_it_rests_on(cluster: Cluster, database: str) -> None:
    """D-I4: every disclosure has a legal basis; whoever writes it, the table refuses one without."""
    for wrong in ({}, {"basis": "court_order"}, {"basis": "because"}, {"basis": None}):
        connection = cluster.as_role(roles.LOADER, database)
        with pytest.raises((errors.CheckViolation, errors.NotNullViolation)):
            _ledger_line(connection, **wrong)
        connection.rollback()
        connection.close()


def test_d_i4_what_left_is_never_rewritten_or_taken_away(cluster: Cluster, database: str) -> None:
    """D-I4: the snapshot stays as it left. Nobody signed in can change or delete a part or a line's basis."""
    for statement in (
        "delete from consent_disclosure", "delete from consent_disclosedpart",
        "update consent_disclosedpart set snapshot = 'other'", "update consent_disclosure set basis = 'emergency'",
        "update consent_disclosure set recipient = 'nobody'",
    ):  # fmt: skip
        connection = cluster.as_role(roles.APP, database)
        connection.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)
        connection.rollback()
        connection.close()
