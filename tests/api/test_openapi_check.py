"""The checker itself: it must see what it is there to see."""

import pytest

from coolpapers.api.openapi import document
from tests.api.openapi_check import Mismatch, check

DAY = {"date": "2026-11-17", "count": 3, "complete": False}


def days(**changes):
    return {"month": "2026-11", "days": [{**DAY, **changes}]}


def schema():
    return {"$ref": "#/components/schemas/DaysAnswer"}


def test_a_right_answer_passes():
    check(days(), schema(), "$")


@pytest.mark.parametrize(
    "changes",
    [{"count": "3"}, {"count": True}, {"count": 0}, {"date": "17.11.2026"}, {"complete": None}, {"more": 1}],
)
def test_a_wrong_member_is_seen(changes):
    with pytest.raises(Mismatch):
        check(days(**changes), schema(), "$")


def test_a_missing_member_is_seen():
    with pytest.raises(Mismatch, match="month"):
        check({"days": []}, schema(), "$")


def test_every_schema_of_the_document_is_within_what_the_checker_knows():
    for name in document()["components"]["schemas"]:
        with pytest.raises(Mismatch):
            check(object(), {"$ref": f"#/components/schemas/{name}"}, name)
