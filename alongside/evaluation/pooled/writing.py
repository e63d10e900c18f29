"""A site's rows as Parquet files, all of them or none."""

from __future__ import annotations

import json
import os
import tempfile
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.pooled.engines import INSTALL
from alongside.evaluation.pooled.gathering import Site
from alongside.evaluation.pooled.schema import LAYOUTS, NUMBER, TEXT, VERSION, WHOLE, YES_NO, Layout, table_schema


def folder_of(site: str) -> str:
    """A site's name as the name of a folder: plain letters and figures, for a machine's language must not matter.

    >>> folder_of("Maison  d’Élise / Est"), folder_of("Ψυχή")
    ('maison-d-elise-est', 'site-1ab5bbf9')
    """
    bare = unicodedata.normalize("NFKD", site).casefold().replace("’", " ").encode("ascii", "ignore").decode()
    name = "-".join("".join(c if c.isalnum() else " " for c in bare).split())
    return name or f"site-{sha256(site.encode()).hexdigest()[:8]}"


def write(pool: Path, site: Site, *, replace: bool = False) -> list[Path]:
    """The files of one site, in a folder of its own inside ``pool``; with them their Table Schema.

    Raises Unfit: no_engine, folder_there (without ``replace``), cannot_write.
    """
    if not site.name.strip():
        raise Unfit("bad_option", "The site needs a name.")
    name = folder_of(site.name)
    wanted = pool / name
    if wanted.exists() and not replace:
        raise Unfit("folder_there", f"{wanted} is there already.", "Say --replace to make it anew.")
    try:
        pool.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=pool) as making:
            made = Path(making) / name
            made.mkdir()
            for table, rows in site.tables.items():
                _write_table(made / f"{table}.parquet", LAYOUTS[table], rows)
            if wanted.exists():
                os.rename(wanted, Path(making) / "old")
            os.rename(made, wanted)
    except OSError as why:
        raise Unfit("cannot_write", f"{wanted} cannot be written: {why.strerror or why}.") from why
    return [wanted / f"{table}.parquet" for table in site.tables]


def arrow_schema(layout: Layout) -> Any:
    """The columns as Arrow knows them; the Table Schema goes along in the file's own words."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError as why:
        raise Unfit("no_engine", "Parquet cannot be written here.", INSTALL.format("scale") + ".") from why
    kinds = {TEXT: pa.string(), NUMBER: pa.float64(), WHOLE: pa.int64(), YES_NO: pa.bool_()}
    fields = [pa.field(column.name, kinds[column.type]) for column in layout.columns]
    said = {"alongside.pool": str(VERSION), "tableschema": json.dumps(table_schema(layout), ensure_ascii=False)}
    return pa.schema(fields, metadata=said)


def _write_table(path: Path, layout: Layout, rows: list[dict[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # One way of writing é: engines compare letters as they are kept.
    tidy = [{k: unicodedata.normalize("NFC", v) if isinstance(v, str) else v for k, v in row.items()} for row in rows]
    pq.write_table(pa.Table.from_pylist(tidy, schema=arrow_schema(layout)), path, compression="zstd")
