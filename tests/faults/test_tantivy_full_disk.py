"""No room for the Tantivy index: what was indexed is served, nothing is lost, the message names fault and mend, the next run heals."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.tantivy_full_disk import HELD, MORE, ROOM_KB

OWN_MOUNTS = ("--user", "--map-root-user", "--mount")


def told(way: str, folder: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "tests.faults.tantivy_full_disk", way, str(folder)]
    if way == "mount":
        unshare = shutil.which("unshare")
        if not unshare or subprocess.run([unshare, *OWN_MOUNTS, "true"], capture_output=True).returncode:
            pytest.skip("this system lets nobody mount in a namespace of one's own; a limit stands for it")
        command = [unshare, *OWN_MOUNTS, *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def _ids(number: int, first: int = 0) -> list[str]:
    return [f"2401.{at:05d}" for at in range(first, first + number)]


AFTERWARDS = {"index": _ids(HELD + MORE), "rebuild": _ids(MORE), "delete": _ids(HELD)[10:]}


@pytest.mark.parametrize("way", ["mount", "limit"])
def test_no_room(tmp_path: Path, way: str) -> None:
    attempts = told(way, tmp_path)
    assert len(attempts) == 3 * len(ROOM_KB)
    failed = {(each["what"], each["room_kb"]) for each in attempts if each["error"] is not None}
    for each in attempts:
        case = f"{each['what']} with {each['room_kb']} kB left"
        expected = _ids(HELD) if each["error"] is not None else AFTERWARDS[str(each["what"])]
        assert each["served"] == [expected, expected], case
        assert each["builds"] == 1, case
        if each["error"] is not None:
            message = str(each["error"])
            assert each["kind"] == "BackendUnavailable", case
            assert "then run: manage.py index" in message, case
            if way == "mount":
                assert f"The disk of the search index in {tmp_path}/index is full" in message, case
    for what in ("index", "rebuild"):
        assert {(what, room) for room in (0, 4, 8, 16, 32)} <= failed
    assert ("delete", 0) in failed
    assert not {(what, ROOM_KB[-1]) for what in AFTERWARDS} & failed
    for each in attempts:
        wanted = set(each["served"][0]) | set(_ids(MORE, HELD))
        assert each["healed"] == len(wanted), each["what"]
