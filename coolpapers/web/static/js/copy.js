/** Copies a paper's title, authors and address as three lines of plain text. */

import { copyText } from "./clipboard.js";
import { answer } from "./notice.js";
import { addressOf, authorsOf, PAPER, titleOf } from "./paper.js";
import { word } from "./words.js";

/**
 * Copies the paper the button stands in and says so on the button.
 * @param {HTMLElement} button
 */
export async function copyPaper(button) {
  const paper = button.closest(PAPER);
  if (!paper) return;
  const lines = [titleOf(paper), authorsOf(paper), addressOf(paper)].filter(Boolean);
  answer(button, word((await copyText(lines.join("\n"))) ? "copied" : "copyFailed"));
}
