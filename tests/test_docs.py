"""What operators and readers can use is in the documents, and the documents name nothing that is not there."""

import re
from collections.abc import Iterator

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from coolpapers.env import PREFIX, TEST_PREFIX, Env
from tests.source_tree import ROOT, own_files

CONFIGURATION = ROOT / "deploy" / "CONFIGURATION.md"
OUR_APPS = ("coolpapers", "worker")
# What the README's addresses say in capitals, and an example of it.
PLACEHOLDERS = {"[vN]": "v2", "ID": "2401.01234", "LIST": "cs.CL", "NAME": "bibtex"}


def documents() -> str:
    """The text of everything written for users and operators."""
    paths = [
        ROOT / "README.md",
        ROOT / "ARCHITECTURE.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "deploy").glob("*.md")),
    ]
    return "\n".join(path.read_text("utf-8") for path in paths)


def variables() -> set[str]:
    return {PREFIX + name.upper() for name in Env.model_fields}


def test_every_variable_is_in_the_configuration() -> None:
    rows = set(re.findall(rf"^\| `({PREFIX}\w+)`", CONFIGURATION.read_text("utf-8"), re.MULTILINE))
    assert rows == variables()


def test_no_document_names_an_unknown_variable() -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", documents()))
    known = variables() | {f"{name}_FILE" for name in variables()}
    assert {name for name in named if name not in known and not name.startswith(TEST_PREFIX)} == set()


def test_the_variables_of_the_tests_are_documented_and_used() -> None:
    pattern = re.compile(rf"\b{TEST_PREFIX}[A-Z_]*[A-Z]\b")
    sources = [*own_files(".py", ".sh"), ROOT / ".ci" / "run"]
    used = {name for path in sources for name in pattern.findall(path.read_text("utf-8"))}
    assert set(pattern.findall(CONFIGURATION.read_text("utf-8"))) == used


def make_targets() -> set[str]:
    """The targets for people: those that `make help` lists."""
    return set(re.findall(r"^([a-z][a-z-]*):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)) - {
        "help"
    }


def test_make_targets_are_documented_and_exist() -> None:
    assert set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", documents(), re.MULTILINE)) == make_targets()


def our_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app.partition(".")[0] in OUR_APPS}


def test_commands_are_documented_and_exist() -> None:
    named = set(re.findall(r"manage\.py ([a-z][a-z_]*)", documents()))
    assert our_commands() - named == set()
    assert named - set(get_commands()) == set()


def readme_addresses() -> list[str]:
    """The addresses in the first column of the README's tables, without their query, as a reader would write them."""
    rows = re.findall(r"^\| (`/[^|]*) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    addresses = [found.partition("?")[0] for row in rows for found in re.findall(r"`(/[^`]*)`", row)]
    for placeholder, example in PLACEHOLDERS.items():
        addresses = [address.replace(placeholder, example) for address in addresses]
    return addresses


def is_catch_all(pattern: object, name: str | None) -> bool:
    """Whether the route only says that there is nothing: it takes whatever is left, and has no name."""
    return name is None and str(pattern) in {"", "api/"}


def routes(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every address of the service, except those that others describe: the REST calls (/api/docs), the site map."""
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            if part.name != "sitemap-day" and not is_catch_all(part.pattern, part.name):
                yield part
        elif str(part.pattern) != "v1/":
            yield from routes(part)


@pytest.mark.parametrize("address", readme_addresses())
def test_an_address_of_the_readme_exists(address: str) -> None:
    try:
        match = resolve(address)
    except Resolver404:
        match = None
    if match is None or is_catch_all(match.route, match.url_name):
        pytest.fail(f"README.md names {address}, which no route answers", pytrace=False)


def test_every_address_is_in_the_readme() -> None:
    answered = {resolve(address).func for address in readme_addresses()}
    assert answered, "no addresses were found in README.md"
    assert (
        sorted(str(route.pattern) for route in routes(get_resolver()) if route.callback not in answered) == []
    )
