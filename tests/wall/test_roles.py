"""The database's own roles, tried as an attacker would who holds the pages' key."""

from __future__ import annotations

import pytest
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, ident
from tests.databases import Cluster
from tests.wall.conftest import Ask


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


def test_there_is_no_view_that_sees_more_than_its_reader(cluster: Cluster, database: str) -> None:
    """Trap 3."""
    with cluster.admin(database) as admin:
        views = admin.execute(
            "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public'"
            " and (relkind = 'm' or (relkind = 'v' and not coalesce(reloptions::text like '%%security_invoker=true%%', false)))"
            " and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')"
        ).fetchall()
    assert views == []


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


def test_a_unique_key_is_no_oracle_beyond_a_random_id(ask: Ask) -> None:
    """Trap 4: an id that exists but is hidden is refused by the policy or the key, without words of the row."""
    insert = (
        'insert into care_promise (id, recorded_by, family_id, subject, category, what, "on", worker, state)'
        " values (%s, safekeeping.me(), %s, %s, 1, 'x', current_date, safekeeping.me(), 'open') returning id"
    )
    with pytest.raises(errors.UniqueViolation) as caught:
        ask("W2", insert, [ident("promise 1"), CAST["BIRCH"], CAST["EVE"]])
    assert "SECRET" not in str(caught.value)


def test_the_database_connects_only_our_own_roles(cluster: Cluster, database: str) -> None:
    with cluster.admin() as admin:
        open_to_all = admin.execute("select has_database_privilege('public', %s, 'connect')", [database]).fetchone()
    assert open_to_all == (False,)
