"""The page of docs/ about `alongside analyse`: made from the methods' own declarations, with a worked call of each."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

from alongside.evaluation.analyse.registry import METHODS, Method, Option

NOTE = "<!-- Made by `alongside docs`. Change the code, not this page. -->\n"
WIDE, MOST = 200, 80  # of a line of JSON; lines of it
INTRODUCTION = """\
`alongside analyse METHOD FILE.csv …` answers one question of an evaluation from a CSV file, with nothing else
installed and without a database. Rows hold no names. Nothing is written anywhere, except a figure when one is asked
for.

- **Files** have a header and commas, semicolons, tabs or | between the cells; UTF-8 is best, others are recognised
  and named (`--encoding`). Empty cells, `NA`, `NaN`, `NULL` and `.` are missing; `--missing -99` names another way of
  saying so.
- **Numbers** may have a decimal comma. Where “1,234” can be read in two ways you are asked: `--decimal ,` or
  `--decimal .`.
- **Days** are written 2026-11-23, 23/11/2026, 11/23/2026 or 23 November 2026. When every day of a column fits two
  orders you are asked: `--date-form dmy` or `mdy`. Years have four digits.
- **Time between two days** is counted by `--days stay=entered:left`, which makes a column `stay`; with
  `--days stay=entered:left:2026-11-23` that day stands where `left` is empty (somebody who is still there).
- **Wide and long.** `--wide id,wave,score` makes one row a person (columns `score.1`, `score.2` …) of a file with a
  row a wave; `--long score=before:0,after:1` makes the columns `wave` and `score` of a file with a row a person.
  Several scores over the same waves stand with ; between: `--long "score=a,b;mood=c,d"`. `--where arm=A` keeps rows;
  `--make gain=change(before,after)` makes a column ([which](templates.md#columns-made-from-others)). The order is
  where, days, wide, make, long.
- **Columns** of an option are named as in the header; several stand with commas between, a name with a comma in quotes.
- **Chance**: `--seed 7` gives the same figures again; without it a fixed seed is used, and named.
- **`--json`** prints one object: `method`, `version`, `file`, `options`, `seed`, `used` (`rows`, `used`, `missing` by
  column), `values` (below, method by method), `notes`, `sentence`. Numbers stand at full precision; `null` is not
  known, not defined or without a limit. `version` is the release with a digest of the sources that worked it out.
- **`--figure out.svg`** draws it, with the numbers as a table below, for methods that have a picture.
- **It ends** with 0; with 1 when the file or the data do not allow an answer (it says why and what would help); with
  2 when the command line was not understood.

## A whole plan

`alongside analyse --plan plan.toml --json` runs a plan that was written down before anybody saw results. It prints
the plan's own digest (`sha256`) and those of the data files, and each analysis under its name. One that the data do
not allow stands there as `refused`, with its reason; the others run, and the command ends with 1.

```toml
title = "Beat the Blues: 8 months"
seed = 20261123
file = "hsaur3_BtheB_wide.csv"     # seen from the plan's folder

[read]                             # as typed: missing, decimal, date_form, encoding, where, wide, make, long
missing = ["-99"]

[[analysis]]
name = "who is there"
method = "describe"
options = { columns = ["bdi.pre", "bdi.8m"], arm = "treatment" }
```

Whole questions with their analyses (A-01 …), and plans of whole studies, are ready-made: [templates](templates.md).

"""


def analyse_page(old: str) -> str:
    """Every method: its question, options, JSON, one worked call on a file of tests/data with its numbers, limits."""
    lines = [
        "# alongside analyse\n\n" + NOTE,
        INTRODUCTION + "## Methods\n",
        "| method | what it answers |",
        "|---|---|",
    ]
    lines += [f"| [{name}](#{name}) | {METHODS[name].summary} |" for name in METHODS]
    for name in METHODS:
        lines += _method(METHODS[name])
    return settled(old, "\n".join(lines) + "\n")


def _method(method: Method) -> list[str]:
    lines = [f"\n## {method.name}\n", method.summary + "\n", "| option | takes | |", "|---|---|---|"]
    lines += [f"| `--{each.name}` | {_takes(each)} | {_said(each)} |" for each in method.options]
    if method.keys:
        lines += ["\n| in `values` | |", "|---|---|"]
        lines += [f"| `{key}` | {_cell(means)} |" for key, means in method.keys.items()]
    if method.limits:
        lines += ["", *(f"- {each}" for each in method.limits)]
    told, values = worked(method)
    lines += ["\nA worked call:\n", "```text", f"$ {method.example}", *told, "```\n"]
    lines += ["Of its `--json`, `values` (shortened here):\n", "```text", values, "```"]
    return lines


def _takes(option: Option) -> str:
    if option.kind == "choice":
        return ", ".join(f"`{choice}`" for choice in option.choices)
    return {"columns": "columns", "numbers": "numbers", "integer": "whole number", "flag": ""}.get(
        option.kind, option.kind
    )


def _said(option: Option) -> str:
    more = " **Needed.**" if option.required else ""
    if option.default not in (None, (), "", False):
        shown = option.default if not isinstance(option.default, tuple) else ",".join(map(str, option.default))
        more = f" Usually `{shown}`."
    return _cell(option.help) + more


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def worked(method: Method) -> tuple[list[str], str]:
    """(what a person sees, ``values`` as JSON) of the method's example, through the real command."""
    words = shlex.split(method.example)[2:]
    data = Path(__file__).resolve().parents[3] / "tests" / "data"
    if method.reads_table:
        named = next(n for n, word in enumerate(words) if word.endswith(".csv"))
        words[named] = str(next(p for p in (data / "evaluation" / words[named], data / words[named]) if p.exists()))
    seen = [line.rstrip() for line in _run(words).splitlines()]
    values = json.loads(_run([*words, "--json"]))["values"]
    lines = laid_out(shortened(values)).splitlines()
    more = [f"… and {len(lines) - MOST} lines more"] if len(lines) > MOST + 5 else []
    return seen, "\n".join(lines[: MOST if more else None] + more)


def _run(words: list[str]) -> str:
    import typer.main

    from alongside.project.commands.analyse import analyse

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        typer.main.get_command(analyse).main(words, prog_name="alongside analyse", standalone_mode=False)
    return out.getvalue()


def shortened(value: Any) -> Any:
    """Long lists with their first three members and how many there are."""
    if isinstance(value, dict):
        return {key: shortened(each) for key, each in value.items()}
    if isinstance(value, list):
        many = [f"… {len(value)} in all"] if len(value) > 6 else []
        return [shortened(each) for each in (value[:3] if many else value)] + many
    return value


def laid_out(value: Any, depth: int = 0) -> str:
    """JSON in which whatever fits on a line stands on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + depth <= WIDE or not isinstance(value, dict | list) or not value:
        return flat
    inside, end = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, list):
        return "[" + inside + ("," + inside).join(laid_out(each, depth + 1) for each in value) + end + "]"
    lines = [f"{json.dumps(key, ensure_ascii=False)}: {laid_out(each, depth + 1)}" for key, each in value.items()]
    return "{" + inside + ("," + inside).join(lines) + end + "}"


NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def settled(old: str, new: str) -> str:
    """The old page where it differs in nothing but the last digits of figures, as between two kinds of processor."""
    if NUMBER.sub("#", old) != NUMBER.sub("#", new):
        return new
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    close = all(a == b or abs(float(a) - float(b)) <= 1e-6 * max(abs(float(b)), 1e-3) for a, b in pairs)
    return old if close else new
