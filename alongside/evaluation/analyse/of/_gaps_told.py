"""What `gaps` says to people: tables, the sentence, the drawing."""

from __future__ import annotations

from typing import Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Part, Series
from alongside.evaluation.analyse.saying import Sentence

NAMES = {"followed": "days followed", "contacts": "contacts", "rate": "contacts per time", "gaps": "gaps",
         "longest": "longest time without a contact", "in_touch": "share of time in touch"}  # fmt: skip


def parts(values: dict[str, Any]) -> list[Part]:
    """Use, first gap, recurrent gaps, coming back."""
    rows = [
        [NAMES[name], label, each["n"], each["median"], each["q1"], each["q3"], each["mean"], each["sd"]]
        for name, groups in values["use"].items() for label, each in groups.items()
    ]  # fmt: skip
    found = [Part("Use, by person", ("", "group", "n", "median", "q1", "q3", "mean", "sd"), rows)]
    rows = [[label, each["n"], each["gaps"], *each["median"].values()] for label, each in values["first_gap"].items()]
    found.append(Part("In touch until the first gap", ("group", "n", "gaps", "median", "from", "to"), rows))
    at = [[label, *row.values()] for label, each in values["first_gap"].items() for row in each["at"]]
    if at:
        found.append(Part("Not yet a gap", ("group", "time", "share", "from", "to", "SE"), at))
    if "ends" in values:
        rows = [row for label, kinds in values["ends"].items() for row in _shares(label, kinds)]
        found.append(Part("What came first", ("group", "", "n", "by time", "share", "from", "to"), rows))
    if "logrank" in values:
        found.append(
            Part("Do groups differ in the first gap?", ("chi²", "df", "p"), [list(values["logrank"].values())])
        )
    model = values.get("recurrent", {})
    if "coef" in model:
        keys = ("coef", "se", "hr", "low", "high", "p")
        rows = [[name, *(float(model[key][n]) for key in keys)] for n, name in enumerate(model["names"])]
        found.append(
            Part(
                Sentence("Recurrent gaps ({model})", model=model["model"]),
                ("", "coef", "SE", "rate ratio", "from", "to", "p"),
                rows,
            )
        )
    if values.get("return"):
        found.append(
            Part("After a gap", ("group", "", "n", "by time", "share", "from", "to"), _shares("all", values["return"]))
        )
    return found


def _shares(label: str, kinds: dict[str, Any]) -> list[list[Any]]:
    rows = []
    for name, each in kinds.items():
        last = [{"time": each["time"][-1], **{key: each[key][-1] for key in ("share", "low", "high")}}]
        rows += [[label, name, each["events"], *(float(row[key]) for key in ("time", "share", "low", "high"))]
                 for row in each["at"] or last]  # fmt: skip
    return rows


def sentence(values: dict[str, Any]) -> str:
    """How many gaps, how many came back, and how long half stay in touch."""

    def half(each: dict[str, Any]) -> Sentence:
        value = each["median"]["estimate"]
        return Sentence("{value:g}", value=value) if np.isfinite(value) else Sentence("longer than was followed")

    told = [
        half(each) if label == "all" else Sentence("{label}: {time}", label=label, time=half(each))
        for label, each in values["first_gap"].items()
    ]
    back = Sentence(
        "{gaps} gaps were seen, and {came_back} ended with coming back",
        gaps=values["gaps"],
        came_back=values["came_back"],
    )
    more = ""
    if "hr" in (model := values.get("recurrent", {})):
        ratio, low, high = (float(model[key][0]) for key in ("hr", "low", "high"))
        more = Sentence(
            " With {name} gaps come {ratio:.2f} times as often ({low:.2f} to {high:.2f}).",
            name=model["names"][0],
            ratio=ratio,
            low=low,
            high=high,
        )
    return Sentence(
        "Half were in touch without a gap for {told:;} (of {people} people). {back}.{more}",
        told=told,
        people=values["people"],
        back=back,
        more=more,
    )


def drawing(values: dict[str, Any]) -> Drawing:
    """The share without a gap so far."""
    series = []
    for label, each in values["first_gap"].items():
        curve = each["curve"]
        series.append(Series(label, [0.0, *curve["time"].tolist()],
                             *([1.0, *curve[key].tolist()] for key in ("in_touch", "low", "high"))))  # fmt: skip
    return Drawing("steps", "In touch without a gap so far", series, x_label="time", y_label="share")
