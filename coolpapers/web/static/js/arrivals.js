/**
 * Tells of elements that are in the page or come into it later: further papers, or copies made by a page translator.
 */

/**
 * Calls `welcome` for each element matching `selector`, now and when it arrives. An element that is moved, or replaced
 * by a copy, is told of again.
 * @param {string} selector
 * @param {(element: HTMLElement) => void} welcome
 */
export function onArrival(selector, welcome) {
  /** @param {ParentNode} root */
  const within = (root) => {
    for (const element of root.querySelectorAll(selector)) welcome(/** @type {HTMLElement} */ (element));
  };
  within(document);
  new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.addedNodes) {
        // What MathJax puts in is most of what ever arrives, and holds nothing anybody waits for.
        if (!(node instanceof HTMLElement) || node.localName.startsWith("mjx-")) continue;
        if (node.matches(selector)) welcome(node);
        within(node);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
}
