"""Citations are one well-formed entry whatever authors put into titles, names and DOIs."""

import json
import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.bibtex_text import bibtex_text
from coolpapers.citations import FORMATS, CitationFields, bibtex, citation_key, csl_json, ris

PAPER = CitationFields(
    arxiv_id="2401.01234",
    version=2,
    title="On the decay of $L^2$ norms",
    title_tex="On the decay of $L^2$ norms",
    authors=(("Erdős", "Paul", "Paul Erdős"), ("Rényi", "A.", "A. Rényi")),
    year=2024,
    month=1,
    day=5,
    primary_category="math.AP",
    abstract="We show that\n$x < y$ & more.",
    doi=None,
    journal_ref=None,
    url="https://arxiv.org/abs/2401.01234v2",
    pdf_url="https://arxiv.org/pdf/2401.01234v2",
)

HOSTILE = [
    "}",
    "{",
    "}} @misc{evil, title={x}",
    "\\",
    "\\}",
    "\\{",
    "a\\\\",
    "$",
    "$$",
    "$a$b$",
    "worth $5 billion",
    "\\(x",
    "x\\)",
    "100% & #1 under_score ^ ~",
    "\r\nER  - \r\nTY  - JOUR",
    "line\u2028break\u0085here",
    '", "type": "book',
    "\x00\x1b[31m\x7f",
    "\ud800 unpaired",
    "\u202eesrever",
    "</script><b>",
    "深度学习",
    "",
    "\\input{/etc/passwd}\\write18{id}",
]


def brace_depths(text: str) -> list[int]:
    """The depth after every character, by BibTeX's rule: a backslash before a brace changes nothing."""
    depth, depths = 0, []
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        depths.append(depth)
    return depths


def is_one_bibtex_entry(text: str) -> bool:
    body = text.rstrip()
    depths = brace_depths(body)
    return body.startswith("@") and depths[-1] == 0 and all(d > 0 for d in depths[body.index("{") : -1])


def test_bibtex():
    assert bibtex(PAPER) == (
        "@misc{erdos2024decay,\n"
        "  title = {{On the decay of $L^2$ norms}},\n"
        "  author = {Erdős, Paul and Rényi, A.},\n"
        "  year = {2024},\n"
        "  eprint = {2401.01234},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {math.AP},\n"
        "  version = {2},\n"
        "  doi = {10.48550/arXiv.2401.01234},\n"
        "  url = {https://arxiv.org/abs/2401.01234v2},\n"
        "  month = jan\n"
        "}\n"
    )


def test_a_published_paper_is_an_article():
    published = replace(PAPER, journal_ref="Phys. Rev. D 76 (2007) 013009", doi="10.1103/PhysRevD.76.013009")
    assert bibtex(published).startswith("@article{erdos2024decay,")
    assert "  journal = {Phys. Rev. D 76 (2007) 013009},\n" in bibtex(published)
    assert "  doi = {10.1103/PhysRevD.76.013009},\n" in bibtex(published)
    assert ris(published).startswith("TY  - JOUR\r\n")
    assert "JO  - Phys. Rev. D 76 (2007) 013009\r\n" in ris(published)
    (item,) = json.loads(csl_json(published))
    assert (item["type"], item["container-title"]) == ("article-journal", "Phys. Rev. D 76 (2007) 013009")
    assert "publisher" not in item


def test_ris():
    assert ris(PAPER).split("\r\n") == [
        "TY  - UNPB",
        "TI  - On the decay of $L^2$ norms",
        "AU  - Erdős, Paul",
        "AU  - Rényi, A.",
        "PY  - 2024",
        "DA  - 2024/01/05",
        "AB  - We show that $x < y$ & more.",
        "KW  - math.AP",
        "AN  - arXiv:2401.01234",
        "ET  - 2",
        "PB  - arXiv",
        "DO  - 10.48550/arXiv.2401.01234",
        "UR  - https://arxiv.org/abs/2401.01234v2",
        "L1  - https://arxiv.org/pdf/2401.01234v2",
        "ER  - ",
        "",
    ]


def test_csl_json():
    (item,) = json.loads(csl_json(PAPER))
    assert item == {
        "id": "erdos2024decay",
        "type": "article",
        "genre": "preprint",
        "title": "On the decay of $L^2$ norms",
        "author": [{"family": "Erdős", "given": "Paul"}, {"family": "Rényi", "given": "A."}],
        "issued": {"date-parts": [[2024, 1, 5]]},
        "abstract": "We show that $x < y$ & more.",
        "number": "arXiv:2401.01234",
        "version": "2",
        "publisher": "arXiv",
        "DOI": "10.48550/arXiv.2401.01234",
        "URL": "https://arxiv.org/abs/2401.01234v2",
    }


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        ((("Łukasiewicz", "J.", ""),), "The Bayes factor", "lukasiewicz2024bayes"),
        ((("van der Waerden", "B.", ""),), "3 on the 2d case", "vanderwaerden20242d"),
        ((("O'Brien-Smith", "X.", ""),), "$\\alpha$-decay of an atom", "obriensmith2024decay"),
        ((("", "", "CMS Collaboration"),), "Search", "cmscollaboration2024search"),
        ((("王", "伟", "王伟"),), "深度学习", "arxiv2024240101234"),
        ((), "On the", "arxiv2024on"),
    ],
)
def test_keys(authors, title, key):
    fields = replace(PAPER, authors=authors, title=title)
    assert citation_key(fields) == key
    assert f"{{{key},\n" in bibtex(fields)
    assert citation_key(replace(fields, version=7)) == key


