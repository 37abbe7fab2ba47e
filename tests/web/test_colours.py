"""The contrast of the colours in use (WCAG 2.2): 4.5:1 for text, 3:1 for the edges of controls, in light and in dark."""

import re
from pathlib import Path

import pytest

from coolpapers.web import templatetags

CSS = Path(templatetags.__file__).resolve().parent.parent / "static" / "css"
SOURCE = (CSS / "colours.css").read_text("utf-8")
COLOURS = {
    name: values for name, *values in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", SOURCE)
}
THEMES = ("light", "dark")

TEXT = [
    ("text", "ground"),
    ("soft", "ground"),
    ("accent", "ground"),
    ("alert", "ground"),
    ("text", "raised"),
    ("soft", "raised"),
    ("accent", "raised"),
    ("on-accent", "accent"),
    ("on-mark", "mark"),
    ("ground", "text"),
]
EDGES = [("edge", "ground"), ("accent", "ground"), ("alert", "raised")]


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(colour[place : place + 2]) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", range(2), ids=THEMES)
@pytest.mark.parametrize(("one", "other"), TEXT)
def test_text_can_be_read(one: str, other: str, theme: int) -> None:
    assert contrast(COLOURS[one][theme], COLOURS[other][theme]) >= 4.5


@pytest.mark.parametrize("theme", range(2), ids=THEMES)
@pytest.mark.parametrize(("one", "other"), EDGES)
def test_controls_can_be_seen(one: str, other: str, theme: int) -> None:
    assert contrast(COLOURS[one][theme], COLOURS[other][theme]) >= 3


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_are_named_in_one_file() -> None:
    others = {
        file.name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", file.read_text("utf-8"))
        for file in CSS.glob("*.css")
    }
    assert {name for name, found in others.items() if found} == {"colours.css"}


def test_every_colour_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(file.read_text("utf-8") for file in CSS.glob("*.css"))))
    scripts = "".join(file.read_text("utf-8") for file in (CSS.parent / "js").glob("*.js"))
    defined |= set(re.findall(r'setProperty\("(--[\w-]+)"', scripts))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(file.read_text("utf-8") for file in CSS.glob("*.css"))))
    assert used <= defined
