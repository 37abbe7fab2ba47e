/** Hands formulas to MathJax, one batch at a time; one that fails becomes its source and spoils no other. */

import { dollarsOf, isTypeset, sourceOf, texOf } from "./formula-text.js";
import { fitFormulas } from "./wide-formulas.js";

/** @typedef {import("./mathjax.js").MathJaxInterface} MathJaxInterface */

const BROKEN = "mjx-merror, .mjx-output-error";

/** @type {Promise<void>} the batch at work */
let last = Promise.resolve();

/**
 * Typesets the formulas after those asked for earlier; never rejected.
 * @param {MathJaxInterface} mathjax
 * @param {HTMLElement[]} formulas
 * @returns {Promise<void>}
 */
export function typesetBatch(mathjax, formulas) {
  last = last.then(() => typeset(mathjax, formulas));
  return last;
}

/**
 * Typesets a formula for nobody to see, after those asked for earlier; never rejected.
 * @param {MathJaxInterface} mathjax
 * @param {HTMLElement} formula
 * @returns {Promise<void>}
 */
export function typesetNowhere(mathjax, formula) {
  const tex = texOf(formula);
  last = last.then(() => mathjax.tex2chtmlPromise(tex, { display: false })).then(
    () => {},
    () => {},
  );
  return last;
}

/**
 * Typesets at once what can be: a formula that needs a part of the font not yet loaded stays TeX.
 * @param {MathJaxInterface} mathjax
 * @param {HTMLElement[]} formulas
 */
export function typesetAtOnce(mathjax, formulas) {
  formulas.forEach(prepare);
  for (const group of [formulas, ...formulas.map((formula) => [formula])]) {
    // Also lets go of a batch that waits for a file: its formulas are tried here, and by itself again.
    mathjax.typesetClear();
    try {
      mathjax.typeset(group);
      if (group === formulas) break;
    } catch {
      continue;
    }
  }
  finish(formulas.filter(isTypeset));
}

/**
 * @param {MathJaxInterface} mathjax
 * @param {HTMLElement[]} formulas
 */
async function typeset(mathjax, formulas) {
  const tasks = formulas.filter((formula) => formula.isConnected && !isTypeset(formula));
  if (tasks.length === 0) return;
  tasks.forEach(prepare);
  await mathjax.typesetPromise(tasks).catch(() => {});
  for (const formula of tasks.filter((each) => each.isConnected && !isTypeset(each))) {
    mathjax.typesetClear();
    await mathjax.typesetPromise([formula]).catch(() => {});
  }
  // MathJax keeps a list of all it ever typeset and walks it each time.
  mathjax.typesetClear();
  // A node that a page translator replaced meanwhile is gone: its copy has arrived and gets its own turn.
  finish(tasks.filter((formula) => formula.isConnected));
}

/**
 * Keeps the TeX, and makes it one text again should a page translator have put elements inside.
 * @param {HTMLElement} formula
 */
function prepare(formula) {
  formula.dataset.tex = sourceOf(formula);
  if (formula.childElementCount > 0 && !isTypeset(formula)) formula.textContent = formula.dataset.tex;
}

/** @param {HTMLElement[]} formulas */
function finish(formulas) {
  for (const formula of formulas) {
    if (isTypeset(formula) && !formula.querySelector(BROKEN)) continue;
    const source = dollarsOf(formula);
    formula.className = "tex notranslate";
    formula.textContent = source;
  }
  fitFormulas(formulas.filter(isTypeset));
}
