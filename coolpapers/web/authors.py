"""A paper's author list as a page shows it: names that link to a search, the long tail folded."""

from dataclasses import dataclass
from typing import Final

from coolpapers.papers.models import Paper
from coolpapers.web.addresses import search_path

FOLD_BEYOND: Final = 40  # as arXiv's readers know it from its list pages


@dataclass(frozen=True, slots=True)
class AuthorLink:
    """One name and the search for its papers."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class AuthorLinks:
    """The names in the paper's order; `folded` are those past the fortieth."""

    shown: list[AuthorLink]
    folded: list[AuthorLink]

    @classmethod
    def of(cls, paper: Paper) -> "AuthorLinks":
        links = [AuthorLink(author.name, author_search(author.name)) for author in paper.authors]
        # One or two names behind a button cost more to open than to read.
        end = FOLD_BEYOND if len(links) > FOLD_BEYOND + 2 else len(links)
        return cls(links[:end], links[end:])


def author_search(name: str) -> str:
    """The search for papers by this name."""
    return search_path(f'author:"{" ".join(name.replace(chr(34), " ").split())}"')
