"""The command on small collections written here: what it prints, what it writes, how it fails."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard

from tests.relevance.__main__ import main

DOCS = [
    {
        "id": "1",
        "title": "Attention in neural networks",
        "abstract": "Attention weighs words.",
        "year": "2017",
    },
    {"id": "2", "title": "Convolution in neural networks", "abstract": "Filters slide over images."},
    {
        "id": "3",
        "title": "Attention and convolution",
        "abstract": "Both in one network.",
        "authors": "A. B, C. D",
    },
    {"id": "4", "title": "Black holes", "abstract": "They evaporate slowly.", "categories": "gr-qc,hep-th"},
]
SEARCHES = [
    {"id": "q1", "text": "evaporating black holes"},
    {"id": "q2", "text": 'an "unclosed question about attention'},
    {"id": "q3", "text": "attention " * 200},  # longer than the reader's language allows
    {"id": "unjudged", "text": "convolution"},
]
JUDGED_SEARCHES = ["q1\t4\t1", "q2\t1\t1", "q2\t3\t1", "q3\t1\t1", "q3\t2\t0"]


def collection(
    folder: Path, queries: Sequence[object], judged: Sequence[str], *, packed: bool = False
) -> Path:
    """A judged collection on disk."""
    lines = {"docs.jsonl": map(json.dumps, DOCS), "queries.jsonl": map(json.dumps, queries)}
    files = {name: "\n".join(told) + "\n" for name, told in lines.items()}
    files["qrels.tsv"] = "\n".join(["query_id\tdoc_id\trelevance", *judged]) + "\n"
    for name, text in files.items():
        if packed:
            (folder / f"{name}.zst").write_bytes(zstandard.compress(text.encode()))
        else:
            (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("engine", ["memory", "tantivy"])
def test_search_prints_figures_and_writes_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str, packed: bool
) -> None:
    folder = collection(tmp_path, SEARCHES, JUDGED_SEARCHES, packed=packed)
    url = "memory://" if engine == "memory" else f"tantivy://{tmp_path / 'index'}"
    run = tmp_path / "run.txt"
    assert main([str(folder), "--engine", url, "--task", "search", "--run", str(run)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures == {"nDCG@10": 1, "MAP": 1, "MRR": 1, "R@10": 1, "R@100": 1, "queries": 3}
    rows = [line.split(" ") for line in run.read_text().splitlines()]
    assert {len(row) for row in rows} == {6}
    assert {row[0] for row in rows} == {"q1", "q2", "q3", "unjudged"}
    assert rows[0][:4] == ["q1", "Q0", "4", "1"]
    assert rows[0][5] == "coolpapers"
    for query in ("q1", "q2", "q3", "unjudged"):
        mine = [row for row in rows if row[0] == query]
        assert [int(row[3]) for row in mine] == list(range(1, len(mine) + 1))
        scores = [float(row[4]) for row in mine]
        assert scores == sorted(scores, reverse=True)


def test_related_ranks_other_papers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = collection(tmp_path, [{"id": "q", "doc_id": "1"}], ["q\t2\t1", "q\t3\t1"])
    run = tmp_path / "run.txt"
    assert main([str(folder), "--engine", "memory://", "--task", "related", "--run", str(run)]) == 0
    assert json.loads(capsys.readouterr().out)["R@10"] == 1
    assert "1" not in {line.split()[2] for line in run.read_text().splitlines()}


def test_a_paper_with_its_text_ranks_the_judged_pool_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = {"id": "q", "doc_id": "1", "text": "Attention in neural networks Attention weighs words."}
    judged = ["q\t3\t3", "q\t4\t0", "q\t5\t1", "q\t6\t0", "q\t7\t0"]
    folder = collection(tmp_path, [query], judged)
    for task in ("related", "search"):
        run = tmp_path / f"{task}.txt"
        assert main([str(folder), "--engine", "memory://", "--task", task, "--run", str(run)]) == 0
        figures = json.loads(capsys.readouterr().out)
        assert [line.split()[2] for line in run.read_text().splitlines()] == [
            "3"
        ]  # 2 is alike too, but unjudged
        assert figures["NDCG@20%"] == 1  # one paper of five
        assert figures["MAP"] == 1  # the grade of 1 does not count as relevant


@pytest.mark.parametrize(
    "task, queries, judged, told",
    [
        ("related", SEARCHES, JUDGED_SEARCHES, "without 'doc_id'"),
        ("search", [{"id": "q", "doc_id": "1"}], ["q\t2\t1"], "without 'text'"),
        ("search", SEARCHES, ["q1\t4\t0"], "judge"),
        ("search", SEARCHES, ["q1 4 1"], "qrels.tsv, line 2"),
        ("search", [["no", "object"]], JUDGED_SEARCHES, "queries.jsonl, line 1"),
    ],
)
def test_a_wrong_collection_is_one_line_and_exit_code_1(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    task: str,
    queries: Sequence[object],
    judged: Sequence[str],
    told: str,
) -> None:
    folder = collection(tmp_path, queries, judged)
    assert main([str(folder), "--engine", "memory://", "--task", task]) == 1
    printed = capsys.readouterr()
    assert told in printed.err.splitlines()[-1]
    assert printed.out == ""


def test_a_missing_file_and_an_unknown_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--engine", "memory://", "--task", "search"]) == 1
    assert "docs.jsonl" in capsys.readouterr().err
    assert main([str(tmp_path), "--engine", "paper://", "--task", "search"]) == 1
    assert "paper" in capsys.readouterr().err
