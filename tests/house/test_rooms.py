"""Rooms are furnished alike, explain themselves, and stay small."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.databases import ROOT
from tests.house.test_floors import PACKAGE, ROOMS

HEADINGS = ["What this room is", "Its words", "What it promises", "What it leans on", "Not here"]


def test_every_room_with_tables_is_in_the_fence() -> None:
    ours = {c.label for c in apps.get_app_configs() if c.name.startswith("alongside.") and ".pages" not in c.name}
    assert ours == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is(room: str) -> None:
    readme = PACKAGE / room / "README.md"
    assert readme.exists(), f"{room} needs a README.md with: {', '.join(HEADINGS)}"
    text = readme.read_text()
    missing = [h for h in HEADINGS if not re.search(rf"^#+ {h}|^\*\*{h}", text, re.M | re.I)]
    assert missing == []
    assert len(text.splitlines()) <= 40


def modules() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts]


def too_long(path: Path, most: int) -> str | None:
    lines = len(path.read_text().splitlines())
    return f"{path.relative_to(ROOT)}: {lines} lines" if lines > most else None


def test_modules_stay_small() -> None:
    assert [m for m in (too_long(p, 350) for p in modules() if "tests" not in p.parts) if m] == []


def test_modules_of_tests_stay_small() -> None:
    """One that outgrows this becomes a folder: its files are named by what they try, its helpers stand once."""
    ours = [p for p in modules() if "tests" in p.parts]
    for folder, below, files in os.walk(ROOT / "tests"):
        below[:] = [name for name in below if name != "node_modules"]  # tens of thousands, of others
        ours += [Path(folder) / name for name in files if name.endswith(".py")]
    assert [m for m in (too_long(p, 400) for p in ours) if m] == []


def test_functions_stay_small() -> None:
    long = []
    for path in modules():
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 70:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_templates_stay_small() -> None:
    assert [m for m in (too_long(p, 140) for p in sorted(PACKAGE.rglob("*.html"))) if m] == []


def test_every_public_function_of_rules_queries_and_actions_says_what_it_does() -> None:
    silent = []
    for path in modules():
        inside = str(path.relative_to(ROOT))
        if "tests" in path.parts or not re.search(r"/(rules|queries|actions|policy|scope)(/|\.py)", inside):
            continue
        for node in ast.parse(path.read_text()).body:
            named = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert silent == []


def test_nothing_is_called_utils_or_services() -> None:
    bad = {"utils", "helpers", "services", "managers", "signals", "common", "misc", "core"}
    # The room of what is offered to families is called so because the programme calls it so (S-023).
    inside = {p: p.relative_to(PACKAGE).parts for p in modules()}
    named = {p: parts[1:] if parts[0] == "services" else parts for p, parts in inside.items()}
    assert [str(p.relative_to(ROOT)) for p, parts in named.items() if p.stem in bad or bad & set(parts)] == []


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    ours = [m for m in apps.get_models() if m._meta.app_label in ROOMS]
    missing = [m._meta.label for m in ours if f"`{m._meta.app_label}.{m.__name__}`" not in glossary]
    assert missing == []


def test_no_signals_and_no_save_overrides() -> None:
    found = []
    for path in modules():
        text = path.read_text()
        if "tests" in path.parts:
            continue
        if "django.db.models.signals" in text or "django.dispatch" in text or re.search(r"^    def save\(", text, re.M):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_no_address_of_a_registry_or_of_somebodys_machine_is_written_anywhere() -> None:
    import subprocess

    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    bad = re.compile(r"--(extra-)?index-url|pypi\.org/simple|\"resolved\": *\"http|(^|[\s\"'=])/(work|home/[a-z]+)/")
    found = []
    for name in filter(None, files.split("\0")):
        path = ROOT / name
        if path.suffix in {".png", ".mo", ".ico", ".woff2"} or not path.exists() or name == "tests/house/test_rooms.py":
            continue
        found += [f"{name}: {line[:80]}" for line in path.read_text(errors="replace").splitlines() if bad.search(line)]
    assert found == []
