"""What must not be in the repository: addresses of registries, paths of somebody's machine, large files."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source_tree import ROOT, own_files, shown

LARGEST_FILE = 1_000_000
LOCKS = ("requirements/*.txt", "requirements/*.in", "package.json", "package-lock.json", ".npmrc")
SCRIPTS = ("Makefile", ".ci/run", "deploy/**/*.sh", "deploy/**/*.py", "deploy/**/Dockerfile*")
ADDRESS = re.compile(r"\bhttps?://(?!127\.0\.0\.1|localhost|\{|\[::1\])\S+")
INDEX_OPTION = re.compile(
    r"--(?:extra-)?index-url|--find-links|--registry|^\s*@?[\w:/.-]*registry\s*=", re.MULTILINE
)
# Home folders and the working folders of build machines.
MACHINE_PATH = re.compile(r"(?<![\w.~/}-])/(?:home|Users|root|work|workspace|builds)/[\w.-]+")


def files_of(patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        yield from (path for path in sorted(ROOT.glob(pattern)) if path.is_file())


def text_of(path: Path) -> str | None:
    """The file's text; None for what is not UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("path", [*files_of(LOCKS), *files_of(SCRIPTS)], ids=shown)
def test_locks_and_scripts_name_no_registry(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ADDRESS.findall(text) == []
    assert INDEX_OPTION.findall(text) == []


def test_every_locked_package_has_a_hash() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^#.*\n", "", lock.read_text("utf-8")))
        assert entries, shown(lock)
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == [], shown(lock)


def test_no_path_of_a_machine_is_named() -> None:
    found = {
        shown(path): names
        for path in own_files()
        if (text := text_of(path)) is not None and (names := MACHINE_PATH.findall(text))
    }
    assert found == {}


def test_no_file_is_large() -> None:
    large = {shown(path): size for path in own_files() if (size := path.lstat().st_size) > LARGEST_FILE}
    assert large == {}


def test_scripts_that_are_called_by_name_may_be_run() -> None:
    scripts = [path for path in own_files() if path.read_bytes()[:2] == b"#!" and path.suffix == ""]
    assert ROOT / ".ci" / "run" in scripts
    assert [shown(path) for path in scripts if not os.access(path, os.X_OK)] == []


@pytest.mark.parametrize(
    "pattern, text",
    [
        (ADDRESS, "resolved: https://packages.example.org/x.tgz"),
        (INDEX_OPTION, "pip install --index-url x"),
        (INDEX_OPTION, "@scope:registry=x"),
        (MACHINE_PATH, "data lie in /ho" + "me/someone/papers"),
        (MACHINE_PATH, '"/wo' + 'rk/project"'),
    ],
)
def test_a_planted_name_is_found(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize(
    "pattern, text",
    [
        (ADDRESS, "http://127.0.0.1:8000"),
        (INDEX_OPTION, "omit-lockfile-registry-resolved=true"),
        (MACHINE_PATH, "https://example.org/wo" + "rk/item ./wo" + "rk/x"),
    ],
)
def test_what_is_harmless_passes(pattern: re.Pattern[str], text: str) -> None:
    assert not pattern.search(text)
