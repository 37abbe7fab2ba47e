"""One paper → the text a reference manager imports: BibTeX, RIS or CSL-JSON. Pages and REST both use it.

Titles and names come from authors and may hold anything; the result is exactly one entry whatever they say.
Source of truth: BibTeX's rule that braces balance, the RIS tag list, the CSL 1.0.2 data schema.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from coolpapers.bibtex_text import bibtex_text

_STOP_WORD: Final = re.compile(
    r"an?|the|and|or|on|in|into|of|to|for|from|at|as|by|via|with|is|are|do|does|it|that|how|what|when|why|[0-9]+"
)
_PLAIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Control characters, unpaired surrogates and marks that turn the direction of text: never part of a title.
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/[^\s{}\\\"]{1,200}")


@dataclass(frozen=True, slots=True)
class CitationFields:
    """What a citation is made of."""

    arxiv_id: str
    version: int | None
    title: str  # plain text, formulas as TeX
    title_tex: str  # the authors' TeX
    authors: tuple[tuple[str, str, str], ...]  # (keyname, forenames, whole name), in the paper's order
    year: int  # with month and day: when the paper was submitted
    month: int
    day: int
    primary_category: str
    abstract: str  # plain text, formulas as TeX
    doi: str | None
    journal_ref: str | None
    url: str
    pdf_url: str


def citation_key(fields: CitationFields) -> str:
    """`lastname2024title`, of ASCII letters and digits; the same for every version and in every format."""
    keyname, _, name = fields.authors[0] if fields.authors else ("", "", "")
    author = "".join(_ascii_words(keyname or name))[:30] or "arxiv"
    words = _ascii_words(re.sub(r"\$[^$]*\$|\\[A-Za-z]+", " ", fields.title))
    telling = (word for word in words if len(word) > 1 and not _STOP_WORD.fullmatch(word))
    word = next(telling, "") or "".join(words[:1]) or "".join(_ascii_words(fields.arxiv_id))
    return f"{author}{fields.year}{word[:30]}"


def bibtex(fields: CitationFields) -> str:
    """A BibTeX entry: `@article` when there is a journal reference, else `@misc`; UTF-8, one field a line."""
    journal = _tex(fields.journal_ref or "")
    rows = [
        ("title", f"{{{_tex(fields.title_tex)}}}"),  # braced twice: styles must not lower its case
        ("author", " and ".join(_bibtex_name(*author) for author in fields.authors)),
        ("journal", journal),
        ("year", str(fields.year)),
        ("eprint", fields.arxiv_id),
        ("archivePrefix", "arXiv"),
        ("primaryClass", fields.primary_category),
        ("version", "" if fields.version is None else str(fields.version)),
        ("doi", _doi(fields)),
        ("url", fields.url),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in rows if value]
    lines.append(f"  month = {_MONTHS[fields.month - 1]}")
    return f"@{'article' if journal else 'misc'}{{{citation_key(fields)},\n" + ",\n".join(lines) + "\n}\n"


def ris(fields: CitationFields) -> str:
    """A RIS record: JOUR with a journal reference, else UNPB, unpublished work; lines end in CR LF."""
    journal = _line(fields.journal_ref or "")
    rows = [
        ("TY", "JOUR" if journal else "UNPB"),
        ("TI", _line(fields.title)),
        *(("AU", _inverted(*author)) for author in fields.authors),
        ("PY", f"{fields.year}"),
        ("DA", f"{fields.year}/{fields.month:02}/{fields.day:02}"),
        ("JO", journal),
        ("AB", _line(fields.abstract)),
        ("KW", fields.primary_category),
        ("AN", f"arXiv:{fields.arxiv_id}"),
        ("ET", "" if fields.version is None else f"{fields.version}"),
        ("PB", "" if journal else "arXiv"),
        ("DO", _doi(fields)),
        ("UR", fields.url),
        ("L1", fields.pdf_url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows if value or tag == "ER")


def csl_json(fields: CitationFields) -> str:
    """A CSL-JSON array of one item: an `article-journal`, or an `article` of genre preprint."""
    journal = _line(fields.journal_ref or "")
    item = {
        "id": citation_key(fields),
        "type": "article-journal" if journal else "article",
        "genre": "" if journal else "preprint",
        "title": _line(fields.title),
        "author": [_csl_name(*author) for author in fields.authors],
        "issued": {"date-parts": [[fields.year, fields.month, fields.day]]},
        "container-title": journal,
        "abstract": _line(fields.abstract),
        "number": f"arXiv:{fields.arxiv_id}",
        "version": "" if fields.version is None else str(fields.version),
        "publisher": "" if journal else "arXiv",
        "DOI": _doi(fields),
        "URL": fields.url,
    }
    return (
        json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2)
        + "\n"
    )


class CitationFormat(NamedTuple):
    """How a format is served: its media type, the ending of its files, and what writes it."""

    content_type: str
    extension: str
    write: Callable[[CitationFields], str]


FORMATS: Final[Mapping[str, CitationFormat]] = MappingProxyType(
    {
        "bibtex": CitationFormat("application/x-bibtex; charset=utf-8", "bib", bibtex),
        "ris": CitationFormat("application/x-research-info-systems; charset=utf-8", "ris", ris),
        "csl-json": CitationFormat(
            "application/vnd.citationstyles.csl+json; charset=utf-8", "json", csl_json
        ),
    }
)


def _line(text: str) -> str:
    """The text on one line, blanks single, without characters that cannot be printed."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def _ascii_words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN_LETTERS))
    return re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char)))


def _doi(fields: CitationFields) -> str:
    """The publisher's DOI, the first when a record holds several; else the one arXiv gives every paper."""
    match = _DOI.search(_line(fields.doi or ""))
    return match[0].rstrip(".,;") if match else f"10.48550/arXiv.{fields.arxiv_id}"


def _inverted(keyname: str, forenames: str, name: str) -> str:
    """`Keyname, Forenames`, or the whole name where it has no parts; a comma in a part would begin one."""
    last, first = _line(keyname).replace(",", " "), _line(forenames).replace(",", " ")
    return _line(f"{last}, {first}" if last and first else name or keyname)


def _csl_name(keyname: str, forenames: str, name: str) -> dict[str, str]:
    last, first = _line(keyname), _line(forenames)
    return {"family": last, "given": first} if last and first else {"literal": _line(name or keyname)}


def _bibtex_name(keyname: str, forenames: str, name: str) -> str:
    """`Keyname, Forenames`; braces keep together a whole name, or a part with a comma or the word "and"."""
    last, first = _tex(keyname), _tex(forenames)
    if not last or not first:
        return f"{{{_tex(name or keyname)}}}"
    parts = (
        f"{{{part}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else part for part in (last, first)
    )
    return ", ".join(parts)


def _tex(text: str) -> str:
    return bibtex_text(_line(text))
