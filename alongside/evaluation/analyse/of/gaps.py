"""``alongside analyse gaps``: staying in touch, going quiet, coming back, from a file of contacts."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of import _ends
from alongside.evaluation.analyse.of._columns import REFERENCES, columns
from alongside.evaluation.analyse.of._gaps_told import drawing, parts, sentence
from alongside.evaluation.analyse.outcome import Outcome, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import cox as c
from alongside.evaluation.methods import gaps as g
from alongside.evaluation.methods import retention as r
from alongside.evaluation.methods.describe import summaries
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class People:
    """Contacts (rows): whose and when. Of each person: where her row is, when her clock begins, her last day, how it
    ended (0: still there; else a place in ``ends`` plus 1), her group."""

    who: g.Codes
    day: g.Array
    row: g.Codes
    start: g.Array
    last: g.Array
    end: g.Codes
    ends: list[str]
    group: g.Codes
    groups: list[str]


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Use by person, time to the first gap, recurrent gaps (Andersen–Gill), coming back."""
    if not 0.5 < asked.level < 1:
        raise Unfit("bad_option", "--level lies between 0.5 and 1.")
    notes: list[str] = []
    person = _people(table, asked, notes)
    touch = g.spells(person.who, person.day, person.start, person.last, asked.gap)
    if touch.no_time:
        notes.append(
            Sentence(
                "{no_time} spells have no length (seen on the last day only) and are left out.", no_time=touch.no_time
            )
        )
    values: dict[str, Any] = {
        "people": len(person.last), "contacts": len(person.who), "gap": asked.gap, "gaps": int(touch.gap.sum()),
        "came_back": int(touch.back.sum()), "use": _use(person, touch, asked),
    }  # fmt: skip
    _first(values, person, touch, asked)
    if touch.gap.any():
        when, mean, se = r.mean_events(touch.entry, touch.time, touch.gap, touch.person)
        values["mean_gaps"] = {"time": when, "mean": mean, "se": se}
        if asked.covariates:
            values["recurrent"] = _recurrent(table, asked, person, touch)
        values["return"] = _return(person, touch, asked)
    _say(values, asked, notes)
    columns = [name for name in (asked.id, asked.day, asked.start, asked.group, *asked.covariates) if name]
    used = who_is_in(table, columns, len(person.who))
    return Outcome(values, parts(values), notes, sentence(values), used, drawing(values))


def _time(table: Table, name: str) -> g.Array:
    """A column of days as numbers: as they are, or days of the calendar (nan: missing)."""
    if table.is_numeric(name):
        return table.numbers(name)
    days = table.dates(name)
    return np.where(np.isnat(days), np.nan, days.astype("datetime64[D]").astype(float))


def _moment(table: Table, text: str, like: str) -> float:
    """One day that was typed, in the unit of the column ``like``."""
    one = table.with_columns({"day": [text]})
    found = float(_time(one, "day")[0])
    if table.is_numeric(like) != one.is_numeric("day"):
        raise Unfit("bad_option", f"--as-of is written as the days of “{like}” are.")
    return found


def _people(table: Table, asked: SimpleNamespace, notes: list[str]) -> People:
    codes, ids = table.factor(asked.id)
    day = _time(table, asked.day)
    kept = (codes >= 0) & np.isfinite(day)
    limit = _moment(table, asked.as_of, asked.day) if asked.as_of else None
    if limit is not None and (late := kept & (day > limit)).any():
        notes.append(Sentence("{late} contacts after {as_of} are left out.", late=int(late.sum()), as_of=asked.as_of))
        kept &= ~late
    if not kept.any():
        raise Unfit("no_rows", "No row has a person and a day.")
    if left := table.rows - int(kept.sum()) - (int(late.sum()) if limit is not None else 0):
        notes.append(Sentence("{left} rows without a person or a day are left out.", left=left))
    chosen, who = np.unique(codes[kept], return_inverse=True)
    row = np.flatnonzero(kept)[np.unique(codes[kept], return_index=True)[1]]
    several = [name for name in (asked.start, asked.until, asked.end, asked.group, *asked.covariates) if name]
    for name in several:
        _same(table, name, codes, kept, ids)
    last = _time(table, asked.until)[row] if asked.until else np.full(len(chosen), np.nan)
    end, ends = np.zeros(len(chosen), dtype=np.int64), list[str]()
    if asked.end:
        kinds, levels = table.factor(asked.end)
        still = {level for level in levels if level.casefold() in ("", "0", "no", "still there", "active", asked.still)}
        ends = [level for level in levels if level not in still]
        place = np.array([0 if level in still else ends.index(level) + 1 for level in levels] + [0])
        end = place[kinds[row]]
        if not asked.until and end.any():
            raise Unfit("option_needed", "--end says how it ended; the day of that is named by --until.")
    if limit is not None:
        over = last > limit
        end = np.where(over, 0, end)
        last = np.where(np.isnan(last) | over, limit, last)
    if np.isnan(last).any():
        if asked.until and limit is None:
            raise Unfit("no_last_day", f"“{asked.until}” is empty for somebody: until when was she there?",
                        "Say --as-of for all who are still there.")  # fmt: skip
        latest = float(day[kept].max())
        last = np.where(np.isnan(last), latest, last)
        notes.append(
            Sentence(
                "Everybody counts as followed until the last day in the file; name --until or --as-of to say better."
            )
        )
    group, groups = table.factor(asked.group, asked.reference) if asked.group else (np.zeros(table.rows, int), ["all"])
    if (group[row] < 0).any():
        raise Unfit("no_level", f"“{asked.group}” is empty for somebody.")
    start = _time(table, asked.start)[row] if asked.start else np.full(len(chosen), np.nan)
    if asked.start and np.isnan(start).any():
        notes.append(
            Sentence(
                "{many} people have no “{start}”: their clock begins with their first contact.",
                many=int(np.isnan(start).sum()),
                start=asked.start,
            )
        )
    return People(who, day[kept], row, start, last, end, ends, np.asarray(group[row], dtype=np.int64), groups)


