/**
 * Formulas wider than their column: they shrink with it, down to 60 % of their size, and scroll in a box of their own
 * below that.
 *
 * The style sheet does the shrinking, from `--natural` (how many em the formula needs in one piece), `--tall` and
 * `--scale`, set once after typesetting; so a resize runs no script for it. What is left to do on a resize is to tell
 * which formulas scroll: those take the focus, for the arrow keys to scroll them.
 */

import { FORMULA } from "./formula-text.js";
import { word } from "./words.js";

const WIDE = "math-wide";
const BOXED = "math-boxed";
const SCROLLS = "math-scrolls";
const COLUMN = "formula-column";
const BLOCK = "p, li, dd, dt, h1, h2, h3, h4, blockquote, div, main";
// As in the style sheet.
const FLOOR = 0.6;
// What is narrower fits any column in use: at 320 px and 200 % text size a line holds 8 em.
const NARROW_EM = 8;
// Half a pixel is what rounding makes of a formula that ends with the line.
const ROUNDING_PX = 1;

// The browser asks for fonts with the next frame, not when the text that needs them is put in.
const FONTS_ASKED_MS = 100;

let fontsCame = 0;
document.fonts.addEventListener("loadingdone", () => {
  fontsCame = performance.now();
});

/** @typedef {{formula: HTMLElement, output: HTMLElement, em: number}} Measured `em`: px of the output's font size */

const watcher = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    // Not displayed at present.
    if (contentRect.width === 0) continue;
    if (target.matches(FORMULA)) review(/** @type {HTMLElement} */ (target));
    else for (const formula of wideInline(target)) box(formula, contentRect.width);
  }
});

/**
 * Fits formulas that were typeset just now; again when the fonts they use have come and glyphs have their true widths.
 * @param {HTMLElement[]} formulas
 */
export function fitFormulas(formulas) {
  measure(formulas);
  const asked = performance.now();
  setTimeout(async () => {
    if (document.fonts.status === "loaded" && fontsCame < asked) return;
    await document.fonts.ready;
    measure(formulas.filter((formula) => formula.isConnected));
  }, FONTS_ASKED_MS);
}

/**
 * Goes on with a formula that was fitted before it, or its copy, was put where it is now.
 * @param {HTMLElement} formula
 */
export function keepFitting(formula) {
  if (formula.classList.contains(WIDE)) watch(formula);
}

/**
 * Reads all before it writes any: the page is laid out twice for any number of formulas.
 * @param {HTMLElement[]} formulas
 */
function measure(formulas) {
  const measured = formulas.flatMap((formula) => {
    const output = /** @type {HTMLElement | null} */ (formula.querySelector("mjx-container"));
    return output ? [{ formula, output, em: parseFloat(getComputedStyle(output).fontSize) }] : [];
  });
  const displayed = measured.filter(({ formula }) => isDisplayed(formula));
  const long = measured.filter((each) => !isDisplayed(each.formula) && lineEm(each) > NARROW_EM);
  const sizes = displayed.map(displayedSize);
  for (const { formula } of long) formula.classList.add("math-measured");
  const pieces = long.map(({ formula, em }) => formula.getBoundingClientRect().width / em);
  for (const { formula } of long) formula.classList.remove("math-measured");
  displayed.forEach((each, index) => note(each, sizes[index].wide, sizes[index].tall));
  long.forEach((each, index) => note(each, pieces[index], 0));
}

/**
 * @param {HTMLElement} formula
 * @returns {boolean}
 */
function isDisplayed(formula) {
  return formula.classList.contains("math-display");
}

/**
 * What a displayed formula takes in em, unshrunk; one with numbers fills the column and says itself what is the least.
 * @param {Measured} measured
 * @returns {{wide: number, tall: number}}
 */
function displayedSize({ output, em }) {
  const math = /** @type {HTMLElement} */ (output.querySelector("mjx-math") ?? output);
  const least = output.getAttribute("width") === "full" ? parseFloat(output.style.minWidth) : 0;
  return { wide: least || math.offsetWidth / em, tall: math.offsetHeight / em };
}

/**
 * What a formula in a line would need without a break.
 * @param {Measured} measured
 * @returns {number}
 */
function lineEm({ output, em }) {
  let width = 0;
  for (const part of output.getClientRects()) width += part.width;
  return width / em;
}

/**
 * @param {Measured} measured
 * @param {number} natural in em
 * @param {number} tall in em; nothing to a formula in a line
 */
function note({ formula, em }, natural, tall) {
  formula.classList.toggle(WIDE, natural > NARROW_EM);
  if (natural <= NARROW_EM) return;
  formula.style.setProperty("--natural", natural.toFixed(3));
  formula.style.setProperty("--tall", tall.toFixed(3));
  // Taken once: it is part of the size that the output has when it is shrunk.
  if (!formula.style.getPropertyValue("--scale")) {
    formula.style.setProperty("--scale", (em / parseFloat(getComputedStyle(formula).fontSize)).toFixed(4));
  }
  watch(formula);
}

/** @param {HTMLElement} formula */
function watch(formula) {
  const column = isDisplayed(formula) ? formula : columnOf(formula);
  if (column !== formula) column.classList.add(COLUMN);
  // Observed anew, so that it is told of although its size is the same.
  watcher.unobserve(column);
  watcher.observe(column);
}

/**
 * The block whose width a formula in a line has. A table's cell is none: its width follows from what it holds.
 * @param {HTMLElement} formula
 * @returns {HTMLElement}
 */
function columnOf(formula) {
  return /** @type {HTMLElement | null | undefined} */ (formula.parentElement?.closest(BLOCK)) ?? formula;
}

/**
 * The formulas in lines that may be wider than the column.
 * @param {Element} column
 * @returns {HTMLElement[]}
 */
function wideInline(column) {
  return /** @type {HTMLElement[]} */ ([...column.querySelectorAll(`.${WIDE}:not(.math-display)`)]);
}

/**
 * Makes a box that scrolls of a formula with a piece too wide at the least size, and one with the text again of others.
 * @param {HTMLElement} formula
 * @param {number} width of the column, in px
 */
function box(formula, width) {
  const { style } = formula;
  const em = parseFloat(getComputedStyle(formula).fontSize) * Number(style.getPropertyValue("--scale"));
  const least = Number(style.getPropertyValue("--natural")) * em * FLOOR;
  const boxed = least > width;
  formula.classList.toggle(BOXED, boxed);
  tell(formula, boxed);
}

/** @param {HTMLElement} formula displayed */
function review(formula) {
  tell(formula, formula.scrollWidth > formula.clientWidth + ROUNDING_PX);
}

/**
 * @param {HTMLElement} formula
 * @param {boolean} scrolls
 */
function tell(formula, scrolls) {
  if (formula.classList.contains(SCROLLS) === scrolls) return;
  formula.classList.toggle(SCROLLS, scrolls);
  if (scrolls) {
    formula.tabIndex = 0;
    formula.role = "group";
    formula.ariaLabel = word("wideFormula");
  } else {
    formula.removeAttribute("tabindex");
    formula.role = null;
    formula.ariaLabel = null;
  }
}
