"""``Protect``: the migration operation that puts a table behind the wall.

>>> Protect("care_contact", subject="subject_id", category="category")            # doctest: +SKIP

Each row of a protected table names its family, whom it is about (``subject``: woman, child or dyad) and what it is
about (``category``, a column or one fixed category). The policies name only objects of ``safekeeping``:

* *may_see*: a live cell of the signed-in principal for this family, reaching this subject, in this category, and the
  category is one that her present part lets her read (or an emergency opened it);
* *may_add*, *may_change*: the same with what she may write;
* *not_kept_out* (restrictive): the family is not one she is kept out of, she whom the row is about does not want it kept
  from her (docs/decisions/0018), and neither the row nor anything it names is sealed (docs/decisions/0023);
* *own_name* (restrictive): nobody writes a row in somebody else's name;
* *not_ours* (restrictive, where a row may say something of others or is a note): for anybody but our own people, those
  others are open to her as well, and a woman on her own page sees what was released to her.

A table is for our own people and for the woman herself, unless it says otherwise: ``also_to`` names who else may read its
rows where a cell lets them. What is not said is not shown.

Shapes (docs/decisions/0003): ``app`` and ``worker`` look the cell up per row (pages name a family); ``small`` starts
from the families of the principal and hashes her few cells (portals); ``report`` hashes all cells once (reads everything).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations.base import Operation

from alongside.safekeeping.terms import Category, Reach

READERS = "alongside_app, alongside_worker"

# Who is let in, whichever policy shape asks: {mask} is what the cell must hold. Whose cell it is need not be said here:
# the cells' own policy shows each reader hers alone (``mine``), and tests/wall would see it fall.
_READS = "(c.categories & (select safekeeping.my_categories()) | c.beyond)"
_WRITES = "(c.writes & (select safekeeping.my_writes()))"
_CELL = "c.valid @> statement_timestamp() and ({held} >> {bit}) & 1 = 1"
EVERY_SHAPE = f"{READERS}, alongside_small, alongside_report"


# Foreign keys into these rooms name no record of a family: nothing there is ever sealed.
_NEVER_SEALED = ("accounts_", "agencies_", "instruments_")


def _can_close(table: str) -> bool:
    return not table.startswith(_NEVER_SEALED)


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


class Protect(Operation):
    """Row-level security (forced) with the policies above.

    Parameters
    ----------
    table: the table's name.
    family, subject: its columns; ``subject=None`` means that any cell in the family will do (the file's cover);
        ``subject="file"`` means that only somebody let into the whole file sees it.
    category: a ``Category`` for all rows, or the name of a smallint column.
    change: columns that may be updated by the web's role (none by default: facts are added, not overwritten).
    add: whether the web's role may insert.
    also_to: ``Reach.GUARDIAN`` (a woman, about a child for whom she may decide today) and ``Reach.OUTSIDE`` (partners and
        carers, as far as was agreed), in that order of closeness: whoever names the second names the first.
    about: a column that holds the ids of others of whom the row says something; nothing in it (not even an empty list)
        means that nobody has said, and such a row is for our own people.
    released: a column that is empty until the row is released to the woman.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        table: str,
        *,
        family: str = "family_id",
        subject: str | None = "subject_id",
        category: Category | str,
        change: Sequence[str] = (),
        add: bool = True,
        also_to: Sequence[Reach] = (),
        about: str | None = None,
        released: str | None = None,
    ) -> None:
        self.table, self.family, self.subject = table, family, subject
        self.category, self.change, self.add = category, tuple(change), add
        self.also_to, self.about, self.released = tuple(also_to), about, released

    def deconstruct(self) -> tuple[str, list, dict]:
        keys = {"family": self.family, "subject": self.subject, "category": self.category}
        more = {"also_to": self.also_to, "about": self.about, "released": self.released}
        return ("Protect", [self.table], {**keys, "change": self.change, "add": self.add, **more})

    def state_forwards(self, app_label: str, state: object) -> None:
        """The wall is not part of Django's picture of the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection
            columns = {c.name for c in found.get_table_description(cursor, self.table)}
            key = found.get_primary_key_column(cursor, self.table)
            points = {column for column, at in found.get_relations(cursor, self.table).items() if _can_close(at[1])}
            cursor.execute("select attname from pg_attribute where attrelid = %s::regclass and atttypid = 'uuid'::regtype",
                           [self.table])  # fmt: skip
            numbers = {name for (name,) in cursor.fetchall()}
        points = (points | {key, "target"}) & numbers - {self.family, self.subject}
        schema_editor.execute(
            self.statements(dated="recorded_at" in columns, signed="recorded_by" in columns, named=sorted(points))
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        names = ("may_see", "may_see_small", "may_see_report", "may_add", "may_change", "not_kept_out", "not_ours",
                 "own_name")  # fmt: skip
        schema_editor.execute("\n".join(f"drop policy if exists {n} on {self.table};" for n in names))

    def describe(self) -> str:
        return f"Put {self.table} behind the wall"

    def statements(self, *, dated: bool, signed: bool, named: Sequence[str]) -> str:
        """All SQL of this protection, in order. ``dated``, ``signed``: the table says when and by whom a row was recorded.

        ``named``: columns besides the subject that name something which can be sealed, the row itself among them.
        """
        t, f = self.table, f"{self.table}.{self.family}"
        lines = [
            f"alter table {t} enable row level security;",
            f"alter table {t} force row level security;",
            f"grant select{', insert' if self.add else ''} on {t} to {READERS};",
            f"grant select on {t} to alongside_small, alongside_report;",
            f"create policy may_see on {t} for select to {READERS} using ({self.lets_read});",
            f"create policy may_see_small on {t} for select to alongside_small using ({f} = any"
            f" ((select safekeeping.my_families())::uuid[]) and ({self.hashed()}));",
            f"create policy may_see_report on {t} for select to alongside_report using ({self.hashed()});",
            f"create policy not_kept_out on {t} as restrictive for all to {EVERY_SHAPE} using ({self.guarded(dated, named)});",
        ]
        if self.about or self.released:
            lines.append(
                f"create policy not_ours on {t} as restrictive for select to {EVERY_SHAPE} using ({self.elsewhere()});"
            )
        if self.add:
            lines.append(f"create policy may_add on {t} for insert to {READERS} with check ({self.lets_write});")
            if signed:
                rule = "recorded_by = (select safekeeping.me())"
                lines.append(
                    f"create policy own_name on {t} as restrictive for insert to {READERS} with check ({rule});"
                )
        if self.change:
            lines.append(f"grant update ({_columns(self.change)}) on {t} to {READERS};")
            rule = self.lets_write
            lines.append(f"create policy may_change on {t} for update to {READERS} using ({rule}) with check ({rule});")
        return "\n".join(lines)

    @property
    def bit(self) -> str:
        """SQL for the category's bit number."""
        return str(int(self.category)) if isinstance(self.category, Category) else f"{self.table}.{self.category}"

    def reach(self) -> str:
        """SQL: the cell reaches this row's subject."""
        t = self.table
        if self.subject is None:
            return f"c.family = {t}.{self.family}{self.open_to()}"
        if self.subject == "file":
            return f"c.family = {t}.{self.family} and c.subject = {t}.{self.family}"
        return f"c.family = {t}.{self.family} and c.subject in ({t}.{self.family}, {t}.{self.subject}){self.open_to()}"

    def open_to(self) -> str:
        """SQL: the cell is one of those for whom this table is. (A cell of the whole file is always our own people's.)"""
        closed = [
            Reach.BESIDE,
            *([Reach.GLASS] if self.subject is None else []),
            *(reach for reach in (Reach.OUTSIDE, Reach.GUARDIAN) if reach not in self.also_to),
        ]
        return f" and c.reach not in ({', '.join(repr(reach.value) for reach in closed)})"

    @property
    def lets_read(self) -> str:
        """SQL: a cell of hers lets her read this row."""
        return self.exists(_READS)

    @property
    def lets_write(self) -> str:
        """SQL: a cell of hers lets her write this row."""
        return self.exists(_WRITES)

    def exists(self, held: str) -> str:
        """SQL of the default shape: one index look-up per row.

        ``offset 0`` keeps it one. Without it the planner may read all her cells and hash them instead, because it takes
        everybody to have as few as most have: for somebody who is let into every file, twenty thousand for one row.
        """
        held = _CELL.format(held=held, bit=self.bit)
        return f"exists (select from safekeeping_cell c where {self.reach()} and {held} offset 0)"

    def hashed(self) -> str:
        """SQL of the report shape and the small one: all cells of hers read once, then hashed."""
        t = self.table
        bits = f"generate_series(0, {len(Category) - 1}) b(bit)"
        cells = f"from safekeeping_cell c, {bits} where {_CELL.format(held=_READS, bit='b.bit')}{self.open_to()}"
        if self.subject is None:
            return f"({t}.{self.family}, ({self.bit})::int) in (select c.family, b.bit {cells})"
        whole = f"({t}.{self.family}, ({self.bit})::int) in (select c.family, b.bit {cells} and c.subject = c.family)"
        if self.subject == "file":
            return whole
        one = (
            f"({t}.{self.family}, {t}.{self.subject}, ({self.bit})::int) in (select c.family, c.subject, b.bit {cells})"
        )
        return f"{whole} or {one}"

    def guarded(self, dated: bool, named: Sequence[str]) -> str:
        """SQL: not kept out, and of a family in which something is kept from her, not this row.

        Her list of such families can be long (a partner's, when many women have refused something to everybody outside):
        asked as a set it is hashed once, where a comparison with a list goes through it for every row.
        """
        t = self.table
        subject = "null" if self.subject in (None, "file") else f"{t}.{self.subject}"
        about = f"{t}.{self.about}" if self.about else "null"
        recorded = f"{t}.recorded_at" if dated else "null"
        names = f"array[{', '.join(f'{t}.{column}' for column in named)}]::uuid[]"
        return (
            f"not ({t}.{self.family} in (select unnest(safekeeping.my_guarded())))"
            f" or safekeeping.open_to_me({t}.{self.family}, {subject}, {about}, {self.bit}, {recorded}, {names})"
        )

    def elsewhere(self) -> str:
        """SQL: our own people work with the whole family; for anybody else, whoever the row also says something of is open
        to her as well, and a woman on her own page reads what was released to her."""
        t = self.table
        rules = []
        if self.about:
            others = f"safekeeping.reaches_all({t}.{self.family}, {t}.{self.subject}, {t}.{self.about}, {self.bit})"
            rules.append(f"(cardinality({t}.{self.about}) = 0 or ({t}.{self.about} is not null and {others}))")
        if self.released:
            rules.append(f"({t}.{self.released} is not null or (select safekeeping.my_kind()) <> 'herself')")
        return f"(select safekeeping.my_kind()) = 'staff' or ({' and '.join(rules)})"


