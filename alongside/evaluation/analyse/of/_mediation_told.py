"""What `mediation` found, for people: the answer and the mechanism."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from alongside.evaluation.analyse.outcome import Drawing, Series
from alongside.evaluation.analyse.saying import Sentence


def sentence(values: dict[str, Any], asked: SimpleNamespace) -> str:
    """How much goes through the mediators, and whether none at all is possible."""
    through, total = values["total_indirect"], values["total"]["estimate"]
    low, high = through["bca"]["low"], through["bca"]["high"]
    if low > 0:
        sure = Sentence("lies above 0")
    elif high < 0:
        sure = Sentence("lies below 0")
    else:
        sure = Sentence("includes 0, so none at all is possible too")
    return Sentence(
        "Of the effect of “{x}” on “{y}” ({total:.3g} in all), {estimate:.3g} goes through {through:and}; "
        "the {level:.0%} interval from {low:.3g} to {high:.3g} {sure}.",
        x=asked.x,
        y=asked.y,
        total=total,
        estimate=through["estimate"],
        through=[Sentence("“{name}”", name=name) for name in values["mediators"]],
        level=asked.level,
        low=low,
        high=high,
        sure=sure,
    )


def drawing(values: dict[str, Any], asked: SimpleNamespace) -> Drawing:
    """The mechanism: boxes, paths with their intervals, and under them the effects."""
    parts = [
        *((Sentence("through {name}", name=name), effect) for name, effect in values["indirect"].items()),
        *((name.replace("_", " "), values[name]) for name in ("total_indirect", "direct", "total")),
    ]
    series = Series(
        "effect",
        [name for name, _ in parts],
        [effect["estimate"] for _, effect in parts],
        [effect["bca"]["low"] for _, effect in parts],
        [effect["bca"]["high"] for _, effect in parts],
    )
    names, paths = values["mediators"], values["paths"]
    ways = [
        *((asked.x, name, paths[f"a_{name}"]) for name in names),
        *((name, later, paths[f"d_{name}_{later}"]) for n, name in enumerate(names) for later in names[n + 1 :]
          if f"d_{name}_{later}" in paths),
        *((name, asked.y, paths[f"b_{name}"]) for name in names),
        (asked.x, asked.y, paths["direct"]),
    ]  # fmt: skip
    nodes = [(asked.x, 0, len(names)), *((name, 1, n) for n, name in enumerate(names)), (asked.y, 2, len(names))]
    return Drawing(
        "diagram",
        Sentence("{x} → {y}", x=asked.x, y=asked.y),
        [series],
        x_label=Sentence("effect with its {level:.0%} interval", level=asked.level),
        reference=0.0,
        nodes=nodes,
        paths=[(start, end, _path_words(path)) for start, end, path in ways],
    )


def _path_words(path: dict[str, Any]) -> str:
    """A coefficient with its interval, where it has one; whole clusters give none to a path."""
    if "low" not in path:
        return f"{path['estimate']:.3g}"
    return Sentence(
        "{estimate:.3g} ({low:.3g} to {high:.3g})", estimate=path["estimate"], low=path["low"], high=path["high"]
    )
