"""The indices behind the aliases: which one is in use, making the next, swapping.

    papers               read alias → the index in use
    papers-write         write alias → the same
    papers-000007        an index; its mapping's _meta holds schema version and time
    papers-000008-building   alias of an index under construction, so that a bulk cannot bring back one that was removed

The swap is one change of aliases, old indices are removed a moment later. Of two rebuilds at a time the one begun last stays.
"""

import re
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from search.backends.elasticsearch.connection import LONG_S, Connection
from search.backends.elasticsearch.mapping import SETTINGS, Json, mappings
from search.errors import BackendUnavailable, IndexMissing, SchemaMismatch
from search.fields import SCHEMA_VERSION

KNOWN_S: Final = 30.0  # how long the index in use is taken for granted while answers name no other
# Searches that had found the old index when the aliases moved end by then. Removed with the move, it failed one search of 600
# with 503 no_shard_available (2026-11-22).
GRACE_S: Final = 1.0
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Generation:
    """One index in use."""

    name: str
    schema_version: int
    built_at: datetime


class Generations:
    """The indices of one address."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.read = connection.address.index
        self.write = f"{self.read}-write"
        self._name = re.compile(rf"{re.escape(self.read)}-([0-9]{{6,}})")
        self._lock = threading.Lock()
        self._known: tuple[str, float] | None = None

    def check(self, seen: str | None = None) -> None:
        """Makes sure now and then, and whenever an answer came from an index not known, that the index fits the code.

        IndexMissing, SchemaMismatch.
        """
        known = self._known
        if known is None or time.monotonic() > known[1] or (seen is not None and seen != known[0]):
            self.current()

    def current(self) -> Generation:
        """The index in use, asked anew. IndexMissing, SchemaMismatch."""
        self._known = None
        told: Json = self._connection.ask(
            lambda client: client.indices.get_mapping(index=self.read, filter_path="*.mappings._meta")
        )
        if not told:
            raise SchemaMismatch(f"The index {self.read} was not made by this program.")
        name = max(told)
        meta = told[name]["mappings"]["_meta"]
        try:
            found = Generation(name, int(meta["schema_version"]), datetime.fromisoformat(meta["built_at"]))
        except (KeyError, TypeError, ValueError) as error:
            raise SchemaMismatch(f"The index {name} was not made by this program.") from error
        if found.schema_version != SCHEMA_VERSION:
            raise SchemaMismatch(
                f"The search index {name} has schema {found.schema_version}, the code needs {SCHEMA_VERSION}."
            )
        self._known = (name, time.monotonic() + KNOWN_S)
        return found

    def _numbers(self) -> list[int]:
        """The numbers of all indices, whatever their state."""
        told: Json = self._connection.ask(
            lambda client: client.indices.get_alias(index=f"{self.read}-*", expand_wildcards="open,closed")
        )
        found = (self._name.fullmatch(name) for name in told)
        return sorted(int(match[1]) for match in found if match)

    def _called(self, number: int) -> str:
        return f"{self.read}-{number:06d}"

    def _create(self, name: str, *aliases: str) -> bool:
        """Whether the index was made; False when it is there already."""
        now = datetime.now(UTC).isoformat()
        told: Json = self._connection.ask(
            lambda client: client.options(ignore_status=400).indices.create(
                index=name,
                settings=SETTINGS,
                mappings=mappings(now),
                aliases={alias: {} for alias in aliases},
            ),
            timeout_s=LONG_S,
        )
        if "error" not in told:
            return True
        if told["error"].get("type") == "resource_already_exists_exception":
            return False
        raise self._connection.refusal(400, told)

    def ensure(self) -> None:
        """There is an index to write to; the first call of all makes it. IndexMissing when there was one, SchemaMismatch."""
        try:
            self.check()
        except IndexMissing:
            if self._numbers():
                raise  # the alias is lost, and an index begun anew would hide what it led to
            self._create(self._called(1), self.read, self.write)
            self.current()

    def begin(self) -> str:
        """A new empty index under construction; documents go to its `building` alias."""
        for _ in range(_TRIES):
            name = self._called(max(self._numbers(), default=0) + 1)
            if self._create(name, building(name)):
                return name
        raise BackendUnavailable(
            f"Other rebuilds of the index {self.read} are under way; wait until they have finished."
        )

    def use(self, name: str) -> None:
        """Points the aliases at the index in one step, then removes all older ones."""
        older = [self._called(number) for number in self._numbers() if self._called(number) < name]
        ours = (self.read, self.write)
        actions: list[Json] = [{"remove": {"index": name, "alias": building(name)}}]
        if older:
            actions.append({"remove": {"indices": older, "aliases": ours, "must_exist": False}})
        actions += [{"add": {"index": name, "alias": alias}} for alias in ours]
        self._connection.ask(lambda client: client.indices.update_aliases(actions=actions), timeout_s=LONG_S)
        self._known = None
        if older:
            time.sleep(GRACE_S)
            self._connection.ask(
                lambda client: client.indices.delete(index=older, ignore_unavailable=True), timeout_s=LONG_S
            )

    def discard(self, name: str) -> None:
        """Removes an index under construction; one that cannot be removed now goes with the next rebuild."""
        try:
            self._connection.ask(lambda client: client.indices.delete(index=name, ignore_unavailable=True))
        except BackendUnavailable:
            return


def building(name: str) -> str:
    """The alias that documents of an index under construction go to."""
    return f"{name}-building"
