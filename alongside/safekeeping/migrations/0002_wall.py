"""The functions of the wall: who am I, what may I see, and the few verbs that change it.

Definer functions belong to ``alongside_keeper``, a role without a login that has a policy of its own on each table of
this room; nothing else reads these tables. Every function fixes its search path, uses ``statement_timestamp()`` (a
transaction's ``now()`` stands still) and answers nothing when there is no live session.
"""

from django.db import migrations

from alongside.safekeeping.migrations._standing import HASH, STANDING, asks
from alongside.safekeeping.terms import WIDE, Ability, abilities

KEEPER_TABLES = ("principal", "capacity", "session", "cell", "exclusion", "bar")

_TABLES = "".join(
    f"""
    alter table safekeeping_{t} enable row level security;
    alter table safekeeping_{t} force row level security;
    grant select, insert, update on safekeeping_{t} to alongside_keeper;
    create policy keeper on safekeeping_{t} to alongside_keeper using (true) with check (true);
    """
    for t in KEEPER_TABLES
)

# Whom a bar names, as one key: see Bar.to_whom.
TO_STAFF, TO_PARTNERS = (
    ", ".join(f"md5('{name}')::uuid" for name in names)
    for names in (
        ("everybody", "treating_providers"),
        ("everybody", "outside", "treating_providers", "health_custodians", "child_welfare"),
    )
)
SEALED = "md5('sealed')::uuid"
# By which keys bars may name whoever session ``s`` belongs to.
NAMES = f"""case s.kind
               when 'staff' then array[s.principal, s.agency, {SEALED}, {TO_STAFF}]
               when 'partner' then array[s.principal, s.agency, {SEALED}, {TO_PARTNERS}]
               else array[s.principal, {SEALED}] end"""
