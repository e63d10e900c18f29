"""`alongside docs`: the pages of docs/ that are made from the code, and the check that they are current."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parents[3]
NOTE = "<!-- Made by `alongside docs`. Change the code, not this page. -->\n"
BEGIN, END = "<!-- the house, drawn from pyproject.toml -->", "<!-- end of the drawing -->"


def docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say which pages are not current.")] = False,
) -> None:
    """Make the reference pages of `docs/` from the code: who may see what, the data dictionary, the house, imports,
    instruments, programmes, the methods and templates of `analyse`."""
    from alongside.project.address import checkout

    _set_up()
    stale = []
    for name, make in PAGES.items():
        path = checkout() / "docs" / name
        old = path.read_text() if path.exists() else ""
        new = make(old)
        if new != old:
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(new)
    if stale and check:
        typer.echo("Not current: " + ", ".join(f"docs/{name}" for name in stale) + ". Run: alongside docs")
        raise typer.Exit(1)
    typer.echo("The pages of docs/ are current." if not stale else "Written: " + ", ".join(stale))


def _set_up() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.project.settings")
    import django

    django.setup()


def who_may_see_what(old: str) -> str:
    """Parts × what they may do, parts × categories, and for every table who is asked what."""
    from alongside.access.policy import POLICY
    from alongside.accounts.terms import PARTS, RoleName
    from alongside.safekeeping.terms import Category

    lines = [
        "# Who may see what\n\n" + NOTE,
        "A part opens no file by itself. Three things must hold at once, and the database asks all three in every",
        "statement: she is **let into** the family (her team), her **part** reads the category, and she is not",
        "**kept out**. Without a live session nothing is seen, not even a count.\n",
        "## What each part may open\n",
        "| part | " + " | ".join(may.value for may in POLICY) + " |",
        "|---|" + "---|" * len(POLICY),
    ]
    for role in RoleName:
        me = _somebody(PARTS[role])
        lines.append(f"| {role.label} | " + " | ".join("yes" if asks(me) else "" for asks in POLICY.values()) + " |")
    lines += [
        "\n## Which categories each part reads, in files she is let into\n",
        "| part | signs in as | " + " | ".join(c.name.lower().replace("_", " ") for c in Category) + " |",
        "|---|---|" + "---|" * len(Category),
    ]
    for role in RoleName:
        part = PARTS[role]
        marks = [
            ("reads, writes" if part.writes >> c & 1 else "reads") if part.reads >> c & 1 else "" for c in Category
        ]
        lines.append(f"| {role.label} | {part.kind} | " + " | ".join(marks) + " |")
    lines += [
        "\n## Tables behind the wall\n",
        "| table | about whom | category | pages may change |",
        "|---|---|---|---|",
    ]
    for table, one in sorted(_protected().items()):
        lines.append(f"| `{table}` | {one[0]} | {one[1]} | {one[2]} |")
    return "\n".join(lines) + "\n"


def _somebody(part: object) -> object:
    import uuid
    from datetime import UTC, datetime

    from alongside.safekeeping.queries import Me

    nobody = uuid.UUID(int=0)
    return Me(
        nobody, None, nobody, None, part.kind, "", part.abilities, part.reads, part.writes, True, "",  # type: ignore[attr-defined]
        datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def _protected() -> dict[str, tuple[str, str, str]]:
    """{table: (about whom, category, changeable columns)} of every migration that puts a table behind the wall."""
    from django.db.migrations.loader import MigrationLoader

    from alongside.safekeeping.protection import Protect, Share
    from alongside.safekeeping.terms import Category

    found = {}
    whom = {None: "any part of the file", "file": "the whole file"}
    for migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values():
        for step in migration.operations:
            if isinstance(step, Protect):
                fixed = isinstance(step.category, Category)
                category = step.category.name.lower().replace("_", " ") if fixed else f"each row's `{step.category}`"  # type: ignore[union-attr]
                found[step.table] = (
                    whom.get(step.subject, f"`{step.subject}`"),
                    category,
                    ", ".join(step.change) or "nothing",
                )
            elif isinstance(step, Share):
                found[step.table] = ("no family", f"read: `{step.read}`", ", ".join(step.change) or "nothing")
    return found


def data_dictionary(old: str) -> str:
    """Every room's tables: columns, types, choices, what they mean."""
    from django.apps import apps

    protected = _protected()
    lines = ["# Data dictionary\n\n" + NOTE]
    for config in apps.get_app_configs():
        if not config.name.startswith("alongside.") or ".pages" in config.name:
            continue
        models = list(config.get_models())
        if not models:
            continue
        lines.append(f"## {config.label}\n")
        for model in models:
            lines.append(f"### {model.__name__} (`{model._meta.db_table}`)\n")
            lines.append(" ".join((model.__doc__ or "").split()) + "\n")
            if model._meta.db_table in protected:
                about, category, _ = protected[model._meta.db_table]
                lines.append(f"Behind the wall: {about}; {category}.\n")
            lines += ["| column | type | may be empty | means |", "|---|---|---|---|"]
            lines += [_column(field) for field in model._meta.get_fields() if getattr(field, "concrete", False)]
            lines.append("")
    return "\n".join(lines)


