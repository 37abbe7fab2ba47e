"""Paper ids and dates as whole numbers that sort the same way, for Tantivy's numeric columns.

Reading an id from two columns costs .2 µs, from the document store 3 µs and more (25 hits, 2026-11-22), and sorting by
a text column is 80 times as slow as by a number.
"""

from bisect import bisect_left

# In ASCII order; holds every character of an arXiv id. Twelve of them fit 64 bits.
_ALPHABET = "-./0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_ALPHABET) + 1  # 0 means: the id has ended
_CHUNK = 12
_DIGIT = {char: at + 1 for at, char in enumerate(_ALPHABET)}

UNCODED = 2**64 - 1  # in the low column: the id does not fit, read it from the store

_DAY_BITS, _SECOND_BITS, _KEY_BITS = 16, 34, 63


def _rank(text: str) -> int:
    """Twelve characters as a number below 2**64; never orders two texts the wrong way round."""
    code = 0
    for at in range(_CHUNK):
        char = text[at : at + 1]
        digit = _DIGIT.get(char, 0)
        if char and not digit:
            # A foreign character: the greatest number that is still below the next real one.
            below = bisect_left(_ALPHABET, char)
            left = _CHUNK - at
            most = int(_BASE ** (left - 1))
            return code * most * _BASE + ((below + 1) * most - 1 if below else 0)
        code = code * _BASE + digit
    return code


def encode_id(paper_id: str) -> tuple[int, int]:
    """The two column values of an id."""
    high = _rank(paper_id)
    if len(paper_id) > 2 * _CHUNK or any(char not in _DIGIT for char in paper_id):
        return high, UNCODED
    return high, _rank(paper_id[_CHUNK:])


class _Triples(dict[int, str]):
    """Three characters by their number, 64,000 at most: an id is put together in 1 µs, by single characters in 5."""

    def __missing__(self, code: int) -> str:
        digits = (code // _BASE**2, code // _BASE % _BASE, code % _BASE)
        text = self[code] = "".join(_ALPHABET[digit - 1] for digit in digits if digit)
        return text


_triples = _Triples()


def _chunk(code: int) -> str:
    """The twelve characters, or fewer, behind one column value."""
    front, back = divmod(code, _BASE**6)
    return (
        _triples[front // _BASE**3]
        + _triples[front % _BASE**3]
        + _triples[back // _BASE**3]
        + _triples[back % _BASE**3]
    )


def decode_id(high: int, low: int) -> str:
    """The id behind two column values; `low` must not be UNCODED."""
    return _chunk(high) + _chunk(low) if low else _chunk(high)


def _key(moment: int, bits: int, paper_id: str) -> int:
    room = _KEY_BITS - bits
    latest = (1 << bits) - 1
    return min(max(moment, 0), latest) << room | _rank(paper_id) >> 64 - room


def day_key(day: int, paper_id: str) -> int:
    """Sorts by day, then roughly by id; days before 1970 or after 2149 count as the nearest."""
    return _key(day, _DAY_BITS, paper_id)


def second_key(second: int, paper_id: str) -> int:
    """Sorts by second, then roughly by id; seconds outside 1970 to 2514 count as the nearest."""
    return _key(second, _SECOND_BITS, paper_id)
