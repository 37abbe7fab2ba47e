"""A plain, gzip or zstd file → its lines, as a stream at constant memory that tells a cut-off archive from a finished one."""

import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Protocol

import zstandard

# zstd can blow one input block of a few bytes up to 128 kB, so little is fed at a time: 8 kB stay under 300 MB at the very worst.
CHUNK: Final = 8_192
MAX_LINE: Final = 4_000_000  # bytes; the longest of 2.5 million real snapshot lines has about 60,000

ARCHIVES: Final = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}


class ArchiveDamaged(Exception):
    """The compressed stream is broken or ends early."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def lines(file: BinaryIO, head: bytes) -> Iterator[bytes]:
    """The lines of `file`, whose first bytes (not taken from it) are `head`; one over MAX_LINE is cut to MAX_LINE + 1 bytes.

    Raises ArchiveDamaged after the last line that could be read.
    """
    buffer = bytearray()
    for chunk in _plain(file, head):
        buffer += chunk
        *whole, rest = buffer.split(b"\n") if b"\n" in chunk else (buffer,)
        yield from (bytes(line[: MAX_LINE + 1]) for line in whole)
        buffer = rest
        del buffer[MAX_LINE + 1 :]
    if buffer:
        yield bytes(buffer)


def _plain(file: BinaryIO, head: bytes) -> Iterator[bytes]:
    if head.startswith(ARCHIVES[".gz"]):
        yield from _members(file, _gzip, "gzip")
    elif head.startswith(ARCHIVES[".zst"]):
        yield from _members(file, _zstd, "zstd")
    else:
        while chunk := file.read(CHUNK):
            yield chunk


def _members(file: BinaryIO, start: Callable[[], _Decompressor], kind: str) -> Iterator[bytes]:
    """The plain bytes of all members (gzip) or frames (zstd) one after another."""
    member = start()
    begun = False
    while chunk := file.read(CHUNK):
        while chunk:
            try:
                plain = member.decompress(chunk)
            except (zlib.error, zstandard.ZstdError) as error:
                raise ArchiveDamaged(f"broken {kind} data: {error}") from error
            begun = True
            if plain:
                yield plain
            chunk = member.unused_data if member.eof else b""
            if member.eof:
                member, begun = start(), False
    if begun:
        raise ArchiveDamaged(f"the {kind} data ends early")


def _gzip() -> _Decompressor:
    return zlib.decompressobj(wbits=31)


def _zstd() -> _Decompressor:
    return zstandard.ZstdDecompressor().decompressobj()
