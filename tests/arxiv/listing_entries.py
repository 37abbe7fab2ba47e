"""One entry of a listing page, with the marks that programs read."""

from collections.abc import Sequence

from coolpapers.taxonomy import CATEGORIES
from tests.arxiv.papers import HeldPaper
from tests.arxiv.xml_text import escaped

Entry = tuple[str, HeldPaper]  # "new", "cross", "replace" or "" and the paper


def entries_html(entries: Sequence[Entry], first: int, *, abstracts: bool) -> str:
    return "".join(
        _entry(number, kind, paper, abstracts=abstracts)
        for number, (kind, paper) in enumerate(entries, first + 1)
    )


def _entry(number: int, kind: str, paper: HeldPaper, *, abstracts: bool) -> str:
    key = escaped(paper.id)
    notes = {"cross": f"(cross-list from {escaped(paper.primary)})\n", "replace": "(replaced)\n"}
    note = notes.get(kind, "")
    authors = ", ".join(f'<a href="https://arxiv.org/search">{escaped(name)}</a>' for name in _people(paper))
    comments = (
        f"<div class='list-comments mathjax'><span class='descriptor'>Comments:</span>\n{escaped(paper.comments)}\n</div>\n"
        if paper.comments
        else ""
    )
    names = [f"{CATEGORIES[name].name} ({name})" for name in paper.categories if name in CATEGORIES]
    primary, others = names[:1], names[1:]
    subjects = "; ".join(
        [f'<span class="primary-subject">{escaped(name)}</span>' for name in primary]
        + list(map(escaped, others))
    )
    abstract = f"<p class='mathjax'>\n{escaped(paper.abstract)}\n</p>\n" if abstracts else ""
    return (
        f"<dt>\n<a name='item{number}'>[{number}]</a>\n"
        f'<a href ="/abs/{key}" title="Abstract" id="{key}">\n        arXiv:{key}\n      </a>\n{note}'
        f'[<a href="/pdf/{key}" title="Download PDF" id="pdf-{key}" aria-labelledby="pdf-{key}">pdf</a>, '
        f'<a href="/format/{key}" title="Other formats" id="oth-{key}" aria-labelledby="oth-{key}">other</a>]\n</dt>\n'
        f"<dd>\n<div class='meta'>\n<div class='list-title mathjax'><span class='descriptor'>Title:</span>\n"
        f"{escaped(paper.title)}\n</div>\n<div class='list-authors'>{authors}</div>\n{comments}"
        f"<div class='list-subjects'><span class='descriptor'>Subjects:</span>\n{subjects}\n</div>\n{abstract}"
        "</div>\n</dd>\n"
    )


def _people(paper: HeldPaper) -> list[str]:
    people = [" ".join(part for part in (fore, key, suffix) if part) for key, fore, suffix in paper.names]
    return people or [paper.authors]
