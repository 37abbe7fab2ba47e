"""What happens at the test arXiv during a long run: papers come, change, are cross-listed, withdrawn, deleted and announced."""

import random
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from coolpapers.taxonomy import CATEGORIES
from tests.arxiv import Announced, ArxivServer, HeldPaper, HeldVersion, World
from tests.arxiv.world import EASTERN

SUBJECTS = ("cs.LG", "hep-ph", "stat.ML", "quant-ph", "q-bio.NC", "astro-ph.GA", "cs.IT math.IT", "math-ph")
BEFORE = date(2026, 10, 1)
SUBMITTED = datetime(2026, 10, 1, 15, tzinfo=UTC)


class Story:
    """Random changes of a world; `ended` ends them. Whatever is told carries a word that no other telling has."""

    def __init__(self, seed: int) -> None:
        self.world = World()
        self.ended = threading.Event()
        self.marks: dict[str, str] = {}
        self.announced: list[tuple[str, date]] = []
        self._random = random.Random(seed)
        self._told = 0
        shown = [c.id for c in CATEGORIES.values() if c.shown and c.id not in " ".join(SUBJECTS)]
        self._unannounced = self._random.sample(shown, len(shown))

    def begin(self, count: int) -> None:
        """So many papers of earlier days."""
        for _ in range(count):
            self._tell(self._paper(BEFORE + timedelta(days=self._random.randrange(30))))

    def run(self, arxiv: ArxivServer) -> None:
        """Changes until `ended`."""
        while not self.ended.wait(self._random.uniform(0.05, 0.8)):
            self.step(arxiv)

    def step(self, arxiv: ArxivServer) -> None:
        """One change, now."""
        today = datetime.now(UTC).date()
        pick = self._random.random()
        if pick < 0.35:
            for _ in range(self._random.choice((1, 2, 5, 20))):
                self._tell(self._paper(today))
        elif pick < 0.95:
            for _ in range(self._random.choice((1, 1, 3, 10))):
                self._tell(self._changed(self._random.choice(list(self._held().values())), today))
        else:
            self._announce(arxiv, today)

    def _held(self) -> dict[str, HeldPaper]:
        held = self.world.held(datetime.now(UTC)).by_id
        return {key: paper for key, paper in held.items() if not paper.deleted}

    def _tell(self, paper: HeldPaper) -> None:
        self._told += 1
        mark = f"teapot{self._told}x"
        self.marks.pop(paper.id, None)  # the last ones are those told last
        self.marks[paper.id] = mark
        self.world.tell(replace(paper, title=f"On {mark} and its cups"))

    def _paper(self, day: date, categories: tuple[str, ...] = ()) -> HeldPaper:
        number = self._told + 1
        chosen = categories or tuple(
            " ".join(self._random.sample(SUBJECTS, self._random.randint(1, 3))).split()
        )
        return HeldPaper(
            id=f"2610.{number:05d}",
            title="",
            abstract=f"We pour $x<{number}$ cups,\n  and count their saucers.",
            authors=f"Ada Kettle, B{number} Saucer",
            categories=chosen,
            versions=(HeldVersion(1, SUBMITTED + timedelta(minutes=number)),),
            datestamp=day,
            names=(("Kettle", "Ada", ""), ("Saucer", f"B{number}", "")),
            comments=f"{number} pages" if number % 2 else "",
            doi=f"10.1000/tea.{number}" if number % 3 == 0 else "",
            license="http://creativecommons.org/licenses/by/4.0/",
        )

    def _changed(self, paper: HeldPaper, today: date) -> HeldPaper:
        number = paper.newest.number + 1
        version = HeldVersion(number, paper.newest.submitted + timedelta(hours=1), f"{9 + number}kb")
        listed = {category for category, _ in self.announced}
        pick = self._random.random()
        if pick < 0.5:
            return replace(paper, versions=(*paper.versions, version), datestamp=today)
        if pick < 0.65:
            return replace(
                paper, abstract=f"{paper.abstract} Corrected.", journal_ref="J. Tea 1", datestamp=today
            )
        if pick < 0.8:
            more = tuple(dict.fromkeys([*paper.categories, *self._random.choice(SUBJECTS).split()]))
            return replace(paper, categories=more, datestamp=today)
        if pick < 0.9:
            gone = replace(version, source_type="I")
            words = "This paper has been withdrawn by the authors"
            return replace(paper, versions=(*paper.versions, gone), comments=words, datestamp=today)
        return replace(paper, deleted=listed.isdisjoint(paper.categories), datestamp=today)

    def _announce(self, arxiv: ArxivServer, today: date) -> None:
        """A category's list of the day: all of it at once, as arXiv does it."""
        if not self._unannounced:
            return
        category = self._unannounced.pop()
        day = (arxiv.clock.now().astimezone(EASTERN) + timedelta(hours=4)).date()
        listed = []
        for _ in range(self._random.randint(1, 6)):
            paper = self._paper(today, (category,))
            self._tell(paper)
            listed.append(Announced(paper.id, 1, "new"))
        crossed = self._random.choice(list(self._held().values()))
        self._tell(replace(crossed, categories=(*crossed.categories, category), datestamp=today))
        listed.append(Announced(crossed.id, crossed.newest.number, "cross", (category,)))
        self.world.announce(day, *listed)
        self.announced.append((category, day))
