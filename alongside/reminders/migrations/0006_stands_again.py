"""Something hard that somebody took stands again for others when nothing follows; times and days are the database's own.

* *settled*: whoever has it says that somebody was in touch. Until then it is hers for as long as somebody who took an alert
  has to follow it up (assessment, "taken"); afterwards it waits again for all who are told, letters among them, and whoever
  takes it next is let in in her place. Who had it before stands in the trail.
* *taken*: when somebody took it is said by the database's clock.
* *a stop* by a number that writes at night is of the programme's day.

Functions that the keeper owns are replaced as the keeper.
"""

from django.db import migrations, models

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Category as C

# Nobody has it, or whoever took it has not said in time that somebody was in touch.
WAITS = """n.kind = 'hard' and (n.taken_at is null or n.settled_at is null and n.taken_at
         + safekeeping.time_to_answer(coalesce(f.agency_id, (select p.agency_id from public.agencies_programme p limit 1)),
                                      '', 'taken') < statement_timestamp())"""

ANEW = f"""
set role alongside_keeper;
create or replace function safekeeping.hard_for_me() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(n.id), '{{}}')
    from public.reminders_notice n left join public.families_family f on f.id = n.family_id
   where {WAITS} and exists (
     select from safekeeping.everybody_to_tell(f.agency_id, n.family_id) t
      where n.family_id is not null and t.colleague = safekeeping.me()
     union all
     select from public.agencies_programme g cross join lateral safekeeping.everybody_about_nobody(g.agency_id) t
      where n.family_id is null and t.colleague = safekeeping.me())
$$;

create or replace function safekeeping.take_hard(p_notice uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid; v_woman uuid; v_waits uuid[] := safekeeping.hard_for_me();
begin
  perform from public.reminders_notice n where n.id = p_notice for update;
  update public.reminders_notice n set taken_by = safekeeping.me(), taken_at = statement_timestamp()
    from public.reminders_notice o left join public.families_family f on f.id = o.family_id
   where n.id = p_notice and o.id = n.id and n.id = any (v_waits) and {WAITS}
  returning n.family_id, n.woman_id into v_family, v_woman;
  if not found then return false; end if;
  delete from public.safekeeping_cell where basis = p_notice;  -- whoever had it before has it no longer
  if v_woman is not null then
    insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
    select safekeeping.me(), v_family, v_woman, 'one', 1 << {int(C.CONTACT)}, 0,
           tstzrange(statement_timestamp(), statement_timestamp() + safekeeping.time_to_answer(f.agency_id, '', 'followed_up')),
           p_notice
      from public.families_family f where f.id = v_family;
  end if;
  return true;
end $$;

create or replace function safekeeping.hard_letters() returns table (notices uuid[], address text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.serving('reminders') then raise exception 'not allowed' using errcode = '42501'; end if;
  return query
    select array_agg(distinct n.id), u.email::text
      from public.reminders_notice n
      left join public.families_family f on f.id = n.family_id
      cross join lateral (
        select t.colleague from safekeeping.everybody_to_tell(f.agency_id, n.family_id) t where n.family_id is not null
        union
        select t.colleague from public.agencies_programme g
          cross join lateral safekeeping.everybody_about_nobody(g.agency_id) t where n.family_id is null) w
      join public.safekeeping_principal p on p.id = w.colleague
      join public.accounts_user u on u.id = p.account and u.is_active
     where {WAITS} and (n.mailed_at is null or n.mailed_at < n.taken_at)
     group by u.email limit 100;
end $$;

create or replace function safekeeping.hard_mailed(p_notices uuid[], p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.serving('reminders') then raise exception 'not allowed' using errcode = '42501'; end if;
  update public.reminders_notice n set mailed_at = p_now
   where n.id = any (p_notices) and (n.mailed_at is null or n.mailed_at < n.taken_at);
end $$;
"""

SERVICE = "0190d0b0-0000-7000-8000-00000000a1ea"
DAY = "(p_now at time zone coalesce((select p.time_zone from public.agencies_programme p limit 1), 'UTC'))::date"
STOPS = f"""
create or replace function safekeeping.stop_number(p_value text, p_how text, p_because text, p_notice text, p_heard uuid, p_now timestamptz)
returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_count int;
begin
  with newest as (
    select distinct on (x.woman_id, x.by) x.* from public.reminders_wish x
     where x.woman_id in (select y.woman_id from public.reminders_wish y where y.value = p_value)
     order by x.woman_id, x.by, x.version desc),
  said as (
    insert into public.reminders_wish
      (id, recorded_at, recorded_by, family_id, woman_id, by, version, wanted, how, value, others, language, kinds, her_words,
       hard_words, stop_word, leave_message, said_on)
    select uuidv7(), clock_timestamp(), coalesce(safekeeping.me(), '{SERVICE}'), n.family_id, n.woman_id, n.by, n.version + 1,
           false, p_how, n.value, n.others, n.language, n.kinds, n.her_words, n.hard_words, n.stop_word, n.leave_message,
           {DAY}
      from newest n where n.value = p_value and n.wanted
    returning family_id, woman_id)
  insert into public.reminders_notice (id, family_id, woman_id, kind, because, heard_id, told_at)
  select uuidv7(), s.family_id, s.woman_id, p_notice, '', p_heard, p_now from (select distinct family_id, woman_id from said) s;
  get diagnostics v_count = row_count;
  update public.reminders_message set state = 'not_sent', because = p_because
   where value = p_value and state = 'waits';
  return v_count;
end $$;
set role alongside_owner;
"""

# What somebody took before there was a word for it is settled: it does not come back to everybody at once.
BEFORE = """
create policy seed on reminders_notice to alongside_owner using (true) with check (true);
update reminders_notice set settled_at = taken_at where kind = 'hard' and taken_at is not null;
drop policy seed on reminders_notice;
"""

SETTLED = f"""
grant update (settled_at) on reminders_notice to alongside_keeper;
-- "Somebody was in touch": said by whoever has it, of what she has.
create function safekeeping.settle_hard(p_notice uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.reminders_notice n set settled_at = statement_timestamp()
   where n.id = p_notice and n.kind = 'hard' and n.taken_by = safekeeping.me() and n.settled_at is null;
  return found;
end $$;
drop policy told_of_it on reminders_notice;
create policy told_of_it on reminders_notice for select to {READERS} using (
  id = any ((select safekeeping.hard_for_me())::uuid[])
  or kind = 'hard' and taken_by = (select safekeeping.me()) and settled_at is null);

create function safekeeping.taken_by_the_clock() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if current_user in ('alongside_app', 'alongside_worker') then new.taken_at := statement_timestamp(); end if;
  return new;
end $$;
create trigger by_the_clock before update of taken_by, taken_at on reminders_notice for each row
  execute function safekeeping.taken_by_the_clock();
revoke all on function safekeeping.taken_by_the_clock() from public;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0005_moved"), ("assessment", "0003_watch")]
    operations = [
        migrations.AddField(
            model_name="notice", name="settled_at", field=models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + BEFORE
            + ANEW
            + STOPS
            + SETTLED
            + kept(("settle_hard(uuid)",), to=READERS),
            migrations.RunSQL.noop,
        ),
    ]
