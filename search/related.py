"""Papers about the same: what papers, or a reader's words, are about → Plan → papers, with the words that link each.

Three requests at most: the texts of the papers asked about by id, the frequencies of their terms that are not known yet, the
papers found.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Final

from search import fields as f
from search.analysis import stems, words
from search.backends.lookups import FieldToken, Frequencies, Lookups
from search.cursor import WINDOW
from search.errors import PageOutOfRange
from search.keywords import ChosenKeyword, chosen_keywords, relative, tokens_of
from search.plan import Bool, Plan, Term
from search.plan import Sequence as InARow
from search.planning import plan_query
from search.surface import Gram, Surface, surface
from search.terms import PHRASE_FREQUENCY, STOP_STEMS, PaperTerms, paper_terms, rarity, split_source, weighed
from search.types import Keyword, Linked, Related, SearchDocument, SearchHit, SearchQuery

MAX_PAPERS: Final = 50  # asked about at a time
MAX_OWN: Final = 50  # words of the reader's own
MAX_TERMS: Final = 60  # of several papers and words together; forty of one paper
SHOWN: Final = 10  # keywords of an answer

_LINKING: Final = 25  # keywords that may link
_MAX_LINKED: Final = 100  # papers that are told what links them; for each its text is read
_MAX_OWN_LENGTH: Final = 200  # characters of one word or phrase
_MAX_OWN_WORDS: Final = 6  # of one phrase
_MAX_WEIGHT: Final = 1_000.0
_SLIGHT: Final = 0.01  # rarity of what every paper has, or none


def related_limit(limit: int) -> int:
    """How many papers to give; nothing below 1. PageOutOfRange beyond the window of pages."""
    if limit > WINDOW:
        raise PageOutOfRange(f"Related papers reach {WINDOW:,}; ask for fewer")
    return max(limit, 0)


def _plan(alike: Sequence[Plan], within: SearchQuery | None) -> Plan:
    """Papers that have any of what is alike, and of those only what `within` finds.

    A flat OR with the frequency in the paper as the weight; the engine brings the rarity.
    """
    if within is None:
        return Bool(should=tuple(alike))
    return Bool(must=(Bool(should=tuple(alike)),), unscored=(plan_query(within),))


def _others(
    lookups: Lookups,
    alike: Sequence[Plan],
    held: Collection[str],
    within: SearchQuery | None,
    size: int,
    *,
    with_sources: bool,
) -> list[tuple[SearchHit, str]]:
    """The best papers but those asked about.

    Those are asked for too and left out here: for forty words on 100,000 papers Tantivy needs 1.3 ms, and 2.1 with the
    exclusion in the query (2026-11-23).
    """
    wanted = min(size + len(held), WINDOW)
    found = lookups.best(_plan(alike, within), wanted, with_sources=with_sources)
    return [each for each in found if each[0].id not in held][:size]


def _phrases(papers: Sequence[PaperTerms]) -> list[Term]:
    """The phrases of all papers, each as often as papers have it."""
    counts = Counter(phrase for told in papers for phrase in told.phrases)
    heaviest = sorted(counts, key=lambda phrase: (-counts[phrase], phrase))[:MAX_TERMS]
    return [Term(f.PHRASES, phrase, counts[phrase] * PHRASE_FREQUENCY) for phrase in heaviest]


def _sources(lookups: Lookups, papers: Sequence[SearchDocument | str]) -> dict[str, str]:
    """The texts of the papers in their order, looked up where only the id is given; without those the index does not hold."""
    distinct = {paper if isinstance(paper, str) else paper.id: paper for paper in papers}
    given = dict(islice(distinct.items(), MAX_PAPERS))
    unread = [paper for paper in given.values() if isinstance(paper, str)]
    found = lookups.sources(unread) if unread else {}
    texts = {
        key: found.get(key) if isinstance(paper, str) else f.source(paper) for key, paper in given.items()
    }
    return {key: text for key, text in texts.items() if text is not None}


def similar(
    lookups: Lookups, paper: SearchDocument | str, limit: int, within: SearchQuery | None
) -> tuple[SearchHit, ...]:
    """See SearchBackend."""
    size = related_limit(limit)
    sources = _sources(lookups, [paper]) if size else {}
    if not sources:
        return ()
    told = paper_terms(*sources.values())
    terms = weighed(told.counts, lookups.frequencies((f.ALL, stem) for stem in told.counts))
    if not terms:
        return ()
    alike = [Term(f.ALL, term.stem, term.frequency) for term in terms] + _phrases([told])
    found = _others(lookups, alike, sources, within, size, with_sources=False)
    return tuple(hit for hit, _ in found)


def paper_keywords(lookups: Lookups, paper_id: str, limit: int) -> tuple[Keyword, ...]:
    """See SearchBackend."""
    source = lookups.sources([paper_id]).get(paper_id)
    if source is None:
        return ()
    made = surface(source)
    known = lookups.frequencies(tokens_of(made))
    return tuple(each.shown for each in chosen_keywords(made, known, limit=max(limit, 0)))


def _own_words(keywords: Mapping[str, float]) -> list[ChosenKeyword]:
    """The reader's words with their weights as given, heaviest first."""
    own = [
        ChosenKeyword(tuple(stems(found)), Keyword(" ".join(shown.split()), min(weight, _MAX_WEIGHT)))
        for text, weight in islice(keywords.items(), MAX_OWN)
        for shown in [text[:_MAX_OWN_LENGTH]]
        if weight > 0 and (found := words(shown)[:_MAX_OWN_WORDS])
    ]
    return sorted(own, key=lambda each: (-each.shown.weight, each.shown.text))


