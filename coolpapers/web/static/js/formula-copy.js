/**
 * The TeX of a formula, to read and to copy: in a small box under the formula, opened by a click on the formula or,
 * for one formula of the current paper after the other, by a key.
 *
 * A formula in a link stays part of the link for the pointer; the key reaches it. Fifty formulas are no fifty stops of
 * the Tab key.
 */

import { copyText } from "./clipboard.js";
import { currentPaper } from "./current-paper.js";
import { FORMULA, texOf } from "./formula-text.js";
import { answer } from "./notice.js";
import { word } from "./words.js";

const CHOSEN = "math-chosen";
const ALL = `${FORMULA}, .tex`;
const GAP_PX = 6;

/** @type {HTMLElement | undefined} */
let box;
/** @type {HTMLElement | undefined} the formula whose TeX the box shows */
let chosen;

/** Listens to clicks on formulas. */
export function startFormulaCopy() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const formula = /** @type {HTMLElement | null | undefined} */ (target?.closest(FORMULA));
    // The end of a selection is no click.
    if (!formula || target?.closest("a, button, label") || getSelection()?.isCollapsed === false) return;
    show(formula);
  });
}

/**
 * Shows the next formula of the current paper, the first after the last.
 * @param {1 | -1} step
 */
export function showNextFormula(step) {
  const paper = chosen?.closest(".paper") ?? currentPaper();
  const all = /** @type {HTMLElement[]} */ ([...(paper?.querySelectorAll(ALL) ?? [])]);
  const shown = all.filter((formula) => formula.checkVisibility());
  if (shown.length === 0) return;
  const here = chosen ? shown.indexOf(chosen) : -1;
  const place = here === -1 && step === -1 ? shown.length - 1 : here + step;
  const next = shown[(place + shown.length) % shown.length];
  next.scrollIntoView({ block: "nearest", behavior: "instant" });
  show(next);
}

/** @param {HTMLElement} formula */
function show(formula) {
  box ??= build();
  chosen?.classList.remove(CHOSEN);
  chosen = formula;
  formula.classList.add(CHOSEN);
  const [source, button] = /** @type {HTMLElement[]} */ ([...box.children]);
  source.textContent = texOf(formula);
  if (!box.matches(":popover-open")) box.showPopover();
  place(box, formula);
  button.focus({ preventScroll: true });
}

/**
 * Under the formula, above it where there is no room below.
 * @param {HTMLElement} element
 * @param {HTMLElement} formula
 */
function place(element, formula) {
  const around = formula.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const below = around.bottom + GAP_PX;
  const top = below + height <= window.innerHeight ? below : around.top - GAP_PX - height;
  element.style.top = `${Math.max(top, 0)}px`;
  element.style.left = `${Math.max(Math.min(around.left, document.documentElement.clientWidth - width), 0)}px`;
}

/** @returns {HTMLElement} */
function build() {
  const element = document.createElement("div");
  element.className = "formula-source";
  element.popover = "auto";
  element.role = "dialog";
  element.ariaLabel = word("copyTex");
  const source = document.createElement("code");
  source.translate = false;
  const button = document.createElement("button");
  button.type = "button";
  const label = document.createElement("span");
  label.textContent = word("copyTex");
  button.append(label);
  button.addEventListener("click", async () => {
    const tex = source.textContent ?? "";
    answer(button, word((await copyText(tex)) ? "copied" : "copyFailed"));
  });
  element.append(source, button);
  element.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") return;
    chosen?.classList.remove(CHOSEN);
    chosen = undefined;
  });
  // A box fixed to the window has left its formula when the page is scrolled.
  window.addEventListener("scroll", () => chosen && place(element, chosen), { passive: true });
  document.body.append(element);
  return element;
}
