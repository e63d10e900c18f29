"""Trying an agreement: exactly what somebody there would see today, and nothing of it is kept (docs/decisions/0017).

A page signs the draft inside a savepoint, lets ``try_as`` make somebody like the recipient (with the same cells, bars and
parts, in this one family), looks with that token as the recipient's own page looks, and rolls back. What was tried can
never be committed: a constraint that waits until the commit refuses it.

Nobody sees by trying what she could not read herself: the cells of whoever is tried are cut to what the asker reads of
each person; what was cut is told, so that she knows that there is more.
"""

from django.db import migrations

TRYING = """
grant insert on accounts_colleague, consent_outsideworker to alongside_keeper;
create policy keeper_tries on accounts_colleague for insert to alongside_keeper with check (true);
create policy keeper_tries on consent_outsideworker for insert to alongside_keeper with check (true);

-- What I read of somebody in this family now, as the policies would let me; a mask.
create function safekeeping.i_read(p_family uuid, p_subject uuid) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(bit_or(1 << b.bit), 0)
    from (select coalesce(bit_or(c.categories), 0) & safekeeping.my_categories() as mask
            from public.safekeeping_cell c
           where c.principal = safekeeping.me() and c.family = p_family and c.subject in (p_family, p_subject)
             and c.reach <> 'beside' and c.valid @> statement_timestamp()) mine,
         generate_series(0, 30) b (bit)
   where (mine.mask >> b.bit) & 1 = 1
     and (p_family <> all (safekeeping.my_guarded())
          or safekeeping.open_to_me(p_family, p_subject, null, b.bit, statement_timestamp()))
$$;

-- Somebody at ``p_agency`` as she would be today: like ``p_like``, who works with this family, or (null) like anybody
-- there whose part reads ``p_reads`` and who works with ``p_people``, known to her as ``p_names``. Gives back what was cut
-- away for each person because I do not read it myself.
create function safekeeping.try_as(
  p_family uuid, p_hash bytea, p_agency uuid, p_like uuid, p_reads int, p_people uuid[], p_names text[])
returns table (subject uuid, beyond int)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); v_trial uuid := uuidv7();
begin
  if v_me is null or safekeeping.my_kind() not in ('staff', 'herself') or not safekeeping.is_partner(p_agency)
     or p_family = any (safekeeping.my_exclusions()) or safekeeping.sealed(p_family, p_people)
     or not exists (select from public.safekeeping_cell c
                     where c.principal = v_me and c.family = p_family and c.valid @> statement_timestamp())
     or (p_like is not null and not exists (
           select from public.consent_outsideworker o
             join public.safekeeping_principal p on p.id = o.colleague_id and p.kind = 'partner' and p.agency = p_agency
            where o.family_id = p_family and o.colleague_id = p_like))
     or exists (select from unnest(p_people) x (id)
                 where not exists (select from public.families_person f where f.id = x.id and f.family_id = p_family)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.accounts_colleague (id, recorded_by, agency_id, name, about) values (v_trial, v_me, p_agency, '', '');
  insert into public.safekeeping_principal (id, account, agency, person, kind, name, active)
  values (v_trial, null, p_agency, null, 'partner', '', true);
  if p_like is null then
    insert into public.safekeeping_capacity (id, principal, abilities, categories, writes, valid)
    values (uuidv7(), v_trial, 0, p_reads, 0, tstzrange(null, null));
    insert into public.consent_outsideworker (id, recorded_by, family_id, person_id, colleague_id, known_as, during)
    select uuidv7(), v_me, p_family, x.id, v_trial, x.name, daterange(null, null)
      from unnest(p_people, p_names) x (id, name);
  else
    insert into public.safekeeping_capacity (id, principal, abilities, categories, writes, valid)
    select uuidv7(), v_trial, 0, c.categories, 0, c.valid from public.safekeeping_capacity c where c.principal = p_like;
    insert into public.consent_outsideworker (id, recorded_by, family_id, person_id, colleague_id, known_as, during)
    select uuidv7(), v_me, p_family, o.person_id, v_trial, o.known_as, o.during
      from public.consent_outsideworker o where o.family_id = p_family and o.colleague_id = p_like;
    -- Whatever names her by herself counts for who is like her.
    delete from public.safekeeping_cell c where c.principal = v_trial;
    insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
    select v_trial, c.family, c.subject, c.reach, c.categories, 0, c.valid, c.basis
      from public.safekeeping_cell c where c.principal = p_like and c.family = p_family;
    insert into public.safekeeping_bar (family, subject, categories, principal, agency, recipient_class, recorded, valid, basis)
    select b.family, b.subject, b.categories, v_trial, null, '', b.recorded, b.valid, b.basis
      from public.safekeeping_bar b where b.principal = p_like and b.family = p_family;
    insert into public.safekeeping_exclusion (id, principal, family, since)
    select uuidv7(), v_trial, e.family, e.since from public.safekeeping_exclusion e
     where e.principal = p_like and e.family = p_family and e.lifted_at is null;
  end if;
  return query
    with mine as materialized (
      select c.subject, bit_or(c.categories) & coalesce((select bit_or(k.categories) from public.safekeeping_capacity k
                where k.principal = v_trial and k.valid @> statement_timestamp()), 0) as theirs,
             safekeeping.i_read(p_family, c.subject) as mine
        from public.safekeeping_cell c
       where c.principal = v_trial and c.reach = 'outside' and c.valid @> statement_timestamp() group by c.subject)
    select m.subject, m.theirs & ~m.mine from mine m where m.theirs & ~m.mine <> 0;
  update public.safekeeping_cell c set categories = c.categories & safekeeping.i_read(p_family, c.subject)
   where c.principal = v_trial;
  insert into public.safekeeping_session (token_hash, principal, opened_at, last_seen_at, idle_limit, expires_at, second_factor, purpose)
  values (p_hash, v_trial, clock_timestamp(), clock_timestamp(), interval '2 minutes', clock_timestamp() + interval '2 minutes',
          false, 'trial');
end $$;

create function safekeeping.trial_is_undone() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'what is tried is not kept' using errcode = '42501';
end $$;
create constraint trigger trial_is_undone after insert on safekeeping_session deferrable initially deferred
  for each row when (new.purpose = 'trial') execute function safekeeping.trial_is_undone();
revoke all on function safekeeping.i_read(uuid,uuid), safekeeping.trial_is_undone(),
  safekeeping.try_as(uuid,bytea,uuid,uuid,int,uuid[],text[]) from public;
grant execute on function safekeeping.try_as(uuid,bytea,uuid,uuid,int,uuid[],text[]) to alongside_app;
alter function safekeeping.i_read(uuid,uuid) owner to alongside_keeper;
alter function safekeeping.try_as(uuid,bytea,uuid,uuid,int,uuid[],text[]) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_outside"), ("accounts", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + TRYING,
            "drop function safekeeping.try_as; drop function safekeeping.i_read;"
            " drop function safekeeping.trial_is_undone cascade;",
        )
    ]
