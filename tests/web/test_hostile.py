"""Addresses that nobody sends in good faith: never a 500, always a well-formed answer, in bounded time."""

import pytest

from tests.web.conftest import Reader
from tests.web.hostile_addresses import ADDRESSES

GROUPS = 12


@pytest.mark.parametrize("group", range(GROUPS))
def test_no_address_breaks_a_page(reader: Reader, group: int) -> None:
    for address in ADDRESSES[group::GROUPS]:
        answer = reader.get(address)
        assert answer.status_code in {200, 301, 302, 400, 404}, (address[:200], answer.status_code)


def test_there_are_enough_of_them() -> None:
    assert len(set(ADDRESSES)) >= 300
