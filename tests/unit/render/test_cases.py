"""The recorded cases: each names what its output must and must not show."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from render import render_abstract, render_markdown, render_title
from tests.conftest import missing

from .view import view

_RENDER = {"abstract": render_abstract, "title": render_title, "note": render_markdown}


def _cases() -> list[dict]:
    folder = os.environ.get("COOLPAPERS_TEST_DATA")
    path = Path(folder).parent / "render_cases.jsonl" if folder else None
    if path is None or not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_cases_are_there():
    if _cases():
        return
    missing("render_cases.jsonl is not beside the folder that COOLPAPERS_TEST_DATA names")


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["id"])
def test_case(case):
    begin = time.process_time()
    html = _RENDER[case["kind"]](case["input"])
    assert time.process_time() - begin < 1
    shown = view(html)

    def present(wanted: str) -> bool:
        return wanted[5:] in html if wanted.startswith("html:") else wanted in shown

    assert [wanted for wanted in case["must_contain"] if not present(wanted)] == []
    assert [banned for banned in case["must_not_contain"] if present(banned)] == []
