"""Sufficient statistics of scores: kept by the database itself, read through figures alone (0008), worked out by doctor.

Whichever action writes, puts right or closes a score (there are eight, a device in her hands among them), the same
transaction counts it: a trigger, because the room that counts lies above the rooms that write.

* *It counts last.* The triggers are deferred to the end of the transaction, when it holds every other lock it will ever ask
  for; then it waits for one lock of its agency. Two who write at once are counted one after the other and never wait for
  each other in a ring.
* *As the month began.* Beside what holds now stands what held when this month began: reports tell that, so that asking again
  after one family came or went says the same. It moves on by itself, with the first score of a month.
* *Families.* Of how many families a tally is (not of how many scores) says whether it may be told: each family's share is
  kept. No role of a page has any right on these tables.

What a score is compared with (``evaluation_scalerule``) is read once from the published definition, which never changes.
"""

from django.db import migrations

from alongside.safekeeping.protection import SIGNED_IN, Share
from alongside.safekeeping.protection.verbs import kept

KEPT = ("evaluation_scoretally", "evaluation_tallyshare")
DEFINER = "security definer set search_path = pg_catalog, pg_temp"

TABLES = (
    "".join(
        f"alter table {table} enable row level security; alter table {table} force row level security;"
        f"create policy keeper on {table} to alongside_keeper using (true) with check (true);\n"
        for table in KEPT
    )
    + """
grant select, insert, update, delete on evaluation_scoretally, evaluation_tallyshare to alongside_keeper;
grant select, insert on evaluation_scalerule to alongside_keeper;
create policy keeper on evaluation_scalerule to alongside_keeper using (true) with check (true);
grant select (id, occasion_id, definition_id, scale, value, recorded_at, superseded_at) on assessment_score to alongside_keeper;
create policy keeper_of_tallies on assessment_score for select to alongside_keeper using (true);
grant select (total) on assessment_occasion to alongside_keeper;
"""
)

