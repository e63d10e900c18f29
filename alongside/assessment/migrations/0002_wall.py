"""Assessment behind the wall, and the one thing a device that was handed over may do.

A *sitting* is a principal of its own: a device in her hands is signed in as the sitting, which has no ability, no
category and no cell. It sees its own row, the occasions that lie open in it and their answers, by policies that compare
with ``safekeeping.me()``; everything else of the programme answers nothing. It adds answers, steps and scores to those
occasions, never to another one.
"""

from django.db import migrations

from alongside.safekeeping.protection import SIGNED_IN, Protect, Share, Within, can
from alongside.safekeeping.terms import Ability, Category

SUBJECT = ("families_person.id", "families_dyad.id")
ABOUT = {"subject": "subject", "category": "category"}
READERS = "alongside_app, alongside_worker"
ME = "(select safekeeping.me())"
KEEPS = can(Ability.KEEP_INSTRUMENTS)
ARRANGES = can(Ability.ARRANGE_TEAMS)
OWN_AGENCY = "agency = (select safekeeping.my_agency())"


def _of_us(table: str) -> str:
    """A row of one's own agency about a colleague of it."""
    return (
        f"{OWN_AGENCY} and exists (select from accounts_colleague k where k.id = {table}.colleague_id"
        f" and k.agency_id = {table}.agency)"
    )


# A sitting that is over shows what she said and takes nothing more.
GOES_ON = f"exists (select from assessment_sitting s where s.id = {ME} and s.ended_at is null)"


def _in_my_sitting(table: str) -> str:
    return f"exists (select from assessment_occasion o where o.id = {table}.occasion_id and o.sitting_id = {ME})"


def _as_its_occasion(table: str) -> str:
    """What belongs to an occasion is about the same family, subject and kind."""
    return (
        f"create policy as_its_occasion on {table} as restrictive for insert to {READERS} with check ("
        f"exists (select from assessment_occasion o where o.id = {table}.occasion_id and o.family_id = {table}.family_id"
        f" and o.subject = {table}.subject and o.category = {table}.category));"
    )


# Answers and scores are superseded, never rewritten: the one column that may be updated says when.
SITTING = (
    f"""
create policy mine on assessment_sitting for select to {READERS} using (id = {ME});
create policy mine_ends on assessment_sitting for update to {READERS} using (id = {ME}) with check (id = {ME});
create policy mine on assessment_sittingpart for select to {READERS} using (sitting_id = {ME});
create policy mine on assessment_occasion for select to {READERS} using (sitting_id = {ME});
create policy mine_goes_on on assessment_occasion for update to {READERS}
  using (sitting_id = {ME} and {GOES_ON}) with check (sitting_id = {ME});
"""
    + "".join(
        f"""
create policy mine on {table} for select to {READERS} using ({_in_my_sitting(table)});
create policy mine_add on {table} for insert to {READERS} with check ({_in_my_sitting(table)} and {GOES_ON});
{_as_its_occasion(table)}
"""
        for table in ("assessment_answer", "assessment_score", "assessment_occasionstep")
    )
    + "".join(
        f"create policy mine_superseded on {table} for update to {READERS}"
        f" using ({_in_my_sitting(table)} and {GOES_ON}) with check ({_in_my_sitting(table)});\n"
        for table in ("assessment_answer", "assessment_score")
    )
)

