"""Whether the files of a build are what the engine wrote. Tantivy itself notices a lost end of a file, not a damaged middle.

Every file ends with the checksum of its content. Reading them all takes a second per gigabyte, so the writer notes size and
time of what it wrote, and a process that opens the build reads only files that were changed since: restored, copied, overwritten.
"""

import json
import mmap
import os
import zlib
from pathlib import Path
from typing import Final

from search.backends.tantivy.generations import Build
from search.errors import REBUILD_HINT, BackendUnavailable

_NOTES: Final = "files.json"
_MAGIC: Final = 1337
_TAIL: Final = 8  # bytes: the footer's length and the magic number
_MAX_FOOTER: Final = 50_000  # bytes; the engine's own limit

_Notes = dict[str, list[int]]  # file → size, time of change in ns


def note_files(build: Build) -> None:
    """Remembers the build's files as sound; the caller holds the write lock or is the only one who knows of the build."""
    fresh = build.path / f"{_NOTES}.tmp"
    try:
        fresh.write_text(json.dumps(_present(build)))
        fresh.replace(build.path / _NOTES)
    except OSError:
        fresh.unlink(missing_ok=True)  # without the note the files are read again, that is all


def check_files(build: Build) -> None:
    """Reads what was changed by others than the writer. BackendUnavailable with the mend when a file is damaged."""
    noted = _noted(build)
    for name, state in _present(build).items():
        if noted.get(name) != state and not _is_sound(build.path / name):
            raise BackendUnavailable(
                f"The search index in {build.path.parent} is damaged: {build.path.name}/{name} is not what was written. "
                f"{REBUILD_HINT}"
            )


def _present(build: Build) -> _Notes:
    """The files of the last commit; what a killed writer left beside them does not matter."""
    try:
        told = json.loads((build.path / "meta.json").read_bytes())["segments"]
        deleted = {str(each["segment_id"]).replace("-", ""): each["deletes"] for each in told}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # opening it tells what is wrong
    found: _Notes = {}
    with os.scandir(build.path) as entries:
        for entry in entries:
            segment, _, kind = entry.name.partition(".")
            if segment not in deleted or (
                kind.endswith("del") and kind != f"{(deleted[segment] or {}).get('opstamp')}.del"
            ):
                continue
            try:
                state = entry.stat()
            except FileNotFoundError:
                continue  # merged away
            found[entry.name] = [state.st_size, state.st_mtime_ns]
    return found


def _noted(build: Build) -> _Notes:
    try:
        told = json.loads((build.path / _NOTES).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _is_sound(path: Path) -> bool:
    """Whether the content has the checksum that the file's own footer tells; True for one that is gone."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            tail = whole[-_TAIL:]
            length, magic = int.from_bytes(tail[:4], "little"), int.from_bytes(tail[4:], "little")
            return magic == _MAGIC and length <= _MAX_FOOTER and _sum_is_told(whole, length)
    except FileNotFoundError:
        return True
    except (OSError, ValueError, KeyError, TypeError):  # empty, unreadable, no footer
        return False


def _sum_is_told(whole: mmap.mmap, length: int) -> bool:
    end = len(whole) - _TAIL - length
    with memoryview(whole) as view, view[:end] as body:
        told: int = json.loads(whole[end : end + length])["crc"]
        return zlib.crc32(body) == told
