"""The C library's arenas are limited where it has them, and freed memory goes back to the system; each in a process of its own."""

import os
import platform
import subprocess
import sys

import pytest

MANY_THREADS = """
import ctypes, sys, threading
from worker.malloc import few_arenas
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


FREED_BELOW_A_KEPT_BLOCK = """
import ctypes
from pathlib import Path
from worker.malloc import give_back
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.malloc.argtypes = [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
def own_kb():
    return int(Path("/proc/self/status").read_text().split("RssAnon:")[1].split()[0])
blocks = [library.malloc(100_000) for _ in range(500)]
for block in blocks: ctypes.memset(block, 1, 100_000)
for block in blocks[:-1]: library.free(block)
before = own_kb()
assert give_back()
print(before - own_kb())
"""

glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's malloc has arenas")


@glibc
def test_threads_share_few_arenas():
    # An arena's memory lies in one stretch of 64 MB; the main one may begin in another than it ends in.
    assert _arenas("few") <= 3 < _arenas("default")


def _arenas(which: str) -> int:
    return _told(MANY_THREADS, which)


@glibc
def test_freed_memory_goes_back():
    assert _told(FREED_BELOW_A_KEPT_BLOCK) > 40_000


def _told(program: str, *words: str) -> int:
    environ = {key: value for key, value in os.environ.items() if key != "MALLOC_ARENA_MAX"}
    told = subprocess.run(
        [sys.executable, "-c", program, *words], env=environ, capture_output=True, check=True
    )
    return int(told.stdout)
