"""The page that explains the import (``docs/reference/import.md``) and the templates, both made from the schemas."""

from __future__ import annotations

import csv
import io
from importlib import resources
from pathlib import Path

from alongside.stewardship.rules.schema import TABLES, Column, Table, schema_text, tables

NOTE = "<!-- Made by `alongside docs`. Change the code, not this page. -->"

# The exact command for the real trial of tests/data (one string, so that tests run what the page says).
TRIAL = (
    "alongside import scores tests/data/hsaur3_BtheB_wide.csv --as 'Ines, intake' --instrument BDI-II"
    " --study 'Beat the Blues' --baseline-on 2001-01-15 --id id --column bdi.pre=0 --column bdi.2m=2 --column bdi.3m=3"
    " --column bdi.5m=5 --column bdi.8m=8 --write"
)
TRIAL_LONG = (
    "alongside import scores tests/data/hsaur3_BtheB_long.csv --as 'Ines, intake' --instrument BDI-II"
    " --study 'Beat the Blues' --baseline-on 2001-01-15 --id id --time time --score bdi --write"
)

ANSWERS = "alongside import answers phq9.csv --as 'Ines, intake' --instrument PHQ-9 --id person_key --on day --write"

_ABOUT = f"""# Bringing people, dates and scores over

{NOTE}

`alongside import` reads CSV files. It first only looks (`--dry-run`, the usual way) and says, file by file and line by
line, what there is to mend. With `--write` it writes.

```
alongside import --templates my-import           # empty files, filled-in examples, the schemas
alongside import caseload my-import --as 'Ines, intake'            # look; nothing is written
alongside import caseload my-import --as 'Ines, intake' --write    # bring over
```

- **Who.** `--as` names a colleague by name or e-mail address whose part may import (intake or manager). Everything is
  written as that colleague, behind the wall: she is let into the files, with those who are let into every file and
  the team named in `team.csv`. Nobody else sees them.
- **All or nothing, family by family.** A family with one row to mend is left out wholly and named; the others go in.
- **Nothing twice.** `family_key` and `person_key` are your own keys. The same files again say "already here". A family
  that is here is never changed by a file: what is new goes in by hand. Of the keys only a digest is kept.
- **Any number.** Files may be in any order and of any size; 5,000 families take minutes.
- **Days** are written year-month-day (`2023-05-01`). Another way is asked about, never guessed. A last day is the last
  day itself. What is empty stays unknown.
- **Files** may have commas, semicolons, tabs or | between the cells; UTF-8 is best, Windows-1252, UTF-16 and others are
  recognised and named. A cell that looks like a formula is text. Names may be in any script, or none.
- **A column nobody knows** stops the import, so that nothing is lost unseen; `--ignore-columns` leaves it out.
- **Not brought over by file:** how it is safe to reach her (what was safe in an old system may not be safe today: ask
  her), how safe somebody is for her (only she says), returns to use, pregnancies that ended without a birth.

The command ends with 0 when everything went (or would go) in, and with 1 when something was left out.
`--report FILE` writes the whole report; it repeats no name and no note.

The files follow the [Table Schema](https://datapackage.org/standard/table-schema/) of Frictionless Data; `--templates`
writes the schemas too. `families.csv` and `people.csv` are needed, the others may be left out.
"""

