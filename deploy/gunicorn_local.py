"""gunicorn's settings for `make run`: one process with threads, quiet, a last word once it really listens."""

import sys
from typing import Any

workers = 1
threads = 8
loglevel = "warning"
# No limit here: 1,000 characters of Chinese, which a query may have, are 9,000 in an address, and gunicorn's own limit is at
# most 8,190. What is longer is answered by our pages and problems. Only this machine reaches the server (127.0.0.1).
limit_request_line = 0
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
