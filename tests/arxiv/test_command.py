"""The test arXiv by hand: python -m tests.arxiv over a file of Kaggle-schema lines."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import urllib3

from tests.source_tree import ROOT

ROW = {
    "id": "0704.0001",
    "submitter": "Ada Kettle",
    "authors": "Ada Kettle and B. Saucer",
    "title": "On tea\n  and $E=mc^2$",
    "comments": None,
    "journal-ref": None,
    "doi": None,
    "report-no": None,
    "categories": "hep-ph cs.LG",
    "license": None,
    "abstract": "  We count cups.\n",
    "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
    "update_date": "2008-11-26",
    "authors_parsed": [["Kettle", "Ada", ""], ["Saucer", "B.", "", "Institute of Tea"]],
}


def test_command_serves_the_papers_until_it_is_told_to_end(tmp_path: Path) -> None:
    papers = tmp_path / "papers.jsonl"
    papers.write_text(json.dumps(ROW) + "\n\n" + json.dumps(ROW | {"id": "0704.0002"}) + "\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.arxiv", "--papers", str(papers)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(6)]
        addresses = dict(line.removeprefix("export ").strip().split("=", 1) for line in said[1:])
        assert said[0].startswith("2 papers at http://127.0.0.1:")
        url = f"{addresses['COOLPAPERS_OAI_URL']}?verb=ListRecords&metadataPrefix=arXivRaw"
        body = urllib3.request("GET", url, timeout=10).data.decode()
        assert body.count("<record>") == 2
        assert "<datestamp>2008-11-26</datestamp>" in body
        assert "<title>On tea\n  and $E=mc^2$</title>" in body
        feed = urllib3.request("GET", f"{addresses['COOLPAPERS_FEED_URL']}/rss/hep-ph", timeout=10).data
        assert feed.count(b"<item>") == 2
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest.startswith("2 requests answered")
