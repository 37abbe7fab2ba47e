"""Which tests pytest-xdist keeps together: a file's tests, and those of several files that share something heavy."""

from xdist.scheduler import LoadScopeScheduling

# What shares a heavy service, by the beginning of its address: one browser and one server, one Elasticsearch.
TOGETHER = {
    "tests/browser/": "browser",
    "tests/contract/search/": "elasticsearch",
    "tests/faults/test_long_run.py": "elasticsearch",
    "tests/faults/test_rebuild.py": "elasticsearch",
    "tests/faults/test_whole_stack.py": "elasticsearch",
    "tests/relevance/test_floors.py": "elasticsearch",
    "tests/api/test_search": "elasticsearch",
    "tests/api/test_related": "elasticsearch",
    "tests/web/test_search": "elasticsearch",
    "tests/web/test_related": "elasticsearch",
}


class ByFileOrFolder(LoadScopeScheduling):
    """One process a file, one process for all tests of one service in TOGETHER; the largest lots first.

    In place of --dist loadgroup, which has no effect since pytest 9.2 (pytest-xdist 3.8.0, issue 1386; 2026-11-22).
    """

    def _split_scope(self, nodeid: str) -> str:
        lots = (lot for beginning, lot in TOGETHER.items() if nodeid.startswith(beginning))
        return next(lots, nodeid.partition("::")[0])
