"""A woman's own page: its codes, its state, and the few verbs that change them.

It is opened in person: a worker who works with her whole file makes a set-up code, she chooses a name and words of her
own. Nothing that can be known of her (a name, a birthday, an address, a number) opens anything. Her sign-in is no
e-mail address, so the colleagues' door and hers never open each other.
"""

from django.db import migrations

from alongside.accounts.terms import PARTS, RoleName
from alongside.safekeeping.protection import Protect
from alongside.safekeeping.terms import Category

CONTACT = int(Category.CONTACT)
READS = PARTS[RoleName.MOTHER].reads

TABLES = """
alter table accounts_hercode enable row level security;
alter table accounts_hercode force row level security;
grant select, insert, update on accounts_hercode to alongside_keeper;
create policy keeper on accounts_hercode to alongside_keeper using (true) with check (true);
grant select, insert, update on accounts_herpage to alongside_keeper;
create policy keeper on accounts_herpage to alongside_keeper using (true) with check (true);

grant select (called), insert (called), update (called, password, is_active) on accounts_user to alongside_keeper;
create policy keeper_of_pages_adds on accounts_user for insert to alongside_keeper with check (email is null);
create policy keeper_of_pages on accounts_user for update to alongside_keeper
  using (email is null) with check (email is null);
"""

# Granted here, for tables of rooms above, in those rooms' own migrations: families/0003, enrolment/0003, care/0003.

LOOKING_AFTER = f"""
-- May this colleague look after her page? She works with the whole file, may write how to reach her, is not kept out;
-- and it is a woman of this file, or a child who decides for herself or himself today.
create function safekeeping.looks_after_page(p_family uuid, p_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.safekeeping_principal p where p.id = safekeeping.me() and p.kind = 'staff')
     and safekeeping.can(0)
     and safekeeping.let_into(p_family, p_family, {CONTACT}, true)
     and safekeeping.may_have_page(p_family, p_person)
$$;

-- The name she chose is what somebody else signs in with, or a number or address of somebody else that we know of: an
-- ex-partner's, a relative's, a colleague's, another woman's. Compared as one would type it again.
create function safekeeping.is_somebodys(p_text text, p_person uuid, p_account uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select length(k.key) > 0 and (
    exists (select from public.accounts_user u where u.id is distinct from p_account
              and k.key in (safekeeping.contact_key(u.email), safekeeping.contact_key(u.called)))
    or exists (select from public.accounts_hercode c where c.person <> p_person and c.wanted <> ''
                  and safekeeping.contact_key(c.wanted) = k.key)
    or safekeeping.contact_of_another(k.key, p_person))
    from (select safekeeping.contact_key(p_text) as key) k
$$;

-- An address in small letters without what follows a plus; the last ten figures of a number; else the words themselves.
create function safekeeping.contact_key(p_text text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case
    when t.v like '%@%' then regexp_replace(t.v, '\\+[^@]*@', '@')
    when length(regexp_replace(t.v, '\\D', '', 'g')) >= 7 and t.v !~ '[a-z]'
      then right(regexp_replace(t.v, '\\D', '', 'g'), 10)
    else t.v end
    from (select lower(btrim(coalesce(p_text, ''))) as v) t
$$;
"""

