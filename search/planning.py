"""A SearchQuery to a Plan: analysis of the reader's words, field choice, weights and filters.

The one place that decides what a clause means in tokens, so that all engines answer alike.
"""

from collections import Counter
from itertools import pairwise

from search import fields as f
from search.analysis import compound, is_decimal, stem, stems, words
from search.clauses import (
    And,
    Category,
    Clause,
    Dates,
    Doi,
    Identifier,
    Name,
    Not,
    Or,
    Phrase,
    Prefix,
    Some,
    Word,
)
from search.names import name_patterns
from search.phrases import phrase
from search.plan import Beginning, Bool, Days, Everything, Nothing, OneOf, Plan, Sequence, Term, is_ranked
from search.stopwords import STOP_WORDS
from search.types import DateRange, SearchQuery, Sort

# Reader's field → where its stems and its exact words are.
_STEMMED = {"title": f.TITLE, "abstract": f.ABSTRACT}
_EXACT = {"title": f.TITLE_WORDS, "abstract": f.ABSTRACT_WORDS, "comment": f.COMMENTS, "journal": f.JOURNAL}
_MAX_PAIRS = 20
_ANY_EXACT = (f.TITLE_WORDS, f.ABSTRACT_WORDS, f.REST)


def _tokens(field: str, tokens: list[str], boost: float = 1.0) -> Plan:
    if not tokens:
        return Nothing()
    return Term(field, tokens[0], boost) if len(tokens) == 1 else Sequence(field, tuple(tokens), boost)


def _any(parts: list[Plan]) -> Plan:
    return parts[0] if len(parts) == 1 else Bool(should=tuple(parts))


def _number(joined: str, parts: list[str], field: str | None) -> Plan:
    """A number with a point as one word, where the index has it so: 0 before 1 is a law and not 0.1."""
    if field in _EXACT:
        return Term(_STEMMED[field], joined) if field in _STEMMED else _tokens(_EXACT[field], parts)
    return Bool(should=(Term(f.ALL, joined), _tokens(f.REST, parts, f.REST_WEIGHT)))


def _word(word: Word) -> tuple[Plan, Plan | None]:
    """What a plain word demands, and what it adds to the score of papers that have it anyway."""
    found = words(word.text)
    joined = compound(word.text)
    if word.field is not None:
        if joined and is_decimal(joined):
            return _number(joined, found, word.field), None
        place = _STEMMED.get(word.field)
        if place is None:
            return _tokens(_EXACT[word.field], found), None
        apart = _tokens(place, stems(found))
        return (_any([apart, Term(place, stem(joined))]) if joined else apart), None
    if len(found) == 1:
        token = stem(found[0])
        demanded = Bool(should=(Term(f.ALL, token), Term(f.REST, found[0], f.REST_WEIGHT)))
        return demanded, Term(f.TITLE, token, f.FEW_TITLE_WEIGHT)
    if not found:
        return Nothing(), None
    if joined and is_decimal(joined):
        return _number(joined, found, None), None
    stemmed_words = stems(found)
    readings = [
        _tokens(f.ABSTRACT, stemmed_words),
        _tokens(f.TITLE, stemmed_words),
        _tokens(f.REST, found, f.REST_WEIGHT),
    ]
    if joined:
        readings += [Term(f.ALL, stem(joined)), Term(f.REST, joined, f.REST_WEIGHT)]
    return Bool(should=tuple(readings)), None


def _some(some: Some) -> Plan:
    """A flat OR: half the cost of a nested one. Words used twice count twice, stop words not at all.

    Neighbours that stand together in a title count once more.
    """
    joined = [(one, word.text) for word in some.words if (one := compound(word.text))]
    decimals = {text for one, text in joined if is_decimal(one)}
    tokens = [token for word in some.words if word.text not in decimals for token in words(word.text)]
    counts = Counter(tokens)
    telling = {token: count for token, count in counts.items() if token not in STOP_WORDS} or counts
    by_stem: Counter[str] = Counter()
    for token, count in telling.items():
        by_stem[stem(token)] += count
    by_stem.update(stem(one) for one, _ in joined)
    few = len(by_stem) <= f.FEW
    title_weight = f.FEW_TITLE_WEIGHT if few else f.TITLE_WEIGHT
    pair_weight = f.FEW_TITLE_PAIR_WEIGHT if few else f.TITLE_PAIR_WEIGHT
    parts: list[Plan] = []
    for token, count in by_stem.items():
        parts += [Term(f.ALL, token, count), Term(f.TITLE, token, count * title_weight)]
    pairs = Counter(pair for pair in pairwise(tokens) if STOP_WORDS.isdisjoint(pair))
    for pair, count in pairs.items():
        parts.append(Sequence(f.TITLE, tuple(map(stem, pair)), count * pair_weight))
    for quoted in some.words:
        if isinstance(quoted, Phrase) and len(found := words(quoted.text)) > 1:
            parts += [Sequence(place, tuple(found)) for place in _ANY_EXACT]
    parts += [Term(f.REST, token, count * f.REST_WEIGHT) for token, count in telling.items()]
    parts += [Sequence(f.REST, tuple(words(text)), f.REST_WEIGHT) for text in sorted(decimals)]
    return Bool(should=tuple(parts)) if parts else Nothing()


