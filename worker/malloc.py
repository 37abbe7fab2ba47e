"""Memory of long-lived workers: glibc's malloc kept to few arenas, and what a job has freed given back to the system.

Every harvest and every index run begins threads (reading ahead, leases, the engine's own) that would each leave a half-empty
arena behind, and merging the engine's segments leaves some 60 MB free that malloc keeps. Of its own after 100,000 papers in
50 slices, each stored and indexed: 204 MB with two arenas alone, 97 to 132 with both from the first 10,000 papers on
(2026-11-23).
"""

import ctypes
from typing import Final

ARENAS: Final = 2
_M_ARENA_MAX: Final = -8  # of glibc's malloc.h


def few_arenas() -> bool:
    """Whether the C library took it: glibc does, others have no arenas."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_ARENA_MAX, ARENAS) == 1


def give_back() -> bool:
    """Whether memory went back to the system; only glibc is asked."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and trim(0) == 1
