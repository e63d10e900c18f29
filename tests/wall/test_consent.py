"""What she agreed to and what left, tried as an attacker would who holds the page's own database role."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest
from psycopg import errors

from alongside.consent.actions.forms import form_id
from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident, token_of
from tests.databases import Cluster
from tests.wall.conftest import Ask


@pytest.fixture
def page(cluster: Cluster, database: str) -> object:
    """The page's connection as somebody; whatever is written is taken back."""

    @contextmanager
    def opened(who: str | None, role: str = roles.APP) -> Iterator[psycopg.Connection]:
        connection = cluster.as_role(role, database)
        try:
            if who:
                connection.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            yield connection
        finally:
            connection.rollback()
            connection.close()

    return opened


def a_draft(
    page: psycopg.Connection, giver: str = "ANA", family: str = "ALDER", *, kind: str = "sharing",
    replaces: uuid.UUID | None = None,
) -> uuid.UUID:  # fmt: skip
    id = uuid.uuid4()
    page.execute(
        "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
        " recipient_class, purpose, during, explained, signed_how, signature, copy_given, version, replaces_id)"
        " values (%s, safekeeping.me(), %s, %s, %s, %s, 'agency', %s, '', 'care',"
        " daterange(current_date, null), '', '', '', '', 1, %s)",
        [id, CAST[family], CAST[giver], "deny" if kind == "keeping_from" else "permit",
         form_id(kind, "ontario", "en", 1), CAST["HOSP"], replaces],
    )  # fmt: skip
    return id


def a_line(page: psycopg.Connection, consent: uuid.UUID, subject: str = "ANA", category: C = C.SUD) -> uuid.UUID:
    id = uuid.uuid4()
    page.execute(
        "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
        " values (%s, safekeeping.me(), %s, %s, %s, %s)",
        [id, CAST["ALDER"], consent, CAST[subject], category],
    )
    return id


SIGN = "update consent_consent set signed_at = now(), signed_how = 'typed', signature = 'Ana' where id = %s"


@pytest.mark.parametrize("who", ["W1", "p_ana"])
def test_an_agreement_is_made_line_by_line_and_stays_as_it_was_signed(page, who: str) -> None:
    with page(who) as she:
        consent = a_draft(she)
        line = a_line(she, consent)
        assert she.execute(SIGN, [consent]).rowcount == 1
        for change in (
            "purpose = 'research'",
            "during = daterange(null, null)",
            "signature = 'somebody'",
            "signed_at = null",
        ):
            with pytest.raises((errors.CheckViolation, errors.InsufficientPrivilege)), she.transaction():
                she.execute(f"update consent_consent set {change} where id = %s", [consent])
        with pytest.raises(errors.CheckViolation), she.transaction():
            a_line(she, consent, category=C.IPV_SAFETY)
        # One line, then all of it; the server says when.
        for table, id in (("consentline", line), ("consent", consent)):
            she.execute(f"update consent_{table} set withdrawn_at = '2100-01-01' where id = %s", [id])
            when = f"select withdrawn_at <= clock_timestamp() from consent_{table} where id = %s"
            assert she.execute(when, [id]).fetchone() == (True,)
            with pytest.raises(errors.CheckViolation), she.transaction():
                she.execute(f"update consent_{table} set withdrawn_at = null where id = %s", [id])
        # A line may be taken out of a draft, never out of what is signed.
        assert she.execute("delete from consent_consentline").rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege), she.transaction():
            she.execute("delete from consent_consent")


@pytest.mark.parametrize("who", ["W1", "p_ana"])
def test_a_draft_is_changed_until_it_is_signed(page, who: str) -> None:
    with page(who) as she:
        consent = a_draft(she)
        line = a_line(she, consent)
        assert she.execute("update consent_consent set purpose = 'care' where id = %s", [consent]).rowcount == 1
        assert she.execute("delete from consent_consentline where id = %s", [line]).rowcount == 1
        line = a_line(she, consent)  # ticked again
        she.execute(SIGN, [consent])
        assert she.execute("delete from consent_consentline where id = %s", [line]).rowcount == 0
    for other in ("W2", "CHC", "p_cal", "CW1", "PRIV"):
        with page("W1") as she:
            consent = a_draft(she)
            a_line(she, consent)
            she.execute("select set_config('alongside.token', %s, true)", [token_of(other)])
            assert she.execute("delete from consent_consentline where consent_id = %s", [consent]).rowcount == 0
            assert she.execute("update consent_consent set purpose = 'care'").rowcount == 0


