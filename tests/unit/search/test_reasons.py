"""Why a paper matched: fields and the reader's own words."""

import pytest

from search import Reason, parse_query, reasons

TEXTS = {
    "title": r"The Schr\"odinger equation",
    "abstract": "We pre-train image networks on $L^2$.",
    "author": "Geoffrey E. Hinton, Yann LeCun, Stephen de Bruyn Kops",
    "comment": "Accepted at NeurIPS 2024",
    "journal": "Nature 594 (2021) 33",
    "category": "cs.LG, math-ph",
    "doi": "10.1103/PhysRevLett.77",
    "id": "2401.00001",
}

CASES = {
    "Schrödinger": [("title", "Schrödinger")],
    "images": [("abstract", "images")],
    '"images"': [],
    "equations network": [("title", "equations"), ("abstract", "network")],
    "pretraining": [("abstract", "pretraining")],
    "pre-train": [("abstract", "pre-train")],
    "L2": [("abstract", "L2")],
    "hinton": [("author", "hinton")],
    "author:hinton_g": [("author", "hinton_g")],
    'au:"Bruyn Kops, S."': [("author", "Bruyn Kops, S.")],
    'au:"Yann Hinton"': [],
    "au:lec*": [("author", "lec*")],
    "neurips": [("comment", "neurips")],
    "co:accepted title:equation": [("title", "equation"), ("comment", "accepted")],
    "jr:nature 2021": [("journal", "nature"), ("journal", "2021")],
    "cat:cs": [("category", "cs")],
    "cat:math": [],
    "doi:10.1103/physrevlett.77": [("doi", "10.1103/physrevlett.77")],
    "id:2401.*": [("id", "2401.")],
    "2401.00001": [("id", "2401.00001")],
    "-hinton schrodinger": [("title", "schrodinger")],
    "(lecun OR cats) -dogs": [("author", "lecun")],
}


@pytest.mark.parametrize(("query", "expected"), CASES.items(), ids=CASES.keys())
def test_fields_and_words(query: str, expected: list[tuple[str, str]]) -> None:
    told = reasons(parse_query(query), TEXTS)
    assert [(reason.field, word) for reason in told for word in reason.words] == expected


def test_some_words_do() -> None:
    assert reasons(parse_query("what is the equation of hinton", match="any"), TEXTS) == (
        Reason("title", ("equation",)),
        Reason("author", ("hinton",)),
    )


def test_nothing_asked_or_shown() -> None:
    assert reasons(None, TEXTS) == ()
    assert reasons(parse_query("hinton"), {}) == ()
