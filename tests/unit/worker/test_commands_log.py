"""What commands log beside what they print: warnings for a person, everything for a service or on demand."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.source_tree import ROOT
from worker.sample import SAMPLE

INFO_LINE = "index synced"  # what is logged at INFO when papers were indexed


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of an installation with the sample papers."""
    made = tmp_path_factory.mktemp("data")
    run(made, "migrate", "--verbosity", "0")
    run(made, "harvest", "snapshot", str(SAMPLE))
    return made


@pytest.fixture
def folder(installed: Path) -> Path:
    """The same with every paper still to be indexed."""
    with closing(sqlite3.connect(installed / "coolpapers.sqlite3")) as store, store:
        store.execute("UPDATE papers_paper SET indexed_revision = 0")
    return installed


def run(folder: Path, *words: str, level: str = "") -> str:
    """What the finished command wrote to stderr."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COOLPAPERS_", "DJANGO_"))}
    given = {"COOLPAPERS_DATA_DIR": str(folder), "COOLPAPERS_LOG_LEVEL": level, "COOLPAPERS_OFFLINE": "1"}
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=kept | given, text=True, capture_output=True, timeout=60, check=True
    )
    return done.stderr


def test_a_command_leaves_to_print_what_it_would_log(folder: Path) -> None:
    told = run(folder, "harvest", "snapshot", str(SAMPLE))
    assert {line.split()[0] for line in told.splitlines()} == {"harvest", "index"}, "progress, for people"


@pytest.mark.parametrize(
    "words, level, logged",
    [
        ([], "", False),
        (["--verbosity", "2"], "", True),
        ([], "INFO", True),
        ([], "ERROR", False),
        (["--verbosity", "2"], "ERROR", True),
    ],
)
def test_the_log_comes_back_on_demand(folder: Path, words: list[str], level: str, logged: bool) -> None:
    assert (INFO_LINE in run(folder, "index", *words, level=level)) is logged


@pytest.mark.parametrize("level, logged", [("", True), ("WARNING", False)])
def test_a_service_logs_what_it_does(folder: Path, level: str, logged: bool) -> None:
    # It ends with this process.
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(6)"]) as beside:
        threading.Thread(target=beside.wait).start()
        assert (INFO_LINE in run(folder, "work", "--while", str(beside.pid), level=level)) is logged
