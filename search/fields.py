"""What an engine stores of a paper: the fields, and the tokens that go into each. Said once for all engines.

SearchDocument → IndexedPaper. Every field is split on blanks only; nothing is analysed by an engine.
`SCHEMA_VERSION` must rise with any change here, in `analysis`, `tex`, `folding`, `names` or `phrases`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import filterfalse
from typing import Final

from search.analysis import BREAKS, marked_words_and_compounds, stems, words
from search.names import author_tokens
from search.phrases import kept_phrases
from search.types import SearchDocument

SCHEMA_VERSION: Final = 4

# One field of all stems ranks better than title and abstract apart (nDCG@10 .03 higher on four judged sets); the title
# beside it brings papers whose title is typed to the top, and so do two words side by side in it (in questions nDCG@10 .393 →
# .402 and .410 → .408 on two judged collections). 2026-11-22.
TITLE_WEIGHT: Final = 0.2
TITLE_PAIR_WEIGHT: Final = 0.2
# A few words are mostly those of a title: two in a row out of one of 175,000 find it at .61 (reciprocal rank) instead of .42,
# three at .86 instead of .74; three of its words mixed at .85 instead of .88. In long questions so much weight on the title
# costs .015 on one collection. 2026-11-22.
FEW: Final = 5  # words
FEW_TITLE_WEIGHT: Final = 0.5
FEW_TITLE_PAIR_WEIGHT: Final = 0.5
# A typed pair that a paper says twice: brings papers on the "Poincaré conjecture" before those that have both words apart, at
# no cost; as a sequence in the abstract it found no more and cost as much as all the rest. 2026-11-22.
PHRASE_WEIGHT: Final = 0.3
REST_WEIGHT: Final = 0.3

# Token fields: stems for words, exact words for phrases.
ALL = "all"  # stems of title and abstract; ranked, no positions
TITLE = "title"  # stems; behind a gap those of hyphened words as one word, and numbers with a point
ABSTRACT = "abstract"  # likewise
TITLE_WORDS = "title_words"
ABSTRACT_WORDS = "abstract_words"
REST = "rest"  # exact words of everything else: names, comments, journal, DOI, id
PHRASES = "phrases"  # of the title, and those said twice; see search.phrases
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
COUNTED: Final = (ALL, PHRASES, AUTHORS)  # term frequencies without positions
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
    source: str  # of `source`


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _storable(text: str) -> str:
    """The text without halves of characters, which no engine can store."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


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


def _unmarked(marked: list[str]) -> str:
    return " ".join(filterfalse(BREAKS.__contains__, marked))


def source(document: SearchDocument) -> str:
    """Title, a line break, abstract: what keywords are drawn from."""
    return f"{' '.join(document.title.split())}\n{document.abstract}"


def prepare(document: SearchDocument) -> IndexedPaper:
    """The paper's tokens; the one place where documents are analysed."""
    title_marked, title_compounds = marked_words_and_compounds(document.title)
    abstract_marked, abstract_compounds = marked_words_and_compounds(document.abstract)
    title_stems, abstract_stems = stems(title_marked), stems(abstract_marked)
    title, abstract = _unmarked(title_stems), _unmarked(abstract_stems)
    comments, journal = " ".join(words(document.comments)), " ".join(words(document.journal_ref))
    categories = tuple(dict.fromkeys(_storable(name)[:MAX_VALUE] for name in document.categories))
    groups = {name.lower() for name in categories}
    groups |= {name.partition(".")[0] for name in groups}
    updated = _utc(document.updated)
    title_joined = " ".join(stems(title_compounds))
    abstract_joined = " ".join(stems(abstract_compounds))
    ranked = {
        ALL: " ".join(filter(None, (title, abstract, title_joined, abstract_joined))),
        TITLE: f"{title} {GAP} {title_joined}" if title_joined else title,
        ABSTRACT: f"{abstract} {GAP} {abstract_joined}" if abstract_joined else abstract,
        TITLE_WORDS: _unmarked(title_marked),
        ABSTRACT_WORDS: _unmarked(abstract_marked),
        PHRASES: " ".join(kept_phrases(title_stems, abstract_stems)),
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
        source=source(document),
    )
