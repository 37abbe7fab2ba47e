/**
 * Theme and density, chosen by button or key: shown at once through an attribute of <html>, kept for the next page.
 *
 * A button with `data-value` chooses that value and tells by aria-pressed whether it holds; one without goes on to the
 * next value. theme.js sets the same attributes when a page loads.
 */

import { onArrival } from "./arrivals.js";
import { announce } from "./notice.js";
import { onPreferenceElsewhere, readPreference, writePreference } from "./preferences.js";
import { word } from "./words.js";

/** @type {Record<"theme" | "density", Record<string, Parameters<typeof word>[0]>>} the first value is the usual one */
const WORDS = Object.freeze({
  theme: { system: "themeSystem", light: "themeLight", dark: "themeDark" },
  density: { full: "densityFull", two: "densityTwo", titles: "densityTitles" },
});

/** @typedef {"theme" | "density"} Choice */

/** Keeps the buttons of both choices true. */
export function startAppearance() {
  for (const choice of /** @type {Choice[]} */ (Object.keys(WORDS))) {
    onArrival(`button[data-action=${choice}]`, (button) => label(button, choice));
    onPreferenceElsewhere(choice, () => show(choice, readPreference(choice)));
  }
}

/**
 * Sets the value the button names, or the one after the present value.
 * @param {Choice} choice
 * @param {HTMLElement} [button]
 */
export function choose(choice, button) {
  const values = Object.keys(WORDS[choice]);
  const next = values[(values.indexOf(present(choice)) + 1) % values.length];
  const value = button?.dataset.value ?? next;
  show(choice, value);
  writePreference(choice, present(choice));
  announce(says(choice));
}

/**
 * @param {Choice} choice
 * @returns {string}
 */
function present(choice) {
  return document.documentElement.dataset[choice] ?? "";
}

/**
 * @param {Choice} choice
 * @returns {string}
 */
function says(choice) {
  return word(WORDS[choice][present(choice)]);
}

/**
 * @param {Choice} choice
 * @param {string | null} value anything: a value from another time or hand counts as none
 */
function show(choice, value) {
  const values = Object.keys(WORDS[choice]);
  document.documentElement.dataset[choice] = value !== null && values.includes(value) ? value : values[0];
  for (const button of document.querySelectorAll(`button[data-action=${choice}]`)) {
    label(/** @type {HTMLElement} */ (button), choice);
  }
}

/**
 * @param {HTMLElement} button
 * @param {Choice} choice
 */
function label(button, choice) {
  if (button.dataset.value) {
    button.ariaPressed = String(button.dataset.value === present(choice));
  } else {
    button.title = says(choice);
  }
}
