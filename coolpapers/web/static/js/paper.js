/** What the element `.paper` says about its paper. Source of truth: the list markup that other programs read too. */

import { plainText } from "./formula-text.js";

export const PAPER = ".paper";

/**
 * The title, formulas as TeX.
 * @param {Element} paper
 * @returns {string}
 */
export function titleOf(paper) {
  const link = paper.querySelector(".title-link");
  return link ? plainText(link) : "";
}

/**
 * All authors, those folded away too.
 * @param {Element} paper
 * @returns {string}
 */
export function authorsOf(paper) {
  return [...paper.querySelectorAll(".authors .author")].map(plainText).join(", ");
}

/**
 * The paper's address at arXiv: the one that others can use.
 * @param {Element} paper
 * @returns {string}
 */
export function addressOf(paper) {
  return `https://arxiv.org/abs/${paper.id}`;
}

/**
 * The papers shown in the page, in order; what a filter hides is left out.
 * @returns {HTMLElement[]}
 */
export function shownPapers() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll(PAPER)]).filter((paper) => !paper.hidden);
}
