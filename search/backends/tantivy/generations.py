"""The index directory: one sub-directory a build, a pointer file to the one in use, and the locks.

    CURRENT            name of the build in use, replaced atomically
    gen-…/             one Tantivy index, and build.json (schema version, time)
    write.lock         held while papers are added to the build in use, and while the pointer is moved
    rebuild.lock       held for the length of a rebuild

Unlinking a build is safe for its readers: they hold its files open. A reader caught between pointer and opening tries again.
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from search.errors import BackendUnavailable, IndexMissing, SchemaMismatch
from search.fields import SCHEMA_VERSION

POINTER = "CURRENT"
_BUILD_FILE = "build.json"
_PREFIX = "gen-"
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Build:
    """One build on disk."""

    path: Path
    schema_version: int
    built_at: datetime


def new_build(root: Path) -> Build:
    """An empty directory for a new build, described but not yet in use."""
    now = datetime.now(UTC)
    path = root / f"{_PREFIX}{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    build = Build(path, SCHEMA_VERSION, now)
    path.mkdir(parents=True)
    try:
        (path / _BUILD_FILE).write_text(
            json.dumps({"schema_version": SCHEMA_VERSION, "built_at": now.isoformat()})
        )
    except OSError:
        remove_unused(root, build)
        raise
    return build


def current_build(root: Path) -> Build:
    """The build in use. IndexMissing when there is none, SchemaMismatch when other code made it."""
    try:
        name = (root / POINTER).read_text().strip()
    except OSError as error:
        raise IndexMissing(f"There is no search index in {root}.") from error
    path = root / name
    if not name.startswith(_PREFIX) or "/" in name:
        raise IndexMissing(f"{root / POINTER} is damaged.")
    try:
        told = json.loads((path / _BUILD_FILE).read_text())
        build = Build(path, int(told["schema_version"]), datetime.fromisoformat(told["built_at"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMissing(f"The search index {path} is damaged or gone.") from error
    if build.schema_version != SCHEMA_VERSION:
        raise SchemaMismatch(
            f"The search index has schema {build.schema_version}, the code needs {SCHEMA_VERSION}."
        )
    return build


def use_build(root: Path, build: Build) -> None:
    """Points readers at the build; the caller holds the write lock."""
    fresh = root / f"{POINTER}.{os.getpid()}.tmp"
    with fresh.open("w") as file:
        file.write(build.path.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(root / POINTER)
    folder = os.open(root, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_unused(root: Path, build: Build) -> None:
    """Removes a build that failed, unless readers are pointed at it already; what stays goes with the next rebuild."""
    with suppress(OSError):
        if (root / POINTER).read_text().strip() == build.path.name:
            return
    shutil.rmtree(build.path, ignore_errors=True)


def remove_others(root: Path, keep: Build) -> None:
    """Removes every build but one, left-overs of broken rebuilds and swaps too; the caller holds both locks."""
    for path in root.glob(f"{_PREFIX}*"):
        if path != keep.path:
            shutil.rmtree(path, ignore_errors=True)
    for path in root.glob(f"{POINTER}.*.tmp"):
        path.unlink(missing_ok=True)


@contextmanager
def locked(root: Path, name: str, *, wait_s: float) -> Iterator[None]:
    """Holds one of the directory's locks against all processes and threads; BackendUnavailable after `wait_s`."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise BackendUnavailable(
            f"The index directory {root} cannot be written: {error.strerror}."
        ) from error
    try:
        give_up = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= give_up:
                    raise BackendUnavailable(
                        f"Another process holds {root / name}.lock; wait until it has finished.",
                        retry_after_s=30,
                    ) from error
                time.sleep(_POLL_S)
        yield
    finally:
        os.close(handle)  # releases the lock
