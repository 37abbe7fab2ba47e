"""A week at the test arXiv for the tests of the worker: some papers, what was announced of them, and a server that tells it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.arxiv import Announced, HeldPaper, HeldVersion, World

EASTERN = ZoneInfo("America/New_York")
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


def paper(
    number: int, *categories: str, day: date = TUESDAY, versions: int = 1, **changes: object
) -> HeldPaper:
    """One invented paper, submitted on Monday morning; a later version each day after."""
    plain = {
        "id": f"2611.{number:05d}",
        "title": f"On the teapot {number}",
        "abstract": "We pour $E=mc^2$ cups of tea and count them.",
        "authors": "Ada Kettle and Bo Saucer",
        "categories": categories or ("cs.LG",),
        "versions": tuple(
            HeldVersion(n, datetime(2026, 11, 15 + n, 15, 0, tzinfo=UTC)) for n in range(1, versions + 1)
        ),
        "datestamp": day,
        "names": (("Kettle", "Ada", ""), ("Saucer", "Bo", "")),
    }
    return HeldPaper(**(plain | changes))  # type: ignore[arg-type]


def week() -> World:
    """Tuesday's list: 1-5 new in cs.LG, 3 and 4 listed in cs.AI too, 6-8 new in hep-ph, 20 replaced in cs.LG."""
    world = World()
    world.tell(*(paper(n, "cs.LG", *(["cs.AI"] if n in {3, 4} else [])) for n in range(1, 6)))
    world.tell(*(paper(n, "hep-ph") for n in range(6, 9)))
    world.tell(paper(20, "cs.LG", versions=2))
    world.announce(TUESDAY, *(Announced(f"2611.{n:05d}", 1, "new") for n in range(1, 9)))
    world.announce(TUESDAY, Announced("2611.00020", 2, "rep"))
    return world


def eastern(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment in UTC at which it is that time in arXiv's offices."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=EASTERN).astimezone(UTC)
