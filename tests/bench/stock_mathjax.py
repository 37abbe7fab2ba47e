"""MathJax as its packages bring it, for comparison: the one-file build and the whole font, of the version the site uses."""

import json
import shutil
import tempfile
from pathlib import Path

from deploy.install.assets import ROOT, fetch


def stock_mathjax() -> Path:
    """The folder that holds `mathjax` and `@mathjax`; fetched by npm once a version, kept in .cache."""
    version = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]["mathjax"]
    place = ROOT / ".cache" / f"mathjax-{version}"
    if not (place / "mathjax" / "tex-chtml.js").is_file():
        with tempfile.TemporaryDirectory(prefix="coolpapers-bench-") as scratch:
            fetched = fetch(Path(scratch))
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(fetched, place)
    return place
