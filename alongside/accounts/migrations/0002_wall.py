"""Sign-in tables belong to the gate alone; colleagues of one agency see each other's names.

People at the programme also see who works at a partner agency (to name whom a woman shares with); nobody there sees
anybody of the programme.
"""

from django.db import migrations

from alongside.safekeeping.protection import SIGNED_IN, Share, can
from alongside.safekeeping.terms import Ability

KEEPS = can(Ability.KEEP_ACCOUNTS)
MY_AGENCY = "agency_id = (select safekeeping.my_agency())"
OR_A_PARTNERS = f"({MY_AGENCY} or ((select safekeeping.works_here()) and safekeeping.is_partner(agency_id)))"

# Tables of the sign-in library and of sessions of sign-in pages: people's data, so forced row-level security too.
GATE_TABLES = (
    "accounts_user", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator", "django_session",
    "socialaccount_socialaccount",
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

# Agencies' own sign-in: its secrets stand in a file of the web server (project/agency_doors.py), and what an agency
# hands out is kept nowhere. These tables come with the library and stay empty: nobody has a right on them.
_NOBODYS = "\n".join(
    f"""
    alter table {t} enable row level security;
    alter table {t} force row level security;
    create policy nobody on {t} using (false) with check (false);
    """
    for t in ("socialaccount_socialapp", "socialaccount_socialtoken")
)

# Wide parts are for colleagues of one's own agency alone.
HERS = f"exists (select from accounts_colleague c where c.id = colleague_id and c.{MY_AGENCY})"
SECOND_PERSON = """
grant select, update on accounts_proposedrole to alongside_keeper;
create policy keeper on accounts_proposedrole to alongside_keeper using (true) with check (true);

-- The second person says yes: she keeps accounts at this agency too, is neither who proposed it nor who gets it, by no
-- account of theirs, and means the same as what was proposed. Whoever holds the machine may say it there.
create function safekeeping.agree_role(p_id uuid, p_abilities bigint, p_reads int, p_writes int, p_valid tstzrange)
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v record;
begin
  select r.*, p.account, p.agency, p.kind into v
    from public.accounts_proposedrole r join public.safekeeping_principal p on p.id = r.colleague_id and p.active
   where r.id = p_id and r.settled_at is null for update of r;
  if not found or v.kind <> 'staff'
     or (v.abilities, v.reads, v.writes) is distinct from (p_abilities, p_reads, p_writes)
     or not safekeeping.loading() and (
       not safekeeping.keeps(v.account, v.agency, v.kind)
       or safekeeping.me() in (v.recorded_by, v.colleague_id)
       or exists (select from public.safekeeping_principal o
                   where o.id = v.recorded_by and o.account = safekeeping.my_account())) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.accounts_proposedrole
     set settled_at = clock_timestamp(), agreed = true,
         settled_by = coalesce(safekeeping.me(), '00000000-0000-0000-0000-000000000000')
   where id = p_id;
  insert into public.safekeeping_capacity (id, principal, abilities, categories, writes, valid)
  values (p_id, v.colleague_id, p_abilities, p_reads, p_writes, p_valid);
  if (p_abilities >> 3) & 1 = 1 then perform safekeeping.let_into_all_files(v.colleague_id, p_id, p_valid); end if;
end $$;

-- Anybody who keeps accounts here may say no, also whoever proposed it.
create function safekeeping.decline_role(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.accounts_proposedrole r
     set settled_at = clock_timestamp(), agreed = false,
         settled_by = coalesce(safekeeping.me(), '00000000-0000-0000-0000-000000000000')
    from public.safekeeping_principal p
   where r.id = p_id and r.settled_at is null and p.id = r.colleague_id
     and safekeeping.keeps(p.account, p.agency, p.kind);
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
end $$;

-- She signs in at her agency: the first time by her address, from then on by the number that her agency gave her. With a
-- new sign-in of the agency (or somebody new under an old address) that number is forgotten, by whoever keeps accounts.
-- A second factor that she has here, because her agency asks for one only, is begun anew with it.
create function safekeeping.forget_agency_sign_in(p_principal uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_account uuid;
begin
  select p.account into v_account from public.safekeeping_principal p
   where p.id = p_principal and safekeeping.keeps(p.account, p.agency, p.kind)
     and safekeeping.signs_in_there(p.account, p.kind);
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
  perform safekeeping.end_sessions_of(v_account);
  delete from public.socialaccount_socialaccount where user_id = v_account;
  delete from public.mfa_authenticator where user_id = v_account;
end $$;

-- With which address she signs in who would get a wide part: the second person must know whom she says yes to.
create function safekeeping.address_of_proposed(p_id uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.email
    from public.accounts_proposedrole r
    join public.safekeeping_principal p on p.id = r.colleague_id
    join public.accounts_user u on u.id = p.account
   where r.id = p_id and r.settled_at is null and safekeeping.keeps(p.account, p.agency, p.kind)
$$;
"""
FOR_PAGES = ("open_account(uuid,text,text)", "agree_role(uuid,bigint,int,int,tstzrange)", "decline_role(uuid)",
             "address_of_proposed(uuid)", "forget_agency_sign_in(uuid)")  # fmt: skip


def _granted() -> str:
    lines = []
    for name in FOR_PAGES:
        lines.append(f"revoke all on function safekeeping.{name} from public;")
        lines.append(f"grant execute on function safekeeping.{name} to alongside_app, alongside_loader;")
        lines.append(f"alter function safekeeping.{name} owner to alongside_keeper;")
    lines.append("revoke all on function safekeeping.out_when_closed() from public;")
    lines.append("alter function safekeeping.out_when_closed() owner to alongside_keeper;")
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("agencies", "0002_wall"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunSQL(
            _GATE
            + _NOBODYS
            + """
            grant usage, select on all sequences in schema public to alongside_gate;
            grant select on django_content_type, auth_permission, auth_group to alongside_gate;
            -- A page may know its own account's row, without address or password.
            grant select (id, is_active, must_have_second_factor) on accounts_user to alongside_app;
            create policy own on accounts_user for select to alongside_app
              using (id = (select safekeeping.my_account()));
            grant select (user_id), delete on socialaccount_socialaccount to alongside_keeper;
            create policy keeper on socialaccount_socialaccount to alongside_keeper using (true);
            -- Switched off: whoever is in with this account is out at the next statement, however it was switched off.
            grant select (id, email, is_active) on accounts_user to alongside_keeper;
            create policy keeper on accounts_user for select to alongside_keeper using (true);
            create function safekeeping.out_when_closed() returns trigger
            language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
            begin
              perform safekeeping.end_sessions_of(new.id);
              return new;
            end $$;
            create trigger out_when_closed after update of is_active on accounts_user
              for each row when (old.is_active and not new.is_active)
              execute function safekeeping.out_when_closed();
            -- An account for a colleague, in the same transaction as the colleague: neither is ever there alone.
            grant insert (id, email, password, is_active, must_have_second_factor) on accounts_user to alongside_keeper;
            create policy keeper_opens on accounts_user for insert to alongside_keeper with check (is_active);
            create function safekeeping.open_account(p_id uuid, p_email text, p_password text) returns void
            language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
            begin
              if not safekeeping.can(5) then raise exception 'not allowed' using errcode = '42501'; end if;
              insert into public.accounts_user (id, email, password, is_active, must_have_second_factor)
              values (p_id, p_email, p_password, true, true);
            end $$;
            -- The cast of a practice programme, for its sign-in page; nobody in a real one.
            grant select on accounts_colleague to alongside_keeper;
            create policy keeper on accounts_colleague for select to alongside_keeper using (true);
            create function safekeeping.cast_of_practice() returns table (id uuid, name text, about text)
            language sql stable security definer set search_path = pg_catalog, pg_temp as $$
              select p.id, p.name, coalesce(c.about, '')
                from public.safekeeping_principal p
                left join public.accounts_colleague c on c.id = p.id
               where p.kind not in ('service', 'sitting') and p.active
                 and not exists (select from public.accounts_herpage h where h.person = p.id and h.state in ('held', 'off'))
                 and exists (select from public.agencies_programme g where g.mode = 'demo')
               order by p.recorded_at, p.id limit 60
            $$;
            revoke all on function safekeeping.cast_of_practice() from public;
            grant execute on function safekeeping.cast_of_practice() to alongside_gate;
            alter function safekeeping.cast_of_practice() owner to alongside_keeper;
            """
            + SECOND_PERSON
            + _granted(),
            "drop function safekeeping.cast_of_practice;",
        ),
        Share(
            "accounts_colleague",
            read=f"{SIGNED_IN} and {OR_A_PARTNERS}",
            write=f"{KEEPS} and {OR_A_PARTNERS}",
            change=["name", "about", "left_on"],
        ),
        Share(
            "accounts_role",
            read="exists (select from accounts_colleague c where c.id = colleague_id)",
            write=f"{KEEPS} and exists (select from accounts_colleague c where c.id = colleague_id)",
            change=["during"],
        ),
        # Whoever proposes says so in her own name, for somebody else; settled through the verbs above alone.
        Share(
            "accounts_proposedrole",
            read=f"{KEEPS} and {HERS}",
            write=f"{KEEPS} and {HERS} and recorded_by = (select safekeeping.me())"
            " and colleague_id <> (select safekeeping.me()) and settled_at is null and settled_by is null and agreed is null",
        ),
    ]
