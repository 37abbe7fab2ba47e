"""The long run in short, on real processes: whatever is struck, store and index end as arXiv is.

For minutes and hours, and with other seeds: python -m tests.faults.long_run
"""

import pytest

from tests.conftest import missing
from tests.faults.long_run import long_run
from tests.services.missing import ServiceMissing


@pytest.mark.parametrize("on, seconds", [("embedded", 20), ("production", 25)])
def test_store_and_index_end_as_arxiv_is(tmp_path, on, seconds):
    try:
        wrong, counts = long_run(on, seconds, 7, tmp_path)
    except ServiceMissing as error:
        missing(str(error))
    assert wrong == [], counts
    assert counts["papers"] > 300
