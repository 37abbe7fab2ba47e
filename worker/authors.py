"""An author line, or one name of it → names, alike from every source.

Free text of arXivRaw, feeds and snapshot lines without parsed names: names are parted by commas, semicolons and "and"
outside parentheses, and by the colon after a collaboration; parentheses hold the affiliation of the names before them, or
numbers that a closing "((1) Here, (2) There)" explains. Source of truth: arXiv's help page on author fields, and what
arXiv's own parsers make of real lines (the comparison stands in tests/unit/worker/test_authors_real.py).
"""

import re
from collections.abc import Iterator
from typing import Final

from coolpapers.papers.records import AuthorRecord
from render import plain_text

_TOKEN: Final = re.compile(r"[(),;:]|(?<!\S)(?:and|&)(?!\S)|\s+|[^(),;:\s]+", re.IGNORECASE)
_SEPARATORS: Final = frozenset({",", ";", ":", "and", "&"})
_TEX: Final = re.compile(r"[\\{}~$]|&[#A-Za-z]")
_INITIAL: Final = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_])")  # "V.I.Arnold" is "V. I. Arnold"
_HYPHEN: Final = re.compile(r"\. +-(?=\S)")  # authors_parsed of the snapshot writes "C.-P." as "C. -P."
_BRACES: Final = {ord("{"): None, ord("}"): None}
_LETTER: Final = re.compile(r"[^\W_]")
_ET_AL: Final = re.compile(r" ?\bet\.? al\b\.?", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"\d{1,3}(?:\s*(?:,|and|&|;)\s*\d{1,3})*")
_NUMBER: Final = re.compile(r"\d+")
_NUMBERED: Final = re.compile(r"\((\d{1,3})\)")
_DEDICATION: Final = re.compile(
    r"^(?:and|for|on behalf|with|eds?|editors?)\b|\bcollaborations?$", re.IGNORECASE
)
# Counted in the 100,000-paper sample (2026-11): words that authors_parsed keeps with the last name nearly always when a
# forename stands before them. "Della" is ours; authors_parsed leaves it with the forenames.
_PARTICLES: Final = frozenset(
    (
        "af", "al", "ben", "da", "de", "degli", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn",
        "la", "le", "st.", "ten", "ter", "van", "vander", "vom", "von", "zu", "zur",
    )
)  # fmt: skip
_GROUPS: Final = frozenset({"collaboration", "collaborations", "consortium", "experiment", "group", "team"})
_SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def parse_authors(line: str) -> tuple[AuthorRecord, ...]:
    """The names of an author line in their order; empty for an empty line. Linear in its length.

    "et al" names nobody; what parentheses hold of other kind than an affiliation (a collaboration, a dedication) is kept as one.
    """
    if _TEX.search(line):
        line = _plain(line)
    names: list[str] = []
    notes: list[list[str]] = []
    places: dict[str, str] = {}
    for piece, told in _pieces(line):
        name = " ".join(piece.split())
        if "et" in name.lower():
            name = _ET_AL.sub("", name).strip()
        if names and name.lower() in _SUFFIXES:
            names[-1] += f" {name}"
        elif names and name.lower().endswith(
            " collaborations"
        ):  # "the One and Two Collaborations" are named together
            names[-1] += f" and {name}"
        elif _LETTER.search(name):
            names.append(name)
            notes.append([])
        for note in told:
            if legend := _legend(note):
                places |= legend
            elif notes and note:
                notes[-1].append(note)
    told_of = zip(names, _affiliations(notes, places), strict=True)
    return tuple(_name(name, affiliation) for name, affiliation in told_of)


def parse_name(name: str, affiliation: str = "") -> AuthorRecord:
    """One name: the last word with the particles before it is the key name; a collaboration is one word."""
    return _name(_plain(name) if _TEX.search(name) else name, affiliation)


def _name(name: str, affiliation: str) -> AuthorRecord:
    words = spaced(name).split()
    if not words or words[-1].lower().rstrip(".") in _GROUPS:
        whole = " ".join(name.split())
        return AuthorRecord(whole, whole, "", affiliation)
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return author(" ".join(words[start:]), " ".join(words[:start]), suffix, affiliation, is_spaced=True)


def author(
    keyname: str, forenames: str, suffix: str = "", affiliation: str = "", *, is_spaced: bool = False
) -> AuthorRecord:
    """A name given in its parts, as every source shall tell it."""
    keyname = keyname.rstrip(", ") or keyname
    forenames = forenames if is_spaced else spaced(forenames)
    name = " ".join(part for part in (forenames, keyname, suffix) if part)
    return AuthorRecord(name, keyname, forenames, affiliation)


def spaced(forenames: str) -> str:
    """Initials one blank apart, hyphens without one: "V.I." is "V. I.", "C. -P." is "C.-P."."""
    if "." in forenames:
        forenames = _HYPHEN.sub(".-", _INITIAL.sub(" ", forenames))
    return " ".join(forenames.split())


def _plain(tex: str) -> str:
    """The text of a TeX one, without the braces that nothing closes."""
    return plain_text(tex).translate(_BRACES)


def _pieces(line: str) -> Iterator[tuple[str, list[str]]]:
    """(name, notes) as they stand between the separators at depth 0; a note is what a pair of parentheses holds."""
    name: list[str] = []
    notes: list[str] = []
    note: list[str] = []
    depth = 0
    for piece in _TOKEN.findall(line):
        if piece == "(":
            depth += 1
            if depth > 1:
                note.append(piece)
        elif piece == ")" and depth:
            depth -= 1
            if depth:
                note.append(piece)
            else:
                notes.append(_joined(note))
                note = []
        elif depth:
            note.append(piece)
        elif piece.lower() in _SEPARATORS:
            yield "".join(name), notes
            name, notes = [], []
        else:
            name.append(piece)
    yield "".join(name), [*notes, _joined(note)]


def _joined(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


def _legend(note: str) -> dict[str, str]:
    """What the numbers mean, in a note that explains them: "(1) Here, (2) There"; empty for any other."""
    if not _NUMBERED.match(note):
        return {}
    _, *parts = _NUMBERED.split(note)
    return {number: place.strip(" ,;") for number, place in zip(parts[::2], parts[1::2], strict=True)}


def _affiliations(notes: list[list[str]], places: dict[str, str]) -> list[str]:
    """Each name's affiliation: its own, or that of the next name which has one, as "A, B and C (Here)" is meant.

    Numbers without a meaning are left out; a dedication ("for the X Collaboration") is the one name's own.
    """
    told = []
    following = ""
    for own in reversed(notes):
        known: list[str] = []
        for note in own:
            if _NUMBERS.fullmatch(note):
                known += (places[number] for number in _NUMBER.findall(note) if places.get(number))
            else:
                known.append(note)
        if own:
            following = (
                ""
                if any(_DEDICATION.search(note) or _NUMBERS.fullmatch(note) for note in own)
                else "; ".join(known)
            )
            told.append("; ".join(known))
        else:
            told.append(following)
    return told[::-1]
