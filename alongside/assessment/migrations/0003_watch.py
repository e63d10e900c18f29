"""Watching over hard answers: who is told, who may see that, and the service that passes an alert on.

An alert is raised by whoever saves the answer: a device in her hands (a sitting, which may see nothing else) or a
worker who asks for her. So every verb here belongs to the keeper, and pages write no row of an alert themselves.
``raise_alert`` looks at the answer's own row, finds who is on duty at that moment, and lets that person into what she
needs to reach this woman: her name and how to be in touch with her safely. When somebody takes the alert, that ends
for all others; when it is closed, it ends for her too.

No alert waits on one person for ever: each state has a time by which something is said. Past it, whoever has the
alert is asked first, and then the next ones are told as of a new one. When she may no longer be told (her part or her
account ended, she is kept out), nobody has it: that is asked when others look or take it, and the service writes it
down within the minute.

It stays inside the programme: whoever is told works at the family's own agency, may read how to reach people, and is
not kept out of this file. That is asked again each time somebody is told, takes it, or gets a letter.
"""

from django.db import migrations

from alongside.safekeeping.protection.verbs import service
from alongside.safekeeping.terms import Ability, Category

# The principal of the service. It has no ability and no category: a session of it sees nothing by itself.
SERVICE = "0190d0b0-0000-7000-8000-00000000a1e8"
CONTACT = int(Category.CONTACT)
ARRANGE = int(Ability.ARRANGE_TEAMS)
# How long an alert may be silent in each state, where a protocol does not say otherwise (``rules/watching.py``).
USUAL_MINUTES, USUAL_HOURS_TO_FOLLOW_UP, USUAL_HOURS_TO_CLOSE = 15, 4, 48
READERS = "alongside_app, alongside_worker"

# Whoever was told sees the alert and its steps, whatever else she is let into, and so does whoever arranges teams while
# nobody has it; what was written about her is for the one who has it. Not kept out stays above all: the restrictive
# policy of ``Protect`` holds for these too.
HERS = f"""
create policy told_of_it on assessment_alert for select to {READERS}
  using (id = any ((select safekeeping.told_of())::uuid[]));
create policy nobody_has_it on assessment_alert for select to {READERS} using (
  closed_at is null and agency = (select safekeeping.my_agency())
  and (with_colleague is null or id = any ((select safekeeping.fallen_back())::uuid[]))
  and (select safekeeping.can({ARRANGE})));
create policy of_the_alert on assessment_alertstep for select to {READERS} using (exists (
  select from assessment_alert a where a.id = assessment_alertstep.alert_id
     and (assessment_alertstep.words = '' or a.with_colleague = (select safekeeping.me()))));
"""

KEEPER = """
grant select, insert on assessment_alert, assessment_alertstep to alongside_keeper;
grant update (state, with_colleague, answer_by, confirmed, answer_id, closed_at) on assessment_alert
  to alongside_keeper;
grant update (mailed_at, tries) on assessment_alertstep to alongside_keeper;
grant select (id, family_id, subject, category, occasion_id, item, standing, value, words, late, superseded_at, recorded_by)
  on assessment_answer to alongside_keeper;
grant select (id, family_id, sitting_id, instrument, definition_id, "on") on assessment_occasion to alongside_keeper;
grant select (agency, colleague_id, during, ended_at) on assessment_dutyshift to alongside_keeper;
grant select (agency, colleague_id, place, active) on assessment_escalationcontact to alongside_keeper;
grant select (id, agency, instrument, minutes_to_answer, hours_to_follow_up, hours_to_close, recorded_at)
  on assessment_protocol to alongside_keeper;
grant select (person_id, family_id) on families_woman to alongside_keeper;
grant select (id, family_id, woman_id, child_id) on families_dyad to alongside_keeper;
grant select (id, document) on instruments_definition to alongside_keeper;
create policy keeper on assessment_alert to alongside_keeper using (true) with check (true);
create policy keeper on assessment_alertstep to alongside_keeper using (true) with check (true);
create policy keeper on assessment_answer for select to alongside_keeper using (true);
create policy keeper on assessment_occasion for select to alongside_keeper using (true);
create policy keeper on assessment_dutyshift for select to alongside_keeper using (true);
create policy keeper on assessment_escalationcontact for select to alongside_keeper using (true);
create policy keeper on assessment_protocol for select to alongside_keeper using (true);
create policy keeper_of_alerts on families_woman for select to alongside_keeper using (true);
create policy keeper_of_alerts on families_dyad for select to alongside_keeper using (true);
create policy keeper_of_alerts on instruments_definition for select to alongside_keeper using (true);
"""

