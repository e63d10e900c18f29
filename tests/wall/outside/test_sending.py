"""Sending something back: in one's own name, about what is open, and who reads it."""

from __future__ import annotations

import uuid

import pytest
from psycopg import errors

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident
from tests.databases import Cluster
from tests.wall.outside.looking import as_app, happens

SEND = "select safekeeping.send_back(%s, %s, %s, %s, %s, %s)"


def send(cluster: Cluster, town: str, who: str, subject: uuid.UUID, category: C, kind: str = "hand_off") -> uuid.UUID:
    id = uuid.uuid4()
    with as_app(cluster, town, who) as page:
        page.execute(SEND, [id, CAST["ALDER"], subject, int(category), kind, "she is well"])
    return id


def test_what_is_sent_back_is_read_by_her_team_and_by_her(cluster: Cluster, town: str) -> None:
    id = send(cluster, town, "CW1", CAST["ANA"], C.SERVICE_USE)
    query = "select words from consent_sentback where id = %s"
    for who, sees in (("W1", True), ("PIT", True), ("p_ana", True), ("CW1", True), ("CHC", False), ("W2", False),
                      ("CW2", False), ("NUR", False), ("DRX", False), ("p_cal", False), ("p_foster", False), ("PRIV", False)):  # fmt: skip
        with as_app(cluster, town, who) as page:
            assert (page.execute(query, [id]).fetchone() is not None) is sees, who


def test_she_reads_it_whatever_it_is_about(cluster: Cluster, town: str) -> None:
    """Her own page shows no notes about how she feels; what somebody outside wrote about her to us, it shows."""
    happens(cluster, town, "update consent_consentline set category = 4 where consent_id = any (%(c)s) and category = 8 and subject = "
            f"'{CAST['ANA']}'")  # fmt: skip
    id = send(cluster, town, "CW1", CAST["ANA"], C.MENTAL_HEALTH_TRAUMA)
    with as_app(cluster, town, "p_ana") as page:
        assert page.execute("select words from consent_sentback where id = %s", [id]).fetchone() == ("she is well",)


@pytest.mark.parametrize(
    ("who", "subject", "category"),
    [("CW1", "ANA", C.SUD), ("CW1", "CAL", C.CONTACT), ("NUR", "ANA", C.CHILD_HEALTH_DEV), ("CW2", "ANA", C.SERVICE_USE),
     ("DRX", "ANA", C.SERVICE_USE), ("PO", "ANA", C.SERVICE_USE), ("W1", "ANA", C.SERVICE_USE),
     ("p_ana", "ANA", C.SERVICE_USE), ("p_foster", "BO", C.CHILD_HEALTH_DEV)],
)  # fmt: skip
def test_nobody_sends_about_what_is_not_open_to_her(
    cluster: Cluster, town: str, who: str, subject: str, category: C
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        send(cluster, town, who, CAST[subject], category)


def test_a_document_goes_with_ones_own_message_of_this_moment(cluster: Cluster, town: str) -> None:
    put = "select safekeeping.send_document(%s, %s, 'a.txt', 'text/plain', %s)"
    id = send(cluster, town, "CW1", CAST["BEE"], C.CHILD_HEALTH_DEV, "document")
    for who in ("NUR", "CW2", "W1", "p_ana"):
        with as_app(cluster, town, who) as page, pytest.raises(errors.InsufficientPrivilege):
            page.execute(put, [uuid.uuid4(), id, b"words"])
    with as_app(cluster, town, "CW1") as page:
        page.execute(put, [uuid.uuid4(), id, b"words"])
    with as_app(cluster, town, "CW1") as page, pytest.raises(errors.UniqueViolation):
        page.execute(put, [uuid.uuid4(), id, b"more words"])
    with as_app(cluster, town, "CW1") as page, pytest.raises(errors.InsufficientPrivilege):
        page.execute(put, [uuid.uuid4(), ident("sent ANA"), b"months later"])
    # The two who share a category about one child do not read each other's mail.
    with as_app(cluster, town, "NUR") as page:
        assert page.execute("select count(*) from consent_sentdocument").fetchone() == (0,)


def test_receipts_are_written_in_ones_own_name(cluster: Cluster, town: str) -> None:
    id = send(cluster, town, "CW1", CAST["ANA"], C.SERVICE_USE)
    row = "insert into consent_sentbackstep (id, recorded_by, family_id, subject, category, sent_back_id, kind) values"
    values = f"{row} (gen_random_uuid(), %s, %s, %s, 1, %s, %s)"
    for who, name, kind, fits in (
        ("W1", "W1", "herself", False), ("W1", "SUP", "team", False), ("p_ana", "p_ana", "team", False),
        ("CW1", "CW1", "team", False), ("NUR", "NUR", "team", False), ("W2", "W2", "team", False),
        ("W1", "W1", "team", True), ("p_ana", "ANA", "herself", True),
    ):  # fmt: skip
        with as_app(cluster, town, who) as page:
            given = [CAST[name], CAST["ALDER"], CAST["ANA"], id, kind]
            if fits:
                page.execute(values, given)
            else:
                with pytest.raises(errors.InsufficientPrivilege):
                    page.execute(values, given)
                page.rollback()
    with as_app(cluster, town, "CW1") as page:
        kinds = page.execute(
            "select kind from consent_sentbackstep where sent_back_id = %s order by 1", [id]
        ).fetchall()
    assert kinds == [("herself",), ("team",)]
