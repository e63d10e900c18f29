"""What her team knows already, behind the wall.

Filed as what everybody who may have to reach her reads, so that the mother's and the child's workers read it together (S-056):

* *her people*: our own people who are let into this file or to one of her children by a team, in a part that works with mothers
  or children; a peer supporter, and whoever opens a little in an emergency, only where she named them. Nobody outside.
* *as she limits it*: where she named some, those alone, from the next statement on; a version that was said to some stays with
  them, also when a later one is for all.
* *change*: only whoever reads it changes it; an update that names no column is not asked whether it may read.
* *hers*: she reads all of it, adds to it, says it anew and puts it away, in her own name. What is sealed is there for nobody.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within
from alongside.safekeeping.terms import Category

KNOWN, VERSION = "care_known", "care_knownversion"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
MYSELF = "(select safekeeping.me())"
OURS = "(select safekeeping.my_kind()) = 'staff'"
READS_OF_CHILDREN = f"((select safekeeping.my_categories()) >> {int(Category.CHILD_HEALTH_DEV)}) & 1 = 1"


def _team(table: str) -> str:
    """Named by her; or of her team, in a part that works with mothers or children.

    Whoever was let in only to reach her, because something could not wait, reads how to reach her and no more.
    """
    in_this_file = f"""exists (select from safekeeping_cell c where c.family = {table}.family_id
      and c.subject in ({table}.family_id, {table}.woman_id) and c.reach in ('file', 'one')
      and c.valid @> statement_timestamp() {{}} offset 0)"""
    by_this_team = in_this_file.format(
        "and (c.reach = 'file' or exists (select from enrolment_teammember m where m.id = c.basis))"
    )
    return f"""{OURS} and ({table}.only @> array[{MYSELF}] and {in_this_file.format("")}
      or cardinality({table}.only) = 0 and {READS_OF_CHILDREN} and {by_this_team})"""


def _hers(table: str) -> str:
    return f"{table}.woman_id = {ME}"


ENTRY = f"exists (select from {KNOWN} k where k.id = {VERSION}.known_id and k.woman_id = {VERSION}.woman_id)"

WALL = f"""
create policy her_people on {KNOWN} as restrictive for select to {EVERY_SHAPE} using ({_hers(KNOWN)} or {_team(KNOWN)});
create policy her_people_change on {KNOWN} as restrictive for update to {READERS} using (
  {_hers(KNOWN)} or {_team(KNOWN)});
create policy ours_or_hers_add on {KNOWN} as restrictive for insert to {READERS} with check ({OURS} or {_hers(KNOWN)});
create policy hers_add on {KNOWN} for insert to {READERS} with check ({_hers(KNOWN)} and recorded_by = {MYSELF});
create policy hers_change on {KNOWN} for update to {READERS} using ({_hers(KNOWN)}) with check ({_hers(KNOWN)});

create policy her_people on {VERSION} as restrictive for select to {EVERY_SHAPE} using (
  ({_hers(VERSION)} or {_team(VERSION)}) and {ENTRY});
create policy her_people_change on {VERSION} as restrictive for update to {READERS} using (
  ({_hers(VERSION)} or {_team(VERSION)}) and {ENTRY});
create policy ours_or_hers_add on {VERSION} as restrictive for insert to {READERS} with check (
  ({OURS} and {VERSION}.colleague_id is not null or {_hers(VERSION)} and {VERSION}.colleague_id is null) and {ENTRY});
create policy hers_add on {VERSION} for insert to {READERS} with check ({_hers(VERSION)} and recorded_by = {MYSELF});
create policy hers_change on {VERSION} for update to {READERS} using ({_hers(VERSION)}) with check ({_hers(VERSION)});
"""


def _dropped(table: str) -> str:
    names = ("her_people", "her_people_change", "ours_or_hers_add", "hers_add", "hers_change")
    return " ".join(f"drop policy {name} on {table};" for name in names)


class Migration(migrations.Migration):
    dependencies = [("care", "0018_known")]
    operations = [
        Protect(KNOWN, subject="woman_id", category=Category.CONTACT, change=("only", "put_away_at")),
        Within(KNOWN, woman_id="families_woman.person_id"),
        Protect(VERSION, subject="woman_id", category=Category.CONTACT, change=("agreed_at",)),
        Within(VERSION, woman_id="families_woman.person_id", known_id=f"{KNOWN}.id"),
        migrations.RunSQL(WALL, f"{_dropped(KNOWN)} {_dropped(VERSION)}"),
    ]
