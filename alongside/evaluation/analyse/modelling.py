"""What the regression methods share: from columns named by options to a design, and from estimates to lines people
can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.outcome import Part, who_is_in
from alongside.evaluation.analyse.registry import Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.saying import p_words as p_words
from alongside.evaluation.analyse.saying import short as short
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linear
from alongside.evaluation.methods.design import Design, Term, Variable, design
from alongside.evaluation.methods.refusing import Unfit

LEVEL = Option("level", "How sure the intervals shall be.", "number", 0.95)
COVARIATES = (
    Option("covariates", "Columns to allow for; a column of words becomes groups.", "columns"),
    Option("interactions", "Products of columns, such as month:arm; several with commas between.", "text"),
    Option("factors", "Columns of numbers that are groups, not amounts.", "columns"),
    Option("references", "The group others are compared with, such as drug=No; several with commas between.", "text"),
)
ARM = (
    Option("arm", "The column that says who is in which arm.", "column", required=True),
    Option("reference", "The arm others are compared with; without it the first by name.", "text"),
)


@dataclass
class Model:
    """The rows that can be used, their outcome y (n,), the design, and what to say about what was left out."""

    rows: np.ndarray
    y: np.ndarray
    design: Design
    notes: list[str]
    used: dict[str, Any]


def references_of(asked: SimpleNamespace) -> dict[str, str]:
    """ "drug=No,length=<6m" as a mapping; the arm's own option goes first."""
    found = {}
    for pair in parts(getattr(asked, "references", None) or ""):
        name, sign, level = pair.partition("=")
        if not sign:
            raise Unfit("bad_option", f"--references takes column=group; “{pair}” is not that.")
        found[name.strip()] = level.strip()
    if getattr(asked, "reference", None) and getattr(asked, "arm", None):
        found[asked.arm] = asked.reference
    return found


def products_of(table: Table, asked: SimpleNamespace) -> list[Term]:
    """ "month:arm,age:age" as terms. Raises Unfit for a column that is not there."""
    found = []
    for text in parts(getattr(asked, "interactions", None) or ""):
        names = tuple(table.called(each.strip()) for each in text.split(":"))
        if len(names) < 2:
            raise Unfit("bad_option", f"--interactions takes columns with : between; “{text}” is one column.")
        found.append(names)
    return found


def variable(table: Table, rows: np.ndarray, name: str, groups: Iterable[str], reference: str | None) -> Variable:
    """A column in the rows used: groups when it holds words, is named among `groups` or has a reference; else numbers.

    A column of numbers with one word in it is refused, not read as groups.
    """
    labels = [label for label, keep in zip(table.labels(name), rows, strict=True) if keep and label is not None]
    words = name in groups or reference is not None or not any(_number(label) for label in labels)
    if not words:
        return Variable(name, table.numbers(name)[rows])
    codes, levels = table.factor(name, reference)
    codes = codes[rows]
    seen = [k for k in range(len(levels)) if (codes == k).any()]
    place = np.full(len(levels) + 1, -1.0)
    place[seen] = np.arange(len(seen))
    return Variable(name, place[codes], tuple(levels[k] for k in seen))