WHO = f"""
-- May this colleague be told about somebody of this family? She works at the family's agency today, can sign in, reads
-- how to reach people, and is not kept out of this file.
create function safekeeping.may_be_told(p_colleague uuid, p_agency uuid, p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.safekeeping_principal p
                   join public.safekeeping_capacity c on c.principal = p.id and c.valid @> statement_timestamp()
                    and (c.categories >> {CONTACT}) & 1 = 1
                  where p.id = p_colleague and p.active and p.kind = 'staff' and p.agency = p_agency
                    and not exists (select from public.accounts_user u where u.id = p.account and not u.is_active))
     and exists (select from public.families_family f where f.id = p_family and f.agency_id = p_agency)
     and not exists (select from public.safekeeping_exclusion x
                      where x.principal = p_colleague and x.family = p_family and x.lifted_at is null)
$$;

-- Who is told about a family, in order: on duty now, then the list. Place 0 is on duty.
create function safekeeping.watchers(p_agency uuid, p_family uuid) returns table (colleague uuid, place int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select w.colleague, min(w.place)::int from (
    select d.colleague_id as colleague, 0 as place from public.assessment_dutyshift d
     where d.agency = p_agency and d.during @> statement_timestamp() and d.ended_at is null
    union all
    select e.colleague_id, 1 + e.place from public.assessment_escalationcontact e
     where e.agency = p_agency and e.active) w
   where safekeeping.may_be_told(w.colleague, p_agency, p_family)
   group by w.colleague order by 2, 1
$$;

-- When nobody of them answers: everybody who arranges teams, too.
create function safekeeping.everybody_to_tell(p_agency uuid, p_family uuid) returns table (colleague uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select w.colleague from safekeeping.watchers(p_agency, p_family) w
  union
  select p.id from public.safekeeping_principal p
    join public.safekeeping_capacity c on c.principal = p.id and c.valid @> statement_timestamp()
     and (c.abilities >> {ARRANGE}) & 1 = 1
   where p.agency = p_agency and safekeeping.may_be_told(p.id, p_agency, p_family)
$$;

-- Alerts that are with me, and open ones of which I was told.
create function safekeeping.told_of() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(a.id), '{{}}') from public.assessment_alert a
   where a.with_colleague = safekeeping.me()
      or (a.closed_at is null and exists (select from public.assessment_alertstep s
                                           where s.alert_id = a.id and s."to" = safekeeping.me()))
$$;

-- I am let into this (and not kept out), to read it or to write about it.
create function safekeeping.let_into(p_family uuid, p_subject uuid, p_category int, p_write boolean) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.open_to_me(p_family, p_subject, null, p_category, null) and exists (
    select from public.safekeeping_cell c
     where c.principal = safekeeping.me() and c.family = p_family and c.subject in (p_family, p_subject)
       and c.reach in ('file', 'children', 'one')
       and c.valid @> statement_timestamp()
       and case when p_write then (c.writes & safekeeping.my_writes()) >> p_category & 1 = 1
                else (c.categories & safekeeping.my_categories()) >> p_category & 1 = 1 end)
$$;

-- How long an alert may be silent in a state: until the next one is told, or until whoever has it is asked.
create function safekeeping.time_to_answer(p_agency uuid, p_instrument text, p_state text) returns interval
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select case p_state when 'raised' then make_interval(mins => p.minutes_to_answer)
                        when 'taken' then make_interval(hours => p.hours_to_follow_up)
                        else make_interval(hours => p.hours_to_close) end
      from public.assessment_protocol p
     where p.agency = p_agency and p.instrument in (p_instrument, '')
     order by p.instrument = '', p.recorded_at desc, p.id desc limit 1),
    case p_state when 'raised' then make_interval(mins => {USUAL_MINUTES})
                 when 'taken' then make_interval(hours => {USUAL_HOURS_TO_FOLLOW_UP})
                 else make_interval(hours => {USUAL_HOURS_TO_CLOSE}) end)
$$;

-- By when something is said about it, once it is in this state.
create function safekeeping.answer_by(a public.assessment_alert, p_state text) returns timestamptz
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select statement_timestamp() + safekeeping.time_to_answer(a.agency,
    (select o.instrument from public.assessment_occasion o where o.id = a.occasion_id), p_state)
$$;

-- Open alerts of my agency whose holder may no longer be told: her part or her account ended, or she is kept out.
-- Nobody has them, whatever their row says until the service comes by.
create function safekeeping.fallen_back() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(a.id), '{{}}') from public.assessment_alert a
   where a.closed_at is null and a.with_colleague is not null and a.agency = safekeeping.my_agency()
     and not safekeeping.may_be_told(a.with_colleague, a.agency, a.family_id)
$$;
"""

