"""Ends with 0 when the process in this container does its work: `web` answers /healthz, `worker` answers Celery's ping,
`beat` has written its schedule lately.

    python deploy/healthcheck.py web|worker|beat

Needs nothing that the image does not have; prints why when it ends with 1.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

TIMEOUT_S = 4
SCHEDULE = Path("/tmp/celerybeat-schedule")  # noqa: S108 - the container's own memory; compose.yaml names the same
BEAT_SILENT_S = 600  # it writes every 180 s (Celery's PersistentScheduler, sync_every)


def web() -> str:
    """Why the web process is not healthy; empty when it is."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as fault:
        return str(fault)
    finally:
        connection.close()
    return "" if status == 200 else f"/healthz answers {status}"


def worker() -> str:
    """Why this container's Celery worker is not healthy; empty when it is."""
    command = [sys.executable, "-m", "celery", "--app", "worker.celery", "inspect", "ping"]
    command += ["--destination", f"celery@{socket.gethostname()}", "--timeout", str(TIMEOUT_S)]
    # The words are this file's own and the container's name.
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()[-400:]


def beat() -> str:
    """Why the scheduler is not healthy; empty when it is. The database library chooses the endings of its files."""
    written = [path.stat().st_mtime for path in SCHEDULE.parent.glob(f"{SCHEDULE.name}*")]
    silent_s = time.time() - max(written, default=0.0)
    return "" if silent_s < BEAT_SILENT_S else f"no schedule was written in the last {BEAT_SILENT_S} s"


def main(words: list[str]) -> int:
    """The exit code."""
    checks = {"web": web, "worker": worker, "beat": beat}
    if len(words) != 1 or words[0] not in checks:
        sys.stderr.write("usage: python deploy/healthcheck.py web|worker|beat\n")
        return 2
    fault = checks[words[0]]()
    if fault:
        sys.stderr.write(f"{fault}{os.linesep}")
    return int(bool(fault))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
