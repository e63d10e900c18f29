"""A society that holds the right over a child gives a form: who may write it, what it opens, and when that stops."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from alongside.consent.actions.forms import form_id
from alongside.consent.rules.vocabulary import PORTAL_SAFE
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident, token_of
from tests.databases import Cluster

BO, BEE, ANA, CAS, HOSP = (CAST[name] for name in ("BO", "BEE", "ANA", "CAS", "HOSP"))
ON_PAPER = (
    "update consent_consent set signed_at = now(), signed_how = 'paper', signature = 'blue folder', signer_name = 'Cora',"
    " signer_role = 'worker', witness_id = %s where id = %s"
)


@pytest.fixture
def db(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    """The keeper of the cluster, until ``as_somebody``; all of it is taken back."""
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        admin.execute(
            "insert into families_decisionright (id, recorded_by, family_id, child_id, topic, holder_agency_id, during, basis,"
            " note, source) values (%s, %s, %s, %s, 'release', %s, daterange(current_date - 30, null), '', '', 'staff')",
            [uuid.uuid4(), CAST["W1"], CAST["ALDER"], BO, CAS],
        )
        yield admin


def as_somebody(db: psycopg.Connection, who: str) -> psycopg.Connection:
    db.execute("reset session authorization")
    db.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
    db.execute("set local session authorization alongside_app")
    return db


def a_draft(db: psycopg.Connection, child: uuid.UUID = BO, agency: uuid.UUID | None = CAS, *, kind: str = "sharing",
            replaces: uuid.UUID | None = None) -> uuid.UUID:  # fmt: skip
    id = uuid.uuid4()
    db.execute(
        "insert into consent_consent (id, recorded_by, family_id, giver_id, giver_agency_id, effect, form_id, recipient_kind,"
        " agency_id, recipient_class, purpose, during, explained, signed_how, signature, copy_given, version, replaces_id)"
        " values (%s, safekeeping.me(), %s, %s, %s, %s, %s, 'agency', %s, '', 'care', daterange(current_date - 2, current_date + 60),"
        " '', '', '', '', 1, %s)",
        [id, CAST["ALDER"], child, agency, "deny" if kind == "keeping_from" else "permit",
         form_id(kind, "ontario", "en", 1), HOSP, replaces],
    )  # fmt: skip
    return id


def a_line(
    db: psycopg.Connection, consent: uuid.UUID, subject: uuid.UUID = BO, category: C = C.CHILD_HEALTH_DEV
) -> None:
    db.execute(
        "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
        " values (%s, safekeeping.me(), %s, %s, %s, %s)",
        [uuid.uuid4(), CAST["ALDER"], consent, subject, category],
    )


def said(db: psycopg.Connection, consent: uuid.UUID) -> list[tuple]:
    """For each line: does it count now?"""
    db.execute("reset session authorization")
    return db.execute(
        "select span @> statement_timestamp() from safekeeping.said(%s) where consent = %s", [CAST["ALDER"], consent]
    ).fetchall()


def signed(db: psycopg.Connection, **more: object) -> uuid.UUID:
    as_somebody(db, "W1")
    id = a_draft(db, **more)  # type: ignore[arg-type]
    a_line(db, id)
    assert db.execute(ON_PAPER, [CAST["W1"], id]).rowcount == 1
    return id


def test_signed_for_the_society_it_opens_and_stops_with_its_right(db: psycopg.Connection) -> None:
    id = signed(db)
    db.execute("reset session authorization")
    # A moment later than its own signature: the clock of a transaction stands still.
    db.execute("set local session_replication_role = replica")
    db.execute("update consent_consent set signed_at = signed_at - interval '1 hour' where id = %s", [id])
    db.execute("set local session_replication_role = origin")
    assert said(db, id) == [(True,)]
    db.execute(
        "insert into consent_outsideworker (id, recorded_by, family_id, person_id, colleague_id, known_as, during)"
        " values (%s, %s, %s, %s, %s, '', daterange(current_date - 2, null))",
        [uuid.uuid4(), CAST["W1"], CAST["ALDER"], BO, CAST["DRX"]],
    )
    bo = "select categories from safekeeping_cell where reach = 'outside' and subject = %s and principal = %s and valid @> now()"
    opened = db.execute(bo, [BO, CAST["DRX"]]).fetchall()
    assert any(mask >> C.CHILD_HEALTH_DEV & 1 for (mask,) in opened)
    db.execute(
        "update families_decisionright set superseded_at = now() where child_id = %s and holder_agency_id = %s",
        [BO, CAS],
    )
    assert said(db, id) == [(False,)]
    assert not any(mask >> C.CHILD_HEALTH_DEV & 1 for (mask,) in db.execute(bo, [BO, CAST["DRX"]]).fetchall())
    # It is not deleted, and can still be taken back.
    as_somebody(db, "W1")
    assert db.execute("update consent_consent set withdrawn_at = now() where id = %s", [id]).rowcount == 1


@pytest.mark.parametrize(("child", "agency"), [("BO", "HOSP"), ("BEE", "CAS"), ("ANA", "CAS")])
def test_only_the_agency_that_decides_for_this_child_today(db: psycopg.Connection, child: str, agency: str) -> None:
    as_somebody(db, "W1")
    with pytest.raises(errors.InsufficientPrivilege):
        a_draft(db, CAST[child], CAST[agency])


def test_not_after_its_right_ended_also_where_the_draft_was_begun_before(db: psycopg.Connection) -> None:
    as_somebody(db, "W1")
    id = a_draft(db)
    a_line(db, id)
    db.execute("reset session authorization")
    db.execute("update families_decisionright set superseded_at = now() where child_id = %s", [BO])
    as_somebody(db, "W1")
    with pytest.raises(errors.InsufficientPrivilege):
        db.execute(ON_PAPER, [CAST["W1"], id])


@pytest.mark.parametrize("who", ["W2", "p_ana", "p_cal", "p_fin", "CW1", "CW2", "PRIV"])
def test_nobody_but_our_staff_of_this_family_writes_it(db: psycopg.Connection, who: str) -> None:
    """Not the society's own worker either: one of us witnesses that somebody there signed."""
    as_somebody(db, who)
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        a_draft(db)
    id = signed(db)
    as_somebody(db, who)
    assert db.execute("update consent_consent set withdrawn_at = now() where id = %s", [id]).rowcount == 0
    assert db.execute("update consent_consentline set withdrawn_at = now() where consent_id = %s", [id]).rowcount == 0
    if who not in ("W2", "PRIV"):  # and, as the child is not theirs to see, they see nothing of it
        assert db.execute("select count(*) from consent_consent where id = %s", [id]).fetchone() == (0,)


