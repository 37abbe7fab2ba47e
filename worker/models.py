"""The book of harvests: what each run read, counted and rejected, and where the next one goes on."""

from django.db import models

from worker.sources.base import Cursor


class HarvestRun(models.Model):
    """One reading of one source, from its start or from where an earlier run stopped."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        INTERRUPTED = "interrupted"
        FAILED = "failed"

    source = models.CharField(max_length=20)
    target = models.TextField(help_text="the file or address that was read")
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)
    since = models.DateField(null=True, help_text="cursor: the day to resume from")
    token = models.TextField(blank=True, help_text="cursor: the source's own token")
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    older = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0, help_text="papers that the source has deleted")
    announced = models.PositiveIntegerField(default=0, help_text="lines of arXiv's daily lists")
    pages = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["source", "-started"], name="harvest_runs_by_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.target} {self.started:%Y-%m-%d %H:%M} {self.state}"

    @property
    def cursor(self) -> Cursor | None:
        return Cursor(self.since, self.token or None) if self.since or self.token else None

    def resume_at(self, cursor: Cursor | None) -> None:
        """Notes where the next run goes on; saves nothing."""
        self.since, self.token = (cursor.since, cursor.token or "") if cursor else (None, "")

    @property
    def records(self) -> int:
        return self.created + self.updated + self.unchanged + self.older + self.rejected


class Rejected(models.Model):
    """A record that could not become a paper, kept as it was sent."""

    run = models.ForeignKey(HarvestRun, on_delete=models.CASCADE, related_name="rejections")
    identifier = models.CharField(max_length=100, blank=True)
    position = models.TextField(help_text="where it stood: file:line")
    reason = models.TextField()
    raw = models.TextField()

    def __str__(self) -> str:
        return f"{self.position}: {self.reason}"


class LeaseRow(models.Model):
    """Who alone may do a thing until when (worker.leases); a lease without holder rests until then."""

    name = models.CharField(max_length=100, primary_key=True)
    holder = models.CharField(max_length=200, blank=True, help_text="host:process:token; empty: given back")
    since = models.DateTimeField(help_text="when it was taken, renewed or given back")
    until = models.DateTimeField(help_text="when anybody may take it")
    wished = models.DateTimeField(
        null=True, help_text="until when whoever is in no hurry stands back for one who waits and is"
    )

    def __str__(self) -> str:
        return f"{self.name} {self.holder or '-'} until {self.until:%Y-%m-%d %H:%M:%S}"