def _column(field: object) -> str:
    kind = type(field).__name__.removesuffix("Field")
    choices = ", ".join(f"`{value}`" for value, _label in (getattr(field, "flatchoices", None) or []))
    means = str(getattr(field, "help_text", "") or "").replace("|", "/")
    empty = "yes" if field.null or field.blank else ""  # type: ignore[attr-defined]
    told = "; ".join(filter(None, [means, choices]))
    return f"| `{field.column}` | {kind} | {empty} | {told} |"  # type: ignore[attr-defined]


def architecture(old: str) -> str:
    """The architecture page with its drawing of the floors renewed from the fence."""
    if BEGIN not in old:
        return old
    before, rest = old.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return before + BEGIN + "\n" + "\n".join(_drawing()) + "\n" + END + after


def _drawing() -> Iterator[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = next(c for c in contracts if c["name"].startswith("The house"))["layers"]
    built = {p.name for p in (ROOT / "alongside").iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    width = 78
    yield "```text"
    yield "┌" + "─" * width + "┐"
    for n, floor in enumerate(floors):
        rooms = [room.strip(" ()") for room in floor.split("|")]
        words = "   ".join(room if room in built else f"({room})" for room in rooms)
        yield "│ " + words.ljust(width - 2) + " │"
        yield ("├" + "─" * width + "┤") if n < len(floors) - 1 else "└" + "─" * width + "┘"
    yield "```"
    yield ""
    yield "A room leans on lower floors only. Rooms in brackets have their place and are not built yet."


def _imports(old: str) -> str:
    try:
        from alongside.stewardship.rules.reference import import_page
    except ModuleNotFoundError:
        return old
    return import_page()


def _instruments(old: str) -> str:
    from alongside.project.commands.docs_instruments import instruments_page

    return instruments_page(old)


def _programmes(old: str) -> str:
    from alongside.project.commands.docs_programmes import programmes_page

    return programmes_page(old)


def _analyse(old: str) -> str:
    from alongside.project.commands.docs_analyse import analyse_page

    return analyse_page(old)


def _templates(old: str) -> str:
    from alongside.project.commands.docs_templates import templates_page

    return templates_page(old)


def _difficulties(old: str) -> str:
    from alongside.project.commands.docs_templates import difficulties_page

    return difficulties_page(old)


def mother_and_child(old: str) -> str:
    """What of hers may stand with the child and why; whose each field is."""
    from alongside.stewardship.rules import mother_and_child as sides

    lines = [
        "# Mother and child: whose each field is\n\n" + NOTE,
        "What a mother told for herself is not carried into her child's record, where whoever looks after the child,",
        "somebody with rights over it, or a court might read it. Every field of the programme has a side: **mother**,",
        "**child**, **both** (the two together), **each** (whomever the row is about; the wall reads that from it) or",
        "**nobody** (the programme's own). A field without a side, and one of hers in a child's table that is not in",
        "the first list, fails `tests/house/test_mother_and_child.py`. A note about a child that says something of her",
        "names her (`about`), and then asks for her word too.\n",
        "## What of hers may stand with the child\n",
        "| field | why |",
        "|---|---|",
        *(f"| `{name}` | {why} |" for name, why in sides.PASSES.items()),
        "\n## Every field\n",
        "On every table, and nobody's: " + ", ".join(f"`{name}`" for name in sorted(sides.EVERYWHERE)) + ".\n",
        "| table | " + " | ".join(sides.SIDES) + " |",
        "|---|" + "---|" * len(sides.SIDES),
    ]
    held: dict[str, dict[str, list[str]]] = {table: {} for table in sorted(sides.tables())}
    for field in sides.fields():
        held[field.table].setdefault(field.side, []).append(field.name)
    for table, by_side in held.items():
        lines.append(f"| `{table}` | " + " | ".join(", ".join(by_side.get(side, ())) for side in sides.SIDES) + " |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[str], str]] = {
    "reference/who-may-see-what.md": who_may_see_what,
    "reference/data-dictionary.md": data_dictionary,
    "reference/import.md": _imports,
    "reference/instruments.md": _instruments,
    "reference/programmes.md": _programmes,
    "reference/analyse.md": _analyse,
    "reference/templates.md": _templates,
    "reference/difficulties.md": _difficulties,
    "reference/mother-and-child.md": mother_and_child,
    "architecture.md": architecture,
}
