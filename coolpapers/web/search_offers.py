"""Advice on a search → links that keep all else: the query put right, and the search without one of its demands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coolpapers import taxonomy
from coolpapers.search_advice import Advice, Demand, Dropped
from coolpapers.web.addresses import search_path
from coolpapers.web.search_filters import days_shown
from coolpapers.web.search_request import SearchRequest


@dataclass(frozen=True, slots=True)
class CorrectionLink:
    """“Did you mean …”: a reading of the query, and the papers that it finds."""

    query: str
    papers: int
    address: str


@dataclass(frozen=True, slots=True)
class DemandLink:
    """A demand of the search that can be dropped; `papers` are left then, `alone` meet the demand by itself."""

    texts: list[str]
    alone: int
    alone_address: str  # the search for it alone; empty where it is no part of the query
    papers: int
    address: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What the page offers instead: the query put right, the demands in the order of the search."""

    corrections: list[CorrectionLink]
    demands: list[DemandLink]
    together: DemandLink | None

    @property
    def several(self) -> bool:
        """Whether there is more than one demand: a search of one has nothing to drop."""
        return len(self.demands) > 1

    @property
    def corrected(self) -> bool:
        """Whether a correction leads to papers: then nothing has to be dropped."""
        return any(one.papers for one in self.corrections)

    @property
    def lone_word(self) -> bool:
        """Whether the only demand is a plain word, of which a beginning may be found."""
        return len(self.demands) == 1 and ":" not in self.demands[0].texts[0]

    @property
    def useful(self) -> list[DemandLink]:
        """The demands without which something is found, those that leave the most first."""
        if not self.several:
            return []
        useful = sorted((one for one in self.demands if one.papers), key=lambda one: -one.papers)
        return [self.together] if self.together else useful

    @property
    def hopeless(self) -> list[DemandLink]:
        """The demands that no paper meets whatever else is asked."""
        return [one for one in self.demands if not one.alone]


def offers(asked: SearchRequest, advised: Advice) -> Offers:
    """The advice as links from the search that it is about."""
    return Offers(
        [
            CorrectionLink(one.query, one.papers, asked.form.address(query=one.query))
            for one in advised.corrections
        ],
        [_demand(asked, one) for one in advised.demands],
        _demand(asked, advised.together) if advised.together else None,
    )


def _demand(asked: SearchRequest, one: Demand) -> DemandLink:
    form, listed, changes = asked.form, asked.categories, {"query": one.query}
    if "dates" in one.dropped:
        changes |= {"start": "", "until": ""}
    if listed and "exclusions" in one.dropped:
        changes["category"] = ",".join(listed.terms)
    if listed and "categories" in one.dropped:
        excluded = () if "exclusions" in one.dropped else listed.excluded
        changes |= {"query": _excluding(one.query, excluded), "category": ""}
    texts = [_shown(asked, kind, text) for kind, text in one.parts]
    (kind, text), *_more = one.parts
    return DemandLink(
        texts,
        one.alone,
        search_path(text) if kind == "words" else "",
        one.without,
        form.address(None, **changes),
    )


def _shown(asked: SearchRequest, kind: Dropped, text: str) -> str:
    """What is dropped as the page names it: words as typed, a filter as its field says it."""
    if kind == "dates":
        return _("announced %(days)s") % {"days": days_shown(asked.form.start, asked.form.until)}
    if asked.categories and kind == "exclusions":
        return _("not in %(names)s") % {"names": ", ".join(asked.categories.excluded)}
    if asked.categories and kind == "categories":
        return _("category %(names)s") % {"names": ", ".join(asked.categories.terms)}
    return text


def _excluding(query: str, excluded: tuple[str, ...]) -> str:
    """The words with exclusions among them: a list of exclusions alone cannot be written."""
    words = f"({query})" if " OR " in query and excluded else query
    names = [name for term in excluded for name in _as_words(term)]
    return " ".join([words, *(f"-category:{name}" for name in names)]).strip()


def _as_words(term: str) -> tuple[str, ...]:
    """The names in the query language of a term of a list: it has no word for a group."""
    return taxonomy.GROUPS[term].archives if term in taxonomy.GROUPS else (term,)
