/**
 * A paper's BibTeX entry into the clipboard, fetched from the REST interface; where the clipboard refuses, in a dialog
 * to copy from by hand.
 */

import { copyText } from "./clipboard.js";
import { answer } from "./notice.js";
import { PAPER } from "./paper.js";
import { word } from "./words.js";

const PATIENCE_MS = 10_000;

/**
 * Copies the entry of the paper the button stands in and says so on the button.
 * @param {HTMLElement} button
 */
export async function citePaper(button) {
  const paper = button.closest(PAPER);
  if (!paper) return;
  const entry = await bibtexOf(paper.id);
  if (entry === null) {
    answer(button, word("citeFailed"));
  } else if (await copyText(entry)) {
    answer(button, word("cited"));
  } else {
    showEntry(entry);
  }
}

/**
 * The entry, or null when the server does not give one in time.
 * @param {string} id an arXiv id; those of before April 2007 hold a slash that is part of the address
 * @returns {Promise<string | null>}
 */
async function bibtexOf(id) {
  const path = id.split("/").map(encodeURIComponent).join("/");
  try {
    const response = await fetch(`/api/v1/papers/${path}?format=bibtex`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** @param {string} entry */
function showEntry(entry) {
  const dialog = document.createElement("dialog");
  dialog.className = "citation";
  dialog.ariaLabel = word("citation");
  const text = document.createElement("pre");
  text.translate = false;
  text.textContent = entry;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = word("close");
  close.addEventListener("click", () => dialog.close());
  dialog.append(text, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  getSelection()?.selectAllChildren(text);
}
