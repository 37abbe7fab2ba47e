"""How many tasks wait in each queue of the broker, counted without taking any.

Celery's Redis transport keeps a list per queue and priority, and what a worker holds unacknowledged in a hash.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from celery import current_app
from redis import Redis
from redis.exceptions import RedisError

TIMEOUT_S: Final = 1.0
PRIORITY_STEPS: Final = (0, 3, 6, 9)  # kombu's own, unless the transport options name others
SEPARATOR: Final = "\x06\x16"
UNACKNOWLEDGED: Final = "unacked"


@dataclass(frozen=True, slots=True)
class Depths:
    """Tasks that wait, by queue, and those that workers hold. `up` False: the broker did not answer."""

    up: bool
    waiting: dict[str, int]
    held: int = 0


def queue_depths(url: str) -> Depths:
    """The depths now, within about TIMEOUT_S."""
    options = current_app.conf.broker_transport_options or {}
    steps = tuple(options.get("priority_steps", PRIORITY_STEPS))
    queues = tuple(current_app.amqp.queues)
    try:
        with _client(url).pipeline(transaction=False) as ask:
            for queue in queues:
                for step in steps:
                    ask.llen(f"{queue}{SEPARATOR}{step}" if step else queue)
            ask.hlen(UNACKNOWLEDGED)
            *lengths, held = ask.execute()
    except RedisError:
        return Depths(up=False, waiting={})
    per_queue = [sum(lengths[at : at + len(steps)]) for at in range(0, len(lengths), len(steps))]
    return Depths(up=True, waiting=dict(zip(queues, per_queue, strict=True)), held=held)


@cache
def _client(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
