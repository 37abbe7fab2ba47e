/**
 * A formula in a line of text that cannot be broken to fit (a long brace, a long name) scrolls by itself instead of
 * widening the page. Displayed formulas scroll by the style sheet.
 */

import { FORMULA, isTypeset } from "./formula-text.js";

// Half a pixel is what rounding makes of a formula that ends with the line.
const ROUNDING_PX = 1;

/**
 * Lets those of the typeset formulas scroll that stick out of their paragraph. Measures all before it changes any.
 * @param {HTMLElement[]} formulas
 */
export function fitFormulas(formulas) {
  const wide = formulas.filter((formula) => {
    const line = formula.parentElement;
    if (!line || formula.classList.contains("math-display")) return false;
    const output = formula.querySelector("mjx-container") ?? formula;
    return output.getBoundingClientRect().width > line.getBoundingClientRect().width + ROUNDING_PX;
  });
  for (const formula of wide) {
    formula.style.display = "inline-block";
    formula.style.maxWidth = "100%";
    formula.style.overflowX = "auto";
    formula.style.overflowY = "hidden";
    formula.style.verticalAlign = "middle";
  }
}

/** Looks again when the window changes: what fitted may not any more. */
export function startFittingFormulas() {
  let asked = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      const formulas = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(FORMULA)]);
      fitFormulas(formulas.filter(isTypeset));
    });
  });
}
