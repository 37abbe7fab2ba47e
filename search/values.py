"""One value of the reader's query, in its field, to a leaf of the clause tree; a step of `search.syntax`."""

import difflib
import re
from typing import Final, cast

from search.analysis import words
from search.clauses import (
    Category,
    Clause,
    DateField,
    Dates,
    Doi,
    Identifier,
    Name,
    Phrase,
    Prefix,
    TextField,
    Word,
)
from search.dates import EXAMPLE, parse_days
from search.errors import QuerySyntaxError
from search.lexer import Part

FIELDS: Final = {
    "title": "title", "ti": "title", "abstract": "abstract", "abs": "abstract", "author": "author", "au": "author",
    "category": "category", "cat": "category", "comment": "comment", "co": "comment", "journal": "journal",
    "jr": "journal", "doi": "doi", "id": "id", "arxiv": "id",
    "submitted": "submitted", "announced": "announced", "updated": "updated",
}  # fmt: skip

EXAMPLES: Final = {
    "title": "write title:word or title:\"exact words\"",
    "abstract": "write abstract:word or abstract:\"exact words\"",
    "author": "write author:Hinton or author:\"Hinton, Geoffrey\"",
    "category": "write category:cs.LG or category:cs",
    "comment": "write comment:accepted",
    "journal": "write journal:nature",
    "doi": "write doi:10.1103/PhysRevLett.77.3865",
    "id": "write id:2401.01234",
    "submitted": EXAMPLE,
    "announced": EXAMPLE,
    "updated": EXAMPLE,
}  # fmt: skip

MIN_PREFIX: Final = 3  # letters before the star

_STARRED = re.compile(r"[CW]\^?\*\Z")  # of C* algebra, a name and no beginning
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,4}\Z")
_CATEGORY = re.compile(r"[A-Za-z][A-Za-z-]{0,20}(?:\.(?:[A-Za-z-]{1,20}|\*))?\Z")
_ID = re.compile(r"[A-Za-z0-9./_-]{1,60}\Z")
_VERSION = re.compile(r"(?<=[0-9])v[0-9]{1,4}\Z")
_DOI = re.compile(r"\A(?:https?://(?:dx\.)?doi\.org/|doi:)+", re.IGNORECASE)


def unknown_field(name: str) -> str:
    """The message for a field that does not exist, with the nearest that does."""
    near = difflib.get_close_matches(name.lower(), FIELDS, n=1)
    meant = f"did you mean {near[0]}:?" if near else "fields are " + ", ".join(sorted(EXAMPLES)) + "."
    return f"There is no field {name}: — {meant} To search for the words, put a blank behind the colon"


def searchable(text: str) -> bool:
    """Whether analysis leaves any word of the text."""
    return bool(words(text))


def only_initials(text: str) -> bool:
    """Whether a name's part is initials alone, as `G.`, `G.E.` or `J.-P.`."""
    return bool(_INITIALS.match(text)) and ("." in text or len(text) == 1)


def leaf(part: Part, field: str | None) -> Clause | None:
    """The leaf for one word or phrase; None when it holds nothing that can be searched for."""
    if part.kind == "phrase":
        return _phrase(part, field)
    text = part.text
    if field in {None, "title", "abstract", "comment", "journal"}:
        return _word(part, cast(TextField | None, field))
    if field == "author":
        if "*" in text:
            return _prefix(part, "author")
        return Name(text) if searchable(text) else None
    return _exact(part, field)


def _phrase(part: Part, field: str | None) -> Clause | None:
    if field in {"category", "doi", "id", "submitted", "announced", "updated"}:
        return _exact(Part("word", part.text.strip(), part.position + 1), field)
    if not searchable(part.text):
        return None
    return Name(part.text) if field == "author" else Phrase(part.text, cast(TextField | None, field))


def _word(part: Part, field: TextField | None) -> Clause | None:
    text = part.text.lstrip("-")
    if not _STARRED.match(text) and (text.endswith("*") or text.startswith("*")):
        return _prefix(Part("word", text, part.position), field)
    return Word(text, field) if searchable(text) else None


def _prefix(part: Part, field: str | None) -> Clause:
    if part.text.startswith("*"):
        raise QuerySyntaxError("A word cannot begin with *; write its first letters, then *", part.position)
    stump = part.text.rstrip("*")
    found = words(stump)
    if len(found) != 1 or "*" in stump:
        raise QuerySyntaxError(
            f"The * must end one single word; write the words before it apart, or quote “{part.text[:30]}”",
            part.position,
        )
    if len(found[0]) < MIN_PREFIX:
        raise QuerySyntaxError(
            f'At least {MIN_PREFIX} letters must stand before *; add letters, or write "{part.text[:30]}" in quotes',
            part.position,
        )
    return Prefix(stump, cast(TextField | None, field))


def _exact(part: Part, field: str) -> Clause | None:
    text, position = part.text, part.position
    if not text:
        return None
    if field == "category":
        if not _CATEGORY.match(text):
            raise QuerySyntaxError(f"“{text[:30]}” is not a category; {EXAMPLES[field]}", position)
        return Category(text.removesuffix(".*"))
    if field == "doi":
        bare = _DOI.sub("", text)
        if not bare.isprintable() or not bare or any(char in ' "\\“”„«»' for char in bare):
            raise QuerySyntaxError(f"“{text[:30]}” is not a DOI; {EXAMPLES[field]}", position)
        return Doi(bare)
    if field == "id":
        return _identifier(text, position)
    try:
        start, end = parse_days(text)
    except ValueError as error:
        raise QuerySyntaxError(f"{field}: {error}", position) from error
    return Dates(cast(DateField, field), start, end)


def _identifier(text: str, position: int) -> Identifier:
    bare = text[6:] if text[:6].lower() == "arxiv:" else text
    prefix = bare.endswith("*")
    bare = _VERSION.sub("", bare.rstrip("*"))
    if not _ID.match(bare):
        raise QuerySyntaxError(f"“{text[:30]}” is not an arXiv id; {EXAMPLES['id']}", position)
    if prefix and len(bare) < MIN_PREFIX:
        raise QuerySyntaxError(f"At least {MIN_PREFIX} characters must stand before *", position)
    return Identifier(bare, prefix)