def _same(table: Table, name: str, codes: g.Codes, kept: g.Mask, ids: Sequence[str]) -> None:
    """What is said of a person is the same in all her rows."""
    labels = np.array([label or "" for label in table.labels(name)])
    first = {int(code): row for row, code in reversed(list(enumerate(codes))) if kept[row]}
    for row in np.flatnonzero(kept):
        if labels[row] != labels[first[int(codes[row])]]:
            raise Unfit(
                "differs", f"“{name}” is not the same in all rows of “{ids[codes[row]]}” (line {table.lines[row]}).",
                "What changes over time belongs into `retention` with --entry.",
            )  # fmt: skip


def _use(person: People, touch: g.Touch, asked: SimpleNamespace) -> dict[str, Any]:
    found = g.use(person.who, person.day, person.start, person.last, touch)
    found["rate"] = found["rate"] * asked.per
    told: dict[str, Any] = {}
    for name, numbers in found.items():
        summary = summaries(numbers, person.group, len(person.groups))
        told[name] = {
            label: {key: summary[key][k] for key in ("n", "mean", "sd", "median", "q1", "q3", "smallest", "largest")}
            for k, label in enumerate(person.groups)
        }
    return told


def _first(values: dict[str, Any], person: People, touch: g.Touch, asked: SimpleNamespace) -> None:
    """Time in touch until the first gap, by group; the first gap against other ends; log-rank."""
    from scipy.stats import norm

    rows = touch.order == 0
    entry, time, gap, who = touch.entry[rows], touch.time[rows], touch.gap[rows], touch.person[rows]
    z, times = float(norm.ppf((1 + asked.level) / 2)), np.array(asked.times, dtype=float)
    curves, ended = {}, {}
    end = np.where(gap, 1, np.where(person.end[who] > 0, person.end[who] + 1, 0))
    for k, label in enumerate(person.groups):
        at = person.group[who] == k
        if not at.any():
            continue
        curve = r.kaplan_meier(entry[at], time[at], gap[at], asked.level)
        median = dict(zip(("estimate", "low", "high"), r.quantile(curve, 0.5), strict=True))
        shares = r.at(curve, times) if len(times) else (times,) * 4
        curves[label] = {
            "n": int(at.sum()), "gaps": int(gap[at].sum()), "median": median,
            "at": [dict(zip(("time", "in_touch", "low", "high", "se"), row, strict=True))
                   for row in zip(times, *shares, strict=True)],
            "curve": {"time": curve.time, "in_touch": curve.survival, "low": curve.low, "high": curve.high},
        }  # fmt: skip
        if person.ends:
            ended[label] = _ends.ends(entry[at], time[at], end[at], ["gap", *person.ends], times, z)
    values["first_gap"] = curves
    if ended:
        values["ends"] = ended
    if len(curves) > 1 and gap.any():
        present = np.unique(person.group[who], return_inverse=True)[1]
        test = r.log_rank(entry, time, gap, present, np.zeros(len(time), dtype=np.int64))
        values["logrank"] = {"chisq": test.chisq, "df": test.df, "p": test.p}


def _recurrent(table: Table, asked: SimpleNamespace, person: People, touch: g.Touch) -> dict[str, Any]:
    """Cox model of all spells with errors that hold a person's spells together."""
    from scipy.stats import norm

    found = columns(table, asked.covariates, asked)
    names = found.names
    x = found.x[person.row][touch.person]
    whole = np.isfinite(x).all(axis=1)
    strata = np.minimum(touch.order, asked.most - 1) if asked.by_order else np.zeros(len(touch.time), dtype=np.int64)
    data = c.Data(x[whole], touch.entry[whole], touch.time[whole], touch.gap[whole], strata[whole])
    try:
        fitted = c.cox(data, "efron", touch.person[whole])
    except Unfit as why:
        if why.code not in ("separation", "no_end", "too_few_events"):
            raise
        return {"names": names, "why_not": why.what}
    se = np.sqrt(np.diag(fitted.covariance))
    z, width = fitted.coef / se, float(norm.ppf((1 + asked.level) / 2)) * se
    moved = c.proportional(data, fitted.coef, "efron")
    return {
        "model": "Prentice-Williams-Peterson" if asked.by_order else "Andersen-Gill", "names": names,
        "spells": int(whole.sum()), "people": len(np.unique(touch.person[whole])), "gaps": fitted.events,
        "coef": fitted.coef, "se": se, "naive_se": np.sqrt(np.diag(fitted.naive)), "hr": np.exp(fitted.coef),
        "low": np.exp(fitted.coef - width), "high": np.exp(fitted.coef + width), "z": z, "p": 2 * norm.sf(np.abs(z)),
        "proportional_chisq": moved,
    }  # fmt: skip