TELLING = f"""
-- One thing that happened to an alert. A device whose token is dead is nobody any more: what it brings is said to come
-- from the sitting that answered (0006_after_the_end).
create function safekeeping.alert_step(a public.assessment_alert, p_verb text, p_to uuid, p_words text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.assessment_alertstep
    (id, family_id, subject, category, alert_id, verb, "to", words, tries, recorded_at, recorded_by)
  values (uuidv7(), a.family_id, a.subject, a.category, a.id, p_verb, p_to, p_words, 0, clock_timestamp(),
          coalesce(safekeeping.me(), (select n.recorded_by from public.assessment_answer n where n.id = a.answer_id)))
$$;

-- She may know who this is, and how to reach her safely; nothing else, and nothing to change.
create function safekeeping.let_in_to_reach_her(a public.assessment_alert, p_to uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  select p_to, a.family_id, w.person_id, 'one', 1 << {CONTACT}, 0, tstzrange(statement_timestamp(), null), a.id
    from public.families_woman w
   where w.family_id = a.family_id
     and (w.person_id = a.subject or exists (select from public.families_dyad d where d.family_id = a.family_id
            and d.woman_id = w.person_id and a.subject in (d.id, d.child_id)))
     and not exists (select from public.safekeeping_cell c
                      where c.basis = a.id and c.principal = p_to and c.subject = w.person_id and upper_inf(c.valid))
$$;

-- What an alert opened ends: for everybody but ``p_but``.
create function safekeeping.end_what_it_opened(p_alert uuid, p_but uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.safekeeping_cell set valid = tstzrange(lower(valid), greatest(lower(valid), statement_timestamp()))
   where basis = p_alert and upper_inf(valid) and not isempty(valid) and principal is distinct from p_but
$$;

-- Tell one person: the alert is with her until somebody takes it.
create function safekeeping.hand_alert(p_alert uuid, p_to uuid, p_verb text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare a public.assessment_alert;
begin
  update public.assessment_alert x
     set state = 'raised', with_colleague = p_to, answer_by = safekeeping.answer_by(x, 'raised')
   where x.id = p_alert returning * into a;
  perform safekeeping.alert_step(a, p_verb, p_to, '');
  perform safekeeping.let_in_to_reach_her(a, p_to);
end $$;

-- Tell everybody who may be told: nobody has it until one of them takes it. Returns how many were told.
create function safekeeping.tell_everybody(p_alert uuid) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare a public.assessment_alert; v_to uuid; v_count int := 0;
begin
  update public.assessment_alert set state = 'raised', with_colleague = null where id = p_alert returning * into a;
  for v_to in select e.colleague from safekeeping.everybody_to_tell(a.agency, a.family_id) e loop
    perform safekeeping.alert_step(a, 'escalated', v_to, '');
    v_count := v_count + 1;
  end loop;
  if v_count > 0 then
    update public.assessment_alert x set answer_by = safekeeping.answer_by(x, 'raised') where x.id = p_alert;
  end if;
  return v_count;
end $$;

-- The next person who was not told yet; when each of them was, everybody again. Returns how many were told.
create function safekeeping.tell_next(p_alert uuid) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare a public.assessment_alert; v_next uuid; v_first boolean;
begin
  select * into a from public.assessment_alert where id = p_alert;
  select w.colleague into v_next from safekeeping.watchers(a.agency, a.family_id) w
   where not exists (select from public.assessment_alertstep s where s.alert_id = p_alert and s."to" = w.colleague)
   order by w.place limit 1;
  if v_next is null then return safekeeping.tell_everybody(p_alert); end if;
  v_first := not exists (select from public.assessment_alertstep s where s.alert_id = p_alert and s."to" is not null);
  perform safekeeping.hand_alert(p_alert, v_next, case when v_first then 'told' else 'escalated' end);
  return 1;
end $$;
"""

