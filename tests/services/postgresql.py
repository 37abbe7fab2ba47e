"""PostgreSQL for the tests: COOLPAPERS_TEST_POSTGRES_URL, else the newest server program of this machine."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.services.missing import ServiceMissing
from tests.services.program import as_ordinary_user, free_port, private_folder, running

VARIABLE = "COOLPAPERS_TEST_POSTGRES_URL"
# Debian and its children keep the server out of PATH, one folder a major version.
DEBIAN = Path("/usr/lib/postgresql")
# Tests may lose their data when the machine goes down, so nothing waits for the disk.
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def programs() -> Path:
    """The folder of initdb and postgres; ServiceMissing when there is none."""
    versions = [folder for folder in DEBIAN.glob("*/bin") if (folder / "postgres").exists()]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name.partition(".")[0]))
    if (found := shutil.which("postgres")) and shutil.which("initdb"):
        return Path(found).resolve().parent
    raise ServiceMissing(f"PostgreSQL is not installed (apt-get install postgresql), nor given by {VARIABLE}")


def answers(url: str) -> bool:
    """Whether the server takes connections yet."""
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
        return True
    return False


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address (postgresql://…/coolpapers) of a server whose role may make databases, while the block runs."""
    if given := os.environ.get(VARIABLE):
        yield given
        return
    folder_of_programs = programs()
    with private_folder("postgresql") as folder:
        data = folder / "data"
        initdb = [
            str(folder_of_programs / "initdb"),
            "--pgdata",
            str(data),
            "--username=coolpapers",
            "--auth=trust",
        ]
        subprocess.run(
            as_ordinary_user([*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"]),
            cwd=folder,
            check=True,
            capture_output=True,
        )
        port = free_port()
        settings = ("listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", *NOT_DURABLE)
        server = [
            str(folder_of_programs / "postgres"),
            "-D",
            str(data),
            *(word for s in settings for word in ("-c", s)),
        ]
        address = f"postgresql://coolpapers@127.0.0.1:{port}"
        with running(server, folder, lambda: answers(f"{address}/postgres"), within_s=30):
            with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE coolpapers")
            yield f"{address}/coolpapers"
