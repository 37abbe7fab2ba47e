"""Who may import whom, who may read the environment, how long a file may be: ARCHITECTURE.md, kept true."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.source_tree import ROOT, own_files, shown

OURS = ("render", "search", "coolpapers", "worker", "deploy", "tests")
PROGRAM = OURS[:4]
LONGEST_FILE = 400
ENVIRONMENT_READER = "coolpapers.env"
OF_OS = frozenset({"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv"})

# The longest prefix of a module's name decides. Pure modules of coolpapers hold the field's rules (ids, categories,
# calendar, citations) and are for everybody, the store included; so they know neither Django nor the store.
PURE = tuple(
    f"coolpapers.{name}"
    for name in (
        "bibtex_text",
        "category_lists",
        "citations",
        "identifiers",
        "schedule",
        "taxonomy",
        "taxonomy_data",
    )
)
FORBIDDEN: Mapping[str, tuple[str, ...]] = {
    "render": ("django", "search", "coolpapers", "worker"),
    "search": ("django", "render", "coolpapers", "worker"),
    **dict.fromkeys(
        PURE, ("django", "search", "worker", "coolpapers.papers", "coolpapers.web", "coolpapers.api")
    ),
    ENVIRONMENT_READER: ("django", "render", "search", "worker", "coolpapers"),
    "coolpapers": ("worker",),
    "coolpapers.papers": ("worker", "coolpapers.engine", "coolpapers.web", "coolpapers.api"),
    "coolpapers.engine": ("worker", "coolpapers.web", "coolpapers.api"),
    "coolpapers.web": ("worker", "coolpapers.api"),
    "coolpapers.api": ("worker", "coolpapers.web"),
    "worker": ("coolpapers.web", "coolpapers.api"),
}


def module_name(path: Path) -> str:
    """The dotted name of the file: search/types.py → search.types, search/__init__.py → search."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def program_sources() -> dict[Path, str]:
    """The text of every Python file of the program (not of the tests)."""
    return {
        path: path.read_text("utf-8")
        for path in own_files(".py")
        if path.relative_to(ROOT).parts[0] in PROGRAM
    }


def imported(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[str]:
    """Every dotted name the module imports, wherever in the file; `from a import b` gives a.b, which may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                names = module.split(".")
                up = node.level - is_package  # a package is the first dot itself
                parents = names[: len(names) - up]
                base = ".".join([*parents, base] if base else parents)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def within(name: str, prefix: str) -> bool:
    """Whether the dotted name is the prefix or below it."""
    return name == prefix or name.startswith(f"{prefix}.")


def forbidden_to(module: str) -> tuple[str, ...]:
    """What the module must not import: the rule of its longest prefix, and the tests and the deployment always."""
    rules = [prefix for prefix in FORBIDDEN if within(module, prefix)]
    return (*FORBIDDEN[max(rules, key=len)], "tests", "deploy")


def wrong_imports(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """The imports of the module that go against the direction."""
    names = set(imported(ast.parse(source), module, is_package=is_package))
    return sorted(name for name in names if any(within(name, prefix) for prefix in forbidden_to(module)))


def environment_reads(source: str) -> list[int]:
    """The lines that touch the environment; naming Django's settings module for a process does not count."""
    tree = ast.parse(source)
    harmless = {
        node.func.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setdefault"
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == "DJANGO_SETTINGS_MODULE"
    }
    lines = []
    for node in ast.walk(tree):
        imports = (
            isinstance(node, ast.ImportFrom)
            and {f"{node.module}.{alias.name}" for alias in node.names} & OF_OS
        )
        uses = isinstance(node, ast.Attribute) and node not in harmless and ast.unparse(node) in OF_OS
        if imports or uses:
            lines.append(node.lineno)
    return lines


def test_imports_go_one_way() -> None:
    wrong = {
        shown(path): found
        for path, source in program_sources().items()
        if (found := wrong_imports(module_name(path), source, is_package=path.name == "__init__.py"))
    }
    assert wrong == {}


def test_only_env_reads_the_environment() -> None:
    wrong = {
        shown(path): lines
        for path, source in program_sources().items()
        if module_name(path) != ENVIRONMENT_READER and (lines := environment_reads(source))
    }
    assert wrong == {}


def test_files_stay_short() -> None:
    # Migrations are written by Django; recorded input and golden cases are data.
    skipped = ("migrations", "data", "golden")
    sources = [
        p for p in own_files(".py", ".js", ".css", ".html", ".sh") if not set(p.parent.parts) & set(skipped)
    ]
    assert len(sources) > 50
    long = {
        shown(path): lines for path in sources if (lines := path.read_bytes().count(b"\n")) > LONGEST_FILE
    }
    assert long == {}


def test_every_rule_is_about_something_that_exists() -> None:
    modules = {module_name(path) for path in program_sources()}
    assert {rule for rule in FORBIDDEN if not any(within(name, rule) for name in modules)} == set()


@pytest.mark.parametrize(
    "module, source, found",
    [
        ("render.text", "import coolpapers.env", ["coolpapers.env"]),
        ("render", "from django.utils import html", ["django.utils.html"]),
        ("search.backends.tantivy", "def f():\n    from render import plain_text", ["render.plain_text"]),
        ("search.types", "from search import errors\nfrom . import fields", []),
        ("search.types", "from ..worker import tasks", ["worker.tasks"]),
        ("coolpapers.web.views.listing", "from ...api import problems", ["coolpapers.api.problems"]),
        ("coolpapers.web.views.listing", "from coolpapers import api", ["coolpapers.api"]),
        ("coolpapers.api.papers", "import worker.pipeline as p", ["worker.pipeline"]),
        (
            "coolpapers.papers.store",
            "from coolpapers.engine import search_backend",
            ["coolpapers.engine.search_backend"],
        ),
        (
            "coolpapers.taxonomy",
            "from coolpapers.papers.models import Paper",
            ["coolpapers.papers.models.Paper"],
        ),
        ("coolpapers.urls", "import workerbee", []),
        (
            "worker.pipeline",
            "from coolpapers.papers import store\nfrom tests import worlds",
            ["tests.worlds"],
        ),
    ],
)
def test_a_planted_import_is_found(module: str, source: str, found: list[str]) -> None:
    assert wrong_imports(module, source) == found


@pytest.mark.parametrize(
    "module, source, found",
    [
        ("coolpapers.web", "from ..api import x", ["coolpapers.api.x"]),
        ("coolpapers.web", "from . import views", []),
        ("coolpapers.papers", "from .. import api", ["coolpapers.api"]),
    ],
)
def test_relative_imports_of_packages_are_resolved(module: str, source: str, found: list[str]) -> None:
    assert wrong_imports(module, source, is_package=True) == found


@pytest.mark.parametrize(
    "source, lines",
    [
        ("import os\nx = os.environ['A']", [2]),
        ("import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x')", []),
        ("import os\nos.environ.setdefault('A', 'x')", [2]),
        ("import os\nx = os.getenv('A')", [2]),
        ("from os import environ", [1]),
        ("environ = {}\nx = self.environ", []),
    ],
)
def test_a_planted_read_of_the_environment_is_found(source: str, lines: list[int]) -> None:
    assert environment_reads(source) == lines