# The same as ``instruments.rules.change.norm_of`` and ``assessment.rules.reading.thresholds`` read it; a test compares
# them for every definition that comes with the house.
RULES = f"""
create function safekeeping.month_first() returns date
language sql stable {DEFINER} as $$
  select date_trunc('month', statement_timestamp() at time zone z.zone)::date
    from (select coalesce((select g.time_zone from public.agencies_programme g), 'UTC') as zone) z
$$;
create function safekeeping.month_began() returns timestamptz
language sql stable {DEFINER} as $$
  select safekeeping.month_first()::timestamp at time zone
         coalesce((select g.time_zone from public.agencies_programme g), 'UTC')
$$;

-- Without settings of its own, so that it is read as part of what asks it: it is asked of every score.
create function safekeeping.meets(p_value numeric, p_op text, p_cut double precision) returns boolean
language sql immutable as $$
  select case p_op when '>=' then p_value >= p_cut when '<=' then p_value <= p_cut when '>' then p_value > p_cut
                   when '<' then p_value < p_cut when '=' then p_value = p_cut when '!=' then p_value <> p_cut end
$$;

create function safekeeping.note_scales(p_definition uuid) returns void
language sql {DEFINER} as $$
  with read as (
    select d.id, d.document::jsonb -> 'scoring' as scoring from public.instruments_definition d where d.id = p_definition),
  each as (
    select r.id, r.scoring, s.scale, s.scale ->> 'code' as code,
           case when s.scale ->> 'direction' like 'higher\\_better%' then 'higher'
                when s.scale ->> 'direction' like any (array['higher\\_worse%', 'lower\\_better%']) then 'lower'
                else '' end as better,
           jsonb_array_length(r.scoring -> 'scales') = 1 as only_one, s.scale #> '{{cutoffs,0}}' as first_cut
      from read r, jsonb_array_elements(coalesce(r.scoring -> 'scales', '[]')) s(scale)),
  normed as (
    select e.*, n.norm, coalesce((n.norm ->> 'r')::float8, (t.steady ->> 'r')::float8) as r,
           case when n.norm ->> 'r' is not null then coalesce(nullif(n.norm ->> 'r_type', ''), n.norm ->> 'type', '')
                else coalesce(nullif(t.steady ->> 'r_type', ''), t.steady ->> 'type', '') end as r_type,
           coalesce(nullif(n.norm ->> 'source', ''), nullif(n.norm ->> 'clin', ''), nullif(n.norm ->> 'func', ''),
                    case when n.norm ->> 'r' is null then nullif(t.steady ->> 'source', '') end,
                    nullif(n.norm #>> '{{fixed,source}}', ''), e.scoring ->> 'citation', '') as source,
           nullif(btrim(n.norm #>> '{{fixed,caseness}}'), '') as caseness
      from each e
      left join lateral (
        select x.norm from jsonb_array_elements(coalesce(e.scoring -> 'norms', '[]')) with ordinality x(norm, at)
         where x.norm ->> 'scale' = e.code and coalesce((x.norm ->> 'applies')::boolean, true) order by x.at limit 1) n on true
      left join lateral (
        select x.steady from jsonb_array_elements(coalesce(e.scoring -> 'reliability', '[]')) with ordinality x(steady, at)
         where x.steady ->> 'scale' = e.code and coalesce((x.steady ->> 'applies')::boolean, true)
         order by lower(coalesce(x.steady ->> 'type', '')) like '%retest%' desc, x.at limit 1) t on true),
  cut as (
    select n.*, (n.norm ->> 'SD_ref')::float8 as sd, (n.norm #>> '{{fixed,reliable_change}}')::float8 as points,
           coalesce(substring(n.caseness from '^(>=|<=|>|<)'), case when n.caseness is not null then
             case when n.better = 'higher' then '<=' else '>=' end end, n.first_cut ->> 'op', '') as cut_op,
           coalesce(regexp_replace(n.caseness, '^(>=|<=|>|<)', '')::float8, (n.first_cut ->> 'value')::float8) as cut_value
      from normed n),
  spread as (
    select c.*, nullif(sqrt(2::float8) * c.sd * sqrt(1 - c.r), 0) as s_diff from cut c)
  insert into public.evaluation_scalerule
    (definition_id, code, scale, construct, better, cut_op, cut_value, cut_judges, s_diff, points, r, r_type, sd, source,
     judged, of_total, few_values, opt_in)
  select s.id, s.scoring ->> 'code', s.code,
         case when coalesce(s.scoring -> 'constructs', '[]') ? s.code then s.code
              else coalesce(s.scoring #>> '{{constructs,0}}', '') end,
         s.better, s.cut_op, s.cut_value, s.caseness is not null, s.s_diff, s.points, s.r, s.r_type, s.sd, s.source,
         not coalesce((s.scoring ->> 'static')::boolean, false) and not coalesce((s.scoring ->> 'groups_only')::boolean, false),
         s.code = 'total' or s.only_one,
         coalesce((s.scale #>> '{{range,1}}')::float8 - (s.scale #>> '{{range,0}}')::float8 <= 2
                  and (s.scale ->> 'method' = 'sum' or jsonb_array_length(s.scale -> 'items') = 1), false),
         coalesce((s.scoring ->> 'opt_in')::boolean, false)
    from spread s
  on conflict (definition_id, scale) do nothing
$$;
"""

