/**
 * Typesets formulas shortly before they come into view; until then, and where anything fails, they are TeX to read.
 *
 * The paragraph is what is watched: one that is not displayed (titles only, a closed fold) comes into view, and is
 * measured, when it is shown. MathJax's own lazy handler empties all formulas at once, holds on to nodes that page
 * translators replace, and takes longer to the first formula (measured with MathJax 4.1.3, 2026-11-22).
 */

import { onArrival } from "./arrivals.js";
import { typesetBatch } from "./formula-batch.js";
import { FORMULA, isTypeset } from "./formula-text.js";
import { loadMathJax } from "./mathjax.js";
import { rehearse } from "./rehearse.js";
import { keepFitting } from "./wide-formulas.js";

const AHEAD = "300px 0px";
const PARAGRAPH = "p, li, dd, dt, td, th, h1, h2, h3, h4, blockquote, div";
// A batch of this many formulas keeps the page answering: see the long tasks in the browser benchmark.
const BATCH = 24;

/** @type {Set<Element>} paragraphs in view, waiting for their turn */
const waiting = new Set();

let working = false;

/** Watches the page's formulas, those that come later too. */
export function startTypesetting() {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        // Scrolled past before its turn: what is in view now comes first.
        if (isIntersecting) waiting.add(target);
        else waiting.delete(target);
      }
      work(watcher);
    },
    { rootMargin: AHEAD },
  );
  onArrival(FORMULA, (formula) => {
    if (isTypeset(formula)) {
      keepFitting(formula);
      return;
    }
    // Fetched ahead of the first need; when it is not to be had, the TeX stays.
    loadMathJax().catch(() => {});
    watcher.observe(formula.parentElement?.closest(PARAGRAPH) ?? formula);
  });
}

/**
 * The formulas in the element, or the one it is, that are still TeX.
 * @param {Element} element
 * @returns {HTMLElement[]}
 */
export function waitingFormulas(element) {
  const formulas = element.matches(FORMULA) ? [element] : [...element.querySelectorAll(FORMULA)];
  return /** @type {HTMLElement[]} */ (formulas).filter((formula) => !isTypeset(formula));
}

/**
 * Typesets what waits, batch after batch.
 * @param {IntersectionObserver} watcher
 */
async function work(watcher) {
  if (working || waiting.size === 0) return;
  working = true;
  try {
    const mathjax = await loadMathJax();
    while (waiting.size > 0) {
      await typesetBatch(mathjax, nextBatch(watcher));
      await pause();
    }
    rehearseRest(mathjax);
  } catch {
    // No MathJax: the TeX stays.
  } finally {
    working = false;
  }
}

/** @param {import("./mathjax.js").MathJaxInterface} mathjax */
function rehearseRest(mathjax) {
  const formulas = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(FORMULA)]);
  rehearse(mathjax, formulas.filter(isTypeset), waitingFormulas(document.documentElement));
}

/**
 * The formulas of the next paragraphs, watched no longer.
 * @param {IntersectionObserver} watcher
 * @returns {HTMLElement[]}
 */
function nextBatch(watcher) {
  /** @type {HTMLElement[]} */
  const batch = [];
  for (const paragraph of waiting) {
    waiting.delete(paragraph);
    watcher.unobserve(paragraph);
    batch.push(...waitingFormulas(paragraph));
    if (batch.length >= BATCH) break;
  }
  return batch;
}

/** Lets the browser paint and answer before the next batch. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}
