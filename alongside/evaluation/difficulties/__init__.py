"""Lists of difficulties that may come together around a child: which count, how each is coded, and whose word that is.

For groups in files without names: nothing here is counted about one woman. A list that was published is never changed;
what is meant otherwise is a new version, in a file of its own, so that two results under one name had one list.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.evaluation.methods.refusing import Unfit

FOLDER = Path(__file__).parent
PERIODS = ("prenatal", "postnatal")
TOP = {"name", "version", "written", "lead", "limits", "factor"}
FACTOR = {"column", "title", "domain", "period", "coded", "source"}


@dataclass(frozen=True)
class Factor:
    """One difficulty: its column of 1 and 0, what it is, the domain and ``period`` (PERIODS) it belongs to, when it is
    coded 1, and where it is from."""

    column: str
    title: str
    domain: str
    period: str
    coded: str
    source: str


@dataclass(frozen=True)
class List:
    """A list of difficulties. ``id``: the name of its file; ``sha256``: of its text."""

    id: str
    name: str
    version: str
    written: str
    lead: str
    limits: tuple[str, ...]
    factors: tuple[Factor, ...]
    sha256: str

    @property
    def called(self) -> str:
        """Name and version, as results carry them."""
        return f"{self.name} {self.version}"

    def of(self, period: str | None = None) -> tuple[str, ...]:
        """Columns in the order of the list, of one period or of both."""
        return tuple(each.column for each in self.factors if period in (None, each.period))

    def ways(self, columns: Sequence[str]) -> dict[str, list[float]]:
        """Other ways to weigh these columns, by name: each domain counts one, whatever stands in it; each period does.

        A way that weighs all alike is left out: it is the count.
        """
        mine = {each.column: each for each in self.factors}
        found = {}
        for name, key in (("each domain counts one", "domain"), ("each period counts one", "period")):
            groups = [getattr(mine[column], key) for column in columns]
            weights = [1 / groups.count(each) for each in groups]
            if len(set(weights)) > 1:
                found[name] = weights
        return found


def names() -> list[str]:
    """Every list that is shipped, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(id: str) -> List:
    """A shipped list. Raises Unfit where there is none, ValueError where its file holds what nobody knows."""
    if id not in names():
        raise Unfit("no_list", f"No list of difficulties is called “{id}”.", f"There are: {', '.join(names())}.")
    text = (FOLDER / f"{id}.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    factors = written["factor"]
    strange = (set(written) - TOP) | {word for each in factors for word in set(each) ^ FACTOR}
    if strange or any(each["period"] not in PERIODS for each in factors):
        raise ValueError(f"{id}.toml: {min(strange, default='a period')}")
    return List(
        id, written["name"], written["version"], str(written["written"]), written["lead"], tuple(written["limits"]),
        tuple(Factor(**each) for each in factors), hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def called(text: str) -> List | None:
    """The shipped list whose name and version somebody wrote beside columns ("…, before birth" may follow)."""
    wanted = text.split(",")[0].strip().casefold()
    return next((each for each in map(read, names()) if each.called.casefold() == wanted), None)