IDENTITY = f"""
grant usage, select on sequence safekeeping_cell_id_seq, safekeeping_bar_id_seq to alongside_keeper;

{STANDING}
{asks("me()", "uuid", "case when {v}.playing then s.principal end")}
{asks("my_categories()", "int", "{v}.categories", "0")}
{asks("my_writes()", "int", "{v}.writes", "0")}
{asks("my_abilities()", "bigint", "{v}.abilities", "0")}
{asks("can(ability int)", "boolean", "({v}.abilities >> ability) & 1 = 1", "false")}
-- Signed in with a part to play here: never a device that was handed over for one sitting with questions.
{asks("signed_in()", "boolean", "{v}.playing and {v}.kind <> 'sitting'", "false")}
{asks("my_agency()", "uuid", "case when {v}.playing then {v}.agency end")}
{asks("my_person()", "uuid", "case when {v}.playing and {v}.kind = 'herself' then {v}.person end")}
-- As what I am signed in.
{asks("my_kind()", "text", "case when {v}.active then {v}.kind end")}
create function safekeeping.my_account() returns uuid
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select p.account from public.safekeeping_principal p where p.id = safekeeping.me()
$$;

-- Families I am kept out of: one array per statement.
create function safekeeping.my_exclusions() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(e.family), '{{}}')
    from public.safekeeping_session s
    join public.safekeeping_exclusion e on e.principal = s.principal and e.lifted_at is null
   where s.token_hash = {HASH}
$$;

-- Families I am kept out of, and those in which something is kept from me (as myself, as somebody of my agency, or as one
-- of a class): one array per statement. Of these families the policies ask open_to_me about each row, so a class to which
-- this agency does not belong costs a question and decides nothing.
create function safekeeping.my_guarded() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select array(
      select e.family from public.safekeeping_exclusion e where e.principal = s.principal and e.lifted_at is null
      union all
      select b.family from public.safekeeping_bar b
       where b.to_whom = any ({NAMES}) and b.valid @> statement_timestamp())
      from public.safekeeping_session s
     where s.token_hash = {HASH}), '{{}}')
$$;

-- Is one of these sealed (docs/decisions/0023)? Then it is there for nobody, and no emergency opens it.
create function safekeeping.sealed(p_family uuid, p_ids uuid[]) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.safekeeping_bar b
     where b.family = p_family and b.recipient_class = 'sealed' and b.subject = any (p_ids)
       and b.valid @> statement_timestamp())
$$;

-- One row of a family in which something may be kept from me. Being kept out goes before everything. What she wants kept
-- from me is kept, about whoever the row is about or also says something of, and so is what is said of a child from a time
-- in which I could not decide for it; an emergency opens what it may for an hour.
-- ``p_subject`` is null for what belongs to the file as a whole; ``p_named`` is the row itself and what else it names.
create function safekeeping.open_to_me(
  p_family uuid, p_subject uuid, p_about uuid[], p_category int, p_recorded timestamptz, p_named uuid[] default '{{}}')
returns boolean
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid; v_kind text; v_agency uuid; v_names uuid[];
begin
  select s.principal, s.kind, s.agency, {NAMES} into v_me, v_kind, v_agency, v_names
    from public.safekeeping_session s where s.token_hash = {HASH};
  if v_me is null or exists (
      select from public.safekeeping_exclusion e
       where e.principal = v_me and e.family = p_family and e.lifted_at is null)
     or safekeeping.sealed(p_family, p_named || p_about || p_subject) then
    return false;
  end if;
  if not exists (
      select from public.safekeeping_bar b
       where b.family = p_family and b.to_whom = any (v_names) and (b.categories >> p_category) & 1 = 1
         and (p_subject is null or b.subject = p_subject or b.subject = any (p_about))
         and b.valid @> statement_timestamp() and (b.recorded is null or b.recorded @> p_recorded)
         and (b.recipient_class = '' or safekeeping.in_class(b.recipient_class, v_kind, v_agency))) then
    return true;
  end if;
  return exists (
      select from public.safekeeping_cell c
       where c.principal = v_me and c.family = p_family and c.subject = p_subject
         and (c.beyond >> p_category) & 1 = 1 and c.valid @> statement_timestamp());
end $$;

-- May I read this kind of record about each of these people, of whom a row about ``p_subject`` also says something? A
-- carer may decide for one child and look after another: what she sees as the one does not open the other. (A cell that
-- rests on a right to decide names the child itself as its basis.) A function, so that statements of our own people, for
-- whom it is never asked, need not make ready for it.
create function safekeeping.reaches_all(p_family uuid, p_subject uuid, p_people uuid[], p_category int) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  with mine as materialized (
    select c.subject, c.basis = c.subject as decides from public.safekeeping_cell c
     where c.principal = (select safekeeping.me()) and c.family = p_family and c.valid @> statement_timestamp()
       and ((c.categories & (select safekeeping.my_categories()) | c.beyond) >> p_category) & 1 = 1)
  select not exists (
    select from unnest(p_people) o (person) where not exists (
      select from mine m
       where m.subject = o.person
         and (safekeeping.my_kind() <> 'carer'
              or m.decides = exists (select from mine d where d.subject = p_subject and d.decides))))
$$;

-- Is this principal one of a class that a form may name? A woman on her own page is in none; what a carer sees is compiled
-- without it.
create function safekeeping.in_class(p_class text, p_kind text, p_agency uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select p_kind in ('staff', 'partner') and case p_class
    when 'everybody' then true
    when 'outside' then p_kind <> 'staff'
    else exists (select from public.agencies_agency a where a.id = p_agency and a.kind = any (case p_class
      when 'treating_providers' then array['programme', 'comparison', 'hospital', 'public_health', 'mental_health']
      when 'health_custodians' then array['hospital', 'public_health', 'mental_health']
      when 'child_welfare' then array['child_welfare']
      else '{{}}'::text[] end)) end
$$;

-- Families in which I may see anything at all (for portals and short lists).
create function safekeeping.my_families() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct c.family), '{{}}') from public.safekeeping_cell c
   where c.principal = (select safekeeping.me()) and c.valid @> statement_timestamp()
     and c.categories & (select safekeeping.my_categories()) | c.beyond <> 0
$$;

create function safekeeping.whoami() returns table (
  principal uuid, account uuid, agency uuid, person uuid, kind text, name text,
  abilities bigint, categories int, writes int, second_factor boolean, purpose text, expires_at timestamptz,
  proved_at timestamptz)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, p.account, p.agency, p.person, p.kind, p.name,
         safekeeping.my_abilities(), safekeeping.my_categories(), safekeeping.my_writes(),
         s.second_factor, s.purpose, s.expires_at, s.proved_at
    from public.safekeeping_principal p
    join public.safekeeping_session s on s.principal = p.id
     and s.token_hash = sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))
   where p.id = safekeeping.me()
$$;
"""

