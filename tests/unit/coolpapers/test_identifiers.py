"""Every way an arXiv identifier is written, and what is refused."""

import io
import json
import time
from pathlib import Path

import pytest
import zstandard

from coolpapers.identifiers import ArxivId, InvalidArxivId, looks_like_identifier


@pytest.mark.parametrize(
    ("text", "versioned"),
    [
        ("0704.0001", "0704.0001"),
        ("1412.9999", "1412.9999"),
        ("1501.00001v3", "1501.00001v3"),
        ("2401.01234V12", "2401.01234v12"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("hep-th/9108001v1", "hep-th/9108001v1"),
        ("math/0703001", "math/0703001"),
        (" 2401.01234\n", "2401.01234"),
        ("2401.01234.", "2401.01234"),
        # repairs
        ("1406.02661", "1406.2661"),
        ("2401.6769", "2401.06769"),
        ("2401.6769v2", "2401.06769v2"),
        ("math.GT/0309136", "math/0309136"),
        ("math.GT/0309136v2", "math/0309136v2"),
        ("cond-mat.mes-hall/0102536", "cond-mat/0102536"),
        ("hepth/9901001", "hep-th/9901001"),
        ("HEP-TH/9901001", "hep-th/9901001"),
        ("astroph/0601001", "astro-ph/0601001"),
        # prefixes
        ("arXiv:2401.01234", "2401.01234"),
        ("ARXIV: hep-th/9901001v2", "hep-th/9901001v2"),
        ("arXiv:2401.01234v2 [cs.CV]", "2401.01234v2"),
        ("oai:arXiv.org:math/0309136", "math/0309136"),
        ("10.48550/arXiv.2401.01234", "2401.01234"),
        ("doi:10.48550/ARXIV.HEP-TH/9901001", "hep-th/9901001"),
        ("https://doi.org/10.48550/arXiv.2401.01234", "2401.01234"),
        ("https://dx.doi.org/10.48550/arxiv.hep-th%2F9901001", "hep-th/9901001"),
        # addresses
        ("https://arxiv.org/abs/2401.01234v2", "2401.01234v2"),
        ("http://www.arxiv.org/pdf/2401.01234v2.pdf", "2401.01234v2"),
        ("https://arxiv.org/pdf/hep-th/9901001.pdf?download=1#page=3", "hep-th/9901001"),
        ("https://arxiv.org/html/2401.01234v1/", "2401.01234v1"),
        ("https://export.arxiv.org/e-print/math.GT/0309136", "math/0309136"),
        ("http://xxx.lanl.gov/abs/hep-th/9108001", "hep-th/9108001"),
        ("cn.arxiv.org/abs/1406.02661", "1406.2661"),
        ("//arxiv.org/abs/2401.01234?context=cs", "2401.01234"),
        ("https://ar5iv.labs.arxiv.org/html/2401.01234", "2401.01234"),
        ("https://papers.cool/arxiv/2401.01234", "2401.01234"),
        ("https://huggingface.co/papers/2401.01234", "2401.01234"),
        ("<https://arxiv.org/abs/2401.01234>", "2401.01234"),
    ],
)
def test_parse(text, versioned):
    parsed = ArxivId.parse(text)
    assert parsed.versioned == versioned
    assert looks_like_identifier(text) == parsed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "should look like"),
        ("attention is all you need", "should look like"),
        ("2401", "should look like"),
        ("2401.012345", "should look like"),
        ("2401.012", "should look like"),
        ("2401.01234v", "should look like"),
        ("2401.01234 and 2401.01235", "should look like"),
        ("２４０１.01234", "should look like"),
        ("2401.0123٤", "should look like"),
        ("arxıv:2401.01234", "should look like"),
        ("https://example.org/abs/2401.01234", "should look like"),
        ("https://evilarxiv.org/abs/2401.01234", "should look like"),
        ("https://arxiv.org.example.org/abs/2401.01234", "should look like"),
        ("2413.01234", "no month 13"),
        ("2400.01234", "no month 00"),
        ("hep-th/9913001", "no month 13"),
        ("2401.00000", "numbers begin at 1"),
        ("hep-th/9901000", "numbers begin at 1"),
        ("1406.12345", "four digits"),
        ("0703.0001", "begin with 0704"),
        ("0000.0001", "no month 00"),
        ("hep-th/0704001", "9107 to 0703"),
        ("hep-th/9106001", "9107 to 0703"),
        ("hep-th/5001001", "9107 to 0703"),
        ("econ/0701001", "no such archive"),
        ("nonsense/9901001", "no such archive"),
        ("2401.01234v0", "count from v1"),
        ("2401.01234" * 60, "longer than 500"),
    ],
)
def test_refused_with_a_reason(text, reason):
    with pytest.raises(InvalidArxivId, match=reason) as caught:
        ArxivId.parse(text)
    assert caught.value.text == text
    assert len(str(caught.value)) < 200
    assert looks_like_identifier(text) is None


def test_str_is_the_value_and_addresses_keep_the_version():
    paper, second = ArxivId.parse("hep-th/9901001"), ArxivId.parse("2401.01234v2")
    assert str(paper) == paper.versioned == paper.value == "hep-th/9901001"
    assert (str(second), second.versioned, second.version) == ("2401.01234", "2401.01234v2", 2)
    assert paper.abs_url == "https://arxiv.org/abs/hep-th/9901001"
    assert second.pdf_url == "https://arxiv.org/pdf/2401.01234v2"


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("hep-th/9108001", (1991, 8)),
        ("math/0002001", (2000, 2)),
        ("0704.0001", (2007, 4)),
        ("9912.00001", (2099, 12)),
    ],
)
def test_month(text, month):
    assert ArxivId.parse(text).month == month


def test_order_is_by_month_then_number_then_version():
    texts = ["hep-th/9108001", "math/9912001", "hep-th/0001001", "0704.0001", "2401.01234", "2401.01234v1",
             "2401.01234v2", "2401.01234v10", "2401.01235"]  # fmt: skip
    identifiers = [ArxivId.parse(text) for text in texts]
    identifiers.reverse()
    assert [each.versioned for each in sorted(identifiers)] == texts


@pytest.mark.parametrize("pattern", ["a.", "arxiv.org/", "a-", "/", "v1", "[a", "%2F", "(", " ", "."])
def test_long_texts_cost_little(pattern):
    start = time.perf_counter()
    for length in (499, 100_000):
        text = (pattern * length)[:length]
        assert looks_like_identifier(text) is None
        assert looks_like_identifier("https://arxiv.org/abs/" + text) is None
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("name", ["arxiv_sample_100k.jsonl.zst", "arxiv_recent_2025_2026.jsonl.zst"])
def test_every_real_identifier_is_its_own_canonical_form(real_data: Path, name: str):
    with (real_data / name).open("rb") as packed:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), "utf-8")
        identifiers = [json.loads(line)["id"] for line in lines]
    assert len(identifiers) > 70_000
    assert [text for text in identifiers if str(ArxivId.parse(text)) != text] == []
