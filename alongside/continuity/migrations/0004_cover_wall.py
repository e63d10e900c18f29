"""Cover for leave, behind the wall.

*Days away* name a day and a colleague and never why: those of us at the same agency who work with families read them; she
herself writes hers, and whoever arranges teams.

*Cover* is read by whoever reads who is on a team, the woman on her own page among them, and by the one who was asked. It is
asked for by the one who is away or by whoever arranges the team, within a file that the asker is let into; the one who was
asked says yes herself. **Everything that somebody is let into by covering comes from one function**, ``compile_cover``: the
days of the leave and of the cover together, as far as the one who is away is let in by being on this team (or having opened
the file), cut to what the covering colleague's own part reads and writes. It is written anew whenever the leave, the cover or
that team changes, and it ends by itself when the days are over. Being kept out goes before it, as before everything.

Who cannot cover is refused with one word: kept out of this file, a peer supporter (who comes at the woman's yes alone), away
herself, without a part with families on these days, or somebody of whom the woman said no. Whoever asks does not learn which.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, Protect, Share, Within, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

ME = "(select safekeeping.me())"
STAFF = "(select safekeeping.my_kind()) = 'staff'"
MY_NAME = f"recorded_by = {ME}"
WORKS = can(Ability.WORK_WITH_FAMILIES)
ARRANGES = can(Ability.ARRANGE_TEAMS)
HERE = "exists (select from accounts_colleague c where c.id = colleague_id and c.agency_id = (select safekeeping.my_agency()))"
FEW = 5  # below, a number would tell of somebody
OWN_OR_ARRANGED = f"{STAFF} and {HERE} and (colleague_id = {ME} and {WORKS} or {ARRANGES})"

COVER = f"""
create function safekeeping.staying_zone() returns text
language sql stable as $$
  select coalesce((select p.time_zone from public.agencies_programme p limit 1), 'UTC')
$$;
create function safekeeping.staying_today() returns date
language sql stable as $$ select (statement_timestamp() at time zone safekeeping.staying_zone())::date $$;

-- Can this colleague cover on these days? One answer for all that stands against it.
create function safekeeping.can_cover(p_colleague uuid, p_role text, p_family uuid, p_away uuid, p_days daterange)
returns boolean
language sql stable as $$
  select exists (
    select from public.continuity_away a
      join public.accounts_colleague c on c.id = p_colleague
      join public.safekeeping_principal p on p.id = c.id and p.active and p.kind = 'staff'
      join public.families_family f on f.id = p_family and f.agency_id = c.agency_id
      join public.accounts_role r on r.colleague_id = c.id and r.name = p_role and r.during @> p_days
     where a.id = p_away and a.withdrawn_at is null and a.during @> p_days and a.colleague_id <> c.id and p_role not in ('peer', 'elder')
       and not exists (select from public.accounts_role e where e.colleague_id = c.id and e.name = 'elder' and e.during && p_days)
       and exists (select from public.safekeeping_capacity k where k.principal = c.id
                      and (k.abilities >> {int(Ability.WORK_WITH_FAMILIES)}) & 1 = 1 and k.valid @> statement_timestamp())
       and not exists (select from public.safekeeping_exclusion e
                          where e.principal = c.id and e.family = p_family and e.lifted_at is null)
       and not exists (select from public.continuity_away o
                          where o.colleague_id = c.id and o.withdrawn_at is null and o.during && p_days)
       and not exists (select from public.continuity_cover h
                          where h.family_id = p_family and h.colleague_id = c.id
                            and h.her_no_at is not null)
       and exists (select from public.enrolment_teammember m
                      where m.family_id = p_family and m.colleague_id = a.colleague_id and m.during && p_days
                        and m.role not in ('peer', 'elder')))
$$;

create function safekeeping.cover_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if isempty(new.during)
     or not safekeeping.can_cover(new.colleague_id, new.role, new.family_id, new.away_id, new.during) then
    raise exception 'cannot cover' using errcode = '23514', constraint = 'continuity_cover_cannot';
  end if;
  return null;
