"""Bodies: whole or refused, compressed or not, in bounded memory."""

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.http.answer import ExchangeFailed
from worker.http.body import whole_body

MOST = 100_000


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@given(data=st.binary(max_size=5_000), size=st.integers(1, 700), members=st.integers(1, 3))
def test_what_was_packed_comes_out(data: bytes, size: int, members: int) -> None:
    packed = gzip.compress(data) * members
    assert whole_body(chunks(packed, size), "gzip", MOST) == data * members
    assert whole_body(chunks(data, size), "", MOST) == data


def test_large_body_comes_out_whole_whatever_the_chunks() -> None:
    data = bytes(range(256)) * 8_000
    for size in (1_000, 65_536, 1 << 21):
        assert whole_body(chunks(gzip.compress(data), size), " GZip ", 3_000_000) == data


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_half_a_compressed_body_is_a_fault(kept: float) -> None:
    packed = gzip.compress(b"A day's papers. " * 5_000)
    with pytest.raises(ExchangeFailed, match="ends before its end"):
        whole_body(chunks(packed[: int(len(packed) * kept)], 100), "gzip", MOST)


def test_wrong_bytes_in_a_compressed_body_are_a_fault() -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 20))
    packed[-6] ^= 1
    for wrong in (bytes(packed), b"<html>not gzip at all</html>", zlib.compress(b"another format")):
        with pytest.raises(ExchangeFailed, match="broken"):
            whole_body(chunks(wrong, 64), "gzip", MOST)


def test_unasked_encoding_is_a_fault() -> None:
    with pytest.raises(ExchangeFailed, match="'br'"):
        whole_body(iter([b"x"]), "br", MOST)


def test_longer_body_is_refused() -> None:
    assert len(whole_body(chunks(bytes(MOST), 999), "", MOST)) == MOST
    with pytest.raises(ExchangeFailed, match="longer than 100,000 bytes"):
        whole_body(chunks(bytes(MOST + 1), 999), "", MOST)


def test_bomb_is_refused_in_bounded_memory() -> None:
    packed = gzip.compress(bytes(200 << 20), 9)
    assert len(packed) < 300_000
    tracemalloc.start()
    try:
        with pytest.raises(ExchangeFailed, match="longer"):
            whole_body(chunks(packed, 65_536), "gzip", 2_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_members_without_end_that_hold_nothing_are_refused() -> None:
    nothing = gzip.compress(b"") * 50

    def endless() -> Iterator[bytes]:
        while True:
            yield nothing

    with pytest.raises(ExchangeFailed, match="longer"):
        whole_body(endless(), "gzip", MOST)


def test_empty_body_is_empty() -> None:
    assert whole_body(iter([]), "", MOST) == b""
    assert whole_body(iter([]), "gzip", MOST) == b""
