"""A woman says on her own page who may fetch a child for whom she decides, and takes back what she said.

It is her word like one that she told us: at the door it counts on the days on which she decides for the child, and behind
every bar (``fetch_answer``). She names somebody by a name alone, and ends no line that somebody else said.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Category, Reach

TABLE = "childcare_fetcher"
DECIDE = f"""
-- Of a woman on her own page: the children here for whom she decides now: what is told of them, and about services, which
-- is what the door asks. None who died or was lost, and none who is not born.
create function safekeeping.i_decide_for() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct c.subject), '{{}}') from public.safekeeping_cell c
    join public.families_person p on p.id = c.subject and p.kind = 'child' and p.died_on is null
    join public.families_child k on k.person_id = p.id and k.state = 'born'
   where safekeeping.my_kind() = 'herself' and c.principal = safekeeping.me() and c.reach = '{Reach.GUARDIAN.value}'
     and c.valid @> statement_timestamp()
     and (c.categories & safekeeping.my_categories()) >> {int(Category.CHILD_HEALTH_DEV)} & 1 = 1
     and exists (select from safekeeping.decides_services(
                         c.subject, (select (statement_timestamp() at time zone l.zone)::date from safekeeping.law() l)) d
                  where d.person = safekeeping.my_person())
$$;
"""
# What she said herself she takes back, also where somebody else decides by now.
HER_WORD = "safekeeping.my_kind() = 'herself' and said_by_id = (select safekeeping.me())"
HERS = "said_by_id = (select safekeeping.me()) and child_id = any ((select safekeeping.i_decide_for())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("childcare", "0002_wall")]
    operations = [
        migrations.RunSQL(
            DECIDE
            + kept(("i_decide_for()",), to=READERS)
            + f"""
            create policy hers_add on {TABLE} for insert to {READERS} with check ({HERS} and person_id is null);
            create policy hers_end on {TABLE} for update to {READERS} using ({HER_WORD}) with check ({HER_WORD});
            """,
            f"drop policy hers_add on {TABLE}; drop policy hers_end on {TABLE}; drop function safekeeping.i_decide_for;",
        )
    ]