def test_nobody_gives_her_a_form_to_sign_of_which_she_cannot_read_a_line(page) -> None:
    """The manager may begin a form with her, and reads no line about violence. A peer supporter begins none."""
    with page("W1") as she:
        draft = a_draft(she)
        a_line(she, draft, category=C.IPV_SAFETY)
        a_line(she, draft, category=C.CONTACT)
        she.execute("select set_config('alongside.token', %s, true)", [token_of("DIR")])
        with pytest.raises(errors.InsufficientPrivilege, match="not all of it is seen"), she.transaction():
            she.execute(SIGN, [draft])
        with pytest.raises(errors.InsufficientPrivilege), she.transaction():
            a_line(she, draft, subject="BEE", category=C.IPV_SAFETY)
        she.execute("select set_config('alongside.token', %s, true)", [token_of("PEER")])
        assert she.execute(SIGN, [draft]).rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege), she.transaction():
            a_draft(she)


@pytest.mark.parametrize("who", ["W1", "p_ana"])
def test_a_no_is_lifted_with_a_signature_and_not_by_taking_it_back(page, who: str) -> None:
    no = ident("C4")
    with page(who) as she:
        for table, key in (("consent", "id"), ("consentline", "consent_id")):
            with pytest.raises(errors.CheckViolation, match="lifting a no is signed"), she.transaction():
                she.execute(f"update consent_{table} set withdrawn_at = now() where {key} = %s", [no])
        lifting = a_draft(she, kind="keeping_from", replaces=no)
        with pytest.raises(errors.CheckViolation), she.transaction():  # not signed yet
            she.execute("update consent_consent set withdrawn_at = now() where id = %s", [no])
        she.execute(SIGN, [lifting])
        assert she.execute("update consent_consent set withdrawn_at = now() where id = %s", [no]).rowcount == 1


def test_nobody_signs_for_a_woman_of_another_family_or_slips_a_line_into_her_form(page) -> None:
    for who in ("W2", "p_cal", "p_fin", "CW1", "PRIV"):
        with page(who) as other, pytest.raises(errors.InsufficientPrivilege):
            a_draft(other)
        with page(who) as other, pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
            a_line(other, ident("C1"))
    with page("p_ana") as she, pytest.raises(errors.InsufficientPrivilege):
        a_draft(she, giver="EVE", family="BIRCH")
    with page("p_ana") as she, pytest.raises(errors.InsufficientPrivilege):
        a_draft(she, giver="CAL")


def test_she_sees_every_line_she_signed_and_everything_that_left(ask: Ask) -> None:
    assert ask("p_ana", "select count(*) from consent_consent") == [(5,)]
    # Also in kinds of record that her own page does not show otherwise.
    [(kinds,)] = ask("p_ana", "select count(distinct category) from consent_consentline")
    assert kinds == len(C)
    assert ask("p_ana", "select snapshot from consent_disclosedpart") == [("SECRET she came every week",)]
    for table in ("disclosure", "disclosurestep", "statement", "breakglass"):
        assert ask("p_ana", f"select count(*) from consent_{table}") == [(1,)]
    # A report about a child is told to her by a person, and in what left.
    assert ask("p_ana", "select count(*) from consent_dutyreport") == [(0,)]


@pytest.mark.parametrize("until", ["infinity", "now"])
def test_what_is_not_safe_to_show_yet_is_shown_on_its_day(cluster: Cluster, database: str, until: str) -> None:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        admin.execute("update consent_disclosure set hidden_until = %s, hidden_why = 'x'", [until])
        admin.execute("update consent_breakglass set not_told_until = %s, not_told_why = 'x'", [until])
        admin.execute("select set_config('alongside.token', %s, true)", [token_of("p_ana")])
        admin.execute("set local role alongside_app")
        for table in ("disclosure", "disclosedpart", "disclosurestep", "breakglass"):
            shown = admin.execute(f"select count(*) from consent_{table}").fetchone()
            assert shown == (0 if until == "infinity" else 1,), table


def test_whoever_keeps_privacy_sees_that_it_left_and_never_the_words(ask: Ask, page) -> None:
    for table in ("disclosure", "disclosurestep", "breakglass", "legalbasis"):
        assert ask("PRIV", f"select count(*) from consent_{table}") == [(1,)]
    for table in ("disclosedpart", "consent", "consentline", "statement", "dutyreport", "outsideworker"):
        assert ask("PRIV", f"select count(*) from consent_{table}") == [(0,)]
    review = "update consent_breakglass set reviewed_at = now(), found = 'looked at again'"
    with page("PRIV") as privacy:
        assert privacy.execute(review).rowcount == 1
    # Seeing it is not reviewing it, and nobody reviews her own.
    for who in ("W1", "SUP", "W2", "p_ana"):
        with page(who) as other:
            assert other.execute(review).rowcount == 0
    # The same of telling her later.
    later = "update consent_breakglass set told_her_at = now(), told_how = 'on the phone', not_told_until = null"
    for who in ("W1", "SUP", "W2", "DIR", "CW1", "SITE2", "p_cal", "p_ana"):
        with page(who) as other:
            assert other.execute(later).rowcount == 0, who
    with page("PRIV") as privacy:
        assert privacy.execute(later).rowcount == 1
    with page("PRIV") as privacy, pytest.raises(errors.InsufficientPrivilege):
        privacy.execute("update consent_breakglass set reason = 'x'")


