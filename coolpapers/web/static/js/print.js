/**
 * Formulas on paper: all are typeset before the page is printed, also those never scrolled to.
 *
 * The browser prints when its event returns, without waiting for a part of the font to be loaded. So the usual keys are
 * taken first: everything is typeset at leisure, then the print dialog opens.
 */

import { typesetAtOnce, typesetBatch } from "./formula-batch.js";
import { loadedMathJax, loadMathJax } from "./mathjax.js";
import { waitingFormulas } from "./typeset.js";

/** Listens to printing, by key or by menu. */
export function startPrinting() {
  document.addEventListener("keydown", (event) => {
    const isPrintKey = event.key === "p" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isPrintKey || waitingFormulas(document.documentElement).length === 0) return;
    event.preventDefault();
    typesetRest().then(
      () => window.print(),
      () => window.print(),
    );
  });
  window.addEventListener("beforeprint", () => {
    const rest = waitingFormulas(document.documentElement);
    if (loadedMathJax && rest.length > 0) typesetAtOnce(loadedMathJax, rest);
  });
}

/** Everything, with the fonts it needs. */
async function typesetRest() {
  const mathjax = await loadMathJax();
  await typesetBatch(mathjax, waitingFormulas(document.documentElement));
  await document.fonts.ready;
}
