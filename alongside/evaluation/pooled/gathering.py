"""A site's own CSV files as rows of a pool: under new codes, without days, and only where nobody is one of few."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.pooled import months
from alongside.evaluation.pooled.schema import HIGHER, LATEST, LOWER
from alongside.evaluation.rules.framing import Frame
from alongside.evaluation.rules.leaving import too_few
from alongside.evaluation.rules.telling import called, holds, is_code
from alongside.evaluation.terms import Telling

Rows = list[dict[str, Any]]
LONG = ("instrument", "wave", "value")
# What is known of an instrument's scale: better, cut_op, cut_value, sd, r, points, judged, source; nothing: {}.
Published = Callable[[str, str], dict[str, Any]]


@dataclass
class Site:
    """What a site brings, table by table. ``left_out``: columns that did not come along."""

    name: str
    tables: dict[str, Rows] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Measure:
    """A line of the register, and how the site's own columns call it."""

    name: str
    row: dict[str, Any]


def measures_of(table: Table | None, site: str, seen: Sequence[str], published: Published) -> list[Measure]:
    """The register: the lines of the site's own file of measures, and a line without a norm for everything else that
    was measured. Where a line names an instrument, ``published`` says what it leaves open."""
    found: dict[str, Measure] = {}
    for n in range(table.rows if table else 0):
        assert table is not None
        cell = {name: table.labels(name)[n] for name in table.names}
        name = cell.get("measure")
        if not name or name in found:
            what = f"“{name}” stands there twice" if name else "there is no measure"
            raise Unfit("bad_measures", f"measures, line {table.lines[n]}: {what}.")
        instrument, scale = cell.get("instrument"), cell.get("scale") or ""
        known = published(instrument, scale) if instrument else {}
        row = {**known, **_own(table, n, cell)}
        found[name] = Measure(name, _registered(row, site, instrument or name, scale, name))
    for name in seen:
        if name not in found:
            instrument, _, scale = name.partition(".")
            found[name] = Measure(name, _registered({}, site, instrument, scale, name))
    twice = [each for each, many in Counter(_scale(each.row) for each in found.values()).items() if many > 1]
    if twice:
        raise Unfit("bad_measures", f"Two measures are of one scale: {' '.join(twice[0])}.")
    return list(found.values())


def _scale(row: dict[str, Any]) -> tuple[str, str]:
    return row["instrument"], row["scale"]


def _own(table: Table, n: int, cell: dict[str, Any]) -> dict[str, Any]:
    """What the site's own line says; what it leaves open does not count."""
    from alongside.instruments.rules.change import caseness

    row: dict[str, Any] = {name: float(table.numbers(name)[n]) for name in ("sd", "r", "points") if cell.get(name)}
    row |= {name: cell[name] for name in ("better", "source") if cell.get(name)}
    if row.get("better", LOWER) not in (LOWER, HIGHER):
        raise Unfit("bad_option", f"measures, line {table.lines[n]}: better is lower or higher.")
    if cell.get("cutoff"):
        try:
            check = caseness(cell["cutoff"], row.get("better", ""))
        except ValueError as why:
            raise Unfit("no_number", f"measures, line {table.lines[n]}: a cut-off is 10, >=10 or <=39.") from why
        assert check is not None
        row |= {"cut_op": check.op, "cut_value": check.value}
    if cell.get("judged"):
        row["judged"] = cell["judged"].casefold() in ("yes", "true", "1", "oui")
    return row


def _registered(row: dict[str, Any], site: str, instrument: str, scale: str, name: str) -> dict[str, Any]:
    sd, r = row.get("sd"), row.get("r")
    if r is not None and not 0 <= r < 1:
        raise Unfit("reliability_impossible", f"measures, “{name}”: a reliability of {r:g} cannot be.",
                    "It lies from 0 to below 1.")  # fmt: skip
    if any(row.get(each) is not None and not row[each] > 0 for each in ("sd", "points")):
        raise Unfit("zero_variance", f"measures, “{name}”: sd and points are above 0.")
    s_diff = None if sd is None or r is None else math.sqrt(2) * sd * math.sqrt(1 - r)
    known = row.get("better") is not None and (s_diff is not None or row.get("points") is not None)
    return {
        "site": site, "instrument": instrument, "scale": scale, "better": row.get("better"),
        "cut_op": row.get("cut_op"), "cut_value": row.get("cut_value"), "sd": sd, "r": r, "s_diff": s_diff,
        "points": row.get("points"), "judged": bool(known and row.get("judged", True)), "source": row.get("source"),
    }  # fmt: skip


