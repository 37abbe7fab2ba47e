/**
 * The words that scripts show. The page may bring them in the reader's language as data attributes (`data-copied="…"`)
 * of its element `#words`, or of the list of keys `#keys`; English otherwise.
 */

const ENGLISH = Object.freeze({
  copied: "Copied",
  copyFailed: "Not copied",
  cited: "BibTeX copied",
  citeFailed: "No citation: try again",
  citation: "Citation",
  close: "Close",
  star: "Star",
  starred: "Starred",
  starLost: "Starred until you leave: this browser keeps nothing",
  filter: "Filter this page",
  shown: "shown",
  keys: "Single-key shortcuts",
  themeSystem: "Theme: as the system",
  themeLight: "Theme: light",
  themeDark: "Theme: dark",
  densityFull: "Showing full abstracts",
  densityTwo: "Showing two lines of each abstract",
  densityTitles: "Showing titles only",
  copyTex: "Copy TeX",
  wideFormula: "Wide formula: arrow keys scroll it",
});

/**
 * The words for `key`.
 * @param {keyof typeof ENGLISH} key
 * @returns {string}
 */
export function word(key) {
  const given = ["words", "keys"].map((id) => document.getElementById(id)?.dataset[key]);
  return given.find(Boolean) ?? ENGLISH[key];
}
