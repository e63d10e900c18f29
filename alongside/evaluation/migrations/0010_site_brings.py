"""A comparison site brings the files of its own arm, where an evaluator asked it to, and reads no more than before.

``site_asked`` belongs to the keeper of the wall: of the study its coordinator learns the title, her arm, the waves and
the measures, while the evaluator's newest word is that she may, and after a community's yes where one is asked. Whom she
brings in comes into that arm, of her own site's file, under her own name; each code begins with the arm, so that a code
that is taken says nothing of anybody in another arm.
"""

from django.db import migrations

from alongside.evaluation.terms import CODE_JOINT
from alongside.safekeeping.protection import READERS, Share, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability, Category

ME, MY_AGENCY = "(select safekeeping.me())", "(select safekeeping.my_agency())"
STAFF = "(select safekeeping.my_kind()) = 'staff'"
STUDIES = f"{STAFF} and {can(Ability.STUDIES)}"
OF_STUDY = "exists (select from evaluation_study s where s.id = study_id)"
OF_A_SITE = f"{STAFF} and ((select safekeeping.my_categories()) >> {int(Category.RESEARCH)}) & 1 = 1"
AGREED = """(not s.asks_steward or coalesce((select a.agreed from public.evaluation_studyanswer a
       where a.study_id = s.id order by a.recorded_at desc, a.id desc limit 1), false))"""

WALL = f"""
create policy own_name on evaluation_siteasked as restrictive for insert to {READERS} with check (recorded_by = {ME});
grant select on evaluation_siteasked to alongside_keeper;
grant select (waves, measures) on evaluation_study to alongside_keeper;
create policy sites on evaluation_siteasked for select to alongside_keeper using (true);

-- What the asker's own site may bring files for, and what she has to know to bring them.
create function safekeeping.site_asked() returns table (study uuid, title text, arm text, waves text[], measures text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.title, a.arm, s.waves::text[], s.measures::text[]
    from (select distinct on (x.study_id) x.study_id, x.arm, x.open from public.evaluation_siteasked x
           where x.site_id = {MY_AGENCY} order by x.study_id, x.recorded_at desc, x.id desc) a
    join public.evaluation_study s on s.id = a.study_id
   where a.open and {OF_A_SITE} and {AGREED}
   order by s.title, s.id
$$;

create policy site_brings on evaluation_studyimport for insert to alongside_app with check (
  recorded_by = {ME} and site_id = {MY_AGENCY} and study_id in (select a.study from safekeeping.site_asked() a));
create policy site_brings on evaluation_participant for insert to alongside_app with check (
  recorded_by = {ME} and (study_id, arm) in (select a.study, a.arm from safekeeping.site_asked() a)
  and starts_with(code, arm || '{CODE_JOINT}')
  and exists (select from evaluation_studyimport i where i.id = brought_id and i.study_id = evaluation_participant.study_id
                and i.recorded_by = evaluation_participant.recorded_by and i.site_id = {MY_AGENCY}));
create policy site_brings on evaluation_studyvalue for insert to alongside_app with check (
  recorded_by = {ME} and exists (
    select from evaluation_participant p join evaluation_studyimport i on i.id = p.brought_id
     where p.id = participant_id and p.recorded_by = {ME} and i.recorded_by = {ME} and i.site_id = {MY_AGENCY}
       and p.study_id in (select a.study from safekeeping.site_asked() a)));
"""
BACK = """
drop policy site_brings on evaluation_studyvalue;
drop policy site_brings on evaluation_participant;
drop policy site_brings on evaluation_studyimport;
drop function safekeeping.site_asked() cascade;
drop policy sites on evaluation_siteasked;
drop policy own_name on evaluation_siteasked;
revoke select (waves, measures) on evaluation_study from alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_site_asked")]
    operations = [
        Share(
            "evaluation_siteasked",
            roles="alongside_app",
            read=f"{STUDIES} and {OF_STUDY}",
            write=f"{STUDIES} and {OF_STUDY}",
        ),
        migrations.RunSQL(WALL + kept(("site_asked()",), to="alongside_app"), BACK),
    ]
