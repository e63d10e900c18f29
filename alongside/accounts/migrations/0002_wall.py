"""Sign-in tables belong to the gate alone; colleagues of one agency see each other's names, partners see nobody's."""

from django.db import migrations

from alongside.safekeeping.protection import Share, can
from alongside.safekeeping.terms import Ability

KEEPS = can(Ability.KEEP_ACCOUNTS)
MY_AGENCY = "agency_id = (select safekeeping.my_agency())"

# Tables of the sign-in library and of sessions of sign-in pages: people's data, so forced row-level security too.
GATE_TABLES = (
    "accounts_user", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator", "django_session",
)  # fmt: skip
_GATE = "\n".join(
    f"""
    alter table {t} enable row level security;
    alter table {t} force row level security;
    grant select, insert, update, delete on {t} to alongside_gate;
    create policy gate on {t} to alongside_gate using (true) with check (true);
    """
    for t in GATE_TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("agencies", "0002_wall"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunSQL(
            _GATE
            + """
            grant usage, select on all sequences in schema public to alongside_gate;
            grant select on django_content_type, auth_permission, auth_group to alongside_gate;
            -- A page may know its own account's row, without address or password.
            grant select (id, is_active, must_have_second_factor) on accounts_user to alongside_app;
            create policy own on accounts_user for select to alongside_app
              using (id = (select safekeeping.my_account()));
            -- The cast of a practice programme, for its sign-in page; nobody in a real one.
            grant select on accounts_colleague to alongside_keeper;
            create policy keeper on accounts_colleague for select to alongside_keeper using (true);
            create function safekeeping.cast_of_practice() returns table (id uuid, name text, about text)
            language sql stable security definer set search_path = pg_catalog, pg_temp as $$
              select p.id, p.name, coalesce(c.about, '')
                from public.safekeeping_principal p
                left join public.accounts_colleague c on c.id = p.id
               where p.kind <> 'service' and p.active
                 and exists (select from public.agencies_programme g where g.mode = 'demo')
               order by p.recorded_at, p.id limit 60
            $$;
            revoke all on function safekeeping.cast_of_practice() from public;
            grant execute on function safekeeping.cast_of_practice() to alongside_gate;
            alter function safekeeping.cast_of_practice() owner to alongside_keeper;
            """,
            "drop function safekeeping.cast_of_practice;",
        ),
        Share(
            "accounts_colleague", read=MY_AGENCY, write=f"{KEEPS} and {MY_AGENCY}", change=["name", "about", "left_on"]
        ),
        Share(
            "accounts_role",
            read="exists (select from accounts_colleague c where c.id = colleague_id)",
            write=f"{KEEPS} and exists (select from accounts_colleague c where c.id = colleague_id)",
            change=["during"],
        ),
    ]
