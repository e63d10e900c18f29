"""Goals behind the wall.

Besides the usual rule (let into the file, and a part that reads this kind of record):

* *hers*: a woman signed in as herself reads every goal in her own words, at once, whoever decides for the child it is
  about; and goals about herself, or about a child for whom she decides today, as somebody else told them, when it was said
  of whom they speak. Never a kind that nobody should see over her shoulder. She adds goals, steps, numbers and how it stands.
* *as its goal*: whoever does not read a goal reads nothing that hangs on it, nor what stood there before. What hangs on it
  is about the same person and of the same kind, also after it was filed elsewhere.
* *still hers*: what she said is not taken from her by a time in which somebody else decides for her child. What is sealed is.
* Outside, partners read the words of a goal and how it stands, where she agreed and it was said whom else it names. Whoever
  looks after a child reads none.
"""

from django.db import migrations

from alongside.goals.rules import ON_HER_PAGE
from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within
from alongside.safekeeping.terms import Reach

SOMEBODY = ("families_person.id", "families_dyad.id")
SHARED = (Reach.GUARDIAN, Reach.OUTSIDE)
GOAL = "goals_goal"
ABOUT = "about = 'goals.goal'"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
KIND = "(select safekeeping.my_kind())"
MY_NAME = "recorded_by = (select safekeeping.me())"

GOALS = Protect(
    GOAL, subject="subject", category="category", about="about", also_to=SHARED,
    change=("her_words", "why", "counts", "at_zero", "at_ten", "lane", "category", "about", "version"),
)  # fmt: skip
HANGING = (
    Protect("goals_goalstep", subject="subject", category="category", change=("settled_as", "settled_on", "settled_at", "category")),
    Protect("goals_goalrating", subject="subject", category="category", change=("superseded_at", "category")),
    Protect("goals_goalstanding", subject="subject", category="category", change=("category",), also_to=SHARED),
    Protect("goals_goaltalk", subject="subject", category="category", change=("category",)),
)  # fmt: skip

NAMES_TOO = {"goals_goalrating": ("corrects_id",), "goals_goalstanding": ("into_id",)}

# Asked by a woman as herself alone: nobody else learns here whether something is sealed.
STILL_HERS = """
create function safekeeping.still_hers(p_family uuid, p_named uuid[]) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.my_person() is not null and not safekeeping.sealed(p_family, p_named)
$$;
revoke all on function safekeeping.still_hers(uuid,uuid[]) from public;
grant execute on function safekeeping.still_hers(uuid,uuid[]) to alongside_app, alongside_worker, alongside_small,
  alongside_report, alongside_owner, alongside_loader, alongside_backup;
alter function safekeeping.still_hers(uuid,uuid[]) owner to alongside_keeper;
"""

# Of whom something was said to speak is not unsaid (docs/decisions/0023). In words that are said anew somebody else may be
# named: for those outside nobody has said, until somebody says so of these words.
STILL_NAMED = """
create function safekeeping.goal_still_named() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_words boolean := (new.her_words, new.why, new.at_zero, new.at_ten)
                             is distinct from (old.her_words, old.why, old.at_zero, old.at_ten);
begin
  if new.about is null or v_words and new.about is not distinct from old.about then
    new.about := case when cardinality(old.about) > 0 then array_append(array_remove(old.about, null), null) end;
  end if;
  return new;
end $$;
create trigger still_named before update on goals_goal for each row execute function safekeeping.goal_still_named();
revoke all on function safekeeping.goal_still_named() from public;
"""


def _policy(name: str, table: str, what: str, rule: str, *, restrictive: bool = False) -> str:
    """One policy: ``what`` is select, insert, update or all."""
    kind = " as restrictive" if restrictive else ""
    to = READERS if what in ("insert", "update") else EVERY_SHAPE
    clause = {
        "insert": f"with check ({rule})",
        "update": f"using ({rule}) with check ({rule})",
    }.get(what, f"using ({rule})")
    return f"create policy {name} on {table}{kind} for {what} to {to} {clause};"


def _instead(name: str, table: str, what: str, rule: str) -> str:
    """In place of the usual restrictive policy of this name."""
    return f"drop policy {name} on {table};" + _policy(name, table, what, rule, restrictive=True)


_ON_HER_PAGE = f"{ME} is not null and ({ON_HER_PAGE} >> {GOAL}.category) & 1 = 1"
_REACHED = f"""exists (select from safekeeping_cell c where c.principal = (select safekeeping.me())
  and c.family = {GOAL}.family_id and c.subject = {GOAL}.subject and c.reach in ('herself', 'guardian')
  and c.valid @> statement_timestamp())"""
