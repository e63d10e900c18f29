"""What a programme is: versions of a plan, made of parts, which are numbered sessions. ``reading`` reads the files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from functools import cached_property

from alongside.library.rules.amounts import Lasts, Span
from alongside.recordkeeping.rules import Words

MOST_SESSIONS = 60  # of an open plan that a site may give titles to


@dataclass(frozen=True)
class Measure:
    """What is measured and when. ``instrument``: its code. ``when``: "before", "after", "start+6" or "end+3" (months).

    ``ours``: we chose it; the source measured the same with another instrument, or names none.
    """

    instrument: str
    when: tuple[str, ...]
    ours: bool
    why: Words | None = None


@dataclass(frozen=True)
class Part:
    """Sessions that are alike. ``sessions`` None: as many as ``per_week`` and ``lasts`` come to, or open.

    ``children_join``: how many of them children come to, where the source does not say which. ``beside``: goes along
    with the sessions and is not counted among them (visits at home beside a group).
    """

    who: tuple[str, ...]
    about: str = "open"
    title: Words | None = None
    aim: Words | None = None
    points: tuple[Words, ...] = ()
    materials: tuple[Words, ...] = ()
    sessions: Span | None = None
    per_week: float | None = None
    minutes: Span | None = None
    lasts: Lasts | None = None
    children_join: int = 0
    any_order: bool = False
    beside: bool = False

    @property
    def count(self) -> Span | None:
        """How many sessions: as it says, or so many a week for so long. None when neither is said."""
        if self.sessions is not None:
            return self.sessions
        if self.per_week is None or self.lasts is None:
            return None
        weeks = self.lasts.weeks
        return Span(round(weeks.low * self.per_week), round(weeks.high * self.per_week))


# What a part says by saying nothing: a field that comes later changes the hash of no earlier plan.
DEFAULTS = {field.name: field.default for field in fields(Part)}


@dataclass(frozen=True)
class Session:
    """One numbered session of a plan. ``title`` None: the manual has it, or the team; it is called by its number."""

    n: int
    who: tuple[str, ...]
    about: str
    title: Words | None
    aim: Words | None
    points: tuple[Words, ...]
    materials: tuple[Words, ...]
    minutes: Span | None


@dataclass(frozen=True)
class Version:
    """One plan of a programme. It never changes: what was delivered by it keeps its meaning. A change is a new version.

    ``relationship``: whole, part, no or not_said; ``behaviour``: no, within, yes or not_said: what the source says the
    plan works on. ``marks``: what somebody may tick after a session to say how it kept to the plan. ``process``: what
    the note on the work of a session is asked about.
    """

    code: str
    title: Words
    source: str
    parts: tuple[Part, ...]
    facilitators: tuple[str, ...]
    relationship: str
    behaviour: str
    marks: tuple[Words, ...] = ()
    measures: tuple[Measure, ...] = ()
    lasts: Lasts | None = None
    until: Words | None = None
    note: Words | None = None
    process: Words | None = None

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Every session by number, as far as the plan has a number of them; nothing for an open plan."""
        found: list[Session] = []
        for part in self.parts:
            if part.beside or part.count is None:
                continue
            found += [
                Session(
                    len(found) + n + 1, part.who, part.about, part.title, part.aim, part.points, part.materials,
                    part.minutes,
                )
                for n in range(part.count.high)
            ]  # fmt: skip
        return tuple(found)

    @cached_property
    def sha256(self) -> str:
        """The hash of what is planned: who, how many, how long, in which order. Words may be put better."""
        told = [
            sorted((name, repr(value)) for name, value in vars(part).items() if value != DEFAULTS.get(name))
            for part in (replace(part, title=None, aim=None, points=(), materials=()) for part in self.parts)
        ]
        return hashlib.sha256(repr((told, self.lasts, self.facilitators)).encode()).hexdigest()

    @property
    def most_sessions(self) -> int:
        """The highest number that a session of this plan can have."""
        return len(self.sessions) or MOST_SESSIONS

    @property
    def children_join(self) -> int:
        """To how many sessions children come, where it is not said to which."""
        return sum(part.children_join for part in self.parts)


@dataclass(frozen=True)
class Programme:
    """A programme. ``name`` stays as it is in every language; ``confused``: another one whose name sounds alike."""

    code: str
    name: str
    short: str
    about: Words
    who: tuple[str, ...]
    focus: str
    sources: tuple[str, ...]
    manual: Words
    versions: tuple[Version, ...]
    pregnancy: bool = False
    child_months: tuple[int, int] | None = None
    cautions: tuple[str, ...] = ()
    confused: str = ""
    not_that: Words | None = None
    for_whom: Words | None = None

    def version(self, code: str) -> Version:
        """The version called so. Raises KeyError."""
        for version in self.versions:
            if version.code == code:
                return version
        raise KeyError(code)
