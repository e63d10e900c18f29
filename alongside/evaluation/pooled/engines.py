"""Two engines that answer the same expressions: DuckDB in this process, or Apache Spark on one machine or many.

Each reads the same Parquet files, keeps what it spills in a folder of its own that goes with it, and hands back rows
as Python's values.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from ibis.expr.types import Table

ENGINES = ("duckdb", "spark")
JAVA = (17, 21)  # what Spark 4.0 runs on
INSTALL = "python -m pip install --require-hashes -r requirements-{}.txt, with the Python that runs Alongside"
# It comes as its source: first what packs it.
INSTALL_SPARK = f"{INSTALL.format('spark-build')}; then the same with --no-build-isolation -r requirements-spark.txt"
WORDS_OF_GLOBS = set("*?[]{}\\")


class Engine(Protocol):
    """What the reports need of an engine."""

    name: str

    def read(self, name: str, files: Sequence[str]) -> Table:
        """The rows of these Parquet files as one table. ``name``: what the table is called."""

    def rows(self, expression: Table) -> list[tuple[Any, ...]]:
        """What an expression comes to; null as None."""


@contextlib.contextmanager
def engine(name: str, *, threads: int = 0, master: str = "") -> Iterator[Engine]:
    """An engine to work with; it is closed, and what it spilled is removed, when the block ends.

    ``threads``: how many at once on this machine (0: all). ``master``: Spark's, such as spark://host:7077; without it
    what ``spark-submit`` says, or else this machine. Raises Unfit: no_engine, no_java, bad_option.
    """
    if name not in ENGINES:
        raise Unfit("bad_option", f"There is no engine “{name}”.", f"Take one of: {', '.join(ENGINES)}.")
    with tempfile.TemporaryDirectory(prefix="alongside-engine-") as folder:
        made = _duckdb(folder, threads) if name == "duckdb" else _spark(folder, threads, master)
        try:
            yield made
        finally:
            made.close()


class _Duck:
    name = "duckdb"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def read(self, name: str, files: Sequence[str]) -> Table:
        # A folder called "arm=A" is a folder, and no column.
        return self.connection.read_parquet(list(files), table_name=name, hive_partitioning=False)

    def rows(self, expression: Table) -> list[tuple[Any, ...]]:
        return _python(self.connection.to_pyarrow(expression))

    def close(self) -> None:
        self.connection.disconnect()


class _Spark:
    name = "spark"

    def __init__(self, session: Any, connection: Any) -> None:
        self.session, self.connection = session, connection

    def read(self, name: str, files: Sequence[str]) -> Table:
        self.session.read.parquet(*files).createOrReplaceTempView(name)
        return self.connection.table(name)

    def rows(self, expression: Table) -> list[tuple[Any, ...]]:
        # Not through pandas: there a missing number and one that is none look the same.
        return _python(self.session.sql(self.connection.compile(expression)).toArrow())

    def close(self) -> None:
        self.session.stop()


def _python(table: Any) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _duckdb(folder: str, threads: int) -> Any:
    try:
        import duckdb  # noqa: F401
        import ibis
    except ModuleNotFoundError as why:
        raise Unfit("no_engine", f"The engine DuckDB is not installed here ({why.name}).",
                    INSTALL.format("scale") + ".") from why  # fmt: skip
    more = {"threads": threads} if threads else {}
    # Nothing is fetched from elsewhere, and what does not fit into memory goes into the folder that is removed.
    return _Duck(ibis.duckdb.connect(temp_directory=folder, autoinstall_known_extensions=False, **more))


def _spark(folder: str, threads: int, master: str) -> Any:
    try:
        import ibis
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as why:
        raise Unfit("no_engine", f"The engine Spark is not installed here ({why.name}).",
                    INSTALL_SPARK + ".") from why  # fmt: skip
    check_java()
    given = master or ("" if "PYSPARK_GATEWAY_PORT" in os.environ else f"local[{threads or '*'}]")
    builder = SparkSession.builder.appName("alongside").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.ui.enabled", "false").config("spark.log.level", "ERROR")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    if given:
        builder = builder.master(given)
    if given.startswith("local"):
        # One machine: nothing listens to the network, nothing stays, and no work is cut smaller than it is.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for name, value in {
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.local.dir": folder,
            "spark.sql.warehouse.dir": folder, "spark.sql.shuffle.partitions": str(threads or os.cpu_count() or 2),
        }.items():  # fmt: skip
            builder = builder.config(name, value)
        if not any("utf" in os.environ.get(name, "").casefold() for name in ("LC_ALL", "LC_CTYPE", "LANG")):
            os.environ["LC_ALL"] = "C.UTF-8"  # or Java reads no folder with é in its name
    session = builder.getOrCreate()
    return _Spark(session, ibis.pyspark.connect(session))


def check_java() -> None:
    """Is there a Java that Spark runs on? Raises Unfit: no_java."""
    home = os.environ.get("JAVA_HOME", "")
    java = os.path.join(home, "bin", "java") if home else shutil.which("java")
    what, do = "Spark needs Java 17", (
        "On Debian or Ubuntu: apt-get install -y openjdk-17-jre-headless. Or take --engine duckdb, which needs no Java."
    )  # fmt: skip
    if not java or not os.path.exists(java):
        raise Unfit("no_java", f"{what}, and there is none {f'in {home} (JAVA_HOME)' if home else 'here'}.", do)
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', said.stderr + said.stdout)
    if not found or not JAVA[0] <= int(found[1]) <= JAVA[1]:
        raise Unfit("no_java", f"{what}; {java} is {found[1] if found else 'no Java that can be asked'}.", do)


def say_wait(name: str) -> None:
    """On a screen: that starting Spark takes a while."""
    if name == "spark" and sys.stderr.isatty():
        sys.stderr.write("Starting Spark takes some seconds …\n")
