"""The wall, tried as an attacker would who holds the page's own database role (docs: reference cases B, C, D, F)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from psycopg import errors, sql

from alongside.project import roles
from tests.cast import CAST, dyad, ident, token_of
from tests.databases import Cluster

# Tables that hold something about the ALDER family, with the column that names the family.
TABLES = {
    "families_family": "id",
    **{
        f"families_{t}": "family_id"
        for t in (
            "person", "woman", "child", "dyad", "identity", "earlierchild", "pregnancy", "duedate", "exposure",
            "livingarrangement", "legalstatus", "household", "householdstay", "relationship", "safecontact", "safeway",
            "namekey",
        )
    },
    **{f"enrolment_{t}": "family_id" for t in ("enrolment", "statechange", "teammember", "keyworker", "returntouse", "keptout")},
    "care_contact": "family_id",
    "care_promise": "family_id",
    "assessment_occasion": "family_id",
}  # fmt: skip

NOBODY = [
    "W2",
    "W3",
    "p_cal",
    "p_foster",
    "p_dot",
    "NUR",
    "CW1",
    "CW2",
    "DRX",
    "PO",
    "EVAL",
    "ADM",
    "COUNCIL",
    "SITE2",
    "p_fin",
]

Ask = Callable[..., list[tuple]]


@pytest.fixture
def ask(cluster: Cluster, database: str) -> Ask:
    """Ask the database something in one transaction as role ``role`` with the token of ``who``."""

    def asking(
        who: str | None, query: str, values: object = None, *, role: str = roles.APP, take: str = ""
    ) -> list[tuple]:
        with cluster.as_role(role, database) as connection:
            if who is not None:
                connection.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            if take:
                connection.execute(sql.SQL("set local role {}").format(sql.Identifier(take)))
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    return asking


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, who: str, table: str) -> None:
    query = f"select count(*) from {table} where {TABLES[table]} = %s"
    assert ask(who, query, [CAST["ALDER"]]) == [(0,)]


@pytest.mark.parametrize("table", TABLES)
def test_a_request_without_a_token_sees_nothing(ask: Ask, table: str) -> None:
    for token in (None, "", "nobody's"):
        with_token = ask(token, f"select count(*) from {table}")
        assert with_token == [(0,)]


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"enrolment_keptout"}))
def test_her_own_counsellor_sees_her_family(ask: Ask, table: str) -> None:
    """The tests above could pass with everything closed; this one could not."""
    [(count,)] = ask("W1", f"select count(*) from {table} where {TABLES[table]} = %s", [CAST["ALDER"]])
    assert count >= 1


def notes(ask: Ask, who: str, **more: str) -> set[str]:
    return {note for (note,) in ask(who, "select note from care_contact where note <> ''", **more)}


def test_each_part_reads_its_own_categories(ask: Ask) -> None:
    every = {"SECRET visit", "SECRET use", "SECRET counselling", "SECRET safety", "SECRET child note", "SECRET between them",
             "SECRET peer note"}  # fmt: skip
    assert notes(ask, "W1") == every
    assert notes(ask, "SUP") == every
    assert notes(ask, "PIT") == every - {"SECRET counselling"}
    assert notes(ask, "DIR") == every - {"SECRET counselling", "SECRET safety"}
    assert notes(ask, "PEER") == {"SECRET visit", "SECRET peer note"}
    assert notes(ask, "PRIV") == set()
    assert notes(ask, "CHC") == {"SECRET child note"}


def test_child_care_sees_children_and_of_the_mother_only_her_name(ask: Ask) -> None:
    people = {name for (name,) in ask("CHC", "select name from families_person")}
    assert people == {"Bee Alder", "Bo Alder", "Ana Alder"}
    # The safe way to reach her is for whoever may have to (case C06); nothing else of hers is.
    assert ask("CHC", "select count(*) from families_safecontact") == [(1,)]
    for table in ("families_woman", "families_pregnancy", "families_exposure", "families_relationship",
                  "enrolment_returntouse", "families_household", "families_legalstatus"):  # fmt: skip
        assert ask("CHC", f"select count(*) from {table}") == [(0,)]


def test_herself_sees_what_is_hers_and_not_her_childs_legal_file(ask: Ask) -> None:
    assert notes(ask, "p_ana") == {"SECRET visit", "SECRET use", "SECRET peer note"}
    assert ask("p_ana", "select name from families_person") == [("Ana Alder",)]
    assert ask("p_ana", "select count(*) from families_exposure") == [(1,)]  # D-24: visible to her


def test_a_former_participant_does_not_find_her_own_file_as_staff(ask: Ask) -> None:
    """D-01, case D03: one account, two parts that never mix."""
    assert ask("PEER", "select count(*) from families_person where id = %s", [CAST["GIA"]]) == [(0,)]


@pytest.mark.parametrize("shape", [roles.SMALL, roles.REPORT])
@pytest.mark.parametrize("who", ["W1", "W2", "W3", "CHC", "PEER", "PIT", "DIR", "PRIV", "p_ana", "p_cal"])
def test_policy_shapes_mean_the_same(ask: Ask, who: str, shape: str) -> None:
    for table in (
        "care_contact",
        "families_person",
        "families_livingarrangement",
        "enrolment_teammember",
        "families_family",
    ):
        query = f"select id from {table} order by 1"
        assert ask(who, query, take=shape) == ask(who, query)


def test_tautology_union_and_error_probes_leak_nothing(ask: Ask) -> None:
    assert ask("W2", "select note from care_contact where 1=1 or note like '%%'") == []
    assert ask("W2", "select note from care_contact union select note from care_contact") == []
    probe = "select note from care_contact where 1/(case when note = 'SECRET use' then 0 else 1 end) = 1"
    assert ask("W2", probe) == []


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("set role alongside_owner", errors.InsufficientPrivilege),
        ("set role alongside_loader", errors.InsufficientPrivilege),
        ("set role alongside_keeper", errors.InsufficientPrivilege),
        ("select * from safekeeping_session", errors.InsufficientPrivilege),
        ("select * from safekeeping_principal", errors.InsufficientPrivilege),
        ("select email from accounts_user", errors.InsufficientPrivilege),
        ("select * from account_emailaddress", errors.InsufficientPrivilege),
        ("select * from mfa_authenticator", errors.InsufficientPrivilege),
        ("select * from django_session", errors.InsufficientPrivilege),
        ("insert into safekeeping_cell values (default)", errors.InsufficientPrivilege),
        ("update safekeeping_cell set categories = 16383", errors.InsufficientPrivilege),
        ("delete from safekeeping_exclusion", errors.InsufficientPrivilege),
        ("delete from families_dyad", errors.InsufficientPrivilege),
        ("delete from care_contact", errors.InsufficientPrivilege),
        ("update care_contact set note = ''", errors.InsufficientPrivilege),
        ("truncate care_contact", errors.InsufficientPrivilege),
        ("update recordkeeping_trail set verb = 'x'", errors.InsufficientPrivilege),
        ("delete from recordkeeping_trail", errors.InsufficientPrivilege),
        ("insert into recordkeeping_trail (shard) values (1)", errors.InsufficientPrivilege),
        ("update agencies_programme set mode = 'real'", errors.InsufficientPrivilege),
        ("select safekeeping.open_session('x', gen_random_uuid(), '1 hour', '1 hour', true)", errors.InsufficientPrivilege),
        ("select safekeeping.walk_in('x', gen_random_uuid())", errors.InsufficientPrivilege),
        ("select safekeeping.let_into_all_files(safekeeping.me(), gen_random_uuid(), tstzrange(null, null))",
         errors.InsufficientPrivilege),
        ("select safekeeping.broken_links()", errors.InsufficientPrivilege),
        ("select * from pg_authid", errors.InsufficientPrivilege),
        ("copy care_contact from '/etc/passwd'", errors.InsufficientPrivilege),
    ],
)  # fmt: skip
def test_what_the_pages_role_cannot_do(ask: Ask, query: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask("W1", query)


def test_turning_row_security_off_is_an_error_not_a_door(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.APP, database) as connection:
        connection.execute("set row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from care_contact")


def test_a_counsellor_cannot_let_herself_in(ask: Ask) -> None:
    for verb in (
        "select safekeeping.let_in(safekeeping.me(), %(f)s, %(f)s, 'file', 16383, 16383, tstzrange(null, null), %(f)s)",
        "select safekeeping.open_file(%(f)s, %(f)s)",
        "select safekeeping.keep_out(%(f)s, safekeeping.me(), %(f)s)",
        "select safekeeping.keep_capacity(%(f)s, safekeeping.me(), 15, 16383, 16383, tstzrange(null, null))",
        "select safekeeping.keep_principal(%(f)s, null, null, null, 'staff', 'x', true)",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            ask("W2", verb, {"f": CAST["ALDER"]})


def test_even_the_manager_cannot_widen_her_own_part(ask: Ask) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        ask("DIR", "select safekeeping.keep_capacity(%s, safekeeping.me(), 255, 16383, 16383, tstzrange(null, null))",
            [uuid.uuid4()])  # fmt: skip


def test_nobody_of_another_agency_is_let_in_by_a_supervisor(ask: Ask) -> None:
    for outsider in ("CW1", "SITE2", "p_foster"):
        with pytest.raises(errors.InsufficientPrivilege):
            ask("SUP", "select safekeeping.let_in(%s, %s, %s, 'file', 16383, 0, tstzrange(null, null), %s)",
                [CAST[outsider], CAST["ALDER"], CAST["ALDER"], uuid.uuid4()])  # fmt: skip


def test_whoever_is_kept_out_cannot_lift_it(ask: Ask) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        ask("W3", "select safekeeping.lift(%s)", [ident("kept out ALDER W3")])


def test_writing_about_a_hidden_family_is_refused(ask: Ask) -> None:
    insert = (
        'insert into care_promise (id, recorded_by, family_id, subject, category, what, "on", worker, state)'
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, 1, 'x', current_date, safekeeping.me(), 'open') returning id"
    )
    with pytest.raises(errors.InsufficientPrivilege):
        ask("W2", insert, [CAST["ALDER"], CAST["ANA"]])


def test_a_peer_supporter_cannot_write_in_a_category_that_is_not_hers(ask: Ask) -> None:
    insert = (
        'insert into care_promise (id, recorded_by, family_id, subject, category, what, "on", worker, state)'
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, %s, 'x', current_date, safekeeping.me(), 'open') returning id"
    )
    with pytest.raises(errors.InsufficientPrivilege):
        ask("PEER", insert, [CAST["ALDER"], CAST["ANA"], 3])


# --- traps (reference: consent §2.2) ----------------------------------------------------------------------------------


def test_an_open_transaction_loses_sight_at_the_next_statement(cluster: Cluster, database: str) -> None:
    """Trap 1 and D07: revocation acts inside an open READ COMMITTED transaction."""
    name = f"{database}_revoke"
    cluster.clone(database_template(cluster), name)
    try:
        with cluster.as_role(roles.APP, name) as page, cluster.admin(name) as admin:
            page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
            before = page.execute("select count(*) from care_contact").fetchone()
            admin.execute("update safekeeping_cell set valid = tstzrange(lower(valid), statement_timestamp())"
                          " where principal = %s", [CAST["W1"]])  # fmt: skip
            after = page.execute("select count(*) from care_contact").fetchone()
        assert before == (7,)
        assert after == (0,)
    finally:
        cluster.drop(name)


def database_template(cluster: Cluster) -> str:
    with cluster.admin() as admin:
        row = admin.execute("select datname from pg_database where datname like 'alongside_template_cast_%%'"
                            " and datname not like '%%making'").fetchone()  # fmt: skip
    assert row
    return row[0]


def test_sessions_end_inside_the_database(cluster: Cluster, database: str) -> None:
    """Traps 1 and 2: expiry, idleness, sign-out, deactivation and the end of a role act at the next statement."""
    name = f"{database}_sessions"
    ways = [
        "update safekeeping_session set expires_at = clock_timestamp() - interval '1 second'",
        "update safekeeping_session set last_seen_at = clock_timestamp() - interval '11 years'",
        "update safekeeping_session set ended_at = clock_timestamp()",
        "update safekeeping_principal set active = false",
        "update safekeeping_capacity set valid = tstzrange(lower(valid), clock_timestamp())",
    ]
    cluster.clone(database_template(cluster), name)
    try:
        with cluster.as_role(roles.APP, name) as page, cluster.admin(name) as admin:
            admin.autocommit = False
            for way in ways:
                page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
                assert page.execute("select count(*) from care_contact").fetchone() == (7,)
                admin.execute(way)
                admin.commit()
                assert page.execute("select count(*) from care_contact").fetchone() == (0,), way
                page.rollback()
                undo = {
                    ways[0]: "update safekeeping_session set expires_at = clock_timestamp() + interval '1 year'",
                    ways[1]: "update safekeeping_session set last_seen_at = clock_timestamp()",
                    ways[2]: "update safekeeping_session set ended_at = null",
                    ways[3]: "update safekeeping_principal set active = true",
                    ways[4]: "update safekeeping_capacity set valid = tstzrange(lower(valid), null)",
                }[way]
                admin.execute(undo)
                admin.commit()
    finally:
        cluster.drop(name)


def test_the_token_is_gone_after_its_transaction(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.APP, database) as page:
        page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        assert page.execute("select count(*) > 0 from care_contact").fetchone() == (True,)
        page.commit()
        assert page.execute("select count(*) from care_contact").fetchone() == (0,)


def test_there_is_no_view_that_sees_more_than_its_reader(cluster: Cluster, database: str) -> None:
    """Trap 3."""
    with cluster.admin(database) as admin:
        views = admin.execute(
            "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public'"
            " and (relkind = 'm' or (relkind = 'v' and not coalesce(reloptions::text like '%%security_invoker=true%%', false)))"
            " and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')"
        ).fetchall()
    assert views == []


def test_another_requests_words_are_not_visible_in_the_list_of_running_queries(cluster: Cluster, database: str) -> None:
    """Trap 5: values travel apart from the statement."""
    from django.conf import settings

    assert settings.DATABASES["default"]["OPTIONS"]["server_side_binding"] is True
    with cluster.as_role(roles.APP, database) as one, cluster.as_role(roles.APP, database) as two:
        one.execute("select %s::text", ["SECRET-TEXT-43"])
        seen = two.execute(
            "select count(*) from pg_stat_activity where query like '%%SECRET-TEXT%%' and pid <> pg_backend_pid()"
        )
        assert seen.fetchone() == (0,)


def test_definer_functions_fix_their_search_path_and_end_it_with_pg_temp(cluster: Cluster, database: str) -> None:
    """Trap 9."""
    with cluster.admin(database) as admin:
        loose = admin.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'safekeeping')"
            " and p.prosecdef and not exists (select from unnest(p.proconfig) c where c like 'search_path=%%pg_temp')"
        ).fetchall()
        public = admin.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'safekeeping'"
            " and has_function_privilege('public', p.oid, 'execute')"
        ).fetchall()
    assert loose == []
    assert public == []


def test_the_owner_reads_no_person(cluster: Cluster, database: str) -> None:
    with cluster.admin(database) as admin:
        admin.execute("set role alongside_owner")
        for table in ("families_person", "care_contact", "safekeeping_session", "recordkeeping_trail", "accounts_user"):
            assert admin.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_no_role_of_ours_is_a_superuser_and_only_two_bypass(cluster: Cluster, database: str) -> None:
    with cluster.admin(database) as admin:
        rows = admin.execute(
            "select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname like 'alongside%%'"
        ).fetchall()
    assert not any(superuser for _, superuser, _, _ in rows)
    assert {name for name, _, bypass, _ in rows if bypass} == {roles.LOADER, roles.BACKUP}
    assert not any(login for name, _, _, login in rows if name in roles.QUIET_ROLES)


def test_the_search_function_shows_only_what_the_asker_may_see(ask: Ask) -> None:
    find = "select person from safekeeping.find_people(%s, 20)"
    assert (CAST["ANA"],) in ask("W1", find, ["ana alder"])
    assert (CAST["GIA"],) not in ask("W1", find, ["gia alder"])
    assert ask("W3", find, ["ana alder"]) == []
    assert ask("p_cal", find, ["ana alder"]) == []
    assert ask(None, find, ["ana alder"]) == []
    assert {p for (p,) in ask("CHC", find, ["alder"])} == {CAST["ANA"], CAST["BEE"], CAST["BO"]}
    assert ask("W2", find, ["%"]) == ask("W2", find, ["_"]) == []


def test_cells_of_others_are_not_readable(ask: Ask) -> None:
    assert ask("W1", "select count(*) from safekeeping_cell where principal <> %s", [CAST["W1"]]) == [(0,)]
    assert ask("W3", "select family from safekeeping_exclusion") == [(CAST["ALDER"],)]
    assert ask("W1", "select count(*) from safekeeping_exclusion") == [(0,)]


def test_a_unique_key_is_no_oracle_beyond_a_random_id(ask: Ask) -> None:
    """Trap 4: an id that exists but is hidden is refused by the policy or the key, without words of the row."""
    insert = (
        'insert into care_promise (id, recorded_by, family_id, subject, category, what, "on", worker, state)'
        " values (%s, safekeeping.me(), %s, %s, 1, 'x', current_date, safekeeping.me(), 'open') returning id"
    )
    with pytest.raises(errors.UniqueViolation) as caught:
        ask("W2", insert, [ident("promise 1"), CAST["BIRCH"], CAST["EVE"]])
    assert "SECRET" not in str(caught.value)


def test_the_dyad_is_still_there(ask: Ask) -> None:
    assert ask("W1", "select count(*) from families_dyad where id = %s", [dyad("ANA", "BEE")]) == [(1,)]


def test_the_database_connects_only_our_own_roles(cluster: Cluster, database: str) -> None:
    with cluster.admin() as admin:
        open_to_all = admin.execute("select has_database_privilege('public', %s, 'connect')", [database]).fetchone()
    assert open_to_all == (False,)
