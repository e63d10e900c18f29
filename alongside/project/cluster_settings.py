"""How the server that comes along is set up. Written anew at each start, so that it fits the machine of today."""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil

INCLUDE = """
# Alongside writes its settings here at each start; ALTER SYSTEM still overrides them.
include_if_exists = 'alongside.conf'
"""

# Everybody shows a password, also on the socket. There is no line for the network: nobody connects from there.
ACCESS_RULES = """\
# Written by Alongside at each start.
# type  database  user  method
local   all       all   scram-sha-256
"""

MB = 1024 * 1024


def memory_limit() -> int:
    """Bytes of memory that this machine, or the container we are in, may use."""
    total = psutil.virtual_memory().total
    try:
        return min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    except (OSError, ValueError):
        return total


def settings_text(sockets: Path, port: int, logs: Path, *, durable: bool) -> str:
    """The text of the settings file. `durable=False` is for tests: quick, and not safe against a failing machine."""
    memory = memory_limit()
    shared = min(1024, max(32, memory // 8 // MB)) if durable else 128
    values = {
        "listen_addresses": "",  # no network port at all
        "port": port,
        "unix_socket_directories": f'"{sockets}"',  # in quotes of its own: it is a list, and folders may have commas
        "unix_socket_permissions": "0700",
        "max_connections": 60,
        "password_encryption": "scram-sha-256",
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(64, memory // 2 // MB)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(256, max(32, memory // 32 // MB))}MB",
        "dynamic_shared_memory_type": _shared_memory(),
        "max_wal_size": "2GB",
        "checkpoint_timeout": "10min",
        "random_page_cost": 1.1,
        "jit": False,  # pages are short queries; compiling costs more than it saves
        "TimeZone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        # What is acknowledged is on the disk.
        "fsync": durable,
        "full_page_writes": durable,
        "synchronous_commit": durable,
        # The log says that something failed, never with whose data.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": 0,
        "log_parameter_max_length_on_error": 0,
        "log_statement": "none",
        "log_min_duration_statement": -1,
        "logging_collector": True,
        "log_directory": str(logs),
        "log_filename": "database-%a.log",
        "log_file_mode": "0600",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": True,
        "log_line_prefix": "%m [%p] %u@%d ",
    }
    return "# Written by Alongside at each start.\n" + "".join(
        f"{key} = {_quoted(value)}\n" for key, value in values.items()
    )


def _shared_memory() -> str:
    # Many containers give /dev/shm 64 MB, too little for parallel queries; files do as well.
    try:
        return "posix" if shutil.disk_usage("/dev/shm").total >= 256 * MB else "mmap"
    except OSError:
        return "mmap"


def _quoted(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"