# Every score that counts, or counted, with what it is compared with: first codings, and totals that came without answers.
COUNTED = """
create view safekeeping.counted_score as
select f.agency_id as agency, o.family_id as family, o.subject, o.respondent, o.instrument, s.definition_id as definition,
       s.scale, o.wave, o."on", o.id as occasion, s.value, safekeeping.meets(s.value, r.cut_op, r.cut_value) as meets,
       s.recorded_at as since, s.superseded_at as until
  from public.assessment_score s
  join public.assessment_occasion o on o.id = s.occasion_id
  join public.families_family f on f.id = o.family_id
  left join public.evaluation_scalerule r on r.definition_id = s.definition_id and r.scale = s.scale
 where s.value is not null and o.coding = 1
union all
select f.agency_id, o.family_id, o.subject, o.respondent, o.instrument, o.definition_id, coalesce(r.scale, ''), o.wave,
       o."on", o.id, o.total, safekeeping.meets(o.total, r.cut_op, r.cut_value), o.recorded_at, null
  from public.assessment_occasion o
  join public.families_family f on f.id = o.family_id
  left join public.evaluation_scalerule r on r.definition_id = o.definition_id and r.of_total
 where o.total is not null and o.coding = 1 and not exists (
   select from public.assessment_score s where s.occasion_id = o.id);
alter view safekeeping.counted_score owner to alongside_keeper;
"""

TALLY = f"""
create function safekeeping.tally(
  p_occasion uuid, p_definition uuid, p_scale text, p_value numeric, p_now int, p_then int) returns void
language plpgsql {DEFINER} as $$
declare v record; v_rule record; v_id bigint; v_n int; v_told int; v_began timestamptz := safekeeping.month_began();
        v_cut int; v_above int;
begin
  if p_now = 0 and p_then = 0 then return; end if;
  select o.family_id, o.instrument, o.wave, f.agency_id into v from public.assessment_occasion o
    join public.families_family f on f.id = o.family_id where o.id = p_occasion and o.coding = 1;
  if not found then return; end if;
  -- Doctor, when it works everything out anew, waits for whoever is counting, and they for it; one at a time an agency.
  perform pg_advisory_xact_lock_shared({{all}}, 0);
  perform pg_advisory_xact_lock({{one}}, hashtext(v.agency_id::text));
  if p_definition is not null and not exists (
      select from public.evaluation_scalerule r where r.definition_id = p_definition) then
    perform safekeeping.note_scales(p_definition);
  end if;
  select r.scale, safekeeping.meets(p_value, r.cut_op, r.cut_value) as meets into v_rule
    from public.evaluation_scalerule r
   where r.definition_id = p_definition and (r.scale = p_scale or p_scale is null and r.of_total);
  v_cut := (v_rule.meets is not null)::int;
  v_above := coalesce(v_rule.meets, false)::int;
  insert into public.evaluation_scoretally as t
    (agency_id, instrument, scale, wave, began, n, total, squares, with_cut, above,
     told_n, told_total, told_squares, told_with_cut, told_above)
  values (v.agency_id, v.instrument, coalesce(p_scale, v_rule.scale, ''), v.wave, v_began,
     p_now, p_now * p_value, p_now * p_value * p_value, p_now * v_cut, p_now * v_above,
     p_then, p_then * p_value, p_then * p_value * p_value, p_then * v_cut, p_then * v_above)
  on conflict (agency_id, instrument, scale, wave) do update set
    told_n = case when t.began < v_began then t.n else t.told_n end + excluded.told_n,
    told_families = case when t.began < v_began then t.families else t.told_families end,
    told_total = case when t.began < v_began then t.total else t.told_total end + excluded.told_total,
    told_squares = case when t.began < v_began then t.squares else t.told_squares end + excluded.told_squares,
    told_with_cut = case when t.began < v_began then t.with_cut else t.told_with_cut end + excluded.told_with_cut,
    told_above = case when t.began < v_began then t.above else t.told_above end + excluded.told_above,
    began = greatest(t.began, v_began), n = t.n + excluded.n, total = t.total + excluded.total,
    squares = t.squares + excluded.squares, with_cut = t.with_cut + excluded.with_cut, above = t.above + excluded.above
  returning t.id into v_id;
  insert into public.evaluation_tallyshare as h (tally_id, of_family, began, n, told_n)
  values (v_id, v.family_id, v_began, p_now, p_then)
  on conflict (tally_id, of_family) do update set
    told_n = case when h.began < v_began then h.n else h.told_n end + excluded.told_n,
    began = greatest(h.began, v_began), n = h.n + excluded.n
  returning h.n, h.told_n into v_n, v_told;
  update public.evaluation_scoretally t set
      families = t.families + (v_n > 0)::int - (v_n - p_now > 0)::int,
      told_families = t.told_families + (v_told > 0)::int - (v_told - p_then > 0)::int
   where t.id = v_id and ((v_n > 0) <> (v_n - p_now > 0) or (v_told > 0) <> (v_told - p_then > 0));
end $$;

-- The loader brings in very much at once, and works everything out when it is done (derive_tallies).
create function safekeeping.tally_score() returns trigger
language plpgsql {DEFINER} as $$
declare v_began timestamptz := safekeeping.month_began();
begin
  if safekeeping.loading() then return null; end if;
  if tg_op = 'UPDATE' and old.value is not null then
    perform safekeeping.tally(old.occasion_id, old.definition_id, old.scale, old.value, -(old.superseded_at is null)::int,
      -(old.recorded_at < v_began and (old.superseded_at is null or old.superseded_at >= v_began))::int);
  end if;
  if new.value is not null then
    perform safekeeping.tally(new.occasion_id, new.definition_id, new.scale, new.value, (new.superseded_at is null)::int,
      (new.recorded_at < v_began and (new.superseded_at is null or new.superseded_at >= v_began))::int);
  end if;
  return null;
end $$;

create function safekeeping.tally_total() returns trigger
language plpgsql {DEFINER} as $$
declare v_then int := (new.recorded_at < safekeeping.month_began())::int;
begin
  if safekeeping.loading() or exists (select from public.assessment_score s where s.occasion_id = new.id) then
    return null;
  end if;
  if tg_op = 'UPDATE' and old.total is not null then
    perform safekeeping.tally(new.id, new.definition_id, null, old.total, -1, -v_then);
  end if;
  if new.total is not null then
    perform safekeeping.tally(new.id, new.definition_id, null, new.total, 1, v_then);
  end if;
  return null;
end $$;

create constraint trigger tally_new after insert on assessment_score deferrable initially deferred
  for each row execute function safekeeping.tally_score();
create constraint trigger tally_again after update on assessment_score deferrable initially deferred
  for each row when ((old.superseded_at, old.value) is distinct from (new.superseded_at, new.value))
  execute function safekeeping.tally_score();
create constraint trigger tally_new after insert on assessment_occasion deferrable initially deferred
  for each row when (new.total is not null) execute function safekeeping.tally_total();
create constraint trigger tally_again after update on assessment_occasion deferrable initially deferred
  for each row when (old.total is distinct from new.total) execute function safekeeping.tally_total();
""".replace("{all}", "7266041").replace("{one}", "7266042")

