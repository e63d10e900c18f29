"""What takes place at another time: whoever had a message about the earlier one is told the new one, if it is near.

``plan_reminders`` and ``message_read`` are those of ``0003_outbox`` but for that. A day of the week says which day is meant
for six days; what is moved further is said not to take place at the earlier time, and is reminded of like everything else.
What went about a new time is put right in turn, also when the thing is moved back again.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

PLANNING = """
-- As in 0003_outbox, with a correction that tells the new time.
create or replace function safekeeping.plan_reminders(p_source text, p_now timestamptz, p_ahead interval) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_zone text; v_new int; v_more int;
begin
  if not safekeeping.serving('reminders') then raise exception 'not allowed' using errcode = '42501'; end if;
  select g.time_zone into v_zone from public.agencies_programme g;
  with due as materialized (select * from safekeeping.reminder_source(p_source, p_now, p_now + p_ahead)),
  wish as (select distinct on (x.woman_id, x.by) x.* from public.reminders_wish x where x.woman_id in (select d.woman from due d)
       order by x.woman_id, x.by, x.version desc),
  wanted as (
    select d.family, d.woman, d.target, d.starts_at, d.whole_day, k.kind, w.by, w.value, k.not_before, k.until,
           encode(sha256(convert_to(concat_ws('/', p_source, d.target, d.woman, k.kind, w.by, w.value,
                                              extract(epoch from d.starts_at)), 'UTF8')), 'hex') as key
      from due d
      join wish w on w.woman_id = d.woman and w.wanted
      cross join lateral (select d.starts_at at time zone v_zone as local) t
      cross join lateral (values
        ('before', (t.local::date - 1 + time '10:00') at time zone v_zone, d.starts_at - interval '3 hours'),
        ('today', case when d.whole_day then (t.local::date + time '08:00') at time zone v_zone
                       else d.starts_at - interval '150 minutes' end,
                  case when d.whole_day then (t.local::date + time '14:00') at time zone v_zone else d.starts_at end)
        ) k (kind, not_before, until)
     where d.stands = 'open' and k.kind = any (w.kinds) and k.until > p_now)
  insert into public.reminders_message
    (id, family_id, woman_id, key, kind, by, value, source, target, starts_at, whole_day, not_before, until, state, because,
     tried, language, words, reference, planned_at)
  select uuidv7(), n.family, n.woman, n.key, n.kind, n.by, n.value, p_source, n.target, n.starts_at, n.whole_day,
         greatest(n.not_before, p_now), n.until, 'waits', '', 0, '', '', '', p_now
    from wanted n on conflict (key) do nothing;
  get diagnostics v_new = row_count;

  with went as (
    select m.* from public.reminders_message m
     where m.source = p_source and m.state in ('sent', 'arrived', 'not_known') and m.starts_at > p_now
       and (m.kind in ('before', 'today') and m.starts_at <= p_now + p_ahead or m.kind = 'moved')),
  now_so as materialized (
    select * from safekeeping.reminder_source(
             p_source, p_now, (select greatest(p_now + p_ahead, max(w.starts_at)) from went w))
     where exists (select from went)),
  gone as materialized (
    select distinct on (m.target, m.woman_id, m.by) m.* from went m
      left join now_so d on d.target = m.target and d.woman = m.woman_id and d.starts_at = m.starts_at
     where d.stands is null or d.stands in ('moved', 'called_off')
     order by m.target, m.woman_id, m.by, m.planned_at desc, m.id desc),
  -- Whoever took her name off, or was there, is told nothing of where it is now, however far away.
  done as materialized (
    select d.target, d.woman from safekeeping.reminder_source(p_source, p_now - interval '7 days', p_now + interval '2 years') d
     where d.stands = 'done' and exists (select from gone)),
  wrong as materialized (
    select m.* from gone m where not exists (select from done d where d.target = m.target and d.woman = m.woman_id)),
  -- When it is instead, if that is near enough for a day of the week to say which day is meant; also if it has been since.
  instead as materialized (
    select * from safekeeping.reminder_source(p_source, p_now - interval '7 days', p_now + interval '6 days')
     where exists (select from wrong))
  insert into public.reminders_message
    (id, family_id, woman_id, key, kind, by, value, source, target, starts_at, whole_day, not_before, until, state, because,
     tried, language, words, reference, planned_at)
  select uuidv7(), m.family_id, m.woman_id,
         encode(sha256(convert_to(concat_ws('/', 'off', m.key, extract(epoch from s.starts_at)), 'UTF8')), 'hex'),
         case when s.starts_at is null then 'called_off' else 'moved' end, m.by, m.value, m.source, m.target, coalesce(s.starts_at, m.starts_at), coalesce(s.whole_day, m.whole_day), p_now,
         least(m.starts_at, s.starts_at), 'waits', '', 0, '', '', '', p_now
    from wrong m
    left join instead s on s.target = m.target and s.woman = m.woman_id and s.stands = 'open'
   where s.starts_at is null or s.starts_at > p_now
  on conflict (key) do nothing;
  get diagnostics v_more = row_count;
  return v_new + v_more;
