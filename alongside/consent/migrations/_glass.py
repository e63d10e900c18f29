"""Breaking the glass: an emergency opens a little of one person, for an hour, to one of our own clinicians.

It goes before a missing agreement and before what she keeps from somebody; never before being kept out. Counselling
notes and where somebody is safe are never opened. Used by ``0004_compile``.
"""

from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import IN_AN_EMERGENCY, Ability

SHORTEST_REASON = 20  # characters; the same as consent.rules.emergency (a test compares them)
MINUTES, PROVED_WITHIN = 60, 10

GLASS = f"""
grant select, insert, update (closed_at) on consent_breakglass to alongside_keeper;
create policy keeper on consent_breakglass to alongside_keeper using (true) with check (true);
grant select (name, sort_key) on families_person to alongside_keeper;
-- Whoever opened it sees that she did, and when it ends, until then.
create policy opened on consent_breakglass for select to alongside_app, alongside_worker
  using (until > statement_timestamp() and closed_at is null and colleague_id = (select safekeeping.me()));

-- May I, now? A clinician of ours who has just shown her second factor again.
create function safekeeping.may_break_glass() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.can({int(Ability.BREAK_GLASS)}) and exists (
    select from public.safekeeping_session s
      join public.safekeeping_principal p on p.id = s.principal and p.kind = 'staff'
     where s.token_hash = sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))
       and s.principal = safekeeping.me() and s.second_factor
       and s.proved_at > statement_timestamp() - interval '{PROVED_WITHIN} minutes')
$$;

-- Somebody was brought in whom I do not work with: by her whole name as we know it, and her birthday where it is known.
-- No guessing, no list; whom I am kept out of is not there.
create function safekeeping.find_in_emergency(p_key text, p_born date)
returns table (person uuid, name text, born_on date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, p.name, p.born_on
    from public.families_namekey k
    join public.families_person p on p.id = k.person_id and p.kind in ('woman', 'child')
    join public.families_family f on f.id = p.family_id
   where safekeeping.may_break_glass() and k.key = p_key and length(p_key) >= 3
     and (p.born_on is null or p.born_on = p_born)
     and f.agency_id = safekeeping.my_agency() and p.family_id <> all (safekeeping.my_exclusions())
     and not safekeeping.sealed(p.family_id, array[p.id])
   group by p.id, p.name, p.born_on order by p.id limit 5
$$;

create function safekeeping.break_glass(p_id uuid, p_person uuid, p_reason text, p_categories int) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me uuid := safekeeping.me(); v_family uuid; v_now timestamptz := clock_timestamp();
  v_until timestamptz := v_now + interval '{MINUTES} minutes';
begin
  select p.family_id into v_family
    from public.families_person p join public.families_family f on f.id = p.family_id
   where p.id = p_person and f.agency_id = safekeeping.my_agency();
  if v_family is null or not safekeeping.may_break_glass() or v_family = any (safekeeping.my_exclusions())
     or safekeeping.sealed(v_family, array[p_person]) or length(btrim(p_reason)) < {SHORTEST_REASON}
     or p_categories is null or p_categories = 0 or p_categories & ~{IN_AN_EMERGENCY} <> 0 then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.consent_breakglass
    (id, recorded_at, recorded_by, family_id, subject, colleague_id, reason, categories, proved_at, until, found,
     not_told_why)
  select p_id, v_now, v_me, v_family, p_person, v_me, btrim(p_reason), p_categories, s.proved_at, v_until, '', ''
    from public.safekeeping_session s
   where s.token_hash = sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'));
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, beyond, writes, valid, basis)
  values (v_me, v_family, p_person, 'glass', 0, p_categories, 0, tstzrange(v_now, v_until), p_id);
  return v_until;
end $$;

-- It is over before the hour is: said by whoever opened it, or by whoever keeps privacy of this file.
create function safekeeping.close_glass(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.consent_breakglass g set closed_at = clock_timestamp()
   where g.id = p_id and g.closed_at is null and (g.colleague_id = safekeeping.me() or (
     safekeeping.can({int(Ability.READ_TRAIL)}) and g.family_id <> all (safekeeping.my_exclusions())
     and exists (select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = g.family_id
                   and c.subject = g.family_id and c.valid @> statement_timestamp())));
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
  update public.safekeeping_cell c set valid = tstzrange(lower(c.valid), greatest(lower(c.valid), clock_timestamp()))
   where c.basis = p_id and c.reach = 'glass' and upper(c.valid) > clock_timestamp();
end $$;
"""
VERBS = ("may_break_glass()", "find_in_emergency(text,date)", "break_glass(uuid,uuid,text,int)", "close_glass(uuid)")


def statements() -> str:
    """Everything of it, granted to pages."""
    return GLASS + kept(VERBS, to="alongside_app, alongside_loader")
