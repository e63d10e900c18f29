"""The data folder: made closed, never opening what is not ours, and kindly refused where we may not write."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alongside.project import command
from alongside.project.binaries import account, check_reachable
from alongside.project.embedded import Embedded
from alongside.project.home import CannotContinue, Home, as_root, private_folder, secrets
from tests.startup.conftest import as_ordinary_user


def modes(*paths: Path) -> dict[str, str]:
    """The mode of each path and of every folder above it."""
    wanted = {folder for path in paths for folder in (path, *path.parents)}
    return {str(folder): oct(folder.stat().st_mode) for folder in sorted(wanted)}


def test_starting_a_server_leaves_the_modes_of_all_other_folders_as_they_were(place: Path, as_whom) -> None:
    def story() -> tuple[dict, dict]:
        parent = place / "somebody's files, old"
        parent.mkdir()
        parent.chmod(0o751)
        neighbour = parent / "letters"
        neighbour.mkdir(mode=0o700)
        home = Home(parent / "home")
        from alongside.project.binaries import _shipped

        watched = (neighbour, _shipped(), Path(os.path.expanduser("~")))
        before = modes(*watched)
        server = Embedded(home)
        server.start()
        server.stop()
        home.sockets.rmdir()  # the comma sent it to the folder for temporary files
        return before, modes(*watched)

    before, after = as_whom(story)
    assert after == before


def test_a_home_that_was_there_before_keeps_its_mode(place: Path, as_whom) -> None:
    def story() -> str:
        folder = place / "mine"
        folder.mkdir()
        folder.chmod(0o755)
        server = Embedded(Home(folder))
        server.start()
        server.stop()
        return oct(stat.S_IMODE(folder.stat().st_mode))

    assert as_whom(story) == "0o755"


def test_what_we_make_is_closed_to_others(home: Home, as_whom) -> None:
    def story() -> dict[str, int]:
        secrets(home)
        parts = (home.path, home.logs, home.run, home.secrets)
        return {path.name: stat.S_IMODE(path.stat().st_mode) for path in parts} | {"root": as_root()}

    found = as_whom(story)
    # Root's home lets others pass through, because the database's own user must reach its folder inside.
    own = 0o711 if found["root"] else 0o700
    assert found == {"home": own, "logs": 0o700, "run": 0o700, "secrets.json": 0o600, "root": found["root"]}


def test_secrets_are_made_once_even_when_many_ask_at_once(home: Home) -> None:
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: secrets(home), range(16)))
    assert all(answer == answers[0] for answer in answers)
    assert len(answers[0]["secret_key"]) >= 50
    passwords = answers[0]["passwords"].values()
    assert len(set(passwords)) == len(passwords) >= 6


def test_a_damaged_secrets_file_is_not_replaced(home: Home) -> None:
    home.make()
    home.secrets.write_text("{ half")
    with pytest.raises(CannotContinue, match="damaged"):
        secrets(home)
    assert home.secrets.read_text() == "{ half"


def test_without_permission_to_write_it_says_where_and_what_to_do(place: Path, monkeypatch, capfd) -> None:
    closed = place / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    monkeypatch.setenv("ALONGSIDE_HOME", str(closed / "home"))
    with pytest.raises(SystemExit):
        command.main(["up", "--help"])  # reads every module now: root's Python may be out of reach for the other user

    def story() -> object:
        with pytest.raises(SystemExit) as ended:
            command.main(["up"])
        return ended.value.code

    assert as_ordinary_user(story) == 1
    said = capfd.readouterr().err
    assert str(closed / "home") in said
    assert "ALONGSIDE_HOME=" in said
    assert "Traceback" not in said


def test_a_file_in_the_place_of_the_home_is_explained(place: Path) -> None:
    (place / "home").write_text("a letter")
    with pytest.raises(CannotContinue, match="is a file"):
        Home(place / "home").make()
    assert (place / "home").read_text() == "a letter"


def test_a_long_path_gets_a_short_private_place_for_the_socket(place: Path) -> None:
    home = Home(place / ("very-" * 20) / "long")
    assert not home.sockets.is_relative_to(home.path)
    server = Embedded(home, durable=False)
    try:
        server.start()
        assert len(str(home.sockets / ".s.PGSQL.5432")) < 100
        assert stat.S_IMODE(home.sockets.stat().st_mode) == 0o700
    finally:
        server.stop()
        home.sockets.rmdir()


def test_somebody_elses_folder_is_not_used_for_the_socket(place: Path) -> None:
    (place / "trap").mkdir()
    (place / "trap").chmod(0o777)
    (place / "link").symlink_to(place)
    for name in ("trap", "link"):
        with pytest.raises(CannotContinue, match="somebody else"):
            private_folder(place / name, os.geteuid(), os.getegid())


@pytest.mark.parametrize("who", ["root"] if as_root() else [])
def test_as_root_a_home_behind_a_closed_folder_is_explained_and_stays_closed(place: Path, who: str) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(CannotContinue) as trouble:
        check_reachable(closed / "home", account())
    assert str(closed) in trouble.value.what
    assert "/var/lib/alongside" in trouble.value.do
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
