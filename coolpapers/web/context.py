"""The `site` variable of every template: what the frame of each page shows."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest

from coolpapers.papers.selectors import newest_day

NAME: Final = "Cool Papers"


@dataclass(frozen=True, slots=True)
class Site:
    """Reads nothing until a template asks: the error pages must stand when the store does not."""

    name: str = NAME

    @property
    def newest_day(self) -> date | None:
        """The last listing day the store has papers of."""
        return newest_day()


def site(request: HttpRequest) -> dict[str, Site]:
    """Django's context processor."""
    return {"site": Site()}
