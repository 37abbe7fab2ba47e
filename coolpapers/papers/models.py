"""The store's tables, SQL as the truth: papers, their versions, their places in categories.

A paper knows at which `revision` it is and which one the engine holds (`indexed_revision`); rows where the two differ are the
queue of the index.
"""

from django.db import models
from django.db.models import F, Q

from coolpapers.papers.records import AuthorRecord


class AnnouncedSource(models.TextChoices):
    """How the announcement day is known."""

    ESTIMATED = "estimated", "from the submission time and arXiv's schedule"
    LISTING = "listing", "from arXiv's listings"
    FEED = "rss", "from arXiv's daily feed"


class Paper(models.Model):
    """The newest version of one arXiv paper."""

    arxiv_id = models.CharField(primary_key=True, max_length=24)
    title = models.TextField()
    abstract = models.TextField()
    author_list = models.JSONField(
        help_text="[[name, keyname, forenames, affiliation], …] in the paper's order"
    )
    categories = models.CharField(
        max_length=400, help_text="canonical names, primary first, separated by blanks"
    )
    version = models.PositiveSmallIntegerField()
    submitted = models.DateTimeField(help_text="version 1, UTC")
    updated = models.DateTimeField(help_text="newest version, UTC")
    announced = models.DateField(help_text="arXiv listing day of version 1")
    announced_source = models.CharField(
        max_length=10, choices=AnnouncedSource, default=AnnouncedSource.ESTIMATED
    )
    comments = models.TextField(blank=True)
    journal_ref = models.TextField(blank=True)
    doi = models.TextField(blank=True)
    license = models.CharField(max_length=200, blank=True)
    withdrawn = models.BooleanField(default=False)
    datestamp = models.DateField(help_text="the day the source last changed the record")
    fingerprint = models.CharField(max_length=32, help_text="hash of all that a source tells of the paper")
    changed = models.DateTimeField(help_text="when this store last changed the row")
    revision = models.PositiveIntegerField(default=1)
    indexed_revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["announced", "arxiv_id"], name="paper_by_day"),
            models.Index(fields=["changed", "arxiv_id"], name="paper_by_change"),
            models.Index(fields=["arxiv_id"], condition=Q(withdrawn=True), name="paper_withdrawn"),
            models.Index(
                fields=["arxiv_id"], condition=~Q(indexed_revision=F("revision")), name="paper_stale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arxiv_id}v{self.version}"

    @property
    def authors(self) -> tuple[AuthorRecord, ...]:
        return tuple(AuthorRecord(*row) for row in self.author_list)

    @property
    def category_list(self) -> list[str]:
        return self.categories.split()

    @property
    def primary_category(self) -> str:
        return self.categories.split(" ", 1)[0]


class Version(models.Model):
    """One version of a paper and the day it was listed."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    submitted = models.DateTimeField()
    size_kb = models.PositiveIntegerField(null=True)
    announced = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="version_once")]
        indexes = [models.Index(fields=["announced"], condition=Q(number__gt=1), name="version_replaced_on")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.paper_id}v{self.number}"


class Listing(models.Model):
    """A paper's place in one canonical category; `announced` repeats the paper's, so that a day is one index range."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="listings", db_index=False)
    category = models.CharField(max_length=20)
    primary = models.BooleanField()
    announced = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "category"], name="listing_once")]
        indexes = [models.Index(fields=["category", "announced", "paper"], name="listing_by_category")]

    def __str__(self) -> str:
        return f"{self.paper_id} in {self.category}"
