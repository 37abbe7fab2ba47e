"""A file in the Kaggle arXiv schema as a source: one JSON object a line, plain, gzip or zstd, or standard input.

Read as a stream at constant memory. A line that cannot be read is handed on as rejected, with its number; an archive that breaks
off ends the stream with SourceDamaged after all lines before the damage were handed on.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path
from typing import Final, cast

import orjson

from worker.sources.base import (
    RAW_KEPT,
    Cursor,
    Page,
    RawRecord,
    RejectedRecord,
    SourceDamaged,
    SourceUnavailable,
)
from worker.sources.lines import ARCHIVES, MAX_LINE, ArchiveDamaged, lines

PAGE: Final = 500
_HEAD: Final = 4_096

_FOREIGN: Final = {
    b"\xff\xfe": "UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)",
    b"\xfe\xff": "UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)",
    b"PK\x03\x04": "a ZIP archive; unpack it first",
    b"BZh": "a bzip2 archive; unpack it first",
    b"\xfd7zXZ": "an xz archive; unpack it first",
    b"[": "a JSON array; a snapshot has one object a line (jq -c '.[]' makes one)",
}


class SnapshotSource:
    """One snapshot file; `-` is standard input."""

    name = "snapshot"

    def __init__(self, path: str) -> None:
        self.target = "standard input" if path == "-" else str(Path(path).resolve())
        self._path = path

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        with self._opened() as file:
            head = file.peek(_HEAD)[:_HEAD]
            for magic, what in _FOREIGN.items():
                if head.startswith(magic):
                    raise SourceDamaged(f"{self.target}: this is {what}")
            for ending, magic in ARCHIVES.items():
                if self._path.endswith(ending) and not head.startswith(magic):
                    raise SourceDamaged(
                        f"{self.target}: named {ending}, but no such data begins in it; get the file again"
                    )
            yield from self._pages(file, head, cursor)

    def _opened(self) -> AbstractContextManager[BufferedReader]:
        if self._path == "-":
            return nullcontext(cast(BufferedReader, sys.stdin.buffer))
        try:
            return Path(self._path).open("rb")
        except OSError as error:
            raise SourceUnavailable(f"{self._path}: {error.strerror or error}") from error

    def _pages(self, file: BufferedReader, head: bytes, cursor: Cursor | None) -> Iterator[Page]:
        told = os.fstat(file.fileno()) if self._path != "-" else None
        size = told.st_size if told else None
        # A newer snapshot keeps its name and its first lines: size and time tell it from the one a cursor was made for.
        mark = blake2b(
            head + repr(told and (told.st_size, told.st_mtime_ns)).encode(), digest_size=8
        ).hexdigest()
        skip = lines_done(cursor, mark) if told else 0
        records: list[RawRecord] = []
        rejected: list[RejectedRecord] = []
        number = 0
        damage: ArchiveDamaged | None = None
        stream = lines(file, head)
        while damage is None:
            try:
                line = next(stream)
            except StopIteration:
                break
            except ArchiveDamaged as error:
                damage = error
                break
            number += 1
            if number <= skip:
                continue
            taken = self._read(line, number)
            if isinstance(taken, RawRecord):
                records.append(taken)
            elif taken:
                rejected.append(taken)
            if len(records) + len(rejected) >= PAGE:
                yield Page(
                    tuple(records),
                    tuple(rejected),
                    Cursor(token=f"{mark}:{number}"),
                    file.tell() if size else number,
                    size,
                )
                records, rejected = [], []
        if records or rejected:
            yield Page(
                tuple(records), tuple(rejected), Cursor(token=f"{mark}:{number}"), size or number, size
            )
        if damage:
            raise SourceDamaged(
                f"{self.target}:{number}: {damage}. "
                f"{number:,} lines before it were read, the last of them perhaps wrong; get the file again and repeat "
                "the command, which then reads it from its first line"
            )

    def _read(self, line: bytes, number: int) -> RawRecord | RejectedRecord | None:
        """The record in a line; None for a blank one."""
        position = f"{self.target}:{number}"
        text = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not text:
            return None
        if len(line) > MAX_LINE:
            return _rejected(position, text, f"the line is longer than {MAX_LINE:,} bytes")
        try:
            fields = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            return _rejected(position, text, _json_fault(text, error))
        if not isinstance(fields, dict):
            return _rejected(position, text, "not a JSON object")
        return RawRecord(self.name, str(fields.get("id") or ""), position, fields)


def lines_done(cursor: Cursor | None, mark: str) -> int:
    """How many lines the cursor has behind it; 0 for another file's cursor."""
    if cursor is None or cursor.token is None:
        return 0
    name, _, number = cursor.token.partition(":")
    return int(number) if name == mark and number.isdecimal() else 0


def _rejected(position: str, text: bytes, reason: str) -> RejectedRecord:
    return RejectedRecord(
        "", position, reason, text[:RAW_KEPT].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    )


def _json_fault(text: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        text.decode()
    except UnicodeDecodeError as fault:
        return f"not UTF-8: byte 0x{text[fault.start]:02x} at column {fault.start + 1}"
    return f"not JSON: {error.msg} at column {error.pos + 1}"
