"""Invented papers for the test arXiv, as many as a test wants, all different."""

from datetime import UTC, date, datetime, time, timedelta

from tests.arxiv.papers import HeldPaper, HeldVersion

CATEGORIES = (
    ("cs.LG",),
    ("cs.CL", "cs.LG"),
    ("math.ST", "stat.TH"),
    ("hep-th",),
    ("quant-ph", "cs.IT", "math.IT"),
)
DAY = date(2026, 11, 17)


def made_paper(number: int, *, day: date = DAY, version: int = 1) -> HeldPaper:
    """Paper `number` (1 …) as last changed on `day`; version 1 was submitted the day before, each further one a day later."""
    first = datetime.combine(DAY - timedelta(days=1), time(15, number % 60), UTC)
    versions = tuple(
        HeldVersion(n, first + timedelta(days=n - 1), f"{n + 9}kb") for n in range(1, version + 1)
    )
    return HeldPaper(
        id=f"2611.{number:05d}",
        title=f"Kettles & {number} cups: a bound of $x<{number}$ on S\\'eminaire tea"
        + (f" (v{version})" if version > 1 else ""),
        abstract=f"  We pour $E=mc^2$ into {number} cups,\nand count them & their saucers.",
        authors=f"Ada Kettle (Institute of Tea), B. {number} Saucer and Jos\\'e Spoon",
        categories=CATEGORIES[number % len(CATEGORIES)],
        versions=versions,
        datestamp=day,
        names=(("Kettle", "Ada", ""), ("Saucer", f"B. {number}", ""), ("Spoon", "Jos\\'e", "")),
        submitter="Ada Kettle",
        comments=f"{number} pages" if number % 2 else "",
        doi=f"10.1000/tea.{number}" if number % 3 == 0 else "",
        license="http://creativecommons.org/licenses/by/4.0/",
    )


def made_papers(count: int, *, day: date = DAY) -> list[HeldPaper]:
    return [made_paper(number, day=day) for number in range(1, count + 1)]
