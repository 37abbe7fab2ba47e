"""gunicorn's settings for `make run`: one process with threads, quiet, a last word once it really listens."""

import sys
from typing import Any

workers = 1
threads = 8
loglevel = "warning"
limit_request_line = (
    8190  # a query of 1,000 Chinese characters has 9,000 bytes; gunicorn takes no more than this
)
graceful_timeout = 5


def when_ready(server: Any) -> None:
    """Writes the address and the next useful commands; gunicorn calls it when the socket is open."""
    address = "http://{}:{}".format(*server.LISTENERS[0].getsockname()[:2])
    sys.stdout.write(
        "\nReal papers:         .venv/bin/python manage.py harvest snapshot PATH    (README.md says from where)\n"
        "State of the store:  .venv/bin/python manage.py status\n"
        "Another port:        make run PORT=8080\n"
        f"\nCool Papers is at {address} (Ctrl-C stops it)\n"
    )
    sys.stdout.flush()
