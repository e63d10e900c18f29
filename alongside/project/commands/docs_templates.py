"""The page of docs/ about ready-made analyses and plans: made from their own files."""

from __future__ import annotations

from alongside.evaluation import difficulties, plans
from alongside.evaluation.analyse.making import MEANING
from alongside.evaluation.analyse.registry import Option
from alongside.evaluation.templates.reading import ABOUT, TEMPLATES, Template

NOTE = "<!-- Made by `alongside docs`. Change the code, not this page. -->\n"
INTRODUCTION = """\
A template is a question with its analysis: which columns it needs, which methods it calls with them, what it shows and
what it cannot say. It fills an ordinary plan, so that what it did can be read, changed and run again.

```text
alongside analyse --templates                        # all of them
alongside analyse A-06 women.csv --arm arm --reference standard --id code --before confidence.T1 \\
    --after confidence.T2 --figures drawings --as-plan again.toml
alongside analyse --plan again.toml                  # the same figures
```

- **Each says** who is in it and what is missing, estimates with intervals and effect sizes, the answer in one sentence,
  what it cannot say, and the plan. `--figures FOLDER` draws each analysis as SVG with its numbers; `--json` prints one
  object: `template`, `title`, `question`, `shows`, `answers` (sentences), `limits`, `plan_toml`, `plan_sha256`,
  `version`, `data`, and `results` as of a plan ([analyse](analyse.md)).
- **Several outcomes** stand with commas between, in the same order under each option; one value holds for all.
- **Reading** is as for methods: `--missing`, `--where`, `--wide`, `--make` …
- **It ends** with 1 where the data do not allow one of its analyses; the others are told.
- **A template of one's own** is a plan: `--as-plan`, then change it.
- **Which difficulties count** in A-20 stands in [lists](difficulties.md) with a name and a version.

## Columns made from others

`--make NAME=how(…)`, and `make = [ … ]` under `read` in a plan. `--where` may name a made column.

"""
INVENTED = """\
## The invented study

`alongside analyse --invent FOLDER` writes 65 women in relationship-focused care and 25 in standard care, their children
and the plan `mother-child`; `--null` writes one in which care makes no difference. Nobody in it is real, each code
begins with “invented”, and no figure was measured: it shows what an analysis can find, never what care does. With the
same `--seed` the same study is written.
"""


def templates_page(old: str) -> str:
    """Every template by what it is about, the columns that can be made, and the ready-made plans."""
    lines = ["# Ready-made analyses and plans\n\n" + NOTE, INTRODUCTION + "| made by | what it is |", "|---|---|"]
    lines += [f"| `{how}` | {means} |" for how, means in MEANING.items()]
    lines += ["\n## Ready-made plans\n", "| plan | what it is | templates |", "|---|---|---|"]
    for name in plans.names():
        recipe = plans.recipe(name)
        used = list(dict.fromkeys(use["template"] for use in recipe["use"]))
        told = f"{recipe['title']}. {recipe.get('lead', '')}".strip()
        lines.append(f"| `{name}` | {_cell(told)} | {', '.join(used)} |")
    lines += [
        "\n`alongside analyse --ready NAME > plan.toml` prints one, every call written out. On the page *Write the",
        "plan* of a study those that need one table stand under the box.\n",
        INVENTED,
    ]
    for about, heading in ABOUT.items():
        mine = [TEMPLATES[id] for id in TEMPLATES if TEMPLATES[id].about == about]
        if mine:
            lines.append(f"## {heading}")
        for each in mine:
            lines += _template(each)
    return "\n".join(lines).rstrip() + "\n"


def _template(template: Template) -> list[str]:
    lines = [
        f"\n### {template.id}: {template.title}\n",
        f"{template.question}\n",
        f"*What it shows.* {template.shows}\n",
    ]
    methods = ", ".join(f"[{name}](analyse.md#{name})" for name in template.methods)
    lines += [f"*Methods.* {methods}.\n", "| option | takes | |", "|---|---|---|"]
    lines += [f"| `--{role.name}` | {_takes(role)} | {_said(role)} |" for role in template.roles]
    return [*lines, "", *(f"- {each}" for each in template.limits)]


def _takes(role: Option) -> str:
    if role.kind == "choice":
        return ", ".join(f"`{choice}`" for choice in role.choices)
    return {"integer": "whole number", "flag": ""}.get(role.kind, role.kind)


def _said(role: Option) -> str:
    more = " **Needed.**" if role.required else f" Usually `{role.default}`." if role.default not in (None, "") else ""
    return _cell(role.help) + more


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


LISTS = """\
Which difficulties may come together around a child, in which domain and period, when each is coded 1, and where it is
from. A-15 and A-20 of the [templates](templates.md) count them in files without names. An index is for groups: nowhere
in Alongside is it counted about one woman, shown on a record or passed to an agency.

```text
alongside analyse A-20 children.csv --list mother-child-1 --outcome learning.T1 --cluster mother
```

- **Columns** stand in the file under the names of the list (`--make early_birth=under(weeks,37)` makes one). Other
  columns under a list's name are refused; a list of one's own has a name of its own (`--called`).
- **Weights.** Each counts one. Beside it stand each domain counting one, each period counting one, weights of one's own
  (`--weights`), a thousand drawn ones, and the count without each.
- **Versions.** A published list is never changed: results carry its name, its version and the SHA-256 of its file
  (`alongside/evaluation/difficulties`). What is meant otherwise is a further file.
"""


def difficulties_page(old: str) -> str:
    """Every shipped list of difficulties, factor by factor."""
    lines = ["# Lists of difficulties\n\n" + NOTE, LISTS]
    for each in map(difficulties.read, difficulties.names()):
        known = f"Written {each.written}; SHA-256 `{each.sha256}`."
        lines += [f"## {each.called} (`{each.id}`)\n", f"{each.lead} {known}\n"]
        lines += ["| column | what it is | domain | period | coded | from |", "|---|---|---|---|---|---|"]
        lines += [
            f"| `{one.column}` | {one.title} | {one.domain} | {one.period} | {_cell(one.coded)} | {_cell(one.source)} |"
            for one in each.factors
        ]
        lines += ["", *(f"- {limit}" for limit in each.limits), ""]
    return "\n".join(lines).rstrip() + "\n"
