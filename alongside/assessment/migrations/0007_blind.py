"""A second look at a play is worth something only when it is a look of its own.

Whoever is asked to code a play a second time sees nothing of the first coding until she has saved hers: not on the page of
the three views, not in results over time, not on the timeline, not in an export. So it is said here, once, and not by each
page: the first coding's occasion, answers, scores and observation are not there for her. What she needs to find the recording
comes through ``plays_to_code`` alone, which tells no value.
"""

from django.db import migrations

from alongside.safekeeping.protection.verbs import kept

READERS = "alongside_app, alongside_worker"
SEEING = f"{READERS}, alongside_small, alongside_report"
TOKEN = "sha256(convert_to(nullif(current_setting('alongside.token', true), ''), 'UTF8'))"

_HIDDEN = {"assessment_occasion": "id", "assessment_answer": "occasion_id", "assessment_score": "occasion_id",
           "assessment_observation": "occasion_id"}  # fmt: skip

BLIND = f"""
grant select on assessment_observation to alongside_keeper;
create policy keeper on assessment_observation for select to alongside_keeper using (true);

-- First codings of which I am to make a second one and have not yet: one array per statement.
create function safekeeping.blind_to() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(b.occasion_id), '{{}}')
    from public.safekeeping_session s
    join public.assessment_observation b on b.second_coder = s.principal
   where s.token_hash = {TOKEN}
     and not exists (select from public.assessment_observation d where d.second_of_id = b.occasion_id)
$$;

-- What somebody needs who codes a play a second time, or types in what was found elsewhere: which play, never what was
-- found. For whoever may write about these two.
create function safekeeping.plays_to_code(p_family uuid)
returns table (occasion uuid, subject uuid, definition uuid, "on" date, wave text, play text, minutes int, recording text,
               coder uuid, coder_name text, second_coder uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, o.subject, o.definition_id, o."on", o.wave, b.play, b.minutes::int, b.recording, b.coder, b.coder_name,
         b.second_coder
    from public.assessment_observation b join public.assessment_occasion o on o.id = b.occasion_id
   where o.family_id = p_family and b.second_of_id is null and safekeeping.let_into(p_family, o.subject, o.category, true)
     and not safekeeping.sealed(p_family, array[o.id, o.sitting_id])
     and not exists (select from public.assessment_observation d where d.second_of_id = o.id)
   order by o."on", o.id
$$;

-- A second coding is of the same play of the same two, also when the first one is hidden from whoever writes it.
create function safekeeping.first_of_the_same(p_first uuid, p_family uuid, p_subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.assessment_observation b
                  where b.occasion_id = p_first and b.second_of_id is null and b.family_id = p_family
                    and b.subject = p_subject)
$$;

drop policy of_the_same_play on assessment_observation;
create policy of_the_same_play on assessment_observation as restrictive for insert to {READERS} with check (
  second_of_id is null or safekeeping.first_of_the_same(second_of_id, family_id, subject));
""" + "\n".join(
    f"create policy blind on {table} as restrictive for select to {SEEING}"
    f" using ({column} <> all ((select safekeeping.blind_to())::uuid[]));"
    for table, column in _HIDDEN.items()
)

APP = ("blind_to()", "plays_to_code(uuid)", "first_of_the_same(uuid, uuid, uuid)")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0006_after_the_end")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + BLIND + kept(APP, to=f"{SEEING}, alongside_loader"),
            migrations.RunSQL.noop,
        )
    ]
