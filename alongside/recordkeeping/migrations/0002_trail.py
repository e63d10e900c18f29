"""The trail: hash-chained, written by one definer call, changed by nobody.

64 chains, chosen by the subject (her own log is one chain). A call locks the heads it needs in their order, so that two
requests never wait for each other in a circle. The hash is PostgreSQL's own sha256 over the previous hash and the row's
text (docs/decisions/0004).
"""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Share

TRAIL = """
alter table recordkeeping_trail enable row level security;
alter table recordkeeping_trail force row level security;
alter table recordkeeping_trailhead enable row level security;
alter table recordkeeping_trailhead force row level security;
alter table recordkeeping_trailhead set (fillfactor = 50);
revoke insert, update, delete on recordkeeping_trail, recordkeeping_trailhead from alongside_loader;
grant select, insert on recordkeeping_trail to alongside_keeper;
grant select, update on recordkeeping_trailhead to alongside_keeper;
create policy keeper on recordkeeping_trail to alongside_keeper using (true) with check (true);
create policy keeper on recordkeeping_trailhead to alongside_keeper using (true) with check (true);
create policy seed on recordkeeping_trailhead for insert to alongside_owner with check (true);
insert into recordkeeping_trailhead (shard, seq, hash) select i, 0, '\\x00' from generate_series(0, 63) i;
drop policy seed on recordkeeping_trailhead;
grant select on recordkeeping_trail to alongside_app;
create policy may_see on recordkeeping_trail for select to alongside_app using (
  ((select safekeeping.can(7)) and agency = any ((select safekeeping.my_watch())::uuid[])
    and (family is null or family <> all ((select safekeeping.my_exclusions())::uuid[])))
  or subject = (select safekeeping.my_person()));

create function safekeeping.trail_hash(
  p_prev bytea, p_shard smallint, p_seq bigint, p_at timestamptz, p_principal uuid, p_agency uuid, p_verb text,
  p_family uuid, p_subject uuid, p_detail jsonb) returns bytea
language sql stable set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
  select sha256(p_prev || convert_to(jsonb_build_array(
    p_shard, p_seq, p_at, p_principal, p_agency, p_verb, p_family, p_subject, p_detail)::text, 'UTF8'))
$$;

create function safekeeping.write_trail(p_entries jsonb, p_by uuid default null) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me();
begin
  if v_me is null then
    if not safekeeping.loading() then raise exception 'no session' using errcode = '28000'; end if;
    v_me := p_by;
  end if;
  return safekeeping.append_trail(p_entries, v_me);
end $$;

-- For the wall's own verbs alone: they know who it was also when nobody is signed in any more.
create function safekeeping.append_trail(p_entries jsonb, v_me uuid) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agency uuid; v_at timestamptz := clock_timestamp();
  e record; v_head public.recordkeeping_trailhead; v_hash bytea; v_count int := 0;
begin
  select p.agency into v_agency from public.safekeeping_principal p where p.id = v_me;
  for e in
    select (hashtext(coalesce(x->>'subject', x->>'family', '')) & 63)::smallint as shard,
           x->>'verb' as verb, (x->>'family')::uuid as family, (x->>'subject')::uuid as subject,
           coalesce(x->'detail', '{}'::jsonb) as detail
      from jsonb_array_elements(p_entries) with ordinality t(x, n)
     order by 1, n
  loop
    select * into v_head from public.recordkeeping_trailhead h where h.shard = e.shard for update;
    v_hash := safekeeping.trail_hash(
      v_head.hash, e.shard, v_head.seq + 1, v_at, v_me, v_agency, e.verb, e.family, e.subject, e.detail);
    insert into public.recordkeeping_trail
      (shard, seq, at, principal, agency, verb, family, subject, detail, prev, hash)
    values (e.shard, v_head.seq + 1, v_at, v_me, v_agency, e.verb, e.family, e.subject, e.detail, v_head.hash, v_hash);
    update public.recordkeeping_trailhead set seq = v_head.seq + 1, hash = v_hash where shard = e.shard;
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

-- Broken links: an edited row, a missing row, a cut tail. Nothing comes back when the trail is whole.
create function safekeeping.broken_links() returns table (shard smallint, seq bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.shard, a.seq from (
    select t.*, lag(t.hash, 1, '\\x00'::bytea) over w as before, row_number() over w as n
      from public.recordkeeping_trail t window w as (partition by t.shard order by t.seq)) a
   where a.prev <> a.before or a.seq <> a.n
      or a.hash <> safekeeping.trail_hash(
           a.prev, a.shard, a.seq, a.at, a.principal, a.agency, a.verb, a.family, a.subject, a.detail)
  union all
  select h.shard, h.seq from public.recordkeeping_trailhead h
   where h.seq <> coalesce((select max(t.seq) from public.recordkeeping_trail t where t.shard = h.shard), 0)
$$;

revoke all on function safekeeping.trail_hash(bytea,smallint,bigint,timestamptz,uuid,uuid,text,uuid,uuid,jsonb),
  safekeeping.write_trail(jsonb,uuid), safekeeping.append_trail(jsonb,uuid), safekeeping.broken_links() from public;
grant execute on function safekeeping.write_trail(jsonb,uuid) to alongside_app, alongside_worker, alongside_loader;
grant execute on function safekeeping.broken_links() to alongside_loader, alongside_backup;
grant execute on function safekeeping.trail_hash(bytea,smallint,bigint,timestamptz,uuid,uuid,text,uuid,uuid,jsonb)
  to alongside_keeper;
alter function safekeeping.trail_hash(bytea,smallint,bigint,timestamptz,uuid,uuid,text,uuid,uuid,jsonb) owner to alongside_keeper;
grant execute on function safekeeping.append_trail(jsonb,uuid) to alongside_keeper;
alter function safekeeping.write_trail(jsonb,uuid) owner to alongside_keeper;
alter function safekeeping.append_trail(jsonb,uuid) owner to alongside_keeper;
alter function safekeeping.broken_links() owner to alongside_keeper;
"""

MINE = "principal = (select safekeeping.me())"


class Migration(migrations.Migration):
    dependencies = [("recordkeeping", "0001_initial"), ("safekeeping", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + TRAIL,
            "drop function safekeeping.write_trail; drop function safekeeping.append_trail;"
            " drop function safekeeping.broken_links;"
            " drop function safekeeping.trail_hash;",
        ),
        Share("recordkeeping_submission", read=MINE, write=MINE, change=["answered_with"]),
        Protect("recordkeeping_earlierversion", family="family", subject="subject", category="category"),
        Protect(
            "recordkeeping_setaside",
            family="family",
            subject="subject",
            category="category",
            change=["settled_at", "settled_by"],
        ),
    ]
