"""The verbs of the service "reminders": plan, take, look once more, say what became of it, read what came back.

They belong to the keeper and work for that service alone (and the loader). It has no ability and no category: a session of
it reads no row by itself. What it is told of a woman is what one decision needs, at the moment of that decision
(``reminder_facts``); nothing of what she comes for is among it.

A source is a function ``safekeeping.reminder_source_NAME(from, until)`` of the keeper that answers, for a stretch of time,
who is to be reminded of what, when that is, and how it stands. A room that plans something adds one, and names it in
``reminders.actions.SOURCES``.
"""

from django.db import migrations

from alongside.reminders.migrations._names import ANYBODY, INSIDE, MINE, WORKER
from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept, service
from alongside.safekeeping.terms import Ability, Category

ARRANGE = int(Ability.ARRANGE_TEAMS)
CONTACT = int(Category.CONTACT)
WHY = f"({int(Category.IPV_SAFETY)}), ({int(Category.REPRODUCTIVE_STI)})"  # kinds of which a reason may tell
# The principal of the service. It has no ability and no category: a session of it sees nothing by itself.
SERVICE = "0190d0b0-0000-7000-8000-00000000a1ea"
SERVING = "(select safekeeping.serving('reminders'))"
ONLY = "if not safekeeping.serving('reminders') then raise exception 'not allowed' using errcode = '42501'; end if;"

SEED = service(SERVICE, "reminders")

_READ = {
    "families_family": "id, agency_id",
    "families_woman": "person_id, family_id",
    "families_person": "id, family_id, kind, name, other_names, died_on",
    "families_safecontact": "id, family_id, woman_id, version, we_are_called, who_shares_the_phone, checked_on",
    "families_safeway": "id, plan_id, woman_id, channel, value, content_level, from_hour, to_hour, days, voicemail",
    "families_knowncontact": "family_id, person_id, value, taken_back_at",
    "families_relationship": "family_id, person_id, other_id, safety, superseded_at, during",
    "families_pregnancy": "woman_id, outcome, outcome_on",
    "families_household": "family_id, address",
    "agencies_site": "name, address",
    "consent_form": "id, kind",
    "care_promise": 'id, family_id, subject, "on", at_time, state',
}

KEEPER = (
    "".join(
        f"grant select ({columns}) on {table} to alongside_keeper;\n"
        f"create policy reminders on {table} for select to alongside_keeper using ({SERVING});\n"
        for table, columns in _READ.items()
    )
    + f"""
grant select, insert on reminders_wish, reminders_message, reminders_heard, reminders_notice to alongside_keeper;
grant select on reminders_reminded to alongside_keeper;
grant update on reminders_message to alongside_keeper;
grant update (family_id, woman_id, read_at, meanings) on reminders_heard to alongside_keeper;
grant update (mailed_at, taken_by, taken_at) on reminders_notice to alongside_keeper;
create policy reminders on reminders_wish to alongside_keeper using (true) with check (not wanted);
create policy reminders on reminders_reminded for select to alongside_keeper using ({SERVING});
create policy reminders on reminders_message to alongside_keeper using (true) with check (true);
create policy reminders on reminders_heard to alongside_keeper using (true) with check (true);
create policy reminders on reminders_notice to alongside_keeper using (true) with check (true);
"""
)

