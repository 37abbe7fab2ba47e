"""A free-text author line → names, for records whose source did not parse it.

Names are parted by commas, semicolons and "and" outside parentheses; parentheses hold the affiliation of the name before
them; the last word is the key name together with the particles before it (arXiv's help page on author fields).
"""

import re
from collections.abc import Iterator
from typing import Final

from coolpapers.papers.records import AuthorRecord

_TOKEN: Final = re.compile(r"[(),;]|(?<!\S)(?:and|&)(?!\S)|\s+|[^(),;\s]+")
_PARTICLES: Final = frozenset(
    [
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "dos",
        "du",
        "el",
        "la",
        "le",
        "van",
        "vander",
        "vom",
        "von",
        "ter",
        "ten",
        "zu",
        "bin",
        "ibn",
        "al",
    ]
)
_SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def parse_authors(line: str) -> tuple[AuthorRecord, ...]:
    """The names of an author line in their order; empty for an empty line. Linear in its length."""
    authors: list[AuthorRecord] = []
    for name, affiliation in _parts(line):
        words = name.split()
        if authors and name.lower() in _SUFFIXES:
            before = authors.pop()
            authors.append(
                AuthorRecord(f"{before.name} {name}", before.keyname, before.forenames, before.affiliation)
            )
        elif words:
            authors.append(_author(words, affiliation))
    return tuple(authors)


def _author(words: list[str], affiliation: str) -> AuthorRecord:
    body = words[:-1] if len(words) > 2 and words[-1].lower() in _SUFFIXES else words
    start = len(body) - 1
    while start > 1 and body[start - 1].lower() in _PARTICLES:
        start -= 1
    return AuthorRecord(" ".join(words), " ".join(body[start:]), " ".join(body[:start]), affiliation)


def _parts(line: str) -> Iterator[tuple[str, str]]:
    """(name, affiliation) as they stand between the separators at depth 0."""
    name: list[str] = []
    note: list[str] = []
    depth = 0
    for piece in _TOKEN.findall(line):
        if piece == "(":
            depth += 1
            note.append(piece if depth > 1 else "; " if note else "")
        elif piece == ")" and depth:
            depth -= 1
            note.append(piece if depth else "")
        elif depth:
            note.append(piece)
        elif piece in {",", ";", "and", "&"}:
            yield "".join(name).strip(), " ".join("".join(note).split())
            name, note = [], []
        else:
            name.append(piece)
    yield "".join(name).strip(), " ".join("".join(note).split())