def _alike(papers: Sequence[PaperTerms], own: Sequence[ChosenKeyword], known: Frequencies) -> list[Plan]:
    """What to look for: the most telling stems of all papers and words together, and the reader's phrases."""
    boosts: dict[str, float] = {}
    for told in papers:
        for term in weighed(told.counts, known):
            boosts[term.stem] = boosts.get(term.stem, 0.0) + term.frequency
    phrases: list[Plan] = []
    for each in own:
        telling = [stem for stem in each.gram if stem not in STOP_STEMS] or list(each.gram)
        for stem in telling:
            boosts[stem] = boosts.get(stem, 0.0) + each.shown.weight / len(telling)
        if len(each.gram) > 1:
            phrases += [InARow(place, each.gram, each.shown.weight) for place in (f.TITLE, f.ABSTRACT)]
    heaviest = sorted(
        boosts, key=lambda stem: (-boosts[stem] * max(rarity(known, f.ALL, stem), _SLIGHT), stem)
    )
    words_alike = [Term(f.ALL, stem, boosts[stem]) for stem in heaviest[:MAX_TERMS]]
    return [*words_alike, *_phrases(papers), *phrases]


def _shared_keywords(
    surfaces: Sequence[Surface], own: Sequence[ChosenKeyword], known: Frequencies
) -> list[ChosenKeyword]:
    """Keywords of all papers and the reader's own together, heaviest first, the first at weight 1."""
    weights: dict[Gram, float] = {}
    shown: dict[Gram, str] = {}
    for each in own:
        weights[each.gram] = weights.get(each.gram, 0.0) + each.shown.weight
        shown.setdefault(each.gram, each.shown.text)
    for made in surfaces:
        for each in chosen_keywords(made, known, limit=_LINKING):
            weights[each.gram] = weights.get(each.gram, 0.0) + each.shown.weight
            shown.setdefault(each.gram, each.shown.text)
    ranked = sorted(weights, key=lambda gram: (-weights[gram], gram))
    top = weights[ranked[0]] if ranked else 1.0
    return [ChosenKeyword(gram, Keyword(shown[gram], relative(weights[gram], top))) for gram in ranked]


def _links(source: str, keywords: Sequence[ChosenKeyword]) -> tuple[str, ...]:
    """The keywords that a paper's text has, strongest first."""
    title, abstract = split_source(source)
    text = f" {' '.join(stems(words(title)))} {f.GAP} {' '.join(stems(words(abstract)))} "
    return tuple(each.shown.text for each in keywords if f" {' '.join(each.gram)} " in text)


def related(
    lookups: Lookups,
    papers: Sequence[SearchDocument | str],
    keywords: Mapping[str, float],
    limit: int,
    within: SearchQuery | None,
) -> Related:
    """See SearchBackend."""
    size = related_limit(limit)
    sources = _sources(lookups, papers)
    own = _own_words(keywords)
    told, surfaces = list(map(paper_terms, sources.values())), list(map(surface, sources.values()))
    wanted: set[FieldToken] = {(f.ALL, stem) for each in told for stem in each.counts}
    wanted.update((f.ALL, stem) for each in own for stem in each.gram)
    wanted.update(token for made in surfaces for token in tokens_of(made))
    known = lookups.frequencies(wanted)
    chosen = _shared_keywords(surfaces, own, known)
    alike = _alike(told, own, known)
    found = _others(lookups, alike, sources, within, size, with_sources=True) if alike and size else ()
    hits = tuple(
        Linked(hit.id, hit.score, _links(source, chosen[:_LINKING]) if at < _MAX_LINKED else ())
        for at, (hit, source) in enumerate(found)
    )
    return Related(tuple(each.shown for each in chosen[:SHOWN]), hits)