SOURCES = """
create function safekeeping.reminder_source_promise(p_from timestamptz, p_until timestamptz) returns table (
  family uuid, woman uuid, target uuid, starts_at timestamptz, whole_day boolean, stands text, asked_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.family_id, r.woman_id, p.id, t.starts_at, p.at_time is null,
         case when r.taken_back_at is not null then 'done'
              when p.state = 'open' then 'open' when p.state = 'kept' then 'done'
              when p.state = 'changed' then 'moved' else 'called_off' end, r.recorded_at
    from public.agencies_programme g
    join public.care_promise p
      on p."on" between (p_from at time zone g.time_zone)::date and (p_until at time zone g.time_zone)::date
    join public.reminders_reminded r on r.source = 'promise' and r.target = p.id and r.family_id = p.family_id
     and not exists (select from public.reminders_reminded n
                      where n.source = r.source and n.target = r.target and n.recorded_at > r.recorded_at)
    cross join lateral (
      select (p."on" + coalesce(p.at_time, time '00:00')) at time zone g.time_zone as starts_at) t
   where t.starts_at between p_from and p_until and safekeeping.serving('reminders')
$$;

-- One source by its name, which a room gave; nothing else is ever called.
create function safekeeping.reminder_source(p_source text, p_from timestamptz, p_until timestamptz) returns table (
  family uuid, woman uuid, target uuid, starts_at timestamptz, whole_day boolean, stands text, asked_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_source !~ '^[a-z]+$' then raise exception 'no such source' using errcode = '22023'; end if;
  return query execute format('select * from safekeeping.%I($1, $2)', 'reminder_source_' || p_source) using p_from, p_until;
end $$;
"""

# The newest version of each wish; ``{where}`` narrows it.
_NEWEST = """select distinct on (x.woman_id, x.by) x.* from public.reminders_wish x {where}
       order by x.woman_id, x.by, x.version desc"""

PLANNING = f"""
-- Everything of one source that begins within p_ahead: a row for each message that is not planned yet, and a correction for
-- each that went and does not hold any more. Nothing is decided here: that is done when it is handed over.
create function safekeeping.plan_reminders(p_source text, p_now timestamptz, p_ahead interval) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_zone text; v_new int; v_more int;
begin
  {ONLY}
  select g.time_zone into v_zone from public.agencies_programme g;
  with due as materialized (select * from safekeeping.reminder_source(p_source, p_now, p_now + p_ahead)),
  wish as ({_NEWEST.format(where="where x.woman_id in (select d.woman from due d)")}),
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
     where m.source = p_source and m.kind in ('before', 'today') and m.state in ('sent', 'arrived', 'not_known')
       and m.starts_at > p_now and m.starts_at <= p_now + p_ahead),
  now_so as materialized (
    select * from safekeeping.reminder_source(p_source, p_now, p_now + p_ahead) where exists (select from went)),
  wrong as (
    select distinct on (m.target, m.woman_id, m.by) m.* from went m
      left join now_so d on d.target = m.target and d.woman = m.woman_id and d.starts_at = m.starts_at
     where d.stands is null or d.stands in ('moved', 'called_off')
     order by m.target, m.woman_id, m.by, m.planned_at desc)
  insert into public.reminders_message
    (id, family_id, woman_id, key, kind, by, value, source, target, starts_at, whole_day, not_before, until, state, because,
     tried, language, words, reference, planned_at)
  select uuidv7(), m.family_id, m.woman_id, encode(sha256(convert_to('off/' || m.key, 'UTF8')), 'hex'), 'called_off', m.by,
         m.value, m.source, m.target, m.starts_at, m.whole_day, p_now, m.starts_at, 'waits', '', 0, '', '', '', p_now
    from wrong m on conflict (key) do nothing;
  get diagnostics v_more = row_count;
  return v_new + v_more;
end $$;

-- Messages whose time has come, for one run of one worker, and those of a run that was not heard of for p_lease. ``again``:
-- it was in somebody's hands already, so that it may have gone.
create function safekeeping.take_reminders(p_run uuid, p_now timestamptz, p_limit int, p_lease interval)
returns table (id uuid, again boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  {ONLY}
  return query
    update public.reminders_message m
       set state = case when m.state = 'waits' then 'taken' else m.state end, taken_by = p_run, taken_at = clock_timestamp()
      from (select x.id from public.reminders_message x
             where x.state in ('waits', 'taken', 'handing') and x.not_before <= p_now
               and (x.state = 'waits' or x.taken_at < clock_timestamp() - p_lease)
             order by x.not_before, x.id limit p_limit for update skip locked) n
     where m.id = n.id
    returning m.id, old.state = 'handing';
end $$;
"""

