"""The mother hears it first (E-12): nothing of a child's assessment goes to anybody else before, whoever writes.

And nothing of it goes without a line of the ledger, decided like everything that leaves (D-91).

Triggers and not policies, so that they hold for the loader and for raw SQL too. They look at the assessment as the
writer may see it: an assessment that is hidden from her cannot be released by her.
"""

from django.db import migrations

from alongside.safekeeping.protection import can
from alongside.safekeeping.terms import Ability

READERS = "alongside_app, alongside_worker"

GATE = f"""
create function safekeeping.mother_first() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_line record;
begin
  -- A copy is a line of the ledger first: about this child, with the words that left.
  select d.consent_id, d.told_before, (d.recorded_at at time zone g.time_zone)::date as gone into v_line
    from public.consent_disclosure d, public.agencies_programme g
   where d.id = new.disclosure_id and d.family_id = new.family_id and d.subject = new.subject
     and exists (select from public.consent_disclosedpart p
                  where p.disclosure_id = d.id and p.category = new.category and p.snapshot <> '');
  if not found then
    raise exception 'a copy is a line of the ledger' using errcode = '23514', constraint = 'assessment_release_ledger';
  end if;
  if not exists (
      select from public.assessment_developmentalassessment a
       where a.id = new.assessment_id and a.subject = new.subject and a.family_id = new.family_id
         and a.category = new.category and a.version = new.version
         and (a.told_on <= v_line.gone or exists (
           select from public.assessment_withouther w
            where w.assessment_id = a.id and w.version = a.version and w."on" <= v_line.gone))) then
    raise exception 'the mother hears it first'
      using errcode = '23514', constraint = 'assessment_release_mother_first';
  end if;
  -- Her own words go nowhere without her yes: she knew before, and the agreement is signed by herself.
  if new.her_words_too and (v_line.told_before not in ('with_her', 'told') or not exists (
      select from public.consent_consent k
        join public.families_dyad y on y.woman_id = k.giver_id and y.child_id = new.subject
       where k.id = v_line.consent_id)) then
    raise exception 'her own words go along only when she agrees'
      using errcode = '23514', constraint = 'assessment_release_her_words';
  end if;
  return new;
end $$;
create trigger mother_first before insert or update on assessment_developmentrelease
  for each row execute function safekeeping.mother_first();

-- What she heard is what stands: a changed report is one she has not heard.
create function safekeeping.as_she_heard_it() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.told_on is not null and new.told_on is not null
     and (new.strengths, new.needs, new.recommendations, new.subject, new.family_id)
         is distinct from (old.strengths, old.needs, old.recommendations, old.subject, old.family_id) then
    raise exception 'a changed report is told again' using errcode = '23514', constraint = 'assessment_told_again';
  end if;
  return new;
end $$;
create trigger as_she_heard_it before update on assessment_developmentalassessment
  for each row execute function safekeeping.as_she_heard_it();

create function safekeeping.domain_as_she_heard_it() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  -- What is restored from a backup, or told as practice, was told long ago.
  if not exists (
      select from public.assessment_developmentalassessment a
       where a.id = new.assessment_id and a.subject = new.subject and a.family_id = new.family_id
         and a.category = new.category
         and (a.told_on is null or tg_op = 'INSERT' and safekeeping.loading())) then
    raise exception 'a changed report is told again' using errcode = '23514', constraint = 'assessment_told_again';
  end if;
  return new;
end $$;
create trigger domain_as_she_heard_it before insert or update on assessment_developmentdomain
  for each row execute function safekeeping.domain_as_she_heard_it();

-- To go on without her is decided by whoever leads, and belongs to the child it is about.
create policy leads_decide on assessment_withouther as restrictive for insert to {READERS}
  with check ({can(Ability.ARRANGE_TEAMS)} and exists (
    select from assessment_developmentalassessment a
     where a.id = assessment_id and a.subject = assessment_withouther.subject
       and a.family_id = assessment_withouther.family_id and a.category = assessment_withouther.category));
"""


# What a rating or a coding rests on is about the same two as its occasion; a second coding is of the same play.
SAME_TWO = (
    "".join(
        f"""
create policy as_its_occasion on {table} as restrictive for insert to {READERS} with check (
  exists (select from assessment_occasion o where o.id = {table}.occasion_id and o.family_id = {table}.family_id
           and o.subject = {table}.subject and o.category = {table}.category));
"""
        for table in ("assessment_clinicianrating", "assessment_observation")
    )
    + f"""
create policy of_the_same_play on assessment_observation as restrictive for insert to {READERS} with check (
  second_of_id is null or exists (
    select from assessment_occasion o where o.id = assessment_observation.second_of_id
       and o.subject = assessment_observation.subject));
"""
)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0004_planning"), ("consent", "0009_counts")]
    operations = [
        migrations.RunSQL(
            SAME_TWO,
            "drop policy of_the_same_play on assessment_observation;"
            " drop policy as_its_occasion on assessment_observation;"
            " drop policy as_its_occasion on assessment_clinicianrating;",
        ),
        migrations.RunSQL(
            GATE,
            "drop policy leads_decide on assessment_withouther;"
            " drop trigger domain_as_she_heard_it on assessment_developmentdomain;"
            " drop function safekeeping.domain_as_she_heard_it;"
            " drop trigger as_she_heard_it on assessment_developmentalassessment;"
            " drop function safekeeping.as_she_heard_it;"
            " drop trigger mother_first on assessment_developmentrelease; drop function safekeeping.mother_first;",
        ),
    ]
