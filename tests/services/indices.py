"""Indices that a test makes on an Elasticsearch server, removed when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from search.backends.elasticsearch.address import parse_address
from search.backends.elasticsearch.connection import Connection


@contextmanager
def removed_afterwards(url: str) -> Iterator[str]:
    """The engine's address while the block runs; whatever lies behind its index name is gone afterwards."""
    connection = Connection(parse_address(url))
    try:
        yield url
    finally:
        names = connection.ask(
            lambda client: client.indices.get_alias(index=f"{connection.address.index}-0*")
        )
        if names:
            connection.ask(lambda client: client.indices.delete(index=sorted(names)))
        connection.close()
