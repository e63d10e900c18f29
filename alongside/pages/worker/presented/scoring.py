"""How an instrument is scored, in plain words; what its numbers mean and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.instruments.rules.definition import Band, Cutoff, Definition, Scale


@dataclass(frozen=True)
class ScaleShown:
    """One scale in plain words: sentences on how the score comes about, its bands, its cut-offs."""

    title: str
    sentences: tuple[str, ...]
    bands: tuple[tuple[str, str], ...]
    cutoffs: tuple[tuple[str, str, str], ...]


def scales(terms: Definition) -> list[ScaleShown]:
    """Every scale of a definition."""
    return [_scale(scale) for scale in terms.scales]


def _scale(scale: Scale) -> ScaleShown:
    return ScaleShown(
        scale.title or scale.code,
        tuple(filter(None, (_method(scale), _reversal(scale), _direction(scale), _missing(scale)))),
        tuple(_bands(scale.bands, scale.bands_below)),
        tuple(_cutoff(each) for each in scale.cutoffs),
    )


def _method(scale: Scale) -> str:
    values = {
        "items": items_in_words(scale.items), "low": "", "high": "", "times": number_format(scale.multiply),
    }  # fmt: skip
    if scale.entered:
        return _("The result is entered from the form (%(items)s).") % values
    told = {
        "sum": _("The answers to %(items)s are added up."),
        "mean": _("The mean of the answers to %(items)s."),
        "max": _("The highest answer among %(items)s."),
        "weighted": _("Answers to %(items)s are weighed and added up."),
        "position_map": _("Each answer to %(items)s counts what its place in the list says, and is added up."),
        "percent_positive": _("How many of %(items)s were answered in the favourable direction, in per cent."),
    }[scale.method] % values
    if scale.multiply != 1:
        told += " " + _("The result is multiplied by %(times)s.") % values
    if scale.range:
        told += " " + _("It lies between %(low)s and %(high)s.") % {
            "low": number_format(scale.range[0]), "high": number_format(scale.range[1]),
        }  # fmt: skip
    return told


def _reversal(scale: Scale) -> str:
    reverse = [name for name in scale.items if name in scale.reverse]
    if not reverse:
        return ""
    return _("The other way round count %(items)s: %(base)s minus the answer.") % {
        "items": items_in_words(reverse), "base": number_format(scale.reverse_base),
    }  # fmt: skip


def _direction(scale: Scale) -> str:
    return {"lower": _("A lower number is easier for her."), "higher": _("A higher number is better.")}.get(
        scale.better, ""
    )


def _missing(scale: Scale) -> str:
    missing, most = scale.missing, scale.missing.most
    if missing.method == "none" or (missing.method in ("prorate_sum", "available") and most == 0):
        return _("When an answer is missing there is no score. A missing answer is never counted as nought.")
    if missing.method in ("prorate_sum", "available"):
        told = ngettext(
            "With %(n)d missing answer the score is made from the others; with more there is none.",
            "With up to %(n)d missing answers the score is made from the others; with more there is none.",
            most,
        ) % {"n": most}
        return f"{told} ({missing.basis})" if missing.basis else told
    if missing.method == "lower_bound":
        return _("When an answer is missing the score says “at least”.")
    if missing.method == "zero":
        return _("A missing answer counts as nought: %(who)s says so.") % {"who": missing.basis}
    return _("What its own rule leaves out counts as the rule says; any other missing answer leaves no score.")


def _bands(bands: Iterable[Band], below: Iterable[tuple[float, str]]) -> Iterable[tuple[str, str]]:
    for band in bands:
        same = band.low == band.high
        told = number_format(band.low) if same else f"{number_format(band.low)}–{number_format(band.high)}"
        yield told, band.label
    for limit, label in below:
        yield _("below %(limit)s") % {"limit": number_format(limit)}, label


def _cutoff(each: Cutoff) -> tuple[str, str, str]:
    words = {
        ">=": _("%(n)s or more"), ">": _("more than %(n)s"), "<=": _("%(n)s or less"), "<": _("less than %(n)s"),
        "=": _("exactly %(n)s"), "!=": _("anything but %(n)s"),
    }  # fmt: skip
    return words[each.check.op] % {"n": number_format(each.check.value)}, each.label, each.source


def items_in_words(names: Iterable[str]) -> str:
    """ "question 3", "questions 1–9", "questions 4, 8 and 12": runs of whole numbers are drawn together."""
    runs: list[list[str]] = []
    for name in names:
        if runs and name.isdecimal() and runs[-1][-1].isdecimal() and int(name) == int(runs[-1][-1]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run
    count = sum(len(run) for run in runs)
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 else _("%(these)s and %(last)s") % {
        "these": ", ".join(parts[:-1]), "last": parts[-1],
    }  # fmt: skip
    return ngettext("question %(names)s", "questions %(names)s", count) % {"names": joined}


# --- norms


@dataclass(frozen=True)
class Figures:
    """Published figures about one scale: what they are, in words, and where they come from."""

    scale: str
    said: tuple[str, ...]
    source: str


def norms(terms: Definition) -> list[Figures]:
    """Norms as the definition states them, with what they cannot be used for."""
    return [Figures(_named(terms, row), tuple(_norm(row)), _source(row)) for row in terms.norms]


def reliability(terms: Definition) -> list[Figures]:
    """Reliabilities as the definition states them: the number, of which kind, how sure we are of it."""
    return [Figures(_named(terms, row), tuple(_reliable(row)), _source(row)) for row in terms.reliability]


def _named(terms: Definition, row: Mapping[str, Any]) -> str:
    code = str(row.get("scale", ""))
    scale = terms.every_scale.get(code)
    return (scale.title if scale else "") or code


def _source(row: Mapping[str, Any]) -> str:
    return str(row.get("source") or (row.get("fixed") or {}).get("source") or "")


def _norm(row: Mapping[str, Any]) -> Iterable[str]:
    if row.get("SD_ref") is not None:
        yield _("standard deviation %(sd)s") % {"sd": _number(row["SD_ref"])}
    if row.get("r") is not None:
        yield _("reliability %(r)s: %(kind)s") % {
            "r": _number(row["r"]),
            "kind": row.get("r_type") or _("kind not known"),
        }
    for group in ("clin", "func"):
        if row.get(f"M_{group}") is not None:
            spread = f" ({_number(row[f'SD_{group}'])})" if row.get(f"SD_{group}") is not None else ""
            mean = _number(row[f"M_{group}"]) + spread
            yield _("mean (standard deviation) %(mean)s: %(who)s") % {"mean": mean, "who": row.get(group) or "–"}
    fixed = row.get("fixed") or {}
    if fixed.get("reliable_change") is not None:
        yield _("a change of %(points)s or more counts as reliable") % {"points": _number(fixed["reliable_change"])}
    if fixed.get("caseness") is not None:
        yield _("clinical from %(value)s") % {"value": _number(fixed["caseness"])}
    if row.get("applies") is False:
        yield _("another form of it: not used to judge a change here")
    yield from (str(row[key]) for key in ("form", "note", "alternatives") if row.get(key))


def _reliable(row: Mapping[str, Any]) -> Iterable[str]:
    both = row.get("range")
    value = f"{_number(both[0])}–{_number(both[1])}" if isinstance(both, (list, tuple)) and len(both) == 2 else ""
    kind = row.get("type") or _("kind not known")
    yield f"{value or _number(row.get('r', '–'))}: {kind}"
    if str(row.get("confidence", "")).startswith("general knowledge"):
        yield _("not yet read at its source")
    if row.get("applies") is False:
        yield _("another form of it: not used to judge a change here")


def _number(value: Any) -> str:
    return number_format(value) if isinstance(value, (int, float)) else str(value)
