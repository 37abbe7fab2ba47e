/**
 * `button[data-action=NAME]` → what it does. The server sends these buttons hidden, for they need scripts; they are
 * shown once there is something to do for them, also in papers that arrive later.
 */

import { onArrival } from "./arrivals.js";

/** @typedef {(button: HTMLElement) => void} Action */

/**
 * Lets each named button do its action.
 * @param {Record<string, Action>} actions
 */
export function startActions(actions) {
  onArrival("button[data-action]", (button) => {
    if (Object.hasOwn(actions, button.dataset.action ?? "")) button.hidden = false;
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = /** @type {HTMLElement | null | undefined} */ (target?.closest("button[data-action]"));
    if (button) actions[button.dataset.action ?? ""]?.(button);
  });
}
