"""Keywords as people would choose and write them, from a paper's text and what an index knows."""

import time

import pytest

from search.analysis import marked_words, stems, words
from search.backends.lookups import Frequencies
from search.keywords import chosen_keywords, tokens_of
from search.phrases import MAX_KEPT, kept_phrases
from search.surface import surface

TITLE = "Graph Neural Networks and Kolmogorov-Arnold Networks for the LHC"
ABSTRACT = (
    r"We propose graph neural networks trained on the LHC. The Schr\"odinger equation, however, is hard. Here the "
    r"Schr\"odinger equation of dark matter halos, $\alpha_{ij}$ and $x_1$, is solved by a GAN, see Smith et al. 2019. Real-time "
    "inference of Kolmogorov-Arnold networks: GAN and GANs (Hubble's law) show dark matter."
)

# How many of 100,000 papers have a word, or a phrase in the title or twice.
KNOWN = {
    ("all", "graph"): 4_000, ("all", "neural"): 9_000, ("all", "network"): 14_000, ("all", "equat"): 12_000,
    ("all", "schroding"): 1_000, ("all", "dark"): 1_500, ("all", "matter"): 3_000, ("all", "halo"): 500, ("all", "gan"): 300,
    ("all", "lhc"): 700, ("all", "hubbl"): 300, ("all", "law"): 2_000, ("all", "train"): 6_000, ("all", "smith"): 20,
    ("all", "solv"): 5_000, ("all", "hard"): 2_000, ("all", "kolmogorov"): 200, ("all", "arnold"): 90, ("all", "infer"): 3_000,
    ("phrases", "graph_neural_network"): 700, ("phrases", "graph_neural"): 720, ("phrases", "neural_network"): 5_000,
    ("phrases", "network_train"): 60, ("phrases", "schroding_equat"): 500, ("phrases", "dark_matter"): 900,
    ("phrases", "matter_halo"): 60, ("phrases", "dark_matter_halo"): 55, ("phrases", "hubbl_law"): 8,
    ("phrases", "kolmogorov_arnold"): 30, ("phrases", "arnold_network"): 28, ("phrases", "kolmogorov_arnold_network"): 27,
}  # fmt: skip


def chosen(title: str, abstract: str, limit: int = 10) -> list[str]:
    made = surface(f"{title}\n{abstract}")
    asked = set(tokens_of(made))
    known = Frequencies(100_000, {each: count for each, count in KNOWN.items() if each in asked})
    return [each.shown.text for each in chosen_keywords(made, known, limit=limit)]


def test_phrases_in_the_form_people_write() -> None:
    found = chosen(TITLE, ABSTRACT)
    assert {
        "graph neural networks",
        "Kolmogorov-Arnold networks",
        "Schrödinger equation",
        "LHC",
        "GAN",
    } <= set(found)
    assert "dark matter" in found or "dark matter halos" in found


def test_no_debris() -> None:
    for word in chosen(TITLE, ABSTRACT, limit=50):
        parts = word.lower().split()
        assert "networks trained" not in word.lower()
        assert not {
            "et",
            "al",
            "propose",
            "show",
            "ij",
            "x1",
            "x",
            "2019",
            "smith",
            "real-time",
            "neural",
        } & set(parts) or (parts == ["graph", "neural", "networks"])
        assert not word.startswith("Neural")
    assert "neural networks" not in chosen(TITLE, ABSTRACT, limit=50)
    assert "Arnold networks" not in chosen(TITLE, ABSTRACT, limit=50)


def test_weights_fall_from_one() -> None:
    made = surface(f"{TITLE}\n{ABSTRACT}")
    found = chosen_keywords(made, Frequencies(100_000, KNOWN), limit=5)
    weights = [each.shown.weight for each in found]
    assert weights[0] == 1.0
    assert weights == sorted(weights, reverse=True)
    assert len(found) == 5
    assert all(weight > 0 for weight in weights)


@pytest.mark.parametrize("text", ["", "\n", "$x$", "the of and", "We show that it is."])
def test_nothing_to_choose(text: str) -> None:
    assert chosen("", text) == []


