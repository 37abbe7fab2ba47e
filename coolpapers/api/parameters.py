"""The values of parameters: how each kind is read from its text, and how OpenAPI tells of it.

One kind is read by one function for all calls, so the same mistake gets the same words everywhere.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from coolpapers.api.problems import Problem, shown
from coolpapers.category_lists import CategoryList, InvalidCategoryList
from coolpapers.identifiers import ArxivId, InvalidArxivId
from coolpapers.papers.selectors import Section
from search import Sort
from search.types import FacetName

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_WEIGHT: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,20})?")
_FLAGS: Final = {"": True, "true": True, "1": True, "false": False, "0": False}
_FACETS: Final[tuple[FacetName, ...]] = ("category", "year")

DEFAULT_LIMIT: Final = 25
MAX_LIMIT: Final = 100
MAX_IDS: Final = 50
MAX_KEYWORDS: Final = 50
MAX_KEYWORD: Final = 200  # characters
MAX_WEIGHT: Final = 1000
MAX_CURSOR: Final = 2000  # characters; the longest of ours, of a search by relevance, has 255 (2026-11-22)

T = TypeVar("T")


def _refused(message: str, position: int | None = None) -> PydanticCustomError:
    # A custom error's message is a template; values never stand in it as they came.
    return PydanticCustomError("refused", "{message}", {"message": message, "position": position})


def _day(given: str) -> date:
    try:
        if _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise _refused(f"{shown(given)} is not a day; write it as 2026-11-20")


def _month(given: str) -> str:
    try:
        if _MONTH.fullmatch(given):
            return date.fromisoformat(f"{given}-01").isoformat()[:7]
    except ValueError:
        pass
    raise _refused(f"{shown(given)} is not a month; write it as 2026-11")


def _limit(given: str) -> int:
    if _NUMBER.fullmatch(given) and 1 <= int(given) <= MAX_LIMIT:
        return int(given)
    raise _refused(f"{shown(given)} is not a whole number from 1 to {MAX_LIMIT}")


def _flag(given: str) -> bool:
    if given in _FLAGS:
        return _FLAGS[given]
    raise _refused(f"{shown(given)} is neither true nor false")


def _category_list(given: str) -> CategoryList:
    try:
        return CategoryList.parse(given)
    except InvalidCategoryList as fault:
        raise _refused(str(fault), fault.position) from None


def _excluded_list(given: str) -> CategoryList:
    names = _category_list(given)
    if names.excluded:
        raise _refused("It takes names joined by commas; a minus belongs into category", given.find("-"))
    return names


def _names(given: str, known: Iterable[T]) -> tuple[T, ...]:
    """The known values that a comma-separated list names, each once."""
    by_name = {str(value): value for value in known}
    found = {}
    position = 0
    for part in given.split(",") if len(given) <= 200 else [given]:
        name = part.strip()
        if name not in by_name:
            raise _refused(f"{shown(name)} is none of: {', '.join(by_name)}", position)
        found[name] = by_name[name]
        position += len(part) + 1
    return tuple(found.values())


def _facets(given: str) -> frozenset[FacetName]:
    return frozenset(_names(given, _FACETS))


def _sections(given: str) -> frozenset[Section]:
    return frozenset(_names(given, Section))


def _ids(given: str) -> tuple[str, ...]:
    """The identifiers of a comma-separated list without their versions, each once, in order."""
    parts = given.split(",", MAX_IDS)
    if len(parts) > MAX_IDS:
        raise _refused(f"It takes at most {MAX_IDS} identifiers")
    found: dict[str, None] = {}
    position = 0
    for part in parts:
        try:
            found[ArxivId.parse(part.strip()).value] = None
        except InvalidArxivId as fault:
            raise _refused(str(fault), position) from None
        position += len(part) + 1
    return tuple(found)


def _keywords(given: str) -> dict[str, float]:
    """Words and phrases of a comma-separated list with their weights, 1 where none is given; the last of equal ones counts.

    What stands behind the last colon is a weight and nothing else: `word:-5` read as words would answer another question.
    """
    parts = given.split(",", MAX_KEYWORDS)
    if len(parts) > MAX_KEYWORDS:
        raise _refused(f"It takes at most {MAX_KEYWORDS} words or phrases")
    found = {}
    position = 0
    for part in parts:
        text, colon, tail = part.rpartition(":")
        text, tail = (text.strip(), tail.strip()) if colon else (part.strip(), "1")
        if not text or len(text) > MAX_KEYWORD:
            raise _refused(f"A word or phrase has 1 to {MAX_KEYWORD} characters", position)
        weight = float(tail) if _WEIGHT.fullmatch(tail) else 0.0
        if not 0 < weight <= MAX_WEIGHT:
            raise _refused(
                f"{shown(tail)} is not a weight; behind a colon write a number above 0 and at most {MAX_WEIGHT}, as 2 or 0.5, "
                "or leave the colon out",
                position,
            )
        found[text] = weight
        position += len(part) + 1
    return found


def _list_schema(names: Iterable[str], example: str, **more: str) -> WithJsonSchema:
    one = "|".join(names)
    return WithJsonSchema({"type": "string", "pattern": f"^({one})(,({one}))*$", "example": example, **more})


Day = Annotated[date | None, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, YYYY-MM-DD."""

