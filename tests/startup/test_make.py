"""`make` on a machine that lacks something: it says what was found, and the exact line that mends it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.project.address import checkout

TOOLS = ["sh", "make", "id", "dirname", "grep", "sed", "rm", "readlink", "cat", "chmod"]

# Stands for pip: notes how it was called, and installs nothing.
PRETEND_PIP = """\
import os, pathlib, sys
if sys.argv[1:2] == ["install"]:
    with open(os.environ["PIP_WAS_CALLED"], "a") as file:
        file.write(" ".join(sys.argv[1:]) + "\\n")
    sys.exit(int(os.environ.get("PIP_FAILS", "0")))
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A fresh copy of what `make` needs, and a PATH with nothing but the usual tools: no Python, no browser."""
    copy = tmp_path / "a folder"
    (copy / ".ci").mkdir(parents=True)
    for name in ("Makefile", ".ci/environment", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(checkout() / name, copy / name)
    (tmp_path / "bin").mkdir()
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return copy


def put(machine: Path, name: str, script: str) -> None:
    path = machine.parent / "bin" / name
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)


def make(machine: Path, target: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(machine.parent / "bin"), "HOME": str(machine.parent)} | more
    return subprocess.run(
        ["make", target], cwd=machine, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def python_of_version(major: int, minor: int, *, venv: bool = True) -> str:
    """A Python that says it has this version, and that may lack its venv module; nothing else of it is true."""
    return f"""\
case "$2" in
  *'%d.%d.%d'*) echo {major}.{minor}.2 ;;
  *'< (3, 11)'*) exit {int((major, minor) < (3, 11))} ;;
  *ensurepip*) exit {int(not venv)} ;;
  *) exit 3 ;;
