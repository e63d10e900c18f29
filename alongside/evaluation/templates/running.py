"""One template on one file: filled, run as the plan that it then is, and told with that plan."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.evaluation.analyse.calling import Called
from alongside.evaluation.analyse.plan import run_text
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.templates.filling import as_toml, fill, filled
from alongside.evaluation.templates.reading import Template


@dataclass
class Ran:
    """A template that was run: its plan as text, the sentences that answer its question, what each call came to, and
    the JSON."""

    template: Template
    plan: str
    answers: list[str] = field(default_factory=list)
    found: list[tuple[str, Called | Unfit]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)


def run(
    template: Template, file: Path | str | None, given: Mapping[str, Any], *, seed: int | None = None,
    reading: Mapping[str, Any] | None = None, folder: Path | None = None,
) -> Ran:  # fmt: skip
    """Fill and run; what reads no table needs no ``file``. ``folder``: where the plan will lie, from which it will see
    the file (else the file's own).

    Raises Unfit: roles that do not fit (see ``fill``). What the data do not allow is told as refused, call by call.
    """
    path = Path(file) if file is not None else None
    home = folder if folder is not None else path.parent if path is not None else Path()
    seen_from_there = os.path.relpath(path, home) if path is not None else ""
    text = as_toml(fill(template, given, file=seen_from_there, seed=seed, reading=reading))
    marked = [analysis["name"] for call, analysis in filled(template, given) if call.answers]
    ran = Ran(template, text)
    whole = run_text(text, f"{template.id}.toml", home, lambda name, what: ran.found.append((name, what)))
    ran.answers = [said(what) for name, what in ran.found if name in marked] or [said(ran.found[0][1])]
    ran.told = {
        "template": template.id,
        "title": template.title,
        "question": template.question,
        "shows": template.shows,
        "answers": ran.answers,
        "limits": list(template.limits),
        "plan_toml": text,
        "plan_sha256": hashlib.sha256(text.encode()).hexdigest(),
        **{key: whole[key] for key in ("version", "data", "results")},
    }
    return ran


def said(what: Called | Unfit) -> str:
    """The sentence of a call, or why there is none."""
    return f"{what.what} {what.do}".strip() if isinstance(what, Unfit) else what.outcome.sentence
