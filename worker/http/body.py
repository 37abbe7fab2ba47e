"""The bytes of an answer: decompressed, counted while they come, never more than asked for in memory."""

import zlib
from collections.abc import Iterator
from typing import Final

from worker.http.answer import ExchangeFailed

_STEP: Final = 262_144  # bytes decompressed at once; a bomb is noticed after one step too many
_GZIP: Final = 16 + zlib.MAX_WBITS  # zlib's way of saying: with gzip's header and checksum
_PLAIN: Final = frozenset({"", "identity"})
_COMPRESSED: Final = frozenset({"gzip", "x-gzip"})


def whole_body(chunks: Iterator[bytes], encoding: str, max_bytes: int) -> bytes:
    """All of the body. Raises ExchangeFailed when it is broken, longer than `max_bytes` or in an encoding nobody asked for."""
    encoding = encoding.strip().lower()
    if encoding in _COMPRESSED:
        # Counted before as well: compressed members that hold nothing could go on for ever.
        chunks = _decompressed(_counted(chunks, max_bytes))
    elif encoding not in _PLAIN:
        raise ExchangeFailed(f"the body is encoded as {encoding[:40]!r}, which was not asked for")
    return b"".join(_counted(chunks, max_bytes))


def _counted(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > max_bytes:
            raise ExchangeFailed(f"the body is longer than {max_bytes:,} bytes")
        yield chunk


def _decompressed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of one gzip member or several in a row, in steps, so that a small chunk cannot become a large one at once."""
    member = zlib.decompressobj(_GZIP)
    begun = False
    for chunk in chunks:
        rest = chunk
        while True:
            if member.eof and rest:
                member = zlib.decompressobj(_GZIP)
            begun = begun or bool(rest)
            try:
                piece = member.decompress(rest, _STEP)
            except zlib.error as error:
                raise ExchangeFailed(f"the compressed body is broken: {error}") from error
            yield piece
            rest = member.unused_data if member.eof else member.unconsumed_tail
            # A full step may leave more inside the decompressor, although it has taken all of the chunk.
            if not rest and (member.eof or len(piece) < _STEP):
                break
    if begun and not member.eof:
        raise ExchangeFailed("the compressed body ends before its end")
