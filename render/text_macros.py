"""What each LaTeX text macro means to a reader: which element its argument becomes, or that it goes.

Data of the title and abstract renderer. Source of truth: the LaTeX macros seen outside formulas in 588,238
arXiv records (2026-11); an empty element name means that only the content is kept.
"""

from __future__ import annotations

from typing import Final

STYLED_ARGUMENT: Final[dict[str, str]] = {
    **dict.fromkeys(("emph", "textit", "textsl", "mathit", "uline", "underline", "ul"), "em"),
    **dict.fromkeys(("textbf", "mathbf", "boldsymbol", "bm", "pmb", "strong"), "strong"),
    **dict.fromkeys(("texttt", "mathtt", "lstinline"), "code"),
    **dict.fromkeys(("textsuperscript", "textsuper"), "sup"),
    **dict.fromkeys(("textsubscript",), "sub"),
    **dict.fromkeys(
        (
            *(
                "textrm",
                "textsf",
                "textsc",
                "textup",
                "textmd",
                "textnormal",
                "text",
                "mbox",
                "hbox",
                "fbox",
                "rm",
            ),
            *("mathrm", "mathsf", "mathnormal", "operatorname", "uppercase", "lowercase", "MakeUppercase"),
            *(
                "MakeLowercase",
                "acs",
                "ac",
                "acp",
                "acl",
                "gls",
                "enquote",
                "alert",
                "centerline",
                "leftline",
            ),
        ),
        "",
    ),
}
STYLE_SWITCHES: Final[dict[str, str]] = {
    **dict.fromkeys(("em", "it", "sl", "itshape", "slshape", "mit"), "em"),
    **dict.fromkeys(("bf", "bfseries", "boldmath"), "strong"),
    **dict.fromkeys(("tt", "ttfamily"), "code"),
    **dict.fromkeys(
        (
            *(
                "rm",
                "sc",
                "sf",
                "cal",
                "scshape",
                "sffamily",
                "rmfamily",
                "normalfont",
                "upshape",
                "mdseries",
            ),
            *(
                "tiny",
                "scriptsize",
                "footnotesize",
                "small",
                "normalsize",
                "large",
                "Large",
                "LARGE",
                "huge",
                "Huge",
            ),
            *("centering", "raggedright", "unboldmath", "displaystyle", "textstyle", "scriptstyle"),
        ),
        "",
    ),
}
_DROPPED: Final = (
    "noindent indent smallskip medskip bigskip hfill hfil vfill vfil protect xspace relax null maketitle "
    "clearpage newpage pagebreak linebreak nolinebreak nonumber notag limits nolimits left right big Big "
    "bigg Bigg bigl bigr Bigl Bigr biggl biggr allowbreak break leavevmode strut ignorespaces unskip "
    "sloppy footnotemark today onecolumn twocolumn tableofcontents appendix qed negthinspace"
)
DROPPED: Final[frozenset[str]] = frozenset(_DROPPED.split())
DROPPED_ARGUMENTS: Final[dict[str, int]] = {
    **dict.fromkeys(
        ("label", "ref", "eqref", "autoref", "cref", "Cref", "pageref", "index", "vspace", "hspace"), 1
    ),
    **dict.fromkeys(("vskip", "hskip", "bibliography", "bibliographystyle", "pagestyle", "thispagestyle"), 1),
    **dict.fromkeys(("includegraphics", "input", "include", "usepackage", "documentclass", "phantom"), 1),
    **dict.fromkeys(("hphantom", "vphantom", "color", "nocite"), 1),
    "setlength": 2,
    "setcounter": 2,
}
REFERENCES: Final[frozenset[str]] = frozenset(("ref", "eqref", "autoref", "cref", "Cref"))
# The first argument is for the machine, the second is the text: \textcolor{red}{text}.
SECOND_ARGUMENT: Final[frozenset[str]] = frozenset(
    ("textcolor", "colorbox", "hyperref", "texorpdfstring", "raisebox")
)
NOTES: Final[frozenset[str]] = frozenset(("footnote", "thanks", "footnotetext", "tnote"))
PARAGRAPHS: Final[frozenset[str]] = frozenset(("par", "paragraph", "bigbreak"))
# A formula the author left without dollars: the macro, its arguments and its scripts are shown as one.
_FORMULA_MACROS: Final = (
    "frac dfrac tfrac sqrt binom mathcal frak Cal Bbb mathfrak mathscr bar overline hat widehat tilde widetilde vec "
    "dot ddot overrightarrow xrightarrow stackrel underset overset mathbb"
)
FORMULA_MACROS: Final[frozenset[str]] = frozenset(_FORMULA_MACROS.split())
LISTS: Final[frozenset[str]] = frozenset(
    ("itemize", "enumerate", "description", "compactitem", "compactenum")
)
# Names that carry an index in prose without dollars (omega_1, log_2); other words with one are identifiers.
_INDEXED: Final = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega aleph beth "
    "ell nabla partial wedge log sum prod max min sup inf lim dim deg det exp Ext Tor Hom End Aut Mod Mat Spin "
    "Gal Sym PSL PGL AGL ACA RCA SOP III VII"
)
INDEXED_NAMES: Final[frozenset[str]] = frozenset(_INDEXED.split())
# Words after which "~" and a number are a reference ("Theorem~2"), not an estimate ("SNR~10").
_REFERENCE_WORDS: Final = (
    "fig figs figure figures sec secs sect section sections theorem theorems thm lemma lemmas prop "
    "proposition corollary cor definition def eq eqs eqn equation equations ref refs reference table "
    "tables tab chapter part parts type types step case cases example remark algorithm alg page pages pp "
    "no nos vol appendix conjecture problem question version phase run day class level order dimension "
    "dimensions degree genus rank axiom hypothesis and or of to in with for by at than from the is are "
    "all over under between on as into within every least most only top first last these those their our "
    "we have has using up model layer task track stage round line lines property condition assumption "
    "group groups grade category categories year years june july january february march april may august "
    "september october november december"
)
REFERENCE_WORDS: Final[frozenset[str]] = frozenset(_REFERENCE_WORDS.split())