class Within(Operation):
    """A row may point only at what belongs to its own family, and is seen by whoever writes it.

    >>> Within("families_dyad", woman_id=PERSON, child_id=PERSON)                     # doctest: +SKIP

    Unique keys and foreign keys look past row-level security: a row of one's own family that points at somebody of
    another one would tell, by the way in which it fails, what is recorded there. Row-level security is asked before
    them, so that hidden and absent are refused alike. Each keyword is a column; its value names the column it points
    at, as ``table.column``, or several of which one must fit. The tables pointed at have a ``family_id``.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, **columns: str | Sequence[str]) -> None:
        self.table, self.columns = table, columns

    def deconstruct(self) -> tuple[str, list, dict]:
        return ("Within", [self.table], dict(self.columns))

    def state_forwards(self, app_label: str, state: object) -> None:
        """The wall is not part of Django's picture of the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        schema_editor.execute(
            f"create policy own_family on {self.table} as restrictive for insert to {READERS} with check ({self.rule()});"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        schema_editor.execute(f"drop policy if exists own_family on {self.table};")

    def describe(self) -> str:
        return f"Keep rows of {self.table} within their family"

    def rule(self) -> str:
        """SQL: every column is empty or points inside the row's family."""
        t = self.table
        rules = []
        for column, target in self.columns.items():
            found = [f"{t}.{column} is null"]
            for place in (target,) if isinstance(target, str) else target:
                table, key = place.split(".")
                found.append(
                    f"exists (select from {table} o where o.{key} = {t}.{column} and o.family_id = {t}.family_id)"
                )
            rules.append(f"({' or '.join(found)})")
        return " and ".join(rules)


