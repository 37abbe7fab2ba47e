"""BM25 as Lucene and Tantivy compute it, lengths rounded as they round them; for the memory backend."""

from bisect import bisect_right
from math import log

K1 = 1.2
B = 0.75


def _length_steps() -> list[int]:
    """The 256 lengths one byte can tell: exact below 40, then three bits behind the leading one."""
    steps = list(range(24))
    for code in range(232):
        exponent, mantissa = divmod(code, 8)
        steps.append(24 + (mantissa if exponent == 0 else (8 | mantissa) << exponent - 1))
    return steps


_STEPS = _length_steps()


def rounded_length(tokens: int) -> int:
    """The length as an engine remembers it."""
    return _STEPS[bisect_right(_STEPS, tokens) - 1]


def rarity(documents: int, having: int) -> float:
    """Inverse document frequency."""
    return log(1 + (documents - having + 0.5) / (having + 0.5))


def score(idf: float, count: int, length: int, mean_length: float) -> float:
    """The share of one term in one field; `length` in tokens."""
    return idf * (K1 + 1) * count / (count + K1 * (1 - B + B * rounded_length(length) / mean_length))
