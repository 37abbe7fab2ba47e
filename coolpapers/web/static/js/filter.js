/**
 * Filtering the papers of the page while typing: those whose title, authors, subjects and abstract hold all the words
 * stay. Kept with the page in the browser's history, so that going back finds the same papers.
 */

import { plainText } from "./formula-text.js";
import { PAPER } from "./paper.js";
import { announce } from "./notice.js";
import { word } from "./words.js";

/** @type {WeakMap<Element, string>} what each paper says, folded */
const texts = new WeakMap();

/** @type {HTMLInputElement | undefined} */
let field;
/** @type {HTMLElement | undefined} */
let count;

/** Filters again what was filtered when the reader left this page. */
export function startFilter() {
  const kept = history.state?.filter;
  if (typeof kept === "string" && kept) openFilter(kept);
}

/**
 * Shows the field above the papers and puts the cursor there.
 * @param {string} [words] what to start with; the cursor then stays where it is
 */
export function openFilter(words) {
  if (!field) {
    const first = document.querySelector(PAPER);
    if (!first) return;
    build(first);
  }
  if (words === undefined) field?.focus();
  else if (field) {
    field.value = words;
    apply();
  }
}

/** @param {Element} first */
function build(first) {
  const bar = document.createElement("form");
  bar.className = "page-filter";
  bar.role = "search";
  field = document.createElement("input");
  field.type = "search";
  field.ariaLabel = field.placeholder = word("filter");
  field.autocomplete = "off";
  count = document.createElement("output");
  count.translate = false;
  bar.append(field, count);
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    // Enter goes on to the papers: the keys work again.
    field?.blur();
  });
  field.addEventListener("input", apply);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !field) return;
    field.value = "";
    apply();
    field.blur();
  });
  (first.closest("section") ?? first).before(bar);
}

/** Hides what does not match, says how many are left, keeps the words. */
function apply() {
  if (!field || !count) return;
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  const papers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(PAPER)]);
  for (const paper of papers) {
    const text = textOf(paper);
    paper.hidden = !words.every((each) => text.includes(each));
  }
  for (const section of document.querySelectorAll("section:has(.paper)")) {
    /** @type {HTMLElement} */ (section).hidden = section.querySelector(".paper:not([hidden])") === null;
  }
  const shown = papers.filter((paper) => !paper.hidden).length;
  count.textContent = words.length > 0 ? `${shown} / ${papers.length} ${word("shown")}` : "";
  announce(count.textContent);
  history.replaceState({ ...history.state, filter: field.value }, "");
}

/**
 * @param {Element} paper
 * @returns {string}
 */
function textOf(paper) {
  let text = texts.get(paper);
  if (text === undefined) {
    const parts = paper.querySelectorAll(".title-link, .authors, .subjects, .summary");
    text = fold([...parts].map(plainText).join(" "));
    texts.set(paper, text);
  }
  return text;
}

/**
 * Small letters without accents.
 * @param {string} text
 * @returns {string}
 */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
}
