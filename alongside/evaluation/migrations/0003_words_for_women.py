"""All outcomes of a run side by side, and what women read of it.

What is written for women is read by the evaluators and by whoever has the part to read it first
(``Ability.READ_FOR_WOMEN``), at their agency; by the women there only while it is released. Its writer never answers it;
the database writes its own clock, and neither an answer nor the taking back is changed afterwards.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import alongside.recordkeeping.models
from alongside.safekeeping.protection import READERS, Share, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability

PAGES = "alongside_app"
ME = "(select safekeeping.me())"
KIND = "(select safekeeping.my_kind())"
STUDIES, READS = can(Ability.STUDIES), can(Ability.READ_FOR_WOMEN)
HERE = "agency_id = (select safekeeping.my_agency())"
STAFF = f"{KIND} = 'staff' and ({STUDIES} or {READS})"
OF_RUN = "exists (select from evaluation_planrun r where r.id = run_id)"
TABLE = "evaluation_wordsforwomen"

# A woman is signed in as herself, at no agency: hers is the one that keeps her file.
HERS = """
create function safekeeping.her_agency() returns uuid
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select f.agency_id from public.families_person p join public.families_family f on f.id = p.family_id
   where p.id = safekeeping.my_person()
$$;
""" + kept(["her_agency()"], to=READERS)
WALL = f"""
create policy own_name on {TABLE} as restrictive for insert to {READERS}
  with check (recorded_by = {ME} and answered_at is null and taken_back_at is null);
grant update (answered_at, answered_by, released, answer, taken_back_at, taken_back_by) on {TABLE} to {PAGES};
create policy may_answer on {TABLE} for update to {PAGES} using ({HERE} and {STAFF}) with check ({HERE} and {STAFF});

create function safekeeping.words_for_women_stay() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (old.answered_at is not null
      and (new.answered_at, new.answered_by, new.released, new.answer)
          is distinct from (old.answered_at, old.answered_by, old.released, old.answer))
     or (old.taken_back_at is not null
         and (new.taken_back_at, new.taken_back_by) is distinct from (old.taken_back_at, old.taken_back_by)) then
    raise exception 'an answer stays as it is' using errcode = '23514', constraint = 'evaluation_answered_once';
  end if;
  if safekeeping.loading() then
    return new;
  end if;
  if old.answered_at is null and new.answered_at is not null then
    if not safekeeping.can({int(Ability.READ_FOR_WOMEN)}) or new.answered_by is distinct from safekeeping.me() then
      raise exception 'somebody with the part for it answers' using errcode = '42501';
    end if;
    new.answered_at := clock_timestamp();
  end if;
  if old.taken_back_at is null and new.taken_back_at is not null then
    if new.taken_back_by is distinct from safekeeping.me() then
      raise exception 'in no other name' using errcode = '42501';
    end if;
    new.taken_back_at := clock_timestamp();
  end if;
  return new;
end $$;
create trigger words_for_women_stay before update on {TABLE}
  for each row execute function safekeeping.words_for_women_stay();

grant update (outcomes) on evaluation_planrun to alongside_worker;
create policy outcomes_are_the_workers on evaluation_planrun as restrictive for insert to {READERS}
  with check (outcomes is null);
"""
# Whoever has these parts already has the new ability from now on.
ABILITIES = f"""
create policy seed on accounts_role for select to alongside_owner using (true);
create policy seed on safekeeping_capacity to alongside_owner using (true) with check (true);
update safekeeping_capacity c set abilities = c.abilities | {1 << Ability.READ_FOR_WOMEN}
  from accounts_role r
 where r.id = c.id and r.name in ('supervisor', 'peer_supervisor', 'peer', 'elder', 'steward', 'council');
drop policy seed on accounts_role;
drop policy seed on safekeeping_capacity;
"""
BACK = f"""
drop function safekeeping.words_for_women_stay() cascade;
drop policy own_name on {TABLE};
drop policy may_answer on {TABLE};
drop policy outcomes_are_the_workers on evaluation_planrun;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_wall"),
        ("accounts", "0002_wall"),
        ("evaluation", "0002_wall"),
        ("families", "0002_wall"),
        ("safekeeping", "0002_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name="planrun",
            name="outcomes",
            field=models.JSONField(
                editable=False, help_text="all outcomes by wave and arm, of the same table", null=True
            ),
        ),
        migrations.CreateModel(
            name="WordsForWomen",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alongside.recordkeeping.models.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.UUIDField(editable=False)),
                ("title_en", models.TextField(blank=True, default="")),
                ("words_en", models.TextField(blank=True, default="")),
                ("unknown_en", models.TextField(blank=True, default="", help_text="what is not known")),
                ("title_fr", models.TextField(blank=True, default="")),
                ("words_fr", models.TextField(blank=True, default="")),
                ("unknown_fr", models.TextField(blank=True, default="", help_text="what is not known")),
                ("names", models.JSONField(blank=True, default=list, help_text="[code, English, French]")),
                ("drawings", models.JSONField(blank=True, default=list)),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                ("answered_by", models.UUIDField(editable=False, null=True)),
                (
                    "released",
                    models.BooleanField(editable=False, help_text="a second person said yes, or not yet", null=True),
                ),
                ("answer", models.TextField(blank=True, default="", editable=False)),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                ("taken_back_by", models.UUIDField(editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluation.wordsforwomen",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="evaluation.planrun"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="evaluation_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True), ("answered_by__isnull", True), ("released__isnull", True)
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("released__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluation_whole_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at__isnull", True), ("taken_back_by__isnull", True)),
                            models.Q(
                                ("released", True),
                                ("released__isnull", False),
                                ("taken_back_at__isnull", False),
                                ("taken_back_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluation_taken_back_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title_en__gt", ""), ("unknown_en__gt", ""), ("words_en__gt", "")),
                            models.Q(("title_fr__gt", ""), ("unknown_fr__gt", ""), ("words_fr__gt", "")),
                            _connector="OR",
                        ),
                        name="evaluation_what_is_not_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HERS, "drop function safekeeping.her_agency();"),
        Share(
            TABLE,
            roles=PAGES,
            read=f"{HERE} and {STAFF} or {KIND} = 'herself' and released and taken_back_at is null"
            " and agency_id = (select safekeeping.her_agency())",
            write=f"{HERE} and {KIND} = 'staff' and {STUDIES} and {OF_RUN}",
        ),
        migrations.RunSQL(WALL + ABILITIES, BACK),
    ]
