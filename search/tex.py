"""TeX source to the words it stands for, so `$L^2$`, `L2` and `L²` meet in one token.

Second step of analysis, for the index and the query alike. The rules and how many papers each touches were counted on
100,000 arXiv papers (2026-11-22): 43 % hold any of the characters that lead here. Every pattern is linear.
"""

import re
import unicodedata

from search.folding import GREEK

# People also write these as words.
_OPERATORS = """
    log ln exp sin cos tan cot sec arcsin arccos arctan sinh cosh tanh lim limsup liminf sup inf min max argmin argmax det
    dim ker deg gcd mod bmod pmod arg Pr hom Re Im hbar aleph beth wp
"""
# Fonts and boxes vanish without a gap: `\mathcal{O}(n)` is O(n), `{\it ab initio}` is its words.
_FONTS = """
    mathcal mathbb mathbf mathrm mathfrak mathsf mathscr mathit mathtt mathds mathop boldsymbol bm pmb operatorname rm bf
    it cal sf tt sl em frak Bbb bfseries itshape emph text textbf textit textrm textsf texttt textsc textup textnormal
    mbox hbox hat widehat tilde widetilde bar overline vec dot ddot underline left right big Big bigg Bigg bigl bigr
    limits nolimits displaystyle textstyle rmfamily scshape ensuremath uppercase lowercase
"""
_NAMES = {name: f" {name} " for name in GREEK}
_NAMES |= {f"var{name}": f" {name} " for name in ("epsilon", "theta", "kappa", "pi", "rho", "sigma", "phi")}
_NAMES |= {name.capitalize(): f" {name} " for name in GREEK}
_NAMES |= {name: f" {name} " for name in _OPERATORS.split()}
_NAMES |= {"ell": "l", "infty": "infty", "pounds": " ", "S": " ", "P": " ", "ast": "*", "star": "*"}
_NAMES |= {"ss": "ss", "ae": "ae", "AE": "AE", "oe": "oe", "OE": "OE", "aa": "a", "AA": "A", "o": "o", "O": "O",
           "l": "l", "L": "L", "i": "i", "j": "j", "dj": "d", "DJ": "D", "dh": "d", "DH": "D", "th": "th", "TH": "Th",
           "ng": "ng", "NG": "NG"}  # fmt: skip
_NAMES |= dict.fromkeys(_FONTS.split(), "")

_ACCENT = re.compile(
    r"""\\(?:["'`^~=.]\s{0,3}\{?\s{0,3}\\?([A-Za-z])\}?|(?:[uvHcdbkrt]\s{0,3}\{\s{0,3}\\?|[uvHcdbkr]\s{1,3}\\?)([A-Za-z])\}?)\}?"""
)
# A letter macro swallows the blanks or the {} behind it and any braces around: {\L}ojasiewicz, \O rsted.
_LETTER = re.compile(
    r"\\(ss|ae|AE|oe|OE|aa|AA|dj|DJ|dh|DH|ng|NG|[oOlLij])(?![A-Za-z_^])(?:\s{0,3}\{\}|\}|\s{1,3})?"
)
_MACRO = re.compile(r"\\([A-Za-z]{1,40})\*?\s?|\\.", re.DOTALL)
_CITED = re.compile(r"\\(?:cite[a-z]{0,9}|ref|eqref|label|begin|end|color|textcolor)\*?\{[^{}]{0,200}\}")
_UNBRACE = re.compile(r"\{\s{0,3}(\w{1,20})\s{0,3}\}")
# Each begins with the one character it turns on, its left context in look-behinds after it: the engine then skips from
# script to script instead of trying every letter (an abstract with TeX: 133 → 55 µs, 2026-11-22).
_GLUED = re.compile(r"\$(?<=[A-Za-z]\$)_\{?(\d{1,3})\}?\$")  # MgB$_2$, H$_2$O
_ISOTOPE = re.compile(r"\^(?<![\w)}]\^)\s?\{?(\d{1,3})m?\}?\s?\$?\s?([A-Z][a-z]?)(?![a-z])")
_DIGIT = re.compile(r"[_^](?<=[A-Za-z][_^])\s?\{?(\d{1,3})\}?(?![\d.])")
_INDEX = re.compile(r"[_^](?<=[A-Zl][_^])(?<![A-Za-z][A-Zl][_^])\s?\{?(infty|[a-z])\}?(?![a-z])")
# The name in front is looked at only where a bracket holds a number: a pattern that begins with the name tries every letter
# (17 against 63 µs on an abstract with such a bracket, 2026-11-23).
_BRACKETED = re.compile(r"\((\d{1,2}|[nN])\)")
_GROUPS = frozenset(["u", "su", "o", "so", "sl", "gl", "psl", "pgl", "psu", "usp", "sp", "spin", "se", "osp"])
# With a letter only where the result is no English word: SU(N) would become "sun", O(n) "on".
_LINEAR = frozenset(["GL", "SL", "PGL", "PSL", "Sp", "gl", "sl", "sp"])
_NAME = re.compile(r"[A-Za-z]*\Z")
_LONGEST_NAME = 4

