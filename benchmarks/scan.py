"""`make scan`: an independent scanner of web sites (Wapiti) against the running practice programme, signed out and in.

It makes a practice programme in a home of its own, starts it as `alongside up` does, lets the scanner loose on it once
for each door (`DOORS`: nobody signed in, a counsellor, whoever keeps privacy, a worker at a partner agency, a woman on her
own page, a carer), and prints what it says. Behind a door it has to have come in, or nothing counts. It ends with 1 when
anything above low was found. `make scan DOOR="a carer"` looks behind one of them. Nothing leaves the machine: modules that call a server of the scanner's makers are left out.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WAPITI = ROOT / ".cache" / "scan" / "bin" / "wapiti"
MODULES = "cookieflags,csp,crlf,csrf,exec,file,http_headers,information_disclosure,methods,permanentxss,redirect,sql,upload,xss"
MINUTES = int(os.environ.get("ALONGSIDE_SCAN_MINUTES", "10"))  # for each door
LOW = 1
LEVELS = {0: "note", 1: "low", 2: "medium", 3: "high", 4: "critical"}
# Leaving ends the session of the scanner itself, and so does a woman who says that her device is not safe.
NOT = ("/sign-out/", "/leave/", "/account/leave/", "/my/out/", "/my/safe/off/")


@dataclass(frozen=True)
class Door:
    """A word by which somebody of the cast is found, where she begins, and what only she comes to see."""

    part: str = ""
    begins: tuple[str, ...] = ()
    inside: str = ""


ID = "[0-9a-f-]{36}"
DOORS = {
    "signed out": Door(),
    "a counsellor": Door("counsellor", ("/families/",), rf"/families/{ID}/"),
    "whoever keeps privacy": Door("pierre gagnon", ("/privacy/", "/privacy/ledger/", "/trail/"), r"/privacy/ledger/"),
    "a worker at a partner agency": Door("child-welfare", ("/shared/",), rf"/shared/{ID}/"),
    "a woman on her own page": Door("(herself)", ("/my/", "/my/seen/", "/my/file/", "/my/sent/"), r"/my/file/"),
    "a carer": Door("nadia benson", ("/caring/",), rf"/caring/{ID}/"),
}


def main() -> int:
    """Scan, print, return 1 when something is above low."""
    with tempfile.TemporaryDirectory(prefix="alongside-scan-", dir=os.environ.get("ALONGSIDE_SCAN_IN")) as folder:
        port = _free_port()
        Path(folder).chmod(0o711)  # run as root, the database belongs to somebody else, who has to pass
        environment = {**os.environ, "ALONGSIDE_HOME": str(Path(folder) / "home")}
        command = [sys.executable, "-m", "alongside"]
        subprocess.run([*command, "demo", "--families", "12"], env=environment, cwd=ROOT, check=True)
        with (Path(folder) / "scan-up.log").open("w") as log:
            running = subprocess.Popen(
                [*command, "up", "--port", str(port)], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(address, running)
                worst = max(tell(who, *scan(address, DOORS[who], Path(folder))) for who in sys.argv[1:] or list(DOORS))
            finally:
                running.terminate()
                running.wait(60)
    return 1 if worst > LOW else 0


def tell(who: str, looked: int, levels: Counter[int], named: list[tuple[str, int, str]]) -> int:
    """Print what was found behind one door; the worst of it."""
    said = ", ".join(f"{n} {LEVELS[level]}" for level, n in sorted(levels.items(), reverse=True)) or "nothing"
    print(f"{who}: {looked} addresses and forms tried; found: {said}", flush=True)
    for name, level, example in named:
        print(f"  {LEVELS[level]}: {name} ({example})", flush=True)
    return max([0, *levels])


def scan(address: str, door: Door, folder: Path) -> tuple[int, Counter[int], list[tuple[str, int, str]]]:
    """One run: how many addresses were tried, findings by level, and each kind of finding with an example."""
    name = re.sub(r"\W+", "-", door.part) or "out"
    report = folder / f"report-{name}.json"
    asked = [WAPITI, "-u", f"{address}/", "--scope", "folder", "-m", MODULES, "-f", "json", "-o", report, "--flush-session",
             "--no-bugreport", "--max-scan-time", str(MINUTES * 30), "--max-attack-time", str(MINUTES * 60 // 14), "-v", "0",
             "--store-session", folder / "sessions", "--store-config", folder / "config", "-dr", "2", "-d", "6", "--max-links-per-page", "60",
             "--max-parameters", "12"]  # fmt: skip
    for path in NOT:
        asked += ["-x", f"{address}{path}*"]
    if door.part:
        held = folder / f"cookies-{name}.json"
        held.write_text(json.dumps({"127.0.0.1": {"/": _cookies(address, door.part)}}))
        asked += ["-c", held, *(each for path in door.begins for each in ("-s", f"{address}{path}"))]
    subprocess.run([str(each) for each in asked], check=False, timeout=MINUTES * 60 + 300)
    told = json.loads(report.read_text())
    levels: Counter[int] = Counter()
    named = []
    for kind in ("vulnerabilities", "anomalies"):
        for name, rows in told.get(kind, {}).items():
            for row in rows:
                levels[int(row["level"])] += 1
            if rows:
                worst = max(int(row["level"]) for row in rows)
                named.append((name, worst, f"{rows[0]['method']} {rows[0]['path']}: {rows[0]['info'][:120]}"))
    inside = [
        row["request"]["url"] for row in told["infos"]["crawled_pages"] if "/account/" not in row["request"]["url"]
    ]
    if door.part and not any(re.search(door.inside, url) for url in inside):
        raise SystemExit(f"The scanner did not come in as {door.part}: nothing was looked at.")
    if os.environ.get("ALONGSIDE_SCAN_KEEP"):
        shutil.copy(report, os.environ["ALONGSIDE_SCAN_KEEP"])
    return int(told["infos"].get("crawled_pages_nbr", 0)), levels, named


def _cookies(address: str, part: str) -> dict[str, dict[str, object]]:
    """Walk in as the first of the cast whose name speaks of this part; her cookies as the scanner reads them."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{address}/walk-in/").read().decode()
    mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    buttons = re.findall(r'<button[^>]*name="as"[^>]*value="([^"]+)"[^>]*>(.*?)</button>', page, re.S)
    chosen = next(value for value, words in buttons if part in words.lower())
    sent = urllib.parse.urlencode({"csrfmiddlewaretoken": mark[1] if mark else "", "as": chosen}).encode()
    home = browser.open(urllib.request.Request(f"{address}/walk-in/", sent, {"Referer": f"{address}/walk-in/"})).read()
    if b"/sign-out/" not in home and b"/my/out/" not in home:
        raise SystemExit(f"Nobody could walk in as {part}.")
    return {
        each.name: {"value": each.value, "expires": None, "secure": False, "port": None, "version": 0} for each in jar
    }


def _wait(address: str, running: subprocess.Popen) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/alive/", timeout=2).read()
            return
        except OSError:
            if running.poll() is not None:
                raise SystemExit("The programme did not start.") from None
            time.sleep(0.5)
    raise SystemExit("The programme did not answer.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    if not WAPITI.exists() and not shutil.which(str(WAPITI)):
        raise SystemExit("Please run: make scan (it installs the scanner into .cache/scan)")
    raise SystemExit(main())