NOW = ("n", "families", "total", "squares", "with_cut", "above")
NOW_IS = "c.until is null"
THEN_IS = "c.since < safekeeping.month_began() and (c.until is null or c.until >= safekeeping.month_began())"


def _sums(prefix: str, which: str) -> str:
    made = {
        "n": "count(*)::int", "families": "count(distinct c.family)::int", "total": "sum(c.value)",
        "squares": "sum(c.value * c.value)", "with_cut": "count(c.meets)::int", "above": "count(nullif(c.meets, false))::int",
    }  # fmt: skip
    return ", ".join(
        f"coalesce({made[name].replace('::int', '')} filter (where {which}), 0)"
        f"{'::int' if '::int' in made[name] else ''} as {prefix}{name}"
        for name in NOW
    )


_FIELDS = ", ".join([*NOW, *(f"told_{name}" for name in NOW)])
_SAME = " or ".join(
    [f"coalesce(t.{name}, 0) <> coalesce(d.{name}, 0)" for name in NOW]
    + [
        f"case when t.began < safekeeping.month_began() then t.{name} else coalesce(t.told_{name}, 0) end"
        f" <> coalesce(d.told_{name}, 0)"
        for name in NOW
    ]
)
DOCTOR = f"""
create view safekeeping.derived_tally as
select c.agency, c.instrument, c.scale, c.wave, {_sums("", NOW_IS)}, {_sums("told_", THEN_IS)}
  from safekeeping.counted_score c group by c.agency, c.instrument, c.scale, c.wave;
alter view safekeeping.derived_tally owner to alongside_keeper;

-- Where what was kept is not what the rows come to: how many of ours, how many by the rows. No family, no score.
create function safekeeping.tallies_astray() returns table (agency uuid, instrument text, scale text, wave text, kept int, found int)
language sql stable {DEFINER} as $$
  select coalesce(t.agency_id, d.agency), coalesce(t.instrument, d.instrument), coalesce(t.scale, d.scale),
         coalesce(t.wave, d.wave), coalesce(t.n, 0), coalesce(d.n, 0)
    from public.evaluation_scoretally t
    full join safekeeping.derived_tally d
      on d.agency = t.agency_id and d.instrument = t.instrument and d.scale = t.scale and d.wave = t.wave
   where {_SAME}
   order by 1, 2, 3, 4
$$;

-- Everything anew from the rows, while nobody counts; answers how many tallies there are now.
create function safekeeping.derive_tallies() returns int
language plpgsql {DEFINER} as $$
declare v_count int;
begin
  perform pg_advisory_xact_lock(7266041, 0);
  perform safekeeping.note_scales(x.id)
    from (select distinct o.definition_id as id from public.assessment_occasion o
           where o.definition_id is not null and not exists (
             select from public.evaluation_scalerule r where r.definition_id = o.definition_id)) x;
  delete from public.evaluation_tallyshare;
  delete from public.evaluation_scoretally;
  insert into public.evaluation_scoretally (agency_id, instrument, scale, wave, began, {_FIELDS})
  select d.agency, d.instrument, d.scale, d.wave, safekeeping.month_began(), {", ".join(f"d.{name}" for name in _FIELDS.split(", "))}
    from safekeeping.derived_tally d;
  get diagnostics v_count = row_count;
  insert into public.evaluation_tallyshare (tally_id, of_family, began, n, told_n)
  select t.id, c.family, safekeeping.month_began(), (count(*) filter (where {NOW_IS}))::int,
         (count(*) filter (where {THEN_IS}))::int
    from safekeeping.counted_score c
    join public.evaluation_scoretally t
      on t.agency_id = c.agency and t.instrument = c.instrument and t.scale = c.scale and t.wave = c.wave
   group by t.id, c.family;
  return v_count;
end $$;
"""
INSIDE = (
    "month_first()", "month_began()", "meets(numeric, text, double precision)", "note_scales(uuid)",
    "tally(uuid, uuid, text, numeric, int, int)", "tally_score()", "tally_total()",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0006_tallies"),
        ("assessment", "0007_blind"),
        ("instruments", "0002_wall"),
    ]
    operations = [
        Share("evaluation_scalerule", read=SIGNED_IN, roles="alongside_app"),
        migrations.RunSQL(
            "set check_function_bodies = off;" + TABLES + RULES + COUNTED + TALLY + DOCTOR
            + kept(INSIDE) + kept(("tallies_astray()", "derive_tallies()"), to="alongside_loader"),
            "drop function safekeeping.derive_tallies(), safekeeping.tallies_astray(), safekeeping.tally_total() cascade;"
            "drop function safekeeping.tally_score() cascade; drop view safekeeping.derived_tally, safekeeping.counted_score;"
            "drop function safekeeping.tally(uuid, uuid, text, numeric, int, int), safekeeping.note_scales(uuid),"
            " safekeeping.meets(numeric, text, double precision), safekeeping.month_began(), safekeeping.month_first();"
            "drop policy keeper_of_tallies on assessment_score; drop policy keeper on evaluation_scalerule;"
            "drop policy keeper on evaluation_scoretally; drop policy keeper on evaluation_tallyshare;",
        ),
    ]  # fmt: skip