@pytest.mark.parametrize("kind", list(C))
def test_a_mother_who_decides_again_sees_what_her_page_shows_at_all(db: psycopg.Connection, kind: C) -> None:
    as_somebody(db, "W1")
    id = a_draft(db)
    if kind != C.RESEARCH:
        a_line(db, id, category=kind)
    db.execute(ON_PAPER, [CAST["W1"], id])
    see = "select (select count(*) from consent_consent where id = %(id)s), (select count(*) from consent_consentline where consent_id = %(id)s)"
    as_somebody(db, "p_ana")
    assert db.execute(see, {"id": id}).fetchone() == (0, 0)
    db.execute("reset session authorization")
    db.execute("update families_decisionright set superseded_at = now() where child_id = %s", [BO])
    db.execute(
        "insert into families_decisionright (id, recorded_by, family_id, child_id, topic, holder_id, during, basis, note, source)"
        " values (%s, %s, %s, %s, 'release', %s, daterange(current_date - 1, null), '', '', 'staff')",
        [uuid.uuid4(), CAST["W1"], CAST["ALDER"], BO, ANA],
    )
    as_somebody(db, "p_ana")
    assert db.execute(see, {"id": id}).fetchone() == (1, int(kind != C.RESEARCH and bool(PORTAL_SAFE >> kind & 1)))
    as_somebody(db, "p_fin")
    assert db.execute(see, {"id": id}).fetchone() == (0, 0)


