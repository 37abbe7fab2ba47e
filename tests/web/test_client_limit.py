"""Whose limit a request counts against, and a cache that is away."""

import time
from typing import Any

import pytest
from django.test import RequestFactory

from coolpapers.web.client_limit import client_of, wait_s


def request(peer: str, forwarded: str | None = None) -> Any:
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory(REMOTE_ADDR=peer).get("/", headers=headers)


@pytest.mark.parametrize(
    "peer, forwarded, client",
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("9.9.9.9", "198.51.100.1", "9.9.9.9"),  # a public peer is no server of ours: its word counts nothing
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("172.18.0.5", "10.9.9.9, 198.51.100.1", "198.51.100.1"),  # what the client wrote itself stands first
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("", "198.51.100.1", "198.51.100.1"),  # a Unix socket
        ("", None, "unknown"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", None, "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::"),
    ],
)
def test_the_client_is_the_nearest_that_is_not_ours(peer: str, forwarded: str | None, client: str) -> None:
    assert client_of(request(peer, forwarded)) == client


def test_a_stretch_of_time_has_its_own_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    who = request("203.0.113.77")
    assert [wait_s(who, "tea", most=2, per_s=60) for _ in range(3)] == [0, 0, 60 - int(now) % 60]
    assert wait_s(who, "coffee", most=2, per_s=60) == 0
    now += 60
    assert wait_s(who, "tea", most=2, per_s=60) == 0


def test_a_cache_that_is_away_lets_everybody_pass(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "coolpapers.shared_cache.SharedCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
    }
    assert [wait_s(request("203.0.113.8"), "tea", most=1, per_s=60) for _ in range(3)] == [0, 0, 0]
