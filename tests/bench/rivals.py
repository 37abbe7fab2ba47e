"""The full-text searches that come with a database, on the same papers and questions: SQLite FTS5 and PostgreSQL.

Both stem English, rank, count all that match, and know categories and days by indexed tables, as a careful user would set them up.
"""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import psycopg

from search import SearchDocument
from tests.bench.questions import FROM, UNTIL, Question

LIMIT = 25


class Rival(Protocol):
    """Another engine that holds the papers."""

    name: str

    def call(self, kind: str, question: Question, words: tuple[str, ...]) -> Callable[[], object]:
        """The whole question to it: 25 papers and how many there are."""
        ...


class Fts5:
    """SQLite's own, with the Porter stemmer."""

    name = "fts5"

    def __init__(self, papers: Iterable[SearchDocument], path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; PRAGMA mmap_size=1000000000;"
            "CREATE VIRTUAL TABLE text USING fts5(title, abstract, content='', tokenize='porter unicode61');"
            "CREATE TABLE paper (place INTEGER PRIMARY KEY, id TEXT, day TEXT);"
            "CREATE TABLE member (category TEXT, day TEXT, place INTEGER, PRIMARY KEY (category, day, place)) WITHOUT ROWID;"
        )
        held = [(place, paper, paper.announced.isoformat()) for place, paper in enumerate(papers, 1)]
        fill = self._db.executemany
        fill(
            "INSERT INTO text (rowid, title, abstract) VALUES (?, ?, ?)",
            ((place, paper.title, paper.abstract) for place, paper, _ in held),
        )
        fill("INSERT INTO paper VALUES (?, ?, ?)", ((place, paper.id, day) for place, paper, day in held))
        members = [(name, day, place) for place, paper, day in held for name in paper.categories]
        fill("INSERT INTO member VALUES (?, ?, ?)", sorted(members))
        self._db.commit()
        self._db.executescript(
            "CREATE INDEX member_place ON member (place, category, day);"
            "INSERT INTO text (text) VALUES ('optimize'); ANALYZE;"
        )

    def call(self, kind: str, question: Question, words: tuple[str, ...]) -> Callable[[], object]:
        """See Rival."""
        quoted = [f'"{word}"' for word in words]
        if kind == "newest":
            return self._two(
                "SELECT id FROM member JOIN paper USING (place) WHERE category = ? "
                f"ORDER BY member.day DESC, place DESC LIMIT {LIMIT}",
                "SELECT count(*) FROM member WHERE category = ?",
                (question.category,),
            )
        if kind == "filtered":
            found = (
                "FROM text JOIN member ON member.place = text.rowid JOIN paper ON paper.place = text.rowid "
            )
            bound = "WHERE text MATCH ? AND category = ? AND member.day BETWEEN ? AND ?"
            return self._two(
                f"SELECT id {found} {bound} ORDER BY member.day DESC, id DESC LIMIT {LIMIT}",
                f"SELECT count(*) {found} {bound}",
                (" AND ".join(quoted), question.category, FROM.isoformat(), UNTIL.isoformat()),
            )
        match kind:
            case "phrase":
                told = f'"{" ".join(words)}"'
            case "two_words":
                told = " AND ".join(quoted)
            case _:
                told = " OR ".join(quoted)
        return self._two(
            "SELECT id FROM text JOIN paper ON paper.place = text.rowid WHERE text MATCH ? "
            f"ORDER BY rank LIMIT {LIMIT}",
            "SELECT count(*) FROM text WHERE text MATCH ?",
            (told,),
        )

    def _two(self, page: str, count: str, values: tuple[str, ...]) -> Callable[[], object]:
        execute = self._db.execute
        return lambda: (execute(page, values).fetchall(), execute(count, values).fetchone())


class Postgres:
    """PostgreSQL's own, with its English configuration, a GIN index and cover density ranking."""

    name = "postgresql"

    def __init__(self, papers: Iterable[SearchDocument], address: str) -> None:
        self._db = psycopg.connect(address, autocommit=True)
        run = self._db.execute
        run("SET maintenance_work_mem = '256MB'")
        run(
            "CREATE UNLOGGED TABLE bench_paper (id text PRIMARY KEY, day date, categories text[], text tsvector)"
        )
        with self._db.cursor() as cursor, self._db.transaction():
            cursor.execute("CREATE TEMPORARY TABLE told (id text, day date, categories text[], text text)")
            with cursor.copy("COPY told FROM STDIN") as copy:
                for paper in papers:
                    text = f"{paper.title}\n{paper.abstract}".replace("\x00", "")
                    copy.write_row((paper.id, paper.announced, list(paper.categories), text))
        run(
            "INSERT INTO bench_paper SELECT id, day, categories, to_tsvector('english', text) FROM told "
            "ON CONFLICT DO NOTHING"
        )
        run("CREATE INDEX ON bench_paper USING gin (text)")
        run(
            "CREATE UNLOGGED TABLE bench_member AS SELECT unnest(categories) AS category, day, id FROM bench_paper"
        )
        run("CREATE INDEX ON bench_member (category, day DESC, id DESC)")
        run("VACUUM ANALYZE bench_paper")
        run("VACUUM ANALYZE bench_member")
        run("SET max_parallel_workers_per_gather = 0")

    def call(self, kind: str, question: Question, words: tuple[str, ...]) -> Callable[[], object]:
        """See Rival."""
        if kind == "newest":
            return self._two(
                f"SELECT id FROM bench_member WHERE category = %s ORDER BY day DESC, id DESC LIMIT {LIMIT}",
                "SELECT count(*) FROM bench_member WHERE category = %s",
                (question.category,),
            )
        plain = " ".join(words)
        function = {
            "phrase": "phraseto_tsquery",
            "title": "websearch_to_tsquery",
            "related": "websearch_to_tsquery",
        }.get(kind, "plainto_tsquery")
        told = " or ".join(words) if kind in {"title", "related"} else plain
        asked = f"FROM bench_paper, {function}('english', %s) AS asked WHERE text @@ asked"
        if kind == "filtered":
            asked += " AND categories @> ARRAY[%s] AND day BETWEEN %s AND %s"
            return self._two(
                f"SELECT id {asked} ORDER BY day DESC, id DESC LIMIT {LIMIT}",
                f"SELECT count(*) {asked}",
                (told, question.category, FROM.isoformat(), UNTIL.isoformat()),
            )
        return self._two(
            f"SELECT id {asked} ORDER BY ts_rank_cd(text, asked) DESC LIMIT {LIMIT}",
            f"SELECT count(*) {asked}",
            (told,),
        )

    def _two(self, page: str, count: str, values: tuple[str, ...]) -> Callable[[], object]:
        execute = self._db.execute
        return lambda: (execute(page, values).fetchall(), execute(count, values).fetchone())
