"""TeX → what MathJax says against it, by running the MathJax that the pages serve, with the pages' configuration."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.services.missing import ServiceMissing

STATIC = Path(__file__).parents[2] / "coolpapers" / "web" / "static"
VENDOR = STATIC / "vendor" / "mathjax"
PROGRAM = Path(__file__).with_name("typeset.mjs")


def node() -> str:
    """The Node of this machine, else the one Playwright brings; ServiceMissing without either."""
    own = shutil.which("node")
    if own:
        return own
    spec = find_spec("playwright")
    driver = Path(spec.origin).parent / "driver" / "node" if spec and spec.origin else None
    if driver is None or not driver.is_file():
        raise ServiceMissing("Node is not installed, and neither is Playwright, which brings one")
    return str(driver)


def complaints(formulas: Sequence[tuple[str, bool]]) -> list[str | None]:
    """For each (TeX, displayed) the message of MathJax's complaint, None for one that it typesets cleanly."""
    if not (VENDOR / "startup.js").is_file():
        raise ServiceMissing("MathJax is not in the static files: run make install")
    lines = "".join(json.dumps({"tex": tex, "display": display}) + "\n" for tex, display in formulas)
    with tempfile.TemporaryDirectory(prefix="coolpapers-mathjax-") as name:
        # Node takes .js files for modules only where a package.json says so.
        scripts = Path(name) / "js"
        shutil.copytree(STATIC / "js", scripts)
        (scripts / "package.json").write_text('{"type": "module"}', "ascii")
        done = subprocess.run(
            [node(), str(PROGRAM), str(scripts), str(VENDOR)],
            input=lines,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=540,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"node ended with {done.returncode}: {done.stderr[-2000:]}")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(formulas)
    return told
