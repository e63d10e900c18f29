"""A template with columns in the place of its roles is a plan; a plan as the text that runs it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from alongside.evaluation.analyse.registry import METHODS, Method, read_options
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.templates.reading import PLACE, Call, Template

Plan = dict[str, Any]


def fill(
    template: Template, given: Mapping[str, Any], *, file: str = "", seed: int | None = None,
    reading: Mapping[str, Any] | None = None,
) -> Plan:  # fmt: skip
    """The plan of a template: each call once, or once for each of the columns of its ``each``.

    ``given``: roles by name, as typed or ready (a list, or text with commas between). Raises Unfit: a role that is
    needed or that nobody knows, lists that do not go together, no call for what was given.
    """
    plan: Plan = {"title": f"{template.id}: {template.title}"}
    if seed is not None:
        plan["seed"] = seed
    if file:
        plan["file"] = file
    if reading:
        plan["read"] = dict(reading)
    return plan | {"analysis": [analysis for _call, analysis in filled(template, given)]}


def filled(template: Template, given: Mapping[str, Any]) -> list[tuple[Call, Plan]]:
    """The analyses of a template, each with the call that it comes from. Raises Unfit as ``fill``."""
    roles = as_given(template, given)
    found = [(call, analysis) for call in template.calls for analysis in _calls(template, call, roles)]
    if not found:
        asked = dict.fromkeys(" ".join(f"--{name}" for name in call.needs) for call in template.calls if call.needs)
        raise Unfit(
            "option_needed", f"{template.id} has nothing to do with what was given.",
            f"Its analyses need, each for itself: {'; '.join(asked)}.",
        )  # fmt: skip
    return found


def as_given(template: Template, given: Mapping[str, Any]) -> dict[str, Any]:
    """Roles as values, None or () where nothing was given. Raises Unfit as for the options of a method."""
    like = Method(template.id, template.question, template.roles, run=lambda *_: None, example="")  # type: ignore[arg-type, return-value]
    asked: SimpleNamespace = read_options(like, given)
    return {role.name: getattr(asked, role.name.replace("-", "_")) for role in template.roles}


def _calls(template: Template, call: Call, roles: Mapping[str, Any]) -> list[Plan]:
    if any(not _there(roles[name]) for name in call.needs) or any(_there(roles[name]) for name in call.unless):
        return []
    if not call.each:
        return [_analysis(template, call, roles)]
    lists = {name: _listed(roles[name]) for name in call.each}
    many = max(len(each) for each in lists.values())
    for name, each in lists.items():
        if len(each) not in (0, 1, many):
            raise Unfit(
                "bad_option", f"{template.id}: --{name} names {len(each)} where others name {many}.",
                "Name them in the same order, or one for all.",
            )  # fmt: skip
    found = []
    for n in range(many):
        mine = {name: (each[n if len(each) > 1 else 0] if each else None) for name, each in lists.items()}
        found.append(_analysis(template, call, {**roles, **mine}))
    return found


def _analysis(template: Template, call: Call, roles: Mapping[str, Any]) -> Plan:
    kinds = {option.name: option.kind for option in METHODS[call.method].options}
    options = {name: filled for name, value in call.options.items() if (filled := put(value, roles)) is not None}
    for name, value in options.items():
        if isinstance(value, list) and kinds.get(name) == "text":
            options[name] = _text(value)
    read = {name: filled for name, value in call.read.items() if (filled := put(value, roles)) is not None}
    made: Plan = {"name": f"{template.id} {put(call.name + ' ', roles).strip()}", "method": call.method}
    return made | {"options": options} | ({"read": read} if read else {})


def _there(value: Any) -> bool:
    return value is not None and value is not False and value != () and value != ""


def _listed(value: Any) -> list[Any]:
    """A role of several as a list: columns, numbers, or a text with commas between."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    return [] if value is None else [value]


def put(value: Any, roles: Mapping[str, Any]) -> Any:
    """A value of a template with roles in their places; None where its one role was not given.

    A role that stands alone gives its value, a list in a list becomes part of it, and in a longer text columns stand
    with commas between.
    """
    if isinstance(value, list):
        flat: list[Any] = []
        for each in value:
            filled = put(each, roles)
            flat += filled if isinstance(filled, list) else [] if filled is None else [filled]
        return flat or None
    if not isinstance(value, str):
        return value
    alone = PLACE.fullmatch(value)
    if alone:
        role = roles[alone[1]]
        return (list(role) if isinstance(role, tuple) else role) if _there(role) else None
    return PLACE.sub(lambda found: _text(roles[found[1]]), value)


def _text(value: Any) -> str:
    if not _there(value):
        return ""
    if isinstance(value, list | tuple):
        return ",".join(_text(each) for each in value)
    if isinstance(value, float):
        return f"{value:.15g}"
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def as_toml(plan: Mapping[str, Any]) -> str:
    """A plan as text: what stands at the top, then each analysis with its options."""
    lines = [f"{name} = {_toml(plan[name])}" for name in ("title", "seed", "file") if name in plan]
    if plan.get("read"):
        lines += ["", "[read]", *(f"{name} = {_toml(value)}" for name, value in plan["read"].items())]
    for each in plan["analysis"]:
        lines += ["", "[[analysis]]"]
        lines += [f"{name} = {_toml(each[name])}" for name in ("name", "method", "file", "seed") if name in each]
        for part in ("options", "read"):
            if each.get(part):
                inside = ", ".join(f"{_key(name)} = {_toml(value)}" for name, value in each[part].items())
                lines.append(f"{part} = {{ {inside} }}")
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if all(c.isascii() and (c.isalnum() or c in "-_") for c in name) else json.dumps(name)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
