"""What an engine stores of a paper: the fields, and the tokens that go into each. Said once for all engines.

SearchDocument → IndexedPaper. Every field is split on blanks only; nothing is analysed by an engine.
`SCHEMA_VERSION` must rise with any change here, in `analysis`, `tex`, `folding` or `names`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from search.analysis import stems, words
from search.names import author_tokens
from search.types import SearchDocument

SCHEMA_VERSION: Final = 2

# One field of all stems ranks better than title and abstract apart (nDCG@10 .03 higher on four judged sets); the title
# beside it brings papers whose title is typed to the top. 2026-11-22.
TITLE_WEIGHT: Final = 0.2
# Two words of a question side by side in a title: nDCG@10 .393 → .402 and .410 → .408 on two judged collections, three
# words in a row out of a title find it at .74 instead of .69 (reciprocal rank), for .07 ms. 2026-11-22.
TITLE_PAIR_WEIGHT: Final = 0.2
REST_WEIGHT: Final = 0.3

# Token fields: stems for words, exact words for phrases.
ALL = "all"  # stems of title and abstract; ranked, no positions
TITLE = "title"  # stems
ABSTRACT = "abstract"  # stems
TITLE_WORDS = "title_words"
ABSTRACT_WORDS = "abstract_words"
REST = "rest"  # exact words of everything else: names, comments, journal, DOI, id
AUTHORS = "authors"  # tokens of search.names
COMMENTS = "comments"  # exact words
JOURNAL = "journal"  # exact words
DOI = "doi"  # lower case, one token a DOI
GROUPS = "groups"  # categories and their archives in lower case
# Whole-value fields.
ID = "id"
CATEGORY = "category"  # canonical names
# Day fields: days since 1970-01-01.
ANNOUNCED = "announced"
SUBMITTED = "submitted"
UPDATED = "updated"

POSITIONAL: Final = (TITLE, ABSTRACT, TITLE_WORDS, ABSTRACT_WORDS, REST, COMMENTS, JOURNAL)
COUNTED: Final = (ALL, AUTHORS)  # term frequencies without positions
SETS: Final = (DOI, GROUPS)  # presence only

# Stands between two texts in one field, so that no phrase runs across, and for a text that is empty: engines differ in whether
# a paper without the field counts in its statistics, so every paper has every ranked field. No analysis makes it.
GAP: Final = "¶"

MAX_VALUE: Final = 200  # characters of a DOI or category; the rest of a longer one is not looked at

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class IndexedPaper:
    """One paper's tokens, ready for any engine. Plain strings and numbers, so it crosses processes cheaply."""

    id: str
    tokens: dict[str, str]  # field → tokens joined by blanks; GAP alone in ranked fields without text
    categories: tuple[str, ...]
    announced: int  # days since 1970-01-01
    submitted: int
    updated: int
    updated_at: int  # seconds since 1970-01-01, UTC
    year: int  # of the announcement
    source: str  # title, a line break, abstract: what keywords are drawn from


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _storable(text: str) -> str:
    """The text without halves of characters, which no engine can store."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


@lru_cache(maxsize=50_000)
def _plain_name(name: str) -> str:
    return " ".join([*words(name), GAP])


def _set(values: Iterable[str]) -> str:
    """Values joined by blanks, cut where they hold blanks themselves."""
    return " ".join(sorted({part[:MAX_VALUE] for value in values for part in value.split()}))


def _rest(document: SearchDocument, comments: str, journal: str) -> str:
    parts = list(map(_plain_name, document.authors))
    others = (comments, journal, " ".join(words(document.doi)), " ".join(words(document.id)))
    parts += [f"{part} {GAP}" for part in others if part]
    return " ".join(parts)


def prepare(document: SearchDocument) -> IndexedPaper:
    """The paper's tokens; the one place where documents are analysed."""
    title_words, abstract_words = words(document.title), words(document.abstract)
    title, abstract = " ".join(stems(title_words)), " ".join(stems(abstract_words))
    comments, journal = " ".join(words(document.comments)), " ".join(words(document.journal_ref))
    categories = tuple(dict.fromkeys(_storable(name)[:MAX_VALUE] for name in document.categories))
    groups = {name.lower() for name in categories}
    groups |= {name.partition(".")[0] for name in groups}
    updated = _utc(document.updated)
    ranked = {
        ALL: f"{title} {abstract}".strip(),
        TITLE: title,
        ABSTRACT: abstract,
        TITLE_WORDS: " ".join(title_words),
        ABSTRACT_WORDS: " ".join(abstract_words),
        REST: _rest(document, comments, journal),
        AUTHORS: " ".join(map(author_tokens, document.authors)),
        COMMENTS: comments,
        JOURNAL: journal,
    }
    tokens = {name: text or GAP for name, text in ranked.items()}
    tokens |= {DOI: _set([_storable(document.doi.lower())]), GROUPS: _set(groups)}
    return IndexedPaper(
        id=document.id,
        tokens=tokens,
        categories=categories,
        announced=day_number(document.announced),
        submitted=day_number(_utc(document.submitted).date()),
        updated=day_number(updated.date()),
        updated_at=int(updated.timestamp()),
        year=document.announced.year,
        source=f"{' '.join(document.title.split())}\n{document.abstract}",
    )
