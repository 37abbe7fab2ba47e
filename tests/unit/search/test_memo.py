"""A memo gives what its function gives, asks it once, and never grows beyond its limit."""

from search.memo import Memo


def test_each_argument_is_worked_out_once():
    asked: list[str] = []

    def work(word: str) -> str:
        asked.append(word)
        return word.upper()

    memo = Memo(work, limit=10)
    assert [memo[word] for word in ("a", "b", "a", "a")] == ["A", "B", "A", "A"]
    assert asked == ["a", "b"]


def test_at_the_limit_it_begins_again():
    memo = Memo(str.upper, limit=3)
    for word in "abcdefg":
        assert memo[word] == word.upper()
        assert len(memo) <= 3
    assert memo["a"] == "A"
