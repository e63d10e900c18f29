"""She asks for another time on her own page: her team is told as when she writes it, and of which thing it is.

A woman signed in as herself writes no notice. ``ask_other_time`` and ``time_is_fine`` of the keeper do, for what is to come
and what she reads on her own page alone: a session to which she comes, or a child of whom she reads there; something with
a day that was promised to her. What is not hers and what does not exist answer alike. Asked twice, her team is told once.

What waited to remind her of that time does not go, as after a text; when she says that the time is fine after all, it does.
"""

from django.db import migrations, models

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Category, Reach

SERVICE_USE = int(Category.SERVICE_USE)
NOTICE = Protect("reminders_notice", subject="woman_id", category=Category.CONTACT, add=False)
NAMED = ("id", "woman_id", "message_id", "heard_id", "target")

# What a notice names may be closed: then so is the notice.
CLOSED = f"""
drop policy not_kept_out on reminders_notice;
create policy not_kept_out on reminders_notice as restrictive for all to {EVERY_SHAPE}
  using (reminders_notice.family_id is null or {NOTICE.guarded(False, NAMED)});
"""

KEEPER = """
grant update (taken_back_at) on reminders_notice to alongside_keeper;
grant select (id, family_id, subject, category, about, "on", at_time, state, recorded_at) on care_promise to alongside_keeper;
create policy her_page on care_promise for select to alongside_keeper using (state = 'open');
"""

VERBS = f"""
-- Something to come that the asker, a woman on her own page, reads there: of which family, and when it begins.
create function safekeeping.mine_to_come(p_source text, p_target uuid) returns table (family uuid, starts_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.family, min(t.starts_at)
    from public.agencies_programme g
    cross join lateral (
      select b.family_id, b.person_id, '{{}}'::uuid[], {SERVICE_USE}, b.recorded_at, array[b.id, b.session_id],
             lower(s.during), lower(s.during)
        from public.services_booking b join public.services_session s on s.id = b.session_id
       where p_source = 'session' and b.session_id = p_target and b.stands and s.off_at is null
      union all
      select p.family_id, p.subject, p.about, p.category, p.recorded_at, array[p.id],
             (p."on" + coalesce(p.at_time, time '00:00')) at time zone g.time_zone,
             (p."on" + coalesce(p.at_time, time '23:59')) at time zone g.time_zone
        from public.care_promise p
       where p_source = 'promise' and p.id = p_target and p.state = 'open'
    ) t (family, subject, about, category, recorded_at, named, starts_at, until)
   where safekeeping.my_kind() = 'herself' and t.until > statement_timestamp()
     and exists (select from public.families_person w
                  where w.id = safekeeping.my_person() and w.family_id = t.family and w.kind = 'woman')
     and exists (select from public.safekeeping_cell c
                  where c.principal = safekeeping.me() and c.family = t.family and c.subject = t.subject
                    and c.reach in ('{Reach.HERSELF.value}', '{Reach.GUARDIAN.value}') and c.valid @> statement_timestamp()
                    and (c.categories & safekeeping.my_categories()) >> t.category & 1 = 1)
     and cardinality(t.about) is not null and safekeeping.reaches_all(t.family, t.subject, t.about, t.category)
     and safekeeping.open_to_me(t.family, t.subject, t.about, t.category, t.recorded_at, t.named)
   group by t.family
$$;

-- Her team is told that she would like another time; whether this is hers to ask.
create function safekeeping.ask_other_time(p_source text, p_target uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid; v_starts timestamptz;
begin
  select m.family, m.starts_at into v_family, v_starts from safekeeping.mine_to_come(p_source, p_target) m;
  if v_family is null then return false; end if;
  insert into public.reminders_notice (id, family_id, woman_id, kind, because, target, starts_at, told_at)
  values (uuidv7(), v_family, safekeeping.my_person(), 'other_time', '', p_target, v_starts, statement_timestamp())
  on conflict do nothing;
  update public.reminders_message m set state = 'not_sent', because = 'other_time_asked'
   where m.woman_id = safekeeping.my_person() and m.target = p_target and m.starts_at = v_starts and m.state = 'waits';
  return true;
end $$;

-- The time is fine after all. Not once somebody of her team has it: they are in touch with her. What waited to remind her
-- goes, unless she wrote the same by message.
create function safekeeping.time_is_fine(p_target uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_woman uuid := safekeeping.my_person(); v_starts timestamptz;
begin
  if safekeeping.my_kind() is distinct from 'herself' then return false; end if;
  update public.reminders_notice n set taken_back_at = statement_timestamp()
   where n.woman_id = v_woman and n.kind = 'other_time' and n.target = p_target
     and n.taken_at is null and n.taken_back_at is null
  returning n.starts_at into v_starts;
  if v_starts is null then return false; end if;
  update public.reminders_message m set state = 'waits', because = ''
   where m.woman_id = v_woman and m.target = p_target and m.starts_at = v_starts
     and m.state = 'not_sent' and m.because = 'other_time_asked' and m.until > statement_timestamp()
     and not exists (select from public.reminders_notice n join public.reminders_message a on a.id = n.message_id
                      where n.kind = 'other_time' and n.woman_id = v_woman and a.target = p_target
                        and a.starts_at = v_starts);
  return true;
end $$;
"""

INSIDE = ("mine_to_come(text,uuid)",)
HERS = ("ask_other_time(text,uuid)", "time_is_fine(uuid)")


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0006_stands_again"), ("services", "0002_wall"), ("care", "0002_wall"),
        ("families", "0003_her_page"),
    ]  # fmt: skip
    operations = [
        migrations.AddField(
            "notice", "target",
            models.UUIDField(blank=True, help_text="of which thing she said so on her own page", null=True),
        ),
        migrations.AddField(
            "notice", "starts_at",
            models.DateTimeField(blank=True, help_text="when that was to be", null=True),
        ),
        migrations.AddField(
            "notice", "taken_back_at",
            models.DateTimeField(blank=True, editable=False, help_text="she said that the time is fine", null=True),
        ),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None), ("target__isnull", False)),
                fields=("woman", "target", "starts_at"), name="reminders_notice_other_once",
            ),
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;" + CLOSED + KEEPER + VERBS + kept(INSIDE) + "\n" + kept(HERS, to=READERS),
            migrations.RunSQL.noop,
        ),
    ]  # fmt: skip
