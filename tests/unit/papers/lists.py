"""arXiv's lists as the tests write them: `listed("cs.LG", TUE, new="2611.90001 …", replace="…v2")`."""

from datetime import date

from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord

KINDS = {
    "new": AnnounceKind.NEW,
    "cross": AnnounceKind.CROSS,
    "replace": AnnounceKind.REPLACE,
    "replace_cross": AnnounceKind.REPLACE_CROSS,
}


def listed(
    category: str, day: date, *, source: str = "feed", whole: bool = True, **sections: str
) -> AnnouncedListRecord:
    """The list; an id may carry its version."""
    entries = [
        AnnouncementRecord(key, KINDS[name], int(number) if number else None)
        for name, ids in sections.items()
        for key, _, number in (word.partition("v") for word in ids.split())
    ]
    return AnnouncedListRecord(category, day, source, tuple(entries), whole)
