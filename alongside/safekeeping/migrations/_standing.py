"""What each session needs to know of its principal, kept in the session's own row (docs/decisions/0019).

The policies ask *who am I, what may I read, as what am I signed in* once in every statement. From principal and parts
that is a join of three tables each time; here it is one row that is at hand anyway. The parts stay what is true:

* ``stand_of`` works out from principal and parts how somebody stands now, and until when that can hold at the longest
  (the next day on which one of her parts begins or ends);
* whatever changes a principal or a part writes it into her open sessions, in the same transaction;
* a session asked after that time, or before it was written, works it out again.

Who opens a session and who changes a part of the same principal wait for each other, so that no session is written from
what another transaction has already changed.
"""

HASH = "sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))"
LIVE = f"""where s.token_hash = {HASH}
     and s.ended_at is null
     and s.expires_at > statement_timestamp()
     and s.last_seen_at + s.idle_limit > statement_timestamp()"""
COLUMNS = "kind, agency, person, active, playing, categories, writes, abilities, stands"

STANDING = f"""
create function safekeeping.stand_of(p_principal uuid) returns table (
  kind text, agency uuid, person uuid, active boolean, playing boolean,
  categories int, writes int, abilities bigint, stands tstzrange)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select p.kind, p.agency, p.person, p.active, p.active and c.playing,
         case when p.active then c.categories else 0 end, case when p.active then c.writes else 0 end,
         case when p.active then c.abilities else 0 end,
         tstzrange(statement_timestamp(), c.until)
    from public.safekeeping_principal p
   cross join lateral (
      select coalesce(bool_or(k.now), false) as playing,
             coalesce(bit_or(k.categories) filter (where k.now), 0) as categories,
             coalesce(bit_or(k.writes) filter (where k.now), 0) as writes,
             coalesce(bit_or(k.abilities) filter (where k.now), 0) as abilities,
             least(min(k.begins) filter (where k.begins > statement_timestamp()),
                   min(k.ends) filter (where k.ends > statement_timestamp())) as until
        from (select a.*, a.valid @> statement_timestamp() as now, lower(a.valid) as begins, upper(a.valid) as ends
                from public.safekeeping_capacity a where a.principal = p.id) k) c
   where p.id = p_principal
$$;

-- The same as a row, for the rare answer that cannot be read from the session. A function of its own, never taken apart
-- into the statement that calls it: making ready for it each time took a fifth of each answer.
create function safekeeping.stand_again(p_principal uuid) returns public.safekeeping_session
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare v public.safekeeping_session;
begin
  select {COLUMNS}
    into v.kind, v.agency, v.person, v.active, v.playing, v.categories, v.writes, v.abilities, v.stands
    from safekeeping.stand_of(p_principal);
  return v;
end $$;

create function safekeeping.stand_first() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.safekeeping_principal p where p.id = new.principal for share;
  select {COLUMNS}
    into new.kind, new.agency, new.person, new.active, new.playing,
         new.categories, new.writes, new.abilities, new.stands
    from safekeeping.stand_of(new.principal);
  return new;
end $$;
create trigger stand_first before insert on safekeeping_session
  for each row execute function safekeeping.stand_first();

create function safekeeping.stand_anew() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_whose uuid[]; v_one uuid;
begin
  if tg_table_name = 'safekeeping_principal' then v_whose := array[new.id];
  elsif tg_op = 'INSERT' then v_whose := array[new.principal];
  elsif tg_op = 'DELETE' then v_whose := array[old.principal];
  else v_whose := array[old.principal, new.principal]; end if;
  for v_one in select distinct w.id from unnest(v_whose) w (id) order by 1 loop
    perform from public.safekeeping_principal p where p.id = v_one for no key update;
    update public.safekeeping_session s set ({COLUMNS}) = (select {COLUMNS} from safekeeping.stand_of(v_one))
     where s.principal = v_one and s.ended_at is null and s.expires_at > statement_timestamp();
  end loop;
  return null;
end $$;
create trigger stand_anew after insert or update or delete on safekeeping_capacity
  for each row execute function safekeeping.stand_anew();
create trigger stand_anew after update of kind, agency, person, active on safekeeping_principal
  for each row execute function safekeeping.stand_anew();
"""


def asks(name: str, returns: str, answer: str, nothing: str = "") -> str:
    """SQL of one question about the live session: from its row while that holds, else worked out again.

    ``answer`` says ``{v}`` for whichever of the two it is read from; ``nothing`` is the answer without a live session
    (null unless said).
    """
    select = f"""select case when s.stands @> statement_timestamp() then {answer.format(v="s")}
              else {answer.format(v="(safekeeping.stand_again(s.principal))")} end
    from public.safekeeping_session s {LIVE}"""
    return f"""
create function safekeeping.{name} returns {returns}
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  {f"select coalesce(({select}), {nothing})" if nothing else select}
$$;
"""
