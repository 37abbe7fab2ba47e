"""arXiv identifiers: any way people and programs write one → the one value the store knows it by.

Used wherever an id enters: harvested records, page addresses, REST parameters, the search box.
Source of truth: arXiv's identifier scheme, https://info.arxiv.org/help/arxiv_identifier.html
"""

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Final, Self
from urllib.parse import unquote

from coolpapers.taxonomy import ARCHIVES

MAX_TEXT_LENGTH: Final = 500
"""Characters; a longer text is refused unread. The longest real address with its query is under 200."""

_FIRST_OLD, _LAST_OLD, _FIRST_NEW, _FIVE_DIGITS = (1991, 7), (2007, 3), (2007, 4), (2015, 1)

# No archive founded after the change of scheme in April 2007 has old-style identifiers.
_OLD_ARCHIVES: Final = {
    name.replace("-", ""): name for name in ARCHIVES if name not in {"econ", "eess", "q-fin", "stat"}
}

_FLAGS: Final = re.IGNORECASE | re.ASCII
_HOST: Final = re.compile(
    r"(?:https?:)?(?://)?(?:[a-z0-9-]{1,63}\.){0,4}"
    r"(?:arxiv\.org|xxx\.lanl\.gov|ar5iv\.org|alphaxiv\.org|papers\.cool|huggingface\.co|doi\.org)(?::[0-9]{1,5})?/",
    _FLAGS,
)
_FOLDER: Final = re.compile(r"/?(?:abs|pdf|html|e-print|eprint|src|format|ps|papers|arxiv)/", _FLAGS)
_PREFIX: Final = re.compile(r"(?:doi:\s?)?10\.48550/arxiv\.|oai:arxiv\.org:|arxiv(?::\s?|\s)", _FLAGS)
_SUFFIX: Final = re.compile(r"(?:\.pdf|\s?\[[a-z.-]{2,20}\])/?\Z", _FLAGS)
_VERSION: Final = re.compile(r"v([0-9]{1,4})\Z", _FLAGS)
_NEW_STYLE: Final = re.compile(r"([0-9]{2})([0-9]{2})\.([0-9]{4,5})\Z", _FLAGS)
_OLD_STYLE: Final = re.compile(r"([a-z-]{2,9})(?:\.[a-z-]{2,9})?/([0-9]{2})([0-9]{2})([0-9]{3})\Z", _FLAGS)


class InvalidArxivId(ValueError):
    """A text that is no arXiv identifier: `text` as given, `reason` in a few words."""

    def __init__(self, text: str, reason: str) -> None:
        shown = text if len(text) <= 60 else text[:59] + "…"
        super().__init__(f"{shown!r} is not an arXiv identifier: {reason}")
        self.text = text
        self.reason = reason


@total_ordering
@dataclass(frozen=True, slots=True)
class ArxivId:
    """One paper, or one version of it, made by `parse`; sorts by month, archive, number, version."""

    value: str  # "2401.01234" or "hep-th/9901001", never with a version
    version: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The identifier in `text`: bare, after `arXiv:`, as a DOI, as an address of arXiv or of a mirror.

        Old subject classes are dropped (`math.GT/0309136`), archives get their hyphen and case (`hepth`), and
        a number one digit too long or short for its month is mended (`1406.02661`, `2401.6769`).
        Raises InvalidArxivId.
        """
        if len(text) > MAX_TEXT_LENGTH:
            raise InvalidArxivId(text, f"it is longer than {MAX_TEXT_LENGTH} characters")
        bare = _strip(text)
        version = None
        if match := _VERSION.search(bare):
            version = int(match[1])
            if version == 0:
                raise InvalidArxivId(text, "versions count from v1")
            bare = bare[: match.start()]
        try:
            return cls(_canonical(bare), version)
        except ValueError as error:
            raise InvalidArxivId(text, str(error)) from None

    def __str__(self) -> str:
        return self.value

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, ArxivId):
            return NotImplemented
        return self._sort_key() < other._sort_key()

    def _sort_key(self) -> tuple[tuple[int, int], str, int]:
        return self.month, self.value, self.version or 0

    @property
    def versioned(self) -> str:
        """`2401.01234v2`; without a version, the bare value."""
        return self.value if self.version is None else f"{self.value}v{self.version}"

    @property
    def month(self) -> tuple[int, int]:
        """Year and month in which the identifier was given."""
        digits = self.value.rpartition("/")[2]
        year = int(digits[:2])
        return (1900 if "/" in self.value and year > 90 else 2000) + year, int(digits[2:4])

    @property
    def abs_url(self) -> str:
        """The abstract page on arxiv.org, of this version when there is one."""
        return f"https://arxiv.org/abs/{self.versioned}"

    @property
    def pdf_url(self) -> str:
        """The PDF on arxiv.org, of this version when there is one."""
        return f"https://arxiv.org/pdf/{self.versioned}"


def looks_like_identifier(text: str) -> ArxivId | None:
    """The identifier when the whole of `text` is one; None when it is words to search for."""
    try:
        return ArxivId.parse(text)
    except InvalidArxivId:
        return None


def _strip(text: str) -> str:
    """The identifier without what is pasted around it: address, prefix, file ending, closing punctuation."""
    bare = text.strip().removeprefix("<").removesuffix(">").rstrip(".,;")
    if host := _HOST.match(bare):
        bare = unquote(re.split(r"[?#]", bare[host.end() :], maxsplit=1)[0])
    if folder := _FOLDER.match(bare):
        bare = bare[folder.end() :]
    if prefix := _PREFIX.match(bare):
        bare = bare[prefix.end() :]
    return _SUFFIX.sub("", bare).removesuffix("/")


def _canonical(bare: str) -> str:
    """The canonical value of a bare identifier. Raises ValueError with the reason."""
    if match := _NEW_STYLE.match(bare):
        month = _month(2000 + int(match[1]), match[2])
        if month < _FIRST_NEW:
            raise ValueError("identifiers of this form begin with 0704")
        sequence = int(match[3])
        if sequence == 0:
            raise ValueError("numbers begin at 1")
        if month < _FIVE_DIGITS and sequence > 9999:
            raise ValueError("numbers before 2015 have four digits")
        return f"{match[1]}{match[2]}.{sequence:0{5 if month >= _FIVE_DIGITS else 4}}"
    if match := _OLD_STYLE.match(bare):
        archive = _OLD_ARCHIVES.get(match[1].lower().replace("-", ""))
        if archive is None:
            raise ValueError("there is no such archive")
        year = int(match[2])
        if not _FIRST_OLD <= _month((1900 if year > 90 else 2000) + year, match[3]) <= _LAST_OLD:
            raise ValueError("identifiers of this form run from 9107 to 0703")
        if match[4] == "000":
            raise ValueError("numbers begin at 1")
        return f"{archive}/{match[2]}{match[3]}{match[4]}"
    raise ValueError("it should look like 2401.01234 or hep-th/9901001")


def _month(year: int, digits: str) -> tuple[int, int]:
    month = int(digits)
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {digits}")
    return year, month
