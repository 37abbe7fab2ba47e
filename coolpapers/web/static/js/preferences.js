/**
 * What the reader chose, kept in this browser only: reading, writing, and hearing of a change made in another tab.
 *
 * Where storage is blocked or full, a choice lives as long as the page.
 */

const PREFIX = "coolpapers.";

/** @type {Map<string, string>} choices that storage refused */
const unsaved = new Map();

/**
 * The chosen value, or null when there is none.
 * @param {string} name
 * @returns {string | null}
 */
export function readPreference(name) {
  if (unsaved.has(name)) return unsaved.get(name) ?? null;
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/**
 * Keeps the value; false when it lasts for this page only.
 * @param {string} name
 * @param {string} value
 * @returns {boolean}
 */
export function writePreference(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
    unsaved.delete(name);
    return true;
  } catch {
    unsaved.set(name, value);
    return false;
  }
}

/**
 * Calls `listener` when another tab changes the preference.
 * @param {string} name
 * @param {() => void} listener
 */
export function onPreferenceElsewhere(name, listener) {
  window.addEventListener("storage", (event) => {
    // A null key: the whole storage was emptied.
    if (event.key === PREFIX + name || event.key === null) listener();
  });
}