def _return(person: People, touch: g.Touch, asked: SimpleNamespace) -> dict[str, Any]:
    """Share who came back by a time after a gap opened; other ends compete."""
    from scipy.stats import norm

    away = touch.until - touch.left
    end = np.where(touch.back, 1, np.where(person.end[touch.away_person] > 0, person.end[touch.away_person] + 1, 0))
    some = away > 0
    z = float(norm.ppf((1 + asked.level) / 2))
    times = np.array(asked.times, dtype=float)
    if not some.any():
        return {}
    return _ends.ends(np.zeros(int(some.sum())), away[some], end[some], ["came back", *person.ends], times, z)


def _say(values: dict[str, Any], asked: SimpleNamespace, notes: list[str]) -> None:
    notes.append(
        Sentence(
            "A gap opens {gap:g} after the last contact, and is counted from there; another rule gives other "
            "figures. Nobody is at risk of a gap while away.",
            gap=asked.gap,
        )
    )
    if not values["gaps"]:
        notes.append(Sentence("Nobody had a gap by this rule."))
    if "recurrent" in values:
        model = values["recurrent"]
        if "why_not" in model:
            notes.append(Sentence("The model of recurrent gaps was not fitted. {why_not}", why_not=model["why_not"]))
        else:
            notes.append(
                Sentence(
                    "{model}: {spells} spells of {people} people; standard errors hold a person's spells together.",
                    model=model["model"],
                    spells=model["spells"],
                    people=model["people"],
                )
            )
    if values["came_back"] and asked.id:
        notes.append(
            Sentence("Shares who came back count gaps, not people; a person with several gaps counts several times.")
        )
    notes.append(Sentence("A gap may be a good thing (she is well, she has moved): the days alone do not say why."))


METHOD = Method(
    name="gaps",
    summary="Says how long people stay in touch, how often they go quiet and whether they come back, from the days of "
            "contacts.",
    options=(
        Option("id", "Whose contact a row is.", "column", required=True),
        Option("day", "The day of the contact: a day of the calendar, or a number.", "column", required=True),
        Option("gap", "How many days without a contact make a gap.", "number", required=True),
        Option("start", "The day on which a person's clock begins (a birth); else her first contact.", "column"),
        Option("until", "A person's last day under observation; empty: still there.", "column"),
        Option("end", "How it ended then; empty: still there.", "column"),
        Option("still", "A word of --end that means still there.", "text"),
        Option("as-of", "The day of looking back, for all who are still there.", "text"),
        Option("group", "Groups to compare.", "column"),
        Option("reference", "The first group.", "text"),
        Option("covariates", "What may go with more or fewer gaps.", "columns"),
        REFERENCES,
        Option("by-order", "A baseline for the first gap, the second … (Prentice, Williams and Peterson).", "flag"),
        Option("most", "With --by-order: from this one on all gaps share a baseline.", "integer", 4),
        Option("times", "Times at which shares are stated.", "numbers"),
        Option("per", "Contacts are told for so many days.", "number", 30.0),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run=run,
    example="alongside analyse gaps survival_pbcseq.csv --id id --day day --gap 400 --until futime --end end "
    "--still censored --covariates trt,age --times 365,1095",
    keys={
        "people, contacts, gaps, came_back": "how many",
        "use": "by group, of persons: followed, contacts, rate (contacts in --per days), gaps, longest (time without a "
        "contact), in_touch (share of the time): n, mean, sd, median, q1, q3, smallest, largest",
        "first_gap.G": "n, gaps, median (estimate, low, high; null: not reached), at, curve: time in touch until the "
                       "first gap",
        "logrank": "of the first gap, with groups: chisq, df, p",
        "ends.G.KIND": "with --end: share with the first gap, or another end before it, by time (Aalen–Johansen)",
        "mean_gaps": "mean number of gaps per person by time, with se",
        "recurrent": "model, names, spells, people, gaps, coef, se (robust), naive_se, hr, low, high, z, p, "
        "proportional_chisq; why_not",
        "return.KIND": "from the opening of a gap: share who came back, or ended otherwise, by time",
    },
    limits=(
        "A gap is made by the rule: say why this many days, and try another.",
        "What is said of a person (group, covariates, end) is the same in all her rows; what changes belongs into "
        "`retention`.",
    ),
)  # fmt: skip