def _number(label: str) -> bool:
    try:
        float(label.replace(",", ".").replace("\u2212", "-").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        return False
    return True


def model(
    table: Table,
    asked: SimpleNamespace,
    outcome: str,
    terms: Sequence[str],
    also: Sequence[str] = (),
    groups: Sequence[str] = (),
) -> Model:
    """The design of `terms` (columns, in order), the asked covariates and products, on rows where nothing needed is
    missing.

    also: further columns that must be there (cluster, id). groups: columns that are groups whatever they hold.
    Raises Unfit: no_rows, one_level.
    """
    products = products_of(table, asked)
    mains = list(
        dict.fromkeys([*terms, *getattr(asked, "covariates", ()), *(n for product in products for n in product)])
    )
    if outcome in mains:
        raise Unfit("bad_option", f"{outcome} is the outcome; it cannot also be one of the columns that explain it.")
    needed = [outcome, *mains, *also]
    rows = table.complete(*needed)
    if not rows.any():
        raise Unfit("no_rows", f"No row has all of: {', '.join(dict.fromkeys(needed))}.")
    known, chosen = references_of(asked), {*groups, *getattr(asked, "factors", ())}
    variables = [variable(table, rows, name, chosen, known.get(name)) for name in mains]
    notes = []
    for name, reference in known.items():
        if name not in mains:
            raise Unfit("bad_option", f"{name}={reference}: {name} is not in this model.")
    for each in variables:
        all_of = {label for label in table.labels(each.name) if label is not None} if each.levels else set()
        if gone := sorted(all_of - set(each.levels or ())):
            notes.append(Sentence("{name}: nobody with “{gone:quoted}” could be used.", name=each.name, gone=gone))
    used = who_is_in(table, needed, int(rows.sum()))
    return Model(
        rows, table.numbers(outcome)[rows], design(variables, [*((m,) for m in mains), *products]), notes, used
    )


def named(names: Sequence[str], values: Iterable[float]) -> dict[str, float]:
    """Coefficients' names and numbers."""
    return dict(zip(names, (float(v) for v in values), strict=True))


def error_block(names: Sequence[str], lines: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """se, df, t, p and ci by name, from ``linear.told``."""
    block: dict[str, Any] = {key: named(names, lines[key]) for key in ("se", "df", "t", "p")}
    block["ci"] = {n: [float(a), float(b)] for n, a, b in zip(names, lines["lo"], lines["hi"], strict=True)}
    return block


def coefficient_part(title: str, names: Sequence[str], lines: Mapping[str, np.ndarray], level: float) -> Part:
    """The table of coefficients for people."""
    return Part(
        title,
        ("", "estimate", "se", "df", Sentence("{level:.0%} from", level=level), "to", "p"),
        [[n, *(float(lines[k][i]) for k in ("estimate", "se", "df", "lo", "hi", "p"))] for i, n in enumerate(names)],
    )


def said(estimate: float, lo: float, hi: float, p: float, level: float = 0.95) -> Sentence:
    """ "3.08 lower (95% interval 7.88 lower to 1.71 higher; p = .202)"."""

    def way(v: float) -> Sentence:
        return Sentence("{much:short} lower", much=abs(v)) if v < 0 else Sentence("{much:short} higher", much=abs(v))

    return Sentence(
        "{estimate} ({level:.0%} interval {low} to {high}; {p:p})",
        estimate=way(estimate), level=level, low=way(lo), high=way(hi), p=p,
    )  # fmt: skip


def in_spread(one: dict[str, Any], a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """A difference with its limits, and beside it g, g_lo, g_hi by the spread of two groups' scores (see
    ``linear.by_spread``), which counts as known; None where there is no spread."""
    by = linear.by_spread(a, b)
    more = {"g": "estimate", "g_lo": "lo", "g_hi": "hi"}
    return one | {new: None if by is None else by * one[old] for new, old in more.items()}


def said_with_g(e: Mapping[str, Any], level: float) -> str:
    """``said`` of an estimate with its limits, and g after it where there is one."""
    g = "" if e["g"] is None else f", g = {e['g']:.2f}"
    return f"{said(e['estimate'], e['lo'], e['hi'], e['p'], level).removesuffix(')')}{g})"


def codes_of(table: Table, name: str, rows: np.ndarray) -> np.ndarray:
    """A column of ids as whole numbers 0…, in the rows used."""
    return np.asarray(table.factor(name)[0][rows], dtype=np.int64)


def level_of(asked: SimpleNamespace) -> float:
    """The asked level, 0.5 to 0.9999. Raises Unfit."""
    if not 0.5 <= asked.level <= 0.9999:
        raise Unfit("bad_option", "--level is a share between .5 and .9999, such as .95.")
    return float(asked.level)


def yes_when(values: np.ndarray, rule: str | None, name: str) -> np.ndarray:
    """1 where a number keeps the rule (">=14", "<9", "=2"), 0 where not, nan where missing; without a rule the
    numbers themselves."""
    if not rule:
        return values
    for sign, test in (
        (">=", np.greater_equal),
        ("<=", np.less_equal),
        (">", np.greater),
        ("<", np.less),
        ("=", np.equal),
    ):
        if rule.startswith(sign):
            try:
                cut = float(rule[len(sign) :].replace(",", "."))
            except ValueError:
                break
            return np.where(np.isnan(values), np.nan, test(values, cut).astype(float))
    raise Unfit("bad_option", f"{name}: “{rule}” is no rule. Write >=14, >2, <=9, <1 or =1.")
