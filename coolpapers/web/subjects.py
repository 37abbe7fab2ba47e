"""A paper's categories as a page shows them: short names that link to their lists, full names in the title, primary first."""

from dataclasses import dataclass

from coolpapers import taxonomy
from coolpapers.papers.models import Paper
from coolpapers.web.addresses import list_path


@dataclass(frozen=True, slots=True)
class SubjectLink:
    """One category of a paper; a name that arXiv's taxonomy does not have gets no link."""

    category: str
    name: str
    address: str
    primary: bool


def subject_links(paper: Paper) -> list[SubjectLink]:
    return [_link(category, primary=place == 0) for place, category in enumerate(paper.category_list)]


def _link(category: str, *, primary: bool) -> SubjectLink:
    known = taxonomy.CATEGORIES.get(category)
    return SubjectLink(
        category, known.name if known else category, list_path(category) if known else "", primary
    )
