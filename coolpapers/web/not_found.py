"""What an address below /arxiv/ can lack: the fact in words, and where the reader may go instead."""

from dataclasses import dataclass, field

from django.http import Http404

from coolpapers.web.wishes import Wish


@dataclass(frozen=True, slots=True)
class Way:
    """A link offered on a 404 page."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What was not found; `ways` are the most useful first. `wish` is of a paper that arXiv may have, asked for at `ask`."""

    title: str
    message: str
    ways: list[Way] = field(default_factory=list)
    wish: Wish | None = None
    ask: str = ""


class NotHere(Http404):
    """Carries a Lack to the 404 page."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(lack.message)
        self.lack = lack
