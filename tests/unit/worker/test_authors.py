"""Author lines as arXiv prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.authors import parse_authors, parse_name


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
        ("Ada Kettle () and Bo Saucer ()", [("Ada Kettle", "Kettle", "Ada", ""), ("Bo Saucer", "Saucer", "Bo", "")]),
        ("Z. Quill, A. Kettle and B. Saucer (Works)", [("Z. Quill", "Quill", "Z.", "Works"), ("A. Kettle", "Kettle", "A.", "Works"), ("B. Saucer", "Saucer", "B.", "Works")]),
        ("A. Kettle (Here), B. Saucer, C. Spoon (There)", [("A. Kettle", "Kettle", "A.", "Here"), ("B. Saucer", "Saucer", "B.", "There"), ("C. Spoon", "Spoon", "C.", "There")]),
        ("A. Kettle (1), B. Saucer (1 and 2), C. Spoon (3) ((1) Here, Ink (2) There (North))", [("A. Kettle", "Kettle", "A.", "Here, Ink"), ("B. Saucer", "Saucer", "B.", "Here, Ink; There (North)"), ("C. Spoon", "Spoon", "C.", "")]),
        ("A. Kettle (1), B. Saucer (2)", [("A. Kettle", "Kettle", "A.", ""), ("B. Saucer", "Saucer", "B.", "")]),
        ("A. Kettle and B. Saucer (for the TEAPOT Collaboration)", [("A. Kettle", "Kettle", "A.", ""), ("B. Saucer", "Saucer", "B.", "for the TEAPOT Collaboration")]),
        ("The TEAPOT Collaboration: A. Kettle, et al", [("The TEAPOT Collaboration", "The TEAPOT Collaboration", "", ""), ("A. Kettle", "Kettle", "A.", "")]),
        ("A. Kettle et al. (TEAPOT Collaboration)", [("A. Kettle", "Kettle", "A.", "TEAPOT Collaboration")]),
        ("A. Kettle, for the TEAPOT and CUP Collaborations", [("A. Kettle", "Kettle", "A.", ""), ("for the TEAPOT and CUP Collaborations", "for the TEAPOT and CUP Collaborations", "", "")]),
        ("V.I. Quill, A.Kettle, N.d'Ink, Ch.-Y. Cup, X. -P. Pot", [("V. I. Quill", "Quill", "V. I.", ""), ("A. Kettle", "Kettle", "A.", ""), ("N. d'Ink", "d'Ink", "N.", ""), ("Ch.-Y. Cup", "Cup", "Ch.-Y.", ""), ("X.-P. Pot", "Pot", "X.-P.", "")]),
        ("Zo\\'e {\\O}l, J. Kr{\\v c}m\\'a\\v r and Fran\\c{c}ois M\\\"{u}ller (Universit\\\"at)", [("Zoé Øl", "Øl", "Zoé", "Universität"), ("J. Krčmář", "Krčmář", "J.", "Universität"), ("François Müller", "Müller", "François", "Universität")]),
        ("A. Kettle AND B. Saucer And C. Spoon", [("A. Kettle", "Kettle", "A.", ""), ("B. Saucer", "Saucer", "B.", ""), ("C. Spoon", "Spoon", "C.", "")]),
        ("Andy Andrews, Sandy Sands", [("Andy Andrews", "Andrews", "Andy", ""), ("Sandy Sands", "Sands", "Sandy", "")]),
        ("Petra Etal", [("Petra Etal", "Etal", "Petra", "")]),
        ("J. Le Cup, R. De La Pot, A. dos Spoons", [("J. Le Cup", "Le Cup", "J.", ""), ("R. De La Pot", "De La Pot", "R.", ""), ("A. dos Spoons", "dos Spoons", "A.", "")]),
        ("Di Wang, Le Thanh", [("Di Wang", "Wang", "Di", ""), ("Le Thanh", "Thanh", "Le", "")]),
        ("G. David Quill, Jr., B. Saucer", [("G. David Quill Jr.", "Quill", "G. David", ""), ("B. Saucer", "Saucer", "B.", "")]),
        (", ;: and &", []),
        ("et al", []),
        ("Ada ) Kettle", [("Ada ) Kettle", "Kettle", "Ada )", "")]),
    ],
)  # fmt: skip
def test_names(line, names):
    assert [(a.name, a.keyname, a.forenames, a.affiliation) for a in parse_authors(line)] == names


@pytest.mark.parametrize(
    "name, expected",
    [
        ("C. -P. Quill", ("C.-P. Quill", "Quill", "C.-P.")),
        ("G. David Quill, Jr.", ("G. David Quill Jr.", "Quill", "G. David")),
        ("The TEAPOT Collaboration", ("The TEAPOT Collaboration", "The TEAPOT Collaboration", "")),
        ("Zo\\'e van der Ink", ("Zoé van der Ink", "van der Ink", "Zoé")),
        ("Plato", ("Plato", "Plato", "")),
        (",", (",", ",", "")),
    ],
)
def test_one_name(name, expected):
    told = parse_name(name)
    assert (told.name, told.keyname, told.forenames) == expected


@given(st.text("Ab., -;:()&{}\\'\"$~1é\n", max_size=60))
def test_any_line_gives_names_with_letters_and_reading_them_again_changes_nothing(line):
    for author in parse_authors(line):
        assert any(letter.isalnum() for letter in author.name)
        assert author.keyname
        if not set(line) & set("\\{}~$&"):  # TeX means something else when it is read twice
            assert parse_name(author.name).name == author.name


def test_a_monstrous_line_is_read_in_linear_time():
    assert len(parse_authors("A. One, " * 20_000)) == 20_000
    assert len(parse_authors("(" * 100_000)) == 0
    for piece in (
        ")",
        "()",
        "(1)",
        "(1) (2) ",
        " ",
        "et ",
        "and ",
        "a. ",
        ". -",
        "{",
        "\\'",
        "$",
        "a (b) ",
        "~",
        "J.",
    ):
        parse_authors(piece * 40_000)
