"""The store's tables, SQL as the truth: papers, their versions and places in categories; what arXiv's lists said; what is gone.

A paper knows at which `revision` it is and which one the engine holds (`indexed_revision`); rows where the two differ are the
queue of the index. Every column `announced` is derived (`announced_days`): from `Announcement` where there is one, else from
arXiv's schedule.
"""

from django.db import models
from django.db.models import F, Q

from coolpapers.papers.records import AnnounceKind, AuthorRecord, Detail


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
    detail = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name) for level in Detail],
        default=Detail.WHOLE.value,
        help_text="how much the telling that made this row tells",
    )
    fingerprint = models.CharField(
        max_length=32, help_text="hash of all that this telling tells of the paper"
    )
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
    detail = models.PositiveSmallIntegerField(
        default=Detail.WHOLE.value, help_text="how much the telling tells that `submitted` is from"
    )
    announced = models.DateField(null=True, help_text="null: no list of arXiv's names it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="version_once")]
        indexes = [models.Index(fields=["announced"], condition=Q(number__gt=1), name="version_replaced_on")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.paper_id}v{self.number}"


class Listing(models.Model):
    """A paper's place in one canonical category and the day that category's list named it, so that a day is one index range.

    Categories are those of the paper's record, and those whose lists named it before its record does.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="listings", db_index=False)
    category = models.CharField(max_length=20)
    primary = models.BooleanField()
    announced = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "category"], name="listing_once")]
        indexes = [models.Index(fields=["category", "announced", "paper"], name="listing_by_category")]

    def __str__(self) -> str:
        return f"{self.paper_id} in {self.category}"


class Announcement(models.Model):
    """One line of arXiv's own daily list of a category. Kept whether or not the paper is held; no later reading undoes it."""

    arxiv_id = models.CharField(max_length=24)
    category = models.CharField(max_length=20)
    day = models.DateField()
    kind = models.CharField(max_length=13, choices=[(kind.value, kind.value) for kind in AnnounceKind])
    version = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=10, choices=AnnouncedSource)
    held = models.BooleanField(help_text="the store has the paper, or knows that arXiv removed it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "day", "arxiv_id", "kind"], name="announcement_once")
        ]
        indexes = [
            models.Index(fields=["arxiv_id"], name="announcement_of_paper"),
            models.Index(fields=["category", "day"], condition=Q(held=False), name="announcement_unheld"),
        ]

    def __str__(self) -> str:
        return f"{self.arxiv_id} {self.kind} in {self.category} on {self.day}"


class AnnouncedList(models.Model):
    """arXiv's own list of one category on one day, as far as it was read; `entries` counts its papers."""

    category = models.CharField(max_length=20)
    day = models.DateField()
    source = models.CharField(max_length=10, choices=AnnouncedSource)
    entries = models.PositiveIntegerField()
    whole = models.BooleanField(help_text="no line of it can be missing")
    read = models.DateTimeField(help_text="when it was read last")
    completed = models.DateTimeField(
        null=True,
        help_text="when it was first whole here with every paper of it held; null: not yet, or empty",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "day"], name="list_once")]
        indexes = [models.Index(fields=["day", "category"], name="list_by_day")]

    def __str__(self) -> str:
        return f"{self.category} on {self.day}"


class Removed(models.Model):
    """A paper that its source deleted; it comes back with a telling of a later day only."""

    arxiv_id = models.CharField(primary_key=True, max_length=24)
    datestamp = models.DateField()
    revision = models.PositiveIntegerField(help_text="of the row that is gone; 0 when there was none")
    unindexed = models.BooleanField(help_text="the engine was told, or never had it")

    class Meta:
        indexes = [models.Index(fields=["arxiv_id"], condition=Q(unindexed=False), name="removed_queue")]

    def __str__(self) -> str:
        return f"{self.arxiv_id} removed {self.datestamp}"


class Wanted(models.Model):
    """A paper that somebody asked for and the store does not hold."""

    class State(models.TextChoices):
        WAITING = "waiting", "to be fetched"
        HELD = "held", "fetched"
        REFUSED = "refused", "cannot be had; `reason` says why"

    arxiv_id = models.CharField(primary_key=True, max_length=24)
    asked = models.DateTimeField(help_text="when it was asked for last")
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["asked"], condition=Q(state="waiting"), name="wanted_queue")]

    def __str__(self) -> str:
        return f"{self.arxiv_id} {self.state}"


class Arrival(models.Model):
    """New papers by how long after their announcement they came (`arrivals`): one bucket, without those of smaller bounds."""

    within_s = models.PositiveIntegerField(primary_key=True, help_text="the bucket's bound in seconds")
    papers = models.PositiveBigIntegerField()
    seconds = models.PositiveBigIntegerField(help_text="the delays of these papers added up")

    def __str__(self) -> str:
        return f"{self.papers} papers within {self.within_s} s"
