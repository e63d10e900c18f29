"""Of which children a woman's first page may speak: one who does not live with her now is not brought up by us (E-17)."""

from django.db import migrations

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept

# As in 0002_wall.
WITH_HER = "'mother', 'shared_care', 'residential'"

WHERE = f"""
-- Of a woman on her own page: the children for whom she decides (``i_decide_for``), and of each that lives elsewhere today
-- since when; no day for one that lives with her, or of which nobody has said where it lives. Neither where nor with whom.
create function safekeeping.where_i_decide() returns table (child uuid, away_since date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.child, (
           select max(coalesce(lower(l.during), date '0001-01-01')) from public.families_livingarrangement l
            where l.child_id = d.child and l.superseded_at is null and l.kind not in ({WITH_HER})
              and l.during @> (select (statement_timestamp() at time zone w.zone)::date from safekeeping.law() w))
    from unnest(safekeeping.i_decide_for()) d (child)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("childcare", "0003_her_list"), ("families", "0002_wall")]
    operations = [
        migrations.RunSQL(WHERE + kept(("where_i_decide()",), to=READERS), "drop function safekeeping.where_i_decide;")
    ]
