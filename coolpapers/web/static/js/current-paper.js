/**
 * The paper the keyboard is at: marked `aria-current`, scrolled to, its title focused so that Enter and Tab go on from it.
 */

import { PAPER, shownPapers } from "./paper.js";

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * The marked paper while any of it is in view, else the one at the top of the view; null on a page without papers.
 * @returns {HTMLElement | null}
 */
export function currentPaper() {
  const papers = shownPapers();
  const marked = papers.find((paper) => paper.ariaCurrent === "true");
  if (marked && isInView(marked)) return marked;
  return papers.find(isInView) ?? papers[0] ?? null;
}

/**
 * Goes `step` papers on (1) or back (-1) and stays at the ends. The first step from an unmarked place marks the paper
 * there.
 * @param {1 | -1} step
 * @param {boolean} held a key held down moves faster than any smooth scrolling
 */
export function moveToPaper(step, held) {
  const papers = shownPapers();
  const here = currentPaper();
  if (!here) return;
  const place = papers.indexOf(here) + (here.ariaCurrent === "true" ? step : 0);
  mark(papers[Math.min(Math.max(place, 0), papers.length - 1)], held);
}

/**
 * @param {HTMLElement} paper
 * @param {boolean} held
 */
function mark(paper, held) {
  for (const other of document.querySelectorAll(`${PAPER}[aria-current]`)) other.ariaCurrent = null;
  paper.ariaCurrent = "true";
  /** @type {HTMLElement | null} */ (paper.querySelector(".title-link"))?.focus({ preventScroll: true });
  paper.scrollIntoView({ block: "start", behavior: held || stillness.matches ? "instant" : "smooth" });
}

/**
 * @param {HTMLElement} paper
 * @returns {boolean}
 */
function isInView(paper) {
  const { top, bottom } = paper.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
