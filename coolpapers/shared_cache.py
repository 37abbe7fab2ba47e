"""The cache that processes share, in Redis: one that is away or hangs costs a miss, never a page."""

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger("coolpapers.shared_cache")
T = TypeVar("T")

ANSWER_S: Final = 0.5
"""Seconds to connect and to answer; what is kept costs milliseconds to make anew."""
REST_S: Final = 5.0
"""Seconds for which nothing is asked after a fault, so that a server that hangs slows one request and not all."""


class SharedCache(RedisCache):
    """Django's Redis cache, whose faults are misses."""

    _rests_until = 0.0  # of the whole process, in steady seconds

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Whether it was kept; False too when the server is away."""
        return self._asked(lambda: super(SharedCache, self).add(key, value, timeout, version), False)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._asked(lambda: super(SharedCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._asked(lambda: super(SharedCache, self).get_many(keys, version), {})

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._asked(lambda: super(SharedCache, self).set(key, value, timeout, version), None)

    def set_many(
        self, data: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        return self._asked(lambda: super(SharedCache, self).set_many(data, timeout, version), list(data))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The count. Raises ValueError when there is none, or the server is away."""
        count = self._asked(lambda: super(SharedCache, self).incr(key, delta, version), None)
        if count is None:
            raise ValueError("the shared cache is away")
        return count

    def _asked(self, call: Callable[[], T], missed: T) -> T:
        if time.monotonic() < SharedCache._rests_until:
            return missed
        try:
            return call()
        except RedisError as fault:
            SharedCache._rests_until = time.monotonic() + REST_S
            log.warning("shared cache away", rest_s=REST_S, fault=str(fault))
            return missed
