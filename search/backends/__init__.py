"""The engines, chosen by the scheme of a URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from search.backends.base import IndexBuild, SearchBackend

__all__ = ["IndexBuild", "SearchBackend", "open_backend"]


def open_backend(url: str) -> SearchBackend:
    """The engine a URL names: `tantivy:///absolute/directory`, `elasticsearch://host:9200/papers` or `memory://`.

    Nothing is read or written before the first call. ValueError when the URL names no engine.
    """
    scheme = url.partition("://")[0]
    if scheme in {"elasticsearch", "elasticsearch+https"}:
        from search.backends.elasticsearch import ElasticsearchBackend
        from search.backends.elasticsearch.address import parse_address

        return ElasticsearchBackend(parse_address(url))
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        if parts.netloc or not parts.path.startswith("/") or parts.path == "/":
            raise ValueError(f"{url!r} names no directory; write tantivy:///absolute/directory")
        from search.backends.tantivy import TantivyBackend

        return TantivyBackend(Path(unquote(parts.path)))
    if parts.scheme == "memory":
        from search.backends.memory import MemoryBackend

        return MemoryBackend()
    raise ValueError(
        f"{parts.scheme or url!r} is no search engine known here; use tantivy:///, elasticsearch:// or memory://"
    )