SESSIONS = """
-- Somebody of a partner agency whose door is shut.
create function safekeeping.shut_out(p_agency uuid, p_kind text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_kind = 'partner'
     and exists (select from public.agencies_agency a where a.id = p_agency and a.shut_at is not null)
$$;

-- The gate (and nobody else) opens a session for somebody.
create function safekeeping.open_session(
  p_hash bytea, p_principal uuid, p_lasts interval, p_idle interval, p_second_factor boolean) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_until timestamptz; v_kind text;
begin
  select p.kind into v_kind from public.safekeeping_principal p
   where p.id = p_principal and p.active and p.kind not in ('service', 'sitting')
     and not safekeeping.shut_out(p.agency, p.kind)
     and not exists (select from public.accounts_user u where u.id = p.account and (not u.is_active or u.awaits_code))
     and not exists (select from public.accounts_herpage h where h.person = p.id and h.state in ('held', 'off'));
  if not found then raise exception 'no such principal' using errcode = '28000'; end if;
  -- A woman's device is taken to be watched: whichever door she came through, she is out after ten quiet minutes.
  if v_kind in ('herself', 'carer') then
    p_lasts := least(p_lasts, interval '2 hours');
    p_idle := least(p_idle, interval '10 minutes');
  end if;
  v_until := clock_timestamp() + least(p_lasts, interval '12 hours');
  insert into public.safekeeping_session
    (token_hash, principal, opened_at, last_seen_at, idle_limit, expires_at, second_factor, purpose, proved_at)
  values (p_hash, p_principal, clock_timestamp(), clock_timestamp(), p_idle, v_until, p_second_factor, '',
          case when p_second_factor then clock_timestamp() end);
  return v_until;
end $$;

-- She has just shown her second factor again: what asks for that is open to this session for a few minutes.
create function safekeeping.prove(p_hash bytea) returns timestamptz
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.safekeeping_session set proved_at = clock_timestamp()
   where token_hash = p_hash and ended_at is null and second_factor returning proved_at
$$;

-- The worker opens a session for one named service, for at most an hour; what it may do is what that service may do.
create function safekeeping.open_service_session(p_hash bytea, p_service text) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_who uuid; v_until timestamptz := clock_timestamp() + interval '1 hour';
begin
  select p.id into v_who from public.safekeeping_principal p
   where p.kind = 'service' and p.name = p_service and p.active;
  if v_who is null then raise exception 'no such service' using errcode = '28000'; end if;
  insert into public.safekeeping_session
    (token_hash, principal, opened_at, last_seen_at, idle_limit, expires_at, second_factor, purpose)
  values (p_hash, v_who, clock_timestamp(), clock_timestamp(), interval '1 hour', v_until, false, p_service);
  return v_until;
end $$;

create function safekeeping.touch() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.safekeeping_session set last_seen_at = clock_timestamp()
   where token_hash = sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))
     and last_seen_at < clock_timestamp() - interval '1 minute' and safekeeping.me() is not null
$$;

create function safekeeping.end_session() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.safekeeping_session set ended_at = clock_timestamp()
   where token_hash = sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))
     and ended_at is null
$$;

-- Her password changed: whoever is in with the old one is out at the next statement, everywhere.
create function safekeeping.end_sessions_of(p_account uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.safekeeping_session s set ended_at = clock_timestamp()
    from public.safekeeping_principal p
   where p.id = s.principal and p.account = p_account and s.ended_at is null
$$;

create function safekeeping.principals_of(p_account uuid) returns table (id uuid, kind text, name text, agency uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, p.kind, p.name, p.agency from public.safekeeping_principal p
   where p.account = p_account and p.active and not safekeeping.shut_out(p.agency, p.kind)
     and not exists (select from public.accounts_user u where u.id = p_account and not u.is_active)
     and not exists (select from public.accounts_herpage h where h.person = p.id and h.state in ('held', 'off'))
     and exists (select from public.safekeeping_capacity c
                  where c.principal = p.id and c.valid @> statement_timestamp())
   order by p.recorded_at, p.id
$$;
"""