# A sitting begins when somebody who may write in this file starts it; the token is the device's alone. The sitting's
# session lasts a few hours at most and can do nothing but what the policies above say. An id that already means
# somebody or something else never becomes a sitting: the token would be hers.
TOKENS = """
create function safekeeping.may_sit(p_sitting uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.can(0) and exists (
    select from public.assessment_sitting s
      join public.safekeeping_cell c on c.principal = safekeeping.me() and c.family = s.family_id
       and c.subject in (s.family_id, s.woman_id) and c.valid @> statement_timestamp() and (c.writes >> 1) & 1 = 1
     where s.id = p_sitting and s.family_id <> all (safekeeping.my_exclusions()))
$$;

create function safekeeping.open_sitting(p_hash bytea, p_sitting uuid, p_lasts interval) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_until timestamptz := clock_timestamp() + least(p_lasts, interval '4 hours'); v_me uuid := safekeeping.me();
begin
  -- Never longer than whoever hands it over may work with families herself.
  select least(v_until, case when bool_or(upper_inf(c.valid)) then null else max(upper(c.valid)) end) into v_until
    from public.safekeeping_capacity c
   where c.principal = v_me and c.abilities & 1 = 1 and c.valid @> statement_timestamp();
  if v_me is null or not safekeeping.may_sit(p_sitting) or not exists (
      select from public.assessment_sitting s
       where s.id = p_sitting and s.ended_at is null and s.recorded_by = v_me) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.safekeeping_principal (id, agency, kind, name, active)
  values (p_sitting, safekeeping.my_agency(), 'sitting', '', true) on conflict (id) do nothing;
  insert into public.safekeeping_capacity (id, principal, abilities, categories, writes, valid)
  values (p_sitting, p_sitting, 0, 0, 0, tstzrange(statement_timestamp(), v_until)) on conflict (id) do update
    set valid = excluded.valid where safekeeping_capacity.principal = excluded.principal;
  if not found or not exists (
      select from public.safekeeping_principal p where p.id = p_sitting and p.kind = 'sitting') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.safekeeping_session set ended_at = clock_timestamp() where principal = p_sitting and ended_at is null;
  insert into public.safekeeping_session
    (token_hash, principal, opened_at, last_seen_at, idle_limit, expires_at, second_factor, purpose)
  values (p_hash, p_sitting, clock_timestamp(), clock_timestamp(), interval '1 hour', v_until, false, 'sitting');
  return v_until;
end $$;

-- The device in her hands knows nothing more from now on: ended there, or by whoever may start one for her.
create function safekeeping.end_sitting(p_sitting uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (safekeeping.me() is not distinct from p_sitting or safekeeping.may_sit(p_sitting)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.safekeeping_session s set ended_at = clock_timestamp()
    from public.safekeeping_principal p
   where p.id = s.principal and p.kind = 'sitting' and s.principal = p_sitting and s.ended_at is null;
end $$;

revoke all on function safekeeping.open_sitting(bytea, uuid, interval), safekeeping.end_sitting(uuid),
  safekeeping.may_sit(uuid) from public;
grant execute on function safekeeping.open_sitting(bytea, uuid, interval), safekeeping.end_sitting(uuid)
  to alongside_app;
grant execute on function safekeeping.may_sit(uuid) to alongside_keeper;
grant select (id, family_id, woman_id, ended_at, recorded_by) on assessment_sitting to alongside_keeper;
create policy keeper on assessment_sitting for select to alongside_keeper using (true);
alter function safekeeping.may_sit(uuid) owner to alongside_keeper;
alter function safekeeping.open_sitting(bytea, uuid, interval) owner to alongside_keeper;
alter function safekeeping.end_sitting(uuid) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
        ("families", "0002_wall"),
        ("accounts", "0002_wall"),
        ("agencies", "0002_wall"),
        ("instruments", "0002_wall"),
    ]
    operations = [
        Protect("assessment_sitting", subject="woman_id", category=Category.SERVICE_USE, change=["before", "after", "ended_at", "end", "person_at_hand"]),
        Within("assessment_sitting", woman_id="families_person.id"),
        Protect("assessment_sittingpart", **ABOUT),
        Protect("assessment_mailing", subject="woman_id", category=Category.SERVICE_USE, change=["returned_on"]),
        Within("assessment_mailing", woman_id="families_person.id", sitting_id="assessment_sitting.id"),
        Protect("assessment_occasion", **ABOUT, change=["state", "total", "on", "answered_from", "confirmed_on", "sitting_id", "done_at", "mode", "respondent", "note"]),
        Within("assessment_occasion", subject=SUBJECT),
        Within("assessment_sittingpart", sitting_id="assessment_sitting.id", occasion_id="assessment_occasion.id"),
        Protect("assessment_occasionstep", **ABOUT),
        Protect("assessment_answer", **ABOUT, change=["superseded_at", "confirmed"]),
        Protect("assessment_score", **ABOUT, change=["superseded_at"]),
        Protect("assessment_measurechoice", subject="woman_id", category="category"),
        Within("assessment_measurechoice", woman_id="families_person.id"),
        # Windows are laid out by the keeper's verb alone (0004_planning); a page may let one go.
        Protect("assessment_due", **ABOUT, add=False, change=["settled_on", "settled_as", "words"]),
        # Alerts are written by the keeper's verbs alone (0003_watch).
        Protect("assessment_alert", **ABOUT, add=False),
        Protect("assessment_alertstep", **ABOUT, add=False),
        Protect("assessment_clinicianrating", **ABOUT),
        Within("assessment_clinicianrating", occasion_id="assessment_occasion.id"),
        # Of which play a second coding is: 0007_blind, because the first one may be hidden from whoever writes it.
        Protect("assessment_observation", **ABOUT, change=["second_coder"]),
        Within("assessment_observation", occasion_id="assessment_occasion.id"),
        Protect("assessment_reflection", **ABOUT),
        Within("assessment_reflection", subject=SUBJECT),
        Protect("assessment_developmentalassessment", **ABOUT, change=["examiner", "examiner_is", "strengths", "needs", "recommendations", "her_view", "told_on", "told_how", "told_by", "version"]),
        Within("assessment_developmentalassessment", subject=SUBJECT),
        Protect("assessment_developmentdomain", **ABOUT, change=["tool", "occasion_id", "strengths", "needs"]),
        Within("assessment_developmentdomain", assessment_id="assessment_developmentalassessment.id"),
        # A decision to go on without the mother is a lead's; a release belongs to the assessment's child.
        Protect("assessment_withouther", **ABOUT),
        Within("assessment_withouther", assessment_id="assessment_developmentalassessment.id"),
        Protect("assessment_developmentrelease", **ABOUT),
        Within(
            "assessment_developmentrelease", assessment_id="assessment_developmentalassessment.id",
            disclosure_id="consent_disclosure.id",
        ),
        Protect("assessment_growth", **ABOUT, change=["superseded_at"]),
        Within("assessment_growth", subject=SUBJECT),
        Share("assessment_wave", read=SIGNED_IN, write=KEEPS, change=["name", "anchor", "months", "opens_days_before", "closes_days_after", "repeats_months", "active", "version"]),
        Share("assessment_wavemeasure", read=SIGNED_IN, write=KEEPS, change=["place", "active"]),
        Share("assessment_protocol", read=f"{SIGNED_IN} or {OWN_AGENCY}", write=f"{KEEPS} and {OWN_AGENCY}"),
        Share("assessment_dutyshift", read=f"{SIGNED_IN} and {OWN_AGENCY}", write=f"{ARRANGES} and {_of_us('assessment_dutyshift')}", change=["ended_at"]),
        Share("assessment_escalationcontact", read=f"{SIGNED_IN} and {OWN_AGENCY}", write=f"{ARRANGES} and {_of_us('assessment_escalationcontact')}", change=["active"]),
        Share("assessment_ratinganchor", read=SIGNED_IN, write=f"{KEEPS} and {OWN_AGENCY}"),
        # Answers that belong to nobody are counted, never read one by one: nobody may select them.
        Share("assessment_anonymousanswer", read="false", write=f"{OWN_AGENCY} and month = date_trunc('month', month)"),
        migrations.RunSQL(SITTING + TOKENS, migrations.RunSQL.noop),
    ]  # fmt: skip
