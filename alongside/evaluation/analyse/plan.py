"""A whole analysis plan: several calls in one TOML file, written before the results are seen, run as one."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from alongside.evaluation.analyse.calling import Called, call
from alongside.evaluation.analyse.version import code_version
from alongside.evaluation.methods.refusing import Unfit

TOP = {"title", "seed", "file", "read", "analysis"}
ONE = {"name", "method", "file", "options", "seed", "read"}
READ = {"missing", "encoding", "decimal", "date_form", "where", "days", "wide", "long", "make"}


def read_plan(path: Path) -> dict[str, Any]:
    """The plan, checked: names, methods, no word that nobody knows. Raises Unfit.

    ``title``, ``seed``, ``file`` and ``[read]`` stand at the top and hold for every ``[[analysis]]``; each has a
    ``name``, a ``method`` and ``options``, and may have its own ``file``, ``seed`` and ``read``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as why:
        raise Unfit("no_file", f"{path} cannot be read: {why.strerror or why}.") from why
    except UnicodeDecodeError as why:
        raise Unfit("bad_plan", f"{path.name} is not TOML: {why}") from why
    return parse_plan(text, path.name)


def parse_plan(text: str, name: str) -> dict[str, Any]:
    """A plan that was read already, checked in the same way; ``name`` is what messages call it. Raises Unfit."""
    try:
        plan = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise Unfit("bad_plan", f"{name} is not TOML: {why}") from why
    _known(plan, TOP, name)
    _known(plan.get("read", {}), READ, f"{name}, [read]")
    analyses = plan.get("analysis")
    if not isinstance(analyses, list) or not analyses:
        raise Unfit("bad_plan", f"{name} holds no [[analysis]].")
    names: set[str] = set()
    for n, each in enumerate(analyses, start=1):
        _known(each, ONE, f"{name}, analysis {n}")
        if not isinstance(each.get("name"), str) or not isinstance(each.get("method"), str):
            raise Unfit("bad_plan", f"{name}: analysis {n} needs a name and a method.")
        if each["name"] in names:
            raise Unfit("bad_plan", f"{name}: two analyses are called “{each['name']}”.")
        names.add(each["name"])
        _known(each.get("read", {}), READ, f"{name}, {each['name']}, read")
    return plan


def _known(words: Any, allowed: set[str], where: str) -> None:
    if not isinstance(words, Mapping):
        raise Unfit("bad_plan", f"{where}: names and values are expected here.")
    strange = sorted(set(words) - allowed)
    if strange:
        raise Unfit("bad_plan", f"{where}: nobody knows “{strange[0]}”.", f"It may hold: {', '.join(sorted(allowed))}.")


Told = Callable[[str, Called | Unfit], None]


def run_plan(path: Path, told: Told = lambda *_: None) -> dict[str, Any]:
    """Every analysis of a plan's file, as ``run_text`` of what stands in it; data files are seen from its folder."""
    read_plan(path)
    return run_text(path.read_text(encoding="utf-8"), path.name, path.parent, told)


def run_text(text: str, name: str, folder: Path, told: Told = lambda *_: None) -> dict[str, Any]:
    """Every analysis of a plan. One that its data do not allow is told as refused; the others run.

    Returns {"plan": title, file, sha256; "version"; "data": {file: sha256}; "results": [{"name", …as of one call}]}.
    ``told`` hears of each as it is done.
    """
    plan = parse_plan(text, name)
    results, data = [], {}
    for each in plan["analysis"]:
        given = each.get("file", plan.get("file"))
        file = folder / given if given else None
        if file is not None and file.is_file():
            data[str(given)] = hashlib.sha256(file.read_bytes()).hexdigest()
        try:
            called = call(
                each["method"], file, seed=each.get("seed", plan.get("seed")),
                reading={**plan.get("read", {}), **each.get("read", {})}, **each.get("options", {}),
            )  # fmt: skip
            results.append({"name": each["name"], **called.as_json()})
            told(each["name"], called)
        except Unfit as why:
            refused = {"code": why.code, "what": why.what, "do": why.do}
            results.append({"name": each["name"], "method": each["method"], "refused": refused})
            told(each["name"], why)
    return {
        "plan": {"title": plan.get("title", ""), "file": name, "sha256": hashlib.sha256(text.encode()).hexdigest()},
        "version": code_version(),
        "data": data,
        "results": results,
    }
