"""What happens to a sitting besides its ordinary course: an answer that comes late, a measure begun anew, and the end of
every sitting that somebody began who is no longer here or was kept out.

An answer never gets lost because a form was closed: she may have pressed "Stop" while it was on its way, a colleague may
have put the questions away, another device may have taken over, the token may have grown too old. The device is then
nobody any more and reads nothing; ``keep_late_answer`` alone still takes a word from it, for a day, and only about the
questions that lay open in its sitting. That answer is kept beside the others (``late``: it never stands, so nothing counts
it), and if it is one of which somebody must know, somebody is told.
"""

from django.db import migrations

from alongside.safekeeping.terms import Ability

WORKS = int(Ability.WORK_WITH_FAMILIES)
TOKEN = "sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))"
A_DAY = "interval '24 hours'"

KEEPER = """
grant select (sitting_id, key, recorded_at) on assessment_answer to alongside_keeper;
grant insert (id, family_id, subject, category, occasion_id, item, standing, value, words, she_corrected, sitting_id, key,
  late, superseded_at, recorded_at, recorded_by) on assessment_answer to alongside_keeper;
create policy keeper_keeps on assessment_answer for insert to alongside_keeper with check (late);
grant select (sitting_id, occasion_id, family_id, subject, category, place) on assessment_sittingpart to alongside_keeper;
grant insert on assessment_sittingpart to alongside_keeper;
create policy keeper on assessment_sittingpart to alongside_keeper using (true) with check (true);
grant select (language) on assessment_sitting to alongside_keeper;
grant update (ended_at, "end") on assessment_sitting to alongside_keeper;
create policy keeper_ends on assessment_sitting for update to alongside_keeper using (true) with check (true);
grant insert (definition_id, sitting_id) on assessment_occasion to alongside_keeper;
grant update (begun_anew_id, sitting_id) on assessment_occasion to alongside_keeper;
create policy anew_add on assessment_occasion for insert to alongside_keeper with check (state = 'offered');
create policy anew_change on assessment_occasion for update to alongside_keeper using (true) with check (begun_anew_id is not null);
grant insert on assessment_occasionstep to alongside_keeper;
create policy keeper_adds on assessment_occasionstep for insert to alongside_keeper with check (true);
"""

