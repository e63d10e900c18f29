"""Studies are the evaluator's: participants by code, plans and results. Nobody else has even a count.

* *a study and all that hangs on it*: whoever has the part for studies (``Ability.STUDIES``), of her own agency's.
* *one arm*: a comparison-site coordinator reads the files of her own agency's arm, and nothing of the study beside.
* *a study that asks a community*: its data steward reads the question and answers; no participant, no plan, no result.
* *a run*: the service "studies" reads what a run needs while it is unfinished, and alone writes results.

What comes first is the database's to see: no run and no result of a plan that is not frozen, no change of one that is, and
with a community's steward to ask no run before the yes. A plan that was frozen when results were there is marked so.

No family, and no trail of one, leads here; no role that reads in other shapes has a right.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, Share, can
from alongside.safekeeping.protection.verbs import service
from alongside.safekeeping.terms import Ability, Category

SERVICE = "0190d0b0-0000-7000-8000-00000000a1f8"
# The worker has policies of its own: one that asked through these would be asked back by them.
PAGES = "alongside_app"
ME = "(select safekeeping.me())"
AT_WORK = f"{ME} = '{SERVICE}'::uuid"
STAFF = "(select safekeeping.my_kind()) = 'staff'"
MY_AGENCY = "(select safekeeping.my_agency())"
STUDIES = f"{STAFF} and {can(Ability.STUDIES)}"
SPEAKS = f"{STAFF} and {can(Ability.SPEAK_FOR_COMMUNITY)}"
OF_RESEARCH = f"((select safekeeping.my_categories()) >> {int(Category.RESEARCH)}) & 1 = 1"
# Each is asked through the other table's own policy.
OF_STUDY = "exists (select from evaluation_study s where s.id = study_id)"
OF_IMPORT = "exists (select from evaluation_studyimport i where i.id = brought_id)"
OF_PARTICIPANT = "exists (select from evaluation_participant p where p.id = participant_id)"
OF_PLAN = "exists (select from evaluation_analysisplan p where p.id = plan_id)"
OF_RUN = "exists (select from evaluation_planrun r where r.id = run_id)"
MY_IMPORT = (
    "exists (select from evaluation_studyimport i where i.id = brought_id and i.recorded_by = evaluation_participant.recorded_by"
    " and i.study_id = evaluation_participant.study_id)"
)
MINE = f"{STUDIES} and recorded_by = {ME}"
UNFINISHED = "exists (select from evaluation_planrun r where r.id = run_id and r.finished_at is null)"

# What the service reads, and while which run.
WORK = {
    "study": "exists (select from evaluation_analysisplan p where p.study_id = evaluation_study.id)",
    "studyimport": OF_STUDY,
    "participant": OF_STUDY,
    "studyvalue": OF_PARTICIPANT,
    "analysisplan": "exists (select from evaluation_planrun r where r.plan_id = evaluation_analysisplan.id"
                    " and r.finished_at is null)",
    "planrun": "true",  # ids and counts alone
    "result": UNFINISHED,
}  # fmt: skip
AT_WORK_READS = "\n".join(
    f"create policy at_work on evaluation_{table} for select to alongside_worker using ({AT_WORK} and {rule});"
    for table, rule in WORK.items()
)
TABLES = (
    "study", "studyanswer", "studyimport", "participant", "studyvalue", "flowcount", "analysisplan", "planrun", "result",
)  # fmt: skip

CHECKS = """
alter table evaluation_participant add constraint evaluation_code_is_code check (
  code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$' and code ~ '[0-9]' and code !~ '[0-9]{9}');
alter table evaluation_analysisplan add constraint evaluation_plan_sum check (
  sha256 = encode(sha256(convert_to(toml, 'UTF8')), 'hex'));

create function safekeeping.plan_is_written() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.frozen_at is not null or new.after_results then
    raise exception 'a plan is written first and frozen then' using errcode = '23514', constraint = 'evaluation_plan_frozen';
  end if;
  return new;
end $$;
create trigger plan_is_written before insert on evaluation_analysisplan
  for each row execute function safekeeping.plan_is_written();

create function safekeeping.plan_stays() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.frozen_at is not null or new.frozen_at is null
     or (new.id, new.recorded_at, new.recorded_by, new.study_id, new.number, new.toml, new.sha256, new.why)
        is distinct from (old.id, old.recorded_at, old.recorded_by, old.study_id, old.number, old.toml, old.sha256, old.why) then
    raise exception 'a frozen plan stays as it is' using errcode = '23514', constraint = 'evaluation_plan_frozen';
  end if;
  if not safekeeping.loading() then
    new.frozen_at := clock_timestamp();
    new.frozen_by := safekeeping.me();
  end if;
  new.after_results := exists (
    select from public.evaluation_result r join public.evaluation_planrun u on u.id = r.run_id
      join public.evaluation_analysisplan p on p.id = u.plan_id
     where p.study_id = new.study_id and r.recorded_at <= new.frozen_at);
  return new;
end $$;
create trigger plan_stays before update on evaluation_analysisplan
  for each row execute function safekeeping.plan_stays();

create function safekeeping.run_after_freezing() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_study uuid;
begin
  select p.study_id into v_study from public.evaluation_analysisplan p where p.id = new.plan_id and p.frozen_at is not null;
  if v_study is null then
    raise exception 'the plan is not frozen' using errcode = '23514', constraint = 'evaluation_frozen_first';
  end if;
  if exists (select from public.evaluation_study s where s.id = v_study and s.asks_steward)
     and not coalesce((select a.agreed from public.evaluation_studyanswer a where a.study_id = v_study
                        order by a.recorded_at desc, a.id desc limit 1), false) then
    raise exception 'the steward has not said yes' using errcode = '23514', constraint = 'evaluation_steward_first';
  end if;
  return new;
end $$;
create trigger run_after_freezing before insert on evaluation_planrun
  for each row execute function safekeeping.run_after_freezing();

create function safekeeping.result_after_freezing() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.evaluation_planrun r join public.evaluation_analysisplan p on p.id = r.plan_id
                  where r.id = new.run_id and p.frozen_at is not null) then
    raise exception 'the plan is not frozen' using errcode = '23514', constraint = 'evaluation_frozen_first';
  end if;
  return new;