Month = Annotated[
    str | None,
    PlainValidator(_month),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
]
"""A month, YYYY-MM."""

Limit = Annotated[
    int,
    PlainValidator(_limit),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}),
]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean", "default": False})]
Categories = Annotated[
    CategoryList | None,
    PlainValidator(_category_list),
    WithJsonSchema({"type": "string", "maxLength": 500, "example": "cs.CV,cs.CL-cs.LG"}),
]
ExcludedCategories = Annotated[
    CategoryList | None,
    PlainValidator(_excluded_list),
    WithJsonSchema({"type": "string", "maxLength": 500, "example": "cs.RO"}),
]
# Frozen sets and no tuples: a tuple would tell ninja that the parameter may be repeated.
Facets = Annotated[frozenset[FacetName], PlainValidator(_facets), _list_schema(_FACETS, "category,year")]
Sections = Annotated[
    frozenset[Section],
    PlainValidator(_sections),
    _list_schema(Section, "new,replacement", default="new,cross"),
]
# A frozen set and a tuple would lose order or tell ninja that the parameter may be repeated: plain text to it, read by us.
Ids = Annotated[
    Any,
    PlainValidator(_ids),
    WithJsonSchema({"type": "string", "example": "1706.03762,1810.04805"}),
]
Keywords = Annotated[
    Any,
    PlainValidator(_keywords),
    WithJsonSchema(
        {"type": "string", "maxLength": 4000, "example": "graph neural network:2,message passing"}
    ),
]
SortOrder = Annotated[Sort, WithJsonSchema({"type": "string", "enum": [sort.value for sort in Sort]})]
Cursor = Annotated[
    str | None,
    Field(
        max_length=MAX_CURSOR,
        description="`cursor` of an earlier answer's `next`. Other parameters stay as they were; `limit`, `facets` and "
        "`highlight` may change.",
    ),
    WithJsonSchema({"type": "string", "maxLength": MAX_CURSOR}),
]


def categories_of(
    include: CategoryList | None, exclude: CategoryList | None
) -> tuple[frozenset[str], frozenset[str]]:
    """What to include (empty: everything) and what to exclude, by the two category parameters of a call."""
    wanted = include.include if include else frozenset()
    unwanted = (include.exclude if include else frozenset()) | (exclude.include if exclude else frozenset())
    return wanted, unwanted


def check_span(start: date | None, end: date | None) -> None:
    """Raises a 400 when a range of days ends before it begins."""
    if start and end and start > end:
        raise Problem.bad_value("from", f"{start} is after until ({end})")