CODES = """
-- A code for her. An earlier one of the same purpose opens nothing from now on.
create function safekeeping.make_her_code(
  p_id uuid, p_family uuid, p_person uuid, p_purpose text, p_hash bytea, p_lasts interval) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_until timestamptz := clock_timestamp() + least(p_lasts, interval '24 hours');
begin
  if not safekeeping.looks_after_page(p_family, p_person) or p_purpose not in ('set_up', 'sign_in')
     or (p_purpose = 'sign_in' and not exists (
           select from public.accounts_herpage h where h.person = p_person and h.state = 'open')) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.accounts_hercode set until = clock_timestamp()
   where person = p_person and purpose = p_purpose and used_at is null and until > clock_timestamp();
  insert into public.accounts_hercode (id, person, purpose, hash, made_at, made_by, until, wanted)
  values (p_id, p_person, p_purpose, p_hash, clock_timestamp(), safekeeping.me(), v_until, '');
  if p_purpose = 'set_up' then
    insert into public.accounts_herpage (person, family, state, since, why_off, few_traces)
    values (p_person, p_family, 'prepared', clock_timestamp(), '', true) on conflict (person) do nothing;
  end if;
  return v_until;
end $$;

create function safekeeping.her_code_fits(p_hash bytea) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.accounts_hercode c where c.hash = p_hash and c.purpose = 'set_up'
                    and c.used_at is null and c.until > clock_timestamp())
$$;

-- The second step of signing in: a code that her worker gave her, once.
create function safekeeping.use_sign_in_code(p_account uuid, p_hash bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.accounts_hercode c set used_at = clock_timestamp()
    from public.safekeeping_principal p
   where p.account = p_account and p.kind = 'herself' and c.person = p.id and c.hash = p_hash
     and c.purpose = 'sign_in' and c.used_at is null and c.until > clock_timestamp();
  return found;
end $$;
"""

SETTING_UP = f"""
-- She has the code in her hands and chose a name and words (hashed by the gate). Whoever was in is out; the page is open,
-- or held when the name is somebody else's too. The gate takes away earlier keys, apps and papers in the same transaction.
create function safekeeping.set_up_her_page(p_hash bytea, p_called text, p_password text, p_new uuid)
returns table (account uuid, held boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_code public.accounts_hercode; v_user uuid; v_held boolean; v_who record;
begin
  select * into v_code from public.accounts_hercode c
   where c.hash = p_hash and c.purpose = 'set_up' and c.used_at is null and c.until > clock_timestamp() for update;
  if not found or length(p_called) < 3 then return; end if;
  select w.family, w.name into v_who from safekeeping.whose_page(v_code.person) w;
  if not found then return; end if;
  select u.id into v_user from public.safekeeping_principal p join public.accounts_user u on u.id = p.account
   where p.id = v_code.person and u.email is null;
  v_held := safekeeping.is_somebodys(p_called, v_code.person, v_user);
  if v_user is null then
    v_user := p_new;
    insert into public.accounts_user (id, called, password, is_active, must_have_second_factor)
    values (v_user, case when v_held then null else p_called end, p_password, true, true);
  else
    update public.accounts_user u
       set called = case when v_held then null else p_called end, password = p_password, is_active = true
     where u.id = v_user;
  end if;
  update public.accounts_hercode c set used_at = clock_timestamp() where c.id = v_code.id;
  update public.accounts_hercode c set wanted = case when v_held and c.id = v_code.id then p_called else '' end
   where c.person = v_code.person and (c.wanted <> '' or c.id = v_code.id);
  insert into public.safekeeping_principal (id, account, agency, person, kind, name, active)
  values (v_code.person, v_user, null, v_code.person, 'herself', v_who.name, true)
  on conflict (id) do update set account = excluded.account, name = excluded.name, active = true;
  if not exists (select from public.safekeeping_capacity k
                  where k.principal = v_code.person and k.valid @> statement_timestamp()) then
    insert into public.safekeeping_capacity (id, principal, abilities, categories, writes, valid)
    values (uuidv7(), v_code.person, 0, {READS}, 0, tstzrange(statement_timestamp(), null));
  end if;
  perform safekeeping.her_page_is(v_code.person, v_who.family, case when v_held then 'held' else 'open' end, '');
  return query select v_user, v_held;
end $$;

-- How it stands from now on. Every session of hers ends, whichever way it turns.
create function safekeeping.her_page_is(p_person uuid, p_family uuid, p_state text, p_why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.accounts_herpage (person, family, state, since, why_off, few_traces)
  values (p_person, p_family, p_state, clock_timestamp(), p_why, true)
  on conflict (person) do update set state = excluded.state, since = excluded.since, why_off = excluded.why_off;
  update public.safekeeping_session set ended_at = clock_timestamp() where principal = p_person and ended_at is null;
end $$;

-- A worker talked with her alone about the name. Returns '' or why it cannot be.
create function safekeeping.check_her_page(p_family uuid, p_person uuid, p_hers boolean) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_user uuid; v_wanted text;
begin
  if not safekeeping.looks_after_page(p_family, p_person) or not exists (
      select from public.accounts_herpage h where h.person = p_person and h.family = p_family and h.state = 'held') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if not p_hers then
    perform safekeeping.her_page_is(p_person, p_family, 'prepared', '');
    return '';
  end if;
  select p.account, c.wanted into v_user, v_wanted from public.safekeeping_principal p
    join public.accounts_hercode c on c.person = p.id and c.wanted <> '' where p.id = p_person;
  if v_user is null or exists (select from public.accounts_user u where u.called = v_wanted and u.id <> v_user) then
    return 'name_used';
  end if;
  update public.accounts_user set called = v_wanted where id = v_user;
  update public.accounts_hercode set wanted = '' where person = p_person;
  perform safekeeping.her_page_is(p_person, p_family, 'open', '');
  return '';
end $$;
"""