end $$;
-- After the row: only who may write it at all is told that it cannot be.
create trigger cover_fits after insert on continuity_cover for each row execute function safekeeping.cover_fits();

-- Everything that somebody is let into by covering, written anew from what is agreed. What is over stays as it was.
create function safekeeping.compile_cover(p_cover uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.continuity_cover; v_away public.continuity_away; v_days daterange; v_span tstzrange; v_reads int; v_writes int;
  v_today date := safekeeping.staying_today(); v_now timestamptz := statement_timestamp();
begin
  select c.* into v from public.continuity_cover c where c.id = p_cover;
  select a.* into v_away from public.continuity_away a where a.id = v.away_id;
  delete from public.safekeeping_cell where basis = p_cover and principal = v.colleague_id and lower(valid) >= v_now;
  update public.safekeeping_cell set valid = tstzrange(lower(valid), v_now)
   where basis = p_cover and principal = v.colleague_id and not isempty(valid) and (upper(valid) is null or upper(valid) > v_now);
  v_days := case when v.agreed_at is not null and v.her_no_at is null and v.ended_at is null and v_away.withdrawn_at is null
                 then v.during * v_away.during else 'empty' end;
  -- On the team of these days, unless she is on it in this part anyway. What was planned and never came to be is taken out.
  delete from public.enrolment_teammember where id = p_cover and lower(during) >= v_today;
  update public.enrolment_teammember t
     set during = daterange(lower(t.during), greatest(lower(t.during) + 1, case when isempty(v_days) then v_today else upper(v_days) end))
   where t.id = p_cover and upper(t.during) > v_today  -- what is over stays as it was, and it is never made longer
     and upper(t.during) > greatest(lower(t.during) + 1, case when isempty(v_days) then v_today else upper(v_days) end);
  if isempty(v_days) or upper(v_days) <= v_today then return; end if;
  if not exists (select from public.enrolment_teammember m
                  where m.family_id = v.family_id and m.colleague_id = v.colleague_id and m.role = v.role and m.during && v_days)
     and not exists (select from public.enrolment_teammember m where m.id = p_cover) then
    insert into public.enrolment_teammember
      (id, recorded_at, recorded_by, family_id, colleague_id, role, works_with, during)
    values (p_cover, clock_timestamp(), v.recorded_by, v.family_id, v.colleague_id, v.role, 'family', v_days);
  end if;
  v_span := tstzrange(greatest(v_now, lower(v_days)::timestamp at time zone safekeeping.staying_zone()),
                      upper(v_days)::timestamp at time zone safekeeping.staying_zone());
  select bit_or(k.categories), bit_or(k.writes) into v_reads, v_writes from public.safekeeping_capacity k
   where k.principal = v.colleague_id and k.valid && v_span;
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  select v.colleague_id, c.family, c.subject, c.reach, c.categories & v_reads, c.writes & v_writes, c.valid * v_span, p_cover
    from public.safekeeping_cell c
   where c.principal = v_away.colleague_id and c.family = v.family_id and c.valid && v_span and c.categories & v_reads <> 0
     and c.reach in ('file', 'children', 'one')
     -- What she holds by her own place on this team; never by covering for somebody else, nor by seeing every file.
     and (c.basis = c.family or exists (
           select from public.enrolment_teammember m
            where m.id = c.basis and m.family_id = c.family and m.colleague_id = c.principal
              and m.role not in ('peer', 'elder')
              and not exists (select from public.continuity_cover o where o.id = m.id)));
end $$;

create function safekeeping.cover_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v uuid;
begin
  if tg_table_name = 'continuity_cover' then
    perform safekeeping.compile_cover(new.id);
  elsif tg_table_name = 'continuity_away' then
    for v in select c.id from public.continuity_cover c where c.away_id = new.id and c.agreed_at is not null
                and c.her_no_at is null and c.ended_at is null order by c.id loop
      perform safekeeping.compile_cover(v);
    end loop;
  else
    -- Whoever is taken off this team covers in it no longer; not so when her cover itself came to its end.
    if upper(new.during) <= greatest(safekeeping.staying_today(), lower(new.during) + 1) and not exists (
         select from public.continuity_cover o join public.continuity_away a on a.id = o.away_id
          where o.id = new.id and (o.her_no_at is not null or o.ended_at is not null or a.withdrawn_at is not null
            or isempty(o.during * a.during) or upper(o.during * a.during) <= upper(new.during))) then
      update public.continuity_cover c set ended_at = clock_timestamp()
       where c.family_id = new.family_id and c.colleague_id = new.colleague_id and c.agreed_at is not null
         and c.her_no_at is null and c.ended_at is null and upper(c.during) > safekeeping.staying_today();
    end if;
    for v in select c.id from public.continuity_cover c join public.continuity_away a on a.id = c.away_id
              where c.family_id = new.family_id and a.colleague_id = new.colleague_id and c.agreed_at is not null
                and c.her_no_at is null and c.ended_at is null and upper(c.during) > safekeeping.staying_today() order by c.id loop
      perform safekeeping.compile_cover(v);
    end loop;
  end if;
  return null;
end $$;
create trigger cover_changed after update on continuity_cover for each row execute function safekeeping.cover_changed();
create trigger cover_changed after update on continuity_away for each row execute function safekeeping.cover_changed();
-- After the cells of whoever left were closed: at the end of the transaction.
create constraint trigger cover_changed after update of during on enrolment_teammember deferrable initially deferred
  for each row when (old.during is distinct from new.during) execute function safekeeping.cover_changed();

create function safekeeping.away_only_shorter() returns trigger
language plpgsql as $$
begin
  if old.withdrawn_at is not null or isempty(new.during) or not new.during <@ old.during then
    raise exception 'only shorter' using errcode = '23514', constraint = 'continuity_away_only_shorter';
  end if;
  return new;
end $$;
create trigger away_only_shorter before update on continuity_away for each row execute function safekeeping.away_only_shorter();

-- The one who was asked says whether she can; nobody says it for her. False: it is settled otherwise.
create function safekeeping.answer_cover(p_cover uuid, p_yes boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.continuity_cover;
begin
  select c.* into v from public.continuity_cover c where c.id = p_cover for update;
  if v.id is null or v.colleague_id is distinct from safekeeping.me() or safekeeping.my_kind() <> 'staff'
     or v.family_id = any (safekeeping.my_exclusions()) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if v.cannot_at is not null or v.her_no_at is not null or v.ended_at is not null or upper(v.during) <= safekeeping.staying_today()
     or exists (select from public.continuity_away a where a.id = v.away_id and a.withdrawn_at is not null) then return false; end if;
  if p_yes and v.agreed_at is null then
    if not safekeeping.can_cover(v.colleague_id, v.role, v.family_id, v.away_id, v.during * (
         select a.during from public.continuity_away a where a.id = v.away_id)) then
      raise exception 'cannot cover' using errcode = '23514', constraint = 'continuity_cover_cannot';
    end if;
    update public.continuity_cover set agreed_at = clock_timestamp() where id = p_cover;
  elsif not p_yes then
    update public.continuity_cover set cannot_at = clock_timestamp() where id = p_cover and agreed_at is null;
    update public.continuity_cover set ended_at = clock_timestamp() where id = p_cover and agreed_at is not null;
  end if;
  return true;
end $$;

-- She says "not this person", herself or to her worker; then it ends at the next statement, and another one is asked.
create function safekeeping.not_this_cover(p_cover uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.continuity_cover;
begin
  select c.* into v from public.continuity_cover c where c.id = p_cover for update;
  if v.id is null or not (
       exists (select from public.families_person p where p.id = safekeeping.my_person() and p.family_id = v.family_id
                  and p.kind = 'woman')
       or safekeeping.arranges(v.family_id) and safekeeping.my_kind() = 'staff') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.continuity_cover set her_no_at = clock_timestamp()
   where id = p_cover and her_no_at is null and ended_at is null and cannot_at is null;
  return found;
end $$;

-- Whoever is away, or arranges the team, needs it no longer.
create function safekeeping.end_cover(p_cover uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.continuity_cover;
begin
  select c.* into v from public.continuity_cover c where c.id = p_cover for update;
  if v.id is null or safekeeping.my_kind() <> 'staff' or not (
       safekeeping.arranges(v.family_id)
       or exists (select from public.continuity_away a where a.id = v.away_id and a.colleague_id = safekeeping.me())) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.continuity_cover set ended_at = clock_timestamp()
   where id = p_cover and her_no_at is null and ended_at is null and cannot_at is null;
  return found;
end $$;
"""

SAYS = "safekeeping.says_farewell(hand_over_id, family_id, kind)"
POLICIES = f"""
grant select on continuity_farewell, enrolment_handover to alongside_keeper;
create policy keeper on continuity_farewell for select to alongside_keeper using (true);
create policy farewells on enrolment_handover for select to alongside_keeper using (true);
grant select (worker) on care_contact to alongside_keeper;
create policy figures on care_contact for select to alongside_keeper using ({can(Ability.REPORTS)});
create policy own_words on continuity_farewell for select to {READERS} using ({STAFF} and {MY_NAME});
create policy says on continuity_farewell for insert to {READERS} with check ({MY_NAME} and {SAYS});
create policy nobody_for_another on continuity_farewell as restrictive for insert to {READERS} with check ({MY_NAME} and {SAYS});

grant select on continuity_away to alongside_keeper;
create policy keeper on continuity_away for select to alongside_keeper using (true);
grant select, update on continuity_cover to alongside_keeper;
create policy keeper on continuity_cover to alongside_keeper using (true) with check (true);
grant delete on enrolment_teammember to alongside_keeper;
create policy covers on enrolment_teammember to alongside_keeper
  using (exists (select from continuity_cover c where c.id = enrolment_teammember.id))
  with check (exists (select from continuity_cover c where c.id = enrolment_teammember.id));

create policy asked on continuity_cover for select to {READERS} using ({STAFF} and colleague_id = {ME});
create policy may_ask on continuity_cover as restrictive for insert to {READERS} with check (
  {STAFF} and agreed_at is null and cannot_at is null and her_no_at is null and ended_at is null
  and exists (select from continuity_away a where a.id = away_id and (a.colleague_id = {ME} or {ARRANGES})));

create policy covered on continuity_handback for select to {READERS} using ({STAFF} and {MY_NAME});
create policy by_who_covered on continuity_handback for insert to {READERS} with check ({STAFF} and {MY_NAME});
create policy only_who_covered on continuity_handback as restrictive for insert to {READERS} with check (
  {STAFF} and exists (select from continuity_cover c where c.id = cover_id and c.family_id = continuity_handback.family_id
    and c.colleague_id = {ME} and c.agreed_at is not null and lower(c.during) <= (statement_timestamp() + interval '1 day')::date
    and upper(c.during) > (statement_timestamp() - interval '31 days')::date));
"""
HERS = """
-- Who covers for whom in her family, by name, on her own page: from the yes on, until the last day.
create function safekeeping.my_covers() returns table (cover uuid, who text, for_whom text, first date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.id, w.name, g.name, lower(c.during * a.during), upper(c.during * a.during)
    from public.families_person p
    join public.continuity_cover c on c.family_id = p.family_id
    join public.continuity_away a on a.id = c.away_id and a.withdrawn_at is null
    join public.accounts_colleague w on w.id = c.colleague_id
    join public.accounts_colleague g on g.id = a.colleague_id
   where p.id = safekeeping.my_person() and p.kind = 'woman' and c.agreed_at is not null and c.her_no_at is null
     and c.ended_at is null and not isempty(c.during * a.during) and upper(c.during * a.during) > safekeeping.staying_today()
   order by lower(c.during * a.during), c.id
$$;
"""
FAREWELL = """
-- Whose words these are: a good-bye is said by the one who goes, also after the team was left; a hello by the one who comes.
create function safekeeping.says_farewell(p_hand_over uuid, p_family uuid, p_kind text) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.my_kind() = 'staff' and exists (
    select from public.enrolment_handover h
     where h.id = p_hand_over and h.family_id = p_family
       and case p_kind when 'goodbye' then h.from_colleague_id = safekeeping.me()
                       when 'hello' then h.to_colleague_id = safekeeping.me()
                       else safekeeping.arranges(p_family)
                            or safekeeping.me() in (h.from_colleague_id, h.to_colleague_id) end)
$$;

-- Hand-overs of the last sixty days at which I said no good-bye yet: the day and who goes on, and nothing of the family.
create function safekeeping.my_goodbyes() returns table (hand_over uuid, family uuid, day date, goes_on text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select h.id, h.family_id, h."on", c.name
    from public.enrolment_handover h join public.accounts_colleague c on c.id = h.to_colleague_id
   where safekeeping.my_kind() = 'staff' and h.from_colleague_id = safekeeping.me()
     and h."on" > safekeeping.staying_today() - 60 and h.family_id <> all (safekeeping.my_exclusions())
     and not exists (select from public.continuity_farewell f where f.hand_over_id = h.id and f.kind in ('goodbye', 'none'))
   order by h."on", h.id
$$;

-- On her own page: who went and who came, and what the two say to her, in their own words.
create function safekeeping.my_farewells() returns table (
  hand_over uuid, day date, goes text, comes text, goodbye text, hello text, no_goodbye boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select h.id, h."on", g.name, n.name, said.goodbye, said.hello, coalesce(said.no_goodbye, false)
    from public.families_person p
    join public.enrolment_handover h on h.family_id = p.family_id
    join public.accounts_colleague g on g.id = h.from_colleague_id
    join public.accounts_colleague n on n.id = h.to_colleague_id
    left join lateral (
      select (array_agg(f.words order by f.recorded_at desc) filter (where f.kind = 'goodbye'))[1] as goodbye,
             (array_agg(f.words order by f.recorded_at desc) filter (where f.kind = 'hello'))[1] as hello,
             bool_or(f.kind = 'none') as no_goodbye
        from public.continuity_farewell f
       where f.hand_over_id = h.id and not safekeeping.sealed(f.family_id, array[f.id])) said on true
   where p.id = safekeeping.my_person() and p.kind = 'woman'
     and not safekeeping.sealed(h.family_id, array[h.id, h.family_id, p.id])
   order by h."on" desc, h.id desc limit 20
$$;
"""
FIGURES = f"""
-- How steady we are, in numbers that name nobody, over three times twelve months (as ``continuity`` of enrolment): meetings
-- with the key worker of all meetings, colleagues met by each family, hand-overs with a good-bye and a hello of all, days of
-- families covered of all days on which their key worker was away. Of fewer than five families, or hand-overs, nothing is told.
create function safekeeping.staying_figures() returns table (
  since date, until date, families int, meetings int, with_key int, colleagues numeric, hand_overs int, with_both int,
  away_days int, covered_days int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with period as (
    select (m.first - make_interval(years => n + 1))::date as since, (m.first - make_interval(years => n))::date as until
      from (select date_trunc('month', statement_timestamp()) as first) m, generate_series(0, 2) n),
  here as (
    select f.id from public.families_family f
     where f.agency_id = (select safekeeping.my_agency()) and {can(Ability.REPORTS)}),
  met as (
    select p.since, c.family_id, c.worker, exists (
             select from public.enrolment_keyworker k where k.family_id = c.family_id and k.colleague_id = c.worker
                and k.during @> c."on") as by_key
      from period p join public.care_contact c on c."on" >= p.since and c."on" < p.until
      join here h on h.id = c.family_id where c.reached = 'met' and c.superseded_at is null),
  meeting as (
    select since, count(distinct family_id)::int as families, count(*)::int as meetings,
           (count(*) filter (where by_key))::int as with_key,
           round(count(distinct (family_id, worker))::numeric / nullif(count(distinct family_id), 0), 1) as colleagues
      from met group by since),
  handed as (
    select p.since, count(*)::int as hand_overs, (count(*) filter (where o.met_together or (
             exists (select from public.continuity_farewell f where f.hand_over_id = o.id and f.kind = 'goodbye')
             and exists (select from public.continuity_farewell f where f.hand_over_id = o.id and f.kind = 'hello'))))::int as with_both
      from period p join public.enrolment_handover o on o."on" >= p.since and o."on" < p.until
      join here h on h.id = o.family_id group by p.since),
  gone as (
    select p.since, k.family_id, a.id as away_id, range_agg(k.during * a.during * daterange(p.since, p.until)) as days
      from period p join public.continuity_away a on a.withdrawn_at is null and a.during && daterange(p.since, p.until)
      join public.enrolment_keyworker k on k.colleague_id = a.colleague_id and k.during && (a.during * daterange(p.since, p.until))
      join here h on h.id = k.family_id group by p.since, k.family_id, a.id),
  there as (
    select g.since, g.family_id, g.days, g.days * coalesce((
             select range_agg(c.during) from public.continuity_cover c
              where c.family_id = g.family_id and c.away_id = g.away_id and c.agreed_at is not null and c.her_no_at is null
                and c.ended_at is null), datemultirange()) as covered from gone g),
  away as (
    select t.since, count(distinct t.family_id) as families,
           (sum((select coalesce(sum(upper(r) - lower(r)), 0) from unnest(t.days) r)))::int as away_days,
           (sum((select coalesce(sum(upper(r) - lower(r)), 0) from unnest(t.covered) r)))::int as covered_days
      from there t group by t.since)
  select p.since, p.until,
         case when m.families >= {FEW} then m.families end, case when m.families >= {FEW} then m.meetings end,
         case when m.families >= {FEW} then m.with_key end, case when m.families >= {FEW} then m.colleagues end,
         case when o.hand_overs >= {FEW} then o.hand_overs end,
         case when o.hand_overs >= {FEW} and o.with_both not between 1 and {FEW - 1}
                and o.hand_overs - o.with_both not between 1 and {FEW - 1} then o.with_both end,
         case when a.families >= {FEW} then a.away_days end, case when a.families >= {FEW} then a.covered_days end
    from period p left join meeting m on m.since = p.since left join handed o on o.since = p.since
    left join away a on a.since = p.since
   where {can(Ability.REPORTS)} order by p.since desc
$$;
"""
CALLED = (
    "says_farewell(uuid,uuid,text)",
    "my_goodbyes()",
    "my_farewells()",
    "staying_figures()",
    "my_covers()",
    "answer_cover(uuid,boolean)",
    "not_this_cover(uuid)",
    "end_cover(uuid)",
)
INSIDE = (
    "staying_zone()", "staying_today()", "can_cover(uuid,text,uuid,uuid,daterange)", "cover_fits()", "compile_cover(uuid)",
    "cover_changed()", "away_only_shorter()",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("continuity", "0003_cover"), ("continuity", "0002_wall"), ("accounts", "0002_wall"), ("agencies", "0002_wall"),
        ("families", "0003_her_page"), ("enrolment", "0002_wall"), ("care", "0003_her_page"), ("peers", "0002_wall"),
    ]  # fmt: skip
    operations = [
        Share("continuity_away", read=f"{STAFF} and {HERE} and ({WORKS} or {ARRANGES})", write=f"{OWN_OR_ARRANGED}",
              change=("during", "withdrawn_at")),
        migrations.RunSQL(
            f"create policy own_name on continuity_away as restrictive for insert to {READERS} with check ({MY_NAME});",
            "drop policy own_name on continuity_away;",
        ),
        Protect("continuity_cover", subject=None, category=C.CONTACT),
        Protect("continuity_handback", subject="file", category=C.SERVICE_USE),
        Within("continuity_handback", cover_id="continuity_cover.id"),
        Protect("continuity_farewell", subject="file", category=C.SERVICE_USE),
        migrations.RunSQL(
            "set check_function_bodies = off;" + COVER + HERS + FAREWELL + FIGURES + POLICIES + kept(CALLED, to=READERS) + kept(INSIDE),
            "drop trigger cover_changed on enrolment_teammember; drop policy covers on enrolment_teammember;"
            " drop policy farewells on enrolment_handover; drop policy figures on care_contact; drop policy keeper on continuity_away; drop policy keeper on continuity_cover;",
        ),
    ]  # fmt: skip
