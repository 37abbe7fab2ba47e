"""The shared cache on a real Redis, on none at all, and on one that never answers."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.core.cache import caches

from coolpapers import shared_cache
from coolpapers.shared_cache import ANSWER_S, SharedCache


@pytest.fixture(autouse=True)
def _rested() -> Iterator[None]:
    SharedCache._rests_until = 0.0
    yield
    SharedCache._rests_until = 0.0


def cache(address: str) -> SharedCache:
    options = {"socket_timeout": ANSWER_S, "socket_connect_timeout": ANSWER_S}
    return SharedCache(address, {"OPTIONS": options})


def test_it_keeps_and_counts(redis_url):
    kept = cache(redis_url.removesuffix("/0") + "/7")
    kept.clear()
    kept.set_many({"a": 1, "b": ("x", "y")}, 60)
    assert kept.get_many(["a", "b", "c"]) == {"a": 1, "b": ("x", "y")}
    assert kept.get("c", "none") == "none"
    assert kept.add("a", 2) is False
    assert kept.incr("a") == 2
    with pytest.raises(ValueError):
        kept.incr("never")


def gone(kept: SharedCache) -> None:
    assert kept.get("a", "none") == "none"
    assert kept.get_many(["a"]) == {}
    assert kept.set_many({"a": 1}) == ["a"]
    assert kept.add("a", 1) is False
    kept.set("a", 1)
    with pytest.raises(ValueError, match="away"):
        kept.incr("a")


def test_one_that_is_away_is_a_miss():
    gone(cache("redis://127.0.0.1:9/0"))


def test_one_that_hangs_slows_the_first_question_alone():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        kept = cache(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
        began = time.monotonic()
        gone(kept)
        assert time.monotonic() - began < 10 * ANSWER_S


def test_it_is_asked_again_after_its_rest(redis_url, monkeypatch):
    kept = cache(redis_url.removesuffix("/0") + "/7")
    kept.set("a", 1)
    gone_for = cache("redis://127.0.0.1:9/0")
    gone_for.get("a")
    assert kept.get("a") is None
    monkeypatch.setattr(shared_cache.time, "monotonic", lambda: SharedCache._rests_until + 1)
    assert kept.get("a") == 1


def test_the_settings_without_redis_keep_in_process():
    caches["default"].set("a", 1)
    assert caches["default"].get("a") == 1
