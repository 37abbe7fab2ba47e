"""What stands behind `/arxiv/` → papers or a list of categories, told apart by form, and its one canonical spelling.

An identifier is tried first: `math/0309136` is a paper although `math` is an archive.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from coolpapers import taxonomy
from coolpapers.category_lists import CategoryList, InvalidCategoryList, UnknownCategory
from coolpapers.identifiers import ArxivId, looks_like_identifier
from coolpapers.web.addresses import list_path, search_path
from coolpapers.web.not_found import Lack, NotHere, Way
from coolpapers.web.parameters import BadParameter, shown

MOST_PAPERS: Final = 100


@dataclass(frozen=True, slots=True)
class PapersAddress:
    """Papers in the order given, each once; `strange` are the parts that are no identifiers, `text` the canonical address."""

    ids: tuple[ArxivId, ...]
    strange: tuple[str, ...]
    text: str


def parse_address(address: str) -> PapersAddress | CategoryList:
    """Raises BadParameter for more than 100 papers, NotHere for what is neither papers nor a list."""
    parts = [part.strip() for part in address.split(",")]
    found = [looks_like_identifier(part) for part in parts[: MOST_PAPERS + 1]]
    if not any(found):
        return parse_list(address)
    if len(parts) > MOST_PAPERS:
        raise BadParameter(
            "", _("One page shows at most %(most)d papers; this address names more.") % {"most": MOST_PAPERS}
        )
    unique: dict[str, ArxivId | str] = {}
    for part, identifier in zip(parts, found, strict=True):
        if part:
            unique.setdefault(identifier.value if identifier else part, identifier or part)
    ids = tuple(part for part in unique.values() if isinstance(part, ArxivId))
    strange = tuple(part for part in unique.values() if isinstance(part, str))
    text = ",".join(part if isinstance(part, str) else part.versioned for part in unique.values())
    return PapersAddress(ids, strange, text)


def parse_list(address: str) -> CategoryList:
    """Raises NotHere with the nearest names of categories, and the search for the same words."""
    try:
        return CategoryList.parse(address.strip("/"))
    except UnknownCategory as fault:
        ways = [Way(_name(near), list_path(near)) for near in fault.suggestions]
        message = _("arXiv has no category, archive or group named “%(name)s”.") % {"name": shown(fault.name)}
    except InvalidCategoryList as fault:
        ways, message = [], f"{fault}."
    words = " ".join(address.replace("/", " ").split())[:200]
    ways.append(Way(_("Search for “%(words)s”") % {"words": shown(words)}, search_path(words)))
    raise NotHere(Lack(_("No such list"), message, ways))


def _name(term: str) -> str:
    for table in (taxonomy.CATEGORIES, taxonomy.ARCHIVES, taxonomy.GROUPS):
        if term in table:
            return f"{term} · {table[term].name}"
    return term
