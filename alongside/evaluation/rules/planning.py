"""A study's plan: the same TOML as `alongside analyse --plan`, on the study's own table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.evaluation.analyse.calling import method_named
from alongside.evaluation.analyse.plan import parse_plan
from alongside.evaluation.analyse.registry import SEED, read_options
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.rules.framing import FILE


@dataclass(frozen=True)
class Step:
    """One analysis of a plan: its name, its method, options, seed, and how the table is read for it."""

    name: str
    method: str
    options: Mapping[str, Any]
    seed: int
    reading: Mapping[str, Any]


def steps(toml: str) -> list[Step]:
    """What a plan would do, in its order, each method and option looked at.

    Raises Unfit: no plan, a method or an option that nobody knows, or another file than the study's own.
    """
    plan = parse_plan(toml, "plan")
    found = []
    for each in plan["analysis"]:
        if each.get("file", plan.get("file", FILE)) != FILE:
            raise Unfit("bad_plan", f"“{each['name']}”: a study's plan reads {FILE}, and no other file.")
        seed = each.get("seed", plan.get("seed", SEED))
        if not isinstance(seed, int):
            raise Unfit("bad_plan", f"“{each['name']}”: a seed is a whole number.")
        method = method_named(each["method"])
        if not isinstance(each.get("options", {}), Mapping):
            raise Unfit("bad_plan", f"“{each['name']}”: options are names and values.")
        try:
            read_options(method, each.get("options", {}), seed)
        except Unfit as why:
            raise Unfit(why.code, f"“{each['name']}”: {why.what}", why.do) from why
        reading = {**plan.get("read", {}), **each.get("read", {})}
        found.append(Step(each["name"], each["method"], each.get("options", {}), seed, reading))
    return found
