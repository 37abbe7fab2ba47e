"""The servers of the tests are real, and leave nothing behind."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from tests.conftest import missing
from tests.services import program
from tests.services.postgresql import VARIABLE as POSTGRES_VARIABLE
from tests.services.run import main


def test_redis_answers(redis_url):
    with contextlib.closing(Redis.from_url(redis_url)) as client:
        assert client.set("tests:teapot", "short and stout", ex=5)
        assert client.get("tests:teapot") == b"short and stout"


def test_postgresql_answers_and_lets_make_databases(postgresql_url):
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        assert connection.info.server_version >= 140000
        connection.execute("CREATE DATABASE teapot ENCODING 'UTF8' TEMPLATE template0")
        connection.execute("DROP DATABASE teapot")


def test_a_server_is_stopped_and_its_folder_removed():
    port = program.free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    with program.private_folder("test") as folder:
        with program.running(command, folder, lambda: program.listening(port), within_s=20):
            assert program.listening(port)
        assert not program.listening(port)
    assert not folder.exists()


def test_a_server_that_ends_says_why():
    command = ["sh", "-c", "echo no teapot; exit 3"]
    with (
        program.private_folder("test") as folder,
        pytest.raises(RuntimeError, match=r"ended with 3:\nno teapot"),
        program.running(command, folder, lambda: False, within_s=20),
    ):
        pytest.fail("it is not running")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_server_ends_with_a_killed_test_run(tmp_path):
    note = tmp_path / "pid"
    script = (
        "import subprocess, sys; from tests.services.program import as_ordinary_user\n"
        "process = subprocess.Popen(as_ordinary_user(['sleep', '60']))\n"
        f"open({str(note)!r}, 'w').write(str(process.pid)); sys.stdin.read()"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE)
    wait_until(lambda: note.exists() and note.read_text() != "")
    child = Path("/proc") / note.read_text()
    # The wish to end with the parent is made by setpriv, which by then has become the server.
    wait_until(lambda: b"sleep" in (child / "cmdline").read_bytes().split(b"\0")[0])
    parent.kill()
    parent.communicate()
    wait_until(lambda: not child.exists() or ") Z" in (child / "stat").read_text())


def wait_until(condition, within_s=20.0):
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("ci, outcome", [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_what_is_missing_fails_in_ci_and_is_skipped_elsewhere(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no teapot"):
        missing("no teapot")


@pytest.mark.parametrize("ci, code, word", [("true", 1, "FAILED"), ("", 0, "SKIPPED")])
def test_a_run_without_its_service_says_so(monkeypatch, tmp_path, capsys, ci, code, word):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(POSTGRES_VARIABLE, raising=False)
    monkeypatch.setattr("tests.services.postgresql.DEBIAN", tmp_path)
    assert main(["postgresql", "true"]) == code
    assert word in capsys.readouterr().out


def test_a_run_hands_the_address_and_the_exit_code_on(monkeypatch):
    monkeypatch.setenv(POSTGRES_VARIABLE, "postgresql://127.0.0.1:1/given")
    check = 'import os, sys; sys.exit(7 if os.environ["COOLPAPERS_DATABASE_URL"].endswith("/given") else 0)'
    assert main(["postgresql", sys.executable, "-c", check]) == 7


def test_the_tests_touch_nothing_of_the_caller():
    from django.conf import settings

    assert Path(settings.DATA_DIR).name.startswith("coolpapers-tests-")
    assert os.environ["COOLPAPERS_DATA_DIR"] == str(settings.DATA_DIR)
