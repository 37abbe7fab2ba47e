"""Static files: hashed by collectstatic, imports of modules followed, vendor/ left alone, and a budget for what is sent."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from coolpapers.web import assets
from coolpapers.web.assets import HashedStaticFiles

STATIC = Path(assets.__file__).resolve().parent / "static"
CSS_BUDGET = 20_000  # bytes, compressed
JS_BUDGET = 30_000


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """A STATIC_ROOT after collectstatic; a file of ours stands for the vendor's."""
    source = tmp_path / "source"
    (source / "vendor" / "maths").mkdir(parents=True)
    (source / "vendor" / "maths" / "core.js").write_text("export {} from './not-there.js';\n" * 50)
    for folder in ("js", "css", "img"):
        (source / folder).symlink_to(STATIC / folder)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "root"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "coolpapers.web.assets.HashedStaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "root"


def test_our_files_get_hashed_names(collected: Path) -> None:
    storage = HashedStaticFiles(location=str(collected))
    address = storage.url("css/frame.css")
    assert re.fullmatch(r"/static/css/frame\.[0-9a-f]{12}\.css", address)
    assert (collected / address.removeprefix("/static/")).read_bytes() == (
        STATIC / "css" / "frame.css"
    ).read_bytes()


def test_imports_lead_to_hashed_modules(collected: Path) -> None:
    storage = HashedStaticFiles(location=str(collected))
    waiting, seen = [storage.url("js/app.js")], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        text = (collected / address.removeprefix("/static/")).read_text("utf-8")
        imports = re.findall(r'^(?:import|export)[^;"]*"(\./[^"]+)";', text, re.MULTILINE)
        assert all(re.fullmatch(r"\./[\w-]+\.[0-9a-f]{12}\.js", name) for name in imports), (address, imports)
        waiting += [f"/static/js/{name.removeprefix('./')}" for name in imports]
    modules = {file.stem for file in (STATIC / "js").glob("*.js")} - {"theme"}
    assert {Path(address).name.split(".")[0] for address in seen} == modules


def test_vendor_files_keep_their_names_and_are_compressed(collected: Path) -> None:
    storage = HashedStaticFiles(location=str(collected))
    assert storage.url("vendor/maths/core.js") == "/static/vendor/maths/core.js"
    assert {file.name for file in (collected / "vendor" / "maths").iterdir()} >= {"core.js", "core.js.gz"}


def test_without_collectstatic_plain_names_are_given(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "nothing"
    storage = HashedStaticFiles(location=str(tmp_path / "nothing"))
    assert storage.url("css/frame.css") == "/static/css/frame.css"


@pytest.mark.parametrize(("folder", "budget"), [("css", CSS_BUDGET), ("js", JS_BUDGET)])
def test_what_is_sent_is_small(folder: str, budget: int) -> None:
    sizes = {
        file.name: len(gzip.compress(file.read_bytes()))
        for file in (STATIC / folder).iterdir()
        if file.is_file()
    }
    assert sum(sizes.values()) <= budget, sizes
