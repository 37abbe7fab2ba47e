/**
 * A short answer to an action: on the button for those who look at it, in a status line for screen readers.
 *
 * The words are `translate="no"`: a page translator that wraps them would be left holding nodes taken away again.
 */

const SHOWN_MS = 1800;

/** @type {WeakMap<HTMLElement, {timer: number, nodes: ChildNode[]}>} buttons that show an answer, and what they held */
const showing = new WeakMap();

/** @type {HTMLElement | undefined} */
let status;

/**
 * Shows `text` on the button for a moment and has it read out.
 * @param {HTMLElement} button
 * @param {string} text
 */
export function answer(button, text) {
  announce(text);
  const earlier = showing.get(button);
  if (earlier) clearTimeout(earlier.timer);
  const nodes = earlier?.nodes ?? [...button.childNodes];
  if (!earlier) button.style.minInlineSize = `${button.offsetWidth}px`;
  button.replaceChildren(wrapped(text));
  const timer = window.setTimeout(() => {
    showing.delete(button);
    button.replaceChildren(...nodes);
    button.style.minInlineSize = "";
  }, SHOWN_MS);
  showing.set(button, { timer, nodes });
}

/**
 * Has `text` read out by a screen reader.
 * @param {string} text
 */
export function announce(text) {
  if (!status) {
    status = document.createElement("div");
    status.role = "status";
    status.className = "visually-hidden";
    status.translate = false;
    document.body.append(status);
  }
  status.textContent = text;
}

/**
 * @param {string} text
 * @returns {HTMLElement}
 */
function wrapped(text) {
  const span = document.createElement("span");
  span.translate = false;
  span.textContent = text;
  return span;
}