_SCORES = """
## Repeated scores

`alongside import scores` reads one measure from one file: **wide** (one row for each person, a column for each wave) or
**long** (one row for each person and wave). A score that is missing (empty, NA, or what `--missing` names) becomes a
wave that is *not available*; it is never nought. Waves are dated from `--baseline-on` (one day for all) or
`--baseline-column` (each person's own), in `--unit` months, weeks or days.

With `--study NAME`, each person becomes a record of her own, called by an alias ("Participant 17") in a file named
after the study. Without it, the column `--id` holds person keys of an earlier `alongside import caseload`.
The same file again records nothing twice, and a longer file adds the later waves. Where it has another value than what
is recorded, nothing is overwritten and the line is named.

`--instrument` takes a code of the catalogue (`alongside instruments list`) or any other name. With a code, each
occasion carries that version of the measure: a score outside its legal range is named by file and line, and cut-offs,
norms and reliable change (Jacobson–Truax) stand beside each person's scores on her timeline and under *Results over
time*. A name that is not in the catalogue is kept as it is; its scores are shown and no change is judged.

Published norms come from people unlike those of most programmes, and most are general knowledge to be checked in the
manual. `--norm sd=9.6,r=0.86,source=where from` (also `type=`, the kind of r, and `cutoff=`) keeps figures of your own
for the total, once; they come before the published ones. Whoever imports must then be one who keeps instruments.

Who may read a score depends on what it is about. A measure of the catalogue says so itself; with another name it is
`--about mental_health_trauma` unless you say otherwise.

The Beat the Blues trial (100 people; the Beck Depression Inventory II, as the documentation of the R package HSAUR3
names it, at the start and after 2, 3, 5 and 8 months; for many the later waves are missing), wide:

```
{trial}
```

The same from the long file:

```
{long}
```

## Answers, question by question

`alongside import answers` reads the answers to one measure of the catalogue and keeps each as it was given, with the
scores they come to. **Wide**: one row for each time, `--id` and `--on` (the day) and a column for each question, called
as in the definition (`alongside instruments show PHQ-9`). **Long**: one row for each answer, with `--item` and
`--answer`. `--wave` names a column that says which time it was.

A blank answer was not given; it is never nought. `prefer_not` is kept as her choice; NA as *does not apply* where the
measure allows it. An answer that cannot be is named by file and line, and that person is left out until it is mended. A
measure about a child takes the child's key; one about her and a child takes the child's key, too. The same file again
records nothing twice.

Nobody is told at once of an answer that is brought over: it was given elsewhere, at another time. Such answers are
named by line instead, so that somebody can look whether she needs company now.

```
{answers}
```
"""


def import_page() -> str:
    """``docs/reference/import.md`` as it should stand."""
    parts = [
        _ABOUT,
        *(_section(table) for table in tables()),
        _SCORES.format(trial=_wrapped(TRIAL), long=_wrapped(TRIAL_LONG), answers=_wrapped(ANSWERS)),
    ]
    return "\n".join(parts)


def _wrapped(command: str) -> str:
    """A long command over several lines of a shell."""
    return command.replace(" --", " \\\n  --")


def _section(table: Table) -> str:
    need = "needed" if table.needed else "may be left out"
    lines = [f"## {table.name}.csv: {table.title} ({need})\n", table.description + "\n"]
    lines += ["| column | type | | what | example |", "|---|---|---|---|---|"]
    lines += [_line(column) for column in table.columns]
    return "\n".join(lines) + "\n"


def _line(column: Column) -> str:
    what = column.description.replace("|", "\\|")
    if column.choices and column.name != "kind":
        what += " One of: " + ", ".join(f"`{choice}`" for choice in column.choices) + "."
    example = f"`{column.example}`".replace("|", "\\|") if column.example else ""
    return f"| `{column.name}` | {column.type} | {'needed' if column.required else ''} | {what} | {example} |"


def header(table: Table) -> str:
    """The first line of a file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([column.name for column in table.columns])
    return out.getvalue()


def write_templates(folder: Path) -> list[Path]:
    """Empty files with their headers, filled-in examples and the schemas; never over a file that is there.

    Returns what was written. Raises OSError where the folder cannot be written.
    """
    wanted: dict[str, str] = {}
    for table in tables():
        wanted[f"{table.name}.csv"] = header(table)
        wanted[f"schemas/{table.name}.json"] = schema_text(table.name)
    for name in TABLES:
        wanted[f"examples/{name}.csv"] = example(name)
    written = []
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return written


def example(name: str) -> str:
    """The filled-in example of one table."""
    return (resources.files(__package__) / "examples" / f"{name}.csv").read_text(encoding="utf-8")