FACTS = f"""
-- What one decision rests on, as it is now, for messages that this run still has; it has them anew from now on. Local times
-- are hers. Whoever is sealed, or what is, is closed.
create function safekeeping.reminder_facts(p_run uuid, p_now timestamptz, p_ids uuid[])
returns table (id uuid, key text, facts jsonb)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_zone text; v_today date; v_sources text[];
begin
  {ONLY}
  select g.time_zone, (p_now at time zone g.time_zone)::date into v_zone, v_today from public.agencies_programme g;
  update public.reminders_message m set state = 'handing', taken_at = clock_timestamp()
   where m.id = any (p_ids) and m.taken_by = p_run and m.state in ('taken', 'handing');
  return query
  with mine as materialized (
    select * from public.reminders_message m where m.id = any (p_ids) and m.taken_by = p_run and m.state = 'handing'),
  stretch as (
    select m.source, min(m.starts_at) as first, max(m.starts_at) as last from mine m where m.source <> '' group by 1),
  things as materialized (
    select s.source, d.* from stretch s cross join lateral safekeeping.reminder_source(s.source, s.first, s.last) d),
  wish as ({_NEWEST.format(where="where x.woman_id in (select m.woman_id from mine m)")}),
  plan as (
    select distinct on (x.woman_id) x.id, x.woman_id, x.checked_on, x.we_are_called, x.who_shares_the_phone
      from public.families_safecontact x
     where x.woman_id in (select m.woman_id from mine m) order by x.woman_id, x.version desc)
  select m.id, m.key, jsonb_build_object(
    'kind', m.kind, 'by', m.by, 'value', m.value, 'tried', m.tried, 'whole_day', m.whole_day,
    'at', to_char(m.starts_at at time zone v_zone, 'YYYY-MM-DD"T"HH24:MI:SS'),
    'until', to_char(m.until at time zone v_zone, 'YYYY-MM-DD"T"HH24:MI:SS'),
    'stands', case when m.source = '' then '' else coalesce(t.stands, 'moved') end,
    'agreed', exists (
      select from public.consent_consent k join public.consent_form f on f.id = k.form_id and f.kind = 'messages'
       where k.family_id = m.family_id and k.giver_id = m.woman_id and k.giver_agency_id is null and k.effect = 'permit'
         and k.signed_at <= p_now and k.withdrawn_at is null and k.during @> v_today),
    'wish', (select jsonb_build_object('wanted', w.wanted, 'how', w.how, 'value', w.value, 'others', w.others, 'language',
               w.language, 'kinds', w.kinds, 'her_words', w.her_words, 'hard_words', w.hard_words, 'leave_message',
               w.leave_message) from wish w where w.woman_id = m.woman_id and w.by = m.by),
    'plan', case when p.id is not null then jsonb_build_object('checked_on', p.checked_on, 'we_are_called',
               p.we_are_called, 'who_shares_the_phone', p.who_shares_the_phone) end,
    'ways', (select jsonb_agg(jsonb_build_object('channel', y.channel, 'value', y.value, 'content_level', y.content_level,
               'from_hour', y.from_hour, 'to_hour', y.to_hour, 'days', y.days, 'voicemail', y.voicemail) order by y.id)
               from public.families_safeway y where y.plan_id = p.id),
    'name', coalesce(split_part(btrim(h.name), ' ', 1), ''),
    'unsafe', coalesce((select jsonb_agg(n.name) from public.families_relationship r
               join public.families_person o on o.id = r.other_id
               cross join lateral unnest(array[o.name] || o.other_names) n (name)
              where r.family_id = m.family_id and r.person_id = m.woman_id and r.safety = 'unsafe'
                and r.superseded_at is null and r.during @> v_today and n.name <> ''), '[]'),
    'of_others', coalesce((select jsonb_agg(c.value) from public.families_knowncontact c
              where c.family_id = m.family_id and c.taken_back_at is null), '[]'),
    'never', coalesce((select jsonb_agg(n.name) from public.families_person o
               cross join lateral unnest(array[o.name] || o.other_names) n (name)
              where o.family_id = m.family_id and o.kind = 'child' and n.name <> ''), '[]')
             || coalesce((select jsonb_agg(a.address) from public.families_household a
                           where a.family_id = m.family_id and a.address <> ''), '[]'),
    'device_not_safe', exists (select from public.accounts_herpage e
              where e.person = m.woman_id and e.state = 'off' and e.why_off = 'device'),
    'loss_since', m.source <> '' and (
      exists (select from public.families_pregnancy g
               where g.woman_id = m.woman_id and g.outcome in ('loss', 'stillbirth', 'ended') and (
                 g.outcome_on >= (coalesce(t.asked_at, m.planned_at) at time zone v_zone)::date
                 or exists (select from public.recordkeeping_trail l where l.subject = m.woman_id
                             and l.verb = 'pregnancy outcome' and l.at >= coalesce(t.asked_at, m.planned_at))))
      or exists (select from public.families_person o where o.family_id = m.family_id and o.kind = 'child'
                  and o.died_on >= (coalesce(t.asked_at, m.planned_at) at time zone v_zone)::date)),
    'closed', h.died_on is not null
              or safekeeping.sealed(m.family_id, array[m.woman_id, m.target, m.id]))
    from mine m
    join public.families_person h on h.id = m.woman_id
    left join things t on t.source = m.source and t.target = m.target and t.woman = m.woman_id and t.starts_at = m.starts_at
    left join plan p on p.woman_id = m.woman_id;
end $$;

-- Names that no message may hold: of agencies and places, and what colleagues are called after their first name.
create function safekeeping.reminder_names() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  {ONLY}
  return array(
    select a.name from public.agencies_agency a union select g.name from public.agencies_programme g
    union select s.name from public.agencies_site s union select s.address from public.agencies_site s where s.address <> ''
    union select n.part from public.accounts_colleague c
      cross join lateral unnest((regexp_split_to_array(btrim(c.name), '\\s+'))[2:]) n (part) where length(n.part) > 1);
end $$;
"""

