"""Redis for the tests: COOLPAPERS_TEST_REDIS_URL, else redis-server or valkey-server of this machine."""

import contextlib
import os
import shutil
from collections.abc import Iterator

from tests.services.missing import ServiceMissing
from tests.services.program import free_port, listening, private_folder, running

VARIABLE = "COOLPAPERS_TEST_REDIS_URL"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The address (redis://…/0) of a server, empty when started here, while the block runs."""
    if given := os.environ.get(VARIABLE):
        yield given
        return
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise ServiceMissing(
            f"Redis is not installed (apt-get install redis-server), nor given by {VARIABLE}"
        )
    port = free_port()
    with private_folder("redis") as folder:
        memory_only = ("--save", "", "--appendonly", "no", "--dir", str(folder))
        command = [program, "--bind", "127.0.0.1", "--port", str(port), *memory_only]
        with running(command, folder, lambda: listening(port), within_s=10):
            yield f"redis://127.0.0.1:{port}/0"
