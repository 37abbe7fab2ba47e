"""Queries of every kind, made from the words of the made papers by a seed: the same ones in every run."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from search import Clause, DateRange, SearchQuery, Sort, any_words, parse_query
from tests.contract.search.papers import CATEGORIES, FAMILY, FILLERS, GIVEN, SUBJECTS, THINGS

Rng = random.Random
LONG_NAMES = [name for name in FAMILY if len(name) > 4 and name.isalpha()]


def _word(rng: Rng) -> str:
    return rng.choice(rng.choice((SUBJECTS, THINGS, FILLERS)))


def _day(rng: Rng) -> date:
    return date(2024, 1, 1) + timedelta(days=rng.randrange(50))


def _dates(rng: Rng) -> str:
    name = rng.choice(("announced", "submitted", "updated"))
    return name + rng.choice((f":{_day(rng)}", f":{_day(rng)}..", f":..{_day(rng)}", f":>={_day(rng)}"))


MAKERS: tuple[Callable[[Rng], str], ...] = (
    lambda rng: f"{_word(rng)} {_word(rng)}",
    lambda rng: f"{_word(rng)} {_word(rng)} {_word(rng)}",
    lambda rng: f'"{_word(rng)} {_word(rng)}"',
    lambda rng: f'"{_word(rng)} {_word(rng)}" {_word(rng)}',
    lambda rng: f"{_word(rng)} OR {_word(rng)} {_word(rng)}",
    lambda rng: f"{_word(rng)} -{_word(rng)}",
    lambda rng: f"title:{_word(rng)} abstract:{_word(rng)}",
    lambda rng: f"author:{rng.choice(FAMILY)}",
    lambda rng: f'author:"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"',
    lambda rng: f"author:{rng.choice(LONG_NAMES)[:4]}* {_word(rng)}",
    lambda rng: f"{rng.choice(SUBJECTS)[:3]}* {_word(rng)}",
    lambda rng: f"title:{rng.choice(THINGS)[:3]}* OR comment:neu*",
    lambda rng: f"category:{rng.choice(CATEGORIES)} {_word(rng)}",
    lambda rng: f"{_dates(rng)} {_word(rng)}",
    lambda rng: f"{_dates(rng)} {_dates(rng)}",
    lambda rng: f"-category:cs {rng.choice(THINGS)}-{rng.choice(THINGS)}",
    lambda rng: f"{rng.choice(('comment:accepted', 'co:pages'))} {rng.choice(('journal:nature', 'jr:lett'))}",
    lambda rng: f"({_word(rng)} OR {_word(rng)}) -({_word(rng)} {_word(rng)})",
    lambda rng: f"id:2401.0{rng.randrange(1000)}* OR doi:10.1103/physrevlett.{5 * rng.randrange(80)}",
    lambda rng: f"{rng.choice(GIVEN)} {_word(rng)}",
    lambda rng: f"{_word(rng)} {rng.randrange(100)} nature OR -{_word(rng)}",
    lambda rng: (
        f"{rng.randrange(2)}.{rng.randrange(4)} {_word(rng)} OR title:{rng.randrange(2)}.{rng.randrange(4)}"
    ),
)


def demanding(rng: Rng) -> Clause | None:
    """A query as readers type it, all of its words wanted."""
    return parse_query(rng.choice(MAKERS)(rng))


def ranking(rng: Rng) -> Clause | None:
    """A question of which some words will do."""
    return any_words(
        " ".join(rng.choice((_word(rng), rng.choice(GIVEN))) for _ in range(rng.randrange(1, 12)))
    )


def _bounds(rng: Rng) -> tuple[DateRange, ...]:
    start, end = sorted((_day(rng), _day(rng)))
    name = rng.choice(("announced", "submitted", "updated"))
    return (DateRange(name, rng.choice((None, start)), rng.choice((None, end))),)


def generated(seed: int, count: int) -> Iterator[SearchQuery]:
    """Queries over words, phrases, prefixes, fields, booleans, dates, categories, ids, in every order, with facets and pages."""
    rng = Rng(seed)
    for _ in range(count):
        kind = rng.random()
        clause = demanding(rng) if kind < 0.65 else ranking(rng) if kind < 0.9 else None
        yield SearchQuery(
            clause,
            categories=frozenset(rng.sample(CATEGORIES, rng.choice((0, 0, 1, 2)))),
            exclude_categories=frozenset(rng.sample(CATEGORIES, rng.choice((0, 0, 0, 1)))),
            dates=_bounds(rng) if rng.random() < 0.2 else (),
            ids=frozenset(f"2401.{number:05d}" for number in range(200)) if rng.random() < 0.1 else None,
            sort=rng.choice((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
            offset=rng.choice((0, 0, 0, 5)),
            limit=rng.choice((400, 400, 10)),
            facets=rng.choice(((), ("category", "year"), ("category",))),
        )
