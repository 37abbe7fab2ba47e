"""The shape of GET /status, as OpenAPI tells it; `coolpapers.status` is what it is filled from."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from coolpapers.api.schemas import Shape
from coolpapers.freshness import Freshness
from coolpapers.harvest_book import Pulse


class Engine(Shape):
    """The search engine's own word."""

    ok: bool
    backend: str
    documents: int | None
    schema_version: int | None
    built_at: datetime | None
    fault: str = Field(description="why it does not answer; empty when it does")


class Run(Shape):
    """The last harvest of one source."""

    source: str
    state: str = Field(examples=["done"])
    started: datetime
    finished: datetime | None
    created: int
    updated: int
    unchanged: int
    rejected: int


class RejectedRecords(Shape):
    """Records that could not become papers, for one reason."""

    reason: str = Field(description="in words, without the values it is about")
    records: int
    newest: str = Field(description="identifier of the last of them; empty when it had none")


class Waiting(Shape):
    """What waits to be done about papers."""

    wanted: int = Field(description="papers that readers asked for and that are not here yet")
    removals: int = Field(description="removed papers that the search engine still holds")


class Worker(Shape):
    """Whether a worker lives, by the traces it leaves in the store."""

    pulse: Pulse = Field(description="silent: no sign of life for 15 minutes")
    seen: datetime | None = Field(description="the last sign of life")


class CategoryState(Shape):
    """One category's newest list against arXiv's own."""

    category: str = Field(examples=["cs.CL"])
    state: Freshness = Field(
        description="complete; missing: papers of its lists are not held; due: a newer list was announced within six "
        "hours; late: it should be here; unread: none of arXiv's lists was read, days are estimates"
    )
    newest_day: date | None = Field(description="the newest listing day held")
    expected: int = Field(description="papers in arXiv's list of that day, replacements included")
    held: int = Field(description="those of them that are here")
    missing: int = Field(description="papers of all lists read that are not here")
    read: datetime | None = Field(description="when the list was read last")
    source: Literal["rss", "listing", "estimated"] = Field(description="where the list was read")
    completed: datetime | None = Field(
        description="when the list was first here with every paper of it; null: not yet, or the list is empty"
    )
    delay_seconds: int | None = Field(
        description="from arXiv's announcement, 20:00 US Eastern of the evening before, to that moment"
    )
    lag_seconds: int | None = Field(
        description="since arXiv announced the first list that is not here, by its schedule; 0 when none is missing, null when "
        "none was ever read"
    )


class StatusAnswer(Shape):
    """How much is held and how fresh it is."""

    papers: int
    withdrawn: int
    newest_announcement: date | None
    announced_day: date = Field(description="the listing that arXiv announced last, by its schedule")
    last_change: datetime | None = Field(description="when the store last changed a paper")
    stale_documents: int = Field(description="papers that the engine does not yet hold as the store does")
    waiting: Waiting
    worker: Worker
    offline: bool = Field(description="true: this instance is told not to ask arXiv")
    engine: Engine
    runs: list[Run]
    rejected: list[RejectedRecords] = Field(description="the most frequent reasons first, at most twenty")
    categories: list[CategoryState] = Field(
        description="every category that has papers or lists here, in arxiv.org's order"
    )
