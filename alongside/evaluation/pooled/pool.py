"""Opening a pool: whose files there are, whether each holds what it should, and the tables over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.pooled.engines import WORDS_OF_GLOBS, Engine
from alongside.evaluation.pooled.schema import ALWAYS, LAYOUTS, NUMBER, TEXT, WHOLE, YES_NO, Layout

if TYPE_CHECKING:
    from ibis.expr.types import Table

PARQUET = {TEXT: {"string", "large_string"}, NUMBER: {"double"}, WHOLE: {"int64"}, YES_NO: {"bool"}}
NAMES = {TEXT: "string", NUMBER: "double", WHOLE: "int64", YES_NO: "bool"}


@dataclass(frozen=True)
class Pool:
    """The tables of all sites, as expressions of one engine; ``tables`` has those that at least one site brought."""

    engine: Engine
    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        """A table. Raises Unfit where no site has such a file."""
        if name not in self.tables:
            raise Unfit("no_file", f"No site has a file {name}.parquet.", f"It would say: {LAYOUTS[name].what}")
        return self.tables[name]

    def __contains__(self, name: object) -> bool:
        return name in self.tables


def open_pool(engine: Engine, folder: str) -> Pool:
    """The pool in ``folder``: a folder a site. An address (s3a://…, hdfs://…) is read by Spark where its machines are.

    Raises Unfit: no_folder, no_file, wrong_columns.
    """
    if "://" in folder:
        return _far(engine, folder.rstrip("/"))
    whole = Path(folder).resolve()
    if not whole.is_dir():
        raise Unfit("no_folder", f"There is no folder {folder}.")
    if WORDS_OF_GLOBS & set(str(whole)):
        raise Unfit("no_folder", f"{folder} has a sign in its name that engines read as “any”.", "Rename the folder.")
    found = {name: sorted(str(path) for path in whole.glob(f"*/{name}.parquet")) for name in LAYOUTS}
    for name in ALWAYS:
        if not found[name]:
            raise Unfit("no_file", f"There is no {name}.parquet in any folder of {folder}.",
                        "A pool has a folder for each site; `alongside pool write` makes them.")  # fmt: skip
        without = _sites(found["people"]) ^ _sites(found[name])
        if without:
            raise Unfit("no_file", f"{', '.join(sorted(without))}: people.parquet or {name}.parquet is not there.")
    for name, files in found.items():
        for file in files:
            _check_columns(file, LAYOUTS[name])
    return Pool(engine, {name: engine.read(name, files) for name, files in found.items() if files})


def _sites(files: Sequence[str]) -> set[str]:
    return {Path(file).parent.name for file in files}


def _check_columns(file: str, layout: Layout) -> None:
    """Raises Unfit when a file has other columns, or columns of another kind: engines would join them in silence."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    short = "/".join(Path(file).parts[-2:])
    try:
        held = pq.read_schema(file)
    except (OSError, pa.ArrowInvalid) as why:
        raise Unfit("wrong_columns", f"{short} cannot be read as Parquet.") from why
    if tuple(held.names) != layout.names:
        raise Unfit("wrong_columns", f"{short} has the columns {', '.join(held.names)}.",
                    f"They are, in this order: {', '.join(layout.names)}.")  # fmt: skip
    for column in layout.columns:
        kind = str(held.field(column.name).type)
        if kind not in PARQUET[column.type]:
            raise Unfit("wrong_columns", f"{short}: {column.name} is {kind}; {NAMES[column.type]} is needed.")


def _far(engine: Engine, address: str) -> Pool:
    if engine.name != "spark":
        raise Unfit("bad_option", f"{address} is read by Spark alone.", "Say --engine spark, or name a folder here.")
    from pyspark.errors import AnalysisException

    tables = {}
    for name, layout in LAYOUTS.items():
        try:
            table = engine.read(name, [f"{address}/*/{name}.parquet"])
        except AnalysisException as why:
            if name in ALWAYS or "PATH_NOT_FOUND" not in str(why):
                raise Unfit("no_file", f"{address}/*/{name}.parquet cannot be read.") from why
            continue
        kinds = {"string": TEXT, "float64": NUMBER, "int64": WHOLE, "boolean": YES_NO}
        held = tuple((each, kinds.get(str(kind).lstrip("!"))) for each, kind in table.schema().items())
        if held != tuple((column.name, column.type) for column in layout.columns):
            raise Unfit("wrong_columns", f"{name}.parquet has other columns than {', '.join(layout.names)}.")
        tables[name] = table
    return Pool(engine, tables)