PEOPLE = """
-- True for the loader and whoever may act as it; the wall's verbs then skip the questions about the session.
create function safekeeping.loading() returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select pg_has_role(session_user, 'alongside_loader', 'member')
$$;

-- Works at the programme itself.
create function safekeeping.works_here() returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.safekeeping_principal p join public.agencies_programme g on g.agency_id = p.agency
                  where p.id = safekeeping.me() and p.kind = 'staff')
$$;

-- An agency that the programme works with: neither the programme itself nor another place of it.
create function safekeeping.is_partner(p_agency uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.agencies_agency a where a.id = p_agency and a.kind not in ('programme', 'comparison'))
$$;

-- Whose looking I may read about, if my part reads the trail: my agency's people, and at the programme those of the
-- agencies it works with. One array per statement.
create function safekeeping.my_watch() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select array(select safekeeping.my_agency() union all
               select a.id from public.agencies_agency a
                where a.kind not in ('programme', 'comparison') and safekeeping.works_here())
$$;

-- Whoever keeps the accounts keeps those of her own agency (and of women and carers, who belong to none), and at the
-- programme those of people at partner agencies, who open nothing by themselves; never one of her own: not through a
-- second part on her own account, and never a service.
create function safekeeping.keeps(p_account uuid, p_agency uuid, p_kind text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.loading() or (
    safekeeping.can(5)
    and (p_account is null or p_account is distinct from safekeeping.my_account())
    and case when p_kind = 'staff' then p_agency is not distinct from safekeeping.my_agency()
             when p_kind = 'partner' then p_agency is not distinct from safekeeping.my_agency()
                  or (safekeeping.works_here() and safekeeping.is_partner(p_agency))
             else p_kind in ('herself', 'carer') and p_agency is null end)
$$;

create function safekeeping.keep_principal(
  p_id uuid, p_account uuid, p_agency uuid, p_person uuid, p_kind text, p_name text, p_active boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.keeps(p_account, p_agency, p_kind)
     or exists (select from public.safekeeping_principal p
                 where p.id = p_id and (not safekeeping.keeps(p.account, p.agency, p.kind)
                                        or (p.agency, p.kind) is distinct from (p_agency, p_kind))) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.safekeeping_principal (id, account, agency, person, kind, name, active)
  values (p_id, p_account, p_agency, p_person, p_kind, p_name, p_active)
  on conflict (id) do update set name = excluded.name, active = excluded.active;
  if not p_active then
    update public.safekeeping_session set ended_at = clock_timestamp() where principal = p_id and ended_at is null;
    update public.safekeeping_cell
       set valid = tstzrange(lower(valid), greatest(lower(valid), statement_timestamp()))
     where principal = p_id and not isempty(valid) and (upper(valid) is null or upper(valid) > statement_timestamp());
  end if;
end $$;

-- Whoever keeps the accounts (and reads no family by it) says what a colleague's part is; what is already somebody's
-- never becomes somebody else's. A woman or a carer who signs in as herself gets no ability, somebody of a partner agency
-- none but to read counts. A wide part is not one
-- person's to give: it comes through agree_role (accounts), from two.
create function safekeeping.keep_capacity(
  p_id uuid, p_principal uuid, p_abilities bigint, p_categories int, p_writes int, p_valid tstzrange) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_principal is not distinct from safekeeping.me()
     or not exists (select from public.safekeeping_principal p where p.id = p_principal
                      and safekeeping.keeps(p.account, p.agency, p.kind)
                      and (p.kind = 'staff' or (p.kind = 'partner' and p_abilities & ~{REPORTS} = 0)
                           or p_abilities = 0 or safekeeping.loading()))
     or (p_abilities & {WIDE} <> 0 and not safekeeping.loading()) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.safekeeping_capacity (id, principal, abilities, categories, writes, valid)
  values (p_id, p_principal, p_abilities, p_categories, p_writes, p_valid)
  on conflict (id) do update
    set valid = excluded.valid, abilities = excluded.abilities,
        categories = excluded.categories, writes = excluded.writes
    where safekeeping_capacity.principal = excluded.principal;
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
  if (p_abilities >> 3) & 1 = 1 then perform safekeeping.let_into_all_files(p_principal, p_id, p_valid); end if;
end $$;

-- One person is enough to end a part, wide or not; it is never made longer, and nobody ends her own.
create function safekeeping.end_capacity(p_id uuid, p_principal uuid, p_until timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_principal is not distinct from safekeeping.me()
     or not exists (select from public.safekeeping_principal p where p.id = p_principal
                      and safekeeping.keeps(p.account, p.agency, p.kind)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.safekeeping_capacity set valid = tstzrange(lower(valid), greatest(lower(valid), p_until))
   where id = p_id and principal = p_principal and not isempty(valid) and (upper(valid) is null or upper(valid) > p_until);
  update public.safekeeping_cell set valid = tstzrange(lower(valid), greatest(lower(valid), p_until))
   where basis = p_id and principal = p_principal and not isempty(valid)
     and (upper(valid) is null or upper(valid) > p_until);
end $$;

create function safekeeping.let_into_all_files(p_principal uuid, p_basis uuid, p_valid tstzrange) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.safekeeping_cell where basis = p_basis and principal = p_principal;
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  select p_principal, f.id, f.id, 'file', 16383, 16383, p_valid, p_basis
    from public.families_family f, public.safekeeping_principal p
   where p.id = p_principal and f.agency_id = p.agency
$$;

-- The live session is that of the one service that may do this (or the loader).
create function safekeeping.serving(p_service text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.loading() or exists (
    select from public.safekeeping_session s join public.safekeeping_principal p on p.id = s.principal
     where s.token_hash = sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))
       and s.principal = safekeeping.me() and s.purpose = p_service and p.kind = 'service')
$$;
"""

