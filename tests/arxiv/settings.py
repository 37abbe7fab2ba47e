"""How large the test arXiv's pages are; the defaults are arXiv's own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of one server. `strict_tokens`: a token handed out before the last UTC midnight is refused as expired."""

    records_per_page: int = 2_500
    identifiers_per_page: int = 20_000
    feed_items: int = 2_000
    api_results: int = 2_000
    listing_entries: int = 2_000
    strict_tokens: bool = True
    gzip: bool = True
