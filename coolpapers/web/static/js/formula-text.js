/**
 * The TeX of a formula element, before and after it was typeset.
 *
 * A formula is `<span class="math">\(…\)</span>`. Typesetting replaces the text, so it is kept in `data-tex`, from
 * where copying, filtering and the fallback read it.
 */

export const FORMULA = ".math";

/**
 * The TeX with its delimiters, as the server sent it.
 * @param {HTMLElement} formula
 * @returns {string}
 */
export function sourceOf(formula) {
  return formula.dataset.tex ?? formula.textContent ?? "";
}

/**
 * The TeX alone.
 * @param {HTMLElement} formula
 * @returns {string}
 */
export function texOf(formula) {
  return sourceOf(formula).trim().replace(/^\\[([]\s*/, "").replace(/\s*\\[)\]]$/, "");
}

/**
 * The TeX between dollars, as people write it to each other.
 * @param {HTMLElement} formula
 * @returns {string}
 */
export function dollarsOf(formula) {
  const fence = sourceOf(formula).trim().startsWith("\\[") ? "$$" : "$";
  return fence + texOf(formula) + fence;
}

/**
 * Whether MathJax's output stands in the element.
 * @param {HTMLElement} formula
 * @returns {boolean}
 */
export function isTypeset(formula) {
  return formula.querySelector("mjx-container") !== null;
}

/**
 * The element's text on one line, formulas as TeX between dollars.
 * @param {Element} element
 * @returns {string}
 */
export function plainText(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const formula of copy.querySelectorAll(FORMULA)) {
    formula.replaceWith(dollarsOf(/** @type {HTMLElement} */ (formula)));
  }
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
