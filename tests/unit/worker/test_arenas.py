"""The C library's arenas are limited where it has them, in a process of its own: the limit cannot be taken back."""

import os
import platform
import subprocess
import sys

import pytest

MANY_THREADS = """
import ctypes, sys, threading
from worker.arenas import few_arenas
if sys.argv[1] == "few":
    assert few_arenas()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.malloc.argtypes = [ctypes.c_size_t]
together = threading.Barrier(12)
places = []
def take():
    together.wait()
    places.append(library.malloc(1000))
    together.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len({place >> 26 for place in places}))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's malloc has arenas")
def test_threads_share_few_arenas():
    # An arena's memory lies in one stretch of 64 MB; the main one may begin in another than it ends in.
    assert _arenas("few") <= 3 < _arenas("default")


def _arenas(which: str) -> int:
    environ = {key: value for key, value in os.environ.items() if key != "MALLOC_ARENA_MAX"}
    told = subprocess.run(
        [sys.executable, "-c", MANY_THREADS, which], env=environ, capture_output=True, check=True
    )
    return int(told.stdout)
