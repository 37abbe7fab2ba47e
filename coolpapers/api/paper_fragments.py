"""Papers → their JSON as bytes, remembered while the row stays as it is; for answers of many papers.

A page of 25 papers costs one read of an id, a revision and a time each where it is remembered, instead of whole rows, their
versions and their rendering.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from coolpapers.api.answers import OPTIONS
from coolpapers.api.paper_json import paper_json
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import rows_in_order
from coolpapers.papers.version_rows import version_rows

_MEMO_LIMIT: Final = 4_096  # papers; 20 MB

_State = tuple[
    str, str, int, datetime
]  # origin, id, revision, time of the change: whatever is told changes one of them
_known: dict[_State, bytes] = {}


def paper_fragments(
    ids: Sequence[str], origin: str, *, rows: Sequence[Paper] | None = None
) -> dict[str, bytes]:
    """The JSON object of each paper that is held, by id; `origin` as of `site.origin`, `rows` where they are read already."""
    if rows is None:
        known = Paper.objects.filter(pk__in=ids).values_list("arxiv_id", "revision", "changed")
        found, missing = _remembered(known, origin)
        rows = rows_in_order(missing) if missing else ()
    else:
        found, missing = _remembered(((row.arxiv_id, row.revision, row.changed) for row in rows), origin)
    versions = version_rows(missing) if missing else {}
    for paper in rows:
        if paper.arxiv_id in versions:
            content = orjson.dumps(paper_json(paper, origin, rows=versions[paper.arxiv_id]), option=OPTIONS)
            # Under the state of this row: it may be newer than the one looked up.
            _remember((origin, paper.arxiv_id, paper.revision, paper.changed), content)
            found[paper.arxiv_id] = content
    return found


def _remembered(
    states: Iterable[tuple[str, int, datetime]], origin: str
) -> tuple[dict[str, bytes], list[str]]:
    """What is remembered of the papers in these states, and the ids of the others."""
    found: dict[str, bytes] = {}
    missing: list[str] = []
    for key, revision, changed in states:
        if kept := _known.get((origin, key, revision, changed)):
            found[key] = kept
        else:
            missing.append(key)
    return found, missing


def _remember(state: _State, content: bytes) -> None:
    if len(_known) >= _MEMO_LIMIT:
        _known.clear()
    _known[state] = content


def with_members(fragment: bytes, members: dict[str, Any]) -> orjson.Fragment:
    """The paper with more members behind its own."""
    return orjson.Fragment(fragment[:-1] + b"," + orjson.dumps(members, option=OPTIONS)[1:])
