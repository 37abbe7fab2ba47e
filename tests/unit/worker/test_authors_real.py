"""Our reading of real author lines, held against what arXiv's own programs made of the same lines.

Three independent readings: `authors_parsed` of the snapshot, the `arXiv` format of its OAI-PMH server beside `arXivRaw`, and the
links of its listing pages beside the mailings they were made from. What is left are names that theirs splits otherwise
("Della Vedova", "R. Le Gac", "J. van den Brand") and capitals ("And M. Svard").
"""

import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

import pytest
import zstandard
from lxml import etree, html

from worker.authors import parse_authors

Names = list[tuple[str, str]]


def bare(text: str) -> str:
    """The letters: theirs space initials otherwise, and the server's test database carries stray backslashes."""
    return re.sub(r"[\s\\{}.,]+", "", text)


def ours(line: str) -> Names:
    return [(bare(author.name), bare(author.keyname)) for author in parse_authors(line)]


def agreement(pairs: Iterable[tuple[Names, Names]]) -> tuple[int, float]:
    """How many papers, and the share whose names and key names are all equal."""
    same = [one == other for one, other in pairs]
    return len(same), sum(same) / len(same)


def parsed(paper: dict) -> Names:
    return [
        (bare(" ".join((first, last, suffix))), bare(last))
        for last, first, suffix, *_ in paper["authors_parsed"]
    ]


def test_the_snapshots_own_reading_of_200_lines(real_data):
    text = (real_data / "recorded" / "kaggle-sample" / "kaggle_first200.jsonl").read_text("utf-8")
    papers = [json.loads(line) for line in text.splitlines()]
    count, share = agreement((ours(paper["authors"]), parsed(paper)) for paper in papers)
    assert count == 200
    assert share >= 0.99  # 0.995 on 2026-11-22


def test_the_snapshots_own_reading_of_20000_lines(real_data):
    with (real_data / "arxiv_sample_20k.jsonl.zst").open("rb") as packed:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")
        papers = [json.loads(line) for line in lines]
    count, share = agreement((ours(paper["authors"]), parsed(paper)) for paper in papers)
    assert count == 20_000
    assert share >= 0.997  # 0.9985 on 2026-11-22


def test_the_servers_own_reading_of_its_raw_lines(real_data):
    folder = real_data / "recorded" / "arxiv-oaipmh-server"
    raw = {
        paper.findtext("{*}id"): re.sub(r"\\(.)", r"\1", paper.findtext("{*}authors"))
        for paper in etree.parse(folder / "ListRecords_arXivRaw_all.xml").iter("{*}arXivRaw")
    }
    told = {
        paper.findtext("{*}id"): [
            (
                bare(
                    "".join(
                        author.findtext("{*}" + part) or "" for part in ("forenames", "keyname", "suffix")
                    )
                ),
                bare(author.findtext("{*}keyname")),
            )
            for author in paper.iter("{*}author")
        ]
        for paper in etree.parse(folder / "ListRecords_arXiv_all.xml").iter(
            "{http://arxiv.org/OAI/arXiv/}arXiv"
        )
    }
    count, share = agreement((ours(line), told[name]) for name, line in raw.items())
    assert count == 503
    assert share >= 0.985  # 0.988 on 2026-11-22


@pytest.fixture(scope="module")
def mailed(real_data) -> dict[str, set[str]]:
    """The author lines of real .abs records and mailings, by paper."""
    lines: dict[str, set[str]] = {}
    for text in texts(real_data / "recorded" / "arxiv-browse-abs-and-listings.tar.zst"):
        for block in re.split(r"\n\\\\\n", text):
            name = re.search(r"^arXiv:(\S+)", block, re.MULTILINE)
            authors = re.search(r"^Authors?:\s*(.*\n(?:[ \t]+.*\n)*)", block + "\n", re.MULTILINE)
            if name and authors:
                lines.setdefault(name[1], set()).add(authors[1])
    return lines


def texts(archive) -> Iterator[str]:
    with (
        archive.open("rb") as packed,
        tarfile.open(fileobj=zstandard.ZstdDecompressor().stream_reader(packed), mode="r|") as files,
    ):
        for file in files:
            if (content := files.extractfile(file)) is not None:
                yield content.read().decode("utf-8", "replace")


def test_arxivs_own_pages_of_the_mailings(real_data, mailed):
    pages: dict[str, tuple[Names, bool]] = {}
    for path in (real_data / "recorded" / "arxiv-browse-html").glob("fs_list*.html"):
        root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for term in root.iter("dt"):
            (name,) = term.xpath('.//a[@title="Abstract"]/@href')
            (line,) = term.getnext().xpath('.//div[@class="list-authors"]')
            links = [link for link in line.iter("a") if "query=" in link.get("href", "")]
            pages[name.removeprefix("/abs/")] = (
                [
                    (
                        bare(link.text_content()),
                        bare(unquote_plus(link.get("href").partition("query=")[2]).split(",")[0]),
                    )
                    for link in links
                ],
                "additional author" not in line.text_content(),
            )
    pairs = []
    for name, (names, whole) in pages.items():
        if name in mailed:
            found = [ours(line) if whole else ours(line)[: len(names)] for line in mailed[name]]
            pairs.append((names if names in found else found[0], names))
    count, share = agreement(pairs)
    assert count > 150
    assert share >= 0.94  # 0.951 on 2026-11-22


def test_every_real_line_names_somebody_and_nothing_else(mailed):
    assert len(mailed) > 4_000
    odd = 0
    for line in {line for lines in mailed.values() for line in lines}:
        authors = parse_authors(line)
        assert authors, line
        for author in authors:
            assert author.keyname in author.name
            assert not re.search(r"[(){}]|\bet al\b", author.name), line
            odd += bool(re.search(r"\\|\band\b", author.name))
    assert odd <= 3