GOING = f"""
-- Nothing more to this number: every wish for it is a no from now on, and what waits does not go.
create function safekeeping.stop_number(p_value text, p_how text, p_because text, p_notice text, p_heard uuid, p_now timestamptz)
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
           p_now::date
      from newest n where n.value = p_value and n.wanted
    returning family_id, woman_id)
  insert into public.reminders_notice (id, family_id, woman_id, kind, because, heard_id, told_at)
  select uuidv7(), s.family_id, s.woman_id, p_notice, '', p_heard, p_now from (select distinct family_id, woman_id from said) s;
  get diagnostics v_count = row_count;
  update public.reminders_message set state = 'not_sent', because = p_because
   where value = p_value and state = 'waits';
  return v_count;
end $$;

-- What became of messages of this run. Each is {{id, state, because, not_before, words, level, language, reference, tried}}.
create function safekeeping.reminders_went(p_run uuid, p_now timestamptz, p_outcomes jsonb) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_done jsonb; v_value text;
begin
  {ONLY}
  with said as (
    select * from jsonb_to_recordset(p_outcomes) o (id uuid, state text, because text, asks boolean, not_before timestamptz,
      words text, level smallint, language text, reference text, tried smallint)),
  done as (
    update public.reminders_message m
       set state = s.state, because = s.because, not_before = coalesce(s.not_before, m.not_before), words = s.words,
           level = s.level, language = s.language, reference = s.reference, tried = s.tried, taken_by = null, taken_at = null,
           went_at = case when s.state in ('sent', 'not_known') then p_now end
      from said s where m.id = s.id and m.taken_by = p_run and m.state = 'handing'
    returning m.family_id as family, m.woman_id as woman, m.id, m.state, m.because, s.asks, m.value)
  select coalesce(jsonb_agg(to_jsonb(d)), '[]') into v_done from done d;
  insert into public.reminders_notice (id, family_id, woman_id, kind, because, message_id, told_at)
  select uuidv7(), w.family, w.woman, 'ask_her', w.because, w.id, p_now
    from jsonb_to_recordset(v_done) w (family uuid, woman uuid, id uuid, because text, asks boolean) where w.asks
  on conflict (woman_id, kind, because) where taken_at is null and kind = 'ask_her' do nothing;
  for v_value in select distinct w.value from jsonb_to_recordset(v_done) w (state text, value text)
                  where w.state = 'did_not_arrive' loop
    perform safekeeping.stop_number(v_value, 'did_not_arrive', 'bounced', 'did_not_arrive', null, p_now);
  end loop;
  perform safekeeping.append_trail(
    coalesce((select jsonb_agg(jsonb_build_object('verb', 'message sent', 'family', w.family, 'subject', w.woman,
                                                  'detail', jsonb_build_object('message', w.id)))
                from jsonb_to_recordset(v_done) w (family uuid, woman uuid, id uuid, state text)
               where w.state = 'sent'), '[]'), coalesce(safekeeping.me(), '{SERVICE}'));
  return jsonb_array_length(v_done);
end $$;
"""