LATE = f"""
-- In which sitting this question lay open for whoever speaks: a device by its token, dead for less than a day or alive;
-- or somebody who may write about her and asks in her own session. Nothing for anybody else.
create function safekeeping.late_sitting(p_sitting uuid, p_occasion uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id
    from public.assessment_sittingpart p join public.assessment_sitting t on t.id = p.sitting_id
   where p.occasion_id = p_occasion
     and (exists (
           select from public.safekeeping_session s
             join public.safekeeping_principal k on k.id = s.principal and k.kind = 'sitting'
            where s.token_hash = {TOKEN} and s.principal = t.id
              and least(s.ended_at, s.expires_at, s.last_seen_at + s.idle_limit, t.ended_at)
                  > statement_timestamp() - {A_DAY})
       or (t.id = p_sitting and safekeeping.can({WORKS})
           and (t.ended_at is null or t.ended_at > statement_timestamp() - {A_DAY})
           and safekeeping.let_into(p.family_id, p.subject, p.category, true)))
$$;

-- What is needed to read such an answer: the measure's own text, which is about nobody, and the language it was asked in.
create function safekeeping.late_question(p_sitting uuid, p_occasion uuid)
returns table (document text, language text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.document, t.language
    from public.assessment_sitting t, public.assessment_occasion o
    join public.instruments_definition d on d.id = o.definition_id
   where t.id = safekeeping.late_sitting(p_sitting, p_occasion) and o.id = p_occasion
$$;

-- Keep it beside the others, and tell somebody if it is such an answer (p_tells). The same answer that comes again is one
-- row: the newest to this question says it already, or it came before with its key.
create function safekeeping.keep_late_answer(
  p_sitting uuid, p_occasion uuid, p_item text, p_standing text, p_value numeric, p_words text, p_key uuid, p_tells boolean)
returns table (told boolean, again boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_sitting uuid := safekeeping.late_sitting(p_sitting, p_occasion);
  v_by uuid := coalesce(safekeeping.me(), v_sitting); v_new uuid := uuidv7(); o record; n record; v_raised boolean;
begin
  if v_sitting is null or p_standing not in ('answered', 'prefer_not', 'not_applicable', 'cleared') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('late ' || p_occasion || ' ' || p_item, 0));
  select x.id, x.family_id, x.subject, x.category into o from public.assessment_occasion x where x.id = p_occasion;
  select x.standing, x.value, x.words into n from public.assessment_answer x
   where x.occasion_id = o.id and x.item = p_item and (x.late or x.superseded_at is null)
   order by x.recorded_at desc, x.id desc limit 1;
  again := (n.standing, n.value, n.words) is not distinct from (p_standing, p_value, p_words)
    or exists (select from public.assessment_answer x
                where x.key = p_key and x.occasion_id = o.id and x.item = p_item
                  and (x.standing, x.value, x.words) is not distinct from (p_standing, p_value, p_words));
  if again then
    told := p_tells and exists (select from public.assessment_alert a where a.occasion_id = o.id and a.item = p_item);
    return next;
    return;
  end if;
  insert into public.assessment_answer
    (id, family_id, subject, category, occasion_id, item, standing, value, words, she_corrected, sitting_id, key, late,
     superseded_at, recorded_at, recorded_by)
  values (v_new, o.family_id, o.subject, o.category, o.id, p_item, p_standing, p_value, p_words, false, v_sitting,
          case when exists (select from public.assessment_answer x where x.key = p_key) then uuidv7() else p_key end, true,
          statement_timestamp(), statement_timestamp(), v_by);
  v_raised := p_tells and safekeeping.alert_about(v_new);
  told := p_tells;
  perform safekeeping.append_trail(
    jsonb_build_array(jsonb_build_object(
      'verb', 'late answer kept', 'family', o.family_id, 'subject', o.subject,
      'detail', jsonb_build_object('occasion', o.id)))
    || case when v_raised then jsonb_build_array(jsonb_build_object(
      'verb', 'alert raised', 'family', o.family_id, 'subject', o.subject,
      'detail', jsonb_build_object('item', p_item))) else '[]'::jsonb end, v_by);
  return next;
end $$;
"""

ANEW = """
-- She would rather answer a measure anew than go on with what she said long ago: that stays as it was, left unfinished,
-- and a fresh one lies open in its place. By the device it lies open on, or by whoever asks her.
create function safekeeping.begin_anew(p_sitting uuid, p_occasion uuid, p_on date) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); v_new uuid := uuidv7(); o record;
begin
  select x.id, x.family_id, x.subject, x.category into o
    from public.assessment_occasion x join public.assessment_sitting t on t.id = x.sitting_id
   where x.id = p_occasion and t.id = p_sitting and t.ended_at is null and x.state in ('later', 'partly')
     and x.begun_anew_id is null for update of x;
  if v_me is null or o.id is null
     or not (v_me = p_sitting or safekeeping.let_into(o.family_id, o.subject, o.category, true)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.assessment_occasion
    (id, family_id, subject, category, instrument, definition_id, wave, "on", state, source, respondent, mode, coding, note,
     sitting_id, recorded_at, recorded_by)
  select v_new, x.family_id, x.subject, x.category, x.instrument, x.definition_id, x.wave, p_on, 'offered', x.source,
         x.respondent, x.mode, x.coding, '', p_sitting, statement_timestamp(), v_me
    from public.assessment_occasion x where x.id = o.id;
  insert into public.assessment_sittingpart
    (id, family_id, subject, category, sitting_id, occasion_id, place, recorded_at, recorded_by)
  select uuidv7(), o.family_id, o.subject, o.category, p_sitting, v_new, p.place, statement_timestamp(), v_me
    from public.assessment_sittingpart p where p.sitting_id = p_sitting and p.occasion_id = o.id;
  update public.assessment_occasion x set begun_anew_id = v_new, sitting_id = null where x.id = o.id;
  insert into public.assessment_occasionstep
    (id, family_id, subject, category, occasion_id, state, "on", words, recorded_at, recorded_by)
  values (uuidv7(), o.family_id, o.subject, o.category, v_new, 'offered', p_on, '', statement_timestamp(), v_me);
  return v_new;
end $$;
"""

