"""Tellings of papers → what each row becomes; step of `store.upsert`, pure. The rules are `precedence`'s."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from coolpapers.papers.precedence import Rank, Versions, known_versions, merge_versions
from coolpapers.papers.records import PaperRecord


@dataclass(slots=True)
class Weighed:
    """A paper while tellings of it are weighed; `revision` is the stored row's, 0 without one.

    `winner` is the telling that gives the row its words, None while the row keeps its own; `confirmed`, that the row's own words
    were told again with a higher rank.
    """

    rank: Rank
    fingerprint: str
    revision: int
    winner: PaperRecord | None = None
    confirmed: bool = False
    heard: list[tuple[PaperRecord, bool]] = field(default_factory=list)

    def versions(self, known: Versions) -> Versions:
        """`known` and what the tellings add to it."""
        if not known and len(self.heard) == 1:
            return known_versions(self.heard[0][0])
        versions = dict(known)
        for record, taken in self.heard:
            merge_versions(versions, record, taken=taken)
        return dict(sorted(versions.items()))


@dataclass(slots=True)
class Counts:
    unchanged: int = 0
    older: int = 0


def weigh(
    tellings: Iterable[tuple[PaperRecord, str]],
    rows: Mapping[str, Weighed],
    removed: Mapping[str, date],
) -> tuple[dict[str, Weighed], Counts]:
    """The papers that were told of, by id, from records with their fingerprints.

    `rows` are the stored ones; `removed` the days of removal of papers that are gone, which only a later telling brings back.
    A second telling that takes the first one's place counts as unchanged: the row is written once.
    """
    papers = dict(rows)
    counts = Counts()
    for record, print_ in tellings:
        key = record.arxiv_id
        held = papers.get(key)
        if (
            held
            and print_ == held.fingerprint
            and (record.detail, record.datestamp) == (held.rank.detail, held.rank.datestamp)
        ):
            counts.unchanged += 1
            continue
        rank = Rank.of(record)
        if held is None:
            if key in removed and rank.datestamp <= removed[key]:
                counts.older += 1
            else:
                papers[key] = Weighed(rank, print_, 0, winner=record, heard=[(record, True)])
        elif not rank.replaces(held.rank):
            if print_ == held.fingerprint:
                counts.unchanged += 1
            else:
                held.heard.append((record, False))
                counts.older += 1
        else:
            again = held.winner is not None
            if print_ == held.fingerprint and not again:
                counts.unchanged += 1
                held.confirmed = held.confirmed or rank != held.rank
                if rank.detail != held.rank.detail:
                    held.heard.append((record, True))
            else:
                counts.unchanged += again
                held.winner = record
                held.heard.append((record, True))
            held.fingerprint = print_
            held.rank = Rank(rank.detail, rank.datestamp, max(rank.version, held.rank.version))
    return papers, counts
