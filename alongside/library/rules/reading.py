"""Reads programmes, evidence and sources out of what stands in their files, and says all that is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.library.rules.checklists import Checklist, read_checklists
from alongside.library.rules.effect import DIFFERENCE, KINDS, RATIO, Effect
from alongside.library.rules.evidence import Evidence, Finding, Rating, Source
from alongside.library.rules.noting import Problem, Table
from alongside.library.rules.plan import Measure, Part, Programme, Version
from alongside.library.terms import (
    About,
    Caution,
    Certainty,
    Design,
    Direction,
    Facilitator,
    Fit,
    Focus,
    Leaning,
    Seen,
    Who,
)

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WHEN = re.compile(r"before|after|(start|end)\+[0-9]{1,3}")
ON = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
RELATIONSHIP = ("whole", "part", "no", "not_said")
BEHAVIOUR = ("no", "within", "yes", "not_said")


@dataclass(frozen=True)
class Catalogue:
    """Everything in the library."""

    programmes: tuple[Programme, ...]
    evidence: tuple[Evidence, ...]
    sources: Mapping[str, Source]
    checklists: tuple[Checklist, ...] = ()

    def programme(self, code: str) -> Programme:
        """The programme with this code. Raises KeyError."""
        for programme in self.programmes:
            if programme.code == code:
                return programme
        raise KeyError(code)

    def about(self, code: str) -> tuple[Evidence, ...]:
        """What is known about a programme."""
        return tuple(each for each in self.evidence if code in each.programmes)


def read(
    programmes: Mapping[str, Any],
    evidence: Mapping[str, Any],
    sources: Mapping[str, Any],
    checklists: Mapping[str, Any] | None = None,
) -> tuple[Catalogue, list[Problem]]:
    """The catalogue and what is wrong with it. ``programmes`` and ``evidence``: {name of the file: what stands in it};
    ``sources`` and ``checklists``: what stands in these files. With a problem the catalogue is not to be used."""
    found: list[Problem] = []
    held = {key: _source(key, Table(value, f"sources.toml: {key}", found)) for key, value in sources.items()}
    read_programmes = [_programme(Table(value, name, found), name) for name, value in programmes.items()]
    items: list[Evidence] = []
    for name, value in evidence.items():
        table = Table(value, name, found)
        items += [_evidence(each) for each in table.tables("evidence")]
        table.done()
    catalogue = Catalogue(
        tuple(sorted(read_programmes, key=lambda each: each.name.casefold())),
        tuple(sorted(items, key=lambda each: each.key)),
        held,
        tuple(read_checklists(Table(checklists or {}, "checklists.toml", found))),
    )
    return catalogue, [*found, *_between(catalogue)]


def _source(key: str, table: Table) -> Source:
    made = Source(key, table.text("citation"), table.one_of("seen", Seen.values), table.text("url", needed=False))
    if made.url and not made.url.startswith("https://"):
        table.no("url", "an address that begins with https:// is expected here.")
    table.done()
    return made


def _programme(table: Table, name: str) -> Programme:
    code = table.text("code")
    if not CODE.fullmatch(code) or name != f"{code}.toml":
        table.no("code", f"the file is called after its code: small letters, {code}.toml.")
    months = table.pair("child_months")
    if months is not None and months[0] > months[1]:
        table.no("child_months", "the lower number comes first.")
    made = Programme(
        code=code, name=table.text("name"), short=table.text("short", needed=False) or table.text("name"),
        about=table.needed_words("about"), who=table.several("who", Who.values, needed=True),
        focus=table.one_of("focus", Focus.values), sources=table.several("sources", needed=True),
        manual=table.needed_words("manual"), versions=tuple(_version(each) for each in table.tables("versions")),
        pregnancy=table.flag("pregnancy"), child_months=months, cautions=table.several("cautions", Caution.values),
        confused=table.text("confused", needed=False), not_that=table.words("not_that"),
        for_whom=table.words("for_whom"),
    )  # fmt: skip
    codes = [version.code for version in made.versions]
    if len(set(codes)) < len(codes):
        table.no("versions", "two versions are called the same.")
    if bool(made.confused) != (made.not_that is not None):
        table.no("confused", "“confused” and “not_that” come together.")
    table.done()
    return made


def _version(table: Table) -> Version:
    code = table.text("code")
    if not CODE.fullmatch(code):
        table.no("code", "small letters, digits and hyphens are expected here.")
    made = Version(
        code=code, title=table.needed_words("title"), source=table.text("source"),
        parts=tuple(_part(each) for each in table.tables("parts")),
        facilitators=table.several("facilitators", Facilitator.values),
        relationship=table.one_of("relationship", RELATIONSHIP), behaviour=table.one_of("behaviour", BEHAVIOUR),
        marks=table.several_words("marks"), measures=tuple(_measure(each) for each in table.tables("measures")),
        lasts=table.lasts("lasts"), until=table.words("until"), note=table.words("note"),
        process=table.words("process"),
    )  # fmt: skip
    if not made.parts:
        table.no("parts", "a plan has at least one part.")
    kinds = {part.about for part in made.parts}
    if About.BEHAVIOUR in kinds and made.behaviour == "no":
        table.no("behaviour", "a part is about behaviour, so it cannot be “no”.")
    if made.children_join > len(made.sessions):
        table.no("parts", "children cannot join more sessions than there are.")
    table.done()
    return made


def _part(table: Table) -> Part:
    per_week = table.number("per_week")
    if per_week is not None and not 0 < per_week <= 14:
        table.no("per_week", "more than nought and at most 14 is expected here.")
        per_week = None
    made = Part(
        who=table.several("who", Who.values, needed=True), about=table.one_of("about", About.values, About.OPEN),
        title=table.words("title"), aim=table.words("aim"), points=table.several_words("points"),
        materials=table.several_words("materials"), sessions=table.span("sessions"), per_week=per_week,
        minutes=table.span("minutes"), lasts=table.lasts("lasts"), children_join=table.whole("children_join") or 0,
        any_order=table.flag("any_order"), beside=table.flag("beside"),
    )  # fmt: skip
    if made.sessions is not None and made.sessions.high > 366:
        table.no("sessions", "a plan has at most 366 sessions.")
    table.done()
    return made


def _measure(table: Table) -> Measure:
    made = Measure(table.text("instrument"), table.several("when", needed=True), table.flag("ours"), table.words("why"))
    for each in made.when:
        if not WHEN.fullmatch(each):
            table.no("when", f"“{each}”: before, after, start+6 or end+3 (months) is expected here.")
    table.done()
    return made


def _evidence(table: Table) -> Evidence:
    made = Evidence(
        key=table.text("key"), title=table.needed_words("title"), programmes=table.several("programmes", needed=True),
        source=table.text("source"), design=table.one_of("design", Design.values), fit=table.one_of("fit", Fit.values),
        fit_why=table.needed_words("fit_why"), certainty=table.one_of("certainty", Certainty.values),
        certainty_why=table.needed_words("certainty_why"), of_whom=table.needed_words("of_whom"), n=table.whole("n"),
        findings=tuple(_finding(each) for each in table.tables("findings")), limits=table.words("limits"),
        rating=_rating(table.table("rating")), further=table.several("further"),
    )  # fmt: skip
    if (made.design == Design.RATING) != (made.rating is not None):
        table.no("rating", "the rating of a clearinghouse has a rating, and nothing else does.")
    if made.rating is None and not made.findings:
        table.no("findings", "what was found is missing, also when it was nothing.")
    table.done()
    return made


def _rating(table: Table | None) -> Rating | None:
    if table is None:
        return None
    made = Rating(
        table.text("by"), table.text("word"), table.one_of("leaning", Leaning.values), table.text("on", needed=False)
    )
    if made.on and not _is_day(made.on):
        table.no("on", "a day, a month or a year is expected here: 2019-06.")
    table.done()
    return made


def _is_day(on: str) -> bool:
    """A year, a month or a day that there was."""
    if not ON.fullmatch(on):
        return False
    try:
        date.fromisoformat((on + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _finding(table: Table) -> Finding:
    made = Finding(
        table.needed_words("what"), table.one_of("direction", Direction.values), table.words("at"),
        table.words("said"), _effect(table.table("effect")),
    )  # fmt: skip
    table.done()
    return made


def _effect(table: Table | None) -> Effect | None:
    if table is None:
        return None
    made = Effect(
        table.one_of("kind", KINDS), table.one_of("better", ("higher", "lower")), table.pair("programme"),
        table.pair("compared"), table.number("value"), table.number("low"), table.number("high"),
        table.flag("derived"),
    )  # fmt: skip
    table.done()
    if made.kind == DIFFERENCE:
        for key in ("programme", "compared"):
            pair = getattr(made, key)
            if pair is None or not 0 <= pair[0] <= pair[1] or not pair[1]:
                table.no(key, "how many of how many is expected here: [11, 36].")
                return None
        return made
    low, high = made.low, made.high
    in_order = low is None or high is None or (made.value is not None and low <= made.value <= high)
    if made.value is None or (low is None) != (high is None) or not in_order:
        table.no("value", "a figure is expected here, and its interval around it with both ends or none.")
        return None
    if made.kind == RATIO and made.value <= 0:
        table.no("value", "a ratio is more than nought.")
        return None
    return made


def _between(catalogue: Catalogue) -> Iterable[Problem]:
    """What only shows when all files lie side by side: names that lead nowhere, things that stand twice."""
    codes = {programme.code for programme in catalogue.programmes}
    used: set[str] = set()
    for programme in catalogue.programmes:
        where = f"{programme.code}.toml"
        named = [*programme.sources, *(version.source for version in programme.versions)]
        used |= set(named)
        yield from (Problem(where, f"there is no source “{key}”.") for key in named if key not in catalogue.sources)
        if programme.confused and programme.confused not in codes:
            yield Problem(where, f"there is no programme “{programme.confused}”.")
    keys = [each.key for each in catalogue.evidence]
    yield from (Problem(key, "stands twice.") for key in sorted({key for key in keys if keys.count(key) > 1}))
    for each in catalogue.evidence:
        named = [each.source, *each.further]
        used |= set(named)
        yield from (Problem(each.key, f"there is no source “{key}”.") for key in named if key not in catalogue.sources)
        yield from (Problem(each.key, f"there is no programme “{c}”.") for c in each.programmes if c not in codes)
    for listed in catalogue.checklists:
        used.add(listed.source)
        if listed.source not in catalogue.sources:
            yield Problem("checklists.toml", f"there is no source “{listed.source}”.")
    yield from (Problem("sources.toml", f"nothing names “{key}”.") for key in catalogue.sources if key not in used)