def test_taking_a_paper_back_waits_for_whoever_is_disclosing_on_it(page) -> None:
    back = "update consent_legalbasis set withdrawn_at = now(), withdrawn_by = safekeeping.me(), withdrawn_why = 'x'"
    with page("W1") as writer, page("PRIV") as privacy:
        writer.execute("select safekeeping.hold_still(%s)", [CAST["ALDER"]])
        privacy.execute("set local lock_timeout = '200ms'")
        with pytest.raises(errors.LockNotAvailable):
            privacy.execute(back)
    with page("PRIV") as privacy:
        assert privacy.execute(back).rowcount == 1
    for who in ("W1", "SUP", "DIR", "W2", "p_ana", "CW1"):
        with page(who) as other:
            assert other.execute(back).rowcount == 0, who


def test_the_ledger_and_the_hour_are_written_by_nobody_by_hand(page) -> None:
    for change in ("update consent_disclosure set title = 'x'", "delete from consent_disclosure",
                   "update consent_disclosedpart set snapshot = 'x'", "insert into consent_breakglass default values",
                   "update consent_dutyreportstep set words = 'x'"):  # fmt: skip
        for who in ("W1", "SUP", "PRIV", "p_ana"):
            with page(who) as she, pytest.raises(errors.InsufficientPrivilege):
                she.execute(change)


def test_child_care_sees_what_was_agreed_about_the_child_in_her_own_kinds_only(ask: Ask) -> None:
    assert ask("CHC", "select count(*) from consent_consent") == [(0,)]
    lines = set(ask("CHC", "select subject, category from consent_consentline"))
    own = (C.CONTACT, C.SERVICE_USE, C.CHILD_HEALTH_DEV, C.DYAD_OBSERVATION)
    child = {(CAST["BEE"], c) for c in (*own, C.RESEARCH)}  # of research, whoever knows that the child comes here
    assert lines == child | {(CAST["ANA"], C.CONTACT)}


NOTES = "select note from care_contact where note <> '' order by 1"


def notes(ask: Ask, who: str, **more: str) -> list[str]:
    return [note for (note,) in ask(who, NOTES, **more)]


def test_a_partner_reads_what_was_agreed_with_her_agency_and_nothing_else(ask: Ask) -> None:
    assert notes(ask, "CW1") == ["SECRET between them", "SECRET child note", "SECRET visit"]
    assert notes(ask, "NUR") == ["SECRET child note"]
    # Dr X works at an agency with which much was agreed. She does not want him to see any of it.
    for nobody in ("DRX", "CW2", "PO", "p_cal", "p_dot"):
        assert notes(ask, nobody) == []
    for who in ("CW1", "NUR"):
        # Not a name, not who works with them, not where the child lives, not that there is an agreement.
        for table in ("families_family", "families_person", "families_child", "families_livingarrangement",
                      "enrolment_teammember", "consent_consent", "consent_disclosure", "families_safecontact"):  # fmt: skip
            assert ask(who, f"select count(*) from {table}") == [(0,)], table


def test_a_foster_carer_sees_the_child_who_lives_with_her_and_nothing_of_the_mother(ask: Ask) -> None:
    assert ask("p_foster", "select name from families_person") == [("Bo Alder",)]
    for table in ("families_family", "families_child", "families_dyad", "families_livingarrangement", "enrolment_teammember",
                  "families_safecontact", "consent_consent", "care_contact"):  # fmt: skip
        assert ask("p_foster", f"select count(*) from {table}") == [(0,)], table


def test_who_decides_for_a_child_is_known_to_her_and_to_those_who_work_with_it(ask: Ask) -> None:
    """Ids alone; she reads nothing of what a court said, and nobody outside learns who decides."""
    query, today = "select child, holder from safekeeping.who_decides(%s, %s)", date(2026, 3, 2)
    for who in ("p_ana", "W1", "CHC"):
        assert ask(who, query, (CAST["ALDER"], today)) == [(CAST["BEE"], CAST["ANA"])], who
    for who in ("W2", "p_fin", "p_cal", "p_foster", "CW1", "NUR", "EVAL", "PRIV", None):
        assert ask(who, query, (CAST["ALDER"], today)) == [], who
    assert ask("p_ana", query, (CAST["ALDER"], date(2024, 2, 9))) == []
    assert ask("p_ana", "select * from families_decisionright") == []