HEARING = f"""
-- A gateway brought something: kept as it came and read later. Pages call this for nobody who is signed in; what the same
-- reference brings twice counts once.
create function safekeeping.message_came(p_by text, p_value text, p_words text, p_reference text, p_at timestamptz)
returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_new boolean;
begin
  insert into public.reminders_heard (id, by, value, words, reference, came_at, meanings)
  values (uuidv7(), p_by, left(p_value, 200), left(p_words, 1600), left(p_reference, 200), p_at, '{{}}')
  on conflict (reference) do nothing returning true into v_new;
  return coalesce(v_new, false);
end $$;

-- A gateway says what became of a message it took: it arrived, or this number does not take any.
create function safekeeping.message_reported(p_reference text, p_arrived boolean, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_value text;
begin
  update public.reminders_message m set state = case when p_arrived then 'arrived' else 'did_not_arrive' end
   where m.reference = p_reference and p_reference <> '' and m.state in ('sent', 'not_known') returning m.value into v_value;
  if not found then return false; end if;
  if not p_arrived then
    perform safekeeping.stop_number(v_value, 'did_not_arrive', 'bounced', 'did_not_arrive', null, p_now);
  end if;
  return true;
end $$;

-- Whose number this is: the newest wish of exactly one woman names it. Of two, it is nobody's.
create function safekeeping.whose_number(p_value text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when count(distinct n.woman_id) = 1 then (array_agg(n.woman_id))[1] end
    from (select distinct on (x.woman_id, x.by) x.woman_id, x.value from public.reminders_wish x
           where x.woman_id in (select y.woman_id from public.reminders_wish y where y.value = p_value)
           order by x.woman_id, x.by, x.version desc) n
   where n.value = p_value
$$;

create function safekeeping.unread_messages(p_limit int) returns table (id uuid, words text, stop_words text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  {ONLY}
  return query
    select h.id, h.words, array(select distinct w.stop_word from public.reminders_wish w
                                 where w.value = h.value and w.stop_word <> '')
      from public.reminders_heard h where h.read_at is null order by h.came_at limit p_limit for update skip locked;
end $$;

-- What a message that came means, as the rules read it, and all that may follow from it.
create function safekeeping.message_read(p_id uuid, p_meanings text[], p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_by text; v_value text; v_woman uuid; v_family uuid; v_answer text;
  v_message uuid; v_target uuid; v_starts timestamptz;  -- what it answers
begin
  {ONLY}
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
   where m.woman_id = v_woman and m.value = v_value and m.kind in ('before', 'today')
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

-- Whom a letter calls because something hard was written and nobody has it: on duty, then the list, then whoever arranges
-- teams; where nobody knows who wrote, all of these.
create function safekeeping.hard_letters() returns table (notices uuid[], address text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  {ONLY}
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
     where n.kind = 'hard' and n.taken_at is null and n.mailed_at is null
     group by u.email limit 100;
end $$;

create function safekeeping.hard_mailed(p_notices uuid[], p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  {ONLY}
  update public.reminders_notice n set mailed_at = p_now where n.id = any (p_notices) and n.mailed_at is null;
end $$;

-- On duty now, on the list, or arranging teams: told where nobody knows of which family something is.
create function safekeeping.everybody_about_nobody(p_agency uuid) returns table (colleague uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.colleague_id from public.assessment_dutyshift d
   where d.agency = p_agency and d.during @> statement_timestamp() and d.ended_at is null
  union select e.colleague_id from public.assessment_escalationcontact e where e.agency = p_agency and e.active
  union select p.id from public.safekeeping_principal p
    join public.safekeeping_capacity c on c.principal = p.id and c.valid @> statement_timestamp()
     and (c.abilities >> {ARRANGE}) & 1 = 1
   where p.agency = p_agency and p.active and p.kind = 'staff'
$$;

-- Something hard was written that nobody has, and whoever asks is one of those who are told: a number of it, nothing else.
create function safekeeping.hard_for_me() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(n.id), '{{}}')
    from public.reminders_notice n left join public.families_family f on f.id = n.family_id
   where n.kind = 'hard' and n.taken_at is null and exists (
     select from safekeeping.everybody_to_tell(f.agency_id, n.family_id) t
      where n.family_id is not null and t.colleague = safekeeping.me()
     union all
     select from public.agencies_programme g cross join lateral safekeeping.everybody_about_nobody(g.agency_id) t
      where n.family_id is null and t.colleague = safekeeping.me())
$$;
create policy told_of_it on reminders_notice for select to {READERS} using (id = any ((select safekeeping.hard_for_me())::uuid[]));

-- "I have it", said by one of those who are told. She may know who it is and how to reach her safely, nothing else and nothing
-- to change, for as long as somebody who took an alert has until it is closed. Answers whether it is hers: not whoever comes
-- second, nor anybody who is not told.
create function safekeeping.take_hard(p_notice uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid; v_woman uuid;
begin
  update public.reminders_notice n set taken_by = safekeeping.me(), taken_at = statement_timestamp()
   where n.id = p_notice and n.taken_at is null and n.id = any (safekeeping.hard_for_me())
  returning n.family_id, n.woman_id into v_family, v_woman;
  if not found then return false; end if;
  if v_woman is not null then
    insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
    select safekeeping.me(), v_family, v_woman, 'one', 1 << {CONTACT}, 0,
           tstzrange(statement_timestamp(), statement_timestamp() + safekeeping.time_to_answer(f.agency_id, '', 'followed_up')),
           p_notice
      from public.families_family f where f.id = v_family;
  end if;
  return true;
end $$;

-- The words that call me, of notices that I took: those alone, and as long.
create function safekeeping.heard_by_me() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(n.heard_id), '{{}}') from public.reminders_notice n
    left join public.families_family f on f.id = n.family_id cross join public.agencies_programme g
   where n.kind = 'hard' and n.taken_by = safekeeping.me() and n.taken_at
         + safekeeping.time_to_answer(coalesce(f.agency_id, g.agency_id), '', 'followed_up') > statement_timestamp()
$$;

-- Whoever reads how to reach her does not read by that who is unsafe for her, nor of a loss: of which of these women and kinds
-- I may read why nothing went.
create function safekeeping.reasons_for_me(p_women uuid[]) returns table (woman uuid, category int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select w.person_id, k.category from public.families_woman w cross join (values {WHY}) k (category)
   where w.person_id = any (p_women) and safekeeping.let_into(w.family_id, w.person_id, k.category, false)
$$;
create policy i_have_it on reminders_heard for select to {READERS} using (id = any ((select safekeeping.heard_by_me())::uuid[]));
grant select (id, agency_id) on families_family to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0002_wall"), ("care", "0003_her_page"), ("consent", "0002_wall"), ("assessment", "0003_watch"),
        ("accounts", "0003_her_page"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + SEED + KEEPER + SOURCES + PLANNING + FACTS + GOING + HEARING
            + "\n" + kept(INSIDE)
            + "\n" + kept(WORKER, to="alongside_worker, alongside_loader")
            + "\n" + kept((*ANYBODY, *MINE), to=f"{READERS}, alongside_loader"),
            migrations.RunSQL.noop,
        )
    ]  # fmt: skip
