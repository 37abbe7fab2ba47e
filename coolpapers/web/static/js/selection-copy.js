/**
 * What the reader selects and copies: formulas as TeX between dollars, instead of the loose glyphs of typesetting
 * followed by the same again from the hidden MathML.
 */

import { dollarsOf, FORMULA } from "./formula-text.js";

const BREAKS_LINE = "p, div, li, dt, dd, h1, h2, h3, h4, tr, br, article, section";

/** Listens to copying. */
export function startSelectionCopy() {
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!event.clipboardData || !selection || selection.isCollapsed) return;
    // A selection in a text field is none of the page's text.
    if (event.target instanceof Element && event.target.closest("input, textarea")) return;
    const range = wholeFormulas(selection.getRangeAt(0));
    const fragment = range.cloneContents();
    const formulas = fragment.querySelectorAll(`${FORMULA}[data-tex]`);
    if (formulas.length === 0) return;
    for (const formula of formulas) formula.replaceWith(dollarsOf(/** @type {HTMLElement} */ (formula)));
    event.clipboardData.setData("text/plain", linesOf(fragment));
    event.preventDefault();
  });
}

/**
 * The range, widened to the ends of formulas it begins or ends in.
 * @param {Range} selected
 * @returns {Range}
 */
function wholeFormulas(selected) {
  const range = selected.cloneRange();
  const first = formulaAround(range.startContainer);
  const last = formulaAround(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  return range;
}

/**
 * @param {Node} node
 * @returns {Element | null}
 */
function formulaAround(node) {
  return (node instanceof Element ? node : node.parentElement)?.closest(FORMULA) ?? null;
}

/**
 * The text with a line for each block.
 * @param {DocumentFragment} fragment
 * @returns {string}
 */
function linesOf(fragment) {
  for (const hidden of fragment.querySelectorAll("[hidden], button")) hidden.remove();
  for (const block of fragment.querySelectorAll(BREAKS_LINE)) block.after("\u2028");
  return (fragment.textContent ?? "")
    .replace(/\s*\u2028\s*/g, "\u2028")
    .replace(/[^\S\u2028]+/g, " ")
    .replaceAll("\u2028", "\n")
    .trim();
}
