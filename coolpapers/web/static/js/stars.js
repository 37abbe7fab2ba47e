/**
 * The papers a reader starred, kept by id with the time of starring in this browser only.
 *
 * Kept as JSON `{ID: ISO time}`, oldest first.
 */

import { onArrival } from "./arrivals.js";
import { announce } from "./notice.js";
import { PAPER } from "./paper.js";
import { onPreferenceElsewhere, readPreference, writePreference } from "./preferences.js";
import { word } from "./words.js";

const NAME = "stars";

/** @type {Map<string, string> | undefined} as read last; a page of a thousand papers asks for each of them */
let stars;

/** Keeps the star buttons true, in all tabs. */
export function startStars() {
  onArrival("button[data-action=star]", label);
  onPreferenceElsewhere(NAME, () => {
    stars = undefined;
    for (const button of document.querySelectorAll("button[data-action=star]")) {
      label(/** @type {HTMLElement} */ (button));
    }
  });
}

/**
 * Stars the paper the button stands in, or takes its star away.
 * @param {HTMLElement} button
 */
export function toggleStar(button) {
  const id = button.closest(PAPER)?.id;
  if (!id) return;
  const starred = readStars();
  if (!starred.delete(id)) starred.set(id, new Date().toISOString());
  const kept = writePreference(NAME, JSON.stringify(Object.fromEntries(starred)));
  label(button);
  if (!kept && starred.has(id)) announce(word("starLost"));
}

/**
 * The starred ids with their times; what storage holds is anybody's, so anything else counts as no stars.
 * @returns {Map<string, string>}
 */
export function readStars() {
  stars ??= parse(readPreference(NAME) ?? "{}");
  return stars;
}

/**
 * @param {string} kept
 * @returns {Map<string, string>}
 */
function parse(kept) {
  try {
    return new Map(Object.entries(JSON.parse(kept)).filter(([, time]) => typeof time === "string"));
  } catch {
    return new Map();
  }
}

/** @param {HTMLElement} button */
function label(button) {
  const id = button.closest(PAPER)?.id;
  const starred = id !== undefined && readStars().has(id);
  button.ariaPressed = String(starred);
  button.title = word(starred ? "starred" : "star");
}
