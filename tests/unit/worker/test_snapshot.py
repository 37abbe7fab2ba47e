"""Snapshot files as they come: whole, compressed, cut off, in the wrong encoding, with broken lines."""

import gzip
import io
import json
import os
import sys
import tracemalloc

import pytest
import zstandard

from worker.sources.base import SourceDamaged, SourceUnavailable
from worker.sources.lines import MAX_LINE
from worker.sources.snapshot import PAGE, SnapshotSource


def line(number: int, **changes: object) -> bytes:
    fields = {"id": f"2611.9{number:04d}", "title": f"Teapot {number}", "abstract": "Tea. " * 40}
    return json.dumps({**fields, **changes}).encode() + b"\n"


def read(path, cursor=None):
    pages = list(SnapshotSource(str(path)).pages(cursor))
    return [r for p in pages for r in p.records], [r for p in pages for r in p.rejected], pages


PACKERS = {"plain": bytes, "gzip": gzip.compress, "zstd": zstandard.ZstdCompressor().compress}


@pytest.fixture(params=PACKERS)
def pack(request):
    return PACKERS[request.param]


def test_every_packing_gives_the_same_records(tmp_path, pack):
    path = tmp_path / "papers"
    path.write_bytes(pack(b"".join(line(n) for n in range(1, 1201))))
    records, rejected, pages = read(path)
    assert [r.identifier for r in records] == [f"2611.9{n:04d}" for n in range(1, 1201)]
    assert rejected == []
    assert [len(p.records) for p in pages] == [PAGE, PAGE, 200]
    assert pages[-1].done == pages[-1].total == path.stat().st_size
    assert records[700].position == f"{path}:701"


def test_members_and_frames_one_after_another_are_one_file(tmp_path):
    for pack in (gzip.compress, PACKERS["zstd"]):
        path = tmp_path / "joined"
        path.write_bytes(pack(line(1) + line(2)[:20]) + pack(line(2)[20:] + line(3)))
        assert [r.identifier for r in read(path)[0]] == ["2611.90001", "2611.90002", "2611.90003"]


def test_a_last_line_without_its_end_a_bom_blank_lines_and_crlf_are_fine(tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(1).replace(b"\n", b"\r\n") + b"\n \n" + line(2).strip())
    records, rejected, _ = read(path)
    assert [r.position.rpartition(":")[2] for r in records] == ["1", "4"]
    assert rejected == []


def test_broken_lines_are_rejected_with_place_and_reason_and_the_rest_is_read(tmp_path):
    path = tmp_path / "broken.jsonl"
    bad = [
        b'{"id": "2611.90002", "title": \n',
        b'{"id":"x","title":"Caf\xe9"}\n',
        b'"a string"\n',
        b"[1]\n",
        b'{"a":"\\ud800"}\n',
        b"\0\0\n",
        b"nonsense\n",
    ]
    path.write_bytes(line(1) + b"".join(bad) + line(9))
    records, rejected, _ = read(path)
    assert [r.identifier for r in records] == ["2611.90001", "2611.90009"]
    assert [r.position for r in rejected] == [f"{path}:{n}" for n in range(2, 9)]
    assert "not UTF-8: byte 0xe9 at column 23" in rejected[1].reason
    assert "not a JSON object" in rejected[2].reason
    assert all("not JSON" in rejected[n].reason for n in (0, 4, 5, 6))
    assert rejected[1].raw == '{"id":"x","title":"Caf\\xe9"}'
    assert "\0" not in rejected[5].raw


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@pytest.mark.parametrize("fault", ["cut", "spoilt"])
def test_a_damaged_archive_hands_on_what_stands_before_the_damage(tmp_path, name, fault):
    path = tmp_path / "damaged"
    lines = b"".join(line(n, abstract=f"{n * 7919 % 100_003:x}" * 200) for n in range(1, 3001))
    packed = bytearray(PACKERS[name](lines))
    if fault == "cut":
        del packed[len(packed) * 2 // 3 :]
    else:
        place = len(packed) * 2 // 3
        packed[place : place + 200] = bytes(200)
    path.write_bytes(packed)
    records = []
    with pytest.raises(SourceDamaged) as told:
        for page in SnapshotSource(str(path)).pages(None):
            records += page.records
    if name == "gzip" or fault == "cut":
        assert len(records) > 100
    assert [r.identifier for r in records] == [f"2611.9{n:04d}" for n in range(1, len(records) + 1)]
    assert str(path) in str(told.value)
    assert "get the file again" in str(told.value)


@pytest.mark.parametrize(
    "head, word",
    [
        ("\ufeff{}".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04", "ZIP"),
        (b"BZh9", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b'[{"id": "1"}]', "JSON array"),
    ],
)
def test_foreign_files_are_told_by_name_with_the_mend(tmp_path, head, word):
    path = tmp_path / "foreign"
    path.write_bytes(head + b"rest")
    with pytest.raises(SourceDamaged, match=word):
        read(path)


def test_a_missing_file_and_a_folder_are_unavailable(tmp_path):
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(SourceUnavailable, match=str(path)):
            read(path)


def test_an_empty_file_has_no_pages(tmp_path):
    (tmp_path / "empty").touch()
    assert read(tmp_path / "empty")[2] == []


def test_reading_goes_on_after_the_cursor_of_any_page(tmp_path, pack):
    path = tmp_path / "papers"
    path.write_bytes(pack(b"".join(line(n) for n in range(1, 1301))))
    whole, _, pages = read(path)
    for page in pages:
        last = int(page.next.token.partition(":")[2])
        assert [r.identifier for r in read(path, page.next)[0]] == [r.identifier for r in whole[last:]]


def test_a_file_that_changed_is_read_from_its_first_line(tmp_path):
    path = tmp_path / "papers"
    path.write_bytes(b"".join(line(n) for n in range(1, 1301)))
    cursor = read(path)[2][0].next
    changed = path.read_bytes().replace(b"Teapot 3", b"Kettle 3")
    path.write_bytes(changed)
    os.utime(path, ns=(1, 1))
    assert len(read(path, cursor)[0]) == 1300


@pytest.mark.parametrize("name", ["papers.jsonl.gz", "papers.jsonl.zst"])
@pytest.mark.parametrize("content", [b"", b"{}"])
def test_an_archive_that_holds_nothing_of_its_kind_is_damaged(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceDamaged, match="no such data"):
        read(tmp_path / name)


def test_the_cursor_of_another_file_is_not_followed(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(line(1) + line(2))
    other.write_bytes(line(3) + line(4))
    cursor = read(one)[2][-1].next
    assert len(read(other, cursor)[0]) == 2


def test_standard_input(monkeypatch):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(gzip.compress(line(1) + line(2)))))
    )
    records, _, pages = read("-")
    assert [r.position for r in records] == ["standard input:1", "standard input:2"]
    assert pages[-1].total is None


def test_an_endless_line_is_rejected_at_bounded_memory(tmp_path):
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=1) as bomb:
        for _ in range(60):
            bomb.write(b"x" * 1_000_000)
        bomb.write(b"\n" + line(2))
    tracemalloc.start()
    records, rejected, _ = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [r.identifier for r in records] == ["2611.90002"]
    assert f"longer than {MAX_LINE:,} bytes" in rejected[0].reason
    assert peak < 8 * MAX_LINE
