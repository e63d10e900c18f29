"""Contacts and promises behind the wall, and the one thing the nightly service may do.

A contact is corrected by a further one, never overwritten: only the mark that a correction exists may be set.

``note_quiet`` belongs to the keeper and works for the service "quiet-notice" alone (and the loader). The keeper's own
policies on the tables it reads ask the same question, so that no other function of the keeper sees a contact or a state
through them; of a contact it is granted the columns family, day and whether we met, never a word that was written.
"""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Within
from alongside.safekeeping.protection.verbs import service
from alongside.safekeeping.terms import Reach

# The principal of the service. It has no ability and no category: a session of it sees nothing by itself.
SERVICE = "0190d0b0-0000-7000-8000-00000000a1e7"

QUIET = f"""
{service(SERVICE, "quiet-notice")}
grant select (id, family_id, "on", reached, superseded_at) on care_contact to alongside_keeper;
create policy quiet_notice on care_contact for select to alongside_keeper
  using ((select safekeeping.serving('quiet-notice')));
grant select (id, first_contact_on) on enrolment_enrolment to alongside_keeper;
create policy quiet_notice on enrolment_enrolment for select to alongside_keeper
  using ((select safekeeping.serving('quiet-notice')));
grant select (id, family_id, person_id, enrolment_id, state, from_on, recorded_at), insert
  on enrolment_statechange to alongside_keeper;
create policy quiet_notice on enrolment_statechange for select to alongside_keeper
  using ((select safekeeping.serving('quiet-notice')));
create policy quiet_notice_add on enrolment_statechange for insert to alongside_keeper
  with check (state = 'quiet' and because = 'no_contact' and (select safekeeping.serving('quiet-notice')));

-- Everybody we have not met for the programme's number of days is "quiet for now" from the day on which that was so.
-- Nothing else happens: nothing closes, no place is freed, no team ends. Reads days of meeting alone.
create function safekeeping.note_quiet(p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := safekeeping.me(); v_days int; v_count int;
begin
  if not safekeeping.serving('quiet-notice') then raise exception 'not allowed' using errcode = '42501'; end if;
  perform pg_advisory_xact_lock(hashtext('alongside quiet-notice'));
  select p.quiet_after_days into v_days from public.agencies_programme p;
  insert into public.enrolment_statechange
    (id, family_id, person_id, enrolment_id, state, because, from_on, her_words, recorded_at, recorded_by)
  select uuidv7(), s.family_id, s.person_id, s.enrolment_id, 'quiet', 'no_contact', seen.day + v_days, '',
         statement_timestamp(), coalesce(v_me, '{SERVICE}')
    from (select distinct on (x.enrolment_id) x.family_id, x.person_id, x.enrolment_id, x.state, x.from_on
            from public.enrolment_statechange x where x.from_on <= p_on
           order by x.enrolment_id, x.from_on desc, x.recorded_at desc, x.id desc) s
    join public.enrolment_enrolment e on e.id = s.enrolment_id
    cross join lateral (
      select greatest(s.from_on, e.first_contact_on, (
        select max(c."on") from public.care_contact c
         where c.family_id = s.family_id and c.reached = 'met' and c.superseded_at is null and c."on" <= p_on
      )) as day) seen
   where s.state in ('active', 'getting_to_know') and seen.day + v_days <= p_on;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

revoke all on function safekeeping.note_quiet(date) from public;
grant execute on function safekeeping.note_quiet(date) to alongside_worker, alongside_loader;
alter function safekeeping.note_quiet(date) owner to alongside_keeper;
"""

# Of whom something was said to speak is not unsaid: for our own people it still does, for those outside nobody has said.
NAMED = """
create function safekeeping.still_named() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.about := array_append(array_remove(old.about, null), null);
  return new;
end $$;
create trigger still_named before update of about on care_contact for each row
  when (new.about is null and cardinality(old.about) > 0) execute function safekeeping.still_named();
create trigger still_named before update of about on care_promise for each row
  when (new.about is null and cardinality(old.about) > 0) execute function safekeeping.still_named();
revoke all on function safekeeping.still_named() from public;
"""

SHARED = (Reach.GUARDIAN, Reach.OUTSIDE)
SOMEBODY = ("families_person.id", "families_dyad.id")


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial"), ("families", "0002_wall"), ("enrolment", "0002_wall")]
    operations = [
        Protect(
            "care_contact", subject="subject", category="category", change=("superseded_at", "about", "released_on"),
            also_to=SHARED, about="about", released="released_on",
        ),
        Protect(
            "care_promise", subject="subject", category="category", change=("state", "settled_on", "about"),
            also_to=SHARED, about="about",
        ),
        Within("care_contact", subject=SOMEBODY),
        Within("care_promise", subject=SOMEBODY),
        migrations.RunSQL(
            "set check_function_bodies = off;" + QUIET + NAMED,
            "drop function safekeeping.still_named cascade; drop function safekeeping.note_quiet; drop policy quiet_notice on care_contact;"
            " drop policy quiet_notice on enrolment_enrolment; drop policy quiet_notice on enrolment_statechange;"
            " drop policy quiet_notice_add on enrolment_statechange;",
        ),
    ]  # fmt: skip