class Share(Operation):
    """Row-level security (forced) for a table without families: everybody signed in reads, an ability writes.

    ``read`` and ``write`` are SQL conditions; ``change`` lists updatable columns; ``roles`` may name other roles.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, table: str, *, read: str, write: str = "false", change: Sequence[str] = (), roles: str = READERS
    ) -> None:
        self.table, self.read, self.write, self.change, self.roles = table, read, write, tuple(change), roles

    def deconstruct(self) -> tuple[str, list, dict]:
        keys = {"read": self.read, "write": self.write, "change": self.change, "roles": self.roles}
        return ("Share", [self.table], keys)

    def state_forwards(self, app_label: str, state: object) -> None:
        """The wall is not part of Django's picture of the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        t = self.table
        rights = "select" if self.write == "false" else "select, insert"
        lines = [
            f"alter table {t} enable row level security;",
            f"alter table {t} force row level security;",
            f"grant {rights} on {t} to {self.roles};",
            f"create policy may_see on {t} for select to {self.roles} using ({self.read});",
        ]
        if self.write != "false":
            lines.append(f"create policy may_add on {t} for insert to {self.roles} with check ({self.write});")
        if self.change:
            lines.append(f"grant update ({_columns(self.change)}) on {t} to {self.roles};")
            lines.append(
                f"create policy may_change on {t} for update to {self.roles} using ({self.write}) with check ({self.write});"
            )
        schema_editor.execute("\n".join(lines))

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:  # type: ignore[no-untyped-def]
        names = ("may_see", "may_add", "may_change")
        schema_editor.execute("\n".join(f"drop policy if exists {n} on {self.table};" for n in names))

    def describe(self) -> str:
        return f"Share {self.table} among those signed in"


SIGNED_IN = "(select safekeeping.signed_in())"
# Also a device that was handed over for one sitting with questions.
OR_IN_A_SITTING = "(select safekeeping.me()) is not null"


def can(ability: int) -> str:
    """SQL: the signed-in principal has this ability."""
    return f"(select safekeeping.can({int(ability)}))"