_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307", "u": "\u0306",
    "v": "\u030c", "H": "\u030b", "d": "\u0323", "c": "\u0327", "b": "\u0331", "k": "\u0328", "r": "\u030a", "t": "\u0361",
}  # fmt: skip

# A lone letter with a star is one word: C*-algebra, $C^*$-algebra, $K^{*}$, D^*.
_STARRED = re.compile(r"(?<![A-Za-z0-9])([A-Za-z])(?:\^\s?\{?\s?\*\}?|\*(?=\$?-|\s|\Z))")
# Languages whose signs are no letters.
_PLUS_PLUS = re.compile(r"(?<![A-Za-z0-9])[cC]\+\+")
_DOUBLE_PLUS = re.compile(r"(?<=[A-Za-z])\+\+(?!\+)")  # k-means++ is not k-means
_SHARP = re.compile(r"(?<![A-Za-z0-9])([CF])#(?![A-Za-z0-9])")

_GROUP_START = re.compile(r"\([0-9nN]")


def has_tex(text: str) -> bool:
    """Whether `plain_words` could change the text; eight substring scans, 1 µs on an abstract without TeX."""
    return (
        "\\" in text
        or "^" in text
        or "_" in text
        or "$" in text
        or "*" in text
        or "++" in text
        or "#" in text
        or ("(" in text and bool(_GROUP_START.search(text)))
    )


def _macro(found: re.Match[str]) -> str:
    return _NAMES.get(found[1] or "", " ")


def _group(found: re.Match[str]) -> str:
    """SU(2) as one word; other brackets as they are."""
    start = found.start()
    named = _NAME.search(found.string, max(start - _LONGEST_NAME - 1, 0), start)
    name = named[0] if named else ""
    return found[1] if (name.lower() in _GROUPS if found[1].isdigit() else name in _LINEAR) else found[0]


def plain_words(source: str) -> str:
    """The source with TeX turned into plain words; expects folded text, keeps case."""
    text = source
    if "\\" in text:
        text = _CITED.sub(" ", text)
        text = _ACCENT.sub(lambda found: found[1] or found[2], text)
        text = _LETTER.sub(lambda found: _NAMES[found[1]], text)
        text = _MACRO.sub(_macro, text)
    if "{" in text:
        text = _UNBRACE.sub(r"\1", text.replace("}{", "} {"))
    if "^" in text or "_" in text:
        text = _GLUED.sub(r"\1", text) if "$_" in text else text
        text = text.replace("{}", "").replace("$_", "_").replace("$^", "^")
        text = _ISOTOPE.sub(r" \1\2", text)
        text = _INDEX.sub(r"\1", _DIGIT.sub(r"\1", text))
    if "(" in text and _GROUP_START.search(text):
        text = _BRACKETED.sub(_group, text)
    if "*" in text:
        text = _STARRED.sub(r"\1star ", text)
    if "++" in text:
        text = _DOUBLE_PLUS.sub(" plusplus", _PLUS_PLUS.sub("cpp", text))
    if "#" in text:
        text = _SHARP.sub(r"\1sharp", text)
    return text.replace("{", "").replace("}", "") if "{" in text or "}" in text else text


def accented(source: str) -> str:
    """The source with TeX accents as the letters people read: `Schr\\"odinger` is Schrödinger."""

    def letter(found: re.Match[str]) -> str:
        base = found[1] or found[2]
        return unicodedata.normalize("NFC", base + _COMBINING[found[0][1]])

    return _ACCENT.sub(letter, source).replace("{", "").replace("}", "")
