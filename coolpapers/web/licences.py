"""A licence's address → the short name people know it by. Source of truth: the licences arXiv offers to submitters."""

import re
from typing import Final

_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/licenses/([a-z-]{2,10})/([0-9.]{3})/?\Z"
)
_NAMES: Final = {
    "arxiv.org/licenses/nonexclusive-distrib/1.0": "arXiv.org perpetual, non-exclusive licence 1.0",
    "arxiv.org/licenses/assumed-1991-2003": "licence assumed by arXiv for 1991 to 2003",
    "creativecommons.org/publicdomain/zero/1.0": "CC0 1.0, public domain",
    "creativecommons.org/licenses/publicdomain": "public domain",
}


def licence_name(address: str) -> str:
    """`CC BY-SA 4.0`, or the address itself where it is none of these."""
    if match := _CREATIVE_COMMONS.match(address):
        return f"CC {match[1].upper()} {match[2]}"
    return _NAMES.get(address.partition("://")[2].rstrip("/"), address)


def is_link(address: str) -> bool:
    """True when a record's licence is an address a page may link to."""
    return address.startswith(("http://", "https://"))
