"""How store and index differ from what the test arXiv holds, field by field; nothing at the end of a good run."""

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

from coolpapers.papers.records import Detail
from coolpapers.taxonomy import canonical
from search import SearchQuery, open_backend, parse_query
from tests.arxiv import HeldPaper
from tests.faults.ingestion_stack import Stack
from tests.faults.long_run_story import Story

SHOWN = 5
SEARCHED = 300

Told = dict[str, object]


def differences(stack: Stack, story: Story) -> list[str]:
    """One line a difference, the first few of each kind."""
    held = stack.arxiv.world.held(stack.arxiv.clock.now()).by_id
    papers = {key: paper for key, paper in held.items() if not paper.deleted}
    stored = _stored(stack)
    faults = _named("stored, but not there", stored.keys() - papers.keys())
    faults += _named("not stored", papers.keys() - stored.keys())
    for key in sorted(papers.keys() & stored.keys()):
        told = expected(papers[key])
        wrong = {
            name: (stored[key][name], value) for name, value in told.items() if stored[key][name] != value
        }
        if wrong:
            faults.append(f"{key}: (stored, told) {wrong}")
    return faults[: 4 * SHOWN] + _lists(stack, story) + _index(stack, story, set(papers))


def expected(paper: HeldPaper) -> Told:
    """The store's columns of a paper, from what arXiv holds; invented papers have plain names."""
    return {
        "title": paper.title,
        "abstract": paper.abstract,
        "author_list": [[f"{fore} {key}", key, fore, ""] for key, fore, _ in paper.names],
        "categories": " ".join(_categories(paper)),
        "version": paper.newest.number,
        "comments": paper.comments,
        "journal_ref": paper.journal_ref,
        "doi": paper.doi,
        "license": paper.license,
        "withdrawn": "I" in paper.newest.source_type
        or paper.comments.startswith("This paper has been withdrawn"),
        "datestamp": str(paper.datestamp),
        "detail": Detail.WHOLE.value,
        "versions": [(v.number, v.submitted, int(v.size.removesuffix("kb"))) for v in paper.versions],
        "listed": sorted(_categories(paper)),
        "indexed": True,
    }


def _categories(paper: HeldPaper) -> list[str]:
    return list(dict.fromkeys(str(canonical(name)) for name in paper.categories))


def _stored(stack: Stack) -> dict[str, Told]:
    columns = [
        *("title", "abstract", "author_list", "categories", "version", "comments", "journal_ref", "doi"),
        *("license", "withdrawn", "datestamp", "detail"),
    ]
    versions: dict[str, list[tuple[int, datetime, int]]] = defaultdict(list)
    for key, number, submitted, size in stack.ask(
        "SELECT paper_id, number, submitted, size_kb FROM papers_version ORDER BY paper_id, number"
    ):
        versions[key].append((number, _moment(submitted), size))
    listed: dict[str, list[str]] = defaultdict(list)
    for key, category in stack.ask(
        "SELECT paper_id, category FROM papers_listing ORDER BY paper_id, category"
    ):
        listed[key].append(category)
    names = ", ".join(columns)
    rows = stack.ask(f"SELECT arxiv_id, revision = indexed_revision, {names} FROM papers_paper")
    stored = {}
    for key, indexed, *values in rows:
        row = dict(zip(columns, values, strict=True))
        authors = row["author_list"]
        row["author_list"] = json.loads(authors) if isinstance(authors, str) else authors
        row["datestamp"], row["withdrawn"] = str(row["datestamp"]), bool(row["withdrawn"])
        stored[key] = {
            **row,
            "versions": versions[key],
            "listed": sorted(listed[key]),
            "indexed": bool(indexed),
        }
    return stored


def _lists(stack: Stack, story: Story) -> list[str]:
    """Lines of arXiv's lists that the store does not have as they are; the day's that is shown now."""
    now = stack.arxiv.clock.now()
    shown = stack.arxiv.world.shown_mailings(now)[:1]
    told = {
        (key, category, str(day), kind)
        for category, day in story.announced
        if day in shown
        for kind, paper, _ in stack.arxiv.world.listed([category], day, now)
        for key in [paper.id]
    }
    query = "SELECT arxiv_id, category, day, kind FROM papers_announcement"
    kept = {(key, category, str(day), kind) for key, category, day, kind in stack.ask(query)}
    return _named("announced, but not kept", {" ".join(line) for line in told - kept})


def _index(stack: Stack, story: Story, papers: set[str]) -> list[str]:
    found = stack.indexed()
    faults = _named("in the index twice", {key for key, times in Counter(found).items() if times > 1})
    faults += _named("in the index, but not there", set(found) - papers)
    faults += _named("not in the index", papers - set(found))
    backend = open_backend(stack.engine)
    wrong = set()
    for key in list(story.marks)[-SEARCHED:]:
        hits = backend.search(SearchQuery(parse_query(f"ti:{story.marks[key]}"), limit=5)).hits
        if [hit.id for hit in hits] != [key] * (key in papers):
            wrong.add(key)
    return faults + _named("not found by its newest title", wrong)


def leases_left(stack: Stack) -> list[str]:
    """Leases that somebody still holds."""
    rows = stack.ask("SELECT name, holder, until FROM worker_leaserow WHERE holder <> ''")
    return [f"lease {name} of {holder}" for name, holder, until in rows if _moment(until) > datetime.now(UTC)]


def unexplained(stack: Stack) -> list[str]:
    """Runs and rejected records of the book that do not say why; a killed run says so when the next one of its target begins."""
    runs = stack.ask(
        "SELECT id, source, state, error FROM worker_harvestrun WHERE state NOT IN ('done', 'running')"
    )
    rejected = stack.ask("SELECT id, identifier, reason FROM worker_rejected")
    return [f"run {row}" for row in runs if not row[3]] + [
        f"rejected {row}" for row in rejected if not row[2]
    ]


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _named(what: str, names: set[str]) -> list[str]:
    return [f"{what}: {len(names)}, such as {sorted(names)[:SHOWN]}"] if names else []