FILES = """
-- A new file: whoever opens it is let in, and with her those of her agency who are let into every file.
-- The loader, who has no session, says at which agency.
create function safekeeping.open_file(p_family uuid, p_basis uuid, p_agency uuid default null) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me uuid := safekeeping.me();
  v_agency uuid := case when v_me is null and safekeeping.loading() then p_agency else safekeeping.my_agency() end;
begin
  if not (safekeeping.can(1) or (v_me is null and safekeeping.loading())) then raise exception 'not allowed' using errcode = '42501'; end if;
  if exists (select from public.safekeeping_cell c where c.family = p_family)
     or exists (select from public.families_family f where f.id = p_family) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  select v_me, p_family, p_family, 'file', 16383, 16383, tstzrange(statement_timestamp(), null), p_basis
   where v_me is not null;
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  select distinct on (p.id) p.id, p_family, p_family, 'file', 16383, 16383, c.valid, c.id
    from public.safekeeping_capacity c
    join public.safekeeping_principal p on p.id = c.principal
   where p.agency = v_agency and p.active and p.kind = 'staff' and p.id is distinct from v_me
     and (c.abilities >> 3) & 1 = 1 and c.valid @> statement_timestamp();
end $$;

-- May I decide who works with this family? Whoever arranges teams and is herself let into the whole file, not kept out.
create function safekeeping.arranges(p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.loading() or (
    (safekeeping.can(2) or safekeeping.can(1))
    and p_family <> all (safekeeping.my_exclusions())
    and exists (select from public.safekeeping_cell c
                 where c.principal = safekeeping.me() and c.family = p_family and c.subject = p_family
                   and c.valid @> statement_timestamp()))
$$;

create function safekeeping.let_in(
  p_principal uuid, p_family uuid, p_subject uuid, p_reach text,
  p_categories int, p_writes int, p_valid tstzrange, p_basis uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- The wall of agencies: a colleague of the same agency. What the woman herself, a partner or a carer may see follows from
  -- what is recorded, and is compiled (consent).
  if not safekeeping.arranges(p_family) or not exists (
      select from public.safekeeping_principal p where p.id = p_principal
         and (safekeeping.loading() or (p.kind = 'staff' and p.agency = safekeeping.my_agency())))
     or p_reach not in ('file', 'children', 'one') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  values (p_principal, p_family, p_subject, p_reach, p_categories, p_writes, p_valid, p_basis);
end $$;

-- What rests on a part (all files: manager, privacy officer) ends with the part, not by whoever arranges a team.
create function safekeeping.let_go(p_family uuid, p_basis uuid, p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.arranges(p_family)
     or (not safekeeping.loading() and exists (select from public.safekeeping_capacity c where c.id = p_basis)) then raise exception 'not allowed' using errcode = '42501'; end if;
  update public.safekeeping_cell
     set valid = tstzrange(lower(valid), greatest(lower(valid), least(p_at, upper(valid))))
   where basis = p_basis and family = p_family and not isempty(valid)
     and (upper(valid) is null or upper(valid) > p_at);
end $$;

-- A child (or a dyad with her) joins the file: whoever works with its children is let in to this one too.
create function safekeeping.admit(p_family uuid, p_subject uuid, p_categories int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (safekeeping.loading() or exists (
      select from public.safekeeping_cell c
       where c.principal = safekeeping.me() and c.family = p_family and c.subject = p_family
         and c.valid @> statement_timestamp()) and p_family <> all (safekeeping.my_exclusions())) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  select c.principal, c.family, p_subject, 'one', c.categories & p_categories, c.writes & p_categories, c.valid, c.basis
    from public.safekeeping_cell c
   where c.family = p_family and c.reach = 'children' and (upper(c.valid) is null or upper(c.valid) > statement_timestamp())
     and not exists (select from public.safekeeping_cell o
                      where o.basis = c.basis and o.subject = p_subject and o.principal = c.principal);
end $$;

create function safekeeping.keep_out(p_id uuid, p_principal uuid, p_family uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (safekeeping.loading() or (safekeeping.can(4) and exists (
      select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = p_family
         and c.valid @> statement_timestamp()) and p_family <> all (safekeeping.my_exclusions()))) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.safekeeping_exclusion (id, principal, family, since)
  values (p_id, p_principal, p_family, statement_timestamp());
end $$;

create function safekeeping.lift(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (safekeeping.loading() or (safekeeping.can(4) and exists (
      select from public.safekeeping_exclusion e join public.safekeeping_cell c on c.family = e.family
       where e.id = p_id and e.principal <> safekeeping.me() and c.principal = safekeeping.me()
         and e.family <> all (safekeeping.my_exclusions())
         and c.valid @> statement_timestamp()))) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  -- What follows from another file is lifted there.
  update public.safekeeping_exclusion set lifted_at = statement_timestamp() where id = p_id and lifted_at is null and via is null;
end $$;
"""

