"""A small made world of papers for the search contracts: every field, TeX, namesakes, ties, days with many papers."""

import random
from datetime import UTC, date, datetime, timedelta

from search import SearchDocument

SUBJECTS = [
    "quantum",
    "graph",
    "neural",
    "dark",
    "matter",
    "gauge",
    "lattice",
    "soliton",
    "entropy",
    "random",
    "galaxy",
    "protein",
    "market",
    "prime",
    "knot",
]
THINGS = [
    "state",
    "network",
    "field",
    "group",
    "model",
    "theory",
    "operator",
    "equation",
    "cluster",
    "manifold",
    "algorithm",
    "phase",
    "transition",
    "graph",
]
FILLERS = [
    "the",
    "of",
    "in",
    "for",
    "with",
    "we",
    "study",
    "show",
    "that",
    "new",
    "images",
    "image",
    "imaging",
    "and",
    "to",
    "is",
    "on",
    "a",
    "results",
    "$L^2$",
    "SU(2)",
    "$\\alpha$-decay",
]
GIVEN = [
    "Geoffrey",
    "Yann",
    "Wei",
    "Xiao-Gang",
    "Maria",
    "Edward",
    "Emmy",
    "Srinivasa",
    "Jean-Pierre",
    "G.",
    "M.",
    "E.",
    "José",
]
FAMILY = [
    "Hinton",
    "LeCun",
    "Wang",
    "Wen",
    "Noether",
    "Witten",
    "Ramanujan",
    "Serre",
    "García",
    "de",
    "Bruyn",
    "Kops",
    "Schrödinger",
    "O'Brien",
]
CATEGORIES = ("cs.LG", "cs.CL", "math.AG", "hep-th", "math-ph", "cond-mat.str-el", "quant-ph")


def made_papers(count: int, *, seed: int = 7, first: int = 1) -> list[SearchDocument]:
    """Papers with ids of both styles; about ten share each day and some share every word."""
    rng = random.Random(seed)
    papers = []
    for number in range(first, first + count):
        day = date(2024, 1, 1) + timedelta(days=rng.randrange(count // 10 + 1))
        moment = datetime(day.year, day.month, day.day, rng.randrange(3), tzinfo=UTC)
        words = [rng.choice(rng.choice((SUBJECTS, THINGS, FILLERS))) for _ in range(rng.randrange(4, 40))]
        old_style = number % 9 == 0
        papers.append(
            SearchDocument(
                id=f"hep-th/99{number:05d}" if old_style else f"2401.{number:05d}",
                title=" ".join(rng.choice((SUBJECTS, THINGS)[at % 2]) for at in range(rng.randrange(2, 6))),
                abstract=" ".join(words),
                authors=tuple(
                    f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}" for _ in range(rng.randrange(1, 5))
                ),
                categories=tuple(dict.fromkeys(rng.choices(CATEGORIES, k=rng.randrange(1, 4)))),
                announced=day,
                submitted=moment - timedelta(days=1),
                updated=moment + timedelta(days=rng.randrange(3)),
                comments=rng.choice(("", "12 pages, accepted at NeurIPS 2024", "withdrawn by the author")),
                journal_ref=rng.choice(("", "Nature 594 (2021) 33", "Phys. Rev. Lett. 77, 3865")),
                doi=f"10.1103/PhysRevLett.{number}" if number % 5 == 0 else "",
            )
        )
    return papers


def paper(
    paper_id: str, title: str = "A title", abstract: str = "An abstract.", **fields: object
) -> SearchDocument:
    """One paper, with only what a test is about."""
    values: dict[str, object] = {
        "authors": ("Ada Lovelace",),
        "categories": ("cs.LG",),
        "announced": date(2024, 5, 6),
        "submitted": datetime(2024, 5, 3, 12, tzinfo=UTC),
        "updated": datetime(2024, 5, 3, 12, tzinfo=UTC),
    }
    return SearchDocument(id=paper_id, title=title, abstract=abstract, **(values | fields))  # type: ignore[arg-type]


LANGUAGE_PAPERS = (
    paper(
        "2401.00001",
        r"The Schr\"odinger equation",
        r"In $L^2$ with deep learning of images.",
        authors=("Geoffrey E. Hinton",),
    ),
    paper(
        "2401.00002",
        "Schrödinger operators",
        "An SU(2) gauge theory; learning deep.",
        authors=("G. Hinton", "Yann LeCun"),
    ),
    paper(
        "2401.00003",
        "Schrodinger and $\\alpha$-divergence",
        "MgB$_2$ and $^{87}$Rb.",
        authors=("Xiao-Gang Wen",),
    ),
    paper(
        "2401.00004",
        "Images",
        "A deep-learning image network.",
        authors=("Stephen de Bruyn Kops", "Emily Hinton"),
    ),
    paper(
        "hep-th/9901001",
        "Gauge fields",
        "Learning p-values.",
        authors=("J.-P. Serre",),
        categories=("hep-th", "math.AG"),
        announced=date(1999, 1, 4),
        submitted=datetime(1999, 1, 1, 23, 59, tzinfo=UTC),
        updated=datetime(2003, 2, 28, 0, 0, tzinfo=UTC),
        comments="Accepted at ICML",
        journal_ref="Phys.Rev.Lett. 77 (1996) 3865",
        doi="10.1016/0370-2693(93)90002-4",
    ),
)
