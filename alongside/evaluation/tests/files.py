"""Where the data of the tests lie, what trusted software made of them, and a call as the command makes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data"


def file(name: str) -> Path:
    """A file of tests/data/evaluation, or of tests/data."""
    found = DATA / "evaluation" / name
    return found if found.exists() else DATA / name


def expected(name: str) -> dict[str, Any]:
    """``values`` of one file of reference results."""
    return json.loads(file(f"{name}.json").read_text())["values"]


def values(method: str, name: str, reading: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """``values`` of `alongside analyse METHOD NAME … --json`, in process."""
    return call(method, file(name), reading=reading, **options).as_json()["values"]


def refused(code: str, method: str, table: Any, **options: Any) -> str:
    """The call is refused with this code; what was said."""
    with pytest.raises(Unfit) as why:
        call(method, table, **options)
    assert why.value.code == code, why.value
    return f"{why.value.what} {why.value.do}"
