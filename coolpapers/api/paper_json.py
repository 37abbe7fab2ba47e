"""Paper row → the Paper of answers. The one place that knows which field comes from where."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import Paper
from coolpapers.papers.version_rows import VersionRow
from render import render_abstract, render_title

# 4,096 abstracts with their HTML are about 20 MB: the papers of the day, which most calls ask for, and room for others.
_KEPT: Final = 4096

_title_html = lru_cache(_KEPT)(render_title)
_abstract_html = lru_cache(_KEPT)(render_abstract)


def paper_json(
    paper: Paper, origin: str, version: int | None = None, *, rows: Iterable[VersionRow] | None = None
) -> dict[str, Any]:
    """The paper as orjson takes it, shown as `version` when one was asked for; `origin` as `site.origin` gives it.

    Its versions are `rows`, or else `paper.versions`, which should be prefetched then. Title and abstract are always the newest
    version's: no other is kept.
    """
    held = paper.versions.all() if rows is None else rows
    versions = [{"number": v.number, "submitted": v.submitted, "size_kb": v.size_kb} for v in held]
    updated = next((v["submitted"] for v in versions if v["number"] == version), paper.updated)
    categories = paper.category_list
    identifier = ArxivId(paper.arxiv_id, version)
    return {
        "id": paper.arxiv_id,
        "version": version or paper.version,
        "title": paper.title,
        "abstract": paper.abstract,
        "title_html": _title_html(paper.title),
        "abstract_html": _abstract_html(paper.abstract),
        "authors": [
            {"name": name, "keyname": keyname, "forenames": forenames, "affiliation": affiliation or None}
            for name, keyname, forenames, affiliation in paper.author_list
        ],
        "primary_category": categories[0],
        "categories": categories,
        "announced": paper.announced,
        "announced_source": paper.announced_source,
        "submitted": paper.submitted,
        "updated": updated,
        "versions": versions,
        "comments": paper.comments or None,
        "journal_ref": paper.journal_ref or None,
        "doi": paper.doi or None,
        "license": paper.license or None,
        "withdrawn": paper.withdrawn,
        "url": f"{origin}/arxiv/{identifier.versioned}",
        "pdf_url": identifier.pdf_url,
    }


def has_version(paper: Paper, version: int | None) -> bool:
    """True when the version asked for is held; always when none was asked for."""
    return version is None or any(v.number == version for v in paper.versions.all())
