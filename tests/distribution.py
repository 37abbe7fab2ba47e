"""Which tests pytest-xdist keeps together: a file's tests, and a folder's where they share something heavy."""

from xdist.scheduler import LoadScopeScheduling

# One browser and one server process for all of the folder.
TOGETHER = ("tests/browser/",)


class ByFileOrFolder(LoadScopeScheduling):
    """One process a file, one process for all files of a folder in TOGETHER; the largest lots first.

    In place of --dist loadgroup, which has no effect since pytest 9.2 (pytest-xdist 3.8.0, issue 1386; 2026-11-22).
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])
