/**
 * The list of keys, `<dialog id="keys">`, and the switch in it that turns single keys off: for people whose speech
 * software types letters (WCAG 2.1.4). The choice is kept in this browser.
 */

import { readPreference, writePreference } from "./preferences.js";
import { word } from "./words.js";

const NAME = "keys";

/** @returns {boolean} */
export function keysAreOn() {
  return readPreference(NAME) !== "off";
}

/** Puts the switch into the list of keys. */
export function startKeysDialog() {
  const dialog = keysDialog();
  if (!dialog) return;
  const label = document.createElement("label");
  label.className = "keys-switch";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = keysAreOn();
  const text = document.createElement("span");
  text.textContent = word("keys");
  label.append(box, text);
  box.addEventListener("change", () => writePreference(NAME, box.checked ? "on" : "off"));
  // Before the form or button that closes the dialog, else last.
  dialog.insertBefore(label, dialog.querySelector(":scope > form, :scope > button"));
  dialog.addEventListener("click", (event) => {
    // The backdrop counts as the dialog: only the place tells a click beside it.
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (event.target === dialog && (x < left || x > right || y < top || y > bottom)) dialog.close();
  });
}

/** Opens the list; Escape closes it. */
export function openKeysDialog() {
  keysDialog()?.showModal();
}

/** @returns {HTMLDialogElement | null} */
function keysDialog() {
  return document.querySelector("dialog#keys");
}
