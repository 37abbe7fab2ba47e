"""Small worlds of papers that the tests write into the store; all invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from coolpapers.papers.records import AuthorRecord, PaperRecord, VersionRecord

MONDAY = datetime(
    2026, 11, 16, 15, 0, tzinfo=UTC
)  # before the cut-off: announced that evening, listed on Tuesday 17


def record(arxiv_id: str = "2611.90001", **changes: object) -> PaperRecord:
    """One plain paper, changed as asked."""
    plain = PaperRecord(
        arxiv_id=arxiv_id,
        title=f"On the teapot {arxiv_id}",
        abstract="We pour $E=mc^2$ cups of tea and count them.",
        authors=(AuthorRecord("Ada Kettle", "Kettle", "Ada"), AuthorRecord("Bo Saucer", "Saucer", "Bo")),
        categories=("cs.LG",),
        versions=(VersionRecord(1, MONDAY),),
        datestamp=date(2026, 11, 17),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def versions(*days: int) -> tuple[VersionRecord, ...]:
    """Versions submitted that many days after MONDAY."""
    return tuple(VersionRecord(number, MONDAY + timedelta(days=day)) for number, day in enumerate(days, 1))
