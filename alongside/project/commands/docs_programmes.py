"""The page of docs/ about the programmes that come along: their plans, what is known, and how a file is written."""

from __future__ import annotations

from alongside.library.catalogue import shipped
from alongside.library.rules import Evidence, Programme, comes_first, estimate
from alongside.library.terms import Direction
from alongside.project.commands.programmes import amount

INTRODUCTION = """\
The files lie in `alongside/library/catalogue/`: one for each programme, those of `evidence/` for what is known,
`checklists.toml` for what people of a site go through together, and `sources.toml` for where all of it comes from. They
are read once and checked; `alongside programmes validate` says what is wrong with one,
[schema.json](../../alongside/library/catalogue/schema.json) says the same for programs.

No text of anybody's manual is in them. Sessions are numbered; one has a title only where a public source names it. A
site that holds a manual gives its sessions titles of its own, which are shown there and leave with nothing.

Sessions, hours and weeks are computed from the plan. *Not said*: no source that we saw says it, and nothing is guessed.
"""
WRITING = """\
## How a file is written

Every text of ours is in both languages: `{ en = "…", fr = "…" }`. A name stays as it is.

| in a programme | means |
|---|---|
| `who`, `pregnancy`, `child_months` | for whom: what the list is searched by |
| `focus`, `cautions` | what it works on; what somebody who chooses should know |
| `confused`, `not_that` | another programme whose name sounds alike, and how they differ |
| `versions` | its plans; a plan never changes, a change is a new version |
| `relationship` | whether it works on the relationship: `whole`, `part`, `no`, `not_said` |
| `behaviour` | whether it teaches strategies for behaviour: `no`, `within`, `yes`, `not_said` |
| `marks` | what may be ticked after a session; without any, *kept to the plan* and, by `relationship`, four features |
| `process` | what the note on the work of a session is asked about |
| `measures` | an instrument's code and when: `before`, `after`, `start+6`, `end+3` (months); `ours` when we chose it |

A plan never changes: `python -m alongside.library.catalogue` writes a new one down with its hash, in `plans.toml`.

| in a part of a plan | means |
|---|---|
| `sessions` | how many: `12`, or `[1, 25]`; without it `per_week` × `lasts` |
| `minutes`, `lasts` | how long one takes: `90`, `[60, 90]`; how long it goes on: `{ weeks = 20 }` |
| `about` | `relationship`, `feelings`, `behaviour`, `goals`, `information`, `practical`, `open` |
| `children_join` | to how many of them children come, where it is not said to which |
| `beside` | goes along with the sessions and is not counted |

| in an item of evidence | means |
|---|---|
| `source`, `further` | where it is written; what we saw of that stands in `sources.toml` as `seen` |
| `design`, `n`, `of_whom` | how it was found out, with how many of whom |
| `findings` | every outcome that was told of, `no_difference` and `worse` as well |
| `effect` | counts (`programme = [11, 36]`, `compared = [4, 39]`) or a figure with its interval |
| `derived` | in an effect: we worked the counts out |
| `fit`, `certainty` | our own reading, each with its reason |
| `rating` | what a clearinghouse says, in its own word |
"""


def programmes_page(old: str) -> str:
    """The programmes with their plans, what is known about each, and every source."""
    catalogue = shipped()
    lines = ["# Programmes that come along\n", "<!-- Made by `alongside docs`. Change the files, not this page. -->\n"]
    lines += [INTRODUCTION, "## Programmes\n", "| code | name | plan | comes to | what comes first |"]
    lines.append("|---|---|---|---|---|")
    lines += [row for programme in catalogue.programmes for row in _rows(programme)]
    nulls = sum(each.null for each in catalogue.evidence)
    lines += ["", "## What is known\n", f"{len(catalogue.evidence)} items; {nulls} of them hold something that made no"]
    lines += ["difference, or made things worse.\n", "| about | what | how many | found | fit, certainty | source |"]
    lines.append("|---|---|---|---|---|---|")
    lines += [_item(each) for each in catalogue.evidence]
    lines += [
        "",
        "## What a site looks at in itself\n",
        "| list | title | parts | points | source |",
        "|---|---|---|---|---|",
    ]
    lines += [
        _cells(
            f"`{each.code}`",
            each.title.en,
            len(each.parts),
            sum(len(part.points) for part in each.parts),
            f"`{each.source}`",
        )
        for each in catalogue.checklists
    ]
    lines += ["", "## Sources\n", "| key | source | what we saw of it |", "|---|---|---|"]
    lines += [_cells(f"`{key}`", each.citation, each.seen) for key, each in catalogue.sources.items()]
    return "\n".join([*lines, "", WRITING])


def _rows(programme: Programme) -> list[str]:
    if not programme.versions:
        return [_cells(f"`{programme.code}`", programme.name, "none is held", "", "")]
    return [
        _cells(
            f"`{programme.code}`", programme.name, f"`{version.code}`: {version.title.en}", amount(version),
            comes_first(version).value.replace("_", " "),
        )
        for version in programme.versions
    ]  # fmt: skip


def _item(item: Evidence) -> str:
    found = [f"{finding.what.en}: {Direction(finding.direction).value.replace('_', ' ')}" for finding in item.findings]
    for n, finding in enumerate(item.findings):
        if finding.effect is not None:
            figure = estimate(finding.effect)
            ends = "no interval" if figure.low is None else f"{figure.low:.2f} to {figure.high:.2f}"
            found[n] += f" ({figure.value:.2f} {figure.unit}, {ends})"
    if item.rating is not None:
        found = [f"{item.rating.by}: {item.rating.word} ({item.rating.on or 'no date'})"]
    reading = f"{item.fit}, {item.certainty}".replace("_", " ")
    many = "" if item.n is None else item.n
    return _cells(", ".join(item.programmes), item.title.en, many, "; ".join(found), reading, f"`{item.source}`")


def _cells(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in cells) + " |"