end $$;
create trigger result_after_freezing before insert on evaluation_result
  for each row execute function safekeeping.result_after_freezing();
"""
FUNCTIONS = ("plan_is_written", "plan_stays", "run_after_freezing", "result_after_freezing")

# Whoever has these parts already has the new abilities from now on.
ABILITIES = f"""
create policy seed on accounts_role for select to alongside_owner using (true);
create policy seed on safekeeping_capacity to alongside_owner using (true) with check (true);
update safekeeping_capacity c
   set abilities = c.abilities | case r.name when 'evaluator' then {1 << Ability.STUDIES}
                                             else {1 << Ability.SPEAK_FOR_COMMUNITY} end
  from accounts_role r where r.id = c.id and r.name in ('evaluator', 'steward');
drop policy seed on accounts_role;
drop policy seed on safekeeping_capacity;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("accounts", "0002_wall"), ("safekeeping", "0002_wall")]
    operations = [
        Share(
            "evaluation_study",
            roles=PAGES,
            read=f"agency_id = {MY_AGENCY} and ({STUDIES} or {SPEAKS} and asks_steward)",
            write=f"agency_id = {MY_AGENCY} and {STUDIES}",
        ),
        Share("evaluation_studyanswer", roles=PAGES, read=OF_STUDY, write=f"{SPEAKS} and {OF_STUDY}"),
        Share(
            "evaluation_studyimport",
            roles=PAGES,
            read=f"{STUDIES} and {OF_STUDY} or {STAFF} and site_id = {MY_AGENCY} and {OF_RESEARCH}",
            write=f"{STUDIES} and {OF_STUDY}",
        ),
        Share("evaluation_participant", roles=PAGES, read=OF_IMPORT, write=f"{MINE} and {OF_STUDY} and {MY_IMPORT}"),
        Share(
            "evaluation_studyvalue",
            roles=PAGES,
            read=OF_PARTICIPANT,
            write=f"{MINE} and {OF_PARTICIPANT.replace('participant_id)', f'participant_id and p.recorded_by = {ME})')}",
        ),
        Share("evaluation_flowcount", roles=PAGES, read=f"{STUDIES} and {OF_STUDY}", write=f"{STUDIES} and {OF_STUDY}"),
        Share(
            "evaluation_analysisplan",
            roles=PAGES,
            read=f"{STUDIES} and {OF_STUDY}",
            write=f"{STUDIES} and {OF_STUDY}",
            change=["frozen_at", "frozen_by"],
        ),
        Share("evaluation_planrun", roles=PAGES, read=f"{STUDIES} and {OF_PLAN}", write=f"{STUDIES} and {OF_PLAN}"),
        Share("evaluation_result", roles=PAGES, read=f"{STUDIES} and {OF_RUN}"),
        migrations.RunSQL(
            service(SERVICE, "studies")
            + AT_WORK_READS
            + f"""
            grant select on {", ".join(f"evaluation_{table}" for table in WORK)} to alongside_worker;
            grant update (started_at, finished_at, code_version, frame_sha256, participants) on evaluation_planrun
              to alongside_worker;
            create policy at_work_change on evaluation_planrun for update to alongside_worker
              using ({AT_WORK} and finished_at is null) with check ({AT_WORK});
            grant insert on evaluation_result to alongside_worker;
            create policy at_work_add on evaluation_result for insert to alongside_worker
              with check ({AT_WORK} and recorded_by = {ME} and {UNFINISHED});
            """
            + "\n".join(
                f"create policy own_name on evaluation_{table} as restrictive for insert to {READERS}"
                f" with check (recorded_by = {ME});"
                for table in TABLES
            )
            + CHECKS
            + ABILITIES,
            "\n".join(
                [f"drop function safekeeping.{name} cascade;" for name in FUNCTIONS]
                + [f"drop policy own_name on evaluation_{table};" for table in TABLES]
                + [f"drop policy at_work on evaluation_{table};" for table in WORK]
                + [
                    "drop policy at_work_change on evaluation_planrun;",
                    "drop policy at_work_add on evaluation_result;",
                    "alter table evaluation_participant drop constraint evaluation_code_is_code;",
                    "alter table evaluation_analysisplan drop constraint evaluation_plan_sum;",
                ]
            ),
        ),
    ]
