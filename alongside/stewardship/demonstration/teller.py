"""The ground of a telling: chance, days and ids from the seed, sentences, and the people of the family."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from alongside.recordkeeping.rules import fold
from alongside.stewardship.demonstration import people, words_en, words_fr
from alongside.stewardship.demonstration import records as r

LANGUAGES = {"en": words_en, "fr": words_fr}
TIMES = tuple(f"{h:02d}:{m:02d}" for h in range(9, 18) for m in (0, 15, 30, 45))
DAY_LONG = 86_400_000  # milliseconds
_LOW = (1 << 62) - 1

# Category numbers, as docs/glossary.md and safekeeping.terms.Category fix them for ever.
CONTACT, SERVICE_USE, SUD, COUNSELLING, MENTAL_HEALTH = 0, 1, 2, 3, 4
REPRODUCTIVE, CHILD_HEALTH, DYAD, LEGAL, PEER, MONEY = 6, 7, 8, 9, 10, 11


@cache
def day(ordinal: int) -> str:
    """The day as a text."""
    return date.fromordinal(ordinal).isoformat()


def days(since: int, until: int | None) -> str:
    """A range of days as PostgreSQL reads it."""
    return f"[{day(since)},{day(until) if until is not None else ''})"


class Moment(NamedTuple):
    """A colleague's time on the team, in days."""

    colleague: str
    since: int
    until: int | None

    def on(self, ordinal: int) -> bool:
        return self.since <= ordinal and (self.until is None or ordinal < self.until)