FRENCH = (
    "Nous \\'etudions les vari\\'et\\'es dans les espaces et les groupes de Lie qui sont compacts. Les vari\\'et\\'es de Picard, "
    "les espaces et les groupes que nous construisons avec une m\\'ethode pour des corps: les vari\\'et\\'es sont lisses."
)
# As an index of English papers knows them: rare, and beside each other oftener than by chance.
RARE = {
    ("all", stem): 40 for stem in stems(words("les des une nous dans sont de sur pour et der die und eine el los para"))
} | {
    ("all", stem): 12 for stem in stems(words("varietes espaces groupes ideale moduln teoria compacts"))
} | {
    ("phrases", "les_espac"): 9, ("phrases", "les_variet"): 9, ("phrases", "les_group"): 9, ("phrases", "de_la"): 30,
    ("phrases", "sur_les"): 30, ("phrases", "de_sitter"): 200, ("phrases", "van_der"): 300, ("phrases", "der_waal"): 290,
    ("phrases", "van_der_waal"): 290, ("all", "sitter"): 220, ("all", "waal"): 300, ("all", "van"): 400,
}  # fmt: skip


def chosen_of_rare(title: str, abstract: str) -> list[str]:
    made = surface(f"{title}\n{abstract}")
    return [each.shown.text for each in chosen_keywords(made, Frequencies(100_000, RARE), limit=50)]


@pytest.mark.parametrize(
    ("title", "abstract", "kept"),
    [
        ("Sur les espaces et les groupes", FRENCH, {"variétés", "espaces", "groupes"}),
        ("Sur les espaces", f"{FRENCH} We study varieties, and spaces too.", {"variétés", "espaces"}),
        (
            "Sur les espaces de groupes",
            "We study spaces.",
            {"espaces", "groupes"},
        ),  # a title alone
        ("Die Ideale und der Moduln", "We study rings.", {"ideale", "moduln"}),
        ("Ideale von Moduln", "We study rings.", {"ideale", "moduln"}),
        ("Una teoria para los compacts", "We study ideals.", {"teoria"}),
        ("SUR les espaces", "les espaces, les espaces", {"espaces"}),
    ],
)
def test_function_words_of_other_languages_are_no_keywords(title: str, abstract: str, kept: set[str]) -> None:
    found = chosen_of_rare(title, abstract)
    assert kept <= {word.lower() for word in found}
    parts = {part for word in found for part in word.split()}
    assert not parts & {
        "les",
        "des",
        "une",
        "nous",
        "dans",
        "sont",
        "de",
        "sur",
        "pour",
        "et",
        "und",
        "para",
        "los",
    }
    assert not {word.lower() for word in found} & {"der", "die", "von", "una", "el"}


def test_names_and_acronyms_that_look_like_them_stay() -> None:
    assert chosen_of_rare("de Sitter", "In de Sitter, de Sitter and more we pour tea.") == ["de Sitter"]
    found = chosen_of_rare("Van der Waals forces", "The van der Waals force is a force of van der Waals.")
    assert found[0] == "van der Waals"
    found = chosen_of_rare("LES and DES of flows", "We use LES, a method, and DES, another. LES is DES.")
    assert {"LES", "DES"} <= set(found)


def test_kept_phrases_are_those_of_the_title_and_those_said_twice() -> None:
    def kept(title: str, abstract: str) -> list[str]:
        return kept_phrases(stems(marked_words(title)), stems(marked_words(abstract)))

    assert kept("Dark matter halos", "of stars") == ["dark_matter", "dark_matter_halo", "matter_halo"]
    assert kept("Halos", "dark matter here, dark matters there. Once only.") == ["dark_matter"]
    assert kept("Of $x$, stars", "stars, stars. stars") == []
    assert kept("", "dark matter. halo dark; matter") == []
    assert len(kept(" ".join(f"w{at}x" for at in range(500)), "")) == MAX_KEPT


@pytest.mark.parametrize("unit", ["a-b ", "word ", "$x$ ", "dark matter ", "A", "\\'e", "Don't "])
def test_hostile_text_costs_linear_time(unit: str) -> None:
    started = time.perf_counter()
    chosen(unit * 20_000, unit * 20_000)
    assert time.perf_counter() - started < 5
