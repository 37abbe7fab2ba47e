"""The test server itself: it starts, keeps its data over a kill, asks for its password, speaks TLS, and is gone afterwards."""

import base64
import json
import os
import shutil
import signal
import ssl
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import missing
from tests.services import elasticsearch as service
from tests.services.elasticsearch import VARIABLE, Node, Security, elasticsearch, elasticsearch_node
from tests.services.missing import ServiceMissing

USER, PASSWORD = "reader", "kept/in:mind@home"

pytestmark = pytest.mark.xdist_group("elasticsearch")


def ask(
    node: Node, path: str, *, password: str = "", body: object = None, trusted: Path | None = None
) -> object:
    """The server's JSON answer; HTTPError when it refuses."""
    scheme = "https" if trusted else "http"
    request = urllib.request.Request(f"{scheme}://127.0.0.1:{node.port}{path}")
    if body is not None:
        request.data, request.method = json.dumps(body).encode(), "PUT"
        request.add_header("Content-Type", "application/json")
    if password:
        login = base64.b64encode(f"{USER}:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {login}")
    context = ssl.create_default_context(cafile=trusted) if trusted else None
    with urllib.request.urlopen(request, timeout=30, context=context) as answer:
        return json.load(answer)


def test_it_keeps_its_data_over_a_kill_and_is_gone_afterwards() -> None:
    try:
        with elasticsearch_node() as node:
            with node.running() as address:
                assert address == f"elasticsearch://127.0.0.1:{node.port}"
                ask(node, "/papers/_doc/1?refresh=true", body={"title": "kept"})
                os.kill(node.pid, signal.SIGKILL)
            with node.running():
                found = ask(node, "/papers/_doc/1")
    except ServiceMissing as error:
        missing(str(error))
    assert isinstance(found, dict)
    assert found["_source"] == {"title": "kept"}
    assert not node.folder.exists()


def test_it_asks_for_the_password_behind_tls(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        missing("openssl is not installed, which makes the certificate of this test")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = ["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2", "-subj", "/CN=127.0.0.1"]
    alternative = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *request, *alternative], check=True, capture_output=True)
    safe = Security(USER, PASSWORD, certificate, key)
    try:
        with elasticsearch_node(safe) as node, node.running() as address:
            assert urlsplit(address).scheme == "elasticsearch+https"
            health = ask(node, "/_cluster/health", password=PASSWORD, trusted=certificate)
            with pytest.raises(urllib.error.HTTPError) as refused:
                ask(node, "/_cluster/health", password="wrong/password", trusted=certificate)
            refused.value.close()
    except ServiceMissing as error:
        missing(str(error))
    assert isinstance(health, dict)
    assert health["number_of_nodes"] == 1
    assert refused.value.code == 401


@pytest.mark.parametrize(
    "given, address",
    [
        ("http://127.0.0.1:9200/", "elasticsearch://127.0.0.1:9200"),
        ("https://u:p@search.test:9200", "elasticsearch+https://u:p@search.test:9200"),
        ("elasticsearch://search.test:9200", "elasticsearch://search.test:9200"),
    ],
)
def test_a_given_server_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, given: str, address: str) -> None:
    monkeypatch.setenv(VARIABLE, given)
    with elasticsearch() as found:
        assert found == address


def test_without_maven_it_says_what_would_help(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(service, "CACHE", tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServiceMissing, match=f"{VARIABLE}.*apt-get install maven"):
        service.distribution()


def test_a_damaged_archive_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(service, "CACHE", tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path))
    archive = tmp_path / "cache" / "elasticsearch" / f"elasticsearch-{service.VERSION}.zip"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(b"PK not whole")
    with pytest.raises(ServiceMissing):
        service.distribution()