class Teller:
    """One family while it is told. ``now`` is today as a day number; nothing that happened is later than yesterday."""

    def __init__(self, index: int, seed: int, today: date, crowd: people.Crowd) -> None:
        self.index, self.crowd = index, crowd
        self.rng = random.Random(f"{seed}/{index}")
        self.now = today.toordinal()
        self._clock = int((today - date(1970, 1, 1)) / timedelta(milliseconds=1)) - DAY_LONG + index
        self.rows: dict[type, list[Any]] = {kind: [] for kind in r.KINDS}
        self.french = self.rng.random() < 1 / 3
        self.words = LANGUAGES["fr" if self.french else "en"]
        self.id = self.new_id()
        self.team: dict[str, list[Moment]] = {}
        self.children: list[tuple[str, str, int]] = []  # (child, dyad, first day)
        self.woman = ""
        self.age_days = 0
        self.unborn = False  # the child she came with is not born yet
        self.moved: tuple[str, str, int] | None = None  # (who left, who came, when) of her counsellors

    # --- small things

    def new_id(self) -> str:
        """A uuidv7 whose random part comes from the seed; ids of one family stand together in every index."""
        bits = self.rng.getrandbits(74)
        return f"{(self._clock << 80) | (7 << 76) | ((bits >> 62) << 64) | (2 << 62) | (bits & _LOW):032x}"

    def stamp(self, ordinal: int) -> str:
        """When it was written down: in the afternoon of that day, and not in the future."""
        minutes = self.rng.getrandbits(9)  # up to eight and a half hours
        return f"{day(min(ordinal, self.now - 1))} {13 + minutes // 60}:{minutes % 60:02d}:00+00"

    def say(self, what: str) -> str:
        """One of the programme's sentences."""
        return self.rng.choice(self.words.SAID[what])

    def hers(self, what: str) -> str:
        """One of her own sentences."""
        return self.rng.choice(self.words.HERS[what])

    def note(self, what: str) -> str:
        """One of the notes."""
        return self.rng.choice(self.words.NOTES[what])

    def colleague(self, part: str, left: bool = False) -> str:
        """Who of this part works with this family."""
        number = people.number(part, self.index) if part in people.PARTS else 0
        return self.crowd.id(part, number, left)

    def worker(self, part: str, ordinal: int) -> str:
        """Who of this part was on the team that day; else her counsellor, else whoever welcomed her."""
        for name in (part, "counsellor"):
            for moment in self.team.get(name, ()):
                if moment.on(ordinal):
                    return moment.colleague
        return self.colleague("intake")

    def add(self, row: Any) -> Any:
        """Keep a row."""
        self.rows[type(row)].append(row)
        return row

    # --- people

    def open(self, name: str, ordinal: int) -> None:
        """The file."""
        by = self.colleague("intake")
        self.add(r.Family(self.id, "", name, day(ordinal), self.stamp(ordinal), by))

    def person(
        self,
        kind: str,
        name: str,
        born: int | None,
        ordinal: int,
        *,
        alias: bool = False,
        nicknames: tuple[str, ...] = (),
    ) -> str:
        """Somebody, with her names folded for finding."""
        pid = self.new_id()
        by = self.worker("counsellor", ordinal)
        key = fold(name)
        languages = "{fr}" if self.french else "{en}"
        other = "{" + ",".join(nicknames) + "}"
        pronouns = ("elle" if self.french else "she/her") if kind == "woman" and self.rng.random() < 0.4 else ""
        self.add(
            r.Person(pid, self.id, kind, name, other, alias, pronouns, day(born) if born else None, languages, key,
                     self.stamp(ordinal), by)
        )  # fmt: skip
        for one in {key, *map(fold, nicknames)} - {""}:
            self.add(r.NameKey(pid, self.id, one))
        return pid

    def herself(
        self, name: str, born: int | None, ordinal: int, *, alias: bool = False, nicknames: tuple[str, ...] = ()
    ) -> str:
        """The woman."""
        self.woman = self.person("woman", name, born, ordinal, alias=alias, nicknames=nicknames)
        self.add(r.Woman(self.woman, self.id, self.hers("why") if self.rng.random() < 0.5 else ""))
        return self.woman

    def pregnancy(
        self, ordinal: int, due: int, *, count: int = 1, outcome: str = "birth", on: int | None = None
    ) -> str:
        """A pregnancy and its first due date; ``on`` is the day of its outcome."""
        pid = self.new_id()
        by = self.worker("counsellor", ordinal)
        self.add(
            r.Pregnancy(pid, self.id, self.woman, count, self.rng.choice(("", "midwife", "family doctor", "clinic")),
                        self.say("birth_plan") if self.rng.random() < 0.4 else "",
                        self.rng.choice(("", "", "methadone", "buprenorphine")), outcome,
                        day(on) if on is not None else None, self.stamp(ordinal), by)
        )  # fmt: skip
        self.due(pid, due, "her_estimate" if self.rng.random() < 0.3 else "ultrasound", ordinal)
        return pid

    def due(self, pregnancy: str, due: int, method: str, ordinal: int) -> None:
        """A due date, or a revision of it."""
        by = self.worker("counsellor", ordinal)
        self.add(r.DueDate(self.new_id(), self.id, pregnancy, self.woman, day(due), method, self.stamp(ordinal), by))

    def child(
        self, name: str, born: int | None, ordinal: int, *, pregnancy: str | None = None, order: int = 1,
        weeks: float = 39,
        state: str = "born", hospital: int | None = None, since: int | None = None, home: bool | None = None,
        sex: str = "",
    ) -> str:  # fmt: skip
        """A child, also an expected one, and the dyad with her mother. The id stays through birth."""
        cid = self.person("child", name, born, ordinal)
        dyad = self.new_id()
        begins = since if since is not None else born if born is not None else ordinal
        measured = state == "born" and pregnancy is not None
        self.add(
            r.Child(cid, self.id, state, pregnancy, order, sex or self.rng.choice(("female", "male")) if born else "",
                    int(weeks * 7) + self.rng.randint(0, 6) if measured else None,
                    int(3300 - (39 - weeks) * 190 + self.rng.gauss(0, 300)) if measured else None, hospital,
                    self.rng.choice(("breast", "bottle", "both")) if measured else "", home)
        )  # fmt: skip
        began = "conception" if pregnancy else "birth"
        self.add(
            r.Dyad(
                dyad,
                self.id,
                self.woman,
                cid,
                day(begins),
                began,
                self.stamp(ordinal),
                self.worker("counsellor", ordinal),
            )
        )
        if state == "born" and born is not None:
            self.children.append((cid, dyad, born))
        return cid

    def around(self, name: str, kind: str, safety: str, since: int, ordinal: int) -> str:
        """Somebody in their life, and how safe she says they are."""
        other = self.person("other", name, None, ordinal)
        by = self.worker("counsellor", ordinal)
        self.add(
            r.Relationship(
                self.new_id(), self.id, self.woman, other, kind, safety, days(since, None), self.stamp(ordinal), by
            )
        )
        return other
