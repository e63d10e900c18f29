"""Ready-made plans of whole studies: which templates they use, with which columns. ``expanded`` is the plan itself."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.templates.filling import as_toml, fill
from alongside.evaluation.templates.reading import TEMPLATES

FOLDER = Path(__file__).parent
TOP, USE = {"title", "lead", "seed", "use"}, {"template", "file", "roles", "read"}


def names() -> list[str]:
    """Every ready-made plan, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def recipe(name: str) -> dict[str, Any]:
    """What a plan is made of: ``title``, ``lead`` (what it is for), ``seed`` and each ``use`` of a template.

    Raises Unfit where no plan is called so, ValueError where the file holds what nobody knows.
    """
    if name not in names():
        raise Unfit("no_plan", f"No ready-made plan is called “{name}”.", f"There are: {', '.join(names())}.")
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    strange = set(written) - TOP | {word for use in written["use"] for word in set(use) - USE}
    if strange:
        raise ValueError(f"{name}.toml holds “{min(strange)}”")
    return written


def expanded(name: str, *, files: bool = True) -> str:
    """The plan as the text that `alongside analyse --plan` runs, every call written out.

    ``files``: whether each call names its table; a study's own page has one table, and names none.
    """
    written = recipe(name)
    plan: dict[str, Any] = {"title": written["title"], "seed": written["seed"], "analysis": []}
    for use in written["use"]:
        for each in fill(TEMPLATES[use["template"]], use["roles"])["analysis"]:
            if files and "file" in use:
                each["file"] = use["file"]
            if "read" in use:
                each["read"] = {**use["read"], **each.get("read", {})}
            plan["analysis"].append(each)
    return as_toml(plan)