def test_a_capable_child_does_not_sign_or_take_back_in_the_societys_name(db: psycopg.Connection) -> None:
    """Fin has a page of his own, and is the ``giver`` of what a society would sign for him: to read it, not to change it."""
    f = {"id": uuid.uuid4(), "family": CAST["BIRCH"], "fin": CAST["FIN"], "cas": CAS, "by": CAST["W2"],
         "form": form_id("sharing", "ontario", "en", 1), "hosp": HOSP}  # fmt: skip
    db.execute("set local session_replication_role = replica")
    db.execute(
        "insert into consent_consent (id, recorded_by, family_id, giver_id, giver_agency_id, effect, form_id, recipient_kind,"
        " agency_id, recipient_class, purpose, during, explained, signed_how, signature, copy_given, version)"
        " values (%(id)s, %(by)s, %(family)s, %(fin)s, %(cas)s, 'permit', %(form)s, 'agency', %(hosp)s, '', 'care',"
        " daterange(current_date - 2, null), '', '', '', '', 1)", f,
    )  # fmt: skip
    db.execute("set local session_replication_role = origin")
    as_somebody(db, "p_fin")
    assert db.execute("select count(*) from consent_consent where id = %(id)s", f).fetchone() == (1,)
    assert db.execute("update consent_consent set explained = 'x' where id = %(id)s", f).rowcount == 0
    with pytest.raises(errors.InsufficientPrivilege):
        db.execute(
            "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
            " values (gen_random_uuid(), safekeeping.me(), %(family)s, %(id)s, %(fin)s, 0)", f,
        )  # fmt: skip


def test_about_that_child_alone_and_before_one_of_us(db: psycopg.Connection) -> None:
    as_somebody(db, "W1")
    id = a_draft(db)
    for other in (ANA, BEE):
        with pytest.raises(errors.CheckViolation, match="one child alone"), db.transaction():
            a_line(db, id, other)
    a_line(db, id)
    for witness in (CAST["CW1"], CAST["DRX"]):  # somebody elsewhere hears nothing for us
        with pytest.raises(errors.InsufficientPrivilege), db.transaction():
            db.execute(ON_PAPER, [witness, id])
    for missing in ("signer_name = ''", "signer_role = ''", "witness_id = null", "signed_how = 'typed'"):
        with pytest.raises((errors.CheckViolation, errors.InsufficientPrivilege)), db.transaction():
            column, value = missing.split(" = ")
            fields = {"signed_at": "now()", "signed_how": "'paper'", "signature": "'x'", "signer_name": "'Cora'",
                      "signer_role": "'worker'", "witness_id": "safekeeping.me()"} | {column: value}  # fmt: skip
            db.execute(
                f"update consent_consent set {', '.join(f'{k} = {v}' for k, v in fields.items())} where id = %s", [id]
            )
    # And "on paper" is nobody's signature but an agency's.
    own = a_draft(db, ANA, None)
    with pytest.raises(errors.CheckViolation):
        db.execute(
            "update consent_consent set signed_at = now(), signed_how = 'paper', signature = 'x' where id = %s", [own]
        )


def test_a_no_is_replaced_by_whoever_decides_now_and_nobody_else(db: psycopg.Connection) -> None:
    no = signed(db, kind="keeping_from")
    db.execute("reset session authorization")
    db.execute("update families_decisionright set superseded_at = now() where child_id = %s", [BO])
    as_somebody(db, "W1")
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        a_draft(db, ANA, None, kind="keeping_from", replaces=no)  # nobody decides for the child now
    db.execute("reset session authorization")
    db.execute(
        "insert into families_decisionright (id, recorded_by, family_id, child_id, topic, holder_id, during, basis, note, source)"
        " values (%s, %s, %s, %s, 'release', %s, daterange(current_date - 2, null), '', '', 'staff')",
        [uuid.uuid4(), CAST["W1"], CAST["ALDER"], BO, ANA],
    )
    as_somebody(db, "W1")
    assert a_draft(db, ANA, None, kind="keeping_from", replaces=no)
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        a_draft(db, ANA, None, kind="sharing", replaces=no)  # a yes does not stand in the place of a no
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        a_draft(db, ANA, None, kind="keeping_from", replaces=ident("C0"))  # there is no such form


def test_a_mothers_no_about_herself_is_not_lifted_by_a_society(db: psycopg.Connection) -> None:
    as_somebody(db, "W1")
    for no in (ident("C4"), ident("C5")):
        if db.execute("select effect from consent_consent where id = %s", [no]).fetchone() == ("deny",):
            with pytest.raises(errors.InsufficientPrivilege), db.transaction():
                a_draft(db, kind="keeping_from", replaces=no)
            break
    else:
        pytest.fail("Ana has said no to nobody")
