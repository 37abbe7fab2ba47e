"""What every test may ask for: real data, real servers; and the mark `store` on whatever uses the database."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

from tests.distribution import ByFileOrFolder
from tests.services.elasticsearch import elasticsearch
from tests.services.missing import ServiceMissing, must_be_complete
from tests.services.postgresql import postgresql
from tests.services.redis import redis

# A shared machine makes single examples slow now and then; a derandomised run in CI fails for the change alone.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if must_be_complete() else "default")

DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "store: uses the database; runs on SQLite and on PostgreSQL (set by itself)"
    )


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFileOrFolder:
    return ByFileOrFolder(config, log)


@pytest.hookimpl(trylast=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks `store` what uses the database, by fixture or by django_db; a browser sees no difference between databases."""
    if "tests/browser/" in item.nodeid:
        return
    fixtures = frozenset(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
        item.add_marker("store")


def missing(what: str) -> NoReturn:
    """Skips the test with the reason; where CI=true, fails it."""
    if must_be_complete():
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def provided(start: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of the service while the tests run."""
    try:
        with start() as address:
            yield address
    except ServiceMissing as error:
        missing(str(error))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL, for what must hold there whichever database the run is on."""
    yield from provided(postgresql)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis, shared by the tests of this process: use keys of your own."""
    yield from provided(redis)


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """A real Elasticsearch 9, shared by the tests of this process: append /index, a name of your own, and remove it."""
    yield from provided(elasticsearch)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """As `real_data_folder` says."""
    return real_data_folder()


def real_data_folder() -> Path:
    """The folder of recorded arXiv answers and metadata samples (see its README); not part of a clone."""
    given = os.environ.get("COOLPAPERS_TEST_DATA")
    if not given:
        missing("COOLPAPERS_TEST_DATA names no folder of real arXiv data")
    folder = Path(given)
    if not folder.is_dir():
        missing(f"COOLPAPERS_TEST_DATA={given} is not a folder")
    return folder.resolve()
