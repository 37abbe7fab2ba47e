"""The page for maintainers: what the renderer makes of a text, shown and never live."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.web.conftest import Reader


def address(text: str, kind: str = "abstract") -> str:
    return "/render-check?" + urlencode({"text": text, "kind": kind})


def test_the_empty_page_is_a_form(reader: Reader) -> None:
    page = reader.page("/render-check")
    assert page.one("textarea").text.strip() == ""
    assert page.all("div", "rendered") == []


def test_result_html_and_formulas_are_shown(reader: Reader) -> None:
    page = reader.page(address(r"Erd\H{o}s and $x_1$ but $\def\x{y}$ and $$a=b$$"))
    assert page.one("textarea").text.strip() == r"Erd\H{o}s and $x_1$ but $\def\x{y}$ and $$a=b$$"
    assert page.one("div", "rendered").text.startswith("Erdős and")
    assert len(page.one("div", "rendered").all("span", "math")) == 2
    cells = [row.all("td") for row in page.all("tr") if len(row.all("td")) == 4]
    assert [[cell.text for cell in row[1:]] for row in cells] == [
        ["$x_1$", "inline", "x_1"],
        [r"$\def\x{y}$", "inline", r"refused: \def reaches beyond the formula"],
        ["$$a=b$$", "displayed", "a=b"],
    ]


@pytest.mark.parametrize("kind, element", [("note", "strong"), ("title", "em")])
def test_each_kind_has_its_own_rules(reader: Reader, kind: str, element: str) -> None:
    page = reader.page(address(r"**bold** and \emph{stress}", kind))
    assert len(page.one("div", "rendered").all(element)) == 1
    assert [option.text for option in page.all("option") if "selected" in option.attributes] == [kind]


def test_hostile_text_is_shown_and_never_live(reader: Reader) -> None:
    page = reader.page(address("</textarea><script>alert(1)</script> <img src=x onerror=alert(1)>", "note"))
    assert "alert(1)" not in "".join(script.text for script in page.all("script"))
    assert page.all("img") == []
    assert "<script>alert(1)</script>" in page.one("textarea").text


def test_robots_stay_away(reader: Reader) -> None:
    assert "noindex" in next(
        meta["content"] for meta in reader.page("/render-check").all("meta", name="robots")
    )


@pytest.mark.django_db
def test_refusals(client: Client) -> None:
    assert client.get(address("x" * 20_001)).status_code == 400
    assert client.get(address("x", "book")).status_code == 400
    assert client.post("/render-check", {"text": "x"}).status_code == 405
