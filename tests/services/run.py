"""Runs a command while a service runs:  python -m tests.services.run postgresql COMMAND…

The command finds the store's address in COOLPAPERS_DATABASE_URL, so the same tests run on SQLite and PostgreSQL.
The exit code is the command's; a missing service is 0 and a line that says so, or 1 where CI=true.
"""

import os
import subprocess
import sys

from tests.services.missing import ServiceMissing, must_be_complete
from tests.services.postgresql import postgresql

SERVICES = {"postgresql": (postgresql, "COOLPAPERS_DATABASE_URL")}


def main(words: list[str]) -> int:
    """The exit code."""
    if len(words) < 2 or words[0] not in SERVICES:
        sys.stderr.write(f"usage: python -m tests.services.run {'|'.join(SERVICES)} COMMAND...\n")
        return 2
    name, *command = words
    start, variable = SERVICES[name]
    try:
        with start() as address:
            print(f"On {name}: {' '.join(command)}", flush=True)
            return wait(subprocess.Popen(command, env={**os.environ, variable: address}))
    except ServiceMissing as error:
        print(f"{'FAILED' if must_be_complete() else 'SKIPPED'} on {name}: {error}", flush=True)
        return int(must_be_complete())


def wait(process: "subprocess.Popen[bytes]") -> int:
    """The exit code of the command, which handles Ctrl-C itself (the terminal sends it to both)."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
