"""Which telling of a paper its row shows, and what is known of its versions, whatever the order in which sources tell.

Step of `store.upsert`, pure. The rules, in this order:

1. A row's words are one telling's, never a mixture of several.
2. Of two tellings with the same detail the one of the later datestamp counts; of the same day, the one that knows more versions;
   else the one told last.
3. A telling with less detail counts only while it alone knows the newest version. A fuller one that knows that version ends it.
4. Versions are added, never taken away. The time of each is from the fullest telling of it; a size, once told, stays.

The outcome does not depend on the order as long as a source that tells later knows no fewer versions.
"""

from datetime import date, datetime
from typing import NamedTuple

from coolpapers.papers.records import Detail, PaperRecord, VersionRecord


class Rank(NamedTuple):
    """What decides between a telling and a row; `version` is the newest one known."""

    detail: Detail
    datestamp: date
    version: int

    @classmethod
    def of(cls, record: PaperRecord) -> "Rank":
        return cls(record.detail, record.datestamp, record.versions[-1].number)

    def replaces(self, held: "Rank") -> bool:
        """Whether a telling of this rank takes the place of what is held."""
        if self.detail == held.detail:
            return (self.datestamp, self.version) >= (held.datestamp, held.version)
        if self.detail < held.detail:
            return self.version > held.version
        return self.version >= held.version


class KnownVersion(NamedTuple):
    """A version and how much the source of its time tells."""

    submitted: datetime
    size_kb: int | None
    detail: Detail


Versions = dict[int, KnownVersion]


def known_versions(record: PaperRecord) -> Versions:
    """What a first telling makes known."""
    detail = record.detail
    return {told.number: KnownVersion(told.submitted, told.size_kb, detail) for told in record.versions}


def merge_versions(known: Versions, record: PaperRecord, *, taken: bool) -> None:
    """Adds to `known` what the telling knows; `taken` says that its words replace the row's."""
    for told in record.versions:
        held = known.get(told.number)
        if held is None:
            known[told.number] = KnownVersion(told.submitted, told.size_kb, record.detail)
        else:
            known[told.number] = _merged(held, told, record.detail, taken=taken)


def _merged(held: KnownVersion, told: VersionRecord, detail: Detail, *, taken: bool) -> KnownVersion:
    if detail < held.detail:
        return held if held.size_kb is not None else KnownVersion(held.submitted, told.size_kb, held.detail)
    size_kb = held.size_kb if told.size_kb is None else told.size_kb
    if detail > held.detail:
        return KnownVersion(told.submitted, size_kb, detail)
    if detail is Detail.FEED:
        # A feed tells the day of its list; a cross-list comes later than the submission.
        return KnownVersion(min(held.submitted, told.submitted), size_kb, detail)
    if taken:
        return KnownVersion(told.submitted, size_kb, detail)
    return KnownVersion(held.submitted, told.size_kb if held.size_kb is None else held.size_kb, detail)