RAISING = """
-- An answer was saved of which somebody must know. Whoever saved it says so: she herself, or the worker who asked.
-- Returns true when somebody has to be told now.
create function safekeeping.raise_alert(p_answer uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.assessment_answer x
                  where x.id = p_answer and x.superseded_at is null and x.recorded_by = safekeeping.me()
                    and x.family_id <> all (safekeeping.my_exclusions())) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return safekeeping.alert_about(p_answer);
end $$;

-- The question must be one that is watched. For the same question of the same occasion there is one open alert.
create function safekeeping.alert_about(p_answer uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare n record; a public.assessment_alert;
begin
  select x.id, x.family_id, x.subject, x.category, x.occasion_id, x.item, x.recorded_by, f.agency_id into n
    from public.assessment_answer x
    join public.assessment_occasion o on o.id = x.occasion_id
    join public.families_family f on f.id = x.family_id
    join public.instruments_definition d on d.id = o.definition_id
   where x.id = p_answer and x.standing = 'answered'
     and d.document::jsonb -> 'scoring' -> 'critical' @> jsonb_build_array(jsonb_build_object('item', x.item));
  if n.id is null then raise exception 'not allowed' using errcode = '42501'; end if;
  perform pg_advisory_xact_lock(hashtextextended(n.occasion_id::text || ' ' || n.item, 0));
  if exists (select from public.assessment_alert x where x.answer_id = p_answer) then return false; end if;
  update public.assessment_alert x set confirmed = null, answer_id = p_answer
   where x.occasion_id = n.occasion_id and x.item = n.item and x.closed_at is null returning * into a;
  if a.id is not null then  -- she gave another such answer while somebody has the first
    perform safekeeping.alert_step(a, 'raised', null, '');
    if a.state = 'raised' then return false; end if;
    -- Somebody has it or followed it up already: she hears of the new one as of the first, or the next person does.
    if safekeeping.may_be_told(a.with_colleague, a.agency, a.family_id) then
      perform safekeeping.hand_alert(a.id, a.with_colleague, 'told');
    else
      perform safekeeping.tell_next(a.id);
    end if;
    return true;
  end if;
  insert into public.assessment_alert
    (id, family_id, subject, category, agency, occasion_id, answer_id, item, state, answer_by, recorded_at, recorded_by)
  values (uuidv7(), n.family_id, n.subject, n.category, n.agency_id, n.occasion_id, n.id, n.item, 'raised',
          statement_timestamp(), statement_timestamp(), n.recorded_by)
  returning * into a;
  perform safekeeping.alert_step(a, 'raised', null, '');
  perform safekeeping.tell_next(a.id);
  return true;
end $$;

-- She confirmed the answer when asked once, or took it back. The alert says so, and a person closes it.
create function safekeeping.alert_heard(p_answer uuid, p_confirmed boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); n record; a public.assessment_alert;
begin
  select x.id, x.occasion_id, x.item into n from public.assessment_answer x
   where x.id = p_answer and x.superseded_at is null and x.family_id <> all (safekeeping.my_exclusions())
     and (x.recorded_by = v_me
          or exists (select from public.assessment_occasion o where o.id = x.occasion_id and o.sitting_id = v_me)
          or safekeeping.let_into(x.family_id, x.subject, x.category, true));
  if v_me is null or n.id is null then raise exception 'not allowed' using errcode = '42501'; end if;
  for a in update public.assessment_alert set confirmed = p_confirmed
            where occasion_id = n.occasion_id and item = n.item and closed_at is null
              and confirmed is distinct from p_confirmed returning * loop
    perform safekeeping.alert_step(a, case when p_confirmed then 'confirmed' else 'taken_back' end, null, '');
  end loop;
end $$;
"""