READERS = ("me()", "signed_in()", "my_categories()", "my_writes()", "my_abilities()", "can(int)", "my_agency()", "my_account()", "my_person()",
           "my_guarded()", "open_to_me(uuid,uuid,uuid[],int,timestamptz,uuid[])", "reaches_all(uuid,uuid,uuid[],int)", "my_kind()", "my_exclusions()", "my_families()",
           "works_here()", "is_partner(uuid)", "my_watch()", "whoami()", "touch()", "end_session()", "loading()")  # fmt: skip
VERBS = ("keep_principal(uuid,uuid,uuid,uuid,text,text,boolean)",
         "keep_capacity(uuid,uuid,bigint,int,int,tstzrange)", "end_capacity(uuid,uuid,timestamptz)",
         "open_file(uuid,uuid,uuid)", "arranges(uuid)",
         "let_in(uuid,uuid,uuid,text,int,int,tstzrange,uuid)", "let_go(uuid,uuid,timestamptz)",
         "admit(uuid,uuid,int)", "keep_out(uuid,uuid,uuid)", "lift(uuid)")  # fmt: skip
INSIDE = ("stand_of(uuid)", "stand_again(uuid)", "stand_first()", "stand_anew()", "sealed(uuid,uuid[])", "in_class(text,text,uuid)", "keeps(uuid,uuid,text)", "shut_out(uuid,text)", "serving(text)",
          "let_into_all_files(uuid,uuid,tstzrange)")  # fmt: skip
