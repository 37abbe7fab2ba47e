"""deploy/systemd, deploy/nginx, deploy/Dockerfile: units that systemd takes, programs and files that are there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.source_tree import ROOT
from tests.unit.deploy.compose_files import DEPLOY

PLACE = "/opt/coolpapers"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_what_is_there(unit: Path) -> None:
    text = unit.read_text("utf-8")
    programs = re.findall(rf"^Exec\w+={PLACE}/(\S+)", text, re.MULTILINE)
    assert programs
    for program in programs:
        assert (ROOT / program).exists(), program
    assert "User=coolpapers" in text
    assert re.search("^Restart=(on-failure|always)$", text, re.MULTILINE), "Celery ends with 1 now and then"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """With the place of this checkout for the real one; what systemd says of other units of the machine is not ours."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text("utf-8").replace(PLACE, str(ROOT)))
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if line.startswith(("coolpapers", str(tmp_path)))] == []


def test_what_the_image_copies_is_there_and_let_through() -> None:
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    let_through = [line[1:] for line in ignore if line.startswith("!")]
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        *sources, _ = line.split()
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(Path(source).match(pattern) or source == pattern for pattern in let_through), source


def test_the_image_is_pinned_and_unprivileged() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases[0])
    last = DOCKERFILE[DOCKERFILE.rindex("FROM") :]
    assert re.search(r"^USER coolpapers$", last, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE
    assert "HEALTHCHECK" in last
    assert not re.search(r"^(ARG|ENV).*(SECRET|PASSWORD)", DOCKERFILE, re.MULTILINE)


def test_every_program_of_the_service_is_in_the_image() -> None:
    copied = " ".join(re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE))
    for folder in ("render", "search", "coolpapers", "worker"):
        assert f"{folder} {folder}" in copied
    named = set(re.findall(r"deploy/[\w/]+\.py", (DEPLOY / "compose.yaml").read_text("utf-8") + DOCKERFILE))
    assert named
    for path in named:
        assert path in copied, path
