"""Author lines as arXiv prints them."""

import pytest

from worker.authors import parse_authors


@pytest.mark.parametrize(
    "line, names",
    [
        ("", []),
        ("Ada Kettle", [("Ada Kettle", "Kettle", "Ada", "")]),
        ("A. B. Kettle, C. Saucer and D. Spoon", [("A. B. Kettle", "Kettle", "A. B.", ""), ("C. Saucer", "Saucer", "C.", ""), ("D. Spoon", "Spoon", "D.", "")]),
        ("Ada Kettle (Tea, Milk and Sugar Works), Bo Saucer", [("Ada Kettle", "Kettle", "Ada", "Tea, Milk and Sugar Works"), ("Bo Saucer", "Saucer", "Bo", "")]),
        ("Ada Kettle (Works (East)) (London)", [("Ada Kettle", "Kettle", "Ada", "Works (East); London")]),
        ("Jan van der Berg, Ludwig van Ink", [("Jan van der Berg", "van der Berg", "Jan", ""), ("Ludwig van Ink", "van Ink", "Ludwig", "")]),
        ("Martin Cup Jr., Otto Pot, III", [("Martin Cup Jr.", "Cup", "Martin", ""), ("Otto Pot III", "Pot", "Otto", "")]),
        ("Plato", [("Plato", "Plato", "", "")]),
        ("A. One; B. Two & C. Three,, and D. Four", [("A. One", "One", "A.", ""), ("B. Two", "Two", "B.", ""), ("C. Three", "Three", "C.", ""), ("D. Four", "Four", "D.", "")]),
        ("Anders Andersand", [("Anders Andersand", "Andersand", "Anders", "")]),
        ("Ada Kettle (unclosed, Bo", [("Ada Kettle", "Kettle", "Ada", "unclosed, Bo")]),
        ("Ada ) Kettle", [("Ada ) Kettle", "Kettle", "Ada )", "")]),
    ],
)  # fmt: skip
def test_names(line, names):
    assert [(a.name, a.keyname, a.forenames, a.affiliation) for a in parse_authors(line)] == names


def test_a_monstrous_line_is_read_in_linear_time():
    assert len(parse_authors("A. One, " * 20_000)) == 20_000
    assert len(parse_authors("(" * 100_000)) == 0
