"""GET /api/docs: the page says what the document says, under the content security policy."""

import html
import re

import pytest

from coolpapers.api.docs import _EXAMPLES
from coolpapers.api.openapi import document
from coolpapers.api.problems import Kind


@pytest.fixture
def page(client, world):
    answer = client.get("/api/docs")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    return answer.content.decode()


def test_every_call_parameter_and_object_is_on_the_page(page):
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    for path, methods in document()["paths"].items():
        for call in methods.values():
            assert f'id="{call["operationId"]}"' in page
            assert path in text
            for parameter in call["parameters"]:
                assert f"<code>{parameter['name']}</code>" in page
    for name in document()["components"]["schemas"]:
        assert f'id="object-{name}"' in page


def test_every_kind_of_problem_is_explained_where_its_type_leads(page):
    for kind in Kind:
        assert f'<dt id="{kind.value.anchor}">' in page


def test_every_link_within_the_page_leads_somewhere(page):
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_nothing_inline(page):
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert all(' src="' in tag for tag in re.findall(r"<script[^>]*>", page))
    assert not re.search(r'(src|href)="(https?:)?//(?!arxiv\.org)', page.partition("</head>")[0])


@pytest.mark.parametrize("name, address", _EXAMPLES.items())
def test_every_example_is_a_right_call(api, world, name, address):
    if name == "batch":
        assert api.post("/papers/batch", b'{"ids": ["2401.01234", "hep-th/9901001v2"]}').status_code == 200
    else:
        assert api.get(address).status_code == (404 if "2401.01234" in address else 200)


def test_every_call_has_an_example():
    assert set(_EXAMPLES) == {
        call["operationId"] for methods in document()["paths"].values() for call in methods.values()
    }


def test_the_page_is_for_reading(client, db):
    assert client.post("/api/docs").status_code == 405