def _name(text: str) -> Plan:
    readings: list[Plan] = []
    for pattern in name_patterns(text):
        needs = [_any([Term(f.AUTHORS, token) for token in need]) for need in pattern.needs]
        readings.append(needs[0] if len(needs) == 1 else Bool(must=tuple(needs)))
    # A name tells papers apart, it does not rank them: between a short and a long list of authors there is no better one.
    return Bool(unscored=(_any(readings),)) if readings else Nothing()


def _neighbours(clauses: tuple[Clause, ...]) -> list[Plan]:
    """What papers gain in whose title two plain words stand side by side as they were typed, or which say them so twice."""
    plain = [
        words(clause.text) if isinstance(clause, Word) and clause.field is None else [] for clause in clauses
    ]
    pairs = [(*one, *other) for one, other in pairwise(plain) if one and other]
    bonus: list[Plan] = []
    for pair in list(dict.fromkeys(pairs))[:_MAX_PAIRS]:
        if STOP_WORDS.isdisjoint(pair):
            stemmed = tuple(map(stem, pair))
            bonus.append(Sequence(f.TITLE, stemmed, f.FEW_TITLE_PAIR_WEIGHT))
            bonus.append(Term(f.PHRASES, phrase(stemmed), f.PHRASE_WEIGHT))
    return bonus


def _all_of(clauses: tuple[Clause, ...]) -> Plan:
    """One flat conjunction: bonuses beside the demands, denials beside them too."""
    must: list[Plan] = []
    bonus = _neighbours(clauses)
    must_not: list[Plan] = []
    for clause in clauses:
        if isinstance(clause, Not):
            must_not.append(plan_clause(clause.clause))
        elif isinstance(clause, Word):
            demanded, extra = _word(clause)
            must.append(demanded)
            bonus += [extra] if extra else []
        else:
            must.append(plan_clause(clause))
    if not must:
        return Bool(unscored=(Everything(),), must_not=tuple(must_not))
    return Bool(must=tuple(must), should=tuple(bonus), must_not=tuple(must_not))


def plan_clause(clause: Clause) -> Plan:
    """What one clause means in tokens."""
    match clause:
        case Word():
            demanded, bonus = _word(clause)
            return (
                Bool(should=(*demanded.should, bonus)) if bonus and isinstance(demanded, Bool) else demanded
            )
        case Phrase(text, field) if (joined := compound(text)) and is_decimal(joined):
            return _number(joined, words(text), field)
        case Phrase(text, field):
            places = (_EXACT[field],) if field else _ANY_EXACT
            return _any([_tokens(place, words(text)) for place in places])
        case Prefix(text, field):
            stump = "".join(words(text))
            if field == "author":
                return Beginning(f.AUTHORS, stump)
            places = (_EXACT[field],) if field else _ANY_EXACT
            return _any([Beginning(place, stump) for place in places])
        case Name(text):
            return _name(text)
        case Category(name):
            return OneOf(f.GROUPS, (name.lower(),))
        case Identifier(value, prefix):
            return Beginning(f.ID, value) if prefix else OneOf(f.ID, (value,))
        case Doi(value):
            return OneOf(f.DOI, (value.lower(),))
        case Dates(field, start, end):
            return _days(DateRange(field, start, end))
        case Some():
            return _some(clause)
        case Not():
            return _all_of((clause,))
        case And(clauses):
            return _all_of(clauses)
        case Or(clauses):
            return Bool(should=tuple(plan_clause(child) for child in clauses))


def _days(span: DateRange) -> Plan:
    if span.start is None and span.end is None:
        return Everything()
    start = None if span.start is None else f.day_number(span.start)
    return Days(span.field, start, None if span.end is None else f.day_number(span.end))


def plan_query(query: SearchQuery) -> Plan:
    """The whole question but for order and page."""
    filters: list[Plan] = [_days(span) for span in query.dates]
    if query.categories:
        filters.append(OneOf(f.CATEGORY, tuple(sorted(query.categories))))
    if query.ids is not None:
        filters.append(OneOf(f.ID, tuple(sorted(query.ids))) if query.ids else Nothing())
    denied: tuple[Plan, ...] = ()
    if query.exclude_categories:
        denied = (OneOf(f.CATEGORY, tuple(sorted(query.exclude_categories))),)
    if query.clause is None:
        if not filters and not denied:
            return Everything()
        return Bool(unscored=tuple(filters) or (Everything(),), must_not=denied)
    wanted = plan_clause(query.clause)
    if not filters and not denied:
        return wanted
    return Bool(must=(wanted,), must_not=denied, unscored=tuple(filters))


def effective_sort(query: SearchQuery, plan: Plan) -> Sort:
    """The order really used: where nothing is ranked (only filters), relevance means newest first."""
    if query.sort is Sort.RELEVANCE and not is_ranked(plan):
        return Sort.NEWEST
    return query.sort
