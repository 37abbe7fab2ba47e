"""One paper of a list: its number, its marks in words, its text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import Section
from coolpapers.web.addresses import paper_path
from coolpapers.web.paper_text import PaperText, paper_texts


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why a paper stands in a list: `words` of the reader or of a paper, and where or how they count."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperCard:
    """What `parts/cards.html` shows; `number` counts from 1 over the whole list."""

    paper: Paper
    number: int
    text: PaperText
    section: Section | None = None
    why: tuple[Why, ...] = ()

    @property
    def id(self) -> str:
        return self.paper.arxiv_id

    @property
    def address(self) -> str:
        return paper_path(self.paper.arxiv_id)

    @property
    def abs_url(self) -> str:
        return ArxivId(self.paper.arxiv_id).abs_url

    @property
    def marks(self) -> list[tuple[str, str]]:
        """(kind, words) of what sets the paper apart in this list."""
        marks = []
        if self.section is Section.CROSS:
            marks.append(("cross", _("cross-list")))
        if self.section is Section.REPLACEMENT:
            marks.append(("replaced", _("replaced")))
        if self.paper.withdrawn:
            marks.append(("withdrawn", _("withdrawn")))
        return marks


def cards(
    papers: Sequence[Paper],
    *,
    first: int = 1,
    sections: Sequence[Section] | None = None,
    texts: Callable[[Sequence[Paper]], dict[str, PaperText]] = paper_texts,
    why: Callable[[Paper], tuple[Why, ...]] = lambda paper: (),
) -> list[PaperCard]:
    """The papers in their order, numbered from `first`, each with the reasons that `why` tells."""
    html = texts(papers)
    in_sections: Iterable[Section | None] = sections or [None] * len(papers)
    return [
        PaperCard(paper, number, html[paper.arxiv_id], section, why(paper))
        for number, (paper, section) in enumerate(zip(papers, in_sections, strict=True), start=first)
    ]