ENDING = f"""
-- Every sitting somebody began (in one family, or in all) ends, and so does what is on its device, at the next statement.
create function safekeeping.end_sittings_of(p_colleague uuid, p_family uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.safekeeping_session s set ended_at = clock_timestamp()
    from public.assessment_sitting t
   where t.id = s.principal and t.recorded_by = p_colleague and s.ended_at is null
     and (p_family is null or t.family_id = p_family);
  update public.assessment_sitting t set ended_at = clock_timestamp(), "end" = 'closed'
   where t.recorded_by = p_colleague and t.ended_at is null and (p_family is null or t.family_id = p_family);
$$;

-- However it comes about: she is kept out, she has left, her account is switched off, no part of hers works with families.
create function safekeeping.kept_out_ends_sittings() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform safekeeping.end_sittings_of(new.principal, new.family);
  return new;
end $$;
create trigger kept_out_ends_sittings after insert or update of lifted_at on safekeeping_exclusion
  for each row when (new.lifted_at is null) execute function safekeeping.kept_out_ends_sittings();

create function safekeeping.leaving_ends_sittings() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform safekeeping.end_sittings_of(new.id, null);
  return new;
end $$;
create trigger leaving_ends_sittings after update of active on safekeeping_principal
  for each row when (old.active and not new.active) execute function safekeeping.leaving_ends_sittings();

create function safekeeping.closing_ends_sittings() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform safekeeping.end_sittings_of(p.id, null) from public.safekeeping_principal p where p.account = new.id;
  return new;
end $$;
create trigger closing_ends_sittings after update of is_active on accounts_user
  for each row when (old.is_active and not new.is_active) execute function safekeeping.closing_ends_sittings();

create function safekeeping.role_ends_sittings() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.safekeeping_capacity c
                  where c.principal = new.principal and (c.abilities >> {WORKS}) & 1 = 1
                    and c.valid @> clock_timestamp()) then
    perform safekeeping.end_sittings_of(new.principal, null);
  end if;
  return new;
end $$;
create trigger role_ends_sittings after update on safekeeping_capacity
  for each row when ((old.abilities >> {WORKS}) & 1 = 1) execute function safekeeping.role_ends_sittings();
"""

APP = ("late_question(uuid, uuid)", "keep_late_answer(uuid, uuid, text, text, numeric, text, uuid, boolean)",
       "begin_anew(uuid, uuid, date)")  # fmt: skip
INSIDE = ("late_sitting(uuid, uuid)", "end_sittings_of(uuid, uuid)")
TRIGGERS = ("kept_out_ends_sittings()", "leaving_ends_sittings()", "closing_ends_sittings()", "role_ends_sittings()")


def _grants() -> str:
    every = (*APP, *INSIDE, *TRIGGERS)
    lines = [f"revoke all on function safekeeping.{name} from public;" for name in every]
    lines += [f"grant execute on function safekeeping.{name} to alongside_app;" for name in APP]
    lines += [f"grant execute on function safekeeping.{name} to alongside_keeper;" for name in every]
    lines += [f"alter function safekeeping.{name} owner to alongside_keeper;" for name in every]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0005_development"),
        ("accounts", "0002_wall"),
        ("instruments", "0002_wall"),
        ("recordkeeping", "0002_trail"),
        ("safekeeping", "0002_wall"),
    ]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + KEEPER + LATE + ANEW + ENDING + _grants(), migrations.RunSQL.noop
        )
    ]
