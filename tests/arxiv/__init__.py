"""A test arXiv: a loopback server with OAI-PMH, daily feeds, Atom API and listing pages over a World of papers.

It follows recorded answers of arXiv's own servers (test_*.py here hold it against them) and knows what they do not
show: a clock that can be set, so that a week of announcements is played in a minute, and a script of faults.

    with running(World(papers), now=datetime(...)) as arxiv:
        OaiSource(arxiv.oai_url, client) ...

By hand: python -m tests.arxiv --papers FILE.jsonl --port N
"""

from tests.arxiv.faults import Rule
from tests.arxiv.papers import HeldPaper, HeldVersion
from tests.arxiv.server import ArxivServer, running
from tests.arxiv.settings import Settings
from tests.arxiv.world import Announced, World

__all__ = ["Announced", "ArxivServer", "HeldPaper", "HeldVersion", "Rule", "Settings", "World", "running"]