_HER_WORDS = f"{GOAL}.told_by = {ME}"
_HER_TWO = f"exists (select from families_dyad d where d.id = {GOAL}.subject and d.woman_id = {ME})"
_SAID_OF_WHOM = f"""cardinality({GOAL}.about) = 0 or ({GOAL}.about is not null
  and safekeeping.reaches_all({GOAL}.family_id, {GOAL}.subject, {GOAL}.about, {GOAL}.category))"""


def _still(table: str, *columns: str, about: bool = False) -> str:
    """What she said stays hers, but what is sealed (docs/decisions/0023) is there for nobody, nor is what names it."""
    named = f"array[{', '.join(f'{table}.{column}' for column in ('subject', *columns))}]"
    return f"safekeeping.still_hers({table}.family_id, {named}{f' || {table}.about' if about else ''})"


def _goals() -> str:
    hers = f"{_ON_HER_PAGE} and {_HER_WORDS}"
    return "\n".join(
        [
            _policy("hers", GOAL, "select", f"{_ON_HER_PAGE} and ({_HER_WORDS} or {_REACHED})"),
            _policy("hers_add", GOAL, "insert",
                    f"{hers} and {MY_NAME} and ({GOAL}.subject = {ME} or {_REACHED} or {_HER_TWO})"),
            _policy("hers_change", GOAL, "update", hers),
            _instead("not_ours", GOAL, "select",
                     f"{KIND} = 'staff' or {_HER_WORDS} or ({KIND} in ('partner', 'herself') and ({_SAID_OF_WHOM}))"),
            # What she said while somebody else decided for her child stays hers.
            _instead("not_kept_out", GOAL, "all",
                     f"{GOALS.guarded(True, ('id', 'told_by'))} or {_HER_WORDS} and {_still(GOAL, 'id', 'told_by', about=True)}"),
        ]
    )  # fmt: skip


def _hanging(each: Protect) -> str:
    t = each.table
    names = ("id", "goal_id", *NAMES_TOO.get(t, ()))
    goal = f"exists (select from {GOAL} g where g.id = {t}.goal_id{{}})"
    same = goal.format(f" and g.family_id = {t}.family_id and g.subject = {t}.subject and g.category = {t}.category")
    hers = f"{ME} is not null and {goal.format('')}"
    lines = [
        _policy("as_its_goal", t, "select", goal.format(""), restrictive=True),
        _policy("as_its_goal_add", t, "insert", same, restrictive=True),
        f"create policy as_its_goal_change on {t} as restrictive for update to {READERS} using (true) with check ({same});",
        _policy("hers", t, "select", hers),
        _policy("hers_add", t, "insert", f"{hers} and {MY_NAME}"),
        _instead("not_kept_out", t, "all",
                 f"{each.guarded(True, names)} or {goal.format(f' and g.told_by = {ME}')} and {_still(t, *names)}"),
    ]  # fmt: skip
    if len(each.change) > 1:  # a step is settled, a number put right
        lines.append(_policy("hers_change", t, "update", hers))
    return "\n".join(lines)


def _kept_beside(table: str) -> str:
    """Earlier words, and what was written at the same time: hers where the goal is, and nobody's who does not read it."""
    goal = f"exists (select from {GOAL} g where g.id = {table}.target and g.family_id = {table}.family{{}})"
    hers = f"{ABOUT} and {ME} is not null and {goal.format(f' and g.subject = {table}.subject')}"
    return "\n".join(
        [
            _policy("goals_hers", table, "select", hers),
            _policy("goals_hers_add", table, "insert", f"{hers} and {MY_NAME}"),
            *([_policy("goals_hers_change", table, "update", hers)] if table.endswith("setaside") else []),
            _policy("as_its_goal", table, "select", f"not {ABOUT} or {goal.format('')}", restrictive=True),
        ]
    )


WALL = "\n".join(
    [
        STILL_HERS,
        STILL_NAMED,
        _goals(),
        *map(_hanging, HANGING),
        *map(_kept_beside, ("recordkeeping_earlierversion", "recordkeeping_setaside")),
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0001_initial"),
        ("families", "0002_wall"),
        ("recordkeeping", "0002_trail"),
        ("consent", "0004_compile"),
    ]
    operations = [
        GOALS,
        Within(GOAL, subject=SOMEBODY, told_by="families_person.id"),
        *HANGING,
        Within("goals_goalstep", goal_id="goals_goal.id"),
        Within("goals_goalrating", goal_id="goals_goal.id"),
        Within("goals_goalstanding", goal_id="goals_goal.id", into_id="goals_goal.id"),
        Within("goals_goaltalk", goal_id="goals_goal.id"),
        migrations.RunSQL(WALL, "drop function safekeeping.still_hers, safekeeping.goal_still_named cascade;"),
    ]
