"""What becomes of TeX, accents and formulas: one table, index and query alike."""

import time

import pytest

from search.analysis import BREAKS, MAX_WORD, compound, compounds, marked_words, stem, stems, words

SAME = [
    ("schrodinger", [r"Schr\"odinger", "Schrödinger", "SCHRODINGER", r"Schr{\"o}dinger", r"Schr\"{o}dinger", "Schro\u0308dinger"]),
    ("erdos renyi", [r"Erd\H{o}s-R\'enyi", "Erdős–Rényi", r"Erd\H os R\'{e}nyi"]),
    ("kahler", [r"K\"ahler", "Kähler", r"K{\"a}hler"]),
    ("lojasiewicz", [r"{\L}ojasiewicz", r"\L ojasiewicz", r"\L{}ojasiewicz", "Łojasiewicz"]),
    ("strasse", [r"Stra\ss e", r"Stra{\ss}e", "Straße"]),
    ("naive cech", [r"na\"{\i}ve \v{C}ech", "naïve Čech"]),
    ("alpha divergence", [r"$\alpha$-divergence", "α-divergence", "alpha divergence", r"\alpha divergence"]),
    ("epsilon", [r"$\varepsilon$", r"$\epsilon$", "ϵ", "ε"]),
    ("lambda cdm", [r"$\Lambda$CDM", "ΛCDM", r"$\Lambda$ CDM"]),
    ("l2", ["$L^2$", "L^2", "L²", "L2", r"$\ell_2$", "ℓ_2", "l_2", "$L^{2}$", r"$\mathcal{L}^2$"]),
    ("lp", ["$L^p$", "L_p", r"$L^{p}$"]),
    ("linfty", [r"$L^\infty$", "L^∞", r"$\ell_\infty$", r"$L^{\infty}$"]),
    ("rn", [r"$\mathbb{R}^n$", "R^n", "ℝ^n"]),
    ("h0", ["$H_0$", "H_0", "H0", "H₀"]),
    ("su2", ["SU(2)", "$SU(2)$", r"$\mathrm{SU}(2)$", "su(2)", "SU2"]),
    ("so10 u1 gln sl2", ["SO(10) U(1) GL(n) sl(2)"]),
    ("mgb2", ["MgB$_2$", "MgB_2", "MgB2", "MgB₂", r"MgB$_{2}$"]),
    ("h2o", ["H$_2$O", "H_2O", "H2O"]),
    ("87rb", ["$^{87}$Rb", "${}^{87}$Rb", "$^{87}Rb$", "^{87}Rb", "87Rb"]),
    ("o n log n", [r"$\mathcal{O}(n \log n)$", "O(n log n)"]),
    ("newton obrien", ["Newton's O'Brien", "Newton’s O’Brien"]),
    ("ab initio", [r"{\it ab initio}", r"\textit{ab initio}", r"\emph{ab} initio"]),
    ("a b", [r"$\frac{a}{b}$", r"$a \times b$", r"$a \leq b$"]),
    ("10 5", ["10^5", "10^{5}"]),
    ("as in", [r"as in \cite{Foo2004bar}"]),
    ("deep learning u net 3d", ["Deep-learning U-Net (3D)", "deep_learning u/net 3D"]),
    ("cstar algebra", ["C*-algebra", "C* algebra", "$C^*$-algebra", "C$^*$-algebra", r"${\rm C}^*$-algebra", r"$C^{\ast}$-algebra", r"$\mathrm{C}^{*}$ algebra", r"C^\star algebra"]),
    ("kstar 892", ["$K^*(892)$", "K^{*}(892)"]),
    ("cpp csharp code", ["C++ C# code", "c++/C#-code"]),
    ("k means plusplus", ["k-means++", "$k$-means++"]),
    ("e e", ["e+e-", "$e^+e^-$"]),
    ("j psi", ["J/psi", r"$J/\psi$"]),
    ("n 4", ["N=4", r"${\cal N}=4$", r"$\mathcal{N} = 4$"]),
    ("fi", ["ﬁ"]),
    ("zero width", ["zero wi\u200bdth", "zero wi\u00addth"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "text"), [(expected, text) for expected, texts in SAME for text in texts]
)
def test_meets(expected, text):
    assert words(text) == expected.split()


@pytest.mark.parametrize("text", ["", " ", "$$", "\\", "{}", "--", "…", "\x00", "\ud800"])
def test_nothing_to_find(text):
    assert words(text) == []


def test_groups_never_become_english_words():
    assert words("SU(N) and O(n)") == ["su", "n", "and", "o", "n"]


def test_hyphened_words_are_one_word_too():
    text = "Pre-training (U-Net), multi-modal; 10-20, COVID-19 state-of-the-art $k$-means e-mail, a - b -- c"
    assert compounds(text) == ["pretraining", "unet", "multimodal", "covid19", "kmeans", "email"]
    assert compounds("no hyphen") == []


def test_numbers_with_a_point_are_one_word_too():
    text = r"0.1 v.0.1 GPT-3.5, $p<0.05$ and 1.0--2.0 (99.9%), H$_0$=67.4; 1.2.3 PM2.5 0.5mm 2010. The 3 .5 in 12.10.2010"
    assert compounds(text) == ["0.1", "0.1", "3.5", "0.05", "1.0", "2.0", "99.9", "67.4"]
    assert [compound(run) for run in ("0.1", "$0.1$", "99.9%", "GPT-3.5", "0.1-0.2")] == [
        "0.1",
        "0.1",
        "99.9",
        None,
        None,
    ]
    assert words("0.1") == ["0", "1"]


@pytest.mark.parametrize("text", ["Of (SU(2)), $a_b$; x/y. Z [1]!", "é, ü-ä: “x”", ""])
def test_marks_stand_between_the_same_words(text):
    assert [word for word in marked_words(text) if word not in BREAKS] == words(text)


def test_stems():
    assert stems(words("Images imaging networks categories")) == ["imag", "imag", "network", "categori"]
    assert stem("running") == "run"


def test_no_word_is_unbounded():
    assert max(map(len, words("a" * 10_000 + "é" * 10_000))) == MAX_WORD


@pytest.mark.parametrize(
    "unit",
    [
        "\\",
        "{",
        "}",
        "$",
        "_{",
        "^",
        '\\"{',
        "A^",
        "(",
        "'",
        "SU(",
        "\\cite{",
        "a-",
        "C*",
        "c++",
        "A^{*",
        "{}",
        "{ ",
        "$_",
        "\\v ",
        "\u0301",
    ],
)
def test_hostile_repetition_costs_linear_time(unit):
    started = time.perf_counter()
    words(unit * 100_000)
    assert time.perf_counter() - started < 5
