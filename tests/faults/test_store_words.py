"""A store that cannot be used ends a command with one line: what is wrong, the variable or command that mends it, no password."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import missing
from tests.faults.ingestion_stack import PROJECT, Postgres, postgres
from tests.services.missing import ServiceMissing


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A server that knows passwords, not yet started."""
    try:
        with postgres() as made:
            yield made
    except ServiceMissing as error:
        missing(str(error))


def words_of(folder: Path, database: str, *words: str) -> str:
    """The last words of a command that has to fail, which are one line."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COOLPAPERS_", "DJANGO_"))}
    given = {"COOLPAPERS_DATA_DIR": str(folder), "COOLPAPERS_DATABASE_URL": database}
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command, cwd=PROJECT, env=kept | given, text=True, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1, done.stderr
    (line,) = done.stderr.splitlines()
    assert "secret" not in line
    return line


def test_postgresql_says_what_is_wrong_and_the_mend(server: Postgres, tmp_path: Path) -> None:
    address = server.address.replace("coolpapers@", "coolpapers:secret@")
    place = address.partition("@")[2]
    for words in (["status"], ["migrate"]):
        line = words_of(tmp_path, address, *words)
        assert f"The paper store (PostgreSQL, {place}) is away: Connection refused. Is it running?" in line
        assert "COOLPAPERS_DATABASE_URL" in line
        assert "migrate" not in line
    with server.running():
        line = words_of(tmp_path, address, "index")
        assert "The paper store lacks " in line
        assert "papers.0004_arrivals" in line
        assert line.endswith("Run: manage.py migrate")
        line = words_of(tmp_path, address, "status")
        assert 'relation "papers_paper" does not exist. Run: manage.py migrate' in line
        line = words_of(tmp_path, address.removesuffix("coolpapers") + "teapots", "status")
        assert 'refuses the connection: database "teapots" does not exist. Is it ready' in line
        with psycopg.connect(address) as connection:
            (file,) = connection.execute("SHOW hba_file").fetchone() or ("",)
            connection.execute("ALTER ROLE coolpapers PASSWORD 'another'")
            Path(file).write_text("host all all 127.0.0.1/32 scram-sha-256\n")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("SELECT pg_sleep(0.5)")
        line = words_of(tmp_path, address, "status")
        assert "password authentication failed" in line
        assert "user, password and database" in line
        assert "migrate" not in line


def test_a_server_that_accepts_and_is_silent_is_away(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line = words_of(
            tmp_path, f"postgresql://a:secret@127.0.0.1:{silent.getsockname()[1]}/papers", "status"
        )
    assert "is away: connection timeout expired. Is it running?" in line


def test_sqlite_says_what_is_wrong_and_the_mend(tmp_path: Path) -> None:
    line = words_of(tmp_path, f"sqlite:///{tmp_path}/new.sqlite3", "status")
    assert "no such table: papers_paper. Run: manage.py migrate" in line
    line = words_of(tmp_path, f"sqlite:///{tmp_path}/nowhere/papers.sqlite3", "status")
    assert f"cannot be opened: unable to open database file. {tmp_path}/nowhere has to be a folder" in line
    (tmp_path / "odd.sqlite3").write_text("no database" * 100)
    line = words_of(tmp_path, f"sqlite:///{tmp_path}/odd.sqlite3", "status")
    assert line.endswith("failed: file is not a database.")