TURNING_OFF = """
create function safekeeping.close_her_page(p_family uuid, p_person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.looks_after_page(p_family, p_person) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  perform safekeeping.her_page_is(p_person, p_family, 'off', 'asked');
end $$;

-- She says so herself, once and for all: her page is off, she is out everywhere. Her key worker of that day finds it
-- among what is coming up; without one, everybody who works with the whole file does. Nothing is sent to her.
create function safekeeping.device_not_safe(p_words text, p_on date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.my_person(); v_family uuid;
begin
  select w.family into v_family from safekeeping.whose_page(v_me) w;
  if v_me is null or v_family is null then raise exception 'not allowed' using errcode = '42501'; end if;
  perform safekeeping.tell_her_team(v_family, v_me, p_words, p_on);
  update public.accounts_hercode set until = clock_timestamp()
   where person = v_me and used_at is null and until > clock_timestamp();
  perform safekeeping.her_page_is(v_me, v_family, 'off', 'device');
end $$;

create function safekeeping.choose_traces(p_few boolean) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.accounts_herpage set few_traces = p_few where person = safekeeping.my_person()
$$;
"""

PAGES = ("make_her_code(uuid,uuid,uuid,text,bytea,interval)", "check_her_page(uuid,uuid,boolean)",
         "close_her_page(uuid,uuid)", "device_not_safe(text,date)", "choose_traces(boolean)")  # fmt: skip
GATE = ("her_code_fits(bytea)", "use_sign_in_code(uuid,bytea)", "set_up_her_page(bytea,text,text,uuid)")
INSIDE = ("looks_after_page(uuid,uuid)", "is_somebodys(text,uuid,uuid)", "her_page_is(uuid,uuid,text,text)",
          "contact_key(text)")  # fmt: skip


def _granted() -> str:
    lines = [f"revoke all on function safekeeping.{name} from public;" for name in (*PAGES, *GATE, *INSIDE)]
    lines += [f"grant execute on function safekeeping.{name} to alongside_app;" for name in PAGES]
    lines += [f"grant execute on function safekeeping.{name} to alongside_gate;" for name in GATE]
    lines += [f"alter function safekeeping.{name} owner to alongside_keeper;" for name in (*PAGES, *GATE, *INSIDE)]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_wall")]
    operations = [
        migrations.RunSQL(
            # The bodies name tables and functions of rooms above (they are looked up when called, not now).
            "set check_function_bodies = off;"
            + TABLES + LOOKING_AFTER + CODES + SETTING_UP + TURNING_OFF + _granted(),
            "drop table if exists accounts_hercode, accounts_herpage cascade;",
        ),
        Protect(
            "accounts_herpage", family="family", subject="person", category=Category.CONTACT, add=False
        ),
    ]  # fmt: skip
