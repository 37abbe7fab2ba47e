/**
 * Has MathJax load, while the browser is idle, the parts of the font that formulas further down will need: printing
 * cannot wait for them, and scrolling need not.
 *
 * MathJax alone knows which command needs which part, so one formula for each new command is typeset and thrown away.
 */

import { typesetNowhere } from "./formula-batch.js";
import { sourceOf } from "./formula-text.js";

/** @typedef {import("./mathjax.js").MathJaxInterface} MathJaxInterface */

// A command; one that chooses an alphabet together with the letter after it; a sign that is not ASCII.
const NEEDS = /\\(?:math\w+|frak|cal|scr|Bbb|bf|boldsymbol)\s*\{?\s*\w?|\\[A-Za-z]+|[^\x00-\x7f]/gu;

/** @type {Set<string>} needs of formulas already typeset or tried */
const met = new Set();

/** @type {WeakSet<HTMLElement>} formulas whose needs are in `met` */
const seen = new WeakSet();

/**
 * Tries the formulas that need something new, one for each moment in which the browser has nothing to do.
 * @param {MathJaxInterface} mathjax
 * @param {HTMLElement[]} typeset formulas in view, whose needs are met
 * @param {HTMLElement[]} waiting
 */
export async function rehearse(mathjax, typeset, waiting) {
  for (const formula of typeset) meet(formula);
  for (const formula of waiting) {
    if (meet(formula)) {
      await idle();
      await typesetNowhere(mathjax, formula);
    }
  }
}

/**
 * Takes the formula's needs for met; true when any was new.
 * @param {HTMLElement} formula
 * @returns {boolean}
 */
function meet(formula) {
  if (seen.has(formula)) return false;
  seen.add(formula);
  const before = met.size;
  for (const need of sourceOf(formula).match(NEEDS) ?? []) met.add(need);
  return met.size > before;
}

/** @returns {Promise<unknown>} */
function idle() {
  return new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
}
