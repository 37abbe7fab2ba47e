"""The address of a cluster: what is read from it, and what is wrong in one."""

import pytest

from search import open_backend
from search.backends.elasticsearch.address import DEFAULT_TIMEOUT_S, parse_address


def test_everything_said() -> None:
    address = parse_address(
        "elasticsearch+https://a%40b:p%2Fw%3A@one:9201,two,[::1]:9203/my-papers_2?ca=/etc/ca%20s.pem&timeout=2.5"
    )
    assert address.nodes == ("https://one:9201", "https://two:9200", "https://[::1]:9203")
    assert (address.user, address.password, address.api_key) == ("a@b", "p/w:", "")
    assert (address.index, address.ca, address.timeout_s) == ("my-papers_2", "/etc/ca s.pem", 2.5)
    assert "p/w" not in repr(address)
    assert "p/w" not in address.shown


def test_nothing_said() -> None:
    address = parse_address("elasticsearch://host")
    assert address.nodes == ("http://host:9200",)
    assert (address.user, address.password, address.api_key, address.ca) == ("", "", "", None)
    assert (address.index, address.timeout_s) == ("papers", DEFAULT_TIMEOUT_S)


def test_a_password_without_a_user_is_an_api_key() -> None:
    address = parse_address("elasticsearch://:aWQ6a2V5%3D%3D@host/papers")
    assert (address.user, address.password, address.api_key) == ("", "", "aWQ6a2V5==")
    assert "aWQ6" not in repr(address)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("elasticsearch://", "no node"),
        ("elasticsearch:///papers", "no node"),
        ("elasticsearch://one,,two/papers", "no node"),
        ("elasticsearch://host:0/papers", "no node"),
        ("elasticsearch://host:99999/papers", "no node"),
        ("elasticsearch://ho st/papers", "no node"),
        ("elasticsearch://host/Papers", "no index name"),
        ("elasticsearch://host/a/b", "no index name"),
        ("elasticsearch://host/_all", "no index name"),
        ("elasticsearch://host/a,b", "no index name"),
        ("elasticsearch://host/papers?timeout=soon", "no number"),
        ("elasticsearch://host/papers?timeout=0", "0.1 to 600"),
        ("elasticsearch://host/papers?timeout=nan", "0.1 to 600"),
        ("elasticsearch://host/papers?colour=red", "'colour'"),
        ("elasticsearch+https://host/papers?ca=here", "'ca'"),
        ("elasticsearch://host/papers?ca=/ca.pem", r"elasticsearch\+https"),
        ("solr://host/papers", "solr"),
    ],
)
def test_what_is_wrong_is_named(url: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        open_backend(url)


def test_opening_asks_nobody() -> None:
    assert open_backend("elasticsearch://127.0.0.1:9/papers").name == "elasticsearch"