ANSWERING = f"""
-- Somebody has it who may still be told.
create function safekeeping.somebody_has(a public.assessment_alert) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.with_colleague is not null and safekeeping.may_be_told(a.with_colleague, a.agency, a.family_id)
$$;

-- May I take this alert, or pass it on? Somebody was told of it, arranges teams while nobody has it, or writes about
-- her.
create function safekeeping.may_answer(a public.assessment_alert) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(safekeeping.may_be_told(safekeeping.me(), a.agency, a.family_id) and (
      a.id = any (safekeeping.told_of())
      or (safekeeping.can({ARRANGE}) and not safekeeping.somebody_has(a))
      or safekeeping.let_into(a.family_id, a.subject, a.category, true)), false)
$$;

-- "I have it": nobody else is told from now on. Answers done, with_another or closed.
create function safekeeping.take_alert(p_alert uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); a public.assessment_alert;
begin
  select * into a from public.assessment_alert where id = p_alert for update;
  if v_me is null or a.id is null or not safekeeping.may_answer(a) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if a.closed_at is not null then return 'closed'; end if;
  if a.state <> 'raised' and a.with_colleague = v_me then return 'done'; end if;
  if a.state <> 'raised' and safekeeping.somebody_has(a) then return 'with_another'; end if;
  update public.assessment_alert x
     set state = 'taken', with_colleague = v_me, answer_by = safekeeping.answer_by(x, 'taken') where x.id = p_alert;
  perform safekeeping.alert_step(a, 'taken', null, '');
  perform safekeeping.let_in_to_reach_her(a, v_me);
  perform safekeeping.end_what_it_opened(p_alert, v_me);
  return 'done';
end $$;

-- What was done, in words: followed_up, or closed. Only by whoever has it. Answers done, with_another or closed.
create function safekeeping.say_what_was_done(p_alert uuid, p_verb text, p_words text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); a public.assessment_alert;
begin
  select * into a from public.assessment_alert where id = p_alert for update;
  if v_me is null or a.id is null or p_verb not in ('followed_up', 'closed') or btrim(p_words) = ''
     or not safekeeping.may_answer(a) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if a.closed_at is not null then return 'closed'; end if;
  if a.with_colleague is distinct from v_me then return 'with_another'; end if;
  perform safekeeping.alert_step(a, p_verb, null, p_words);
  update public.assessment_alert x
     set state = p_verb, answer_by = case when p_verb = 'closed' then x.answer_by else safekeeping.answer_by(x, p_verb) end,
         closed_at = case when p_verb = 'closed' then statement_timestamp() end
   where x.id = p_alert;
  perform safekeeping.end_what_it_opened(p_alert, case when p_verb = 'closed' then null else v_me end);
  return 'done';
end $$;

-- Whoever has it gives it to somebody of the programme; so may whoever writes about her and arranges teams, when the
-- one who has it cannot go on. Answers done, with_another, not_to_her or closed.
create function safekeeping.pass_alert(p_alert uuid, p_to uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); a public.assessment_alert;
begin
  select * into a from public.assessment_alert where id = p_alert for update;
  if v_me is null or a.id is null or not safekeeping.may_answer(a) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if a.closed_at is not null then return 'closed'; end if;
  if a.with_colleague is distinct from v_me and not (safekeeping.can({ARRANGE})
      and (not safekeeping.somebody_has(a) or safekeeping.let_into(a.family_id, a.subject, a.category, true))) then
    return 'with_another';
  end if;
  if not safekeeping.may_be_told(p_to, a.agency, a.family_id) then return 'not_to_her'; end if;
  perform safekeeping.hand_alert(p_alert, p_to, 'escalated');
  return 'done';
end $$;

-- The question and her answer to it, and no other answer: for whoever has an open alert or was told of it while
-- nobody has taken it, and for those who may read it anyway.
create function safekeeping.alert_answer(p_alert uuid)
returns table (definition uuid, instrument text, item text, value numeric, words text, "on" date, late boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.definition_id, o.instrument, n.item, n.value, n.words, o."on", n.late
    from public.assessment_alert a
    join public.assessment_answer n on n.id = a.answer_id
    join public.assessment_occasion o on o.id = a.occasion_id
   where a.id = p_alert and a.family_id <> all (safekeeping.my_exclusions())
     and not safekeeping.sealed(a.family_id, array[a.subject, a.id, a.occasion_id, o.sitting_id])
     and ((a.closed_at is null and safekeeping.may_be_told(safekeeping.me(), a.agency, a.family_id)
           and (a.with_colleague = safekeeping.me()
            or (a.state = 'raised' and a.id = any (safekeeping.told_of()))))
          or safekeeping.let_into(a.family_id, a.subject, a.category, false))
$$;
"""

