"""The address of a cluster and its index, read from one URL.

    elasticsearch://user:password@host:9200,host2:9200/papers
    elasticsearch+https://:API-KEY@host/papers?ca=/path/ca.pem&timeout=10

A password without a user is an API key (in the encoded form that Elasticsearch hands out). Whatever is not a letter or a
digit is percent-encoded, as in every URL. The path is the index name, `papers` when empty.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

DEFAULT_INDEX = "papers"
DEFAULT_TIMEOUT_S = 10.0
_LONGEST_TIMEOUT_S = 600.0
_PORT = 9200
_INDEX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
# Several nodes are no authority of RFC 3986: Python's own parser refuses `one,[::1]` in some of its versions.
_URL = re.compile(r"(?P<scheme>[a-z+]+)://(?P<places>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<options>[^#]*))?\Z")
_NODE = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the cluster is, who asks, and which index."""

    nodes: tuple[str, ...]  # https://host:9200
    index: str
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str | None = None  # a PEM file; None: the authorities this machine trusts
    timeout_s: float = DEFAULT_TIMEOUT_S  # for one answer of one node

    @property
    def shown(self) -> str:
        """The nodes, for messages; never the login."""
        return ", ".join(self.nodes)


def parse_address(url: str) -> Address:
    """The address a URL names; ValueError says which part is wrong, without showing the login."""
    parts = _URL.match(url)
    if parts is None:
        raise ValueError("This is no address such as elasticsearch://user:password@host:9200/papers")
    web = "https" if parts["scheme"] == "elasticsearch+https" else "http"
    login, _, places = parts["places"].rpartition("@")
    user, _, secret = (unquote(part) for part in login.partition(":"))
    options = _options(parts["options"] or "")
    if options.ca is not None and web == "http":
        raise ValueError("The option ca is for elasticsearch+https://")
    return Address(
        nodes=tuple(_node(web, place) for place in places.split(",")),
        index=_index(unquote(parts["path"].strip("/"))),
        user=user,
        password=secret if user else "",
        api_key="" if user else secret,
        ca=options.ca,
        timeout_s=options.timeout_s,
    )


def _node(web: str, place: str) -> str:
    found = _NODE.fullmatch(place)
    if found is None or not 0 < int(found["port"] or _PORT) < 65_536:
        raise ValueError(f"{place!r} is no node; write host:9200, several with commas between")
    return f"{web}://{found['host']}:{found['port'] or _PORT}"


def _index(name: str) -> str:
    name = name or DEFAULT_INDEX
    if not _INDEX.fullmatch(name):
        raise ValueError(f"{name!r} is no index name: lower-case letters, digits, - and _, 100 at most")
    return name


@dataclass(frozen=True, slots=True)
class _Options:
    ca: str | None = None
    timeout_s: float = DEFAULT_TIMEOUT_S


def _options(text: str) -> _Options:
    ca, timeout_s = None, DEFAULT_TIMEOUT_S
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name == "ca" and value.startswith("/"):
            ca = value
        elif name == "timeout":
            timeout_s = _seconds(value)
        else:
            raise ValueError(
                f"{name!r} is no option, or no value for it; known are ca=/path/ca.pem and timeout=SECONDS"
            )
    return _Options(ca, timeout_s)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError as error:
        raise ValueError(f"timeout={value!r} is no number of seconds") from error
    if not 0.1 <= seconds <= _LONGEST_TIMEOUT_S:
        raise ValueError(f"timeout={value!r}: from 0.1 to {_LONGEST_TIMEOUT_S:g} seconds")
    return seconds