def gather(
    site: str, extract: Table, *, measures: Table | None = None, services: Table | None = None,
    retention: Table | None = None, waves: Sequence[str] = (), known: date | None = None,
    shuffle: Callable[[list[int]], None], published: Published = lambda instrument, scale: {},
) -> Site:  # fmt: skip
    """Everything of one site. ``known``: the day up to which ``retention`` is known.

    Raises Unfit: what is no code, who is in two arms, a wave twice, somebody of whom no row says who she is, and
    whatever would leave somebody one of few.
    """
    found = Site(site)
    people = _people(extract)
    scores, found.left_out = _scores(extract, measures, waves)
    _check_few(people, scores)
    seen = list(dict.fromkeys(measure for _, measure, *_ in scores))
    register = {each.name: each for each in measures_of(measures, site, seen, published)}
    codes = _new_codes(list(people), "P", shuffle)
    families = _new_codes(list(dict.fromkeys(family for _, family in people.values())), "F", shuffle)

    def who(code: str) -> dict[str, Any]:
        arm, family = people[code]
        return {"site": site, "arm": arm, "family": families[family], "person": codes[code]}

    found.tables["people"] = [who(code) for code in people]
    found.tables["measures"] = [each.row for each in register.values()]
    found.tables["scores"] = [
        {**who(code), **{name: register[measure].row[name] for name in ("instrument", "scale")}, "wave": wave,
         "place": place, "value": value} for code, measure, wave, place, value in scores
    ]  # fmt: skip
    if services is not None:
        found.tables["services"] = _services(services, people, who)
    if retention is not None:
        if known is None:
            raise Unfit("option_needed", "Say with --known up to which day it is known who was there.")
        found.tables["retention"] = _retention(retention, people, who, known)
    for name, rows in found.tables.items():
        rows.sort(key=lambda row: tuple(str(value).zfill(12) for value in row.values()))
        if not rows and name in ("people", "scores"):
            raise Unfit("no_rows", "There is nobody in this file." if name == "people" else "There is no score.")
    return found


def _people(extract: Table) -> dict[str, tuple[str, str]]:
    """Arm and family of each code, in the order of the file."""
    found: dict[str, tuple[str, str]] = {}
    codes, arms = extract.labels("code"), extract.labels("arm")
    families = extract.labels("family") if extract.has("family") else codes
    for code, arm, family, line in zip(codes, arms, families, extract.lines, strict=True):
        if code is None or arm is None or family is None:
            raise Unfit("id_missing", f"Line {line} has no {'code' if code is None else 'arm or family'}.")
        for each in (code, family):
            if not is_code(each):
                raise Unfit("tells_who", f"Line {line}: “{each}” is no code.",
                            "Codes are letters, figures, - and _, with a figure in them; never a name.")  # fmt: skip
        if found.setdefault(code, (arm, family)) != (arm, family):
            raise Unfit("two_arms", f"Line {line}: “{code}” stands with two arms or families.")
    return found


def _scores(extract: Table, measures: Table | None, waves: Sequence[str]) -> tuple[list[tuple[Any, ...]], list[str]]:
    """(code, measure, wave, place, value) of every score; names of the columns that are none."""
    known = sorted(filter(None, measures.labels("measure")), key=len, reverse=True) if measures else []
    if all(extract.has(name) for name in LONG):
        raw, left = _long(extract), [n for n in extract.names if n not in ("code", "arm", "family", "scale", *LONG)]
    else:
        raw, left = _wide(extract, known)
    order = list(dict.fromkeys([*waves, *(wave for _, _, wave, _ in raw)]))
    if waves and (more := [wave for wave in order if wave not in waves]):
        raise Unfit("bad_option", f"--waves does not name {', '.join(more)}.")
    if LATEST in order:
        raise Unfit("bad_option", f"A wave cannot be called “{LATEST}”: that is what a report calls the last one.")
    each: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for code, measure, wave, value in raw:
        if wave in each[code, measure]:
            raise Unfit("wave_twice", f"“{code}” has {measure} twice at the wave {wave}.")
        each[code, measure][wave] = value
    found: list[tuple[Any, ...]] = []
    for (code, measure), values in each.items():
        for place, wave in enumerate(sorted(values, key=order.index), start=1):
            found.append((code, measure, wave, place, values[wave]))
    return found, left


def _wide(extract: Table, known: Sequence[str]) -> tuple[list[tuple[str, str, str, float]], list[str]]:
    codes, found, left = extract.labels("code"), [], []
    for name in extract.names:
        if name in ("code", "arm", "family"):
            continue
        measure = next((each for each in known if name.startswith(f"{each}.")), name.rpartition(".")[0])
        wave = name[len(measure) + 1 :]
        if not measure or not wave or (known and measure not in known):
            left.append(name)
            continue
        values = extract.numbers(name)
        found += [(code or "", measure, wave, float(value)) for code, value in zip(codes, values, strict=True)
                  if not np.isnan(value)]  # fmt: skip
    return found, left