SERVING = """
-- Each minute: what nobody has taken in time goes to the next person. What somebody took and then said nothing about
-- comes back to her first; when she does not take it again, it goes on like any other. What is with somebody who may no
-- longer be told (she left, she was kept out), and what nobody has while somebody new is on duty, goes on at once. The
-- service "watch" alone. Returns how many were told.
create function safekeeping.escalate_alerts() returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare a record; v_count int := 0;
begin
  if not safekeeping.serving('watch') then raise exception 'not allowed' using errcode = '42501'; end if;
  for a in select x.id, x.with_colleague,
                  x.state <> 'raised' and safekeeping.somebody_has(x) as has_it from public.assessment_alert x
            where x.closed_at is null and (
                  x.answer_by <= statement_timestamp()
               or (x.with_colleague is not null
                   and not safekeeping.may_be_told(x.with_colleague, x.agency, x.family_id))
               or (x.with_colleague is null and exists (select from safekeeping.watchers(x.agency, x.family_id) w
                    where not exists (select from public.assessment_alertstep s
                                       where s.alert_id = x.id and s."to" = w.colleague))))
            order by x.recorded_at for update loop
    if a.has_it then
      perform safekeeping.hand_alert(a.id, a.with_colleague, 'reminded');
      v_count := v_count + 1;
    else
      v_count := v_count + safekeeping.tell_next(a.id);
    end if;
  end loop;
  return v_count;
end $$;

-- Is there anything open at all? So that the service need not sign in each minute for nothing.
create function safekeeping.something_open() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.assessment_alert where closed_at is null)
$$;

-- Letters that are still to go: one for each person, an address and nothing else; those that failed least first.
create function safekeeping.watch_letters() returns table (steps uuid[], address text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.serving('watch') then raise exception 'not allowed' using errcode = '42501'; end if;
  return query
    select array_agg(s.id), u.email::text
      from public.assessment_alertstep s
      join public.assessment_alert a on a.id = s.alert_id and a.closed_at is null and a.state = 'raised'
       and (a.with_colleague is null or a.with_colleague = s."to")
      join public.safekeeping_principal p on p.id = s."to"
      join public.accounts_user u on u.id = p.account
     where s.mailed_at is null and safekeeping.may_be_told(p.id, a.agency, a.family_id)
     group by u.email order by min(s.tries), min(s.recorded_at) limit 100;
end $$;

create function safekeeping.letter_went(p_steps uuid[], p_sent boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.serving('watch') then raise exception 'not allowed' using errcode = '42501'; end if;
  update public.assessment_alertstep
     set tries = least(tries + 1, 30000), mailed_at = case when p_sent then statement_timestamp() end
   where id = any (p_steps) and mailed_at is null;
end $$;
"""

_SEED = service(SERVICE, "watch")

APP = ("raise_alert(uuid)", "alert_heard(uuid, boolean)", "take_alert(uuid)", "say_what_was_done(uuid, text, text)",
       "pass_alert(uuid, uuid)", "alert_answer(uuid)", "told_of()", "fallen_back()")  # fmt: skip
WORKER = ("something_open()", "escalate_alerts()", "watch_letters()", "letter_went(uuid[], boolean)")
INSIDE = ("may_be_told(uuid, uuid, uuid)", "watchers(uuid, uuid)", "everybody_to_tell(uuid, uuid)",
          "let_into(uuid, uuid, int, boolean)", "time_to_answer(uuid, text, text)",
          "answer_by(public.assessment_alert, text)", "somebody_has(public.assessment_alert)",
          "alert_about(uuid)", "alert_step(public.assessment_alert, text, uuid, text)", "let_in_to_reach_her(public.assessment_alert, uuid)",
          "end_what_it_opened(uuid, uuid)", "hand_alert(uuid, uuid, text)", "tell_everybody(uuid)", "tell_next(uuid)",
          "may_answer(public.assessment_alert)")  # fmt: skip


def _grants() -> str:
    every = (*APP, *WORKER, *INSIDE)
    lines = [f"revoke all on function safekeeping.{name} from public;" for name in every]
    lines += [
        f"grant execute on function safekeeping.{name} to {READERS}, alongside_small, alongside_report,"
        " alongside_loader;"
        for name in APP
    ]
    lines += [f"grant execute on function safekeeping.{name} to alongside_worker, alongside_loader;" for name in WORKER]
    lines += [f"grant execute on function safekeeping.{name} to alongside_keeper;" for name in every]
    lines += [f"alter function safekeeping.{name} owner to alongside_keeper;" for name in every]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_wall"), ("families", "0002_wall"), ("instruments", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + _SEED
            + WHO
            + TELLING
            + RAISING
            + ANSWERING
            + SERVING
            + HERS
            + KEEPER
            + _grants(),
            migrations.RunSQL.noop,
        )
    ]
