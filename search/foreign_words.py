"""Function words of the languages beside English that abstracts are written in, in `search.analysis` form.

They are as rare in an index of English papers as terms of art, and were taken for them: of 318 papers with something in
French, German, Spanish, Italian or Portuguese 184 had such keywords (2026-11-23). Some are English words or parts of terms
too (`die`, `pour`, `van der Waals`): only a text that is in the language tells them apart.
Source: the articles, pronouns, prepositions, conjunctions and auxiliaries of each language's grammar.
"""

from collections.abc import Sequence
from typing import Final

from search.folding import fold
from search.stopwords import STOP_WORDS

_FRENCH = """
    au aux avec ce ces cet cette dans de des du elle elles en et est eux il ils je la le les leur leurs lui ma mais me
    meme mes mon ne nos notre nous on ont ou par pas pour qu que qui sa sans se ses son sont sous sur ta te tes ton tu
    un une vos votre vous etre etait ete sera avoir avait aussi ainsi alors apres autour autre autres car chez comme
    comment contre depuis dont donc entre jusqu lorsque lors mais ni non plus plusieurs quand quel quelle quelles
    quelques selon si tous tout toute toutes tres vers via cela celui celle ceux certaines certains chaque deux dun
    dune fait faire peut peuvent tel telle telles tels ensuite cas montrons
"""
_GERMAN = """
    aber alle allen aller als also am an andere anderen auch auf aus bei beim bin bis bzw da dabei damit dann das dass
    dem den denn der deren des dessen die dies diese diesem diesen dieser dieses doch durch ein eine einem einen einer
    eines er es fuer fur gegen haben hat hier ihr ihre ihrer im in indem ins ist jede jeder kann kein keine konnen man
    mehr mit muss nach nicht nur ob oder ohne sein seine sich sie sind so sowie uber um und uns unser unter vom von
    vor war waren wenn werden wie wird wir wurde wurden zu zum zur zwei zwischen
"""
_SPANISH = """
    al algunos algunas ante antes como con contra cual cuando de del desde donde dos durante el ella ellos en entre
    era es esa ese esta estan estas este esto estos fue ha han hasta hay la las le les lo los mas me mediante mi muy
    ni no nos nuestra nuestro o otra otras otro otros para pero por porque puede pueden que quien se sea segun ser si
    sin sobre son su sus tambien tanto te tiene tienen todo todos tu un una unas uno unos y ya
"""
_ITALIAN = """
    agli ai al alla alle allo anche che chi ci come con cui da dai dal dalla dalle degli dei del dell della delle
    dello di due e ed essere gli ha hanno i il in la le lo loro ma nei nel nella nelle non o per piu possono puo quale
    quali quando quella quello questa queste questi questo se si sia sono su sua sui sul sulla sulle suo tra un una
    uno
"""
_PORTUGUESE = """
    ao aos as ate com como da das de dela dele desta deste do dos e ela ele em entre era essa esse esta estao este foi
    foram ha isso isto mais mas na nas nao no nos nossa nosso o os ou para pela pelas pelo pelos pode podem por quando
    que quem se sem ser seu seus sao sobre sua suas tambem tem um uma umas uns
"""

# Words of English.
_ENGLISH_TOO = """
    also am an art as ate car chi come comment con contra dare do don due era hat hay in man mas me mi mis nu on
    or par plus pour pro sea ser sera sin so sole son sous ton tout un us via war was
"""
# Parts of names and terms: van der Waals, de Sitter, El Niño, del Pezzo, et al., non-commutative.
_IN_NAMES = """
    al alla au bin da de del della den der des di die dos du el en et la las le les lo los non si sur te van vom von
    zu zum zur
"""
_LANGUAGES: Final = tuple(
    frozenset(listed.split()) - STOP_WORDS for listed in (_FRENCH, _GERMAN, _SPANISH, _ITALIAN, _PORTUGUESE)
)
_ANY: Final = frozenset().union(*_LANGUAGES)
_BARE: Final = _ANY - frozenset(_ENGLISH_TOO.split())
_TELLING: Final = _BARE - frozenset(_IN_NAMES.split())

# Of 33,333 abstracts the English ones hold at most 5 different ones, those in the language, or half in it, 7 to 36. A title is
# short: two that make a fifth of it, a third where all of them stand in names too (2026-11-23).
_MANY: Final = 7
_SHARE: Final = 5
_SHARE_OF_NAMES: Final = 3


def function_words(words: Sequence[str]) -> frozenset[str]:
    """The function words of the language that a text, given by its words, is written in; none for an English one."""
    held = _ANY.intersection(words)
    if len(held) < 2:
        return frozenset()
    best = max(_LANGUAGES, key=lambda listed: len(listed & held))
    different = best & held
    if len(different) >= _MANY:
        return best
    share = _SHARE if different & _TELLING else _SHARE_OF_NAMES
    count = sum(word in different for word in words)
    return best if len(different) >= 2 and count * share >= len(words) else frozenset()


def says_nothing(phrase: Sequence[str]) -> bool:
    """Whether a word or phrase, in the form people write, is made of function words or breaks off at one, in any text."""
    return _is_bare(phrase[-1]) or all(map(_is_bare, phrase))


def _is_bare(word: str) -> bool:
    """In lower case: `LES` and `MIT` are names."""
    return word.islower() and fold(word) in _BARE
