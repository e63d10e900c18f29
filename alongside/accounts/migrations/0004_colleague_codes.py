"""Codes with which a colleague sets up her sign-in, the first time or anew (docs/decisions/0015).

Pages of those who keep accounts make them, a second person agrees where one person alone would get into something, the
gate compares what was typed. What a code closes, and when two people are needed, is decided here and nowhere else.
"""

from django.db import migrations

from alongside.safekeeping.protection import can
from alongside.safekeeping.terms import WIDE, Ability

KEEPS = can(Ability.KEEP_ACCOUNTS)
HERS = "exists (select from accounts_colleague c where c.id = colleague_id)"
OPENS_HOURS = 24  # long enough to hand it over on the next working day

SETTING_UP = f"""
alter table accounts_colleaguecode enable row level security;
alter table accounts_colleaguecode force row level security;
grant select, insert, update on accounts_colleaguecode to alongside_keeper;
create policy keeper on accounts_colleaguecode to alongside_keeper using (true) with check (true);
-- The gate compares what was typed, and counts. Pages see that there is a code and what became of it, never a hash.
grant select, update (wrong, given_at, used_at, ended_at) on accounts_colleaguecode to alongside_gate;
create policy gate on accounts_colleaguecode to alongside_gate using (true) with check (true);
grant select (id, recorded_at, recorded_by, colleague_id, new_password, by_two, agreed_by, opens_until, used_at, ended_at)
  on accounts_colleaguecode to alongside_app;
create policy may_see on accounts_colleaguecode for select to alongside_app using ({KEEPS} and {HERS});

grant select (id, user_id), delete on mfa_authenticator to alongside_keeper;
create policy keeper on mfa_authenticator to alongside_keeper using (true) with check (true);
grant select (awaits_code, password), insert (awaits_code), update (password, awaits_code) on accounts_user
  to alongside_keeper;
create policy keeper_of_colleagues on accounts_user for update to alongside_keeper
  using (email is not null) with check (email is not null);

-- An account for somebody who works here: no password, and nothing opens until she gave her code and set up her sign-in.
create function safekeeping.open_account_for_code(p_id uuid, p_email text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.can(5) then raise exception 'not allowed' using errcode = '42501'; end if;
  insert into public.accounts_user (id, email, password, is_active, must_have_second_factor, awaits_code)
  values (p_id, p_email, '!' || gen_random_uuid(), true, true, true);
end $$;

-- She signs in at her agency: nothing was set here with which she could, and no code waits to be given. A code would put
-- a password beside her agency's sign-in, and shut that until it is set.
create function safekeeping.signs_in_there(p_account uuid, p_kind text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_kind = 'partner' and exists (
    select from public.accounts_user u where u.id = p_account and u.password like '!%' and not u.awaits_code)
$$;

-- The account behind this colleague opens something today or later: a file, or a woman's own record.
create function safekeeping.opens_something(p_account uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.safekeeping_principal p
     where p.account = p_account and p.active
       and (p.kind in ('herself', 'carer') or exists (
         select from public.safekeeping_cell c where c.principal = p.id and not isempty(c.valid)
            and (upper(c.valid) is null or upper(c.valid) > statement_timestamp()))))
$$;

-- It has a wide part, today or later.
create function safekeeping.has_wide_part(p_account uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.safekeeping_principal p join public.safekeeping_capacity c on c.principal = p.id
     where p.account = p_account and p.active and c.abilities & {int(WIDE)} <> 0 and not isempty(c.valid)
       and (upper(c.valid) is null or upper(c.valid) > statement_timestamp()))
$$;

-- What a code does once nobody else has to agree: what she had opens nothing any more, on no device.
create function safekeeping.act_on_code(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v record;
begin
  update public.accounts_colleaguecode set opens_until = clock_timestamp() + interval '{OPENS_HOURS} hours' where id = p_id
  returning account, new_password into v;
  update public.accounts_colleaguecode set ended_at = clock_timestamp()
   where account = v.account and id <> p_id and ended_at is null and used_at is null;
  perform safekeeping.end_sessions_of(v.account);
  delete from public.mfa_authenticator where user_id = v.account;
  update public.accounts_user set awaits_code = true where id = v.account;
  if v.new_password then update public.accounts_user set password = '!' || gen_random_uuid() where id = v.account; end if;
end $$;

-- One person is enough while the account opens nothing, or while she still needs her own password and has no wide part:
-- then nobody gets into anything with the code alone. Else a second one has to agree, who is told the other half.
-- Answers whether it acts already.
create function safekeeping.new_code(
  p_id uuid, p_colleague uuid, p_new_password boolean, p_first text, p_second text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v record; v_new boolean; v_two boolean;
begin
  select p.* into v from public.safekeeping_principal p
   where p.id = p_colleague and p.active and p.account is not null and p.kind in ('staff', 'partner')
     and not safekeeping.signs_in_there(p.account, p.kind);
  if not found or not safekeeping.keeps(v.account, v.agency, v.kind) or p_colleague is not distinct from safekeeping.me()
  then raise exception 'not allowed' using errcode = '42501'; end if;
  -- A password that was taken away and not chosen anew is no password of hers.
  v_new := p_new_password or exists (
    select from public.accounts_colleaguecode s where s.account = v.account and s.new_password and s.opens_until is not null
       and s.recorded_at > coalesce((select max(u.recorded_at) from public.accounts_colleaguecode u
                                      where u.account = v.account and u.used_at is not null), '-infinity'));
  v_two := not safekeeping.loading()
    and (safekeeping.has_wide_part(v.account) or v_new and safekeeping.opens_something(v.account));
  insert into public.accounts_colleaguecode (id, recorded_at, recorded_by, colleague_id, account, new_password, by_two, first,
                                         second, wrong)
  values (p_id, clock_timestamp(), coalesce(safekeeping.me(), '00000000-0000-0000-0000-000000000000'), p_colleague,
          v.account, v_new, v_two, p_first, case when v_two then '' else p_second end, 0);
  if v_two then perform safekeeping.end_sessions_of(v.account); else perform safekeeping.act_on_code(p_id); end if;
  return not v_two;
end $$;

-- The second person says yes, and gets the other half: as with a wide part, neither who asked nor whom it is for.
create function safekeeping.agree_code(p_id uuid, p_second text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v record;
begin
  select s.*, p.agency, p.kind into v
    from public.accounts_colleaguecode s join public.safekeeping_principal p on p.id = s.colleague_id and p.active
   where s.id = p_id and s.by_two and s.opens_until is null and s.ended_at is null for update of s;
  if not found
     or not safekeeping.loading() and (
       not safekeeping.keeps(v.account, v.agency, v.kind)
       or safekeeping.me() in (v.recorded_by, v.colleague_id)
       or exists (select from public.safekeeping_principal o
                   where o.id = v.recorded_by and o.account = safekeeping.my_account())) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.accounts_colleaguecode
     set second = p_second, agreed_by = coalesce(safekeeping.me(), '00000000-0000-0000-0000-000000000000')
   where id = p_id;
  perform safekeeping.act_on_code(p_id);
end $$;

-- Anybody who keeps accounts here may say that a code is not to be used. What it closed stays closed.
create function safekeeping.end_code(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.accounts_colleaguecode s set ended_at = clock_timestamp()
    from public.safekeeping_principal p
   where s.id = p_id and s.used_at is null and s.ended_at is null and p.id = s.colleague_id
     and safekeeping.keeps(p.account, p.agency, p.kind);
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
end $$;

-- Who of the people at other agencies signs in at her agency; for whoever keeps accounts.
create function safekeeping.sign_ins_there() returns table (colleague uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id from public.safekeeping_principal p
   where p.active and p.kind = 'partner' and safekeeping.keeps(p.account, p.agency, p.kind)
     and safekeeping.signs_in_there(p.account, p.kind)
$$;

-- Which colleagues here have a sign-in, and whether it waits for a code; for whoever keeps accounts.
create function safekeeping.sign_ins() returns table (colleague uuid, awaits_code boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, u.awaits_code
    from public.safekeeping_principal p join public.accounts_user u on u.id = p.account
   where p.kind = 'staff' and p.agency = safekeeping.my_agency() and safekeeping.can(5)
$$;

-- With which address somebody signs in, here or at a partner agency; for whoever keeps her account.
create function safekeeping.address_of(p_colleague uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.email from public.safekeeping_principal p join public.accounts_user u on u.id = p.account
   where p.id = p_colleague and p.kind in ('staff', 'partner') and safekeeping.keeps(p.account, p.agency, p.kind)
$$;

-- Somebody who worked here before and has this address: she can be brought back. Nobody for an address that opens
-- anything today, or that belongs to people of another agency.
create function safekeeping.worked_here(p_email text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id from public.accounts_user u join public.safekeeping_principal p on p.account = u.id
   where u.email = p_email and not p.active and p.kind = 'staff' and safekeeping.keeps(p.account, p.agency, p.kind)
     and not exists (select from public.safekeeping_principal o where o.account = u.id and o.active)
   order by p.recorded_at desc limit 1
$$;
"""
FOR_PAGES = ("open_account_for_code(uuid,text)", "new_code(uuid,uuid,boolean,text,text)", "agree_code(uuid,text)", "end_code(uuid)", "sign_ins()",
             "sign_ins_there()", "address_of(uuid)", "worked_here(text)")  # fmt: skip
INSIDE = ("signs_in_there(uuid,text)", "opens_something(uuid)", "has_wide_part(uuid)", "act_on_code(uuid)")


def _granted() -> str:
    lines = []
    for name in (*FOR_PAGES, *INSIDE):
        to = "alongside_keeper, alongside_app, alongside_loader" if name in FOR_PAGES else "alongside_keeper"
        lines.append(f"revoke all on function safekeeping.{name} from public;")
        lines.append(f"grant execute on function safekeeping.{name} to {to};")
        lines.append(f"alter function safekeeping.{name} owner to alongside_keeper;")
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_her_page"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + SETTING_UP + _granted(),
            "".join(f"drop function safekeeping.{name};" for name in (*FOR_PAGES, *INSIDE)),
        )
    ]
