"""A lease that is kept up in the background while a long piece of work runs, however long one request of it takes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from django.db import DatabaseError, connection

from worker.leases import Clock, Lease, LeaseLost, lease
from worker.stopping import pause

log = structlog.get_logger("worker.holding")

LEASE_S: Final = 20.0
"""How long a killed process keeps others waiting. Renewed every third of it; one that ran out unnoticed is renewed all the same,
unless another took it by then."""


@contextmanager
def holding(name: str, *, wait_s: float = 0.0) -> Iterator[Lease]:
    """The lease for as long as the block runs. Raises LeaseTaken; `renew()` of what it gives raises LeaseLost once it is lost."""
    with lease(name, seconds=LEASE_S, wait_s=wait_s, clock=Clock(sleep=pause)) as held:
        done = threading.Event()
        keeper = threading.Thread(target=_keep, args=(held, done), name=f"lease {name}", daemon=True)
        keeper.start()
        try:
            yield held
        finally:
            done.set()
            keeper.join()


def _keep(held: Lease, done: threading.Event) -> None:
    try:
        while not done.wait(held.seconds / 3):
            try:
                held.renew()
            except LeaseLost as lost:
                log.warning("lease lost", lease=held.name, reason=str(lost))
                return
            except DatabaseError as fault:
                # The store is away: it may be back before the lease runs out.
                log.warning("lease not renewed", lease=held.name, reason=str(fault).strip())
                connection.close()
    finally:
        connection.close()