def _long(extract: Table) -> list[tuple[str, str, str, float]]:
    scales = extract.labels("scale") if extract.has("scale") else [None] * extract.rows
    found = []
    columns = (extract.labels(name) for name in ("code", "instrument", "wave"))
    for code, instrument, wave, scale, value in zip(*columns, scales, extract.numbers("value"), strict=True):
        if instrument is None or wave is None:
            raise Unfit("wave_missing", f"A row of “{code}” has no instrument or no wave.")
        if not np.isnan(value):
            found.append((code or "", f"{instrument}.{scale}" if scale else instrument, wave, float(value)))
    return found


def _check_few(people: dict[str, tuple[str, str]], scores: Sequence[tuple[Any, ...]]) -> None:
    """As an extract leaves a study: no arm, and no outcome in an arm, of few."""
    outcomes = list(dict.fromkeys(f"{measure}.{wave}" for _, measure, wave, _, _ in scores))
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for code, measure, wave, _, value in scores:
        values[code][f"{measure}.{wave}"] = value
    rows = tuple((code, arm, *(values[code].get(name) for name in outcomes)) for code, (arm, _) in people.items())
    few = too_few(Frame(("code", "arm", *outcomes), (), rows), families=[family for _, family in people.values()])
    if few:
        columns = ", ".join(each.column for each in few if each.column) or "arm"
        raise Unfit("too_few", f"Very few in one arm have an answer here: {columns}.",
                    "Leave these columns out, or put arms together: a file with few in it does not leave.")  # fmt: skip


def _new_codes(old: list[str], letter: str, shuffle: Callable[[list[int]], None]) -> dict[str, str]:
    order = list(range(1, len(old) + 1))
    shuffle(order)
    width = max(4, len(str(len(old))))
    return {each: f"{letter}{n:0{width}}" for each, n in zip(old, order, strict=True)}


def _whose(table: Table, people: dict[str, tuple[str, str]], what: str) -> list[str]:
    codes = table.labels("code")
    for name in table.names:
        if called(name):
            raise Unfit("tells_who", f"{what}: the column “{name}” says who somebody is.", "Take it out.")
        if name != "code" and holds(table.labels(name)) not in (None, Telling.DAY):
            raise Unfit("tells_who", f"{what}: the column “{name}” may say who somebody is.", "Take it out.")
    for code, line in zip(codes, table.lines, strict=True):
        if code not in people:
            raise Unfit("id_missing", f"{what}, line {line}: nobody in the extract has the code “{code}”.")
    return [code or "" for code in codes]


def _services(table: Table, people: dict[str, tuple[str, str]], who: Callable[[str], dict[str, Any]]) -> Rows:
    """Meetings by family and quarter. Columns: code, day, and minutes where they are known."""
    codes, days = _whose(table, people, "services"), table.dates("day")
    if np.isnat(days).any():
        raise Unfit("no_date", "services: a row has no day.")
    minutes = table.numbers("minutes") if table.has("minutes") else np.full(table.rows, np.nan)
    if (minutes < 0).any():
        raise Unfit("bad_option", "services: minutes cannot lie under 0.")
    kept: dict[tuple[str, str, str, str], list[tuple[date, float]]] = defaultdict(list)
    for code, day, spent in zip(codes, days.astype(object), minutes, strict=True):
        mine = who(code)
        key = (mine["site"], mine["arm"], mine["family"], months.quarter(day).isoformat())
        kept[key].append((day, float(spent)))
    return [
        {"site": site, "arm": arm, "family": family, "quarter": quarter, "contacts": len(met),
         "minutes": math.fsum(m for _, m in met if m == m) if any(m == m for _, m in met) else None,
         "months": len({day.month for day, _ in met})}
        for (site, arm, family, quarter), met in kept.items()
    ]  # fmt: skip


def _retention(
    table: Table, people: dict[str, tuple[str, str]], who: Callable[[str], dict[str, Any]], known: date
) -> Rows:
    """Whole months in which each was there. Columns: code, start, end (nothing: still there)."""
    codes, starts, ends = _whose(table, people, "retention"), table.dates("start"), table.dates("end")
    spans: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for code, start, end, line in zip(codes, starts.astype(object), ends.astype(object), table.lines, strict=True):
        if start is None or start > known or (end is not None and not start <= end <= known):
            raise Unfit("empty_interval", f"retention, line {line}: the start lies after the end, or after --known.")
        spans[code].append((start, end))
    found: Rows = []
    for code, mine in spans.items():
        mine.sort(key=lambda span: span[0])
        for (_, end), (start, _) in pairwise(mine):
            if end is None or start < end:
                raise Unfit("overlap", f"retention: two times of “{code}” overlap.")
        first = mine[0][0]
        watched = months.whole_months(first, known)
        seen = Counter[int]()
        for start, end in mine:
            there = months.span(first, start, end, known)
            if there and not seen[there[0]]:
                seen[there[0]] += 1
                found.append({**who(code), "from_month": there[0], "to_month": there[1], "known_months": watched})
    return found
