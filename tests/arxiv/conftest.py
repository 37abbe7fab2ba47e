"""What the tests of the test arXiv share."""

from pathlib import Path

import pytest

from tests.conftest import real_data_folder


@pytest.fixture(scope="session")
def folder() -> Path:
    """Recorded answers of arXiv's own servers."""
    return real_data_folder() / "recorded"
