"""Messages behind the wall.

Whoever reads how to reach her reads how messages come and what went; what she wrote is for those who work with her.
Nobody outside reads any of it. A woman on her own page
reads how messages come and what went to her; the one thing she writes there is a no. Pages ask for a message and never
write one: the service "reminders" does (``0003_outbox``).

What came from a number that belongs to nobody we write to is of no family: whoever arranges teams reads it. Whoever is on
duty sees that something hard was written, and not by whom until she takes it (``0003_outbox``).
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within, can
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

PERSON = "families_person.id"
ARRANGES = f"{can(Ability.ARRANGE_TEAMS)} and (select safekeeping.works_here())"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself


def _hers(table: str, add: bool = True, change: tuple[str, ...] = ()) -> Protect:
    return Protect(f"reminders_{table}", subject="woman_id", category=C.CONTACT, add=add, change=change)


# What she wrote can be about anything: whoever only reads how to reach her does not read it.
HEARD = Protect("reminders_heard", subject="woman_id", category=C.SERVICE_USE, add=False)
NOTICE = _hers("notice", add=False, change=("taken_by", "taken_at"))


def _of_nobody(each: Protect, *named: str) -> str:
    """Rows of no family are kept from nobody by being kept out of one."""
    t = each.table
    return (
        f"drop policy not_kept_out on {t};"
        f" create policy not_kept_out on {t} as restrictive for all to {EVERY_SHAPE}"
        f" using ({t}.family_id is null or {each.guarded(False, named)});"
        f" create policy of_nobody on {t} for select to {READERS} using ({t}.family_id is null and {ARRANGES});"
    )


WALL = f"""
create policy hers_stop on reminders_wish for insert to {READERS} with check (
  woman_id = {ME} and not wanted and how = 'she_said' and recorded_by = (select safekeeping.me()));

{_of_nobody(HEARD, "id", "woman_id")}
{_of_nobody(NOTICE, "id", "woman_id", "message_id", "heard_id")}
create policy of_nobody_change on reminders_notice for update to {READERS}
  using (family_id is null and {ARRANGES}) with check (family_id is null and {ARRANGES});
-- Taken once, in one's own name.
create policy taken_once on reminders_notice as restrictive for update to {READERS}
  using (taken_at is null) with check (taken_by = (select safekeeping.me()));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0001_initial"), ("families", "0002_wall"), ("agencies", "0002_wall"), ("recordkeeping", "0002_trail"),
    ]  # fmt: skip
    operations = [
        _hers("wish"),
        Within("reminders_wish", woman_id=PERSON),
        _hers("reminded", change=("taken_back_at",)),
        Within("reminders_reminded", woman_id=PERSON),
        _hers("message", add=False),
        HEARD,
        NOTICE,
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
