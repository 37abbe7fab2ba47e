"""manage.py, or Celery, with leases of a second instead of a minute, and a SIGKILL at a given call:

    python -m tests.faults.hurried [--strike worker.indexing._mark:2] harvest oai
    celery --app tests.faults.hurried worker

The process is killed by itself, at the second call of that function, before it does anything: by SIGKILL nobody can tell.
"""

import importlib
import os
import signal
import sys
from typing import Any

import django

LEASE_S = 1.5


def hurry() -> None:
    """A process that waits for a dead one waits seconds; a failed request is tried again at once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coolpapers.settings")
    django.setup()
    holding = importlib.import_module("worker.holding")
    service_command = importlib.import_module("worker.management.service_command")
    retrying = importlib.import_module("worker.http.retrying")
    holding.LEASE_S = service_command.LEASE_S = LEASE_S
    retrying.BACKOFF_FIRST_S = 0.1


def strike(place: str) -> None:
    """Kills this process at a call of MODULE.FUNCTION:NUMBER."""
    name, _, number = place.partition(":")
    module_name, _, function = name.rpartition(".")
    module = importlib.import_module(module_name)
    real = getattr(module, function)
    calls = 0

    def struck(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **named)

    setattr(module, function, struck)


hurry()
from worker.celery import app  # noqa: E402 - Django has to be set up

__all__ = ["app"]

if __name__ == "__main__":
    words = sys.argv[1:]
    if words[0] == "--strike":
        strike(words[1])
        words = words[2:]
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *words])
