"""The project's own files: what a clone holds, without what `make` puts beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What .gitignore names, and git's own folder.
NOT_OURS = frozenset({".git", ".venv", ".cache", "node_modules", "vendor", "__pycache__", "staticfiles"})
NOT_OURS_SUFFIXES = ("_cache", ".egg-info")


def own_files(*suffixes: str) -> Iterator[Path]:
    """Every file of the project whose name ends with one of `suffixes` (all when none is given)."""
    for place, folders, names in os.walk(ROOT):
        folder = Path(place)
        kept = [f for f in folders if f not in NOT_OURS and not f.endswith(NOT_OURS_SUFFIXES)]
        folders[:] = sorted(f for f in kept if f != ".hypothesis" and folder / f != ROOT / "var")
        yield from (folder / name for name in sorted(names) if not suffixes or name.endswith(suffixes))


def shown(path: Path) -> str:
    """The path as the repository names it."""
    return path.relative_to(ROOT).as_posix()
