"""Numbered equations: numbers run within one text, are written as tags, and references show them."""

from __future__ import annotations

import re

import pytest

from render import plain_text, render_abstract, render_markdown

from .view import view

NOTE = r"""
先看 \eqref{eq:later} 与 \eqref{eq:nowhere}。
\begin{equation}\label{eq:first_one}
x = 1
\end{equation}
\begin{align}
a &= b \label{eq:row} \\
c &= d \nonumber \\
e &= f \text{（由\eqref{eq:first_one}）} \label{eq:later} \\
\end{align}
\begin{align*} g &= h \end{align*}
由 \eqref{eq:row} 和 $$y = 2 \label{eq:inline}$$ 得 \ref{eq:inline}，`\eqref{eq:row}`。
"""


def test_numbers_run_through_a_note():
    shown = view(render_markdown(NOTE))
    assert "先看 (3) 与 \\eqref{eq:nowhere}。" in shown
    assert r"⟦⟦\begin{equation} x = 1 \tag{1} \end{equation}⟧⟧" in shown
    assert r"a &= b \tag{2} \\ c &= d \\ e &= f \text{（由(1)）} \tag{3} \\ \end{align}" in shown
    assert r"⟦⟦\begin{align*} g &= h \end{align*}⟧⟧" in shown
    assert r"由 (2) 和 ⟦⟦y = 2 \tag{4}⟧⟧ 得 4，\eqref{eq:row}。" in shown


def test_every_text_counts_for_itself():
    assert render_markdown(NOTE) == render_markdown(NOTE)


@pytest.mark.parametrize(
    "source, shown",
    [
        (r"\[a\tag{3}\label{x}\] \eqref{x}", r"⟦⟦a\tag{3}⟧⟧ (3)"),
        (r"\[a\tag*{A}\label{x}\] \eqref{x} \ref{x}", r"⟦⟦a\tag*{A}⟧⟧ (A) A"),
        (r"\[a\label{x}\] \[b\label{x}\] \eqref{x}", r"⟦⟦a \tag{1}⟧⟧ ⟦⟦b \tag{2}⟧⟧ (1)"),
        (r"\[a\tag{$*$}\label{x}\] \eqref{x} $\eqref{x}$", r"⟦⟦a\tag{$*$}⟧⟧ (*) ⟦(\text{$*$})⟧"),
        (r"\[a\label{x}\tag{\dagger}\] \ref{x}", r"⟦⟦a\tag{\dagger}⟧⟧ †"),
        (
            r"\begin{equation}\begin{aligned}a\\b\end{aligned}\label{x}\end{equation} \eqref{x}",
            r"⟦⟦\begin{equation}\begin{aligned}a\\b\end{aligned} \tag{1} \end{equation}⟧⟧ (1)",
        ),
        (
            r"\[\begin{aligned}a\tag{1}\\b\tag{2}\end{aligned}\]",
            r"⟦⟦\begin{aligned}a\\b\end{aligned} \tag{1, 2}⟧⟧",
        ),
        (
            r"\begin{gather*}a\\b\tag{7}\label{x}\end{gather*} \cref{x}",
            r"⟦⟦\begin{gather*}a\\b\tag{7}\end{gather*}⟧⟧ (7)",
        ),
        (r"$x\tag{1}$ \[y\label{z}\] \ref{z}", r"⟦x\quad\text{1}⟧ ⟦⟦y \tag{1}⟧⟧ 1"),
    ],
)
def test_tags_and_labels(source, shown):
    assert view(render_markdown(source)) == shown
    assert view(render_abstract(source)) == shown


def test_subequations_share_a_number():
    source = (
        r"\begin{subequations}\label{s}\begin{align}a\label{a}\\b\label{b}\end{align}\end{subequations}"
        "\n\n"
        r"\eqref{s}, \eqref{a}, \eqref{b}"
    )
    shown = view(render_markdown(source))
    assert re.findall(r"\\tag\{(\w+)\}", shown) == ["1a", "1b"]
    assert shown.endswith("(1), (1a), (1b)")


def test_an_abstract_is_numbered_when_it_refers_to_itself():
    equation = r"\begin{equation}\label{eq:1}a\end{equation}"
    assert view(render_abstract(f"{equation} holds")) == r"⟦⟦\begin{equation}a\end{equation}⟧⟧ holds"
    assert view(render_abstract(rf"{equation} so \eqref{{eq:1}}")).endswith("so (1)")
    assert plain_text(rf"By (\ref{{eq:1}}), {equation} holds").startswith("By (1), ")
    assert view(render_abstract(rf"{equation} by \ref{{sec:2}}")).endswith("⟧⟧ by")


def test_a_note_without_labels_is_not_numbered():
    assert "\\tag" not in render_markdown("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}")


@pytest.mark.parametrize(
    "piece", [r"\[a\label{x}\]", r"\tag{", r"\eqref{x}", r"\label{x}", "\\begin{align}\\\\"]
)
def test_many_of_one_piece(piece):
    text = r"\[a\label{y}\] \eqref{y} " + piece * (50_000 // len(piece))
    view(render_markdown(text))
    view(render_abstract(text))
