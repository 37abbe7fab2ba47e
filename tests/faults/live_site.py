"""The processes of deploy/compose.yaml by their own command lines over a Stack, and a reader of their pages without JavaScript."""

import contextlib
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tests.faults.ingestion_stack import PROJECT, Stack
from tests.unit.deploy.compose_files import compose, words
from tests.web.html_page import Node, parse


@dataclass(frozen=True, slots=True)
class Site:
    """The running site and the test arXiv behind it."""

    address: str
    stack: Stack

    def read(self, path: str) -> tuple[int, str]:
        """Status and text of a GET."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def page(self, path: str) -> tuple[int, Node]:
        status, text = self.read(path)
        return status, parse(text)

    def rest(self, path: str) -> Any:
        """The JSON of a call of /api/v1, or of a whole address that an answer gave as `next`."""
        url = path if path.startswith("http") else f"{self.address}/api/v1{path}"
        with urllib.request.urlopen(url, timeout=20) as answer:
            return orjson.loads(answer.read())

    def press(self, page: Node) -> None:
        """Sends the page's form as a browser would; the page that follows, 404 as long as the paper is not here, is not looked at."""
        form = page.one("form", "fetch")
        request = urllib.request.Request(
            self.address + form["action"], method=form["method"].upper(), data=b""
        )
        request.add_header("Origin", self.address)
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(request, timeout=20).close()

    def asked(self, arxiv_id: str) -> int:
        """How often arXiv was asked for a paper."""
        return sum(arxiv_id in one.address for one in self.stack.arxiv.asked)


def started(stack: Stack, service: str, *more: str) -> "subprocess.Popen[bytes]":
    """The process of a service, by the words of the compose file and more; what it says goes to SERVICE.log."""
    program, *rest = words(compose()["services"][service])
    command = [str(Path(sys.executable).parent / program), *rest, *more]
    with (stack.folder / f"{service}.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**stack.environment, "DJANGO_SETTINGS_MODULE": "coolpapers.settings"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