GATE = ("open_session(bytea,uuid,interval,interval,boolean)", "prove(bytea)", "end_sessions_of(uuid)",
        "principals_of(uuid)")  # fmt: skip
WORKER = ("open_service_session(bytea,text)",)


def _grants() -> str:
    lines = []
    for name in (*READERS, *VERBS, *INSIDE, *GATE, *WORKER):
        lines.append(f"revoke all on function safekeeping.{name} from public;")
        lines.append(f"grant execute on function safekeeping.{name} to alongside_keeper, alongside_loader;")
    for name in READERS:
        lines.append(
            f"grant execute on function safekeeping.{name} to alongside_app, alongside_worker, alongside_gate,"
            " alongside_small, alongside_report, alongside_owner, alongside_backup;"
        )
    for name in VERBS:
        lines.append(f"grant execute on function safekeeping.{name} to alongside_app, alongside_worker;")
    lines += [f"grant execute on function safekeeping.{name} to alongside_gate;" for name in GATE]
    lines += [f"grant execute on function safekeeping.{name} to alongside_worker;" for name in WORKER]
    # Last: once the keeper owns them, nobody else can grant.
    every = (*READERS, *VERBS, *INSIDE, *GATE, *WORKER)
    lines += [f"alter function safekeeping.{name} owner to alongside_keeper;" for name in every]
    # She reads her own cells and what keeps her out (nobody else's), for lists that start from them.
    for table in ("cell", "exclusion"):
        columns = " (id, principal, family, since, lifted_at)" if table == "exclusion" else ""
        lines.append(
            f"grant select{columns} on safekeeping_{table} to alongside_app, alongside_worker, alongside_small, alongside_report;"
        )
        lines.append(
            f"create policy mine on safekeeping_{table} for select"
            " to alongside_app, alongside_worker, alongside_small, alongside_report"
            " using (principal = (select safekeeping.me()));"
        )
    lines.append("grant delete on safekeeping_cell, safekeeping_bar, safekeeping_exclusion to alongside_keeper;")
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("safekeeping", "0001_initial")]
    # The bodies name tables of rooms above (they are looked up when called, not now).
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + _TABLES
            + IDENTITY
            + SESSIONS
            + PEOPLE.replace("{WIDE}", str(int(WIDE))).replace("{REPORTS}", str(abilities(Ability.REPORTS)))
            + FILES
            + _grants(),
            "drop schema safekeeping cascade; create schema safekeeping;",
        )
    ]
