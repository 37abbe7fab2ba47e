/**
 * Single keys → what they do; the page's list of keys is `<dialog id="keys">`.
 *
 * A key does nothing while something is typed, with Ctrl, Alt or Meta, while a dialog is open, or when the reader
 * switched single keys off.
 */

import { choose } from "./appearance.js";
import { currentPaper, moveToPaper } from "./current-paper.js";
import { openFilter } from "./filter.js";
import { showNextFormula } from "./formula-copy.js";
import { keysAreOn, openKeysDialog } from "./keys-dialog.js";

const TAKES_LETTERS = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], dialog";
const DAY_BEFORE = "nav.days a[rel~=prev]";
const DAY_AFTER = "nav.days a[rel~=next]";

/** @type {Record<string, (event: KeyboardEvent) => void>} */
const KEYS = {
  j: (event) => moveToPaper(1, event.repeat),
  k: (event) => moveToPaper(-1, event.repeat),
  o: () => clickInPaper(".title-link"),
  p: () => clickInPaper(".title-pdf"),
  r: () => clickInPaper(".title-rel"),
  s: () => clickInPaper("button[data-action=star]"),
  c: () => clickInPaper("button[data-action=cite]"),
  y: () => showNextFormula(1),
  Y: () => showNextFormula(-1),
  f: () => openFilter(),
  t: () => choose("theme"),
  "/": () => focusSearch(),
  "[": () => click(document.querySelector(DAY_BEFORE)),
  "]": () => click(document.querySelector(DAY_AFTER)),
  "?": () => openKeysDialog(),
};

/** Listens to the keys. */
export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    const action = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
    if (!action || !isMeantAsKey(event) || !keysAreOn()) return;
    event.preventDefault();
    action(event);
  });
}

/**
 * Whether the key stands for itself and goes to no field.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function isMeantAsKey(event) {
  // AltGr, which types brackets on many keyboards, counts as Ctrl and Alt on Windows.
  const typedWithAltGr = event.getModifierState("AltGraph");
  if (event.metaKey || ((event.ctrlKey || event.altKey) && !typedWithAltGr)) return false;
  if (event.defaultPrevented || event.isComposing) return false;
  const target = event.target instanceof Element ? event.target : null;
  return !target?.closest(TAKES_LETTERS) && !document.querySelector("dialog:modal");
}

/** @param {string} selector */
function clickInPaper(selector) {
  click(currentPaper()?.querySelector(selector) ?? null);
}

/** @param {Element | null} element */
function click(element) {
  if (element instanceof HTMLElement) element.click();
}

function focusSearch() {
  const field = document.querySelector("header input[name=query], input[type=search][name=query]");
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}