esac
"""


def test_a_python_that_is_too_old_is_named(machine: Path) -> None:
    put(machine, "python3", python_of_version(3, 9))
    ended = make(machine, "run")
    assert ended.returncode != 0
    assert "Alongside needs Python 3.11 or newer. Found:  python3 is 3.9.2;" in ended.stderr
    assert "apt-get install -y python3 python3-venv" in ended.stderr
    assert not (machine / ".venv").exists()


def test_no_python_at_all_is_said(machine: Path) -> None:
    ended = make(machine, "run")
    assert ended.returncode != 0
    assert "no Python 3 at all" in ended.stderr


@pytest.mark.parametrize(("name", "package"), [("python3", "python3-venv"), ("python3.12", "python3.12-venv")])
def test_a_python_without_its_venv_module_names_the_package(machine: Path, name: str, package: str) -> None:
    put(machine, name, python_of_version(3, 12, venv=False))
    ended = make(machine, "run")
    assert ended.returncode != 0
    assert f"found {name} (3.12.2)" in ended.stderr
    assert re.search(rf"apt-get install -y {re.escape(package)}$", ended.stderr, re.MULTILINE)


def test_a_name_that_runs_nothing_is_passed_over(machine: Path) -> None:
    put(machine, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127\n")
    put(machine, "python3.12", python_of_version(3, 12, venv=False))
    put(machine, "python3", python_of_version(3, 11))  # usable, so it is taken; it then fails to make a venv
    ended = make(machine, "run")
    assert "Making .venv with python3 (3.11.2)" in ended.stderr


def installed(machine: Path, **more: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """`make environment` with a real Python and the pretended pip: how it ended, and all calls of pip so far."""
    calls = machine.parent / "calls"
    venv = machine / ".venv"
    if not venv.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
        site = next(venv.glob("lib/python*/site-packages"))
        (site / "pip.py").write_text(PRETEND_PIP)
        (venv / "bin" / "pip").write_text("#!/bin/sh\n")
        (venv / "bin" / "pip").chmod(0o755)
    ended = make(machine, more.pop("target", "environment"), PIP_WAS_CALLED=str(calls), **more)
    return ended, calls.read_text().splitlines() if calls.exists() else []


def test_installing_happens_once_with_hashes_and_again_when_the_lock_changes(machine: Path) -> None:
    ended, calls = installed(machine)
    assert ended.returncode == 0, ended.stderr
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]
    assert calls[0].endswith("-r requirements.txt")
    assert os.access(machine / ".venv/bin/alongside", os.X_OK)

    assert len(installed(machine)[1]) == 1  # nothing to do: no pip, no internet
    with open(machine / "requirements.txt", "a") as lock:
        lock.write("# changed\n")
    assert len(installed(machine)[1]) == 2


def test_what_development_installs_is_enough_to_run(machine: Path) -> None:
    assert len(installed(machine, target="environment-dev")[1]) == 1
    assert len(installed(machine, target="environment")[1]) == 1
    assert len(installed(machine, target="environment-dev")[1]) == 1


def test_a_failed_installation_is_explained_and_tried_again(machine: Path) -> None:
    ended, calls = installed(machine, PIP_FAILS="1")
    assert ended.returncode != 0
    assert "connection to the internet" in ended.stderr
    ended, calls = installed(machine)
    assert ended.returncode == 0
    assert len(calls) == 2


def test_a_virtual_environment_whose_python_is_gone_is_made_anew(machine: Path) -> None:
    (machine / ".venv/bin").mkdir(parents=True)
    (machine / ".venv/bin/python").symlink_to("/nowhere/python3")
    put(machine, "python3", python_of_version(3, 11))
    ended = make(machine, "environment")
    assert "no longer works" in ended.stderr
    assert not (machine / ".venv/bin/python").is_symlink()


def test_a_missing_browser_fails_with_the_line_that_mends_it(machine: Path) -> None:
    ended = make(machine, "test")
    assert ended.returncode != 0
    assert re.search(r"apt-get install -y chromium", ended.stderr)


@pytest.fixture
def machine_with_locks_of_npm(machine: Path) -> Path:
    """The fresh copy, with what the independent readers of FHIR need beside it."""
    (machine / "tests/fhir").mkdir(parents=True)
    for name in (".ci/node", "tests/fhir/package.json", "tests/fhir/package-lock.json"):
        shutil.copy(checkout() / name, machine / name)
    for name in ("command", "cksum", "mkdir"):
        if found := shutil.which(name):
            (machine.parent / "bin" / name).symlink_to(found)
    return machine


def test_missing_node_and_npm_fail_with_the_line_that_mends_it(machine_with_locks_of_npm: Path) -> None:
    ended = make(machine_with_locks_of_npm, "node")
    assert ended.returncode != 0
    assert re.search(r"apt-get install -y nodejs npm$", ended.stderr, re.MULTILINE)


def test_a_node_that_is_too_old_is_named(machine_with_locks_of_npm: Path) -> None:
    put(machine_with_locks_of_npm, "node", '[ "$1" = --version ] && echo v16.20.0 || exit 1')
    put(machine_with_locks_of_npm, "npm", "exit 0")
    ended = make(machine_with_locks_of_npm, "node")
    assert ended.returncode != 0
    assert "this is v16.20.0" in ended.stderr


def test_readers_of_fhir_are_installed_once_and_again_when_their_lock_changes(machine_with_locks_of_npm: Path) -> None:
    machine, calls = machine_with_locks_of_npm, machine_with_locks_of_npm.parent / "npm-calls"
    put(machine, "node", '[ "$1" = --version ] && echo v20.20.2 || exit 0')
    put(machine, "npm", f'mkdir -p node_modules; echo "$@" >> "{calls}"')
    assert make(machine, "node").returncode == make(machine, "node").returncode == 0
    assert calls.read_text().startswith("ci --legacy-peer-deps --ignore-scripts")
    assert len(calls.read_text().splitlines()) == 1
    with open(machine / "tests/fhir/package-lock.json", "a") as lock:
        lock.write("\n")
    make(machine, "node")
    assert len(calls.read_text().splitlines()) == 2
    put(machine, "npm", "exit 1")
    with open(machine / "tests/fhir/package-lock.json", "a") as lock:
        lock.write("\n")
    ended = make(machine, "node")
    assert ended.returncode != 0
    assert "connection to the internet" in ended.stderr


def test_the_lock_of_the_readers_has_hashes_and_no_address_of_a_registry() -> None:
    lock = json.loads((checkout() / "tests/fhir/package-lock.json").read_text())
    # What is bundled lies inside its parent's archive, under its parent's hash.
    packages = {name: one for name, one in lock["packages"].items() if name and not one.get("inBundle")}
    assert len(packages) > 100
    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_have_hashes_and_no_address(name: str) -> None:
    text = (checkout() / name).read_text()
    assert "://" not in text
    assert "index" not in text
    packages = re.findall(r"^[a-z0-9].*==.*(?:\n +--hash=sha256:[0-9a-f]{64}(?: \\)?)+", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 20
