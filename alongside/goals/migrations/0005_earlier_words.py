"""Earlier words of a goal are read as they were when they were said, also when the goal was filed anew since.

* *on her page*: words of a kind that nobody should see over her shoulder stay away from it, although the goal is of another kind
  now; the same for what was set aside.
* *of whom they spoke*: whoever was named in the goal while they stood, or later, is still named by them. Where one of these is
  sealed, or kept from the asker, the earlier words are not there. The goal itself goes by whom it names now.
"""

from django.db import migrations

from alongside.goals.rules import ON_HER_PAGE
from alongside.safekeeping.protection import EVERY_SHAPE, READERS
from alongside.safekeeping.protection.verbs import kept

EARLIER, ASIDE = "recordkeeping_earlierversion", "recordkeeping_setaside"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself

NAMED = f"""
grant select (version) on {EARLIER} to alongside_keeper;
create policy goals_named on {EARLIER} for select to alongside_keeper using (about = 'goals.goal');
create function safekeeping.earlier_goal_open(
  p_family uuid, p_subject uuid, p_category int, p_recorded timestamptz, p_goal uuid, p_version int) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with named as (
    select coalesce(array_agg(distinct e.who::uuid), '{{}}') as people
      from public.{EARLIER} v
      cross join lateral jsonb_array_elements_text(
        case jsonb_typeof(v.held -> 'about') when 'array' then v.held -> 'about' else '[]' end) e (who)
     where v.family = p_family and v.about = 'goals.goal' and v.target = p_goal and v.version >= p_version
       and e.who is not null)
  select safekeeping.open_to_me(p_family, p_subject, n.people, p_category, p_recorded, array[p_goal])
      or safekeeping.still_hers(p_family, n.people || p_goal || p_subject)
    from named n
$$;
create policy as_it_spoke on {EARLIER} as restrictive for select to {EVERY_SHAPE} using (
  about <> 'goals.goal' or not (family in (select unnest(safekeeping.my_guarded())))
  or safekeeping.earlier_goal_open(family, subject, category, recorded_at, target, version));
"""


def _on_her_page(table: str) -> str:
    of_a_kind = f"about <> 'goals.goal' or {ME} is null or ({ON_HER_PAGE} >> {table}.category) & 1 = 1"
    return (
        f"create policy goals_on_her_page on {table} as restrictive for select to {EVERY_SHAPE} using ({of_a_kind});"
        f" create policy goals_on_her_page_add on {table} as restrictive for insert to {READERS} with check ({of_a_kind});"
    )


class Migration(migrations.Migration):
    dependencies = [("goals", "0004_named_beside"), ("consent", "0004_compile")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + NAMED
            + _on_her_page(EARLIER)
            + _on_her_page(ASIDE)
            + kept(("earlier_goal_open(uuid,uuid,int,timestamptz,uuid,int)",), to=EVERY_SHAPE),
            "drop function safekeeping.earlier_goal_open cascade; drop policy goals_named on recordkeeping_earlierversion;"
            + "".join(
                f"drop policy goals_on_her_page on {table}; drop policy goals_on_her_page_add on {table};"
                for table in (EARLIER, ASIDE)
            ),
        )
    ]