@pytest.mark.parametrize(
    ("author", "in_bibtex", "in_ris"),
    [
        (("Turing", "Alan M.", "Alan M. Turing"), "Turing, Alan M.", "Turing, Alan M."),
        (("ATLAS Collaboration", "", "ATLAS Collaboration"), "{ATLAS Collaboration}", "ATLAS Collaboration"),
        (("Smith, Jr.", "Bob", "Bob Smith, Jr."), "{Smith, Jr.}, Bob", "Smith Jr., Bob"),
        (("Ford and Sons", "A.", "A. Ford and Sons"), "{Ford and Sons}, A.", "Ford and Sons, A."),
        (("", "", "Plato"), "{Plato}", "Plato"),
        (('M\\"uller}', "K.", ""), 'M\\"uller{}, K.', 'M\\"uller}, K.'),
    ],
)
def test_names(author, in_bibtex, in_ris):
    fields = replace(PAPER, authors=(author,))
    assert f"  author = {{{in_bibtex}}},\n" in bibtex(fields)
    assert f"AU  - {in_ris}\r\n" in ris(fields)


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        ("Plain title", "Plain title"),
        ("R&D at 50% for #1 in a_b^c", r"R\&D at 50\% for \#1 in a\_b\^{}c"),
        (r"R\&D at 50\%", r"R\&D at 50\%"),
        (r"Schr\"odinger and {\it Erd\H{o}s}", r"Schr\"odinger and {\it Erd\H{o}s}"),
        ("Größe", "Größe"),
        ("$a_b^c$ and $x & y$", "$a_b^c$ and $x & y$"),
        ("$50%$ of $#S$", r"$50\%$ of $\#S$"),
        (r"\(a_b\) and \[c_d\]", r"\(a_b\) and \[c_d\]"),
        ("$$a_b$$", "$a_b$"),
        ("$a_1$ worth $5 million", r"$a_1$ worth \$5 million"),
        (r"half \(open", "half (open"),
        (r"half closed\)", "half closed)"),
        (r"$\{0,1\}^n$ and \{x", r"$\lbrace 0,1\rbrace ^n$ and \textbraceleft{}x"),
        ("a } b { c", "a {} b {} c"),
        ("{a} } {b", "{a} {} {}b"),
        ("ends in \\", r"ends in \textbackslash{}"),
        (r"\input{x} \write18{y} \inputenc", r"input{x} write18{y} \inputenc"),
    ],
)
def test_bibtex_text(tex, written):
    assert bibtex_text(tex) == written


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_inside_one_entry(text):
    fields = replace(
        PAPER,
        title=text,
        title_tex=text,
        abstract=text,
        journal_ref=text,
        doi=text,
        authors=((text, text, text), ("Doe", text, text), (text, "", text)),
    )
    entry = bibtex(fields)
    assert is_one_bibtex_entry(entry)
    assert all(
        re.fullmatch(r"@(misc|article)\{[a-z0-9]+,|  [a-zA-Z]+ = .*|\}", line) for line in entry.splitlines()
    )
    record = ris(fields)
    lines = record.removesuffix("\r\n").split("\r\n")
    assert [line[:6] for line in lines if line[:2] in {"TY", "ER"}] == ["TY  - ", "ER  - "]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in record.splitlines())
    (item,) = json.loads(csl_json(fields))
    assert item["DOI"] == "10.48550/arXiv.2401.01234"
    for written in (entry, record, csl_json(fields)):
        written.encode("utf-8")


@pytest.mark.parametrize(
    ("given_doi", "doi"),
    [
        ("10.1103/PhysRevD.76.013009", "10.1103/PhysRevD.76.013009"),
        ("10.1007/978-3-319-24574-4_28 10.1000/182", "10.1007/978-3-319-24574-4_28"),
        ("doi:10.1000/182.", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("10.1000/a}b", "10.1000/a"),
        ("unknown", "10.48550/arXiv.2401.01234"),
    ],
)
def test_doi(given_doi, doi):
    fields = replace(PAPER, doi=given_doi)
    assert f"  doi = {{{doi}}},\n" in bibtex(fields)
    assert f"DO  - {doi}\r\n" in ris(fields)


def test_formats_are_those_the_pages_offer():
    assert {name: form.extension for name, form in FORMATS.items()} == {
        "bibtex": "bib",
        "ris": "ris",
        "csl-json": "json",
    }
    for content_type, _, write in FORMATS.values():
        assert content_type.endswith("; charset=utf-8")
        assert write(PAPER)


@given(st.text("${}\\()[]&%#_^~a {}$", max_size=60))
def test_any_tex_becomes_balanced_and_is_not_escaped_twice(tex):
    written = bibtex_text(tex)
    depths = brace_depths(written)
    assert all(depth >= 0 for depth in depths)
    assert not depths or depths[-1] == 0
    assert re.sub(r"\\.", "", written).count("$") % 2 == 0
    assert bibtex_text(written) == written


@pytest.mark.parametrize("pattern", ["{", "}", "\\", "$", "\\{", "$$a", "\\(", "{}", "a"])
def test_long_tex_costs_little(pattern):
    start = time.perf_counter()
    assert is_one_bibtex_entry(bibtex(replace(PAPER, title_tex=pattern * 100_000)))
    assert time.perf_counter() - start < 5
