"""Endings and after, behind the wall.

All of it is about the woman and stands in her record alone, also what names a child: whoever works with a child, looks
after it or decides for it reads none of it. She reads and writes on her own page; what she writes there is her own view,
never ours. Nobody outside reads any of it.

The way to giving back is read by those who keep the wall of her whole file, and by her: her colleagues to be do not learn of
it, nor whom of them she keeps out. It begins with her yes and when she, as one of us, is kept out of her own file; from then
on nobody lets her back in while it goes on (S-063). The database looks at both.

What a woman offered to leave to other women comes out through one function: words, no name, no family, no day.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

ME = "(select safekeeping.me())"
HER = "(select safekeeping.my_person())"  # only for a woman signed in as herself
VIEW, GOODBYE, TOUCH, GIVING = (
    f"afterwards_{name}" for name in ("closingview", "goodbye", "stayintouch", "givingback")
)
TABLES = (VIEW, GOODBYE, TOUCH, GIVING)

LEFT = f"""
grant select on {GOODBYE} to alongside_keeper;
create policy keeper on {GOODBYE} for select to alongside_keeper using (true);
create function safekeeping.left_for_others() returns table (words text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select n.leaves
    from (select distinct on (g.subject) g.* from public.{GOODBYE} g order by g.subject, g.recorded_at desc, g.id desc) n
    join public.families_family f on f.id = n.family_id
   where safekeeping.my_kind() = 'staff' and safekeeping.can({int(Ability.WORK_WITH_FAMILIES)})
     and n.offered and f.agency_id = safekeeping.my_agency()
     and n.family_id <> all (safekeeping.my_exclusions())
     and not safekeeping.sealed(n.family_id, array[n.id, n.subject, n.family_id])
   order by md5(n.leaves)
$$;
"""

APART = f"""
grant select on {GIVING} to alongside_keeper;
create policy keeper on {GIVING} for select to alongside_keeper using (true);

-- It begins with her yes, as the last thing she said, and with her own file kept apart from her as one of us.
create function safekeeping.giving_back_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.stage <> 'begun' or safekeeping.loading() then return null; end if;
  if coalesce((select g.stage from public.{GIVING} g where g.subject = new.subject and g.id <> new.id
                order by g.recorded_at desc, g.id desc limit 1), '') <> 'yes' then
    raise exception 'she has not said yes' using errcode = '23514', constraint = 'afterwards_giving_yes';
  end if;
  if not exists (select from public.safekeeping_exclusion e
                  where e.principal = new.colleague_id and e.family = new.family_id and e.lifted_at is null) then
    raise exception 'she is not kept apart' using errcode = '23514', constraint = 'afterwards_giving_apart';
  end if;
  return null;
end $$;
-- Afterwards: the wall speaks first, so that nobody learns by it what she said.
create trigger giving_back_fits after insert on {GIVING} for each row execute function safekeeping.giving_back_fits();

-- While it goes on nobody lets her into her own file as one of us.
create function safekeeping.own_file_stays_apart() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.lifted_at is null and new.lifted_at is not null and exists (
    select from (select distinct on (g.subject) g.stage, g.colleague_id from public.{GIVING} g
                  where g.family_id = old.family order by g.subject, g.recorded_at desc, g.id desc) n
     where n.stage = 'begun' and n.colleague_id = old.principal) then
    raise exception 'her own file stays apart' using errcode = '23514', constraint = 'afterwards_own_file';
  end if;
  return new;
end $$;
create trigger own_file_stays_apart before update of lifted_at on safekeeping_exclusion
  for each row execute function safekeeping.own_file_stays_apart();
"""


def _policies() -> str:
    lines = []
    for table in TABLES:
        mine = f"{table}.subject = {HER}"
        own = f"{mine} and {table}.recorded_by = {ME}"
        also = {
            VIEW: f" and {table}.whose = 'hers'",
            GOODBYE: f" and {table}.we_say = ''",
            GIVING: f" and {table}.stage <> 'begun'",
        }.get(table, "")
        lines.append(f"create policy hers_add on {table} for insert to {READERS} with check ({own}{also});")
    lines.append(f"create policy hers on {GIVING} for select to {READERS} using ({GIVING}.subject = {HER});")
    keeps = f"{GIVING}.subject = {HER} or (select safekeeping.my_kind()) = 'staff' and {can(Ability.KEEP_WALL)}"
    lines.append(
        f"create policy keeps_wall on {GIVING} as restrictive for select to {EVERY_SHAPE} using ({keeps});"
        f" create policy keeps_wall_add on {GIVING} as restrictive for insert to {READERS} with check ({keeps});"
    )
    # A view hangs on an ending of the same woman: whoever does not see the one does not see the other.
    same = f"exists (select from enrolment_ending e where e.id = ending_id and e.person_id = {VIEW}.subject)"
    lines.append(
        f"create policy as_its_ending on {VIEW} as restrictive for select to {EVERY_SHAPE} using ({same});"
        f" create policy as_its_ending_add on {VIEW} as restrictive for insert to {READERS} with check ({same});"
    )
    return "\n".join(lines)


CALLED, INSIDE = ("left_for_others()",), ("giving_back_fits()", "own_file_stays_apart()")


class Migration(migrations.Migration):
    dependencies = [
        ("afterwards", "0001_initial"),
        ("enrolment", "0002_wall"),
        ("families", "0002_wall"),
        ("accounts", "0002_wall"),
        ("consent", "0012_sealing"),
    ]
    operations = [
        Protect(VIEW, subject="subject", category="category"),
        Protect(GOODBYE, subject="subject", category=C.SERVICE_USE),
        Protect(TOUCH, subject="subject", category=C.SERVICE_USE),
        Protect(GIVING, subject="file", category=C.SERVICE_USE),
        Within(VIEW, subject="families_person.id", ending_id="enrolment_ending.id", child_id="families_child.person_id"),
        *(Within(table, subject="families_person.id") for table in (GOODBYE, TOUCH, GIVING)),
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + LEFT
            + APART
            + _policies()
            + kept(CALLED, to=READERS)
            + kept(INSIDE),
            "".join(f"drop function safekeeping.{name} cascade;" for name in (*CALLED, *INSIDE)),
        ),
    ]  # fmt: skip
