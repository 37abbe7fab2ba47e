"""A paper that is not held: whether a reader may ask for it, the asking, and what became of it.

Step: reader's button → `Wanted` row → task of the worker (by name; nothing here imports it) → the paper, or a reason.
Source of truth: the table `Wanted`; a message that is lost does no harm, since the worker also looks there by itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import structlog
from celery import current_app
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerAway

from coolpapers.harvest_book import Pulse, worker_status
from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import Wanted
from coolpapers.schedule import EASTERN

log = structlog.get_logger("coolpapers.wishes")

TASK: Final = "worker.tasks.fetch_wanted"
MOST_WAITING: Final = 500
"""Papers wanted at once, over all readers: at 50 ids a request and 3 s between requests, half a minute of arXiv's time."""
ASK_AGAIN_AFTER: Final = timedelta(hours=1)
QUICK_FOR, SLOW_FOR = timedelta(minutes=1), timedelta(minutes=15)
QUICK_S, SLOW_S = 3, 15
# Seconds, and one try: a reader waits meanwhile, and the worker finds the row without the message.
_BROKER_LIMITS: Final = {"socket_connect_timeout": 1, "socket_timeout": 2, "max_retries": 0}


class WishState(StrEnum):
    """What the page of a missing paper can say."""

    OFFERED = "offered"
    WAITING = "waiting"
    REFUSED = "refused"
    CLOSED = "closed"  # nothing is fetched here, or there can be no such paper yet


@dataclass(frozen=True, slots=True)
class Wish:
    """`refresh_s` is when the page should look again by itself, 0 for never; `may_ask` shows the button."""

    state: WishState
    message: str
    may_ask: bool = False
    refresh_s: int = 0


class TooManyWanted(Exception):
    """As many papers are waited for as may be."""


def wish_for(identifier: ArxivId) -> Wish:
    """What can be said of a paper that is not held."""
    now = datetime.now(UTC)
    if _is_to_come(identifier, now):
        return Wish(WishState.CLOSED, _("arXiv has not given out numbers of that month yet."))
    row = Wanted.objects.filter(pk=identifier.value).first()
    if row and row.state == Wanted.State.REFUSED:
        again = not settings.OFFLINE and now - row.asked > ASK_AGAIN_AFTER
        return Wish(
            WishState.REFUSED, _("It was asked for: %(reason)s") % {"reason": row.reason}, may_ask=again
        )
    if settings.OFFLINE:
        return Wish(WishState.CLOSED, _("It may be newer than the last harvest here, or not exist."))
    if row and row.state == Wanted.State.WAITING:
        return _waiting(row, now)
    return Wish(
        WishState.OFFERED,
        _("It may be newer than the last harvest here, or not exist. arXiv can be asked for it now."),
        may_ask=True,
    )


def ask_for(identifier: ArxivId) -> None:
    """Notes that the paper is wanted and tells the worker, once while it is waited for. Raises TooManyWanted."""
    now = datetime.now(UTC)
    if Wanted.objects.filter(state=Wanted.State.WAITING).count() >= MOST_WAITING:
        raise TooManyWanted
    _row, asked = Wanted.objects.get_or_create(pk=identifier.value, defaults={"asked": now})
    if not asked:
        old = Q(state=Wanted.State.HELD) | Q(state=Wanted.State.REFUSED, asked__lt=now - ASK_AGAIN_AFTER)
        again = {"asked": now, "tries": 0, "state": Wanted.State.WAITING, "reason": ""}
        asked = bool(Wanted.objects.filter(old, pk=identifier.value).update(**again))
    if asked and settings.CELERY_BROKER_URL:
        _tell_worker()


def _waiting(row: Wanted, now: datetime) -> Wish:
    """Looks again quickly at first; without a worker, or after a while, the page says so and stops asking."""
    waited = now - row.asked
    if worker_status(now).pulse is not Pulse.ALIVE:
        message = _("It is asked for. No worker runs here now: it will come with the next harvest.")
        return Wish(WishState.WAITING, message, refresh_s=SLOW_S if waited < SLOW_FOR else 0)
    if waited < QUICK_FOR:
        message = _("It is asked for, and usually here within seconds; this page looks again by itself.")
        return Wish(WishState.WAITING, message, refresh_s=QUICK_S)
    message = _("It is asked for, but arXiv has not answered yet. It stays asked for.")
    return Wish(WishState.WAITING, message, refresh_s=SLOW_S if waited < SLOW_FOR else 0)


def _tell_worker() -> None:
    try:
        with current_app.connection_for_write(transport_options=_BROKER_LIMITS) as broker:
            current_app.send_task(TASK, connection=broker, retry=False, ignore_result=True, expires=60)
    except (BrokerAway, OSError) as fault:
        log.warning("worker not told", task=TASK, fault=str(fault))


def _is_to_come(identifier: ArxivId, now: datetime) -> bool:
    """Whether the number's month, YYMM at arXiv's place, is still to come; numbers of the old form never are."""
    month = identifier.value[:4]
    return "/" not in identifier.value and month > f"{now.astimezone(EASTERN) + timedelta(days=1):%y%m}"
