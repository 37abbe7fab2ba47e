"""Phrases of two or three telling words: what may be one, and which of a paper's are kept in the index.

A phrase is its stems joined by `JOINT`. The index keeps those of the title and those said twice: so few that they cost
little, and in how many papers a phrase weighs so much tells a term of the field from words that met by chance.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from search.analysis import BREAKS, stems, words
from search.memo import Memo
from search.stopwords import STOP_WORDS

JOINT: Final = "_"  # no word holds one
LONGEST: Final = 3  # words
MAX_KEPT: Final = 60  # of one paper; most have 2 to 20

# What abstracts say of themselves and of any subject; neither a keyword nor part of one. Verbs and adverbs of reporting,
# names of a paper's parts, quantities without a number.
_SAID_OF_ANY_SUBJECT = """
    paper article manuscript letter note work study studies studied studying show shows shown showed showing propose
    proposes proposed proposing present presents presented presenting presentation result results resulting approach
    approaches use uses used using new novel novelty based base also however al via one two three four five six first
    second third well can cannot may might could would should must shall many several various different given know known
    unknown consider considered considering consideration obtain obtained find finds found finding findings report
    reported reports discuss discussed discusses discussion demonstrate demonstrated demonstrates demonstration
    introduce introduces introduced investigate investigated investigates investigation analyze analyzed analyse
    analysed examine examined describe described describes description develop developed developing development derive
    derived prove proved proven provide provides provided establish established achieve achieves achieved achieving
    improve improved improves improving improvement improvements suggest suggests suggested allow allows allowed
    allowing enable enables enabled enabling yield yields lead leads led leading make makes made making compare compared
    comparing comparison perform performed performs performing require required requires requiring exist existing
    existence recent recently previous previously current currently important importance significant significantly
    respectively furthermore moreover therefore thus hence although though despite within without among across toward
    towards upon whether namely etc eg ie main mainly major key good better best certain particular specific especially
    available due like case cases example examples kind kinds way ways fact role aim aims goal question questions issue
    issues address addresses addressed addressing apply applied applies applying applicable explore explored exploring
    help helps play plays take takes taken give gives get become becomes remain remains need needs seek us let denote
    denoted define defined called so named respect corresponding related similar similarly same additional additionally
    finally lastly conclusion conclude concluded abstract introduction section appendix figure fig table include
    includes included including consist consists contain contains containing rather still yet even often always usually
    typically commonly widely highly fully simply easily directly completely closely extensive extensively outperform
    outperforms outperforming github https http www com publicly year years wide broad variety amount context simple
    difficult difficulty interesting challenging challenge challenges promising effective effectively efficient
    efficiently robustly increase increases increased increasing increasingly decrease decreases decreased decreasing
    reduce reduces reduced reducing change changes changed changing depend depends depending dependent determine
    determined determining estimate estimated observe observed observing calculate calculated compute computed measured
    predict predicted generate generated construct constructed extend extended extending extends generalize generalized
    focus focuses focused focusing understand understanding understood whose else instead either neither another every
    around near per versus vs onto unlike along behind study's exhibit exhibits exhibited possess possesses admit admits
    satisfy satisfies satisfying satisfied assume assumed assuming assumption imply implies implied confirm confirmed
    reveal reveals revealed indicate indicates indicated possible possibly able numerous multiple total overall general
    generally generality characterize characterized crucial essential substantial substantially comprehensive remarkable
    remarkably considerable considerably evaluate evaluated evaluating evaluation validate validated experimentally
    numerically theoretically analytically empirically arise arises arising occur occurs occurring utilize utilizes
    utilized utilizing employ employs employed employing leverage leverages leveraging adopt adopted underlying status
    latest much less lett rev phys entire entirely respective potentially successfully success successful accurate
    accurately aforementioned accompanying absence presence situation devoted start starts started starting earlier
    preceding idea ideas explain explains explained explanation accept accepted evidence characterising clarify
    clarifying subclass
    """

HOLLOW: Final = frozenset(stems(words(_SAID_OF_ANY_SUBJECT)))
_STOP_STEMS: Final = frozenset(stems(sorted(STOP_WORDS)))


def is_telling(stem: str) -> bool:
    """Whether a stem can be part of a phrase."""
    return (
        len(stem) > 1
        and stem not in BREAKS
        and stem not in _STOP_STEMS
        and stem not in HOLLOW
        and not stem.isdecimal()
    )


_telling: Final[Memo[str, bool]] = Memo(is_telling, limit=30_000)


def phrase(stemmed: Iterable[str]) -> str:
    """The token of a phrase."""
    return JOINT.join(stemmed)


def runs(stemmed: Sequence[str]) -> Iterator[Sequence[str]]:
    """The stretches of telling stems."""
    start = 0
    for at, stem in enumerate(stemmed):
        if not _telling[stem]:
            if at - start > 1:
                yield stemmed[start:at]
            start = at + 1
    if len(stemmed) - start > 1:
        yield stemmed[start:]


def grams(run: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The phrases within a stretch of telling stems."""
    for length in range(2, LONGEST + 1):
        for at in range(len(run) - length + 1):
            yield tuple(run[at : at + length])


def _repeated(found: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    seen: set[tuple[str, ...]] = set()
    twice: set[tuple[str, ...]] = set()
    for gram in found:
        (twice if gram in seen else seen).add(gram)
    return twice


def kept_phrases(title: list[str], abstract: list[str]) -> list[str]:
    """What the index keeps of a paper, of whose texts the stems with their breaks are given; each phrase once."""
    kept = {gram for run in runs(title) for gram in grams(run)}
    stretches = list(runs([*title, ".", *abstract]))
    twice = _repeated([pair for run in stretches for pair in pairwise(run)])
    kept |= twice
    if twice:  # a phrase of three is said twice only where its pairs are
        triples = [triple for run in stretches for triple in zip(run, run[1:], run[2:], strict=False)]
        kept |= _repeated([gram for gram in triples if gram[:2] in twice and gram[1:] in twice])
    return [phrase(gram) for gram in sorted(kept)[:MAX_KEPT]]
