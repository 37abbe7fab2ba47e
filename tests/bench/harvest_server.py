"""The test arXiv in a process of its own for the harvest benches, and a bare client that only downloads its pages."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import urllib3

SAMPLES = ("arxiv_sample_100k", "arxiv_recent_2025_2026")
_TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]+)</resumptionToken>")


@contextlib.contextmanager
def arxiv_server(sample: str, papers: int, *words: str) -> Iterator[dict[str, str]]:
    """The variables by which our programs take it for arXiv. It has not rendered anything yet, as arXiv's own for each answer."""
    path = Path(os.environ["COOLPAPERS_TEST_DATA"]) / f"{sample}.jsonl.zst"
    command = [sys.executable, "-m", "tests.arxiv", "--papers", str(path), "--limit", str(papers), *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        exports: dict[str, str] = {}
        while "COOLPAPERS_REQUEST_INTERVAL_S" not in exports:
            line = server.stdout.readline()
            if not line:
                raise SystemExit("the test arXiv did not start")
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").strip().partition("=")
                exports[name] = value
        yield exports
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def bare_s(exports: dict[str, str]) -> float:
    """Seconds that a client takes which downloads every page, follows the tokens and does nothing else."""
    pool = urllib3.PoolManager()
    url, began = exports["COOLPAPERS_OAI_URL"], time.perf_counter()
    params = {"verb": "ListRecords", "metadataPrefix": "arXivRaw"}
    while True:
        answer = pool.request("GET", f"{url}?{urlencode(params)}", headers={"Accept-Encoding": "gzip"})
        token = _TOKEN.search(answer.data[-1_000:])
        if token is None:
            return time.perf_counter() - began
        params = {"verb": "ListRecords", "resumptionToken": token[1].decode()}
