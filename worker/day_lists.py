"""arXiv's listing pages as a source: the newest day of each category, as evidence of what was announced; no records."""

from collections.abc import Iterator, Sequence

from worker.sources.base import Cursor, Page, RejectedRecord, SourceDamaged, SourceRefused
from worker.sources.listings import day_list
from worker.sources.xml_documents import Client


class DayLists:
    """The pages /list/CATEGORY/new, one category a page of the source; a reading begins anew each time."""

    name = "listings"

    def __init__(self, base_url: str, client: Client, categories: Sequence[str]) -> None:
        self.target = f"{base_url}/list"
        self._base_url = base_url
        self._client = client
        self._categories = categories

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        """Raises SourceUnavailable; one page that cannot be understood is told as rejected and does not hide the others."""
        total = len(self._categories)
        for done, category in enumerate(self._categories, 1):
            here = Cursor(token=category)
            try:
                found = day_list(self._base_url, self._client, category)
            except (SourceDamaged, SourceRefused) as fault:
                rejected = RejectedRecord("", f"{self.target}/{category}/new", str(fault), "")
                yield Page((), (rejected,), here, done, total)
            else:
                yield Page((), (), here, done, total, lists=(found,))
