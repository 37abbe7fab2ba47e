"""Papers that change day by day at arXiv: increments leave the store and the index as a fresh harvest of the last state does."""

import pytest

from tests.arxiv.kaggle import held_papers
from tests.arxiv.made import made_papers
from tests.faults.long_run_changes import Later, replayed


@pytest.mark.parametrize("seed", [1, 2])
def test_increments_end_as_a_fresh_harvest(tmp_path, seed):
    later = Later(made_papers(600), 4, seed)
    kinds = {paper.deleted for paper in later.state.values()}
    assert kinds == {True, False}
    assert replayed(later, tmp_path) == []


def test_increments_of_real_papers_end_as_a_fresh_harvest(tmp_path, real_data):
    later = Later(held_papers(real_data / "arxiv_sample_20k.jsonl.zst", 1_500), 3, 3)
    assert replayed(later, tmp_path) == []
