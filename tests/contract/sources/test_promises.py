"""What every source promises, whatever it reads."""

import time
import tracemalloc
from contextlib import suppress

import orjson
import pytest

from tests.contract.sources.conftest import Case
from worker.normalise import normalise
from worker.sources.base import (
    Cursor,
    HarvestError,
    Page,
    SourceDamaged,
    SourceRefused,
    SourceUnavailable,
)


def ids(pages: list[Page]) -> list[str]:
    return [record.identifier for page in pages for record in page.records]


def test_its_pages_hold_every_paper_once_in_the_sources_order(case: Case):
    pages = list(case.make().pages(None))
    assert ids(pages) == case.ids
    assert len(pages) > 1
    assert all(page.rejected == () for page in pages)
    assert {record.source for page in pages for record in page.records} == {case.name} == {case.make().name}


def test_reading_again_gives_the_same(case: Case):
    assert list(case.make().pages(None)) == list(case.make().pages(None))
    assert case.make().target == case.make().target


def test_every_record_becomes_the_paper_of_its_identifier_and_can_be_kept_as_json(case: Case):
    for page in case.make().pages(None):
        for record in page.records:
            paper = normalise(record)
            assert paper.arxiv_id == record.identifier
            assert orjson.loads(orjson.dumps(record.fields)) == record.fields


def test_after_every_page_its_cursor_gives_exactly_the_rest(case: Case):
    pages = list(case.make().pages(None))
    for number, page in enumerate(pages[:-1], 1):
        kept = orjson.loads(orjson.dumps({"since": page.next.since, "token": page.next.token}))
        cursor = Cursor(page.next.since, kept["token"])
        assert ids(list(case.make().pages(cursor))) == ids(pages[number:]), number


def test_after_the_last_page_nothing_is_left(case: Case):
    last = list(case.make().pages(None))[-1].next
    assert ids(list(case.make().pages(last))) == []


def test_progress_never_falls_and_ends_at_its_total(case: Case):
    pages = list(case.make().pages(None))
    done = [page.done for page in pages]
    assert done == sorted(done)
    assert all(page.total is not None and page.done <= page.total for page in pages)
    assert pages[-1].done == pages[-1].total


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "{}",
        "[]",
        "null",
        '{"token": 7}',
        '{"day": 1, "done": 2}',
        "\ud800",
        "a:1",
        "0:99999",
        "9" * 50,
    ],
)
def test_a_cursor_that_is_not_its_own_reads_from_the_start(case: Case, token: str):
    assert ids(list(case.make().pages(Cursor(token=token)))) == case.ids


HOSTILE = {
    "nothing": b"",
    "blanks": b" \n\t " * 1_000,
    "a word": b"nonsense",
    "half a tag": b"<?xml version='1.0'?><fee",
    "half a page": b"<?xml version='1.0'?><OAI-PMH><ListRecords><record><header>",
    "a web page": b"<!DOCTYPE html><html><head><title>Back soon</title></head><body>Maintenance</body></html>",
    "another web page": b"<html><body><p>Please show that you are human</body></html>",
    "another document": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "a bomb": b'<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><feed>&b;</feed>',
    "a billion laughs": b'<?xml version="1.0"?><!DOCTYPE f ['
    + b'<!ENTITY l0 "ha">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b']><feed a="&l9;">&l9;</feed>',
    "a file": b'<?xml version="1.0"?><!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>',
    "a hidden document type": b'<?xml version="1.0"?><!-- <a> --><!DOCTYPE feed SYSTEM "http://localhost/x"><feed/>',
    "UTF-16": "<?xml version='1.0' encoding='UTF-16'?><feed/>".encode("utf-16"),
    "a bomb in UTF-16": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE f [<!ENTITY a "ha">]><feed>&a;</feed>'.encode("utf-16"),
    "an unknown charset": b"<?xml version='1.0' encoding='x-klingon'?><feed/>",
    "nulls": b"\0" * 5_000,
    "depth": b"<a>" * 50_000 + b"</a>" * 50_000,
    "width": b"<feed>" + b"<entry>" * 100_000,
    "brackets": b"<" * 500_000,
    "ampersands": b"<feed>" + b"&" * 500_000 + b"</feed>",
    "comments": b"<!--" * 100_000,
    "instructions": b"<?" * 100_000,
    "a long name": b"<" + b"a" * 1_000_000 + b"/>",
    "tags": b"<feed>" + b"<a/>" * 2_000_000 + b"</feed>",
    "attributes": b"<feed " + b" ".join(b'a%d="b"' % n for n in range(50_000)) + b"/>",
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_answer_ends_in_words_soon_and_small(case: Case, body: bytes):
    started = time.monotonic()
    tracemalloc.start()
    if case.name == "snapshot":  # rejects its lines one by one, unless it knows the kind of file
        with suppress(SourceDamaged):
            assert all(page.records == () for page in case.hostile(body).pages(None))
    else:
        with pytest.raises((SourceUnavailable, SourceDamaged, SourceRefused), match=r"\w"):
            list(case.hostile(body).pages(None))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000
    assert time.monotonic() - started < 20


def test_a_source_that_is_away_says_so(case: Case):
    with pytest.raises(SourceUnavailable):
        list(case.hostile(SourceUnavailable("the server is silent", retry_after_s=60)).pages(None))


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone_is_an_error(case: Case, status: int):
    if case.name == "snapshot":  # a file has no status, only this text
        (page,) = case.hostile((status, b"Not Found")).pages(None)
        assert len(page.rejected) == 1
        return
    with pytest.raises(HarvestError):
        list(case.hostile((status, b"Not Found")).pages(None))
