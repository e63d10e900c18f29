"""`alongside consent audit`: a clean ledger has nothing to tell; what the rules would not have let go is found."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import typer
from django.db import connections
from psycopg.types.range import DateRange

from alongside.project.commands import consent_family
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, ident
from tests.client import statements
from tests.databases import Cluster

pytestmark = pytest.mark.usefixtures("committing")
ALDER, ANA = CAST["ALDER"], CAST["ANA"]
FEBRUARY = datetime(2026, 2, 10, 15, tzinfo=UTC)


@pytest.fixture
def loading(committing: str) -> Iterator[None]:
    """`default` signs in as the loader, as it does in the command."""
    default, loader = connections["default"].settings_dict, connections["loader"].settings_dict
    before = {key: default[key] for key in ("USER", "PASSWORD")}
    connections.close_all()
    default.update({key: loader[key] for key in before})
    yield
    connections.close_all()
    default.update(before)


@contextmanager
def planted(
    cluster: Cluster, committing: str, category: C = C.SERVICE_USE, about: tuple[uuid.UUID, ...] = (), **more: Any
) -> Iterator[uuid.UUID]:
    """A line that somebody slipped into the ledger past every verb; taken out again."""
    id = uuid.uuid4()
    row = {
        "id": id, "recorded_at": FEBRUARY, "recorded_by": CAST["W1"], "family_id": ALDER, "subject": ANA,
        "agency_id": CAST["CAS"], "recipient": "the society", "kind": "letter", "purpose": "care_coordination",
        "basis": "consent", "consent_id": ident("C1"), "title": "", "notice": "", "sha256": "", "told_before": "told",
        "why_not": "", "hidden_why": "", **more,
    }  # fmt: skip
    part = {key: row[key] for key in ("recorded_at", "recorded_by", "family_id", "subject")} | {
        "id": uuid.uuid4(), "category": int(category), "disclosure_id": id, "snapshot": "SECRET", "sha256": "",
        "about": list(about),
    }  # fmt: skip
    with cluster.admin(committing) as admin:
        for table, values in (("consent_disclosure", row), ("consent_disclosedpart", part)):
            names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
            admin.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))
    try:
        yield id
    finally:
        with cluster.admin(committing) as admin:
            admin.execute("set session_replication_role = replica")
            admin.execute("delete from consent_disclosedpart where disclosure_id = %s", [id])
            admin.execute("delete from consent_disclosure where id = %s", [id])


def test_a_clean_programme_has_none(loading: None) -> None:
    assert consent_family.look() == []


@pytest.mark.parametrize(
    ("category", "more", "why"),
    [
        (C.IPV_SAFETY, {}, "category"),  # C1 does not name it
        (C.SERVICE_USE, {"agency_id": CAST["HOSP"]}, "recipient"),  # nor this agency
        (C.SERVICE_USE, {"purpose": "criminal"}, "purpose"),  # nor what it was for
        (C.SERVICE_USE, {"recorded_at": datetime(2024, 1, 1, tzinfo=UTC)}, ""),  # nor was it signed then
        (C.SERVICE_USE, {"recorded_by": CAST["W2"]}, "not_assigned"),  # whoever told it does not work with her
        (C.SERVICE_USE, {"consent_id": ident("C5")}, "other_basis"),  # allowed, and not by the form it names
        (C.SERVICE_USE, {"basis": "emergency", "consent_id": None}, "nothing_beside_it"),
        (C.SERVICE_USE, {"basis": "duty_to_report", "consent_id": None, "agency_id": CAST["HOSP"]}, ""),
        (C.SERVICE_USE, {"kind": "view", "recorded_by": CAST["CW2"], "colleague_id": CAST["CW2"]}, "not_assigned"),
    ],
)
def test_a_planted_line_is_found(
    loading: None, cluster: Cluster, committing: str, category: C, more: dict[str, Any], why: str
) -> None:
    with planted(cluster, committing, category, **more) as id:
        found = consent_family.look()
    assert [each.line for each in found] == [id]
    assert found[0].why and (not why or why in found[0].why), found[0].why


def test_as_many_statements_for_twelve_lines_as_for_one(loading: None, cluster: Cluster, committing: str) -> None:
    """Who she was that day is looked up once for everybody, not once for each line."""
    asked = []
    for lines in (1, 12):
        with ExitStack() as held:
            for _ in range(lines):
                held.enter_context(planted(cluster, committing))
            with statements() as found:
                consent_family.look()
        asked.append(len(found))
    assert asked[0] == asked[1]


HERS = {"basis": "her_request", "consent_id": None, "agency_id": None, "purpose": "portal", "recipient": "her aunt"}


@pytest.mark.parametrize(
    ("category", "more", "why"),
    [
        (C.SERVICE_USE, {}, ""),  # hers to take along
        (C.SUD, {}, ""),
        (C.IPV_SAFETY, {}, "portal_category"),
        (C.CHILD_HEALTH_DEV, {"subject": CAST["BO"]}, "no_authority"),  # not hers to decide for
        (C.SERVICE_USE, {"recorded_by": CAST["W2"]}, "not_assigned"),
    ],
)
def test_what_went_into_her_own_hands_was_hers_that_day(
    loading: None, cluster: Cluster, committing: str, category: C, more: dict[str, Any], why: str
) -> None:
    with planted(cluster, committing, category, **HERS | more) as id:
        found = consent_family.look()
    assert [each.line for each in found] == ([id] if why else [])
    assert all(why in each.why for each in found)


def test_words_that_also_speak_of_somebody_who_did_not_agree_are_found(
    loading: None, cluster: Cluster, committing: str
) -> None:
    # C2 lets the society have this about Bee, and C1 about Ana; nobody agreed about Bo.
    bee = {"subject": CAST["BEE"], "consent_id": ident("C2"), "recorded_at": FEBRUARY + timedelta(days=40)}
    with planted(cluster, committing, about=(ANA,), **bee):
        assert consent_family.look() == []
    with planted(cluster, committing, about=(ANA, CAST["BO"]), **bee) as id:
        [found] = consent_family.look()
    assert found.line == id and "third_party" in found.why


@contextmanager
def ordered_and_written(cluster: Cluster, committing: str, *drawn: uuid.UUID) -> Iterator[dict[str, Any]]:
    """An ordinary order of February for a family court, and a letter to the society that holds words of these documents:
    what a line of the ledger says that left by both. Taken out again."""
    order, letter = uuid.uuid4(), uuid.uuid4()
    who = {"recorded_at": FEBRUARY, "recorded_by": CAST["W1"], "family_id": ALDER, "subject": ANA}
    what = {"agency_id": CAST["CAS"], "purpose": "family_court"}
    rows = {
        "consent_legalbasis": who | what | {
            "id": order, "kind": "court_order", "categories": 1 << int(C.SERVICE_USE), "reference": "FC-1",
            "recipient": "", "issued_by": "", "told": "", "note": "", "withdrawn_why": "",
            "during": DateRange(date(2026, 2, 1), date(2026, 3, 1)),
        },
        "consent_letter": who | what | {
            "id": letter, "about": [], "draws_on": list(drawn), "for_whom": "", "kind": "progress", "language": "en",
            "title": "Report", "told_before": "told", "why_not": "", "comment": "", "version": 1,
        },
    }  # fmt: skip
    with cluster.admin(committing) as admin:
        admin.execute("set session_replication_role = replica")
        for table, row in rows.items():
            names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
            admin.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
    try:
        yield what | {
            "basis": "court_order", "consent_id": None, "legal_basis_id": order, "letter_id": letter,
            "recorded_at": FEBRUARY + timedelta(hours=1),
        }  # fmt: skip
    finally:
        with cluster.admin(committing) as admin:
            admin.execute("set session_replication_role = replica")
            for table, row in rows.items():
                admin.execute(f"delete from {table} where id = %s", [row["id"]])


def test_words_of_a_protected_document_that_an_ordinary_order_let_out_are_found(
    loading: None, cluster: Cluster, committing: str
) -> None:
    """The same line, order and letter: our own words; words of what the society sent; the same, said to be free of it."""
    sent, said = ident("sent ANA"), "update consent_sentback set part2 = %s where id = %s"
    with ordered_and_written(cluster, committing) as ours, planted(cluster, committing, **ours):
        assert consent_family.look() == []
    with ordered_and_written(cluster, committing, sent) as theirs, planted(cluster, committing, **theirs) as id:
        [found] = consent_family.look()
        assert found.line == id and "part2_bar" in found.why
        with cluster.admin(committing) as admin:
            admin.execute(said, [False, sent])
        try:
            assert consent_family.look() == []
        finally:
            with cluster.admin(committing) as admin:
                admin.execute(said, [True, sent])


def test_a_paper_written_down_between_two_lines_of_one_day_counts_for_the_second(
    loading: None, cluster: Cluster, committing: str
) -> None:
    paper = uuid.uuid4()
    with cluster.admin(committing) as admin:
        admin.execute(
            "insert into consent_legalbasis (id, recorded_by, recorded_at, family_id, subject, kind, agency_id, recipient,"
            " purpose, categories, reference, issued_by, told, note, during, withdrawn_why)"
            " select %s, %s, %s, family_id, subject, 'part2_order', agency_id, '', 'family_court', categories, 'x', '', '', '',"
            " daterange('2026-02-01', '2026-03-01'), '' from consent_legalbasis where id = %s",
            [paper, CAST["PRIV"], FEBRUARY + timedelta(hours=1), ident("order ANA")],
        )
    resting = {"basis": "court_order", "consent_id": None, "legal_basis_id": paper, "purpose": "family_court"}
    try:
        with (
            planted(cluster, committing),
            planted(cluster, committing, recorded_at=FEBRUARY + timedelta(hours=2), **resting),
        ):
            assert consent_family.look() == []
        with planted(cluster, committing, **resting) as id:  # before it was written down
            assert [each.line for each in consent_family.look()] == [id]
    finally:
        with cluster.admin(committing) as admin:
            admin.execute("set session_replication_role = replica")
            admin.execute("delete from consent_legalbasis where id = %s", [paper])


def test_of_two_records_of_one_person_both_had_to_let_it_go(loading: None, cluster: Cluster, committing: str) -> None:
    link, theirs, kept = uuid.uuid4(), uuid.uuid4(), "recorded_by, recorded_at"
    two = sorted([(ANA, ALDER), (CAST["GIA"], CAST["CEDAR"])])
    try:
        with (
            planted(cluster, committing),
            planted(cluster, committing, recorded_at=FEBRUARY + timedelta(hours=2)) as late,
        ):
            with cluster.admin(committing) as admin:
                admin.execute(
                    f"insert into consent_sameperson (id, {kept}, person_id, family_id, other_person_id, other_family_id,"
                    " why, apart_why) values (%s, %s, %s, %s, %s, %s, %s, 'x', '')",
                    [link, CAST["SUP"], FEBRUARY + timedelta(hours=1), *two[0], *two[1]],
                )
            # Said between the two lines of one day: the first was right then, the second was not.
            assert [each.line for each in consent_family.look()] == [late]
            with cluster.admin(committing) as admin:
                admin.execute("set session_replication_role = replica")
                columns = f"{kept}, effect, form_id, recipient_kind, agency_id, recipient_class, purpose, during, explained, signed_at"
                admin.execute(
                    f"insert into consent_consent (id, family_id, giver_id, {columns}, signed_how, signature, copy_given, version)"
                    f" select %s, %s, %s, {columns}, 'typed', 'x', '', 1 from consent_consent where id = %s",
                    [theirs, CAST["CEDAR"], CAST["GIA"], ident("C1")],
                )
                admin.execute(
                    f"insert into consent_consentline (id, family_id, consent_id, subject, category, {kept})"
                    f" select gen_random_uuid(), %s, %s, %s, category, {kept} from consent_consentline"
                    " where consent_id = %s and subject = %s", [CAST["CEDAR"], theirs, CAST["GIA"], ident("C1"), ANA],
                )  # fmt: skip
            assert consent_family.look() == []  # both agreed
    finally:
        with cluster.admin(committing) as admin:
            admin.execute("update consent_sameperson set ended_at = now() where id = %s", [link])
            admin.execute("set session_replication_role = replica")
            for table, column, id in (
                ("sameperson", "id", link),
                ("consentline", "consent_id", theirs),
                ("consent", "id", theirs),
            ):
                admin.execute(f"delete from consent_{table} where {column} = %s", [id])


def test_what_was_right_then_stays_right_after_it_was_taken_back(
    loading: None, cluster: Cluster, committing: str
) -> None:
    with planted(cluster, committing):
        with cluster.admin(committing) as admin:
            admin.execute("set session_replication_role = replica")
            admin.execute(
                "update consent_consent set withdrawn_at = %s where id = %s",
                [FEBRUARY + timedelta(days=1), ident("C1")],
            )
        assert consent_family.look() == []
        with cluster.admin(committing) as admin:
            admin.execute("set session_replication_role = replica")
            admin.execute(
                "update consent_consent set withdrawn_at = %s where id = %s",
                [FEBRUARY - timedelta(days=1), ident("C1")],
            )
        found = consent_family.look()
        with cluster.admin(committing) as admin:
            admin.execute("set session_replication_role = replica")
            admin.execute("update consent_consent set withdrawn_at = null where id = %s", [ident("C1")])
    assert found and all(each.basis == "consent" for each in found)


def test_it_says_ids_and_reasons_and_ends_with_one(
    loading: None, cluster: Cluster, committing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with planted(cluster, committing, C.IPV_SAFETY) as id:
        consent_family.tell(consent_family.look(), as_json=True)
    said = capsys.readouterr().out
    row = json.loads(said[said.index("[") :])[0]
    assert row["line"] == str(id) and row["category"] == "ipv_safety" and "SECRET" not in said and "Ana" not in said
    with pytest.raises(typer.Exit) as ended:
        consent_family.stop_if_found(1)
    assert ended.value.exit_code == 1
    consent_family.stop_if_found(0)


def test_the_table_of_a_family(loading: None) -> None:
    rows = {(row["who"].split(",")[0], row["about"]): row["categories"] for row in consent_family.table(ALDER)}
    woman = f"{ANA} (woman)"
    assert "sud" in rows["Wanda", woman]
    assert rows["Wren", woman] == []  # kept out, although she is on the team
    assert "service_use" in rows["Cora", woman] and "ipv_safety" not in rows["Cora", woman]
    assert rows["herself", woman] != []
