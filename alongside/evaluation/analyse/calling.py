"""One call from options and a file to what is told: the path of the command line, of plans and of tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from alongside.evaluation.analyse.outcome import Outcome, plain
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.registry import METHODS, Method, read_options
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.analyse.version import code_version
from alongside.evaluation.methods.refusing import Unfit


@dataclass(frozen=True)
class Called:
    """A call that was made: the method, its options as they were read, the file's name, and what came out."""

    method: Method
    options: SimpleNamespace
    file: str
    outcome: Outcome
    notes: tuple[str, ...]  # how the file was read

    def as_json(self) -> dict[str, Any]:
        """The whole answer, ready for ``json.dumps``."""
        options = {name.replace("_", "-"): value for name, value in vars(self.options).items() if name != "seed"}
        return {
            "method": self.method.name,
            "version": code_version(),
            "file": self.file,
            "options": plain(options),
            "seed": self.options.seed,
            "used": plain(self.outcome.used),
            "values": plain(self.outcome.values),
            "notes": [*self.notes, *self.outcome.notes],
            "sentence": self.outcome.sentence,
        }


def method_named(name: str) -> Method:
    """The method of that name. Raises Unfit with the names there are."""
    try:
        return METHODS[name]
    except KeyError:
        raise Unfit("no_method", f"No method is called “{name}”.", f"There are: {', '.join(METHODS)}.") from None


def call(
    name: str, file: Path | str | Table | None = None, *, seed: int | None = None,
    reading: Mapping[str, Any] | None = None, **options: Any,
) -> Called:  # fmt: skip
    """Run one method. ``options`` may hold text as typed or ready values; ``reading`` goes to ``read_table``.

    Raises Unfit where the file, an option or the data do not allow an answer.
    """
    method = method_named(name)
    asked = read_options(method, options, seed)
    if not method.reads_table:
        return Called(method, asked, "", method.run(None, asked), ())  # type: ignore[arg-type]
    if file is None:
        raise Unfit("no_file", f"`{name}` needs a CSV file.")
    table = file if isinstance(file, Table) else read_table(file, **(reading or {}))
    for option in method.options:
        value = getattr(asked, option.name.replace("-", "_"))
        if option.kind in ("column", "columns") and value:
            found = [table.called(each) for each in ((value,) if option.kind == "column" else value)]
            setattr(asked, option.name.replace("-", "_"), found[0] if option.kind == "column" else tuple(found))
    if not table.rows:
        raise Unfit("no_rows", f"{table.name} has no rows under its header.")
    return Called(method, asked, table.name, method.run(table, asked), tuple(table.notes))