end $$;
"""
HEARING = """
-- As in 0003_outbox; a message about a new time is answered like the others.
create or replace function safekeeping.message_read(p_id uuid, p_meanings text[], p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_by text; v_value text; v_woman uuid; v_family uuid; v_answer text;
  v_message uuid; v_target uuid; v_starts timestamptz;  -- what it answers
begin
  if not safekeeping.serving('reminders') then raise exception 'not allowed' using errcode = '42501'; end if;
  select h.by, h.value into v_by, v_value from public.reminders_heard h where h.id = p_id and h.read_at is null for update;
  if not found then return false; end if;
  v_woman := safekeeping.whose_number(v_value);
  select w.family_id into v_family from public.families_woman w where w.person_id = v_woman;
  update public.reminders_heard h set read_at = p_now, meanings = p_meanings, family_id = v_family, woman_id = v_woman
   where h.id = p_id;
  -- Whoever it is: nothing more goes to a number from which somebody asks for that.
  if 'stop' = any (p_meanings) then
    perform safekeeping.stop_number(v_value, 'stop_word', 'stopped', 'stopped', p_id, p_now);
  end if;
  if v_woman is null then
    insert into public.reminders_notice (id, kind, because, heard_id, told_at)
    values (uuidv7(), case when 'hard' = any (p_meanings) then 'hard' else 'unknown' end, '', p_id, p_now);
    return true;
  end if;
  select m.id, m.target, m.starts_at into v_message, v_target, v_starts from public.reminders_message m
   where m.woman_id = v_woman and m.value = v_value and m.kind in ('before', 'today', 'moved')
     and m.state in ('sent', 'arrived', 'not_known') and m.starts_at > p_now order by m.went_at desc limit 1;
  if 'hard' = any (p_meanings) then
    insert into public.reminders_notice (id, family_id, woman_id, kind, because, message_id, heard_id, told_at)
    values (uuidv7(), v_family, v_woman, 'hard', '', v_message, p_id, p_now);
  elsif 'other_time' = any (p_meanings) or 'not_clear' = any (p_meanings) then
    insert into public.reminders_notice (id, family_id, woman_id, kind, because, message_id, heard_id, told_at)
    values (uuidv7(), v_family, v_woman, case when 'other_time' = any (p_meanings) then 'other_time' else 'wrote' end, '',
            v_message, p_id, p_now);
  end if;
  if 'other_time' = any (p_meanings) and v_message is not null then
    update public.reminders_message m set state = 'not_sent', because = 'other_time_asked'
     where m.woman_id = v_woman and m.target = v_target and m.starts_at = v_starts and m.state = 'waits';
  end if;
  v_answer := case when 'stop' = any (p_meanings) then null when 'hard' = any (p_meanings) then 'hard'
                   when 'other_time' = any (p_meanings) and v_message is not null then 'other_time' end;
  if v_answer is not null then
    insert into public.reminders_message
      (id, family_id, woman_id, key, kind, by, value, source, whole_day, not_before, until, state, because, tried, language,
       words, reference, planned_at)
    values (uuidv7(), v_family, v_woman, encode(sha256(convert_to('answer/' || p_id, 'UTF8')), 'hex'), v_answer, v_by,
            v_value, '', false, p_now, p_now + interval '2 hours', 'waits', '', 0, '', '', '', p_now)
    on conflict (key) do nothing;
  end if;
  return true;
end $$;
"""
# The verbs belong to the keeper, in whose place the owner may stand, but whose things it may not change by itself.
AS_KEEPER = """
do $as_keeper$ declare v_me text := current_user; begin
  set local role alongside_keeper;
  execute $sql$ set local check_function_bodies = off; {sql} $sql$;
  execute format('set local role %I', v_me);
end $as_keeper$;
"""
KINDS = [
    ("before", "the day before"), ("today", "on the day"), ("called_off", "that it is called off or moved"),
    ("moved", "that it is at another time"), ("other_time", "an answer: another time will be found"),
    ("hard", "an answer in words she chose, when what she wrote sounded hard"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("reminders", "0004_sessions"), ("services", "0003_moving")]
    operations = [
        migrations.AlterField(
            "wish",
            "kinds",
            ArrayField(base_field=models.TextField(choices=KINDS), blank=True, default=list, size=None),
        ),
        migrations.AlterField("message", "kind", models.TextField(choices=KINDS)),
        migrations.RunSQL(AS_KEEPER.replace("{sql}", PLANNING + HEARING), migrations.RunSQL.noop),
    ]
